/** Whether a grant gives what a list asks for, and as what shape of statement and which values. Pure. */
import type { ListCondition, ListShape, SortColumn, TableShape } from '#planes/mover/ports.ts';
import type { PlanItem, TablePlan } from '#vocabulary/plans.ts';
import { valueOfType } from '#vocabulary/values.ts';
import type { Comparison, Condition, Ordered, Query } from '#planes/gateway/dialects/restAsked.ts';
import { refuseList } from '#planes/gateway/dialects/restRefusals.ts';
import { malformed, shown } from '#planes/gateway/dialects/restText.ts';
import type { CachedPlan } from '#planes/gateway/plans/planCache.ts';
import { refuse } from '#planes/gateway/refusals.ts';

type Cached = CachedPlan<TablePlan>;

/** An item of the answer. */
export interface Output {
  item: PlanItem;
  as: string;
  position: number;
}

/** What a list may do, decided: only granted items and, among those, only such as may be compared. */
export interface Decided {
  outputs: Output[];
  where: ListCondition;
  values: string[];
  order: (Ordered & { item: string })[];
  /** Values by which persons are looked up, by item: the call counts as a look-up of them. */
  lookedUp: Record<string, string>;
  /** Comparisons with the places they were written at, for those that an index must serve. */
  compared: readonly Comparison[];
  /** Those that hold whatever else is asked. */
  conjuncts: readonly Comparison[];
}

const isMasked = ({ mask }: PlanItem): boolean => mask.kind !== 'none';

const grantedItem = ({ statements }: Cached, name: string): { item: PlanItem; position: number } => {
  const known = statements.items.get(name);
  if (!known) throw refuse.item_not_granted({ item: shown(name) });
  return known;
};

const notComparable = (item: string, reason: string, reasonEn: string): Error =>
  refuseList.item_not_comparable({ item, reason, reasonEn });

/** Items by which rows may be compared and ordered freely. */
function checkOpen({ plan, service }: Cached, item: PlanItem): void {
  if (isMasked(item)) throw notComparable(item.name, '它在授权中已脱敏', 'it is masked in the grant');
  if (!item.filter && !plan.required.includes(item.name) && !service.searchable.includes(item.name))
    throw notComparable(
      item.name,
      '提供部门没有开放按它查询',
      'the provider does not offer it for searching',
    );
}

/**
 * A masked item is selected by its one value or not at all: any other comparison would spell its value out bit by bit.
 * What is hidden altogether, or known by its digest alone, is not asked about either.
 */
function checkMasked({ service }: Cached, item: PlanItem, comparison: Comparison, isAlone: boolean): void {
  const may = item.filter || service.maskedEq.includes(item.name);
  if (!may || item.mask.kind === 'digest' || item.mask.kind === 'hidden')
    throw notComparable(item.name, '它在授权中已脱敏', 'it is masked in the grant');
  if (!isAlone || comparison.by !== 'eq' || comparison.not)
    throw notComparable(
      item.name,
      '它在授权中已脱敏，只能用一个 eq 与其他条件同时成立',
      'it is masked in the grant: only one eq on it may stand, together with all other conditions',
    );
}

function checkValues(item: PlanItem, { by, values, place }: Comparison): string[] {
  if ((by === 'like' || by === 'ilike') && item.type !== 'text')
    throw malformed(place, '只有文字类数据项能用 like', 'uses like on an item that is not text');
  if ((by === 'true' || by === 'false') && item.type !== 'boolean')
    throw malformed(
      place,
      '只有真假类数据项能用 is.true',
      'uses is.true on an item that is not true or false',
    );
  return values.map(value => {
    const checked = valueOfType(item.type, value);
    // Beyond this many digits the databases round, each in its own way.
    const isWide = item.type === 'numeric' && !/^[+-]?\d{0,30}(\.\d{0,30})?$/.test(value);
    if (checked === undefined || isWide)
      throw malformed(place, `不是${TYPES[item.type].zh}`, `is no ${TYPES[item.type].en}`);
    return checked;
  });
}

const TYPES: Record<PlanItem['type'], { zh: string; en: string }> = {
  text: { zh: '不超过 10000 字的文字', en: 'text of at most 10,000 characters' },
  bigint: { zh: '整数', en: 'whole number' },
  numeric: {
    zh: '数（小数点前后各不超过 30 位）',
    en: 'number of at most 30 digits before and after its point',
  },
  double: { zh: '数', en: 'number' },
  boolean: { zh: 'true 或 false', en: 'true or false' },
  date: { zh: '日期，如 2027-01-31', en: 'date like 2027-01-31' },
  timestamp: { zh: '时间，如 2027-01-31T08:30:00', en: 'time like 2027-01-31T08:30:00' },
};

/** Filled up with its last value to the next power of two: lists of all lengths share few statements. */
function paddedIn(values: string[]): string[] {
  const last = values.at(-1);
  if (last === undefined) return values;
  const length = 2 ** Math.ceil(Math.log2(values.length));
  return [...values, ...Array.from({ length: length - values.length }, () => last)];
}

export function decideList(cached: Cached, query: Query): Decided {
  const values: string[] = [];
  const compared: Comparison[] = [];
  const conjuncts: Comparison[] = [];
  const lookedUp = Object.create(null) as Record<string, string>;

  function compare(comparison: Comparison, isAlone: boolean): ListCondition {
    const { item } = grantedItem(cached, comparison.item);
    if (isMasked(item)) {
      checkMasked(cached, item, comparison, isAlone && lookedUp[item.name] === undefined);
    } else checkOpen(cached, item);
    const checked = checkValues(item, comparison);
    const { by, not } = comparison;
    compared.push(comparison);
    if (isAlone && !not) {
      conjuncts.push(comparison);
      const isIdentifier = item.filter || cached.plan.required.includes(item.name) || isMasked(item);
      if (by === 'eq' && isIdentifier) lookedUp[item.name] ??= checked[0] ?? '';
    }
    const at = (by === 'in' ? paddedIn(checked) : checked).map(value => values.push(value) - 1);
    return { kind: 'column', column: item.column, type: item.type, by, not, values: at };
  }

  function decide(condition: Condition, isAlone: boolean): ListCondition {
    if (condition.kind === 'item') return compare(condition, isAlone);
    const { kind, not } = condition;
    const stays = isAlone && kind === 'all' && !not;
    return { kind, not, parts: condition.parts.map(part => decide(part, stays)) };
  }

  const where: ListCondition = {
    kind: 'all',
    not: false,
    parts: query.where.map(condition => decide(condition, true)),
  };
  const order = orderOf(cached, query.order);
  const outputs = outputsOf(cached, query, lookedUp);
  const { required } = cached.plan;
  if (!cached.service.listing && !Object.values(lookedUp).some(value => value !== ''))
    throw refuseList.identifier_expected({ items: required, example: required[0] ?? '' });
  return { outputs, where, values, order, lookedUp, compared, conjuncts };
}

function orderOf(cached: Cached, order: readonly Ordered[]): Ordered[] {
  const seen = new Set<string>();
  return order.filter(({ item: name }) => {
    const { item } = grantedItem(cached, name);
    checkOpen(cached, item);
    return !seen.has(name) && seen.add(name);
  });
}

const SPARE_NAMES = 20;

/** Whoever asks by an identifier knows it, so it comes back clear, as everywhere. */
function outputsOf(cached: Cached, { select }: Query, lookedUp: Record<string, string>): Output[] {
  const shownItem = (item: PlanItem): PlanItem =>
    item.filter && isMasked(item) && lookedUp[item.name] !== undefined
      ? { ...item, mask: { kind: 'none' } }
      : item;
  const outputs = select.flatMap((one): Output[] => {
    if (one === 'all')
      return cached.plan.items.map((item, position) => ({ item: shownItem(item), as: item.name, position }));
    const { item, position } = grantedItem(cached, one.item);
    return [{ item: shownItem(item), as: one.as, position }];
  });
  // One item under many names would make an answer of any size out of one row.
  const most = cached.plan.items.length + SPARE_NAMES;
  if (outputs.length > most) throw malformed('select', `不超过 ${most} 项`, `has ${most} items at most`);
  const names = new Set<string>();
  for (const { as } of outputs) {
    if (names.has(as)) throw malformed(`select=…${as}`, '重复出现', 'is given twice');
    names.add(as);
  }
  return outputs;
}

const isLeading = (table: TableShape, column: string): boolean =>
  table.indexes.some(({ columns }) => columns[0] === column);

/** Whether an index of the table begins with the column and serves comparisons like this one. */
function isServed(table: TableShape, column: string, by: Comparison['by']): boolean {
  const shape = table.columns.get(column);
  if (!shape || !isLeading(table, column)) return false;
  switch (by) {
    case 'eq':
    case 'in':
      return shape.finds;
    case 'null':
      return true;
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return shape.sorts;
    case 'neq':
    case 'like':
    case 'ilike':
    case 'true':
    case 'false':
      return false;
  }
}

/** Whether an index has the rows in this order, with null where it is asked for. */
function isOrdered(table: TableShape, { column, descending, nullsFirst, isNullable }: SortColumn): boolean {
  const shape = table.columns.get(column);
  if (!shape?.sorts || !isLeading(table, column)) return false;
  return !isNullable || (shape.nulls === 'greatest') === (nullsFirst === descending);
}

/**
 * Whether the list keeps off what the provider does not allow to be scanned. Once rows are selected by an identifier or
 * by the value of an indexed item, there are few of them, and what else they are compared and ordered by costs little.
 * Identifiers need no index here: that rows are looked up by them is what the table was mounted for.
 */
function checkScans(
  cached: Cached,
  decided: Decided,
  table: TableShape,
  order: readonly SortColumn[],
  hasKey: boolean,
): void {
  if (cached.service.scans) return;
  const columnOf = (name: string): string => cached.statements.items.get(name)?.item.column ?? '';
  const bounds = ({ item, by }: Comparison): boolean =>
    decided.lookedUp[item] !== undefined ||
    ((by === 'eq' || by === 'in') && isServed(table, columnOf(item), by));
  if (decided.conjuncts.some(bounds)) return;
  const scanned = decided.compared.find(({ item, by, not }) => not || !isServed(table, columnOf(item), by));
  if (scanned) throw refuseList.would_scan({ place: shown(scanned.place) });
  const [first] = order;
  if (first ? !isOrdered(table, first) : !hasKey)
    throw refuseList.would_scan({ place: `order${first ? `=${shown(decided.order[0]?.item ?? '')}` : ''}` });
}

/**
 * The columns of an index that tell every row from all others, where all of them are granted in clear: an order by them
 * depends on nothing that is withheld.
 */
function keyOf({ plan }: Cached, table: TableShape): PlanItem[] | undefined {
  const clear = new Map(plan.items.filter(item => !isMasked(item)).map(item => [item.column, item]));
  for (const { columns, isUnique } of table.indexes) {
    const items = columns.flatMap(column => {
      const shape = table.columns.get(column);
      return shape && !shape.isNullable && shape.finds ? (clear.get(column) ?? []) : [];
    });
    if (isUnique && columns.length > 0 && items.length === columns.length) return items;
  }
  return undefined;
}

/** The statement's shape. `saltOf` is for the order of rows that are alike in all that they are ordered by. */
export function shapeList(
  cached: Cached,
  decided: Decided,
  table: TableShape,
  saltOf: () => string,
): ListShape {
  const { plan, statements } = cached;
  const key = keyOf(cached, table);
  // A comparison that holds is none with null.
  const compared = new Set(decided.conjuncts.flatMap(({ item, by }) => (by === 'null' ? [] : [item])));
  const order = decided.order.map(({ item: name, descending, nullsFirst }): SortColumn => {
    const { column = '', type = 'text' } = statements.items.get(name)?.item ?? {};
    const isNullable = !compared.has(name) && table.columns.get(column)?.isNullable !== false;
    return { column, type, descending, nullsFirst, isNullable, own: false };
  });
  checkScans(cached, decided, table, order, key !== undefined);
  const ordered = new Set(order.map(({ column }) => column));
  for (const { column, type } of key ?? [])
    if (!ordered.has(column))
      order.push({ column, type, descending: false, nullsFirst: false, isNullable: false, own: true });
  return {
    table: plan.table,
    items: decided.outputs.map(({ item }) => item),
    rows: plan.rows,
    where: decided.where,
    values: decided.values.length,
    order,
    tieSalt: key ? undefined : saltOf(),
    from: undefined,
  };
}
