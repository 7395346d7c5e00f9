/**
 * Generated cases for the test that what is not granted influences no answer: a table, a grant over it, two contents of
 * the table that agree on all that the grant gives and differ in all else, and calls. Beside them the model: what a call
 * must answer, worked out in memory.
 */
import fc, { type GeneratorValue } from 'fast-check';
import { answerValue } from '#planes/mover/ports.ts';
import { isMaskOfType, maskValue } from '#vocabulary/masks.ts';
import {
  type ColumnType,
  type Mask,
  type PlanItem,
  type RowCondition,
  type TablePlan,
  typeAfterMask,
} from '#vocabulary/plans.ts';
import { DEFAULT_SERVICE, type ServiceSettings } from '#vocabulary/services.ts';
import { valueOfType } from '#vocabulary/values.ts';

export type Cell = string | null;
export interface Column {
  name: string;
  type: ColumnType;
}
export interface Case {
  kind: 'query' | 'verify';
  columns: Column[];
  items: PlanItem[];
  rows: RowCondition[];
  rowLimit: number;
  service: ServiceSettings;
  /** Rows that the grant gives, in either world, place by place. */
  granted: [Cell[], Cell[]][];
  /** Rows that it does not give. */
  others: [Cell[][], Cell[][]];
}

export interface Call {
  method: 'GET' | 'POST';
  params: Record<string, string>;
  claims: Record<string, string>;
  scenario: string;
}

export const SCENARIO = '高龄津贴';

/** Few values of each type, so that rows meet, and that many look alike under a mask. As PostgreSQL writes them. */
export const VALUES: Record<ColumnType, readonly string[]> = {
  text: [
    '张三',
    '张四',
    '张三丰',
    '李四',
    '',
    'a',
    'A',
    'a ',
    'á',
    'a\u0301',
    '😀四',
    '😀五',
    'zhang@a.cn',
    'zhao@a.cn',
    '410402198705061234',
    '410402199911301234',
    '河南省平顶山市湛河区',
    '河南省平顶山市卫东区',
    '1987-05-06',
    '1987年5月20日',
    "o'x\\",
    '100%',
  ],
  bigint: [
    '0',
    '1',
    '-1',
    '-9',
    '37',
    '35',
    '30',
    '19870506',
    '19870520',
    '12345678901234567',
    '12345678901234561',
  ],
  numeric: ['0.00', '1.50', '1.75', '-3.25', '-3.50', '35.00', '37.99', '12345678901234567.89'],
  double: ['0', '0.5', '-2.5', '-2.25', '35.25', '37', '100000'],
  boolean: ['true', 'false'],
  date: ['1987-05-06', '1987-05-20', '1987-11-01', '2000-02-29', '2000-02-01'],
  timestamp: ['1987-05-06 01:02:03', '1987-05-20 23:00:00', '1987-11-01 00:00:00', '2000-02-29 12:00:00'],
};
const TYPES = Object.keys(VALUES) as ColumnType[];
const IDENTIFIED_BY: readonly ColumnType[] = ['text', 'text', 'text', 'bigint', 'date', 'numeric'];
const MASKS: readonly Mask[] = [
  { kind: 'none' },
  { kind: 'none' },
  { kind: 'name' },
  { kind: 'middle', head: 6, tail: 4 },
  { kind: 'middle', head: 1, tail: 0 },
  { kind: 'middle', head: 0, tail: 1 },
  { kind: 'address', head: 6 },
  { kind: 'mail' },
  { kind: 'year' },
  { kind: 'month' },
  { kind: 'range', width: 10 },
  { kind: 'digest' },
  { kind: 'hidden' },
];

/** Chance, in a few words; every draw is one that fast-check can make smaller. */
export interface Chance {
  below(n: number): number;
  of<T>(list: readonly T[]): T;
  once(inHundred: number): boolean;
  shuffled<T>(list: readonly T[]): T[];
}

const evenly = (most: number): fc.Arbitrary<number> => fc.noBias(fc.nat(most));

export function chanceFrom(g: GeneratorValue): Chance {
  const below = (n: number): number => g(evenly, n - 1);
  return {
    below,
    of: list => list[below(list.length)] as (typeof list)[number],
    once: inHundred => below(100) >= 100 - inHundred,
    shuffled: list => {
      const left = [...list];
      return list.flatMap(() => left.splice(below(left.length), 1));
    },
  };
}

export const sameDigest = (text: string): string => `#${text}`;

const seen = (item: PlanItem, text: Cell): Cell => maskValue(item.mask, item.type, text, sameDigest);
const isNumber = (type: ColumnType): boolean => type === 'bigint' || type === 'numeric' || type === 'double';

/** As the sources compare: numbers by their worth, texts by their characters. */
export function isEqual(type: ColumnType, a: string, b: string): boolean {
  if (type === 'bigint') return BigInt(a.replace('+', '')) === BigInt(b.replace('+', ''));
  if (isNumber(type)) return Number(a) === Number(b);
  if (type === 'timestamp')
    return (a.length === 10 ? `${a} 00:00:00` : a) === (b.length === 10 ? `${b} 00:00:00` : b);
  return a === b;
}

/** Below 0, 0, above 0: numbers by their worth, texts by their code points. */
export function compareValues(type: ColumnType, a: string, b: string): number {
  if (isEqual(type, a, b)) return 0;
  if (type === 'bigint') return BigInt(a) < BigInt(b) ? -1 : 1;
  if (isNumber(type)) return Number(a) - Number(b);
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function holds({ type, op, values }: RowCondition, cell: Cell): boolean {
  if (cell === null) return false;
  if (op !== 'between') return values.some(value => isEqual(type, cell, value));
  const [low = '', high = ''] = values;
  return compareValues(type, low, cell) <= 0 && compareValues(type, cell, high) <= 0;
}

function conditionOn(chance: Chance, { name, type }: Column): RowCondition {
  const [a, b] = [chance.of(VALUES[type]), chance.of(VALUES[type])];
  const op = chance.of(type === 'boolean' ? (['eq', 'in'] as const) : (['eq', 'in', 'between'] as const));
  const base = { column: name, type };
  if (op === 'eq') return { ...base, op, values: [a] };
  if (op === 'in') return { ...base, op, values: [a, b] };
  const isUp = compareValues(type, a, b) <= 0;
  return { ...base, op, values: isUp ? [a, b] : [b, a] };
}

export function generateCase(g: GeneratorValue): Case {
  const chance = chanceFrom(g);
  const kind = chance.once(25) ? 'verify' : 'query';
  const columns: Column[] = [{ name: 'c0', type: chance.of(IDENTIFIED_BY) }];
  for (let i = 1 + chance.below(5); i > 0; i--)
    columns.push({ name: `c${columns.length}`, type: chance.of(TYPES) });
  const withheld: Column[] = [
    { name: 'w0', type: 'text' },
    { name: 'w1', type: chance.of(TYPES) },
  ];
  const items = columns.flatMap((column, i): PlanItem[] => {
    const fitting = MASKS.filter(
      mask => isMaskOfType(mask, column.type) && !(i === 0 && mask.kind === 'hidden'),
    );
    const made = (name: string, filter: boolean): PlanItem => ({
      name,
      column: column.name,
      type: column.type,
      mask: chance.of(fitting),
      filter,
    });
    const own = made(`项${i}`, i === 0 || chance.once(15));
    return chance.once(15) ? [own, made(`又项${i}`, false)] : [own];
  });
  const rows: RowCondition[] = [];
  if (chance.once(70)) rows.push(conditionOn(chance, chance.of(withheld)));
  if (chance.once(30)) rows.push(conditionOn(chance, chance.of(columns)));
  const all = [...columns, ...withheld];
  const made: Case = {
    kind,
    columns: all,
    items: chance.shuffled(items),
    rows,
    rowLimit: 1 + chance.below(5),
    service: {
      ...DEFAULT_SERVICE,
      listing: chance.once(60),
      searchable: items.filter(() => chance.once(70)).map(item => item.name),
      maskedEq: items.filter(() => chance.once(20)).map(item => item.name),
      scans: chance.once(80),
      maxPage: 1 + chance.below(6),
      verdicts: chance.once(25) ? 'two' : 'three',
    },
    granted: [],
    others: [[], []],
  };
  const cell = ({ type }: Column): Cell => (chance.once(12) ? null : chance.of(VALUES[type]));
  for (let i = chance.below(14); i > 0; i--) {
    const first = all.map(column => {
      const conditions = rows.filter(row => row.column === column.name);
      const fitting = VALUES[column.type].filter(value => conditions.every(one => holds(one, value)));
      return conditions.length === 0
        ? cell(column)
        : (fitting[chance.below(Math.max(1, fitting.length))] ?? null);
    });
    if (!isGranted(made, first)) continue;
    made.granted.push([first, first.map((value, at) => twinOf(chance, made, at, value))]);
  }
  for (const world of made.others)
    for (let i = chance.below(8); i > 0; i--) {
      const row = all.map(cell);
      if (!isGranted(made, row)) world.push(row);
    }
  return made;
}

const isGranted = ({ columns, rows }: Case, row: readonly Cell[]): boolean =>
  rows.every(condition =>
    holds(condition, row[columns.findIndex(({ name }) => name === condition.column)] ?? null),
  );

/**
 * Another value of a granted row that the grant does not tell from this one. What rows may be selected by, and what a
 * verification may ask for, agrees.
 */
function twinOf(
  chance: Chance,
  { kind, columns, items, rows, service }: Case,
  at: number,
  value: Cell,
): Cell {
  const column = columns[at];
  if (!column) return value;
  const own = items.filter(item => item.column === column.name);
  const isAskedFor = ({ name, filter, mask }: PlanItem): boolean =>
    filter || (mask.kind !== 'hidden' && (kind === 'verify' || service.maskedEq.includes(name)));
  if (own.some(isAskedFor)) return value;
  const conditions = rows.filter(row => row.column === column.name);
  const twins = [...VALUES[column.type], null].filter(
    other =>
      own.every(item => seen(item, other) === seen(item, value)) &&
      conditions.every(one => holds(one, other)),
  );
  return chance.of([...twins, value]);
}

/** The rows of a world in an order of its own. */
export function worldOf(g: GeneratorValue, { granted, others }: Case, world: 0 | 1): Cell[][] {
  return chanceFrom(g).shuffled([...granted.map(pair => pair[world]), ...others[world]]);
}

const JUNK = ['', "x' or '1'='1", '张三', '%', '1e5', '2000-02-30', '-', '99999999999999999999'];

export function generateCall(g: GeneratorValue, { columns, items, granted, kind }: Case): Call {
  const chance = chanceFrom(g);
  const valueFor = (item: PlanItem): string => {
    const at = columns.findIndex(({ name }) => name === item.column);
    const [row] = granted.length > 0 && chance.once(70) ? chance.of(granted) : [];
    const value = row?.[at] ?? null;
    return value !== null ? value : chance.once(85) ? chance.of(VALUES[item.type]) : chance.of(JUNK);
  };
  const params: Record<string, string> = {};
  for (const item of items)
    if (item.filter ? chance.once(80) : chance.once(2)) params[item.name] = valueFor(item);
  if (chance.once(2)) params[chance.of(['w0', 'c0', '没有', '__proto__'])] = '410411';
  const claims: Record<string, string> = {};
  for (const item of items) if (chance.once(kind === 'verify' ? 50 : 1)) claims[item.name] = valueFor(item);
  return {
    method: chance.once(30) ? 'GET' : 'POST',
    params,
    claims,
    scenario: chance.once(90) ? '' : chance.of([SCENARIO, '别的场景']),
  };
}

/** Whether the grant gives what the call asks: the model's own reading of the rules. */
export function isServed({ kind, items }: Case, { params, claims, scenario }: Call): boolean {
  const named = new Map(items.map(item => [item.name, item]));
  const fits = ([name, value]: [string, string]): boolean => {
    const item = named.get(name);
    return item !== undefined && valueOfType(item.type, value) !== undefined;
  };
  return (
    (scenario === '' || scenario === SCENARIO) &&
    Object.keys(params).every(name => named.get(name)?.filter === true) &&
    items.some(({ name, filter }) => filter && (params[name] ?? '') !== '') &&
    Object.entries(params).every(fits) &&
    (kind === 'verify'
      ? Object.keys(claims).length > 0 &&
        Object.keys(claims).every(name => named.get(name)?.mask.kind !== 'hidden') &&
        Object.entries(claims).every(fits)
      : Object.keys(claims).length === 0)
  );
}

/** What a served call must answer: all rows that are meant, or a verdict for each claim. */
export function answerOf(
  one: Case,
  { params, claims }: Call,
  digest: (text: string) => string,
): unknown[] | object {
  const { kind, items, columns, granted } = one;
  const at = new Map(columns.map(({ name }, i) => [name, i]));
  const valueIn = (row: readonly Cell[], item: PlanItem): Cell => row[at.get(item.column) ?? -1] ?? null;
  const met = granted
    .map(([row]) => row)
    .filter(row =>
      items.every(item => {
        const asked = Object.hasOwn(params, item.name) ? params[item.name] : undefined;
        const value = valueIn(row, item);
        return asked === undefined || (value !== null && isEqual(item.type, value, asked));
      }),
    );
  if (kind === 'verify')
    return Object.fromEntries(
      items.flatMap(item => {
        const claim = Object.hasOwn(claims, item.name) ? claims[item.name] : undefined;
        if (claim === undefined) return [];
        const held = met.map(row => valueIn(row, item)).filter(value => value !== null);
        const unknown = one.service.verdicts === 'two' ? false : null;
        const verdict = held.length === 0 ? unknown : held.some(value => isEqual(item.type, value, claim));
        return [[item.name, verdict]];
      }),
    );
  return met.map(row =>
    Object.fromEntries(
      items.map(item => {
        const isClear = item.filter && Object.hasOwn(params, item.name);
        const shown: Pick<PlanItem, 'type' | 'mask'> = isClear
          ? { type: item.type, mask: { kind: 'none' } }
          : item;
        const text = maskValue(shown.mask, item.type, valueIn(row, item), digest);
        return [item.name, answerValue(typeAfterMask(shown), text)];
      }),
    ),
  );
}

export const planOf = (one: Case): Pick<TablePlan, 'kind' | 'items' | 'rows' | 'rowLimit' | 'required'> => ({
  kind: one.kind,
  items: one.items,
  rows: one.rows,
  rowLimit: one.rowLimit,
  required: one.items.filter(item => item.filter).map(item => item.name),
});
