import { RAW_BYTES, decodeTuples, outputColumns, readRows } from '#planes/mover/ports.ts';
import type { WrongRow } from '#planes/mover/ports.ts';
import assert from 'node:assert/strict';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { openPostgresSource } from '#connectors/postgres/source.ts';
import { createFrameReader } from '#connectors/postgres/copy.ts';
import { createLongRow } from '#connectors/postgres/longRows.ts';
import { createPostgres } from './databases.ts';
import { isProblem, item, testConnector } from './suite.ts';

testConnector({
  name: 'PostgreSQL',
  skip: false,
  create: async () => ({ scratch: await createPostgres('source'), schema: 'public' }),
  open: (scratch, { password, queryMilliseconds, readMilliseconds, ...address } = {}) =>
    openPostgresSource({ ...scratch.address, ...address }, password ?? scratch.password, {
      ...(queryMilliseconds === undefined ? {} : { queryMilliseconds }),
      ...(readMilliseconds === undefined ? {} : { readMilliseconds }),
    }),
  types: {
    text: 'varchar(200)',
    bigint: 'bigint',
    numeric: 'numeric(20,2)',
    double: 'double precision',
    boolean: 'boolean',
    date: 'date',
    timestamp: 'timestamp',
  },
  running: `select count(*) as n from pg_stat_activity where datname = current_database() and query like 'copy %many%' and state <> 'idle'`,
  unsupported: 'bytea',
  slow: 'pg_sleep(1)::text',
  literal: text => `e'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`,
  sequence: rows => `select n::bigint as n, repeat('数', 400) as t from generate_series(1, ${rows}) n`,
});

test('a wrong password to PostgreSQL is said in one word, at the test and at the read', async () => {
  // The machine's own server may trust everybody; this one answers as a server does that does not.
  const server = createServer(socket => {
    socket.on('error', () => socket.destroy());
    let asked = false;
    socket.on('data', () => {
      if (!asked) socket.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]));
      else {
        const fields = 'SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed for user "x"\0\0';
        const message = Buffer.alloc(5 + fields.length);
        message.write('E', 0);
        message.writeInt32BE(4 + fields.length, 1);
        message.write(fields, 5, 'latin1');
        socket.end(message);
      }
      asked = true;
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const source = openPostgresSource(
    { kind: 'postgres', host: '127.0.0.1', port, database: 'd', user: 'x' },
    'wrong',
  );
  await assert.rejects(source.test(), isProblem('wrong_password', { user: '^x$' }));
  const read = readRows(source, { table: { schema: 's', table: 't' }, items: [], rows: [] });
  await assert.rejects(read.next(), isProblem('wrong_password'));
  await source.close();
  server.close();
});

test('many look-ups at once over few connections: each gets its own answer, also beside ones that fail or break', async () => {
  const scratch = await createPostgres('lookups');
  try {
    await scratch.run(`create table person (no text primary key, born date, slow text);
      insert into person select 'p' || i, date '2000-01-01' + i, 'x' from generate_series(1, 500) i;
      create view sleeper as select no, born, slow, pg_sleep(0.5)::text from person`);
    const source = openPostgresSource(scratch.address, scratch.password, { connections: 2 });
    const item = (name: string, type: 'text' | 'date') => ({
      name,
      column: name,
      type,
      mask: { kind: 'none' as const },
      filter: true,
    });
    const base = { items: [item('no', 'text'), item('born', 'date')], rows: [], limit: 1 };
    const byNo = source.compileQuery({
      ...base,
      table: { schema: 'public', table: 'person' },
      filters: ['no'],
    });
    const slow = source.compileQuery({
      ...base,
      table: { schema: 'public', table: 'sleeper' },
      filters: ['no'],
    });
    const lost = source.compileQuery({
      ...base,
      table: { schema: 'public', table: 'gone' },
      filters: ['no'],
    });
    const ask = async (i: number): Promise<string> => {
      const rows = await source.query(byNo, { filters: { no: `p${i}` } });
      return rows[0]?.[0] ?? '';
    };
    const numbers = Array.from({ length: 500 }, (_, i) => i + 1);
    const asked = Promise.all(numbers.map(ask));
    const failing = assert.rejects(source.query(lost, { filters: { no: 'p1' } }), isProblem('no_table'));
    assert.deepEqual(
      await asked,
      numbers.map(i => `p${i}`),
    );
    await failing;
    const open = `select pid from pg_stat_activity where datname = current_database() and application_name = 'shuqiao'`;
    assert.equal((await scratch.run(open)).length, 2);

    const cut = assert.rejects(source.query(slow, { filters: { no: 'p1' } }), isProblem('connection_lost'));
    await new Promise(resolve => setTimeout(resolve, 100));
    const ended = await scratch.run(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and state = 'active' and query like '%"sleeper"%'
          and pid <> pg_backend_pid()`,
    );
    assert.equal(ended.length, 1);
    await cut;
    assert.equal(await ask(7), 'p7');
    await source.close();
  } finally {
    await scratch.drop();
  }
});

test('a server that takes look-ups and answers none is given up after its time', async () => {
  // Stands before a real server: greets as it does, and then is silent.
  const scratch = await createPostgres('silent');
  const { host, port } = scratch.address;
  let silent = false;
  const server = createServer(socket => {
    const real = connect(port, host);
    socket.on('data', data => silent || real.write(data));
    real.on('data', data => silent || socket.write(data));
    for (const [one, other] of [
      [socket, real],
      [real, socket],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const source = openPostgresSource(
    { ...scratch.address, host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    scratch.password,
    { connections: 1, queryMilliseconds: 100 },
  );
  try {
    await scratch.run(`create table person (no text); insert into person values ('p1')`);
    const items = [
      { name: 'no', column: 'no', type: 'text' as const, mask: { kind: 'none' as const }, filter: true },
    ];
    const compiled = source.compileQuery({
      table: { schema: 'public', table: 'person' },
      items,
      rows: [],
      filters: ['no'],
      limit: 1,
    });
    const ask = () => source.query(compiled, { filters: { no: 'p1' } });
    assert.deepEqual(await ask(), [['p1']]);
    silent = true;
    const started = performance.now();
    await Promise.all([
      assert.rejects(ask(), isProblem('timeout')),
      assert.rejects(ask(), isProblem('timeout')),
    ]);
    assert.ok(performance.now() - started < 5_000);
    silent = false;
    assert.deepEqual(await ask(), [['p1']]);
  } finally {
    await source.close();
    server.close();
    await scratch.drop();
  }
});

test('the frames of a copy give the same rows wherever the network cuts them', () => {
  const message = (code: string, body: Buffer): Buffer => {
    const head = Buffer.alloc(5);
    head.write(code, 0);
    head.writeInt32BE(body.length + 4, 1);
    return Buffer.concat([head, body]);
  };
  const header = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
  const tuple = (n: number): Buffer => Buffer.from([0, 1, 0, 0, 0, 4, 0, 0, 0, n]);
  const stream = Buffer.concat([
    message('H', Buffer.alloc(5)),
    message('d', Buffer.concat([header, tuple(1)])),
    message('N', Buffer.from('a notice in between')),
    message('d', tuple(2)),
    message('d', tuple(3)),
    message('d', Buffer.from([0xff, 0xff])),
    message('c', Buffer.alloc(0)),
    Buffer.from('what follows'),
  ]);
  for (const size of [1, 2, 3, 5, 7, 11, 64, stream.length]) {
    const pages: Buffer[] = [];
    const read = createFrameReader(page => pages.push(page));
    let rest = '';
    let ended = false;
    for (let at = 0; at < stream.length; at += size) {
      const chunk = stream.subarray(at, at + size);
      if (ended) rest += chunk.toString();
      else {
        const result = read(chunk);
        ended = result.ended;
        if (ended) rest += result.rest.toString();
      }
    }
    assert.deepEqual(
      Buffer.concat(pages),
      Buffer.concat([tuple(1), tuple(2), tuple(3)]),
      `in pieces of ${size}`,
    );
    assert.equal(rest, 'what follows');
  }
});

test('a row with a value larger than any that travels is set aside by its number, first or later, and the others come', async t => {
  const scratch = await createPostgres('long');
  t.after(() => scratch.drop());
  await scratch.run(`create table long (id bigint, xm text, note text);
    insert into long select n, 'n' || n, case when n in (1, 4) then repeat('长', 11500000) else 'short' end
      from generate_series(1, 5) n`);
  const source = openPostgresSource(scratch.address, scratch.password);
  t.after(() => source.close());
  const items = [item('id', 'bigint'), item('xm', 'text'), item('note', 'text')];
  const selection = { table: { schema: 'public', table: 'long' }, items, rows: [] };
  const wrong: unknown[] = [];
  const numbered: [number, number][] = [];
  const rows: unknown[] = [];
  const options = {
    key: ['id'],
    wrong: ({ raw, ...row }: WrongRow, read: number) => wrong.push([row, read, raw.length]),
    numbered: (nth: number, row: number) => numbered.push([nth, row]),
  };
  for await (const chunk of readRows(source, selection, options))
    for (const row of decodeTuples(chunk, outputColumns(items))) rows.push(row.join('|'));
  assert.deepEqual(rows, ['2|n2|short', '3|n3|short', '5|n5|short']);
  const long = (row: number): unknown[] => [
    { row, column: 'note', type: 'text', reason: 'too_long', key: { id: String(row) } },
    row,
    RAW_BYTES,
  ];
  assert.deepEqual(wrong, [long(1), long(4)]);
  assert.deepEqual(numbered, [
    [1, 2],
    [3, 5],
  ]);
  await assert.rejects(
    async () => {
      for await (const _ of readRows(source, selection));
    },
    isProblem('bad_value', { column: 'note', row: '^1$', reason: 'too_long' }),
  );
});

test('a row that is passed over is understood wherever the network cuts it', () => {
  const columns = [
    { name: 'id', type: 'bigint' as const },
    { name: 'a', type: 'text' as const },
    { name: 'note', type: 'text' as const },
  ];
  const row = Buffer.from('0003000000080000000000000007ffffffff00000009616263616263616263', 'hex');
  for (let size = 1; size <= row.length; size++) {
    const wrong: unknown[] = [];
    const long = createLongRow({ columns, key: [0, 1], wrong: one => wrong.push(one) });
    for (let at = 0; at < row.length; at += size) long.take(row.subarray(at, at + size));
    long.end(9);
    const raw = Buffer.from('abcabcabc');
    assert.deepEqual(wrong, [
      { row: 9, column: 'note', type: 'text', reason: 'too_long', raw, key: { id: '7' } },
    ]);
  }
});

test('an account that may write a single column is one that may write', async () => {
  const scratch = await createPostgres('columns');
  const user = `shuqiao_test_columns_${process.pid}`;
  const source = openPostgresSource({ ...scratch.address, user }, 'p');
  try {
    await scratch.run(`create table person (no text, name text); create role ${user} login password 'p';
      grant select on person to ${user}`);
    assert.equal((await source.test()).canWrite, false);
    await scratch.run(`grant update (name) on person to ${user}`);
    assert.equal((await source.test()).canWrite, true);
  } finally {
    await source.close();
    await scratch.run(`drop owned by ${user}; drop role ${user}`);
    await scratch.drop();
  }
});

test('a table whose rows come from elsewhere is no snapshot, wherever it is hidden', async t => {
  const scratch = await createPostgres('foreign');
  t.after(() => scratch.drop());
  await scratch.run(`create foreign data wrapper w; create server s foreign data wrapper w;
    create foreign table far (id bigint) server s; create table near (id bigint);
    create table parts (id bigint) partition by range (id);
    create table low partition of parts for values from (0) to (9);
    create view seen as select * from near; create view seen_twice as select * from seen union all select * from parts;
    create materialized view stored as select * from near`);
  const source = openPostgresSource(scratch.address, scratch.password);
  t.after(() => source.close());
  const grade = async (table: string): Promise<string> => {
    const snapshot = await source.snapshot();
    return snapshot.grade({ schema: 'public', table }).finally(() => snapshot.close());
  };
  for (const table of ['near', 'parts', 'seen', 'seen_twice', 'stored'])
    assert.equal(await grade(table), 'snapshot', table);
  await scratch.run('create foreign table high partition of parts for values from (10) to (19) server s');
  for (const table of ['far', 'parts', 'seen_twice']) assert.equal(await grade(table), 'stream', table);
});
