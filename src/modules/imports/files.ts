/** Files that go out: the template, and lists as they are filtered. */
import type { Static } from 'typebox';
import type { Face } from '#kernel/faces.ts';
import { type Text, text } from '#kernel/errors.ts';
import type { Catalog } from '#modules/catalog/index.ts';
import type { EntrySummary } from '#modules/catalog/contract.ts';
import type { Actor } from '#vocabulary/actor.ts';
import {
  type Column,
  type FileFormat,
  type FileOut,
  type Shape,
  type Values,
  type WrittenSheet,
  headerNote,
  sheetOf,
  tableFile,
  workbookFile,
} from '#sheets/index.ts';
import type { OwnExportQuery, SearchExportQuery } from './contract.ts';
import type { Shapes } from './shapes.ts';

type Summary = Static<typeof EntrySummary>;

/** Rows of a list that go into one file: as far as a search finds exactly. */
const MOST_ROWS = 2000;
const PAGE = 100;

/** The sheet that explains the others: all that stands in their notes, for those who print. */
function guide({ entries, items }: Shapes): WrittenSheet {
  const titles = ['工作表', '列', '填写说明'];
  const lines = [entries, items].flatMap(shape =>
    shape.columns.map(column => [shape.name.zh, column.title.zh, headerNote(column).replaceAll('\n', ' ')]),
  );
  return {
    name: '填写说明',
    columns: [],
    rows: [titles, ...lines].map(cells => cells.map(value => ({ value }))),
  };
}

export function templateFile(shapes: Shapes, format: FileFormat): FileOut {
  if (format !== 'xlsx') return tableFile('目录模板', shapes.flat, [], format);
  return workbookFile('目录模板', [sheetOf(shapes.entries), sheetOf(shapes.items), guide(shapes)]);
}

const listed = (key: keyof Summary, title: Text, more: Partial<Column> = {}): Column => ({
  key,
  title,
  note: text('', ''),
  required: false,
  kind: 'text',
  ...more,
});

const LIST: Shape = {
  name: text('目录', 'Entries'),
  columns: [
    listed('title', text('目录名称', 'Title'), { width: 30 }),
    listed('code', text('目录代码', 'Code'), { width: 24 }),
    listed('departmentName', text('提供部门', 'Provider'), { width: 24 }),
    listed('regionName', text('地区', 'Region')),
    listed('state', text('状态', 'State')),
    listed('shareType', text('共享类型', 'Share type')),
    listed('updateCycle', text('更新周期', 'Update cycle')),
    listed('abstract', text('摘要', 'Abstract'), { width: 40 }),
    listed('itemCount', text('数据项数', 'Items'), { kind: 'integer' }),
    listed('itemNames', text('数据项（至多 8 个）', 'Items, at most 8'), { many: true, width: 40 }),
    listed('usedBy', text('在用部门数', 'Departments that use it'), { kind: 'integer' }),
    listed('updatedAt', text('更新时间', 'Changed')),
    listed('publishedAt', text('发布时间', 'Published')),
  ],
};

const STATE_WORDS: Record<Summary['state'], string> = {
  draft: '草稿',
  awaiting_office: '待共享机构签批',
  awaiting_department: '待部门负责人签批',
  in_review: '审核中',
  returned: '退回修改',
  published: '已发布',
  superseded: '已更新',
  withdrawn: '已撤销',
};

/** Labels of share types and cycles, as the standards have them. */
export type LabelOf = (table: string, key: string) => string;

const valuesOf = (entry: Summary, label: LabelOf): Values => ({
  title: entry.title,
  code: entry.code ?? undefined,
  departmentName: entry.departmentName,
  regionName: entry.regionName,
  state: STATE_WORDS[entry.state],
  shareType: label('share_type', entry.shareType),
  updateCycle: label('update_cycle', entry.updateCycle),
  abstract: entry.abstract,
  itemCount: entry.itemCount,
  itemNames: entry.itemNames,
  usedBy: entry.usedBy,
  updatedAt: entry.updatedAt,
  publishedAt: entry.publishedAt ?? undefined,
});

/** Page after page, as long as there are rows and room. */
async function* pages(
  read: (page: number) => Promise<{ items: Summary[] }>,
  label: LabelOf,
): AsyncGenerator<Values> {
  for (let page = 1; (page - 1) * PAGE < MOST_ROWS; page += 1) {
    const { items } = await read(page);
    for (const entry of items) yield valuesOf(entry, label);
    if (items.length < PAGE) return;
  }
}

export function exportSearch(
  { searching }: Pick<Catalog, 'searching'>,
  { format, ...query }: Static<typeof SearchExportQuery>,
  face: Face,
  label: LabelOf,
): FileOut {
  return tableFile(
    '目录检索结果',
    LIST,
    pages(page => searching.search({ ...query, page, size: PAGE }, face), label),
    format,
  );
}

export function exportOwn(
  catalog: Pick<Catalog, 'own'>,
  actor: Actor,
  { format, ...query }: Static<typeof OwnExportQuery>,
  label: LabelOf,
): FileOut {
  return tableFile(
    '本部门目录',
    LIST,
    pages(page => catalog.own(actor, { ...query, page, size: PAGE }), label),
    format,
  );
}
