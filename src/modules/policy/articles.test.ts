import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TwiceInText, isPartOf, splitArticles } from './articles.ts';

const addresses = (text: string, annexes: string[] = []): string[] => [
  ...splitArticles(text, annexes).keys(),
];

test('each section counts its items anew, below a subsection or without one', () => {
  assert.deepEqual(addresses('一、总则\n1.甲\n（一）乙\n1.丙\n2.丁\n二、附则\n1.戊\n2.己'), [
    '一',
    '一1',
    '一（一）',
    '一（一）1',
    '一（一）2',
    '二',
    '二1',
    '二2',
  ]);
});

test('an article that was put in between is an article of its own', () => {
  const text = '第二条 甲。\n第二条之一　乙。\n第三条 丙。';
  assert.deepEqual(addresses(text), ['第二条', '第二条之一', '第三条']);
  assert.equal(splitArticles(text, []).get('第二条'), '第二条 甲。');
});

test('a copy without spaces is split all the same, and a mention of an article is no heading', () => {
  assert.deepEqual(
    addresses(
      '第一章总则\n第一条为了规范共享，制定本法。\n第二条依照\n第一条的规定办理。\n第三条之一本条新增。',
    ),
    ['第一条', '第二条', '第三条之一'],
  );
  // Where headings have their space, a line that a page break tore before 第二条 stays a line.
  assert.deepEqual(addresses('第一条 依照\n第二条办理的，从其规定。\n第二条 完。'), ['第一条', '第二条']);
});

test('a text with one address twice is refused by that address', () => {
  assert.throws(
    () => addresses('第一条 甲。\n第一条 乙。'),
    (error: unknown) => error instanceof TwiceInText && error.article === '第一条',
  );
});

test('what is a part of what', () => {
  const parts: [string, string][] = [
    ['三（五）3', '三（五）3'],
    ['三（五）3', '三（五）'],
    ['三（五）3', '三'],
    ['三1', '三'],
    ['附件三（二）', '附件'],
    ['附件三（二）', '附件三'],
  ];
  for (const [part, whole] of parts) assert.ok(isPartOf(part, whole), `${part} in ${whole}`);
  const others: [string, string][] = [
    ['三', '三（五）'],
    ['三十', '三'],
    ['三（五）10', '三（五）1'],
    ['三（十五）', '三（十）'],
    ['第十八条之一', '第十八条'],
    ['第十八条', '第十'],
    ['附件三（二）', '三'],
  ];
  for (const [part, whole] of others) assert.ok(!isPartOf(part, whole), `${part} in ${whole}`);
});
