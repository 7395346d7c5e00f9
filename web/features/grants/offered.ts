/** Which of the steps that the order of the law allows can be taken just now, and what a step that cannot waits for. */
import type { Grant, GrantAction } from './types.ts';

type Pair = readonly [zh: string, en: string];
type Standing = Pick<Grant, 'state' | 'cause' | 'repair' | 'change' | 'disposal'> & {
  actions: readonly GrantAction[];
};

/** Steps of whoever gives, or watches over it. */
const GIVING: readonly GrantAction[] = [
  'suspend',
  'resume',
  'order_repair',
  'accept_repair',
  'reject_repair',
  'terminate',
];

/** Steps that have no meaning in some cases in which the order of states would allow them. */
const MEANT: Partial<Record<GrantAction, (grant: Standing) => boolean>> = {
  resume: ({ cause }) => cause !== 'misuse',
  order_repair: ({ cause }) => cause === 'misuse',
  note_change: ({ change }) => change?.notedAt === null,
  send_back_disposal: ({ disposal }) => disposal?.sentBack === '',
  // Its button stands also where it cannot be pressed, and says why: see `ending`.
  terminate: () => false,
};

/** The steps worth a button. */
export const offered = (grant: Standing): GrantAction[] =>
  grant.actions.filter(action => MEANT[action]?.(grant) ?? true);

/** N809 27: who misuses loses the grant only after an order that was not followed. */
function beforeEnding({ state, cause, repair, actions }: Standing): Pair | null {
  switch (state) {
    case 'active':
    case 'awaiting_supply':
      return actions.includes('propose')
        ? [
            '违规使用的，须先暂停、限期整改，不改正才可终止；不再提供服务的，请用“终止或变更服务”。',
            'For misuse: suspend first, then order the repair; only who does not mend it is ended. To stop the service, propose its end.',
          ]
        : [
            '违规使用的，须先暂停、限期整改，不改正才可终止。',
            'For misuse: suspend first, then order the repair; only who does not mend it is ended.',
          ];
    case 'suspended':
      return cause === 'misuse'
        ? ['须先限期整改，到期不改正才可终止。', 'The repair is ordered first.']
        : [
            '不是因违规暂停，不能终止；不再提供服务的，恢复后提出“终止或变更服务”。',
            'It is not suspended for misuse. To stop the service, resume it and propose its end.',
          ];
    case 'repairing':
      return repair?.overdue === true
        ? null
        : [
            `整改期限到 ${repair?.until ?? ''}，到期前不能终止。`,
            `The repair runs until ${repair?.until ?? ''}.`,
          ];
    case 'repair_submitted':
      return ['须先核对整改情况。', 'The report of the repair is looked at first.'];
    case 'repair_failed':
    case 'expired':
    case 'revoked':
    case 'given_up':
      return null;
  }
}

/** Whether the reader ends grants for misuse, and what has to come before; undefined for whoever never does. */
export function ending(grant: Standing): { before: Pair | null } | undefined {
  return grant.actions.some(action => GIVING.includes(action)) ? { before: beforeEnding(grant) } : undefined;
}

/** Until when the provider waits for the answer before it may file; undefined once it may. */
export function filingWaits({ change }: Standing, today: string): string | undefined {
  return change?.state === 'proposed' && today <= change.consultUntil ? change.consultUntil : undefined;
}
