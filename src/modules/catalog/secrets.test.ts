import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BLANK, blankItem } from './blank.ts';
import type { Content } from './rules.ts';
import { secretMark, secretMarks } from './secrets.ts';

test('A text that says of itself that it is secret is found, however it is written', () => {
  for (const text of [
    '绝密',
    '机密★10年',
    '秘密 ☆',
    '密级：内部',
    '机\u200b密文件',
    '属于国家秘密',
    '工作秘密清单',
  ])
    assert.ok(secretMark(text), text);
});

test('Words in which the characters of a mark only meet hold none', () => {
  for (const text of [
    '手机密码',
    '随机密钥',
    '计算机密集型',
    '有机密封材料',
    '拒绝密切接触者',
    '杜绝密闭空间作业',
    '加密级别',
    '商业秘密',
    '司机密度',
  ])
    assert.equal(secretMark(text), undefined, text);
});

test('Names of laws and duties may speak of secrets, and bear no mark of one', () => {
  assert.equal(secretMark('中华人民共和国保守国家秘密法', 'public'), undefined);
  assert.equal(secretMark('国家秘密载体的监督管理', 'public'), undefined);
  assert.equal(secretMark('机密★', 'public'), '机密');
});

const PLACES: [where: string, more: Partial<Content>][] = [
  ['the terms of use', { useTerms: '机密' }],
  ['a condition', { conditions: ['涉及国家秘密'] }],
  ['the conditions of opening', { openConditions: '密级：秘密' }],
  ['the plan of digitising', { digitising: '绝密件不扫描' }],
  ['the duty', { duty: { kind: 'duty', title: '机密★文件收发', code: '' } }],
  ['a condition of an item', { items: [{ ...blankItem('姓名'), conditions: ['机密'] }] }],
  ['the code table of an item', { items: [{ ...blankItem('等级'), codeTable: '密级代码' }] }],
];
for (const [where, more] of PLACES)
  test(`A mark is found in ${where}`, () => assert.ok(secretMarks({ ...BLANK, ...more })));

test('A basis that is the law on secrets is a basis as any other', () => {
  const basis = { rank: 'law', title: '中华人民共和国保守国家秘密法', article: '第十五条' } as const;
  assert.equal(secretMarks({ ...BLANK, basis }), undefined);
});
