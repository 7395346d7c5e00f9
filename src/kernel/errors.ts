/** What a jurisdiction's rule says, carried by a refusal so that the page can show the clause beside the decision. */
export interface Citation {
  ruleId: string;
  document: string;
  title: string;
  article: string;
  quotation: string;
  level: 'national' | 'local' | 'default';
  status: string;
  /** The civil date from which the text no longer binds, where a repeal is known. */
  repealedSince?: string;
}

export type Facts = Record<string, string | number | boolean | null | string[]>;

/** An expected "no". Anything else that is thrown is a bug and is answered as a bare 500. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly facts: Facts;
  readonly citation: Citation | undefined;
  readonly remedy: Text;
  readonly title: Text;

  constructor(code: string, spec: RefusalSpec, facts: Facts = {}, citation?: Citation) {
    super(fill(spec.title.en, facts));
    this.name = 'Refusal';
    this.code = code;
    this.status = spec.status;
    this.facts = facts;
    this.citation = citation;
    this.title = { zh: fill(spec.title.zh, facts), en: fill(spec.title.en, facts) };
    this.remedy = { zh: fill(spec.remedy.zh, facts), en: fill(spec.remedy.en, facts) };
  }
}

export interface Text {
  zh: string;
  en: string;
}

/** Words in both languages, in one line. */
export const text = (zh: string, en: string): Text => ({ zh, en });

export interface RefusalSpec {
  status: number;
  title: Text;
  /** What the reader can do now. */
  remedy: Text;
}

const registry = new Map<string, RefusalSpec>();

/** All codes that any module declared: the source of docs/errors.md and of its test. */
export function refusalCodes(): ReadonlyMap<string, RefusalSpec> {
  return registry;
}

function fill(text: string, facts: Facts): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = facts[name];
    return value === undefined ? whole : Array.isArray(value) ? value.join('、') : String(value);
  });
}

/**
 * A module's table of refusals: `const refuse = defineRefusals('sharing', {...}); throw refuse.wrong_state({…})`.
 * Texts may hold `{fact}` places.
 */
export function defineRefusals<K extends string>(
  area: string,
  table: Record<K, RefusalSpec>,
): Record<K, (facts?: Facts, citation?: Citation) => Refusal> {
  const made = {} as Record<K, (facts?: Facts, citation?: Citation) => Refusal>;
  for (const [word, spec] of Object.entries(table) as [K, RefusalSpec][]) {
    const code = `${area}.${word}`;
    registry.set(code, spec);
    made[word] = (facts, citation) => new Refusal(code, spec, facts, citation);
  }
  return made;
}

/** Refusals that belong to no module. */
export const refuse = defineRefusals('platform', {
  not_found: {
    status: 404,
    title: { zh: '没有这个内容，或您没有查看权限', en: 'There is nothing here, or you may not see it' },
    remedy: {
      zh: '请从列表重新进入，或切换到有权限的岗位',
      en: 'Open it from a list again, or switch to a post that may see it',
    },
  },
  not_signed_in: {
    status: 401,
    title: { zh: '请先登录', en: 'Please sign in first' },
    remedy: { zh: '登录后再试', en: 'Sign in and try again' },
  },
  forbidden: {
    status: 403,
    title: { zh: '当前岗位不能办理这件事', en: 'Your present post may not do this' },
    remedy: {
      zh: '请切换到有权限的岗位，或请本部门管理员办理',
      en: 'Switch to a post that may, or ask your department’s officer',
    },
  },
  bad_input: {
    status: 400,
    title: { zh: '填写的内容有误：{place} {problem}', en: 'The input is wrong: {place} {problem}' },
    remedy: {
      zh: '请改正后重新提交，没有保存任何内容',
      en: 'Correct it and send it again; nothing was saved',
    },
  },
  password_change_first: {
    status: 403,
    title: { zh: '请先修改初始密码', en: 'Change your first password first' },
    remedy: { zh: '修改密码后即可继续', en: 'You can go on once it is changed' },
  },
  csrf: {
    status: 403,
    title: { zh: '页面已过期', en: 'This page is out of date' },
    remedy: { zh: '请刷新页面后再试', en: 'Reload the page and try again' },
  },
  too_large: {
    status: 413,
    title: { zh: '提交的内容太大', en: 'The input is too large' },
    remedy: { zh: '请分批提交', en: 'Send it in parts' },
  },
  disk_full: {
    status: 507,
    title: { zh: '平台的磁盘已满，没有保存', en: 'The platform’s disk is full; nothing was saved' },
    remedy: { zh: '请平台运维员清理磁盘后再试', en: 'Ask the operator to free disk space, then try again' },
  },
  unavailable: {
    status: 503,
    title: { zh: '平台数据库暂时连不上', en: 'The platform’s database cannot be reached' },
    remedy: {
      zh: '请稍后再试；若持续出现，请联系平台运维员',
      en: 'Try again shortly; if it persists, tell the operator',
    },
  },
  ambiguous: {
    status: 409,
    title: { zh: '已有相同的内容', en: 'The same thing exists already' },
    remedy: { zh: '请核对后再提交', en: 'Check it and send it again' },
  },
});

/** A start-up or configuration fault: one sentence that says what to do; printed without a stack. */
export class StartProblem extends Error {
  override name = 'StartProblem';
}
