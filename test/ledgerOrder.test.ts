import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import pg from 'pg';
import { readConfig } from '#config.ts';
import { pause, systemClock } from '#kernel/clock.ts';
import { reader } from '#kernel/db.ts';
import type { Failpoint } from '#kernel/failpoint.ts';
import { createIntegrator, createLedger, verifyAll } from '#modules/ledger/index.ts';
import { appendAndCommit, createRecorder } from '#record/append.ts';
import { createAudited } from '#record/audited.ts';
import type { Entry } from '#record/entry.ts';
import { USAGE } from '#record/logs.ts';
import { subjectDigest } from '#record/subjects.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { permissionsOf } from '#vocabulary/permissions.ts';
import { type Storage, openStorage } from '../src/storage.ts';
import { MIGRATIONS, type Scratch, migratedDatabase } from './database.ts';
import { untilTrue } from './untilTrue.ts';

/** The order of the log, and who may hold it up: nobody for longer than a moment. */
const ROOT = join(import.meta.dirname, '..');
const BLOCK = 16_384;

let scratch: Scratch;
let storage: Storage;
let folder: string;

beforeEach(async () => {
  scratch = await migratedDatabase('order');
  folder = mkdtempSync(join(tmpdir(), 'shuqiao-order-'));
  storage = await openStorage(
    readConfig({ SHUQIAO_DATA: folder, DATABASE_URL: scratch.url, SHUQIAO_LOG: 'fatal' }),
    MIGRATIONS,
  );
});

afterEach(async () => {
  await storage.close();
  await scratch.drop();
  rmSync(folder, { recursive: true, force: true });
});

const call = (i: number, person = i): Entry => ({
  kind: 'usage',
  at: Date.UTC(2026, 10, 21, 1) + i,
  body: {
    action: 'gateway.call',
    grantId: 1,
    version: 1,
    grantNo: 'SQ-1',
    systemId: 3,
    consumerId: 11,
    providerId: 12,
    entryId: 5,
    service: 'q',
    scenario: '办件',
    post: '窗口',
    caseNo: `C${i}`,
    result: 'served',
    items: [1, 2],
    rows: 1,
    bytes: 100,
    micros: 900,
    stages: [],
    subject: subjectDigest(storage.keys, `person ${person}`, 2026),
    request: '',
    answer: '',
  },
});

interface Sealing {
  sealed(): number;
  stop(): Promise<void>;
}

function seal(sealEvery?: number): Sealing {
  const ending = new AbortController();
  const integrator = createIntegrator({
    pool: storage.pools.worker,
    keys: storage.keys,
    clock: systemClock,
    outside: folder,
    name: 'order.test',
    log: { info: () => undefined, error: () => undefined },
    signal: ending.signal,
    ...(sealEvery === undefined ? {} : { sealEvery }),
  });
  return {
    sealed: () => integrator.progress().sealed,
    stop: () => (ending.abort(), integrator.done),
  };
}

async function append(entries: readonly Entry[]): Promise<number[]> {
  const client = await storage.pools.write.connect();
  try {
    await client.query('begin read write');
    return (await appendAndCommit(client, entries, USAGE)).map(claim => claim.number);
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

const upTo = (length: number): number[] => Array.from({ length }, (_, i) => i);

async function mustBeWhole(entries: number): Promise<void> {
  const found = await verifyAll({ pool: storage.pools.worker, outside: folder });
  assert.deepEqual([found.ok, found.checked], [true, entries], found.fault?.en);
}

test('a transaction that stays open delays no checkpoint, in this database or in another', async () => {
  const other = await migratedDatabase('order_pool');
  const open = await Promise.all(
    [other.url, scratch.url].map(async connectionString => {
      const client = new pg.Client({ connectionString });
      await client.connect();
      await client.query('begin; create table public.slow (n int); insert into public.slow values (1)');
      return client;
    }),
  );
  // And one of the platform's own, that has written and has not come to its end.
  const command = await storage.pools.write.connect();
  await command.query('begin read write; insert into record.command (xid) values (pg_current_xact_id())');
  const sealing = seal();
  try {
    await append([call(0)]);
    await untilTrue(() => sealing.sealed() === 1, 'the first seal point');
    const waits: number[] = [];
    for (let i = 1; i <= 8; i += 1) {
      await append([call(i)]);
      const began = performance.now();
      await untilTrue(() => sealing.sealed() === i + 1, `seal point ${i + 1}`);
      waits.push(performance.now() - began);
    }
    const middle = waits.sort((a, b) => a - b)[4] ?? Infinity;
    assert.ok(middle < 1000, `seal points came after ${waits.map(Math.round).join(', ')} ms`);
    for (const client of open) {
      const { rows } = await client.query<{ n: number }>('select count(*)::int as n from public.slow');
      assert.equal(rows[0]?.n, 1, 'it was open all the while');
    }
  } finally {
    await sealing.stop();
    await command.query('rollback');
    command.release();
    await Promise.all(open.map(client => client.end()));
    await other.drop();
  }
  await mustBeWhole(9);
});

/** A process of its own with a connection of the login that writes, and what it says, line by line. */
function writerProcess(
  body: string,
  failpoint?: Failpoint,
): { child: ChildProcess; said: () => string[]; ended: Promise<unknown> } {
  const write = storage.urlFor('write');
  const program = `
    import pg from 'pg';
    import { armFailpoint } from '#kernel/failpoint.ts';
    import { openPool } from '#kernel/db.ts';
    import { createKeys, loadMasterKey } from '#kernel/keys.ts';
    import { createIntegrator } from '#modules/ledger/index.ts';
    import { appendInside, createRecorder } from '#record/append.ts';
    armFailpoint(${JSON.stringify(failpoint)});
    const say = value => process.stdout.write(value + '\\n');
    const url = new URL(${JSON.stringify(write.connectionString)});
    url.username = ${JSON.stringify(write.user)};
    url.password = ${JSON.stringify(write.password)};
    const connect = async () => {
      const client = new pg.Client({ connectionString: url.href });
      client.on('error', () => undefined);
      await client.connect();
      return client;
    };
    ${body}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = new Promise(done => child.once('close', (code, signal) => done(signal ?? code)));
  return { child, said: () => text.split('\n').slice(0, -1), ended };
}

const between = (then: string): string => `
    const client = await connect();
    await client.query('begin read write');
    const entry = { kind: 'notice', at: Date.now(), body: { action: 'test.between', facts: {} } };
    const [claim] = await appendInside(client, [entry], ${USAGE});
    say(claim.number);
    await new Promise(done => setTimeout(done, 50));
    ${then}`;

test('a process that stands still between its number and its commit is cut off, and the number is given again', async () => {
  await append([call(0), call(1)]);
  const { child, said, ended } = writerProcess(between(`process.kill(process.pid, 'SIGSTOP');`));
  await untilTrue(() => said().length === 1, 'the number of the process that stops');
  assert.equal(Number(said()[0]), 2);
  const began = performance.now();
  const refused: string[] = [];
  let numbers: number[] | undefined;
  while (numbers === undefined && performance.now() - began < 20_000)
    numbers = await append([call(2)]).catch((error: { code?: string }) => {
      refused.push(error.code ?? '');
      return undefined;
    });
  const waited = performance.now() - began;
  child.kill('SIGKILL');
  await ended;
  assert.deepEqual(numbers, [2], 'the number is given again');
  assert.ok(
    refused.length >= 1 && refused.every(code => code === '55P03'),
    `each waits a second: ${refused.join()}`,
  );
  assert.ok(waited > 1000 && waited < 8000, `it took ${Math.round(waited)} ms`);
  const sealing = seal(0);
  await untilTrue(() => sealing.sealed() === 3, 'all sealed');
  await sealing.stop();
  await mustBeWhole(3);
});

test('a process killed between its number and its commit leaves no gap', async () => {
  await append([call(0)]);
  const { said, ended } = writerProcess(between(`process.kill(process.pid, 'SIGKILL');`));
  assert.equal(await ended, 'SIGKILL');
  assert.deepEqual(said(), ['1']);
  let numbers: number[] | undefined;
  await untilTrue(
    async () => (numbers = await append([call(1)]).catch(() => undefined)) !== undefined,
    'the server sees that the process is gone',
  );
  assert.deepEqual(numbers, [1]);
});

test('64 writers at a time leave no gap and no double', async () => {
  const write = storage.urlFor('write');
  const url = new URL(write.connectionString);
  url.username = write.user;
  url.password = write.password;
  /** Other tests may hold connections of the same server for a moment. */
  async function connect(): Promise<pg.Client> {
    for (;;) {
      const client = new pg.Client({ connectionString: url.href });
      try {
        await client.connect();
        return client;
      } catch (error) {
        if ((error as { code?: string }).code !== '53300') throw error;
        await pause(100);
      }
    }
  }
  const sealing = seal(0);
  const EACH = 15;
  const numbers: number[] = [];
  const recorded = async (writer: number): Promise<void> => {
    const recorder = createRecorder(connect);
    for (let i = 0; i < EACH; i += 1) {
      const entry = call(writer * EACH + i);
      numbers.push((await recorder.record({ entry, instead: () => entry })).number);
    }
    await recorder.close();
  };
  const committed = async (writer: number): Promise<void> => {
    const client = await connect();
    for (let i = 0; i < EACH; i += 1) {
      await client.query('begin read write');
      const [claim] = await appendAndCommit(client, [call(writer * EACH + i)], USAGE);
      numbers.push(claim?.number ?? -1);
    }
    await client.end();
  };
  await Promise.all(upTo(64).map(writer => (writer % 2 === 0 ? recorded : committed)(writer)));
  assert.deepEqual(
    numbers.sort((a, b) => a - b),
    upTo(64 * EACH),
  );
  await untilTrue(() => sealing.sealed() === 64 * EACH, 'all sealed');
  await sealing.stop();
  await mustBeWhole(64 * EACH);
});

/** What search and summaries count, which must be every call once. */
async function counted(): Promise<number[]> {
  const client = new pg.Client({ connectionString: storage.ownerUrl });
  await client.connect();
  const { rows } = await client.query<{ spans: number; hours: number }>(
    `select (select sum(count)::int from ledger.span where log = ${USAGE} and attribute = 't') as spans,
       (select sum(calls)::int from ledger.usage_hour where kind = 'usage') as hours`,
  );
  await client.end();
  return [rows[0]?.spans ?? 0, rows[0]?.hours ?? 0];
}

test('killed between any two steps of appending: what was acknowledged is there, and nothing twice', async () => {
  const acknowledged: number[] = [];
  for (const failpoint of ['record.before-append', 'record.after-append'] as const) {
    const { said, ended } = writerProcess(
      `const entry = { kind: 'notice', at: Date.now(), body: { action: 'test.call', facts: {} } };
       armFailpoint(undefined);
       const first = createRecorder(connect, ${USAGE});
       for (let i = 0; i < 3; i += 1) say((await first.record({ entry, instead: () => entry })).number);
       armFailpoint(${JSON.stringify(failpoint)});
       const doomed = createRecorder(connect, ${USAGE});
       say((await doomed.record({ entry, instead: () => entry })).number);`,
    );
    assert.equal(await ended, 'SIGKILL');
    assert.equal(said().length, 3, 'the fourth was never acknowledged');
    acknowledged.push(...said().map(Number));
  }
  // The one that died after its commit left its entry, unacknowledged; the one before left none.
  const sealing = seal(0);
  await untilTrue(() => sealing.sealed() === 7, 'seven entries');
  await sealing.stop();
  assert.deepEqual(acknowledged, [0, 1, 2, 3, 4, 5]);
  await mustBeWhole(7);
});

test('killed between any two steps of integrating and publishing: every entry is in tree and search once', async () => {
  const worker = storage.urlFor('worker');
  let size = 0;
  for (const failpoint of [
    'ledger.before-commit',
    'ledger.before-publish',
    'ledger.before-commit',
  ] as const) {
    await append(upTo(300).map(i => call(size + i)));
    size += 300;
    const { ended } = writerProcess(
      `const keys = createKeys(loadMasterKey({ value: undefined, file: undefined, dataFolder: ${JSON.stringify(folder)}, mayCreate: true }));
       const pool = openPool({ ...${JSON.stringify(worker)}, name: 'worker', max: 2 });
       const stop = new AbortController();
       setTimeout(() => stop.abort(), 20000);
       await createIntegrator({ pool, keys, clock: { now: () => Date.now() }, outside: ${JSON.stringify(folder)}, name: 'order.test',
         log: { info() {}, error() {} }, signal: stop.signal, sealEvery: 0 }).done;
       await pool.end();`,
      failpoint,
    );
    assert.equal(await ended, 'SIGKILL', `${failpoint} was reached`);
    const sealing = seal(0);
    await untilTrue(() => sealing.sealed() === size, `all ${size} sealed`);
    await sealing.stop();
    await mustBeWhole(size);
    assert.deepEqual(await counted(), [size, size]);
  }
});

test('persons and cases are found in packed blocks and after them, each once, whatever restarts in between', async () => {
  const total = BLOCK + 700;
  const sealing = seal(0);
  for (let i = 0; i < total; i += 1000)
    await append(upTo(Math.min(1000, total - i)).map(k => call(i + k, (i + k) % 4000)));
  // The second integrator goes on in the middle of a block.
  await untilTrue(() => sealing.sealed() >= 1000, 'a part of it');
  await sealing.stop();
  const again = seal(0);
  await untilTrue(() => again.sealed() === total, 'all sealed');
  await again.stop();
  const ledger = createLedger({
    db: reader(storage.pools.read),
    workerPool: storage.pools.worker,
    audited: createAudited(storage.pools.write, () => Date.now()),
    keys: storage.keys,
    clock: systemClock,
    outside: folder,
    retentionMonths: 36,
  });
  for (const number of [0, 1, 999, 1000, BLOCK - 1, BLOCK, total - 1]) {
    const found = await ledger.records('all', { caseNo: `C${number}`, page: 1, size: 20 });
    assert.deepEqual(
      found.items.map(item => item.number),
      [number],
      `case ${number}`,
    );
  }
  assert.equal((await ledger.records('all', { caseNo: `C${total}`, page: 1, size: 20 })).total, 0);
  const { items } = await ledger.bySubject(auditor(), 'all', { identifier: 'person 500', reason: '核对' });
  assert.deepEqual(
    items.map(item => item.number),
    [16_500, 12_500, 8500, 4500, 500],
  );
});

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
