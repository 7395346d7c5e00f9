import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import type { ColumnType } from '#vocabulary/plans.ts';
import { decodeTuples } from './decode.ts';
import type { WrongReason } from '#vocabulary/moves.ts';
import { RAW_BYTES, type WrongRow } from './ports.ts';
import { ConnectionProblem } from './problems.ts';
import { FIELD_ROOM, daysFrom2000, writeNumeric } from './fields.ts';
import { createTupleEncoder } from './tuples.ts';

interface Column {
  name: string;
  type: ColumnType;
}

function encode(
  columns: Column[],
  rows: (string | null)[][],
  wrong?: (row: WrongRow) => void,
  key: number[] = [],
): Buffer[] {
  const pages: Buffer[] = [];
  const encoder = createTupleEncoder(columns, page => pages.push(page), wrong, { key });
  for (const row of rows) {
    encoder.beginRow();
    for (const value of row) {
      if (value === null) encoder.putNull();
      else {
        const bytes = Buffer.from(`<${value}>`);
        encoder.put(bytes, 1, bytes.length - 1);
      }
    }
    encoder.endRow();
  }
  encoder.flush();
  return pages;
}

const column = (type: ColumnType): Column[] => [{ name: 'c', type }];
const roundTrip = (type: ColumnType, value: string | null): string | null | undefined =>
  decodeTuples(Buffer.concat(encode(column(type), [[value]])), column(type))[0]?.[0];

test('numbers have the bytes that PostgreSQL gives them', () => {
  // Taken from numeric_send: digits, weight, sign, scale, then digits in base 10,000.
  const cases: Record<string, string> = {
    '0': '0000000000000000',
    '0.00': '0000000000000002',
    '-0.00': '0000000000000002',
    '1': '00010000000000000001',
    '+1': '00010000000000000001',
    '-12345.678': '0003000140000003000109291a7c',
    '10000': '00010001000000000001',
    '0.0001': '0001ffff000000040001',
    '0.00001': '0001fffe0000000503e8',
    '1.50': '000200000000000200011388',
    '007.': '00010000000000000007',
  };
  const bytesOf = (text: string): Buffer | undefined => {
    const page = Buffer.alloc(FIELD_ROOM + text.length);
    const end = writeNumeric(page, 0, Buffer.from(text), 0, text.length);
    return end < 0 ? undefined : page.subarray(4, end);
  };
  for (const [text, hex] of Object.entries(cases)) assert.equal(bytesOf(text)?.toString('hex'), hex, text);
  for (const text of ['', '.', '-', '1e5', 'abc', '1.2.3', '--1', ' 1'])
    assert.equal(bytesOf(text), undefined, text);
});

test('values of every type come out as they went in', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), text => roundTrip('text', text) === text));
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      n => roundTrip('bigint', String(n)) === String(n),
    ),
  );
  fc.assert(fc.property(fc.integer(), n => roundTrip('bigint', String(n)) === String(n)));
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), n =>
      Object.is(Number(roundTrip('double', Object.is(n, -0) ? '-0' : String(n))), n),
    ),
  );
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.nat({ max: 12 }), (n, scale) => {
      const digits = String(n < 0n ? -n : n).padStart(scale + 1, '0');
      const text = `${n < 0n ? '-' : ''}${digits.slice(0, digits.length - scale)}${scale === 0 ? '' : `.${digits.slice(-scale)}`}`;
      return roundTrip('numeric', text) === text;
    }),
  );
  const moment = fc.date({
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(
      moment,
      time => roundTrip('date', time.toISOString().slice(0, 10)) === time.toISOString().slice(0, 10),
    ),
  );
  fc.assert(
    fc.property(moment, fc.nat({ max: 999_999 }), (time, micro) => {
      const whole = time.toISOString().slice(0, 19).replace('T', ' ');
      const fraction = `.${String(micro).padStart(6, '0')}`.replace(/\.?0+$/, '');
      return roundTrip('timestamp', `${whole}${fraction}`) === `${whole}${fraction}`;
    }),
  );
  assert.equal(roundTrip('boolean', '1'), 'true');
  assert.equal(roundTrip('boolean', 'false'), 'false');
  assert.equal(roundTrip('text', null), null);
});

test('a day that does not exist has no number', () => {
  assert.equal(daysFrom2000(2000, 1, 1), 0);
  assert.equal(daysFrom2000(1970, 1, 1), -10_957);
  assert.equal(daysFrom2000(2024, 2, 29), 8825);
  for (const [y, m, d] of [
    [2023, 2, 29],
    [1900, 2, 29],
    [2024, 4, 31],
    [0, 1, 1],
    [2024, 13, 1],
    [2024, 0, 1],
    [2024, 1, 0],
  ] as const) {
    assert.ok(Number.isNaN(daysFrom2000(y, m, d)), `${y}-${m}-${d}`);
  }
});

const WRONG: [ColumnType, string, WrongReason][] = [
  ['bigint', '1.5', 'not_a_number'],
  ['bigint', '9223372036854775808', 'out_of_range'],
  ['bigint', '-9223372036854775809', 'out_of_range'],
  ['bigint', '99999999999999999999', 'out_of_range'],
  ['bigint', '', 'not_a_number'],
  ['bigint', '-', 'not_a_number'],
  ['bigint', '12345678901234567x', 'not_a_number'],
  ['bigint', 'x2345678901234567', 'not_a_number'],
  ['numeric', '1e5', 'not_a_number'],
  ['numeric', '', 'not_a_number'],
  ['numeric', `0.${'1'.repeat(16_384)}`, 'out_of_range'],
  ['numeric', '1'.repeat(12_001), 'out_of_range'],
  ['double', 'abc', 'not_a_number'],
  ['double', '', 'not_a_number'],
  ['double', ' 1', 'not_a_number'],
  ['double', '0x1F', 'not_a_number'],
  ['double', '.', 'not_a_number'],
  ['double', '1e400', 'out_of_range'],
  ['boolean', '2', 'not_a_boolean'],
  ['boolean', 'maybe', 'not_a_boolean'],
  ['boolean', '', 'not_a_boolean'],
  ['date', '0000-00-00', 'no_such_date'],
  ['date', '0000-01-01', 'no_such_date'],
  ['date', '2024-00-10', 'no_such_date'],
  ['date', '2023-02-29', 'no_such_date'],
  ['date', '2023-2-9', 'no_such_date'],
  ['date', '', 'no_such_date'],
  ['date', '5874898-01-01', 'out_of_range'],
  ['timestamp', '0000-00-00 00:00:00', 'no_such_time'],
  ['timestamp', '2024-01-01 24:00:00', 'no_such_time'],
  ['timestamp', '2024-01-01x00:00:00', 'no_such_time'],
  ['timestamp', '2024-01-01 00:00', 'no_such_time'],
  ['timestamp', '2024-01-01 00:00:00.1234567', 'no_such_time'],
  ['timestamp', '294277-01-01 00:00:00', 'out_of_range'],
];

test('a value that its type cannot hold is refused with column, type and row, and without the value', () => {
  for (const [type, value, reason] of WRONG) {
    const columns: Column[] = [
      { name: 'id', type: 'bigint' },
      { name: '出生日期', type },
    ];
    const rows = [
      ['1', null],
      ['2', value],
    ];
    assert.throws(
      () => encode(columns, rows),
      (error: unknown) => {
        assert.ok(error instanceof ConnectionProblem, `${type} ${value}: ${String(error)}`);
        assert.deepEqual(error.facts, { column: '出生日期', type, reason, row: '2' });
        assert.equal(error.code, 'bad_value');
        return true;
      },
    );
  }
});

test('with somewhere to put them, wrong rows are left out and the others keep their places', () => {
  const columns: (Column & { comment?: string })[] = [
    { name: 'id', type: 'bigint', comment: '编号' },
    { name: 'a', type: 'text' },
    { name: 'n', type: 'numeric' },
  ];
  const good = (row: number): (string | null)[] => [
    String(row),
    `行 ${row}`,
    row % 2 === 0 ? null : `${row}.50`,
  ];
  for (const [type, value, reason] of WRONG) {
    for (const where of [0, 1, 2]) {
      const shape = columns.with(where, { name: 'w', type, comment: '错项' });
      const rows = Array.from({ length: 5 }, (_, i) => good(i + 1).with(where, null));
      rows[2] = good(3).with(where, value);
      const wrong: WrongRow[] = [];
      const pages = encode(shape, rows, row => wrong.push(row), [0, 1]);
      assert.deepEqual(decodeTuples(Buffer.concat(pages), shape), rows.toSpliced(2, 1));
      const key: Record<string, string> = { 编号: '3', a: '行 3' };
      delete key[where === 0 ? '编号' : where === 1 ? 'a' : ''];
      const raw = Buffer.from(value).subarray(0, RAW_BYTES);
      assert.deepEqual(wrong, [{ row: 3, column: 'w', type, reason, raw, key }]);
    }
  }
});

test('a wrong row says how many were read, and the rows handed over what their numbers are', () => {
  const told: [number, number][] = [];
  const wrong: [number, number][] = [];
  const encoder = createTupleEncoder(
    column('bigint'),
    () => undefined,
    ({ row }, read) => wrong.push([row, read]),
    { numbered: (nth, row) => told.push([nth, row]) },
  );
  const put = (value: string, line?: number): void => {
    encoder.beginRow(line);
    encoder.put(Buffer.from(value), 0, value.length);
    encoder.endRow();
  };
  for (const value of ['1', '2', 'x', '4', '5', 'y', 'z', '8', '9']) put(value);
  put('10', 20);
  put('w', 21);
  put('12', 22);
  encoder.flush();
  assert.deepEqual(wrong, [
    [3, 3],
    [6, 6],
    [7, 7],
    [21, 11],
  ]);
  assert.deepEqual(told, [
    [3, 4],
    [5, 8],
    [7, 20],
    [8, 22],
  ]);
});

test('text is UTF-8 without zero bytes, whatever its length: exactly what PostgreSQL takes', () => {
  let read: Buffer | undefined;
  let reason: string | undefined;
  const encoder = createTupleEncoder(
    column('text'),
    page => {
      read = page.subarray(6);
    },
    row => {
      reason = row.reason;
    },
  );
  // Large enough to fill a page, so that each value comes out before the next goes in.
  const filler = Buffer.alloc(200_000, 'x');
  const isTaken = (bytes: Buffer): boolean => {
    [read, reason] = [undefined, undefined];
    encoder.beginRow();
    encoder.put(Buffer.concat([Buffer.of(0xe5), bytes, Buffer.of(0x80)]), 1, bytes.length + 1);
    encoder.endRow();
    return reason === undefined;
  };
  const check = (bytes: Buffer): void => {
    const hasZero = bytes.includes(0);
    assert.equal(isTaken(bytes), isUtf8(bytes) && !hasZero, bytes.toString('hex'));
    if (reason !== undefined) assert.ok(reason === 'not_text' || (reason === 'nul_byte' && hasZero), reason);
  };
  // Every sequence of two bytes, and every beginning of three and four with the ends that matter.
  const ends = [0x00, 0x41, 0x80, 0xbf, 0xc0];
  for (let a = 0; a < 256; a++)
    for (let b = 0; b < 256; b++) {
      check(Buffer.of(a, b));
      if (a >= 0xe0) for (const c of ends) for (const d of ends) check(Buffer.of(a, b, c, d));
    }
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme' }).map(text => Buffer.from(text)),
    fc.uint8Array({ maxLength: 3 }).map(bytes => Buffer.from(bytes)),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), parts => check(Buffer.concat(parts))),
    { numRuns: 2_000 },
  );
  encoder.flush();
  assert.ok(isTaken(filler));
  assert.deepEqual(read, filler);
});

test('pages hold whole rows only, also when one row is larger than a page', () => {
  const columns: Column[] = [
    { name: 'id', type: 'bigint' },
    { name: 't', type: 'text' },
  ];
  const rows = Array.from({ length: 300 }, (_, i) => [
    String(i),
    'x'.repeat(i % 50 === 0 ? 600_000 : i * 10),
  ]);
  const pages = encode(columns, rows);
  assert.ok(pages.length > 3);
  assert.deepEqual(
    pages.flatMap(page => decodeTuples(page, columns)),
    rows,
  );
});
