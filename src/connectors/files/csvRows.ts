/** CSV as RFC 4180 has it, and as programs write it: lines end in LF or CRLF, in one file in both. */
import { BARE, DOUBLED, MOST_COLUMNS, Rows, TEXT } from './rows.ts';

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/** Where a skipped row stands: what the next byte means. */
type Standing = 'start' | 'bare' | 'quoted' | 'closing';

export class CsvRows extends Rows {
  readonly #delimiter: number;
  #standing: Standing = 'start';
  /** The last look ended inside quotes; of the whole file: they are never closed. */
  #open = false;

  constructor(delimiter: number, takesLast: () => Promise<boolean>, linesBefore = 0) {
    super(takesLast, linesBefore);
    this.#delimiter = delimiter;
  }

  /** The line whose quotes are not closed at the end of what was read; undefined: none. */
  get openLine(): number | undefined {
    if (this.endsSkipping) return this.#standing === 'quoted' ? this.lines + 1 : undefined;
    return this.#open ? this.lines + 1 : undefined;
  }

  protected scan(): boolean {
    const { bytes, starts, ends, kinds, filled, final } = this;
    const delimiter = this.#delimiter;
    let at = this.at;
    this.#open = false;
    if (at >= filled) return false;
    let count = 0;
    let lines = 1;
    let broken = false;
    for (;;) {
      let start = at;
      let end: number;
      let kind = BARE;
      if (at < filled && bytes[at] === QUOTE) {
        start = ++at;
        kind = TEXT;
        for (;;) {
          let byte = QUOTE;
          while (at < filled && (byte = bytes[at] as number) !== QUOTE) {
            if (byte === LF) lines++;
            at++;
          }
          if (at >= filled) {
            this.#open = true;
            return false;
          }
          if (at + 1 >= filled && !final) return false;
          if (at + 1 >= filled || bytes[at + 1] !== QUOTE) break;
          kind = DOUBLED;
          at += 2;
        }
        end = at++;
        if (at < filled && bytes[at] === CR) {
          if (at + 1 >= filled && !final) return false;
          if (at + 1 >= filled || bytes[at + 1] === LF) at++;
        }
        if (at < filled && bytes[at] !== delimiter && bytes[at] !== LF) {
          // Something behind the closing quote: as the field was meant cannot be known, where it ends can.
          broken = true;
          let isOpen = false;
          for (; at < filled; at++) {
            const byte = bytes[at];
            if (byte === QUOTE) isOpen = !isOpen;
            else if (!isOpen && (byte === delimiter || byte === LF)) break;
            else if (byte === LF) lines++;
          }
          if (isOpen) {
            this.#open = true;
            return false;
          }
        }
      } else {
        while (at < filled) {
          const byte = bytes[at] as number;
          if (byte === delimiter || byte === LF) break;
          at++;
        }
        end = at > start && at < filled && bytes[at] === LF && bytes[at - 1] === CR ? at - 1 : at;
      }
      if (count < MOST_COLUMNS) {
        starts[count] = start;
        ends[count] = end;
        kinds[count] = kind;
      }
      count++;
      if (at >= filled) {
        if (!final) return false;
        break;
      }
      if (bytes[at++] === LF) break;
    }
    this.from = this.at;
    this.end = at;
    this.at = at;
    this.count = count;
    this.line = this.lines + 1;
    this.lines += lines;
    if (broken) this.fault = 'columns';
    return true;
  }

  protected beginSkip(): void {
    this.#standing = 'start';
  }

  protected skip(): number {
    const { bytes, filled } = this;
    let standing = this.#standing;
    for (let at = this.at; at < filled; at++) {
      const byte = bytes[at];
      if (byte === LF) {
        this.lines++;
        if (standing !== 'quoted') return at + 1;
      } else if (standing === 'quoted') {
        if (byte === QUOTE) standing = 'closing';
      } else if (byte === QUOTE && standing !== 'bare') standing = 'quoted';
      else if (byte === this.#delimiter) standing = 'start';
      else if (standing === 'start') standing = 'bare';
    }
    this.#standing = standing;
    // The file's own end is the row's, if no quote is open.
    return this.final && standing !== 'quoted' ? filled : -1;
  }
}
