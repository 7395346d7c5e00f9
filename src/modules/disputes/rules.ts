import { defineLifecycle } from '#kernel/lifecycle.ts';

export const KINDS = ['refusal', 'partial', 'class', 'grant'] as const;
export type DisputeKind = (typeof KINDS)[number];
export const STATES = [
  'negotiating',
  'mediating',
  'opined',
  'at_government',
  'settled',
  'decided',
  'withdrawn',
] as const;
export type DisputeState = (typeof STATES)[number];
export const ACTIONS = [
  'state',
  'propose',
  'agree',
  'decline',
  'escalate',
  'ask',
  'meet',
  'opine',
  'accept',
  'reject',
  'report',
  'decide',
  'enter_decision',
  'confirm_decision',
  'withdraw',
] as const;
export type DisputeAction = (typeof ACTIONS)[number];
/** `open`: with its terms, or all that was asked; `keep`: what the provider said stands. */
export const OUTCOMES = ['open', 'keep', 'reclass', 'restore', 'close'] as const;
export type Outcome = (typeof OUTCOMES)[number];
export type Side = 'consumer' | 'provider';
/**
 * `desk`: the authority that conducts the mediation or enters what a body outside said; `recorder`: the same where its
 * own department is a party, so that it may enter and not decide; `checker`: the other party’s head then.
 */
export type Relation =
  | 'consumer'
  | 'consumer_head'
  | 'provider'
  | 'provider_head'
  | 'desk'
  | 'recorder'
  | 'checker';

const OPEN = ['negotiating', 'mediating', 'opined', 'at_government'] as const;
/** From the consumer’s request on it is the authority’s too. */
const WITH_AUTHORITY = ['mediating', 'opined', 'at_government'] as const;
const HEADS = ['consumer_head', 'provider_head'] as const;
const DESK = ['desk', 'recorder'] as const;

export const isOpen = (state: DisputeState): boolean => (OPEN as readonly string[]).includes(state);

/**
 * N809 28: the two sides talk; then the authority of the level or the common one above mediates; then its government
 * decides. They may agree at any time until then. `accept` settles when both sides have: see `bothAccept`.
 */
export const disputeLife = defineLifecycle<DisputeState, DisputeAction, Relation>([
  {
    action: 'agree',
    from: OPEN,
    to: 'settled',
    actor: HEADS,
    rule: 'dispute.steps',
  },
  { action: 'decline', from: OPEN, to: 'same', actor: HEADS },
  { action: 'accept', from: ['opined'], to: 'same', actor: HEADS, rule: 'dispute.steps' },
  { action: 'reject', from: ['opined'], to: 'same', actor: HEADS },
  { action: 'state', from: OPEN, to: 'same', actor: ['consumer', 'provider'] },
  { action: 'state', from: WITH_AUTHORITY, to: 'same', actor: DESK },
  { action: 'propose', from: OPEN, to: 'same', actor: HEADS, rule: 'dispute.steps' },
  {
    action: 'escalate',
    from: ['negotiating'],
    to: 'mediating',
    actor: 'consumer_head',
    rule: 'dispute.body',
  },
  { action: 'ask', from: ['mediating'], to: 'same', actor: DESK },
  { action: 'meet', from: ['mediating', 'opined'], to: 'same', actor: DESK, rule: 'dispute.body' },
  { action: 'opine', from: ['mediating'], to: 'opined', actor: DESK, rule: 'dispute.body' },
  { action: 'report', from: ['opined'], to: 'at_government', actor: DESK, rule: 'dispute.steps' },
  { action: 'decide', from: ['at_government'], to: 'decided', actor: 'desk', rule: 'dispute.steps' },
  {
    action: 'enter_decision',
    from: ['at_government'],
    to: 'same',
    actor: 'recorder',
    rule: 'dispute.steps',
  },
  {
    action: 'confirm_decision',
    from: ['at_government'],
    to: 'decided',
    actor: 'checker',
    rule: 'dispute.steps',
  },
  { action: 'withdraw', from: OPEN, to: 'withdrawn', actor: 'consumer_head' },
]);

/**
 * How a dispute of each kind may end. Over a withheld entry nothing is opened: either the cited law forbids it, or its
 * department gives the entry another class and the application goes on (N809 14(3)).
 */
export const OUTCOMES_OF: Readonly<Record<DisputeKind, readonly Outcome[]>> = {
  refusal: ['open', 'keep'],
  partial: ['open', 'keep'],
  class: ['reclass', 'keep'],
  grant: ['restore', 'keep', 'close'],
};

/** Working days after which silence of the other side does not hold the dispute up. Ours: the texts set no days. */
export const SILENCE_DAYS = 5;

export interface Standing {
  kind: DisputeKind;
  state: DisputeState;
  answeredAt: Date | null;
  proposal: { by: Side } | null;
  consumerAccepts: boolean | null;
  providerAccepts: boolean | null;
  decision: object | null;
}

/** Both sides take the mediator’s opinion: it settles the dispute. */
export const bothAccept = (row: Pick<Standing, 'consumerAccepts' | 'providerAccepts'>): boolean =>
  row.consumerAccepts === true && row.providerAccepts === true;

/**
 * Why an action that the lifecycle allows must wait or has no object now; undefined when it may be done. `waited`:
 * the working days of silence have passed, since the dispute was raised or since the opinion was given.
 */
export function findHindrance(
  action: DisputeAction,
  side: Side | undefined,
  row: Standing,
  waited: boolean,
):
  | 'too_early'
  | 'no_proposal'
  | 'own_proposal'
  | 'answered_already'
  | 'opinion_pending'
  | 'no_decision'
  | 'withdraw_application'
  | undefined {
  switch (action) {
    case 'escalate':
      return row.answeredAt === null && !waited ? 'too_early' : undefined;
    case 'agree':
    case 'decline':
      if (row.proposal === null) return 'no_proposal';
      return row.proposal.by === side ? 'own_proposal' : undefined;
    case 'accept':
    case 'reject': {
      const said = side === 'consumer' ? row.consumerAccepts : row.providerAccepts;
      return said === (action === 'accept') ? 'answered_already' : undefined;
    }
    case 'report': {
      const refused = row.consumerAccepts === false || row.providerAccepts === false;
      return refused || waited ? undefined : 'opinion_pending';
    }
    case 'confirm_decision':
      return row.decision === null ? 'no_decision' : undefined;
    case 'withdraw':
      return row.kind === 'class' ? 'withdraw_application' : undefined;
    case 'state':
    case 'propose':
    case 'ask':
    case 'meet':
    case 'opine':
    case 'decide':
    case 'enter_decision':
      return undefined;
  }
}

/** What a side is waited for: an answer to the dispute, to an offer, to the mediator, to the opinion. */
export type Awaited = 'answer' | 'proposal' | 'statement' | 'opinion' | 'check';

export function awaitedOf(
  side: Side,
  row: Standing & { askedAt: Date | null; spokeAt: Date | null },
  checks: boolean,
): Awaited | undefined {
  if (!isOpen(row.state)) return undefined;
  if (row.state === 'at_government' && checks && row.decision !== null) return 'check';
  const said = side === 'consumer' ? row.consumerAccepts : row.providerAccepts;
  if (row.state === 'opined' && said === null) return 'opinion';
  if (row.proposal !== null && row.proposal.by !== side) return 'proposal';
  if (row.state === 'negotiating' && side === 'provider' && row.answeredAt === null) return 'answer';
  const unanswered =
    row.state === 'mediating' &&
    row.askedAt !== null &&
    (row.spokeAt === null || row.spokeAt.getTime() < row.askedAt.getTime());
  return unanswered ? 'statement' : undefined;
}

/** Whether the desk has something to do: mediate, report what was not accepted, enter the decision. */
export const deskIsAwaited = (row: Standing, waited: boolean): boolean =>
  row.state === 'mediating' ||
  (row.state === 'at_government' && row.decision === null) ||
  (row.state === 'opined' && findHindrance('report', undefined, row, waited) === undefined);
