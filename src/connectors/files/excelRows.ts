/** Rows of a sheet, as the workbook's reader hands them over in portions. */
import type { Cell, Row, Workbook } from '#sheets/index.ts';
import { openXlsx } from '#sheets/index.ts';
import { RAW_BYTES } from '#planes/mover/ports.ts';
import type { WrongReason } from '#vocabulary/moves.ts';
import { badFile } from './faults.ts';
import { ABSENT, BROKEN, FIGURE, MOST_COLUMNS, type RowCursor, TEXT } from './rows.ts';

/** Rows of a sheet without its heading. */
export const MOST_SHEET_ROWS = 1_048_575;
/** Characters of a cell. */
export const MOST_CELL = 32_767;

const MEGABYTE = 1024 * 1024;

/** A sheet of a million rows is unpacked piece by piece; only its shared texts lie in memory. */
export const openBook = (fd: number): Promise<Workbook> =>
  openXlsx(
    { fd },
    {
      rows: MOST_SHEET_ROWS + 1,
      columns: MOST_COLUMNS,
      unpacked: 4096 * MEGABYTE,
      texts: 64 * MEGABYTE,
      empties: true,
    },
  );

/** The sheet that is named, or the first. */
export function sheetOf(book: Workbook, table: string, sheet: string | undefined): string {
  const found = sheet === undefined ? book.sheets[0] : book.sheets.find(one => one.name === sheet);
  if (found === undefined)
    throw badFile(table, {
      zh: `没有工作表“${sheet ?? ''}”，有：${book.sheets.map(one => one.name).join('、')}`,
      en: `it has no sheet “${sheet ?? ''}”; there are: ${book.sheets.map(one => one.name).join(', ')}`,
    });
  return found.name;
}

/** A sheet that we wrote: how many rows it has, those without a value among them, and the decimals of its numbers. */
export interface Exact {
  rows: number;
  scales: readonly (number | null)[];
}

export class SheetRows implements RowCursor {
  fields: Buffer = Buffer.allocUnsafeSlow(64 * 1024);
  count: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly kinds: Uint8Array;
  line = 0;
  readonly hasKinds = true;
  fault: WrongReason | undefined;
  #portion: readonly Row[] = [];
  #next = 0;
  #cells: readonly Cell[] = [];
  readonly #exact: Exact | undefined;
  /** Rows that hold nothing are not in the file: up to this one they are handed over where they are known. */
  #until = 0;

  constructor(columns: number, exact?: Exact) {
    this.count = columns;
    this.#exact = exact;
    // The heading, which is the first.
    this.line = exact ? 1 : 0;
    this.starts = new Int32Array(columns);
    this.ends = new Int32Array(columns);
    this.kinds = new Uint8Array(columns);
  }

  give(portion: readonly Row[]): void {
    this.#portion = portion;
    this.#next = 0;
  }

  /** No portion comes any more. */
  end(): void {
    this.#until = (this.#exact?.rows ?? 0) + 1;
  }

  next(): boolean {
    const row = this.#portion[this.#next];
    if (this.#exact !== undefined) {
      if (row?.number === 1) this.#next++;
      if (row?.number === 1) return this.next();
      if (row !== undefined) this.#until = row.number - 1;
      if (this.line < this.#until) {
        this.line++;
        this.fault = undefined;
        this.#cells = [];
        this.kinds.fill(ABSENT);
        return true;
      }
    }
    if (row === undefined) return false;
    this.#next++;
    this.line = row.number;
    this.#cells = row.cells;
    // A value beyond the heading belongs to no column.
    this.fault = (row.cells.at(-1)?.column ?? 0) > this.count ? 'columns' : undefined;
    this.kinds.fill(ABSENT);
    if (this.fault === undefined) this.#take(row.cells);
    return true;
  }

  #take(cells: readonly Cell[]): void {
    let at = 0;
    for (const { column, kind, text: written, formula } of cells) {
      const i = column - 1;
      const scale = kind === 'number' ? this.#exact?.scales[i] : undefined;
      const text =
        typeof scale === 'number'
          ? Number(written).toFixed(scale)
          : kind === 'date'
            ? written.replace('T', ' ')
            : written;
      const most = at + text.length * 3;
      if (most > this.fields.length) {
        const larger = Buffer.allocUnsafeSlow(most * 2);
        this.fields.copy(larger, 0, 0, at);
        this.fields = larger;
      }
      this.starts[i] = at;
      at += this.fields.write(text, at);
      this.ends[i] = at;
      // A formula whose result its program did not keep has no value; one that failed has none either.
      const isBroken = kind === 'error' || (formula === true && text === '') || !text.isWellFormed();
      this.kinds[i] = isBroken ? BROKEN : kind === 'number' && typeof scale !== 'number' ? FIGURE : TEXT;
    }
  }

  raw(): Buffer {
    const text = this.#cells.map(cell => cell.text).join('\t');
    return Buffer.from(text.slice(0, RAW_BYTES)).subarray(0, RAW_BYTES);
  }
}
