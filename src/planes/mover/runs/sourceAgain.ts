/** The source, read once more for a comparison: as far as the run's target should hold it, and as long as it may be read. */
import { applyOf } from '#vocabulary/moves.ts';
import type { Position } from '#vocabulary/moves.ts';
import { type RowCondition, type RunPlan, isInWindow } from '#vocabulary/plans.ts';
import type { SourceComparing } from '#planes/mover/proof/compare.ts';
import type { Limits } from '#planes/mover/ports.ts';
import { createMaskDigest } from '#planes/mover/reading/maskDigests.ts';
import { highestOf, lowestOf } from '#planes/mover/reading/watermark.ts';
import { openReading } from '#planes/mover/transfer/reading.ts';
import { isLive } from './comparisons.ts';
import { openEnd } from './ends.ts';
import type { Execution } from './needs.ts';
import type { Order } from './orders.ts';

const CHECK_MILLISECONDS = 1_000;

/** The grant is over, or the hours in which it may be used are. */
class SourceClosed extends Error {
  constructor() {
    super('the source may not be read any more');
    this.name = 'SourceClosed';
  }
}

interface Sides {
  /** What an incremental run has brought so far. */
  through: RowCondition[];
  /** What came since, and what is dated in the future: the next one brings it. Rows without a watermark are in neither. */
  past: RowCondition[];
}

function sidesOf({ mode }: RunPlan, position: Position | undefined): Sides | undefined {
  if (mode?.kind !== 'incremental' || position?.kind !== 'watermark') return undefined;
  const { column, type } = mode;
  const between = (from: string, to: string): RowCondition[] => [
    { column, type, op: 'between', values: [from, to] },
  ];
  return {
    through: between(lowestOf(type), position.value),
    past: between(position.value, highestOf(type)),
  };
}

/** Whether a run's rows are all that its target shows: what its receipt says then holds of the whole. */
export const showsWholeRun = (plan: RunPlan): boolean => {
  const apply = applyOf(plan);
  return apply === 'replace' || (apply === 'history' && (plan.mode?.kind ?? 'full') === 'full');
};

export interface TargetFacts {
  position: Position | undefined;
  /** Columns that it can fill with ordinary values only: rows with others were set aside. */
  limits: Limits;
}

export type SourceRows = Pick<SourceComparing, 'expected' | 'everything' | 'later' | 'signal'>;

/**
 * Opens a snapshot of the source for `work`; undefined where it may not be read, or no longer. As in a run the grant is
 * looked at each second, and its end ends the reading.
 */
export async function withSourceAgain<T>(
  mover: Execution,
  order: Order,
  { position, limits }: TargetFacts,
  work: (rows: SourceRows) => Promise<T>,
): Promise<T | undefined> {
  const { plan } = order;
  const mayRead = async (): Promise<boolean> => {
    const at = mover.clock.now();
    if (plan.kind === 'move' && at >= plan.until) return false;
    if (plan.window !== undefined && !isInWindow(plan.window, at)) return false;
    return isLive(mover.db, order.id);
  };
  if (!(await mayRead())) return undefined;
  const closed = new AbortController();
  const signal = AbortSignal.any([mover.signal, closed.signal]);
  const look = async (): Promise<void> => {
    // A platform that cannot be asked does not say yes.
    if (!(await mayRead().catch(() => false))) closed.abort(new SourceClosed());
  };
  const source = await openEnd(mover, plan.table.sourceId, mover.openSource);
  const ticking = setInterval(() => void look(), CHECK_MILLISECONDS);
  try {
    const snapshot = await source.snapshot({ signal });
    const rows = (conditions: RowCondition[]) => {
      const from = {
        plan,
        limits,
        maskDigest: () => createMaskDigest(mover.keys, plan.consumerId),
        signal,
      };
      return () => openReading(from, snapshot, { rows: conditions, after: undefined }).rows(true);
    };
    const sides = showsWholeRun(plan) ? undefined : sidesOf(plan, position);
    try {
      return await work({
        expected: rows(sides?.through ?? []),
        ...(sides ? { everything: rows([]), later: rows(sides.past) } : {}),
        signal,
      });
    } finally {
      await snapshot.close();
    }
  } catch (error) {
    // What the database said when it was cut off is not the reason.
    if (closed.signal.aborted) return undefined;
    throw error;
  } finally {
    clearInterval(ticking);
    await source.close();
  }
}
