/** A file opened as rows: its columns, and its rows from a place on. */
import type { FileHandle } from 'node:fs/promises';
import type { FileWriting } from '#vocabulary/files.ts';
import { CsvRows } from './csvRows.ts';
import { type Written, findEncoding, openInput, placeAfterLines } from './encoding.ts';
import { SheetRows, openBook, sheetOf } from './excelRows.ts';
import { badFile } from './faults.ts';
import { columnNames, findDelimiter } from './heading.ts';
import { JsonRows } from './jsonRows.ts';
import type { Format } from './names.ts';
import { BARE, DOUBLED, MOST_COLUMNS, type RowCursor, type Rows } from './rows.ts';

export interface FileOnDisk {
  handle: FileHandle;
  name: string;
  /** Bytes that are looked at; what is added later is not. */
  size: number;
  format: Format;
  sheet: string | undefined;
  writing: FileWriting;
}

/** Where to begin, and how to end. */
export interface Span {
  /** Bytes and rows that were taken before. */
  after?: { bytes: number; rows: number };
  /** Whether a last line without its end is a row. */
  takesLast: () => Promise<boolean>;
}

export interface OpenedRows {
  names: readonly string[];
  /** Of a workbook: numbers of sheets are read otherwise than the texts of the other formats. */
  rows(): AsyncGenerator<RowCursor>;
  /** How far the reading got, in bytes of the file. */
  taken(): Promise<number>;
  /** Written in another encoding than UTF-8, whose wrong bytes came as U+FFFD. */
  transcoded: boolean;
}

const HEAD = 256 * 1024;
/** Rows of JSON lines, and of any format for their types, that are looked at for columns. */
export const SAMPLE_ROWS = 1_000;

/** So much of a file is looked at for its columns: one without a line end would be read to its end, and may have none. */
const BEGINNING = 64 * 1024 * 1024;

/** The beginning of a file; where it is cut off there, its last line is none. */
export function beginningOf(file: FileOnDisk, takesLast: Span['takesLast']): [FileOnDisk, Span['takesLast']] {
  if (file.format === 'xlsx' || file.size <= BEGINNING) return [file, takesLast];
  return [{ ...file, size: BEGINNING }, () => Promise.resolve(false)];
}

/** A field as text, its doubled quotes made one again. */
export function fieldText(cursor: RowCursor, at: number): string {
  const text = cursor.fields.toString('utf8', cursor.starts[at], cursor.ends[at]);
  return cursor.kinds[at] === DOUBLED ? text.replaceAll('""', '"') : text;
}

/** A line without anything on it. */
export const isBlank = (cursor: RowCursor): boolean =>
  cursor.count === 1 &&
  cursor.fault === undefined &&
  cursor.kinds[0] === BARE &&
  cursor.starts[0] === cursor.ends[0];

/** Moves on to the heading: the first line that is not blank. */
function toHeading(cursor: RowCursor): boolean {
  while (cursor.next()) if (!isBlank(cursor)) return true;
  return false;
}

function checkCount(name: string, count: number): void {
  if (count > MOST_COLUMNS)
    throw badFile(name, {
      zh: `标题行有 ${count} 列，最多 ${MOST_COLUMNS} 列`,
      en: `its heading has ${count} columns, at most ${MOST_COLUMNS} are read`,
    });
}

const noHeading = (name: string): Error =>
  badFile(name, { zh: '文件是空的，没有标题行', en: 'it is empty and has no heading' });

async function* windows<T extends Rows>(
  cursor: T,
  file: FileOnDisk,
  written: Written,
  from: number,
): AsyncGenerator<T> {
  const input = openInput(file.handle, written, from, file.size);
  for (let more = true; more; ) {
    more = await cursor.fill(input);
    yield cursor;
  }
}

async function openCsv(file: FileOnDisk, { after, takesLast }: Span): Promise<OpenedRows | undefined> {
  const written = await findEncoding(file.handle, file.name, file.size, file.writing);
  const head = Buffer.allocUnsafeSlow(HEAD);
  const filled = await openInput(file.handle, written, written.mark, file.size).fill(head, 0);
  const delimiter = findDelimiter(head.subarray(0, filled));
  const unclosed = (line: number): Error =>
    badFile(
      file.name,
      {
        zh: `第 ${line} 行的引号一直没有闭合，后面有多少行无法知道`,
        en: `a quotation mark in line ${line} is never closed, so that nobody knows how many rows follow`,
      },
      { row: String(line) },
    );

  let names: string[] | undefined;
  const [beginning, endsThere] = beginningOf(file, takesLast);
  let cursor = new CsvRows(delimiter, endsThere);
  const reading = windows(cursor, beginning, written, written.mark);
  for await (const window of reading) {
    if (!toHeading(window)) continue;
    checkCount(file.name, window.count);
    names = columnNames(Array.from({ length: window.count }, (_, i) => fieldText(window, i)));
    break;
  }
  if (names === undefined) {
    if (cursor.openLine !== undefined && (await endsThere())) throw unclosed(cursor.openLine);
    return undefined;
  }
  const start = after?.bytes ?? written.mark;
  async function* rows(): AsyncGenerator<RowCursor> {
    cursor = new CsvRows(delimiter, takesLast, after ? after.rows + 1 : 0);
    let isHeading = after === undefined;
    for await (const window of windows(cursor, file, written, start)) {
      if (isHeading) isHeading = !toHeading(window);
      yield window;
    }
    // A row that is still being written may end with an open quote; one that is too long for it may not.
    if (cursor.openLine !== undefined && (cursor.endsSkipping || (await takesLast())))
      throw unclosed(cursor.openLine);
  }
  return {
    names,
    rows,
    transcoded: written.encoding !== 'utf-8',
    taken: () => placeOf(file, written, start, cursor),
  };
}

async function placeOf(file: FileOnDisk, written: Written, start: number, cursor: Rows): Promise<number> {
  const { bytes, lines } = cursor.taken;
  return written.encoding === 'utf-8'
    ? start + bytes
    : placeAfterLines(file.handle, written.encoding, start, file.size, lines);
}

async function openJson(file: FileOnDisk, { after, takesLast }: Span): Promise<OpenedRows | undefined> {
  const written = await findEncoding(file.handle, file.name, file.size, file.writing);
  const found = new Set<string>();
  const [beginning, endsThere] = beginningOf(file, takesLast);
  const sample = new JsonRows([], endsThere);
  let left = SAMPLE_ROWS;
  for await (const window of windows(sample, beginning, written, written.mark)) {
    while (left > 0 && window.next()) {
      left--;
      if (window.fault === undefined) for (const key of Object.keys(window.found)) found.add(key);
    }
    if (left === 0) break;
  }
  if (found.size === 0 && left === SAMPLE_ROWS) return undefined;
  checkCount(file.name, found.size);
  const names = [...found];
  const start = after?.bytes ?? written.mark;
  const cursor = new JsonRows(names, takesLast, after?.rows ?? 0);
  return {
    names,
    rows: () => windows(cursor, file, written, start),
    transcoded: written.encoding !== 'utf-8',
    taken: () => placeOf(file, written, start, cursor),
  };
}

async function openSheet({ handle, name, sheet, size }: FileOnDisk): Promise<OpenedRows | undefined> {
  const book = await openBook(handle.fd);
  const title = sheetOf(book, name, sheet);
  for await (const portion of book.read(title).rows) {
    const heading = portion[0];
    if (heading === undefined) continue;
    const written: string[] = [];
    for (const { column, text } of heading.cells) written[column - 1] = text;
    const names = columnNames(Array.from(written, text => text ?? ''));
    async function* rows(): AsyncGenerator<RowCursor> {
      const cursor = new SheetRows(names.length);
      let isHeading = true;
      for await (const found of book.read(title).rows) {
        cursor.give(found);
        if (isHeading) isHeading = !cursor.next();
        yield cursor;
      }
    }
    return { names, rows, transcoded: false, taken: () => Promise.resolve(size) };
  }
  return undefined;
}

/** Undefined for a file that has no heading, or no whole one yet. */
export function findRows(file: FileOnDisk, span: Span): Promise<OpenedRows | undefined> {
  if (file.format === 'xlsx') return openSheet(file);
  return file.format === 'csv' ? openCsv(file, span) : openJson(file, span);
}

/** The same; a file without a heading is refused. */
export async function openRows(file: FileOnDisk, span: Span): Promise<OpenedRows> {
  const found = await findRows(file, span);
  if (found === undefined) throw noHeading(file.name);
  return found;
}
