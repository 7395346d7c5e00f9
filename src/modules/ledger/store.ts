import { type Db, type Tx, sql } from '#kernel/db.ts';
import type { TileId } from '#kernel/merkle.ts';
import { LOG } from '#record/append.ts';
import type { HourRow, IndexRow } from './rules.ts';
import type { Tile } from './tree.ts';

export interface StateRow {
  position: number;
  problem: string | null;
  problemEn: string | null;
  verifiedAt: Date | null;
  verifiedOk: boolean | null;
  firstBad: number | null;
}

export const getState = (db: Db): Promise<StateRow> =>
  db.get(sql`select position, problem, problem_en as "problemEn", verified_at as "verifiedAt", verified_ok as "verifiedOk",
    first_bad as "firstBad" from ledger.state`);

export interface BatchRow {
  first: number;
  n: number;
  body: Buffer;
  salts: Buffer;
}

export const listBatches = (db: Db, from: number, limit: number): Promise<BatchRow[]> =>
  db.many(
    sql`select first, n, body, salts from record.batch where log = ${LOG} and first >= ${from} order by first limit ${limit}`,
  );

/** The number that the next entry will get. */
export const getEnd = async (db: Db): Promise<number> =>
  (
    await db.find<{ end: number }>(
      sql`select first + n as "end" from record.batch where log = ${LOG} order by first desc limit 1`,
    )
  )?.end ?? 0;

/** The batch that holds a number, without its salts. */
export const findBatch = (db: Db, number: number): Promise<Omit<BatchRow, 'salts'> | undefined> =>
  db.find(
    sql`select first, n, body from record.batch where log = ${LOG} and first <= ${number} order by first desc limit 1`,
  );

export const findSalts = (db: Db, first: number): Promise<{ salts: Buffer } | undefined> =>
  db.find(sql`select salts from record.batch where log = ${LOG} and first = ${first}`);

export async function readTiles(db: Db, ids: readonly TileId[]): Promise<(Buffer | undefined)[]> {
  if (ids.length === 0) return [];
  const rows = await db.many<{ level: number; n: number; data: Buffer }>(sql`select t.level, t.n, t.data
    from unnest(${ids.map(id => id.level)}::int[], ${ids.map(id => id.n)}::bigint[]) x(level, n)
    join ledger.tile t on t.level = x.level and t.n = x.n`);
  const found = new Map(rows.map(row => [`${row.level}/${row.n}`, row.data]));
  return ids.map(id => found.get(`${id.level}/${id.n}`));
}

export async function saveTiles(tx: Tx, tiles: readonly Tile[]): Promise<void> {
  await tx.run(sql`insert into ledger.tile (level, n, width, data)
    select * from unnest(${tiles.map(tile => tile.level)}::int[], ${tiles.map(tile => tile.n)}::bigint[],
      ${tiles.map(tile => tile.width)}::int[], ${tiles.map(tile => tile.data)}::bytea[])
    on conflict (level, n) do update set width = excluded.width, data = excluded.data`);
}

export async function saveIndex(tx: Tx, rows: readonly IndexRow[]): Promise<void> {
  await tx.run(sql`insert into ledger.entry (number, at, kind, action, actor, post, department_id, provider_id, consumer_id,
      grant_id, grant_no, entry_id, object, result, code, rows, bytes, micros, subject, batch_first)
    select number, to_timestamp(at / 1000.0), kind, action, actor, post, department_id, provider_id, consumer_id,
      grant_id, grant_no, entry_id, object, result, code, rows, bytes, micros, subject, batch_first
    from unnest(${rows.map(row => row.number)}::bigint[], ${rows.map(row => row.at)}::float8[], ${rows.map(row => row.kind)}::text[],
      ${rows.map(row => row.action)}::text[], ${rows.map(row => row.actor)}::text[], ${rows.map(row => row.post)}::text[],
      ${rows.map(row => row.departmentId)}::int[], ${rows.map(row => row.providerId)}::int[], ${rows.map(row => row.consumerId)}::int[],
      ${rows.map(row => row.grantId)}::int[], ${rows.map(row => row.grantNo)}::text[], ${rows.map(row => row.entryId)}::int[],
      ${rows.map(row => row.object)}::text[], ${rows.map(row => row.result)}::text[], ${rows.map(row => row.code)}::text[],
      ${rows.map(row => row.rows)}::bigint[], ${rows.map(row => row.bytes)}::bigint[], ${rows.map(row => row.micros)}::bigint[],
      ${rows.map(row => row.subject)}::text[], ${rows.map(row => row.batchFirst)}::bigint[])
      x(number, at, kind, action, actor, post, department_id, provider_id, consumer_id, grant_id, grant_no, entry_id, object,
        result, code, rows, bytes, micros, subject, batch_first)`);
}

export async function saveHours(tx: Tx, hours: readonly HourRow[]): Promise<void> {
  await tx.run(sql`insert into ledger.usage_hour as u (hour, kind, action, result, grant_id, provider_id, consumer_id, calls, rows, bytes, micros, last_at)
    select to_timestamp(hour / 1000.0), kind, action, result, grant_id, provider_id, consumer_id, calls, rows, bytes, micros, to_timestamp(last_at / 1000.0)
    from unnest(${hours.map(row => row.hour)}::float8[], ${hours.map(row => row.kind)}::text[], ${hours.map(row => row.action)}::text[],
      ${hours.map(row => row.result)}::text[], ${hours.map(row => row.grantId)}::int[], ${hours.map(row => row.providerId)}::int[],
      ${hours.map(row => row.consumerId)}::int[], ${hours.map(row => row.calls)}::bigint[], ${hours.map(row => row.rows)}::bigint[],
      ${hours.map(row => row.bytes)}::bigint[], ${hours.map(row => row.micros)}::bigint[], ${hours.map(row => row.lastAt)}::float8[])
      x(hour, kind, action, result, grant_id, provider_id, consumer_id, calls, rows, bytes, micros, last_at)
    on conflict (hour, kind, action, result, grant_id, provider_id, consumer_id) do update set
      calls = u.calls + excluded.calls, rows = u.rows + excluded.rows, bytes = u.bytes + excluded.bytes,
      micros = u.micros + excluded.micros, last_at = greatest(u.last_at, excluded.last_at)`);
}

/** The number of rows moved: none when another integrator moved on first. */
export const movePosition = (tx: Tx, from: number, to: number): Promise<number> =>
  tx.run(sql`update ledger.state set position = ${to} where position = ${from}`);

export const saveProblem = (tx: Tx, problem: string | null, problemEn: string | null): Promise<number> =>
  tx.run(sql`update ledger.state set problem = ${problem}, problem_en = ${problemEn}`);

export const saveVerification = (
  tx: Tx,
  at: Date,
  size: number,
  ok: boolean,
  firstBad: number | null,
): Promise<number> =>
  tx.run(
    sql`update ledger.state set verified_at = ${at}, verified_size = ${size}, verified_ok = ${ok}, first_bad = ${firstBad}`,
  );

export interface CheckpointRow {
  size: number;
  root: Buffer;
  at: Date;
  note: string;
}

export const findLastCheckpoint = (db: Db): Promise<CheckpointRow | undefined> =>
  db.find(sql`select size, root, at, note from ledger.checkpoint order by size desc limit 1`);

export const findCheckpoint = (db: Db, size: number): Promise<CheckpointRow | undefined> =>
  db.find(sql`select size, root, at, note from ledger.checkpoint where size = ${size}`);

export const listCheckpoints = (db: Db, after: number, limit: number): Promise<CheckpointRow[]> =>
  db.many(
    sql`select size, root, at, note from ledger.checkpoint where size > ${after} order by size limit ${limit}`,
  );

export const insertCheckpoint = (tx: Tx, row: CheckpointRow): Promise<number> =>
  tx.run(
    sql`insert into ledger.checkpoint (size, root, at, note) values (${row.size}, ${row.root}, ${row.at}, ${row.note})`,
  );

export interface PublicKeyRow {
  id: number;
  publicKey: Buffer;
  createdAt: Date;
  retiredAt: Date | null;
}

export const listPublicKeys = (db: Db): Promise<PublicKeyRow[]> =>
  db.many(
    sql`select id, public_key as "publicKey", created_at as "createdAt", retired_at as "retiredAt" from ledger.signing_key order by id`,
  );

export const findSealedKey = (
  db: Db,
): Promise<{ id: number; publicKey: Buffer; sealed: Buffer } | undefined> =>
  db.find(
    sql`select id, public_key as "publicKey", sealed from ledger.signing_key where retired_at is null order by id desc limit 1`,
  );

export const insertKey = (tx: Tx, id: number, publicKey: Buffer, sealed: Buffer, at: Date): Promise<number> =>
  tx.run(
    sql`insert into ledger.signing_key (id, public_key, sealed, created_at) values (${id}, ${publicKey}, ${sealed}, ${at})`,
  );
