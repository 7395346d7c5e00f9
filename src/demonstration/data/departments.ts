import { creditCodeCheckDigit, organizationCodeCheckDigit } from '#vocabulary/identifiers.ts';

export interface DemonstrationDepartment {
  /** ASCII; with underscores it is the department's schema. */
  key: string;
  name: string;
  shortName: string;
  nameEn: string;
  regionCode: string;
  kind: 'government' | 'court' | 'procuratorate' | 'authorized' | 'township';
  /** Synthetic: well-formed, with the organisation code's series MX00, which no body has. */
  creditCode: string;
  isAuthority: boolean;
}

type Row = [
  key: string,
  name: string,
  shortName: string,
  nameEn: string,
  kind?: DemonstrationDepartment['kind'],
];

const CITY: Row[] = [
  [
    'pds-data',
    '平顶山市政务服务和大数据管理局',
    '市政务服务和大数据管理局',
    'Pingdingshan Government Services and Big Data Administration',
  ],
  ['pds-public-security', '平顶山市公安局', '市公安局', 'Pingdingshan Public Security Bureau'],
  ['pds-civil-affairs', '平顶山市民政局', '市民政局', 'Pingdingshan Civil Affairs Bureau'],
  [
    'pds-market',
    '平顶山市市场监督管理局',
    '市市场监督管理局',
    'Pingdingshan Administration for Market Regulation',
  ],
  [
    'pds-human-resources',
    '平顶山市人力资源和社会保障局',
    '市人力资源和社会保障局',
    'Pingdingshan Human Resources and Social Security Bureau',
  ],
  [
    'pds-natural-resources',
    '平顶山市自然资源和规划局',
    '市自然资源和规划局',
    'Pingdingshan Natural Resources and Planning Bureau',
  ],
  [
    'pds-medical-insurance',
    '平顶山市医疗保障局',
    '市医疗保障局',
    'Pingdingshan Healthcare Security Administration',
  ],
  [
    'pds-tax',
    '国家税务总局平顶山市税务局',
    '市税务局',
    'Pingdingshan Tax Service, State Taxation Administration',
  ],
  ['pds-health', '平顶山市卫生健康委员会', '市卫生健康委员会', 'Pingdingshan Health Commission'],
  [
    'pds-housing',
    '平顶山市住房和城乡建设局',
    '市住房和城乡建设局',
    'Pingdingshan Housing and Urban-Rural Development Bureau',
  ],
  ['pds-education', '平顶山市教育体育局', '市教育体育局', 'Pingdingshan Education and Sports Bureau'],
  ['pds-veterans', '平顶山市退役军人事务局', '市退役军人事务局', 'Pingdingshan Veterans Affairs Bureau'],
  ['pds-justice', '平顶山市司法局', '市司法局', 'Pingdingshan Justice Bureau'],
  ['pds-emergency', '平顶山市应急管理局', '市应急管理局', 'Pingdingshan Emergency Management Bureau'],
  ['pds-transport', '平顶山市交通运输局', '市交通运输局', 'Pingdingshan Transport Bureau'],
  ['pds-environment', '平顶山市生态环境局', '市生态环境局', 'Pingdingshan Ecology and Environment Bureau'],
  [
    'pds-agriculture',
    '平顶山市农业农村局',
    '市农业农村局',
    'Pingdingshan Agriculture and Rural Affairs Bureau',
  ],
  [
    'pds-disabled',
    '平顶山市残疾人联合会',
    '市残疾人联合会',
    'Pingdingshan Disabled Persons’ Federation',
    'authorized',
  ],
  [
    'pds-housing-fund',
    '平顶山市住房公积金中心',
    '市住房公积金中心',
    'Pingdingshan Housing Provident Fund Centre',
    'authorized',
  ],
  ['pds-finance', '平顶山市财政局', '市财政局', 'Pingdingshan Finance Bureau'],
];

/** The bodies that the annex of 平湛数政办〔2022〕2号 names, and the townships and streets it is sent to. */
const ZHANHE: Row[] = [
  [
    'zh-data',
    '湛河区政务服务和大数据管理局',
    '区政务服务和大数据管理局',
    'Zhanhe Government Services and Big Data Administration',
  ],
  ['zh-office', '湛河区人民政府办公室', '区政府办公室', 'Zhanhe District Government Office'],
  [
    'zh-cyberspace',
    '湛河区网络安全和信息化事务服务中心',
    '区网信事务服务中心',
    'Zhanhe Cybersecurity and Informatization Service Centre',
    'authorized',
  ],
  [
    'zh-establishment',
    '中共湛河区委机构编制委员会办公室',
    '区委编办',
    'Zhanhe Office of the Institutional Establishment Committee',
  ],
  ['zh-court', '平顶山市湛河区人民法院', '区人民法院', 'Zhanhe District People’s Court', 'court'],
  [
    'zh-procuratorate',
    '平顶山市湛河区人民检察院',
    '区人民检察院',
    'Zhanhe District People’s Procuratorate',
    'procuratorate',
  ],
  ['zh-development', '湛河区发展和改革委员会', '区发展改革委', 'Zhanhe Development and Reform Commission'],
  ['zh-education', '湛河区教育体育局', '区教育体育局', 'Zhanhe Education and Sports Bureau'],
  ['zh-science', '湛河区科学技术局', '区科学技术局', 'Zhanhe Science and Technology Bureau'],
  [
    'zh-industry',
    '湛河区工业和信息化局',
    '区工业和信息化局',
    'Zhanhe Industry and Information Technology Bureau',
  ],
  [
    'zh-public-security',
    '平顶山市公安局湛河分局',
    '市公安局湛河分局',
    'Zhanhe Branch of Pingdingshan Public Security Bureau',
  ],
  ['zh-civil-affairs', '湛河区民政局', '区民政局', 'Zhanhe Civil Affairs Bureau'],
  ['zh-justice', '湛河区司法局', '区司法局', 'Zhanhe Justice Bureau'],
  ['zh-finance', '湛河区财政局', '区财政局', 'Zhanhe Finance Bureau'],
  [
    'zh-human-resources',
    '湛河区人力资源和社会保障局',
    '区人力资源和社会保障局',
    'Zhanhe Human Resources and Social Security Bureau',
  ],
  [
    'zh-natural-resources',
    '平顶山市自然资源和规划局湛河分局',
    '市自然资源和规划局湛河分局',
    'Zhanhe Branch of Pingdingshan Natural Resources and Planning Bureau',
  ],
  [
    'zh-environment',
    '平顶山市生态环境局湛河分局',
    '市生态环境局湛河分局',
    'Zhanhe Branch of Pingdingshan Ecology and Environment Bureau',
  ],
  [
    'zh-housing',
    '湛河区住房和城乡建设局',
    '区住房和城乡建设局',
    'Zhanhe Housing and Urban-Rural Development Bureau',
  ],
  ['zh-transport', '湛河区交通运输局', '区交通运输局', 'Zhanhe Transport Bureau'],
  [
    'zh-agriculture',
    '湛河区农业农村和水利局',
    '区农业农村和水利局',
    'Zhanhe Agriculture, Rural Affairs and Water Bureau',
  ],
  ['zh-commerce', '湛河区商务局', '区商务局', 'Zhanhe Commerce Bureau'],
  [
    'zh-culture',
    '湛河区文化广电和旅游局',
    '区文化广电和旅游局',
    'Zhanhe Culture, Radio, Television and Tourism Bureau',
  ],
  ['zh-health', '湛河区卫生健康委员会', '区卫生健康委员会', 'Zhanhe Health Commission'],
  ['zh-veterans', '湛河区退役军人事务局', '区退役军人事务局', 'Zhanhe Veterans Affairs Bureau'],
  ['zh-emergency', '湛河区应急管理局', '区应急管理局', 'Zhanhe Emergency Management Bureau'],
  ['zh-audit', '湛河区审计局', '区审计局', 'Zhanhe Audit Bureau'],
  ['zh-market', '湛河区市场监督管理局', '区市场监督管理局', 'Zhanhe Administration for Market Regulation'],
  ['zh-statistics', '湛河区统计局', '区统计局', 'Zhanhe Statistics Bureau'],
  ['zh-medical-insurance', '湛河区医疗保障局', '区医疗保障局', 'Zhanhe Healthcare Security Administration'],
  [
    'zh-government-affairs',
    '湛河区机关事务服务中心',
    '区机关事务服务中心',
    'Zhanhe Government Offices Service Centre',
    'authorized',
  ],
  ['zh-financial-work', '湛河区金融工作局', '区金融工作局', 'Zhanhe Financial Work Bureau'],
  ['zh-petitions', '湛河区信访局', '区信访局', 'Zhanhe Public Complaints and Proposals Bureau'],
  ['zh-city-management', '湛河区城市管理局', '区城市管理局', 'Zhanhe Urban Management Bureau'],
  [
    'zh-tax',
    '国家税务总局平顶山市湛河区税务局',
    '区税务局',
    'Zhanhe District Tax Service, State Taxation Administration',
  ],
  [
    'zh-digital-city',
    '湛河区数字化城市监督指挥中心',
    '区数字化城市监督指挥中心',
    'Zhanhe Digital City Supervision and Command Centre',
    'authorized',
  ],
  ['zh-caozhen', '湛河区曹镇乡人民政府', '曹镇乡', 'Caozhen Township Government', 'township'],
  ['zh-mazhuang', '湛河区马庄街道办事处', '马庄街道', 'Mazhuang Sub-district Office', 'township'],
  ['zh-nanhuanlu', '湛河区南环路街道办事处', '南环路街道', 'Nanhuanlu Sub-district Office', 'township'],
  ['zh-yaomeng', '湛河区姚孟街道办事处', '姚孟街道', 'Yaomeng Sub-district Office', 'township'],
  ['zh-jiulishan', '湛河区九里山街道办事处', '九里山街道', 'Jiulishan Sub-district Office', 'township'],
  ['zh-qinggonglu', '湛河区轻工路街道办事处', '轻工路街道', 'Qinggonglu Sub-district Office', 'township'],
  ['zh-gaoyanglu', '湛河区高阳路街道办事处', '高阳路街道', 'Gaoyanglu Sub-district Office', 'township'],
  ['zh-beidu', '湛河区北渡街道办事处', '北渡街道', 'Beidu Sub-district Office', 'township'],
  ['zh-jingshan', '湛河区荆山街道办事处', '荆山街道', 'Jingshan Sub-district Office', 'township'],
  ['zh-hebin', '湛河区河滨街道办事处', '河滨街道', 'Hebin Sub-district Office', 'township'],
];

const SHILONG: Row[] = [
  [
    'sl-data',
    '石龙区政务服务和大数据管理局',
    '区政务服务和大数据管理局',
    'Shilong Government Services and Big Data Administration',
  ],
  ['sl-civil-affairs', '石龙区民政局', '区民政局', 'Shilong Civil Affairs Bureau'],
  ['sl-market', '石龙区市场监督管理局', '区市场监督管理局', 'Shilong Administration for Market Regulation'],
  [
    'sl-human-resources',
    '石龙区人力资源和社会保障局',
    '区人力资源和社会保障局',
    'Shilong Human Resources and Social Security Bureau',
  ],
  ['sl-education', '石龙区教育体育局', '区教育体育局', 'Shilong Education and Sports Bureau'],
  ['sl-medical-insurance', '石龙区医疗保障局', '区医疗保障局', 'Shilong Healthcare Security Administration'],
];

function departmentsOf(regionCode: string, rows: Row[], firstNumber: number): DemonstrationDepartment[] {
  return rows.map(([key, name, shortName, nameEn, kind = 'government'], index) => {
    const organization = `MX00${String(firstNumber + index).padStart(4, '0')}`;
    // 11 stands for a state organ, 12 for a public institution.
    const head = kind === 'authorized' ? '12' : '11';
    const first17 = `${head}${regionCode}${organization}${organizationCodeCheckDigit(organization)}`;
    return {
      key,
      name,
      shortName,
      nameEn,
      regionCode,
      kind,
      creditCode: `${first17}${creditCodeCheckDigit(first17)}`,
      isAuthority: key.endsWith('-data'),
    };
  });
}

export const DEPARTMENTS: DemonstrationDepartment[] = [
  ...departmentsOf('410400', CITY, 1),
  ...departmentsOf('410411', ZHANHE, 101),
  ...departmentsOf('410404', SHILONG, 201),
];

const byKey = new Map(DEPARTMENTS.map(department => [department.key, department]));

/** The department with this key, which must exist: keys are written in this folder only. */
export function getDepartment(key: string): DemonstrationDepartment {
  const department = byKey.get(key);
  if (department === undefined) throw new Error(`the demonstration has no department ${key}`);
  return department;
}
