/**
 * The law as data: which questions a jurisdiction's documents answer, and in which shape. A rule's kind says how two
 * texts on one question are weighed, so that nobody writes one `Math.min` for all of them. A new question is one line
 * in `RULES`; its answers are lines in `profiles/*.json`.
 */

/** From the highest text to the lowest. 地方性法规 is `local_regulation`; a notice of a city's office is `local_rule`. */
export const BASIS_RANKS = [
  'law',
  'regulation',
  'state_council',
  'national_policy',
  'local_regulation',
  'local_rule',
  'other',
] as const;
export type BasisRank = (typeof BASIS_RANKS)[number];

export const RULE_STATUSES = ['in_force', 'trial', 'draft'] as const;
export type RuleStatus = (typeof RULE_STATUSES)[number];

/** National base, a region's own document, or the platform's own choice where no document speaks. */
export const RULE_LEVELS = ['national', 'local', 'default'] as const;
export type RuleLevel = (typeof RULE_LEVELS)[number];

/** Who lets a consumer use an unconditional entry. */
export const UNCONDITIONAL_PATHS = ['platform_authorises', 'standing_consent', 'provider_answers'] as const;
export type UnconditionalPath = (typeof UNCONDITIONAL_PATHS)[number];

/** The grounds on which an answer may be "no". Missing material is none of them: it is a supplement (N809 21). */
export const REFUSAL_CATEGORIES = ['condition_not_met', 'law_forbids', 'not_held_here', 'other'] as const;
export type RefusalCategory = (typeof REFUSAL_CATEGORIES)[number];

/** What a rule of each kind says. */
export interface RuleValues {
  /** Working days; null where the text names no number (及时). */
  deadline: { days: number | null };
  retention: { months: number };
  /** The texts that may carry it. */
  basis_rank: { ranks: BasisRank[] };
  set: { values: string[] };
  path: { path: UnconditionalPath };
  actor: { actor: 'sharing_head' | 'department_head' | 'authority' | 'platform' };
  /** `ranks` is empty where reasons alone suffice. */
  refusal: { categories: RefusalCategory[]; ranks: BasisRank[] };
  /** Steps in their order. */
  steps: { steps: string[] };
  /** A duty or a ban: where any level states it, it holds. */
  duty: { required: true };
}
export type RuleKind = keyof RuleValues;

/**
 * How texts of one kind are weighed: `shorter`, `longer` and `higher` take the strictest of all levels; `union` adds
 * them up; `nearest` knows no order: the region's own text acts and the others are shown beside it.
 */
export const KIND_ORDER = {
  deadline: 'shorter',
  retention: 'longer',
  basis_rank: 'higher',
  set: 'union',
  path: 'nearest',
  actor: 'nearest',
  refusal: 'nearest',
  steps: 'nearest',
  duty: 'nearest',
} as const satisfies Record<RuleKind, string>;
export type RuleOrder = (typeof KIND_ORDER)[RuleKind];

interface RuleDeclaration {
  kind: RuleKind;
  zh: string;
  en: string;
}

/** Every question that the platform asks of the law. */
export const RULES = {
  'share.basis_rank.conditional': {
    kind: 'basis_rank',
    zh: '列入有条件共享的依据',
    en: 'What may carry a conditional share type',
  },
  'share.basis_rank.withheld': {
    kind: 'basis_rank',
    zh: '列入不予共享的依据',
    en: 'What may carry a withheld share type',
  },
  'share.conditions_listed': {
    kind: 'set',
    zh: '有条件共享须列明的内容',
    en: 'What a conditional entry must list',
  },
  'share.unconditional.path': {
    kind: 'path',
    zh: '无条件共享如何取得',
    en: 'How an unconditional entry is obtained',
  },
  'share.no_added_conditions': {
    kind: 'duty',
    zh: '不得擅自增设条件',
    en: 'No conditions beyond those listed',
  },
  'answer.unconditional.days': {
    kind: 'deadline',
    zh: '无条件共享申请的答复期限',
    en: 'Answer to an unconditional application',
  },
  'answer.conditional.days': {
    kind: 'deadline',
    zh: '有条件共享申请的答复期限',
    en: 'Answer to a conditional application',
  },
  'answer.extension.days': {
    kind: 'deadline',
    zh: '延长答复的最长期限',
    en: 'Longest extension of an answer',
  },
  'answer.extension.consent': { kind: 'actor', zh: '延长答复由谁同意', en: 'Who consents to an extension' },
  'answer.refusal': { kind: 'refusal', zh: '不同意共享的理由和依据', en: 'Grounds for refusing' },
  'answer.provider_consent': { kind: 'actor', zh: '答复前由谁签批', en: 'Who signs an answer' },
  'application.consumer_consent': { kind: 'actor', zh: '申请前由谁签批', en: 'Who signs an application' },
  'application.contents': { kind: 'set', zh: '申请须写明的内容', en: 'What an application states' },
  'supplement.once': { kind: 'duty', zh: '一次性告知补正', en: 'Missing material is told once' },
  'supply.days': { kind: 'deadline', zh: '同意后共享数据的期限', en: 'Supply after consent' },
  'supply.authorises_platform': {
    kind: 'duty',
    zh: '同意即授权平台提供',
    en: 'Consent authorises the platform to supply',
  },
  'blanket.days': { kind: 'deadline', zh: '整体授权、代理授权的期限', en: 'Blanket or proxy authorisation' },
  green_channel: { kind: 'duty', zh: '应急绿色通道', en: 'Green channel in emergencies' },
  'dispute.steps': { kind: 'steps', zh: '争议处理', en: 'Dispute' },
  'catalog.update.days': { kind: 'deadline', zh: '目录更新期限', en: 'Update of the catalog' },
  'catalog.update.extension.days': {
    kind: 'deadline',
    zh: '目录更新最长延长期限',
    en: 'Longest extension of a catalog update',
  },
  'catalog.review.days': {
    kind: 'deadline',
    zh: '目录更新的审核发布期限',
    en: 'Review and publication of an updated catalog',
  },
  'catalog.reviewer': { kind: 'actor', zh: '目录由谁审核', en: 'Who reviews the catalog' },
  'catalog.assessments': { kind: 'set', zh: '编目前的评估', en: 'Assessments before submission' },
  'catalog.head_signs': { kind: 'actor', zh: '目录由谁签批', en: 'Who signs a catalog entry' },
  scenarios: { kind: 'set', zh: '应用场景', en: 'Scenarios of use' },
  'objection.days': { kind: 'deadline', zh: '数据校核期限', en: 'Answer to an objection' },
  'retention.log.months': { kind: 'retention', zh: '日志保存期限', en: 'Retention of logs' },
  'retention.use_records.months': {
    kind: 'retention',
    zh: '使用记录保存期限',
    en: 'Retention of records of use',
  },
  'grant.term_mandatory': { kind: 'duty', zh: '使用时限必填', en: 'A term of use is mandatory' },
  'grant.purpose_limit': {
    kind: 'duty',
    zh: '不得超范围使用、转给第三方',
    en: 'No other purpose, no third party',
  },
  'revoke.consult_and_file': { kind: 'duty', zh: '终止前协商并备案', en: 'Consult and file before ending' },
  'misuse.suspend': { kind: 'duty', zh: '违规使用暂停权限', en: 'Misuse suspends the grant' },
  'identifiers.person_and_legal': {
    kind: 'set',
    zh: '自然人和法人的标识',
    en: 'Identifiers of persons and legal persons',
  },
  'log.daily': { kind: 'duty', zh: '提供和获取数据记日志', en: 'Data provided and obtained is logged' },
  no_secrets: { kind: 'duty', zh: '不得含国家秘密、工作秘密', en: 'No state or work secrets' },
  'search.without_sign_in': {
    kind: 'duty',
    zh: '不需登录查阅目录',
    en: 'The catalog is searched without sign-in',
  },
  duplicate_collection: { kind: 'duty', zh: '不得重复采集', en: 'No duplicate collection' },
} as const satisfies Record<string, RuleDeclaration>;

export type RuleId = keyof typeof RULES;
export type KindOf<K extends RuleId> = (typeof RULES)[K]['kind'];
export type ValueOf<K extends RuleId> = RuleValues[KindOf<K>];

export const RULE_IDS = Object.keys(RULES) as RuleId[];

/** Where a rule is written: the quotation is found, once, inside the named article. */
export interface Clause {
  document: string;
  title: string;
  article: string;
  quotation: string;
}

export interface Rule<K extends RuleId = RuleId> {
  id: K;
  kind: KindOf<K>;
  value: ValueOf<K>;
  clause: Clause;
  status: RuleStatus;
  /** Civil dates, both included; absent means that the text names none. */
  from?: string;
  until?: string;
  /** The text says 原则上: the authority may decide otherwise with recorded reasons. */
  inPrinciple?: boolean;
  note?: string;
  /** The platform's reading or choice, not the words of the text. */
  ours?: true;
}

/** Words for the members of sets that code checks by key. */
export const SET_WORDS: Readonly<Record<string, { zh: string; en: string }>> = {
  ground: { zh: '使用依据', en: 'ground' },
  scenario: { zh: '使用场景', en: 'scenario' },
  scope: { zh: '使用范围', en: 'scope' },
  purpose: { zh: '使用用途', en: 'purpose' },
  mode: { zh: '共享方式', en: 'mode' },
  term: { zh: '使用时限', en: 'term' },
  items: { zh: '数据项', en: 'data items' },
  conditions: { zh: '共享条件', en: 'share conditions' },
  secrecy: { zh: '保密风险评估', en: 'secrecy assessment' },
  personal_information: { zh: '个人信息保护影响评估', en: 'personal information impact assessment' },
  citizen_id: { zh: '公民身份号码', en: 'citizen identity number' },
  credit_code: { zh: '统一社会信用代码', en: 'unified social credit code' },
};
