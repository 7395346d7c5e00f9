import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ColumnType, PlanItem } from '#vocabulary/plans.ts';
import { contentRange, jsonOf, statusOf, writeRows } from './listAnswer.ts';
import { placeAfter } from './listPages.ts';

const output = (as: string, type: ColumnType): { item: PlanItem; as: string; position: number } => ({
  item: { name: as, column: as, type, mask: { kind: 'none' }, filter: false },
  as,
  position: 0,
});

test('a value is written so that a reader of JSON loses nothing of it', () => {
  const written: [ColumnType, string | null, string][] = [
    ['text', null, 'null'],
    ['text', '1', '"1"'],
    ['bigint', '9007199254740991', '9007199254740991'],
    ['bigint', '9007199254740993', '"9007199254740993"'],
    ['bigint', '-5', '-5'],
    ['numeric', '12.50', '12.50'],
    ['numeric', '0.000', '0.000'],
    ['numeric', '-0.123456789012345', '-0.123456789012345'],
    ['numeric', '0.1234567890123456', '"0.1234567890123456"'],
    ['numeric', '9007199254740991', '9007199254740991'],
    ['numeric', '18446744073709551615', '"18446744073709551615"'],
    ['numeric', 'NaN', '"NaN"'],
    ['double', '1e+21', '1e+21'],
    ['double', 'Infinity', '"Infinity"'],
    ['boolean', 'true', 'true'],
    ['boolean', '2', '"2"'],
    ['date', '2027-01-31', '"2027-01-31"'],
    ['timestamp', '2027-01-31 08:30:00', '"2027-01-31T08:30:00"'],
    ['timestamp', '2027-01-31 08:30:00.500000', '"2027-01-31T08:30:00.5"'],
    ['timestamp', '2027-01-31 08:30:00.000000', '"2027-01-31T08:30:00"'],
    ['timestamp', '2027-01-31 08:30:00.25+08', '"2027-01-31T08:30:00.25+08:00"'],
    ['timestamp', 'infinity', '"infinity"'],
  ];
  for (const [type, text, expected] of written) {
    assert.equal(jsonOf(type, text), expected);
    JSON.parse(jsonOf(type, text));
  }
});

test('rows are an array, one object, or lines that RFC 4180 reads', () => {
  const outputs = [output('名,称', 'text'), output('n', 'bigint')];
  const rows = [
    ['a"b', '1'],
    ['', null],
    [null, '2'],
    [' x', '3'],
    ['两\n行', '4'],
  ];
  assert.equal(
    writeRows(outputs, rows, 'csv', false).body,
    '"名,称",n\n"a""b",1\n"",\n,2\n" x",3\n"两\n行",4',
  );
  assert.equal(
    writeRows(outputs, rows.slice(1, 3), 'array', false).body,
    '[{"名,称":"","n":null},{"名,称":null,"n":2}]',
  );
  assert.equal(writeRows(outputs, rows.slice(1, 3), 'array', true).body, '[{"名,称":""},{"n":2}]');
  assert.equal(writeRows(outputs, [[null, null]], 'object', true).body, '{}');
});

test('a page says where it lies in the whole', () => {
  assert.equal(contentRange(0, 10, undefined), '0-9/*');
  assert.equal(contentRange(5, 0, undefined), '*/*');
  assert.equal(contentRange(5, 2, 7), '5-6/7');
  assert.equal(contentRange(0, 0, 0), '*/0');
  assert.deepEqual([statusOf(2, 7), statusOf(7, 7), statusOf(2, undefined)], [206, 200, 200]);
});

test('a place counts the rows that are alike and were given out, over as many pages as they fill', () => {
  const start = { keys: [], given: 0, position: 0 };
  const first = placeAfter([['1'], ['2'], ['2']], start);
  assert.deepEqual(first, { keys: ['2'], given: 2, position: 3 });
  const second = placeAfter([['2'], ['2'], ['2']], first);
  assert.deepEqual(second, { keys: ['2'], given: 5, position: 6 });
  const third = placeAfter([['2'], [null], [null]], second);
  assert.deepEqual(third, { keys: [null], given: 2, position: 9 });
});
