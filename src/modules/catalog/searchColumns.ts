/**
 * Attributes of entries as typed arrays. Attributes with few values are counted together: entries that agree in all of
 * them share one number, so that counting is one walk for many attributes.
 */
import { slotOf } from './searchPostings.ts';

const BETWEEN = '\n';

function widened<A extends Uint16Array | Uint32Array>(from: A, slot: number, make: (room: number) => A): A {
  if (slot < from.length) return from;
  const wider = make(Math.max(slot + 1, from.length * 2));
  wider.set(from);
  return wider;
}

/** One attribute of all entries. An entry may have several values: each set of values that occurs has one code. */
export class Column {
  readonly #sets: string[][] = [];
  readonly #codes = new Map<string, number>();
  #kept = new Uint16Array(1024);

  set(slot: number, values: readonly string[]): void {
    this.#kept = widened(this.#kept, slot, room => new Uint16Array(room));
    const name = values.length > 1 ? [...values].sort().join(BETWEEN) : (values[0] ?? '');
    let code = this.#codes.get(name);
    if (code === undefined) {
      code = this.#sets.length;
      if (code > 65_535) throw new Error(`an attribute has more values than an index counts: ${name}`);
      this.#codes.set(name, code);
      this.#sets.push(name === '' ? [] : name.split(BETWEEN));
    }
    this.#kept[slot] = code;
  }

  codes(): Uint16Array {
    return this.#kept;
  }

  codeOf(slot: number): number {
    return this.#kept[slot] ?? 0;
  }

  get size(): number {
    return this.#sets.length;
  }

  /** For each code whether one of its values is meant. */
  wanted(chosen: (value: string) => boolean): Uint8Array {
    return Uint8Array.from(this.#sets, values => (values.some(chosen) ? 1 : 0));
  }

  /** What the counts of codes say of single values, the most frequent first. */
  valuesOf(counts: Uint32Array): { value: string; count: number }[] {
    const each = new Map<string, number>();
    counts.forEach((count, code) => {
      if (count > 0)
        for (const value of this.#sets[code] ?? []) each.set(value, (each.get(value) ?? 0) + count);
    });
    return [...each]
      .map(([value, count]) => ({ value, count }))
      .sort((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1));
  }
}

/** Attributes that are counted together. */
export class Group {
  readonly columns: readonly Column[];
  /** For each number that occurs, the code of each column. */
  readonly #members: number[][] = [];
  readonly #numbers = new Map<string, number>();
  #kept = new Uint32Array(1024);

  constructor(columns: readonly Column[]) {
    this.columns = columns;
  }

  /** To be called whenever one of its columns was set. */
  set(slot: number): void {
    this.#kept = widened(this.#kept, slot, room => new Uint32Array(room));
    const codes = this.columns.map(column => column.codeOf(slot));
    const name = codes.join(' ');
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.#members.length;
      this.#numbers.set(name, number);
      this.#members.push(codes);
    }
    this.#kept[slot] = number;
  }

  /** Counts of the codes of each column, in their order. */
  count(slots: Uint32Array): Uint32Array[] {
    const kept = this.#kept;
    const numbers = new Uint32Array(this.#members.length);
    for (let at = 0; at < slots.length; at += 1) {
      const number = kept[slots[at] ?? 0] ?? 0;
      numbers[number] = (numbers[number] ?? 0) + 1;
    }
    const counts = this.columns.map(column => new Uint32Array(column.size));
    numbers.forEach((count, number) => {
      if (count === 0) return;
      const codes = this.#members[number] ?? [];
      counts.forEach((of, at) => {
        const code = codes[at] ?? 0;
        of[code] = (of[code] ?? 0) + count;
      });
    });
    return counts;
  }
}

export interface Bar {
  column: Column;
  chosen: (value: string) => boolean;
}

/**
 * What all bars let through, as slots; `each` meets it with its weight. Besides, for each bar the counts of what it alone
 * keeps out: a choice counts the values of what the *other* choices let through, so that several of one can be chosen.
 */
export function letThrough(
  found: Uint32Array,
  bars: readonly Bar[],
  each: (posting: number) => void,
): { slots: Uint32Array; kept: Map<Column, Uint32Array> } {
  const slots = new Uint32Array(found.length);
  if (bars.length === 0) {
    for (let at = 0; at < found.length; at += 1) {
      const posting = found[at] ?? 0;
      slots[at] = posting >>> 4;
      each(posting);
    }
    return { slots, kept: new Map() };
  }
  const barring = bars.map(({ column, chosen }) => ({
    column,
    codes: column.codes(),
    wanted: column.wanted(chosen),
    counts: new Uint32Array(column.size),
  }));
  let length = 0;
  for (let at = 0; at < found.length; at += 1) {
    const posting = found[at] ?? 0;
    const slot = slotOf(posting);
    let times = 0;
    let bar: (typeof barring)[number] | undefined;
    for (const one of barring)
      if (one.wanted[one.codes[slot] ?? 0] !== 1) {
        bar = one;
        times += 1;
      }
    if (bar === undefined) {
      slots[length] = slot;
      length += 1;
      each(posting);
    } else if (times === 1) {
      const code = bar.codes[slot] ?? 0;
      bar.counts[code] = (bar.counts[code] ?? 0) + 1;
    }
  }
  return {
    slots: slots.subarray(0, length),
    kept: new Map(barring.map(one => [one.column, one.counts])),
  };
}
