import type { Static } from 'typebox';
import type * as contract from './contract.ts';

type Link = Static<typeof contract.Link>;

export interface LinkTodo {
  kind: 'sign_link' | 'plan_link' | 'move_link' | 'confirm_link_off';
  id: number;
  title: string;
  other: string;
  since: string;
  summary: string;
}

/** How long before the date a link stands among the things to do. Ours. */
const SOON_DAYS = 30;

const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;

function todoOf(link: Link, today: string): LinkTodo | undefined {
  const one = { id: link.id, title: link.data, other: link.otherName, since: link.changedAt };
  const between = `${link.systemName} ${link.side === 'gives' ? '→' : '←'} ${link.otherName}`;
  const may = (action: Link['actions'][number]): boolean => link.actions.includes(action);
  if (may('sign')) return { ...one, kind: 'sign_link', summary: `登记直连：${between}` };
  if (may('confirm_off'))
    return {
      ...one,
      kind: 'confirm_link_off',
      other: link.departmentName,
      summary: `${between}，一方已登记停用，请确认`,
    };
  if (may('plan') && link.state === 'registered')
    return {
      ...one,
      kind: 'plan_link',
      other: link.departmentName,
      summary:
        link.exemptReason === ''
          ? `${between}${link.wantedUntil === null ? '' : `，部门提出 ${link.wantedUntil} 前迁移`}`
          : `${between}，部门申请不迁移：${link.exemptReason}`,
    };
  const due = link.state === 'planned' && link.until !== null && daysBetween(today, link.until) <= SOON_DAYS;
  if (may('move') && due)
    return {
      ...one,
      kind: 'move_link',
      summary: `${between}，${link.until} 前迁移${link.late ? '，已超期' : ''}`,
    };
  return undefined;
}

/** Of what somebody sees, what waits for him. */
export const todosOf = (links: readonly Link[], today: string): LinkTodo[] =>
  links.flatMap(link => todoOf(link, today) ?? []);
