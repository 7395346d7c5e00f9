import type { Mask, MovePlan } from '#vocabulary/plans.ts';

/** A condition on rows, by item. */
export interface ConditionRow {
  item: string;
  op: 'eq' | 'in' | 'between';
  values: string[];
}

/** What a grant may be used for at most, and when. */
export interface Limits {
  /** Calls a day, Beijing time, over all gateways. */
  perDay?: number;
  /** The hours of a day, 'HH:MM' in Beijing time. */
  window?: { from: string; to: string };
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
  mode: 'query' | 'verify' | 'batch';
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
  mode: 'query' | 'verify' | 'batch';
  until: string;
  how: How;
  limits: Limits;
  /** What it holds, with the masks that were decided. */
  items: { name: string; mask: Mask }[];
  plan: Omit<MovePlan, 'sink'> | undefined;
}
