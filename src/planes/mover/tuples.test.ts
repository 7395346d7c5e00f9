import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ColumnType } from '#vocabulary/plans.ts';
import { decodeTuples } from './decode.ts';
import { ConnectionProblem } from './problems.ts';
import { createTupleEncoder, daysFrom2000, numericBytes } from './tuples.ts';

interface Column {
  name: string;
  type: ColumnType;
}

function encode(columns: Column[], rows: (string | null)[][]): Buffer[] {
  const pages: Buffer[] = [];
  const encoder = createTupleEncoder(columns, page => pages.push(page));
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
    '-12345.678': '0003000140000003000109291a7c',
    '10000': '00010001000000000001',
    '0.0001': '0001ffff000000040001',
    '0.00001': '0001fffe0000000503e8',
    '1.50': '0002000000000002000113 88'.replace(' ', ''),
  };
  for (const [text, hex] of Object.entries(cases))
    assert.equal(numericBytes(text)?.toString('hex'), hex, text);
  for (const text of ['', '.', '1e5', 'abc', '1.2.3', '--1'])
    assert.equal(numericBytes(text), undefined, text);
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
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      n =>
        Object.is(
          Number(roundTrip('double', Object.is(n, -0) ? '-0' : String(n))),
          Object.is(n, -0) ? 0 : n,
        ) || Object.is(n, -0),
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

test('a value that its type cannot hold is refused with column, type and row, and without the value', () => {
  const wrong: [ColumnType, string][] = [
    ['bigint', '1.5'],
    ['bigint', '9223372036854775808'],
    ['bigint', ''],
    ['bigint', '12345678901234567x'],
    ['numeric', '1e5'],
    ['double', 'abc'],
    ['double', ''],
    ['boolean', '2'],
    ['boolean', 'maybe'],
    ['date', '0000-00-00'],
    ['date', '2023-02-29'],
    ['date', '2023-2-9'],
    ['timestamp', '2024-01-01 24:00:00'],
    ['timestamp', '2024-01-01x00:00:00'],
    ['timestamp', '2024-01-01 00:00'],
  ];
  for (const [type, value] of wrong) {
    assert.throws(
      () =>
        encode(
          [
            { name: 'id', type: 'bigint' },
            { name: '出生日期', type },
          ],
          [
            ['1', null],
            ['2', value],
          ],
        ),
      (error: unknown) => {
        assert.ok(error instanceof ConnectionProblem, `${type} ${value}: ${String(error)}`);
        assert.deepEqual(
          [error.code, error.facts['column'], error.facts['type'], error.facts['row']],
          ['bad_value', '出生日期', type, '2'],
        );
        assert.ok(value.length < 4 || !error.message.includes(value));
        return true;
      },
    );
  }
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
