import { defineLifecycle } from '#kernel/lifecycle.ts';
import type { Static } from 'typebox';
import type * as contract from './contract.ts';

export type MandateKind = (typeof contract.MANDATE_KINDS)[number];
export type MandateState = (typeof contract.MANDATE_STATES)[number];
export type MandateAction = (typeof contract.MANDATE_ACTIONS)[number];
/** The asker drafts and signs first, the answerer answers; the provider gives, the holder may use. */
export type MandateRelation =
  | 'asker_officer'
  | 'asker_head'
  | 'answerer_head'
  | 'provider_head'
  | 'holder_head';

/** What was asked for or agreed to. */
export type Terms = Static<typeof contract.TermsBody>;
export type Narrowing = Static<typeof contract.NarrowBody>;

const BEFORE = ['draft', 'awaiting_sign', 'awaiting_answer', 'narrowed'] as const;

/**
 * Both heads sign: the asker's before it leaves, the other's as the answer. A narrower answer holds once the asker has
 * accepted it. A standing consent is active from its publication on. Whatever holds is withdrawn for the future only.
 */
export const mandateLife = defineLifecycle<MandateState, MandateAction, MandateRelation>([
  { action: 'edit', from: ['draft'], to: 'same', actor: 'asker_officer' },
  { action: 'submit', from: ['draft'], to: 'awaiting_sign', actor: 'asker_officer' },
  { action: 'sign', from: ['awaiting_sign'], to: 'awaiting_answer', actor: 'asker_head' },
  { action: 'return', from: ['awaiting_sign'], to: 'draft', actor: 'asker_head' },
  { action: 'agree', from: ['awaiting_answer'], to: 'active', actor: 'answerer_head', rule: 'blanket.days' },
  {
    action: 'narrow',
    from: ['awaiting_answer'],
    to: 'narrowed',
    actor: 'answerer_head',
    rule: 'blanket.days',
  },
  {
    action: 'refuse',
    from: ['awaiting_answer'],
    to: 'refused',
    actor: 'answerer_head',
    rule: 'blanket.refusal_basis',
  },
  { action: 'accept', from: ['narrowed'], to: 'active', actor: 'asker_head' },
  { action: 'cancel', from: BEFORE, to: 'cancelled', actor: ['asker_officer', 'asker_head'] },
  { action: 'withdraw', from: ['active'], to: 'withdrawn', actor: 'provider_head' },
  { action: 'lay_down', from: ['active'], to: 'ended', actor: 'holder_head' },
]);

/** Steps of which the other side reads the reason. */
export const NEEDS_NOTE: ReadonlySet<MandateAction> = new Set([
  'return',
  'narrow',
  'refuse',
  'withdraw',
  'lay_down',
]);

/** Three years, as for grants: long enough to simplify, short enough to be looked at again. Ours. */
export const LONGEST_YEARS = 3;

/** The last day that may be asked for; of a leap day, the day before. */
export function latestDay(today: string): string {
  const day = `${Number(today.slice(0, 4)) + LONGEST_YEARS}${today.slice(4)}`;
  return day.endsWith('-02-29') ? `${day.slice(0, 8)}28` : day;
}

/** An entry as a mandate looks at it. */
export interface Covered {
  id: number;
  shareType: 'unconditional' | 'conditional' | 'withheld';
  classCode: string;
  /** Items with a share type of their own. */
  items: readonly { name: string; shareType: string | null }[];
}

const inClass = ({ choice, classCode }: Terms, entry: Covered): boolean =>
  choice === 'all' || (choice === 'class' && entry.classCode.startsWith(classCode));

/**
 * Whether the entry is one of the mandate's. `entryIds` holds the list, or what the class had when it was agreed to;
 * what was published later belongs to it only where the class says so. Nothing withheld ever does.
 */
export function coversEntry(terms: Terms, entry: Covered): boolean {
  if (entry.shareType === 'withheld') return false;
  return terms.entryIds.includes(entry.id) || (terms.later && inClass(terms, entry));
}

/** Whether a blanket authorisation answers this application of its consumer. */
export function coversUse(
  terms: Terms,
  entry: Covered,
  use: { mode: string; scenario: string; systemId: number; items: readonly string[] },
): boolean {
  return (
    coversEntry(terms, entry) &&
    (terms.modes as readonly string[]).includes(use.mode) &&
    terms.scenario === use.scenario &&
    (terms.systemIds === null || terms.systemIds.includes(use.systemId)) &&
    !entry.items.some(item => item.shareType === 'withheld' && use.items.includes(item.name))
  );
}

export type NarrowProblem = 'entries' | 'modes' | 'systems' | 'regions' | 'until';

const isWider = <V>(offer: readonly V[] | undefined, asked: readonly V[]): boolean =>
  offer?.some(one => !asked.includes(one)) === true;

const isFewer = <V>(offer: readonly V[] | undefined, asked: readonly V[]): boolean =>
  offer !== undefined && asked.some(one => !offer.includes(one));

/**
 * What is left of what was asked for, or which part of the offer is wider than it. `asked` names its entries, those of
 * a class too, and `systems` those that an undefined choice of systems means.
 */
export function narrow(
  asked: Terms,
  offer: Narrowing,
  systems: readonly number[],
): { terms: Terms; narrower: boolean } | { problem: NarrowProblem } {
  const askedSystems = asked.systemIds ?? systems;
  if (isWider(offer.entryIds, asked.entryIds)) return { problem: 'entries' };
  if (isWider<string>(offer.modes, asked.modes)) return { problem: 'modes' };
  if (isWider(offer.systemIds, askedSystems)) return { problem: 'systems' };
  if (isWider(offer.regions, asked.regions)) return { problem: 'regions' };
  if (offer.until !== undefined && offer.until > asked.until) return { problem: 'until' };
  const fewerEntries = isFewer(offer.entryIds, asked.entryIds);
  const narrower =
    fewerEntries ||
    isFewer<string>(offer.modes, asked.modes) ||
    (offer.systemIds !== undefined && (asked.systemIds === null || isFewer(offer.systemIds, askedSystems))) ||
    isFewer(offer.regions, asked.regions) ||
    (offer.until !== undefined && offer.until < asked.until) ||
    (asked.later && offer.later === false);
  const { choice, classCode, later } = asked;
  return {
    narrower,
    terms: {
      ...asked,
      // A choice of single entries is no class any more, and nothing joins it later.
      ...(fewerEntries
        ? { choice: 'entries', classCode: '', later: false }
        : { choice, classCode, later: later && offer.later !== false }),
      entryIds: [...(offer.entryIds ?? asked.entryIds)],
      modes: [...(offer.modes ?? asked.modes)],
      systemIds: offer.systemIds === undefined ? asked.systemIds : [...offer.systemIds],
      regions: [...(offer.regions ?? asked.regions)],
      until: offer.until ?? asked.until,
    },
  };
}
