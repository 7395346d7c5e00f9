import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { readConfig } from '#config.ts';
import { type Clock, pause, systemClock } from '#kernel/clock.ts';
import { reader } from '#kernel/db.ts';
import { createHttp } from '#kernel/http.ts';
import { hashLeaf, nodesFromTiles, proveInclusion } from '#kernel/merkle.ts';
import { verifyInclusion } from '#kernel/merkleClaims.ts';
import { readVerifierKey } from '#kernel/notes/verifierKey.ts';
import {
  createArchive,
  createIntegrator,
  createLedger,
  createTiles,
  readSeal,
  rebuildSearch,
  verifyAll,
  verifyArchive,
  verifyRemote,
} from '#modules/ledger/index.ts';
import { declarePublic } from '#modules/ledger/publicRoutes.ts';
import type { RemoteNeeds } from '#modules/ledger/remote.ts';
import { appendInside, newSalt } from '#record/append.ts';
import { createAudited } from '#record/audited.ts';
import { type Entry, commitmentOf, encodeEntry, packEntries } from '#record/entry.ts';
import { CONTROL, USAGE } from '#record/logs.ts';
import { leastOf } from '#record/subjectList.ts';
import { type Actor, PLATFORM } from '#vocabulary/actor.ts';
import { permissionsOf } from '#vocabulary/permissions.ts';
import { type Storage, openStorage } from '../src/storage.ts';
import { MIGRATIONS, type Scratch, migratedDatabase } from './database.ts';
import { useEntry } from './entries.ts';
import { cutList } from './subjectParts.ts';

let scratch: Scratch;
let storage: Storage;
let folder: string;
let owner: pg.Client;
const ending = new AbortController();
let integrating: Promise<void>;
/** Commitment of the first entry that is kept. */
let kept: Buffer;

const SECURITY: Actor = {
  accountId: 1,
  postId: 1,
  role: 'security',
  post: '安全管理员',
  name: '演示',
  departmentId: 1,
  departmentName: '',
  regionCode: '410400',
  permissions: permissionsOf('security'),
};

/** Two months of four years ago, and this one: what the append itself would have written then. */
before(async () => {
  scratch = await migratedDatabase('ledger_archive');
  folder = mkdtempSync(join(tmpdir(), 'shuqiao-archive-'));
  storage = await openStorage(
    readConfig({ SHUQIAO_DATA: folder, DATABASE_URL: scratch.url, SHUQIAO_LOG: 'fatal' }),
    MIGRATIONS,
  );
  owner = new pg.Client({ connectionString: storage.ownerUrl });
  await owner.connect();
  for (const [month, log, first, sizes] of [
    ['2022-01-01', CONTROL, 0, [300, 7]],
    ['2022-01-01', USAGE, 0, [400, 200, 1]],
    ['2022-02-01', USAGE, 601, [300, ...Array<number>(81).fill(200)]],
  ] as const)
    await insertOld(month, log, first, sizes);
  kept = await insertOld('2022-02-01', CONTROL, 307, [20]);
  for (const list of LISTS) {
    const { root, n, packed } = list;
    await owner.query(
      "insert into record.subjects (root, year, n, packed, at) values ($1, 2022, $2, $3, '2022-01-05')",
      [root, n, packed],
    );
    for (const part of list.rest())
      await owner.query('insert into record.subject_part values ($1, $2, $3)', [root, leastOf(part), part]);
  }
  await append(CONTROL, 5);
  await append(USAGE, 5);
  const integrator = integrate(ending.signal);
  integrating = integrator.done;
  for (let i = 0; i < 500 && integrator.progress().sealed < 332 + 17_106; i += 1) await pause(20);
  assert.equal(integrator.progress().sealed, 332 + 17_106);
});

after(async () => {
  ending.abort();
  await integrating;
  await owner.end();
  await storage.close();
  await scratch.drop();
  rmSync(folder, { recursive: true, force: true });
});

const integrate = (signal: AbortSignal) =>
  createIntegrator({
    pool: storage.pools.worker,
    keys: storage.keys,
    clock: systemClock,
    outside: folder,
    name: 'archive.test',
    log: { info: () => undefined, error: () => undefined },
    signal,
    sealEvery: 0,
    lookEvery: 200,
  });

/** Lists of persons by the numbers of the deliveries that carry their roots; 16,384 numbers are one block of keys. */
const LISTS = [
  { of: 'January alone', numbers: [5] },
  { of: 'January and February, in one block', numbers: [6, 700] },
  { of: 'January and after the last full block', numbers: [7, 17_000] },
  { of: 'a delivery that never came to its record', numbers: [] },
].map((list, i) => {
  return { ...list, ...cutList([BigInt(i + 1), 1000n, 1001n], 1) };
});

function entry(i: number, at: number, log?: number): Entry {
  const list = log === USAGE ? LISTS.find(({ numbers }) => numbers.includes(i)) : undefined;
  if (!list) return { kind: 'notice', at, body: { action: 'test.notice', facts: { i } } };
  return useEntry({ action: 'move.delivering', subject: list.root.toString('base64url') }, at);
}

async function insertOld(
  month: string,
  log: number,
  from: number,
  sizes: readonly number[],
): Promise<Buffer> {
  await owner.query('select record.make_month($1)', [month]);
  let first = from;
  let head: Buffer | undefined;
  for (const size of sizes) {
    const bodies = Array.from({ length: size }, (_, i) =>
      encodeEntry(entry(first + i, Date.parse(`${month}T08:00:00Z`), log)),
    );
    const salts = bodies.map(newSalt);
    head ??= commitmentOf(salts[0] ?? Buffer.alloc(0), bodies[0] ?? Buffer.alloc(0));
    await owner.query(
      'insert into record.batch (log, month, first, n, body, salts) values ($1, $2, $3, $4, $5, $6)',
      [log, month, first, size, packEntries(bodies), Buffer.concat(salts)],
    );
    first += size;
  }
  return head ?? Buffer.alloc(0);
}

async function append(log: number, count: number): Promise<void> {
  const client = await storage.pools.worker.connect();
  await client.query('begin read write');
  await appendInside(
    client,
    Array.from({ length: count }, (_, i) => entry(i, Date.now())),
    log,
  );
  await client.query('commit');
  client.release();
}

const archive = (clock: Clock = systemClock) =>
  createArchive({
    db: reader(storage.pools.read),
    workerPool: storage.pools.worker,
    audited: createAudited(storage.pools.write, () => Date.now()),
    keys: storage.keys,
    clock,
    folder,
    retentionMonths: 36,
  });

const file = (name: string): string => join(folder, 'archive', name);

test('a month is exported to files that verify by themselves, and any change of a file is told', async () => {
  await assert.rejects(archive().removeMonth(SECURITY, '2022-01'), { code: 'ledger.month_not_exported' });
  await archive().exportMonth(SECURITY, '2022-01');
  const path = file('usage-1-2022-01.sqledger');
  const good = await verifyArchive(path);
  assert.deepEqual([good.ok, good.origin, good.first], [true, 'archive.test/usage/1', 0], good.problemEn);
  assert.ok(good.end >= 601, 'the file reaches the seal point after the month');

  const whole = readFileSync(path);
  const headEnd = whole.indexOf(10) + 1;
  const head = JSON.parse(whole.toString('utf8', 0, headEnd)) as Record<string, unknown>;
  const changed = async (bytes: Buffer) => {
    writeFileSync(file('changed.sqledger'), bytes);
    return verifyArchive(file('changed.sqledger'));
  };
  const withHead = (more: object): Buffer =>
    Buffer.concat([Buffer.from(`${JSON.stringify({ ...head, ...more })}\n`), whole.subarray(headEnd)]);
  for (const at of [headEnd + 40, headEnd + 5000, whole.length - 3]) {
    const bent = Buffer.from(whole);
    bent[at] = (bent[at] ?? 0) ^ 1;
    assert.equal((await changed(bent)).ok, false, `byte ${at}`);
  }
  assert.match((await changed(whole.subarray(0, whole.length - 50))).problemEn, /missing|ends before/);
  assert.match((await changed(whole.subarray(headEnd))).problemEn, /no archive/);
  const bounds = String(head['bounds']);
  assert.match(bounds, /^shuqiao-ledger-archive\/2\narchive.test\/usage\/1\n2022-01\n0 601\n/);
  for (const [from, to] of [
    ['\n0 601\n', '\n400 601\n'],
    ['\n0 601\n', '\n0 600\n'],
    ['2022-01', '2022-02'],
  ] as const)
    assert.match(
      (await changed(withHead({ bounds: bounds.replace(from, to) }))).problemEn,
      /begins and ends is not signed/,
    );
  assert.match(
    (await changed(withHead({ note: String(head['note']).replace(/\n\d/, '\n0') }))).problemEn,
    /not signed|seal point/,
  );
  const stranger = readVerifierKey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
  assert.ok(stranger);
  assert.match((await verifyArchive(path, [stranger])).problemEn, /not signed by a key that is trusted/);
});

test('a month goes only past its retention, only the oldest, and only while its files verify', async () => {
  const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7);
  await assert.rejects(archive().removeMonth(SECURITY, month), { code: 'ledger.month_kept' });
  await archive().exportMonth(SECURITY, '2022-02');
  await assert.rejects(archive().removeMonth(SECURITY, '2022-02'), /older months must go first/);
  const path = file('control-2022-01.sqledger');
  const whole = readFileSync(path);
  writeFileSync(path, whole.subarray(0, whole.length - 1));
  await assert.rejects(archive().removeMonth(SECURITY, '2022-01'), { code: 'ledger.month_file_damaged' });
  writeFileSync(path, whole);
  for (const statement of [
    'drop table record.batch_2022_01',
    'drop table record.batch cascade',
    "select record.remove_month('2025-01-01')",
  ])
    await assert.rejects(
      owner.query(statement),
      /cannot be dropped|kept for 36 months|were not exported/,
      statement,
    );
});

test('entries that came after an export keep their month', async () => {
  await insertOld('2022-01-01', CONTROL, 10_000, [1]);
  await assert.rejects(archive().removeMonth(SECURITY, '2022-01'), { code: 'ledger.month_not_exported' });
  await owner.query(
    "insert into ledger.archive select log, '2021-12-01', first, until, size, file, sha256, at from ledger.archive where log = 1 and month = '2022-01-01'",
  );
  await assert.rejects(
    owner.query("select record.remove_month('2022-01-01')"),
    /does not hold all of the month/,
  );
  await owner.query("delete from ledger.archive where month = '2021-12-01'");
  await owner.query('set session_replication_role = replica');
  await owner.query('delete from record.batch where log = 1 and first = 10000');
  await owner.query('set session_replication_role = origin');
});

test('a beginning that was cut off by hand is no removal, and a receipt from there is not waved through', async () => {
  const needs = { pool: storage.pools.worker, outside: folder };
  assert.equal((await verifyAll(needs)).ok, true);
  await owner.query('begin; set local session_replication_role = replica');
  await owner.query('create temp table kept as select * from record.batch where log = 2 and first < 600');
  await owner.query('delete from record.batch where log = 2 and first < 600');
  await owner.query('update ledger.state set minimum = 600 where log = 2');
  await owner.query('commit');
  const cut = await verifyAll(needs);
  assert.deepEqual([cut.ok, cut.fault?.log], [false, 'usage/1']);
  assert.match(cut.fault?.en ?? '', /are gone, and no entry of the record says/);
  const claim = { log: USAGE, number: 2, commitment: Buffer.alloc(32, 0xab) };
  assert.match((await verifyAll({ ...needs, claim })).fault?.en ?? '', /compare the receipt/);
  await owner.query('begin; set local session_replication_role = replica');
  await owner.query('insert into record.batch select * from kept');
  await owner.query('update ledger.state set minimum = 0 where log = 2');
  await owner.query('commit; drop table kept');
  assert.equal((await verifyAll(needs)).ok, true);
});

test('what stays after a removal is proved as before', async () => {
  const { record } = await archive().removeMonth(SECURITY, '2022-01');
  assert.ok(record > 0);
  const { rows } = await owner.query(
    'select count(*)::int as n, min(first)::int as first from record.batch where log = 1 and month < $1',
    ['2022-02-01'],
  );
  assert.deepEqual(rows[0], { n: 0, first: null });
  for (let i = 0; i < 200; i += 1) {
    const { rows: behind } = await owner.query(
      'select 1 from ledger.state s join record.log l on l.id = s.log cross join lateral record.end_of(l.id, $1) e where s.position < e.number',
      ['-infinity'],
    );
    if (behind.length === 0) break;
    await pause(20);
  }
  await pause(300);
  const found = await verifyAll({ pool: storage.pools.worker, outside: folder });
  assert.deepEqual([found.ok, found.logs.map(log => log.minimum)], [true, [307, 601]], found.fault?.en);

  const lists = await owner.query<{ root: Buffer }>('select root from record.subjects');
  assert.deepEqual(
    new Set(LISTS.filter(({ root }) => lists.rows.some(row => row.root.equals(root))).map(({ of }) => of)),
    new Set(['January and February, in one block', 'January and after the last full block']),
    'a list goes with the last record that carries it',
  );
  const parts = await owner.query<{ root: Buffer }>('select root from record.subject_part');
  assert.deepEqual(
    parts.rows.map(({ root }) => root.toString('hex')).sort(),
    lists.rows.flatMap(({ root }) => [root.toString('hex'), root.toString('hex')]).sort(),
    'and its parts with it',
  );

  const db = reader(storage.pools.read);
  const { rows: points } = await owner.query(
    'select size, note from ledger.checkpoint where log = 1 order by size desc limit 1',
  );
  const { size, note } = points[0] as { size: number; note: string };
  const read = nodesFromTiles(async ids => {
    const { rows: tiles } = await owner.query(
      'select level, n::int as n, data from ledger.tile where log = 1',
    );
    return ids.map(
      id =>
        (tiles as { level: number; n: number; data: Buffer }[]).find(
          t => t.level === id.level && t.n === id.n,
        )?.data,
    );
  });
  const proof = await proveInclusion(307, size, read);
  const point = readSeal(note, []);
  assert.ok(point);
  assert.ok(verifyInclusion({ number: 307, size, leaf: hashLeaf(kept), proof, root: point.root }));
  const tiles = createTiles(db, storage.pools.worker);
  await assert.rejects(tiles.leaves(CONTROL, { n: 0, width: 256 }), { code: 'platform.not_found' });
  await assert.rejects(tiles.hashes(CONTROL, 0, { n: 0, width: 256 }), { code: 'platform.not_found' });
  assert.ok((await tiles.hashes(USAGE, 1, { n: 0, width: 2 })).length > 0, 'higher levels stay');
  const old = await verifyArchive(file('control-2022-01.sqledger'));
  assert.equal(old.ok, true, 'and the file still verifies by itself');
  const listed = (await archive().months()).items.filter(row => row.month === '2022-01');
  assert.deepEqual(
    listed.map(row => [row.log, row.removedAt !== null]),
    [
      ['control', true],
      ['usage/1', true],
    ],
  );
});

test('an export of the running month waits for its newest records to be sealed, and says so when nobody seals', async () => {
  ending.abort();
  await integrating;
  await append(USAGE, 3);
  const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7);
  const start = Date.now();
  const hurried = { now: () => start + (Date.now() - start) * 50 };
  await assert.rejects(archive(hurried).exportMonth(SECURITY, month), { code: 'ledger.month_not_sealed' });
  const exporting = archive().exportMonth(SECURITY, month);
  await pause(300);
  const again = new AbortController();
  const integrator = integrate(again.signal);
  await exporting;
  again.abort();
  await integrator.done;
  const { first, end } = await verifyArchive(file(`usage-1-${month}.sqledger`));
  assert.deepEqual([first, end], [17_101, 17_109]);
});

/** The public addresses as a stranger reads them; `bend` may change what is served, undefined is not found. */
function stranger(
  bend: (path: string, bytes: Buffer | undefined) => Buffer | undefined = (_path, bytes) => bytes,
) {
  const db = reader(storage.pools.read);
  const http = createHttp({
    authenticate: () => Promise.resolve(undefined),
    fastify: {},
    onBug: error => assert.fail(String(error)),
  });
  const needs = { db, workerPool: storage.pools.worker, clock: systemClock, keys: storage.keys };
  const audited = createAudited(storage.pools.write, () => Date.now());
  declarePublic(
    http,
    createLedger({ ...needs, audited, outside: folder, retentionMonths: 36 }),
    createTiles(db, storage.pools.worker),
  );
  return (log: string, more: Partial<RemoteNeeds> = {}) =>
    verifyRemote({
      url: `https://a.test/ledger${log}`,
      get: async url => {
        const path = new URL(url).pathname;
        const reply = await http.app.inject(path);
        return bend(path, reply.statusCode === 200 ? reply.rawPayload : undefined);
      },
      ...more,
    });
}

test('a log whose beginning was removed verifies by its address, as far as it is published', async () => {
  const verify = stranger();
  const use = await verify('/usage/1');
  assert.deepEqual([use.ok, use.minimum], [true, 601], use.problemEn);
  const acts = await verify('');
  assert.deepEqual([acts.ok, acts.minimum], [true, 307], acts.problemEn);
  const { rows } = await owner.query<{ note: string }>(
    'select note from ledger.checkpoint where log = 2 order by size limit 1',
  );
  assert.equal((await verify('/usage/1', { before: rows[0]?.note ?? '' })).ok, true);
});

test('a beginning that no recorded removal explains is named, whatever the source says of it', async () => {
  const say = (change: (value: { minimum: number; removal: object | null }) => object) =>
    stranger((path, bytes) =>
      path.endsWith('/usage/1/minimum') && bytes
        ? Buffer.from(
            JSON.stringify(change(JSON.parse(bytes.toString()) as { minimum: number; removal: object })),
          )
        : bytes,
    )('/usage/1');
  for (const [what, change] of [
    ['another number', value => ({ ...value, minimum: 700 })],
    ['no removal', value => ({ ...value, removal: null })],
    ['another leaf', value => ({ ...value, removal: { ...value.removal, number: 310 } })],
    [
      'a notice that somebody wrote',
      value => ({
        ...value,
        removal: { ...value.removal, entry: encodeEntry(entry(1, Date.now())).toString('base64') },
      }),
    ],
  ] as [string, (value: { minimum: number; removal: object | null }) => object][]) {
    const found = await say(change);
    assert.deepEqual([found.ok, found.fault], [false, 'ledger'], what);
    assert.match(found.problemEn, /no entry of the record proves it/, what);
  }
  const hidden = await say(value => ({ ...value, minimum: 0 }));
  assert.deepEqual([hidden.ok, hidden.fault], [false, 'source']);
  assert.match(hidden.problemEn, /does not serve tile\/(0|entries)\/000/);
});

test('what a source serves wrongly is its own fault, by the tile; what is wrong in the log is the log’s', async () => {
  const bent = (file: RegExp, change: (bytes: Buffer) => Buffer | undefined) =>
    stranger((path, bytes) => (file.test(path) && bytes ? change(bytes) : bytes))('/usage/1');
  const flip = (at: number) => (bytes: Buffer) => {
    const copy = Buffer.from(bytes);
    copy[at] = (copy[at] ?? 0) ^ 1;
    return copy;
  };
  const short = await bent(/tile\/0\/003$/, bytes => bytes.subarray(0, -32));
  assert.deepEqual([short.ok, short.fault, short.firstBad], [false, 'source', null]);
  assert.match(short.problemEn, /tile\/0\/003 with 8160 bytes in place of 8192/);
  const bundle = await bent(/tile\/entries\/004$/, bytes => bytes.subarray(0, -1));
  assert.deepEqual([bundle.fault, /tile\/entries\/004/.test(bundle.problemEn)], ['source', true]);
  const gone = await bent(/tile\/entries\/005$/, () => undefined);
  assert.match(gone.problemEn, /does not serve tile\/entries\/005/);
  const leaf = await bent(/tile\/entries\/003$/, flip(34 * 10 + 5));
  assert.deepEqual([leaf.fault, leaf.firstBad], ['ledger', 3 * 256 + 10]);
  const edge = await bent(/usage\/1\/tile\/1\/000/, flip(3));
  assert.deepEqual([edge.ok, edge.fault], [false, 'ledger']);
  assert.match(edge.problemEn, /do not add up to the signed root/);
});

test('after a removal the search is made anew from what stays, and hours of what is gone keep their sums', async () => {
  const hours = async () =>
    (await owner.query("select sum(calls)::int as n from ledger.usage_hour where hour < '2022-02-01'")).rows;
  const before = await hours();
  assert.ok(before[0].n > 0);
  await owner.query('set session_replication_role = replica');
  await owner.query(`update ledger.entry set object = 'x'; delete from ledger.span; delete from ledger.lookup;
    update ledger.usage_hour set calls = calls + 1 where hour >= '2022-02-01'`);
  const pool = new pg.Pool({ connectionString: storage.ownerUrl, max: 2 });
  const { record } = await rebuildSearch({
    pool,
    audited: createAudited(pool, () => Date.now()),
    actor: PLATFORM,
    found: 'a test',
  });
  await pool.end();
  assert.ok(record > 0);
  const found = await verifyAll({ pool: storage.pools.worker, outside: folder });
  assert.deepEqual([found.ok, found.search?.ok], [true, true], found.fault?.en);
  assert.deepEqual(await hours(), before);
});
