/** Witnessing over the wire, on real databases: cosigning each other, forks, rollbacks, strangers, hostile witnesses. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type RequestListener, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { sql } from '#kernel/db.ts';
import { LOCKS } from '#kernel/locks.ts';
import { emptyRoot } from '#kernel/merkle.ts';
import { readCheckpoint, writeCheckpoint } from '#kernel/notes/checkpoint.ts';
import { readNote, verifyNote, writeNote } from '#kernel/notes/signedNote.ts';
import { signNote } from '#kernel/notes/signingKey.ts';
import { readVerifierKey, writeVerifierKey } from '#kernel/notes/verifierKey.ts';
import { writeSubmission } from '#kernel/notes/witness.ts';
import {
  type Instance,
  type KnownLog,
  type Peer,
  TestLog,
  newKey,
  openInstance,
  until,
} from './witnessing.ts';

let a: Instance;
let b: Instance;

/** At the pace of an installation, while the other tests run: a log that is put back under a running process. */
let c: Instance;
const patient = new TestLog(1, 'witc.test/ledger').grow(25);
let live = patient;
let inEarnest: ReturnType<Instance['submittingInEarnest']>;
let putBackAt: number;

before(async () => {
  a = await openInstance('wita');
  b = await openInstance('witb');
  c = await openInstance('witc');
  await b.know(patient);
  await c.trust(b, await b.key());
  inEarnest = c.submittingInEarnest({
    id: patient.id,
    origin: patient.origin,
    lastCheckpoint: () => live.lastCheckpoint(),
    consistency: (from, to) => live.consistency(from, to),
  });
  await until('25 are cosigned at once', async () => (await c.cosigned(1))[0]?.size === 25, 5000);
  live = patient.asItWas(20);
  await c.storage.pools.write.query('update witness.progress set size = 20');
  putBackAt = Date.now();
});
after(async () => {
  await inEarnest.stop();
  for (const instance of [a, b, c]) await instance.stop();
});

const hashOf = (origin: string): string => createHash('sha256').update(origin).digest('hex');

function keyOf(text: string) {
  const key = readVerifierKey(text);
  assert.ok(key, text);
  return key;
}

/** A submission as the log itself would make it. */
async function from(log: TestLog, old: number): Promise<string> {
  const size = log.leaves.length;
  const proof = old > 0 && old < size ? await log.consistency(old, size) : [];
  return writeSubmission(old, proof, log.checkpoint());
}

async function progressOf(instance: Instance, peer: string, log: number) {
  const found = (await instance.peers()).find(one => one.name === peer && one.retiredAt === null);
  return found?.logs.find(one => one.log === log);
}

/** Notices of the record, as the append wrote them. */
async function notices(instance: Instance, action: string): Promise<Record<string, unknown>[]> {
  const { rows } = await instance.storage.pools.read.query<{ text: string }>(
    `select convert_from(substring(body from position(convert_to('{"action"', 'UTF8') in body)), 'UTF8') as text
       from record.batch where n = 1 and position(convert_to($1, 'UTF8') in body) > 0`,
    [`{"action":"${action}"`],
  );
  return rows.map(row => (JSON.parse(row.text) as { facts: Record<string, unknown> }).facts);
}

test('two instances cosign each other, and go on as their logs grow', async () => {
  const [logA, logB] = [
    new TestLog(1, 'wita.test/ledger').grow(7),
    new TestLog(1, 'witb.test/ledger').grow(300),
  ];
  const [keyA, keyB] = [await a.key(), await b.key()];
  assert.notEqual(keyA, keyB);
  assert.equal((await b.know(logA)).status, 201);
  assert.equal((await a.know(logB)).status, 201);
  assert.equal((await a.trust(b, keyB)).status, 201);
  assert.equal((await b.trust(a, keyA)).status, 201);
  const loops = [a.submitting(logA), b.submitting(logB)];
  try {
    for (const more of [0, 1, 250, 13]) {
      logA.grow(more);
      logB.grow(2 * more);
      for (const [own, other, log, key] of [
        [a, b, logA, keyB],
        [b, a, logB, keyA],
      ] as const) {
        const size = log.leaves.length;
        const [one] = await until(`${log.origin} is cosigned at ${size}`, async () => {
          const lines = await own.cosigned(1);
          return lines[0]?.size === size && lines;
        });
        assert.ok(one);
        // Anyone can check what was kept: the checkpoint, the log's two signatures and the witness's.
        const note = readNote(
          writeNote(readNote(log.checkpoint())?.text ?? '', [
            ...(readNote(log.checkpoint())?.signatures ?? []).map(signature => signature.line),
            one.line,
          ]),
        );
        assert.ok(note);
        const verified = verifyNote(note, [...log.verifierKeys, key].map(keyOf));
        assert.ok(verified.ok && verified.signers.length === 3);
        assert.ok(Math.abs((verified.signers[2]?.time ?? 0) - Date.now() / 1000) < 60);
        // What the witness shows to monitors says the same.
        const shown = await fetch(`${other.base}/${hashOf(log.origin)}/checkpoint`);
        const seen = readNote(await shown.text());
        assert.ok(seen);
        assert.equal(readCheckpoint(seen.text)?.size, size);
        const both = verifyNote(seen, [...log.verifierKeys, key].map(keyOf));
        assert.ok(both.ok && both.signers.length === 3);
      }
    }
    const covering = await a.covering(1, 7);
    assert.deepEqual(
      covering.map(one => [one.size, one.name]),
      [[8, keyOf(keyB).name]],
      'the first cosigned checkpoint that holds entry 7 is the one of 8 entries',
    );
    // Nothing new: the cosignature is renewed, so that a log that stands still is still looked at.
    const before = (await progressOf(a, keyOf(keyB).name, 1))?.triedAt;
    await until('the same checkpoint is submitted again', async () => {
      const now = await progressOf(a, keyOf(keyB).name, 1);
      return now?.answer === 'cosigned' && now.triedAt !== before;
    });
    for (const instance of [a, b])
      for (const log of [logA, logB])
        assert.deepEqual(
          (await instance.alarms()).filter(one => one.origin === log.origin),
          [],
        );
    assert.deepEqual(
      loops.map(loop => loop.said),
      [[], []],
    );
  } finally {
    await Promise.all(loops.map(loop => loop.stop()));
  }
});

test('a log that was put back is noticed on both sides, also when it grows past what was witnessed', async t => {
  const log = new TestLog(2, 'wita.test/usage').grow(40);
  const keyB = keyOf(await b.key());
  await b.know(log);
  const first = a.submitting(log);
  t.after(first.stop);
  await until('40 are cosigned', async () => (await a.cosigned(2))[0]?.size === 40);
  log.grow(30);
  await until('70 are cosigned', async () => (await a.cosigned(2))[0]?.size === 70);
  await first.stop();

  // A backup of the database at 40: the log and what it knew of its witness.
  const back = log.asItWas(40);
  const { pools } = a.storage;
  await pools.write.query('update witness.progress set size = 40 where log = 2');
  const owner = new pg.Client({ connectionString: a.storage.ownerUrl });
  await owner.connect();
  await owner.query('delete from witness.cosignature where log = 2 and size > 40');
  await owner.end();
  const second = a.submitting(back);
  t.after(second.stop);
  const own = await until('the platform notices that its own log was put back', async () =>
    (await a.alarms()).find(one => one.kind === 'put_back' && one.origin === log.origin),
  );
  assert.deepEqual([own.size, own.knownSize, own.witness, own.note], [40, 70, keyB.name, back.checkpoint()]);
  const seen = (await b.alarms()).find(one => one.kind === 'older' && one.origin === log.origin);
  assert.ok(seen, 'the witness was shown fewer entries than before');
  assert.deepEqual([seen.size, seen.knownSize], [40, 70]);
  assert.equal(readCheckpoint(readNote(seen.knownNote)?.text ?? '')?.size, 70, 'with the evidence of more');

  back.grow(60, 'another entry');
  const told = await until('the platform is told that it contradicts itself', async () =>
    (await a.alarms()).find(one => one.kind === 'contradicted' && one.origin === log.origin),
  );
  assert.deepEqual([told.size, told.knownSize], [100, 70]);
  const unproven = (await b.alarms()).find(one => one.kind === 'unproven' && one.origin === log.origin);
  assert.deepEqual([unproven?.size, unproven?.knownSize], [100, 70]);
  await until('it is tried again and counted, not told anew', async () =>
    (await a.alarms()).some(one => one.kind === 'contradicted' && one.times > 1),
  );
  await second.stop();

  const lines = await a.cosigned(2);
  assert.equal(lines[0]?.size, 40, 'nothing of the other history was cosigned');
  assert.equal((await progressOf(a, keyB.name, 2))?.answer, 'contradiction');
  const { body } = await b.ask<KnownLog[]>('auditor', 'GET', '/api/witness/logs');
  assert.equal(body.find(one => one.origin === log.origin)?.size, 70);
  for (const [instance, kinds] of [
    [a, ['contradicted', 'put_back']],
    [b, ['older', 'unproven']],
  ] as const) {
    const noted = (await notices(instance, 'witness.alarm')).filter(facts => facts['origin'] === log.origin);
    assert.deepEqual(
      noted.map(facts => String(facts['kind'])).sort((x, y) => x.localeCompare(y)),
      kinds,
      'one notice each in the record',
    );
  }
});

test('a fork is refused, kept as evidence, and closed by a person', async () => {
  const log = new TestLog(3, 'fork.test/ledger').grow(9);
  await b.know(log);
  assert.equal((await b.submit(await from(log, 0))).status, 200);
  const fork = log.asItWas(8).append('another history');
  const refused = await b.submit(await from(fork, 9));
  assert.equal(refused.status, 422);
  assert.match(refused.text, /witness\.contradiction/);
  // From another old size the answer is the size that it knows; the evidence is noted all the same.
  assert.deepEqual(await b.submit(await from(fork, 0)), {
    status: 409,
    type: 'text/x.tlog.size',
    text: '9\n',
  });
  const [alarm, ...others] = (await b.alarms()).filter(one => one.origin === log.origin);
  assert.ok(alarm && others.length === 0);
  assert.deepEqual([alarm.kind, alarm.times, alarm.size, alarm.knownSize], ['fork', 2, 9, 9]);
  // The two notes prove it to anyone who knows the log's key: one size, two roots, both signed.
  const points = [alarm.note, alarm.knownNote].map(text => {
    const note = readNote(text);
    assert.ok(note && verifyNote(note, log.verifierKeys.map(keyOf)).ok);
    return readCheckpoint(note.text);
  });
  assert.equal(points[0]?.size, points[1]?.size);
  assert.notDeepEqual(points[0]?.root, points[1]?.root);

  const settle = `/api/witness/alarms/${alarm.id}/settle`;
  const note = { note: '对方迁移时误用旧备份，已书面说明' };
  assert.equal((await b.ask('auditor', 'POST', settle, note)).status, 403);
  assert.equal((await b.ask('operator', 'POST', settle, {})).status, 400);
  assert.equal((await b.ask('operator', 'POST', settle, note)).status, 200);
  assert.equal((await b.ask('operator', 'POST', settle, note)).status, 404);
  assert.equal((await b.submit(await from(fork, 9))).status, 422);
  const again = (await b.alarms()).filter(one => one.origin === log.origin);
  assert.deepEqual(
    again.map(one => [one.settledNote, one.times]),
    [
      ['', 1],
      [note.note, 2],
    ],
    'the same trouble afterwards is a new alarm',
  );
});

test('the statuses are those of tlog-witness', async () => {
  const log = new TestLog(4, 'status.test/ledger').grow(20);
  assert.equal((await b.submit(await from(log, 0))).status, 404, 'not known yet');
  const { body: entered } = await b.know(log);
  const stranger = new TestLog(4, log.origin).grow(20);
  assert.equal((await b.submit(await from(stranger, 0))).status, 403, 'another key of the same name');
  const [ed25519] = log.keys;
  assert.ok(ed25519);
  const forged = (await from(log, 0)).replace('\n20\n', '\n21\n');
  assert.equal((await b.submit(forged)).status, 403, 'a signature that does not fit');
  assert.equal((await b.submit(await from(log, 21))).status, 400, 'an old size beyond the checkpoint');
  assert.deepEqual(await b.submit(await from(log, 3)), {
    status: 409,
    type: 'text/x.tlog.size',
    text: '0\n',
  });
  const empty = { origin: log.origin, size: 0, root: Buffer.alloc(32, 1) };
  assert.equal(
    (await b.submit(writeSubmission(0, [], signNote(writeCheckpoint(empty), log.keys)))).status,
    422,
  );
  const trueEmpty = signNote(writeCheckpoint({ ...empty, root: emptyRoot() }), log.keys);
  assert.equal(
    (await b.submit(writeSubmission(0, [], trueEmpty))).status,
    200,
    'an empty log may be cosigned',
  );
  assert.equal(
    (await b.submit(writeSubmission(0, [emptyRoot()], log.checkpoint()))).status,
    422,
    'needless proof',
  );
  const ok = await b.submit(await from(log, 0));
  assert.deepEqual([ok.status, ok.type], [200, 'text/plain; charset=utf-8']);
  assert.match(ok.text, /^— witb\.test\/witness [A-Za-z0-9+/]+=*\n$/);
  assert.equal((await b.submit(await from(log, 20))).status, 200, 'the same again');
  log.grow(5);
  const proof = await log.consistency(20, 25);
  assert.ok(proof.length > 1);
  for (const wrong of [[], proof.slice(1), [...proof].reverse(), [...proof, emptyRoot()]])
    assert.equal((await b.submit(writeSubmission(20, wrong, log.checkpoint()))).status, 422);
  // A line of a stranger's beside the log's own is ignored, and not handed on.
  const beside = writeSubmission(20, proof, log.checkpoint() + '— stranger AAAAAAAA\n');
  assert.equal((await b.submit(beside)).status, 200);
  const shown = await (await fetch(`${b.base}/${hashOf(log.origin)}/checkpoint`)).text();
  assert.ok(!shown.includes('stranger') && shown.includes('\n25\n'));
  // One of the log's keys is enough; keys can be exchanged without losing what was seen.
  log.grow(1);
  const { text } = readNote(log.checkpoint()) ?? { text: '' };
  assert.equal(
    (await b.submit(writeSubmission(25, await log.consistency(25, 26), signNote(text, [ed25519])))).status,
    200,
  );
  const renewed = log.asItWas(26);
  renewed.keys.splice(0, 2, newKey(log.origin, 'ed25519'));
  const { body: changed } = await b.know(renewed);
  assert.equal(changed.id, entered.id);
  assert.equal((await b.submit(await from(log, 26))).status, 403, 'the keys before no longer count');
  assert.equal((await b.submit(await from(renewed, 0))).text, '26\n');
  assert.equal((await b.submit(await from(renewed, 26))).status, 200);
  assert.equal((await b.ask('operator', 'POST', `/api/witness/logs/${entered.id}/retire`, {})).status, 200);
  assert.equal((await b.ask('operator', 'POST', `/api/witness/logs/${entered.id}/retire`, {})).status, 404);
  assert.equal((await b.submit(await from(renewed, 26))).status, 404, 'no longer witnessed');
  assert.equal((await fetch(`${b.base}/${hashOf('nobody')}/checkpoint`)).status, 404);
});

test('whatever comes in, as whatever content type, is read as text or refused', async () => {
  const log = new TestLog(5, 'bytes.test/ledger').grow(3);
  await b.know(log);
  const good = await from(log, 0);
  assert.equal((await b.submit(good)).status, 200);
  const again = await from(log, 3);
  for (const type of ['text/plain', 'application/octet-stream', 'application/json', 'nonsense'])
    assert.equal((await b.submit(Buffer.from(again), { 'content-type': type })).status, 200, type);
  assert.equal((await b.submit(Buffer.from(again))).status, 200, 'none');
  for (const bad of ['', 'old 0\n', '{}', good.slice(1), good.replaceAll('\n', '\r\n'), 'x'.repeat(100_000)])
    assert.equal((await b.submit(bad)).status, 400, bad.slice(0, 20));
  const notUtf8 = Buffer.concat([
    Buffer.from(good),
    Buffer.from('— x'),
    Buffer.of(0xff),
    Buffer.from(' AAAAAAAA\n'),
  ]);
  assert.equal((await b.submit(notUtf8)).status, 400);
  assert.equal((await b.submit('x'.repeat(300_000))).status, 413);
  assert.equal(
    (await b.submit(again, { cookie: 'sq_session=nobody' })).status,
    200,
    'machines have no token',
  );
});

test('of many submissions at once from one size, one history wins and the others hear of it', async () => {
  const log = new TestLog(6, 'race.test/ledger').grow(10);
  await b.know(log);
  assert.equal((await b.submit(await from(log, 0))).status, 200);
  const histories = Array.from({ length: 24 }, (_, i) => log.asItWas(10).grow(1 + (i % 6), `history ${i}`));
  const answers = await Promise.all(histories.map(async one => b.submit(await from(one, 10))));
  const won = answers.flatMap((answer, i) => (answer.status === 200 ? [i] : []));
  assert.equal(won.length, 1, answers.map(answer => answer.status).join(' '));
  const winner = histories[won[0] ?? -1];
  assert.ok(winner);
  for (const answer of answers.filter(one => one.status !== 200))
    assert.deepEqual([answer.status, answer.text], [409, `${winner.leaves.length}\n`]);
  const { body } = await b.ask<KnownLog[]>('auditor', 'GET', '/api/witness/logs');
  const known = body.find(one => one.origin === log.origin);
  assert.equal(known?.size, winner.leaves.length);
  assert.equal(
    known?.root,
    readCheckpoint(readNote(winner.checkpoint())?.text ?? '')?.root.toString('hex'),
    'size and root are of one history',
  );
  const rivals = histories.filter(one => one !== winner && one.leaves.length === winner.leaves.length);
  const forks = (await b.alarms()).filter(one => one.origin === log.origin && one.kind === 'fork');
  assert.deepEqual(
    forks.map(one => one.times),
    rivals.length > 0 ? [rivals.length] : [],
  );
});

test('not even the owner of the tables makes a witness forget', async () => {
  const client = new pg.Client({ connectionString: b.storage.ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: number }>(
      'select log_id as id from witness.state where size > 5 limit 1',
    );
    const id = rows[0]?.id;
    assert.ok(id);
    for (const statement of [
      `update witness.state set size = size - 1 where log_id = ${id}`,
      `update witness.state set root = sha256(root) where log_id = ${id}`,
      `delete from witness.state where log_id = ${id}`,
      'truncate witness.state',
      `update witness.log set keys = '{x}'`,
      `insert into witness.peer (url, name, key, networks, added_at) values ('http://x', 'x', 'x', '{::1}', now())`,
    ])
      await assert.rejects(client.query(statement), { code: '42501' }, statement);
  } finally {
    await client.end();
  }
  for (const table of ['state', 'alarm', 'cosignature', 'progress'])
    await assert.rejects(
      b.storage.pools.write.query(`delete from witness.${table}`),
      { code: '42501' },
      table,
    );
  for (const pool of [b.storage.pools.read, b.storage.pools.worker])
    await assert.rejects(pool.query('select sealed from witness.key'), { code: '42501' });
});

test('the key stays what it is, and one that was exchanged is not used', async () => {
  const before = await b.key();
  assert.equal(
    (await b.witness().key()).trim(),
    before,
    'a new start, even under another name, finds the same key',
  );
  assert.equal((await notices(b, 'witness.key_made')).length, 1);
  const { publicKey } = newKey('x', 'cosignature').verifier;
  const { rows } = await b.storage.pools.write.query<{ key: Buffer }>(
    'select public_key as key from witness.key where retired_at is null',
  );
  await b.storage.pools.write.query('update witness.key set public_key = $1', [publicKey]);
  await assert.rejects(b.witness().key(), { code: 'witness.key_unusable' });
  await b.storage.pools.write.query('update witness.key set public_key = $1', [rows[0]?.key]);
  const made = await Promise.all(Array.from({ length: 5 }, () => a.witness().key()));
  assert.equal(new Set(made).size, 1);
});

test('who may do what', async () => {
  for (const [method, url] of [
    ['GET', '/api/witness/logs'],
    ['GET', '/api/witness/peers'],
    ['GET', '/api/witness/alarms'],
  ] as const) {
    assert.equal((await a.ask('visitor', method, url)).status, 401, url);
    assert.equal((await a.ask('data_officer', method, url)).status, 403, url);
    assert.equal((await a.ask('auditor', method, url)).status, 200, url);
  }
  const log = new TestLog(9, 'who.test/ledger');
  const body = { origin: log.origin, name: '某市', keys: log.verifierKeys };
  assert.equal((await a.ask('auditor', 'POST', '/api/witness/logs', body)).status, 403);
  const { status, body: answer } = await a.ask<{ record: number }>(
    'operator',
    'POST',
    '/api/witness/logs',
    body,
  );
  assert.equal(status, 201);
  const row = await a.db.get<{ body: Buffer; first: number }>(
    sql`select body, first from record.batch where log = 1 and first = ${answer.record}`,
  );
  const entry = row.body.toString('utf8');
  assert.match(entry, /"action":"witness\.add_log"/);
  assert.ok(entry.includes(log.origin), 'the record says which log');
});

test('a witness is entered with care', async () => {
  const key = writeVerifierKey(newKey('careful.test/witness', 'cosignature').verifier);
  const add = (body: object) => a.ask<{ code: string }>('operator', 'POST', '/api/witness/peers', body);
  const code = async (body: object) => (await add(body)).body.code;
  const log = new TestLog(9, 'a.test/log').verifierKeys[0];
  assert.equal(await code({ url: 'http://10.1.1.1/witness', key: log }), 'witness.not_a_witness_key');
  assert.equal(await code({ url: 'http://10.1.1.1/witness', key: `${key}x` }), 'witness.bad_key');
  for (const url of ['10.1.1.1/witness', 'ftp://10.1.1.1/', 'http://a:b@10.1.1.1/', 'http://10.1.1.1/?x=1'])
    assert.equal(await code({ url, key }), 'witness.bad_url', url);
  for (const url of [
    'http://127.0.0.1:1/',
    'http://[::1]:1/',
    'http://169.254.169.254/latest',
    'http://localhost:1/',
  ])
    assert.equal(await code({ url, key }), 'address.forbidden', url);
  assert.equal(
    await code({ url: 'http://10.1.1.1/witness', key, networks: ['10.2.0.0/16'] }),
    'address.not_allowed',
  );
  assert.equal(await code({ url: 'http://10.1.1.1/witness', key, networks: ['x'] }), 'platform.bad_input');
  assert.equal((await add({ url: 'http://10.1.1.1/witness', key })).status, 201);
  assert.equal(await code({ url: 'http://10.1.1.2/witness', key }), 'witness.peer_known');
  const peer = (await a.peers()).find(one => one.url === 'http://10.1.1.1/witness');
  assert.deepEqual(peer?.networks, ['10.1.1.1'], 'the address that it had when it was entered');
  const retire = `/api/witness/peers/${peer?.id}/retire`;
  assert.equal((await a.ask('operator', 'POST', retire, {})).status, 200);
  assert.equal((await a.ask('operator', 'POST', retire, {})).status, 404);
});

/** A witness of somebody’s making. */
async function madeWitness(handle: RequestListener) {
  const server = createServer(handle);
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    base: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise(done => {
        server.close(done);
        server.closeAllConnections();
      }),
  };
}

test('a witness that lies, stalls or leads astray does no more than not cosign, and the others are not held up', async () => {
  const log = new TestLog(7, 'wita.test/patient').grow(12);
  await b.know(log);
  let strayed = 0;
  let sizes = 1000;
  const elsewhere = await madeWitness((_request, response) => {
    strayed += 1;
    response.end();
  });
  const cases: [name: string, answer: string, problem: RegExp, handle: RequestListener][] = [
    [
      'forger',
      'bad_cosignature',
      /does not verify/,
      (_request, response) => {
        const stranger = newKey('forger.test/w', 'cosignature');
        response.end(`${stranger.sign(readNote(log.checkpoint())?.text ?? '', 1_800_000_000)}\n`);
      },
    ],
    ['babbler', 'bad_cosignature', /does not verify/, (_request, response) => response.end('fine!\n')],
    [
      'astray',
      'other',
      /302/,
      (_request, response) => response.writeHead(302, { location: elsewhere.base }).end(),
    ],
    [
      'endless',
      'unreachable',
      /longer than/,
      (_request, response) => {
        const chunk = Buffer.alloc(16_384, 'x');
        const pour = (): void => {
          while (!response.destroyed && response.write(chunk));
          if (!response.destroyed) response.once('drain', pour);
        };
        pour();
      },
    ],
    ['silent', 'unreachable', /timeout|in time/i, () => undefined],
    [
      'fickle',
      'put_back',
      /knows/,
      (_request, response) => {
        sizes += 1;
        response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end(`${sizes}\n`);
      },
    ],
    [
      'stubborn',
      'conflict',
      /named the size/,
      (request, response) => {
        request.setEncoding('utf8');
        let body = '';
        request.on('data', (text: string) => (body += text));
        request.on('end', () => {
          const old = /^old (\d+)/.exec(body)?.[1] ?? '';
          response.writeHead(409, { 'content-type': 'text/x.tlog.size' }).end(`${old}\n`);
        });
      },
    ],
    ['broken', 'other', /500/, (_request, response) => response.writeHead(500).end('oops')],
    ['cutting', 'unreachable', /ECONNRESET|hang up|closed/i, (_request, response) => response.destroy()],
    ['stranger', 'unknown_log', /^$/, (_request, response) => response.writeHead(404).end()],
    ['unkeyed', 'unknown_key', /^$/, (_request, response) => response.writeHead(403).end()],
  ];
  const servers = [];
  for (const [name, , , handle] of cases) {
    const server = await madeWitness(handle);
    servers.push(server);
    const key = writeVerifierKey(newKey(`${name}.test/w`, 'cosignature').verifier);
    assert.equal((await a.trust(server, key)).status, 201);
  }
  const begun = performance.now();
  const loop = a.submitting(log);
  try {
    await until('the honest witness cosigns', async () => (await a.cosigned(7))[0]?.size === 12);
    assert.ok(performance.now() - begun < 4500, 'before the silent one has been given up');
    for (const [name, answer, problem] of cases) {
      const said = await until(`the ${name} one is answered for`, async () => {
        const found = await progressOf(a, `${name}.test/w`, 7);
        return found;
      });
      assert.equal(said.answer, answer === 'put_back' ? 'conflict' : answer, name);
      assert.match(said.problem, problem, name);
      assert.equal(said.size, 0);
    }
    assert.equal(strayed, 0, 'a redirection was followed');
    const mine = (await a.alarms()).filter(one => one.origin === log.origin);
    assert.deepEqual(
      mine.map(one => [one.kind, one.witness]),
      [['put_back', 'fickle.test/w']],
    );
    assert.deepEqual(
      (await a.cosigned(7)).map(one => one.name),
      [keyOf(await b.key()).name],
    );
    assert.deepEqual(loop.said, []);
  } finally {
    await loop.stop();
    for (const server of [...servers, elsewhere]) await server.close();
    for (const { id } of (await a.peers()).filter((one: Peer) => one.name.endsWith('.test/w')))
      await a.ask('operator', 'POST', `/api/witness/peers/${id}/retire`, {});
  }
});

test('a name that leads elsewhere than the operator allowed is not followed', async () => {
  const log = new TestLog(8, 'wita.test/led-astray').grow(3);
  let asked = 0;
  const server = await madeWitness((_request, response) => {
    asked += 1;
    response.end();
  });
  const key = writeVerifierKey(newKey('moved.test/witness', 'cosignature').verifier);
  assert.equal((await a.trust(server, key)).status, 201);
  a.exempt.delete(`127.0.0.1:${server.port}`); // as if the name led here only now
  const loop = a.submitting(log);
  try {
    const said = await until('it is refused', () => progressOf(a, 'moved.test/witness', 8));
    assert.equal(said.answer, 'unreachable');
    assert.match(said.problem, /may not be connected to/);
    assert.equal(asked, 0);
  } finally {
    await loop.stop();
    await server.close();
  }
});

test('of several processes one submits, and the next goes on when it ends', async () => {
  const log = new TestLog(10, 'wita.test/turns').grow(2);
  await b.know(log);
  const loops = [a.submitting(log), a.submitting(log), a.submitting(log)];
  try {
    for (const [i, loop] of loops.entries()) {
      log.grow(1);
      const size = log.leaves.length;
      await until(`size ${size} is cosigned`, async () => (await a.cosigned(10))[0]?.size === size);
      const { rows } = await a.storage.pools.write.query<{ n: number }>(
        `select count(*)::int as n from pg_locks where locktype = 'advisory' and classid = ${LOCKS.submit} and database = (select oid from pg_database where datname = current_database())`,
      );
      assert.equal(rows[0]?.n, 1, 'one process has the turn');
      if (i < loops.length - 1) await loop.stop();
    }
    assert.deepEqual(
      (await b.alarms()).filter(one => one.origin === log.origin),
      [],
    );
  } finally {
    await Promise.all(loops.map(loop => loop.stop()));
  }
});

test('at the pace of an installation both sides notice within a minute', async () => {
  for (const [instance, kind] of [
    [c, 'put_back'],
    [b, 'older'],
  ] as const) {
    const alarm = await until(
      `${kind} is noticed`,
      async () => (await instance.alarms()).find(one => one.origin === patient.origin && one.kind === kind),
      70_000,
    );
    assert.ok(Date.parse(alarm.firstAt) - putBackAt < 60_000, `${kind} was noticed too late`);
    assert.deepEqual([alarm.size, alarm.knownSize], [20, 25]);
  }
  assert.deepEqual(inEarnest.said, []);
});
