/**
 * The canonical form of a row: a tuple of PostgreSQL's binary COPY. Fields: a 4-byte length (-1 for null) and the
 * type's own binary form (https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format"), so that a value
 * read back from PostgreSQL has the same bytes as the one that was written.
 */
import type { ColumnType } from '#vocabulary/plans.ts';
import { fieldText } from './decode.ts';
import {
  FIELD_ROOM,
  type FieldWriter,
  reasonOf,
  writeBigint,
  writeBoolean,
  writeDate,
  writeDouble,
  writeNumeric,
  writeText,
  writeTimestamp,
} from './fields.ts';
import type { WrongReason } from '#vocabulary/moves.ts';
import { RAW_BYTES, type ReadOptions, type WrongRow, type WrongTaker } from './ports.ts';
import { growPage, lendPage, takePage } from './pages.ts';
import { ConnectionProblem } from './problems.ts';

interface TupleColumn {
  name: string;
  type: ColumnType;
  /** The item's name, as in `Column`. */
  comment?: string;
}

export interface TupleOptions extends Pick<ReadOptions, 'numbered'> {
  /** Positions of the columns whose values say which row a wrong one is. */
  key?: readonly number[];
}

export interface TupleEncoder {
  /**
   * Opens a row; then `put` or `putNull` once for each column, in order; then `endRow`. `row` is its number where it is
   * not the next one: the line of a file.
   */
  beginRow(row?: number): void;
  putNull(): void;
  /** The value's text (ASCII or UTF-8) lies in bytes [from, end); what the column's type cannot hold makes the row wrong. */
  put(bytes: Buffer, from: number, end: number): void;
  endRow(): void;
  /** Hands over the last page. */
  flush(): void;
}

const pageFull = 192 * 1024;
/** A value that identifies a row is short, or it is of no use to whoever looks for the row. */
const keyBytes = 256;

const WRITERS: Record<ColumnType, FieldWriter> = {
  text: writeText,
  bigint: writeBigint,
  numeric: writeNumeric,
  double: writeDouble,
  boolean: writeBoolean,
  date: writeDate,
  timestamp: writeTimestamp,
};

/** The binary form of one value without its length; undefined where the type cannot hold it. */
export function encodeField(type: ColumnType, text: string): Buffer | undefined {
  const bytes = Buffer.from(text);
  const page = Buffer.alloc(FIELD_ROOM + bytes.length);
  const end = WRITERS[type](page, 0, bytes, 0, bytes.length);
  return end < 0 ? undefined : page.subarray(4, end);
}

/**
 * Encodes rows given as text into pages of whole tuples. A row with a value that its column cannot hold is left out and
 * handed to `wrong`, with the values of its key; without `wrong` it ends the read.
 */
export function createTupleEncoder(
  columns: readonly TupleColumn[],
  onPage: (page: Buffer) => void,
  wrong?: WrongTaker,
  { key = [], numbered }: TupleOptions = {},
): TupleEncoder {
  const writers = columns.map(column => WRITERS[column.type]);
  let page = takePage();
  let at = 0;
  let field = 0;
  let row = 0;
  let read = 0;
  let handed = 0;
  let lastHanded = 0;
  let rowStart = 0;
  /** Of the row that is being put: what is wrong with it. */
  let bad: WrongRow | undefined;

  function room(bytes: number): void {
    if (at + bytes > page.length) page = growPage(page, at, bytes);
  }

  const nameOf = (position: number): string =>
    columns[position]?.comment ?? columns[position]?.name ?? String(position);

  /** Of the row's columns before this one, which are in the page already. */
  function keysBefore(position: number): Record<string, string> {
    const found: Record<string, string> = {};
    let from = rowStart + 2;
    for (let i = 0; i < position; i++) {
      const length = page.readInt32BE(from);
      from += 4;
      if (length < 0) continue;
      const type = columns[i]?.type ?? 'text';
      const shown = type === 'text' ? Math.min(length, keyBytes) : length;
      if (key.includes(i)) found[nameOf(i)] = fieldText(type, page.subarray(from, from + shown));
      from += length;
    }
    return found;
  }

  function setAside(position: number, reason: WrongReason, bytes: Buffer, from: number, end: number): void {
    const { name, type } = columns[position] as TupleColumn;
    // The value itself stays out of the message: it may be personal.
    if (!wrong) throw new ConnectionProblem('bad_value', { column: name, type, reason, row: String(row) });
    const raw = Buffer.from(bytes.subarray(from, Math.min(end, from + RAW_BYTES)));
    bad = { row, column: name, type, reason, raw, key: keysBefore(position) };
  }

  return {
    beginRow(number = row + 1) {
      row = number;
      rowStart = at;
      bad = undefined;
      room(2);
      page[at++] = columns.length >>> 8;
      page[at++] = columns.length;
      field = 0;
    },
    putNull() {
      field++;
      if (bad) return;
      room(4);
      page[at] = 255;
      page[at + 1] = 255;
      page[at + 2] = 255;
      page[at + 3] = 255;
      at += 4;
    },
    put(bytes, from, end) {
      const position = field++;
      const write = writers[position];
      if (write === undefined) throw new RangeError('More values than columns.');
      if (bad) {
        if (key.includes(position))
          bad.key[nameOf(position)] = bytes.toString('utf8', from, Math.min(end, from + keyBytes));
        return;
      }
      room(FIELD_ROOM + end - from);
      const written = write(page, at, bytes, from, end);
      if (written < 0) setAside(position, reasonOf(written), bytes, from, end);
      else at = written;
    },
    endRow() {
      if (field !== columns.length) throw new RangeError('Fewer values than columns.');
      read++;
      if (bad) {
        at = rowStart;
        const found = bad;
        bad = undefined;
        wrong?.(found, read);
        return;
      }
      handed++;
      if (row !== lastHanded + 1) numbered?.(handed, row);
      lastHanded = row;
      if (at < pageFull) return;
      onPage(lendPage(page, at));
      page = takePage();
      at = 0;
    },
    flush() {
      if (at === 0) return;
      onPage(lendPage(page, at));
      page = takePage();
      at = 0;
    },
  };
}
