/**
 * The law as data: which questions a jurisdiction's documents answer, and in which shape. A rule's kind says how two
 * texts on one question are weighed, so that nobody writes one `Math.min` for all of them.
 */
import { RULES } from './profileRules.ts';

export { RULES } from './profileRules.ts';

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
  actor: { actor: 'sharing_head' | 'department_head' | 'authority' };
  /** `ranks` is empty where reasons alone suffice. */
  refusal: { categories: RefusalCategory[]; ranks: BasisRank[] };
  /** Steps in their order, in both languages. */
  steps: { steps: string[]; stepsEn: string[] };
  /** A duty or a ban: where any level states it, it holds. */
  duty: { required: true };
  /** At least so many of a hundred; `by` is the civil date that the text sets itself. */
  percentage: { percent: number; by?: string };
  /** What the text says in a sentence, where the platform shows it and a person acts by it. */
  statement: { text: string; textEn: string };
}
export type RuleKind = keyof RuleValues;

/**
 * How texts of one kind are weighed: `shorter`, `longer`, `larger` and `higher` take the strictest of all levels;
 * `union` adds them up; `nearest` knows no order: the region's own text acts and the others are shown beside it.
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
  percentage: 'larger',
  statement: 'nearest',
} as const satisfies Record<RuleKind, string>;

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
  catalog: { zh: '目录', en: 'catalog' },
  supply_demand: { zh: '供需对接清单', en: 'supply–demand list' },
  responsibility: { zh: '责任清单', en: 'list of responsibilities' },
  demand: { zh: '需求清单', en: 'list of needs' },
  negative: { zh: '负面清单', en: 'negative list' },
  database: { zh: '数据库表', en: 'database tables' },
  interface: { zh: '服务接口', en: 'interface' },
  batch: { zh: '批量交换', en: 'batch exchange' },
  file: { zh: '文件', en: 'files' },
  system: { zh: '系统对接', en: 'connection of systems' },
  front_end: { zh: '前置机共享', en: 'front-end machines' },
  administrative_decision: { zh: '辅助行政决策', en: 'support of administrative decisions' },
  duties: { zh: '支撑政府履职', en: 'support of government duties' },
  service: { zh: '服务企业群众', en: 'service to enterprises and people' },
  coverage: { zh: '数据覆盖率', en: 'coverage' },
  qualification: { zh: '数据合格率', en: 'qualification' },
  collection: { zh: '数据汇聚率', en: 'collection' },
  openness: { zh: '共享开放率', en: 'sharing and opening' },
  third_party: { zh: '第三方评估', en: 'third-party evaluation' },
  professional: { zh: '专业机构评定', en: 'assessment by professional bodies' },
  satisfaction: { zh: '群众满意度评价', en: 'satisfaction of the people' },
  written: { zh: '书面督导考核', en: 'written inspection' },
  on_site: { zh: '实地督导考核', en: 'on-site inspection' },
  use_scenario: { zh: '使用场景', en: 'scenario of use' },
  use_process: { zh: '使用过程', en: 'course of use' },
  effect: { zh: '应用成效', en: 'effect' },
  storage: { zh: '存储情况', en: 'storage' },
  destruction: { zh: '销毁情况', en: 'destruction' },
  credit_code: { zh: '统一社会信用代码', en: 'unified social credit code' },
  // Scenarios are members by the words of their texts, which forms and records repeat.
  信息核验: { zh: '信息核验', en: 'verification' },
  信息查询: { zh: '信息查询', en: 'query' },
  数据分析: { zh: '数据分析', en: 'analysis' },
  业务协同: { zh: '业务协同', en: 'joint handling' },
  行政依据: { zh: '行政依据', en: 'ground of a decision' },
  工作参考: { zh: '工作参考', en: 'reference' },
  数据校核: { zh: '数据校核', en: 'checking of data' },
};
