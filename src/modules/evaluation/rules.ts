import type { Static } from 'typebox';
import type { Permission, Role } from '#vocabulary/permissions.ts';
import type { TodoView } from './contract.ts';

export type Todo = Static<typeof TodoView>;
export type TodoKind = Todo['kind'];

/** Which step of an entry waits for which post. */
export const ENTRY_TODOS = [
  { state: 'awaiting_office', permission: 'catalog.sign_office', kind: 'sign_entry_office' },
  { state: 'awaiting_department', permission: 'catalog.sign_department', kind: 'sign_entry_department' },
  { state: 'in_review', permission: 'catalog.review', kind: 'review_entry' },
  { state: 'returned', permission: 'catalog.compile', kind: 'revise_entry' },
] as const;

/**
 * What a case in this state asks of the post whose turn it is; undefined for a state that waits for nobody. While the
 * provider answers, its authority is asked for one thing only: the extension.
 */
export function caseTodoOf(state: string, own: boolean, actions: readonly string[]): TodoKind | undefined {
  if (actions.includes('grant_extension')) return 'decide_extension';
  switch (state) {
    case 'declined':
      return 'revise_application';
    case 'awaiting_consent':
      return 'consent_application';
    case 'awaiting_authorisation':
      return 'authorise_application';
    case 'awaiting_answer':
      return own ? undefined : 'answer_application';
    case 'awaiting_material':
      return 'supply_material';
    case 'awaiting_exception':
      return 'decide_exception';
    case 'awaiting_check':
      return 'check_application';
    case 'awaiting_acceptance':
      return 'accept_part';
    case 'awaiting_review':
      return 'review_use';
    default:
      return undefined;
  }
}

/** What a head needs in order to sign on the spot: who wants which items for what until when. */
export function caseSummary(one: {
  consumer: { name: string };
  mode: string;
  items: readonly string[];
  matter: string;
  until: string;
  event: string;
  extensionDays: number | null;
}): string {
  const asked = `${one.consumer.name}申请${MODE_WORDS[one.mode] ?? ''}${itemWords(one.items, one.items.length)}，用于${one.matter}，使用至 ${one.until}`;
  const event = one.event === '' ? '' : `。绿色通道：${one.event}`;
  return `${asked}${event}${one.extensionDays === null ? '' : `。请求延长 ${one.extensionDays} 个工作日`}`;
}

/** The role that holds an entry in this state. */
export function entryHolderOf(state: string): Role {
  switch (state) {
    case 'awaiting_office':
      return 'sharing_head';
    case 'awaiting_department':
      return 'department_head';
    case 'in_review':
      return 'authority';
    default:
      return 'data_officer';
  }
}

/** What a clock may be about, as its subject names it. */
export type RedatedKind = 'application' | 'grant' | 'mandate' | 'entry';

/** Whose moved dates a post is told: those of matters that it may open. */
export const redatedKindsFor = (permissions: ReadonlySet<Permission>): RedatedKind[] => [
  ...(permissions.has('sharing.read') ? (['application', 'grant', 'mandate'] as const) : []),
  ...(ENTRY_TODOS.some(({ permission }) => permissions.has(permission)) ? (['entry'] as const) : []),
];

export const redatedPath = (kind: RedatedKind, id: number): string =>
  `${{ application: '/cases', grant: '/grants', mandate: '/mandates', entry: '/our-catalog' }[kind]}/${id}`;

/** What is nearest to its end comes first; what has no clock follows, the longest waiting first. */
export function byUrgency(a: Todo, b: Todo): number {
  const left = ({ clock }: Todo): number => {
    if (clock === null) return Number.POSITIVE_INFINITY;
    return clock.late ? -1 - clock.lateDays : clock.remaining;
  };
  const [first, second] = [left(a), left(b)];
  return first === second ? a.since.localeCompare(b.since) : first - second;
}

/** 姓名、公民身份号码等 9 项 */
export function itemWords(names: readonly string[], count: number): string {
  const shown = names.slice(0, 4).join('、');
  return count > 4 ? `${shown}等 ${count} 项` : `${shown}（${count} 项）`;
}

export const MODE_WORDS: Readonly<Record<string, string>> = {
  query: '接口查询',
  verify: '核验',
  batch: '批量交换',
  file: '文件下载',
};
export const SHARE_TYPE_WORDS: Readonly<Record<string, string>> = {
  unconditional: '无条件共享',
  conditional: '有条件共享',
  withheld: '不予共享',
};
