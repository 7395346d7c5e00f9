/** What became of a run, in words for people. */
import type { Text } from '#kernel/errors.ts';
import type { Drift, RunNotice, RunState } from '#vocabulary/moves.ts';

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
    zh: '{host} 不接受登记的账号或口令。请由数据专员在“交换任务”页更新账号口令，再次运行',
    en: '{host} does not accept the registered account or password. The data officer registers new ones on the page of exchange tasks; then run again',
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
    zh: '对账不一致：读出 {rowsRead} 行，写入后读回 {rowsInSink} 行，桶 {buckets} 不同。没有放入任何数据，请检查接收库的触发器和规则',
    en: 'Not equal: {rowsRead} rows were read, {rowsInSink} lay in the target, bucket {buckets} differs. Nothing was placed; look for triggers and rules there',
  },
  counts: {
    zh: '行数对不上：读出 {read} 行，写入 {written} 行，搁置 {setAside} 行。没有放入任何数据，请再次运行；仍然如此的，请联系平台运维员',
    en: 'The numbers do not add up: {read} read, {written} written, {setAside} set aside. Nothing was placed; run again, and tell the operator if it stays so',
  },
  drift: {
    zh: '来源表 {schema}.{table} {changed}，没有送达。请提供部门确认：改回来，或重新挂载；不影响数据项的变化，也可以在任务里设为继续',
    en: 'In {schema}.{table} {changed}; nothing was delivered. The provider changes it back or mounts again; where no item is touched, the task may be told to go on',
  },
  too_many_wrong: {
    zh: '搁置的行太多（{setAside} 行），已按任务的限度停止，没有放入任何数据。请提供部门先改正来源，或放宽任务的限度',
    en: 'Too many rows were set aside ({setAside}); the run stopped at the task’s limit and nothing was placed. The provider corrects the source, or the task allows more',
  },
  source_moving: {
    zh: '来源一直在变，三次核对后仍差 {rows} 行，没有放入任何数据。请在业务空闲时再次运行',
    en: 'The source keeps changing: after three rounds {rows} rows still differ, and nothing was placed. Run again when it is less busy',
  },
  source_closed: {
    zh: '授权已结束或不在时段内，不能再读来源，没有对账',
    en: 'The grant is over, or it is not the hour: the source may not be read, so nothing was compared',
  },
  columns_changed: {
    zh: '接收库里有视图用着 {schema}.{table} 中将要消失的列（{columns}），没有放入任何数据。请先改那些视图',
    en: 'Views at the target use columns of {schema}.{table} that would go ({columns}); nothing was placed. Change those views first',
  },
  bad_file: {
    zh: '文件“{table}”读不了：{reason}',
    en: 'The file “{table}” cannot be read: {reason}',
  },
  file_changed: {
    zh: '文件“{table}”已有的内容被改写，不是只追加。请提供部门恢复，或把任务改为全量',
    en: 'The file “{table}” was rewritten and not only added to. The provider restores it, or the task is made full',
  },
  folder_closed: {
    zh: '文件夹“{host}”没有开放给平台。请平台运维员开放',
    en: 'The folder “{host}” is not opened to the platform. The operator opens it',
  },
  no_folder: {
    zh: '找不到文件夹“{host}”。请部门恢复，或重新登记',
    en: 'There is no folder “{host}”. Restore it, or register another',
  },
  double_keys: {
    zh: '标识“{column}”在来源里不唯一：{keys} 个值各有多行（共 {rows} 行），没有放入任何数据。请提供部门去掉重复的行，或改用全量',
    en: '“{column}” does not identify rows: {keys} values stand in several ({rows} in all), and nothing was placed. The provider takes the doubles out, or deliver in full',
  },
  null_keys: {
    zh: '有 {rows} 行的标识“{column}”为空，没有放入任何数据。请提供部门补全，或改用全量',
    en: '{rows} rows have no “{column}” to identify them, and nothing was placed. The provider fills it in, or deliver in full',
  },
  no_queries: {
    zh: '来源是文件，不能按条件查询。请改用全量，或文件的只追加',
    en: 'The source is files and answers no queries. Deliver in full, or append what is added to files',
  },
  run_elsewhere: {
    zh: '目标库里同名的运行（{run}）属于另一张表，没有放入任何数据。请再次运行',
    en: 'The target knows a run of this name ({run}) that filled another table; nothing was placed. Run again',
  },
  superseded: {
    zh: '目标表已是后一次运行的数据',
    en: 'The table holds the rows of a later run',
  },
};

/** How a sink says that what stands in the way of a column is no view, but what it holds. */
const ROWS_BEFORE = 'the rows of earlier runs';
const ROWS_IN_THE_WAY: Text = {
  zh: '目标表 {schema}.{table} 里以前送达的行没有这样的列（{columns}），没有放入任何数据。请改为全量，或新建任务送往另一张表',
  en: 'The rows delivered before into {schema}.{table} have other columns ({columns}), and nothing was placed. Deliver in full, or make another task with another table',
};

/** Problems that the entry’s owner has to hear of: its table is not what was mounted. */
export const DRIFTED: ReadonlySet<string> = new Set(['drift', 'lost_column', 'changed_type', 'no_table']);

const STATE_WORDS: Partial<Record<RunState, Text>> = {
  stopped: { zh: '已按要求停止，没有送达的数据已清除', en: 'Stopped on request; what was staged is dropped' },
  revoked: {
    zh: '授权已不可用，运行已停止，没有送达的数据已清除',
    en: 'The grant may no longer be used; the run stopped and what was staged is dropped',
  },
};

export function problemOf(state: RunState, code: string | null, facts: Record<string, string>): Text {
  const said =
    code === 'columns_changed' && facts['dependents'] === ROWS_BEFORE
      ? ROWS_IN_THE_WAY
      : code && PROBLEMS[code];
  const text = STATE_WORDS[state] ?? (code === null ? undefined : (said ?? PROBLEMS['failed']));
  if (!text) return { zh: '', en: '' };
  const reason = facts['reason'] ?? facts['said'];
  const changed = code === 'drift' ? driftWords([driftOf(facts)]) : undefined;
  const filled = (words: string, known: Record<string, string | undefined>): string =>
    words.replace(/\{(\w+)\}/g, (_whole, name: string) => known[name] ?? '—');
  return {
    zh: filled(text.zh, { ...facts, reason, changed: changed?.zh }),
    en: filled(text.en, { ...facts, reason: facts['reasonEn'] ?? reason, changed: changed?.en }),
  };
}

const DRIFT_WORDS: Record<Drift['kind'], (drift: Drift) => Text> = {
  added: ({ column }) => ({ zh: `多了一列“${column}”`, en: `the column “${column}” was added` }),
  dropped: ({ column }) => ({ zh: `少了一列“${column}”`, en: `the column “${column}” was dropped` }),
  retyped: ({ column, before = '—', now = '—' }) => ({
    zh: `列“${column}”由 ${before} 变为 ${now}`,
    en: `the column “${column}” was ${before} and is ${now}`,
  }),
};

/** Of the facts with which a run stopped. */
const driftOf = ({ kind, column = '', before = '', now = '' }: Record<string, string>): Drift => ({
  kind: kind === 'dropped' || kind === 'retyped' ? kind : 'added',
  column,
  ...(before === '' ? {} : { before }),
  ...(now === '' ? {} : { now }),
});

/** 少了一列“户籍性质”，列“年龄”由 … 变为 … */
export function driftWords(drift: readonly Drift[]): Text {
  const words = drift.map(one => DRIFT_WORDS[one.kind](one));
  return { zh: words.map(one => one.zh).join('；'), en: words.map(one => one.en).join('; ') };
}

/** 02:00, or 11-21 02:00 where it is another day; Beijing time. */
const timeWords = (instant: string): string =>
  new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ');

/** What happened to a run that went on. */
export function noticeWords(notice: RunNotice): Text {
  switch (notice.kind) {
    case 'drift': {
      const { zh, en } = driftWords(notice.drift);
      return {
        zh: `来源表有变化，仍按任务的设定继续：${zh}`,
        en: `The source’s table changed, and the run went on as told: ${en}`,
      };
    }
    case 'watermark': {
      const { column, without, back } = notice;
      const absent = without === null ? [] : [`有 ${without} 行的“${column}”为空`];
      const absentEn = without === null ? [] : [`${without} rows have no “${column}”`];
      const lower = back ? [`“${column}”的最大值比上次小`] : [];
      const lowerEn = back ? [`the highest “${column}” is lower than before`] : [];
      return {
        zh: `${[...absent, ...lower].join('，')}：增量看不到这些行的变化，请定期全量`,
        en: `${[...absentEn, ...lowerEn].join(', ')}: an incremental run does not see these rows change; deliver in full now and then`,
      };
    }
    case 'again': {
      const { zh, en } = problemOf('queued', notice.code, notice.facts);
      const at = timeWords(notice.until);
      return { zh: `${zh}（${at} 自动重试）`, en: `${en} (tried again at ${at})` };
    }
    case 'hours': {
      const at = timeWords(notice.until);
      return { zh: `运行时段已过，${at} 继续`, en: `The hours are over; it goes on at ${at}` };
    }
    case 'not_ended':
      return {
        zh: `有 ${notice.setAside} 行被搁置：无法确定去向库里哪些行在来源中已不存在，本次没有结束任何行；改正后的全量运行会处理`,
        en: `${notice.setAside} rows were set aside, so it cannot be told which rows of the target are gone at the source, and none was ended; the next full run without any does it`,
      };
    case 'repaired': {
      const { kept, sent, dropped } = notice;
      return {
        zh: `从中断处继续：已有 ${kept} 行与来源重新核对，补送 ${sent} 行，去掉 ${dropped} 行`,
        en: `Continued where it broke off: ${kept} rows were held against the source anew, ${sent} sent, ${dropped} taken out`,
      };
    }
  }
}

/** Of a run that ended without being delivered while its target did not answer. */
export const LEAVES_ROWS = {
  kind: 'leaves_rows',
  zh: '目标库未答复，本次运行暂存在其中的行尚未清除（读者看不到）；平台每分钟重试',
  en: 'The target did not answer, so rows that this run kept there, which no reader sees, are not dropped yet; the platform tries again each minute',
};

const REASONS: Record<string, Text> = {
  not_a_number: { zh: '不是数', en: 'not a number' },
  out_of_range: { zh: '超出范围', en: 'out of range' },
  not_a_boolean: { zh: '不是“是/否”', en: 'neither yes nor no' },
  no_such_date: { zh: '没有这个日期', en: 'no such date' },
  no_such_time: { zh: '没有这个时间', en: 'no such time' },
  not_text: { zh: '编码不对，不是文字', en: 'no text in its encoding' },
  nul_byte: { zh: '含有空字符', en: 'holds a NUL byte' },
  too_long: { zh: '太长', en: 'too long' },
  missing: { zh: '必填而为空', en: 'required and absent' },
  unknown_code: { zh: '代码表里没有这个值', en: 'not in its code table' },
  check_digit: { zh: '号码的校验位不对', en: 'wrong check digit' },
  columns: { zh: '这一行的列数不对', en: 'a wrong number of columns' },
};

/** Why a row was set aside. */
export const reasonWords = (reason: string): Text => REASONS[reason] ?? { zh: reason, en: reason };

const LOSSES: Record<string, Text> = {
  range: { zh: '放不下超出范围的数', en: 'cannot hold numbers beyond its range' },
  digits: { zh: '放不下所有小数位', en: 'cannot hold all digits' },
  length: { zh: '放不下太长的文字', en: 'cannot hold long texts' },
  empty_is_null: { zh: '分不清空文字与无值', en: 'cannot tell an empty text from none' },
  type: { zh: '没有这种类型', en: 'has no such type' },
};

/** What a target cannot hold of an item. */
export function lossWords(loss: { item: string; to: string; what: string }): Text {
  const { zh, en } = LOSSES[loss.what] ?? { zh: loss.what, en: loss.what };
  return {
    zh: `数据项“${loss.item}”写成 ${loss.to}，${zh}`,
    en: `“${loss.item}” becomes ${loss.to}, which ${en}`,
  };
}
