import type { Static } from 'typebox';
import type { RecordRow } from '#modules/ledger/contract.ts';
import { formatCount } from './format.ts';
import type { Language } from './language.tsx';

export type LogName = Static<typeof RecordRow>['log'];

/** A log's name as one segment of an address: `usage/1` is `usage-1` there. */
export const slugOf = (log: LogName): string => log.replace('/', '-');

/** What a log holds, in the reader's words. */
export function logWord(log: LogName, language: Language): string {
  if (log === 'control') return language === 'zh' ? '办理' : 'Act';
  return language === 'zh' ? '使用' : 'Use';
}

/** A number names an entry of one log only, so the log is said with it: 办理 #12, 使用 #345. */
export function recordName(log: LogName, number: number, language: Language): string {
  return `${logWord(log, language)} #${formatCount(number, language)}`;
}

/** The same name in the page's address: `control-12`, `usage-1-345`. */
export const recordMark = (log: LogName, number: number): string => `${slugOf(log)}-${number}`;

/** Reads such a mark; undefined when it names no record. */
export function readRecordMark(mark: string): { log: LogName; number: number } | undefined {
  const found = /^(control|usage-1)-(\d{1,15})$/u.exec(mark);
  if (!found) return undefined;
  return { log: found[1] === 'control' ? 'control' : 'usage/1', number: Number(found[2]) };
}
