import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indexText, queryText, wordsOf, learnNames, partsOf, questionWords } from './search.ts';

test('A long word is found by itself and by the words inside it', () => {
  assert.deepEqual(wordsOf('婚姻登记'), ['婚姻', '登记', '婚姻登记']);
  const indexed = new Set(indexText('婚姻登记').split(' '));
  for (const word of ['婚姻登记', '婚姻', '登记', '婚']) assert.ok(indexed.has(word), word);
});

test('Words of the office stay whole', () => {
  assert.equal(queryText('一网通办'), '一网通办');
  assert.equal(queryText('低保 公民身份号码'), '低保 公民身份号码');
});

test('Full width, capitals and punctuation do not matter, and signs alone search nothing', () => {
  assert.equal(queryText('ＯＦＤ，“文件”'), 'ofd 文件');
  assert.equal(queryText('：&|!'), '');
});

test('Every word of a query stands among the indexed words of the text that it was taken from', () => {
  for (const text of [
    '平顶山市市场监督管理局食品经营许可信息',
    '湛河区城市管理局户外广告设置许可',
    '统一社会信用代码 法定代表人',
  ]) {
    const indexed = new Set(indexText(text).split(' '));
    for (const word of queryText(text).split(' ')) assert.ok(indexed.has(word), `${word} in ${text}`);
  }
});

test('A learned name stays whole in a question and nowhere else, so what was indexed before is found', () => {
  const name = '湛河区城市管理局';
  const before = indexText(name);
  assert.ok(questionWords(`${name}许可`).length > 2);
  learnNames([name]);
  assert.deepEqual(questionWords(`${name}许可`), [name, '许可']);
  assert.equal(indexText(name), before);
  const indexed = new Set(before.split(' '));
  for (const part of partsOf(name)) assert.ok(indexed.has(part), part);
});
