import { ENTRIES } from './data/entries.ts';
import { DEPARTMENTS } from './data/departments.ts';
import type { Role } from '#vocabulary/permissions.ts';

/** Synthetic accounts of an installation that listens on the loopback addresses only; the page shows the password. */
export const DEMONSTRATION_PASSWORD = 'Shuqiao-2026';

export interface DemonstrationAccount {
  login: string;
  departmentKey: string;
  roles: Role[];
}

const WORDS: Record<Role, string> = {
  data_officer: 'officer',
  sharing_head: 'office',
  department_head: 'head',
  authority: 'authority',
  integrator: 'integrator',
  operator: 'operator',
  security: 'security',
  auditor: 'auditor',
};

/** Short names for the departments that the demonstration speaks of; the others go by their key. */
const NAMES: Record<string, string> = {
  'pds-civil-affairs': 'mz',
  'pds-public-security': 'ga',
  'pds-market': 'scjg',
  'pds-data': 'sj',
  'zh-data': 'zh-sj',
  'zh-education': 'zh-jt',
  'zh-civil-affairs': 'zh-mz',
  'sl-data': 'sl-sj',
};

const SIGNERS: Role[] = ['data_officer', 'sharing_head', 'department_head'];

/** The ones that a visitor tries first, in the order in which the page offers them. */
const FIRST: [departmentKey: string, roles: Role[]][] = [
  ['pds-civil-affairs', [...SIGNERS, 'integrator']],
  ['zh-education', [...SIGNERS, 'integrator']],
  ['pds-market', [...SIGNERS, 'integrator']],
  ['pds-public-security', SIGNERS],
  ['zh-civil-affairs', [...SIGNERS, 'integrator']],
  ['pds-data', ['authority', 'operator', 'security', 'auditor']],
  ['zh-data', ['authority']],
  ['sl-data', ['authority']],
];

/** One account a post: every department that gives or takes data in the story has all who must sign. */
export function listAccounts(): DemonstrationAccount[] {
  const wanted = new Map<string, Role[]>(FIRST);
  for (const { departmentKey } of ENTRIES) if (!wanted.has(departmentKey)) wanted.set(departmentKey, SIGNERS);
  const known = new Set(DEPARTMENTS.map(({ key }) => key));
  return [...wanted].flatMap(([departmentKey, roles]) =>
    known.has(departmentKey)
      ? roles.map(role => ({
          login: `${NAMES[departmentKey] ?? departmentKey}.${WORDS[role]}`,
          departmentKey,
          roles: [role],
        }))
      : [],
  );
}
