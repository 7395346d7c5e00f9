/** Attributes of entries as typed arrays: two bytes an entry and attribute, so that counting is a walk over numbers. */

import { slotOf } from './searchPostings.ts';

const BETWEEN = '\n';

/** One attribute of all entries. An entry may have several values: each set of values that occurs has one code. */
export class Column {
  readonly #sets: string[][] = [];
  readonly #codes = new Map<string, number>();
  #kept = new Uint16Array(1024);

  set(slot: number, values: readonly string[]): void {
    if (slot >= this.#kept.length) {
      const wider = new Uint16Array(Math.max(slot + 1, this.#kept.length * 2));
      wider.set(this.#kept);
      this.#kept = wider;
    }
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

export interface Choice {
  column: Column;
  chosen: ((value: string) => boolean) | undefined;
}

/**
 * Walks over what was found: `each` meets what all choices let through, and every choice counts the values of what the
 * *others* let through, so that several values of one attribute can be chosen.
 */
export function countBy(
  found: Uint32Array,
  choices: readonly Choice[],
  each: (posting: number) => void,
): Uint32Array[] {
  const columns = choices.map(({ column, chosen }) => ({
    codes: column.codes(),
    wanted: chosen && column.wanted(chosen),
    counts: new Uint32Array(column.size),
  }));
  const through = letThrough(found, columns, each);
  // Column by column: one array and one table of counts stay near the processor.
  for (const { codes, counts } of columns)
    for (let at = 0; at < through.length; at += 1) {
      const code = codes[through[at] ?? 0] ?? 0;
      counts[code] = (counts[code] ?? 0) + 1;
    }
  return columns.map(column => column.counts);
}

/** Slots that all let through; what only one bars is counted there. */
function letThrough(
  found: Uint32Array,
  columns: readonly { codes: Uint16Array; wanted: Uint8Array | undefined; counts: Uint32Array }[],
  each: (posting: number) => void,
): Uint32Array {
  const barring = columns.flatMap(({ codes, wanted, counts }) => (wanted ? [{ codes, wanted, counts }] : []));
  const through = new Uint32Array(found.length);
  let length = 0;
  for (let at = 0; at < found.length; at += 1) {
    const posting = found[at] ?? 0;
    const slot = slotOf(posting);
    let bars = 0;
    let bar: (typeof barring)[number] | undefined;
    for (const one of barring)
      if (one.wanted[one.codes[slot] ?? 0] !== 1) {
        bar = one;
        bars += 1;
      }
    if (bar === undefined) {
      through[length] = slot;
      length += 1;
      each(posting);
    } else if (bars === 1) {
      const code = bar.codes[slot] ?? 0;
      bar.counts[code] = (bar.counts[code] ?? 0) + 1;
    }
  }
  return through.subarray(0, length);
}
