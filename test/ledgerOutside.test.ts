/** What happens when the seal points outside the database are gone: an alarm, and nobody goes on but by a person's word. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import pg from 'pg';
import { readConfig } from '#config.ts';
import { pause, systemClock } from '#kernel/clock.ts';
import { reader } from '#kernel/db.ts';
import { createHttp } from '#kernel/http.ts';
import {
  type Integrator,
  createAcceptance,
  createArchive,
  createIntegrator,
  createLedger,
  createRotation,
  createTiles,
  declareLedger,
  outsideFile,
  verifyAll,
} from '#modules/ledger/index.ts';
import { appendInside } from '#record/append.ts';
import { createAudited } from '#record/audited.ts';
import { CONTROL, USAGE } from '#record/logs.ts';
import { type Role, permissionsOf } from '#vocabulary/permissions.ts';
import { type Storage, openStorage } from '../src/storage.ts';
import { MIGRATIONS, type Scratch, migratedDatabase } from './database.ts';
import { untilTrue } from './untilTrue.ts';

let scratch: Scratch;
let storage: Storage;
let data: string;
let folder: string;
let owner: pg.Client;

before(async () => {
  scratch = await migratedDatabase('ledger_outside');
  data = mkdtempSync(join(tmpdir(), 'shuqiao-outside-'));
  folder = join(data, 'seals');
  mkdirSync(folder);
  storage = await openStorage(
    readConfig({ SHUQIAO_DATA: data, DATABASE_URL: scratch.url, SHUQIAO_LOG: 'fatal' }),
    MIGRATIONS,
  );
  owner = new pg.Client({ connectionString: storage.ownerUrl });
  await owner.connect();
});

/** A test that failed must not leave its integrator to the next one. */
afterEach(async () => {
  await Promise.all([...running].map(run => run.stop()));
});

after(async () => {
  await owner.end();
  await storage.close();
  await scratch.drop();
  rmSync(data, { recursive: true, force: true });
});

const file = (log: number): string => outsideFile(folder, log);
const sealsIn = (log: number): number => readFileSync(file(log), 'utf8').split('"size"').length - 1;

async function append(log: number, count: number): Promise<void> {
  const client = await storage.pools.worker.connect();
  await client.query('begin read write');
  const notice = { kind: 'notice', at: Date.now(), body: { action: 'test.notice', facts: {} } } as const;
  await appendInside(
    client,
    Array.from({ length: count }, () => notice),
    log,
  );
  await client.query('commit');
  client.release();
}

interface Run {
  integrator: Integrator;
  said: string[];
  stop(): Promise<void>;
}

const running = new Set<Run>();

function start(): Run {
  const ending = new AbortController();
  const said: string[] = [];
  const integrator = createIntegrator({
    pool: storage.pools.worker,
    keys: storage.keys,
    clock: systemClock,
    outside: folder,
    name: 'outside.test',
    log: { info: () => undefined, error: (_, message) => void said.push(message) },
    signal: ending.signal,
    sealEvery: 0,
    lookEvery: 100,
    settle: 1500,
  });
  const run: Run = {
    integrator,
    said,
    stop: async () => {
      ending.abort();
      await integrator.done;
      running.delete(run);
    },
  };
  running.add(run);
  return run;
}

/** Appends and waits for a seal point of its own. */
async function sealMore(run: Run): Promise<void> {
  const before = sealsIn(USAGE);
  await append(USAGE, 2);
  await untilTrue(() => allSealed(run) && sealsIn(USAGE) > before, 'all is sealed');
}

const allSealed = ({ integrator }: Run): boolean => {
  const { integrated, sealed } = integrator.progress();
  return integrator.state() === 'sealing' && integrated === sealed;
};

const verify = () => verifyAll({ pool: storage.pools.worker, outside: folder });

interface Reply {
  status: number;
  json: {
    code?: string;
    record?: number;
    state?: string;
    logs?: {
      log: string;
      size: number;
      sealed: number;
      problem: string;
      problemEn: string;
      outsideLost: boolean;
    }[];
  };
}

/** The ledger's interface, for one role. */
function as(role: Role): (method: 'GET' | 'POST', url: string, payload?: object) => Promise<Reply> {
  const actor = {
    accountId: 1,
    postId: 1,
    role,
    post: '安全管理员',
    name: '演示',
    departmentId: null as never,
    departmentName: '',
    regionCode: '410400',
    permissions: permissionsOf(role),
  };
  const needs = {
    db: reader(storage.pools.read),
    workerPool: storage.pools.worker,
    audited: createAudited(storage.pools.write, () => Date.now()),
    keys: storage.keys,
    clock: systemClock,
  };
  const http = createHttp({
    authenticate: () => Promise.resolve({ actor, csrf: 'token', mustChangePassword: false }),
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
  return async (method, url, payload) => {
    const reply = await http.app.inject({
      url,
      method,
      headers: { 'x-csrf-token': 'token' },
      ...(payload ? { payload } : {}),
    });
    return { status: reply.statusCode, json: reply.json() };
  };
}

const reason = { reason: '文件所在的磁盘更换，已与见证方核对' };
const viewOf = async (log: string) => {
  const { json } = await as('security')('GET', '/api/ledger');
  const view = json.logs?.find(one => one.log === log);
  assert.ok(view);
  return { ...view, state: json.state };
};

test('a crash between the first seal point’s commit and its publication is no alarm', async () => {
  const worker = storage.urlFor('worker');
  await append(USAGE, 3);
  const program = `
    import { armFailpoint } from '#kernel/failpoint.ts';
    import { openPool } from '#kernel/db.ts';
    import { createKeys, loadMasterKey } from '#kernel/keys.ts';
    import { createIntegrator } from '#modules/ledger/index.ts';
    armFailpoint('ledger.before-publish');
    const keys = createKeys(loadMasterKey({ value: undefined, file: undefined, dataFolder: ${JSON.stringify(data)}, mayCreate: true }));
    const pool = openPool({ ...${JSON.stringify(worker)}, name: 'worker', max: 2 });
    setTimeout(() => process.exit(1), 15000);
    createIntegrator({ pool, keys, clock: { now: () => Date.now() }, outside: ${JSON.stringify(folder)}, name: 'outside.test',
      log: { info() {}, error() {} }, signal: new AbortController().signal, sealEvery: 0 });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: join(import.meta.dirname, '..'),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const signal = await new Promise(done => child.once('close', (_code, by) => done(by)));
  assert.equal(signal, 'SIGKILL', 'the first seal point was committed');
  assert.equal(sealsIn(USAGE), 0, 'and not published');
  const run = start();
  await untilTrue(() => allSealed(run) && sealsIn(USAGE) > 0, 'it goes on by itself');
  await run.stop();
  assert.deepEqual(run.said, []);
});

test('a file that is missing, empty or without its seal points stops its log until somebody accepts that', async t => {
  const losses: [what: string, log: number, lose: () => void][] = [
    ['the file of the log of use is missing', USAGE, () => rmSync(file(USAGE))],
    ['the file of the log of acts is missing', CONTROL, () => rmSync(file(CONTROL))],
    ['the file is empty', USAGE, () => truncateSync(file(USAGE), 0)],
    [
      'only its keys are left',
      USAGE,
      () => {
        const lines = readFileSync(file(USAGE), 'utf8').split('\n');
        writeFileSync(file(USAGE), lines.filter(line => line.includes('"key"')).join('\n') + '\n');
      },
    ],
  ];
  for (const [what, log, lose] of losses)
    await t.test(what, async () => {
      const name = log === CONTROL ? 'control' : 'usage/1';
      const other = log === CONTROL ? USAGE : CONTROL;
      const url = `/api/ledger/logs/${name.replace('/', '-')}/accept`;
      const first = start();
      await append(CONTROL, 2);
      await append(USAGE, 2);
      await untilTrue(() => allSealed(first), 'both logs are sealed');
      await append(log, 2);
      await untilTrue(() => allSealed(first), 'and once more');
      await first.stop();
      assert.equal((await as('security')('POST', url, reason)).json.code, 'ledger.outside_not_lost');
      const before = sealsIn(log);
      const { sealed } = await viewOf(name);
      lose();

      const broken = start();
      await untilTrue(() => broken.integrator.state() === 'broken', 'the alarm');
      await append(log, 3);
      await append(other, 1);
      await untilTrue(async () => {
        const view = await viewOf(other === CONTROL ? 'control' : 'usage/1');
        return view.size === view.sealed;
      }, 'the other log goes on');
      await pause(400);
      const view = await viewOf(name);
      assert.deepEqual(
        [view.state, view.outsideLost, view.sealed, view.size > sealed],
        ['broken', true, sealed, true],
        'appending goes on, sealing does not',
      );
      assert.match(view.problemEn, /missing or empty/);
      assert.match(view.problem, /缺失或为空/);
      assert.equal(broken.said.filter(one => /missing or empty/.test(one)).length, 1, 'told once');
      await broken.stop();

      const again = start();
      await untilTrue(() => again.integrator.state() === 'broken', 'a new start does not get past it');
      await pause(400);
      const written = existsSync(file(log)) && readFileSync(file(log), 'utf8').includes('"size"');
      assert.equal(written, false, 'nothing was written');

      assert.equal((await as('operator')('POST', url, reason)).status, 403);
      assert.equal((await as('security')('POST', url, { reason: '好' })).status, 400);
      const accepted = await as('security')('POST', url, reason);
      assert.equal(accepted.status, 200, JSON.stringify(accepted.json));
      await untilTrue(() => allSealed(again), 'the log goes on');
      await again.stop();
      assert.ok(sealsIn(log) > before, 'a new file holds the seal points of before and those since');
      assert.equal((await viewOf(name)).outsideLost, false);
      const found = await verify();
      assert.equal(found.ok, true, found.fault?.en);
      const { rows } = await owner.query(
        'select action, object, result from ledger.entry where number = $1',
        [accepted.json.record],
      );
      assert.deepEqual(rows, [{ action: 'ledger.accept_outside', object: `ledger:${log}`, result: 'done' }]);
    });
});

test('a file that is put back ends the alarm, and one taken away under a running process raises it', async () => {
  const kept = join(data, 'kept.log');
  const run = start();
  await append(USAGE, 2);
  await untilTrue(() => allSealed(run), 'all is sealed');
  copyFileSync(file(USAGE), kept);
  rmSync(file(USAGE));
  await untilTrue(() => run.integrator.state() === 'broken', 'the alarm, without a new start');
  assert.equal((await viewOf('usage/1')).outsideLost, true);
  await append(USAGE, 2);
  copyFileSync(kept, `${file(USAGE)}.part`);
  renameSync(`${file(USAGE)}.part`, file(USAGE));
  await untilTrue(() => allSealed(run), 'the file is back');
  await run.stop();
  assert.equal((await viewOf('usage/1')).state === 'broken', false);
  assert.equal((await verify()).ok, true);
});

test('a file that is being copied back slowly is neither cut nor written to before it is whole', async () => {
  const first = start();
  for (let i = 0; i < 4; i += 1) await sealMore(first);
  await first.stop();
  const kept = readFileSync(file(USAGE));
  rmSync(file(USAGE));
  const run = start();
  await untilTrue(async () => (await viewOf('usage/1')).outsideLost, 'the alarm');
  await append(USAGE, 2);

  // As `cp` does it over a slow line: one handle, block after block, wherever the blocks end.
  const copy = openSync(file(USAGE), 'w');
  const block = Math.ceil(kept.length / 9);
  for (let at = 0; at < kept.length; at += block) {
    writeSync(copy, kept, at, Math.min(block, kept.length - at), at);
    await pause(700);
    if (at + block < kept.length) assert.equal(run.integrator.state(), 'broken');
  }
  closeSync(copy);
  await untilTrue(() => allSealed(run), 'the file is back');
  const now = readFileSync(file(USAGE));
  assert.ok(now.subarray(0, kept.length).equals(kept), 'what was copied stands as it was');
  assert.ok(now.length > kept.length, 'and the log went on behind it');

  // Over the file of a running process: it notices before it writes behind an end that is gone.
  const over = openSync(file(USAGE), 'w');
  const half = Math.floor(now.length * 0.6);
  writeSync(over, now, 0, half, 0);
  await append(USAGE, 2);
  await untilTrue(
    async () => /may still be being copied/.test((await viewOf('usage/1')).problemEn),
    'it waits',
  );
  assert.equal((await as('security')('POST', '/api/ledger/logs/usage-1/accept', reason)).status, 409);
  writeSync(over, now, half, now.length - half, half);
  closeSync(over);
  await untilTrue(() => allSealed(run), 'and goes on');
  await run.stop();
  assert.ok(readFileSync(file(USAGE)).subarray(0, now.length).equals(now));
  const found = await verify();
  assert.equal(found.ok, true, found.fault?.en);
});

test('an older copy is taken once it stands still, and a torn end of it is cut', async () => {
  const first = start();
  await sealMore(first);
  const kept = readFileSync(file(USAGE), 'utf8');
  for (let i = 0; i < 3; i += 1) await sealMore(first);
  await first.stop();
  writeFileSync(file(USAGE), `${kept}{"size":99`);
  const run = start();
  await untilTrue(() => run.integrator.state() === 'broken', 'it waits first');
  await untilTrue(() => allSealed(run), 'it goes on');
  await run.stop();
  assert.equal((await verify()).ok, true);
});

test('something else under the name of the file is named on the page, and left as it is', async () => {
  const kept = readFileSync(file(USAGE));
  writeFileSync(file(USAGE), 'minutes of a meeting\n');
  const run = start();
  await untilTrue(() => run.integrator.state() === 'broken', 'the alarm');
  const view = await viewOf('usage/1');
  assert.match(view.problemEn, /checkpoints-usage-1\.log is not a file of seal points/);
  assert.equal(view.outsideLost, false, 'that cannot be accepted');
  await run.stop();
  assert.equal(readFileSync(file(USAGE), 'utf8'), 'minutes of a meeting\n');
  writeFileSync(file(USAGE), kept);
  const mended = start();
  await untilTrue(() => allSealed(mended), 'the file is back');
  await mended.stop();
});
