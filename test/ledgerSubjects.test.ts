import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pause, systemClock } from '#kernel/clock.ts';
import { reader, sql } from '#kernel/db.ts';
import { createIntegrator, createLedger } from '#modules/ledger/index.ts';
import { appendInside } from '#record/append.ts';
import { createAudited } from '#record/audited.ts';
import { decodeEntry } from '#record/decode.ts';
import { unpackEntries } from '#record/entry.ts';
import { USAGE } from '#record/logs.ts';
import { packSubjects } from '#record/subjectList.ts';
import { subjectDigest } from '#record/subjects.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { permissionsOf } from '#vocabulary/permissions.ts';
import { type TestStorage, freshStorage } from './database.ts';
import { useEntry } from './entries.ts';

let place: TestStorage;
const ending = new AbortController();
let integrating: Promise<void>;
const PERSON = '41040219800101123X';
const YEAR = new Date().getUTCFullYear();

before(async () => {
  place = await freshStorage('ledger_subjects');
  const { keys, pools } = place.storage;
  const digests = ['someone else', PERSON, 'a third'].map(value =>
    Buffer.from(subjectDigest(keys, value, YEAR), 'base64url').readBigUInt64BE(),
  );
  const list = packSubjects(BigUint64Array.from(digests));
  assert.ok(list);
  const client = await pools.mover.connect();
  await client.query('begin read write');
  await client.query('insert into record.subjects (root, year, n, packed) values ($1, $2, $3, $4)', [
    list.root,
    YEAR,
    list.n,
    list.packed,
  ]);
  await appendInside(
    client,
    [
      useEntry({ subject: subjectDigest(keys, PERSON, YEAR) }),
      useEntry({ subject: subjectDigest(keys, 'someone else', YEAR) }),
      useEntry({ subject: subjectDigest(keys, PERSON, YEAR - 1) }),
      useEntry({ action: 'move.delivering', rows: 3, subject: list.root.toString('base64url') }),
      useEntry(),
    ],
    USAGE,
  );
  await client.query('commit');
  client.release();
  const integrator = createIntegrator({
    pool: pools.worker,
    keys,
    clock: systemClock,
    outside: place.folder,
    name: 'subjects.test',
    log: { info: () => undefined, error: () => undefined },
    signal: ending.signal,
    sealEvery: 0,
  });
  integrating = integrator.done;
  for (let i = 0; i < 500 && integrator.progress().sealed < 5; i += 1) await pause(20);
});

after(async () => {
  ending.abort();
  await integrating;
  await place.close();
});

test('who used the data of a person is found over years and in deliveries, and the question is recorded without the person', async () => {
  const { keys, pools } = place.storage;
  const db = reader(pools.read);
  const ledger = createLedger({
    db,
    workerPool: pools.worker,
    audited: createAudited(pools.write, () => Date.now()),
    keys,
    clock: systemClock,
    outside: place.folder,
    retentionMonths: 36,
  });
  const auditor: Actor = {
    accountId: 1,
    postId: 1,
    role: 'auditor',
    post: '安全审计员',
    name: '演示',
    departmentId: 11,
    departmentName: '市审计局',
    regionCode: '410400',
    permissions: permissionsOf('auditor'),
  };
  const asked = { identifier: ` ${PERSON.toLowerCase()} `, reason: '本人申请查询' };
  const found = await ledger.bySubject(auditor, 'all', asked);
  assert.deepEqual(new Set(found.items.map(row => row.number)), new Set([0, 2, 3]));
  assert.equal((await ledger.bySubject(auditor, 'all', { ...asked, identifier: 'nobody' })).total, 0);

  const batches = await db.many<{ body: Buffer; n: number }>(
    sql`select body, n from record.batch where log = 1 order by first`,
  );
  const entries = batches.flatMap(row => unpackEntries(row.body, row.n).map(decodeEntry));
  const questions = entries.filter(entry => entry.body.action === 'ledger.subject');
  assert.equal(questions.length, 2, 'also a question that found nothing');
  assert.equal(JSON.stringify(questions).includes(PERSON), false);
  assert.ok(JSON.stringify(questions).includes(asked.reason));
});
