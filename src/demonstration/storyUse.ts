/** What the demonstration's departments recorded of their use, what it achieved, and the examples made of it. */
export interface StoryRecord {
  kind: 'scenario' | 'course' | 'effect' | 'storage' | 'destruction';
  body: string;
  responsible: string;
}
export interface StoryResult {
  matter: string;
  body: string;
  timesUsed: number;
  peopleServed: number;
  materialsSaved: number;
  daysSaved: number;
  example?: {
    title: string;
    story: string;
    /** Where the texts of the place have classes. */
    class: string | null;
    /** Whether the authority has put it up. */
    up: boolean;
  };
}
export interface StoryUse {
  /** Key of the entry and department that uses it: together they name the grant. */
  entry: string;
  consumer: string;
  records: readonly StoryRecord[];
  result?: StoryResult;
}

const CIVIL = 'pds-civil-affairs';
const SCHOOLS = 'zh-education';
const DISTRICT_CIVIL = 'zh-civil-affairs';

export const USES: readonly StoryUse[] = [
  {
    entry: 'social-insurance-payment',
    consumer: CIVIL,
    records: [
      {
        kind: 'scenario',
        body: '低保、特困申请受理后，核对申请人及共同生活家庭成员的参保缴费情况，仅用于资格审核。',
        responsible: '社会救助科 科长',
      },
      {
        kind: 'course',
        body: '经办人按证件号逐件查询，结果进入核对报告，不另行下载；每件注明办件编号。',
        responsible: '居民家庭经济状况核对中心 主任',
      },
      {
        kind: 'effect',
        body: '不再要求申请人到社保经办大厅开具缴费证明。',
        responsible: '社会救助科 科长',
      },
      {
        kind: 'storage',
        body: '核对报告存于核对系统数据库，加密，3 个岗位可看，按档案规定保存。',
        responsible: '居民家庭经济状况核对中心 信息员',
      },
    ],
    result: {
      matter: '低保申请家庭收入核对',
      body: '试点首日核对 46 户，全部当场出具核对报告，原来平均等 3 天。',
      timesUsed: 131,
      peopleServed: 46,
      materialsSaved: 92,
      daysSaved: 138,
      example: {
        title: '低保核对“零证明”',
        story:
          '原来申请低保，要先到社保、工商、不动产三个大厅开证明，再交到街道。现在街道受理后，核对中心按授权查询参保缴费、企业登记和不动产信息，当场出报告。申请人少跑三个大厅，少交两份证明，审核从 3 天缩到当天。',
        class: null,
        up: true,
      },
    },
  },
  {
    entry: 'property-registration',
    consumer: SCHOOLS,
    records: [
      {
        kind: 'scenario',
        body: '小学一年级入学资格审核时核验住房信息，只返回一致或不一致。',
        responsible: '基础教育股 股长',
      },
      {
        kind: 'course',
        body: '家长网上填报，系统逐件核验；不一致的转人工复核，不看房产明细。',
        responsible: '招生办 主任',
      },
      {
        kind: 'storage',
        body: '只保存核验结果和时间，不保存房产信息。',
        responsible: '教育信息中心 主任',
      },
    ],
    result: {
      matter: '入学房产信息核验',
      body: '网上报名核验 312 件，297 件当场通过，家长不再到校交验房产证。',
      timesUsed: 312,
      peopleServed: 297,
      materialsSaved: 297,
      daysSaved: 148.5,
      example: {
        title: '入学报名不交房产证',
        story:
          '过去报名要带房产证原件和复印件到学校排队交验。现在家长在手机上填报，系统向不动产登记核验，只得到“一致”或“不一致”，学校看不到房产明细。九成以上当场通过，其余转人工，半天办结。',
        class: 'service',
        up: true,
      },
    },
  },
  {
    entry: 'marriage-registration',
    consumer: DISTRICT_CIVIL,
    records: [
      {
        kind: 'scenario',
        body: '高龄津贴申领时核验婚姻状况，确定联系人。',
        responsible: '养老服务股 股长',
      },
    ],
    result: {
      matter: '高龄津贴申领人婚姻状况核验',
      body: '核验 58 人，免交结婚证复印件。',
      timesUsed: 58,
      peopleServed: 58,
      materialsSaved: 58,
      daysSaved: 29,
      example: {
        title: '高龄津贴“静默认证”',
        story: '按月核验，不再要求高龄老人到现场认证；核验不一致的由社区上门了解。',
        class: 'service',
        up: false,
      },
    },
  },
];

export const ROUND = {
  title: '数据应用优秀案例评选',
  days: 14,
  voter: 'pds-market',
  votesFor: '入学报名不交房产证',
};
