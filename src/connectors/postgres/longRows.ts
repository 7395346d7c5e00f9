/**
 * A row of a binary copy that is larger than any that travels: walked over as it comes and never held, until it is known
 * which of its values is the long one and which row it is.
 */
import { ConnectionProblem, RAW_BYTES, fieldText } from '#planes/mover/ports.ts';
import type { Column, WrongTaker } from '#planes/mover/ports.ts';

/** A value that identifies a row is short, or it is of no use to whoever looks for the row. */
const KEY_BYTES = 256;

/** Where such rows go, and what says which row one is. */
export interface LongRows {
  columns: readonly Column[];
  /** Positions of the columns that identify a row. */
  key?: readonly number[];
  /** Absent: the first one ends the read. */
  wrong?: WrongTaker;
  /** As in `ReadOptions`. */
  numbered?: (nth: number, row: number) => void;
}

export interface LongRow {
  /** The next bytes of the tuple. */
  take(bytes: Buffer): void;
  /** The whole tuple came; `row` is its number. Throws where such rows end the read. */
  end(row: number): void;
}

export function createLongRow({ columns, key = [], wrong }: LongRows): LongRow {
  const found: Record<string, string> = {};
  let longest = { at: 0, length: -1, raw: Buffer.alloc(0) };
  /** The number of fields comes first, in 2 bytes; then each value behind its length, in 4. */
  let head = Buffer.alloc(0);
  let headBytes = 2;
  let field = -1;
  let length = 0;
  /** Bytes of the value that are to come; 0: what comes is a head. */
  let left = 0;
  let kept: Buffer[] = [];
  let keptBytes = 0;

  function endValue(): void {
    const raw = Buffer.concat(kept);
    const column = columns[field];
    if (column && key.includes(field) && length >= 0 && (column.type === 'text' || raw.length === length))
      found[column.comment ?? column.name] = fieldText(
        column.type,
        column.type === 'text' ? raw.subarray(0, KEY_BYTES) : raw,
      );
    if (length > longest.length) longest = { at: field, length, raw };
    [kept, keptBytes] = [[], 0];
    field += 1;
  }

  function endHead(): void {
    if (field < 0) field = 0;
    else {
      length = head.readInt32BE(0);
      left = Math.max(0, length);
      if (left === 0) endValue();
    }
    [head, headBytes] = [Buffer.alloc(0), 4];
  }

  return {
    take(bytes) {
      for (let at = 0; at < bytes.length; ) {
        if (left === 0) {
          const part = bytes.subarray(at, at + headBytes - head.length);
          head = Buffer.concat([head, part]);
          at += part.length;
          if (head.length === headBytes) endHead();
          continue;
        }
        const size = Math.min(left, bytes.length - at);
        const part = bytes.subarray(at, at + Math.min(size, RAW_BYTES - keptBytes));
        // What arrives is valid during the call only.
        if (part.length > 0) kept.push(Buffer.from(part));
        keptBytes += part.length;
        at += size;
        left -= size;
        if (left === 0) endValue();
      }
    },
    end(row) {
      const { name = '', type = 'text' } = columns[longest.at] ?? {};
      const reason = 'too_long';
      if (!wrong) throw new ConnectionProblem('bad_value', { column: name, type, reason, row: String(row) });
      wrong({ row, column: name, type, reason, raw: longest.raw, key: found }, row);
    },
  };
}
