import type { CompiledQuery, Source } from '#planes/mover/ports.ts';
import type { CallPlan, PlanItem } from '#vocabulary/plans.ts';
import type { Asked } from '#planes/gateway/call.ts';

/** What compiles them. */
export type StatementSource = Pick<Source, 'compileQuery' | 'compileVerify'>;

/** Shapes kept for one plan; a caller cannot fill the memory by naming items in new combinations. */
const MOST = 500;

export interface Statement {
  compiled: CompiledQuery;
  /** `"姓名":` for each column, ready to be written. */
  names: string[];
  /** Positions in the plan of what the answer holds. */
  items: number[];
}

/** What a call asks, in the plan's order: the shape, not the values. */
export interface Shape {
  key: string;
  filters: string[];
  claims: string[];
}

/** Statements compiled for one plan, the least recently used forgotten first. */
export class Statements {
  readonly items: ReadonlyMap<string, { item: PlanItem; position: number }>;
  readonly #plan: CallPlan;
  readonly #tieSalt: string;
  readonly #known = new Map<string, Statement>();

  constructor(plan: CallPlan, tieSalt: string) {
    this.#plan = plan;
    this.#tieSalt = tieSalt;
    this.items = new Map(plan.items.map((item, position) => [item.name, { item, position }]));
  }

  shapeOf(asked: Asked): Shape {
    const filters = this.#ordered(asked.params);
    const claims = this.#plan.kind === 'verify' ? this.#ordered(asked.claims) : [];
    return {
      key: claims.length === 0 ? filters.join('\n') : `${filters.join('\n')}\n\n${claims.join('\n')}`,
      filters,
      claims,
    };
  }

  #ordered(values: Record<string, string>): string[] {
    const names = Object.keys(values);
    if (names.length < 2) return names;
    return names.sort((a, b) => (this.items.get(a)?.position ?? 0) - (this.items.get(b)?.position ?? 0));
  }

  get(shape: Shape, source: StatementSource): Statement {
    const known = this.#known.get(shape.key);
    if (known) {
      if (this.#known.size > MOST / 2) {
        this.#known.delete(shape.key);
        this.#known.set(shape.key, known);
      }
      return known;
    }
    if (!('table' in this.#plan)) throw new Error('only plans over tables have statements');
    const { table, rows, rowLimit: limit, kind } = this.#plan;
    // Whoever asks by an identifier knows it, so it comes back clear; the other identifiers of a row, such as those of
    // a spouse, are somebody else's and keep their masks.
    const items = this.#plan.items.map(
      (item): PlanItem =>
        item.filter && shape.filters.includes(item.name) ? { ...item, mask: { kind: 'none' } } : item,
    );
    const base = { table, items, rows, filters: shape.filters, limit, tieSalt: this.#tieSalt };
    const compiled =
      kind === 'verify' ? source.compileVerify({ ...base, claims: shape.claims }) : source.compileQuery(base);
    const shown = kind === 'verify' ? shape.claims : items.map(item => item.name);
    const made = {
      compiled,
      names: shown.map(name => `${JSON.stringify(name)}:`),
      items: shown.map(name => this.items.get(name)?.position ?? -1),
    };
    if (this.#known.size >= MOST) {
      const oldest = this.#known.keys().next();
      if (oldest.done !== true) this.#known.delete(oldest.value);
    }
    this.#known.set(shape.key, made);
    return made;
  }
}
