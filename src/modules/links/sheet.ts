/** Direct links as a spreadsheet. */
import type { Static } from 'typebox';
import { type Text, text } from '#kernel/errors.ts';
import { type FileOut, type Shape, type Values, column, tableFile } from '#sheets/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type * as contract from './contract.ts';
import type { LinkState } from './rules.ts';
import type { LinkRow } from './store.ts';

const NOTHING = text('', '');
const PAGE = 500;

const STATE_WORDS: Record<LinkState, Text> = {
  draft: text('草稿', 'Draft'),
  awaiting: text('待负责人签批', 'Awaiting the head'),
  registered: text('已登记，待定期限', 'Registered'),
  planned: text('限期迁移', 'To be moved'),
  moved: text('已迁移，待停用', 'Moved over'),
  closed: text('已停用', 'Switched off'),
  exempt: text('不迁移', 'Exempt'),
  discarded: text('已删除', 'Discarded'),
};
const WAY_WORDS: Record<LinkRow['way'], string> = {
  database: '数据库直连',
  interface: '接口',
  file: '文件',
  front_end: '前置机',
  other: '其他',
};
const FREQUENCY_WORDS: Record<LinkRow['frequency'], string> = {
  realtime: '实时',
  daily: '每日',
  weekly: '每周',
  monthly: '每月',
  irregular: '不定期',
};

const SHAPE: Shape = {
  name: text('直连登记', 'Direct links'),
  columns: [
    column('id', text('编号', 'Number'), NOTHING, { kind: 'integer' }),
    column('giver', text('提供方', 'Gives'), NOTHING, { width: 28 }),
    column('giverSystem', text('提供方系统', 'Its system'), NOTHING, { width: 24 }),
    column('taker', text('使用方', 'Takes'), NOTHING, { width: 28 }),
    column('takerSystem', text('使用方系统', 'Its system'), NOTHING, { width: 24 }),
    column('data', text('数据', 'Data'), NOTHING, { width: 30 }),
    column('entryTitle', text('对应目录', 'Entry'), NOTHING, { width: 28 }),
    column('way', text('方式', 'Way'), NOTHING),
    column('frequency', text('频次', 'Frequency'), NOTHING),
    column('volume', text('数据量', 'Volume'), NOTHING, { width: 20 }),
    column('since', text('启用日期', 'Since'), NOTHING, { kind: 'date' }),
    column('ground', text('依据', 'Ground'), NOTHING, { width: 30 }),
    column('departmentName', text('登记部门', 'Registered by'), NOTHING, { width: 28 }),
    column('state', text('状态', 'State'), NOTHING),
    column('until', text('迁移期限', 'To be moved by'), NOTHING, { kind: 'date' }),
    column('grantNo', text('替代的授权', 'Replaced by'), NOTHING, { width: 20 }),
  ],
};

function valuesOf(row: LinkRow): Values {
  const own = { name: row.departmentName, system: row.systemName };
  const other = { name: row.otherName, system: row.otherSystem };
  const [giver, taker] = row.side === 'gives' ? [own, other] : [other, own];
  return {
    id: row.id,
    giver: giver.name,
    giverSystem: giver.system,
    taker: taker.name,
    takerSystem: taker.system,
    data: row.data,
    entryTitle: row.entryTitle ?? undefined,
    way: WAY_WORDS[row.way],
    frequency: FREQUENCY_WORDS[row.frequency],
    volume: row.volume,
    since: row.since ?? undefined,
    ground: row.ground,
    departmentName: row.departmentName,
    state: STATE_WORDS[row.state].zh,
    until: row.until ?? undefined,
    grantNo: row.grantNo,
  };
}

type Query = Omit<Static<typeof contract.LinkExportQuery>, 'format'>;

export function createSheet(
  page: (actor: Actor, query: Query, size: number, offset: number) => Promise<LinkRow[]>,
) {
  async function* rows(actor: Actor, query: Query): AsyncGenerator<Values> {
    for (let offset = 0; ; offset += PAGE) {
      const found = await page(actor, query, PAGE, offset);
      yield* found.map(valuesOf);
      if (found.length < PAGE) return;
    }
  }
  return (actor: Actor, { format, ...query }: Static<typeof contract.LinkExportQuery>): FileOut =>
    tableFile('直连登记', SHAPE, rows(actor, query), format);
}
