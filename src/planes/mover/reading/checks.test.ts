import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  creditCodeCheckDigit,
  isCreditCode,
  isPersonNumber,
  personCheckDigit,
} from '#vocabulary/identifiers.ts';
import type { ItemCheck } from '#vocabulary/moves.ts';
import type { ColumnType, Mask, PlanItem } from '#vocabulary/plans.ts';
import { createTupleEncoder, decodeTuples, outputColumns } from '#planes/mover/ports.ts';
import type { WrongRow } from '#planes/mover/ports.ts';
import { type ChecksOrder, createChecks } from './checks.ts';

type Row = (string | null)[];
const item = (name: string, column: string, type: ColumnType, mask: Mask = { kind: 'none' }): PlanItem => ({
  name,
  column,
  type,
  mask,
  filter: false,
});

/** Rows as chunks of so many each, and with numbers of their own where those are given. */
function encode(items: PlanItem[], rows: Row[], perChunk = 3): Buffer[] {
  const chunks: Buffer[] = [];
  const encoder = createTupleEncoder(outputColumns(items), page => chunks.push(page));
  for (const [i, row] of rows.entries()) {
    encoder.beginRow();
    for (const value of row)
      if (value === null) encoder.putNull();
      else encoder.put(Buffer.from(value), 0, Buffer.byteLength(value));
    encoder.endRow();
    if ((i + 1) % perChunk === 0) encoder.flush();
  }
  encoder.flush();
  return chunks;
}

function run(order: ChecksOrder, rows: Row[], perChunk?: number): { left: Row[]; wrong: WrongRow[] } {
  const wrong: WrongRow[] = [];
  const checks = createChecks(order, row => wrong.push(row));
  const left = encode([...order.items], rows, perChunk).flatMap(chunk =>
    decodeTuples(checks ? checks.pass(chunk) : chunk, outputColumns([...order.items])),
  );
  return { left, wrong };
}

const PERSON = `41040219870506123${personCheckDigit('41040219870506123')}`;
const CREDIT = `91350100M000100Y4${creditCodeCheckDigit('91350100M000100Y4')}`;
assert.ok(isPersonNumber(PERSON) && isCreditCode(CREDIT) && !PERSON.endsWith('6'));

test('each check hands its rows over with reason, raw value and key, and the others pass untouched', () => {
  const items = [
    item('编号', 'id', 'bigint'),
    item('姓名', 'xm', 'text'),
    item('性别', 'xb', 'text'),
    item('等级', 'dj', 'bigint'),
    item('比例', 'bl', 'numeric'),
    item('身份证号', 'sfz', 'text'),
    item('统一社会信用代码', 'xym', 'text'),
  ];
  const checks: (ItemCheck | null)[] = [
    null,
    { required: true },
    { codes: ['1', '2', '9', '未说明的性别'] },
    { codes: ['1', '20', 'A'] },
    { codes: ['0.5', '1'] },
    { number: 'person' },
    { required: true, number: 'credit' },
  ];
  const good: Row = ['1', '张三', '1', '20', '0.50', PERSON, CREDIT];
  const rows: Row[] = [
    good,
    good.with(0, '2').with(1, null),
    good.with(0, '3').with(1, ''),
    good.with(0, '4').with(2, '3'),
    good.with(0, '5').with(2, '未说明的性'),
    good.with(0, '6').with(2, '未说明的性别').with(3, null).with(4, '1.000').with(5, null),
    good.with(0, '7').with(2, '').with(5, ''),
    good.with(0, '8').with(3, '2'),
    good.with(0, '9').with(4, '0.51'),
    good.with(0, '10').with(5, PERSON.replace(/.$/, '6')),
    good.with(0, null).with(6, null),
    good.with(0, '12').with(6, CREDIT.toLowerCase()),
    good.with(0, '13').with(1, null).with(6, 'x'),
  ];
  for (const perChunk of [1, 2, 5, 100]) {
    const { left, wrong } = run({ items, checks, key: ['编号', '身份证号'] }, rows, perChunk);
    assert.deepEqual(left, [rows[0], rows[5], rows[6]]);
    const told = wrong.map(({ row, column, type, reason, raw }) => [
      row,
      column,
      type,
      reason,
      raw.toString(),
    ]);
    assert.deepEqual(told, [
      [2, 'xm', 'text', 'missing', ''],
      [3, 'xm', 'text', 'missing', ''],
      [4, 'xb', 'text', 'unknown_code', '3'],
      [5, 'xb', 'text', 'unknown_code', '未说明的性'],
      [8, 'dj', 'bigint', 'unknown_code', '2'],
      [9, 'bl', 'numeric', 'unknown_code', '0.51'],
      [10, 'sfz', 'text', 'check_digit', PERSON.replace(/.$/, '6')],
      [11, 'xym', 'text', 'missing', ''],
      [12, 'xym', 'text', 'check_digit', CREDIT.toLowerCase()],
      [13, 'xm', 'text', 'missing', ''],
    ]);
    assert.deepEqual(wrong[0]?.key, { 编号: '2', 身份证号: PERSON });
    assert.deepEqual(wrong[7]?.key, { 身份证号: PERSON });
  }
});

test('identity numbers kept as numbers are judged by their digits', () => {
  const items = [item('号', 'n', 'bigint')];
  const { left } = run({ items, checks: [{ number: 'person' }], key: [] }, [
    [PERSON],
    [PERSON.replace(/.$/, '6')],
    [null],
  ]);
  assert.deepEqual(left, [[PERSON], [null]]);
});

test('a masked item is not checked, and without checks nothing is done', () => {
  const items = [item('号', 'n', 'text', { kind: 'middle', head: 6, tail: 4 })];
  const order = { items, checks: [{ required: true as const, number: 'person' as const }], key: [] };
  assert.equal(
    createChecks(order, () => undefined),
    undefined,
  );
  assert.equal(
    createChecks({ items, key: [] }, () => undefined),
    undefined,
  );
});

test('rows are numbered as the source numbers them', () => {
  const items = [item('号', 'n', 'text')];
  const wrong: number[] = [];
  const checks = createChecks({ items, checks: [{ codes: ['1'] }], key: [] }, ({ row }) => wrong.push(row));
  assert.ok(checks);
  checks.numbered(2, 5);
  checks.numbered(4, 9);
  for (const chunk of encode(items, [['a'], ['b'], ['c'], ['d'], ['e']], 2)) checks.pass(chunk);
  assert.deepEqual(wrong, [1, 5, 6, 9, 10]);
});

test('what only PostgreSQL can hold is set aside for a sink that cannot', () => {
  const items = [
    item('d', 'd', 'date'),
    item('m', 'm', 'timestamp'),
    item('n', 'n', 'numeric'),
    item('f', 'f', 'double'),
  ];
  const good: Row = ['9999-12-31', '0001-01-01 00:00:00', '1', '1'];
  const [chunk] = encode(items, [good, good, good, good, good, good, good, good, good]);
  assert.ok(chunk);
  const size = chunk.length / 3;
  const offsets = { d: 6, m: 14, n: 26, f: 26 + 10 + 4 };
  const planted = (at: number, bytes: string): Buffer => {
    const row = Buffer.from(chunk.subarray(0, size));
    row.write(bytes, at, 'hex');
    return row;
  };
  const cases: [column: keyof typeof offsets, bytes: string, raw: string][] = [
    ['d', '7fffffff', 'infinity'],
    ['d', '80000000', '-infinity'],
    ['d', 'fff4dbf8', '0001-12-31 BC'],
    ['d', '002c95d4', '10000-01-01'],
    ['m', '7fffffffffffffff', 'infinity'],
    ['m', '8000000000000000', '-infinity'],
    ['m', '0380e70b913b8000', '10000-01-01 00:00:00'],
    ['n', '00000000c0000000', 'NaN'],
    ['f', '7ff8000000000000', 'NaN'],
    ['f', 'fff0000000000000', '-Infinity'],
  ];
  for (const [column, bytes, raw] of cases) {
    const wrong: WrongRow[] = [];
    const order = { items, key: [], limits: new Map(['d', 'm', 'n', 'f'].map(name => [name, undefined])) };
    const checks = createChecks(order, row => wrong.push(row));
    const row = planted(offsets[column], bytes);
    const rows = Buffer.concat([chunk.subarray(0, size), row, chunk.subarray(0, size)]);
    assert.deepEqual(
      checks?.pass(rows),
      Buffer.concat([chunk.subarray(0, size), chunk.subarray(0, size)]),
      raw,
    );
    assert.deepEqual(
      wrong.map(one => [one.row, one.column, one.reason, one.raw.toString()]),
      [[2, column, 'out_of_range', raw]],
    );
    assert.equal(
      createChecks({ ...order, limits: new Map() }, () => undefined),
      undefined,
    );
  }
});

test('what passes and what is handed over are together what came, whatever the rows and chunks are', () => {
  const items = [item('a', 'a', 'text'), item('b', 'b', 'bigint'), item('c', 'c', 'text')];
  const checks: ItemCheck[] = [{ codes: ['1', '长一些的值', ''] }, { required: true }, { number: 'person' }];
  const value = fc.option(
    fc
      .oneof(
        fc.constantFrom('1', '2', '', '长一些的值', PERSON),
        fc.stringMatching(/^41040219870506[0-9]{3}$/).map(first => first + personCheckDigit(first)),
        fc.string(),
      )
      .filter(text => !text.includes('\0') && text.isWellFormed()),
  );
  const row = fc.tuple(value, fc.option(fc.integer().map(String)), value).map(one => one as Row);
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), fc.integer({ min: 1, max: 9 }), (rows, perChunk) => {
      const isGood = ([a, b, c]: Row): boolean =>
        (!a || a === '1' || a === '长一些的值') && b !== null && (!c || isPersonNumber(c));
      const { left, wrong } = run({ items, checks, key: [] }, rows, perChunk);
      assert.deepEqual(left, rows.filter(isGood));
      assert.deepEqual(
        wrong.map(one => one.row),
        rows.flatMap((one, i) => (isGood(one) ? [] : [i + 1])),
      );
    }),
  );
});
