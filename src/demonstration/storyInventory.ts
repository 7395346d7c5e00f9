/** What departments of the demonstration have beside the databases that they registered: systems told by hand. */
export interface StorySystem {
  of: string;
  name: string;
  purpose: string;
  state: 'building' | 'in_use' | 'stopped';
  /** `leftOut`: why the table needs no entry. */
  tables: readonly { place: string; title: string; rows: number; leftOut?: string }[];
}

export const SYSTEMS: readonly StorySystem[] = [
  {
    of: 'pds-civil-affairs',
    name: '殡葬管理系统',
    purpose: '殡仪馆、公墓和骨灰寄存业务',
    state: 'in_use',
    tables: [
      { place: 'funeral.ashes_storage', title: '骨灰寄存登记', rows: 12_430 },
      { place: 'funeral.cemetery', title: '经营性公墓', rows: 31 },
    ],
  },
  {
    of: 'pds-public-security',
    name: '出入境管理系统',
    purpose: '出入境证件受理和签发',
    state: 'in_use',
    tables: [
      { place: 'exit_entry.passport_application', title: '普通护照申领登记', rows: 86_120 },
      { place: 'exit_entry.permit_application', title: '往来港澳通行证申领登记', rows: 54_700 },
      {
        place: 'exit_entry.sms_queue',
        title: '短信发送队列',
        rows: 940,
        leftOut: '程序运行表，不是业务数据',
      },
    ],
  },
  {
    of: 'pds-market',
    name: '特种设备监管系统',
    purpose: '特种设备使用登记和检验',
    state: 'in_use',
    tables: [
      { place: 'equipment.elevator', title: '电梯使用登记', rows: 5230 },
      { place: 'equipment.boiler', title: '锅炉使用登记', rows: 640 },
      { place: 'equipment.import_step', title: '导入中间表', rows: 0, leftOut: '数据交换的中间表，用后清空' },
    ],
  },
  {
    of: 'pds-human-resources',
    name: '劳动保障监察系统',
    purpose: '劳动保障监察立案和处理',
    state: 'in_use',
    tables: [{ place: 'inspection.wage_case', title: '欠薪案件登记', rows: 1180 }],
  },
  {
    of: 'pds-health',
    name: '医疗机构电子化注册系统',
    purpose: '医疗机构执业登记',
    state: 'in_use',
    tables: [
      { place: 'registry.institution', title: '医疗机构', rows: 2260 },
      { place: 'registry.nurse', title: '护士执业注册', rows: 15_900 },
    ],
  },
];
