/** The inventory as a spreadsheet: one row a table, with its system and the entry that describes it. */
import { type Text, text } from '#kernel/errors.ts';
import { secretMark } from '#modules/catalog/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import {
  type Entry,
  type Fault,
  type FileFormat,
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
import type { InventoryNeeds } from './service.ts';
import type { Cover } from './rules.ts';
import * as store from './store.ts';

const COVER_WORDS: Record<Cover, Text> = {
  covered: text('已编目', 'Covered'),
  in_work: text('编制中', 'Being compiled'),
  open: text('未编目', 'No entry'),
  left_out: text('无须编目', 'Needs none'),
};

const COVER = column('cover', text('编目状态', 'Coverage'), text('由平台计算。', 'Computed.'));

function shapeOf(entries: readonly { title: string }[]): Shape {
  return {
    name: text('数据资产', 'Assets'),
    columns: [
      column('system', text('系统名称', 'System'), text('没有登记过的会新建。', 'A new one is made.'), {
        required: true,
        maxLength: 120,
        width: 24,
      }),
      column(
        'place',
        text('表名', 'Table'),
        text('如 public.hj_ryxx；不在数据库里的写文件或台账名称。', 'Such as public.person; or a file.'),
        { required: true, maxLength: 200, width: 28 },
      ),
      column('title', text('数据名称', 'Title'), text('这张表是什么数据。', 'What its data are.'), {
        maxLength: 200,
        width: 28,
      }),
      column('rows', text('行数', 'Rows'), text('', ''), { kind: 'integer', min: 0, max: 1e12 }),
      column(
        'entry',
        text('对应目录', 'Entry'),
        text('本部门目录的名称，没有的不填。', 'The title of an entry of your department, if there is one.'),
        {
          kind: 'enum',
          choices: entries.map(one => ({ code: one.title, label: text(one.title, one.title) })),
          width: 28,
        },
      ),
      column(
        'leftOut',
        text('无须编目的理由', 'Why it needs no entry'),
        text('如系统日志、临时表。', 'Such as a log, or a temporary table.'),
        { maxLength: 500, width: 28 },
      ),
    ],
  };
}

const valuesOf = (row: store.AssetRow): Values => ({
  system: row.systemName,
  place: row.place,
  title: row.title,
  rows: row.rows ?? undefined,
  entry: row.entryTitle ?? undefined,
  leftOut: row.leftOut,
  cover: COVER_WORDS[row.cover].zh,
});

const PAGE = 1000;
const words = (value: Values[string]): string => (typeof value === 'string' ? value.trim() : '');

/** What is wrong with what right cells mean. */
function meaningFaults(records: Records): Fault[] {
  const seen = new Map<string, number>();
  return records.entries.flatMap(entry => {
    const { values, row } = entry;
    const faults: Fault[] = [];
    const key = `${words(values['system'])}\n${words(values['place'])}`;
    const before = seen.get(key);
    if (before === undefined) seen.set(key, row);
    else
      faults.push(
        records.faultAt(entry, 'place', {
          kind: 'twice',
          problem: text(`与第 ${before} 行是同一张表`, `The same table as in row ${before}`),
          remedy: text('请删去其中一行', 'Remove one of them'),
        }),
      );
    if (words(values['entry']) !== '' && words(values['leftOut']) !== '')
      faults.push(
        records.faultAt(entry, 'leftOut', {
          kind: 'contradiction',
          problem: text('既有对应目录，又写了无须编目', 'It has an entry and says that it needs none'),
          remedy: text('请删去其中一项', 'Remove one of the two'),
        }),
      );
    for (const place of ['system', 'place', 'title', 'leftOut'])
      if (secretMark(words(values[place])) !== undefined)
        faults.push({
          ...records.faultAt(entry, place, {
            kind: 'secret',
            problem: text('写有密级标志，看来涉密', 'A mark of secrecy stands there'),
            remedy: text(
              '涉密数据不在本平台登记，请删去这一行',
              'Secrets are not entered here; remove the row',
            ),
          }),
          value: '',
        });
    return faults;
  });
}

export function createSheet({ db, audited }: InventoryNeeds) {
  const shapeFor = async (actor: Actor): Promise<Shape> =>
    shapeOf(await store.listOwnEntries(db, actor.departmentId));

  async function* rows(filter: store.AssetFilter): AsyncGenerator<Values> {
    for (let offset = 0; ; offset += PAGE) {
      const page = await store.listAssets(db, filter, PAGE, offset);
      // What the database no longer has must not come back to life with the file.
      yield* page.filter(row => row.goneAt === null).map(valuesOf);
      if (page.length < PAGE) return;
    }
  }

  /** A column that the file does not have leaves what is known of the table as it is. */
  function assetOf(
    { values }: Entry,
    known: Required<store.NewAsset> | undefined,
    entries: ReadonlyMap<string, number>,
  ): store.NewAsset {
    const said = <V>(key: string, value: V, before: V): V => (key in values ? value : before);
    const entryId = entries.get(words(values['entry'])) ?? null;
    return {
      place: words(values['place']),
      title: said('title', words(values['title']), known?.title ?? ''),
      rows: said('rows', typeof values['rows'] === 'number' ? values['rows'] : null, known?.rows ?? null),
      entryId: said('entry', entryId, known?.entryId ?? null),
      leftOut: said('leftOut', words(values['leftOut']), known?.leftOut ?? ''),
    };
  }

  /** All right rows in one command. */
  async function save(actor: Actor, right: readonly Entry[]): Promise<number> {
    const object = `department:${actor.departmentId}`;
    const { record } = await audited(actor, 'inventory.import', object, async tx => {
      const own = await store.listOwnEntries(tx, actor.departmentId);
      const entries = new Map(own.map(one => [one.title, one.id]));
      const at = new Date(tx.at);
      let added = 0;
      for (const [name, lines] of Map.groupBy(right, one => words(one.values['system']))) {
        const system =
          (await store.findSystemNamed(tx, actor.departmentId, name)) ??
          (await store.insertSystem(tx, actor.departmentId, { name, purpose: '', state: 'in_use' }, at));
        const known = new Map((await store.listPlaces(tx, system.id)).map(one => [one.place, one]));
        added += await store.putAssets(
          tx,
          system.id,
          lines.map(line => assetOf(line, known.get(words(line.values['place'])), entries)),
        );
      }
      return { value: undefined, facts: { rows: right.length, added } };
    });
    return record;
  }

  return {
    template: async (actor: Actor, format: FileFormat): Promise<FileOut> =>
      tableFile('数据资产模板', await shapeFor(actor), [], format),

    async export(filter: store.AssetFilter, name: string, format: FileFormat): Promise<FileOut> {
      const shape = shapeOf(await store.listOwnEntries(db, filter.departmentId));
      const columns = [...shape.columns, COVER];
      return tableFile(`${name} 数据资产`, { ...shape, columns }, rows(filter), format);
    },

    async bring(actor: Actor, name: string, file: Buffer, saving: Saving): Promise<Report> {
      const records = await readRecords(await shapeFor(actor), name, file);
      return saveRecords(records, meaningFaults(records), saving, right => save(actor, right));
    },
  };
}
