/** Which step of a link is told to whom, in one sentence. */
import type { Messages } from '#modules/messages/index.ts';
import type { LinkAction } from './rules.ts';
import type { LinkRow } from './store.ts';

type Message = Parameters<Messages['tell']>[1];

const WORDS: Partial<Record<LinkAction, (link: LinkRow) => readonly [zh: string, en: string]>> = {
  sign: ({ departmentName, data }) => [
    `${departmentName}登记了与贵部门的直连“${data}”`,
    `${departmentName} registered its direct link “${data}” with your department`,
  ],
  return: ({ data }) => [`直连“${data}”的登记被退回`, `The registration of the link “${data}” came back`],
  plan: ({ data, until }) => [
    `直连“${data}”须在 ${until ?? ''} 前迁移到平台`,
    `The direct link “${data}” is to be moved over by ${until ?? ''}`,
  ],
  exempt: ({ data }) => [
    `直连“${data}”不迁移，理由见登记`,
    `The direct link “${data}” stays, for the reasons given`,
  ],
  end_exemption: ({ data }) => [
    `直连“${data}”不再属于例外，须迁移到平台`,
    `The direct link “${data}” is no longer exempt and is to be moved over`,
  ],
  move: ({ data, grantNo }) => [
    `直连“${data}”已由授权 ${grantNo} 替代，请停用原有连接`,
    `Grant ${grantNo} replaces the direct link “${data}”: switch the old one off`,
  ],
  switch_off: ({ data }) => [
    `对方登记直连“${data}”已停用，请确认`,
    `The other side says that the direct link “${data}” is switched off: please confirm`,
  ],
  confirm_off: ({ data }) => [
    `直连“${data}”已由双方确认停用`,
    `Both sides confirm that the direct link “${data}” is switched off`,
  ],
  still_on: ({ data }) => [
    `对方说直连“${data}”还在运行`,
    `The other side says that the direct link “${data}” still runs`,
  ],
};

/** To both sides, the one that acts apart; undefined for steps within one department. */
export function toldOf(action: LinkAction, link: LinkRow, actorDepartment: number): Message | undefined {
  const words = WORDS[action]?.(link);
  if (!words) return undefined;
  const sides =
    action === 'return'
      ? [link.departmentId]
      : [link.departmentId, ...(link.otherId === null ? [] : [link.otherId])];
  return {
    kind: action === 'switch_off' ? 'todo' : 'result',
    to: sides
      .filter(id => action === 'return' || id !== actorDepartment)
      .map(departmentId => ({ departmentId, roles: ['data_officer'] as const })),
    zh: words[0],
    en: words[1],
    path: `/links/${link.id}`,
  };
}
