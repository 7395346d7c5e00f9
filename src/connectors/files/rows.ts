/**
 * Rows of a file as spans of bytes: a string for each value would cost more than all the rest that happens to it. A
 * reader fills a window of the file, and hands over row by row what is whole in it.
 */
import { RAW_BYTES } from '#planes/mover/ports.ts';
import type { WrongReason } from '#vocabulary/moves.ts';
import type { ByteInput } from './encoding.ts';

/** What a field is. */
export const BARE = 0;
/** Written in quotes, or known to be a text: empty is empty and not absent. */
export const TEXT = 1;
/** In quotes, with quotes inside that are written twice. */
export const DOUBLED = 2;
/** Absent, whatever its span. */
export const ABSENT = 3;
/** A number of a workbook, which holds 15 digits. */
export const FIGURE = 4;
/** No value that anybody could mean: half of a character pair, an error of a formula. */
export const BROKEN = 5;

/** Columns that a file may have; Excel ends there too. */
export const MOST_COLUMNS = 16_384;
/** A longer row is set aside, unread. */
export const MOST_ROW = 32 * 1024 * 1024;

export interface RowCursor {
  /** Moves on to the next row; false: nothing whole is left of what was read so far. */
  next(): boolean;
  /** Its fields lie here; those beyond `MOST_COLUMNS` are counted only. */
  readonly fields: Buffer;
  count: number;
  starts: Int32Array;
  ends: Int32Array;
  kinds: Uint8Array;
  /** The line where it begins, or its number in the sheet. */
  line: number;
  /** Whether fields may be `FIGURE` or `BROKEN`. */
  readonly hasKinds: boolean;
  /** What is wrong with it as a row. */
  fault: WrongReason | undefined;
  /** As the source has it, as much as is kept of a wrong row. */
  raw(): Buffer;
}

const CHUNK = 1024 * 1024;

/** What readers of CSV and of JSON lines have in common: the window, and rows that are too long for it. */
export abstract class Rows implements RowCursor {
  protected bytes: Buffer = Buffer.allocUnsafeSlow(CHUNK);
  count = 0;
  readonly starts = new Int32Array(MOST_COLUMNS);
  readonly ends = new Int32Array(MOST_COLUMNS);
  readonly kinds = new Uint8Array(MOST_COLUMNS);
  line = 1;
  readonly hasKinds: boolean = false;
  fault: WrongReason | undefined;
  /** Where the row lies in the window. */
  protected from = 0;
  protected end = 0;
  /** The next row begins here; up to `filled` the window holds the file. */
  protected at = 0;
  protected filled = 0;
  /** Nothing comes after it. */
  protected final = false;
  /** Lines begun so far. */
  protected lines: number;
  readonly #linesBefore: number;
  /** Whether a last line without its end is a row, and not one that is being written; asked at the end. */
  readonly #takesLast: () => Promise<boolean>;
  #skipped: { line: number; raw: Buffer } | undefined;
  #rawOfSkipped: Buffer | undefined;
  #skipping: { line: number; raw: Buffer } | undefined;
  /** Bytes of the input that lie before the window. */
  #before = 0;

  constructor(takesLast: () => Promise<boolean>, linesBefore = 0) {
    this.#takesLast = takesLast;
    this.#linesBefore = linesBefore;
    this.lines = linesBefore;
  }

  get fields(): Buffer {
    return this.bytes;
  }

  /** Bytes of the input, and lines, that are read as whole rows. */
  get taken(): { bytes: number; lines: number } {
    return { bytes: this.#before + this.at, lines: this.lines - this.#linesBefore };
  }

  /** Finds the next whole row from `at` on; sets everything that a row has. */
  protected abstract scan(): boolean;
  /** Begins to look for the end of a row without keeping it. */
  protected abstract beginSkip(): void;
  /** Where the row ends, behind its line end; -1: not in the window. Counts its lines. */
  protected abstract skip(): number;

  next(): boolean {
    if (this.#skipped) {
      this.line = this.#skipped.line;
      this.#rawOfSkipped = this.#skipped.raw;
      this.#skipped = undefined;
      this.count = 0;
      this.fault = 'too_long';
      return true;
    }
    this.#rawOfSkipped = undefined;
    this.fault = undefined;
    return this.#skipping === undefined && this.scan();
  }

  raw(): Buffer {
    return Buffer.from(
      this.#rawOfSkipped ?? this.bytes.subarray(this.from, Math.min(this.end, this.from + RAW_BYTES)),
    );
  }

  /** Reads on; false when there is nothing more. */
  async fill(input: ByteInput): Promise<boolean> {
    if (this.#skipping !== undefined) this.#skipOn();
    const left = this.filled - this.at;
    if (left === this.bytes.length) {
      if (left >= MOST_ROW) this.#beginSkipping();
      else {
        const larger = Buffer.allocUnsafeSlow(Math.min(MOST_ROW, left * 2));
        this.bytes.copy(larger, 0, this.at, this.filled);
        this.bytes = larger;
      }
    } else if (this.at > 0) this.bytes.copyWithin(0, this.at, this.filled);
    this.#before += this.at;
    this.filled -= this.at;
    this.at = 0;
    // A row that did not fit is looked at again from its beginning: as seldom as can be.
    while (this.filled < this.bytes.length) {
      const bytes = await input.fill(this.bytes, this.filled);
      this.filled += bytes;
      if (bytes === 0) {
        this.final = await this.#takesLast();
        if (this.#skipping !== undefined) this.#skipOn();
        return false;
      }
    }
    return true;
  }

  /** Whether the input ended in a row that is being passed over. */
  get endsSkipping(): boolean {
    return this.#skipping !== undefined;
  }

  #beginSkipping(): void {
    const raw = Buffer.from(this.bytes.subarray(this.at, this.at + RAW_BYTES));
    this.#skipping = { line: this.lines + 1, raw };
    this.beginSkip();
    this.#skipOn();
  }

  #skipOn(): void {
    const end = this.skip();
    this.at = end < 0 ? this.filled : end;
    if (end < 0) return;
    this.#skipped = this.#skipping;
    this.#skipping = undefined;
  }
}
