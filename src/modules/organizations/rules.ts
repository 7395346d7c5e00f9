import { defineLifecycle } from '#kernel/lifecycle.ts';
import type { Role } from '#vocabulary/permissions.ts';

export { refuse } from './refusals.ts';
export {
  CONVENTIONS,
  ENVIRONMENTS,
  KEY_DAYS,
  KEY_KINDS,
  KEY_ORIGINS,
  KEY_STATES,
  MOST_KEY_DAYS,
  MOST_OVERLAP_DAYS,
  OVERLAP_DAYS,
} from './keyRules.ts';

/** GB/T 22239-2019 8.1.4.1 a, with the practice values of standards.md 2.3. Answers what is missing. */
export function missingInPassword(password: string): string[] {
  const asks: [boolean, string][] = [
    [password.length >= 8, '至少 8 位'],
    [/[A-Z]/.test(password), '大写字母'],
    [/[a-z]/.test(password), '小写字母'],
    [/\d/.test(password), '数字'],
    [/[^A-Za-z0-9]/.test(password), '符号'],
  ];
  return asks.filter(([met]) => !met).map(([, text]) => text);
}

/** 5 failures lock for 30 minutes (GB/T 22239-2019 8.1.4.1 b). */
export const FAILURES_BEFORE_LOCK = 5;
export const LOCK_MILLISECONDS = 30 * 60_000;
/** A session ends after 30 idle minutes, and after 12 hours in any case. */
export const IDLE_MILLISECONDS = 30 * 60_000;
export const SESSION_MILLISECONDS = 12 * 3_600_000;

export const ROLE_NAMES: Record<Role, { zh: string; en: string }> = {
  data_officer: { zh: '专职人员', en: 'Data officer' },
  sharing_head: { zh: '共享机构负责人', en: 'Head of sharing office' },
  department_head: { zh: '部门负责人', en: 'Department head' },
  authority: { zh: '主管部门', en: 'Authority' },
  integrator: { zh: '对接人员', en: 'Integrator' },
  operator: { zh: '平台运维员', en: 'Operator' },
  security: { zh: '安全管理员', en: 'Security officer' },
  auditor: { zh: '安全审计员', en: 'Auditor' },
};

export const DEPARTMENT_KINDS = [
  'government',
  'authorized',
  'public_utility',
  'court',
  'procuratorate',
  'township',
] as const;
export type DepartmentKind = (typeof DEPARTMENT_KINDS)[number];

export const REGION_LEVELS = ['province', 'city', 'county', 'street', 'village'] as const;
export type RegionLevel = (typeof REGION_LEVELS)[number];

export interface Region {
  code: string;
  name: string;
  parent: string | null;
  level: RegionLevel;
}

export interface Department {
  id: number;
  key: string;
  name: string;
  nameEn: string;
  shortName: string;
  regionCode: string;
  kind: DepartmentKind;
  creditCode: string;
  isAuthority: boolean;
  phone: string;
  state: DepartmentState;
}

export type NewDepartment = Omit<Department, 'id' | 'phone' | 'state'> & { phone?: string };

/** A registered information system, without its secrets. */
export interface System {
  id: number;
  departmentId: number;
  name: string;
  rid: string;
  addresses: string[];
}

// The two digits of GB/T 2260 for 31 provinces, 台湾, 香港 and 澳门.
const PROVINCE = /^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])/;

/** What a division code stands for; undefined for what is none: 6 digits (GB/T 2260), 9 or 12 (GB/T 10114 and on). */
export function levelOf(code: string): RegionLevel | undefined {
  if (!/^(\d{6}|\d{9}|\d{12})$/.test(code) || !PROVINCE.test(code)) return undefined;
  if (code.length === 12) return code.endsWith('000') ? undefined : 'village';
  if (code.length === 9) return code.endsWith('000') ? undefined : 'street';
  if (code.endsWith('0000')) return 'province';
  if (code.endsWith('00')) return 'city';
  // A county's third and fourth digit say its city; 00 there is no city's.
  return code.slice(2, 4) === '00' ? undefined : 'county';
}

/** The codes above, nearest first, whether there is such a region or not. */
export function codesAbove(code: string): string[] {
  const county = code.slice(0, 6);
  const all = [code.slice(0, 9), county, `${code.slice(0, 4)}00`, `${code.slice(0, 2)}0000`];
  return [...new Set(all)].filter(
    one => one.length <= code.length && one !== code && levelOf(one) !== undefined,
  );
}

export type DepartmentState = 'active' | 'suspended' | 'dissolved';
export const DEPARTMENT_ACTIONS = ['suspend', 'resume', 'dissolve'] as const;
export type DepartmentAction = (typeof DEPARTMENT_ACTIONS)[number];

export const DEPARTMENT = defineLifecycle<DepartmentState, DepartmentAction, 'operator'>([
  { action: 'suspend', from: ['active'], to: 'suspended', actor: 'operator' },
  { action: 'resume', from: ['suspended'], to: 'active', actor: 'operator' },
  { action: 'dissolve', from: ['active', 'suspended'], to: 'dissolved', actor: 'operator' },
]);

/** Kinds of `org.dependent`, in words; those that keep a department from being dissolved say so. */
export const DEPENDENTS: Record<string, { zh: string; en: string; holds: boolean }> = {
  entries: { zh: '已发布目录', en: 'published entries', holds: true },
  applications: { zh: '在办申请', en: 'open applications', holds: true },
  grants_given: { zh: '对外授权', en: 'grants given', holds: true },
  grants_received: { zh: '使用中的授权', en: 'grants in use', holds: true },
  sources: { zh: '登记的数据库', en: 'registered databases', holds: false },
  systems: { zh: '业务系统', en: 'systems', holds: false },
  people: { zh: '在岗人员', en: 'people in post', holds: false },
};

/** `shut_out`: five failed sign-ins, ends by itself. */
export const ACCOUNT_STATES = ['active', 'shut_out', 'locked', 'disabled'] as const;
export type AccountState = (typeof ACCOUNT_STATES)[number];
export const ACCOUNT_ACTIONS = ['lock', 'unlock', 'reset_password', 'disable', 'enable'] as const;
export type AccountAction = (typeof ACCOUNT_ACTIONS)[number];

export const ACCOUNT = defineLifecycle<AccountState, AccountAction, 'handler'>([
  { action: 'lock', from: ['active', 'shut_out'], to: 'locked', actor: 'handler' },
  { action: 'unlock', from: ['shut_out', 'locked'], to: 'active', actor: 'handler' },
  { action: 'reset_password', from: ['active', 'shut_out'], to: 'active', actor: 'handler' },
  { action: 'disable', from: ['active', 'shut_out', 'locked'], to: 'disabled', actor: 'handler' },
  { action: 'enable', from: ['disabled'], to: 'active', actor: 'handler' },
]);

export const POST_STATES = ['waiting', 'in_force', 'ended'] as const;
export type PostState = (typeof POST_STATES)[number];
export const POST_ACTIONS = ['confirm', 'decline', 'end'] as const;
export type PostAction = (typeof POST_ACTIONS)[number];

export const POST = defineLifecycle<PostState, PostAction, 'handler' | 'security'>([
  { action: 'confirm', from: ['waiting'], to: 'in_force', actor: 'security' },
  { action: 'decline', from: ['waiting'], to: 'ended', actor: 'security' },
  { action: 'end', from: ['waiting', 'in_force'], to: 'ended', actor: 'handler' },
]);

/** The three administrators of GB/T 22239-2019 8.1.5: each a person of their own, and none with business data. */
const ADMINISTRATORS: readonly Role[] = ['operator', 'security', 'auditor'];

export function mayBeOnePerson(roles: readonly Role[]): boolean {
  const distinct = new Set(roles);
  return distinct.size < 2 || !ADMINISTRATORS.some(role => distinct.has(role));
}

/** Why this administrator does not handle this account; undefined when they do. */
export type NotHandled = 'own_account' | 'security_handles' | 'operator_handles';

/**
 * Who handles whose account. Security officers and auditors keep watch over the operator, who therefore has no say
 * over their accounts, except where no other security officer is left who could help.
 */
export function whyNotHandled(
  actor: { accountId: number; role: Role },
  account: { id: number; roles: readonly Role[] },
  otherSecurityInOffice: number,
): NotHandled | undefined {
  if (actor.accountId === account.id) return 'own_account';
  const watches = account.roles.includes('security') || account.roles.includes('auditor');
  const operates = account.roles.includes('operator');
  if (actor.role === 'security') return watches || operates ? undefined : 'operator_handles';
  if (actor.role !== 'operator') return 'operator_handles';
  return watches && otherSecurityInOffice > 0 ? 'security_handles' : undefined;
}
