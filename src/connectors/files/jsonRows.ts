/** JSON lines: an object a line. What it holds beyond texts and numbers goes as the JSON that it is. */
import { isUtf8 } from 'node:buffer';
import { ABSENT, BROKEN, Rows, TEXT } from './rows.ts';

const LF = 0x0a;

interface Written {
  rawJSON: string;
}
/** In the language since 2025 (proposal “JSON.parse source text access”), in its types not yet. */
const exact = JSON as unknown as {
  parse(text: string, revive: (key: string, value: unknown, context: { source: string }) => unknown): unknown;
  rawJSON(text: string): Written;
  isRawJSON(value: unknown): value is Written;
};

/** Numbers as they are written: 1.10 keeps its zero, and 18 digits stay 18 digits. */
export function parseLine(text: string): Record<string, unknown> | undefined {
  let found: unknown;
  try {
    found = exact.parse(text, (_key, value, context) =>
      typeof value === 'number' ? exact.rawJSON(context.source) : value,
    );
  } catch {
    // No JSON, or nested so deep that nobody wrote it by hand or by program.
    return undefined;
  }
  return typeof found === 'object' && found !== null && !Array.isArray(found) && !exact.isRawJSON(found)
    ? (found as Record<string, unknown>)
    : undefined;
}

/** The value's text; undefined for a text that is none in Unicode. */
export function textOf(value: unknown): string | null | undefined {
  if (value === null || value === undefined) return null;
  const text =
    typeof value === 'string'
      ? value
      : exact.isRawJSON(value)
        ? value.rawJSON
        : // oxlint-disable-next-line typescript/no-unnecessary-condition -- what JSON cannot hold is not in it
          (JSON.stringify(value) ?? '');
  return text.isWellFormed() ? text : undefined;
}

/** The fields of a row are the values of these keys, in this order. */
export class JsonRows extends Rows {
  override readonly hasKinds = true;
  readonly #keys: readonly string[];
  #lineEnd = 0;
  /** The object itself; of a row without a fault. */
  found: Record<string, unknown> = {};
  #values: Buffer = Buffer.allocUnsafeSlow(64 * 1024);

  constructor(keys: readonly string[], takesLast: () => Promise<boolean>, linesBefore = 0) {
    super(takesLast, linesBefore);
    this.#keys = keys;
  }

  /** The values, one behind the other. */
  override get fields(): Buffer {
    return this.#values;
  }

  protected scan(): boolean {
    const window = this.bytes.subarray(0, this.filled);
    for (;;) {
      const found = window.indexOf(LF, this.at);
      this.#lineEnd = found < 0 ? this.filled : found;
      if (found < 0 && (!this.final || this.at >= this.filled)) return false;
      this.from = this.at;
      this.end = this.#lineEnd;
      this.at = Math.min(this.filled, this.#lineEnd + 1);
      this.line = ++this.lines;
      const line = window.subarray(this.from, this.end);
      if (!isUtf8(line)) this.fault = 'not_text';
      const text = line.toString('utf8');
      if (text.trim() === '') continue;
      const row = this.fault === undefined ? parseLine(text) : undefined;
      this.count = this.#keys.length;
      if (row === undefined) this.fault ??= 'columns';
      else this.#take(row);
      return true;
    }
  }

  #take(row: Record<string, unknown>): void {
    this.found = row;
    let at = 0;
    for (const [i, key] of this.#keys.entries()) {
      const text = Object.hasOwn(row, key) ? textOf(row[key]) : null;
      this.starts[i] = at;
      this.kinds[i] = text === null ? ABSENT : text === undefined ? BROKEN : TEXT;
      if (typeof text === 'string') {
        const most = at + text.length * 3;
        if (most > this.#values.length) {
          const larger = Buffer.allocUnsafeSlow(most * 2);
          this.#values.copy(larger, 0, 0, at);
          this.#values = larger;
        }
        at += this.#values.write(text, at);
      }
      this.ends[i] = at;
    }
  }

  protected beginSkip(): void {
    // A line is a row: nothing is to be remembered.
  }

  protected skip(): number {
    const end = this.bytes.subarray(0, this.filled).indexOf(LF, this.at);
    if (end < 0 && !this.final) return -1;
    this.lines++;
    return end < 0 ? this.filled : end + 1;
  }
}
