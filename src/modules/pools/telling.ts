/** What the two sides of a collection are told, in one sentence. */
import type { Messages } from '#modules/messages/index.ts';

type Message = Parameters<Messages['tell']>[1];

export const subjectOf = (departmentId: number): string => `pool:${departmentId}`;

/** To the department, once for all that was started together. */
export const askedOf = (departmentId: number, titles: readonly string[]): Message => ({
  kind: 'todo',
  to: [{ departmentId, roles: ['data_officer', 'sharing_head'] }],
  zh:
    titles.length === 1
      ? `主管部门发起归集“${titles[0]}”，请确认`
      : `主管部门发起归集“${titles[0]}”等 ${titles.length} 个目录，请逐个确认`,
  en:
    titles.length === 1
      ? `The authority has “${titles[0]}” collected: please confirm`
      : `The authority has “${titles[0]}” and ${titles.length - 1} more collected: please confirm each`,
  path: `/pools/${departmentId}`,
  subject: subjectOf(departmentId),
});

export const refusedOf = (
  authorityId: number,
  {
    department,
    departmentId,
    entryTitle,
    ground,
  }: { department: string; departmentId: number; entryTitle: string; ground: string },
): Message => ({
  kind: 'result',
  to: [{ departmentId: authorityId, roles: ['authority'] }],
  zh: `${department}依据${ground}不归集“${entryTitle}”`,
  en: `${department} does not have “${entryTitle}” collected, by ${ground}`,
  path: `/pools/${departmentId}`,
});

const ENDED = {
  withdrawn: { zh: '目录已撤销', en: 'the entry was withdrawn' },
  unmounted: { zh: '库表已不再挂载', en: 'its table is mounted no more' },
  withheld: { zh: '目录已调整为不予共享', en: 'the entry is withheld by now' },
} as const;

export const endedOf = (departmentId: number, entryTitle: string, why: keyof typeof ENDED): Message => ({
  kind: 'result',
  to: [{ departmentId, roles: ['data_officer'] }],
  zh: `“${entryTitle}”停止归集：${ENDED[why].zh}；已归集的数据和历史保留`,
  en: `“${entryTitle}” is collected no more: ${ENDED[why].en}; what was collected stays with its history`,
  path: `/pools/${departmentId}`,
});
