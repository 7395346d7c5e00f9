import type { Choice, Settings } from '../types.ts';

/** What a new task begins with: at night, everything, one row in a hundred forgiven. Whatever differs is shown as such. */
export const USUAL: Settings = {
  mode: { kind: 'full' },
  schedule: { kind: 'daily', time: '02:00' },
  workingDaysOnly: false,
  window: null,
  priority: 5,
  pace: null,
  tolerance: { rows: null, share: 0.01 },
  drift: 'stop',
  after: [],
  afterSince: 'today',
  on: [],
  compareEvery: null,
};

/** How far back a run reads again, to begin with: what is committed late is seldom later than that. */
const OVERLAPS = { units: 0, days: 1, seconds: 3600 } as const;

/** The mode of that name with what it needs, as far as the source has it. */
export function modeOf(kind: Settings['mode']['kind'], choice: Choice): Settings['mode'] {
  if (kind !== 'incremental') return { kind };
  // What says when a row was changed tells more than when it was made.
  const found =
    choice.watermarks.find(({ item }) => /更新|修改|变更/u.test(item)) ??
    choice.watermarks.find(({ type }) => type === 'timestamp') ??
    choice.watermarks[0];
  return { kind, item: found?.item ?? '', overlap: found ? OVERLAPS[found.unit] : 0 };
}

/** Hours that end before they begin go past midnight. */
export const isPastMidnight = (window: NonNullable<Settings['window']>): boolean => window.to < window.from;

/** Names a table for an entry: what a database takes of its title (63 bytes, some 21 characters). */
export const tableNameOf = (title: string): string =>
  Array.from(title.replaceAll(/[\s()（）“”"'、，。/\\]+/gu, '_'))
    .slice(0, 20)
    .join('')
    .replaceAll(/^_+|_+$/gu, '');
