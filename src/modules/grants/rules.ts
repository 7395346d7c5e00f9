import { defineLifecycle } from '#kernel/lifecycle.ts';
export const GRANT_STATES = [
  'awaiting_supply',
  'active',
  'suspended',
  'repairing',
  'repair_submitted',
  'repair_failed',
  'expired',
  'revoked',
  'given_up',
] as const;
export const GRANT_ACTIONS = [
  'suspend',
  'resume',
  'order_repair',
  'submit_repair',
  'accept_repair',
  'reject_repair',
  'terminate',
  'give_up',
] as const;
/** Why a grant is suspended. */
export const CAUSES = ['misuse', 'fault', 'other'] as const;
/** Why a consumer gives its grant up (N809 27). */
export const PURPOSE_ENDS = ['purpose_reached', 'purpose_unreachable', 'no_longer_necessary'] as const;

/** The end or change of a service that its provider proposes, beside the state of the grant. */
export const CHANGE_KINDS = ['end', 'change'] as const;
export const CHANGE_STATES = ['proposed', 'agreed', 'objected', 'filed', 'done', 'withdrawn'] as const;
export const CHANGE_ACTIONS = [
  'propose',
  'agree_change',
  'object_change',
  'file_change',
  'note_change',
  'withdraw_change',
] as const;

/** What becomes of the data after the grant has ended. */
export const DISPOSAL_WAYS = ['destroy', 'return', 'seal'] as const;
export const DISPOSAL_STATES = ['due', 'reported', 'signed', 'sent_back', 'confirmed'] as const;
export const DISPOSAL_ACTIONS = [
  'demand_disposal',
  'report_disposal',
  'sign_disposal',
  'confirm_disposal',
  'send_back_disposal',
] as const;

export type GrantState = (typeof GRANT_STATES)[number];
export type GrantAction = (typeof GRANT_ACTIONS)[number];
export type Cause = (typeof CAUSES)[number];
export type PurposeEnd = (typeof PURPOSE_ENDS)[number];
export type ChangeState = (typeof CHANGE_STATES)[number];
export type ChangeAction = (typeof CHANGE_ACTIONS)[number];
export type DisposalState = (typeof DISPOSAL_STATES)[number];
export type DisposalAction = (typeof DISPOSAL_ACTIONS)[number];

/** How a person stands to a grant. `authority`: of the provider’s region, or the next one above where that one is itself a side (ORG-4). */
export type Relation = 'provider_head' | 'consumer_head' | 'consumer_officer' | 'authority';

const PROVIDING: readonly Relation[] = ['provider_head', 'authority'];

/**
 * N809 27 in its order: whoever misuses is suspended first, then told what to mend and by when; only who does not mend
 * loses the grant. So no edge for misuse leads from a grant in force, or suspended, to its end. What a provider ends
 * without misuse goes by consultation and filing (`changeLife`).
 */
export const grantLife = defineLifecycle<GrantState, GrantAction, Relation>([
  { action: 'suspend', from: ['active'], to: 'suspended', actor: PROVIDING, rule: 'misuse.suspend' },
  { action: 'resume', from: ['suspended'], to: 'active', actor: PROVIDING },
  {
    action: 'order_repair',
    from: ['suspended', 'repair_failed'],
    to: 'repairing',
    actor: PROVIDING,
    rule: 'misuse.suspend',
  },
  {
    action: 'submit_repair',
    from: ['repairing'],
    to: 'repair_submitted',
    actor: ['consumer_officer', 'consumer_head'],
    rule: 'misuse.suspend',
  },
  { action: 'accept_repair', from: ['repair_submitted'], to: 'active', actor: PROVIDING },
  {
    action: 'reject_repair',
    from: ['repair_submitted'],
    to: 'repair_failed',
    actor: PROVIDING,
    rule: 'misuse.suspend',
  },
  {
    action: 'terminate',
    from: ['repairing', 'repair_failed'],
    to: 'revoked',
    actor: PROVIDING,
    rule: 'misuse.suspend',
  },
  {
    action: 'give_up',
    from: ['awaiting_supply', 'active', 'suspended', 'repairing', 'repair_submitted', 'repair_failed'],
    to: 'given_up',
    actor: 'consumer_head',
    rule: 'grant.disposal',
  },
]);

/** Data flows on while the two sides talk; without consultation and filing nothing ends (N809 27). */
export const changeLife = defineLifecycle<ChangeState, Exclude<ChangeAction, 'propose'>, Relation>([
  { action: 'agree_change', from: ['proposed'], to: 'agreed', actor: 'consumer_head' },
  { action: 'object_change', from: ['proposed'], to: 'objected', actor: 'consumer_head' },
  {
    action: 'file_change',
    from: ['proposed', 'agreed', 'objected'],
    to: 'filed',
    actor: 'provider_head',
    rule: 'revoke.consult_and_file',
  },
  { action: 'note_change', from: ['filed'], to: 'same', actor: 'authority', rule: 'revoke.consult_and_file' },
  {
    action: 'withdraw_change',
    from: ['proposed', 'agreed', 'objected', 'filed'],
    to: 'withdrawn',
    actor: 'provider_head',
  },
]);
/** States of a proposal that is still on its way. */
export const OPEN_CHANGES: readonly ChangeState[] = ['proposed', 'agreed', 'objected', 'filed'];

/** The consumer disposes of the data as the provider demands, and proves it (N809 27, 29). */
export const disposalLife = defineLifecycle<DisposalState, DisposalAction, Relation>([
  {
    action: 'demand_disposal',
    from: ['due', 'reported'],
    to: 'due',
    actor: 'provider_head',
    rule: 'grant.disposal',
  },
  {
    action: 'report_disposal',
    from: ['due', 'reported', 'sent_back'],
    to: 'reported',
    actor: 'consumer_officer',
    rule: 'grant.disposal',
  },
  {
    action: 'sign_disposal',
    from: ['reported'],
    to: 'signed',
    actor: 'consumer_head',
    rule: 'grant.disposal',
  },
  { action: 'confirm_disposal', from: ['signed'], to: 'confirmed', actor: 'provider_head' },
  { action: 'send_back_disposal', from: ['signed'], to: 'sent_back', actor: 'provider_head' },
]);

const ENDED: readonly GrantState[] = ['expired', 'revoked', 'given_up'];

/** Nothing comes after it. */
export const hasEnded = (state: GrantState): boolean => ENDED.includes(state);

/** What a decision of a dispute can put in force again: what somebody else stopped, not what ran out or was given up. */
export const mayRestore = (state: GrantState): boolean =>
  ['suspended', 'repairing', 'repair_submitted', 'repair_failed', 'revoked'].includes(state);

/** A provider may propose the end or change of a service that it supplies; while a repair is on, that goes first. */
export const mayPropose = (state: GrantState): boolean => state === 'active';

type AnyAction = GrantAction | ChangeAction | DisposalAction;

const includes = <T extends string>(list: readonly T[], one: string): one is T =>
  (list as readonly string[]).includes(one);
export const isChangeAction = (action: AnyAction): action is ChangeAction => includes(CHANGE_ACTIONS, action);
export const isDisposalAction = (action: AnyAction): action is DisposalAction =>
  includes(DISPOSAL_ACTIONS, action);

/** Everything that may be done now with a grant, with a proposal about it, and with its data after its end. */
export function actionsOn(
  states: {
    grant: GrantState;
    change: ChangeState | undefined;
    disposal: DisposalState | 'unclear' | 'none' | undefined;
  },
  holds: (relation: Relation) => boolean,
): AnyAction[] {
  const { grant, change, disposal } = states;
  const open = change !== undefined && OPEN_CHANGES.includes(change);
  return [
    ...grantLife.actions(grant, holds),
    ...(!open && mayPropose(grant) && holds('provider_head') ? (['propose'] as const) : []),
    ...(open ? changeLife.actions(change, holds) : []),
    ...(disposal === undefined || disposal === 'unclear' || disposal === 'none'
      ? []
      : disposalLife.actions(disposal, holds)),
  ];
}
