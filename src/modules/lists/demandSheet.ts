/** Needs as a spreadsheet: the template, what people bring, the list that goes out. */
import type { Static } from 'typebox';
import { type Text, text } from '#kernel/errors.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import {
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
import { secretMark } from '#modules/catalog/index.ts';
import type * as contract from './contract.ts';
import type { DemandRow } from './demandStore.ts';
import type { Demands } from './demands.ts';
import type { DemandState } from './rules.ts';

const NOTHING = text('', '');

export const DEMAND_WORDS: Record<DemandState, Text> = {
  registered: text('待协调', 'To be coordinated'),
  assigned: text('待部门确认', 'Awaiting the provider'),
  accepted: text('部门办理中', 'Being supplied'),
  matched: text('已匹配目录', 'Matched'),
  merged: text('已合并', 'Merged'),
  closed: text('不予办理', 'Closed'),
  withdrawn: text('已撤回', 'Withdrawn'),
};

const TITLE = column('title', text('需求数据', 'Data needed'), text('要什么数据。', 'What is needed.'), {
  required: true,
  maxLength: 120,
  width: 30,
});
const MATTER = column(
  'matter',
  text('用于什么事项', 'For which matter'),
  text('政务服务事项或履职工作。', 'A matter or a duty.'),
  { maxLength: 200, width: 30 },
);
const DESCRIPTION = column(
  'description',
  text('说明', 'Description'),
  text('数据项、范围、频次。', 'Items, extent, how often.'),
  {
    maxLength: 1000,
    width: 40,
  },
);
const WANTED = column('wantedBy', text('需要时间', 'Wanted by'), NOTHING, { kind: 'date' });

const LIST: Shape = {
  name: text('供需对接清单', 'Supply and demand'),
  columns: [
    column('id', text('编号', 'Number'), NOTHING, { kind: 'integer' }),
    TITLE,
    MATTER,
    DESCRIPTION,
    column('departmentName', text('提出部门', 'Department'), NOTHING, { width: 26 }),
    column('suggestedName', text('建议提供部门', 'Suggested provider'), NOTHING, { width: 26 }),
    WANTED,
    column('seconds', text('附议部门数', 'Seconded by'), NOTHING, { kind: 'integer' }),
    column('state', text('状态', 'State'), NOTHING),
    column('providerName', text('提供部门', 'Provider'), NOTHING, { width: 26 }),
    column('until', text('期限', 'Until'), NOTHING, { kind: 'date' }),
    column('entryTitle', text('匹配目录', 'Entry'), NOTHING, { width: 30 }),
    column('entryCode', text('目录代码', 'Code'), NOTHING, { width: 24 }),
    column('listedAt', text('纳入清单时间', 'Listed'), NOTHING),
  ],
};

const valuesOf = (row: DemandRow): Values => ({
  id: row.id,
  title: row.title,
  matter: row.matter,
  description: row.description,
  departmentName: row.departmentName,
  suggestedName: row.suggestedName ?? undefined,
  wantedBy: row.wantedBy ?? undefined,
  seconds: row.seconds,
  state: DEMAND_WORDS[row.state].zh,
  providerName: row.providerName ?? undefined,
  until: row.until ?? undefined,
  entryTitle: row.entryTitle ?? undefined,
  entryCode: row.entryCode ?? undefined,
  listedAt: row.listedAt?.toISOString(),
});

const PAGE = 500;

export function createDemandSheet(organizations: Organizations, demands: Demands, today: () => string) {
  async function shape(): Promise<Shape> {
    const departments = (await organizations.departments()).filter(one => one.state === 'active');
    return {
      name: text('需求', 'Needs'),
      columns: [
        TITLE,
        MATTER,
        DESCRIPTION,
        column(
          'suggested',
          text('建议提供部门', 'Suggested provider'),
          text('部门全称，不知道的不填。', 'Its full name; empty if unknown.'),
          {
            kind: 'enum',
            choices: departments.map(one => ({ code: String(one.id), label: text(one.name, one.nameEn) })),
            width: 30,
          },
        ),
        WANTED,
      ],
    };
  }

  async function* rows(
    actor: Actor,
    query: Static<typeof contract.DemandExportQuery>,
  ): AsyncGenerator<Values> {
    for (let offset = 0; ; offset += PAGE) {
      const page = await demands.rows(actor, query, PAGE, offset);
      yield* page.map(valuesOf);
      if (page.length < PAGE) return;
    }
  }

  /** What is wrong with what a right cell means. */
  function meaningFaults(actor: Actor, records: Records) {
    return records.entries.flatMap(entry => {
      const { values } = entry;
      const marked = (['title', 'matter', 'description'] as const).filter(
        key => secretMark(String(values[key] ?? '')) !== undefined,
      );
      const faults = marked.map(key => ({
        ...records.faultAt(entry, key, {
          kind: 'secret',
          problem: text('写有密级标志，看来涉密', 'A mark of secrecy stands there'),
          remedy: text('涉密数据不在本平台共享，请删去这一行', 'Secrets are not shared here; remove the row'),
        }),
        value: '',
      }));
      const wanted = values['wantedBy'];
      if (typeof wanted === 'string' && wanted < today())
        faults.push(
          records.faultAt(entry, 'wantedBy', {
            kind: 'date_past',
            problem: text('日期已经过去', 'The date has passed'),
            remedy: text('请填写今天或以后的日期', 'Write today or a later day'),
          }),
        );
      if (values['suggested'] === String(actor.departmentId))
        faults.push(
          records.faultAt(entry, 'suggested', {
            kind: 'own_department',
            problem: text('建议提供部门是本部门', 'That is your own department'),
            remedy: text('请填写持有数据的部门，不知道的不填', 'Write who holds the data, or nothing'),
          }),
        );
      return faults;
    });
  }

  return {
    template: async (format: FileFormat): Promise<FileOut> =>
      tableFile('需求登记模板', await shape(), [], format),

    export: (actor: Actor, query: Static<typeof contract.DemandExportQuery>): FileOut =>
      tableFile('供需对接清单', LIST, rows(actor, query), query.format),

    async bring(actor: Actor, name: string, file: Buffer, saving: Saving): Promise<Report> {
      const records = await readRecords(await shape(), name, file);
      return saveRecords(records, meaningFaults(actor, records), saving, right =>
        demands.registerMany(
          actor,
          right.map(({ values }) => ({
            title: String(values['title']),
            matter: String(values['matter'] ?? ''),
            description: String(values['description'] ?? ''),
            suggestedId: values['suggested'] === undefined ? null : Number(values['suggested']),
            wantedBy: values['wantedBy'] === undefined ? null : String(values['wantedBy']),
          })),
        ),
      );
    },
  };
}
