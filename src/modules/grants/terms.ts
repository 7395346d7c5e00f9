import type { CallLimits, Mask, MovePlan } from '#vocabulary/plans.ts';

/** A condition on rows, by item. */
export interface ConditionRow {
  item: string;
  op: 'eq' | 'in' | 'between';
  values: string[];
}

/** What a grant may be used for at most, and when. */
export interface Limits extends CallLimits {
  /** The hours of a day, 'HH:MM' in Beijing time. */
  window?: { from: string; to: string };
  /** What a call must state besides its scenario. */
  requires?: { matter?: boolean; caseNo?: boolean; post?: boolean };
}

/** The bounds of `Limits` that are numbers. */
export const BOUNDS = [
  'perSecond',
  'perDay',
  'total',
  'rowsPerDay',
  'rowsTotal',
  'bytesPerDay',
  'bytesTotal',
] as const satisfies readonly (keyof CallLimits)[];

/** What of limits binds calls, as plans hold it; undefined where nothing does. */
export function callLimitsOf(limits: Limits): CallLimits | undefined {
  const bounds = BOUNDS.flatMap(name => (limits[name] === undefined ? [] : [[name, limits[name]] as const]));
  return bounds.length === 0 ? undefined : Object.fromEntries(bounds);
}

const REQUIRED = ['matter', 'caseNo', 'post'] as const;

/** What of a purpose calls must state; undefined where nothing but the scenario. */
export function requiresOf({ requires }: Limits): Limits['requires'] {
  return REQUIRED.some(name => requires?.[name] === true) ? requires : undefined;
}

/** Limits of which each is the tighter one of the two. */
export function tightest(held: Limits, change: Limits): Limits {
  const limits = { ...held, ...change };
  for (const name of BOUNDS) {
    const both = [held[name], change[name]].filter(value => value !== undefined);
    if (both.length > 0) limits[name] = Math.min(...both);
  }
  const requires = { ...held.requires, ...change.requires };
  for (const name of REQUIRED) if (held.requires?.[name] === true) requires[name] = true;
  return Object.keys(requires).length === 0 ? limits : { ...limits, requires };
}

/** How the consumer disposes of what it got when the grant has ended (N809 27), and within how many days. */
export interface Disposal {
  way: 'destroy' | 'return' | 'seal';
  days: number;
}

/** By what the grant came to be. */
export type How = 'answer' | 'standing_consent' | 'platform_authorises' | 'green_channel' | 'decision';

/** What was approved and nothing else. */
export interface Terms {
  mode: 'query' | 'verify' | 'batch' | 'file';
  items: readonly string[];
  rows: readonly ConditionRow[];
  /** Masks that differ from the entry's own. */
  masks: readonly { item: string; mask: Mask }[];
  /** The last day of use. */
  until: string;
  limits: Limits;
  disposal: Disposal;
}

/** A decision that opens a grant, or changes one. */
export interface Opening {
  applicationId: number;
  applicationNo: string;
  entryId: number;
  entryTitle: string;
  consumerId: number;
  providerId: number;
  systemId: number;
  matter: string;
  ground: string;
  scenario: string;
  scope: string;
  thirdParties: readonly string[];
  how: How;
  /** Whose consent it rests on, in words. */
  consentBy: string;
  decidedAt: Date;
  terms: Terms;
}

export interface Opened {
  grantId: number;
  version: number;
}

/** What other modules need to know of a grant; `plan` only of a batch grant that has one. */
export interface GrantFactsView {
  id: number;
  no: string;
  state: string;
  version: number;
  applicationId: number;
  entryId: number;
  entryTitle: string;
  providerId: number;
  consumerId: number;
  systemId: number;
  mode: 'query' | 'verify' | 'batch' | 'file';
  until: string;
  how: How;
  limits: Limits;
  /** What it holds, with the masks that were decided. */
  items: { name: string; mask: Mask }[];
  plan: Omit<MovePlan, 'sink'> | undefined;
}
