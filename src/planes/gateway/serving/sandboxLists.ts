/**
 * The synthetic table of a sandbox, listed as a department's database would list it: the same comparisons, orders and
 * pages, over rows that are made in memory.
 */
import type { Keys } from '#kernel/keys.ts';
import type {
  CompiledList,
  ListCondition,
  ListShape,
  Lists,
  ListValues,
  TableShape,
} from '#planes/mover/ports.ts';
import type { Serving } from '#planes/gateway/call.ts';
import type { CachedPlan } from '#planes/gateway/plans/planCache.ts';
import { maskValue } from '#vocabulary/masks.ts';
import { type ColumnType, type TablePlan, maskPlace } from '#vocabulary/plans.ts';
import { syntheticRow, syntheticTable } from '#vocabulary/synthetic.ts';
import { isLike } from './likePattern.ts';
import { createListServing } from './list.ts';

type Row = readonly string[];

const NUMBERS: ReadonlySet<ColumnType> = new Set(['bigint', 'numeric', 'double']);

/** Texts by their code points, numbers by their worth; dates are written so that the two agree. */
function compare(type: ColumnType, a: string, b: string): number {
  if (NUMBERS.has(type)) return Number(a) - Number(b);
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

const small = (text: string): string => text.replace(/[A-Z]/g, letter => letter.toLowerCase());

function createSandboxLists(plan: TablePlan): Lists {
  const { items, synthetic } = plan;
  const at = new Map(items.map((item, position) => [item.column, position]));
  const shapes = new WeakMap<CompiledList, { shape: ListShape; isCount: boolean }>();
  const valueOf = (values: ListValues, given: number | string): string =>
    typeof given === 'number' ? (values[given] ?? '') : given;

  function holds(condition: ListCondition, row: Row, values: ListValues): boolean {
    if (condition.kind !== 'column') {
      const one = (part: ListCondition): boolean => holds(part, row, values);
      const all = condition.kind === 'all' ? condition.parts.every(one) : condition.parts.some(one);
      return all !== condition.not;
    }
    const { column, type, by, not } = condition;
    const held = row[at.get(column) ?? -1] ?? '';
    const given = condition.values.map(value => valueOf(values, value));
    const [first = ''] = given;
    const is = (): boolean => {
      switch (by) {
        case 'eq':
          return compare(type, held, first) === 0;
        case 'neq':
          return compare(type, held, first) !== 0;
        case 'gt':
          return compare(type, held, first) > 0;
        case 'gte':
          return compare(type, held, first) >= 0;
        case 'lt':
          return compare(type, held, first) < 0;
        case 'lte':
          return compare(type, held, first) <= 0;
        case 'like':
          return isLike(held, first);
        case 'ilike':
          return isLike(small(held), first);
        case 'in':
          return given.some(value => compare(type, held, value) === 0);
        case 'null':
          return false;
        case 'true':
        case 'false':
          return held === by;
      }
    };
    return is() !== not;
  }

  /** The identifier that every row must have, where the list asks for one: its row is made for it. */
  function lookedUp(where: ListCondition, values: ListValues): Record<string, string> | undefined {
    const parts = where.kind === 'all' && !where.not ? where.parts : [where];
    for (const part of parts) {
      if (part.kind !== 'column') {
        const found = part.kind === 'all' && !part.not ? lookedUp(part, values) : undefined;
        if (found) return found;
        continue;
      }
      const item = items[at.get(part.column) ?? -1];
      if (item?.filter === true && part.by === 'eq' && !part.not)
        return { [item.name]: valueOf(values, part.values[0] ?? '') };
    }
    return undefined;
  }

  function rowsOf({ where }: ListShape, values: ListValues): Row[] {
    if (!synthetic) return [];
    const asked = lookedUp(where, values);
    const own = asked && syntheticRow(synthetic, items, asked);
    const rows = asked ? (own ? [own] : []) : syntheticTable(synthetic, items);
    return rows.filter(row => holds(where, row, values));
  }

  function keysOf({ order }: ListShape, row: Row): string[] {
    return order.map(({ column }) => row[at.get(column) ?? -1] ?? '');
  }

  function inOrder({ order }: ListShape, a: readonly string[], b: readonly string[]): number {
    for (const [i, { type, descending }] of order.entries()) {
      const by = compare(type, a[i] ?? '', b[i] ?? '');
      if (by !== 0) return descending ? -by : by;
    }
    return 0;
  }

  function compiled(shape: ListShape, isCount: boolean): CompiledList {
    const made: CompiledList = {
      text: '',
      slots: [],
      items: isCount ? 1 : shape.items.length,
      keys: isCount ? 0 : shape.order.length,
      digests: isCount
        ? []
        : shape.items.flatMap(({ mask, type }, i) => (maskPlace(mask) === 'plane' ? [{ at: i, type }] : [])),
    };
    shapes.set(made, { shape, isCount });
    return made;
  }

  function page(shape: ListShape, values: ListValues): (string | null)[][] {
    const rows = rowsOf(shape, values).sort(
      (a, b) =>
        inOrder(shape, keysOf(shape, a), keysOf(shape, b)) ||
        Buffer.compare(Buffer.from(a.join('\n')), Buffer.from(b.join('\n'))),
    );
    // No value here is null, so every key of a place is among the values.
    const place = shape.from && values.slice(shape.values, shape.values + shape.from.length);
    const from = place ? rows.filter(row => inOrder(shape, keysOf(shape, row), place) >= 0) : rows;
    const [offset = 0, limit = 0] = values.slice(shape.values + (place?.length ?? 0)).map(Number);
    return from.slice(offset, offset + limit).map(row => [
      ...shape.items.map(({ column, mask, type }) =>
        // What the plane digests leaves here in clear, as it leaves a database.
        maskValue(mask, type, row[at.get(column) ?? -1] ?? null, text => text),
      ),
      ...keysOf(shape, row),
    ]);
  }

  return {
    // Nobody knows yet which indexes there will be: the sandbox takes every comparison that the provider allows.
    shapeOf: async (): Promise<TableShape> => ({
      columns: new Map(
        items.map(({ column, type }) => [
          column,
          { type, isNullable: false, finds: true, sorts: true, nulls: 'greatest' as const },
        ]),
      ),
      indexes: items.filter(item => item.filter).map(({ column }) => ({ columns: [column], isUnique: true })),
    }),
    compileList: shape => compiled(shape, false),
    compileListCount: shape => compiled(shape, true),
    list: async (made, values) => {
      const known = shapes.get(made);
      if (!known) throw new Error('a list of another sandbox');
      return known.isCount ? [[String(rowsOf(known.shape, values).length)]] : page(known.shape, values);
    },
    estimate: async (made, values) => {
      const known = shapes.get(made);
      return known ? rowsOf(known.shape, values).length : 0;
    },
  };
}

/** Lists over the synthetic tables of sandbox plans, each made for its plan once. */
export function createSandboxListServing(keys: Keys): Serving<TablePlan> {
  const known = new WeakMap<CachedPlan<TablePlan>, Lists>();
  return createListServing(
    {
      ask: (cached, work) => {
        let lists = known.get(cached);
        if (!lists) known.set(cached, (lists = createSandboxLists(cached.plan)));
        return work(lists, cached.service.timeout);
      },
    },
    keys,
  );
}
