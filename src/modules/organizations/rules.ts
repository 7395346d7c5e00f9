import { defineRefusals } from '#kernel/errors.ts';
import type { Role } from '#vocabulary/permissions.ts';

export const refuse = defineRefusals('organizations', {
  wrong_password: {
    status: 401,
    title: { zh: '账号或密码不对，还可以试 {left} 次', en: 'Wrong account or password; {left} tries left' },
    remedy: {
      zh: '请核对大小写；忘记密码请联系平台运维员',
      en: 'Check upper and lower case; if forgotten, ask the operator',
    },
  },
  locked: {
    status: 423,
    title: { zh: '账号已锁定，{until} 后可再试', en: 'The account is locked until {until}' },
    remedy: { zh: '请到时再试，或请平台运维员解锁', en: 'Try again then, or ask the operator' },
  },
  weak_password: {
    status: 422,
    title: { zh: '新密码不符合要求：{missing}', en: 'The new password lacks: {missing}' },
    remedy: {
      zh: '至少 8 位，含大写字母、小写字母、数字和符号，且不同于原密码',
      en: 'At least 8 characters with upper case, lower case, digit and sign, and not the old one',
    },
  },
  not_your_post: {
    status: 403,
    title: { zh: '您没有这个岗位', en: 'This is not a post of yours' },
    remedy: { zh: '请从右上角的岗位列表选择', en: 'Choose from the list of your posts' },
  },
  login_taken: {
    status: 409,
    title: { zh: '这个账号名已被使用', en: 'This account name is taken' },
    remedy: { zh: '请换一个账号名', en: 'Choose another name' },
  },
  system_name_taken: {
    status: 409,
    title: { zh: '本部门已有同名系统', en: 'Your department has a system of this name' },
    remedy: { zh: '请换一个名称，或使用已登记的系统', en: 'Choose another name, or use the registered one' },
  },
  bad_credit_code: {
    status: 422,
    title: { zh: '统一社会信用代码 {code} 的校验码不对', en: 'The check digit of {code} is wrong' },
    remedy: { zh: '请核对 18 位代码', en: 'Check the 18 characters' },
  },
});

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

export type DepartmentKind =
  | 'government'
  | 'authorized'
  | 'public_utility'
  | 'court'
  | 'procuratorate'
  | 'township';

export interface Region {
  code: string;
  name: string;
  parent: string | null;
  level: 'province' | 'city' | 'county';
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
}

/** A registered information system, without its secrets. */
export interface System {
  id: number;
  departmentId: number;
  name: string;
  rid: string;
  addresses: string[];
}
