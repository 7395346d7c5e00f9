import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createConnection } from 'mysql2/promise';
import { openMysqlSource } from '#connectors/mysql/source.ts';
import { mysqlOptions } from '#connectors/mysql/connection.ts';
import { createMariadb, mariadbMissing } from './databases.ts';
import { isProblem, item, readAll, testConnector } from './suite.ts';

const skip = await mariadbMissing();

testConnector({
  name: 'MariaDB',
  skip,
  create: async () => {
    const scratch = await createMariadb('source');
    return { scratch, schema: scratch.address.database };
  },
  open: (scratch, { password, queryMilliseconds, readMilliseconds, ...address } = {}) =>
    openMysqlSource({ ...scratch.address, ...address }, password ?? scratch.password, {
      ...(queryMilliseconds === undefined ? {} : { queryMilliseconds }),
      ...(readMilliseconds === undefined ? {} : { readMilliseconds }),
    }),
  types: {
    text: 'varchar(200)',
    bigint: 'bigint',
    numeric: 'decimal(20,2)',
    double: 'double',
    boolean: 'boolean',
    date: 'date',
    timestamp: 'datetime(6)',
  },
  running: `select count(*) as n from information_schema.processlist where db = database() and info like '%many%' and id <> connection_id()`,
  unsupported: 'blob',
  slow: 'concat(sleep(1))',
  literal: text => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`,
  sequence: rows => `select cast(seq as signed) as n, repeat('数', 400) as t from seq_1_to_${rows}`,
});

test('a wrong password to MariaDB is said in one word, at the test and at the read', { skip }, async () => {
  const scratch = await createMariadb('password');
  const user = `sq_${process.pid}`;
  try {
    await scratch.run(
      `create user ${user}@'%' identified by 'right'; grant select on ${scratch.address.database}.* to ${user}@'%'`,
    );
    await scratch.run('create table t (a bigint)');
    const right = openMysqlSource({ ...scratch.address, user }, 'right');
    assert.equal((await right.test()).canWrite, false, 'this account can only read');
    await right.close();
    const wrong = openMysqlSource({ ...scratch.address, user }, 'wrong');
    await assert.rejects(wrong.test(), isProblem('wrong_password', { user }));
    const selection = {
      table: { schema: scratch.address.database, table: 't' },
      items: [item('a', 'bigint')],
      rows: [],
    };
    await assert.rejects(readAll(wrong, selection), isProblem('wrong_password', { user }));
    await wrong.close();
  } finally {
    await scratch.run(`drop user if exists ${user}@'%'`);
    await scratch.drop();
  }
});

test('a server that asks for a local file gets none', { skip }, async () => {
  const scratch = await createMariadb('local');
  const connection = await createConnection(mysqlOptions(scratch.address, scratch.password));
  try {
    await connection.query('create table t (a text)');
    await assert.rejects(connection.query(`load data local infile '/etc/hostname' into table t`));
    const [rows] = await connection.query('select * from t');
    assert.deepEqual(rows, []);
  } finally {
    connection.destroy();
    await scratch.drop();
  }
});

test('what MySQL allows and no calendar knows is refused with the column: zero dates, flags beyond 0 and 1', {
  skip,
}, async () => {
  const scratch = await createMariadb('odd');
  const source = openMysqlSource(scratch.address, scratch.password);
  const schema = scratch.address.database;
  const read = (
    table: string,
    column: 'd' | 't' | 'b',
    type: 'date' | 'timestamp' | 'boolean',
  ): Promise<unknown> =>
    readAll(source, {
      table: { schema, table },
      items: [item('id', 'bigint'), item(column, type)],
      rows: [],
    });
  try {
    await scratch.run(`set sql_mode = ''; create table zero (id int, d date, t datetime, b tinyint(1))`);
    await scratch.run(`insert into zero values (1, '0000-00-00', '0000-00-00 00:00:00', 2)`);
    await assert.rejects(read('zero', 'd', 'date'), isProblem('bad_value', { column: '^d$', row: '^1$' }));
    await assert.rejects(read('zero', 't', 'timestamp'), isProblem('bad_value', { column: '^t$' }));
    await assert.rejects(read('zero', 'b', 'boolean'), isProblem('bad_value', { column: '^b$' }));
    await scratch.run(
      'create table wide (u bigint unsigned, f float, b bit(1), y year, j json, e enum("甲", "乙"), c char(6), big mediumtext)',
    );
    await scratch.run(
      `insert into wide values (18446744073709551615, 0.5, b'1', 2024, '{"a": 1}', '乙', 'ab', repeat('长', 100000))`,
    );
    const columns = await source.columns({ schema, table: 'wide' });
    assert.deepEqual(
      columns.map(one => one.type),
      ['numeric', 'double', 'boolean', 'bigint', 'text', 'text', 'text', 'text'],
    );
    const items = columns.map(one => item(one.name, one.type ?? 'text'));
    const [row] = await readAll(source, { table: { schema, table: 'wide' }, items, rows: [] });
    assert.deepEqual(row, [
      '18446744073709551615',
      '0.5',
      'true',
      '2024',
      '{"a": 1}',
      '乙',
      'ab',
      '长'.repeat(100_000),
    ]);
  } finally {
    await source.close();
    await scratch.drop();
  }
});

test('MariaDB: a value is the same when its bytes are, whatever the collation takes for equal', {
  skip,
}, async () => {
  const scratch = await createMariadb('collation');
  const source = openMysqlSource(scratch.address, scratch.password);
  const items = ['name', 'no', 'id'].map(name => ({ ...item(name, 'text'), filter: name === 'id' }));
  const shape = { table: { schema: scratch.address.database, table: 'person' }, items, rows: [], limit: 5 };
  const rowsOf = (id: string) =>
    source.query(source.compileQuery({ ...shape, filters: ['id'] }), { filters: { id } });
  const verify = (id: string, claims: Record<string, string>) =>
    source.query(source.compileVerify({ ...shape, filters: ['id'], claims: Object.keys(claims) }), {
      filters: { id },
      claims,
    });
  try {
    await scratch.run(`create table person (name varchar(50), no char(10), id varchar(18) character set latin1 primary key)
      character set utf8mb4 collate utf8mb4_general_ci`);
    await scratch.run(
      `insert into person values ('Zoë Müller', 'AB-1', '41040219870506123X'), (null, 'AB-2', '1')`,
    );
    const id = '41040219870506123X';
    assert.deepEqual(await verify(id, { name: 'Zoë Müller', no: 'AB-1' }), [['true', 'true']]);
    assert.deepEqual(await verify(id, { name: 'ZOE MULLER', no: 'ab-1' }), [['false', 'false']]);
    assert.deepEqual(await verify(id, { name: 'Zoë Müller  ', no: 'AB-1  ' }), [['false', 'false']]);
    assert.deepEqual(await verify('1', { name: 'Zoë Müller', no: 'AB-2' }), [[null, 'true']]);
    assert.deepEqual(await rowsOf(id), [['Zoë Müller', 'AB-1', id]]);
    for (const other of [id.toLowerCase(), `${id} `]) {
      assert.deepEqual(await rowsOf(other), []);
      assert.deepEqual(await verify(other, { no: 'AB-1' }), []);
    }
    const [plan] = (await scratch.run(
      `explain select name from person where id = '1' and cast(convert(id using utf8mb4) as binary) = cast(convert('1' using utf8mb4) as binary)`,
    )) as { type: string }[];
    assert.equal(plan?.type, 'const', 'the row is found by its index');
  } finally {
    await source.close();
    await scratch.drop();
  }
});

test('a row larger than any that travels is named by table and number', { skip }, async () => {
  const scratch = await createMariadb('long');
  const source = openMysqlSource(scratch.address, scratch.password);
  try {
    await scratch.run(`create table long_rows (id int, a longtext, b longtext, c longtext);
      insert into long_rows values (1, 'x', 'x', 'x');
      insert into long_rows values (2, repeat('x', 12000000), repeat('x', 12000000), repeat('x', 12000000))`);
    const table = { schema: scratch.address.database, table: 'long_rows' };
    const items = ['a', 'b', 'c'].map(name => item(name, 'text'));
    await assert.rejects(
      readAll(source, { table, items, rows: [] }),
      isProblem('failed', { table: '^long_rows$', row: '^2$', reasonEn: 'row 2 of table long_rows' }),
    );
  } finally {
    await source.close();
    await scratch.drop();
  }
});
