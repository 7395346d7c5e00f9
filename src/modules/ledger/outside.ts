import { createReadStream } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Text } from '#kernel/errors.ts';
import type { KeyType } from '#kernel/notes/verifierKey.ts';
import { isSm2PublicKey } from '#kernel/sm2.ts';
import { CONTROL, logName } from '#record/logs.ts';
import { readSeal } from './note.ts';

/**
 * Seal points outside the database: a file a log in the data folder, append-only and synced. A database that was
 * put back to an earlier state agrees with itself; this file does not. One JSON object a line:
 *
 *   {"key":1,"publicKey":"base64","algorithm":"ed25519"}                  before the first seal point of a key
 *   {"key":3,"publicKey":"base64","algorithm":"ed25519","introduction":"base64 of the signed note"}    of a later key
 *   {"size":1284330,"root":"hex","at":"2026-11-21T07:04:07.000Z","note":"base64 of the signed note"}
 */
export interface OutsideSeal {
  size: number;
  root: Buffer;
  at: string;
  note: string;
}

export interface OutsideKey {
  key: number;
  /** Lines written before there was a second kind do not name it: Ed25519. */
  algorithm: Exclude<KeyType, 'cosignature'>;
  publicKey: Buffer;
  /** The note in which a key before it announces it; empty for the first of its kind. */
  introduction: string;
}

export type OutsideLine = { seal: OutsideSeal } | { key: OutsideKey } | { fault: string };

export function writeLine(line: OutsideSeal | OutsideKey): string {
  const plain =
    'key' in line
      ? {
          key: line.key,
          publicKey: line.publicKey.toString('base64'),
          algorithm: line.algorithm,
          ...(line.introduction === ''
            ? {}
            : { introduction: Buffer.from(line.introduction).toString('base64') }),
        }
      : {
          size: line.size,
          root: line.root.toString('hex'),
          at: line.at,
          note: Buffer.from(line.note).toString('base64'),
        };
  return `${JSON.stringify(plain)}\n`;
}

function readLine(text: string): OutsideLine {
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { fault: 'is not JSON' };
  }
  const { key, publicKey, algorithm = 'ed25519', introduction = '', size, root, at, note } = value ?? {};
  if (typeof key === 'number' && typeof publicKey === 'string' && typeof introduction === 'string') {
    const named = {
      key,
      publicKey: Buffer.from(publicKey, 'base64'),
      introduction: Buffer.from(introduction, 'base64').toString('utf8'),
    };
    const { length } = named.publicKey;
    if (algorithm === 'ed25519' && length === 32) return { key: { ...named, algorithm } };
    if (algorithm === 'sm2' && isSm2PublicKey(named.publicKey)) return { key: { ...named, algorithm } };
    return { fault: 'names a key that is not one' };
  }
  if (!Number.isSafeInteger(size) || typeof root !== 'string' || typeof note !== 'string')
    return { fault: 'is no seal point' };
  const bytes = Buffer.from(root, 'hex');
  if (bytes.length !== 32) return { fault: 'has a root that is not 32 bytes' };
  return {
    seal: {
      size: size as number,
      root: bytes,
      at: typeof at === 'string' ? at : '',
      note: Buffer.from(note, 'base64').toString('utf8'),
    },
  };
}

/** The file of one log in the folder of seal points. */
export function outsideFile(folder: string, log: number): string {
  return join(
    folder,
    log === CONTROL ? 'checkpoints.log' : `checkpoints-${logName(log).replace('/', '-')}.log`,
  );
}

/** Length of the file in bytes; undefined when there is none. */
export async function lengthOfOutside(file: string): Promise<number | undefined> {
  const handle = await openIfThere(file);
  try {
    return handle === undefined ? undefined : (await handle.stat()).size;
  } finally {
    await handle?.close();
  }
}

async function openIfThere(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file, 'r');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The lines of the first `length` bytes, in order. A file with one signed note alone is one seal point. */
export async function* readOutside(file: string, length: number): AsyncGenerator<OutsideLine> {
  if (length === 0) return;
  const lines = createInterface({ input: createReadStream(file, { end: length - 1 }), crlfDelay: Infinity });
  let note: string | undefined;
  let first = true;
  for await (const line of lines) {
    if (first && !line.startsWith('{')) note = '';
    first = false;
    if (note !== undefined) note += `${line}\n`;
    else if (line !== '') yield readLine(line);
  }
  if (note === undefined) return;
  const point = readSeal(note, []);
  yield point
    ? { seal: { size: point.size, root: point.root, at: '', note } }
    : { fault: 'is no seal point' };
}

/** Something else lies under the name of the file. */
export class NoSealFile extends Error implements Text {
  readonly zh: string;
  readonly en: string;
  constructor(name: string) {
    const en = `${name} is not a file of seal points`;
    super(en);
    this.zh = `${name} 不是存证点文件`;
    this.en = en;
  }
}

const TAIL = 65_536;

export interface OutsideFile {
  /** The last seal point that the file holds. */
  readonly last: OutsideSeal | undefined;
  /** Keys or seal points were written to it before. */
  readonly isBegun: boolean;
  /** Whether its name still leads to it: what is appended to a file that was deleted is gone with it. */
  isInPlace(): Promise<boolean>;
  /** Appends and syncs: when it resolves, the seal points outlive a power cut. */
  append(lines: readonly (OutsideSeal | OutsideKey)[]): Promise<void>;
  /** Whether the beginning or the end of the file names the key. */
  names(publicKey: Buffer): boolean;
  close(): Promise<void>;
}

/** Opens the file for the integrator, making it if need be; a last line that a crash tore is cut off. */
export async function openOutside(file: string): Promise<OutsideFile> {
  const isNew = (await lengthOfOutside(file)) === undefined;
  const handle = await open(file, isNew ? 'wx+' : 'r+', 0o644);
  try {
    if (isNew) await syncFolder(dirname(file));
    let { size } = await handle.stat();
    const head = await readText(handle, 0, Math.min(size, 4096));
    const from = Math.max(0, size - TAIL);
    const tail = await readText(handle, from, size - from);
    const whole = tail.lastIndexOf('\n') + 1;
    if (whole < tail.length) {
      size = from + Buffer.byteLength(tail.slice(0, whole));
      await handle.truncate(size);
      await handle.datasync();
    }
    const lines = tail
      .slice(0, whole)
      .split('\n')
      .slice(from === 0 ? 0 : 1);
    const seals = lines
      .filter(line => line !== '')
      .map(readLine)
      .flatMap(line => ('seal' in line ? [line.seal] : []));
    let last = seals.at(-1);
    if (last === undefined && size > 0 && !head.startsWith('{"key"')) throw new NoSealFile(basename(file));
    let known = head + tail;
    return {
      get last() {
        return last;
      },
      get isBegun() {
        return size > 0;
      },
      isInPlace: async () => {
        const there = await stat(file, { bigint: true }).catch(() => undefined);
        const mine = await handle.stat({ bigint: true });
        return there?.ino === mine.ino && there.dev === mine.dev;
      },
      append: async added => {
        const text = added.map(writeLine).join('');
        const bytes = Buffer.from(text);
        // At a place, not at the end: a part that an earlier failure (a full disk) left is written over.
        for (let done = 0; done < bytes.length; )
          done += (await handle.write(bytes, done, bytes.length - done, size + done)).bytesWritten;
        await handle.datasync();
        size += bytes.length;
        for (const line of added) if ('size' in line) last = line;
        if (added.some(line => 'key' in line)) known += text;
      },
      names: publicKey => known.includes(publicKey.toString('base64')),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function readText(handle: FileHandle, from: number, length: number): Promise<string> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await handle.read(bytes, 0, length, from);
  return bytes.toString('utf8', 0, bytesRead);
}

/** A new file's name is on disk only when its folder is. Windows has no such call. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
