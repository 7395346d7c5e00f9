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

export type OutsideLine = { seal: OutsideSeal } | { key: OutsideKey } | { fault: Text };

const NO_SEAL: Text = { zh: '不是存证点', en: 'is no seal point' };

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
    return { fault: { zh: '不是 JSON', en: 'is not JSON' } };
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
    return { fault: { zh: '所载的密钥不成其为密钥', en: 'names a key that is not one' } };
  }
  if (!Number.isSafeInteger(size) || typeof root !== 'string' || typeof note !== 'string')
    return { fault: NO_SEAL };
  const bytes = Buffer.from(root, 'hex');
  if (bytes.length !== 32)
    return { fault: { zh: '的树根不是 32 字节', en: 'has a root that is not 32 bytes' } };
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
  yield point ? { seal: { size: point.size, root: point.root, at: '', note } } : { fault: NO_SEAL };
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
/** Every file begins with a key. */
const BEGINNING = '{"key"';

/** The file as it stands at one moment; to look changes nothing. */
export interface OutsideLook {
  /** Which file, how long, written when; undefined when there is none. Equal marks: nobody wrote in between. */
  readonly mark: string | undefined;
  /** The last seal point that the file holds. */
  readonly last: OutsideSeal | undefined;
  /** Keys or seal points were written to it before. */
  readonly isBegun: boolean;
  /** Its last line has no end: a crash tore it, or the file is still being copied. */
  readonly isTorn: boolean;
  /** Bytes up to the end of the last whole line. */
  readonly whole: number;
  /** Beginning and end of the file. */
  readonly text: string;
}

export async function lookOutside(file: string): Promise<OutsideLook> {
  const handle = await openIfThere(file);
  if (handle === undefined)
    return { mark: undefined, last: undefined, isBegun: false, isTorn: false, whole: 0, text: '' };
  try {
    const mark = await markOf(handle);
    const { size } = await handle.stat();
    const head = await readText(handle, 0, Math.min(size, 4096));
    const from = Math.max(0, size - TAIL);
    const tail = await readText(handle, from, size - from);
    const end = tail.lastIndexOf('\n') + 1;
    const lines = tail
      .slice(0, end)
      .split('\n')
      .slice(from === 0 ? 0 : 1);
    const seals = lines
      .filter(line => line !== '')
      .map(readLine)
      .flatMap(line => ('seal' in line ? [line.seal] : []));
    const last = seals.at(-1);
    const isOurs = head.startsWith(BEGINNING) || BEGINNING.startsWith(head);
    if (last === undefined && !isOurs) throw new NoSealFile(basename(file));
    const whole = from + Buffer.byteLength(tail.slice(0, end));
    return { mark, last, isBegun: whole > 0, isTorn: end < tail.length, whole, text: head + tail };
  } finally {
    await handle.close();
  }
}

async function markOf(handle: FileHandle): Promise<string> {
  const { dev, ino, size, mtimeNs } = await handle.stat({ bigint: true });
  return [dev, ino, size, mtimeNs].join(':');
}

export interface OutsideFile {
  /** The last seal point that the file holds. */
  readonly last: OutsideSeal | undefined;
  /** Whether its name still leads to it: what is appended to a file that was deleted is gone with it. */
  isInPlace(): Promise<boolean>;
  /** Appends and syncs: when it resolves, the seal points outlive a power cut. */
  append(lines: readonly (OutsideSeal | OutsideKey)[]): Promise<void>;
  /** Whether the beginning or the end of the file names the key. */
  names(publicKey: Buffer): boolean;
  close(): Promise<void>;
}

/**
 * Opens for the integrator the file that was looked at, making it if there was none; a last line without an end is cut
 * off. Throws when somebody wrote to it since, and whenever somebody else does while it is open.
 */
export async function openOutside(file: string, look: OutsideLook): Promise<OutsideFile> {
  const isNew = look.mark === undefined;
  const changed = (): Error => new Error(`${file} was changed by somebody else`);
  const handle = await open(file, isNew ? 'wx+' : 'r+', 0o644);
  try {
    if (isNew) await syncFolder(dirname(file));
    else if ((await markOf(handle)) !== look.mark) throw changed();
    let { last, whole: size, text: known } = look;
    if (look.isTorn) {
      await handle.truncate(size);
      await handle.datasync();
    }
    return {
      get last() {
        return last;
      },
      isInPlace: async () => {
        const there = await stat(file, { bigint: true }).catch(() => undefined);
        const mine = await handle.stat({ bigint: true });
        return there?.ino === mine.ino && there.dev === mine.dev;
      },
      append: async added => {
        // A copy that is being written over it makes it shorter first: what is written behind would leave a hole.
        if ((await handle.stat()).size !== size) throw changed();
        const text = added.map(writeLine).join('');
        const bytes = Buffer.from(text);
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
