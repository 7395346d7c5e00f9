/** A number in a rule stands in its quotation, in whichever script and value. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadPolicyLibrary } from './index.ts';
import { checkQuotation, numbersOf } from './library.ts';
import { numbersIn, numbersInEnglish, numeralOf, saysNumber } from './numerals.ts';

const library = loadPolicyLibrary(fileURLToPath(new URL('../../../profiles', import.meta.url)));

test('every number of every rule of every profile stands in its quotation', () => {
  const unsaid: string[] = [];
  let numbers = 0;
  for (const document of library.documents.values()) {
    if (document.level === 'default') continue;
    for (const rule of document.rules)
      for (const ways of numbersOf(rule)) {
        numbers += 1;
        if (!ways.some(({ n, unit }) => saysNumber(rule.clause.quotation, n, unit)))
          unsaid.push(`${document.id} ${rule.id}: ${JSON.stringify(ways)}`);
      }
  }
  assert.deepEqual(unsaid, []);
  assert.ok(numbers >= 19, `only ${numbers} numbers were seen`);
});

test('a number is seen in whatever value and script it stands, and must be in the quotation', () => {
  const rectification = library.documents
    .get('pingdingshan')
    ?.rules.find(rule => rule.id === 'breach.rectification');
  const document = library.documents.get('pingdingshan');
  assert.ok(rectification && document);
  const fault = (value: object) =>
    checkQuotation(document, { ...rectification, value } as typeof rectification);
  assert.equal(fault({ text: '通知整改', textEn: 'Notice' }), undefined);
  for (const text of [
    '六种情形',
    '十五日内整改',
    '三十天',
    '两次通知',
    '一个月内',
    '百分之九十',
    '90%以上',
    '分2步',
  ])
    assert.match(fault({ text, textEn: 'x' }) ?? '', /does not say/, text);
  for (const textEn of ['Six kinds', 'within 15 days'])
    assert.match(fault({ text: '整改', textEn }) ?? '', /does not say/, textEn);
  assert.match(fault({ values: ['三清单'] }) ?? '', /does not say 3/);
  assert.match(
    fault({ steps: ['通知', '两级协调'], stepsEn: ['Notice', 'Coordination'] }) ?? '',
    /does not say 2/,
  );
  const share = library.documents.get('shuozhou')?.rules.find(rule => rule.id === 'collection.share');
  const shuozhou = library.documents.get('shuozhou');
  assert.ok(share && shuozhou);
  const dated = (by: string) =>
    checkQuotation(shuozhou, { ...share, value: { percent: 100, by } } as typeof share);
  assert.equal(dated('2021-12-31'), undefined);
  assert.match(dated('2021-06-30') ?? '', /does not say 6月30日/);
  assert.match(dated('2022-12-31') ?? '', /does not say 2022年/);
});

test('numbers are found in digits and in numerals, and only as numbers of their own', () => {
  assert.deepEqual([1, 5, 10, 15, 20, 24, 36, 100, 105, 1010].map(numeralOf), [
    '一',
    '五',
    '十',
    '十五',
    '二十',
    '二十四',
    '三十六',
    '一百',
    '一百零五',
    '一千零一十',
  ]);
  assert.ok(saysNumber('应当在五个工作日内答复', 5, '个工作日'));
  assert.ok(saysNumber('日志保存 24 个月', 24, '个月'));
  assert.ok(!saysNumber('应当在十五个工作日内答复', 5, '个工作日'));
  assert.ok(!saysNumber('应当在15个工作日内答复', 5, '个工作日'));
  assert.ok(!saysNumber('5天', 5, '个工作日'));
  assert.ok(saysNumber('提高到百分之九十', 90, '%') && saysNumber('达到百分之百', 100, '%'));
  assert.ok(!saysNumber('百分之九十五', 90, '%'));
  assert.ok(saysNumber('分两次告知', 2, '') && saysNumber('24个月三次', 24, '个月'));
  const plain = (text: string) => numbersIn(text).map(({ n, unit }) => `${n}${unit}`);
  assert.deepEqual(plain('六种情形，十五日、三十天，两次，一百零五件，二〇二一年，百分之九十，９０％'), [
    '6',
    '15',
    '30',
    '2',
    '105',
    '2021',
    '90%',
    '90%',
  ]);
  assert.deepEqual(plain('统一通告，不一致的，一站式，第三方，统一人口库，第一时间'), []);
  assert.deepEqual(plain('一个月，每季度一次'), ['1', '1']);
  assert.deepEqual(numbersInEnglish('Six kinds within 15 days, no one else'), [6, 15]);
});
