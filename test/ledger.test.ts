import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { readConfig } from '#config.ts';
import { pause, systemClock } from '#kernel/clock.ts';
import { reader, sql } from '#kernel/db.ts';
import { createHttp } from '#kernel/http.ts';
import { hashLeaf } from '#kernel/merkle.ts';
import { verifyInclusion } from '#kernel/merkleClaims.ts';
import { readVerifierKey } from '#kernel/notes/verifierKey.ts';
import {
  type Integrator,
  type Verification,
  createAcceptance,
  createArchive,
  createIntegrator,
  createLedger,
  createRotation,
  createTiles,
  declareLedger,
  readSeal,
  verifyAll,
  verifyLedger,
} from '#modules/ledger/index.ts';
import { appendInside, createRecorder } from '#record/append.ts';
import { createAudited } from '#record/audited.ts';
import { type Entry, SALT_BYTES, packEntries } from '#record/entry.ts';
import { CONTROL } from '#record/logs.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { permissionsOf } from '#vocabulary/permissions.ts';
import { type Storage, openStorage } from '../src/storage.ts';
import { MIGRATIONS, type Scratch, migratedDatabase } from './database.ts';
import { untilTrue } from './untilTrue.ts';

const SILENT = { info: () => undefined, error: () => undefined };
const TABLES = [
  'record.batch',
  'ledger.tile',
  'ledger.checkpoint',
  'ledger.state',
  'ledger.entry',
  'ledger.span',
  'ledger.lookup',
  'ledger.anchor',
  'ledger.usage_hour',
  'ledger.call_minute',
  'ledger.call_due',
  'ledger.signing_key',
];

/** The partition that everything is appended to. */
const MONTH = `${new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7)}-01`;

let scratch: Scratch;
let storage: Storage;
let folder: string;
let owner: pg.Client;

before(async () => {
  scratch = await migratedDatabase('ledger');
  folder = mkdtempSync(join(tmpdir(), 'shuqiao-ledger-'));
  storage = await openStorage(
    readConfig({ SHUQIAO_DATA: folder, DATABASE_URL: scratch.url, SHUQIAO_LOG: 'fatal' }),
    MIGRATIONS,
  );
  owner = new pg.Client({ connectionString: storage.ownerUrl });
  await owner.connect();
  // Whoever owns the server can switch every trigger off: this is what the ledger must survive.
  await owner.query('set session_replication_role = replica');
});

after(async () => {
  await owner.end();
  await storage.close();
  await scratch.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function forgetAll(): Promise<void> {
  await owner.query(`truncate ${TABLES.join(', ')}; insert into ledger.state (log) values (1), (2)`);
}

/** The control log's file of seal points, in a folder of its own. */
function fileIn(name: string): string {
  mkdirSync(join(folder, name));
  return join(folder, name, 'checkpoints.log');
}

async function keep(as: string): Promise<void> {
  for (const table of TABLES)
    await owner.query(
      `drop table if exists ${copyOf(as, table)}; create table ${copyOf(as, table)} as select * from ${table}`,
    );
}
async function putBack(from: string): Promise<void> {
  await owner.query(`truncate ${TABLES.join(', ')}`);
  for (const table of TABLES) await owner.query(`insert into ${table} select * from ${copyOf(from, table)}`);
}
const copyOf = (as: string, table: string): string => `public.${as}_${table.replace('.', '_')}`;

/** When the first call was; all of them are of one day. */
const FIRST = Date.UTC(2026, 10, 21, 1);

const usage = (i: number, grantId = 1): Entry => ({
  kind: 'usage',
  at: FIRST + i * 1000,
  body: {
    action: 'gateway.call',
    grantId,
    version: 1,
    grantNo: `SQ-${grantId}`,
    systemId: 3,
    consumerId: 11,
    providerId: 12,
    entryId: 5,
    service: 'q',
    scenario: '办件',
    post: '窗口',
    caseNo: `C${i}`,
    result: i % 10 === 9 ? 'refused' : 'served',
    items: [1, 2],
    rows: 2,
    bytes: 100,
    micros: 900,
    stages: [1, 2, 3],
    subject: Buffer.from(`person${(i % 50).toString().padStart(2, '0')}`).toString('base64url'),
    request: 'cmVx',
    answer: 'YW5z',
  },
});

async function append(sizes: readonly number[], from = 0): Promise<number> {
  let next = from;
  const client = await storage.pools.write.connect();
  for (const size of sizes) {
    await client.query('begin read write');
    await appendInside(
      client,
      Array.from({ length: size }, () => usage(next++)),
    );
    await client.query('commit');
  }
  client.release();
  return next;
}

function integrate(file: string, sealEvery = 0): { integrator: Integrator; stop: () => Promise<void> } {
  const ending = new AbortController();
  const integrator = createIntegrator({
    pool: storage.pools.worker,
    keys: storage.keys,
    clock: systemClock,
    outside: dirname(file),
    name: 'test.local',
    log: SILENT,
    signal: ending.signal,
    sealEvery,
  });
  return { integrator, stop: () => (ending.abort(), integrator.done) };
}

/** Appends step by step, so that the seal points lie at 4, 11, 300, 560 and 700 entries (and perhaps between). */
async function grown(file: string): Promise<void> {
  const { integrator, stop } = integrate(file);
  let size = 0;
  for (const step of [[1, 3], [7], [250, 39], [256, 4], [80, 30, 30]]) {
    size = await append(step, size);
    await untilTrue(() => integrator.progress().sealed === size, `seal point at ${size}`);
  }
  await stop();
}

const verify = (file: string, more: object = {}): Promise<Verification> =>
  verifyLedger({ pool: storage.pools.worker, log: CONTROL, checkpointFile: file, ...more });

test('whatever is done to the ledger behind its back is found, and the first bad entry is named', async t => {
  await forgetAll();
  const file = fileIn('tamper');
  await grown(file);
  await keep('whole');
  const log = readFileSync(file, 'utf8');

  await t.test('an untouched ledger passes', async () => {
    const found = await verify(file);
    assert.deepEqual(
      [found.ok, found.checked, found.firstBad, found.unsealed, found.outside.size],
      [true, 700, null, 0, 700],
      found.problemEn,
    );
    assert.ok(found.outside.seals >= 5);
  });

  const flip = (table: string, column: string, at: number, condition: string): string =>
    `update ${table} set ${column} = set_byte(${column}, ${at}, get_byte(${column}, ${at}) # 1) where ${condition}`;
  const renumber = (from: number, by: number): string =>
    `update record.batch set first = first + 1000000 where first >= ${from}; update record.batch set first = first - 1000000 + ${by} where first > 999999`;
  const foreign = (n: number): string => {
    const body = packEntries(
      Array.from({ length: n }, (_, i) =>
        Buffer.from(`\u0001\u0000\u0000\u0000xxxxxx{"action":"forged ${i}"}`),
      ),
    );
    return `values (1, '${MONTH}', 300, ${n}, '\\x${body.toString('hex')}', '\\x${Buffer.alloc(n * SALT_BYTES, 7).toString('hex')}')`;
  };
  const cases: [string, string, number | null, RegExp?][] = [
    ['a byte of the first entry', flip('record.batch', 'body', 20, 'first = 0'), 0],
    ['a byte of an entry in the middle of a batch', flip('record.batch', 'body', 11_250, 'first = 300'), 446],
    ['a length inside a packed batch', flip('record.batch', 'body', 3, 'first = 300'), 300],
    ['a byte of a salt', flip('record.batch', 'salts', 5 * SALT_BYTES + 2, 'first = 4'), 9],
    ['a batch deleted', 'delete from record.batch where first = 4', 4, /deleted/],
    [
      'a batch deleted and the later ones renumbered',
      `delete from record.batch where first = 4; ${renumber(11, -7)}`,
      4,
    ],
    [
      'two batches exchanged',
      'update record.batch b set body = o.body, salts = o.salts, n = o.n from record.batch o where (b.first, o.first) in ((556, 560), (560, 556))',
      556,
    ],
    [
      'two batches of one size exchanged',
      'update record.batch b set body = o.body, salts = o.salts from record.batch o where (b.first, o.first) in ((640, 670), (670, 640))',
      640,
    ],
    ['a batch inserted between two', `${renumber(300, 2)}; insert into record.batch ${foreign(2)}`, 300],
    [
      'a batch inserted over another',
      `insert into record.batch select 1, month, 302, n, body, salts from record.batch where first = 4`,
      302,
      /inserted/,
    ],
    ['the end cut off', 'delete from record.batch where first >= 670', 670, /cut off/],
    [
      'the end cut off and something else put there',
      `delete from record.batch where first >= 560; insert into record.batch select 1, month, 560, n, body, salts from record.batch where first = 11`,
      560,
    ],
    ['a tile altered', flip('ledger.tile', 'data', 32 * 12 + 1, 'level = 0 and n = 1'), 268, /whole/],
    ['a tile of the upper level altered', flip('ledger.tile', 'data', 40, 'level = 1'), 256, /whole/],
    ['a tile deleted', 'delete from ledger.tile where level = 0 and n = 0', 0, /whole/],
    [
      'a seal point in the database altered',
      flip('ledger.checkpoint', 'root', 0, 'size = 300'),
      null,
      /300 entries in the database was altered/,
    ],
    [
      'the time of a seal point in the database altered',
      `update ledger.checkpoint set at = at - interval '1 day' where size = 300`,
      null,
      /300 entries in the database was altered/,
    ],
    [
      'a seal point in the database deleted',
      'delete from ledger.checkpoint where size = 560',
      null,
      /lacks the seal point of 560/,
    ],
    [
      'a seal point in the database rewritten whole',
      `update ledger.checkpoint set note = replace(note, '300', '301') where size = 300`,
      null,
      /altered/,
    ],
  ];
  for (const [what, statement, number, words] of cases) {
    await t.test(`found: ${what}`, async () => {
      await putBack('whole');
      await owner.query(statement);
      const found = await verify(file);
      assert.equal(found.ok, false, 'not noticed');
      assert.equal(found.firstBad, number, found.problemEn);
      if (words) assert.match(found.problemEn, words);
      if (number !== null) assert.match(found.problem, new RegExp(`第 ${found.firstBad} 条`));
    });
  }

  await t.test(
    'found: an entry changed together with the tree, down to the two seal points around it',
    async () => {
      await putBack('whole');
      await owner.query(flip('record.batch', 'body', 100, 'first = 560'));
      await owner.query(flip('ledger.tile', 'data', 32 * 50, 'level = 0 and n = 2'));
      const found = await verify(file);
      assert.ok(
        !found.ok && found.firstBad !== null && found.firstBad >= 560 && found.firstBad <= 640,
        found.problemEn,
      );
      assert.match(found.problemEn, /from \d+ to \d+ was changed, and the tree with it/);
    },
  );

  await t.test('found: the whole database put back to an earlier state', async () => {
    await putBack('whole');
    await forgetAll();
    const file = fileIn('earlier');
    await grownTo300(file);
    await keep('earlier');
    const earlier = readFileSync(file, 'utf8');
    const { integrator, stop } = integrate(file);
    await append([50], 300);
    await untilTrue(() => integrator.progress().sealed === 350, 'seal point at 350');
    await stop();
    assert.ok(readFileSync(file, 'utf8').startsWith(earlier), 'the file only grows');
    await putBack('earlier');
    const found = await verify(file);
    assert.deepEqual([found.ok, found.firstBad], [false, 300], found.problemEn);
    assert.match(found.problemEn, /earlier state/);
  });

  await t.test('found: the seal points outside, altered, out of order or gone', async () => {
    await putBack('whole');
    const changed = (text: string): string => {
      writeFileSync(join(folder, 'changed.log'), text);
      return join(folder, 'changed.log');
    };
    const lines = log.trimEnd().split('\n');
    const last = JSON.parse(lines.at(-1) ?? '') as { note: string };
    const note = Buffer.from(last.note, 'base64').toString();
    const bent = note.replace(
      /(— \S+ \S{20})(.)/,
      (_, head: string, letter: string) => head + (letter === 'A' ? 'B' : 'A'),
    );
    assert.notEqual(bent, note);
    const forged = JSON.stringify({ ...last, note: Buffer.from(bent).toString('base64') });
    assert.match(
      (await verify(changed([...lines.slice(0, -1), forged].join('\n') + '\n'))).problemEn,
      /wrong signature/,
    );
    const swapped = [...lines];
    [swapped[3], swapped[4]] = [lines[4] ?? '', lines[3] ?? ''];
    assert.match((await verify(changed(swapped.join('\n') + '\n'))).problemEn, /out of order/);
    assert.match((await verify(changed(`${log}{"size":`))).problemEn, /damaged/);
    assert.match((await verify(join(folder, 'nowhere.log'))).problemEn, /no seal point outside/);
    const without = (left: (size: number) => boolean): string =>
      changed(
        lines.filter(line => left((JSON.parse(line) as { size?: number }).size ?? Infinity)).join('\n') +
          '\n',
      );
    const taken = await verify(without(size => size !== 300));
    assert.match(taken.problemEn, /lacks the seal point of 300 entries.* taken out of its middle/);
    assert.match(taken.problem, /缺少存证点（300 条）/);
    for (const left of [(size: number) => size > 300, (size: number) => size < 560 || size === Infinity]) {
      const cut = await verify(without(left));
      assert.equal(cut.ok, true, `an end that was cut off is a copy: ${cut.problemEn}`);
    }
    const alone = changed(note);
    assert.deepEqual(await verify(alone).then(found => [found.ok, found.outside]), [
      true,
      { seals: 1, size: 700 },
    ]);
  });

  await t.test('what somebody was told when an entry was recorded is compared with it', async () => {
    await putBack('whole');
    const client = await storage.pools.write.connect();
    await client.query('begin read write');
    const [claim] = await appendInside(client, [usage(1)]);
    await client.query('commit');
    client.release();
    assert.ok(claim);
    const found = await verify(file, { claim });
    assert.deepEqual([found.ok, found.unsealed], [true, 1], found.problemEn);
    await owner.query(flip('record.batch', 'body', 50, 'first = 700'));
    assert.deepEqual(await verify(file, { claim }).then(result => [result.ok, result.firstBad]), [
      false,
      700,
    ]);
    await owner.query('delete from record.batch where first = 700');
    assert.match((await verify(file, { claim })).problemEn, /no entry 700/);
  });
});

async function grownTo300(file: string): Promise<void> {
  const { integrator, stop } = integrate(file);
  await append([100], 0);
  await untilTrue(() => integrator.progress().sealed === 100, 'seal point at 100');
  await append([200], 100);
  await untilTrue(() => integrator.progress().sealed === 300, 'seal point at 300');
  await stop();
}

test('the file of seal points is brought up to the database, but a database behind the file is never sealed', async () => {
  await forgetAll();
  const file = fileIn('repair');
  await grownTo300(file);
  const whole = readFileSync(file);
  truncateSync(file, whole.length - 30);
  const first = integrate(file);
  await untilTrue(() => first.integrator.state() === 'sealing', 'the repair');
  await first.stop();
  assert.deepEqual(readFileSync(file), whole, 'the torn line is written again');

  await keep('repair');
  const second = integrate(file);
  await append([20], 300);
  await untilTrue(() => second.integrator.progress().sealed === 320, 'seal point at 320');
  await second.stop();
  await putBack('repair');
  const before = readFileSync(file);
  const third = integrate(file);
  await append([5], 300);
  await untilTrue(() => third.integrator.progress().integrated === 305, 'the search goes on');
  assert.equal(third.integrator.state(), 'broken');
  await third.stop();
  assert.deepEqual(readFileSync(file), before, 'nothing was sealed');
  const { rows } = await owner.query('select problem_en from ledger.state where log = 1');
  assert.match(rows[0].problem_en, /put back to an earlier state/);
  assert.equal((await verify(file)).firstBad, 300);
});

test('an integrator that finds its tree damaged says so and seals nothing on top of it', async () => {
  await forgetAll();
  const file = fileIn('damaged');
  await grownTo300(file);
  const before = readFileSync(file);
  await owner.query('delete from ledger.tile where level = 0 and n = 1');
  await append([5], 300);
  const { integrator, stop } = integrate(file);
  await untilTrue(() => integrator.state() === 'broken', 'the problem');
  await stop();
  const { rows } = await owner.query('select problem_en from ledger.state where log = 1');
  assert.match(rows[0].problem_en, /tile 0\/1/);
  assert.deepEqual(readFileSync(file), before);
});

test('entries of 8 recorders beside long commands are numbered densely, and an integrator killed anywhere skips and doubles nothing', {
  timeout: 60_000,
}, async () => {
  await forgetAll();
  const file = fileIn('busy');
  const audited = createAudited(storage.pools.write, () => Date.now());
  const gateway = storage.urlFor('gateway');
  const recorders = Array.from({ length: 8 }, () =>
    createRecorder(async () => {
      const url = new URL(gateway.connectionString);
      const client = new pg.Client({
        host: url.hostname,
        port: Number(url.port || 5432),
        database: url.pathname.slice(1),
        user: gateway.user,
        password: gateway.password,
      });
      await client.connect();
      return client;
    }),
  );
  let writing = true;
  const callers = recorders.map(async (recorder, r) => {
    const numbers: number[] = [];
    for (let round = 0; round < 40; round += 1) {
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          recorder.record({ entry: usage(r * 1000 + round * 10 + i, r + 1), instead: () => usage(0) }),
        ),
      );
      numbers.push(...outcomes.map(outcome => outcome.number));
      await pause(30);
    }
    await recorder.close();
    return numbers;
  });
  const actors = Array.from({ length: 4 }, async (_, w) => {
    const numbers: number[] = [];
    for (let i = 0; i < 12; i += 1) {
      const { record } = await audited(auditor(), 'test.long', `grant:${w + 1}`, async tx => {
        await tx.run(sql`select pg_sleep(0.06)`);
        return { value: undefined };
      });
      numbers.push(record);
    }
    return numbers;
  });
  let deaths = 0;
  const integrating = (async () => {
    for (let life = 0; writing; life += 1) {
      if (life % 3 === 2)
        deaths += await dieAt(file, life % 2 === 0 ? 'ledger.before-publish' : 'ledger.before-commit');
      else {
        const { stop } = integrate(file, 30);
        await pause(60 + ((life * 97) % 200));
        await stop();
      }
    }
  })();
  const dense = (lists: number[][]): number[] => lists.flat().sort((a, b) => a - b);
  const [calls, acts] = [dense(await Promise.all(callers)), dense(await Promise.all(actors))];
  writing = false;
  await integrating;
  assert.ok(deaths >= 1, 'an integrator died at its failpoint');
  const upTo = (length: number): number[] => Array.from({ length }, (_, i) => i);
  assert.deepEqual(calls, upTo(3200), 'every acknowledged call once, without a gap');
  assert.deepEqual(acts, upTo(48), 'every acknowledged act once, without a gap');

  const { integrator, stop } = integrate(file);
  await untilTrue(() => integrator.progress().sealed === 3248, 'everything sealed');
  await stop();
  const found = await verifyAll({ pool: storage.pools.worker, outside: dirname(file) });
  assert.deepEqual(
    [found.ok, found.logs.map(one => one.checked), found.logs.map(one => one.unsealed)],
    [true, [48, 3200], [0, 0]],
    found.fault?.en,
  );
  const { rows } =
    await owner.query(`select (select array_agg(number::int order by number) from ledger.entry) as acts,
    (select sum(count)::int from ledger.span where attribute = 't') as counted,
    (select sum(calls)::int from ledger.usage_hour) as calls, (select sum(rows)::int from ledger.usage_hour) as rows`);
  assert.deepEqual(rows[0].acts, acts, 'the search has every act once');
  assert.equal(rows[0].counted, 3200, 'and every call once');
  assert.deepEqual([rows[0].calls, rows[0].rows], [3248, 6400], 'the summaries count every entry once');

  await searchOverHttp(file);
});

/** Runs an integrator in a process of its own that dies at the failpoint, as in a power cut. */
async function dieAt(file: string, failpoint: string): Promise<number> {
  const worker = storage.urlFor('worker');
  const program = `
    import { armFailpoint } from '#kernel/failpoint.ts';
    import { openPool } from '#kernel/db.ts';
    import { createKeys, loadMasterKey } from '#kernel/keys.ts';
    import { createIntegrator } from '#modules/ledger/index.ts';
    armFailpoint(${JSON.stringify(failpoint)});
    const keys = createKeys(loadMasterKey({ value: undefined, file: undefined, dataFolder: ${JSON.stringify(folder)}, mayCreate: true }));
    const pool = openPool({ ...${JSON.stringify(worker)}, name: 'worker', max: 2 });
    const log = { info() {}, error() {} };
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 1500);
    await createIntegrator({ pool, keys, clock: { now: () => Date.now() }, outside: ${JSON.stringify(dirname(file))}, name: 'test.local', log, signal: stop.signal, sealEvery: 0 }).done;
    await pool.end();`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: join(import.meta.dirname, '..'),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return new Promise(done => child.once('close', (_code, signal) => done(signal === 'SIGKILL' ? 1 : 0)));
}

function auditor(): Actor {
  return {
    accountId: 1,
    postId: 1,
    role: 'auditor',
    post: '市审计局 安全审计员',
    name: '演示',
    departmentId: 11,
    departmentName: '市审计局',
    regionCode: '410400',
    permissions: permissionsOf('auditor'),
  };
}

/** What the pages ask, over HTTP, on the ledger that the test before it left. */
async function searchOverHttp(file: string): Promise<void> {
  const ledger = createLedger({
    db: reader(storage.pools.read),
    workerPool: storage.pools.worker,
    audited: createAudited(storage.pools.write, () => Date.now()),
    clock: { now: () => Date.UTC(2026, 10, 22) },
    keys: storage.keys,
    outside: dirname(file),
    retentionMonths: 36,
  });
  let visitor: Actor | undefined = auditor();
  const http = createHttp({
    authenticate: () =>
      Promise.resolve(visitor && { actor: visitor, csrf: 'token', mustChangePassword: false }),
    fastify: {},
    onBug: error => assert.fail(String(error)),
  });
  const given = {
    db: reader(storage.pools.read),
    workerPool: storage.pools.worker,
    audited: createAudited(storage.pools.write, () => Date.now()),
    keys: storage.keys,
    clock: systemClock,
  };
  declareLedger({
    http,
    ledger,
    tiles: createTiles(given.db, given.workerPool),
    rotation: createRotation(given),
    acceptance: createAcceptance(given),
    archive: createArchive({ ...given, folder: dirname(file), retentionMonths: 36 }),
    sightOf: () => Promise.resolve('all'),
  });
  const ask = async (url: string, method: 'GET' | 'POST' = 'GET') => {
    const reply = await http.app.inject({ url, method, headers: { 'x-csrf-token': 'token' } });
    return { status: reply.statusCode, text: reply.body, json: () => reply.json() };
  };
  const all = (await ask('/api/ledger/records?size=5')).json();
  assert.deepEqual([all.total, all.more, all.items.length], [1000, true, 5]);
  const refused = (await ask('/api/ledger/records?grantId=3&result=refused')).json();
  assert.deepEqual([refused.total, refused.more, refused.items[0].grantNo], [40, false, 'SQ-3']);
  assert.ok(refused.items.every((row: { log: string }) => row.log === 'usage/1'));
  const commands = (await ask('/api/ledger/records?object=grant:2&action=test.')).json();
  assert.equal(commands.total, 12);
  const day = (
    await ask('/api/ledger/records?departmentId=12&from=2026-11-21&until=2026-11-21&grantId=1')
  ).json();
  assert.equal(day.total, 400);
  const second = (
    await ask('/api/ledger/records?departmentId=12&grantId=1&log=usage/1&size=50&page=3')
  ).json();
  assert.deepEqual(
    [
      second.total,
      second.items.length,
      new Set(second.items.map((row: { number: number }) => row.number)).size,
    ],
    [400, 50, 50],
  );
  assert.equal((await ask('/api/ledger/records?caseNo=C5')).json().total, 1);
  assert.equal(
    (await ask(`/api/ledger/records?post=${encodeURIComponent('窗口')}&systemId=3&action=gateway`)).json()
      .total,
    1000,
  );
  assert.equal((await ask('/api/ledger/records?from=yesterday')).status, 400);

  const number = refused.items[0].number as number;
  const one = (await ask(`/api/ledger/records/usage-1/${number}`)).json();
  assert.equal(JSON.parse(one.body).result, 'refused');
  const note = (await ask('/ledger/usage/1/checkpoint')).text;
  assert.equal(one.checkpoint, note);
  const keys = (await ask('/ledger/usage/1/keys')).text
    .trim()
    .split('\n')
    .map(line => readVerifierKey(line));
  assert.deepEqual(new Set(keys.map(key => key?.type)), new Set(['ed25519', 'sm2']));
  const point = readSeal(
    note,
    keys.filter(key => key !== undefined),
  );
  assert.ok(point?.signed);
  assert.equal(point.origin, 'test.local/usage/1');
  const leaf = hashLeaf(Buffer.from(one.commitment, 'hex'));
  const proof = (one.proof as string[]).map(hash => Buffer.from(hash, 'hex'));
  assert.ok(
    verifyInclusion({ number, size: point.size, leaf, proof, root: point.root }),
    'the proof leads to the signed root',
  );
  assert.equal((await ask('/api/ledger/records/control/999999')).status, 404);

  const verified = (await ask('/api/ledger/verify', 'POST')).json();
  assert.deepEqual([verified.ok, verified.checked], [true, 3248]);
  const view = (await ask('/api/ledger')).json();
  assert.deepEqual(
    [view.state, view.size, view.sealed, view.firstBad, view.months.length],
    ['whole', 3249, 3248, null, 1],
  );
  const use = await ledger.usageByGrant([1, 2, 99], 30);
  assert.deepEqual([use.size, use.get(1)?.calls, use.get(1)?.failures, use.get(1)?.rows], [2, 400, 40, 800]);
  assert.deepEqual(await ledger.flows(30), [{ providerId: 12, consumerId: 11, calls: 2880, rows: 5760 }]);
  assert.equal(
    (await ledger.usageByDay(30)).reduce((sum, row) => sum + row.calls, 0),
    3200,
  );
  assert.equal((await ledger.recordsOfGrant(2)).length, 100);
  // The minutes that an integrator held in memory died with it, time and again: none is missing, none counted twice.
  const period = { sight: 'all' as const, from: new Date(FIRST), until: new Date(FIRST + 86_400_000) };
  for (const step of ['minute', 'hour', 'day'] as const) {
    const [all] = await ledger.sumCalls(step, period, []);
    assert.deepEqual([step, all?.calls, all?.refused, all?.rows], [step, 3200, 320, 6400]);
  }
  visitor = { ...auditor(), permissions: permissionsOf('data_officer') };
  assert.equal((await ask('/api/ledger')).status, 403);
  visitor = undefined;
  assert.equal((await ask('/api/ledger/records')).status, 401);
  assert.equal((await ask('/ledger/checkpoint')).status, 200);
  await http.app.close();
}
