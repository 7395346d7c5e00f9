import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { HASH_BYTES, createRange, edgeOf } from '#kernel/merkle.ts';
import { type VerifierKey, readVerifierKey } from '#kernel/notes/verifierKey.ts';
import { ARCHIVE_FORMAT, readBounds } from './archiveBounds.ts';
import { leafOf, unpackAsFarAsItGoes } from './hashing.ts';
import { readSeal } from './note.ts';

/**
 * A month of a log as a file that verifies by itself:
 *
 *   {"format":"shuqiao-ledger-archive/2",…}\n     one line of JSON: `ArchiveHead`
 *   batches until the end of the file             first (8 bytes), n (4), length of body (4), body, salts (16 × n)
 *
 * The head holds the right edge of the tree before the first entry and the seal point after the last one: the edge and
 * the entries must add up to the signed root. An edge that was made up leads to no signed root. A later beginning with
 * its own edge would: so the platform signs where the month begins and ends.
 */
export interface ArchiveHead {
  format: typeof ARCHIVE_FORMAT;
  /** A signed note: `archiveBounds.ts`. */
  bounds: string;
  /** Hashes of `edgeOf(first)`, base64. */
  edge: string[];
  /** The seal point that the entries reach, a signed note. */
  note: string;
  /** Verifier keys that signed for this log, as the platform names them. */
  keys: string[];
}

const BATCH_HEAD = 16;
/** Longer than any head: 53 edge hashes, a note, a handful of keys. */
const MOST_HEAD = 262_144;

export interface ArchiveBatch {
  first: number;
  n: number;
  body: Buffer;
  salts: Buffer;
}

/** Writes and syncs; answers SHA-256 of the file and its length in bytes. */
export async function writeArchive(
  path: string,
  head: Omit<ArchiveHead, 'format'>,
  batches: AsyncIterable<ArchiveBatch>,
): Promise<{ sha256: Buffer; bytes: number }> {
  const handle = await open(path, 'wx', 0o600);
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    const put = async (data: Buffer): Promise<void> => {
      hash.update(data);
      bytes += data.length;
      await handle.appendFile(data);
    };
    await put(Buffer.from(`${JSON.stringify({ format: ARCHIVE_FORMAT, ...head })}\n`));
    for await (const batch of batches) {
      const start = Buffer.alloc(BATCH_HEAD);
      start.writeBigUInt64BE(BigInt(batch.first));
      start.writeUInt32BE(batch.n, 8);
      start.writeUInt32BE(batch.body.length, 12);
      await put(Buffer.concat([start, batch.body, batch.salts]));
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { sha256: hash.digest(), bytes };
}

export interface ArchiveVerdict {
  ok: boolean;
  origin: string;
  /** The month that it holds; empty when it says none. */
  month: string;
  first: number;
  /** The number after the last entry that was read. */
  end: number;
  /** What is wrong, for people; empty when nothing is. */
  problem: string;
  problemEn: string;
  /** The first entry that cannot be right, where one can be named. */
  firstBad: number | null;
  sha256: Buffer;
}

/**
 * Reads a file from end to end. `trusted` are the keys that the reader holds to be the log's; without them those that
 * the file names are taken, and the verdict is only that the file agrees with itself.
 */
export async function verifyArchive(path: string, trusted?: readonly VerifierKey[]): Promise<ArchiveVerdict> {
  const handle = await open(path, 'r');
  const reading = createReading(handle);
  const verdict = { ok: false, origin: '', month: '', first: 0, end: 0, firstBad: null as number | null };
  const bad = async (zh: string, en: string, firstBad: number | null = null): Promise<ArchiveVerdict> => ({
    ...verdict,
    firstBad,
    problem: zh,
    problemEn: en,
    sha256: await reading.digest(),
  });
  try {
    const head = readHead(await reading.line(MOST_HEAD));
    if (!head) return await bad('不是存证归档文件', 'this is no archive of a ledger');
    const keys = trusted ?? head.keys.map(readVerifierKey).filter(key => key !== undefined);
    const bounds = readBounds(head.bounds, keys);
    if (!bounds?.signed)
      return await bad(
        '文件写明的月份起止不是所信任的密钥所签',
        'where its month begins and ends is not signed by a key that is trusted',
      );
    const { origin, month, first, until } = bounds;
    Object.assign(verdict, { origin, month, first, end: first });
    const point = readSeal(head.note, keys);
    if (!point?.signed || point.origin !== origin)
      return await bad(
        '存证点的签名不是所信任的密钥所签',
        'the seal point is not signed by a key that is trusted',
      );
    if (point.size < until)
      return await bad(
        `${month} 到第 ${until - 1} 条，文件的存证点只到第 ${point.size - 1} 条`,
        `${month} goes on to entry ${until - 1}, the file’s seal point ends at ${point.size - 1}`,
        point.size,
      );
    const edge = head.edge.map(hash => Buffer.from(hash, 'base64'));
    if (edge.length !== edgeOf(first).length || edge.some(hash => hash.length !== HASH_BYTES))
      return await bad('文件头与首条编号不符', 'the head does not fit the first number');
    const range = createRange(first, edge);
    for (let batch = await readBatch(reading); batch; batch = await readBatch(reading)) {
      verdict.end = range.size;
      if (batch === 'torn' || batch.first !== range.size)
        return await bad(`第 ${range.size} 条缺失`, `entry ${range.size} is missing`, range.size);
      const { entries, fault } = unpackAsFarAsItGoes(batch.body, batch.salts, batch.n);
      for (const one of entries) range.append(leafOf(one));
      if (fault)
        return await bad(`第 ${range.size} 条${fault.zh}`, `entry ${range.size} ${fault.en}`, range.size);
    }
    verdict.end = range.size;
    if (range.size !== point.size)
      return await bad(
        `文件到第 ${range.size} 条，存证点却有 ${point.size} 条`,
        `the file ends before entry ${range.size}, the seal point covers ${point.size}`,
        Math.min(range.size, point.size),
      );
    if (!range.root().equals(point.root))
      return await bad(
        `第 ${first} 条至第 ${range.size - 1} 条之间有改动`,
        `an entry from ${first} to ${range.size - 1} was changed`,
      );
    return { ...verdict, ok: true, problem: '', problemEn: '', sha256: await reading.digest() };
  } finally {
    await handle.close();
  }
}

function readHead(line: string | undefined): ArchiveHead | undefined {
  try {
    const head = JSON.parse(line ?? '') as ArchiveHead;
    const sound =
      head.format === ARCHIVE_FORMAT &&
      typeof head.bounds === 'string' &&
      typeof head.note === 'string' &&
      Array.isArray(head.edge) &&
      Array.isArray(head.keys);
    return sound ? head : undefined;
  } catch {
    return undefined;
  }
}

async function readBatch(reading: Reading): Promise<ArchiveBatch | 'torn' | undefined> {
  const start = await reading.bytes(BATCH_HEAD);
  if (start === undefined) return undefined;
  if (start.length < BATCH_HEAD) return 'torn';
  const n = start.readUInt32BE(8);
  const length = start.readUInt32BE(12);
  const rest = await reading.bytes(length + 16 * n);
  if (rest === undefined || rest.length < length + 16 * n) return 'torn';
  return {
    first: Number(start.readBigUInt64BE()),
    n,
    body: rest.subarray(0, length),
    salts: rest.subarray(length),
  };
}

interface Reading {
  /** Up to and without the next newline; undefined when it does not come within `most` bytes. */
  line(most: number): Promise<string | undefined>;
  /** Fewer at the end of the file; undefined when nothing is left. */
  bytes(count: number): Promise<Buffer | undefined>;
  /** SHA-256 of the whole file: reads what is left. */
  digest(): Promise<Buffer>;
}

function createReading(handle: FileHandle): Reading {
  const hash = createHash('sha256');
  let held = Buffer.alloc(0);
  let ended = false;

  async function more(): Promise<void> {
    const chunk = Buffer.allocUnsafe(1 << 18);
    const { bytesRead } = await handle.read(chunk, 0, chunk.length);
    if (bytesRead === 0) ended = true;
    const data = chunk.subarray(0, bytesRead);
    hash.update(data);
    held = Buffer.concat([held, data]);
  }

  return {
    line: async most => {
      for (;;) {
        const end = held.indexOf(10);
        if (end >= 0) {
          const text = held.toString('utf8', 0, end);
          held = held.subarray(end + 1);
          return text;
        }
        if (ended || held.length > most) return undefined;
        await more();
      }
    },
    bytes: async count => {
      while (held.length < count && !ended) await more();
      if (held.length === 0) return undefined;
      const taken = held.subarray(0, count);
      held = held.subarray(taken.length);
      return taken;
    },
    digest: async () => {
      while (!ended) await more();
      return hash.digest();
    },
  };
}
