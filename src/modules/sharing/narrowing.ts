/** What a decision grants less of than was asked. */
import { isStricterMask } from '#vocabulary/masks.ts';
import type { Mask } from '#vocabulary/plans.ts';
import type { Narrowing } from './rules.ts';
import type { ApplicationRow, Proposal } from './store.ts';

type Asked = Pick<ApplicationRow, 'items' | 'rows' | 'mode' | 'until' | 'frequency' | 'hours'>;
type Decided = Pick<Proposal, 'items' | 'rows' | 'mode' | 'until' | 'masks' | 'limits'>;

/** `own`: the entry's mask of each item, which is what the consumer saw when it asked. */
export function narrowingOf(asked: Asked, decided: Decided, own: ReadonlyMap<string, Mask>): Narrowing {
  const { perDay, perSecond, window, requires: _stated, ...others } = decided.limits;
  const hours = asked.hours ?? { from: '00:00', to: '24:00' };
  return {
    items: decided.items.length < asked.items.length,
    rows: decided.rows.length > asked.rows.length,
    mode: decided.mode !== asked.mode,
    until: decided.until < asked.until,
    masks: decided.masks.some(({ item, mask }) => isStricterMask(mask, own.get(item) ?? { kind: 'none' })),
    // A ceiling at or above what was asked for takes nothing away; what nobody asked about, every ceiling takes. What a
    // call has to state takes nothing.
    limits:
      Object.keys(others).length > 0 ||
      (perSecond !== undefined &&
        (asked.frequency === null || perSecond * 60 < asked.frequency.peakPerMinute)) ||
      (perDay !== undefined && (asked.frequency === null || perDay < asked.frequency.perDay)) ||
      (window !== undefined && (window.from > hours.from || window.to < hours.to)),
  };
}
