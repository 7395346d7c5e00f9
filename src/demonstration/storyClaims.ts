/** Entries that duties ask for, as the city's authority issued them (目录清单), and what departments answered. */
const CIVIL = 'pds-civil-affairs';
const POLICE = 'pds-public-security';
const MARKET = 'pds-market';
const HEALTH = 'pds-health';

export interface StoryClaim {
  of: string;
  title: string;
  duty: string;
  basis: string;
  abstract: string;
  steps: readonly { action: 'claim' | 'dispute' | 'chase'; note?: string }[];
}

const CLAIMED: StoryClaim['steps'] = [{ action: 'claim' }];
const CHASED: StoryClaim['steps'] = [{ action: 'chase', note: '请在期限内认领，有异议的请写明' }];

export const CLAIMS: readonly StoryClaim[] = [
  {
    of: CIVIL,
    title: '养老机构等级评定信息',
    duty: '养老服务管理',
    basis: '《养老机构管理办法》',
    abstract: '本市养老机构的评定等级和有效期。',
    steps: CLAIMED,
  },
  {
    of: CIVIL,
    title: '流浪乞讨人员救助信息',
    duty: '社会救助',
    basis: '《社会救助暂行办法》',
    abstract: '救助管理站的救助登记。',
    steps: [],
  },
  {
    of: POLICE,
    title: '保安员证核发信息',
    duty: '保安服务监督管理',
    basis: '《保安服务管理条例》',
    abstract: '本市核发的保安员证。',
    steps: CLAIMED,
  },
  {
    of: POLICE,
    title: '大型群众性活动安全许可信息',
    duty: '治安管理',
    basis: '《大型群众性活动安全管理条例》',
    abstract: '许可的活动、地点、时间和承办者。',
    steps: CHASED,
  },
  {
    of: MARKET,
    title: '特种设备使用登记信息',
    duty: '特种设备安全监督管理',
    basis: '《中华人民共和国特种设备安全法》第三十三条',
    abstract: '电梯、锅炉、压力容器等的使用登记。',
    steps: CLAIMED,
  },
  {
    of: MARKET,
    title: '检验检测机构资质认定信息',
    duty: '检验检测监督管理',
    basis: '《检验检测机构资质认定管理办法》',
    abstract: '取得资质认定的机构及其能力范围。',
    steps: [],
  },
  {
    of: HEALTH,
    title: '医疗机构执业登记信息',
    duty: '医疗机构监督管理',
    basis: '《医疗机构管理条例》',
    abstract: '本市医疗机构的名称、地址和诊疗科目。',
    steps: [...CHASED, { action: 'chase', note: '请回复预计认领的日期' }],
  },
  {
    of: HEALTH,
    title: '公共场所卫生许可信息',
    duty: '公共卫生监督',
    basis: '《公共场所卫生管理条例》第四条',
    abstract: '核发的公共场所卫生许可证。',
    steps: CLAIMED,
  },
  {
    of: 'pds-human-resources',
    title: '劳务派遣经营许可信息',
    duty: '劳动关系管理',
    basis: '《劳务派遣行政许可实施办法》',
    abstract: '取得劳务派遣经营许可的单位。',
    steps: [],
  },
  {
    of: 'pds-housing',
    title: '物业服务企业信用信息',
    duty: '物业管理监督',
    basis: '《物业管理条例》',
    abstract: '物业服务企业的信用评价结果。',
    steps: [
      {
        action: 'dispute',
        note: '信用评价由各区住建部门组织，市局不产生这项数据，请改派',
      },
    ],
  },
  {
    of: 'pds-transport',
    title: '网络预约出租汽车经营许可信息',
    duty: '出租汽车管理',
    basis: '《网络预约出租汽车经营服务管理暂行办法》',
    abstract: '平台公司、车辆和驾驶员的许可。',
    steps: CHASED,
  },
];
