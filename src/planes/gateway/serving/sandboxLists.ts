/**
 * Lists of the sandbox: the same rules, shapes and pages over synthetic rows in memory, compared and ordered as the
 * databases do it. Whoever selects by an identifier gets its row, as everywhere in the sandbox; all others the rows of
 * the whole table.
 */
import type { Keys } from '#kernel/keys.ts';
import { createMaskDigests } from '#planes/mover/maskDigests.ts';
import type { CompiledList, ListCondition, ListShape, ListValues, Lists } from '#planes/mover/ports.ts';
import { maskValue } from '#vocabulary/masks.ts';
import type { ColumnType, TablePlan } from '#vocabulary/plans.ts';
import { syntheticRow, syntheticTable } from '#vocabulary/synthetic.ts';
import type { Serving } from '#planes/gateway/call.ts';
import type { CachedPlan } from '#planes/gateway/plans/planCache.ts';
import { Statements } from '#planes/gateway/plans/statements.ts';
import { createListServing } from './list.ts';

type Cached = CachedPlan<TablePlan>;
type Row = ReadonlyMap<string, string | null>;
type Truth = boolean | null;

const NUMBERS: ReadonlySet<ColumnType> = new Set(['bigint', 'numeric', 'double']);
const isNumber = (type: ColumnType): boolean => NUMBERS.has(type);

function compared(type: ColumnType, left: string, right: string): number {
  if (isNumber(type)) return Number(left) - Number(right);
  if (type === 'timestamp') return Buffer.compare(Buffer.from(whole(left)), Buffer.from(whole(right)));
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** To the microsecond, so that characters compare as times do. */
function whole(time: string): string {
  const [day = '', clock = '00:00:00'] = time.split(' ');
  return `${day} ${clock.includes('.') ? clock.padEnd(15, '0') : `${clock}.000000`}`;
}

/** LIKE, going back to the last `%` alone: no pattern makes it slow. */
export function isLike(text: string, pattern: string): boolean {
  const characters = Array.from(text);
  const wanted: (string | { any: true } | { one: true })[] = [];
  const written = Array.from(pattern);
  for (let i = 0; i < written.length; i++) {
    const one = written[i] ?? '';
    if (one === '\\') wanted.push(written[++i] ?? '');
    else wanted.push(one === '%' ? { any: true } : one === '_' ? { one: true } : one);
  }
  let [at, next, star, resume] = [0, 0, -1, 0];
  while (at < characters.length) {
    const want = wanted[next];
    if (typeof want === 'object' && 'any' in want) [star, resume] = [next++, at];
    else if (want !== undefined && (typeof want === 'object' || want === characters[at])) {
      at++;
      next++;
    } else if (star >= 0) [next, at] = [star + 1, ++resume];
    else return false;
  }
  return wanted.slice(next).every(want => typeof want === 'object' && 'any' in want);
}

const negated = (truth: Truth, not: boolean): Truth => (not && truth !== null ? !truth : truth);

function truthOf(row: Row, condition: ListCondition, values: ListValues): Truth {
  if (condition.kind !== 'column') {
    const isAny = condition.kind === 'any';
    const truths = condition.parts.map(part => truthOf(row, part, values));
    const truth = truths.includes(isAny) ? isAny : truths.includes(null) ? null : !isAny;
    return negated(truth, condition.not);
  }
  const { column, type, by, not } = condition;
  const held = row.get(column) ?? null;
  const given = condition.values.map(value => (typeof value === 'number' ? (values[value] ?? '') : value));
  return negated(holds(held, type, by, given), not);
}

function holds(
  held: string | null,
  type: ColumnType,
  by: Extract<ListCondition, { kind: 'column' }>['by'],
  given: readonly string[],
): Truth {
  if (by === 'null') return held === null;
  if (by === 'true' || by === 'false') return held === by;
  if (by === 'in' && given.length === 0) return false;
  if (held === null) return null;
  const [first = ''] = given;
  switch (by) {
    case 'eq':
    case 'in':
      return given.some(value => compared(type, held, value) === 0);
    case 'neq':
      return compared(type, held, first) !== 0;
    case 'gt':
      return compared(type, held, first) > 0;
    case 'gte':
      return compared(type, held, first) >= 0;
    case 'lt':
      return compared(type, held, first) < 0;
    case 'lte':
      return compared(type, held, first) <= 0;
    case 'like':
      return isLike(held, first);
    case 'ilike':
      return isLike(
        held.replace(/[A-Z]+/g, letters => letters.toLowerCase()),
        first,
      );
  }
}

/** The identifiers that all rows of the answer must have. */
function identifiersOf({ plan }: Cached, { where }: ListShape, values: ListValues): Record<string, string> {
  const found: Record<string, string> = {};
  const look = (condition: ListCondition): void => {
    if (condition.kind === 'all' && !condition.not) condition.parts.forEach(look);
    if (condition.kind !== 'column' || condition.by !== 'eq' || condition.not) return;
    const [at] = condition.values;
    const isIdentifier = plan.items.some(({ name, filter }) => filter && name === condition.column);
    if (isIdentifier && typeof at === 'number') found[condition.column] ??= values[at] ?? '';
  };
  look(where);
  return found;
}

function memoryOf(cached: Cached, digest: (text: string) => string): Lists {
  const { items, synthetic } = cached.plan;
  const shapes = new WeakMap<CompiledList, { shape: ListShape; isCount: boolean }>();
  const compiled = (shape: ListShape, isCount: boolean): CompiledList => {
    const made = {
      text: '',
      slots: [],
      items: shape.items.length,
      keys: shape.order.length + 1,
      digests: [],
    };
    shapes.set(made, { shape, isCount });
    return made;
  };

  function rowsOf(shape: ListShape, values: ListValues): Row[] {
    if (!synthetic) return [];
    const identifiers = identifiersOf(cached, shape, values);
    const one = Object.keys(identifiers).length > 0 ? syntheticRow(synthetic, items, identifiers) : undefined;
    const all = Object.keys(identifiers).length > 0 ? (one ? [one] : []) : syntheticTable(synthetic, items);
    return all
      .map(row => new Map(items.map(({ name }, i): [string, string | null] => [name, row[i] ?? null])))
      .filter(row => truthOf(row, shape.where, values) === true);
  }

  function order(rows: Row[], keys: ListShape['order']): Row[] {
    return rows.toSorted((a, b) => {
      for (const { column, type, descending, nullsFirst } of keys) {
        const [left, right] = [a.get(column) ?? null, b.get(column) ?? null];
        if (left === right) continue;
        if (left === null || right === null) return (left === null) === nullsFirst ? -1 : 1;
        const difference = compared(type, left, right);
        if (difference !== 0) return descending ? -difference : difference;
      }
      return 0;
    });
  }

  return {
    // As a table has it that is fit to be looked up: everything indexed, its identifiers unique.
    shapeOf: async () => ({
      columns: new Map(
        items.map(({ name, filter }) => [name, { type: '', isNullable: !filter, finds: true, sorts: true }]),
      ),
      indexes: items.map(({ name, filter }) => ({ columns: [name], isUnique: filter })),
    }),
    compileList: shape => compiled(shape, false),
    compileListCount: shape => compiled(shape, true),
    list: async (statement, values) => {
      const found = shapes.get(statement);
      if (!found) return [];
      const { shape, isCount } = found;
      const ordered = order(rowsOf(shape, values), shape.order);
      if (isCount) return [[String(ordered.length)]];
      const shown = ordered.map((row, position) => [
        ...shape.items.map(({ name, type, mask }) => maskValue(mask, type, row.get(name) ?? null, digest)),
        ...shape.order.map(({ column }) => row.get(column) ?? null),
        String(position),
      ]);
      // The last key is the row's number in the order, which is the same each time.
      const from = shape.from === undefined ? 0 : Number(values.at(-3));
      const [skipped, limit] = [Number(values.at(-2)), Number(values.at(-1))];
      return shown.slice(from + skipped, from + skipped + limit);
    },
    estimate: async () => 0,
  };
}

/** A sandbox knows no table: its columns are called as its items. */
export function createSandboxListServing(keys: Keys): Serving<TablePlan> {
  const digestFor = createMaskDigests(keys);
  const memories = new WeakMap<Cached, Lists>();
  const named = new WeakMap<Cached, Cached>();

  function namedOf(cached: Cached): Cached {
    const old = named.get(cached);
    if (old) return old;
    const items = cached.plan.items.map(item => ({ ...item, column: item.name }));
    const plan: TablePlan = { ...cached.plan, items, rows: [] };
    // What the provider says is replaced in place: it is read through.
    const made = Object.assign(Object.create(cached) as Cached, {
      plan,
      statements: new Statements(plan, ''),
    });
    named.set(cached, made);
    return made;
  }

  const serving = createListServing(
    {
      ask: (cached, work) => {
        let memory = memories.get(cached);
        if (!memory) memories.set(cached, (memory = memoryOf(cached, digestFor(cached.plan.consumerId))));
        return work(memory, cached.service.timeout);
      },
    },
    keys,
  );
  return { serve: (visit, cached, req) => serving.serve(visit, namedOf(cached), req) };
}
