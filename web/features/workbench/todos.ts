import type { Static } from 'typebox';
import type { TodoView, WorkbenchView } from '#modules/evaluation/contract.ts';

export type Todo = Static<typeof TodoView>;
export type Bench = Static<typeof WorkbenchView>;

/** The same thing may be to do in two ways, so its number alone does not name a to-do. */
export const keyOf = (todo: Todo): string => `${todo.kind} ${todo.objectId}`;

/** 要办的事: a closed list of verbs, so that a clerk knows what is asked before opening it. */
export const TODO_WORDS: Record<Todo['kind'], readonly [zh: string, en: string]> = {
  sign_entry_office: ['签批目录', 'Sign entry'],
  sign_entry_department: ['签批目录', 'Sign entry'],
  review_entry: ['审核目录', 'Review entry'],
  revise_entry: ['修改目录', 'Revise entry'],
  mount_resource: ['挂载资源', 'Mount resource'],
  claim_entry: ['认领目录', 'Claim entry'],
  update_entry: ['更新目录', 'Update entry'],
  help_source: ['配合数源部门', 'Help the source'],
  settle_dispute: ['处理认领异议', 'Settle dispute'],
  answer_extension: ['答复延长申请', 'Answer: more days'],
  consent_application: ['签批申请', 'Sign request'],
  authorise_application: ['授权申请', 'Authorise request'],
  answer_application: ['答复申请', 'Answer request'],
  supply_material: ['补正材料', 'Supply material'],
  failed_run: ['处理交换失败', 'Failed exchange'],
};

interface Signature {
  address: string;
  agree: string;
  /** Sends it back; absent where a refusal needs reasons that only the case page asks for. */
  back?: string;
}

/** How a to-do is signed on its card; undefined where the work needs its own page. */
export function signatureOf(todo: Todo): Signature | undefined {
  const entry = `/api/entries/${todo.objectId}/actions`;
  const application = `/api/applications/${todo.objectId}/actions`;
  switch (todo.kind) {
    case 'sign_entry_office':
      return { address: entry, agree: 'sign_office', back: 'return' };
    case 'sign_entry_department':
      return { address: entry, agree: 'sign_department', back: 'return' };
    case 'consent_application':
      return { address: application, agree: 'consent', back: 'decline' };
    case 'answer_application':
      return { address: application, agree: 'agree' };
    case 'authorise_application':
      return { address: application, agree: 'authorise' };
    case 'review_entry':
    case 'revise_entry':
    case 'mount_resource':
    case 'claim_entry':
    case 'update_entry':
    case 'help_source':
    case 'settle_dispute':
    case 'answer_extension':
    case 'supply_material':
    case 'failed_run':
      return undefined;
  }
}

const URGENCY: Record<string, number> = {
  late: 0,
  due_today: 1,
  near: 2,
  normal: 3,
  provisional: 4,
  done: 6,
  paused: 7,
};

/** Late first, then what is due today, then by days left; without a clock after those, paused ones last. */
export function byUrgency(a: Todo, b: Todo): number {
  const rank = (todo: Todo) => (todo.clock ? (URGENCY[todo.clock.state] ?? 5) : 5);
  const left = (todo: Todo) =>
    todo.clock ? (todo.clock.state === 'late' ? -todo.clock.lateDays : todo.clock.remaining) : 0;
  return rank(a) - rank(b) || left(a) - left(b) || a.since.localeCompare(b.since);
}
