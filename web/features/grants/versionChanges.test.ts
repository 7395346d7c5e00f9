import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VersionTerms } from './types.ts';
import { versionChanges } from './versionChanges.ts';

const zh = (chinese: string) => chinese;

const first: VersionTerms = {
  mode: 'query',
  items: ['姓名', '民族'],
  rows: [],
  until: '2027-11-30',
  limits: {},
  scope: '全区',
  thirdParties: [],
  system: '区学生资助管理系统',
  consentBy: '市公安局 共享机构负责人',
};

test('a renewal says nothing but its term', () => {
  assert.deepEqual(versionChanges(first, { ...first, until: '2028-11-30' }, zh), [
    '使用期限：2027-11-30 改为 2028-11-30',
  ]);
});

test('items come and go', () => {
  assert.deepEqual(versionChanges(first, { ...first, items: ['姓名', '电话'] }, zh), [
    '增加 1 项：电话',
    '减少 1 项：民族',
  ]);
});

test('a wider range, fewer hours and a named third party stand each in their own line', () => {
  const narrow = { ...first, rows: [{ item: '户籍所在区', op: 'eq' as const, values: ['湛河区'] }] };
  const after = {
    ...first,
    limits: { perDay: 10_000, window: { from: '22:00', to: '06:00' } },
    thirdParties: ['市大数据公司'],
  };
  assert.deepEqual(versionChanges(narrow, after, zh), [
    '数据范围：只要 户籍所在区 是 湛河区 的数据 改为 全部记录',
    '限额与时段：不限次数，全天可用 改为 每天最多 10,000 次，每天 22:00 至次日 06:00',
    '提供给第三方：无 改为 市大数据公司',
  ]);
});
