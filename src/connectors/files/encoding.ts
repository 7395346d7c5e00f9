/** In which encoding a file is written, and its bytes as UTF-8. */
import { isUtf8 } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';
import iconv from 'iconv-lite';
import { encodingOf } from '#sheets/index.ts';
import type { FileWriting } from '#vocabulary/files.ts';
import { badFile } from './faults.ts';

export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le';

/** So much of a file's beginning is looked at. */
const SAMPLE = 1024 * 1024;
const LF = 0x0a;
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const MARK_16 = Buffer.from([0xff, 0xfe]);

export async function readAt(handle: FileHandle, from: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(bytes);
  let filled = 0;
  while (filled < bytes) {
    const { bytesRead } = await handle.read(buffer, filled, bytes - filled, from + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/** Half of the bytes of Latin letters and digits are zero then, and always the second of two. */
function looksLike16(sample: Buffer): boolean {
  let odd = 0;
  let even = 0;
  for (let at = 0; at + 1 < sample.length; at += 2) {
    if (sample[at] === 0) even++;
    if (sample[at + 1] === 0) odd++;
  }
  return odd > 8 && odd * 20 > sample.length && even * 20 < odd;
}

/** Without a character of UTF-8 that the sample's end, or the file's, which is being written, cut in two. */
function withoutCut(sample: Buffer): Buffer {
  for (let cut = 1; cut <= 3; cut++) {
    const lead = sample.at(-cut) ?? 0;
    if (lead < 0x80) break;
    if (lead >= 0xc0) return isUtf8(sample) ? sample : sample.subarray(0, -cut);
  }
  return sample;
}

export interface Written {
  encoding: Encoding;
  /** Bytes of the mark at the beginning. */
  mark: number;
}

export async function findEncoding(
  handle: FileHandle,
  name: string,
  size: number,
  declared: FileWriting,
): Promise<Written> {
  const head = await readAt(handle, 0, Math.min(size, SAMPLE));
  const marked16 = head.subarray(0, 2).equals(MARK_16);
  const mark = head.subarray(0, 3).equals(MARK) ? 3 : marked16 ? 2 : 0;
  if (head.subarray(0, 2).equals(Buffer.from([0xfe, 0xff])))
    throw badFile(name, {
      zh: '编码是 UTF-16 BE；请另存为 UTF-8',
      en: 'it is UTF-16 BE; save it as UTF-8',
    });
  if (declared !== '') {
    const encoding = declared === 'utf-8-bom' ? 'utf-8' : declared;
    const fits = mark === 0 || (mark === 2 ? encoding === 'utf-16le' : encoding === 'utf-8');
    return { encoding, mark: fits ? mark : 0 };
  }
  if (mark === 3) return { encoding: 'utf-8', mark };
  if (marked16 || looksLike16(head)) return { encoding: 'utf-16le', mark };
  return { encoding: encodingOf(withoutCut(head)), mark };
}

/** A file's bytes from a place on as UTF-8, up to its end as it was when it was looked at. */
export interface ByteInput {
  /** Puts more into the buffer; 0 at the end. */
  fill(buffer: Buffer, at: number): Promise<number>;
}

const PIECE = 256 * 1024;

export function openInput(
  handle: FileHandle,
  { encoding }: Pick<Written, 'encoding'>,
  from: number,
  end: number,
): ByteInput {
  let place = from;
  async function raw(buffer: Buffer, at: number, most: number): Promise<number> {
    const wanted = Math.min(most, end - place);
    if (wanted <= 0) return 0;
    const { bytesRead } = await handle.read(buffer, at, wanted, place);
    place += bytesRead;
    return bytesRead;
  }
  if (encoding === 'utf-8') return { fill: (buffer, at) => raw(buffer, at, buffer.length - at) };

  const decoder = iconv.getDecoder(encoding, { stripBOM: false });
  const piece = Buffer.allocUnsafeSlow(PIECE);
  let left = Buffer.alloc(0);
  let ended = false;
  return {
    async fill(buffer, at) {
      while (left.length === 0 && !ended) {
        const bytes = await raw(piece, 0, PIECE);
        ended = bytes === 0;
        const text = ended ? (decoder.end() ?? '') : decoder.write(piece.subarray(0, bytes));
        left = Buffer.from(text, 'utf8');
      }
      const taken = left.copy(buffer, at);
      left = left.subarray(taken);
      return taken;
    },
  };
}

/** The place behind so many line ends: what a reader of another encoding has taken, in the file's own bytes. */
export async function placeAfterLines(
  handle: FileHandle,
  encoding: Encoding,
  from: number,
  end: number,
  lines: number,
): Promise<number> {
  const wide = encoding === 'utf-16le';
  let left = lines;
  for (let place = from; left > 0 && place < end; place += PIECE) {
    const piece = await readAt(handle, place, Math.min(PIECE, end - place));
    for (let at = piece.indexOf(LF); at >= 0; at = piece.indexOf(LF, at + 1)) {
      if (wide && (at % 2 === 1 || piece[at + 1] !== 0)) continue;
      if (--left === 0) return place + at + (wide ? 2 : 1);
    }
  }
  return lines === 0 ? from : end;
}
