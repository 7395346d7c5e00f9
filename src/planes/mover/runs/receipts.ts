/** The receipt as a run writes it down before anybody has signed it. */
import type { Receipt } from '#vocabulary/moves.ts';
import type { RunPlan } from '#vocabulary/plans.ts';
import { outputColumns } from '#planes/mover/ports.ts';
import type { TransferSummary } from '#planes/mover/transfer.ts';

type Known = Pick<TransferSummary, 'rowsRead' | 'rowsWritten' | 'readAt'> &
  Partial<Pick<TransferSummary, 'setAside' | 'excluded' | 'grade' | 'position' | 'sourceDigest'>>;

/** Of a run whose sides did not agree less is known: nothing of it is proven. */
export const receiptDraft = (plan: RunPlan, known: Known): Receipt => ({
  mode: plan.mode?.kind ?? 'full',
  grade: known.grade ?? 'none',
  rowsRead: known.rowsRead,
  rowsWritten: known.rowsWritten,
  setAside: known.setAside ?? 0,
  excluded: known.excluded ?? null,
  equal: true,
  buckets: [],
  columns: outputColumns(plan.items).map(column => column.name),
  sha256: known.sourceDigest?.sha256 ?? '',
  snapshot: known.readAt.toISOString(),
  planVersion: plan.kind === 'move' ? plan.version : 0,
  record: null,
  ...(known.position === undefined ? {} : { position: known.position }),
});
