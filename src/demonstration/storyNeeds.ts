/** Needs of the demonstration's departments, and what each side has done about them (供需对接). */
const CIVIL = 'pds-civil-affairs';
const POLICE = 'pds-public-security';
const MARKET = 'pds-market';
const LABOUR = 'pds-human-resources';
const HEALTH = 'pds-health';
const MEDICAL = 'pds-medical-insurance';
const HOUSING = 'pds-housing';
const TRANSPORT = 'pds-transport';
const SCHOOLS = 'zh-education';
const DISTRICT_CIVIL = 'zh-civil-affairs';

export interface NeedStep {
  /** A department, or the authority of the city. */
  by: string;
  action: 'second' | 'assign' | 'accept' | 'decline' | 'match' | 'merge' | 'list';
  note?: string;
  /** With `assign`: who is to supply it. */
  to?: string;
  /** With `assign` and `accept`: days from today. */
  within?: number;
  /** With `match`: key of the entry. */
  entry?: string;
  /** With `merge`: title of the need that stays. */
  into?: string;
}

export interface StoryNeed {
  of: string;
  title: string;
  matter: string;
  description: string;
  suggested?: string;
  /** Days from today. */
  wantedWithin: number;
  steps: readonly NeedStep[];
}

export const AUTHORITY = 'authority';

/** A need that others are merged into stands before them. */
export const NEEDS: readonly StoryNeed[] = [
  {
    of: DISTRICT_CIVIL,
    title: '居民死亡登记信息',
    matter: '高龄津贴发放资格核验',
    description: '按月核对已故人员，避免津贴继续发放；需要公民身份号码和死亡日期。',
    suggested: HEALTH,
    wantedWithin: 60,
    steps: [
      { by: LABOUR, action: 'second', note: '养老保险待遇停发也需要核对' },
      { by: MEDICAL, action: 'second', note: '医保停保核对' },
      { by: AUTHORITY, action: 'assign', to: HEALTH, within: 30, note: '由市卫生健康委员会牵头提供' },
      { by: HEALTH, action: 'accept', within: 25, note: '先编制目录，再挂接全民健康信息平台的签发表' },
      { by: AUTHORITY, action: 'list' },
    ],
  },
  {
    of: 'pds-veterans',
    title: '重点优抚对象死亡信息',
    matter: '优抚待遇停发核对',
    description: '核对领取定期抚恤金的人员是否健在。',
    wantedWithin: 60,
    steps: [
      {
        by: AUTHORITY,
        action: 'merge',
        into: '居民死亡登记信息',
        note: '两项需求同一来源，合并办理',
      },
    ],
  },
  {
    of: SCHOOLS,
    title: '适龄儿童预防接种信息',
    matter: '入学查验预防接种证',
    description: '开学前查验新生预防接种情况，家长不必再交纸质接种证。',
    suggested: HEALTH,
    wantedWithin: 90,
    steps: [
      { by: 'pds-education', action: 'second', note: '全市秋季入学都要查验' },
      { by: CIVIL, action: 'second', note: '儿童福利机构入院查验' },
    ],
  },
  {
    of: CIVIL,
    title: '失业保险金领取信息',
    matter: '低保申请家庭收入核对',
    description: '核对申请人及其家庭成员领取失业保险金的起止月份和金额。',
    suggested: LABOUR,
    wantedWithin: 45,
    steps: [
      { by: DISTRICT_CIVIL, action: 'second', note: '区级审核同样需要' },
      { by: AUTHORITY, action: 'assign', to: LABOUR, within: 20, note: '请核实是否已在现有目录之内' },
    ],
  },
  {
    of: 'pds-emergency',
    title: '危险货物道路运输车辆信息',
    matter: '危险化学品企业执法检查',
    description: '核对承运车辆、经营范围和所属企业。',
    suggested: TRANSPORT,
    wantedWithin: 40,
    steps: [
      { by: AUTHORITY, action: 'assign', to: TRANSPORT, within: 20 },
      { by: TRANSPORT, action: 'accept', within: 15, note: '已列入本季度目录编制计划' },
      { by: AUTHORITY, action: 'list' },
    ],
  },
  {
    of: MARKET,
    title: '企业建设用地许可情况',
    matter: '企业年报用地信息抽查',
    description: '核对企业年报填报的用地单位和用地位置。',
    suggested: 'pds-natural-resources',
    wantedWithin: 30,
    steps: [
      { by: AUTHORITY, action: 'assign', to: 'pds-natural-resources', within: 15 },
      {
        by: 'pds-natural-resources',
        action: 'match',
        entry: 'land-planning-permit',
        note: '本局已发布，可直接申请',
      },
    ],
  },
  {
    of: LABOUR,
    title: '参保人员火化信息',
    matter: '养老保险待遇资格核验',
    description: '核对领取养老金的人员是否已火化。',
    wantedWithin: 30,
    steps: [
      { by: AUTHORITY, action: 'match', entry: 'cremation', note: '市民政局已发布，请按目录申请' },
      { by: AUTHORITY, action: 'list' },
    ],
  },
  {
    of: POLICE,
    title: '住房租赁合同备案信息',
    matter: '居住证申领核验',
    description: '核对申领人的租赁住所和租期，不再收合同复印件。',
    suggested: HOUSING,
    wantedWithin: 60,
    steps: [
      { by: SCHOOLS, action: 'second', note: '随迁子女入学也要核验住所' },
      { by: AUTHORITY, action: 'assign', to: HOUSING, within: 20 },
      {
        by: HOUSING,
        action: 'decline',
        note: '租赁备案由各区住建部门办理，市级系统只有统计数，请重新指派',
      },
    ],
  },
  {
    of: CIVIL,
    title: '困境儿童监护人服刑信息',
    matter: '事实无人抚养儿童认定',
    description: '只需要是否在服刑以及刑期止日，不需要案情。',
    wantedWithin: 50,
    steps: [],
  },
];
