/** Direct links of the demonstration's departments, each as far as the story takes it (直连登记). */
import type { Role } from '#vocabulary/permissions.ts';

export interface LinkStep {
  by: readonly [department: string, role: Role] | 'authority';
  action: 'submit' | 'sign' | 'plan' | 'exempt' | 'move' | 'switch_off' | 'confirm_off';
  note?: string;
  /** With `plan`: days from today. */
  within?: number;
}

export interface StoryLink {
  of: string;
  side: 'gives' | 'takes';
  systemName: string;
  /** A department of the demonstration, or somebody in words. */
  other: string | { name: string };
  otherSystem: string;
  data: string;
  /** Key of the entry that there is for it. */
  entry?: string;
  way: 'database' | 'interface' | 'file' | 'front_end';
  frequency: 'realtime' | 'daily' | 'weekly' | 'monthly' | 'irregular';
  since: string;
  ground: string;
  volume: string;
  /** Days from today. */
  wantedWithin?: number;
  exemptReason?: string;
  steps: readonly LinkStep[];
}

const CIVIL = 'pds-civil-affairs';
const POLICE = 'pds-public-security';
const MARKET = 'pds-market';
const SCHOOLS = 'zh-education';

const signed = (department: string): readonly LinkStep[] => [
  { by: [department, 'data_officer'], action: 'submit' },
  { by: [department, 'sharing_head'], action: 'sign', note: '登记属实' },
];

export const LINKS: readonly StoryLink[] = [
  {
    of: CIVIL,
    side: 'takes',
    systemName: '社会救助家庭经济状况核对系统',
    other: POLICE,
    otherSystem: '人口信息管理系统',
    data: '户籍人口基本信息',
    entry: 'household-registration',
    way: 'database',
    frequency: 'daily',
    since: '2017-09-01',
    ground: '市民政局、市公安局社会救助信息核对合作协议',
    volume: '全量约 540 万条，每夜同步变更',
    wantedWithin: 90,
    steps: [
      ...signed(CIVIL),
      { by: 'authority', action: 'plan', within: 60, note: '目录已发布，改由平台批量交换' },
      { by: [CIVIL, 'data_officer'], action: 'move', note: '已由平台授权的批量交换替代' },
      { by: [CIVIL, 'data_officer'], action: 'switch_off', note: '已停止夜间同步，收回数据库账号' },
    ],
  },
  {
    of: MARKET,
    side: 'gives',
    systemName: '企业登记注册系统',
    other: 'pds-tax',
    otherSystem: '税收征管辅助系统',
    data: '新设企业登记信息',
    entry: 'enterprise-registration',
    way: 'front_end',
    frequency: 'daily',
    since: '2016-10-01',
    ground: '“五证合一”登记制度改革实施方案',
    volume: '每日约 180 条',
    wantedWithin: 30,
    steps: [
      ...signed(MARKET),
      { by: 'authority', action: 'plan', within: 20, note: '与本年度前置机下线同步完成' },
    ],
  },
  {
    of: 'pds-human-resources',
    side: 'takes',
    systemName: '养老保险待遇发放系统',
    other: CIVIL,
    otherSystem: '殡葬管理系统',
    data: '死亡人员火化信息',
    entry: 'cremation',
    way: 'file',
    frequency: 'monthly',
    since: '2019-03-01',
    ground: '市人社局、市民政局防范养老金冒领工作联系函',
    volume: '每月一个表格，约 2,300 行',
    wantedWithin: 45,
    steps: signed('pds-human-resources'),
  },
  {
    of: SCHOOLS,
    side: 'takes',
    systemName: '义务教育招生入学系统',
    other: { name: '省教育厅' },
    otherSystem: '全国中小学生学籍信息管理系统',
    data: '小学毕业生学籍信息',
    way: 'file',
    frequency: 'irregular',
    since: '2014-09-01',
    ground: '中小学生学籍管理办法',
    volume: '每年招生季导出一次，约 6,000 行',
    wantedWithin: 120,
    steps: [
      { by: [SCHOOLS, 'data_officer'], action: 'submit' },
      { by: [SCHOOLS, 'sharing_head'], action: 'sign' },
    ],
  },
  {
    of: POLICE,
    side: 'gives',
    systemName: '出入境管理系统',
    other: { name: '省公安厅' },
    otherSystem: '出入境核查平台',
    data: '出入境核查专线',
    way: 'interface',
    frequency: 'realtime',
    since: '2013-07-01',
    ground: '中华人民共和国出境入境管理法',
    volume: '',
    exemptReason: '属国家安全特殊业务，依托公安信息网办理',
    steps: [
      ...signed(POLICE),
      { by: 'authority', action: 'exempt', note: '经核属国家安全等特殊业务，不纳入迁移，每年复核一次' },
    ],
  },
  {
    of: 'pds-housing-fund',
    side: 'takes',
    systemName: '住房公积金业务系统',
    other: 'pds-natural-resources',
    otherSystem: '不动产登记系统',
    data: '不动产登记结果查询',
    entry: 'property-registration',
    way: 'interface',
    frequency: 'realtime',
    since: '2021-05-01',
    ground: '住房公积金提取“一件事”实施方案',
    volume: '每日约 400 次',
    wantedWithin: 60,
    steps: [{ by: ['pds-housing-fund', 'data_officer'], action: 'submit' }],
  },
];
