/**
 * Which entries have a word: for each word a growing list of slots, in the order in which entries came. A slot and how
 * much the word counts there stand in one number, `slot * 16 + weight`, so lists stay sorted by themselves.
 */

/** Where a word stands: title 4, names of items 2, anything else 1. Of several words the sum, at most 15. */
export type Weight = 1 | 2 | 4;
const MOST = 15;

export const postingOf = (slot: number, weight: number): number => slot * 16 + weight;
export const slotOf = (posting: number): number => posting >>> 4;
export const weightOf = (posting: number): number => posting & 15;

class Growing {
  #kept = new Uint32Array(4);
  length = 0;

  push(value: number): void {
    if (this.length === this.#kept.length) {
      const wider = new Uint32Array(Math.ceil(this.length * 1.5));
      wider.set(this.#kept);
      this.#kept = wider;
    }
    this.#kept[this.length] = value;
    this.length += 1;
  }

  all(): Uint32Array {
    return this.#kept.subarray(0, this.length);
  }
}

const NOTHING = new Uint32Array(0);

export class Postings {
  readonly #numbers = new Map<string, number>();
  readonly #words: string[] = [];
  readonly #lists: Growing[] = [];

  /** How many words there are; they are numbered in the order in which they came. */
  get size(): number {
    return this.#words.length;
  }

  /** Slots must come in ascending order. */
  add(word: string, slot: number, weight: Weight): void {
    let number = this.#numbers.get(word);
    if (number === undefined) {
      number = this.#words.length;
      this.#numbers.set(word, number);
      this.#words.push(word);
      this.#lists.push(new Growing());
    }
    this.#lists[number]?.push(postingOf(slot, weight));
  }

  word(number: number): string {
    return this.#words[number] ?? '';
  }

  numberOf(word: string): number | undefined {
    return this.#numbers.get(word);
  }

  list(number: number): Uint32Array {
    return this.#lists[number]?.all() ?? NOTHING;
  }

  frequency(number: number): number {
    return this.#lists[number]?.length ?? 0;
  }
}

/** Slots that stand in any of the lists, each with its greatest weight. */
export function union(lists: readonly Uint32Array[], slots: number): Uint32Array {
  const [first, second] = lists;
  if (first === undefined) return NOTHING;
  if (second === undefined) return first;
  const marks = new Uint8Array(slots);
  let found = 0;
  for (const list of lists)
    for (let at = 0; at < list.length; at += 1) {
      const posting = list[at] ?? 0;
      const slot = posting >>> 4;
      const weight = posting & 15;
      const was = marks[slot] ?? 0;
      if (was === 0) found += 1;
      if (weight > was) marks[slot] = weight;
    }
  const together = new Uint32Array(found);
  let at = 0;
  for (let slot = 0; at < found; slot += 1) {
    const weight = marks[slot] ?? 0;
    if (weight !== 0) {
      together[at] = postingOf(slot, weight);
      at += 1;
    }
  }
  return together;
}

/** The first place at or behind `from` whose slot is not below `slot`. */
function seek(list: Uint32Array, slot: number, from: number): number {
  let step = 1;
  let low = from;
  while (low + step < list.length && (list[low + step] ?? 0) >>> 4 < slot) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step, list.length);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] ?? 0) >>> 4 < slot) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Slots that stand in both, with the sum of the two weights. */
export function intersection(one: Uint32Array, other: Uint32Array): Uint32Array {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  const together = new Uint32Array(short.length);
  const jumps = long.length > short.length * 8;
  let found = 0;
  let at = 0;
  for (const posting of short) {
    const slot = posting >>> 4;
    if (jumps) at = seek(long, slot, at);
    else while (at < long.length && (long[at] ?? 0) >>> 4 < slot) at += 1;
    if (at === long.length) break;
    const there = long[at] ?? 0;
    if (there >>> 4 !== slot) continue;
    together[found] = postingOf(slot, Math.min((posting & 15) + (there & 15), MOST));
    found += 1;
  }
  return together.subarray(0, found);
}
