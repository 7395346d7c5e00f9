/** Bounds of calls as the page shows and takes them. */
import type { Grant } from './types.ts';

export type Limits = Grant['limits'];
export type Bound = Exclude<keyof Limits, 'window' | 'requires'>;
export type Stated = keyof NonNullable<Limits['requires']>;

type Words = readonly [zh: string, en: string];

const MEGABYTE = 1024 * 1024;

/** In the order in which they are shown; bytes are shown and taken in megabytes. */
export const BOUND_LABELS: Record<Bound, Words> = {
  perSecond: ['每秒最多（次）', 'Calls a second'],
  perDay: ['每天最多（次）', 'Calls a day'],
  total: ['总共最多（次）', 'Calls in all'],
  rowsPerDay: ['每天最多（行）', 'Rows a day'],
  rowsTotal: ['总共最多（行）', 'Rows in all'],
  bytesPerDay: ['每天最多（MB）', 'MB a day'],
  bytesTotal: ['总共最多（MB）', 'MB in all'],
};
export const BOUNDS = Object.keys(BOUND_LABELS) as Bound[];

export const STATED_LABELS: Record<Stated, Words> = {
  matter: ['办理事项', 'the matter'],
  caseNo: ['办件号', 'the case number'],
  post: ['经办岗位', 'the post'],
};
export const STATED = Object.keys(STATED_LABELS) as Stated[];

const isBytes = (bound: Bound): boolean => bound === 'bytesPerDay' || bound === 'bytesTotal';

/** What stands in a field, of what is kept. */
export const shownBound = (bound: Bound, value: number | undefined): number | null =>
  value === undefined ? null : isBytes(bound) ? Math.round((value / MEGABYTE) * 100) / 100 : value;

/** What is kept, of what stands in a field. */
export const keptBound = (bound: Bound, shown: number): number =>
  isBytes(bound) ? Math.max(1, Math.round(shown * MEGABYTE)) : Math.round(shown);

const count = (value: number): string => value.toLocaleString('en-US');

const PHRASES: Record<Bound, (value: string) => Words> = {
  perSecond: value => [`每秒最多 ${value} 次`, `at most ${value} calls a second`],
  perDay: value => [`每天最多 ${value} 次`, `at most ${value} calls a day`],
  total: value => [`总共最多 ${value} 次`, `at most ${value} calls in all`],
  rowsPerDay: value => [`每天最多返回 ${value} 行`, `at most ${value} rows a day`],
  rowsTotal: value => [`总共最多返回 ${value} 行`, `at most ${value} rows in all`],
  bytesPerDay: value => [`每天最多返回 ${value} MB`, `at most ${value} MB a day`],
  bytesTotal: value => [`总共最多返回 ${value} MB`, `at most ${value} MB in all`],
};

/** One phrase for each bound, and one for what a call must state. */
export function boundWords(limits: Partial<Limits>, t: (zh: string, en: string) => string): string[] {
  const words = BOUNDS.flatMap(bound => {
    const shown = shownBound(bound, limits[bound]);
    return shown === null ? [] : [t(...PHRASES[bound](count(shown)))];
  });
  const stated = STATED.filter(name => limits.requires?.[name] === true).map(name =>
    t(...STATED_LABELS[name]),
  );
  return stated.length === 0
    ? words
    : [...words, t(`每次调用须写明${stated.join('、')}`, `every call states ${stated.join(' and ')}`)];
}
