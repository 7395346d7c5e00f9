/** Rows from the source into the sink and back again, by load or by repair: both end with the digests of both sides. */
import { ConnectionProblem, givePage } from '#planes/mover/ports.ts';
import type { Delivery } from '#planes/mover/ports.ts';
import { compareDigests, createDigest } from '#planes/mover/proof/digest.ts';
import type { RowDigest } from '#planes/mover/proof/digest.ts';
import { repair } from '#planes/mover/proof/repair.ts';
import { digestShape } from '#planes/mover/proof/shape.ts';
import { type SubjectCollector, collectSubjects, subjectColumns } from '#planes/mover/reading/subjects.ts';
import { CountMismatch, PIECES, ReceiptMismatch } from './order.ts';
import type { TransferOrder, TransferSummary } from './order.ts';
import { writeInPieces } from './pieces.ts';
import type { Reading } from './reading.ts';
import type { Watch } from './watch.ts';

export type Carried = Pick<
  TransferSummary,
  'rowsRead' | 'rowsWritten' | 'setAside' | 'bytes' | 'sourceDigest' | 'sinkDigest' | 'subjects' | 'repaired'
>;

interface Carrying {
  order: TransferOrder;
  reading: Reading;
  delivery: Delivery;
  /** The sink can commit a run in pieces. */
  pieces: boolean;
  watching: Watch;
  /** Whoever opened them closes them, when their list has been kept. */
  subjects: SubjectCollector | undefined;
}

/** What is gathered of rows on their way besides their digest: whose they are. Undefined when they name nobody. */
export function openSubjects({
  plan,
  subjectKey,
}: Pick<TransferOrder, 'plan' | 'subjectKey'>): SubjectCollector | undefined {
  const named = subjectKey === undefined ? [] : subjectColumns(plan);
  return subjectKey && named.length > 0 ? collectSubjects(subjectKey(), named) : undefined;
}

/** All rows into an empty table. */
async function load({ order, reading, delivery, pieces, watching, subjects }: Carrying): Promise<Carried> {
  const failpoint = order.failpoint ?? (() => undefined);
  const shape = digestShape(order.plan, order.digestKey);
  const source = createDigest({ ...shape, inOrder: true });
  const write = writeInPieces(delivery, pieces, order.pieces ?? PIECES, () => failpoint('move.after-keep'));
  for await (const chunk of reading.rows()) {
    // The sink's database works while we hash.
    const written = write(chunk);
    // Awaited below; should the digest throw before that, its end is nobody's concern.
    written.catch(() => undefined);
    source.add(chunk);
    subjects?.add(chunk);
    await written;
    failpoint('move.mid-copy');
    givePage(chunk);
    await watching.passed('copy', chunk.length, source.rows(), reading.setAside());
  }
  await reading.end(source.rows());
  const rowsWritten = await delivery.finish(reading.setAside() === 0);
  const streamed = watching.bytes;
  failpoint('move.after-copy');
  watching.endStage('copy');
  const sink = createDigest(shape);
  for await (const chunk of delivery.readBack()) {
    sink.add(chunk);
    givePage(chunk);
    await watching.passed('readback', chunk.length, sink.rows());
  }
  const [sourceDigest, sinkDigest] = [source.finish(), sink.finish()];
  const { equal, buckets } = compareDigests(sourceDigest, sinkDigest);
  if (!equal) throw new ReceiptMismatch(buckets, sourceDigest.rows, sinkDigest.rows);
  return {
    ...numbers(reading, sourceDigest, sinkDigest, rowsWritten),
    bytes: streamed,
    subjects: await subjects?.finish(() => watching.passed('readback', 0, sinkDigest.rows)),
    repaired: undefined,
  };
}

/** Rows into a table that holds what an earlier attempt brought. */
async function mend({ order, reading, delivery, pieces, watching, subjects }: Carrying): Promise<Carried> {
  const failpoint = order.failpoint ?? (() => undefined);
  const { plan } = order;
  let streamed = 0;
  const done = await repair({
    delivery,
    shape: digestShape(plan, order.digestKey),
    async *read(again) {
      if (!again) subjects?.restart();
      for await (const chunk of reading.rows(again)) {
        if (!again) {
          subjects?.add(chunk);
          streamed += chunk.length;
        }
        yield chunk;
      }
    },
    write: writeInPieces(delivery, pieces, order.pieces ?? PIECES, () => failpoint('move.after-keep')),
    async passed(side, bytes, rows) {
      if (side !== 'readback') failpoint('move.mid-repair');
      await watching.passed(
        side === 'source' ? 'copy' : 'readback',
        bytes,
        rows,
        side === 'source' ? reading.setAside() : 0,
      );
    },
    ...(order.mostFingerprints === undefined ? {} : { most: order.mostFingerprints }),
  });
  failpoint('move.after-copy');
  watching.endStage('copy');
  const { source, sink, sent, dropped, rounds } = done;
  if (done.moving) {
    const { schema, table } = plan.table;
    throw new ConnectionProblem('source_moving', { schema, table, rows: String(sent + dropped) });
  }
  await reading.end(source.rows);
  if (!done.equal) throw new ReceiptMismatch(compareDigests(source, sink).buckets, source.rows, sink.rows);
  return {
    ...numbers(reading, source, sink, done.lying),
    bytes: streamed,
    subjects: await subjects?.finish(() => watching.passed('readback', 0, sink.rows)),
    repaired: { kept: delivery.kept, sent, dropped, rounds },
  };
}

/** Counts of the same rows, each made where the rows were: they add up, or rows went where nobody looked. */
function numbers(reading: Reading, source: RowDigest, sink: RowDigest, written: number) {
  const setAside = reading.setAside();
  const rowsRead = source.rows + setAside;
  if (rowsRead !== written + setAside || written !== sink.rows)
    throw new CountMismatch(rowsRead, written, setAside);
  return { rowsRead, rowsWritten: written, setAside, sourceDigest: source, sinkDigest: sink };
}

export const carry = (carrying: Carrying): Promise<Carried> =>
  carrying.delivery.kept > 0 ? mend(carrying) : load(carrying);
