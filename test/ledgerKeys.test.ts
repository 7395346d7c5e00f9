/** Keys that seal: each is introduced by one before it, one pair at a time, whatever ends the process in between. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { readConfig } from '#config.ts';
import { systemClock } from '#kernel/clock.ts';
import { reader } from '#kernel/db.ts';
import type { Failpoint } from '#kernel/failpoint.ts';
import { readAnnouncement, writeAnnouncement } from '#kernel/notes/announcement.ts';
import { writeCheckpoint } from '#kernel/notes/checkpoint.ts';
import { readNote, verifyNote } from '#kernel/notes/signedNote.ts';
import { type SigningKey, makeSigningKey, openSigningKey, signNote } from '#kernel/notes/signingKey.ts';
import { type VerifierKey, readVerifierKey } from '#kernel/notes/verifierKey.ts';
import {
  type Integrator,
  type WholeVerification,
  createIntegrator,
  createLedger,
  createRotation,
  outsideFile,
  readSeal,
  verifyAll,
} from '#modules/ledger/index.ts';
import { appendInside } from '#record/append.ts';
import { createAudited } from '#record/audited.ts';
import { decodeEntry } from '#record/decode.ts';
import { unpackEntries } from '#record/entry.ts';
import { CONTROL, USAGE } from '#record/logs.ts';
import type { LogName } from '#vocabulary/logs.ts';
import { type Actor, PLATFORM } from '#vocabulary/actor.ts';
import { permissionsOf } from '#vocabulary/permissions.ts';
import { type Storage, openStorage } from '../src/storage.ts';
import { MIGRATIONS, type Scratch, migratedDatabase } from './database.ts';
import { untilTrue } from './untilTrue.ts';

const ORIGIN = 'keys.test/control';
const security: Actor = {
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

let scratch: Scratch;
let storage: Storage;
let folder: string;
let owner: pg.Client;
let rotation: ReturnType<typeof createRotation>;
let ledger: ReturnType<typeof createLedger>;
let audited: ReturnType<typeof createAudited>;

before(async () => {
  scratch = await migratedDatabase('ledger_keys');
  folder = mkdtempSync(join(tmpdir(), 'shuqiao-keys-'));
  storage = await openStorage(
    readConfig({ SHUQIAO_DATA: folder, DATABASE_URL: scratch.url, SHUQIAO_LOG: 'fatal' }),
    MIGRATIONS,
  );
  owner = new pg.Client({ connectionString: storage.ownerUrl });
  await owner.connect();
  audited = createAudited(storage.pools.write, () => Date.now());
  const needs = {
    db: reader(storage.pools.read),
    workerPool: storage.pools.worker,
    audited,
    keys: storage.keys,
    clock: systemClock,
  };
  rotation = createRotation(needs);
  ledger = createLedger({ ...needs, outside: folder, retentionMonths: 36 });
});

after(async () => {
  await owner.end();
  await storage.close();
  await scratch.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function append(log: number): Promise<void> {
  const client = await storage.pools.worker.connect();
  await client.query('begin read write');
  await appendInside(
    client,
    [{ kind: 'notice', at: Date.now(), body: { action: 'test.notice', facts: {} } }],
    log,
  );
  await client.query('commit');
  client.release();
}

/** Seals while the work goes on, and to its end. */
async function sealing<T>(work: () => Promise<T>): Promise<T> {
  const ending = new AbortController();
  const integrator: Integrator = createIntegrator({
    pool: storage.pools.worker,
    keys: storage.keys,
    clock: systemClock,
    outside: folder,
    name: 'keys.test',
    log: { info: () => undefined, error: (_, message) => assert.fail(message) },
    signal: ending.signal,
    sealEvery: 0,
    lookEvery: 100,
  });
  const done = (): boolean => {
    const { integrated, sealed } = integrator.progress();
    return integrator.state() === 'sealing' && integrated === sealed;
  };
  await untilTrue(done, 'sealing');
  const value = await work();
  for (const log of [CONTROL, USAGE]) await append(log);
  const sum = async (): Promise<number> =>
    (
      await owner.query<{ n: number }>(
        'select sum(e.number)::int as n from unnest(array[1, 2]::smallint[]) l, record.end_of(l, $1) e',
        ['-infinity'],
      )
    ).rows[0]?.n ?? 0;
  const end = await sum();
  await untilTrue(() => done() && integrator.progress().sealed >= end, 'all is sealed');
  ending.abort();
  await integrator.done;
  return value;
}

const inForce = async (): Promise<number[]> =>
  (await rotation.list()).items
    .filter(key => key.activeAt !== null && key.retiredAt === null)
    .map(key => key.id);

/** Until another pair than these signs. */
const turned = (before: readonly number[]): Promise<void> =>
  untilTrue(async () => (await inForce()).every(id => !before.includes(id)), 'the new pair is in force');

const verify = (keys?: readonly VerifierKey[]): Promise<WholeVerification> =>
  verifyAll({ pool: storage.pools.worker, outside: folder, ...(keys ? { keys } : {}) });

async function keysOf(log: LogName): Promise<VerifierKey[]> {
  const lines = (await ledger.keys(log)).trim().split('\n');
  return lines.map(readVerifierKey).filter(key => key !== undefined);
}

async function announcementIn(record: number): Promise<string> {
  const { rows } = await owner.query<{ first: number; n: number; body: Buffer }>(
    'select first, n, body from record.batch where log = 1 and first <= $1 order by first desc limit 1',
    [record],
  );
  const [row] = rows;
  assert.ok(row);
  const bytes = unpackEntries(row.body, row.n)[record - row.first];
  assert.ok(bytes);
  const entry = decodeEntry(bytes);
  assert.equal(entry.kind, 'command');
  return String(entry.body.facts?.['announcement']);
}

function stranger(): SigningKey[] {
  return (['ed25519', 'sm2'] as const).map(type => {
    const { publicKey, secret } = makeSigningKey(type);
    return openSigningKey(ORIGIN, type, publicKey, secret);
  });
}

test('each pair is introduced by the one before it, and the first key leads to the last', async () => {
  await sealing(() => Promise.resolve());
  const first = [...(await keysOf('control')), ...(await keysOf('usage/1'))];
  for (let i = 0; i < 3; i += 1) {
    const known = await keysOf('control');
    const before = await inForce();
    const record = await sealing(async () => {
      const announced = await rotation.announce(security);
      await turned(before);
      return announced.record;
    });
    const note = readNote(await announcementIn(record));
    const announcement = note && readAnnouncement(note.text);
    assert.ok(announcement);
    assert.equal(announcement.name, ORIGIN);
    const verified = verifyNote(note, known);
    assert.ok(verified.ok && verified.signers.length === 2, 'signed by both keys before it');
    const fresh = (await keysOf('control')).slice(-2);
    assert.deepEqual(
      announcement.keys.map(key => [key.type, key.publicKey.toString('hex')]),
      fresh.map(key => [key.type, key.publicKey.toString('hex')]),
    );
  }
  assert.equal((await keysOf('usage/1')).length, 8);
  const found = await verify();
  assert.equal(found.ok, true, found.fault?.en);
  const fromFirst = await verify(first);
  assert.equal(fromFirst.ok, true, `whoever has the first keys needs no others: ${fromFirst.fault?.en}`);
  const fromOthers = await verify(stranger().map(key => key.verifier));
  assert.match(fromOthers.fault?.en ?? '', /wrong signature/);
});

test('a key that no trusted key introduces is believed neither in the file nor in the table', async () => {
  const keys = stranger();
  const path = outsideFile(folder, CONTROL);
  const whole = readFileSync(path, 'utf8');
  const lines = whole.trimEnd().split('\n');
  const last = JSON.parse(lines.at(-1) ?? '') as { size: number; root: string; note: string };
  const point = { origin: ORIGIN, size: last.size, root: Buffer.from(last.root, 'hex') };
  const forged = JSON.stringify({
    ...last,
    note: Buffer.from(signNote(writeCheckpoint(point), keys)).toString('base64'),
  });
  const named = keys.map(({ verifier: { type, publicKey } }) => ({ type, publicKey }));
  const introductions = [
    '',
    signNote(writeAnnouncement({ name: ORIGIN, from: new Date(), keys: named }), keys),
    // A true introduction, of others.
    Buffer.from(
      (JSON.parse(lines.find(line => line.includes('"introduction"')) ?? '') as { introduction: string })
        .introduction,
      'base64',
    ).toString('utf8'),
  ];
  try {
    for (const introduction of introductions) {
      const added = named.map(({ type, publicKey }, i) =>
        JSON.stringify({
          key: 90 + i,
          publicKey: publicKey.toString('base64'),
          algorithm: type,
          introduction: Buffer.from(introduction).toString('base64'),
        }),
      );
      writeFileSync(path, `${[...lines.slice(0, -1), ...added, forged].join('\n')}\n`);
      const found = await verify();
      assert.match(found.fault?.en ?? '', /wrong signature/, introduction);
      assert.equal(found.fault?.log, 'control');
    }
  } finally {
    writeFileSync(path, whole);
  }
  assert.equal((await verify()).ok, true);

  // In the table, by the login that may write there: the key is in nobody's list.
  await owner.query(
    `insert into ledger.signing_key (id, algorithm, public_key, sealed, created_at, active_at, retired_at, introduction)
     values (900, 'ed25519', $1, '', now(), now(), now(), $2)`,
    [named[0]?.publicKey, introductions[1]],
  );
  try {
    const note = signNote(writeCheckpoint(point), keys);
    const lone = join(folder, 'one.note');
    writeFileSync(lone, note);
    const found = await verifyAll({ pool: storage.pools.worker, outside: folder, checkpoint: lone });
    assert.match(found.fault?.en ?? '', /wrong signature/);
    assert.equal(readSeal(note, await keysOf('control'))?.signed, false);
  } finally {
    await owner.query('delete from ledger.signing_key where id = 900');
  }
});

test('of two changes at once one is refused, and one pair is in force', async () => {
  const before = await inForce();
  const answers = await Promise.allSettled([1, 2, 3].map(() => rotation.announce(security)));
  const refused = answers.flatMap(answer =>
    answer.status === 'rejected' ? [answer.reason as { code: string }] : [],
  );
  assert.deepEqual(
    refused.map(({ code }) => code),
    ['ledger.keys_pending', 'ledger.keys_pending'],
  );
  // Nobody seals, so it stays so.
  await assert.rejects(rotation.announce(security), { code: 'ledger.keys_pending', status: 409 });
  const { rows } = await owner.query(
    'select count(*)::int as n from ledger.signing_key where active_at is null and retired_at is null',
  );
  assert.deepEqual(rows, [{ n: 2 }]);
  await sealing(() => turned(before));
  assert.equal((await inForce()).length, 2);
  assert.equal((await verify()).ok, true);
});

test('of two announced pairs only the newest comes into force', async () => {
  const before = await inForce();
  // As it could happen before the second was refused.
  await rotation.announce(security);
  const { rows } = await owner.query<{ id: number }>(
    'update ledger.signing_key set retired_at = now() where active_at is null and retired_at is null returning id',
  );
  const passed = rows.map(row => row.id);
  await rotation.announce(security);
  await owner.query('update ledger.signing_key set retired_at = null where id = any($1)', [passed]);
  await sealing(() => turned(before));
  const now = await inForce();
  assert.equal(now.length, 2);
  assert.ok(now.every(id => !passed.includes(id)));
  const { items } = await rotation.list();
  assert.ok(
    passed.every(id => items.some(key => key.id === id && key.activeAt === null && key.retiredAt !== null)),
  );
  assert.equal((await verify()).ok, true);
});

/** When the process is made to die: the failpoints of appending and sealing are passed many times before. */
type When = 'announcing' | 'sealing' | 'turned';

/** Changes the keys, seals and goes on appending in a process of its own, which dies at the failpoint. */
async function dieAt(failpoint: Failpoint, when: When): Promise<void> {
  const [write, worker] = [storage.urlFor('write'), storage.urlFor('worker')];
  const armAt = (now: When): string => (now === when ? `armFailpoint(${JSON.stringify(failpoint)});` : '');
  const program = `
    import { pause } from '#kernel/clock.ts';
    import { armFailpoint } from '#kernel/failpoint.ts';
    import { openPool, reader } from '#kernel/db.ts';
    import { createKeys, loadMasterKey } from '#kernel/keys.ts';
    import { createIntegrator, createRotation } from '#modules/ledger/index.ts';
    import { createAudited, recordNotice } from '#record/audited.ts';
    import { PLATFORM } from '#vocabulary/actor.ts';
    setTimeout(() => process.exit(1), 15000);
    const keys = createKeys(loadMasterKey({ value: undefined, file: undefined, dataFolder: ${JSON.stringify(folder)}, mayCreate: true }));
    const workerPool = openPool({ ...${JSON.stringify(worker)}, name: 'worker', max: 4 });
    const audited = createAudited(openPool({ ...${JSON.stringify(write)}, name: 'write', max: 2 }), () => Date.now());
    ${armAt('announcing')}
    await createRotation({ db: reader(workerPool), workerPool, audited, keys }).announce(PLATFORM);
    ${armAt('sealing')}
    createIntegrator({ pool: workerPool, keys, clock: { now: () => Date.now() }, outside: ${JSON.stringify(folder)}, name: 'keys.test',
      log: { info() {}, error() {} }, signal: new AbortController().signal, sealEvery: 0, lookEvery: 50 });
    const pending = 'select from ledger.signing_key where active_at is null and retired_at is null';
    while ((await workerPool.query(pending)).rowCount > 0) await pause(20);
    ${armAt('turned')}
    for (;; await pause(50)) await recordNotice(workerPool, Date.now(), 'test.notice', {});`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: join(import.meta.dirname, '..'),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const signal = await new Promise(done => child.once('close', (_code, by) => done(by)));
  assert.equal(signal, 'SIGKILL', `${failpoint} was reached`);
}

test('killed between any two steps of a change of keys, the ledger seals and the keys can be changed', async t => {
  const steps: [Failpoint, When][] = [
    ['command.before-commit', 'announcing'],
    ['command.after-commit', 'announcing'],
    ['ledger.before-keys', 'announcing'],
    ['ledger.after-keys', 'announcing'],
    ['ledger.keys-in-force', 'sealing'],
    ['ledger.before-commit', 'turned'],
    ['ledger.before-publish', 'turned'],
    ['ledger.keys-named', 'sealing'],
  ];
  for (const [step, when] of steps)
    await t.test(step, async () => {
      await dieAt(step, when);
      const nothingPends = async (): Promise<boolean> =>
        (await rotation.list()).items.every(key => key.activeAt !== null || key.retiredAt !== null);
      // Whatever was begun is carried to its end, or was never begun.
      await sealing(() => untilTrue(nothingPends, 'nothing pends'));
      const found = await verify();
      assert.equal(found.ok, true, found.fault?.en);
      const before = await inForce();
      assert.equal(before.length, 2);
      await sealing(async () => {
        await rotation.announce(security);
        await turned(before);
      });
      assert.equal((await verify()).ok, true);
    });
});

test('an announcement that no trusted key signed is named by the verification, and its keys are not believed', async () => {
  const keys = stranger();
  const named = keys.map(({ verifier: { type, publicKey } }) => ({ type, publicKey }));
  const write = (facts: (at: Date) => object) =>
    audited(PLATFORM, 'ledger.announce_keys', 'ledger:1', tx =>
      Promise.resolve({ value: undefined, facts: { ...facts(new Date(tx.at)) } }),
    );
  const { items } = await rotation.list();
  const announced = items.findLast(key => key.announced !== null)?.announced;
  assert.ok(announced);
  const replayed = await announcementIn(announced);
  const texts: ((at: Date) => object)[] = [
    () => ({ keys: named.map(key => key.publicKey.toString('base64')) }),
    at => ({ announcement: `${writeAnnouncement({ name: ORIGIN, from: at, keys: named })}\n` }),
    at => ({ announcement: signNote(writeAnnouncement({ name: ORIGIN, from: at, keys: named }), keys) }),
    // A true one, said again at another time.
    () => ({ announcement: replayed }),
  ];
  for (const [i, facts] of texts.entries()) {
    assert.equal((await verify()).ok, true);
    const { record } = await write(facts);
    const found = await verify();
    assert.deepEqual([found.fault?.log, found.fault?.number], ['control', record], String(i));
    assert.match(found.fault?.en ?? '', /announces signing keys that no trusted key has signed for/);
    // Nobody has sealed it: without it the record is as it was.
    await owner.query('set session_replication_role = replica');
    await owner.query('delete from record.batch where log = 1 and first = $1', [record]);
    await owner.query('set session_replication_role = origin');
  }
});
