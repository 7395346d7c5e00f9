/** Whether a change takes from a grant and adds nothing: wider use is applied for (N809 25). Pure. */
import { BOUNDS, type Limits } from './terms.ts';

type Window = NonNullable<Limits['window']>;

export interface Narrower {
  items: readonly string[] | null;
  until: string | null;
  window: Window | null;
  /** Bounds and required statements; absent ones stay as they are. */
  limits: Limits | null;
}

export interface Held {
  items: readonly { name: string; identifier: boolean }[];
  until: string;
  mode: 'query' | 'verify' | 'batch' | 'file';
  window: Window | undefined;
  limits: Limits;
}

export type Wider = 'items' | 'until' | 'window' | 'limits';

const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Every minute of a day that a window holds; past midnight where it ends before it begins. */
function minutesOf({ from, to }: Window): Set<number> {
  const found = new Set<number>();
  for (let at = minutes(from); at !== minutes(to); at = (at + 1) % 1440) found.add(at);
  return found;
}

/** What of a change goes further than the grant; undefined where nothing does. */
export function findWider(change: Narrower, held: Held): Wider | undefined {
  const names = new Set(held.items.map(item => item.name));
  if (change.items?.some(name => !names.has(name))) return 'items';
  if (change.until !== null && change.until > held.until) return 'until';
  if (change.window && held.window) {
    const known = minutesOf(held.window);
    for (const at of minutesOf(change.window)) if (!known.has(at)) return 'window';
  }
  const { limits } = change;
  if (limits && BOUNDS.some(name => (limits[name] ?? 0) > (held.limits[name] ?? Infinity))) return 'limits';
  return undefined;
}

const STATED = ['matter', 'caseNo', 'post'] as const;

/** Whether a bound is lower than before, or a call must state more. */
const tightens = (change: Limits, held: Limits): boolean =>
  BOUNDS.some(name => change[name] !== undefined && change[name] !== held[name]) ||
  STATED.some(name => change.requires?.[name] === true && held.requires?.[name] !== true);

/** A change that leaves everything as it is is none. */
export const changesNothing = (change: Narrower, held: Held): boolean =>
  (change.items === null || new Set(change.items).size === held.items.length) &&
  (change.until === null || change.until === held.until) &&
  (change.window === null ||
    (change.window.from === held.window?.from && change.window.to === held.window.to)) &&
  (change.limits === null || !tightens(change.limits, held.limits));

/** A query or verification that selects nobody, or everybody, is left over. */
export const losesIdentifiers = (change: Narrower, held: Held): boolean =>
  held.mode !== 'batch' &&
  held.mode !== 'file' &&
  change.items !== null &&
  !held.items.some(item => item.identifier && change.items?.includes(item.name));
