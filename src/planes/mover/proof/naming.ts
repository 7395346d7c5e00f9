/**
 * Names the rows by which two sides differ, once their digests have said in which buckets: what one side has is held as
 * fingerprints, and the other side's rows are taken out of it. One pass over each side does it where the rows of these
 * buckets fit into memory; more of them take a second pass over the target, and far more are done by groups of buckets.
 */
import { fieldText } from '#planes/mover/decode.ts';
import type { Column } from '#planes/mover/ports.ts';
import { type DigestShape, createDigest } from './digest.ts';
import { type Fingerprints, MOST_FINGERPRINTS, createFingerprints } from './fingerprints.ts';
import { createHeldRows } from './heldRows.ts';

/** More rows than these are counted and not named. */
export const MOST_NAMED = 100_000;
/** What may be held of rows that are to be named, and of rows that wait to be found equal. */
const MOST_BYTES = 32 * 1024 * 1024;
/** As many rows of the target wait at most to be found equal; of more of them those that differ are read again. */
const MOST_HELD = 500_000;

export interface NamedRow {
  /** `missing`: only the source has it; `extra`: only the target; `changed`: both have a row of this key. */
  kind: 'missing' | 'extra' | 'changed';
  /** Values of the columns that name a row, as text: of its key, or where it has none of all columns without a mask. */
  key: (string | null)[];
  /** Names of the columns that differ; of `changed` alone. */
  columns: string[];
}

export interface Naming {
  rows: NamedRow[];
  missing: number;
  extra: number;
  changed: number;
  /** False when there were more than could be held: the rest is counted as missing and extra. */
  complete: boolean;
}

export interface NamingNeeds {
  shape: DigestShape;
  columns: readonly Column[];
  /** Positions of the columns that may be told of a row; none of them has a mask. */
  tell: readonly number[];
  /** The buckets that differ, with the number of rows that the target has in each. */
  buckets: ReadonlyMap<number, number>;
  /** Each call reads the side anew, all of it. */
  source: () => AsyncIterable<Buffer>;
  target: () => AsyncIterable<Buffer>;
  /** Rows that the target may have and need not, the source's among them: as they are there they are no difference. */
  allowed?: () => AsyncIterable<Buffer>;
  most?: number;
  mostBytes?: number;
  mostNamed?: number;
}

interface Bounds {
  mostNamed: number;
  mostBytes: number;
}

/** Rows that are to be named, until they are too many. */
function gather({ mostNamed, mostBytes }: Bounds) {
  const rows = createHeldRows();
  let count = 0;
  return {
    rows,
    get count() {
      return count;
    },
    add(view: DataView, from: number, end: number): void {
      count += 1;
      if (rows.length < mostNamed && rows.bytes + end - from <= mostBytes) rows.add(view, from, end);
    },
  };
}
type Gathered = ReturnType<typeof gather>;

/** What the target has of some buckets, with its fingerprints, until it is too much. */
function holdAll({ mostBytes }: Bounds) {
  const rows = createHeldRows();
  const prints: number[] = [];
  let isWhole = true;
  return {
    rows,
    get isWhole() {
      return isWhole;
    },
    print: (place: number): [number, number] => [prints[place * 2] ?? 0, prints[place * 2 + 1] ?? 0],
    add(high: number, low: number, view: DataView, from: number, end: number): void {
      isWhole &&= rows.length < MOST_HELD && rows.bytes + end - from <= mostBytes;
      if (!isWhole) return;
      prints.push(high, low);
      rows.add(view, from, end);
    },
  };
}

/** Buckets in groups of as many of the target's rows as can be held as fingerprints; a bucket is never split. */
function groupsOf(buckets: ReadonlyMap<number, number>, most: number): Set<number>[] {
  const groups: Set<number>[] = [];
  let rows = Infinity;
  for (const [bucket, count] of buckets) {
    if (rows + count > most) {
      groups.push(new Set());
      rows = 0;
    }
    groups.at(-1)?.add(bucket);
    rows += count;
  }
  return groups;
}

async function pass(
  shape: DigestShape,
  rows: AsyncIterable<Buffer>,
  onRow: NonNullable<DigestShape['onRow']>,
): Promise<void> {
  const digester = createDigest({ ...shape, onRow });
  for await (const chunk of rows) digester.add(chunk);
  digester.finish();
}

export async function nameRows(needs: NamingNeeds): Promise<Naming> {
  const { shape, source, target, allowed, mostNamed = MOST_NAMED, mostBytes = MOST_BYTES } = needs;
  const bounds = { mostNamed, mostBytes };
  const missing = gather(bounds);
  const extra = gather(bounds);

  async function nameGroup(group: ReadonlySet<number>, expected: number): Promise<void> {
    const found: Fingerprints = createFingerprints(Math.ceil(expected * 1.05));
    const held = holdAll(bounds);
    await pass(shape, target(), (bucket, high, low, view, from, end) => {
      if (!group.has(bucket)) return;
      found.add(high, low);
      held.add(high, low, view, from, end);
    });
    const had = allowed && createFingerprints(Math.ceil(expected * 1.05));
    await pass(shape, source(), (bucket, high, low, view, from, end) => {
      if (!group.has(bucket)) return;
      had?.add(high, low);
      if (!found.take(high, low)) missing.add(view, from, end);
    });
    if (found.size === 0) return;
    if (allowed && had) {
      // The source's own were taken out already: once more of them would hide a row that the target has twice.
      await pass(shape, allowed(), (bucket, high, low) => {
        if (group.has(bucket) && !had.take(high, low)) found.take(high, low);
      });
      if (found.size === 0) return;
    }
    if (held.isWhole) {
      for (let place = 0; place < held.rows.length; place++) {
        const row = held.rows.at(place);
        const view = new DataView(row.buffer, row.byteOffset, row.length);
        if (found.take(...held.print(place))) extra.add(view, 0, row.length);
      }
      return;
    }
    await pass(shape, target(), (bucket, high, low, view, from, end) => {
      if (group.has(bucket) && found.take(high, low)) extra.add(view, from, end);
    });
  }

  for (const group of groupsOf(needs.buckets, needs.most ?? MOST_FINGERPRINTS)) {
    const expected = [...group].reduce((sum, bucket) => sum + (needs.buckets.get(bucket) ?? 0), 0);
    await nameGroup(group, expected);
  }
  return paired(needs, missing, extra, mostNamed);
}

/** The fields of a whole tuple; null where there is no value. */
function fieldsOf(row: Buffer): (Buffer | null)[] {
  const fields: (Buffer | null)[] = [];
  for (let at = 2; at < row.length; ) {
    const length = row.readInt32BE(at);
    at += 4;
    fields.push(length < 0 ? null : row.subarray(at, at + length));
    at += Math.max(0, length);
  }
  return fields;
}

/** One text for one key. */
export const keyText = (key: readonly (string | null)[]): string => JSON.stringify(key);

const told = (
  fields: readonly (Buffer | null)[],
  columns: readonly Column[],
  positions: readonly number[],
): (string | null)[] =>
  positions.map(at => {
    const [bytes, column] = [fields[at], columns[at]];
    return bytes && column ? fieldText(column.type, bytes) : null;
  });

/** Which of these keys rows of a side have. */
export async function findKeys(
  shape: DigestShape,
  columns: readonly Column[],
  rows: AsyncIterable<Buffer>,
  keys: { has(key: string): boolean },
): Promise<Set<string>> {
  const known = new Set<string>();
  await pass(shape, rows, (_bucket, _high, _low, view, from, end) => {
    const fields = fieldsOf(Buffer.from(view.buffer, view.byteOffset + from, end - from));
    const key = keyText(told(fields, columns, shape.keyColumns));
    if (keys.has(key)) known.add(key);
  });
  return known;
}

const sameField = (a: Buffer | null | undefined, b: Buffer | null | undefined): boolean =>
  a instanceof Buffer && b instanceof Buffer ? a.equals(b) : a === b;

/** A missing and an extra row of one key are one row that was changed. */
function paired(
  { shape, columns, tell }: NamingNeeds,
  missing: Gathered,
  extra: Gathered,
  most: number,
): Naming {
  const { keyColumns } = shape;
  const idOf = (fields: (Buffer | null)[]): string =>
    keyColumns.map(at => fields[at]?.toString('base64') ?? '-').join(' ');
  const keyOf = (fields: (Buffer | null)[]): (string | null)[] => told(fields, columns, tell);
  /** Places of the extra rows by their key. */
  const byKey = new Map<string, number[]>();
  if (keyColumns.length > 0)
    for (let place = 0; place < extra.rows.length; place++) {
      const id = idOf(fieldsOf(extra.rows.at(place)));
      const places = byKey.get(id);
      if (places) places.push(place);
      else byKey.set(id, [place]);
    }
  const named: NamedRow[] = [];
  const matched = new Set<number>();
  for (let place = 0; place < missing.rows.length; place++) {
    const fields = fieldsOf(missing.rows.at(place));
    const other = keyColumns.length > 0 ? byKey.get(idOf(fields))?.pop() : undefined;
    if (other === undefined) {
      named.push({ kind: 'missing', key: keyOf(fields), columns: [] });
      continue;
    }
    matched.add(other);
    const now = fieldsOf(extra.rows.at(other));
    const differing = columns.filter((_column, at) => !sameField(fields[at], now[at]));
    named.push({ kind: 'changed', key: keyOf(fields), columns: differing.map(column => column.name) });
  }
  for (let place = 0; place < extra.rows.length; place++)
    if (!matched.has(place))
      named.push({ kind: 'extra', key: keyOf(fieldsOf(extra.rows.at(place))), columns: [] });
  const changed = matched.size;
  return {
    rows: named.slice(0, most),
    missing: missing.count - changed,
    extra: extra.count - changed,
    changed,
    complete:
      named.length <= most && missing.rows.length === missing.count && extra.rows.length === extra.count,
  };
}
