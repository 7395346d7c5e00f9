import assert from 'node:assert/strict';
import { test } from 'node:test';
import { civilDate, rowSentence } from './words.ts';

const zh = (chinese: string) => chinese;

test('a row condition reads back as a sentence', () => {
  assert.equal(
    rowSentence({ item: '户籍所在区', op: 'eq', values: ['湛河区'] }, zh),
    '只要 户籍所在区 是 湛河区 的数据',
  );
  assert.equal(
    rowSentence({ item: '登记日期', op: 'between', values: ['2026-01-01', '2026-12-31'] }, zh),
    '只要 登记日期 介于 2026-01-01 和 2026-12-31 之间的数据',
  );
});

test('a term counted in months ends in the month that many later, never beyond its last day', () => {
  const monthsOf = (date: string) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
  for (const months of [1, 3, 12, 36])
    assert.equal(monthsOf(civilDate(months)) - monthsOf(civilDate()), months);
});
