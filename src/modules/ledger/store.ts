import { type Db, type Tx, sql } from '#kernel/db.ts';
import type { Text } from '#kernel/errors.ts';
import type { TileId } from '#kernel/merkle.ts';
import type { LookupRow } from './lookups.ts';
import type { HourRow, IndexRow } from './rules.ts';
import type { SpanRow } from './spans.ts';
import type { Tile } from './tree.ts';

export interface StateRow {
  position: number;
  problem: string | null;
  problemEn: string | null;
  verifiedAt: Date | null;
  verifiedOk: boolean | null;
  firstBad: number | null;
  /** The number after the last entry that is more than a seal point of another log. */
  substance: number;
  /** Entries below this number were removed past their retention. */
  minimum: number;
  /** The problem is that the file of seal points is gone: an acceptance ends it. */
  outsideLost: boolean;
}

export const getState = (db: Db, log: number): Promise<StateRow> =>
  db.get(sql`select position, substance, minimum, problem, problem_en as "problemEn", verified_at as "verifiedAt", verified_ok as "verifiedOk",
    first_bad as "firstBad", outside_lost as "outsideLost" from ledger.state where log = ${log}`);

export interface BatchRow {
  first: number;
  n: number;
  body: Buffer;
  salts: Buffer;
}

/** The number that the next entry of a log will get. */
export const getEnd = async (db: Db, log: number): Promise<number> =>
  (
    await db.find<{ end: number }>(
      sql`select number as "end" from record.end_of(${log}::smallint, '-infinity')`,
    )
  )?.end ?? 0;

/** The batch that holds a number, without its salts. */
export const findBatch = (
  db: Db,
  log: number,
  number: number,
): Promise<Omit<BatchRow, 'salts'> | undefined> =>
  db.find(
    sql`select first, n, body from record.batch where log = ${log} and first <= ${number} order by first desc limit 1`,
  );

export interface NumberRange {
  first: number;
  /** Inclusive. */
  last: number;
}

/** The batches that hold any number of the ranges, each once, in rising order. */
export const listBatchesIn = (
  db: Db,
  log: number,
  ranges: readonly NumberRange[],
): Promise<Omit<BatchRow, 'salts'>[]> =>
  db.many(sql`select first, n, body from record.batch where log = ${log} and first = any(array(
      select b.first
        from unnest(${ranges.map(range => range.first)}::bigint[], ${ranges.map(range => range.last)}::bigint[]) r(first, last)
        left join lateral (select b.first from record.batch b where b.log = ${log} and b.first <= r.first
                            order by b.first desc limit 1) edge on true
       cross join lateral (select b.first from record.batch b where b.log = ${log}
                              and b.first between coalesce(edge.first, 0) and r.last) b)) order by first`);

/** The batches that begin at these numbers. */
export const listBatchesAt = (
  db: Db,
  log: number,
  firsts: readonly number[],
): Promise<Omit<BatchRow, 'salts'>[]> =>
  db.many(
    sql`select first, n, body from record.batch where log = ${log} and first = any(${[...firsts]}::bigint[])`,
  );

/** The same with their salts, for the login that may read them. */
export const listSaltedBetween = (db: Db, log: number, from: number, to: number): Promise<BatchRow[]> =>
  db.many(sql`select first, n, body, salts from record.batch where log = ${log} and first <= ${to} and first >= (
      select coalesce(max(b.first), 0) from record.batch b where b.log = ${log} and b.first <= ${from}) order by first`);

export const findSalts = (db: Db, log: number, first: number): Promise<{ salts: Buffer } | undefined> =>
  db.find(sql`select salts from record.batch where log = ${log} and first = ${first}`);

/** An entry that stays of a removed month, because something that is kept rests on it. */
export interface CarriedRow {
  number: number;
  entry: Buffer;
  salt: Buffer;
}

/** With salts: for the login that may read them. */
export const listCarried = (db: Db, log: number): Promise<CarriedRow[]> =>
  db.many(sql`select number, entry, salt from ledger.carried where log = ${log} order by number`);

export const findCarried = (db: Db, log: number, number: number): Promise<CarriedRow | undefined> =>
  db.find(sql`select number, entry, salt from ledger.carried where log = ${log} and number = ${number}`);

export async function readTiles(
  db: Db,
  log: number,
  ids: readonly TileId[],
): Promise<(Buffer | undefined)[]> {
  if (ids.length === 0) return [];
  const rows = await db.many<{ level: number; n: number; data: Buffer }>(sql`select t.level, t.n, t.data
    from unnest(${ids.map(id => id.level)}::int[], ${ids.map(id => id.n)}::bigint[]) x(level, n)
    join ledger.tile t on t.log = ${log} and t.level = x.level and t.n = x.n`);
  const found = new Map(rows.map(row => [`${row.level}/${row.n}`, row.data]));
  return ids.map(id => found.get(`${id.level}/${id.n}`));
}

export async function saveTiles(tx: Tx, log: number, tiles: readonly Tile[]): Promise<void> {
  await tx.run(sql`insert into ledger.tile (log, level, n, width, data)
    select ${log}::smallint, * from unnest(${tiles.map(tile => tile.level)}::int[], ${tiles.map(tile => tile.n)}::bigint[],
      ${tiles.map(tile => tile.width)}::int[], ${tiles.map(tile => tile.data)}::bytea[])
    on conflict (log, level, n) do update set width = excluded.width, data = excluded.data`);
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

export async function saveSpans(tx: Tx, log: number, spans: readonly SpanRow[]): Promise<void> {
  await tx.run(sql`insert into ledger.span as s (log, attribute, value, hour, block, count, first, last)
    select ${log}::smallint, attribute, value, to_timestamp(hour / 1000.0), block, count, first, last
    from unnest(${spans.map(row => row.attribute)}::"char"[], ${spans.map(row => row.value)}::text[],
      ${spans.map(row => row.hour)}::float8[], ${spans.map(row => row.block)}::int[], ${spans.map(row => row.count)}::int[],
      ${spans.map(row => row.first)}::bigint[], ${spans.map(row => row.last)}::bigint[])
      x(attribute, value, hour, block, count, first, last)
    on conflict (log, attribute, value, hour, block) do update set
      count = s.count + excluded.count, last = excluded.last`);
}

export async function saveLookups(tx: Tx, log: number, rows: readonly LookupRow[]): Promise<void> {
  await tx.run(sql`insert into ledger.lookup (log, bucket, number, keys)
    select ${log}::smallint, * from unnest(${rows.map(row => row.bucket)}::smallint[], ${rows.map(row => row.number)}::bigint[],
      ${rows.map(row => row.keys)}::bytea[])`);
}

/** The buckets that hold the key in a block before the number `before`, the newest first. */
export const findLookups = (db: Db, log: number, key: Buffer, before: number): Promise<LookupRow[]> =>
  db.many(sql`select bucket, number, keys from ledger.lookup
    where log = ${log} and bucket = ${key[0]} and number < ${before} and position(${key.subarray(1)} in keys) > 0
    order by number desc limit 5000`);

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
export const movePosition = (
  tx: Tx,
  log: number,
  from: number,
  to: number,
  substance: number,
): Promise<number> =>
  tx.run(
    sql`update ledger.state set position = ${to}, substance = ${substance} where log = ${log} and position = ${from}`,
  );

export const saveProblem = (
  tx: Tx,
  log: number,
  problem: (Text & { outsideLost: boolean }) | undefined,
): Promise<number> =>
  tx.run(sql`update ledger.state set problem = ${problem?.zh ?? null}, problem_en = ${problem?.en ?? null},
    outside_lost = ${problem?.outsideLost ?? false} where log = ${log}`);

/** The last seal point that a log had when somebody let it go on without its file; size 0 and no root: there was none. */
export interface AcceptedPoint {
  size: number;
  root: Buffer;
}

export const insertAcceptance = (
  tx: Tx,
  log: number,
  { size, root }: AcceptedPoint,
  reason: string,
  at: Date,
): Promise<number> =>
  tx.run(
    sql`insert into ledger.acceptance (log, size, root, reason, at) values (${log}, ${size}, ${root}, ${reason}, ${at})`,
  );

export const isAccepted = async (db: Db, log: number, { size, root }: AcceptedPoint): Promise<boolean> =>
  (
    await db.get<{ accepted: boolean }>(
      sql`select exists (select from ledger.acceptance where log = ${log} and size = ${size} and root = ${root}) as accepted`,
    )
  ).accepted;

export const saveVerification = (
  tx: Tx,
  log: number,
  at: Date,
  size: number,
  ok: boolean,
  firstBad: number | null,
): Promise<number> =>
  tx.run(
    sql`update ledger.state set verified_at = ${at}, verified_size = ${size}, verified_ok = ${ok}, first_bad = ${firstBad} where log = ${log}`,
  );

export interface CheckpointRow {
  size: number;
  root: Buffer;
  at: Date;
  note: string;
}

export const findLastCheckpoint = (db: Db, log: number): Promise<CheckpointRow | undefined> =>
  db.find(
    sql`select size, root, at, note from ledger.checkpoint where log = ${log} order by size desc limit 1`,
  );

export const findCheckpoint = (db: Db, log: number, size: number): Promise<CheckpointRow | undefined> =>
  db.find(sql`select size, root, at, note from ledger.checkpoint where log = ${log} and size = ${size}`);

export const listCheckpoints = (
  db: Db,
  log: number,
  after: number,
  limit: number,
): Promise<CheckpointRow[]> =>
  db.many(
    sql`select size, root, at, note from ledger.checkpoint where log = ${log} and size > ${after} order by size limit ${limit}`,
  );

/** The roots of the seal points of these sizes, as far as there are any. */
export const rootsOf = async (
  db: Db,
  log: number,
  sizes: readonly number[],
): Promise<Map<number, Buffer>> => {
  const rows = await db.many<{ size: number; root: Buffer }>(
    sql`select size, root from ledger.checkpoint where log = ${log} and size = any(${[...sizes]}::bigint[])`,
  );
  return new Map(rows.map(row => [row.size, row.root]));
};

export const insertCheckpoint = (tx: Tx, log: number, row: CheckpointRow): Promise<number> =>
  tx.run(
    sql`insert into ledger.checkpoint (log, size, root, at, note) values (${log}, ${row.size}, ${row.root}, ${row.at}, ${row.note})`,
  );

export interface LogRow {
  id: number;
  name: string;
  /** What its seal points are signed for; null before the first start. */
  origin: string | null;
}

export const listLogs = (db: Db): Promise<LogRow[]> =>
  db.many(sql`select id, name, origin from record.log order by id`);

/** Names a log that has no name yet; none is ever renamed. */
export const nameLog = (tx: Tx, log: number, origin: string): Promise<number> =>
  tx.run(sql`update record.log set origin = ${origin} where id = ${log} and origin is null`);

/** The newest seal point of each other log that this one has not taken yet, where more than seal points lies under it. */
export const listUnanchored = (
  db: Db,
  log: number,
): Promise<(CheckpointRow & { log: number; origin: string })[]> =>
  db.many(sql`select c.log, l.origin, c.size, c.root, c.at, c.note
    from ledger.state s join record.log l on l.id = s.log
    left join ledger.anchor a on a.log = ${log} and a.other = s.log
    cross join lateral (select * from ledger.checkpoint c where c.log = s.log order by c.size desc limit 1) c
    where s.log <> ${log} and l.origin is not null
      and s.substance > coalesce(a.size, 0) and c.size > coalesce(a.size, 0)`);

export const saveAnchor = (tx: Tx, log: number, other: number, size: number, at: Date): Promise<number> =>
  tx.run(sql`insert into ledger.anchor (log, other, size, at) values (${log}, ${other}, ${size}, ${at})
    on conflict (log, other) do update set size = excluded.size, at = excluded.at`);
