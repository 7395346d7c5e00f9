import { type Facts, Refusal, defineRefusals } from '#kernel/errors.ts';
import { FILE_WRITINGS, isFolderPath } from '#vocabulary/files.ts';
import type { ColumnType, SourceAddress } from '#vocabulary/plans.ts';

export const refuse = defineRefusals('resources', {
  secret_marks: {
    status: 422,
    title: {
      zh: '{schema}.{table} 的{place}写有“{mark}”，看来涉密，不能挂载',
      en: '{schema}.{table}: {placeEn} says “{mark}”, which looks secret; it cannot be mounted',
    },
    remedy: {
      zh: '国家秘密、工作秘密不在本平台共享，没有保存任何内容；请按保密规定核实后，另用不含涉密数据的表',
      en: 'State and work secrets are not shared here and nothing was saved; check it under the rules on secrets and mount a table without them',
    },
  },
  unreachable: {
    status: 422,
    title: { zh: '连不上 {host}：对方没有应答', en: '{host} cannot be reached: nothing answers there' },
    remedy: {
      zh: '请核对地址和端口，或确认防火墙已放行本平台',
      en: 'Check address and port, or let the firewall admit the platform',
    },
  },
  wrong_password: {
    status: 422,
    title: { zh: '{host} 不接受这个账号或口令', en: '{host} does not accept this account or password' },
    remedy: {
      zh: '请核对账号和口令，并确认该账号可以从本平台登录',
      en: 'Check both, and that the account may sign in from the platform',
    },
  },
  no_database: {
    status: 422,
    title: { zh: '{host} 上没有数据库“{database}”', en: 'There is no database “{database}” at {host}' },
    remedy: { zh: '请核对库名（注意大小写）', en: 'Check its name, upper and lower case included' },
  },
  no_permission: {
    status: 422,
    title: { zh: '这个账号没有权限读取 {schema}.{table}', en: 'This account may not read {schema}.{table}' },
    remedy: {
      zh: '请库的管理员授予该账号查询权限',
      en: 'Ask the database’s administrator to grant it select',
    },
  },
  no_table: {
    status: 422,
    title: {
      zh: '库里没有表 {schema}.{table}，或账号看不到它',
      en: 'There is no table {schema}.{table}, or the account cannot see it',
    },
    remedy: {
      zh: '请重新选择表，或授予该账号查询权限',
      en: 'Choose the table again, or grant the account select on it',
    },
  },
  lost_column: {
    status: 422,
    title: {
      zh: '表 {schema}.{table} 里没有列“{column}”了',
      en: 'The table {schema}.{table} has no column “{column}” any more',
    },
    remedy: { zh: '请恢复这一列，或重新挂载', en: 'Restore the column, or mount the table again' },
  },
  changed_type: {
    status: 422,
    title: {
      zh: '列“{column}”现在的类型是 {type}，与目录不符',
      en: 'The column “{column}” is now {type}, which is not what the entry says',
    },
    remedy: {
      zh: '请改回列的类型，或修改目录后重新挂载',
      en: 'Change the column back, or change the entry and mount again',
    },
  },
  unsupported_type: {
    status: 422,
    title: {
      zh: '列“{column}”的类型 {type} 不能共享',
      en: 'The column “{column}” is of type {type}, which cannot be shared',
    },
    remedy: {
      zh: '请在库里建一个视图，把它转成文本、数值或日期',
      en: 'Make a view in the database that turns it into text, a number or a date',
    },
  },
  timeout: {
    status: 422,
    title: { zh: '{host} 应答太慢，已停止等待', en: '{host} took too long, so we stopped waiting' },
    remedy: {
      zh: '请稍后再试；表很大时请请库的管理员看看负载',
      en: 'Try again later; for a large table ask its administrator about the load',
    },
  },
  failed: {
    status: 422,
    title: { zh: '数据库没有照办：{reason}', en: 'The database did not do it: {reason}' },
    remedy: { zh: '请把这句话告诉库的管理员', en: 'Tell this to the database’s administrator' },
  },
  folder_closed: {
    status: 403,
    title: {
      zh: '没有为本部门开放文件夹“{host}”',
      en: 'No folder “{host}” is open for your department',
    },
    remedy: {
      zh: '请从已开放的文件夹中选择，或请平台运维员开放（SHUQIAO_FOLDERS）',
      en: 'Choose one that is open, or ask the operator to open it (SHUQIAO_FOLDERS)',
    },
  },
  no_folder: {
    status: 422,
    title: { zh: '找不到文件夹“{host}”', en: 'There is no folder “{host}”' },
    remedy: {
      zh: '请核对子文件夹的名称；文件夹在的，请平台运维员确认它已挂到本机',
      en: 'Check the name of the inner folder, or ask the operator whether it is mounted on the machine',
    },
  },
  bad_file: {
    status: 422,
    title: { zh: '文件“{table}”读不了：{reason}', en: 'The file “{table}” cannot be read: {reasonEn}' },
    remedy: { zh: '请改好文件后重新放入', en: 'Correct the file and put it there again' },
  },
  files_not_called: {
    status: 422,
    title: {
      zh: '文件夹里的文件不能支撑查询、核验接口，而目录“{entry}”提供这些方式',
      en: 'Files of a folder answer no calls, and the entry “{entry}” offers queries or verification',
    },
    remedy: {
      zh: '请把文件导入数据库后挂载库表，或修改目录的共享方式，只留批量交换',
      en: 'Load the files into a database and mount its table, or change the entry to batch exchange alone',
    },
  },
  bad_address: {
    status: 422,
    title: { zh: '“{field}”填写有误：{problem}', en: '“{fieldEn}” is not right: {problemEn}' },
    remedy: { zh: '请改正后再试', en: 'Correct it and try again' },
  },
  already_registered: {
    status: 409,
    title: {
      zh: '本部门已登记过这个库和账号',
      en: 'Your department has registered this database and account already',
    },
    remedy: { zh: '请从已登记的库中选择', en: 'Choose it from your registered databases' },
  },
  no_login: {
    status: 422,
    title: { zh: '文件夹没有账号和口令', en: 'A folder has no account and no password' },
    remedy: { zh: '能不能进入，由运维员决定', en: 'Whether it may be entered is the operator’s to decide' },
  },
  wrong_use: {
    status: 422,
    title: {
      zh: '这个库登记为接收数据，不能用来挂载',
      en: 'This database is registered to receive data, not to provide it',
    },
    remedy: { zh: '请登记一个用于提供数据的库', en: 'Register one that provides data' },
  },
  item_unmapped: {
    status: 422,
    title: { zh: '数据项“{item}”没有对应的列', en: 'The item “{item}” has no column' },
    remedy: {
      zh: '目录的每个数据项都要对上一列；库里没有的，请先修改目录',
      en: 'Every item needs a column; change the entry first where the table has none',
    },
  },
  item_twice: {
    status: 422,
    title: { zh: '数据项“{item}”对应了两列', en: 'The item “{item}” has two columns' },
    remedy: { zh: '请只保留一列', en: 'Keep one of them' },
  },
  unknown_item: {
    status: 422,
    title: { zh: '目录里没有数据项“{item}”', en: 'The entry has no item “{item}”' },
    remedy: {
      zh: '请刷新页面，按现行目录重新对应',
      en: 'Reload the page and match against the present entry',
    },
  },
  type_mismatch: {
    status: 422,
    title: {
      zh: '数据项“{item}”类型不符：目录写{wanted}，库里的列“{column}”是 {found}',
      en: 'The item “{item}” does not fit: the entry says {wantedEn}, the column “{column}” is {found}',
    },
    remedy: {
      zh: '请换一列，或修改目录里的类型',
      en: 'Choose another column, or change the type in the entry',
    },
  },
  not_published: {
    status: 409,
    title: {
      zh: '目录还没有发布，不能挂载',
      en: 'The entry is not published yet, so nothing can be mounted to it',
    },
    remedy: { zh: '目录发布后再挂载', en: 'Mount once it is published' },
  },
  in_use: {
    status: 409,
    title: {
      zh: '有 {usedBy} 个部门正在使用，不能换成别的库表或接口',
      en: '{usedBy} departments use it, so it cannot be moved to another table or interface',
    },
    remedy: {
      zh: '请先与使用部门协商并终止授权，再重新挂载',
      en: 'Talk to them and end their grants first, then mount again',
    },
  },
});

/** A server as its department wrote it: of a folder its name, and the folder inside it. */
export const serverOf = ({
  kind,
  host,
  port,
  database,
}: Pick<SourceAddress, 'kind' | 'host' | 'port' | 'database'>): string =>
  kind !== 'files' ? `${host}:${port}` : database === '' ? host : `${host}/${database}`;

/** The whole of it, in one line. */
export const placeOf = (address: Pick<SourceAddress, 'kind' | 'host' | 'port' | 'database'>): string =>
  address.kind === 'files' ? serverOf(address) : `${serverOf(address)}/${address.database}`;

/** What a kind of place needs and what it has not: a database its port, name and account, a folder none of them. */
export function checkAddress({
  kind,
  port,
  database,
  user,
  password,
}: Pick<SourceAddress, 'kind' | 'port' | 'database' | 'user'> & { password: string }): void {
  const wrong = (field: string, fieldEn: string, problem: string, problemEn: string): never => {
    throw refuse.bad_address({ field, fieldEn, problem, problemEn });
  };
  if (kind === 'files') {
    if (!isFolderPath(database))
      wrong(
        '子文件夹',
        'Folder inside',
        '写作 in/2026 这样的路径，不能以点开头',
        'write in/2026; no step begins with a dot',
      );
    if (!(FILE_WRITINGS as readonly string[]).includes(user))
      wrong('编码', 'Encoding', '只能是列出的编码', 'it is none of those that are known');
    if (port !== 0 || password !== '')
      wrong('端口、口令', 'Port and password', '文件夹没有端口和口令', 'a folder has neither');
    return;
  }
  const empty: [zh: string, en: string] = ['不能为空', 'it may not be empty'];
  if (port === 0) wrong('端口', 'Port', ...empty);
  if (database === '' || database.length > 63)
    wrong('库名', 'Database', '1 至 63 个字符', 'it has 1 to 63 characters');
  if (user === '') wrong('账号', 'Account', ...empty);
}

/** The words for what a database outside said, `more` being what we know ourselves; undefined for any other error. */
export function connectionRefusal(error: unknown, more: Facts): Refusal | undefined {
  if (error instanceof Refusal || !(error instanceof Error)) return undefined;
  const { code, facts } = error as { code?: unknown; facts?: unknown };
  if (typeof code !== 'string' || typeof facts !== 'object' || facts === null) return undefined;
  const said = { ...(facts as Facts), ...more };
  switch (code) {
    case 'unreachable':
    case 'wrong_password':
    case 'no_database':
    case 'no_permission':
    case 'no_table':
    case 'lost_column':
    case 'changed_type':
    case 'unsupported_type':
    case 'timeout':
    case 'folder_closed':
    case 'no_folder':
    case 'bad_file':
      return refuse[code](said);
    case 'connection_lost':
      return refuse.unreachable(said);
    default:
      return refuse.failed({ ...said, reason: said['reason'] ?? said['said'] ?? code });
  }
}

const TYPE_WORDS: Record<ColumnType, { zh: string; en: string }> = {
  text: { zh: '字符型', en: 'text' },
  bigint: { zh: '整数型', en: 'whole number' },
  numeric: { zh: '数值型', en: 'number' },
  double: { zh: '双精度型', en: 'floating number' },
  boolean: { zh: '逻辑型', en: 'yes or no' },
  date: { zh: '日期型', en: 'date' },
  timestamp: { zh: '日期时间型', en: 'date and time' },
};

export const typeWords = (type: ColumnType): { zh: string; en: string } => TYPE_WORDS[type];

/** Whether a column's values can be sent as the item's type without losing anything. */
export function fits(found: ColumnType | undefined, wanted: ColumnType): boolean {
  if (found === undefined) return false;
  if (found === wanted || wanted === 'text') return true;
  return (found === 'bigint' && wanted === 'numeric') || (found === 'date' && wanted === 'timestamp');
}
