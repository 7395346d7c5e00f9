/** The request and the source's table become the plan that the mover carries out. */
import { StartProblem } from '#kernel/errors.ts';
import { keyColumns } from '#planes/mover/proof/shape.ts';
import { isMaskOfType, maskOf } from '#vocabulary/masks.ts';
import { applyOf } from '#vocabulary/moves.ts';
import type { Apply, ItemCheck, MoveMode, Watermark } from '#vocabulary/moves.ts';
import type { CollectPlan, ColumnType, PlanItem, RowCondition } from '#vocabulary/plans.ts';
import type { DiscoveredColumn, TableName } from '#planes/mover/ports.ts';
import { WATERMARKS } from '#vocabulary/moves.ts';
import { valueOfType } from '#vocabulary/values.ts';
import { ITEMS_OR_WITHOUT } from './request.ts';
import type { ColumnWords, Request, RequestItem } from './request.ts';

interface Given {
  request: Request;
  words: ColumnWords;
  columns: readonly DiscoveredColumn[];
  from: TableName;
  /** The source is files. */
  files: boolean;
  to: TableName;
  /** What the receipt calls it, and whoever moves. */
  title: string;
  person: string;
}

function typeIn(columns: readonly DiscoveredColumn[], name: string, given: string | undefined): ColumnType {
  const column = columns.find(one => one.name === name);
  if (column === undefined)
    throw new StartProblem(
      `The source has no column “${name}”; it has ${columns.map(one => one.name).join(', ')}.`,
    );
  const type = (given as ColumnType | undefined) ?? column.type;
  if (type === undefined)
    throw new StartProblem(
      `The column “${name}” is ${column.databaseType}, which cannot travel: leave it out, or make a view that turns it into text, a number or a date.`,
    );
  return type;
}

/** All columns that can travel and were not left out, or those that were asked for. */
function wantedItems({ request, columns }: Given): RequestItem[] {
  const { items, without = [] } = request;
  if (items !== undefined) {
    if (without.length > 0) throw new StartProblem(ITEMS_OR_WITHOUT);
    return items;
  }
  const unknown = without.find(name => !columns.some(one => one.name === name));
  if (unknown !== undefined)
    throw new StartProblem(
      `--without: the source has no column “${unknown}”; it has ${columns.map(one => one.name).join(', ')}.`,
    );
  const wanted = columns.filter(one => one.type !== undefined && !without.includes(one.name));
  if (wanted.length === 0)
    throw new StartProblem(
      `No column is left that can travel: the source has ${columns.map(one => `${one.name} (${one.databaseType})`).join(', ')}.`,
    );
  return wanted.map(({ name }): RequestItem => ({ column: name }));
}

/** Columns that nobody left out on purpose and whose type cannot travel. */
export const stranded = (
  { items, without = [] }: Pick<Request, 'items' | 'without'>,
  columns: readonly DiscoveredColumn[],
): DiscoveredColumn[] =>
  items === undefined ? columns.filter(one => one.type === undefined && !without.includes(one.name)) : [];

export function refuseStranded(left: readonly DiscoveredColumn[]): void {
  if (left.length === 0) return;
  throw new StartProblem(
    `没有开始：有 ${left.length} 列的类型不能移。Nothing was begun: ${left.map(one => `${one.name} (${one.databaseType})`).join(', ')} cannot travel. Leave them behind with --without ${left.map(one => one.name).join(',')}, or make a view that turns them into text, numbers or dates.`,
  );
}

/** What goes with what, as tasks of the platform have it: another pair doubles rows, or loses those that it does not read. */
function checkPair(mode: MoveMode['kind'], apply: Apply, files: boolean): void {
  if (mode === 'append' && !files)
    throw new StartProblem(
      '--mode append takes what was added to files; of a table choose full, or incremental:COLUMN with --key.',
    );
  if (apply === 'append' && mode !== 'append')
    throw new StartProblem(
      `--mode ${mode} --apply append would add rows again that are there already: choose ${mode === 'full' ? '--apply replace' : '--apply merge with --key'}.`,
    );
  if (apply === 'replace' && mode !== 'full')
    throw new StartProblem(
      `--mode ${mode} --apply replace would leave nothing but the rows of the last run: choose ${mode === 'append' ? '--apply append' : '--apply merge with --key'}, or --mode full.`,
    );
}

const WANTED = { eq: 'one value', between: 'two values' };

function conditionsOf({ request, words, columns }: Given): RowCondition[] {
  return (request.rows ?? []).map((row): RowCondition => {
    const type = typeIn(columns, row.column, words.types.get(row.column) ?? row.type);
    const count = row.values.length;
    if ((row.op === 'eq' && count !== 1) || (row.op === 'between' && count !== 2))
      throw new StartProblem(
        `The condition on “${row.column}”: ${row.op} takes ${WANTED[row.op]}, not ${count}.`,
      );
    const wrong = row.values.find(value => valueOfType(type, value) === undefined);
    if (wrong !== undefined)
      throw new StartProblem(
        `The condition on “${row.column}” (--where or rows): “${wrong}” is no ${type}, which the column is.`,
      );
    return { ...row, type };
  });
}

function modeOf({ request, columns }: Given, items: readonly PlanItem[]): MoveMode | undefined {
  const { mode } = request;
  if (mode?.kind !== 'incremental') return mode;
  const type = typeIn(columns, mode.column, mode.type);
  if (!(WATERMARKS as readonly ColumnType[]).includes(type))
    throw new StartProblem(`“${mode.column}” is ${type}; what grows is one of ${WATERMARKS.join(', ')}.`);
  const uses = items.filter(item => item.column === mode.column);
  if (uses.length > 0 && uses.every(item => item.mask.kind !== 'none'))
    throw new StartProblem(
      `“${mode.column}” is masked, and the highest value is kept at the target in clear: choose another column for --mode incremental, or --mode full.`,
    );
  return { kind: 'incremental', column: mode.column, type: type as Watermark, overlap: mode.overlap ?? 0 };
}

/** A plan as those of collections: nobody is granted anything by it. Its numbers of departments are none. */
export function planOf(given: Given): CollectPlan {
  const { request, words, columns, from, to, files } = given;
  const wanted = wantedItems(given);
  for (const [option, named] of Object.entries(words))
    for (const column of (named as Map<string, unknown>).keys())
      if (!wanted.some(item => item.column === column))
        throw new StartProblem(
          `--${option.replace(/s$/, '')}: “${column}” is none of the columns that are moved.`,
        );
  const items = wanted.map(({ column, name = column, type, mask }): PlanItem => {
    const is = typeIn(columns, column, words.types.get(column) ?? type);
    const shape = words.masks.get(column) ?? mask;
    const made = shape === undefined ? { kind: 'none' as const } : maskOf(shape);
    if (!isMaskOfType(made, is))
      throw new StartProblem(`The mask ${made.kind} is none for “${column}”, which is ${is}.`);
    return { name, column, type: is, mask: made, filter: false };
  });
  const checks = wanted.map(
    ({ column, check }): ItemCheck | null => ({ ...check, ...words.checks.get(column) }) as ItemCheck,
  );
  const rows = conditionsOf(given);
  const key =
    request.key ??
    (columns.some(one => one.inKey)
      ? columns.filter(one => one.inKey && items.some(item => item.column === one.name)).map(one => one.name)
      : []);
  const unknown = key.find(column => !items.some(item => item.column === column));
  if (unknown !== undefined)
    throw new StartProblem(`The key's column “${unknown}” is none of the columns that are moved.`);
  const mode = modeOf(given, items);
  const { apply, tolerance = { rows: 0 }, pace, expected, drift } = request;
  const plan: CollectPlan = {
    kind: 'collect',
    table: { sourceId: 0, ...from },
    sink: { sourceId: 0, ...to },
    items,
    rows,
    key: key.map(column => items.find(item => item.column === column)?.name ?? column),
    entryId: 0,
    entryTitle: given.title,
    provider: given.person,
    providerId: 0,
    consumer: given.person,
    consumerId: 0,
    tolerance,
    ...(checks.some(check => check !== null && Object.keys(check).length > 0) ? { checks } : {}),
    ...(mode === undefined ? {} : { mode }),
    ...(apply === undefined ? {} : { apply }),
    ...(pace === undefined ? {} : { pace }),
    ...(expected === undefined ? {} : { expected }),
    ...(drift === undefined ? {} : { drift }),
  };
  const applies = applyOf(plan);
  checkPair(mode?.kind ?? 'full', applies, files);
  if ((applies === 'merge' || applies === 'history') && keyColumns(plan).length === 0)
    throw new StartProblem(
      'Rows are merged, and what they were is kept, by what identifies them: name columns with --key that are moved without a mask.',
    );
  return plan;
}
