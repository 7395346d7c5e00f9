/**
 * The standing comparison: what the consumer's table shows now against the digest that its receipt holds, through
 * the same function and key. It finds what was changed after the commit; with a fresh read of the source it names
 * the rows.
 */
import type { MovePlan } from '#vocabulary/plans.ts';
import { compareDigests, createDigest } from './digest.ts';
import type { RowDigest } from './digest.ts';
import { type MaskDigest, readMasked } from './maskDigests.ts';
import { decodeTuples, outputColumns } from './ports.ts';
import type { Sink, Source } from './ports.ts';
import { digestShape } from './transfer.ts';

type ComparePlan = Pick<MovePlan, 'table' | 'sink' | 'items' | 'rows' | 'key'>;

export interface Comparison {
  equal: boolean;
  /** Buckets that differ, by number. */
  buckets: number[];
  rowsExpected: number;
  rowsFound: number;
}

/** Compares what is placed with the digest of the run that placed it. */
export async function comparePlaced(
  sink: Sink,
  plan: ComparePlan,
  receipt: { digestKey: Buffer; digest: RowDigest },
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

export interface RowDifference {
  /** The values of the key's columns, or of all columns when nothing identifies a row. */
  key: (string | null)[];
  kind: 'missing' | 'unexpected' | 'changed';
}

/**
 * Reads source and sink again, both under one key, and names the rows that differ, at most `limit` of them. Rows that
 * changed at the source since the run are among them: the caller says which snapshot it compares with.
 */
export async function findDifferentRows(
  source: Source,
  sink: Sink,
  plan: ComparePlan,
  options: { digestKey: Buffer; buckets: number[]; limit: number; maskDigest: () => MaskDigest },
): Promise<RowDifference[]> {
  const shape = digestShape(plan, options.digestKey);
  const columns = outputColumns(plan.items);
  const keyOf = (row: (string | null)[]): (string | null)[] =>
    shape.keyColumns.length === 0 ? row : shape.keyColumns.map(position => row[position] ?? null);
  /** Row bytes and how many more of them the source has than the sink. */
  const balance = new Map<string, number>();
  const buckets = new Set(options.buckets);

  async function add(stream: AsyncIterable<Buffer>, by: number): Promise<void> {
    const watch = {
      buckets,
      row(bytes: Buffer): void {
        const id = bytes.toString('latin1');
        const now = (balance.get(id) ?? 0) + by;
        if (now === 0) balance.delete(id);
        else balance.set(id, now);
      },
    };
    const digester = createDigest({ ...shape, watch });
    for await (const chunk of stream) digester.add(chunk);
    digester.finish();
  }
  const selection = { table: plan.table, items: plan.items, rows: plan.rows };
  await add(readMasked(source, selection, options.maskDigest), 1);
  await add(sink.readPlaced(plan.sink, columns), -1);

  const byKey = new Map<string, RowDifference>();
  for (const [id, more] of balance) {
    const row = decodeTuples(Buffer.from(id, 'latin1'), columns)[0] ?? [];
    const key = keyOf(row);
    const kind = more > 0 ? 'missing' : 'unexpected';
    const other = byKey.get(JSON.stringify(key));
    byKey.set(JSON.stringify(key), {
      key,
      kind: other === undefined || other.kind === kind ? kind : 'changed',
    });
  }
  return [...byKey.values()].slice(0, options.limit);
}
