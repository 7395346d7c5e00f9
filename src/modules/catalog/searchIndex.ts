/** The index of one process: every published entry's words and attributes in memory, and what a question finds there. */
import { Column, Group, letThrough } from './searchColumns.ts';
import { Spellings } from './searchPinyin.ts';
import { Postings, type Weight, intersection, postingOf, slotOf, union } from './searchPostings.ts';

export const FACETS = [
  'shareType',
  'departmentId',
  'regionCode',
  'level',
  'updateCycle',
  'onTime',
  'subject',
  'mode',
  'resource',
  'openType',
  'classCode',
  'origin',
  'frequency',
  'scenario',
] as const;
export type FacetName = (typeof FACETS)[number];

/** Counted together: what has few values, and what follows from the department. */
const TOGETHER: readonly (readonly FacetName[])[] = [
  ['shareType', 'updateCycle', 'onTime', 'subject', 'mode', 'resource', 'openType', 'origin', 'frequency'],
  ['departmentId', 'regionCode', 'level'],
  ['classCode'],
  ['scenario'],
];

/** One entry as the index holds it. */
export interface Indexed {
  id: number;
  title: string[];
  items: string[];
  rest: string[];
  /** On the Internet only these exist. */
  open: boolean;
  usedBy: number;
  calls: number;
  /** Milliseconds since 1970. */
  publishedAt: number;
  facets: Record<FacetName, readonly string[]>;
}

/** What a question says of words: all of `and`, any of `or`, a word by the numbers of the index's words. */
export type Wanted = { and: Wanted[] } | { or: Wanted[] } | { word: string } | { words: number[] };

/** Kept lists of words that were asked for, in postings: 32 MB. */
const KEPT_POSTINGS = 8_000_000;
const MINUTE = 60_000;
/** Attributes that are looked up by a name which may change stand among the words by their number, behind this sign. */
export const MARK = '\u0001';

export class SearchIndex {
  /** Grows with every change: what was answered before it may no longer be so. */
  generation = 0;
  readonly postings = new Postings();
  readonly columns: Record<FacetName, Column>;
  readonly #groups: readonly Group[];
  readonly #spellings = new Spellings();
  readonly #slots = new Map<number, number>();
  readonly #ids: number[] = [];
  #quality = new Float64Array(1024);
  #calls = new Float64Array(1024);
  #alive = new Uint8Array(1024);
  #open = new Uint8Array(1024);
  #dead = 0;
  #kept = new Map<string, Uint32Array>();
  #keptPostings = 0;
  readonly #expanded = new Map<string, { numbers: number[]; upTo: number }>();

  constructor() {
    this.columns = Object.fromEntries(FACETS.map(name => [name, new Column()])) as Record<FacetName, Column>;
    this.#groups = TOGETHER.map(names => new Group(names.map(name => this.columns[name])));
  }

  get entries(): number {
    return this.#slots.size;
  }

  /** More than half of what lies here is of old versions: better read anew than walked over. */
  get worn(): boolean {
    return this.#dead > 1000 && this.#dead > this.#slots.size;
  }

  put(entry: Indexed): void {
    this.remove(entry.id);
    const slot = this.#ids.length;
    this.#ids.push(entry.id);
    this.#slots.set(entry.id, slot);
    if (slot >= this.#alive.length) this.#widen();
    this.#alive[slot] = 1;
    this.#open[slot] = entry.open ? 1 : 0;
    // Departments that use it, then newness in minutes: what orders entries that the words do not.
    this.#quality[slot] = Math.min(entry.usedBy, 16_383) * 2 ** 26 + Math.floor(entry.publishedAt / MINUTE);
    this.#calls[slot] = entry.calls;
    for (const name of FACETS) this.columns[name].set(slot, entry.facets[name]);
    for (const group of this.#groups) group.set(slot);
    const said = new Set<string>();
    const add = (words: readonly string[], weight: Weight): void => {
      for (const word of words)
        if (!said.has(word)) {
          said.add(word);
          this.postings.add(word, slot, weight);
        }
    };
    add(entry.title, 4);
    add(entry.items, 2);
    add(entry.rest, 1);
    this.#forget();
  }

  remove(id: number): void {
    const slot = this.#slots.get(id);
    if (slot === undefined) return;
    this.#slots.delete(id);
    this.#alive[slot] = 0;
    this.#dead += 1;
    this.#forget();
  }

  setFacet(id: number, name: FacetName, values: readonly string[]): void {
    const slot = this.#slots.get(id);
    if (slot === undefined) return;
    this.columns[name].set(slot, values);
    for (const group of this.#groups) if (group.columns.includes(this.columns[name])) group.set(slot);
    this.#forget();
  }

  setCalls(id: number, calls: number): void {
    const slot = this.#slots.get(id);
    if (slot === undefined) return;
    this.#calls[slot] = calls;
    this.#forget();
  }

  #widen(): void {
    const room = this.#alive.length * 2;
    const wider = <A extends Uint8Array | Float64Array>(made: A, from: A): A => {
      made.set(from as never);
      return made;
    };
    this.#alive = wider(new Uint8Array(room), this.#alive);
    this.#open = wider(new Uint8Array(room), this.#open);
    this.#quality = wider(new Float64Array(room), this.#quality);
    this.#calls = wider(new Float64Array(room), this.#calls);
  }

  #forget(): void {
    this.generation += 1;
    if (this.#kept.size === 0) return;
    this.#kept = new Map();
    this.#keptPostings = 0;
  }

  #keep(name: string, make: () => Uint32Array): Uint32Array {
    const had = this.#kept.get(name);
    if (had) {
      // Asked for again: last to go.
      this.#kept.delete(name);
      this.#kept.set(name, had);
      return had;
    }
    const made = make();
    this.#kept.set(name, made);
    this.#keptPostings += made.length;
    for (const [oldest, list] of this.#kept) {
      if (this.#keptPostings <= KEPT_POSTINGS) break;
      this.#kept.delete(oldest);
      this.#keptPostings -= list.length;
    }
    return made;
  }

  /** Every entry that exists for the reader. */
  everything(onlyOpen: boolean): Uint32Array {
    return this.#keep(onlyOpen ? ' open' : ' all', () => {
      const there: number[] = [];
      for (const slot of this.#slots.values())
        if (!onlyOpen || this.#open[slot] === 1) there.push(postingOf(slot, 0));
      return Uint32Array.from(there);
    });
  }

  /** One entry; nothing when it is not here. */
  only(id: number | undefined): Uint32Array {
    const slot = id === undefined ? undefined : this.#slots.get(id);
    return slot === undefined ? new Uint32Array(0) : Uint32Array.of(postingOf(slot, 0));
  }

  /** Words of the index in which this one stands: whoever asks for 登记 means 登记证 too, however it was cut. */
  wordsWith(part: string): number[] {
    let known = this.#expanded.get(part);
    if (!known) {
      if (this.#expanded.size > 5000) this.#expanded.clear();
      known = { numbers: [], upTo: 0 };
      this.#expanded.set(part, known);
    }
    const { size } = this.postings;
    for (; known.upTo < size; known.upTo += 1)
      // Behind the sign stand numbers of departments, which are no words.
      if (this.postings.word(known.upTo).includes(part) && !this.postings.word(known.upTo).startsWith(MARK))
        known.numbers.push(known.upTo);
    return known.numbers;
  }

  readings(letters: string): number[][][] {
    this.#spellings.learn(this.postings.size, number => this.postings.word(number));
    return this.#spellings.readings(letters);
  }

  find(wanted: Wanted): Uint32Array {
    if ('word' in wanted) return this.#keep(wanted.word, () => this.#together(this.wordsWith(wanted.word)));
    if ('words' in wanted) return this.#together(wanted.words);
    if ('or' in wanted)
      return union(
        wanted.or.map(one => this.find(one)).filter(list => list.length > 0),
        this.#ids.length,
      );
    const [first = new Uint32Array(0), ...others] = wanted.and
      .map(one => this.find(one))
      .sort((one, other) => one.length - other.length);
    return others.reduce((met, next) => intersection(met, next), first);
  }

  #together(numbers: readonly number[]): Uint32Array {
    return union(
      numbers.map(number => this.postings.list(number)),
      this.#ids.length,
    );
  }

  /** Of what was found, what exists for the reader. */
  visible(found: Uint32Array, onlyOpen: boolean): Uint32Array {
    if (!onlyOpen && this.#dead === 0) return found;
    const bar = onlyOpen ? this.#open : this.#alive;
    return kept(found, slot => bar[slot] === 1 && this.#alive[slot] === 1);
  }

  /** Of what was found, what has one of the values. */
  having(found: Uint32Array, name: FacetName, chosen: (value: string) => boolean): Uint32Array {
    const codes = this.columns[name].codes();
    const wanted = this.columns[name].wanted(chosen);
    return kept(found, slot => wanted[codes[slot] ?? 0] === 1);
  }

  idOf(slot: number): number {
    return this.#ids[slot] ?? 0;
  }
  qualityOf(slot: number): number {
    return this.#quality[slot] ?? 0;
  }
  /** Minutes since 1970. */
  publishedOf(slot: number): number {
    return this.qualityOf(slot) % 2 ** 26;
  }
  callsOf(slot: number): number {
    return this.#calls[slot] ?? 0;
  }

  /** Counts of the attributes over what was found; `each` meets what all choices let through. */
  count(
    found: Uint32Array,
    chosen: Partial<Record<FacetName, (value: string) => boolean>>,
    each: (posting: number) => void,
  ): Map<FacetName, { value: string; count: number }[]> {
    const bars = FACETS.flatMap(name => {
      const choice = chosen[name];
      return choice ? [{ column: this.columns[name], chosen: choice }] : [];
    });
    const { slots, kept: barred } = letThrough(found, bars, each);
    const counts = new Map<Column, Uint32Array>();
    for (const group of this.#groups)
      group.count(slots).forEach((of, at) => {
        const column = group.columns[at];
        if (column) counts.set(column, of);
      });
    for (const [column, more] of barred)
      counts.get(column)?.forEach((count, code, of) => {
        of[code] = count + (more[code] ?? 0);
      });
    return new Map(
      FACETS.map(name => {
        const column = this.columns[name];
        return [name, column.valuesOf(counts.get(column) ?? new Uint32Array(0))];
      }),
    );
  }
}

function kept(found: Uint32Array, fits: (slot: number) => boolean): Uint32Array {
  const those = new Uint32Array(found.length);
  let length = 0;
  for (let at = 0; at < found.length; at += 1) {
    const posting = found[at] ?? 0;
    if (!fits(slotOf(posting))) continue;
    those[length] = posting;
    length += 1;
  }
  return those.subarray(0, length);
}
