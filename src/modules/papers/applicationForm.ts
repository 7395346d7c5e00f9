import type { ApplicationFacts } from './facts.ts';
import { type Block, type Cell, band, form, line, listed, pair, stamps } from './structure.ts';
import { dayWords, dayWordsOf, hoursWords, levelWord, modeWord, rowSentences } from './words.ts';

const PROMISE =
  '本部门承诺：本申请真实、合法、必要；所获数据只用于本表载明的事项、场景和范围，不擅自扩大使用范围，不用于或者变相用于其他目的，不擅自提供给第三方；共享目的实现后按提供部门的要求妥善处置。';

const NONE = '无';
const AS_THE_MATTER = '同办理事项';
const orNone = (lines: readonly string[]): readonly string[] => (lines.length === 0 ? [NONE] : lines);

function frequency({ frequency: asked }: ApplicationFacts): string {
  return asked === null ? '按需' : `平均每日 ${asked.perDay} 次，峰值每分钟 ${asked.peakPerMinute} 次`;
}

const window = ({ window: asked }: ApplicationFacts): string => (asked === null ? '不限' : hoursWords(asked));

/** What differs from one entry of a form to the next. */
function asked(one: ApplicationFacts): Cell[][] {
  const code = one.entryCode === null ? '' : `（${one.entryCode}）`;
  return [
    line('目录及代码', one.entryTitle + code),
    pair('提供部门', one.provider, '共享方式', modeWord(one.mode)),
    pair('使用频次', frequency(one), '使用时段', window(one)),
    ...listed(
      ['数据项', `（${one.items.length} 项）`],
      ['数据项名称', '敏感级别', '用途'],
      one.items.map(item => [
        item.name,
        item.sensitivity === null ? '—' : levelWord(item.sensitivity),
        item.purpose === '' ? AS_THE_MATTER : item.purpose,
      ]),
    ),
    line('数据范围', rowSentences(one.rows)),
  ];
}

/** 政务数据共享需求申请表: one application, or all that were made on one form, in the order of their numbers. */
export function applicationForm(all: readonly ApplicationFacts[]): Block[] {
  const [first] = all;
  if (!first) throw new Error('a form without an application');
  const several = all.length > 1;
  const sent = first.sentAt === null ? '尚未提交' : dayWordsOf(first.sentAt);
  const entries = all.flatMap((one, at) =>
    several ? [band(`申请事项之${at + 1}（编号 ${one.no}）`), ...asked(one)] : asked(one),
  );
  const optional: [string, readonly string[]][] = [
    ['第三方', first.thirdParties],
    ['联系人', first.contact === '' ? [] : [first.contact]],
    ...first.special.map(({ name, text }): [string, readonly string[]] => [name, text.split('\n')]),
  ];
  const providers = [...new Set(all.map(one => one.provider))];
  return [
    form([
      pair('申请部门', first.consumer, '申请日期', sent),
      line('办理事项', first.matter),
      line('使用依据', first.ground),
      line('应用场景', first.scenario),
      line('使用范围', first.scope),
      ...entries,
      line('使用期限', `至 ${dayWords(first.until)}`),
      line('使用系统', [
        first.system.name,
        ...(first.system.addresses.length === 0 ? [] : [`调用地址：${first.system.addresses.join('、')}`]),
      ]),
      ...optional.filter(([, lines]) => lines.length > 0).map(([name, lines]) => line(name, lines)),
      line('附件', orNone(first.attachments.map((name, at) => `${at + 1}. ${name}`))),
      line('承诺', PROMISE),
      ...stamps([
        '申请部门（盖章）',
        ...providers.map(provider => `${several ? provider : '提供部门'}意见（盖章）`),
      ]),
    ]),
  ];
}
