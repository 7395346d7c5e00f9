/**
 * What nearly every department holds about a person or an organisation, with the names that catalogs give it. Written
 * by hand, by meaning, before the detector was looked at; a row is one meaning.
 */
export interface Meaning {
  key: string;
  type: 'text' | 'bigint' | 'numeric' | 'date' | 'timestamp' | 'boolean';
  /** Names that say the meaning wherever they stand; one that ends with `*` says it only below its entry's title. */
  names: string[];
}

const meaning = (key: string, type: Meaning['type'], names: string): Meaning => ({
  key,
  type,
  names: names.split(' '),
});

/** The names may also stand behind the word for whom the entry is about: 学生姓名, 患者姓名. */
export const OF_PERSON: Meaning[] = [
  meaning('name', 'text', '姓名 人员姓名 公民姓名 中文姓名 XM'),
  meaning('id', 'text', '公民身份号码 身份证号 身份证号码 居民身份证号 证件号码 公民身份证号码 SFZH'),
  meaning('idKind', 'text', '证件类型 身份证件类型 证件种类 证件类型代码 身份证件种类'),
  meaning('sex', 'text', '性别 性别代码 性别名称 XB'),
  meaning('born', 'date', '出生日期 出生年月日 生日 出生时间 CSRQ'),
  meaning('nation', 'text', '民族 民族代码 民族名称 所属民族'),
  meaning('household', 'text', '户籍地址 户口所在地址 户籍所在地详址 户籍详细地址 户口地址'),
  meaning('living', 'text', '居住地址 现住址 现居住地址 家庭住址 常住地址 地址*'),
  meaning('mobile', 'text', '手机号码 手机号 移动电话 移动电话号码 SJHM'),
  meaning('phone', 'text', '联系电话* 本人联系电话 个人联系电话 本人电话 联系方式*'),
  meaning('education', 'text', '学历 文化程度 最高学历 学历代码 受教育程度'),
  meaning('politics', 'text', '政治面貌 政治面貌代码 政治面貌名称'),
  meaning('marital', 'text', '婚姻状况 婚姻状况代码 婚姻状态 婚否'),
  meaning('nationality', 'text', '国籍 国籍代码 国家或地区 所属国籍'),
  meaning('native', 'text', '籍贯 籍贯代码 祖籍 籍贯地'),
  meaning('health', 'text', '健康状况 健康状况代码 身体状况 健康情况'),
  meaning('employer', 'text', '工作单位 工作单位名称 就职单位 所在单位 服务处所'),
  meaning('job', 'text', '职业 职业类别 从事职业 职业代码'),
  meaning('email', 'text', '电子邮箱 电子邮件地址 邮箱 电子信箱 E-mail'),
];

export const OF_ORGANISATION: Meaning[] = [
  meaning('name', 'text', '单位名称 企业名称 公司名称 法人名称 组织名称 市场主体名称'),
  meaning(
    'uscc',
    'text',
    '统一社会信用代码 社会信用代码 信用代码 统一信用代码 企业统一社会信用代码 TYSHXYDM',
  ),
  meaning('head', 'text', '法定代表人 法定代表人姓名 法人代表 法人代表姓名 法定代表人（负责人）姓名'),
  meaning(
    'headId',
    'text',
    '法定代表人身份证号 法人代表身份证号码 法定代表人证件号码 法定代表人公民身份号码',
  ),
  meaning('headPhone', 'text', '法定代表人电话 法人代表联系电话 法定代表人联系电话 法人电话'),
  meaning('seat', 'text', '住所 注册地址 企业住所 企业注册地址 登记住所 地址*'),
  meaning('premises', 'text', '经营场所 经营地址 生产经营地址 实际经营地址 经营场所地址'),
  meaning('capital', 'numeric', '注册资本 注册资金 注册资本（万元） 注册资本金额 注册资本数额'),
  meaning('founded', 'date', '成立日期 企业成立日期 设立日期 成立时间 设立时间'),
  meaning('kind', 'text', '企业类型 企业类型代码 主体类型 市场主体类型 公司类型'),
  meaning('scope', 'text', '经营范围 经营业务范围 经营范围描述 业务范围'),
  meaning('industry', 'text', '所属行业 行业代码 行业类别 国民经济行业代码 行业名称'),
  meaning('staff', 'bigint', '从业人数 从业人员人数 职工人数 员工人数 从业人员数'),
  meaning('contact', 'text', '联系人 联系人姓名 单位联系人 经办联系人'),
  meaning('phone', 'text', '联系电话* 单位联系电话 企业联系电话 单位电话 联系方式*'),
  meaning('post', 'text', '邮政编码 邮编 注册地邮编 YZBM'),
  meaning('bank', 'text', '开户银行 开户行 开户银行名称 开户行名称'),
  meaning('account', 'text', '银行账号 开户账号 银行账户 账号 基本户账号'),
];

/** Entries of wider scope in which whatever says its meaning by itself may stand too. */
export const WIDE = {
  person: ['自然人基础信息', '常住人口基本信息', '个人公共信用信息', '重点人群服务信息'],
  legal: ['法人基础信息', '企业公共信用信息', '企业信用档案', '涉企数据归集信息'],
  other: ['城市运行综合信息', '数据资源归集信息', '基层治理一张表信息'],
};

/** Meanings that are easily taken for each other: same words, same holder, or the same property of two holders. */
export const MISTAKEN = `
person.household person.living
person.id person.idKind
person.nation person.nationality
person.nationality person.native
person.native person.household
person.marital person.health
person.employer person.job
person.mobile person.email
person.education person.politics
person.education graduate.degree
person.name birth.mother
person.name pupil.guardian
person.name patient.doctor
person.name disabled.guardian
person.name elderly.caregiver
person.mobile pupil.guardianPhone
person.phone pupil.guardianPhone
person.id disabled.number
person.id floating.number
person.id driver.number
person.id patient.bed
person.born death.date
person.born pupil.entered
person.born marriage.date
person.living rental.address
person.name org.head
person.name org.contact
person.name org.name
person.name vehicle.owner
person.id org.headId
person.id org.uscc
person.mobile org.headPhone
person.phone org.phone
person.phone org.headPhone
person.living org.seat
person.living org.premises
person.household org.seat
person.idKind org.kind
person.employer org.name
person.employer insured.number
person.job org.industry
person.born org.founded
org.head org.headId
org.head org.headPhone
org.head org.contact
org.headId org.uscc
org.headPhone org.phone
org.seat org.premises
org.seat org.post
org.kind org.industry
org.scope org.industry
org.scope food.items
org.name org.head
org.name org.kind
org.name build.builder
org.name bid.winner
org.name charity.lead
org.bank org.account
org.capital registry.paid
org.capital registry.stake
org.founded registry.approved
org.founded registry.cancelled
org.uscc registry.license
org.uscc food.number
org.staff insured.count
org.head drug.pharmacist
org.head safety.officer
registry.revoked registry.cancelled
abnormal.put abnormal.out
build.start build.done
build.builder build.supervisor
rental.start rental.end
marriage.man marriage.woman
marriage.manId marriage.womanId
marriage.date marriage.divorce
patient.admitted patient.left
birth.mother birth.father
lowIncome.start lowIncome.stop
matter.accepted matter.done
air.dust air.coarse
air.aqi air.level
water.level water.warn
livestock.stock livestock.sold
accident.dead accident.hurt
library.lent library.due
veteran.enlisted veteran.left
tax.amount tax.arrears
medicare.total medicare.fund
worker.base worker.monthly
worker.balance worker.loan
matter.name matter.code
physician.number physician.qualify
vehicle.vin vehicle.engine
pollute.kind pollute.limit
bid.project bid.number
driver.number driver.class`
  .trim()
  .split('\n')
  .map(row => row.split(' ') as [string, string]);

/** Fields whose like-named items a judge could call one or two: no pair is planted across them. */
export const ARGUABLE = [
  ['licence', 'food', 'drug', 'build', 'pollute', 'safety'],
  ['penalty', 'violation'],
  ['build', 'bid'],
  ['pension', 'insured'],
  ['medicare', 'insured'],
  ['disabled', 'pupil'],
  ['estate', 'land'],
];
