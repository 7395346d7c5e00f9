/** What of a request an answer takes away: computed as the platform does, so that a reason is asked for where it will be. */
import {
  type ColumnType,
  type Mask,
  USUAL_MASKS,
  isMaskOfType,
  isStricterMask,
  maskOf,
} from '../../ui/masks.ts';
import type { Application, Hours, Limits, RowCondition, ShareMode } from './types.ts';
import type { Narrowed } from './words.ts';

/** The answer as it stands in the dialog. */
export interface Terms {
  items: readonly string[];
  /** Conditions beside those that were asked for. */
  rows: readonly RowCondition[];
  mode: ShareMode;
  until: string;
  /** By item, where they differ from the entry's own. */
  masks: Readonly<Record<string, Mask>>;
  /** Bounds, and what a call must state; the hours stand by themselves. */
  bounds: Limits;
  window: Hours | null;
}

export const askedOf = (application: Application): string[] =>
  application.items.filter(item => item.requested).map(item => item.name);

export const fullTerms = (application: Application): Terms => ({
  items: askedOf(application),
  rows: [],
  mode: application.mode,
  until: application.until,
  masks: {},
  bounds: {},
  window: null,
});

const WIDTH: Record<ShareMode, number> = { verify: 0, query: 1, batch: 2, file: 2 };
/** Verification shows less than a query, a query less than a copy or a file. */
export const narrowerModes = (mode: ShareMode, offered: readonly string[]): ShareMode[] =>
  (['verify', 'query', 'batch', 'file'] as const).filter(
    one => one === mode || (WIDTH[one] < WIDTH[mode] && offered.includes(one)),
  );

/** Masks that show less than the entry's own, of those that fit the item. */
export function stricterMasks({ mask, type }: Application['items'][number]): Mask[] {
  const own = maskOf(mask);
  const isTime = type === 'date' || type === 'timestamp';
  return USUAL_MASKS.filter(
    one =>
      isStricterMask(one, own) &&
      isMaskOfType(one, type as ColumnType) &&
      (isTime ? /^(year|month|hidden)$/ : /^(?!year|month)/).test(one.kind) &&
      (type === 'text' || !/^(name|middle)$/.test(one.kind)),
  );
}

export function narrowedBy(application: Application, terms: Terms): Narrowed[] {
  const hours = application.hours ?? { from: '00:00', to: '24:00' };
  const { perDay, perSecond, requires: _stated, window: _hours, ...others } = terms.bounds;
  const { frequency } = application;
  const fewer =
    Object.keys(others).length > 0 ||
    (perDay !== undefined && (frequency === null || perDay < frequency.perDay)) ||
    (perSecond !== undefined && (frequency === null || perSecond * 60 < frequency.peakPerMinute));
  const shorter = terms.window !== null && (terms.window.from > hours.from || terms.window.to < hours.to);
  const narrowed: Record<Narrowed, boolean> = {
    items: terms.items.length < askedOf(application).length,
    rows: terms.rows.length > 0,
    mode: terms.mode !== application.mode,
    masks: Object.keys(terms.masks).length > 0,
    until: terms.until < application.until,
    limits: fewer || shorter,
  };
  return (Object.keys(narrowed) as Narrowed[]).filter(name => narrowed[name]);
}

/** Bounds and hours as they are sent. */
export const limitsOf = ({ bounds, window }: Terms): Limits => ({
  ...bounds,
  ...(window === null ? {} : { window }),
});
