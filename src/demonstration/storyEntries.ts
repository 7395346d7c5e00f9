/** Entries of the demonstration that are still on their way, so that each post that signs finds one. */
import { BLANK, type Content, blankItem } from '#modules/catalog/index.ts';
import { ADOPTION_SECRECY, SENSITIVE_PERSONAL_INFORMATION } from './data/bases.ts';
import type { PublishGoal } from './publish.ts';

const CIVIL = 'pds-civil-affairs';
const POLICE = 'pds-public-security';
const MARKET = 'pds-market';
const SCHOOLS = 'zh-education';
const DISTRICT_CIVIL = 'zh-civil-affairs';
/** 省（区、市）及下级 in the guide's tree: what a department holds for itself. */
const OF_DEPARTMENTS = '307';

type Item = Content['items'][number];
const item = (name: string, more: Partial<Item> = {}): Item => ({
  ...blankItem(name),
  length: 100,
  required: true,
  ...more,
});
const CREDIT_CODE = item('统一社会信用代码', { identifier: true, length: 18 });
const CITIZEN_NO = item('公民身份号码', { identifier: true, length: 18, sensitivity: 3 });
const NAME = item('姓名', { sensitivity: 3, mask: { kind: 'name' } });

const legal = (title: string, abstract: string, items: Item[]): Content => ({
  ...BLANK,
  title,
  abstract,
  subject: 'legal',
  classCode: OF_DEPARTMENTS,
  updateCycle: 'monthly',
  modes: ['query', 'verify', 'batch'],
  secrecy: { conclusion: 'no_secret', date: '2026-10-12' },
  personalInfo: { conclusion: 'not_needed', date: '' },
  phone: '0375-0000000',
  items: [CREDIT_CODE, item('名称'), ...items],
});

const personal = (title: string, abstract: string, items: Item[]): Content => ({
  ...legal(title, abstract, []),
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
    content: legal('地名公共服务信息', '本市标准地名的公共服务信息。', [item('标准地名'), item('地名类别')]),
  },
  {
    department: CIVIL,
    goal: 'awaiting_department',
    content: legal('养老服务机构备案信息', '在本市备案的养老服务机构信息。', [
      item('床位数', { type: 'bigint', length: null }),
      item('地址'),
    ]),
  },
  {
    department: CIVIL,
    goal: 'published',
    content: legal('社会组织年检信息', '社会组织年度检查结论。', [item('年度'), item('年检结论')]),
  },
  {
    department: CIVIL,
    goal: 'in_review',
    content: legal('慈善组织认定信息', '慈善组织信息。', [item('认定日期', { type: 'date', length: null })]),
  },
  {
    department: POLICE,
    goal: 'in_review',
    content: legal('旅馆业特种行业许可信息', '本市旅馆业特种行业许可证核发信息。', [
      item('许可证号'),
      item('发证日期', { type: 'date', length: null }),
    ]),
  },
  {
    department: POLICE,
    goal: 'awaiting_office',
    content: personal('无犯罪记录证明开具信息', '本市开具无犯罪记录证明的登记信息。', [
      item('开具日期', { type: 'date', length: null }),
    ]),
  },
  {
    department: MARKET,
    goal: 'awaiting_department',
    content: legal('计量器具强制检定信息', '强制检定计量器具的检定结论。', [
      item('器具名称'),
      item('检定结论'),
    ]),
  },
  {
    department: SCHOOLS,
    goal: 'awaiting_department',
    content: legal('湛河区民办学校信息', '本区民办学校办学许可信息。', [item('办学层次'), item('学校地址')]),
  },
  {
    department: DISTRICT_CIVIL,
    goal: 'in_review',
    content: personal('湛河区临时救助信息', '本区临时救助对象的救助信息。', [
      item('救助金额', { type: 'numeric', length: null, sensitivity: 2 }),
    ]),
  },
  {
    department: DISTRICT_CIVIL,
    goal: 'awaiting_department',
    content: {
      ...personal('湛河区孤儿基本生活保障信息', '本区孤儿的基本生活保障信息。', [
        item('保障起始日期', { type: 'date', length: null }),
      ]),
      basis: ADOPTION_SECRECY,
    },
  },
];

/** One of them the authority returned, with what is to be changed at its fields. */
export const REMARKS = {
  department: CIVIL,
  title: '慈善组织认定信息',
  note: '请按意见修改后重新报送',
  remarks: [
    { field: 'abstract', text: '摘要过于简单，请写明包括哪些慈善组织、从哪一年起' },
    { field: 'items', text: '缺少“是否具有公开募捐资格”，该项是各部门查询最多的内容' },
    { field: 'updateCycle', text: '认定后即时办结，按月更新偏慢，请改为按周或实时' },
  ],
};

/** The published one gets a second version. */
export const REVISED = {
  department: CIVIL,
  title: '社会组织年检信息',
  abstract: '社会组织年度检查的结论、年检日期和公告日期，自 2020 年度起。',
  items: ['年检日期', '公告日期'],
};

/** An entry that takes no new applications for a while. */
export const SUSPENDED = {
  department: 'pds-agriculture',
  entry: 'farm-machine',
  reason: '农机监理系统迁移，数据核对期间暂停受理新的申请，已授权的不受影响',
};
