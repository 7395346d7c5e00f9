/** What happened in the demonstration city before the visitor came: cases in every state, so that no page is empty. */
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
    | 'awaiting_acceptance'
    | 'extension_asked'
    | 'disputed'
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
  {
    entry: 'residence-permit',
    consumer: DISTRICT_CIVIL,
    mode: 'query',
    system: OLD_AGE,
    matter: '高龄津贴申领人居住核对',
    ground: '《河南省老年人权益保障条例》：高龄津贴制度',
    goal: 'awaiting_acceptance',
    note: '津贴核对用不到其余数据项，按最小必要提供',
  },
  {
    entry: 'motor-vehicle',
    consumer: MARKET,
    mode: 'query',
    system: CREDIT,
    matter: '道路运输经营者车辆核查',
    ground: '《企业信息公示暂行条例》第十四条',
    goal: 'extension_asked',
    note: '营运车辆的历史数据须先与省平台核对',
  },
  {
    entry: 'tax-credit-grade',
    consumer: CIVIL,
    mode: 'query',
    system: AID,
    matter: '救助对象经营诚信核对',
    ground: AID_GROUND,
    goal: 'disputed',
    note: '救助对象的核对不在目录列明的信用核验用途之内，不能提供纳税信用级别',
  },
];
