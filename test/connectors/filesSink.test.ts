/** Files as a sink: whole or not there, read back, fenced, and the same rows again. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { openPostgresSource } from '#connectors/postgres/source.ts';
import { openPostgresSink } from '#connectors/postgres/sink.ts';
import { createTupleEncoder, decodeTuples, readRows } from '#planes/mover/ports.ts';
import type { Column, Delivery, DeliveryTarget, Sink } from '#planes/mover/ports.ts';
import type { ColumnType } from '#vocabulary/plans.ts';
import { type Scratch, createPostgres } from './databases.ts';
import { type Drop, createDrop, item, rowsOf, selection } from './filesHouse.ts';
import { isProblem } from './suite.ts';

type Row = (string | null)[];

const COLUMNS: Column[] = [
  { name: 'id', type: 'bigint' },
  { name: '姓 名"', type: 'text' },
  { name: 'amount', type: 'numeric' },
  { name: 'score', type: 'double' },
  { name: 'active', type: 'boolean' },
  { name: 'born', type: 'date' },
  { name: 'changed', type: 'timestamp' },
];

const ROWS: Row[] = [
  ['1', '张三', '12.50', '0.1', 'true', '1987-05-06', '2024-02-29 13:14:15.123456'],
  [
    '-9223372036854775808',
    '',
    '123456789012345678.99',
    '1.7976931348623157e+308',
    'false',
    '9999-12-31',
    '0001-01-01 00:00:00',
  ],
  ['123456789012345', '=1+1', '-0.05', '-2.5e-10', null, null, '1969-12-31 23:59:59.5'],
  [null, '0017', '7', '-0', 'true', '1900-02-28', null],
  ['5', ' "a",\r\n\tb\u0001 ', '1.00', '3', null, null, null],
  [null, null, null, null, null, null, null],
  ['410402198705061234', '@ +x', '9.90', '0.30000000000000004', 'false', '2026-01-05', '2026-01-05 00:00:00'],
  [null, null, null, null, null, null, null],
];

function tuples(columns: Column[], rows: readonly Row[]): Buffer {
  const pages: Buffer[] = [];
  const encoder = createTupleEncoder(columns, page => pages.push(page));
  for (const row of rows) {
    encoder.beginRow();
    for (const text of row) {
      if (text === null) encoder.putNull();
      else encoder.put(Buffer.from(text), 0, Buffer.byteLength(text));
    }
    encoder.endRow();
  }
  encoder.flush();
  return Buffer.concat(pages);
}

async function all(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const found: Buffer[] = [];
  for await (const chunk of chunks) found.push(chunk);
  return Buffer.concat(found);
}

const target = (
  table: string,
  runNo: string,
  epoch: number,
  more: Partial<DeliveryTarget> = {},
): DeliveryTarget => ({
  schema: '.',
  table,
  columns: COLUMNS,
  runNo,
  epoch,
  apply: 'replace',
  key: [],
  whole: true,
  ...more,
});

const placing = (rows: number) => ({
  grantNo: '授-1',
  version: 1,
  rows,
  sha256: 'ab'.repeat(32),
  title: 't',
  position: { kind: 'watermark', value: '7' } as const,
});

/** Everything up to the point where the rows are to be shown. */
async function prepared(sink: Sink, to: DeliveryTarget, rows: readonly Row[]): Promise<Delivery> {
  const delivery = await sink.begin(to);
  const bytes = tuples(to.columns, rows);
  await delivery.write(bytes);
  assert.equal(await delivery.finish(), rows.length);
  assert.deepEqual(await all(delivery.readBack()), bytes);
  return delivery;
}

async function deliver(sink: Sink, to: DeliveryTarget, rows: readonly Row[]): Promise<void> {
  const delivery = await prepared(sink, to, rows);
  await delivery.place(placing(rows.length));
  await delivery.abort();
}

const visible = ({ path }: Drop): string[] =>
  readdirSync(path)
    .filter(name => !name.startsWith('.'))
    .sort();
const parts = ({ path }: Drop): string[] =>
  readdirSync(join(path, '.shuqiao')).filter(name => !name.endsWith('.json'));

for (const [ending, writing] of [
  ['csv', ''],
  ['csv', 'utf-8-bom'],
  ['csv', 'gb18030'],
  ['csv', 'utf-16le'],
  ['jsonl', ''],
  ['xlsx', ''],
] as const)
  test(`${ending} ${writing}: every value of every type is read back as it was, and readers see all or nothing`, async t => {
    const drop = createDrop(t, writing);
    const name = `人员.${ending}`;
    const delivery = await prepared(drop.sink, target(name, '运-1', 1), ROWS);
    assert.deepEqual(visible(drop), []);
    await delivery.place(placing(ROWS.length));
    assert.deepEqual([visible(drop), parts(drop)], [[name], []]);
    assert.deepEqual(
      decodeTuples(await all(drop.sink.readPlaced({ schema: '.', table: name }, COLUMNS)), COLUMNS),
      ROWS,
    );
    const found = await drop.sink.findRun('运-1');
    assert.deepEqual(
      [found?.rows, found?.showing, found?.generation, found?.position, found?.grantNo],
      [ROWS.length, true, name, { kind: 'watermark', value: '7' }, '授-1'],
    );
    assert.deepEqual(await drop.sink.findShowing({ schema: '.', table: name }), found);
    const bytes = readFileSync(join(drop.path, name));
    const states = readdirSync(join(drop.path, '.shuqiao')).sort();
    const state = JSON.parse(readFileSync(join(drop.path, '.shuqiao', states.at(-1) ?? ''), 'utf8')) as {
      runs: { fileSha256: string }[];
    };
    assert.equal(state.runs.at(-1)?.fileSha256, createHash('sha256').update(bytes).digest('hex'));
    // What begins like a formula stays what it is: the receipt is of the value.
    if (ending === 'csv' && writing === '') assert.match(bytes.toString(), /\r\n123456789012345,=1\+1,/);
    assert.equal(bytes.subarray(0, 3).toString('hex') === 'efbbbf', writing === 'utf-8-bom');
    // And the other end reads it as a source, where a workbook's empty text is none.
    const read = await rowsOf(
      drop.source,
      selection(
        name,
        COLUMNS.map(one => item(one.name, one.type)),
      ),
    );
    if (ending !== 'xlsx') assert.deepEqual(read, ROWS);
    await deliver(drop.sink, target(name, '运-2', 2), []);
    assert.deepEqual((await drop.sink.findRun('运-1'))?.showing, false);
    assert.deepEqual(await all(drop.sink.readPlaced({ schema: '.', table: name }, COLUMNS)), Buffer.alloc(0));
    await drop.sink.remove({ schema: '.', table: name });
    assert.deepEqual(
      [visible(drop), await drop.sink.findShowing({ schema: '.', table: name })],
      [[], undefined],
    );
  });

test('an attempt that was cut off can place nothing once another has the target', async t => {
  const drop = createDrop(t);
  const stale = await prepared(drop.sink, target('p.csv', '运-1', 1), ROWS.slice(0, 1));
  await assert.rejects(drop.sink.begin(target('p.csv', '运-1', 1)), isProblem('busy'));
  const fresh = await prepared(drop.sink, target('p.csv', '运-1', 2), ROWS.slice(0, 2));
  await assert.rejects(stale.place(placing(1)), isProblem('superseded'));
  await stale.abort();
  assert.deepEqual(visible(drop), []);
  await fresh.place(placing(2));
  assert.equal((await drop.sink.findRun('运-1'))?.rows, 2);
  await assert.rejects(drop.sink.begin(target('p.csv', '运-0', 1)), isProblem('superseded'));
  await assert.rejects(drop.sink.begin(target('p.csv', '运-1', 3)), isProblem('superseded'));
  // One that slept through many runs finds its number cleared away, and yet nothing of it is shown.
  const asleep = await prepared(drop.sink, target('p.csv', '运-2', 4), ROWS.slice(0, 3));
  for (let epoch = 5; epoch < 9; epoch++)
    await deliver(drop.sink, target('p.csv', `运-${epoch}`, epoch), ROWS.slice(0, 1));
  await assert.rejects(asleep.place(placing(3)), isProblem('superseded'));
  await asleep.abort();
  assert.equal((await drop.sink.findShowing({ schema: '.', table: 'p.csv' }))?.runNo, '运-8');
  assert.equal(await drop.sink.findRun('运-2'), undefined);
  assert.equal(readdirSync(join(drop.path, '.shuqiao')).length, 2);
});

test('an attempt that fails leaves nothing, and one that died before the name was given is finished', async t => {
  const drop = createDrop(t);
  await deliver(drop.sink, target('p.csv', '运-1', 1), ROWS.slice(0, 1));
  const broken = await drop.sink.begin(target('p.csv', '运-2', 2));
  await broken.write(tuples(COLUMNS, ROWS));
  await broken.abort();
  assert.deepEqual([visible(drop), parts(drop)], [['p.csv'], []]);
  await deliver(drop.sink, target('p.csv', '运-2', 2), ROWS.slice(0, 2));
  // The moment between the state and the name, as a crash leaves it.
  const states = readdirSync(join(drop.path, '.shuqiao')).sort();
  const last = states.at(-1) ?? '';
  const state = JSON.parse(readFileSync(join(drop.path, '.shuqiao', last), 'utf8')) as {
    runs: { part: string; runNo: string }[];
  };
  const number = Number(last.split('.')[1]) + 1;
  const part = `${last.split('.')[0]}.3.0123456789abcdef.part`;
  state.runs.push({ ...(state.runs.at(-1) as { part: string }), runNo: '运-3', part });
  writeFileSync(join(drop.path, '.shuqiao', part), 'id\r\n9\r\n');
  writeFileSync(
    join(drop.path, '.shuqiao', `${last.split('.')[0]}.${String(number).padStart(10, '0')}.json`),
    JSON.stringify(state),
  );
  assert.equal((await drop.sink.findRun('运-3'))?.showing, true);
  assert.equal(readFileSync(join(drop.path, 'p.csv'), 'utf8'), 'id\r\n9\r\n');
});

test('what an append run adds is a file of its own; merging and history are refused, so is what is not ours', async t => {
  const drop = createDrop(t);
  const append = { apply: 'append', whole: false } as const;
  await deliver(drop.sink, target('p.csv', '运-2026-000001', 1, append), ROWS.slice(0, 1));
  await deliver(drop.sink, target('p.csv', '运-2026-000002', 2, append), ROWS.slice(1, 3));
  assert.deepEqual(visible(drop), ['p-运-2026-000001.csv', 'p-运-2026-000002.csv']);
  const place = { schema: '.', table: 'p.csv' };
  assert.deepEqual(decodeTuples(await all(drop.sink.readPlaced(place, COLUMNS)), COLUMNS), ROWS.slice(0, 3));
  for (const apply of ['merge', 'history'] as const)
    await assert.rejects(
      drop.sink.begin(target('p.csv', '运-3', 3, { apply, key: ['id'] })),
      isProblem('bad_file'),
    );
  drop.put('own.csv', 'somebody else’s\n');
  await assert.rejects(
    drop.sink.begin(target('own.csv', '运-4', 1)),
    isProblem('name_taken', { table: 'own.csv' }),
  );
  for (const table of ['*.csv', '../p.csv', 'p.pdf', '.p.csv', 'a/b.csv', 'b.xlsx#x'])
    await assert.rejects(drop.sink.begin(target(table, '运-5', 1)), isProblem('no_table'), table);
  await deliver(drop.sink, target('p.csv', '运-6', 1, { schema: '新 文件夹' }), ROWS);
  assert.ok(existsSync(join(drop.path, '新 文件夹', 'p.csv')));
  assert.equal((await drop.sink.findRun('运-6'))?.schema, '新 文件夹');
  mkdirSync(join(drop.path, 'empty'));
  assert.equal(await drop.sink.findRun('运-7'), undefined);
});

test('what Excel cannot hold is said before, and refused in words when it comes', async t => {
  const drop = createDrop(t);
  const place = { schema: '.', table: 'p.xlsx' };
  assert.deepEqual(
    drop.sink.losses(COLUMNS, place).map(one => `${one.column} ${one.what}`),
    ['姓 名" length', '姓 名" empty_is_null', 'amount range', 'score range', 'born range', 'changed range'],
  );
  assert.deepEqual(drop.sink.losses(COLUMNS.slice(0, 2), { schema: '.', table: 'p.csv' }), []);
  assert.deepEqual(await drop.sink.abilities(place), { keepsRuns: true, pieces: false });
  const columns: Column[] = [{ name: 'a', type: 'text' }];
  const long = await drop.sink.begin(target('p.xlsx', '运-1', 1, { columns }));
  await assert.rejects(
    long.write(tuples(columns, [['x'.repeat(32_768)]])),
    isProblem('bad_file', { reason: '32767' }),
  );
  await long.abort();
  const many = await drop.sink.begin(target('p.xlsx', '运-1', 2, { columns }));
  const page = tuples(
    columns,
    Array.from({ length: 1_048_576 }, () => [null]),
  );
  await assert.rejects(many.write(page), isProblem('bad_file', { reason: '1048575' }));
  await many.abort();
  assert.deepEqual([visible(drop), parts(drop)], [[], []]);
});

let scratch: Scratch;
before(async () => {
  scratch = await createPostgres('files');
});
after(() => scratch.drop());

const timestamp = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map(at => {
    const text = at.toISOString().replace('T', ' ').slice(0, 23);
    return text.endsWith('.000') ? text.slice(0, 19) : text.replace(/0+$/, '');
  });

const valueOf: Record<ColumnType, fc.Arbitrary<string>> = {
  text: fc.oneof(
    fc.string({ unit: fc.constantFrom(...Array.from('",;\n\r\t 张é😀a0=_x000D')), maxLength: 12 }),
    fc.string({ unit: 'binary', maxLength: 8 }).filter(one => !one.includes('\0')),
  ),
  bigint: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  numeric: fc
    .tuple(fc.bigInt({ min: 0n, max: 10n ** 18n }), fc.integer({ min: 0, max: 6 }), fc.boolean())
    .map(([digits, decimals, negative]) => {
      const text = String(digits).padStart(decimals + 1, '0');
      const plain = decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
      return negative && digits > 0n ? `-${plain}` : plain;
    }),
  double: fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map(one => (Object.is(one, -0) ? '-0' : String(one))),
  boolean: fc.constantFrom('true', 'false'),
  date: fc
    .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    .map(day => day.toISOString().slice(0, 10)),
  timestamp,
};
test('any rows moved from a file to PostgreSQL and into a file again are the same rows', async t => {
  const drop = createDrop(t);
  const source = openPostgresSource(scratch.address, scratch.password);
  const sink = openPostgresSink(scratch.address, scratch.password);
  t.after(() => Promise.all([source.close(), sink.close()]));
  const cell = (one: Column): fc.Arbitrary<string | null> => fc.option(valueOf[one.type], { freq: 5 });
  const tables = fc.array(fc.tuple(...COLUMNS.map(cell)), { maxLength: 30 });
  const items = COLUMNS.map(one => item(one.name, one.type));
  let epoch = 0;
  await fc.assert(
    fc.asyncProperty(tables, fc.constantFrom('csv', 'jsonl', 'xlsx'), async (rows, ending) => {
      epoch++;
      const first = `a${epoch}.csv`;
      const second = `b${epoch}.${ending}`;
      await deliver(drop.sink, target(first, `甲-${epoch}`, epoch), rows);
      const into = target('rows', `乙-${epoch}`, epoch, { schema: 'files' });
      const delivery = await sink.begin(into);
      let sent = Buffer.alloc(0);
      for await (const chunk of readRows(drop.source, selection(first, items))) {
        await delivery.write(chunk);
        sent = Buffer.concat([sent, chunk]);
      }
      await delivery.finish();
      await delivery.place(placing(rows.length));
      assert.deepEqual(decodeTuples(sent, COLUMNS), rows);
      const back = await drop.sink.begin(target(second, `丙-${epoch}`, epoch));
      let stored = Buffer.alloc(0);
      for await (const chunk of readRows(source, selection('rows', items, [], 'files'))) {
        await back.write(chunk);
        stored = Buffer.concat([stored, chunk]);
      }
      await back.finish();
      const read = await all(back.readBack());
      await back.abort();
      assert.deepEqual(read, stored);
      assert.deepEqual(decodeTuples(read, COLUMNS), rows);
    }),
    { numRuns: 25 },
  );
});
