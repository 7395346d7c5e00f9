import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { openPostgresSource } from '#connectors/postgres.ts';
import { createFrameReader } from '#connectors/postgresCopy.ts';
import { createPostgres } from './databases.ts';
import { isProblem, testConnector } from './suite.ts';

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
  const read = source
    .read({ table: { schema: 's', table: 't' }, items: [], rows: [] })
    [Symbol.asyncIterator]();
  await assert.rejects(read.next(), isProblem('wrong_password'));
  await source.close();
  server.close();
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
