/** Files as a source: what each format says, in each encoding, and what of it cannot travel. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stringify } from 'csv-stringify/sync';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { createKeys } from '#kernel/keys.ts';
import { createMaskDigest, readMasked } from '#planes/mover/reading/maskDigests.ts';
import { RAW_BYTES, decodeTuples, outputColumns } from '#planes/mover/ports.ts';
import { maskValue } from '#vocabulary/masks.ts';
import type { ColumnType, Mask, RowCondition } from '#vocabulary/plans.ts';
import { createDrop, item, rowsOf, selection, sorted } from './filesHouse.ts';
import { isProblem } from './suite.ts';

const HEADING = 'id,name,born\n';
const three = [item('id', 'bigint'), item('name'), item('born', 'date')];

test('CSV: quotes, both line ends, empty and absent, dates as people write them', async t => {
  const drop = createDrop(t);
  drop.put(
    'p.csv',
    '\ufeffid,name,born\r\n1,张三,2026-01-05\r\n2,"李 ""四"", 五\n六",2026/1/6\n3,,\n4,"",20260107\n 5 , x ,2026年1月8日\n\n6,末,2026.01.09',
  );
  assert.deepEqual(await rowsOf(drop.source, selection('p.csv', three)), [
    ['1', '张三', '2026-01-05'],
    ['2', '李 "四", 五\n六', '2026-01-06'],
    ['3', null, null],
    ['4', '', '2026-01-07'],
    ['5', ' x ', '2026-01-08'],
    ['6', '末', '2026-01-09'],
  ]);
});

test('the sign between fields and the encoding are found out, or as declared', async t => {
  const drop = createDrop(t);
  const text = (sign: string): string =>
    ['编号', '姓名'].join(sign) + `\r\n0017${sign}张三\r\n18${sign}欧阳娜娜\r\n`;
  const files: [string, Buffer][] = [
    ['comma.csv', Buffer.from(text(','))],
    ['semicolon.csv', Buffer.from(text(';'))],
    ['tab.tsv', Buffer.from(text('\t'))],
    ['bar.txt', Buffer.from(text('|'))],
    ['gbk.csv', iconv.encode(text(','), 'gb18030')],
    ['wide.csv', iconv.encode(`\ufeff${text('\t')}`, 'utf-16le')],
    ['unmarked.csv', iconv.encode(`${text(',')}${'abc,def\r\n'.repeat(40)}`, 'utf-16le')],
  ];
  for (const [name, bytes] of files) {
    drop.put(name, bytes);
    const rows = await rowsOf(drop.source, selection(name, [item('编号'), item('姓名')]));
    assert.deepEqual(
      rows.slice(0, 2),
      [
        ['0017', '张三'],
        ['18', '欧阳娜娜'],
      ],
      name,
    );
  }
  // A megabyte of ASCII before the first Chinese name: what is found out is wrong, what is declared is right.
  const late = `id,name\n${'1,a\n'.repeat(300_000)}2,张三\n`;
  const bytes = iconv.encode(late, 'gb18030');
  drop.put('late.csv', bytes);
  const found = await sorted(drop.source, selection('late.csv', [item('name')]));
  assert.deepEqual([found.rows.length, found.wrong.map(one => one.reason)], [300_000, ['not_text']]);
  const declared = createDrop(t, 'gb18030');
  declared.put('late.csv', bytes);
  assert.deepEqual((await rowsOf(declared.source, selection('late.csv', [item('name')]))).at(-1), ['张三']);
});

test('JSON lines: missing keys, exact numbers, nested values as JSON', async t => {
  const drop = createDrop(t);
  drop.put(
    'p.jsonl',
    '{"id":9007199254740993,"amount":1.10,"name":"张\\n三","tags":["a",1.50]}\n\n{"id":2,"name":""}\nnot json\n[1]\n{"id":3,"name":"\\ud800"}\n{"amount":null,"id":4}',
  );
  const items = [item('id', 'bigint'), item('amount', 'numeric'), item('name'), item('tags')];
  const { rows, wrong } = await sorted(drop.source, selection('p.jsonl', items));
  assert.deepEqual(rows, [
    ['9007199254740993', '1.10', '张\n三', '["a",1.50]'],
    ['2', null, '', null],
    ['4', null, null, null],
  ]);
  assert.deepEqual(
    wrong.map(one => [one.row, one.reason, one.column]),
    [
      [4, 'columns', ''],
      [5, 'columns', ''],
      [6, 'not_text', 'name'],
    ],
  );
});

test('Excel: sheets, dates, numbers of 15 digits, results of formulas, and what a cell spoilt', async t => {
  const drop = createDrop(t);
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('人员');
  sheet.addRow(['编号', '身份证号', '出生', '金额', '合计']);
  sheet.addRow([
    '0017',
    '410402198705061234',
    new Date('1987-05-06'),
    0.1 + 0.2,
    { formula: 'D2*2', result: 0.6 },
  ]);
  sheet.addRow([18, Number('410402198705061234'), new Date('1987-05-06T13:14:15Z'), 123456789012345, 1]);
  sheet.addRow([19, '1', null, 1e-7, { formula: 'D3', result: { error: '#N/A' } }]);
  sheet.addRow([]);
  sheet.addRow([20, '2', '2026年1月5日', -2.5, 7, '多']);
  sheet.addRow([21, '3', '2026/1/5', 12, null]);
  sheet.getColumn(3).numFmt = 'yyyy-mm-dd hh:mm:ss';
  book.addWorksheet('其他').addRows([['a'], ['b']]);
  drop.put('b.xlsx', Buffer.from(await book.xlsx.writeBuffer()));
  const items = [
    item('编号'),
    item('身份证号'),
    item('出生', 'timestamp'),
    item('金额', 'numeric'),
    item('合计', 'double'),
  ];
  const { rows, wrong } = await sorted(drop.source, selection('b.xlsx', items));
  assert.deepEqual(rows, [
    ['0017', '410402198705061234', '1987-05-06 00:00:00', '0.3', '0.6'],
    ['21', '3', '2026-01-05 00:00:00', '12', null],
  ]);
  assert.deepEqual(
    wrong.map(one => [one.row, one.reason, one.column]),
    [
      [3, 'out_of_range', '身份证号'],
      [4, 'not_text', '合计'],
      [6, 'columns', ''],
    ],
  );
  assert.deepEqual(await rowsOf(drop.source, selection('b.xlsx#其他', [item('a')])), [['b']]);
  await assert.rejects(
    rowsOf(drop.source, selection('b.xlsx#没有', [item('a')])),
    isProblem('bad_file', { reason: '人员、其他', reasonEn: 'has no sheet' }),
  );
  const tables = (await drop.source.tables()).map(one => one.table);
  assert.deepEqual(tables, ['b.xlsx', 'b.xlsx#其他']);
});

test('what a file has for columns: types by its first rows, and digits that no number keeps stay text', async t => {
  const drop = createDrop(t);
  const head = '编号,电话,身份证号,金额,日期,时间,在用,名称,名称,,备注';
  const row = (i: number): string =>
    `00${i},1380000${1000 + i},41040219870506123${i % 10},${i}.50,2026-01-05,2026/1/5 13:14,是,a,b,c,`;
  drop.put(
    'c.csv',
    `${head}\n${Array.from({ length: 300 }, (_, i) => row(i)).join('\n')}\nx,x,x,x,x,x,x,,,,\n`,
  );
  assert.deepEqual(
    (await drop.source.columns({ schema: '.', table: 'c.csv' })).map(one => [one.name, one.type]),
    [
      ['编号', 'text'],
      ['电话', 'bigint'],
      ['身份证号', 'text'],
      ['金额', 'numeric'],
      ['日期', 'date'],
      ['时间', 'timestamp'],
      ['在用', 'boolean'],
      ['名称', 'text'],
      ['名称_2', 'text'],
      ['column_10', 'text'],
      ['备注', 'text'],
    ],
  );
});

test('files of one series are one table, each by its own heading, and a wrong row names its file', async t => {
  const drop = createDrop(t);
  drop.put('persons-2026-01.csv', 'id,name\n1,a\nx,b\n');
  drop.put('persons-2026-02.csv', 'name,id\nc,3\n');
  drop.put('other-1.csv', 'id\n1\n');
  drop.put('other-2.csv', 'different\n1\n');
  assert.deepEqual((await drop.source.tables()).map(one => [one.table, one.comment]).slice(0, 2), [
    ['persons-2026-*.csv', '2 个文件'],
    ['other-1.csv', ''],
  ]);
  const items = [item('id', 'bigint'), item('name')];
  const found = await sorted(drop.source, selection('persons-2026-*.csv', items), { key: ['name'] });
  assert.deepEqual(found.rows, [
    ['1', 'a'],
    ['3', 'c'],
  ]);
  assert.deepEqual(
    found.wrong.map(one => [one.row, one.key, one.raw.toString()]),
    [[3, { 文件: 'persons-2026-01.csv', name: 'b' }, 'x']],
  );
  drop.put('persons-2026-03.csv', 'id\n4\n');
  await assert.rejects(
    sorted(drop.source, selection('persons-2026-*.csv', items)),
    isProblem('lost_column', { column: 'name' }),
  );
});

test('masks show what the reference shows, whatever the type', async t => {
  const drop = createDrop(t);
  const digest = createMaskDigest(createKeys(Buffer.alloc(32, 7)), 42);
  const values: Record<ColumnType, string[]> = {
    text: [
      '张三丰',
      '410402198705061234',
      '😀b',
      '河南省平顶山市湛河区',
      'zhang@example.cn',
      '1987年5月6日',
      '',
    ],
    bigint: ['0', '-37', '9223372036854775807', '19870506'],
    numeric: ['0.01', '-30.01', '123456789012345678.99', '12.50'],
    double: ['0.1', '-30', '1e20'],
    boolean: ['true', 'false'],
    date: ['1987-05-06', '9999-12-31'],
    timestamp: ['1987-05-06 13:14:15.123456', '2000-01-01 00:00:00', '2024-02-29 23:59:59.5'],
  };
  const masks: Mask[] = [
    { kind: 'name' },
    { kind: 'middle', head: 3, tail: 4 },
    { kind: 'year' },
    { kind: 'month' },
    { kind: 'address', head: 3 },
    { kind: 'mail' },
    { kind: 'range', width: 10 },
    { kind: 'digest' },
    { kind: 'hidden' },
  ];
  for (const [type, list] of Object.entries(values) as [ColumnType, string[]][]) {
    drop.put(
      `${type}.csv`,
      stringify([['v', 'n'], ...list.map(one => [one, 'n'])], { quoted: true, quoted_empty: true }),
    );
    const clear = (await rowsOf(drop.source, selection(`${type}.csv`, [item('v', type)]))).map(
      row => row[0] ?? null,
    );
    assert.deepEqual(
      clear.map(text => text?.replace('+', '')),
      type === 'double' ? ['0.1', '-30', '100000000000000000000'] : list,
    );
    for (const mask of masks) {
      const items = [item('v', type, mask)];
      const snapshot = await drop.source.snapshot();
      const shown: (string | null)[] = [];
      for await (const chunk of readMasked(snapshot, selection(`${type}.csv`, items), () => digest))
        shown.push(...decodeTuples(chunk, outputColumns(items)).map(row => row[0] ?? null));
      assert.deepEqual(
        shown,
        clear.map(text => maskValue(mask, type, text, digest)),
        `${type} ${mask.kind}`,
      );
    }
  }
});

test('row conditions choose rows here, counts count them, the highest value is the typed one', async t => {
  const drop = createDrop(t);
  drop.put(
    'r.csv',
    'id,name,amount,born,active\n1,张三,12.50,1987-05-06,t\n2,李四,-0.05,2000-1-1,否\n10,,9,2026/01/05,1\nx,王五,1,1999-01-01,0\n3\n',
  );
  const read = (...rows: RowCondition[]) =>
    sorted(drop.source, selection('r.csv', [item('name'), item('id', 'bigint')], rows));
  const names = async (...rows: RowCondition[]) => (await read(...rows)).rows.map(row => row[1]);
  assert.deepEqual(await names({ column: 'name', type: 'text', op: 'in', values: ['张三', '李四'] }), [
    '1',
    '2',
  ]);
  assert.deepEqual(await names({ column: 'amount', type: 'numeric', op: 'eq', values: ['12.5'] }), ['1']);
  assert.deepEqual(await names({ column: 'id', type: 'bigint', op: 'between', values: ['2', '10'] }), [
    '2',
    '10',
  ]);
  assert.deepEqual(
    await names({ column: 'born', type: 'date', op: 'between', values: ['1987-05-06', '2000-01-01'] }),
    ['1', '2'],
  );
  assert.deepEqual(await names({ column: 'active', type: 'boolean', op: 'eq', values: ['true'] }), [
    '1',
    '10',
  ]);
  assert.deepEqual(await names({ column: 'id', type: 'bigint', op: 'in', values: [] }), []);
  // A row whose condition cannot be judged is neither taken nor left out in silence.
  const judged = await read({ column: 'id', type: 'bigint', op: 'eq', values: ['1'] });
  assert.deepEqual(
    judged.wrong.map(one => [one.row, one.column, one.reason]),
    [
      [5, 'id', 'not_a_number'],
      [6, '', 'columns'],
    ],
  );
  assert.equal(judged.read, 3);
  const all = selection('r.csv', [item('id', 'bigint')]);
  assert.equal(await drop.source.count(all), 5);
  const condition: RowCondition = { column: 'id', type: 'bigint', op: 'eq', values: ['1'] };
  assert.equal(await drop.source.count({ ...all, rows: [condition] }), 3);
  const snapshot = await drop.source.snapshot();
  assert.equal(await snapshot.highest(all, 'id', 'bigint'), '10');
  assert.equal(await snapshot.highest(all, 'amount', 'numeric'), '12.50');
  assert.equal(await snapshot.highest(all, 'born', 'date'), '2026-01-05');
  assert.equal(await snapshot.count(all, { column: 'name', type: 'text' }), 1);
});

test('a sample for a mount is masked and short; every question of a gateway is refused', async t => {
  const drop = createDrop(t);
  drop.put('s.csv', `${HEADING}${'1,张三,2026-01-05\nx,李四,2026-01-06\n'.repeat(50)}`);
  const shape = {
    ...selection('s.csv', [item('id', 'bigint'), item('name', 'text', { kind: 'name' })]),
    filters: [] as string[],
    limit: 5,
  };
  const compiled = drop.source.compileQuery(shape);
  const rows = await drop.source.query(compiled, { filters: {} });
  assert.deepEqual(
    rows,
    Array.from({ length: 6 }, () => ['1', '张*']),
  );
  assert.throws(() => drop.source.compileQuery({ ...shape, filters: ['id'] }), isProblem('no_queries'));
  assert.throws(() => drop.source.compileVerify({ ...shape, claims: ['id'] }), isProblem('no_queries'));
  await assert.rejects(drop.source.shapeOf(shape.table), isProblem('no_queries'));
});

test('any table of texts that csv-stringify writes is read as the same table', async t => {
  const drop = createDrop(t);
  const text = fc.oneof(
    fc.string({ unit: fc.constantFrom(...Array.from('",\n\r;\t| 张三é😀a0=\ufeff')), maxLength: 12 }),
    fc.string({ unit: 'binary', maxLength: 8 }).filter(one => !one.includes('\0')),
  );
  const table = fc.integer({ min: 1, max: 6 }).chain(width =>
    fc.record({
      rows: fc.array(fc.array(fc.option(text, { freq: 4 }), { minLength: width, maxLength: width }), {
        maxLength: 20,
      }),
      // Of a single column nobody can see which sign it was not written with.
      sign: width === 1 ? fc.constant(',') : fc.constantFrom(',', ';', '\t', '|'),
      end: fc.constantFrom('\n', '\r\n'),
      quoted: fc.boolean(),
      bom: fc.boolean(),
    }),
  );
  await fc.assert(
    fc.asyncProperty(table, async ({ rows, sign, end, quoted, bom }) => {
      const width = rows[0]?.length ?? 2;
      const names = Array.from({ length: width }, (_, i) => `c${i}`);
      drop.put(
        't.csv',
        stringify([names, ...rows], {
          delimiter: sign,
          record_delimiter: end,
          quoted_string: quoted,
          // What a reader takes for the end of a line, whichever this file has.
          quoted_match: /[\r\n]/,
          bom,
        }),
      );
      // Unless texts are quoted it writes nothing for an empty one, as for none.
      const expected = rows.map(row => row.map(one => (one === '' && !quoted ? null : one)));
      assert.deepEqual(
        await rowsOf(
          drop.source,
          selection(
            't.csv',
            names.map(name => item(name)),
          ),
        ),
        expected,
      );
    }),
    { numRuns: 150 },
  );
});

test('any rows are the same however the reading cuts the file into pieces', async t => {
  const drop = createDrop(t);
  // Around the window of a megabyte: quotes, doubled quotes and CRLF lie on its edge somewhere.
  const long = 'x'.repeat(997);
  const rows = Array.from({ length: 4_000 }, (_, i) => [
    String(i),
    i % 3 === 0 ? `a"${long.slice(0, (i * 7) % 900)}\r\n"b` : long.slice(0, (i * 13) % 700),
    i % 7 === 0 ? '' : '张三',
  ]);
  drop.put('w.csv', stringify([['a', 'b', 'c'], ...rows], { record_delimiter: '\r\n', quoted_empty: true }));
  assert.deepEqual(
    await rowsOf(drop.source, selection('w.csv', [item('a'), item('b'), item('c')])),
    rows.map(row => row.map(one => (one === '' ? '' : one))),
  );
});

test('rows that are none are set aside with what they were, and the numbers add up', async t => {
  const drop = createDrop(t);
  const bad = Buffer.concat([
    Buffer.from(HEADING),
    Buffer.from('1,a,2026-01-01\n2,b\n3,c,2026-01-01,d\n4,"q"x,2026-01-01\n5,'),
    Buffer.from([0xff, 0xfe]),
    Buffer.from(',2026-01-01\n6,n'),
    Buffer.from([0]),
    Buffer.from(`ul,2026-01-01\n7,e,2026-02-30\n99999999999999999999,f,\n8,${'长'.repeat(3000)}${'\n'}9,"`),
    Buffer.from([0xff]),
    Buffer.from('""",\n10,z,2026-01-01\n'),
  ]);
  drop.put('w.csv', bad);
  const { rows, wrong, read } = await sorted(createDropAt(drop), selection('w.csv', three), { key: ['id'] });
  assert.deepEqual(
    rows.map(row => row[0]),
    ['1', '10'],
  );
  assert.deepEqual(
    wrong.map(one => [one.row, one.column, one.reason, one.key['id']]),
    [
      [3, '', 'columns', undefined],
      [4, '', 'columns', undefined],
      [5, '', 'columns', undefined],
      [6, 'name', 'not_text', '5'],
      [7, 'name', 'nul_byte', '6'],
      [8, 'born', 'no_such_date', '7'],
      [9, 'id', 'out_of_range', undefined],
      [10, '', 'columns', undefined],
      [11, 'name', 'not_text', '9'],
    ],
  );
  assert.equal(read, 10);
  assert.ok(wrong.every(one => one.raw.length <= RAW_BYTES));
  assert.equal(wrong[1]?.raw.toString(), '3,c,2026-01-01,d\n');
  assert.equal(wrong[7]?.raw.length, RAW_BYTES);
  // Without somebody to take them, the first ends the read.
  await assert.rejects(
    rowsOf(createDropAt(drop), selection('w.csv', three)),
    isProblem('bad_value', { row: '3', reason: 'columns' }),
  );
  /** Declared, since invalid bytes make a short file look like another encoding. */
  function createDropAt({ path }: { path: string }) {
    const other = createDrop(t, 'utf-8');
    other.put('w.csv', bad);
    assert.notEqual(other.path, path);
    return other.source;
  }
});

test('a field of 100 MB is set aside in little memory; a quote that is never closed ends the read', async t => {
  const drop = createDrop(t);
  const piece = Buffer.alloc(50 * 1024 * 1024, 'x');
  for (let at = 80; at < piece.length; at += 80) piece[at] = 10;
  drop.put(
    'big.csv',
    Buffer.concat([Buffer.from(`${HEADING}1,a,\n2,"`), piece, piece, Buffer.from('",\n3,c,\n')]),
  );
  const before = process.memoryUsage().rss;
  const { rows, wrong } = await sorted(drop.source, selection('big.csv', three));
  assert.deepEqual(
    rows.map(row => row[0]),
    ['1', '3'],
  );
  assert.deepEqual(
    wrong.map(one => [one.row, one.reason, one.raw.length]),
    [[3, 'too_long', RAW_BYTES]],
  );
  assert.ok(process.memoryUsage().rss - before < 150 * 1024 * 1024);

  drop.put('open.csv', `${HEADING}1,a,\n2,"b,\n3,c,\n`);
  await assert.rejects(
    sorted(drop.source, selection('open.csv', three)),
    isProblem('bad_file', { row: '3', table: 'open.csv', reason: '第 3 行' }),
  );
  drop.put('opened.csv', Buffer.concat([Buffer.from(`${HEADING}1,a,\n2,"`), piece, Buffer.from('\n')]));
  await assert.rejects(
    sorted(drop.source, selection('opened.csv', three)),
    isProblem('bad_file', { row: '3' }),
  );
  // The same length without any line end, of JSON lines.
  drop.put(
    'big.jsonl',
    Buffer.concat([Buffer.from('{"a":1}\n'), Buffer.alloc(40 * 1024 * 1024, 'x'), Buffer.from('\n{"a":2}')]),
  );
  const lines = await sorted(drop.source, selection('big.jsonl', [item('a')]));
  assert.deepEqual([lines.rows, lines.wrong.map(one => one.reason)], [[['1'], ['2']], ['too_long']]);
});

test('empty files, only a heading, 1,600 columns, names with quotes and Chinese, files that are none', async t => {
  const drop = createDrop(t);
  drop.put('empty.csv', '');
  drop.put('empty.jsonl', '\n');
  for (const name of ['empty.csv', 'empty.jsonl'])
    await assert.rejects(
      rowsOf(drop.source, selection(name, [item('a')])),
      isProblem('bad_file', { table: name }),
    );
  drop.put('heading.csv', 'a,b');
  assert.deepEqual(await rowsOf(drop.source, selection('heading.csv', [item('a')])), []);
  const names = Array.from({ length: 1600 }, (_, i) => `列"${i}`);
  drop.put('wide.csv', stringify([names, names.map((_, i) => String(i))]));
  assert.deepEqual(
    await rowsOf(drop.source, selection('wide.csv', [item('列"1599', 'bigint'), item('列"0')])),
    [['1599', '0']],
  );
  drop.put('wider.csv', Array.from({ length: 20_000 }, (_, i) => `c${i}`).join(','));
  await assert.rejects(
    rowsOf(drop.source, selection('wider.csv', [item('c1')])),
    isProblem('bad_file', { reason: '20000' }),
  );
  drop.put(`名 "' ;--.csv`, 'a\n1\n');
  assert.deepEqual(await rowsOf(drop.source, selection(`名 "' ;--.csv`, [item('a')])), [['1']]);
  for (const table of ['gone.csv', 'p.pdf', '../x.csv', 'a/b.csv', '.hidden.csv', ''])
    await assert.rejects(rowsOf(drop.source, selection(table, [item('a')])), /no_table|bad_file/);
  drop.put('old.xlsx', Buffer.from('d0cf11e0a1b11ae1', 'hex'));
  await assert.rejects(
    rowsOf(drop.source, selection('old.xlsx', [item('a')])),
    isProblem('bad_file', { reasonEn: 'xls' }),
  );
});
