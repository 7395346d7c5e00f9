import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type ColumnType,
  type Mask,
  USUAL_MASKS,
  codeOfMask,
  maskLabel,
  maskOfCode,
  readMask,
  usualMask,
} from './masks.ts';

test('a mask is the same behind its code, and behind its label as a sheet holds it', () => {
  const more: Mask[] = [
    { kind: 'middle', head: 2, tail: 0 },
    { kind: 'address', head: 30 },
    { kind: 'range', width: 500 },
  ];
  for (const mask of [...USUAL_MASKS, ...more]) {
    assert.deepEqual(maskOfCode(codeOfMask(mask)), mask);
    for (const language of ['zh', 'en'] as const)
      assert.deepEqual(readMask(maskLabel(mask, language)), mask, maskLabel(mask, language));
  }
  const labels = USUAL_MASKS.map(mask => maskLabel(mask, 'zh'));
  assert.equal(new Set(labels).size, labels.length);
});

test('a sheet may leave out what is usual, and what is no mask is none', () => {
  assert.deepEqual(readMask('证件号码'), { kind: 'middle', head: 6, tail: 4 });
  assert.deepEqual(readMask('只留年份'), { kind: 'year' });
  assert.deepEqual(readMask('区间 5000'), { kind: 'range', width: 5000 });
  assert.equal(readMask('区间 0'), undefined);
  assert.equal(readMask('地址 99'), undefined);
  assert.equal(readMask('随便'), undefined);
});

test('the mask that is proposed follows meaning, type and level', () => {
  const cases: [name: string, type: ColumnType, level: number, code: string][] = [
    ['姓名', 'text', 2, 'none'],
    ['姓名', 'text', 3, 'name'],
    ['公民身份号码', 'text', 3, 'middle 6 4'],
    ['法定代表人证件号码', 'text', 3, 'middle 6 4'],
    ['联系人电话', 'text', 3, 'middle 3 4'],
    ['银行卡号', 'text', 3, 'middle 4 4'],
    ['家庭住址', 'text', 3, 'address 6'],
    ['电子邮箱', 'text', 3, 'mail'],
    ['出生日期', 'date', 3, 'year'],
    ['死亡日期', 'date', 3, 'month'],
    ['就诊', 'timestamp', 3, 'month'],
    ['年龄', 'bigint', 3, 'range 10'],
    ['月收入', 'numeric', 3, 'range 1000'],
    ['月收入', 'text', 3, 'middle 1 1'],
    ['病情', 'text', 4, 'hidden'],
    ['是否低保', 'boolean', 3, 'hidden'],
  ];
  for (const [name, type, level, code] of cases)
    assert.equal(codeOfMask(usualMask(name, type, level)), code, `${name} ${type} ${level}`);
});
