/** Servers that answer with what no protocol allows, or without end: the connectors refuse them and the process lives on. */
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { test } from 'node:test';
import { ANSWER_BYTES, BadAnswer, createMessageCheck } from '#connectors/guard.ts';
import { openMysqlSource } from '#connectors/mysql/source.ts';
import { openPostgresSource } from '#connectors/postgres/source.ts';
import { createFrameReader } from '#connectors/postgres/copy.ts';
import { openPostgresSink } from '#connectors/postgres/sink.ts';
import { readRows } from '#planes/mover/ports.ts';
import type { Sink, Source } from '#planes/mover/ports.ts';
import type { SourceAddress } from '#vocabulary/plans.ts';
import { isProblem } from './suite.ts';

interface Peer {
  port: number;
  /** Bytes that the connectors took until now. */
  taken(): number;
  close(): void;
}

async function listen(talk: (socket: Socket) => void): Promise<Peer> {
  const sockets = new Set<Socket>();
  const server: Server = createServer(socket => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    talk(socket);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    taken: () =>
      [...sockets].reduce((sum, { bytesWritten, writableLength }) => sum + bytesWritten - writableLength, 0),
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

function message(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(5);
  head.write(type, 'latin1');
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** A PostgreSQL that lets everybody in and answers the first statement with `answer`. */
const postgresPeer = (answer: (socket: Socket) => void): Promise<Peer> =>
  listen(socket => {
    let heard = 0;
    socket.on('data', () => {
      heard += 1;
      if (heard === 1)
        socket.write(Buffer.concat([message('R', Buffer.alloc(4)), message('Z', Buffer.from('I'))]));
      else if (heard === 2) answer(socket);
    });
  });

function pour(socket: Socket, chunk: Buffer): void {
  const go = (): void => {
    while (!socket.destroyed && socket.write(chunk));
    if (!socket.destroyed) socket.once('drain', go);
  };
  go();
}

const address = (kind: SourceAddress['kind'], port: number): SourceAddress => ({
  kind,
  host: '127.0.0.1',
  port,
  database: 'd',
  user: 'u',
});

const table = { schema: 's', table: 't' };
const lookup = { text: 'select 1', slots: [], columns: [{ name: 'a', type: 'text' as const }], digests: [] };

/** Every way in which the platform asks a department's PostgreSQL. */
const WAYS: Record<string, (source: Source, sink: Sink) => Promise<unknown>> = {
  'the probe': source => source.test(),
  'a look-up': source => source.query(lookup, { filters: {} }),
  'a read': source => readRows(source, { table, items: [], rows: [] }).next(),
  'the sink’s test': (_, sink) => sink.test(),
  'a delivery': (_, sink) =>
    sink.begin({ ...table, runNo: 'R1', columns: [], epoch: 1, apply: 'replace', key: [], whole: true }),
};

async function ask(port: number, way: (source: Source, sink: Sink) => Promise<unknown>): Promise<unknown> {
  const source = openPostgresSource(address('postgres', port), 'p');
  const sink = openPostgresSink(address('postgres', port), 'p');
  try {
    return await way(source, sink);
  } finally {
    await Promise.all([source.close(), sink.close()]);
  }
}

for (const [name, way] of Object.entries(WAYS)) {
  test(`${name}: a PostgreSQL that promises 32767 fields and sends none is refused in words`, async () => {
    const peer = await postgresPeer(socket => socket.write(message('T', Buffer.from([0x7f, 0xff]))));
    try {
      await assert.rejects(ask(peer.port, way), isProblem('failed', { said: 'not its protocol' }));
    } finally {
      peer.close();
    }
  });

  test(`${name}: a PostgreSQL whose error has no end is refused in words`, async () => {
    const peer = await postgresPeer(socket => socket.write(message('E', Buffer.from('SERROR\0Mx'))));
    try {
      await assert.rejects(ask(peer.port, way), isProblem('failed', { said: 'not its protocol' }));
    } finally {
      peer.close();
    }
  });

  test(`${name}: an answer without end from a PostgreSQL is cut long before memory is`, async () => {
    const value = Buffer.alloc(8 * 1024 * 1024, 'x');
    const length = Buffer.alloc(6);
    length.writeUInt16BE(1);
    length.writeUInt32BE(value.length, 2);
    const field = Buffer.concat([
      Buffer.from('version\0'),
      Buffer.alloc(6),
      Buffer.from([0, 0, 0, 25]),
      Buffer.alloc(8),
    ]);
    const peer = await postgresPeer(socket => {
      socket.write(message('T', Buffer.from([0, 1]), field));
      pour(socket, message('D', length, value));
    });
    try {
      await assert.rejects(ask(peer.port, way), isProblem('failed', { said: 'larger than 32 MB' }));
      assert.ok(peer.taken() < 2 * ANSWER_BYTES, `${peer.taken()} bytes were taken`);
    } finally {
      peer.close();
    }
  });
}

test('errors of a PostgreSQL that never end are refused, and proper ones pass in whatever pieces they come', () => {
  const proper = Buffer.concat([
    message('S', Buffer.from('a\0b\0')),
    message('N', Buffer.from('SNOTICE\0Mhello\0\0')),
    message('E', Buffer.from('SERROR\0C42P01\0Mno such table\0\0')),
    message('Z', Buffer.from('I')),
  ]);
  for (let size = 1; size <= proper.length; size += 1) {
    const check = createMessageCheck();
    for (let at = 0; at < proper.length; at += size) check(proper.subarray(at, at + size));
  }
  for (const body of ['', 'S', 'SERROR', 'SERROR\0', 'SERROR\0Mx', '\0x'])
    for (const type of ['E', 'N']) {
      const bytes = message(type, Buffer.from(body));
      assert.throws(() => createMessageCheck()(bytes), BadAnswer, `${type} ${JSON.stringify(body)}`);
      const slowly = createMessageCheck();
      assert.throws(() => bytes.forEach(one => slowly(Buffer.of(one))), BadAnswer);
    }
});

test('a copy from a PostgreSQL with rows of impossible lengths is refused, and never read for ever', () => {
  const frame = (length: number[], ...more: number[]): Buffer => Buffer.from([0x64, ...length, ...more]);
  const read = (bytes: Buffer): unknown => createFrameReader(() => undefined)(bytes);
  for (const length of [
    [0, 0, 0, 0],
    [0, 0, 0, 3],
    [0xff, 0xff, 0xff, 0xff],
    [0x7f, 0xff, 0xff, 0xff],
  ])
    assert.throws(
      () => read(frame(length, ...Array.from({ length: 40 }, () => 0x64))),
      /row larger than any/,
    );
  const header = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\xff\xff\xff\xf0', 'latin1');
  assert.throws(() => read(message('d', header)), /header is cut off/);
});

function packet(sequence: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(4);
  head.writeUIntLE(body.length, 0, 3);
  head[3] = sequence;
  return Buffer.concat([head, body]);
}

const GREETING = packet(
  0,
  Buffer.from([10]),
  Buffer.from('8.0.0\0'),
  Buffer.from([1, 0, 0, 0]),
  Buffer.from('abcdefgh\0'),
  Buffer.from([0xff, 0xf7, 33, 2, 0, 0xff, 0x81, 21]),
  Buffer.alloc(10),
  Buffer.from('abcdefghijkl\0'),
  Buffer.from('mysql_native_password\0'),
);

/** A MySQL that lets everybody in and answers the first statement with `answer`. */
const mysqlPeer = (answer: (socket: Socket) => void): Promise<Peer> =>
  listen(socket => {
    socket.write(GREETING);
    let heard = 0;
    socket.on('data', () => {
      heard += 1;
      if (heard === 1) socket.write(packet(2, Buffer.from([0, 0, 0, 2, 0, 0, 0])));
      else if (heard === 2) answer(socket);
    });
  });

const MYSQL_WAYS: Record<string, (source: Source) => Promise<unknown>> = {
  'the probe': source => source.test(),
  'a look-up': source => source.query(lookup, { filters: {} }),
  'a read': source => readRows(source, { table, items: [], rows: [] }).next(),
};

async function askMysql(port: number, way: (source: Source) => Promise<unknown>): Promise<unknown> {
  const source = openMysqlSource(address('mysql', port), 'p');
  try {
    return await way(source);
  } finally {
    // Not what is asked here: a pool whose only connection broke may say so again.
    await source.close().catch(() => undefined);
  }
}

const text = (value: string): Buffer => Buffer.concat([Buffer.from([value.length]), Buffer.from(value)]);
const COLUMN = Buffer.concat([
  ...['def', '', '', '', 'version', ''].map(text),
  Buffer.from([0x0c, 45, 0, 0xff, 0xff, 0xff, 0xff, 0xfd, 0, 0, 0, 0, 0]),
]);

for (const [name, way] of Object.entries(MYSQL_WAYS)) {
  test(`${name}: a MySQL that breaks off a column's description in the middle is refused in words`, async () => {
    const peer = await mysqlPeer(socket =>
      socket.write(Buffer.concat([packet(1, Buffer.from([1])), packet(2, Buffer.from([0xfd, 1]))])),
    );
    try {
      await assert.rejects(askMysql(peer.port, way), isProblem('failed', { said: 'not its protocol' }));
    } finally {
      peer.close();
    }
  });

  test(`${name}: an answer without end from a MySQL is cut long before memory is`, async () => {
    const row = Buffer.concat([Buffer.from([0xfd, 0, 0, 0x40]), Buffer.alloc(4 << 20, 'x')]);
    const peer = await mysqlPeer(socket => {
      socket.write(
        Buffer.concat([
          packet(1, Buffer.from([1])),
          packet(2, COLUMN),
          packet(3, Buffer.from([0xfe, 0, 0, 2, 0])),
        ]),
      );
      pour(socket, packet(4, row));
    });
    try {
      await assert.rejects(askMysql(peer.port, way), isProblem('failed', { said: 'larger than 32 MB' }));
      assert.ok(peer.taken() < 2 * ANSWER_BYTES, `${peer.taken()} bytes were taken`);
    } finally {
      peer.close();
    }
  });
}

test('bytes by chance instead of a protocol never end the process', async t => {
  // The driver prints what it cannot make sense of.
  t.mock.method(console, 'error', () => undefined);
  t.mock.method(console, 'trace', () => undefined);
  // A small generator with a fixed seed: the same bytes every time.
  let state = 20260;
  const byte = (): number => ((state = (state * 1103515245 + 12345) % 2 ** 31) >>> 16) & 0xff;
  const noise = (): Buffer => Buffer.from(Array.from({ length: 200 }, byte));
  const types = 'RZTDCENSKnst123AGHWdcvIV';
  for (let round = 0; round < 90; round += 1) {
    const type = types.charAt(round % types.length);
    const bytes = round % 3 === 0 ? noise() : message(type, noise().subarray(0, byte() % 60));
    const postgres = await postgresPeer(socket => socket.end(bytes));
    const mysql = await mysqlPeer(socket =>
      socket.end(round % 3 === 0 ? bytes : packet(1, noise().subarray(0, byte() % 60))),
    );
    await Promise.allSettled([
      ask(postgres.port, source => source.test()),
      ask(postgres.port, source => source.query(lookup, { filters: {} })),
      askMysql(mysql.port, source => source.test()),
    ]);
    postgres.close();
    mysql.close();
  }
  // What broke late would break now.
  await wait(50);
});
