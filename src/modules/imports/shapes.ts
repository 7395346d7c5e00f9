/** The catalog's template: sheets 目录 and 数据项, and one flat table for .csv, all made from the same columns. */
import { type Text, text } from '#kernel/errors.ts';
import {
  BASIS_RANKS,
  CARRIERS,
  COLUMN_TYPES,
  FORMAT_KINDS,
  GRADES,
  MASK_KINDS,
  OPEN_TYPES,
  SHARE_MEANS,
  SHARE_MODES,
  SHARE_TYPES,
  SUBJECTS,
  UPDATE_CYCLES,
} from '#modules/catalog/contract.ts';
import { type Choice, type Column, type Shape, column } from '#sheets/index.ts';
import { LEAST_WIDTH, MOST_KEPT, MOST_WIDTH } from '#vocabulary/masks.ts';

/** Where the labels of enumerations come from: module standards. */
export interface Labels {
  codes(table: string): readonly { key: string; zh: string; en: string; retired: boolean }[];
  label(table: string, key: string, language: 'zh' | 'en'): string;
  classes(): readonly { code: string; name: string; nameEn: string; retired: boolean }[];
}

const choice = (code: string, zh: string, en: string): Choice => ({ code, label: { zh, en } });

/** What no table of the standards has: words of the platform itself. */
const SUBJECT_WORDS: Record<(typeof SUBJECTS)[number], Text> = {
  person: text('自然人', 'Natural persons'),
  legal: text('法人', 'Legal persons'),
  other: text('其他', 'Other'),
};
const CARRIER_WORDS: Record<(typeof CARRIERS)[number], Text> = {
  electronic: text('电子', 'Electronic'),
  paper: text('纸质', 'Paper'),
  both: text('电子和纸质', 'Both'),
};
const RANK_WORDS: Record<(typeof BASIS_RANKS)[number], Text> = {
  law: text('法律', 'Law'),
  regulation: text('行政法规', 'Administrative regulation'),
  state_council: text('国务院决定', 'Decision of the State Council'),
  national_policy: text('国家政策文件', 'National policy'),
  local_regulation: text('地方性法规', 'Local regulation'),
  local_rule: text('地方规范性文件', 'Local rule'),
  other: text('其他', 'Other'),
};
const TYPE_WORDS: Record<(typeof COLUMN_TYPES)[number], Text> = {
  text: text('字符型', 'Text'),
  bigint: text('整数', 'Integer'),
  numeric: text('小数', 'Decimal'),
  double: text('浮点数', 'Floating point'),
  boolean: text('是否', 'Yes or no'),
  date: text('日期', 'Date'),
  timestamp: text('日期时间', 'Date and time'),
};
const SECRECY_WORDS = {
  not_done: text('未评估', 'Not assessed'),
  no_secret: text('不涉密', 'No secret'),
  work_secret: text('工作秘密', 'Work secret'),
  state_secret: text('国家秘密', 'State secret'),
};
const PERSONAL_WORDS = {
  not_done: text('未评估', 'Not assessed'),
  not_needed: text('无需评估', 'Not needed'),
  acceptable: text('影响可接受', 'Acceptable'),
  not_acceptable: text('影响不可接受', 'Not acceptable'),
};
const DUTY_WORDS = {
  duty: text('三定职责', 'Duty'),
  matter: text('政务服务事项', 'Matter'),
  other: text('其他', 'Other'),
};
const MASK_WORDS: Record<(typeof MASK_KINDS)[number], Text> = {
  none: text('原样', 'As it is'),
  name: text('姓名', 'Name'),
  middle: text('隐去中间', 'Middle hidden'),
  address: text('地址', 'Address'),
  mail: text('邮箱', 'Mail'),
  year: text('年', 'Year'),
  month: text('年月', 'Year and month'),
  range: text('区间', 'Range'),
  digest: text('加密摘要', 'Keyed digest'),
  hidden: text('隐去', 'Hidden'),
};

const wordsOf = (words: Record<string, Text>): Choice[] =>
  Object.entries(words).map(([code, { zh, en }]) => choice(code, zh, en));

type More = Partial<Omit<Column, 'key' | 'title' | 'note'>>;
const NOTHING = text('', '');
const pick = (choices: readonly Choice[]): More => ({ kind: 'enum', choices });
const LINES: More = { many: true, maxLength: 300, maxValues: 20, width: 30 };

export interface Shapes {
  entries: Shape;
  items: Shape;
  /** One row for each item; the entry's own columns are filled in the first row of its title. */
  flat: Shape;
}

/** What an item's row names its entry by. */
const TITLE = column(
  'title',
  text('目录名称', 'Title'),
  text(
    '数据资源的名称，不是系统的名称；本部门内不重名。',
    'Of the data, not of the system; once in a department.',
  ),
  { required: true, maxLength: 120, width: 30 },
);

function entryColumns(
  of: (table: string, known: readonly string[]) => Choice[],
  classes: Choice[],
): Column[] {
  return [
    TITLE,
    column(
      'abstract',
      text('摘要', 'Abstract'),
      text('数据的内容、来源和范围。', 'What the data are, where from, how far.'),
      { maxLength: 2000, width: 40 },
    ),
    column(
      'subject',
      text('数据主体', 'Subject'),
      text('数据说的是谁；不填为“其他”。', 'Whom the data are about; other when empty.'),
      pick(wordsOf(SUBJECT_WORDS)),
    ),
    column(
      'classCode',
      text('分类', 'Class'),
      text('类、项、目、细目，选最细的一级。', 'The finest class of the tree.'),
      { ...pick(classes), width: 24 },
    ),
    column(
      'formatKind',
      text('数据格式', 'Format'),
      text('不填为“数据库”。', 'Database when empty.'),
      pick(of('format_kind', FORMAT_KINDS)),
    ),
    column(
      'formatType',
      text('格式子类', 'Format, type'),
      text('如 xlsx、oracle。', 'Such as xlsx or oracle.'),
      { maxLength: 40 },
    ),
    column('formatRemark', text('格式说明', 'Format, remark'), NOTHING, { maxLength: 200 }),
    column(
      'carrier',
      text('数据载体', 'Carrier'),
      text('不填为“电子”。', 'Electronic when empty.'),
      pick(wordsOf(CARRIER_WORDS)),
    ),
    column(
      'digitising',
      text('数字化计划', 'Plan for digitising'),
      text('有纸质数据时填写。', 'For data on paper.'),
      { maxLength: 500 },
    ),
    column(
      'updateCycle',
      text('更新周期', 'Update cycle'),
      text('不填为“每日”。', 'Daily when empty.'),
      pick(of('update_cycle', UPDATE_CYCLES)),
    ),
    column(
      'updateCycleNote',
      text('更新周期说明', 'Update cycle, note'),
      text('周期为“其他”时填写。', 'For another cycle.'),
      { maxLength: 100 },
    ),
    column(
      'shareType',
      text('共享类型', 'Share type'),
      text('有条件共享、不予共享须有依据。', 'All but unconditional need a legal basis.'),
      { ...pick(of('share_type', SHARE_TYPES)), required: true },
    ),
    column(
      'basisRank',
      text('依据等级', 'Basis, rank'),
      text('依据的文件是哪一级。', 'Of the text it rests on.'),
      pick(wordsOf(RANK_WORDS)),
    ),
    column('basisTitle', text('依据名称', 'Basis, title'), NOTHING, { maxLength: 200, width: 30 }),
    column(
      'basisArticle',
      text('依据条款', 'Basis, article'),
      text('如“第十五条”。', 'Such as article 15.'),
      { maxLength: 80 },
    ),
    column(
      'conditions',
      text('共享条件或理由', 'Conditions or reason'),
      text('有条件共享的条件；不予共享的理由。', 'Conditions; for withheld data, the reason.'),
      LINES,
    ),
    column('scope', text('共享范围', 'Scope'), NOTHING, { maxLength: 500 }),
    column('purpose', text('使用用途', 'Purpose'), NOTHING, { maxLength: 500 }),
    column('useTerms', text('使用条件', 'Terms of use'), NOTHING, { maxLength: 500 }),
    column('modes', text('共享方式', 'Ways of sharing'), NOTHING, {
      ...pick(of('share_mode', SHARE_MODES)),
      many: true,
      maxValues: 4,
      width: 24,
    }),
    column(
      'means',
      text('共享方式分类', 'Means'),
      text('不填为共享平台方式。', 'The platform when empty.'),
      pick(of('share_means', SHARE_MEANS)),
    ),
    column(
      'openType',
      text('开放类型', 'Open to the public'),
      text('不填为不予开放。', 'Not open when empty.'),
      pick(of('open_type', OPEN_TYPES)),
    ),
    column('openConditions', text('开放条件', 'Conditions of opening'), NOTHING, { maxLength: 500 }),
    column(
      'grade',
      text('数据分级', 'Grade'),
      text('不填为“一般”。', 'General when empty.'),
      pick(of('grade', GRADES)),
    ),
    column(
      'secrecy',
      text('保密风险评估结论', 'Secrecy assessment'),
      text('涉密的不能编入目录。', 'What is secret cannot enter.'),
      pick(wordsOf(SECRECY_WORDS)),
    ),
    column('secrecyDate', text('保密风险评估日期', 'Secrecy assessment, date'), NOTHING, { kind: 'date' }),
    column(
      'personalInfo',
      text('个人信息保护影响评估结论', 'Personal information assessment'),
      NOTHING,
      pick(wordsOf(PERSONAL_WORDS)),
    ),
    column(
      'personalInfoDate',
      text('个人信息保护影响评估日期', 'Personal information assessment, date'),
      NOTHING,
      { kind: 'date' },
    ),
    column('dutyKind', text('职责来源', 'Duty, kind'), NOTHING, pick(wordsOf(DUTY_WORDS))),
    column('dutyTitle', text('职责或事项名称', 'Duty, title'), NOTHING, { maxLength: 120 }),
    column(
      'dutyCode',
      text('事项编码', 'Duty, code'),
      text('政务服务事项的 12 位编码。', 'The 12 characters of a matter.'),
      { maxLength: 40, halfWidth: true },
    ),
    column('system', text('来源系统', 'Source system'), NOTHING, { maxLength: 120 }),
    column(
      'contact',
      text('联系岗位', 'Contact post'),
      text('填岗位，不填个人姓名。', 'A post, never a person’s name.'),
      { maxLength: 80 },
    ),
    column('phone', text('联系电话', 'Telephone'), NOTHING, { maxLength: 40, halfWidth: true }),
    column(
      'related',
      text('关联目录代码', 'Related entries'),
      text('其他目录的代码。', 'Codes of other entries.'),
      { many: true, maxLength: 60, maxValues: 20, halfWidth: true },
    ),
  ];
}

function itemColumns(of: (table: string, known: readonly string[]) => Choice[]): Column[] {
  return [
    column('name', text('数据项名称', 'Item'), text('同一目录内不重名。', 'Once in an entry.'), {
      required: true,
      maxLength: 80,
      width: 24,
    }),
    column(
      'type',
      text('数据项类型', 'Item, type'),
      text('不填为字符型。', 'Text when empty.'),
      pick(wordsOf(TYPE_WORDS)),
    ),
    column('length', text('数据项长度', 'Item, length'), text('字符数。', 'Characters.'), {
      kind: 'integer',
      min: 1,
      max: 100_000,
    }),
    column(
      'identifier',
      text('是否标识项', 'Identifier'),
      text('如公民身份号码。', 'Such as the identity number.'),
      { kind: 'boolean' },
    ),
    column('required', text('是否必填项', 'Mandatory'), NOTHING, { kind: 'boolean' }),
    column(
      'sensitivity',
      text('敏感级别', 'Sensitivity'),
      text('不填为第 1 级。', 'Level 1 when empty.'),
      pick(of('sensitivity', ['1', '2', '3', '4'])),
    ),
    column(
      'itemGrade',
      text('数据项分级', 'Item, grade'),
      text('不填为“一般”。', 'General when empty.'),
      pick(of('grade', GRADES)),
    ),
    column(
      'itemShareType',
      text('数据项共享类型', 'Item, share type'),
      text('不填与目录相同。', 'As the entry when empty.'),
      pick(of('share_type', SHARE_TYPES)),
    ),
    column(
      'itemConditions',
      text('数据项共享条件', 'Item, conditions'),
      text('只对这一项的条件或理由。', 'Of this item alone.'),
      { ...LINES, maxValues: 10 },
    ),
    column(
      'mask',
      text('脱敏方式', 'Mask'),
      text('不填为原样。', 'As it is when empty.'),
      pick(wordsOf(MASK_WORDS)),
    ),
    column(
      'maskHead',
      text('脱敏保留前几位', 'Mask, head'),
      text('隐去中间、地址时填写。', 'For a hidden middle and an address.'),
      { kind: 'integer', min: 0, max: MOST_KEPT },
    ),
    column(
      'maskTail',
      text('脱敏保留后几位', 'Mask, tail'),
      text('隐去中间时填写。', 'For a hidden middle.'),
      { kind: 'integer', min: 0, max: MOST_KEPT },
    ),
    column(
      'maskWidth',
      text('脱敏区间宽度', 'Mask, width'),
      text('区间时填写，如 10。', 'For a range, such as 10.'),
      { kind: 'integer', min: LEAST_WIDTH, max: MOST_WIDTH },
    ),
    column('element', text('标准数据元代码', 'Standard element'), text('如 DE00001。', 'Such as DE00001.'), {
      maxLength: 40,
      halfWidth: true,
    }),
    column('codeTable', text('代码表', 'Code table'), NOTHING, { maxLength: 80 }),
    column('description', text('数据项说明', 'Item, description'), NOTHING, { maxLength: 500, width: 40 }),
  ];
}

/** The shapes with the labels that count today. */
export function shapesOf(labels: Labels): Shapes {
  const of = (table: string, known: readonly string[]): Choice[] =>
    labels
      .codes(table)
      .filter(({ key, retired }) => !retired && known.includes(key))
      .map(({ key, zh, en }) => choice(key, zh, en));
  const classes = labels
    .classes()
    .filter(one => !one.retired)
    .map(({ code, name, nameEn }) => choice(code, `${code} ${name}`, `${code} ${nameEn}`));
  const entry = entryColumns(of, classes);
  const item = itemColumns(of);
  const optional = (columns: Column[]): Column[] => columns.map(one => ({ ...one, required: false }));
  return {
    entries: { name: text('目录', 'Entries'), columns: entry },
    items: {
      name: text('数据项', 'Items'),
      columns: [{ ...TITLE, note: text('与工作表“目录”里的名称一致。', 'As on the sheet 目录.') }, ...item],
    },
    flat: {
      name: text('目录和数据项', 'Entries and items'),
      columns: [TITLE, ...optional(entry.slice(1)), ...optional(item)],
    },
  };
}
