/**
 * One run of a move: read from the source, write into the sink, read back from the sink in the same transaction,
 * compare, and only then let the rows be seen. Ledger, leases and progress belong to the caller and come in as
 * functions.
 */
import type { SubjectList } from '#record/subjectList.ts';
import type { MovePlan } from '#vocabulary/plans.ts';
import { compareDigests, createDigest } from './digest.ts';
import type { DigestShape, RowDigest } from './digest.ts';
import { type MaskDigest, readMasked } from './maskDigests.ts';
import { outputColumns } from './ports.ts';
import type { Delivery, Sink, Source } from './ports.ts';
import { collectSubjects, subjectColumns } from './subjects.ts';

export type MovePlanPart = Pick<
  MovePlan,
  'grantNo' | 'version' | 'entryTitle' | 'table' | 'sink' | 'items' | 'rows' | 'key'
>;

export type Stage = 'create' | 'copy' | 'readback' | 'record' | 'switch';

export type MoveFailpoint =
  | 'move.after-create'
  | 'move.mid-copy'
  | 'move.after-copy'
  | 'move.after-readback'
  | 'move.before-swap'
  | 'move.after-swap';

/** Both sides agree and nothing is visible yet: what the ledger's record says before the point of no return. */
export interface TransferSummary {
  rowsRead: number;
  rowsWritten: number;
  bytes: number;
  sourceDigest: RowDigest;
  sinkDigest: RowDigest;
  /** Whose data it was; undefined when no row names anybody in clear. */
  subjects: SubjectList | undefined;
}

export interface TransferResult extends TransferSummary {
  milliseconds: Record<Stage, number>;
}

export interface TransferOrder {
  source: Source;
  sink: Sink;
  plan: MovePlanPart;
  runNo: string;
  /** 16 random bytes, made for this run and kept with its receipt. */
  digestKey: Buffer;
  /** The key under which the persons of the rows are recorded; asked for once, when rows name any. */
  subjectKey: () => Buffer;
  /** What digests the values that a mask of the plan digests; asked for once, when one does. */
  maskDigest: () => MaskDigest;
  /** Called after every chunk, so it must cost nothing: keep the numbers and write them down elsewhere. */
  onProgress?: (progress: { stage: Stage; rows: number; bytes: number }) => void;
  /** Called each second or 8 MB, whichever comes first; throws when the grant is dead. */
  checkpoint: () => Promise<void>;
  /** The point of no return: appends the ledger's record with the live check; throws, and everything is dropped. */
  beforeSwitch: (summary: TransferSummary) => Promise<void>;
  failpoint?: (name: MoveFailpoint) => void;
  signal?: AbortSignal;
}

/** What lies in the sink is not what was read from the source; nothing was placed. */
export class ReceiptMismatch extends Error {
  readonly buckets: number[];
  readonly rowsRead: number;
  readonly rowsInSink: number;

  constructor(buckets: number[], rowsRead: number, rowsInSink: number) {
    const named = `${buckets.slice(0, 8).join(', ')}${buckets.length > 8 ? ', …' : ''}`;
    super(
      `The rows read back from the sink differ from those read: ${rowsRead} and ${rowsInSink} rows, bucket ${named}.`,
    );
    this.name = 'ReceiptMismatch';
    this.buckets = buckets;
    this.rowsRead = rowsRead;
    this.rowsInSink = rowsInSink;
  }
}

/** The digest's parameters for a plan. Masked items cannot identify a row; without a key the whole row does. */
export function digestShape(plan: Pick<MovePlan, 'items' | 'key'>, key: Buffer): DigestShape {
  const positions = plan.key.map(name =>
    plan.items.findIndex(item => item.name === name && item.mask.kind === 'none'),
  );
  return {
    key,
    columns: outputColumns(plan.items).map(column => `${column.name} ${column.type}`),
    keyColumns: positions.includes(-1) ? [] : positions,
  };
}

const checkpointBytes = 8 * 1024 * 1024;
const checkpointMilliseconds = 1_000;

export async function transfer(order: TransferOrder): Promise<TransferResult> {
  const { source, sink, plan, signal } = order;
  const failpoint = order.failpoint ?? (() => undefined);
  const columns = outputColumns(plan.items);
  const shape = digestShape(plan, order.digestKey);
  const milliseconds: Record<Stage, number> = { create: 0, copy: 0, readback: 0, record: 0, switch: 0 };
  let stageStarted = performance.now();
  const endStage = (stage: Stage): void => {
    const now = performance.now();
    milliseconds[stage] = now - stageStarted;
    stageStarted = now;
  };

  // Whoever waits for a database that stands still must hear of a revocation too: what ends the run is a signal.
  const ending = new AbortController();
  const stop = (): void => ending.abort(signal?.reason);
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted === true) stop();

  let bytes = 0;
  let bytesChecked = 0;
  let checking: Promise<void> | undefined;
  function checkpoint(): Promise<void> {
    bytesChecked = bytes;
    checking ??= order
      .checkpoint()
      .catch((error: unknown) => ending.abort(error))
      .finally(() => {
        checking = undefined;
      });
    return checking;
  }

  /** After each chunk of either direction: has the grant died, has somebody stopped the run? */
  async function check(stage: Stage, rows: number): Promise<void> {
    order.onProgress?.({ stage, rows, bytes });
    if (bytes - bytesChecked >= checkpointBytes) await checkpoint();
    ending.signal.throwIfAborted();
  }

  async function copyRows(
    delivery: Delivery,
  ): Promise<{ digest: RowDigest; rowsWritten: number; subjects: SubjectList | undefined }> {
    const named = subjectColumns(plan);
    const collector = named.length === 0 ? undefined : collectSubjects(order.subjectKey(), named);
    const digester = createDigest({ ...shape, inOrder: true });
    const selection = { table: plan.table, items: plan.items, rows: plan.rows };
    for await (const chunk of readMasked(source, selection, order.maskDigest, ending.signal)) {
      // The sink's database works while we hash.
      const written = delivery.write(chunk);
      digester.add(chunk);
      collector?.add(chunk);
      await written;
      bytes += chunk.length;
      failpoint('move.mid-copy');
      await check('copy', digester.rows());
    }
    return {
      rowsWritten: await delivery.finish(),
      digest: digester.finish(),
      subjects: collector?.finish(),
    };
  }

  async function readBack(delivery: Delivery): Promise<RowDigest> {
    const digester = createDigest(shape);
    for await (const chunk of delivery.readBack()) {
      digester.add(chunk);
      bytes += chunk.length;
      await check('readback', digester.rows());
    }
    return digester.finish();
  }

  await checkpoint();
  ending.signal.throwIfAborted();
  const delivery = await sink.begin({
    schema: plan.sink.schema,
    table: plan.sink.table,
    columns,
    runNo: order.runNo,
  });
  ending.signal.addEventListener('abort', () => void delivery.abort(), { once: true });
  const ticking = setInterval(() => void checkpoint(), checkpointMilliseconds);
  /** From here on the live check is the one of the ledger's record; a run that is recorded as delivered is not stopped. */
  async function passNoReturn(summary: TransferSummary): Promise<void> {
    clearInterval(ticking);
    await checking;
    signal?.removeEventListener('abort', stop);
    ending.signal.throwIfAborted();
    await order.beforeSwitch(summary);
  }
  try {
    failpoint('move.after-create');
    endStage('create');
    const { digest: sourceDigest, rowsWritten, subjects } = await copyRows(delivery);
    const streamed = bytes;
    failpoint('move.after-copy');
    endStage('copy');
    const sinkDigest = await readBack(delivery);
    const { equal, buckets } = compareDigests(sourceDigest, sinkDigest);
    if (!equal) throw new ReceiptMismatch(buckets, sourceDigest.rows, sinkDigest.rows);
    failpoint('move.after-readback');
    endStage('readback');
    const rowsRead = sourceDigest.rows;
    const summary = { rowsRead, rowsWritten, bytes: streamed, sourceDigest, sinkDigest, subjects };
    await passNoReturn(summary);
    endStage('record');
    failpoint('move.before-swap');
    await delivery.place({
      grantNo: plan.grantNo,
      version: plan.version,
      rows: rowsWritten,
      sha256: sourceDigest.sha256,
      title: `${plan.entryTitle} ${plan.grantNo}`,
    });
    failpoint('move.after-swap');
    endStage('switch');
    order.onProgress?.({ stage: 'switch', rows: rowsWritten, bytes });
    return { ...summary, milliseconds };
  } catch (error) {
    await delivery.abort();
    // What the databases said when they were cut off is not the reason.
    ending.signal.throwIfAborted();
    throw error;
  } finally {
    clearInterval(ticking);
    signal?.removeEventListener('abort', stop);
  }
}
