/** Words from which names of data items are made in offices, by what they do in a name. */

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** What was done, or which paper it is: not of what. */
export const ACTS = set(
  '登记 注册 发证 签发 颁发 核发 发放 决定 决定书 作出 核准 批准 审批 审核 认定 许可 公示 公布 公告 备案 申请 申报 受理 办理 办结 处理 ' +
    '参保 缴费 缴存 享受 停发 有效 有效期 证 账户 合同 协议 项目 业务 开放 检验 检查 结算 补助 津贴 贷款 履行 履职 缴纳 征收 ' +
    '支付 列入 移出 基数 余额 站点 代理 能力 资格 签订 成交 开始 结束 发生 更新 录入 变更 注销 撤销 吊销 生效 失效 初次 首次 最近 年度 罚款 ' +
    '文书 档案 诊断 产品 服务 设备 工程 建设 批 期 次 文号 案 案件 标的 行为 主要 总 用途 性质 来源 原因 内容 结果 结论 意见 范围 名 名称 ' +
    '行政 保险 保障 救助 事项 管理 保护',
);
/** Words that add nothing to what is meant. */
export const EMPTY = set(
  '信息 数据 情况 名单 名录 目录 台账 清单 记录 基本 基础 基本信息 汇总 明细 相关 有关 本市 全市 全县 全区 市 县 区 省 的 和 与 及 库 表 ' +
    '所属 所在 实时 全部 个人 单位 机构 企业 公司 组织 本人 人员 公民 居民 自然人 对象 人 者 详细 实际 具体 现 地 受 从事 最高 当前 目前 ' +
    '国民经济 中文',
);
/** Words of a title that entries about quite different things share. */
export const COMMON = set('经营 执业 生产 平台 城乡 公共 社会 市场 主体');
/** Names that mean what their entry is about, although the library has them or they say more than a form. */
export const CONTEXTUAL = set(
  '登记日期 登记机关 登记状态 发证日期 发证机关 证照编号 证照名称 有效期起 有效期止 办理日期 备注 更新时间 详细地址 参保状态 参保险种 ' +
    '缴费基数 缴费年月 处罚日期 罚款金额 学校名称 补贴金额 补贴标准 监测时间 监测值',
);

/** Makes another value of the same thing: 实缴 is not 注册. */
export const TELLING =
  /实缴|实收|实际缴|认缴|计划|拟|预计|应缴|欠|累计|平均|最大|最高|最低|警戒|新增|上年|剩余/u;

/** Whose value it is, when he is not the subject of the entry: his is another item. */
export const ROLE = new RegExp(
  [
    '法定代表人(?:（负责人）)?|法人代表|法人(?=电话|手机|身份|证件|联系)|(?<!质量|安全|生产|技术|财务|项目)负责人|(?:质量|安全|安全生产|技术|财务|项目)负责人',
    '联系人|经办人|代理人|委托人|受益人|被保险人|投保人|共有人|出租人|买方|卖方|收养人|被收养人|股东|(?:医师|医生)(?=姓名)',
    '监护人|赡养人|抚养人|户主|配偶|父亲|母亲|生父|生母|家长|丈夫|妻子|男方|女方|产妇',
    '(?:施工|监理|设计|勘察|主管|代理|承办)(?:单位|企业|机构|部门|公司)',
  ].join('|'),
  'u',
);
/** Short forms that no library could have: 法人 alone is the organisation. */
export const ROLE_NAMES: Readonly<Record<string, string>> = { 法人: '法定代表人' };
/** Whom an entry is about, in whatever words: a value of theirs is the item's. */
export const SUBJECT =
  /^(?:[^的]{1,5}[人者户方员]|[^的]{0,6}(?:人员|对象|单位|企业|公司|机构|组织|市场主体|军人|人口)|学生|患者|新生儿|职工|毕业生|教师|医师|所属|所在|现|本人)$/u;

/** What a bare name means of a person and of an organisation: each has one number, name, address and account of its own. */
export const OF_SUBJECT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  person: { 证件号码: '公民身份号码', 详细地址: '居住地址', 国家或地区: '国籍' },
  legal: { 详细地址: '住所', 名称: '法人单位名称', 账号: '银行账号' },
};

/** What kind of value a name says it is, by how it ends. */
export const FORMS: readonly (readonly [form: string, ends: RegExp])[] = [
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
/** Ends of a form that say the same, so that one synonym of the library serves for all: 设立时间 is found by 设立日期. */
export const ENDS: Readonly<Record<string, readonly string[]>> = {
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
/** In what the value is given: 性别代码 and 性别名称 are 性别. */
export const GIVEN_IN = /(?<=..)(?:名称|代码|信息|描述|说明|中文名)$/u;
/** Of a period, which end. */
export const EDGES: readonly (readonly ['start' | 'end', RegExp])[] = [
  ['start', /(?:起始|开始|起|自)$/u],
  ['end', /(?:截止期|截止|终止|结束|届满|到期|止|至)$/u],
];
/** A certificate, by whatever word. */
export const PAPER = /^(?:证照|证书|许可证|执照|证明|登记证|资格证|证)$/u;
/** A remark behind a name: 注册资本（万元）. */
export const REMARK = /[\s（(【[][^（(【[]*[）)】\]]\s*$/u;
