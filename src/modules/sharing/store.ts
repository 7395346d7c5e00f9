import { type Db, type Sql, type Tx, empty, join, sql } from '#kernel/db.ts';
import type { BasisRank, RefusalCategory } from '#vocabulary/profile.ts';
import type { ConditionRow, Limits, Terms } from '#modules/grants/index.ts';
import type { ApplicationKind, ApplicationState, Extension, Mode, Path } from './rules.ts';

export interface Answer {
  reason: string;
  category: RefusalCategory | null;
  basis: { rank: BasisRank; title: string; article: string } | null;
  conditions: string[];
}

/** What the provider agreed to. */
export interface Proposal {
  items: string[];
  rows: ConditionRow[];
  mode: Mode;
  until: string;
  masks: Terms['masks'][number][];
  limits: Limits;
  reasons: Record<string, string>;
  /** When, and who: the grant counts from there and says whose consent it rests on. */
  decidedAt: string;
  consentBy: string;
}

export interface ApplicationRow {
  id: number;
  no: string;
  kind: ApplicationKind;
  formId: number | null;
  formNo: string | null;
  amends: number | null;
  amendsNo: string | null;
  demandId: number | null;
  entryId: number;
  entryVersion: number;
  entryTitle: string;
  shareType: 'unconditional' | 'conditional';
  consumerId: number;
  providerId: number;
  systemId: number;
  mode: Mode;
  items: string[];
  rows: ConditionRow[];
  purposes: Record<string, string>;
  frequency: { perDay: number; peakPerMinute: number } | null;
  hours: { from: string; to: string } | null;
  matter: string;
  ground: string;
  scenario: string;
  scope: string;
  until: string;
  thirdParties: string[];
  contact: string;
  event: string;
  argument: string;
  state: ApplicationState;
  heldFrom: ApplicationState | null;
  path: Path;
  material: string[];
  materialTold: boolean;
  extension: Extension | null;
  proposal: Proposal | null;
  answer: Answer | null;
  approved: string[] | null;
  grantId: number | null;
  mandateId: number | null;
  movedFrom: number | null;
  movedTo: number | null;
  topSensitivity: number;
  createdBy: number;
  consentedBy: number | null;
  createdAt: Date;
  /** When the consumer's head consented; before that it is nobody's but the consumer's. */
  receivedAt: Date | null;
  consumerName: string;
  consumerRegion: string;
  providerName: string;
  providerRegion: string;
  systemName: string;
  addresses: string[];
}

const APPLICATION = sql`a.id, a.no, a.kind, a.form_id as "formId", f.no as "formNo", a.amends, am.no as "amendsNo", a.demand_id as "demandId",
  a.entry_id as "entryId", a.entry_version as "entryVersion", a.entry_title as "entryTitle", a.share_type as "shareType",
  a.consumer_id as "consumerId", a.provider_id as "providerId", a.system_id as "systemId", a.mode, a.items, a.rows, a.purposes, a.frequency, a.hours,
  a.matter, a.ground, a.scenario, a.scope, a.until, a.third_parties as "thirdParties", a.contact, a.event, a.argument, a.state, a.held_from as "heldFrom",
  a.path, a.material, a.material_told as "materialTold", a.extension, a.proposal, a.answer, a.approved, a.grant_id as "grantId",
  a.mandate_id as "mandateId", a.moved_from as "movedFrom", a.moved_to as "movedTo", a.top_sensitivity as "topSensitivity",
  a.created_by as "createdBy", a.consented_by as "consentedBy", a.created_at as "createdAt", a.received_at as "receivedAt",
  c.name as "consumerName", c.region_code as "consumerRegion", p.name as "providerName", p.region_code as "providerRegion",
  s.name as "systemName", s.addresses`;
const APPLICATIONS = sql`sharing.application a join org.department c on c.id = a.consumer_id join org.department p on p.id = a.provider_id
  join org.system s on s.id = a.system_id left join sharing.form f on f.id = a.form_id left join sharing.grant am on am.id = a.amends`;

/** What a person writes in an application, with what the entry says of it. */
export type Written = Pick<
  ApplicationRow,
  | 'entryId'
  | 'entryVersion'
  | 'entryTitle'
  | 'shareType'
  | 'providerId'
  | 'systemId'
  | 'mode'
  | 'items'
  | 'rows'
  | 'purposes'
  | 'frequency'
  | 'hours'
  | 'matter'
  | 'ground'
  | 'scenario'
  | 'scope'
  | 'until'
  | 'thirdParties'
  | 'contact'
  | 'event'
  | 'argument'
  | 'path'
  | 'topSensitivity'
>;
export type NewApplication = Written &
  Pick<
    ApplicationRow,
    'no' | 'kind' | 'formId' | 'amends' | 'demandId' | 'consumerId' | 'createdBy' | 'createdAt'
  >;

const json = (value: unknown): Sql => sql`${JSON.stringify(value)}::jsonb`;

/** The columns of what was written, in one order for insertion and change. */
const columnsOf = (a: Written): [name: Sql, value: Sql][] => [
  [sql`entry_id`, sql`${a.entryId}`],
  [sql`entry_version`, sql`${a.entryVersion}`],
  [sql`entry_title`, sql`${a.entryTitle}`],
  [sql`share_type`, sql`${a.shareType}`],
  [sql`provider_id`, sql`${a.providerId}`],
  [sql`system_id`, sql`${a.systemId}`],
  [sql`mode`, sql`${a.mode}`],
  [sql`items`, sql`${a.items}`],
  [sql`rows`, json(a.rows)],
  [sql`purposes`, json(a.purposes)],
  [sql`frequency`, a.frequency ? json(a.frequency) : sql`null`],
  [sql`hours`, a.hours ? json(a.hours) : sql`null`],
  [sql`matter`, sql`${a.matter}`],
  [sql`ground`, sql`${a.ground}`],
  [sql`scenario`, sql`${a.scenario}`],
  [sql`scope`, sql`${a.scope}`],
  [sql`until`, sql`${a.until}`],
  [sql`third_parties`, sql`${a.thirdParties}`],
  [sql`contact`, sql`${a.contact}`],
  [sql`event`, sql`${a.event}`],
  [sql`argument`, sql`${a.argument}`],
  [sql`path`, sql`${a.path}`],
  [sql`top_sensitivity`, sql`${a.topSensitivity}`],
];

export const insertApplication = (tx: Tx, a: NewApplication): Promise<{ id: number }> => {
  const written = columnsOf(a);
  return tx.get(sql`insert into sharing.application (${join(
    written.map(([name]) => name),
    ', ',
  )}, no, kind, form_id, amends, demand_id, consumer_id, state, created_by, created_at)
    values (${join(
      written.map(([, value]) => value),
      ', ',
    )}, ${a.no}, ${a.kind}, ${a.formId}, ${a.amends}, ${a.demandId}, ${a.consumerId}, 'draft', ${a.createdBy}, ${a.createdAt})
    returning id`);
};

export const rewriteApplication = (tx: Tx, id: number, a: Written): Promise<number> =>
  tx.run(
    sql`update sharing.application set ${join(
      columnsOf(a).map(([name, value]) => sql`${name} = ${value}`),
      ', ',
    )} where id = ${id}`,
  );

export const insertForm = (
  tx: Tx,
  form: { no: string; consumerId: number; createdBy: number; createdAt: Date },
): Promise<{ id: number }> =>
  tx.get(sql`insert into sharing.form (no, consumer_id, created_by, created_at)
    values (${form.no}, ${form.consumerId}, ${form.createdBy}, ${form.createdAt}) returning id`);

export const getApplication = (db: Db, id: number): Promise<ApplicationRow> =>
  db.get(sql`select ${APPLICATION} from ${APPLICATIONS} where a.id = ${id}`);

/** The same, held against other deciders until the command ends. */
export const lockApplication = (tx: Tx, id: number): Promise<ApplicationRow> =>
  tx.get(sql`select ${APPLICATION} from ${APPLICATIONS} where a.id = ${id} for update of a`);

export const listOfForm = (db: Db, formId: number): Promise<ApplicationRow[]> =>
  db.many(sql`select ${APPLICATION} from ${APPLICATIONS} where a.form_id = ${formId} order by a.id`);

/** Of what is open; what was decided stays with who decided it. Nobody becomes its own provider. */
export const setProvider = (tx: Tx, entryId: number, departmentId: number): Promise<number> =>
  tx.run(sql`update sharing.application set provider_id = ${departmentId}
    where entry_id = ${entryId} and consumer_id <> ${departmentId}
      and state not in ('agreed', 'partly_agreed', 'refused', 'moved', 'lapsed', 'withdrawn')`);

export type Change = Partial<
  Pick<
    ApplicationRow,
    | 'state'
    | 'heldFrom'
    | 'entryVersion'
    | 'shareType'
    | 'path'
    | 'material'
    | 'materialTold'
    | 'extension'
    | 'proposal'
    | 'answer'
    | 'approved'
    | 'grantId'
    | 'mandateId'
    | 'movedFrom'
    | 'movedTo'
    | 'consentedBy'
  >
> & { receivedAt?: Date; answeredAt?: Date | null; inTime?: boolean | null };

/** How each field is written; `jsonb` where its value is no column of its own. */
const FIELDS: { [K in keyof Required<Change>]: { column: Sql; jsonb?: true } } = {
  state: { column: sql`state` },
  heldFrom: { column: sql`held_from` },
  entryVersion: { column: sql`entry_version` },
  shareType: { column: sql`share_type` },
  path: { column: sql`path` },
  material: { column: sql`material` },
  materialTold: { column: sql`material_told` },
  extension: { column: sql`extension`, jsonb: true },
  proposal: { column: sql`proposal`, jsonb: true },
  answer: { column: sql`answer`, jsonb: true },
  approved: { column: sql`approved` },
  grantId: { column: sql`grant_id` },
  mandateId: { column: sql`mandate_id` },
  movedFrom: { column: sql`moved_from` },
  movedTo: { column: sql`moved_to` },
  consentedBy: { column: sql`consented_by` },
  receivedAt: { column: sql`received_at` },
  answeredAt: { column: sql`answered_at` },
  inTime: { column: sql`answered_in_time` },
};

export const setApplication = (tx: Tx, id: number, change: Change): Promise<number> => {
  const sets = (Object.keys(change) as (keyof Change)[]).map(key => {
    const { column, jsonb } = FIELDS[key];
    const value = change[key];
    return jsonb && value !== null ? sql`${column} = ${json(value)}` : sql`${column} = ${value}`;
  });
  return tx.run(sql`update sharing.application set ${join(sets, ', ')} where id = ${id}`);
};

export interface Filter {
  where: Sql;
  states: readonly string[];
  kinds: readonly string[];
  modes: readonly string[];
  /** The department on either side. */
  departmentId: number | undefined;
  from: string | undefined;
  to: string | undefined;
  q: string;
  order: 'newest' | 'longest_waiting';
  page: number;
  size: number;
}

const like = (q: string): string => `%${q.replaceAll(/[\\%_]/g, '\\$&')}%`;

export async function listApplications(
  db: Db,
  filter: Filter,
): Promise<{ total: number; items: ApplicationRow[] }> {
  const { states, kinds, modes, departmentId, from, to, q } = filter;
  const conditions = [
    filter.where,
    states.length > 0 ? sql`a.state = any(${[...states]})` : empty,
    kinds.length > 0 ? sql`a.kind = any(${[...kinds]})` : empty,
    modes.length > 0 ? sql`a.mode = any(${[...modes]})` : empty,
    departmentId === undefined
      ? empty
      : sql`(a.consumer_id = ${departmentId} or a.provider_id = ${departmentId})`,
    from === undefined ? empty : sql`a.created_at >= (${from}::date)::timestamp at time zone 'Asia/Shanghai'`,
    to === undefined ? empty : sql`a.created_at < (${to}::date + 1)::timestamp at time zone 'Asia/Shanghai'`,
    q === ''
      ? empty
      : sql`(a.entry_title ilike ${like(q)} or a.no ilike ${like(q)} or a.matter ilike ${like(q)}
          or exists (select from sharing.form fq where fq.id = a.form_id and fq.no ilike ${like(q)}))`,
  ].filter(one => one !== empty);
  const where = join(conditions, ' and ');
  const { n } = await db.get<{ n: number }>(
    sql`select count(*) as n from sharing.application a where ${where}`,
  );
  const order = filter.order === 'newest' ? sql`a.id desc` : sql`a.received_at nulls last, a.id`;
  const items = await db.many<ApplicationRow>(
    sql`select ${APPLICATION} from ${APPLICATIONS} where ${where} order by ${order} limit ${filter.size} offset ${(filter.page - 1) * filter.size}`,
  );
  return { total: n, items };
}

export interface FilledRow {
  matter: string;
  ground: string;
  scenario: string;
  scope: string;
  systemId: number;
  contact: string;
  items: string[];
  at: Date;
  like: 'matter' | 'entry' | 'latest';
}

/** The department's application that is most like a new one: for the same matter, else the same entry, else its last. */
export const findAlike = (
  db: Db,
  consumerId: number,
  { entryId, matter }: { entryId: number; matter: string },
): Promise<FilledRow | undefined> =>
  db.find(sql`select matter, ground, scenario, scope, system_id as "systemId", contact, created_at as at,
      case when entry_id = ${entryId} then items else '{}' end as items,
      case when matter = ${matter} then 'matter' when entry_id = ${entryId} then 'entry' else 'latest' end as "like"
    from sharing.application where consumer_id = ${consumerId}
    order by (matter = ${matter}) desc, (entry_id = ${entryId}) desc, id desc limit 1`);

export const listMatters = (db: Db, consumerId: number): Promise<{ matter: string }[]> =>
  db.many(sql`select matter from sharing.application where consumer_id = ${consumerId}
    group by matter order by max(id) desc limit 50`);

/** Applications that wait for another share type of their entry. */
export const listAwaitingClass = (tx: Tx, entryId: number): Promise<{ id: number }[]> =>
  tx.many(sql`select id from sharing.application where entry_id = ${entryId}
    and (state = 'awaiting_class' or (state = 'disputed' and held_from = 'awaiting_class')) order by id`);

export const listAwaitingMaterial = (db: Db, after: number): Promise<{ id: number }[]> =>
  db.many(
    sql`select id from sharing.application where state = 'awaiting_material' and id > ${after} order by id limit 500`,
  );

export interface RemarkRow {
  id: number;
  at: Date;
  departmentId: number;
  post: string;
  name: string;
  text: string;
}

export const listRemarks = (db: Db, applicationId: number): Promise<RemarkRow[]> =>
  db.many(sql`select id, at, department_id as "departmentId", post, name, text from sharing.remark
    where application_id = ${applicationId} order by id`);

export const insertRemark = (tx: Tx, applicationId: number, remark: Omit<RemarkRow, 'id'>): Promise<number> =>
  tx.run(sql`insert into sharing.remark (application_id, department_id, at, post, name, text)
    values (${applicationId}, ${remark.departmentId}, ${remark.at}, ${remark.post}, ${remark.name}, ${remark.text})`);
