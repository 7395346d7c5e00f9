/** MySQL and MariaDB as a sink: the contract, and what is their own. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { quoteName, quoteTable } from '#connectors/identifiers.ts';
import { createLines, lineFields } from '#connectors/mysql/lines.ts';
import { openMysqlSink } from '#connectors/mysql/sink.ts';
import { markOf } from '#connectors/targets.ts';
import { decodeTuples } from '#planes/mover/ports.ts';
import type { Column, Sink } from '#planes/mover/ports.ts';
import { createMariadb, mariadbMissing } from './databases.ts';
import type { Scratch } from './databases.ts';
import { PAIRS, PEOPLE, collect, deliver, encode, placing, sorted, targetOf, testSink } from './sinkSuite.ts';
import type { Row, SinkSubject } from './sinkSuite.ts';
import { isProblem } from './suite.ts';

const missing = await mariadbMissing();
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const schemaOf = ({ address }: Scratch): string => `${address.database}_共享 "x"`;
/** Tables in the platform's database that belong to targets in this one; others may be at work beside. */
async function ours(scratch: Scratch, schema: string): Promise<string[]> {
  const known = await scratch.run(
    `select table_name from information_schema.tables where table_schema = 'shuqiao' and table_name = 'run'`,
  );
  if (known.length === 0) return [];
  const targets = await scratch.run(
    `select distinct target_table as name from shuqiao.run where target_schema = ${literal(schema)}`,
  );
  const marks = new Set(targets.map(one => markOf({ schema, table: (one as { name: string }).name })));
  const tables = await scratch.run(
    `select table_name as name, table_comment as mark from information_schema.tables where table_schema = 'shuqiao'`,
  );
  return (tables as { name: string; mark: string }[]).filter(one => marks.has(one.mark)).map(one => one.name);
}

const withSchema = (scratch: Scratch, schema: string): Scratch => ({
  ...scratch,
  async drop() {
    for (const table of await ours(scratch, schema)) await scratch.run(`drop table shuqiao.\`${table}\``);
    await scratch.run(
      `delete from shuqiao.run where target_schema = ${literal(schema)};
       drop database if exists ${quoteName('mysql', schema)}`,
    );
    await scratch.drop();
  },
});

const subject: SinkSubject = {
  name: 'MariaDB',
  skip: missing,
  create: async () => {
    const scratch = await createMariadb('sink');
    const schema = schemaOf(scratch);
    return { scratch: withSchema(scratch, schema), schema };
  },
  open: ({ address, password }) => openMysqlSink(address, password, { lockMilliseconds: 1_000 }),
  async shown(scratch, target, columns) {
    const found = await scratch.run(
      `select 1 from information_schema.tables
        where table_schema = ${literal(target.schema)} and table_name = ${literal(target.table)}`,
    );
    if (found.length === 0) return undefined;
    const list = columns.map((column, i) => `cast(${quoteName('mysql', column.name)} as char) as c${i}`);
    const rows = await scratch.run(`select ${list.join(', ')} from ${quoteTable('mysql', target)}`);
    return rows.map(row => Object.values(row as Record<string, string | null>));
  },
  left: async scratch => [
    ...(await ours(scratch, schemaOf(scratch))),
    ...(
      await scratch.run(`select table_name as name from information_schema.tables
        where table_schema = ${literal(schemaOf(scratch))} and table_name <> 'theirs'`)
    ).map(one => (one as { name: string }).name),
  ],
  occupy: async (scratch, target) => {
    await scratch.run(
      `create database if not exists ${quoteName('mysql', target.schema)};
       create view ${quoteTable('mysql', target)} as select 1 as a`,
    );
  },
  async cut(scratch) {
    const threads = await scratch.run(
      `select connection_id as id from shuqiao.mover join information_schema.processlist on id = connection_id where db = database()`,
    );
    for (const { id } of threads as { id: number }[]) await scratch.run(`kill ${id}`);
  },
  abilities: { keepsRuns: true, pieces: true },
};

testSink(subject);
testSink({
  ...subject,
  name: 'MariaDB that takes no files',
  open: ({ address, password }) =>
    openMysqlSink(address, password, { lockMilliseconds: 1_000, files: false }),
});

/** A login of its own with these rights, `$db` being the scratch database. */
async function createLogin(scratch: Scratch, rights: string[]): Promise<Scratch> {
  const user = `sq_bare_${process.pid}`;
  await scratch.run(`drop user if exists ${user}; create user ${user} identified by 'p'`);
  for (const right of rights)
    await scratch.run(
      `grant ${right.replace('$db', quoteName('mysql', scratch.address.database))} to ${user}`,
    );
  return {
    ...scratch,
    address: { ...scratch.address, user },
    password: 'p',
    async drop() {
      await scratch.run(`drop user ${user}`);
      await scratch.drop();
    },
  };
}

const BESIDE = 'select, insert, update, delete, create, drop, alter, index, create view, show view on $db.*';

testSink({
  ...subject,
  name: 'MariaDB without the right to make a database',
  async create() {
    const scratch = await createLogin(await createMariadb('sink_beside'), [BESIDE]);
    return { scratch, schema: scratch.address.database };
  },
  left: async scratch =>
    (
      await scratch.run(`select table_name as name from information_schema.tables
        where table_schema = database() and table_name not in ('shuqiao_run', 'shuqiao_mover', 'theirs')`)
    ).map(one => String((one as { name: string }).name)),
  occupy: async (scratch, target) => {
    await scratch.run(`create view ${quoteTable('mysql', target)} as select 1 as a`);
  },
  async cut(scratch) {
    const threads = await scratch.run(
      `select connection_id as id from shuqiao_mover join information_schema.processlist on id = connection_id where db = database()`,
    );
    for (const { id } of threads as { id: number }[]) await scratch.run(`kill ${id}`);
  },
});

describe('MySQL as a sink, by itself', { skip: missing }, () => {
  let scratch: Scratch;
  let sink: Sink;
  let place: { schema: string; table: string };
  before(async () => {
    const made = await createMariadb('sink_own');
    place = { schema: made.address.database, table: '户籍' };
    scratch = withSchema(made, place.schema);
    sink = subject.open(scratch);
  });
  after(async () => {
    await sink?.close();
    await scratch?.drop();
  });
  beforeEach(() => sink.remove(place).catch(() => undefined));
  const ids = async (): Promise<unknown[]> =>
    (await scratch.run(`select id from ${quoteTable('mysql', place)} order by id`)).map(row =>
      Number((row as { id: string }).id),
    );

  test('numbers keep the decimals they show, and one that somebody changed is read as it is', async () => {
    const columns: Column[] = [
      { name: 'id', type: 'bigint' },
      { name: 'n', type: 'numeric' },
    ];
    const rows = [
      ['1', '1'],
      ['2', '1.0'],
      ['3', '1.00'],
      ['4', '-0.000000000000000000000000000001'],
      ['5', `${'9'.repeat(35)}.${'9'.repeat(30)}`],
      ['6', '100000000'],
      ['7', '0.00'],
      ['8', '10000.0001'],
      ['9', null],
    ];
    await deliver(sink, targetOf(place, columns), rows);
    const lying = async (): Promise<Row[]> =>
      decodeTuples(await collect(sink.readPlaced(place, columns)), columns);
    assert.deepEqual(await lying(), rows);
    await scratch.run(`update ${quoteTable('mysql', place)} set n = 1.25 where id = 2`);
    assert.equal((await lying())[1]?.[1], `1.25${'0'.repeat(28)}`, 'no digit of it is hidden');
  });

  test('text is exact: bytes that lines and collations would mistake, and spaces at the end', async () => {
    const texts = [
      '\\',
      '\\N',
      '\\t',
      '\t',
      '\r\n',
      '\n',
      "'",
      '"',
      'a',
      'A',
      'a ',
      'ａ',
      '\u001a',
      '\b',
      '😀',
      '',
    ];
    const rows = texts.map((text, i) => [String(i), text]);
    await deliver(sink, targetOf(place, PAIRS), rows);
    const merged = { ...place, table: '文本' };
    const keyed = (): ReturnType<typeof targetOf> =>
      targetOf(merged, PAIRS, { apply: 'merge', key: ['xm'], whole: false });
    await deliver(sink, keyed(), rows);
    await deliver(sink, keyed(), rows.toReversed());
    assert.equal(
      ((await scratch.run(`select count(*) as n from ${quoteTable('mysql', merged)}`))[0] as { n: number }).n,
      texts.length,
    );
    await sink.remove(merged);
  });

  test('what no column of MySQL holds is refused by its column, and no value is said', async () => {
    const bad: [Column['type'], string[]][] = [
      ['numeric', [`1${'0'.repeat(35)}`, `0.${'1'.repeat(31)}`]],
      ['date', ['10000-01-01']],
      ['timestamp', ['12000-01-01 00:00:00']],
    ];
    for (const [type, values] of bad)
      for (const value of values) {
        const columns: Column[] = [{ name: '数', type }];
        assert.ok(sink.losses(columns).some(loss => loss.what === 'range'));
        const delivery = await sink.begin(targetOf(place, columns));
        await assert.rejects(
          async () => {
            await delivery.write(encode(columns, [[value]]));
            await delivery.finish();
          },
          isProblem('bad_value', { column: '^数$', reason: 'out_of_range' }),
        );
        await delivery.abort();
      }
  });

  test('lines are exact for any text, in both ways of writing them', () => {
    const rows: Row[] = [
      ['1', 'a\\tb\tc\nd\\'],
      ['-9223372036854775808', '\\N'],
      ['9007199254740993', null],
    ];
    const pages: Buffer[] = [];
    const lines = createLines({ columns: PAIRS }, page => pages.push(page));
    lines.add(encode(PAIRS, rows));
    lines.end();
    assert.deepEqual(Buffer.concat(pages).toString().trimEnd().split('\n').map(lineFields), rows);
  });

  test('a crash after the rows, before the view or after it: the view says on which side the run is', async () => {
    await deliver(sink, targetOf(place, PAIRS), [['1', 'before']]);
    const [before_] = await scratch.run(
      `select view_definition as words from information_schema.views where table_schema = database()`,
    );
    const target = targetOf(place, PAIRS);
    await deliver(sink, target, [['2', 'after']]);
    // As the mover left it when it was killed before its last step.
    const halfWay = (): Promise<unknown> =>
      scratch.run(
        `update shuqiao.run set showing = null where target_schema = database();
         update shuqiao.run set showing = 1 where target_schema = database() and run_no <> '${target.runNo}' order by placed_at desc limit 1;
         update shuqiao.run set placing = 1, kept = 1, placed_at = null where run_no = '${target.runNo}'`,
      );
    await halfWay();
    assert.equal((await sink.findRun(target.runNo))?.showing, true, 'the view was replaced');
    assert.equal((await sink.findShowing(place))?.runNo, target.runNo);
    await halfWay();
    const later = (): typeof target => ({ ...target, epoch: targetOf(place, PAIRS).epoch });
    await assert.rejects(sink.begin(later()), isProblem('superseded'));
    // And when it was killed one step sooner.
    await halfWay();
    await scratch.run(
      `create or replace view ${quoteTable('mysql', place)} as ${(before_ as { words: string }).words}`,
    );
    assert.equal(await sink.findRun(target.runNo), undefined);
    assert.deepEqual(await ids(), [1]);
    const again = await sink.begin(later());
    assert.equal(again.kept, 1, 'what it had brought is there, to be repaired');
    await again.finish();
    await again.place(placing(1));
    assert.deepEqual(await ids(), [2]);
  });

  test('a column that a later run adds is shown with its rows, also after a crash before the view', async () => {
    const merge = (columns: Column[]): ReturnType<typeof targetOf> =>
      targetOf(place, columns, { apply: 'merge', key: ['id'], whole: false });
    await deliver(sink, merge(PAIRS), [['1', 'a']]);
    const wide: Column[] = [...PAIRS, { name: 'n', type: 'numeric' }];
    const target = merge(wide);
    await deliver(sink, target, [['2', 'b', '1.50']]);
    await scratch.run(
      `update shuqiao.run set showing = null where target_schema = database();
       update shuqiao.run set showing = 1 where target_schema = database() and run_no <> '${target.runNo}' and applies = 'merge' order by placed_at desc limit 1`,
    );
    await scratch.run(
      `update shuqiao.run set placing = 1, placed_at = null where run_no = '${target.runNo}';
       set @g = (select generation from shuqiao.run where run_no = '${target.runNo}');
       execute immediate concat('create or replace view ${quoteTable('mysql', place)} as select id, xm from shuqiao.', @g)`,
    );
    const next = await sink.begin(merge(wide));
    await next.abort();
    assert.equal((await sink.findShowing(place))?.runNo, target.runNo);
    assert.deepEqual(
      sorted(decodeTuples(await collect(sink.readPlaced(place, wide)), wide)),
      sorted([
        ['1', 'a', null],
        ['2', 'b', '1.50'],
      ]),
    );
    assert.deepEqual(
      (await scratch.run(`select n from ${quoteTable('mysql', place)} where id = 2`)).length,
      1,
      'the view has the column again',
    );
  });

  test('grants on the view live on, and a column that a view of the consumer’s uses is not taken from it', async () => {
    await deliver(sink, targetOf(place, PAIRS), [['1', 'a']]);
    const reader = `sq_reader_${process.pid}`;
    await scratch.run(
      `drop user if exists ${reader}; create user ${reader}; grant select on ${quoteTable('mysql', place)} to ${reader};
       create view theirs as select xm from ${quoteTable('mysql', place)}`,
    );
    try {
      await deliver(sink, targetOf(place, PAIRS), [['2', 'b']]);
      const grants = JSON.stringify(await scratch.run(`show grants for ${reader}`));
      assert.match(grants, /户籍/);
      await assert.rejects(
        sink.begin(targetOf(place, [{ name: 'id', type: 'bigint' }])),
        isProblem('columns_changed', { columns: '^xm$', dependents: 'theirs' }),
      );
    } finally {
      await scratch.run(`drop user ${reader}; drop view theirs`);
    }
    await deliver(sink, targetOf(place, [{ name: 'id', type: 'bigint' }]), [['3']]);
    assert.deepEqual(await ids(), [3]);
  });

  test('an account that may not make tables is told so before a run, and another login’s mover is not ended', async () => {
    const poor = await createLogin(scratch, ['select, insert on $db.*']);
    const other = openMysqlSink(poor.address, poor.password);
    try {
      assert.deepEqual(await other.abilities(place), { keepsRuns: false, pieces: false });
      await assert.rejects(
        other.begin(targetOf(place, PAIRS)),
        isProblem('no_permission', { table: '户籍' }),
      );
      await scratch.run(
        `grant select, insert, update, delete, create, drop, alter, index on shuqiao.* to ${poor.address.user};
         grant create view, show view, drop on ${quoteName('mysql', scratch.address.database)}.* to ${poor.address.user}`,
      );
      assert.deepEqual(await other.abilities(place), { keepsRuns: true, pieces: true });
      const holder = await sink.begin(targetOf(place, PAIRS));
      await assert.rejects(other.begin(targetOf(place, PAIRS)), isProblem('busy'));
      await holder.write(encode(PAIRS, [['1', 'a']]));
      assert.equal(await holder.finish(), 1);
      await holder.abort();
    } finally {
      await scratch.run(`drop user ${poor.address.user}`);
    }
  });

  test('names that MySQL would mistake are refused before anything is made', async () => {
    const refused = async (columns: Column[], reason: string): Promise<void> =>
      assert.rejects(sink.begin(targetOf(place, columns)), isProblem('failed', { reason }));
    await refused([{ name: 'x'.repeat(65), type: 'text' }], 'longer than');
    await refused([{ name: 'sq_row', type: 'text' }], 'keeps for itself');
    await refused(
      [
        { name: 'Id', type: 'bigint' },
        { name: 'id', type: 'bigint' },
      ],
      'case',
    );
    assert.equal(sink.losses(PEOPLE).length, 5);
  });
});
