import { defineLifecycle } from '#kernel/lifecycle.ts';

export type LinkState =
  | 'draft'
  | 'awaiting'
  | 'registered'
  | 'planned'
  | 'moved'
  | 'closed'
  | 'exempt'
  | 'discarded';
export type LinkAction =
  | 'edit'
  | 'discard'
  | 'submit'
  | 'take_back'
  | 'sign'
  | 'return'
  | 'plan'
  | 'exempt'
  | 'end_exemption'
  | 'move'
  | 'switch_off'
  | 'confirm_off'
  | 'still_on';
/**
 * `officer` and `head` are of the department that registered the link, `other` is the other side's officer, `second` is
 * whoever confirms what the first side says: the other side, or the authority where that side is no department here.
 */
export type LinkRelation = 'officer' | 'head' | 'other' | 'second' | 'authority';

const ON = ['registered', 'planned', 'moved'] as const;

/** Existing links are registered and moved over; what state security asks for stays apart (PD 9, SZ 三(二)1, LA 二(二)5). */
export const linkLife = defineLifecycle<LinkState, LinkAction, LinkRelation>([
  { action: 'edit', from: ['draft'], to: 'draft', actor: 'officer' },
  { action: 'discard', from: ['draft'], to: 'discarded', actor: 'officer' },
  { action: 'submit', from: ['draft'], to: 'awaiting', actor: 'officer', rule: 'platform.only' },
  { action: 'take_back', from: ['awaiting'], to: 'draft', actor: 'officer' },
  { action: 'sign', from: ['awaiting'], to: 'registered', actor: 'head', rule: 'platform.only' },
  { action: 'return', from: ['awaiting'], to: 'draft', actor: 'head' },
  {
    action: 'plan',
    from: ['registered', 'planned'],
    to: 'planned',
    actor: 'authority',
    rule: 'platform.only',
  },
  {
    action: 'exempt',
    from: ['registered', 'planned'],
    to: 'exempt',
    actor: 'authority',
    rule: 'scope.exceptions',
  },
  { action: 'end_exemption', from: ['exempt'], to: 'registered', actor: 'authority', rule: 'platform.only' },
  {
    action: 'move',
    from: ['registered', 'planned'],
    to: 'moved',
    actor: ['officer', 'other'],
    rule: 'platform.only',
  },
  { action: 'switch_off', from: ON, to: 'same', actor: ['officer', 'other'] },
  { action: 'confirm_off', from: ON, to: 'closed', actor: 'second', rule: 'platform.only' },
  { action: 'still_on', from: ON, to: 'same', actor: 'second' },
]);

/** Steps that the other side reads the reason of. */
const NEEDS_NOTE: ReadonlySet<LinkAction> = new Set(['return', 'exempt', 'end_exemption', 'still_on']);

/** A link that ends without a grant in its place needs a word on where the data comes from now, or why it is needed no more. */
export const needsNote = (action: LinkAction, state: LinkState): boolean =>
  NEEDS_NOTE.has(action) || (action === 'switch_off' && state !== 'moved');

export interface Sides {
  departmentId: number;
  side: 'gives' | 'takes';
  otherId: number | null;
}

/** Who gives and who takes; null for a side that is no department of the platform. */
export const partiesOf = ({ departmentId, side, otherId }: Sides) =>
  side === 'gives'
    ? { providerId: departmentId, consumerId: otherId }
    : { providerId: otherId, consumerId: departmentId };

/** Which side somebody stands on; undefined for everybody else. */
export const sideOf = (
  { departmentId, otherId }: Pick<Sides, 'departmentId' | 'otherId'>,
  actorDepartment: number,
): 'registrant' | 'other' | undefined =>
  actorDepartment === departmentId ? 'registrant' : actorDepartment === otherId ? 'other' : undefined;

/** Planned, and the date has passed: the date is one that a person set, not one that is counted by a text. */
export const isLate = (
  { state, until }: { state: LinkState; until: string | null },
  today: string,
): boolean => state === 'planned' && until !== null && until < today;
