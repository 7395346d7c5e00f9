import { type Db, type Tx, sql } from '#kernel/db.ts';

export interface UploadRow {
  id: number;
  entryId: number;
  departmentId: number;
  name: string;
  size: number;
  startedAt: Date;
}

const UPLOAD = sql`select id, entry_id as "entryId", department_id as "departmentId", name, size, started_at as "startedAt" from files.upload u`;
/** An upload that no file was made of yet. */
const OPEN = sql`not exists (select from files.file f where f.upload_id = u.id)`;

export const findUpload = (db: Db, id: number): Promise<UploadRow | undefined> =>
  db.find(sql`${UPLOAD} where id = ${id} and ${OPEN}`);

export const countUploads = async (db: Db, departmentId: number): Promise<number> =>
  (
    await db.get<{ n: number }>(
      sql`select count(*) as n from files.upload u where department_id = ${departmentId} and ${OPEN}`,
    )
  ).n;

export const insertUpload = (tx: Tx, row: Omit<UploadRow, 'id'>): Promise<{ id: number }> =>
  tx.get(sql`insert into files.upload (entry_id, department_id, name, size, started_at)
    values (${row.entryId}, ${row.departmentId}, ${row.name}, ${row.size}, ${row.startedAt}) returning id`);

/** A piece that comes twice is the same piece. */
export const insertPiece = (tx: Tx, uploadId: number, n: number, bytes: Buffer): Promise<number> =>
  tx.run(
    sql`insert into files.piece (upload_id, n, bytes) values (${uploadId}, ${n}, ${bytes}) on conflict (upload_id, n) do nothing`,
  );

export const listPieces = async (db: Db, uploadId: number): Promise<number[]> =>
  (await db.many<{ n: number }>(sql`select n from files.piece where upload_id = ${uploadId} order by n`)).map(
    row => row.n,
  );

/** Only through the writing login: the reading one has no right to the bytes. */
export const getPiece = (db: Db, uploadId: number, n: number): Promise<{ bytes: Buffer }> =>
  db.get(sql`select bytes from files.piece where upload_id = ${uploadId} and n = ${n}`);

export const dropUpload = (tx: Tx, id: number): Promise<number> =>
  tx.run(sql`delete from files.upload u where id = ${id} and ${OPEN}`);

/** Uploads that nobody finished, and bytes of files that ended before this moment. */
export const dropPast = (tx: Tx, begun: Date, ended: Date): Promise<number> =>
  tx.run(sql`delete from files.upload u where (started_at < ${begun} and ${OPEN})
    or exists (select from files.file f where f.upload_id = u.id and f.ended_at < ${ended})`);

export interface FileRow {
  id: number;
  entryId: number;
  departmentId: number;
  /** Its bytes, until some time after its end. */
  uploadId: number;
  name: string;
  kind: string;
  mediaType: string;
  size: number;
  sha256: Buffer;
  sm3: Buffer;
  period: string;
  note: string;
  version: number;
  replaces: number | null;
  post: string;
  person: string;
  addedAt: Date;
  endedAt: Date | null;
  ended: 'replaced' | 'withdrawn' | null;
  reason: string;
}

const FILE = sql`select id, entry_id as "entryId", department_id as "departmentId", upload_id as "uploadId", name, kind,
    media_type as "mediaType", size, sha256, sm3, period, note, version, replaces, post, person, added_at as "addedAt",
    ended_at as "endedAt", ended, reason from files.file`;

/** The newest period first; of one period the newest first. */
const ORDER = sql`order by period desc, id desc`;
const MOST = 1000;

export const listPresent = (db: Db, entryId: number): Promise<FileRow[]> =>
  db.many(sql`${FILE} where entry_id = ${entryId} and ended_at is null ${ORDER} limit ${MOST}`);

export const listAll = (db: Db, entryId: number): Promise<FileRow[]> =>
  db.many(sql`${FILE} where entry_id = ${entryId} ${ORDER} limit ${MOST}`);

export const isGiven = async (db: Db, entryId: number): Promise<boolean> =>
  (
    await db.get<{ given: boolean }>(
      sql`select exists (select from files.file where entry_id = ${entryId} and ended_at is null) as given`,
    )
  ).given;

export const getFile = (db: Db, id: number): Promise<FileRow> => db.get(sql`${FILE} where id = ${id}`);

export const lockFile = (tx: Tx, id: number): Promise<FileRow> =>
  tx.get(sql`${FILE} where id = ${id} for update`);

export const insertFile = (
  tx: Tx,
  f: Omit<FileRow, 'id' | 'endedAt' | 'ended' | 'reason'>,
): Promise<{ id: number }> =>
  tx.get(sql`insert into files.file (entry_id, department_id, upload_id, name, kind, media_type, size, sha256, sm3, period, note,
      version, replaces, post, person, added_at)
    values (${f.entryId}, ${f.departmentId}, ${f.uploadId}, ${f.name}, ${f.kind}, ${f.mediaType}, ${f.size}, ${f.sha256}, ${f.sm3},
      ${f.period}, ${f.note}, ${f.version}, ${f.replaces}, ${f.post}, ${f.person}, ${f.addedAt}) returning id`);

export const endFile = (
  tx: Tx,
  id: number,
  ended: 'replaced' | 'withdrawn',
  reason: string,
  at: Date,
): Promise<number> =>
  tx.run(
    sql`update files.file set ended = ${ended}, reason = ${reason}, ended_at = ${at} where id = ${id} and ended_at is null`,
  );
