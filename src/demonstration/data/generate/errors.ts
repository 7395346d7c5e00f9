import type { DemonstrationEntry } from '#demonstration/data/entry.ts';
import type { City } from './city.ts';
import { dayOf, writeDay } from './days.ts';
import type { Draw } from './draw.ts';
import type { Value } from './rows.ts';

export const ERROR_KINDS = [
  'wrongCheckDigit',
  'letterForZero',
  'missingValue',
  'swappedName',
  'futureDate',
  'duplicate',
] as const;

export type ErrorKind = (typeof ERROR_KINDS)[number];

/** One in so many rows is spoilt. */
export const ERROR_EVERY = 200;

/** Where an error was planted; `column` is empty for a duplicate, whose row repeats the one before it. */
export interface PlantedError {
  recordNo: number;
  kind: ErrorKind;
  column: string;
}

/** Spoils rows of one entry, each kind about as often as any other that its items allow. */
export class Spoiler {
  readonly #draw: Draw;
  readonly #names: string[];
  readonly #places: { kind: ErrorKind; columns: number[] }[];
  readonly #columns: string[];

  constructor(city: City, draw: Draw, entry: DemonstrationEntry) {
    this.#draw = draw;
    this.#names = entry.subject === 'legal' ? city.organizations.name : city.persons.name;
    this.#columns = entry.items.map(item => item.column);
    const where = (holds: (item: DemonstrationEntry['items'][number]) => boolean) =>
      entry.items.flatMap((item, index) => (holds(item) ? [index] : []));
    const checked = where(item => item.identifier && item.length === 18);
    const names = where(
      item => item.required && (item.mask.kind === 'name' || /^(org|taxpayer)_name$/.test(item.column)),
    );
    this.#places = [
      { kind: 'wrongCheckDigit' as const, columns: checked },
      { kind: 'letterForZero' as const, columns: checked },
      { kind: 'missingValue' as const, columns: where(item => item.required && !item.identifier) },
      { kind: 'swappedName' as const, columns: names },
      // The end of a term may lie in the future; what has happened may not.
      {
        kind: 'futureDate' as const,
        columns: where(item => item.type === 'date' && !item.column.endsWith('_through')),
      },
    ].filter(place => place.columns.length > 0);
  }

  /** The kind of error to plant next, if any; a duplicate is left to the caller, who numbers the rows. */
  decide(): ErrorKind | undefined {
    if (this.#draw.below(ERROR_EVERY) !== 0) return undefined;
    return this.#places[this.#draw.below(this.#places.length + 1)]?.kind ?? 'duplicate';
  }

  /** Spoils the row in place and names the column, or leaves it as it is where this error would not show. */
  spoil(row: Value[], kind: ErrorKind): string | undefined {
    const place = this.#places.find(candidate => candidate.kind === kind);
    if (place === undefined) return undefined;
    const at = this.#draw.of(place.columns);
    const before = row[at] ?? null;
    const after = this.#wrong(before, kind);
    if (after === before) return undefined;
    row[at] = after;
    return this.#columns[at];
  }

  #wrong(value: Value, kind: ErrorKind): Value {
    if (kind === 'missingValue') return null;
    if (kind === 'futureDate') return writeDay(dayOf(2031, 1, 1) + this.#draw.below(3_000));
    if (typeof value !== 'string') return value;
    if (kind === 'letterForZero') {
      const zero = value.lastIndexOf('0', 16);
      return zero < 0 ? value : `${value.slice(0, zero)}O${value.slice(zero + 1)}`;
    }
    if (kind === 'wrongCheckDigit') return value.slice(0, 17) + (value.endsWith('7') ? '3' : '7');
    return kind === 'swappedName' ? (this.#names[this.#draw.below(this.#names.length)] ?? value) : value;
  }
}
