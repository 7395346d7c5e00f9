import { type Db, type Sql, type Tx, sql } from '#kernel/db.ts';
import type { Content, EntryState } from './rules.ts';
import { PROMISED } from './stale.ts';

export interface EntryRow {
  id: number;
  departmentId: number;
  departmentName: string;
  departmentCode: string;
  regionCode: string;
  regionName: string;
  code: string | null;
  /** Of the content in this row. */
  version: number;
  state: EntryState | 'superseded';
  content: Content;
  /** The version that serves, whatever this row shows. */
  serving: number | null;
  revision: number;
  standingConsent: boolean;
  submittedBy: number | null;
  mountedRows: number | null;
  usedBy: number;
  updatedAt: Date;
  publishedAt: Date | null;
  departmentState: 'active' | 'suspended' | 'dissolved';
  /** Since when the serving version takes no new applications; null when it does. */
  suspendedAt: Date | null;
  suspendedReason: string;
  consulted: string;
  /** When the data were last known to change. */
  dataAt: Date | null;
  originPlatform: string | null;
  originCode: string | null;
  originVersion: number | null;
}

/** `version` is the expression for the version shown: the one in work, or the one that serves. */
const rowOf = (
  version: Sql,
  state: Sql,
): Sql => sql`select e.id, e.department_id as "departmentId", d.name as "departmentName",
    d.credit_code as "departmentCode", d.region_code as "regionCode", r.name as "regionName", e.code, v.version, ${state} as state,
    v.content, e.serving, e.revision, v.standing_consent as "standingConsent", e.submitted_by as "submittedBy",
    e.mounted_rows as "mountedRows", e.used_by as "usedBy", v.changed_at as "updatedAt", v.published_at as "publishedAt",
    d.state as "departmentState", e.suspended_at as "suspendedAt", e.suspended_reason as "suspendedReason", e.consulted, e.data_at as "dataAt",
    e.origin_platform as "originPlatform", e.origin_code as "originCode", e.origin_version as "originVersion"
  from catalog.entry e
  join catalog.entry_version v on v.entry_id = e.id and v.version = ${version}
  join org.department d on d.id = e.department_id
  join org.region r on r.code = d.region_code`;

const WORKING = rowOf(sql`e.version`, sql`e.state`);
const SERVING = rowOf(sql`e.serving`, sql`'published'`);

export const findWorking = (db: Db, id: number): Promise<EntryRow | undefined> =>
  db.find(sql`${WORKING} where e.id = ${id}`);
export const getWorking = (db: Db, id: number): Promise<EntryRow> =>
  db.get(sql`${WORKING} where e.id = ${id}`);

/** Locks the entry for the rest of the transaction, then reads it: two people who act at once act one after the other. */
export const lockWorking = async (tx: Tx, id: number): Promise<EntryRow> => {
  await tx.get(sql`select from catalog.entry where id = ${id} for update`);
  return getWorking(tx, id);
};
export const findServing = (db: Db, id: number): Promise<EntryRow | undefined> =>
  db.find(sql`${SERVING} where e.id = ${id}`);
export const listServing = (db: Db, ids: readonly number[]): Promise<EntryRow[]> =>
  db.many(sql`${SERVING} where e.id = any(${[...ids]}::int[])`);

/** Locks them in the order of their numbers, so that two who lock many wait and never for each other. */
export const lockServing = async (tx: Tx, ids: readonly number[]): Promise<EntryRow[]> => {
  await tx.many(sql`select id from catalog.entry where id = any(${[...ids]}::int[]) order by id for update`);
  return listServing(tx, ids);
};

export interface OwnFilter {
  departmentId: number;
  /** Regions whose authority the reader is; their entries are listed once they were sent on. */
  regions: readonly string[];
  states: readonly string[];
  /** Empty for any. */
  shareTypes: readonly string[];
  mounted: boolean | null;
  /** Only what is past its cycle at this moment; null for any. */
  staleAt: Date | null;
  words: string;
  page: number;
  size: number;
}

/** As `staleDays` counts: whole days beyond the cycle. */
const isStale = (at: Date): Sql => sql`e.data_at <= ${at}::timestamptz
  - ((${JSON.stringify(PROMISED)}::jsonb ->> (v.content ->> 'updateCycle'))::int + 1) * interval '1 day'`;

const ownWhere = ({
  departmentId,
  regions,
  states,
  shareTypes,
  mounted,
  staleAt,
  words,
}: OwnFilter): Sql => sql`
  (e.department_id = ${departmentId} or (d.region_code = any(${[...regions]}::text[]) and e.state in ('in_review', 'published')))
  and (cardinality(${[...states]}::text[]) = 0 or e.state = any(${[...states]}::text[]))
  and (cardinality(${[...shareTypes]}::text[]) = 0 or v.content ->> 'shareType' = any(${[...shareTypes]}::text[]))
  and (${mounted}::boolean is null or (e.mounted_rows is not null) = ${mounted})
  and ${staleAt === null ? sql`true` : isStale(staleAt)}
  and strpos(lower(v.content ->> 'title'), lower(${words})) > 0`;

export const listOwn = (db: Db, filter: OwnFilter): Promise<EntryRow[]> =>
  db.many(
    sql`${WORKING} where ${ownWhere(filter)} order by e.updated_at desc, e.id desc limit ${filter.size} offset ${(filter.page - 1) * filter.size}`,
  );

export const countOwn = (db: Db, filter: OwnFilter): Promise<{ n: number }> =>
  db.get(
    sql`select count(*) as n from catalog.entry e join catalog.entry_version v on v.entry_id = e.id and v.version = e.version
      join org.department d on d.id = e.department_id where ${ownWhere(filter)}`,
  );

export const insertEntry = async (
  tx: Tx,
  departmentId: number,
  content: Content,
  accountId: number | null,
  at: Date,
): Promise<number> => {
  const { id } = await tx.get<{
    id: number;
  }>(sql`insert into catalog.entry (department_id, title, version, state, created_by, created_at, updated_at)
    values (${departmentId}, ${content.title}, 1, 'draft', ${accountId}, ${at}, ${at}) returning id`);
  await insertVersion(tx, id, 1, content, at);
  return id;
};

export const insertVersion = (
  tx: Tx,
  id: number,
  version: number,
  content: Content,
  at: Date,
): Promise<number> =>
  tx.run(sql`insert into catalog.entry_version (entry_id, version, content, state, changed_at)
    values (${id}, ${version}, ${JSON.stringify(content)}, 'draft', ${at})`);

export const updateVersion = (
  tx: Tx,
  id: number,
  version: number,
  content: Content,
  at: Date,
): Promise<number> =>
  tx.run(
    sql`update catalog.entry_version set content = ${JSON.stringify(content)}, changed_at = ${at} where entry_id = ${id} and version = ${version}`,
  );

export const setVersionState = (
  tx: Tx,
  id: number,
  version: number,
  state: 'published' | 'superseded' | 'withdrawn',
  publishedAt: Date | null,
): Promise<number> =>
  tx.run(
    sql`update catalog.entry_version set state = ${state}, published_at = coalesce(${publishedAt}, published_at) where entry_id = ${id} and version = ${version}`,
  );

/** The numbers of versions run on, also over discarded ones. */
export const getLastVersion = (db: Db, id: number): Promise<{ version: number }> =>
  db.get(sql`select max(version) as version from catalog.entry_version where entry_id = ${id}`);

export interface EntryChange {
  title: string;
  version: number;
  serving: number | null;
  state: EntryState;
  code: string | null;
  submittedBy: number | null;
  consulted: string;
}

/** The entry’s own title is read by everyone: while an older version serves, it is that one’s, not the draft’s. */
export const updateEntry = (tx: Tx, id: number, change: EntryChange, at: Date): Promise<number> =>
  tx.run(sql`update catalog.entry set title = case when ${change.serving}::int is null or ${change.serving}::int = ${change.version}::int then ${change.title} else title end,
      version = ${change.version}, serving = ${change.serving}, state = ${change.state}, code = ${change.code}, submitted_by = ${change.submittedBy}, consulted = ${change.consulted}, revision = revision + 1, updated_at = ${at},
      published_at = case when ${change.state} = 'published' then ${at} else published_at end
    where id = ${id}`);

/** Who signed the version that serves for the sharing office. */
export const findOfficeSignature = (
  db: Db,
  id: number,
): Promise<{ post: string; name: string; at: Date } | undefined> =>
  db.find(sql`select h.post, h.name, h.at from catalog.history h join catalog.entry e on e.id = h.entry_id and e.serving = h.version
    where h.entry_id = ${id} and h.action = 'sign_office' order by h.id desc limit 1`);

export const setStandingConsent = (tx: Tx, id: number, version: number, consent: boolean): Promise<number> =>
  tx.run(
    sql`update catalog.entry_version set standing_consent = ${consent} where entry_id = ${id} and version = ${version}`,
  );

export const nextInSequence = (tx: Tx, front: string): Promise<{ last: number }> =>
  tx.get(sql`insert into catalog.code_sequence as s (front, last) values (${front}, 1)
    on conflict (front) do update set last = s.last + 1 returning last`);

export const setMounted = async (tx: Tx, id: number, rows: number | null): Promise<void> => {
  await tx.run(sql`update catalog.entry set mounted_rows = ${rows} where id = ${id}`);
  await tx.run(
    sql`update catalog.shelf set mounted = ${rows !== null} where entry_id = ${id} and mounted <> ${rows !== null}`,
  );
};

export const setUsedBy = async (tx: Tx, id: number, departments: number): Promise<void> => {
  await tx.run(sql`update catalog.entry set used_by = ${departments} where id = ${id}`);
  await tx.run(sql`update catalog.shelf set used_by = ${departments} where entry_id = ${id}`);
};

export interface HistoryRow {
  action: string;
  version: number;
  at: Date;
  post: string;
  name: string;
  note: string;
  citation: object | null;
  record: number | null;
}

/** The number in the record is known once the ledger has read it there. */
export const listHistory = (db: Db, id: number): Promise<HistoryRow[]> =>
  db.many(sql`select h.action, h.version, h.at, h.post, h.name, h.note, h.citation, l.number as record
    from catalog.history h
    left join ledger.entry l on l.object = ${`entry:${id}`} and l.action = 'catalog.' || h.action and l.at = h.at and l.result = 'done'
    where h.entry_id = ${id} order by h.id`);

export interface Step {
  action: string;
  version: number;
  /** The revision of the entry that the step made. */
  revision: number;
  /** Fields of the content that it changed. */
  fields: readonly string[];
  at: Date;
  post: string;
  name: string;
  note: string;
  citation: object | null;
}

export const insertHistory = (tx: Tx, id: number, step: Step): Promise<number> =>
  tx.run(sql`insert into catalog.history (entry_id, version, revision, fields, action, at, post, name, note, citation)
    values (${id}, ${step.version}, ${step.revision}, ${[...step.fields]}, ${step.action}, ${step.at}, ${step.post}, ${step.name}, ${step.note},
      ${step.citation === null ? null : JSON.stringify(step.citation)})`);

/** Who changed what since a revision, the newest first. */
export const listChangesSince = (
  db: Db,
  id: number,
  revision: number,
): Promise<{ post: string; fields: string[] }[]> =>
  db.many(sql`select post, fields from catalog.history
    where entry_id = ${id} and revision > ${revision} and cardinality(fields) > 0 order by id desc`);

export const setSuspended = (tx: Tx, id: number, at: Date | null, reason: string): Promise<number> =>
  tx.run(sql`update catalog.entry set suspended_at = ${at}, suspended_reason = ${reason} where id = ${id}`);

export const setDataAt = (tx: Tx, id: number, at: Date): Promise<number> =>
  tx.run(sql`update catalog.entry set data_at = ${at} where id = ${id}`);

export const setDepartment = async (tx: Tx, id: number, departmentId: number): Promise<void> => {
  await tx.run(sql`update catalog.entry set department_id = ${departmentId} where id = ${id}`);
  await tx.run(sql`update catalog.shelf set department_id = ${departmentId},
      region_code = (select region_code from org.department where id = ${departmentId}) where entry_id = ${id}`);
};

/** Of these codes those of entries that are open, in the order given. */
export const listOpenCodes = async (db: Db, codes: readonly string[]): Promise<string[]> =>
  (
    await db.many<{
      code: string;
    }>(sql`select c.code from unnest(${[...codes]}::text[]) with ordinality as c (code, at)
      join catalog.entry e on e.code = c.code join catalog.shelf s on s.entry_id = e.id
      where s.open_type <> 'none' order by c.at`)
  ).map(row => row.code);

export interface RemarkRow {
  id: number;
  version: number;
  field: string;
  text: string;
  at: Date;
  post: string;
  settledAt: Date | null;
}

export const insertRemarks = (
  tx: Tx,
  id: number,
  version: number,
  remarks: readonly { field: string; text: string }[],
  at: Date,
  post: string,
): Promise<number> =>
  tx.run(sql`insert into catalog.remark (entry_id, version, field, text, at, post)
    select ${id}, ${version}, field, text, ${at}, ${post}
    from unnest(${remarks.map(one => one.field)}::text[], ${remarks.map(one => one.text)}::text[]) as r (field, text)`);

/** A remark is answered by sending the entry on again. */
export const settleRemarks = (tx: Tx, id: number, at: Date): Promise<number> =>
  tx.run(sql`update catalog.remark set settled_at = ${at} where entry_id = ${id} and settled_at is null`);

export const listRemarks = (db: Db, id: number): Promise<RemarkRow[]> =>
  db.many(
    sql`select id, version, field, text, at, post, settled_at as "settledAt" from catalog.remark where entry_id = ${id} order by id`,
  );

export interface VersionRow {
  version: number;
  state: 'draft' | 'published' | 'superseded' | 'withdrawn';
  changedAt: Date;
  publishedAt: Date | null;
  content: Content;
}

export const listVersions = (db: Db, id: number): Promise<VersionRow[]> =>
  db.many(sql`select version, state, changed_at as "changedAt", published_at as "publishedAt", content
    from catalog.entry_version where entry_id = ${id} order by version desc`);

export const findVersion = (db: Db, id: number, version: number): Promise<VersionRow | undefined> =>
  db.find(sql`select version, state, changed_at as "changedAt", published_at as "publishedAt", content
    from catalog.entry_version where entry_id = ${id} and version = ${version}`);

/** Drafts for all contents, with the first step of their history each, in two statements. */
export async function insertEntries(
  tx: Tx,
  departmentId: number,
  contents: readonly Content[],
  by: { accountId: number | null; post: string; name: string; at: Date },
): Promise<number[]> {
  const rows = await tx.many<{ id: number }>(sql`
    with content as (select content, at from jsonb_array_elements(${JSON.stringify(contents)}::jsonb) with ordinality as c (content, at)),
    made as (insert into catalog.entry (department_id, title, version, state, created_by, created_at, updated_at)
      select ${departmentId}, content ->> 'title', 1, 'draft', ${by.accountId}, ${by.at}, ${by.at} from content order by at
      returning id),
    numbered as (select id, row_number() over (order by id) as at from made),
    versions as (insert into catalog.entry_version (entry_id, version, content, state, changed_at)
      select id, 1, content, 'draft', ${by.at} from numbered join content using (at)),
    steps as (insert into catalog.history (entry_id, version, revision, action, at, post, name)
      select id, 1, 1, 'create', ${by.at}, ${by.post}, ${by.name} from numbered)
    select id from numbered order by at`);
  return rows.map(row => row.id);
}

/** Whether another entry of the department bears the title. */
export const isTitleTaken = async (
  db: Db,
  { id, departmentId }: Pick<EntryRow, 'id' | 'departmentId'>,
  title: string,
): Promise<boolean> =>
  (await db.find(sql`select from catalog.entry where department_id = ${departmentId} and title = ${title} and title <> ''
    and state <> 'withdrawn' and id <> ${id}`)) !== undefined;

export const listTaken = async (db: Db, departmentId: number, titles: readonly string[]): Promise<string[]> =>
  (
    await db.many<{ title: string }>(sql`select title from catalog.entry
      where department_id = ${departmentId} and title = any(${[...titles]}::text[]) and title <> '' and state <> 'withdrawn' order by title`)
  ).map(row => row.title);
