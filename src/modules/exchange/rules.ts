import { defineRefusals } from '#kernel/errors.ts';
import type { Text } from '#kernel/errors.ts';

export const refuse = defineRefusals('exchange', {
  not_batch: {
    status: 422,
    title: { zh: '授权 {grant} 不是批量交换，不能建交换任务', en: 'Grant {grant} is not for batch exchange' },
    remedy: {
      zh: '请选择共享方式为“批量交换”的授权，或重新申请',
      en: 'Choose a grant for batch exchange, or apply for one',
    },
  },
  grant_not_active: {
    status: 409,
    title: { zh: '授权 {grant} 现在不能使用（{state}）', en: 'Grant {grant} may not be used now ({state})' },
    remedy: {
      zh: '请打开授权查看原因；需要时联系提供部门或重新申请',
      en: 'Open the grant to see why; ask the provider or apply again',
    },
  },
  outside_hours: {
    status: 409,
    title: { zh: '授权的使用时段是 {from}—{to}', en: 'The grant may be used from {from} to {to}' },
    remedy: {
      zh: '请在时段内（北京时间）开始运行；需要其他时段的，申请变更授权',
      en: 'Start the run within these hours (Beijing time), or apply for a change of the grant',
    },
  },
  wrong_use: {
    status: 422,
    title: {
      zh: '这个库登记为提供数据，不能用来接收',
      en: 'This database is registered to provide data, not to receive it',
    },
    remedy: { zh: '请登记一个用于接收数据的库', en: 'Register one that receives data' },
  },
  sink_kind: {
    status: 422,
    title: { zh: '接收数据的库须是 PostgreSQL', en: 'The receiving database must be PostgreSQL' },
    remedy: { zh: '请登记一个 PostgreSQL 库用于接收', en: 'Register a PostgreSQL database to receive' },
  },
  name_too_long: {
    status: 422,
    title: {
      zh: '名称“{name}”太长：PostgreSQL 最多 63 字节，约 21 个汉字',
      en: 'The name “{name}” is too long: PostgreSQL takes 63 bytes, some 21 Chinese characters',
    },
    remedy: { zh: '请改用较短的名称', en: 'Choose a shorter one' },
  },
  target_taken: {
    status: 409,
    title: { zh: '已有任务送往这张表', en: 'Another task delivers to this table already' },
    remedy: { zh: '请换一个表名，或使用原来的任务', en: 'Choose another table, or use that task' },
  },
  already_running: {
    status: 409,
    title: { zh: '运行 {run} 还没有结束', en: 'Run {run} has not ended yet' },
    remedy: { zh: '请等它结束，或先停止它', en: 'Wait for it, or stop it first' },
  },
  not_running: {
    status: 409,
    title: { zh: '运行 {run} 已经结束，不能停止', en: 'Run {run} has ended and cannot be stopped' },
    remedy: { zh: '请刷新页面查看结果', en: 'Reload the page to see how it ended' },
  },
  not_delivered: {
    status: 409,
    title: {
      zh: '运行 {run} 没有送达，不能再次对账',
      en: 'Run {run} was not delivered, so there is nothing to compare',
    },
    remedy: { zh: '请选择已送达的运行', en: 'Choose a run that was delivered' },
  },
  superseded: {
    status: 409,
    title: {
      zh: '目标表已是后一次运行的数据，不能与运行 {run} 对账',
      en: 'The table holds the rows of a later run, not of {run}',
    },
    remedy: { zh: '请对最近一次送达的运行再次对账', en: 'Compare the run that was delivered last' },
  },
});

/** PostgreSQL cuts a longer name silently, and two such names may then be one. */
const NAME_BYTES = 63;

export const nameFits = (name: string): boolean => Buffer.byteLength(name) <= NAME_BYTES;

export type RunState =
  | 'queued'
  | 'running'
  | 'delivering'
  | 'delivered'
  | 'mismatch'
  | 'failed'
  | 'stopped'
  | 'revoked';

/** States from which a run still goes on by itself. */
export const OPEN: readonly RunState[] = ['queued', 'running', 'delivering'];

export const isOpen = (state: RunState): boolean => OPEN.includes(state);

/** 运-2026-000123, the year as in Asia/Shanghai. */
export const yearOf = (at: number): number => new Date(at + 8 * 3_600_000).getUTCFullYear();
export const runNumber = (year: number, n: number): string => `运-${year}-${String(n).padStart(6, '0')}`;

/** What the run's own database said, in one sentence and what to do now. */
const PROBLEMS: Record<string, Text> = {
  not_allowed: {
    zh: '{host} 已不在允许连接的网络内，没有连接。请平台运维员恢复允许的网络，或重新登记数据库',
    en: '{host} is no longer in an allowed network and was not connected to. The operator allows the network again, or register the database anew',
  },
  unreachable: {
    zh: '连不上 {host}：对方没有应答。请确认数据库在运行、防火墙已放行本平台，再次运行即可',
    en: '{host} did not answer. Check that the database runs and the firewall admits the platform, then run again',
  },
  wrong_password: {
    zh: '{host} 不接受登记的账号或口令。请更新登记后再次运行',
    en: '{host} does not accept the registered account or password. Register the new ones and run again',
  },
  no_database: {
    zh: '找不到数据库“{database}”。请核对登记的库',
    en: 'There is no database “{database}”. Check what is registered',
  },
  no_permission: {
    zh: '账号没有所需权限（{schema}.{table}）。请库的管理员授予：来源库查询，接收库建模式和建表',
    en: 'The account lacks a right ({schema}.{table}). Its administrator grants select at the source, creating schemas and tables at the target',
  },
  no_table: {
    zh: '来源库里没有表 {schema}.{table} 了。请提供部门恢复或重新挂载',
    en: 'The table {schema}.{table} is gone. The provider restores it or mounts again',
  },
  lost_column: {
    zh: '来源表 {schema}.{table} 没有列“{column}”了。请提供部门恢复这一列或重新挂载',
    en: 'The table {schema}.{table} lost its column “{column}”. The provider restores it or mounts again',
  },
  changed_type: {
    zh: '来源表的列“{column}”类型变成了 {type}。请提供部门改回或重新挂载',
    en: 'The column “{column}” is now {type}. The provider changes it back or mounts again',
  },
  unsupported_type: {
    zh: '列“{column}”的类型 {type} 不能交换。请提供部门用视图转成文本、数值或日期',
    en: 'The column “{column}” of type {type} cannot travel. The provider makes a view that turns it into text, a number or a date',
  },
  bad_value: {
    zh: '第 {row} 行的列“{column}”有不合 {type} 类型的值。请提供部门改正后再次运行',
    en: 'Row {row} holds a value in “{column}” that is no {type}. The provider corrects it, then run again',
  },
  timeout: {
    zh: '数据库应答太慢，已停止等待。请在业务空闲时再次运行',
    en: 'The database took too long. Run again when it is less busy',
  },
  connection_lost: {
    zh: '与数据库 {host} 的连接中断，没有放入任何数据。请再次运行',
    en: 'The connection to {host} broke; nothing was placed. Run again',
  },
  busy: {
    zh: '目标表 {schema}.{table} 正被占用。请稍后再次运行',
    en: 'The target {schema}.{table} is in use. Run again later',
  },
  disk_full: {
    zh: '接收库的磁盘已满，没有放入任何数据。请清理后再次运行',
    en: 'The receiving database’s disk is full; nothing was placed. Free space and run again',
  },
  name_taken: {
    zh: '接收库里已有不是本平台建立的 {schema}.{table}。请改名，或为任务另选表名',
    en: '{schema}.{table} exists at the target and was not made by the platform. Rename it, or choose another table',
  },
  failed: {
    zh: '数据库没有照办：{reason}。请把这句话告诉库的管理员',
    en: 'The database did not do it: {reason}. Tell this to its administrator',
  },
  mismatch: {
    zh: '对账不一致：读出 {rowsRead} 条，写入后读回 {rowsInSink} 条，桶 {buckets} 不同。没有放入任何数据，请检查接收库的触发器和规则',
    en: 'Not equal: {rowsRead} rows were read, {rowsInSink} lay in the target, bucket {buckets} differs. Nothing was placed; look for triggers and rules there',
  },
  superseded: {
    zh: '目标表已是后一次运行的数据，没有再次对账',
    en: 'The table holds the rows of a later run, so it was not compared',
  },
};

const STATE_WORDS: Partial<Record<RunState, Text>> = {
  stopped: { zh: '已按要求停止，没有送达的数据已清除', en: 'Stopped on request; what was staged is dropped' },
  revoked: {
    zh: '授权已不可用，运行已停止，没有送达的数据已清除',
    en: 'The grant may no longer be used; the run stopped and what was staged is dropped',
  },
};

export function problemOf(state: RunState, code: string | null, facts: Record<string, string>): Text {
  const text = STATE_WORDS[state] ?? (code === null ? undefined : (PROBLEMS[code] ?? PROBLEMS['failed']));
  if (!text) return { zh: '', en: '' };
  const known: Record<string, string | undefined> = { ...facts, reason: facts['reason'] ?? facts['said'] };
  const filled = (words: string): string =>
    words.replace(/\{(\w+)\}/g, (_whole, name: string) => known[name] ?? '—');
  return { zh: filled(text.zh), en: filled(text.en) };
}

/** Undefined until a second has passed: a rate over less says nothing. */
export function rowsPerSecond(rows: number, from: number | undefined, to: number): number | undefined {
  if (from === undefined || to - from < 1000) return undefined;
  return Math.round((rows / ((to - from) / 1000)) * 10) / 10;
}
