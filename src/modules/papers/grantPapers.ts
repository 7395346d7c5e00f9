import type { DisposalFacts, GrantFacts } from './facts.ts';
import {
  type Block,
  addressee,
  form,
  heading,
  inFull,
  inShort,
  line,
  list,
  pair,
  signature,
  stamps,
  text,
} from './structure.ts';
import { dayWords, dayWordsOf, levelWord, maskWord, modeWord, rowSentences } from './words.ts';

const whole = (lines: readonly string[]): readonly string[] => (lines.length === 0 ? ['不限'] : lines);

/** 授权书: what may be used, until when and how. */
export function grantPaper(one: GrantFacts): Block[] {
  const address = one.system.addresses.length === 0 ? [] : [`调用地址：${one.system.addresses.join('、')}`];
  const rid = one.system.rid === null ? [] : [`请求者身份标识：${one.system.rid}`];
  return [
    addressee(one.consumer),
    text(`依你单位申请（编号：${one.applicationNo}）及对该申请的答复，授权你单位按下列内容使用政务数据：`),
    form([
      pair('授权编号', one.no, '版本', `第 ${one.version} 版`),
      pair('提供部门', one.provider, '使用部门', one.consumer),
      line('目录', one.entryTitle),
      line('办理事项', one.matter),
      line('使用依据', one.ground),
      line('应用场景', one.scenario),
      line('使用范围', one.scope),
      ...(one.thirdParties.length === 0 ? [] : [line('可提供的第三方', one.thirdParties)]),
      pair('共享方式', modeWord(one.mode), '使用期限', [
        `${dayWords(one.from)}起`,
        `${dayWords(one.until)}止`,
      ]),
      line('使用系统', [one.system.name, ...rid, ...address]),
      ...(one.sid === null ? [] : [line('服务编码', one.sid)]),
      line('数据范围', rowSentences(one.rows)),
      line('使用限额', whole(one.limits)),
      line('授权依据', one.consentBy),
    ]),
    heading(`数据项（${one.items.length} 项）`),
    list(
      [40, 20, 30],
      ['数据项名称', '敏感级别', '脱敏方式'],
      one.items.map(({ name, sensitivity, mask }) => [name, levelWord(sensitivity), maskWord(mask)]),
    ),
    heading('使用条件'),
    text(
      '本授权只限于上列系统、事项、场景、数据项和期限。需要扩大范围、变更目的、更换系统或者提供给第三方的，应当另行申请。',
    ),
    text(one.disposal),
    ...inShort(one.duties),
    ...signature(one.provider, dayWordsOf(one.at)),
  ];
}

/** 数据处置确认书: what became of the data, in the words that the consumer’s head signed. */
export function disposalPaper(one: GrantFacts, disposal: DisposalFacts): Block[] {
  const { step, digest, certificate } = disposal;
  return [
    addressee(one.provider),
    text(
      `你单位授权我单位使用的“${one.entryTitle}”（授权编号：${one.no}）已经终止。现确认数据处置情况如下：`,
    ),
    form([
      pair('授权编号', one.no, '使用期限', [`${dayWords(one.from)}起`, `${dayWords(one.until)}止`]),
      pair('提供部门', one.provider, '使用部门', one.consumer),
      line('使用系统', one.system.name),
      line('处置要求', disposal.demanded),
      pair('处置方式', disposal.way, '处置日期', dayWords(disposal.on)),
      ...(disposal.what === '' ? [] : [line('处置的数据', disposal.what)]),
      line('处置证明', certificate.split('\n')),
      ...(digest === null ? [] : [line('证明摘要', [`SHA-256：`, digest])]),
      line('确认人', `${step.post}${step.name === '' ? '' : ` ${step.name}`}，${dayWordsOf(step.at)}`),
      ...stamps(['使用部门（盖章）', '提供部门确认（盖章）']),
    ]),
    ...(step.clauses.length === 0 ? [] : [heading('依据'), ...inFull(step.clauses)]),
  ];
}
