/** What a grant's tag and its dates say on the day on which they are read. */
import type { Grant, GrantMode, GrantState } from './types.ts';

/** So many days before its last one a grant is said to end soon: our own choice, long enough for a renewal. */
export const SOON_DAYS = 30;

const DAY = 86_400_000;
const ENDED: ReadonlySet<GrantState> = new Set(['expired', 'revoked', 'given_up']);

/** Nothing comes after it. */
export const hasEnded = (state: GrantState): boolean => ENDED.has(state);

/** Its consumer may ask for a change or a renewal; who is stopped mends that first. */
export const mayChange = (state: GrantState): boolean => state === 'active' || state === 'awaiting_supply';

/** Days from one civil date to another; 0 on the day itself. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY);

/** A civil date so many days later. */
export const plusDays = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10);

/** Whether a grant that stands has its last day near. */
export function endsSoon({ state, until }: { state: GrantState; until: string }, today: string): boolean {
  return !hasEnded(state) && daysBetween(today, until) <= SOON_DAYS;
}

/**
 * The word of a grant's tag: its state, and beyond it what the state alone does not say: a term that is nearly over,
 * data that is still to be disposed of or has been.
 */
export function shownState(
  grant: { state: GrantState; until: string; disposalState: string | null },
  today: string,
): string {
  if (hasEnded(grant.state) && grant.disposalState !== null)
    return grant.disposalState === 'confirmed' ? 'disposed' : 'to_dispose';
  return grant.state === 'active' && endsSoon(grant, today) ? 'ending' : grant.state;
}

/** Where the data of a grant is used: the console, a new exchange task, or its files. */
export const placeOfUse = ({ id, mode }: { id: number; mode: GrantMode }): string =>
  mode === 'batch'
    ? `/exchange/new?grant=${id}`
    : mode === 'file'
      ? `/grants/${id}?tab=files`
      : `/console?grant=${id}`;

/** Whether the reader may use it by hand: tasks and downloads are for those who run exchanges. */
export const mayUse = (mode: GrantMode, runs: boolean): boolean =>
  runs || mode === 'query' || mode === 'verify';

/** The rules that bear on a grant where it stands: on its use, on what stopped it, and on what comes at its end. */
export function rulesOf(grant: Pick<Grant, 'state' | 'supply' | 'change'>): ReadonlySet<string> {
  const { state, supply, change } = grant;
  const proposed = change !== null && change.state !== 'done' && change.state !== 'withdrawn';
  return new Set([
    'grant.purpose_limit',
    'grant.disposal',
    ...(supply.suppliedAt === null && !hasEnded(state) ? ['supply.days'] : []),
    ...(mayChange(state) || hasEnded(state) ? [] : ['misuse.suspend']),
    ...(proposed ? ['revoke.consult_and_file'] : []),
  ]);
}
