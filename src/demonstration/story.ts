/** What happened in the demonstration city before the visitor came: cases in every state, so that no page is empty. */
import type { Content } from '#modules/catalog/index.ts';
import { ADOPTION_SECRECY, SENSITIVE_PERSONAL_INFORMATION } from './data/bases.ts';
import type { PublishGoal } from './publish.ts';

export interface StoryCase {
  /** Keys of the entry and of the department that asks for it. */
  entry: string;
  consumer: string;
  mode: 'query' | 'verify' | 'batch';
  system: string;
  matter: string;
  ground: string;
  goal:
    | 'awaiting_consent'
    | 'awaiting_authorisation'
    | 'awaiting_answer'
    | 'awaiting_material'
    | 'agreed'
    | 'refused'
    | 'declined';
  /** The reason, where the goal needs one. */
  note?: string;
}

const CIVIL = 'pds-civil-affairs';
const POLICE = 'pds-public-security';
const MARKET = 'pds-market';
const SCHOOLS = 'zh-education';
const DISTRICT_CIVIL = 'zh-civil-affairs';

const AID = '社会救助家庭经济状况核对系统';
const ENROLMENT = '义务教育招生入学系统';
const POPULATION = '人口信息核查系统';
const CREDIT = '市场主体信用监管系统';
const OLD_AGE = '高龄津贴资格认证系统';

const AID_GROUND = '《社会救助暂行办法》第五十八条：核对申请救助家庭的经济状况';
const SCHOOL_GROUND = '《中华人民共和国义务教育法》第十二条：适龄儿童免试就近入学';

export const CASES: readonly StoryCase[] = [
  {
    entry: 'enterprise-registration',
    consumer: CIVIL,
    mode: 'batch',
    system: AID,
    matter: '核对救助对象的经营情况',
    ground: AID_GROUND,
    goal: 'agreed',
  },
  {
    entry: 'household-registration',
    consumer: SCHOOLS,
    mode: 'query',
    system: ENROLMENT,
    matter: '小学一年级入学资格审核',
    ground: SCHOOL_GROUND,
    goal: 'agreed',
  },
  {
    entry: 'property-registration',
    consumer: SCHOOLS,
    mode: 'verify',
    system: ENROLMENT,
    matter: '入学房产信息核验',
    ground: SCHOOL_GROUND,
    goal: 'agreed',
  },
  {
    entry: 'social-insurance-payment',
    consumer: CIVIL,
    mode: 'query',
    system: AID,
    matter: '低保申请家庭收入核对',
    ground: AID_GROUND,
    goal: 'agreed',
  },
  {
    entry: 'marriage-registration',
    consumer: DISTRICT_CIVIL,
    mode: 'verify',
    system: OLD_AGE,
    matter: '高龄津贴申领人婚姻状况核验',
    ground: '《河南省老年人权益保障条例》：高龄津贴制度',
    goal: 'agreed',
  },
  {
    entry: 'small-catering-filing',
    consumer: SCHOOLS,
    mode: 'query',
    system: ENROLMENT,
    matter: '校园周边小餐饮排查',
    ground: '《中华人民共和国食品安全法》第五十七条',
    goal: 'agreed',
  },
  {
    entry: 'household-registration',
    consumer: CIVIL,
    mode: 'batch',
    system: AID,
    matter: '救助对象人口信息比对',
    ground: AID_GROUND,
    goal: 'agreed',
  },
  {
    entry: 'tax-credit-grade',
    consumer: MARKET,
    mode: 'query',
    system: CREDIT,
    matter: '企业年报抽查',
    ground: '《企业信息公示暂行条例》第十四条',
    goal: 'refused',
    note: '本次抽查事项不在目录列明的共享条件之内，请改用年报公示数据办理',
  },
  {
    entry: 'residence-permit',
    consumer: SCHOOLS,
    mode: 'query',
    system: ENROLMENT,
    matter: '随迁子女入学资格审核',
    ground: SCHOOL_GROUND,
    goal: 'awaiting_answer',
  },
  {
    entry: 'household-registration',
    consumer: DISTRICT_CIVIL,
    mode: 'query',
    system: OLD_AGE,
    matter: '高龄津贴申领人年龄核实',
    ground: '《河南省老年人权益保障条例》：高龄津贴制度',
    goal: 'awaiting_answer',
  },
  {
    entry: 'marriage-registration',
    consumer: POLICE,
    mode: 'query',
    system: POPULATION,
    matter: '户口登记婚姻状况变更',
    ground: '《中华人民共和国户口登记条例》第十七条',
    goal: 'awaiting_answer',
  },
  {
    entry: 'old-age-allowance',
    consumer: SCHOOLS,
    mode: 'verify',
    system: ENROLMENT,
    matter: '家庭经济困难学生认定',
    ground: '《家庭经济困难学生认定工作的指导意见》',
    goal: 'awaiting_answer',
  },
  {
    entry: 'disability-certificate',
    consumer: CIVIL,
    mode: 'query',
    system: AID,
    matter: '困难残疾人生活补贴审核',
    ground: AID_GROUND,
    goal: 'awaiting_material',
    note: '困难残疾人生活补贴发放办法的全文',
  },
  {
    entry: 'lawyer-licence',
    consumer: MARKET,
    mode: 'query',
    system: CREDIT,
    matter: '广告代言人资质核查',
    ground: '《中华人民共和国广告法》第五十五条',
    goal: 'awaiting_authorisation',
  },
  {
    entry: 'enterprise-registration',
    consumer: POLICE,
    mode: 'query',
    system: POPULATION,
    matter: '特种行业许可办理',
    ground: '《旅馆业治安管理办法》第四条',
    goal: 'awaiting_authorisation',
  },
  {
    entry: 'motor-vehicle',
    consumer: CIVIL,
    mode: 'verify',
    system: AID,
    matter: '低保家庭车辆核对',
    ground: AID_GROUND,
    goal: 'awaiting_consent',
  },
  {
    entry: 'pupil-registration',
    consumer: SCHOOLS,
    mode: 'query',
    system: ENROLMENT,
    matter: '转学学籍核对',
    ground: SCHOOL_GROUND,
    goal: 'awaiting_consent',
  },
  {
    entry: 'transport-operation-licence',
    consumer: MARKET,
    mode: 'query',
    system: CREDIT,
    matter: '道路运输企业信用核查',
    ground: '《企业信息公示暂行条例》第十四条',
    goal: 'awaiting_consent',
  },
  {
    entry: 'medical-insurance-enrolment',
    consumer: DISTRICT_CIVIL,
    mode: 'query',
    system: OLD_AGE,
    matter: '高龄津贴申领人参保核对',
    ground: '《河南省老年人权益保障条例》：高龄津贴制度',
    goal: 'awaiting_consent',
  },
  {
    entry: 'driving-licence',
    consumer: CIVIL,
    mode: 'query',
    system: AID,
    matter: '内部统计',
    ground: '内部工作需要',
    goal: 'declined',
    note: '内部统计不是法定职责所必需，不予报送',
  },
];

type Item = Content['items'][number];
const item = (name: string, more: Partial<Item> = {}): Item => ({
  name,
  type: 'text',
  length: 100,
  identifier: false,
  required: true,
  sensitivity: 1,
  mask: { kind: 'none' },
  codeTable: '',
  description: '',
  ...more,
});
const CREDIT_CODE = item('统一社会信用代码', { identifier: true, length: 18 });
const CITIZEN_NO = item('公民身份号码', { identifier: true, length: 18, sensitivity: 3 });
const NAME = item('姓名', { sensitivity: 3, mask: { kind: 'name' } });

const legal = (title: string, abstract: string, name: string, items: Item[]): Content => ({
  title,
  abstract,
  subject: 'legal',
  classification: { class: 'department', name },
  format: 'database',
  updateCycle: 'monthly',
  shareType: 'unconditional',
  basis: null,
  conditions: [],
  modes: ['query', 'verify', 'batch'],
  openType: 'none',
  grade: 'general',
  secrecy: { conclusion: 'no_secret', date: '2026-10-12' },
  personalInfo: { conclusion: 'not_needed', date: '' },
  matter: '',
  phone: '0375-0000000',
  items: [CREDIT_CODE, item('名称'), ...items],
});

const personal = (title: string, abstract: string, name: string, items: Item[]): Content => ({
  ...legal(title, abstract, name, []),
  subject: 'person',
  shareType: 'conditional',
  basis: SENSITIVE_PERSONAL_INFORMATION,
  conditions: ['限于履行法定职责所必需，不得用于其他目的'],
  personalInfo: { conclusion: 'acceptable', date: '2026-10-12' },
  items: [CITIZEN_NO, NAME, ...items],
});

export interface StoryEntry {
  department: string;
  content: Content;
  goal: PublishGoal;
}

/** Entries on their way: one waiting for each post that signs, and one published without a resource. */
export const STORY_ENTRIES: readonly StoryEntry[] = [
  {
    department: CIVIL,
    goal: 'awaiting_office',
    content: legal('地名公共服务信息', '本市标准地名的公共服务信息。', '民政', [
      item('标准地名'),
      item('地名类别'),
    ]),
  },
  {
    department: CIVIL,
    goal: 'awaiting_department',
    content: legal('养老服务机构备案信息', '在本市备案的养老服务机构信息。', '民政', [
      item('床位数', { type: 'bigint', length: null }),
      item('地址'),
    ]),
  },
  {
    department: CIVIL,
    goal: 'published',
    content: legal('社会组织年检信息', '社会组织年度检查结论。', '民政', [item('年度'), item('年检结论')]),
  },
  {
    department: POLICE,
    goal: 'in_review',
    content: legal('旅馆业特种行业许可信息', '本市旅馆业特种行业许可证核发信息。', '公安', [
      item('许可证号'),
      item('发证日期', { type: 'date', length: null }),
    ]),
  },
  {
    department: POLICE,
    goal: 'awaiting_office',
    content: personal('无犯罪记录证明开具信息', '本市开具无犯罪记录证明的登记信息。', '公安', [
      item('开具日期', { type: 'date', length: null }),
    ]),
  },
  {
    department: MARKET,
    goal: 'awaiting_department',
    content: legal('计量器具强制检定信息', '强制检定计量器具的检定结论。', '市场监管', [
      item('器具名称'),
      item('检定结论'),
    ]),
  },
  {
    department: SCHOOLS,
    goal: 'awaiting_department',
    content: legal('湛河区民办学校信息', '本区民办学校办学许可信息。', '教育', [
      item('办学层次'),
      item('学校地址'),
    ]),
  },
  {
    department: DISTRICT_CIVIL,
    goal: 'in_review',
    content: personal('湛河区临时救助信息', '本区临时救助对象的救助信息。', '民政', [
      item('救助金额', { type: 'numeric', length: null, sensitivity: 2 }),
    ]),
  },
  {
    department: DISTRICT_CIVIL,
    goal: 'awaiting_department',
    content: {
      ...personal('湛河区孤儿基本生活保障信息', '本区孤儿的基本生活保障信息。', '民政', [
        item('保障起始日期', { type: 'date', length: null }),
      ]),
      basis: ADOPTION_SECRECY,
    },
  },
];
