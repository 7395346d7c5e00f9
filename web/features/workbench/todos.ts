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
  revise_application: ['修改申请', 'Change request'],
  decide_extension: ['答复延长', 'Decide: more days'],
  decide_exception: ['决定可否不同意', 'Decide on refusal'],
  check_application: ['规范审核', 'Check request'],
  accept_part: ['确认部分同意', 'Accept partial answer'],
  review_use: ['审核绿色通道', 'Review green channel'],
  sign_mandate: ['签批授权', 'Sign authorisation'],
  answer_mandate: ['答复授权', 'Answer authorisation'],
  answer_dispute: ['答复争议', 'Answer dispute'],
  mediate_dispute: ['协调争议', 'Mediate dispute'],
  repair_use: ['限期整改', 'Repair'],
  check_repair: ['查验整改', 'Check repair'],
  answer_change: ['答复终止或变更', 'Answer change'],
  file_change: ['报备案', 'File change'],
  note_change: ['收悉备案', 'Note filing'],
  report_disposal: ['处置数据', 'Dispose of data'],
  sign_disposal: ['签发处置证明', 'Sign certificate'],
  confirm_disposal: ['确认处置', 'Confirm disposal'],
  failed_run: ['处理交换失败', 'Failed exchange'],
  answer_demand: ['答复需求', 'Answer need'],
  sign_list: ['签发清单', 'Sign list'],
  sign_link: ['签批直连', 'Sign direct link'],
  plan_link: ['确定直连期限', 'Set link’s date'],
  move_link: ['迁移直连', 'Move link over'],
  confirm_link_off: ['确认直连停用', 'Confirm link is off'],
  report_result: ['反馈成效', 'Report results'],
  review_example: ['审核案例', 'Review example'],
  revise_example: ['修改案例', 'Revise example'],
  vote_example: ['案例投票', 'Vote'],
  close_round: ['公布评选结果', 'Close the vote'],
};

interface Signature {
  address: string;
  agree: string;
  /** Sends it back; absent where a refusal needs reasons that only the case page asks for. */
  back?: string;
}

type SignedKind = { address: 'entries' | 'applications' | 'links' } & Omit<Signature, 'address'>;

/** What is signed with a word at most; the work behind every other kind needs its own page. */
const SIGNED: Partial<Record<Todo['kind'], SignedKind>> = {
  sign_entry_office: { address: 'entries', agree: 'sign_office', back: 'return' },
  sign_entry_department: { address: 'entries', agree: 'sign_department', back: 'return' },
  consent_application: { address: 'applications', agree: 'consent', back: 'decline' },
  answer_application: { address: 'applications', agree: 'agree' },
  authorise_application: { address: 'applications', agree: 'authorise' },
  accept_part: { address: 'applications', agree: 'accept' },
  sign_link: { address: 'links', agree: 'sign', back: 'return' },
};

/** How a to-do is signed on its card; undefined where the work needs its own page. */
export function signatureOf(todo: Todo): Signature | undefined {
  const signed = SIGNED[todo.kind];
  return signed && { ...signed, address: `/api/${signed.address}/${todo.objectId}/actions` };
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
