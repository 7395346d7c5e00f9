import type { Static } from 'typebox';
import { type Bookkeeper, type Db, type Sql, sql } from '#kernel/db.ts';
import type { Content } from '#modules/catalog/index.ts';
import type * as contract from './contract.ts';

export type State = (typeof contract.STATES)[number];
type View = Static<typeof contract.UploadView>;

export interface UploadRow {
  id: number;
  accountId: number;
  name: string;
  kind: 'xlsx' | 'csv';
  state: State;
  rowsRead: number;
  rows: number;
  entries: number;
  rightEntries: number;
  items: number;
  faults: number;
  losses: View['losses'];
  strangers: View['strangers'];
  corrections: Record<string, string>;
  problem: View['problem'];
  imported: number[];
  record: number | null;
  createdAt: Date;
  beatAt: Date;
  expiresAt: Date;
}

const UPLOAD = sql`select id, account_id as "accountId", name, kind, state, rows_read as "rowsRead", rows, entries,
    right_entries as "rightEntries", items, faults, losses, strangers, corrections, problem, imported, record,
    created_at as "createdAt", beat_at as "beatAt", expires_at as "expiresAt" from imports.upload`;

/** Only a person's own, and only in the department in which he uploaded it. */
export const findUpload = (db: Db, id: number, accountId: number, departmentId: number) =>
  db.find<UploadRow>(
    sql`${UPLOAD} where id = ${id} and account_id = ${accountId} and department_id = ${departmentId}`,
  );
export const listUploads = (db: Db, accountId: number, departmentId: number): Promise<UploadRow[]> =>
  db.many(
    sql`${UPLOAD} where account_id = ${accountId} and department_id = ${departmentId} order by id desc limit 20`,
  );
export const getFile = (
  db: Db,
  id: number,
): Promise<{ file: Buffer | null; corrections: Record<string, string> }> =>
  db.get(sql`select file, corrections from imports.upload where id = ${id}`);

export const countOpen = (db: Db, accountId: number): Promise<{ n: number }> =>
  db.get(
    sql`select count(*) as n from imports.upload where account_id = ${accountId} and state not in ('imported', 'refused')`,
  );

export const insertUpload = (
  keep: Bookkeeper,
  upload: {
    accountId: number;
    departmentId: number;
    name: string;
    kind: string;
    file: Buffer;
    at: Date;
    expiresAt: Date;
  },
): Promise<{ id: number }> =>
  keep.get(sql`insert into imports.upload (account_id, department_id, name, kind, file, created_at, beat_at, expires_at)
    values (${upload.accountId}, ${upload.departmentId}, ${upload.name}, ${upload.kind}, ${upload.file}, ${upload.at}, ${upload.at}, ${upload.expiresAt})
    returning id`);

/** Everything of an earlier pass goes: a check begins anew. */
export const beginCheck = async (keep: Bookkeeper, id: number, at: Date): Promise<void> => {
  await keep.run(sql`delete from imports.row where upload_id = ${id}`);
  await keep.run(sql`delete from imports.fault where upload_id = ${id}`);
  await keep.run(sql`update imports.upload set state = 'checking', rows_read = 0, rows = 0, entries = 0, right_entries = 0,
    items = 0, faults = 0, losses = '[]', strangers = '[]', problem = null, beat_at = ${at} where id = ${id}`);
};

export const setTotal = (keep: Bookkeeper, id: number, rows: number): Promise<number> =>
  keep.run(sql`update imports.upload set rows = ${rows} where id = ${id}`);
export const setProgress = (keep: Bookkeeper, id: number, rowsRead: number, at: Date): Promise<number> =>
  keep.run(sql`update imports.upload set rows_read = ${rowsRead}, beat_at = ${at} where id = ${id}`);

export interface ReadRow {
  kind: 'entry' | 'item';
  row: number;
  title: string;
  content: object;
  faulty: boolean;
}

export const insertRows = (keep: Bookkeeper, id: number, rows: readonly ReadRow[]): Promise<number> =>
  keep.run(sql`insert into imports.row (upload_id, kind, row, title, content, faulty)
    select ${id}, kind, row, title, content, faulty
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (kind text, row int, title text, content jsonb, faulty boolean)`);

export type FaultRow = Static<typeof contract.FaultView>;

export const insertFaults = (keep: Bookkeeper, id: number, faults: readonly FaultRow[]): Promise<number> =>
  keep.run(sql`insert into imports.fault (upload_id, sheet, row, col, cell, value, kind, problem, problem_en, remedy, remedy_en, repair, mild)
    select ${id}, sheet, "row", "column", cell, value, kind, problem, "problemEn", remedy, "remedyEn", repair, mild
    from jsonb_to_recordset(${JSON.stringify(faults)}::jsonb) as f (sheet text, "row" int, "column" text, cell text, value text,
      kind text, problem text, "problemEn" text, remedy text, "remedyEn" text, repair text, mild boolean)`);

/** An entry with a wrong item is wrong; so are all that bear one of these titles. */
export const markFaulty = (keep: Bookkeeper, id: number, titles: readonly string[]): Promise<number> =>
  keep.run(sql`update imports.row r set faulty = true where r.upload_id = ${id} and r.kind = 'entry' and not r.faulty
    and (r.title = any(${[...titles]}::text[])
      or exists (select from imports.row i where i.upload_id = ${id} and i.kind = 'item' and i.title = r.title and i.faulty))`);

/** Rows whose faults were found after they had been read. */
export const markRows = (
  keep: Bookkeeper,
  id: number,
  kind: ReadRow['kind'],
  rows: readonly number[],
): Promise<number> =>
  keep.run(
    sql`update imports.row set faulty = true where upload_id = ${id} and kind = ${kind} and row = any(${[...rows]}::int[])`,
  );

export interface Checked {
  rowsRead: number;
  faults: number;
  losses: View['losses'];
  strangers: View['strangers'];
}

export const endCheck = (keep: Bookkeeper, id: number, checked: Checked, at: Date): Promise<number> =>
  keep.run(sql`update imports.upload set state = 'checked', rows_read = ${checked.rowsRead}, rows = ${checked.rowsRead},
      faults = ${checked.faults}, losses = ${JSON.stringify(checked.losses)}, strangers = ${JSON.stringify(checked.strangers)}, beat_at = ${at},
      entries = (select count(*) from imports.row where upload_id = ${id} and kind = 'entry'),
      right_entries = (select count(*) from imports.row where upload_id = ${id} and kind = 'entry' and not faulty),
      items = (select count(*) from imports.row where upload_id = ${id} and kind = 'item')
    where id = ${id}`);

/** `forget`: nothing of the file may stay, whatever it said. */
export const refuseUpload = async (
  keep: Bookkeeper,
  id: number,
  problem: View['problem'],
  forget: boolean,
  at: Date,
): Promise<void> => {
  await keep.run(sql`delete from imports.row where upload_id = ${id}`);
  if (forget) await keep.run(sql`delete from imports.fault where upload_id = ${id}`);
  await keep.run(sql`update imports.upload set state = 'refused', problem = ${JSON.stringify(problem)}, beat_at = ${at},
      file = case when ${forget} then null else file end,
      corrections = case when ${forget} then '{}' else corrections end,
      strangers = case when ${forget} then '[]' else strangers end
    where id = ${id}`);
};

/** From one state to another, once: of two who ask at the same time one is told that it is no longer so. */
export const step = (keep: Bookkeeper, id: number, from: State, to: State, at: Date): Promise<number> =>
  keep.run(
    sql`update imports.upload set state = ${to}, problem = null, rows_read = 0, beat_at = ${at} where id = ${id} and state = ${from}`,
  );

export const correct = (
  keep: Bookkeeper,
  id: number,
  corrections: Record<string, string>,
  at: Date,
): Promise<number> =>
  keep.run(sql`update imports.upload set state = 'waiting', corrections = corrections || ${JSON.stringify(corrections)}::jsonb, beat_at = ${at}
    where id = ${id} and state = 'checked'`);

/** Back to what can be imported, with the reason why it was not. */
export const giveBack = (keep: Bookkeeper, id: number, problem: View['problem'], at: Date): Promise<number> =>
  keep.run(
    sql`update imports.upload set state = 'checked', problem = ${JSON.stringify(problem)}, beat_at = ${at} where id = ${id}`,
  );

export const endImport = async (
  keep: Bookkeeper,
  id: number,
  imported: readonly number[],
  record: number,
  at: Date,
): Promise<void> => {
  await keep.run(sql`update imports.upload set state = 'imported', imported = ${[...imported]}::int[], record = ${record}, file = null, beat_at = ${at}
    where id = ${id}`);
  await keep.run(sql`delete from imports.row where upload_id = ${id}`);
};

/** The next right entries with their items, in the order of the file. */
export const listEntries = (db: Db, id: number, after: number, limit: number) =>
  db.many<{ row: number; content: Content; items: Content['items'] }>(sql`
    select e.row, e.content, coalesce((select jsonb_agg(i.content order by i.row) from imports.row i
        where i.upload_id = e.upload_id and i.kind = 'item' and i.title = e.title), '[]') as items
    from imports.row e where e.upload_id = ${id} and e.kind = 'entry' and not e.faulty and e.row > ${after}
    order by e.row limit ${limit}`);

const FAULT = sql`select sheet, row, col as "column", cell, value, kind, problem, problem_en as "problemEn", remedy,
  remedy_en as "remedyEn", repair, mild from imports.fault`;
const ofKinds = (id: number, kinds: readonly string[]): Sql =>
  sql`where upload_id = ${id} and (cardinality(${[...kinds]}::text[]) = 0 or kind = any(${[...kinds]}::text[]))`;

/** Sheets in the order in which they were read. */
export const listFaults = (db: Db, id: number, kinds: readonly string[], limit: number, offset: number) =>
  db.many<FaultRow>(sql`${FAULT} ${ofKinds(id, kinds)}
    order by min(id) over (partition by sheet), row, id limit ${limit} offset ${offset}`);
export const countFaults = (db: Db, id: number, kinds: readonly string[]): Promise<{ n: number }> =>
  db.get(sql`select count(*) as n from imports.fault ${ofKinds(id, kinds)}`);
export const countKinds = (db: Db, id: number): Promise<{ kind: string; count: number; repairs: number }[]> =>
  db.many(sql`select kind, count(*) as count, count(repair) as repairs from imports.fault where upload_id = ${id}
    group by kind order by count(*) desc, kind`);
export const listRepairs = (db: Db, id: number): Promise<{ sheet: string; cell: string; repair: string }[]> =>
  db.many(sql`select sheet, cell, repair from imports.fault where upload_id = ${id} and repair is not null`);
export const listFaultyCells = (db: Db, id: number): Promise<{ sheet: string; cell: string }[]> =>
  db.many(sql`select distinct sheet, cell from imports.fault where upload_id = ${id}`);

/** As it was seen: not when an import has begun in the meantime. */
export const deleteUpload = (keep: Bookkeeper, id: number, state: State): Promise<number> =>
  keep.run(sql`delete from imports.upload where id = ${id} and state = ${state}`);
export const deleteExpired = (keep: Bookkeeper, at: Date): Promise<number> =>
  keep.run(sql`delete from imports.upload where expires_at < ${at}`);
