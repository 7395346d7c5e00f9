import type { Content } from '#modules/catalog/index.ts';

/** What every entry of a department says alike: the duty it follows from, its system, its post, its usual use. */
export interface Office {
  /** Of the 三定 rules, in short. */
  duty: string;
  system: string;
  contact: string;
  purpose: string;
}

const office = (duty: string, system: string, contact: string, purpose: string): Office => ({
  duty,
  system,
  contact,
  purpose,
});

export const OFFICES: Readonly<Record<string, Office>> = {
  'pds-public-security': office(
    '户政和交通管理',
    '公安综合业务系统',
    '科技信息化支队数据专员',
    '核对身份、户籍和车辆',
  ),
  'pds-civil-affairs': office(
    '社会救助和社会事务管理',
    '民政综合业务系统',
    '规划财务科数据专员',
    '核对婚姻、救助和社会组织情况',
  ),
  'pds-market': office('市场主体登记', '市场监管业务系统', '信用监管科数据专员', '核对市场主体及其许可'),
  'pds-human-resources': office(
    '就业和社会保险',
    '人社一体化系统',
    '信息中心数据专员',
    '核对参保、待遇和就业情况',
  ),
  'pds-natural-resources': office(
    '不动产登记和规划',
    '不动产登记与规划许可系统',
    '信息中心数据专员',
    '核对不动产和用地许可',
  ),
  'pds-medical-insurance': office('医疗保障经办', '医疗保障信息平台', '信息科数据专员', '核对参保和结算情况'),
  'pds-tax': office('税收征收管理', '税收征管系统', '征管和科技发展科数据专员', '核对纳税情况'),
  'pds-health': office('妇幼健康和医师管理', '全民健康信息平台', '信息中心数据专员', '核对出生和执业情况'),
  'pds-housing': office(
    '住房保障和施工许可',
    '住房和建设管理系统',
    '信息科数据专员',
    '核对施工许可和住房保障情况',
  ),
  'pds-education': office('学籍和教师管理', '教育管理信息系统', '电化教育馆数据专员', '核对学籍和教师资格'),
  'pds-veterans': office('退役军人服务保障', '退役军人事务系统', '综合科数据专员', '核对优待对象'),
  'pds-justice': office(
    '公共法律服务管理',
    '公共法律服务平台',
    '公共法律服务科数据专员',
    '核对公证和执业情况',
  ),
  'pds-emergency': office('安全生产监督管理', '安全生产监管系统', '行政审批科数据专员', '核对安全生产许可'),
  'pds-transport': office('道路运输管理', '道路运政系统', '运输科数据专员', '核对道路运输许可和从业资格'),
  'pds-environment': office('排污许可管理', '排污许可管理系统', '监测科数据专员', '核对排污许可'),
  'pds-agriculture': office('农机安全监理', '农机监理系统', '农机科数据专员', '核对农机登记'),
  'pds-disabled': office('残疾人证核发管理', '残疾人服务系统', '教就科数据专员', '核对残疾人证'),
  'pds-housing-fund': office('住房公积金管理', '住房公积金系统', '信息科数据专员', '核对缴存情况'),
  'zh-education': office('义务教育管理', '区教育管理系统', '基础教育股数据专员', '核对办学情况'),
  'zh-civil-affairs': office('老年人福利', '区民政业务系统', '社会事务股数据专员', '核对救助和津贴情况'),
  'zh-market': office('食品安全监督管理', '区市场监管系统', '食品股数据专员', '核对小餐饮备案'),
  'zh-industry': office('惠企政策兑现', '惠企资金平台', '企业服务股数据专员', '核对惠企资金兑付'),
  'zh-city-management': office('户外广告设置管理', '城市管理系统', '审批股数据专员', '核对户外广告许可'),
};

const CONDITIONAL_SCOPE = '因履行法定职责确需使用的行政机关';
const OPEN_SCOPE = '全市各级行政机关和法律、法规授权的具有管理公共事务职能的组织';

/** The content with what its department says of all its entries. */
export function ofOffice(departmentKey: string, content: Content): Content {
  const known = OFFICES[departmentKey];
  if (!known) throw new Error(`the demonstration does not say what ${departmentKey} is in charge of`);
  const shared = content.shareType !== 'withheld';
  return {
    ...content,
    duty: { kind: 'duty', title: known.duty, code: '' },
    system: known.system,
    contact: known.contact,
    ...(shared
      ? {
          scope: content.shareType === 'conditional' ? CONDITIONAL_SCOPE : OPEN_SCOPE,
          purpose: known.purpose,
          useTerms: '只用于申请时列明的事项，不得转交他人，用后按期销毁',
        }
      : {}),
  };
}

/** Open to the public: licences of legal persons and places, nothing of a person. */
const OPEN: Readonly<Record<string, Pick<Content, 'openType' | 'openConditions'>>> = {
  'food-licence': { openType: 'unconditional', openConditions: '' },
  'construction-permit': { openType: 'unconditional', openConditions: '' },
  'land-planning-permit': { openType: 'unconditional', openConditions: '' },
  'safety-licence': { openType: 'unconditional', openConditions: '' },
  'discharge-permit': {
    openType: 'conditional',
    openConditions: '注明来源和更新日期；排放口位置以许可证副本为准',
  },
  'outdoor-sign-permit': { openType: 'conditional', openConditions: '注明来源和更新日期' },
};

export const openingOf = (entryKey: string): Pick<Content, 'openType' | 'openConditions'> | undefined =>
  OPEN[entryKey];
