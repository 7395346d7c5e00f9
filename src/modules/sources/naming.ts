/** Takes the name of a data item apart: whose value it is, of what, and in which form. By the rules of office Chinese. */

/** Words of a library that mean the same, and the words of a text. */
export interface Language {
  /** The name that counts for an item of this name. */
  canonical: (name: string) => string;
  /** Whether the library has the name, under whatever synonym. */
  known: (name: string) => boolean;
  /** The name of a standard element; '' for a code that nobody knows. */
  elementName: (code: string) => string;
  /** The words of a text in its order, as a reader would cut it. */
  cut: (text: string) => string[];
}

export type Subject = 'person' | 'legal' | 'other';

/** A part of a name and how much it tells of what is meant, 0 to 1. */
export interface Part {
  word: string;
  weight: number;
  /** A word for what was done or for a paper, which says nothing of what it is about. */
  act: boolean;
}

export interface Naming {
  /** The whole name as it counts, without whose it is. */
  name: string;
  /** Whose it is, when not that of the entry's own subject. */
  role: string;
  /** What kind of thing the name ends in: `date`, `number`; '' when it does not say. */
  form: string;
  /** A name or a code for the value, where the item says which. */
  given: 'name' | 'code' | '';
  /** Of a period, its beginning or its end. */
  edge: 'start' | 'end' | '';
  parts: Part[];
  /** Nothing in the name says of what it is: its meaning is that of the entry. */
  generic: boolean;
  /** One of those names of the library that mean what their entry is about. */
  contextual: boolean;
}

/** Words that say what was done or which paper it is, not of what. */
const ACTS = new Set(
  (
    '登记 注册 发证 签发 颁发 核发 发放 决定 决定书 作出 核准 批准 审批 审核 认定 许可 公示 公布 公告 备案 申请 申报 受理 办理 办结 处理 ' +
    '参保 缴费 缴存 享受 停发 有效 有效期 证书 证照 证明 许可证 证件 证 账户 合同 协议 项目 业务 开放 监测 检验 检查 结算 补贴 ' +
    '补助 津贴 贷款 履行 履职 缴纳 征收 支付 列入 移出 作出决定 基数 余额 站点 代理 能力 资格 签订 成交 开始 结束 ' +
    '发生 更新 录入 变更 注销 撤销 吊销 生效 失效 初次 首次 最近 年度 罚款 文书 档案 诊断 产品 服务 设备 工程 建设 批 期 次 文号 案 案件 ' +
    '标的 行为 主要 总 用途 性质 来源 原因 内容 结果 结论 意见 范围 名 名称 行政 保险 保障 救助 许可事项 事项 管理 保护'
  ).split(' '),
);
/** Names of the library that mean what their entry is about. */
const CONTEXTUAL = new Set(
  (
    '登记日期 登记机关 登记状态 发证日期 发证机关 证照编号 证照名称 有效期起 有效期止 办理日期 备注 更新时间 详细地址 参保状态 参保险种 缴费基数 ' +
    '缴费年月 处罚日期 罚款金额 学校名称'
  ).split(' '),
);
/** Words that add nothing to what is meant. */
const EMPTY = new Set(
  (
    '信息 数据 情况 名单 名录 目录 台账 清单 记录 基本 基础 基本信息 汇总 明细 相关 有关 本市 全市 全县 全区 市 县 区 省 的 和 与 及 库 表 ' +
    '所属 所在 实时 全部 个人 单位 机构 企业 公司 组织 本人 人员 公民 居民 自然人 对象 人 者 详细 实际 具体 现 地 受 从事 最高 当前 目前 国民经济 中文'
  ).split(' '),
);
/** Words that make another value of the same thing: 实缴 is not 注册. */
const TELLING = /实缴|实收|实际缴|认缴|计划|拟|预计|应缴|欠|累计|平均|最大|最高|最低|警戒|新增|上年|剩余/u;

const ROLE =
  /(?:法定代表人(?:（负责人）)?|法人代表|法人(?=电话|手机|身份|证件|联系)|(?<!质量|安全|生产|技术|财务|项目)负责人|联系人|经办人|监护人|赡养人|抚养人|户主|配偶|父亲|母亲|生父|生母|家长|丈夫|妻子|男方|女方|产妇|代理人|委托人|受益人|被保险人|投保人|共有人|出租人|买方|卖方|收养人|被收养人|(?:医师|医生)(?=姓名)|股东|(?:质量|安全|安全生产|技术|财务|项目)负责人|(?:施工|监理|设计|勘察|主管|代理|承办)(?:单位|企业|机构|部门|公司))/u;
/** In which canonical names would mislead: any 负责人 counts as 法定代表人 there. */
const ROLE_NAMES: Readonly<Record<string, string>> = { 法人: '法定代表人' };
/** Words for whom an entry is about, whoever has no role of his own: a value of theirs is the item's. */
const SUBJECT =
  /^(?:[^的]{1,5}[人者户方员]|[^的]{0,6}(?:人员|对象|单位|企业|公司|机构|组织|市场主体|军人|人口)|学生|患者|新生儿|职工|毕业生|教师|医师|所属|所在|现|本人)$/u;

const FORMS: readonly (readonly [form: string, ends: RegExp])[] = [
  ['date', /(?:日期时间|年月日|日期|时间|年月)$/u],
  ['number', /(?:流水号|编号|编码|号码|账号|账户|字号|文号|号)$/u],
  ['count', /(?:人数|数量|数目|个数|次数|总数|(?<!基|指|岁)数|量)$/u],
  ['amount', /(?:金额|数额|总额|额度|价格|价款|费用|额|价|费)$/u],
  ['organ', /(?:机关|机构|部门|单位|处|局)$/u],
  ['kind', /(?:类型|类别|种类|分类|品种|类)$/u],
  ['grade', /(?:等级|级别|程度)$/u],
  ['state', /(?:状态|状况|情况|情形)$/u],
  ['place', /(?:所在)?(?:详细地址|地址|地点|位置|所在地|坐落|详址|场所)$/u],
  ['area', /面积$/u],
  ['term', /(?:期限|年限|年期)$/u],
  ['text', /(?:内容|描述|说明)$/u],
  ['reason', /(?:原因|事由|理由|缘由)$/u],
  ['result', /(?:结果|结论|意见)$/u],
  ['range', /范围$/u],
];
/** Which the same value is given in: a name or a code for it. */
const REPRESENTATION = /(?<=..)(?:名称|代码|信息|描述|说明|中文名)$/u;
const EDGES: readonly (readonly ['start' | 'end', RegExp])[] = [
  ['start', /(?:起始|开始|起|自)$/u],
  ['end', /(?:截止期|截止|终止|结束|届满|到期|止|至)$/u],
];
/** A certificate, by whatever word. */
const PAPER = /^(?:证照|证书|许可证|执照|证明|登记证|资格证|证)$/u;
const REMARK = /[\s（(【[][^（(【[]*[）)】\]]\s*$/u;

/** The words of a text as they count, without those that add nothing. Words of four signs are nearly always two and two. */
const wordsOf = (text: string, { canonical, known, cut }: Language): string[] => [
  ...new Set(
    cut(text)
      .flatMap(word => (/^\p{Script=Han}{4}$/u.test(word) && !known(word) ? [word.slice(0, 2), word.slice(2)] : [word]))
      .map(word => (PAPER.test(word) ? '证' : canonical(word)))
      .filter(word => !EMPTY.has(word)),
  ),
];

/** What an entry is about, by its title. */
export const topicOf = (title: string, language: Language): string[] => wordsOf(title, language);

/** How much of a word a text says, 0 to 1: short forms keep signs of the long one (文保 for 文物保护). */
export function saidBy(word: string, text: string): number {
  if (text.includes(word)) return 1;
  const signs = [...word];
  if (signs.length === 1) return 0;
  const there = signs.filter(sign => text.includes(sign)).length / signs.length;
  if (there === 1) return 0.9;
  let longest = 0;
  for (let from = 0; from < signs.length; from += 1)
    for (let to = from + longest + 1; to <= signs.length && text.includes(word.slice(from, to)); to += 1) longest = to - from;
  return Math.max(there ** 2, longest > 1 ? longest / signs.length : 0);
}

/** Ends that say the same of a thing, so that one synonym in the library serves for all: 设立时间 is found by 设立日期. */
const ENDS: Readonly<Record<string, readonly string[]>> = {
  date: ['日期', '时间'],
  number: ['编号', '号码', '号', '证号'],
  kind: ['类型', '类别', '种类', '代码'],
  organ: ['机关', '单位', '机构', '部门'],
  amount: ['金额', '额'],
  grade: ['等级', '级别'],
  state: ['状态', '状况'],
  place: ['地址', '地点'],
  count: ['人数', '数量'],
};

/** The stem of a name and what it ends in. */
function endOf(name: string): { stem: string; form: string } {
  const short = name.replace(REPRESENTATION, '');
  const shown = short.length >= 2 ? short : name;
  const told = FORMS.find(([, ends]) => ends.test(shown));
  return told ? { stem: shown.replace(told[1], ''), form: told[0] } : { stem: shown, form: '' };
}

/** The name that the library has for this one or for another spelling of its end; undefined where it has none. */
function libraryName(name: string, { canonical, known }: Language): string | undefined {
  if (known(name)) return canonical(name);
  const { stem, form } = endOf(name);
  if (stem.length < 2) return undefined;
  const spelled = [...(ENDS[form] ?? []).map(end => stem + end), ...(form === '' ? [stem] : [])].find(known);
  return spelled === undefined ? undefined : canonical(spelled);
}

/** What a bare name means of a person and of an organisation: each has one name, number and address of its own. */
const OF_SUBJECT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  person: { 证件号码: '公民身份号码', 详细地址: '居住地址' },
  legal: { 详细地址: '住所', 名称: '法人单位名称' },
};

/** The name without whose it is when that is the entry's own subject, by the library's name where it has one. */
function ownName(text: string, topic: string, subject: Subject, language: Language): string {
  for (let from = 0; from <= text.length - 2; from += 1) {
    const head = text.slice(0, from);
    if (head !== '' && !SUBJECT.test(head) && saidBy(head, topic) < 0.9) continue;
    const name = libraryName(text.slice(from), language);
    // An organisation in an entry about something else is not its subject.
    if (name !== undefined && (from === 0 || subject === 'legal' || name !== '法人单位名称')) return name;
  }
  const head = text.replace(/名称$/u, '');
  return head !== text && head !== '' && (SUBJECT.test(head) || saidBy(head, topic) >= 0.9) ? '名称' : text;
}

export function namingOf(item: { name: string; subject: Subject }, topic: readonly string[], language: Language): Naming {
  const { canonical, known } = language;
  const about = topic.join(' ');
  let text = canonical(item.name);
  text = canonical(text.replace(REMARK, '').trim() || text);
  const found = ROLE.exec(text);
  let role = '';
  if (found && saidBy(found[0], about) < 1) {
    role = ROLE_NAMES[found[0]] ?? canonical(found[0]);
    text = text.slice(found.index + found[0].length).replace(/^(?:名称|姓名|名字)?$/u, '姓名');
  }
  const own = ownName(text, about, item.subject, language);
  const name = OF_SUBJECT[role === '' ? item.subject : 'person']?.[own] ?? own;
  const { stem, form } = endOf(name);
  const at = EDGES.find(([, ends]) => ends.test(stem));
  const parts = wordsOf(at ? stem.replace(at[1], '') : stem, language)
    .map((word): Part => {
      const act = ACTS.has(word);
      return { word, act, weight: SUBJECT.test(word) ? 0.2 : act || saidBy(word, about) >= 0.9 ? 0.3 : 1 };
    });
  return {
    name,
    role,
    form: form || (at ? 'date' : ''),
    given: /名称$/u.test(name) ? 'name' : /代码$/u.test(name) ? 'code' : '',
    edge: at?.[0] ?? '',
    parts,
    contextual: CONTEXTUAL.has(name),
    generic: CONTEXTUAL.has(name) || !(known(name) || parts.some(part => part.weight === 1)),
  };
}

export const tellingOf = (name: string): string => TELLING.exec(name)?.[0] ?? '';
/** Words of a title that entries about quite different things share. */
const COMMON = new Set('经营 执业 生产 企业 单位 人员 对象 平台 城乡 公共 社会 市场 主体'.split(' '));
export const tellsTopic = (word: string): boolean => word.length > 1 && !ACTS.has(word) && !COMMON.has(word);
