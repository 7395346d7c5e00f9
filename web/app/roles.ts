import type { Language } from '../ui/language.tsx';

const NAMES: Record<string, readonly [zh: string, en: string]> = {
  data_officer: ['专职人员', 'Data officer'],
  sharing_head: ['共享机构负责人', 'Head of sharing office'],
  department_head: ['部门负责人', 'Department head'],
  authority: ['主管部门', 'Authority'],
  integrator: ['对接人员', 'Integrator'],
  operator: ['平台运维员', 'Operator'],
  security: ['安全管理员', 'Security officer'],
  auditor: ['安全审计员', 'Auditor'],
};

/** Who acts without an account. */
const OTHERS: readonly (readonly [zh: string, en: string])[] = [
  ['平台', 'Platform'],
  ['平台运维员（命令行）', 'Operator (command line)'],
];

/** `市民政局 专职人员`, as the platform writes a post, in the reader's language; the department keeps its own name. */
export function postName(post: string, language: Language): string {
  if (language === 'zh') return post;
  const at = post.lastIndexOf(' ');
  const name = [...Object.values(NAMES), ...OTHERS].find(([zh]) => zh === post.slice(at + 1));
  return name ? `${post.slice(0, at + 1)}${name[1]}` : post;
}

/** A role as the page names it; its code is never shown. */
export function roleName(role: string, language: Language): string {
  const name = NAMES[role];
  return name ? name[language === 'zh' ? 0 : 1] : '—';
}
