import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { readConfig } from '#config.ts';
import { pause, systemClock } from '#kernel/clock.ts';
import { reader, sql } from '#kernel/db.ts';
import { createHttp } from '#kernel/http.ts';
import { HASH_BYTES, TILE_WIDTH, createRange, hashLeaf, hashesOfLevel } from '#kernel/merkle.ts';
import { makeSigningKey } from '#kernel/notes/signingKey.ts';
import { type VerifierKey, readVerifierKey } from '#kernel/notes/verifierKey.ts';
import {
  type Integrator,
  type WholeVerification,
  createAcceptance,
  createArchive,
  createIntegrator,
  createLedger,
  createRotation,
  createTiles,
  declareLedger,
  readSeal,
  readTilePath,
  verifyAll,
  writeTileNumber,
} from '#modules/ledger/index.ts';
import { appendInside } from '#record/append.ts';
import { createAudited } from '#record/audited.ts';
import type { Entry } from '#record/entry.ts';
import { CONTROL, USAGE } from '#record/logs.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { permissionsOf } from '#vocabulary/permissions.ts';
import { type Storage, openStorage } from '../src/storage.ts';
import { MIGRATIONS, type Scratch, migratedDatabase } from './database.ts';
import { untilTrue } from './untilTrue.ts';

/** What holds between the two logs, and what strangers may read of them. */
let scratch: Scratch;
let storage: Storage;
let folder: string;
let owner: pg.Client;
let integrator: Integrator;
const ending = new AbortController();

before(async () => {
  scratch = await migratedDatabase('ledger_logs');
  folder = mkdtempSync(join(tmpdir(), 'shuqiao-logs-'));
  storage = await openStorage(
    readConfig({ SHUQIAO_DATA: folder, DATABASE_URL: scratch.url, SHUQIAO_LOG: 'fatal' }),
    MIGRATIONS,
  );
  owner = new pg.Client({ connectionString: storage.ownerUrl });
  await owner.connect();
  integrator = integrate(ending.signal);
});

after(async () => {
  ending.abort();
  await integrator.done;
  await owner.end();
  await storage.close();
  await scratch.drop();
  rmSync(folder, { recursive: true, force: true });
});

function integrate(signal: AbortSignal, anchorEvery = 100): Integrator {
  return createIntegrator({
    pool: storage.pools.worker,
    keys: storage.keys,
    clock: systemClock,
    outside: folder,
    name: 'a.test',
    log: { info: () => undefined, error: () => undefined },
    signal,
    sealEvery: 0,
    anchorEvery,
  });
}

const notice = (i: number): Entry => ({
  kind: 'notice',
  at: Date.now(),
  body: { action: 'test.notice', facts: { i } },
});

async function append(log: number, count: number): Promise<void> {
  const client = await storage.pools.worker.connect();
  await client.query('begin read write');
  await appendInside(
    client,
    Array.from({ length: count }, (_, i) => notice(i)),
    log,
  );
  await client.query('commit');
  client.release();
}

async function anchors(): Promise<{ log: number; other: number; size: number }[]> {
  const { rows } = await owner.query('select log, other, size from ledger.anchor order by log');
  return rows as { log: number; other: number; size: number }[];
}

const allSealed = (): boolean => {
  const { integrated, sealed } = integrator.progress();
  return integrated === sealed && integrator.state() === 'sealing';
};

const verify = (): Promise<WholeVerification> => verifyAll({ pool: storage.pools.worker, outside: folder });

function security(): Actor {
  return {
    accountId: 1,
    postId: 1,
    role: 'security',
    post: '安全管理员',
    name: '演示',
    departmentId: null as never,
    departmentName: '',
    regionCode: '410400',
    permissions: permissionsOf('security'),
  };
}

function open(): {
  ask: (
    url: string,
    method?: 'GET' | 'POST',
  ) => Promise<{ status: number; text: string; bytes: Buffer; cache: string }>;
} {
  const needs = {
    db: reader(storage.pools.read),
    workerPool: storage.pools.worker,
    audited: createAudited(storage.pools.write, () => Date.now()),
    keys: storage.keys,
    clock: systemClock,
  };
  const http = createHttp({
    authenticate: () => Promise.resolve({ actor: security(), csrf: 'token', mustChangePassword: false }),
    fastify: {},
    onBug: error => assert.fail(String(error)),
  });
  declareLedger({
    http,
    ledger: createLedger({ ...needs, outside: folder, retentionMonths: 36 }),
    tiles: createTiles(needs.db, needs.workerPool),
    rotation: createRotation(needs),
    acceptance: createAcceptance(needs),
    archive: createArchive({ ...needs, folder, retentionMonths: 36 }),
    sightOf: () => Promise.resolve('all'),
  });
  return {
    ask: async (url, method = 'GET') => {
      const reply = await http.app.inject({ url, method, headers: { 'x-csrf-token': 'token' } });
      const cache = String(reply.headers['cache-control'] ?? '');
      return { status: reply.statusCode, text: reply.body, bytes: reply.rawPayload, cache };
    },
  };
}

test('each log takes the other’s seal points as leaves, and falls silent when nothing else happens', async () => {
  await append(CONTROL, 3);
  await append(USAGE, 700);
  await untilTrue(async () => (await anchors()).length === 2, 'both logs hold the other’s seal point');
  await untilTrue(allSealed, 'everything sealed');
  const before = await anchors();
  await pause(600);
  assert.deepEqual(await anchors(), before, 'seal points of nothing but seal points are not taken again');
  const found = await verify();
  assert.equal(found.ok, true, found.fault?.en);
  assert.equal(found.logs.reduce((sum, log) => sum + log.anchors.length, 0) >= 2, true);
});

test('strangers rebuild the root of the last seal point from the public tiles alone', async () => {
  const { ask } = open();
  const keys = (await ask('/ledger/usage/1/keys')).text
    .trim()
    .split('\n')
    .map(readVerifierKey)
    .filter((key): key is VerifierKey => key !== undefined);
  const point = readSeal((await ask('/ledger/usage/1/checkpoint')).text, keys);
  assert.ok(point?.signed);
  assert.equal(point.origin, 'a.test/usage/1');
  const upper: string[] = [];
  const range = createRange(0, [], (level, index, hash) => {
    if (level === 1) upper[index] = hash.toString('hex');
  });
  for (let n = 0; n * TILE_WIDTH < point.size; n += 1) {
    const width = Math.min(TILE_WIDTH, point.size - n * TILE_WIDTH);
    const path = `${writeTileNumber(n)}${width < TILE_WIDTH ? `.p/${width}` : ''}`;
    const tile = (await ask(`/ledger/usage/1/tile/0/${path}`)).bytes;
    const bundle = (await ask(`/ledger/usage/1/tile/entries/${path}`)).bytes;
    assert.equal(tile.length, width * HASH_BYTES);
    for (let i = 0; i < width; i += 1) {
      const at = i * (2 + HASH_BYTES);
      assert.equal(bundle.readUInt16BE(at), HASH_BYTES);
      const leaf = hashLeaf(bundle.subarray(at + 2, at + 2 + HASH_BYTES));
      assert.ok(leaf.equals(tile.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES)));
      range.append(leaf);
    }
  }
  assert.ok(range.root().equals(point.root), 'the leaves add up to the signed root');
  const count = hashesOfLevel(point.size, 1);
  const level1 = (await ask(`/ledger/usage/1/tile/1/000.p/${count}`)).bytes;
  assert.deepEqual(
    Array.from({ length: count }, (_, i) => level1.toString('hex', i * HASH_BYTES, (i + 1) * HASH_BYTES)),
    upper,
  );
  for (const path of [
    '0/0',
    '0/9',
    '0/001.p/256',
    '0/001.p/0',
    '0/x000/001',
    '9/000',
    '0/900',
    'entries/900',
    '00/000',
    '0/x000/000',
    '0/%30%30%30',
    '0/000/',
    '0/000.p/',
    '0//000',
    '0/000?x=1',
    '0/000.p/02',
    'entries/000/',
    'entries/x000/000',
    'entries/%30%30%30',
  ])
    assert.equal((await ask(`/ledger/usage/1/tile/${path}`)).status, 404, path);
  for (const kind of ['0', 'entries']) {
    assert.match((await ask(`/ledger/usage/1/tile/${kind}/000`)).cache, /immutable/);
    assert.equal((await ask(`/ledger/usage/1/tile/${kind}/002.p/1`)).cache, 'no-cache');
  }
});

test('tile numbers are written as others read them', () => {
  assert.equal(writeTileNumber(1234067), 'x001/x234/067');
  assert.deepEqual(readTilePath('x001/x234/067.p/44'), { n: 1234067, width: 44 });
  assert.deepEqual(readTilePath('000'), { n: 0, width: 256 });
  for (const wrong of ['0', 'x000/001', '001.p/256', '001.p/0', '001.p/01', '1/000', '../000', ''])
    assert.equal(readTilePath(wrong), undefined, wrong);
});

test('new keys sign only what comes after their announcement is sealed; both are read', async () => {
  const { ask } = open();
  const before = readKeys((await ask('/ledger/keys')).text);
  const old = (await ask('/ledger/checkpoint')).text;
  const reply = await ask('/api/ledger/keys', 'POST');
  assert.equal(reply.status, 200, reply.text);
  const { record } = JSON.parse(reply.text) as { record: number };
  await untilTrue(
    async () => readKeys((await ask('/ledger/keys')).text).length === 4,
    'the new keys are in force',
  );
  const after = readKeys((await ask('/ledger/keys')).text);
  const fresh = after.filter(key => !before.some(one => one.publicKey.equals(key.publicKey)));
  await append(CONTROL, 1);
  await untilTrue(
    async () => readSeal((await ask('/ledger/checkpoint')).text, fresh)?.signed === true,
    'the new keys sign',
  );
  assert.equal(readSeal((await ask('/ledger/checkpoint')).text, before)?.signed, false);
  assert.equal(readSeal(old, after)?.signed, true, 'what the old keys signed is still read');
  const { rows } = await owner.query(
    'select size, note from ledger.checkpoint where log = 1 and size > $1 order by size limit 1',
    [record],
  );
  assert.equal(
    readSeal((rows[0] as { note: string }).note, before)?.signed,
    true,
    'the announcement itself is sealed by the keys before it',
  );
  await untilTrue(allSealed, 'everything sealed');
  const found = await verify();
  assert.equal(found.ok, true, found.fault?.en);
});

function readKeys(text: string): VerifierKey[] {
  return text
    .trim()
    .split('\n')
    .map(readVerifierKey)
    .filter((key): key is VerifierKey => key !== undefined);
}

test('a key that somebody puts into the table is neither published nor named outside', async () => {
  const { ask } = open();
  const before = (await ask('/ledger/keys')).text;
  const stranger = makeSigningKey('ed25519').publicKey;
  await storage.pools.worker.query(
    `begin read write; insert into ledger.signing_key (id, algorithm, public_key, sealed, created_at, active_at, retired_at)
       values (900, 'ed25519', '\\x${stranger.toString('hex')}', '\\x00', now(), now(), now()); commit`,
  );
  await append(CONTROL, 1);
  await untilTrue(allSealed, 'everything sealed');
  assert.equal((await ask('/ledger/keys')).text, before);
  assert.ok(!readFileSync(join(folder, 'checkpoints.log'), 'utf8').includes(stranger.toString('base64')));
  await owner.query('delete from ledger.signing_key where id = 900');
});

test('no write of the control plane commits without its entry, whoever writes it', async () => {
  const client = await storage.pools.write.connect();
  try {
    await client.query('begin read write');
    await client.query('insert into record.command (xid) values (pg_current_xact_id())');
    await assert.rejects(client.query('commit'), /cannot commit without its entry/);
    await client.query('begin read write');
    await client.query('insert into record.command (xid) values (pg_current_xact_id())');
    await assert.rejects(client.query('delete from record.command'), /permission denied/);
    await client.query('rollback');
  } finally {
    client.release();
  }
});

async function inTransaction(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<unknown>,
): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin read write');
    await work(client);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

test('a login appends only what is its own, and only what can be read', async () => {
  const packed = (kind: number, body: string): Buffer => {
    const entry = Buffer.concat([Buffer.of(2, kind), Buffer.alloc(8), Buffer.from(body)]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(entry.length);
    return Buffer.concat([length, entry]);
  };
  const append = (pool: pg.Pool, log: number, n: number, body: Buffer) =>
    inTransaction(pool, client =>
      client.query("select record.append($1, $2, $3, $4, '{}', '{}', '{}', '{}', 0)", [
        log,
        n,
        body,
        Buffer.alloc(16 * n),
      ]),
    );
  const { gateway, worker, mover } = storage.pools;
  const announced = packed(0, '{"action":"ledger.announce_keys","facts":{}}');
  for (const pool of [gateway, mover])
    await assert.rejects(append(pool, 1, 1, announced), /may not write acts/);
  await assert.rejects(append(worker, 1, 1, announced), /may not write entries of kind 0/);
  await assert.rejects(append(gateway, 2, 1, announced), /may not write entries of kind 0/);
  for (const [n, body] of [
    [3, Buffer.from('00000001', 'hex')],
    [2, packed(1, 'x')],
    [1, Buffer.concat([packed(1, 'x'), Buffer.of(0)])],
  ] as const)
    await assert.rejects(append(gateway, 2, n, body), /packed batch/);
  await append(gateway, 2, 1, packed(2, '{"action":"test.notice","facts":{}}'));
});

test('whoever seals rewrites no seal point and renames no log', async () => {
  await untilTrue(allSealed, 'all is sealed');
  for (const [statement, why] of [
    ["update ledger.checkpoint set note = 'x'", /permission denied/],
    ['delete from ledger.checkpoint', /permission denied/],
    ["update record.log set origin = 'b.test/control' where id = 1", /keeps its name/],
    ['update record.log set origin = null where id = 2', /keeps its name/],
    ["update record.log set name = 'x'", /permission denied/],
  ] as const)
    await inTransaction(storage.pools.worker, client =>
      assert.rejects(client.query(statement), why, statement),
    );
  await assert.rejects(
    owner.query("update record.log set origin = 'b.test/control' where id = 1"),
    /keeps its name/,
  );
});

test('a grant cannot be turned without the usage log hearing of it', async () => {
  const client = await storage.pools.write.connect();
  try {
    await client.query('begin read write');
    await client.query('insert into record.command (xid) values (pg_current_xact_id())');
    await client.query('insert into plans.live (grant_id, version) values (4711, 1)');
    const entry = Buffer.concat([Buffer.of(0, 0, 0, 12, 2, 2), Buffer.alloc(8), Buffer.from('{}')]);
    await client.query("select record.append(2::smallint, 1, $1, $2, '{}', '{}', '{}', '{}', 0)", [
      entry,
      Buffer.alloc(16),
    ]);
    await assert.rejects(client.query('commit'), /cannot commit/);
  } finally {
    await client.query('rollback');
    client.release();
  }
});

test('entries lie in the partition of their month, which nobody can change', async () => {
  const { rows } = await owner.query(
    'select distinct tableoid::regclass::text as part, month::text as month from record.batch',
  );
  const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7);
  assert.deepEqual(rows, [{ part: `record.batch_${month.replace('-', '_')}`, month: `${month}-01` }]);
  const part = (rows[0] as { part: string }).part;
  for (const statement of [
    `update ${part} set n = 2`,
    `delete from ${part}`,
    `truncate ${part}`,
    'truncate record.batch',
  ])
    await assert.rejects(owner.query(statement), /cannot be changed/, statement);
});

test('the record’s numbers go on over a gap of months and a clock that was set back', async () => {
  // What the append itself does at a turn of the month, driven by the owner: partitions of other months.
  await owner.query("select record.make_month('2031-03-01')");
  const { rows: ends } = await owner.query(
    "select number, month::text from record.end_of(1::smallint, '-infinity')",
  );
  const end = (ends[0] as { number: number }).number;
  ending.abort();
  await integrator.done;
  await owner.query(
    "insert into record.batch select log, '2031-03-01', first + n, n, body, salts from record.batch where log = 1 order by first desc limit 1",
  );
  const { rows } = await owner.query('select n from record.batch where month = $1', ['2031-03-01']);
  const size = end + (rows[0] as { n: number }).n;
  await append(CONTROL, 2);
  const db = reader(storage.pools.read);
  const last = await db.get<{ month: string; first: number }>(
    sql`select month, first from record.batch where log = 1 order by first desc limit 1`,
  );
  assert.deepEqual(
    [last.month, last.first],
    ['2031-03-01', size],
    'later numbers never lie in an earlier month',
  );
});

test('a log that is put back alone is given away by the other', async () => {
  const found = await verify();
  assert.equal(found.fault?.log ?? 'none', 'none', found.fault?.en);
  // The usage log as it was before the control log took its seal point: tree, seal points and file all agree.
  const held = found.logs[0]?.anchors.at(-1);
  assert.ok(held);
  await owner.query('set session_replication_role = replica');
  const { rows } = await owner.query(
    'select max(size) as size from ledger.checkpoint where log = 2 and size < $1',
    [held.size],
  );
  const size = (rows[0] as { size: number }).size ?? 0;
  await owner.query('delete from record.batch where log = 2 and first >= $1', [size]);
  await owner.query('delete from ledger.checkpoint where log = 2 and size > $1', [size]);
  await owner.query('update ledger.state set position = $1 where log = 2', [size]);
  const file = join(folder, 'checkpoints-usage-1.log');
  const kept = readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line !== '' && ((JSON.parse(line) as { size?: number }).size ?? 0) <= size);
  writeFileSync(file, `${kept.join('\n')}\n`);
  const after = await verify();
  assert.deepEqual(
    after.logs.map(log => [log.log, log.ok]),
    [
      ['control', true],
      ['usage/1', true],
    ],
    'by itself each of them is whole',
  );
  assert.match(after.fault?.en ?? '', /put back or rewritten by itself/);
});
