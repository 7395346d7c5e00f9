import { type Db, type Sql, type Tx, sql } from '#kernel/db.ts';
import type { Content, EntryState } from './rules.ts';

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
}

/** `version` is the expression for the version shown: the one in work, or the one that serves. */
const rowOf = (
  version: Sql,
  state: Sql,
): Sql => sql`select e.id, e.department_id as "departmentId", d.name as "departmentName",
    d.credit_code as "departmentCode", d.region_code as "regionCode", r.name as "regionName", e.code, v.version, ${state} as state,
    v.content, e.serving, e.revision, v.standing_consent as "standingConsent", e.submitted_by as "submittedBy",
    e.mounted_rows as "mountedRows", e.used_by as "usedBy", v.changed_at as "updatedAt", v.published_at as "publishedAt"
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

export interface OwnFilter {
  departmentId: number;
  /** Regions whose authority the reader is; their entries are listed once they were sent on. */
  regions: readonly string[];
  states: readonly string[];
  words: string;
  page: number;
  size: number;
}

const ownWhere = ({ departmentId, regions, states, words }: OwnFilter): Sql => sql`
  (e.department_id = ${departmentId} or (d.region_code = any(${[...regions]}::text[]) and e.state in ('in_review', 'published')))
  and (cardinality(${[...states]}::text[]) = 0 or e.state = any(${[...states]}::text[]))
  and strpos(lower(e.title), lower(${words})) > 0`;

export const listOwn = (db: Db, filter: OwnFilter): Promise<EntryRow[]> =>
  db.many(
    sql`${WORKING} where ${ownWhere(filter)} order by e.updated_at desc, e.id desc limit ${filter.size} offset ${(filter.page - 1) * filter.size}`,
  );

export const countOwn = (db: Db, filter: OwnFilter): Promise<{ n: number }> =>
  db.get(
    sql`select count(*) as n from catalog.entry e join org.department d on d.id = e.department_id where ${ownWhere(filter)}`,
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
}

export const updateEntry = (tx: Tx, id: number, change: EntryChange, at: Date): Promise<number> =>
  tx.run(sql`update catalog.entry set title = ${change.title}, version = ${change.version}, serving = ${change.serving}, state = ${change.state},
      code = ${change.code}, submitted_by = ${change.submittedBy}, revision = revision + 1, updated_at = ${at},
      published_at = case when ${change.state} = 'published' then ${at} else published_at end
    where id = ${id}`);

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

export const insertHistory = (
  tx: Tx,
  id: number,
  version: number,
  action: string,
  at: Date,
  post: string,
  name: string,
  note: string,
  citation: object | null,
): Promise<number> =>
  tx.run(sql`insert into catalog.history (entry_id, version, action, at, post, name, note, citation)
    values (${id}, ${version}, ${action}, ${at}, ${post}, ${name}, ${note}, ${citation === null ? null : JSON.stringify(citation)})`);
