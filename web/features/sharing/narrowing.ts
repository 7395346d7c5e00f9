/** What of a request an answer takes away: computed as the platform does, so that a reason is asked for where it will be. */
import type { Application, Hours, Limits, Mask, RowCondition, ShareMode } from './types.ts';
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
  perDay: number | null;
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
  perDay: null,
  window: null,
});

const WIDTH: Record<ShareMode, number> = { verify: 0, query: 1, batch: 2 };
/** Verification shows less than a query, a query less than a copy. */
export const narrowerModes = (mode: ShareMode, offered: readonly string[]): ShareMode[] =>
  (['verify', 'query', 'batch'] as const).filter(
    one => one === mode || (WIDTH[one] < WIDTH[mode] && offered.includes(one)),
  );

/** Masks that show less than the entry's own. */
export function stricterMasks({ mask, type }: Application['items'][number]): Mask[] {
  const hidden: Mask = { kind: 'hidden' };
  if (mask.kind === 'hidden') return [];
  if (mask.kind !== 'none') return [hidden];
  if (type === 'date' || type === 'timestamp') return [{ kind: 'year' }, hidden];
  return type === 'text' ? [{ kind: 'name' }, { kind: 'middle', head: 3, tail: 4 }, hidden] : [hidden];
}

export function narrowedBy(application: Application, terms: Terms): Narrowed[] {
  const hours = application.hours ?? { from: '00:00', to: '24:00' };
  const fewer =
    terms.perDay !== null && (application.frequency === null || terms.perDay < application.frequency.perDay);
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

/** The allowance and hours as they are sent. */
export const limitsOf = ({ perDay, window }: Terms): Limits => ({
  ...(perDay === null ? {} : { perDay }),
  ...(window === null ? {} : { window }),
});
