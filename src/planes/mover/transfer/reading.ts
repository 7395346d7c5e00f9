/** The rows that a run takes from its source: read in one snapshot, masked, checked, and no faster than they may be. */
import type { RowCondition } from '#vocabulary/plans.ts';
import { createChecks } from '#planes/mover/reading/checks.ts';
import { readMasked } from '#planes/mover/reading/maskDigests.ts';
import { paced } from '#planes/mover/reading/pace.ts';
import { type WrongStore, createWrongRows } from '#planes/mover/reading/wrongRows.ts';
import type { Limits, ReadOptions, Selection, Snapshot, WrongTaker } from '#planes/mover/ports.ts';
import type { TransferOrder } from './order.ts';

export interface Reading {
  /** From the beginning; `again`: the same rows once more, of which those that are set aside were counted before. */
  rows(again?: boolean): AsyncGenerator<Buffer>;
  /** Rows set aside until now. */
  setAside(): number;
  /** When all is read, with the number of rows that came through; throws when too many did not. */
  end(rows: number): Promise<void>;
}

export interface ReadingOrder extends Pick<TransferOrder, 'plan' | 'maskDigest' | 'wrongStore'> {
  /** Columns that the target can fill with ordinary values only. */
  limits?: Limits;
  signal?: AbortSignal;
}

/** Of a run whose wrong rows nobody wants to look at: they are counted. */
const NOWHERE: WrongStore = { clear: () => Promise.resolve(), save: () => Promise.resolve() };

export function openReading(
  order: ReadingOrder,
  snapshot: Pick<Snapshot, 'read'>,
  bounds: { rows: RowCondition[]; after: ReadOptions['after'] },
): Reading {
  const { plan, limits, signal } = order;
  const { items, key, checks, pace } = plan;
  const selection: Selection = { table: plan.table, items, rows: [...plan.rows, ...bounds.rows] };
  const wrong = createWrongRows(order.wrongStore ?? NOWHERE, plan.tolerance);
  return {
    async *rows(again = false) {
      if (!again) await wrong.restart();
      const take: WrongTaker = again ? () => undefined : wrong.take;
      const checked = createChecks({ items, checks, key, ...(limits ? { limits } : {}) }, take);
      const chunks = readMasked(snapshot, selection, order.maskDigest, {
        wrong: take,
        key,
        ...(checked ? { numbered: (nth, row) => checked.numbered(nth, row) } : {}),
        ...(bounds.after === undefined ? {} : { after: bounds.after }),
      });
      for await (const chunk of pace === undefined ? chunks : paced(chunks, pace, signal)) {
        const passed = checked ? checked.pass(chunk) : chunk;
        await wrong.settle();
        if (passed.length > 0) yield passed;
      }
    },
    setAside: () => wrong.count(),
    end: rows => wrong.finish(rows + wrong.count()),
  };
}
