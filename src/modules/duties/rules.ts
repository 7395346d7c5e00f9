import { defineLifecycle } from '#kernel/lifecycle.ts';
import type { Actor } from '#vocabulary/actor.ts';

export type TaskState = 'open' | 'extension_asked' | 'sent' | 'done' | 'unchanged';
export type TaskAction = 'leave_unchanged' | 'ask_extension' | 'extend' | 'refuse_extension';
export type ClaimState = 'issued' | 'claimed' | 'disputed' | 'withdrawn';
export type ClaimAction = 'claim' | 'dispute' | 'reassign' | 'uphold' | 'chase' | 'withdraw';
export type Relation = 'officer' | 'authority';

/** How a person stands to a task or a claim; `reviewed`: the regions whose catalogs he reviews. */
export const holdsOf =
  (
    actor: Pick<Actor, 'departmentId' | 'permissions'>,
    row: { departmentId: number; regionCode: string },
    reviewed: readonly string[],
  ) =>
  (relation: Relation): boolean =>
    relation === 'authority'
      ? reviewed.includes(row.regionCode)
      : row.departmentId === actor.departmentId && actor.permissions.has('catalog.compile');

/**
 * An entry that a changed law or duty touches: updated and sent on inside its days, or found to need no change. Sending
 * and publishing the entry move the task by themselves (N809 17: 10 working days, 5 more with the authority's consent).
 */
export const taskLife = defineLifecycle<TaskState, TaskAction, Relation>([
  {
    action: 'leave_unchanged',
    from: ['open', 'extension_asked'],
    to: 'unchanged',
    actor: 'officer',
    rule: 'catalog.update.days',
  },
  {
    action: 'ask_extension',
    from: ['open'],
    to: 'extension_asked',
    actor: 'officer',
    rule: 'catalog.update.extension.days',
  },
  {
    action: 'extend',
    from: ['extension_asked'],
    to: 'open',
    actor: 'authority',
    rule: 'catalog.update.extension.days',
  },
  { action: 'refuse_extension', from: ['extension_asked'], to: 'open', actor: 'authority' },
]);

/** What an order asks for is no longer the department's to find unnecessary. */
export const mayStay = (kind: 'law' | 'duty' | 'reclass'): boolean => kind !== 'reclass';

/** An entry that a duty asks for (SZ 三(三)1): the department claims it, or says why it is not its own. */
export const claimLife = defineLifecycle<ClaimState, ClaimAction, Relation>([
  { action: 'claim', from: ['issued'], to: 'claimed', actor: 'officer', rule: 'catalog.claiming' },
  { action: 'dispute', from: ['issued'], to: 'disputed', actor: 'officer' },
  { action: 'reassign', from: ['disputed', 'issued'], to: 'issued', actor: 'authority' },
  { action: 'uphold', from: ['disputed'], to: 'issued', actor: 'authority' },
  { action: 'chase', from: ['issued'], to: 'same', actor: 'authority' },
  { action: 'withdraw', from: ['issued', 'disputed'], to: 'withdrawn', actor: 'authority' },
]);

/** Titles of one text are written with and without 《》 and the country's name; one is found by the other. */
export const plainTitle = (title: string): string =>
  title
    .normalize('NFKC')
    .replace(/[《》〈〉"“”\s]/gu, '')
    .replace(/^中华人民共和国/u, '');
