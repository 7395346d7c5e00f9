import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blankRow, followItem, itemColumns, itemOf } from './itemColumns.ts';

const columns = itemColumns(
  zh => zh,
  'zh',
  () => null,
);
const read = (key: string, text: string) => columns.find(column => column.key === key)?.read?.(text);

test('a type is read as departments write it', () => {
  assert.deepEqual(read('type', '字符型C'), { value: 'text' });
  assert.deepEqual(read('type', '日期时间'), { value: 'timestamp' });
  assert.deepEqual(read('type', '日期'), { value: 'date' });
  assert.deepEqual(read('type', 'varchar(20)'), { value: 'text' });
});

test('a cell that is not understood says what it should be', () => {
  assert.deepEqual(read('type', '怪型'), { fault: '不认识类型“怪型”' });
  assert.deepEqual(read('required', '可能'), { fault: '“可能”应写“是”或“否”' });
  assert.deepEqual(read('sensitivity', '高'), { fault: '“高”应为 1 至 4 级' });
  assert.deepEqual(read('sensitivity', '3级'), { value: '3' });
});

test('the name of an identity number makes it an identifier that is shown in part', () => {
  const row = followItem({ ...blankRow(), name: '公民身份号码' }, 'name');
  assert.equal(row.identifier, true);
  assert.deepEqual(itemOf(row, [])?.mask, { kind: 'middle', head: 6, tail: 4 });
});

test('a choice that the clerk made is not overruled by the name', () => {
  const row = followItem({ ...blankRow(), name: '姓名', sensitivity: '4', mask: 'hidden' }, 'name');
  assert.equal(row.mask, 'hidden');
});

test('a row without a name is no item, and a kept mask keeps how much it leaves', () => {
  assert.equal(itemOf(blankRow(), []), undefined);
  const before = itemOf({ ...blankRow(), name: '电话', sensitivity: '3', mask: 'middle' }, []);
  assert.ok(before);
  const kept = { ...before, mask: { kind: 'middle' as const, head: 2, tail: 2 } };
  assert.deepEqual(
    itemOf({ ...blankRow(), name: '电话', sensitivity: '3', mask: 'middle' }, [kept])?.mask,
    kept.mask,
  );
});
