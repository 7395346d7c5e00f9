/** What a move would do, said before anything moves. */
import { applyOf } from '#vocabulary/moves.ts';
import type { CollectPlan } from '#vocabulary/plans.ts';
import { outputColumns } from '#planes/mover/ports.ts';
import type { DiscoveredColumn, Sink, Source } from '#planes/mover/ports.ts';
import { findDrift } from '#planes/mover/reading/drift.ts';
import type { End } from './ends.ts';

const LOST: Record<string, string> = {
  range: '超出范围的值放不下 values beyond its range do not fit',
  digits: '小数位超出的值放不下 values with more decimals do not fit',
  length: '过长的值放不下 longer values do not fit',
  empty_is_null: '空文本与空值不分 an empty text and nothing become one',
  type: '类型改变 the type changes',
};

/** Types of a moment that databases keep with its zone; they are read as Beijing's time (connectors' sessions). */
const ZONED = /^timestamp(\(\d+\))?( with time zone)?$/i;

/** What would be lost, said before the first row: types that cannot travel, and values that would not come as they were. */
export function lossLines({ sink, plan, columns }: Pick<Seen, 'sink' | 'plan' | 'columns'>): string[] {
  const moved = new Set(plan.items.map(item => item.column));
  const types = new Map(columns.map(one => [one.name, one.databaseType]));
  return [
    ...columns
      .filter(one => one.type === undefined && !moved.has(one.name))
      .map(one => `不移 stays behind  ${one.name}  ${one.databaseType}：此类型不能移 its type cannot travel`),
    ...plan.items
      .filter(
        ({ column, type, mask }) =>
          type === 'timestamp' && mask.kind === 'none' && ZONED.test(types.get(column) ?? ''),
      )
      .map(
        ({ column }) =>
          `损失 loss  ${column}: ${types.get(column)} → timestamp: 时区丢失，写成北京时间 its zone goes; it is written in Beijing time`,
      ),
    ...sink
      .losses(outputColumns(plan.items), plan.sink)
      .map(loss => `损失 loss  ${loss.column}: ${loss.from} → ${loss.to}: ${LOST[loss.what] ?? loss.what}`),
  ];
}

interface Seen {
  source: Source;
  sink: Sink;
  plan: CollectPlan;
  columns: readonly DiscoveredColumn[];
  from: End;
  to: End;
}

/** Undefined where the source could not say within its time. */
export async function countRows(
  source: Source,
  { table, items, rows }: CollectPlan,
): Promise<number | undefined> {
  try {
    return await source.count({ table, items, rows });
  } catch {
    return undefined;
  }
}

export async function preview({ source, sink, plan, columns, from, to }: Seen): Promise<string> {
  const made = outputColumns(plan.items);
  const types = new Map(columns.map(one => [one.name, one.databaseType]));
  const moved = new Set(plan.items.map(item => item.column));
  const left = columns.filter(one => one.type !== undefined && !moved.has(one.name));
  const drift = findDrift(plan.expected ?? [...columns], columns);
  const [count, abilities, showing, before, after] = await Promise.all([
    countRows(source, plan),
    sink.abilities(plan.sink),
    sink.findShowing(plan.sink),
    source.test(),
    sink.test(),
  ]);
  const wide = Math.max(...plan.items.map(item => item.column.length));
  return [
    `从 from  ${from.shown}  ${plan.table.schema}.${plan.table.table}  (${before.version})`,
    `到 to    ${to.shown}  ${plan.sink.schema}.${plan.sink.table}  (${after.version})`,
    `行 rows  ${count === undefined ? '未知 unknown' : count}`,
    `方式     ${plan.mode?.kind ?? 'full'}, ${applyOf(plan)}${plan.key.length === 0 ? '' : `, 主键 key ${plan.key.join(', ')}`}`,
    '',
    ...plan.items.map((item, i) => {
      const mask = item.mask.kind === 'none' ? '' : `  掩码 mask ${item.mask.kind}`;
      return `  ${item.column.padEnd(wide)}  ${types.get(item.column) ?? ''} → ${made[i]?.type ?? ''}${mask}`;
    }),
    ...left.map(one => `  ${one.name}  ${one.databaseType}  不移 stays behind`),
    '',
    ...lossLines({ sink, plan, columns }),
    ...drift.map(one =>
      `变化 drift  ${one.kind} ${one.column} ${one.before ?? ''} ${one.now ?? ''}`.trimEnd(),
    ),
    abilities.keepsRuns
      ? `目标能记账${abilities.pieces ? '、可续传' : ''} The target keeps an account of runs${abilities.pieces ? ', and a broken-off full run can go on' : ''}.`
      : '目标不能记账：整体替换之外的方式不可用 The target keeps no account of runs: whole copies alone.',
    showing === undefined
      ? '目标现无由数桥放入的数据 Nothing placed by Shuqiao is there now.'
      : `目标现有 there now: ${showing.runNo}, ${showing.rows} rows, ${showing.placedAt.toISOString()}`,
  ].join('\n');
}
