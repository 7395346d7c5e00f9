/** Which of the source's rows a run takes by its mode, and where the next run of the target begins. */
import type { Position, RunNotice } from '#vocabulary/moves.ts';
import type { RowCondition } from '#vocabulary/plans.ts';
import { incrementOf } from '#planes/mover/reading/watermark.ts';
import type { ReadOptions, Snapshot } from '#planes/mover/ports.ts';
import type { TransferOrder } from './order.ts';

export interface Bounds {
  /** Conditions beside the plan's own. */
  rows: RowCondition[];
  after: ReadOptions['after'];
  /** To be asked once all is read. */
  position(): Position | undefined;
  /** What such a run does not see; to be asked last of all. */
  notice(): Promise<RunNotice | undefined>;
}

const nothing = (): Promise<undefined> => Promise.resolve(undefined);

/** The target is ours by now, so its position does not change any more. */
export async function openBounds(
  { plan, sink, now = Date.now }: TransferOrder,
  snapshot: Snapshot,
): Promise<Bounds> {
  const { mode = { kind: 'full' as const }, table, items, rows } = plan;
  if (mode.kind === 'full' && plan.resend === undefined)
    return { rows: [], after: undefined, position: () => undefined, notice: nothing };
  const last = (await sink.findShowing(plan.sink))?.position;
  // After rows that are sent again comes what would have come without them.
  if (mode.kind === 'full') return { rows: [], after: undefined, position: () => last, notice: nothing };
  if (mode.kind === 'append')
    return {
      rows: [],
      // The first run too leaves a line that is still being written.
      after: last ?? { kind: 'files', files: {} },
      position: () => snapshot.position() ?? last,
      notice: nothing,
    };
  const { position, ...increment } = await incrementOf(mode, last, snapshot, { table, items, rows }, now());
  return { ...increment, after: undefined, position: () => position };
}
