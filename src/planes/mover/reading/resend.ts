/**
 * Rows that an earlier run set aside, as a source: the other values of each row come from the department's source as it
 * is now, found by the row's key, and what was corrected stands in the place of what was wrong. A target that is made
 * anew with each run gets all other rows of the source besides.
 */
import type { PlanItem, RowCondition } from '#vocabulary/plans.ts';
import { typeAfterMask } from '#vocabulary/plans.ts';
import { maskValue } from '#vocabulary/masks.ts';
import { fieldText } from '#planes/mover/decode.ts';
import { outputColumns } from '#planes/mover/ports.ts';
import type { ReadOptions, Selection, Snapshot, Source, WrongRow } from '#planes/mover/ports.ts';
import type { WrongReason } from '#vocabulary/moves.ts';
import { encodeField } from '#planes/mover/tuples.ts';

/** A row to be sent again. */
export interface ResentRow {
  /** Its number among those that were set aside: what it is called when it has to be set aside once more. */
  n: number;
  column: string;
  type: WrongRow['type'];
  reason: WrongReason;
  raw: Buffer;
  /** By item. */
  key: Record<string, string>;
  /** By column: what stands there instead; none: the row is sent as the source has it. */
  values: ReadonlyMap<string, string | null>;
}

export interface Resending {
  rows: readonly ResentRow[];
  /** Items, by name, that identify a row. */
  key: readonly string[];
  /** The target is made anew: it needs all the other rows too. */
  whole: boolean;
}

/** Rows that are looked for with one statement. */
const AT_ONCE = 200;
const PAGE = 256 * 1024;

type Field = Buffer | null;

function* tuplesIn(chunk: Buffer): Generator<{ from: number; to: number; fields: Field[] }> {
  for (let at = 0; at < chunk.length; ) {
    const from = at;
    const count = chunk.readInt16BE(at);
    at += 2;
    const fields: Field[] = [];
    for (let field = 0; field < count; field++) {
      const length = chunk.readInt32BE(at);
      at += 4;
      fields.push(length < 0 ? null : chunk.subarray(at, at + length));
      at += Math.max(0, length);
    }
    yield { from, to: at, fields };
  }
}

function tupleOf(fields: readonly Field[]): Buffer {
  const size = fields.reduce((sum, field) => sum + 4 + (field?.length ?? 0), 2);
  const tuple = Buffer.allocUnsafe(size);
  let at = tuple.writeInt16BE(fields.length, 0);
  for (const field of fields) {
    at = tuple.writeInt32BE(field === null ? -1 : field.length, at);
    if (field !== null) at += field.copy(tuple, at);
  }
  return tuple;
}

/** Beside rows of the source, which are numbered from 1: the number of a row that is sent again, below 0. */
const placeOf = ({ n }: ResentRow): number => -n;

const joined = (values: readonly (string | null)[]): string => JSON.stringify(values);

/** How a corrected value enters the stream: masked, but for what the plane digests afterwards. */
function fieldOf({ mask, type }: PlanItem, value: string | null): Field | undefined {
  const shown = mask.kind === 'digest' ? value : maskValue(mask, type, value, () => '');
  return shown === null ? null : encodeField(typeAfterMask({ mask, type }), shown);
}

export function resendSource(source: Source, resending: Resending): Source {
  return {
    ...source,
    snapshot: async options => resendSnapshot(await source.snapshot(options), resending),
  };
}

function resendSnapshot(inner: Snapshot, { rows, key, whole }: Resending): Snapshot {
  /** Of the last reading: all that it handed over and set aside. */
  let taken = 0;

  async function* read(selection: Selection, options: ReadOptions = {}): AsyncGenerator<Buffer> {
    const { items } = selection;
    const names = outputColumns(items).map(column => column.name);
    const keyItems = key.flatMap(
      name => items.find(item => item.name === name && item.mask.kind === 'none') ?? [],
    );
    const keyOf = (row: ResentRow): string => joined(keyItems.map(item => row.key[item.name] ?? null));
    const known = new Map(rows.map(row => [keyOf(row), row]));
    const keyIn = (fields: readonly Field[], of: readonly PlanItem[]): string =>
      joined(
        keyItems.map(item => {
          const field = fields[of.indexOf(item)] ?? null;
          return field === null ? null : fieldText(item.type, field);
        }),
      );
    taken = 0;
    let handed = 0;

    function setAside(row: ResentRow, more: Partial<WrongRow> = {}): void {
      taken++;
      const { column, type, reason, raw } = row;
      options.wrong?.({ row: placeOf(row), column, type, reason, raw, key: row.key, ...more }, taken);
    }

    /** All rows of the source but those that are sent again. */
    async function* others(): AsyncGenerator<Buffer> {
      // Rows are taken out, so what the source says of the numbers of those it hands over does not hold here.
      const { wrong, numbered: _numbered, ...rest } = options;
      const reading = inner.read(selection, {
        ...rest,
        ...(wrong
          ? {
              wrong: row => {
                if (known.has(joined(keyItems.map(item => row.key[item.name] ?? null)))) return;
                taken++;
                wrong(row, taken);
              },
            }
          : {}),
      });
      for await (const chunk of reading) {
        const kept: Buffer[] = [];
        for (const { from, to, fields } of tuplesIn(chunk))
          if (!known.has(keyIn(fields, items))) kept.push(chunk.subarray(from, to));
        taken += kept.length;
        handed += kept.length;
        if (kept.length > 0) yield Buffer.concat(kept);
      }
    }

    /** Rows with corrections in the same columns, which are not read from the source. */
    async function* group(corrected: readonly string[], ones: readonly ResentRow[]): AsyncGenerator<Buffer> {
      const asked = items.filter((_item, at) => !corrected.includes(names[at] ?? ''));
      const left = new Map(ones.map(row => [keyOf(row), row]));
      const conditions = keyItems.map(
        ({ name, column, type }): RowCondition => ({
          column,
          type,
          op: 'in',
          values: [...new Set(ones.map(row => row.key[name] ?? ''))],
        }),
      );
      const page: Buffer[] = [];
      let size = 0;
      const found = { ...selection, items: asked, rows: [...selection.rows, ...conditions] };
      const reading = inner.read(found, {
        key,
        // What is wrong besides: the row keeps its number.
        wrong: again => {
          const text = joined(keyItems.map(item => again.key[item.name] ?? null));
          const row = left.get(text);
          if (!row) return;
          left.delete(text);
          setAside(row, { ...again, row: placeOf(row) });
        },
      });
      for await (const chunk of reading)
        for (const { fields } of tuplesIn(chunk)) {
          const row = known.get(keyIn(fields, asked));
          if (!row || !left.has(keyOf(row))) continue;
          const whole = fill(row, asked, fields);
          if (!whole) continue;
          left.delete(keyOf(row));
          taken++;
          handed++;
          options.numbered?.(handed, placeOf(row));
          page.push(whole);
          size += whole.length;
          if (size < PAGE) continue;
          yield Buffer.concat(page.splice(0));
          size = 0;
        }
      // Gone from the source, or not to be found there by its key.
      for (const row of left.values()) setAside(row);
      if (page.length > 0) yield Buffer.concat(page);
    }

    /** Undefined where a corrected value is none that its column can hold: then the row stays set aside. */
    function fill(row: ResentRow, asked: readonly PlanItem[], found: readonly Field[]): Buffer | undefined {
      const fields = items.map((item, at) => {
        const name = names[at] ?? '';
        const place = asked.indexOf(item);
        return place >= 0 ? (found[place] ?? null) : fieldOf(item, row.values.get(name) ?? null);
      });
      return fields.includes(undefined) ? undefined : tupleOf(fields as Field[]);
    }

    if (whole) yield* others();
    const isKey = new Set(keyItems.flatMap(item => names[items.indexOf(item)] ?? []));
    /** A row whose key itself was wrong, or is not known, cannot be found. */
    const lost = (row: ResentRow): boolean =>
      keyItems.length === 0 ||
      keyItems.some(item => row.key[item.name] === undefined) ||
      [...row.values.keys()].some(column => isKey.has(column));
    for (const row of rows) if (lost(row)) setAside(row);
    const groups = Map.groupBy(
      rows.filter(row => !lost(row)),
      row => joined([...row.values.keys()].toSorted()),
    );
    for (const [columns, ones] of groups)
      for (let at = 0; at < ones.length; at += AT_ONCE)
        yield* group(JSON.parse(columns) as string[], ones.slice(at, at + AT_ONCE));
  }

  return {
    ...inner,
    read,
    // What the conditions leave out of a few rows says nothing.
    count: (selection, empty) => (whole ? inner.count(selection, empty) : Promise.resolve(taken)),
  };
}
