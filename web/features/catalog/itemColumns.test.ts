import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blankRow, followItem, itemColumns, itemOf, rowOf, rowOfElement } from './itemColumns.ts';
import type { Element } from './useStandards.ts';

const ELEMENT: Element = {
  code: 'DE00001',
  name: '公民身份号码',
  english: 'citizenIdNumber',
  type: 'string',
  length: 18,
  codeTable: 'gender',
  format: '',
  check: 'person_number',
  document: '',
  synonyms: ['身份证号'],
  source: '',
  certainty: 'found',
  retired: false,
  version: 1,
  origin: 'delivered',
  used: false,
};
const columns = itemColumns({
  t: zh => zh,
  language: 'zh',
  elements: [ELEMENT],
  codeTables: [],
  masks: [],
  sample: () => null,
  named: () => null,
});
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
  assert.deepEqual(itemOf(row)?.mask, { kind: 'middle', head: 6, tail: 4 });
});

test('a choice that the clerk made is not overruled by the name', () => {
  const row = followItem({ ...blankRow(), name: '姓名', sensitivity: '4', mask: 'hidden' }, 'name');
  assert.equal(row.mask, 'hidden');
});

test('a row without a name is no item, and a mask keeps how much it leaves', () => {
  assert.equal(itemOf(blankRow()), undefined);
  const item = itemOf({ ...blankRow(), name: '电话', sensitivity: '3', mask: 'middle 2 2' });
  assert.ok(item);
  assert.deepEqual(item.mask, { kind: 'middle', head: 2, tail: 2 });
  assert.equal(rowOf(item).mask, 'middle 2 2');
});

test('a mask is read as a sheet says it', () => {
  assert.deepEqual(read('mask', '证件号码'), { value: 'middle 6 4' });
  assert.deepEqual(read('mask', '区间 500'), { value: 'range 500' });
  assert.ok('fault' in (read('mask', '随便') ?? {}));
});

test('a standard element is pasted by its code, its name or another name, and brings its type along', () => {
  for (const words of ['DE00001', 'de00001', '公民身份号码', '身份证号'])
    assert.deepEqual(read('element', words), { value: 'DE00001' });
  assert.deepEqual(read('element', '身高'), { fault: '没有数据元“身高”' });
  const row = rowOfElement(ELEMENT, [{ key: 'gender', zh: '性别代码' }]);
  assert.deepEqual(
    [row.type, row.length, row.identifier, row.element, row.codeTable],
    ['text', 18, true, 'DE00001', '性别代码'],
  );
});

test('an item of its own share type keeps its conditions apart, and is shared as the entry without one', () => {
  assert.deepEqual(read('shareType', '有条件共享'), { value: 'conditional' });
  assert.deepEqual(read('shareType', '随便'), { fault: '“随便”应为无条件、有条件、不予共享或随目录' });
  const row = {
    ...blankRow(),
    name: '住址',
    shareType: 'withheld' as const,
    conditions: '涉及隐私；依法不得提供',
  };
  const item = itemOf(row);
  assert.deepEqual([item?.shareType, item?.conditions], ['withheld', ['涉及隐私', '依法不得提供']]);
  assert.ok(item);
  assert.equal(rowOf(item).conditions, '涉及隐私；依法不得提供');
  assert.equal(itemOf({ ...blankRow(), name: '住址' })?.shareType, null);
  assert.equal(followItem({ ...row, shareType: 'entry' }, 'shareType').conditions, '');
});
