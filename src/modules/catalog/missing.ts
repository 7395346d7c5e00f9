import type { Text } from '#kernel/errors.ts';
import { type Content, maskProblem } from './rules.ts';

/** What keeps an entry from being submitted: the field, and what is wrong with it. */
export interface Missing {
  field: string;
  text: string;
  textEn: string;
}

/** Which questions the rules of the place ask of an entry. */
export interface Demands {
  /** `catalog.assessments`: secrecy, personal_information. */
  assessments: readonly string[];
  /** `identifiers.person_and_legal`: citizen_id, credit_code. */
  identifiers: readonly string[];
}

const missing = (field: string, text: string, textEn: string): Missing => ({ field, text, textEn });

/** 事项基本目录编码, which a national catalog code carries (standards.md 2.2). */
const MATTER_CODE = /^[0-9A-Z]{12}$/;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Fields that every published entry has (N809 13), then assessments and identifiers. In the order of the form. */
export function missingIn(content: Content, demands: Demands): Missing[] {
  return [
    ...missingFields(content),
    ...missingInItems(content, demands),
    ...missingAssessments(content, demands),
  ];
}

function missingFields(content: Content): Missing[] {
  const found: Missing[] = [];
  if (content.title.trim() === '') found.push(missing('title', '目录名称没有填写', 'The title is empty'));
  if (content.abstract.trim() === '')
    found.push(missing('abstract', '摘要没有填写', 'The abstract is empty'));
  if (content.classCode === '') found.push(missing('classCode', '分类没有选择', 'The class is not chosen'));
  if (content.updateCycle === 'other' && content.updateCycleNote.trim() === '')
    found.push(missing('updateCycle', '“其他”更新周期须写明', 'Say what the other update cycle is'));
  if (content.carrier !== 'electronic' && content.digitising.trim() === '')
    found.push(
      missing('digitising', '纸质数据须写明数字化计划', 'Data on paper needs a plan for digitising it'),
    );
  if (content.phone.trim() === '')
    found.push(missing('phone', '联系电话没有填写', 'The telephone number is empty'));
  if (content.shareType !== 'withheld' && content.modes.length === 0)
    found.push(missing('modes', '共享方式至少选一种', 'Choose at least one way of sharing'));
  if (new Set(content.modes).size < content.modes.length)
    found.push(missing('modes', '共享方式有重复', 'A way of sharing is named twice'));
  if (content.shareType === 'withheld' && content.openType !== 'none')
    found.push(
      missing('openType', '不予共享的数据不能向社会开放', 'Withheld data cannot be open to the public'),
    );
  if (content.openType === 'conditional' && content.openConditions.trim() === '')
    found.push(missing('openConditions', '有条件开放须写明开放条件', 'Name the conditions of opening'));
  if (content.duty.kind === 'matter' && content.duty.code !== '' && !MATTER_CODE.test(content.duty.code))
    found.push(missing('duty', '事项基本目录编码应为 12 位', 'The code of a matter has 12 characters'));
  return found;
}

/** 公民身份号码 for persons, 统一社会信用代码 for legal persons and other organisations (PD 12). */
const IDENTIFIERS: Record<'person' | 'legal', { key: string; name: RegExp; words: Text }> = {
  person: {
    key: 'citizen_id',
    name: /身份号码|身份证/,
    words: { zh: '公民身份号码', en: 'the citizen identity number' },
  },
  legal: {
    key: 'credit_code',
    name: /信用代码|纳税人识别号/,
    words: { zh: '统一社会信用代码', en: 'the unified social credit code' },
  },
};

function missingInItems({ items, subject, modes }: Content, { identifiers }: Demands): Missing[] {
  if (items.length === 0) return [missing('items', '还没有数据项', 'There are no data items')];
  const found: Missing[] = [];
  const seen = new Set<string>();
  for (const { name } of items) {
    if (seen.has(name.trim()))
      found.push(missing('items', `数据项“${name}”重复`, `The item “${name}” stands there twice`));
    seen.add(name.trim());
  }
  if (subject !== 'other') {
    const { key, name, words } = IDENTIFIERS[subject];
    if (identifiers.includes(key) && !items.some(item => item.identifier && name.test(item.name)))
      found.push(missing('items', `须以${words.zh}作为标识项`, `An identifier item is needed: ${words.en}`));
  } else if (
    modes.some(mode => mode === 'query' || mode === 'verify') &&
    !items.some(item => item.identifier)
  )
    found.push(missing('items', '查询和核验须有标识项', 'Query and verification need an identifier item'));
  const masked = items.find(item => item.identifier && item.mask.kind === 'hidden');
  if (masked)
    found.push(
      missing(
        'items',
        `标识项“${masked.name}”不能设为不给出`,
        `The identifier “${masked.name}” cannot be hidden`,
      ),
    );
  const bare = items.find(
    item => item.shareType !== null && item.shareType !== 'unconditional' && item.conditions.length === 0,
  );
  if (bare)
    found.push(
      missing(
        'items',
        `数据项“${bare.name}”单独列为${bare.shareType === 'withheld' ? '不予共享，须写明理由' : '有条件共享，须写明条件'}`,
        `The item “${bare.name}” is ${bare.shareType} by itself: write ${bare.shareType === 'withheld' ? 'why' : 'its conditions'}`,
      ),
    );
  const problem = items.map(item => maskProblem(item, item.mask)).find(one => one !== undefined);
  if (problem) found.push(missing('items', problem.zh, problem.en));
  return found;
}

function missingAssessments(
  { secrecy, personalInfo, subject }: Content,
  { assessments }: Demands,
): Missing[] {
  const found: Missing[] = [];
  if (assessments.includes('secrecy') && (secrecy.conclusion !== 'no_secret' || !DAY.test(secrecy.date)))
    found.push(
      missing('secrecy', '保密风险评估还没有结论和日期', 'The secrecy assessment has no conclusion and date'),
    );
  if (!assessments.includes('personal_information')) return found;
  const { conclusion, date } = personalInfo;
  if (conclusion === 'not_acceptable')
    found.push(
      missing(
        'personalInfo',
        '个人信息保护影响评估没有通过',
        'The personal information impact assessment failed',
      ),
    );
  else if (subject === 'person' && conclusion !== 'acceptable')
    found.push(
      missing(
        'personalInfo',
        '自然人数据须做个人信息保护影响评估',
        'Data about persons needs an impact assessment',
      ),
    );
  else if (conclusion === 'not_done' || (conclusion === 'acceptable' && !DAY.test(date)))
    found.push(
      missing(
        'personalInfo',
        '个人信息保护影响评估还没有结论和日期',
        'The personal information impact assessment has no conclusion and date',
      ),
    );
  return found;
}

/** The library of standards, as far as an entry names it. */
export interface Library {
  classByCode(code: string): { name: string; level: number; retired: boolean } | undefined;
  elementByCode(code: string): { retired: boolean } | undefined;
}

/**
 * What an entry names that is not there. Publishing would refuse it, after two people had signed. What was retired may
 * stay in an entry that has its code already (`coded`), and comes into no new one.
 */
export function unknownIn(content: Content, library: Library, coded: boolean): Missing[] {
  const found: Missing[] = [];
  const { classCode, items } = content;
  const chosen = library.classByCode(classCode);
  if (classCode !== '' && !chosen)
    found.push(missing('classCode', `没有代码为 ${classCode} 的分类`, `There is no class ${classCode}`));
  if (chosen?.retired === true && !coded)
    found.push(
      missing('classCode', `分类“${chosen.name}”已停用`, `The class ${classCode} is no longer in force`),
    );
  if (chosen?.level === 1)
    found.push(
      missing('classCode', `分类“${chosen.name}”太粗，须选到“项”`, `The class ${classCode} is too coarse`),
    );
  const strange = items.find(item => item.element !== '' && !library.elementByCode(item.element));
  if (strange)
    found.push(
      missing(
        'items',
        `数据项“${strange.name}”的标准数据元 ${strange.element} 不存在`,
        `The standard element ${strange.element} of “${strange.name}” does not exist`,
      ),
    );
  return found;
}
