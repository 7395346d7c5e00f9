/** What one version of a grant changed against the one before (N809 25). Pure. */
import { modeWord, rowSentence } from '../sharing/words.ts';
import type { VersionTerms } from './types.ts';
import { type Translate, limitsWord } from './words.ts';

export function versionChanges(before: VersionTerms, after: VersionTerms, t: Translate): string[] {
  const joined = (words: readonly string[]) => words.join(t('、', ', '));
  const added = after.items.filter(name => !before.items.includes(name));
  const dropped = before.items.filter(name => !after.items.includes(name));
  const sentences = ({ rows }: VersionTerms) =>
    rows.length === 0
      ? t('全部记录', 'all records')
      : rows.map(row => rowSentence(row, t)).join(t('；', '; '));
  const parties = ({ thirdParties }: VersionTerms) =>
    thirdParties.length === 0 ? t('无', 'none') : joined(thirdParties);
  const moved = (label: readonly [string, string], old: string, now: string): string[] =>
    old === now ? [] : [t(`${label[0]}：${old} 改为 ${now}`, `${label[1]}: ${now} instead of ${old}`)];
  return [
    ...(added.length > 0
      ? [t(`增加 ${added.length} 项：${joined(added)}`, `${added.length} added: ${joined(added)}`)]
      : []),
    ...(dropped.length > 0
      ? [t(`减少 ${dropped.length} 项：${joined(dropped)}`, `${dropped.length} dropped: ${joined(dropped)}`)]
      : []),
    ...moved(['使用期限', 'Term'], before.until, after.until),
    ...moved(['共享方式', 'Mode'], modeWord(before.mode, t), modeWord(after.mode, t)),
    ...moved(['数据范围', 'Range of data'], sentences(before), sentences(after)),
    ...moved(['限额与时段', 'Limits'], limitsWord(before.limits, t), limitsWord(after.limits, t)),
    ...moved(['使用系统', 'System'], before.system, after.system),
    ...moved(['使用范围', 'Scope'], before.scope, after.scope),
    ...moved(['提供给第三方', 'Third parties'], parties(before), parties(after)),
  ];
}
