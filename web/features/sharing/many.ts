import type { ApplicationRow, ManyBody } from './types.ts';
import type { Translate } from './words.ts';

export type ManyAction = ManyBody['action'];

/** What can be done to many at once, the way forward first. */
export const MANY: readonly ManyAction[] = [
  'agree',
  'authorise',
  'consent',
  'pass_check',
  'grant_extension',
  'accept',
  'submit',
  'decline',
  'withdraw',
];
/** They take something away: a reason is due, and they are never the button that is pressed first. */
export const BACKWARD: ReadonlySet<ManyAction> = new Set(['decline', 'withdraw']);

export function manyWord(action: ManyAction, t: Translate): string {
  return {
    agree: t('批量同意', 'Agree'),
    authorise: t('批量授权', 'Authorise'),
    consent: t('批量签批', 'Consent'),
    pass_check: t('批量审核通过', 'Pass the check'),
    grant_extension: t('批量同意延长', 'Grant more days'),
    accept: t('批量接受', 'Accept'),
    submit: t('批量送签批', 'Send for consent'),
    decline: t('批量不同意提出', 'Decline'),
    withdraw: t('批量撤回', 'Withdraw'),
  }[action];
}

/** For each thing that can be done: the chosen cases that it can be done to. */
export function choicesOf(rows: readonly ApplicationRow[]): { action: ManyAction; rows: ApplicationRow[] }[] {
  return MANY.map(action => ({ action, rows: rows.filter(row => row.actions.includes(action)) })).filter(
    choice => choice.rows.length > 0,
  );
}
