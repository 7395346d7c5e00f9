/**
 * The standing comparison. What the consumer's table shows now is held against the digest of its receipt, which finds
 * what was changed after the delivery; and against a fresh reading of the source under a key that nobody has seen, which
 * finds what the source went on with, and names the rows. Who knows the key of a receipt could make a table that seems to
 * fit it; no table can be made to fit a key that is drawn when it is compared.
 */
import type { ComparisonResult } from '#vocabulary/moves.ts';
import type { MoveBase } from '#vocabulary/plans.ts';
import { bucketAt, compareDigests, createDigest } from './digest.ts';
import type { DigestShape, RowDigest } from './digest.ts';
import { type NamedRow, type NamingNeeds, findKeys, keyText, nameRows } from './naming.ts';
import { digestShape } from './shape.ts';
import { outputColumns } from '#planes/mover/ports.ts';
import type { Sink } from '#planes/mover/ports.ts';

export type ComparePlan = Pick<MoveBase, 'sink' | 'items' | 'key'>;

/** What a receipt says of the rows that a target shows. */
export interface ReceiptSums {
  digestKey: Buffer;
  digest: RowDigest;
}

export interface Comparison {
  equal: boolean;
  /** Buckets that differ, by number. */
  buckets: number[];
  rowsExpected: number;
  rowsFound: number;
}

/** Compares what is placed with the digest of the run that placed it. */
export async function comparePlaced(
  sink: Pick<Sink, 'readPlaced'>,
  plan: ComparePlan,
  receipt: ReceiptSums,
  signal?: AbortSignal,
): Promise<Comparison> {
  const digester = createDigest(digestShape(plan, receipt.digestKey));
  for await (const chunk of sink.readPlaced(plan.sink, outputColumns(plan.items))) {
    signal?.throwIfAborted();
    digester.add(chunk);
  }
  const found = digester.finish();
  return {
    ...compareDigests(receipt.digest, found),
    rowsExpected: receipt.digest.rows,
    rowsFound: found.rows,
  };
}

export interface SourceComparing extends Pick<NamingNeeds, 'most' | 'mostBytes' | 'mostNamed'> {
  sink: Pick<Sink, 'readPlaced'>;
  plan: ComparePlan;
  /** 16 random bytes, drawn for this comparison. */
  key: Buffer;
  /** What the source has of that which the target should show, in one snapshot, masked, without the rows that cannot travel. */
  expected: () => AsyncIterable<Buffer>;
  /**
   * All that the source has, in the same snapshot; absent where that is the same. What a run brought beyond `expected`,
   * rows without a watermark or with one that is yet to come, is no difference while the source has it as it is.
   */
  everything?: () => AsyncIterable<Buffer>;
  /** Of it what lies past the position: the next run brings it. Absent: nothing is younger than the target. */
  later?: () => AsyncIterable<Buffer>;
  /** Absent where a receipt speaks only of a part of the target. */
  receipt?: ReceiptSums;
  signal?: AbortSignal;
}

export interface SourceComparison {
  /** `target_changed`: it is not what its receipt says. `source_moving`: it is, and the source went on since. */
  result: ComparisonResult;
  rowsSource: number;
  rowsTarget: number;
  buckets: number[];
  rows: NamedRow[];
  missing: number;
  extra: number;
  changed: number;
  /** Rows of the target that the source has in a younger form, which the next run brings. */
  younger: number;
  /** Every row that differs is among `rows`, unless it has nothing that may be told. */
  complete: boolean;
}

/** Positions of the columns that may be told of a row: those of its key; without one, all that have no mask. */
export function tellable(plan: Pick<MoveBase, 'items' | 'key'>, keyColumns: readonly number[]): number[] {
  if (keyColumns.length > 0) return [...keyColumns];
  return plan.items.flatMap(({ mask }, at) => (mask.kind === 'none' ? [at] : []));
}

async function* heeding(
  rows: AsyncIterable<Buffer>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  for await (const chunk of rows) {
    signal?.throwIfAborted();
    yield chunk;
  }
}

export async function compareWithSource(comparing: SourceComparing): Promise<SourceComparison> {
  const { plan, receipt, signal } = comparing;
  const columns = outputColumns(plan.items);
  const shape = digestShape(plan, comparing.key);
  const target = () => heeding(comparing.sink.readPlaced(plan.sink, columns), signal);
  const source = () => heeding(comparing.expected(), signal);

  const digesters = [shape, ...(receipt ? [digestShape(plan, receipt.digestKey)] : [])].map(createDigest);
  for await (const chunk of target()) for (const digester of digesters) digester.add(chunk);
  const [found, placed] = digesters.map(digester => digester.finish());
  const digester = createDigest(shape);
  for await (const chunk of source()) digester.add(chunk);
  const has = digester.finish();
  if (!found) throw new RangeError('A comparison digests the target.');

  const { equal, buckets } = compareDigests(has, found);
  const untouched = receipt && placed ? compareDigests(receipt.digest, placed).equal : undefined;
  const sizes = { rowsSource: has.rows, rowsTarget: found.rows, buckets };
  if (equal)
    return {
      ...sizes,
      result: untouched === false ? 'target_changed' : 'equal',
      rows: [],
      missing: 0,
      extra: 0,
      changed: 0,
      younger: 0,
      complete: true,
    };

  const { most, mostBytes, mostNamed, everything } = comparing;
  const naming = await nameRows({
    shape,
    columns,
    tell: tellable(plan, shape.keyColumns),
    buckets: new Map(buckets.map(bucket => [bucket, bucketAt(found, bucket).count])),
    source,
    target,
    ...(everything ? { allowed: () => heeding(everything(), signal) } : {}),
    ...(most === undefined ? {} : { most }),
    ...(mostBytes === undefined ? {} : { mostBytes }),
    ...(mostNamed === undefined ? {} : { mostNamed }),
  });
  const younger = await findYounger(comparing, shape, naming.rows);
  const rows = naming.rows.filter(row => !younger.has(row));
  const left = { ...naming, rows, extra: naming.extra - younger.size, younger: younger.size };
  const result = judge(left, untouched);
  return { ...left, ...sizes, ...(result === 'equal' ? { buckets: [] } : {}), result };
}

/** Rows of the target alone whose key the source has past the target's position: it wrote them anew since. */
async function findYounger(
  { plan, later, signal }: SourceComparing,
  shape: DigestShape,
  named: readonly NamedRow[],
): Promise<ReadonlySet<NamedRow>> {
  const extra = new Map(named.flatMap(row => (row.kind === 'extra' ? [[keyText(row.key), row]] : [])));
  if (!later || shape.keyColumns.length === 0 || extra.size === 0) return new Set();
  const known = await findKeys(shape, outputColumns(plan.items), heeding(later(), signal), extra);
  return new Set([...extra].flatMap(([key, row]) => (known.has(key) ? [row] : [])));
}

function judge(
  { missing, extra, changed, younger }: Pick<SourceComparison, 'missing' | 'extra' | 'changed' | 'younger'>,
  untouched: boolean | undefined,
): ComparisonResult {
  if (untouched !== undefined) return untouched ? 'source_moving' : 'target_changed';
  if (missing + extra + changed > 0) return 'differs';
  return younger > 0 ? 'source_moving' : 'equal';
}
