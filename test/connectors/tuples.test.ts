/** What the encoder makes of a text is what PostgreSQL itself makes of it, to the byte; and what is read back decodes to its text. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { Client } from 'pg';
import { openCopyIn } from '#connectors/postgres/copyIn.ts';
import { openPostgresSource } from '#connectors/postgres/source.ts';
import { createTupleEncoder, decodeTuples, readRows } from '#planes/mover/ports.ts';
import type { ColumnType } from '#vocabulary/plans.ts';
import { type Scratch, createPostgres } from './databases.ts';
import { item } from './suite.ts';

let scratch: Scratch;
let client: Client;
before(async () => {
  scratch = await createPostgres('tuples');
  const { host, port, user, database } = scratch.address;
  client = new Client({ host, port, user, database, password: scratch.password });
  await client.connect();
  await client.query(`set timezone = 'Asia/Shanghai'`);
});
after(async () => {
  await client?.end();
  await scratch?.drop();
});

const TYPES: Record<Exclude<ColumnType, 'text'>, { name: string; send: string }> = {
  bigint: { name: 'bigint', send: 'int8send' },
  numeric: { name: 'numeric', send: 'numeric_send' },
  double: { name: 'double precision', send: 'float8send' },
  boolean: { name: 'boolean', send: 'boolsend' },
  date: { name: 'date', send: 'date_send' },
  timestamp: { name: 'timestamp', send: 'timestamp_send' },
};

const two = (n: number): string => String(n).padStart(2, '0');
const year = fc.oneof(
  fc.integer({ min: 1, max: 9999 }),
  fc.constantFrom(1, 4, 100, 400, 1900, 1999, 2000, 2024, 9999, 10_000, 294_276),
);
const day = fc
  .tuple(year, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([y, m, d]) => `${String(y).padStart(4, '0')}-${two(m)}-${two(d)}`);
const time = fc
  .tuple(fc.nat(23), fc.nat(59), fc.nat(59), fc.option(fc.stringMatching(/^\d{1,6}$/)))
  .map(([h, m, s, f]) => `${two(h)}:${two(m)}:${two(s)}${f === null ? '' : `.${f}`}`);
const digits = (max: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom('0', '0', '0', '1', '9', '5', '7'), { maxLength: max }).map(all => all.join(''));
const sign = fc.constantFrom('', '-', '+');

const VALUES: Record<Exclude<ColumnType, 'text'>, fc.Arbitrary<string>> = {
  bigint: fc.oneof(
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
    fc.integer().map(String),
    fc
      .tuple(
        fc.constantFrom(0n, 2n ** 31n, 2n ** 32n, 10n ** 9n, 10n ** 18n, 2n ** 53n, 2n ** 63n - 3n),
        fc.integer({ min: -2, max: 2 }),
      )
      .map(([n, by]) => String(n + BigInt(by))),
    fc.tuple(sign, digits(15)).map(([s, n]) => `${s}${n}0`),
    fc.constantFrom('9223372036854775807', '-9223372036854775808', '-9223372036854775807', '-0', '007'),
  ),
  numeric: fc.oneof(
    fc
      .tuple(sign, digits(40), digits(40))
      .map(([s, a, b]) => `${s}${a}.${b}${a === '' && b === '' ? '0' : ''}`),
    fc.tuple(sign, digits(30)).map(([s, a]) => `${s}${a}0`),
    fc.constantFrom(
      '0',
      '-0',
      '0.0',
      `9.${'0'.repeat(16_383)}`,
      '9'.repeat(11_990),
      `1${'0'.repeat(11_999)}`,
      `.${'0'.repeat(9_000)}12`,
    ),
  ),
  double: fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(n => (Object.is(n, -0) ? '-0' : String(n))),
    fc.tuple(fc.constantFrom('', '-'), digits(10), digits(6)).map(([s, a, b]) => `${s}0${a}.${b}`),
    fc.constantFrom('0', '-0', '123456789012345', '1e22', '5e-324', '.5', '5.', '-1.7976931348623157e308'),
  ),
  boolean: fc.constantFrom('true', 'false', 't', 'f', '1', '0'),
  date: fc.oneof(day, fc.constantFrom('5874897-12-31', '2000-02-29', '0001-01-01')),
  timestamp: fc.oneof(
    fc.tuple(day, fc.constantFrom(' ', 'T'), time).map(parts => parts.join('')),
    day,
    fc.constantFrom('294276-12-31 23:59:59.999999', '9999-12-31 23:59:59', '0001-01-01 00:00:00'),
  ),
};

for (const [type, { name, send }] of Object.entries(TYPES) as [
  Exclude<ColumnType, 'text'>,
  (typeof TYPES)['date'],
][]) {
  test(`PostgreSQL holds of an encoded ${type} what it holds of its text`, async () => {
    const values = fc.sample(VALUES[type], { numRuns: 3_000, seed: 20261122 });
    const columns = [
      { name: 't', type: 'text' as const },
      { name: 'v', type },
    ];
    await client.query(`drop table if exists encoded; create table encoded (t text, v ${name})`);
    const copy = openCopyIn(client, 'copy encoded from stdin (format binary)', 10_000);
    const pages: Buffer[] = [];
    const encoder = createTupleEncoder(columns, page => pages.push(page));
    for (const value of values) {
      const bytes = Buffer.from(value);
      encoder.beginRow();
      encoder.put(bytes, 0, bytes.length);
      encoder.put(bytes, 0, bytes.length);
      encoder.endRow();
    }
    encoder.flush();
    for (const page of pages) await copy.write(page);
    assert.equal(await copy.end(), values.length);
    const { rows } = await client.query(
      `select t, v::text from encoded where ${send}(v) is distinct from ${send}(t::${name}) limit 5`,
    );
    assert.deepEqual(rows, []);
    const texts = await client.query<{ t: string; v: string }>('select t, v::text from encoded');
    const decoded = pages.flatMap(page => decodeTuples(page, columns));
    const shown = (text: string | null): string =>
      type === 'double' ? (text === '-0' ? text : String(Number(text))) : (text ?? '');
    assert.deepEqual(
      decoded.map(([t, v]) => `${t} ${shown(v ?? null)}`).sort(),
      texts.rows.map(({ t, v }) => `${t} ${shown(v)}`).sort(),
    );
  });
}

test('what only PostgreSQL can hold is read and decoded as it writes it', async () => {
  await client.query(`
    create table extremes (d date, m timestamp, n numeric, f double precision);
    insert into extremes values
      ('infinity', 'infinity', 'NaN', 'NaN'), ('-infinity', '-infinity', 'Infinity', 'Infinity'),
      ('0044-03-15 BC', '0044-03-15 12:00:00.5 BC', '-Infinity', '-Infinity'), ('4713-01-01 BC', '4713-01-01 00:00:00 BC', 0, '-0'),
      ('0001-12-31 BC', '0001-12-31 23:59:59.999999 BC', 1, 1), ('5874897-12-31', '294276-12-31 23:59:59.999999', 1, 1)`);
  const source = openPostgresSource(scratch.address, scratch.password);
  try {
    const items = [item('d', 'date'), item('m', 'timestamp'), item('n', 'numeric'), item('f', 'double')];
    const found: (string | null)[][] = [];
    const columns = items.map(({ column, type }) => ({ name: column, type }));
    for await (const page of readRows(source, {
      table: { schema: 'public', table: 'extremes' },
      items,
      rows: [],
    }))
      found.push(...decodeTuples(page, columns));
    const { rows } = await client.query({
      text: 'select d::text, m::text, n::text, f::text from extremes',
      rowMode: 'array',
    });
    assert.deepEqual(found, rows);
  } finally {
    await source.close();
  }
});
