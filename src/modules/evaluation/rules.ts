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

/** What a case in this state asks of the post whose turn it is; undefined for a state that waits for nobody. */
export function caseTodoOf(state: string): TodoKind | undefined {
  switch (state) {
    case 'awaiting_consent':
      return 'consent_application';
    case 'awaiting_authorisation':
      return 'authorise_application';
    case 'awaiting_answer':
      return 'answer_application';
    case 'awaiting_material':
      return 'supply_material';
    default:
      return undefined;
  }
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
export type RedatedKind = 'application' | 'grant' | 'entry';

/** Whose moved dates a post is told: those of matters that it may open. */
export const redatedKindsFor = (permissions: ReadonlySet<Permission>): RedatedKind[] => [
  ...(permissions.has('sharing.read') ? (['application', 'grant'] as const) : []),
  ...(ENTRY_TODOS.some(({ permission }) => permissions.has(permission)) ? (['entry'] as const) : []),
];

export const redatedPath = (kind: RedatedKind, id: number): string =>
  `${{ application: '/cases', grant: '/grants', entry: '/our-catalog' }[kind]}/${id}`;

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
};
export const SHARE_TYPE_WORDS: Readonly<Record<string, string>> = {
  unconditional: '无条件共享',
  conditional: '有条件共享',
  withheld: '不予共享',
};
