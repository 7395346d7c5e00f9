import { type Db, type Tx, sql } from '#kernel/db.ts';
import type { ListKind } from './columns.ts';
import type { OwnRow } from './gatherStore.ts';
import type { Row } from './rules.ts';

export interface EditRow {
  key: string;
  note: string;
  leftOut: string;
}

export const listEdits = (db: Db, departmentId: number, kind: ListKind): Promise<EditRow[]> =>
  db.many(
    sql`select key, note, left_out as "leftOut" from lists.edit where department_id = ${departmentId} and kind = ${kind}`,
  );

/** Nothing said is nothing kept. */
export async function putEdits(
  tx: Tx,
  departmentId: number,
  kind: ListKind,
  edits: readonly EditRow[],
): Promise<void> {
  const keys = edits.map(one => one.key);
  await tx.run(
    sql`delete from lists.edit where department_id = ${departmentId} and kind = ${kind} and key = any(${keys}::text[])`,
  );
  const said = edits.filter(one => one.note !== '' || one.leftOut !== '');
  await tx.run(sql`insert into lists.edit (department_id, kind, key, note, left_out)
    select ${departmentId}, ${kind}, key, note, "leftOut" from jsonb_to_recordset(${JSON.stringify(said)}::jsonb)
      as e (key text, note text, "leftOut" text)`);
}

export const insertOwnRows = (
  tx: Tx,
  departmentId: number,
  rows: readonly Omit<OwnRow, 'id'>[],
): Promise<{ id: number }[]> =>
  tx.many(sql`insert into lists.own_row (department_id, title, duty, basis)
    select ${departmentId}, title, duty, basis from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r (title text, duty text, basis text) returning id`);

export const deleteOwnRow = (tx: Tx, departmentId: number, id: number): Promise<number> =>
  tx.run(sql`delete from lists.own_row where id = ${id} and department_id = ${departmentId}`);

export interface VersionRow {
  id: number;
  departmentId: number;
  kind: ListKind;
  number: number | null;
  state: 'awaiting' | 'published' | 'returned';
  count: number;
  missing: number;
  sentAt: Date;
  sentPost: string;
  decidedAt: Date | null;
  decidedPost: string;
  note: string;
}

const VERSION = sql`select id, department_id as "departmentId", kind, number, state, missing, sent_at as "sentAt", sent_post as "sentPost",
    decided_at as "decidedAt", decided_post as "decidedPost", note,
    (select count(*)::int from jsonb_array_elements(rows) r where r ->> 'leftOut' = '') as count
  from lists.version`;

/** The newest first. */
export const listVersions = (db: Db, departmentId: number, kind: ListKind): Promise<VersionRow[]> =>
  db.many(sql`${VERSION} where department_id = ${departmentId} and kind = ${kind} order by id desc`);

/** The last signed one of each list, and what waits for a signature. */
export const listStanding = (db: Db, departments: readonly number[]): Promise<VersionRow[]> =>
  db.many(sql`${VERSION} where department_id = any(${[...departments]}::int[]) and (state = 'awaiting'
    or (state = 'published' and number = (select max(number) from lists.version o
      where o.department_id = lists.version.department_id and o.kind = lists.version.kind)))`);

export const getRows = async (db: Db, id: number): Promise<Row[]> =>
  (await db.get<{ rows: Row[] }>(sql`select rows from lists.version where id = ${id}`)).rows;

export const insertVersion = (
  tx: Tx,
  version: {
    departmentId: number;
    kind: ListKind;
    rows: readonly Row[];
    missing: number;
    at: Date;
    post: string;
  },
): Promise<number> =>
  tx.run(sql`insert into lists.version (department_id, kind, state, rows, missing, sent_at, sent_post)
    values (${version.departmentId}, ${version.kind}, 'awaiting', ${JSON.stringify(version.rows)}, ${version.missing}, ${version.at}, ${version.post})`);

export const deleteVersion = (tx: Tx, id: number): Promise<number> =>
  tx.run(sql`delete from lists.version where id = ${id} and state = 'awaiting'`);

export const decideVersion = (
  tx: Tx,
  id: number,
  { number, at, post, note }: { number: number | null; at: Date; post: string; note: string },
): Promise<number> =>
  tx.run(sql`update lists.version set number = ${number}, state = ${number === null ? 'returned' : 'published'}, decided_at = ${at},
    decided_post = ${post}, note = ${note} where id = ${id} and state = 'awaiting'`);

/** Two people of a department who act on one list act one after the other. */
export const lockList = async (tx: Tx, departmentId: number, kind: ListKind): Promise<void> => {
  await tx.get(sql`select pg_advisory_xact_lock(hashtextextended(${`lists ${departmentId} ${kind}`}, 0))`);
};
