/** A .csv file: its encoding found out, its rows as they come. */
import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import iconv from 'iconv-lite';
import type { Cell, Row } from './cells.ts';
import { unguarded } from './guard.ts';
import { DEFAULT_LIMITS, type Limits } from './limits.ts';
import { refuse } from './refusals.ts';

type Encoding = 'utf-8' | 'gb18030' | 'utf-16le';

const startsWith = (file: Buffer, ...bytes: number[]): boolean =>
  bytes.every((byte, index) => file[index] === byte);

/** UTF-16 by its mark; UTF-8 when every byte says so; GB18030, which holds GBK and GB 2312, for all others. */
export function encodingOf(file: Buffer): Encoding {
  if (startsWith(file, 0xff, 0xfe)) return 'utf-16le';
  return isUtf8(file) ? 'utf-8' : 'gb18030';
}

/** Where GB18030 (2022, section 4) is broken first: the place of the byte, or undefined. */
function firstBadByte(file: Buffer): number | undefined {
  const within = (at: number, low: number, high: number): boolean => {
    const byte = file[at] ?? -1;
    return byte >= low && byte <= high;
  };
  for (let at = 0; at < file.length; ) {
    if (within(at, 0x01, 0x7f)) at += 1;
    else if (within(at, 0x81, 0xfe) && (within(at + 1, 0x40, 0x7e) || within(at + 1, 0x80, 0xfe))) at += 2;
    else if (
      within(at, 0x81, 0xfe) &&
      within(at + 1, 0x30, 0x39) &&
      within(at + 2, 0x81, 0xfe) &&
      within(at + 3, 0x30, 0x39)
    )
      at += 4;
    else return at;
  }
  return undefined;
}

function checkBytes(file: Buffer): void {
  const bad = firstBadByte(file);
  if (bad === undefined) return;
  const line = file.subarray(0, bad).reduce((lines, byte) => lines + (byte === 0x0a ? 1 : 0), 1);
  const start = file.lastIndexOf(0x0a, bad) + 1;
  throw refuse.wrong_encoding({
    line,
    byte: bad - start + 1,
    value: (file[bad] ?? 0).toString(16).toUpperCase().padStart(2, '0'),
  });
}

const PIECE = 64 * 1024;

function* decoded(file: Buffer, encoding: Encoding): Generator<string> {
  const decoder = iconv.getDecoder(encoding);
  for (let from = 0; from < file.length; from += PIECE)
    yield decoder.write(file.subarray(from, from + PIECE));
  yield decoder.end() ?? '';
}

/** Tabs where the header has one, as programs write “Unicode text”; commas otherwise. */
function delimiterOf(file: Buffer, encoding: Encoding): string {
  const line = iconv.decode(file.subarray(0, 8192), encoding).split(/\r\n|\n|\r/)[0] ?? '';
  return line.includes('\t') ? '\t' : ',';
}

/** Rows in portions; a value that was guarded against being read as a formula comes without its guard. */
export async function* readCsv(
  file: Buffer,
  sheet: string,
  given: Partial<Limits> = {},
): AsyncGenerator<Row[]> {
  const limits = { ...DEFAULT_LIMITS, ...given };
  const encoding = encodingOf(file);
  if (encoding === 'gb18030') checkBytes(file);
  const zero = encoding === 'utf-8' ? file.indexOf(0) : -1;
  if (zero >= 0) throw refuse.wrong_encoding({ line: 1, byte: zero + 1, value: '00' });
  const parser = Readable.from(decoded(file, encoding)).pipe(
    parse({
      bom: true,
      delimiter: delimiterOf(file, encoding),
      relax_column_count: true,
      max_record_size: limits.columns * limits.value,
    }),
  );
  let portion: Row[] = [];
  let number = 0;
  let filled = 0;
  try {
    for await (const record of parser) {
      number += 1;
      const cells = (record as string[]).flatMap((value, index): Cell[] =>
        value === '' ? [] : [{ column: index + 1, kind: 'text', text: unguarded(value) }],
      );
      if ((cells.at(-1)?.column ?? 0) > limits.columns)
        throw refuse.too_wide({ sheet, row: number, limit: limits.columns });
      if (cells.length === 0) continue;
      filled += 1;
      if (filled > limits.rows) throw refuse.too_many_rows({ sheet, limit: limits.rows });
      portion.push({ number, cells });
      if (portion.length < 500) continue;
      yield portion;
      portion = [];
    }
  } catch (error) {
    if (error instanceof CsvError) throw refuse.bad_quotes({ line: Number(error.lines ?? number + 1) });
    throw error;
  }
  if (portion.length > 0) yield portion;
}
