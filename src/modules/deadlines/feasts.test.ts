import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { findFeastDoubts, findMissingFeasts } from './feasts.ts';
import { readNotice } from './notice.ts';

const notice = (year: number): string =>
  readFileSync(new URL(`../../../reference/calendar/notices/${year}.txt`, import.meta.url), 'utf8');

test('the notices of six years arrange all seven feasts, each with the days that the law gives', () => {
  for (const year of [2021, 2022, 2023, 2024, 2025, 2026]) {
    const { days } = readNotice(notice(year), year);
    assert.deepEqual(findMissingFeasts(days), [], String(year));
    assert.deepEqual(findFeastDoubts(year, days), [], String(year));
  }
});

test('a paragraph that was left out is named, whichever it is', () => {
  const lines = notice(2026).split('\n');
  for (const feast of ['元旦', '春节', '清明节', '劳动节', '端午节', '中秋节', '国庆节']) {
    const text = lines.filter(line => !line.includes(`、${feast}：`)).join('\n');
    assert.deepEqual(findMissingFeasts(readNotice(text, 2026).days), [feast]);
  }
});

test('a working day that was passed over, or one too many, does not add up', () => {
  const doubts = (from: string, to: string) => {
    const text = notice(2026);
    assert.ok(text.includes(from));
    return findFeastDoubts(2026, readNotice(text.replace(from, to), 2026).days);
  };
  assert.deepEqual(doubts('5月9日（周六）上班。', ''), [{ feast: '劳动节', counted: 3, lawful: 2 }]);
  assert.deepEqual(doubts('5月9日（周六）上班', '5月9日（周六）、5月10日（周日）上班'), [
    { feast: '劳动节', counted: 1, lawful: 2 },
  ]);
});
