/** What a data item means, and how alike two meanings are. Words go in, a figure comes out: nothing is asked of anybody. */

/** Words of a library that mean the same, and the words of a text. */
export interface Language {
  /** The name that counts for an item of this name. */
  canonical: (name: string) => string;
  /** The words of a text in its order, as a reader would cut it. */
  cut: (text: string) => string[];
}

export type Subject = 'person' | 'legal' | 'other';

/** How the values of a column look. */
export interface Shape {
  /** Share of rows without a value, 0 to 1. */
  empty: number;
  /** Share of different values among those there are, 0 to 1. */
  distinct: number;
  /** Shortest and longest value, in characters. */
  shortest: number;
  longest: number;
  /** Patterns of values and their shares, the most frequent first: 9 a digit, a a letter, 汉 a Han character. */
  patterns: { pattern: string; share: number }[];
}

export interface Described {
  name: string;
  element: string;
  codeTable: string;
  type: string;
  shape: Shape | null;
  subject: Subject;
  /** Words of what its entry is about. */
  topic: readonly string[];
}

/** Names that say what kind of thing is held, not of what: their meaning is that of the entry. */
const GENERIC = new Set(
  (
    '编号 编码 代码 号码 号 序号 名称 名字 名 日期 时间 年月 年度 年份 状态 类型 类别 种类 分类 性质 金额 费用 等级 级别 结果 结论 意见 ' +
    '内容 原因 理由 机关 机构 单位 部门 数量 数目 总数 面积 地点 位置 方式 用途 范围 期限 标准 标志 依据 事由 情况 情形 描述 备注 说明 ' +
    '有效期 开始 结束 起始 截止 起 止 开始日期 结束日期 开始时间 结束时间 更新时间 登记日期 登记机关 发证日期 发证机关 办理日期 证书编号 证书名称 证件编号'
  ).split(' '),
);
/** Words of a title that say nothing of what the entry is about. */
const EMPTY_WORDS = new Set(
  '信息 数据 情况 名单 名录 目录 台账 清单 记录 基本 基础 基本信息 汇总 明细 管理 相关 有关 本市 全市 全县 全区 市 县 区 省 的 和 与 及 库 表'.split(
    ' ',
  ),
);
/** Ends of a name that add nothing: 性别代码 is 性别. */
const TAILS = /(?:信息|情况|代码|编码|名称|描述|说明|中文名)$/u;
/** Whose value it is: another's is another item. */
const ROLES =
  /^(?:申请人|户主|配偶|父亲|母亲|监护人|法定代表人|法人代表|负责人|联系人|经办人|受益人|被保险人|投保人|权利人|义务人|共有人|当事人|患者|学生|家长|死者|新生儿|男方|女方|买方|卖方|出租人|承租人|收养人|被收养人|代理人|委托人|被执行人|申报人|单位|企业|公司|机构|学校|医院)/u;

export const topicOf = (title: string, language: Language): string[] => [
  ...new Set(
    language
      .cut(title)
      .map(word => language.canonical(word))
      .filter(word => !EMPTY_WORDS.has(word) && word.trim() !== ''),
  ),
];

const bare = (name: string): string => {
  const without = name.replace(/[\s（(【[].*[）)】\]]\s*$/u, '').trim();
  const cut = without.replace(TAILS, '');
  return cut.length >= 2 ? cut : without;
};

interface Meaning {
  /** The whole name as it counts. */
  name: string;
  /** Whose it is, when not that of the entry's own subject. */
  role: string;
  words: string[];
  generic: boolean;
}

export function meaningOf(item: Pick<Described, 'name'>, language: Language): Meaning {
  const whole = language.canonical(item.name);
  const role = ROLES.exec(whole)?.[0] ?? '';
  const rest = whole.length > role.length ? whole.slice(role.length) : whole;
  const name = language.canonical(bare(language.canonical(rest)));
  const words = [...new Set(language.cut(name).map(word => language.canonical(word)))];
  return {
    name,
    role: rest === whole ? '' : role,
    words,
    generic: GENERIC.has(name) || words.every(word => GENERIC.has(word)),
  };
}

/** Words under which an item is filed, so that those worth comparing are found without comparing all. */
export function filedUnder(item: Described, language: Language): string[] {
  const { name, words } = meaningOf(item, language);
  return [...new Set([name, ...words, ...bigrams(name)])];
}

const bigrams = (text: string): string[] =>
  text.length < 2 ? [text] : Array.from({ length: text.length - 1 }, (_, at) => text.slice(at, at + 2));

const dice = (one: readonly string[], other: readonly string[]): number => {
  if (one.length === 0 || other.length === 0) return 0;
  const known = new Set(one);
  const both = new Set(other.filter(word => known.has(word))).size;
  return (2 * both) / (known.size + new Set(other).size);
};

const CLASSES: Readonly<Record<string, string>> = {
  bigint: 'number',
  numeric: 'number',
  double: 'number',
  timestamp: 'date',
};
const classOf = (type: string): string => CLASSES[type] ?? type;

/** How alike the values of two columns look, 0 to 1. */
export function shapesAlike(one: Shape, other: Shape): number {
  const shares = new Map(one.patterns.map(({ pattern, share }) => [pattern, share]));
  const overlap = other.patterns.reduce(
    (sum, { pattern, share }) => sum + Math.min(share, shares.get(pattern) ?? 0),
    0,
  );
  const lengths =
    1 -
    Math.min(
      1,
      (Math.abs(one.longest - other.longest) + Math.abs(one.shortest - other.shortest)) /
        Math.max(8, one.longest, other.longest),
    );
  const distinct = 1 - Math.min(1, Math.abs(one.distinct - other.distinct));
  return 0.6 * overlap + 0.25 * lengths + 0.15 * distinct;
}

export interface Likeness {
  /** 0 to 1; from `ALIKE` on the two are shown as one. */
  score: number;
  /** What speaks for it, in the page's words. */
  evidence: Evidence[];
}
export type Evidence = 'element' | 'name' | 'synonym' | 'words' | 'topic' | 'code_table' | 'shape';

/** From here on two items are taken for one: the figure at which the planted pairs of the bench are told apart best. */
export const ALIKE = 0.6;

/** How much two items of different entries look like one and the same. */
export function likeness(one: Described, other: Described, language: Language): Likeness {
  const evidence: Evidence[] = [];
  const [a, b] = [meaningOf(one, language), meaningOf(other, language)];
  const sameElement = one.element !== '' && one.element === other.element;
  const otherElement = one.element !== '' && other.element !== '' && one.element !== other.element;
  const topics = dice(one.topic, other.topic);
  let score: number;
  if (a.name === b.name) {
    evidence.push(one.name === other.name ? 'name' : 'synonym');
    score = a.generic ? 0.25 + 0.65 * topics : 0.85;
    if (a.generic && topics > 0.5) evidence.push('topic');
  } else {
    const words = dice(a.words, b.words);
    const letters = dice(bigrams(a.name), bigrams(b.name));
    score = 0.75 * Math.max(words, letters);
    // A bare generic name means what its entry is about: 登记日期 of marriages is 结婚登记日期 elsewhere.
    const filled = dice(
      a.generic ? [...a.words, ...one.topic] : a.words,
      b.generic ? [...b.words, ...other.topic] : b.words,
    );
    if (a.generic !== b.generic && filled > words) score = Math.max(score, 0.8 * filled);
    if (score > 0.3) evidence.push('words');
  }
  if (sameElement) {
    evidence.push('element');
    score = Math.max(score, 0.9);
  } else if (otherElement) score -= 0.5;
  if (one.codeTable !== '' && other.codeTable !== '') {
    if (one.codeTable === other.codeTable) {
      evidence.push('code_table');
      score += 0.2;
    } else score -= 0.25;
  }
  if (classOf(one.type) !== classOf(other.type)) score -= 0.2;
  if (one.shape && other.shape) {
    const alike = shapesAlike(one.shape, other.shape);
    if (alike > 0.7) evidence.push('shape');
    score += 0.5 * (alike - 0.6);
  }
  if (a.role !== b.role) score -= 0.5;
  if (one.subject !== other.subject) score -= 0.3;
  return { score: Math.max(0, Math.min(1, score)), evidence };
}

/** Items by which records are joined, not what is collected: every entry about persons has the number and the name. */
export const JOINS: ReadonlySet<string> = new Set([
  '公民身份号码',
  '姓名',
  '统一社会信用代码',
  '名称',
  '单位名称',
  '企业名称',
  '机构名称',
]);
