import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { type Db, sql } from '#kernel/db.ts';
import type { Text } from '#kernel/errors.ts';
import { HASH_BYTES, TILE_WIDTH } from '#kernel/merkle.ts';
import { type OutsideKey, type OutsideSeal, readOutside } from './outside.ts';
import type { BatchRow, CheckpointRow } from './store.ts';
import { listCheckpoints } from './store.ts';

/** Signature, flags and extension length: what a binary COPY begins with. */
const COPY_HEAD = 19;

/**
 * All batches of a log, or those that begin within a range, in order, whatever numbers they claim, as one binary COPY: half the bytes of a query's text form, and
 * the next ones are on their way while one is hashed. The connection can do nothing else meanwhile, and nothing at
 * all after a reader that stopped early.
 */
export async function* readBatches(
  client: pg.ClientBase,
  log: number,
  within?: { from: number; until: number; most: number },
): AsyncGenerator<BatchRow> {
  const [some, limit] = within
    ? [
        ` and first >= ${Number(within.from)} and first < ${Number(within.until)}`,
        ` limit ${Number(within.most)}`,
      ]
    : ['', ''];
  const stream = client.query(
    copyTo(
      `copy (select first, n, body, salts from record.batch where log = ${Number(log)}${some} order by first${limit}) to stdout (format binary)`,
    ),
  );
  let parts: Buffer[] = [];
  let held = 0;
  let need = COPY_HEAD + 2;
  let at = COPY_HEAD;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    parts.push(chunk);
    held += chunk.length;
    if (held < need) continue;
    const data = parts.length === 1 ? chunk : Buffer.concat(parts, held);
    for (;;) {
      const tuple = tupleAt(data, at);
      if (typeof tuple === 'number') {
        need = tuple - at;
        break;
      }
      at = tuple.end;
      const [first, n, body, salts] = tuple.fields;
      if (first && n && body && salts)
        yield { first: Number(first.readBigInt64BE()), n: n.readInt32BE(), body, salts };
    }
    parts = [data.subarray(at)];
    held = data.length - at;
    at = 0;
  }
}

/** The fields of the tuple that begins at `at`, or up to where the data must reach before it can be read. */
function tupleAt(data: Buffer, at: number): { fields: Buffer[]; end: number } | number {
  if (at + 2 > data.length) return at + 2;
  const count = data.readInt16BE(at);
  if (count < 0) return Infinity; // the mark at the end: nothing follows
  const fields: Buffer[] = [];
  let end = at + 2;
  for (let i = 0; i < count; i += 1) {
    if (end + 4 > data.length) return end + 4;
    const length = data.readInt32BE(end);
    end += 4;
    if (end + length > data.length) return end + length;
    fields.push(data.subarray(end, end + length));
    end += length;
  }
  return { fields, end };
}

/** The tiles of one level in rising order, read ahead; asking for an earlier one than before is not possible. */
export function tilesInOrder(db: Db, log: number, level: number): (n: number) => Promise<Buffer | undefined> {
  let page = new Map<number, Buffer>();
  let read = -1;
  return async n => {
    if (n > read) {
      const rows = await db.many<{ n: number; data: Buffer }>(
        sql`select n, data from ledger.tile where log = ${log} and level = ${level} and n >= ${n} order by n limit 64`,
      );
      page = new Map(rows.map(row => [row.n, row.data]));
      read = rows.length === 64 ? (rows.at(-1)?.n ?? n) : Infinity;
    }
    return page.get(n);
  };
}

/** The hash at a position of a level, where the tiles have one. */
export function hashIn(tile: Buffer | undefined, index: number): Buffer | undefined {
  const at = (index % TILE_WIDTH) * HASH_BYTES;
  return tile && tile.length >= at + HASH_BYTES ? tile.subarray(at, at + HASH_BYTES) : undefined;
}

/** The seal points that the database keeps, in rising order. */
export async function* readInside(db: Db, log: number): AsyncGenerator<CheckpointRow> {
  for (let after = -1; ; ) {
    const rows = await listCheckpoints(db, log, after, 1000);
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    after = last.size;
  }
}

/** What stands outside: seal points in order, with the keys named before them. */
export async function* readOutsideSeals(
  file: string,
  length: number,
  onKey: (key: OutsideKey) => void,
): AsyncGenerator<OutsideSeal | { fault: Text }> {
  let number = 0;
  for await (const line of readOutside(file, length)) {
    number += 1;
    if ('key' in line) onKey(line.key);
    else if ('seal' in line) yield line.seal;
    else yield { fault: { zh: `第 ${number} 行${line.fault.zh}`, en: `line ${number} ${line.fault.en}` } };
  }
}

/** Whether the tiles keep exactly this hash at a position of their level. */
export function sameAt(tile: Buffer | undefined, index: number, hash: Buffer): boolean {
  const at = (index % TILE_WIDTH) * HASH_BYTES;
  return (
    tile !== undefined &&
    tile.length >= at + HASH_BYTES &&
    tile.compare(hash, 0, HASH_BYTES, at, at + HASH_BYTES) === 0
  );
}

/** One look ahead into a stream. */
export interface Peek<T> {
  readonly next: T | undefined;
  take(): Promise<void>;
}

export async function peek<T>(source: AsyncGenerator<T>): Promise<Peek<T>> {
  let next: T | undefined;
  const take = async (): Promise<void> => {
    const step = await source.next();
    next = step.done === true ? undefined : step.value;
  };
  await take();
  return {
    get next() {
      return next;
    },
    take,
  };
}
