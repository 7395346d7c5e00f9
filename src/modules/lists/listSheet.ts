/** A list as a spreadsheet: what goes out comes back with remarks, reasons and rows of one's own. */
import type { Static } from 'typebox';
import { type Text, text } from '#kernel/errors.ts';
import type { Actor } from '#vocabulary/actor.ts';
import {
  type Entry,
  type Fault,
  type FileOut,
  type Records,
  type Report,
  type Saving,
  type Shape,
  type Values,
  column,
  readRecords,
  saveRecords,
  tableFile,
} from '#sheets/index.ts';
import { KIND_WORDS, type ListColumn, type ListKind } from './columns.ts';
import type { Compiling } from './compiling.ts';
import type * as contract from './contract.ts';

const KEY = column(
  'key',
  text('行标识', 'Row'),
  text('由平台填写，请勿修改；自己加的行留空。', 'Written by the platform; empty in rows of your own.'),
  { maxLength: 200 },
);
const NOTE = column('note', text('备注', 'Remark'), text('', ''), { maxLength: 500, width: 30 });
const LEFT_OUT = column(
  'leftOut',
  text('不列入的理由', 'Why it is left out'),
  text('填写后这一行不列入清单。', 'With it the row is not on the list.'),
  { maxLength: 500, width: 30 },
);
/** What a row of one's own says. */
const OWN = { title: 120, duty: 200, basis: 200 } as const;

function shapeOf(kind: ListKind, columns: readonly ListColumn[]): Shape {
  return {
    name: KIND_WORDS[kind],
    columns: [
      KEY,
      ...columns.map(({ key, zh, en }) =>
        column(key, text(zh, en), text('', ''), {
          width: key === 'title' ? 30 : 20,
          ...(kind === 'responsibility' && key in OWN ? { maxLength: OWN[key as keyof typeof OWN] } : {}),
        }),
      ),
      NOTE,
      LEFT_OUT,
    ],
  };
}

const valuesOf = (row: Static<typeof contract.ListRow>, columns: readonly ListColumn[]): Values => ({
  key: row.key,
  ...Object.fromEntries(
    columns.map(({ key, words }) => {
      const value = row.fields[key] ?? '';
      return [key, words?.[value]?.zh ?? value];
    }),
  ),
  note: row.note,
  leftOut: row.leftOut,
});

const words = (value: Values[string]): string => (typeof value === 'string' ? value.trim() : '');

/** A key of the list, once; without a key, a row of one's own that is on no other row. */
function meaningFaults(
  kind: ListKind,
  there: readonly Static<typeof contract.ListRow>[],
  records: Records,
): Fault[] {
  const known = new Set(there.map(row => row.key));
  const titles = new Set(there.map(row => row.fields['title'] ?? ''));
  const seen = new Map<string, number>();
  const faultOf = (entry: Entry): Fault | undefined => {
    const [key, title] = [words(entry.values['key']), words(entry.values['title'])];
    const at = (place: string, name: string, problem: Text, remedy: Text): Fault =>
      records.faultAt(entry, place, { kind: name, problem, remedy });
    const before = seen.get(key === '' ? `own ${title}` : key);
    if (before !== undefined)
      return at(
        key === '' ? 'title' : 'key',
        'twice',
        text(`与第 ${before} 行重复`, `The same as row ${before}`),
        text('请删去其中一行', 'Remove one of them'),
      );
    seen.set(key === '' ? `own ${title}` : key, entry.row);
    if (key !== '' && !known.has(key))
      return at(
        'key',
        'row_unknown',
        text('清单里没有这一行', 'The list has no such row'),
        text('请重新导出清单，在新的文件里填写', 'Export the list again and fill in that file'),
      );
    if (key !== '') return undefined;
    if (kind !== 'responsibility')
      return at(
        'key',
        'own_row',
        text('这份清单不能自己加行', 'This list takes no rows of your own'),
        text('需求请先登记，不予共享的请先编制目录', 'Register the need, or compile the entry, first'),
      );
    if (title === '' || titles.has(title))
      return at(
        'title',
        'title',
        text(
          title === '' ? '没有填写数据名称' : '清单里已有这个名称',
          title === '' ? 'Without a title' : 'On the list already',
        ),
        text('请填写名称，或删去这一行', 'Write a title, or remove the row'),
      );
    return undefined;
  };
  return records.entries.flatMap(entry => faultOf(entry) ?? []);
}

export function createListSheet(compiling: Compiling) {
  return {
    async export(
      actor: Actor,
      kind: ListKind,
      { format, ...query }: Static<typeof contract.ListExportQuery>,
    ): Promise<FileOut> {
      const list = await compiling.view(actor, kind, query);
      // A published version is what is on it; the list in work also shows what is left out, to be filled in.
      const rows = list.rows.filter(row => query.version === 0 || row.leftOut === '');
      const edition = query.version === 0 ? '' : ` 第${query.version}版`;
      return tableFile(
        `${list.departmentName} ${KIND_WORDS[kind].zh}${edition}`,
        shapeOf(kind, list.columns),
        rows.map(row => valuesOf(row, list.columns)),
        format,
      );
    },

    async bring(actor: Actor, kind: ListKind, name: string, file: Buffer, saving: Saving): Promise<Report> {
      const list = await compiling.view(actor, kind, { version: 0 });
      const records = await readRecords(shapeOf(kind, list.columns), name, file);
      return saveRecords(records, meaningFaults(kind, list.rows, records), saving, async right => {
        const known = right.filter(one => words(one.values['key']) !== '');
        const own = right.filter(one => words(one.values['key']) === '');
        const { record } = await compiling.addRows(
          actor,
          kind,
          own.map(({ values }) => ({
            title: words(values['title']),
            duty: words(values['duty']),
            basis: words(values['basis']),
          })),
          known.map(({ values }) => ({
            key: words(values['key']),
            note: words(values['note']),
            leftOut: words(values['leftOut']),
          })),
        );
        return record;
      });
    },
  };
}
