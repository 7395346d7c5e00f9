/** What a department's MySQL holds and nobody can take: found, named, and kept as it is, while the other rows pass. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openMysqlSource } from '#connectors/mysql/source.ts';
import { createKeys } from '#kernel/keys.ts';
import { createMaskDigest, readMasked } from '#planes/mover/reading/maskDigests.ts';
import { RAW_BYTES, decodeTuples, outputColumns, readRows } from '#planes/mover/ports.ts';
import type { Source, WrongRow } from '#planes/mover/ports.ts';
import type { PlanItem } from '#vocabulary/plans.ts';
import { type Scratch, createMariadb, mariadbMissing } from './databases.ts';
import { isProblem, item, none } from './suite.ts';

describe('wrong rows of MariaDB', { skip: await mariadbMissing() }, () => {
  let scratch: Scratch;
  let source: Source;
  const person = (table: string, items: PlanItem[]) => ({
    table: { schema: scratch.address.database, table },
    items,
    rows: [],
  });

  async function read(table: string, items: PlanItem[], key = ['id']) {
    const rows: (string | null)[][] = [];
    const wrong: WrongRow[] = [];
    const reads: (number | undefined)[] = [];
    const options = {
      key,
      wrong: (row: WrongRow, count?: number): void => {
        wrong.push(row);
        reads.push(count);
      },
    };
    for await (const chunk of readRows(source, person(table, items), options))
      rows.push(...decodeTuples(chunk, outputColumns(items)));
    return { rows, wrong, reads };
  }

  before(async () => {
    scratch = await createMariadb('wrong');
    await scratch.run(`set sql_mode = ''`);
    source = openMysqlSource(scratch.address, scratch.password);
  });
  after(async () => {
    await source?.close();
    await scratch?.drop();
  });

  test('each is told with its row, column, reason, raw value and key', async () => {
    await scratch.run(`create table planted (id int primary key, xm varchar(5000) character set utf8mb4, born date,
      seen datetime(6), active tinyint(1), amount decimal(30,10), big bigint unsigned, gender enum('1', '2'))`);
    await scratch.run(`insert into planted values
      (1, '张三', '1987-05-06', '2024-02-29 13:14:15.5', 1, 1.5, 1, '1'),
      (2, concat('李', char(0), '四'), '1987-05-06', '2024-02-29', 1, 1, 1, '1'),
      (3, '王五', '0000-00-00', '2024-02-29', 1, 1, 1, '1'),
      (4, '赵六', '1987-00-06', '2024-02-29', 1, 1, 1, '1'),
      (5, '钱七', '1987-05-06', '0000-00-00', 1, 1, 1, '1'),
      (6, '孙八', '1987-05-06', '2024-02-00 10:00:00', 1, 1, 1, '1'),
      (7, '周九', '1987-05-06', '2024-02-29', 2, 1, 1, '1'),
      (8, '😀𠮷', '9999-12-31', '9999-12-31 23:59:59.999999', 0, -0.0000000001, 9223372036854775807, '2'),
      (9, '吴十', '1987-05-06', '2024-02-29', 1, 1, 18446744073709551615, ''),
      (10, concat(char(0), repeat('x', 4999)), '1987-05-06', '2024-02-29', 1, 1, 1, null),
      (11, null, null, null, null, null, null, null)`);
    const items = [
      item('id', 'bigint'),
      item('xm', 'text'),
      item('born', 'date'),
      item('seen', 'timestamp'),
      item('active', 'boolean'),
      item('amount', 'numeric'),
      item('big', 'numeric'),
      item('gender', 'text'),
    ];
    const { rows, wrong, reads } = await read('planted', items, ['id', 'big']);
    assert.deepEqual(rows, [
      ['1', '张三', '1987-05-06', '2024-02-29 13:14:15.5', 'true', '1.5000000000', '1', '1'],
      [
        '8',
        '😀𠮷',
        '9999-12-31',
        '9999-12-31 23:59:59.999999',
        'false',
        '-0.0000000001',
        '9223372036854775807',
        '2',
      ],
      ['9', '吴十', '1987-05-06', '2024-02-29 00:00:00', 'true', '1.0000000000', '18446744073709551615', ''],
      ['11', null, null, null, null, null, null, null],
    ]);
    assert.deepEqual(
      wrong.map(({ row, column, type, reason, raw, key }) => [
        row,
        column,
        type,
        reason,
        raw.toString(),
        key['id'],
        key['big'],
      ]),
      [
        [2, 'xm', 'text', 'nul_byte', '李\0四', '2', '1'],
        [3, 'born', 'date', 'no_such_date', '0000-00-00', '3', '1'],
        [4, 'born', 'date', 'no_such_date', '1987-00-06', '4', '1'],
        [5, 'seen', 'timestamp', 'no_such_time', '0000-00-00 00:00:00.000000', '5', '1'],
        [6, 'seen', 'timestamp', 'no_such_time', '2024-02-00 10:00:00.000000', '6', '1'],
        [7, 'active', 'boolean', 'not_a_boolean', '2', '7', '1'],
        [10, 'xm', 'text', 'nul_byte', `\0${'x'.repeat(RAW_BYTES - 1)}`, '10', '1'],
      ],
    );
    assert.deepEqual(reads, [2, 3, 4, 5, 6, 7, 10]);
  });

  test('a number beyond 64 bits is out of range where the plan says a whole number', async () => {
    await scratch.run(`create table numbers (id int primary key, n decimal(30, 0), t varchar(30))`);
    await scratch.run(
      `insert into numbers values (1, 9223372036854775807, '-5'), (2, 9223372036854775808, '1'), (3, -9223372036854775809, 'x')`,
    );
    await assert.rejects(
      read('numbers', [item('id', 'bigint'), item('n', 'bigint')]),
      isProblem('changed_type', { column: 'n' }),
    );
    // A view may say bigint of what is none: the type is the plan's, the value is the table's.
    await scratch.run(`create table tiny (id int primary key, n tinyint(1))`);
    await scratch.run(`insert into tiny values (1, 0), (2, 127), (3, -1), (4, 1)`);
    const { rows, wrong } = await read('tiny', [item('id', 'bigint'), item('n', 'boolean')]);
    assert.deepEqual(rows, [
      ['1', 'false'],
      ['4', 'true'],
    ]);
    assert.deepEqual(
      wrong.map(({ row, reason, raw }) => [row, reason, raw.toString()]),
      [
        [2, 'not_a_boolean', '127'],
        [3, 'not_a_boolean', '-1'],
      ],
    );
  });

  test('without a place for them the first wrong row ends the read, and the value is not told', async () => {
    await scratch.run(`create table one (id int primary key, born date)`);
    await scratch.run(`insert into one values (1, '2024-01-01'), (2, '0000-00-00')`);
    const reading = readRows(source, person('one', [item('id', 'bigint'), item('born', 'date')]));
    await assert.rejects(
      reading.next(),
      isProblem('bad_value', { column: '^born$', type: '^date$', reason: '^no_such_date$', row: '^2$' }),
    );
  });

  test('every character set arrives as Unicode, and what has no Unicode is set aside as it is', async () => {
    await scratch.run(`create table sets (id int primary key, g varchar(20) character set gbk, h varchar(20) character set gb2312,
      b varchar(20) character set big5, l varchar(20) character set latin1, u varchar(20) character set utf8mb3)`);
    await scratch.run(`insert into sets values
      (1, _gbk x'D5C5C8FD', _gb2312 x'D5C5C8FD', _big5 x'B169', _latin1 x'E981FF', '张三'),
      (2, concat(_gbk x'D5C5', _gbk x'FE59'), '张', _big5 x'B169', 'x', '张三'),
      (3, '张', _gb2312 x'A2A2', _big5 x'B169', 'x', '张三'),
      (4, '张?', '?', _big5 x'F9FE', 'x', '张三'),
      (5, '?', '?', '?', '?', '张😀三'),
      (6, '', '', '', '', ''),
      (7, null, null, null, null, null)`);
    const items = [item('id', 'bigint'), ...['g', 'h', 'b', 'l', 'u'].map(name => item(name, 'text'))];
    const { rows, wrong } = await read('sets', items);
    assert.deepEqual(rows, [
      ['1', '张三', '张三', '張', 'é\u0081ÿ', '张三'],
      // MariaDB itself put the question mark there when the row was written: the emoji was never stored.
      ['5', '?', '?', '?', '?', '张?三'],
      ['6', '', '', '', '', ''],
      ['7', null, null, null, null, null],
    ]);
    assert.deepEqual(
      wrong.map(({ row, column, reason, raw, key }) => [row, column, reason, raw.toString('hex'), key['id']]),
      [
        [2, 'g', 'not_text', 'd5c5fe59', '2'],
        [3, 'h', 'not_text', 'a2a2', '3'],
        [4, 'b', 'not_text', 'f9fe', '4'],
      ],
    );
  });

  test('of a masked value that cannot travel nothing is told but that it cannot', async () => {
    await scratch.run(
      `create table masked (id int primary key, g varchar(20) character set gbk, xm varchar(20))`,
    );
    await scratch.run(
      `insert into masked values (1, _gbk x'D5C5C8FD', '张三'), (2, concat(_gbk x'D5C5', _gbk x'FE59'), '李四'), (3, '赵六', concat('王', char(0)))`,
    );
    const items = [
      item('id', 'bigint'),
      item('g', 'text', { kind: 'name' }),
      item('g', 'text', { kind: 'digest' }),
      item('xm', 'text', { kind: 'digest' }),
      item('xm', 'text', none),
    ];
    const wrong: WrongRow[] = [];
    const digest = createMaskDigest(createKeys(Buffer.alloc(32, 7)), 42);
    const snapshot = await source.snapshot();
    const rows: (string | null)[][] = [];
    try {
      const options = { key: ['id', 'xm'], wrong: (row: WrongRow) => wrong.push(row) };
      for await (const chunk of readMasked(snapshot, person('masked', items), () => digest, options))
        rows.push(...decodeTuples(chunk, outputColumns(items)));
    } finally {
      await snapshot.close();
    }
    assert.deepEqual(rows, [['1', '张*', digest('张三'), digest('张三'), '张三']]);
    assert.deepEqual(
      wrong.map(({ row, column, reason, raw }) => [row, column, reason, raw.toString('hex')]),
      [
        [2, 'g', 'not_text', ''],
        [3, 'xm', 'nul_byte', ''],
      ],
    );
    assert.ok(!JSON.stringify(wrong[0]).includes('张'));
  });
});
