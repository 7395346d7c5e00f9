/** Writes down twice a second how far a run is, and renews its lease; tells when the run is no longer ours. */
import type { Stage } from '#planes/mover/transfer.ts';
import type { Execution } from './needs.ts';
import * as orders from './orders.ts';
import type { Order, RunStage } from './orders.ts';

const STAGE_NAMES: Record<Stage, RunStage> = {
  create: 'reading',
  copy: 'reading',
  readback: 'comparing',
  record: 'placing',
  switch: 'placing',
};
const SAVE_MILLISECONDS = 500;

export interface Lease {
  progress(now: { stage: Stage; rows: number; setAside: number }): void;
  end(): Promise<void>;
}

export function keepLease({ db, log, leaseSeconds }: Execution, order: Order, lost: () => void): Lease {
  let now = { stage: 'reading' as RunStage, rowsRead: 0, rowsWritten: 0, setAside: 0 };
  let saved = now;
  let savedAt = performance.now();
  let saving: Promise<void> | undefined;
  const renew = (leaseSeconds * 1000) / 3;
  const timer = setInterval(() => {
    if (saving !== undefined || (now === saved && performance.now() - savedAt < renew)) return;
    saved = now;
    savedAt = performance.now();
    saving = orders
      .saveProgress(db, order, saved, leaseSeconds)
      .then(rows => (rows === 0 ? lost() : undefined))
      .catch((error: unknown) => log.warn({ err: error, run: order.no }, 'progress was not saved'))
      .finally(() => {
        saving = undefined;
      });
  }, SAVE_MILLISECONDS);
  return {
    progress({ stage, rows, setAside }) {
      const rowsWritten = stage === 'copy' ? rows : now.rowsWritten;
      const aside = stage === 'copy' ? setAside : now.setAside;
      now = { stage: STAGE_NAMES[stage], rowsRead: rowsWritten + aside, rowsWritten, setAside: aside };
    },
    async end() {
      clearInterval(timer);
      await saving;
    },
  };
}
