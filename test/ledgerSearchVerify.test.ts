import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import pg from 'pg';
import { pause, systemClock } from '#kernel/clock.ts';
import { type Integrator, createIntegrator, rebuildSearch, verifyAll } from '#modules/ledger/index.ts';
import { appendInside } from '#record/append.ts';
import { createAudited } from '#record/audited.ts';
import type { Entry, UsageBody } from '#record/entry.ts';
import { USAGE } from '#record/logs.ts';
import { sql } from '#kernel/db.ts';
import { saveSubjects } from '#planes/mover/runs/saveSubjects.ts';
import { type Actor, PLATFORM } from '#vocabulary/actor.ts';
import { permissionsOf } from '#vocabulary/permissions.ts';
import { type TestStorage, freshStorage } from './database.ts';
import { cutList } from './subjectParts.ts';

/** What somebody with every right on the database can do to the search, and what the verification says of it. */
let place: TestStorage;
let owner: pg.Client;
const ending = new AbortController();
let integrating: Promise<void>;
const HOUR = 3_600_000;
const START = Math.floor(Date.now() / HOUR) * HOUR - 5 * HOUR;
/** More than a block of numbers (16 384), so that keys are packed. */
const USES = 17_000;
const LIST_AT = 16_999;

/** In three parts of one or two persons. */
const list = cutList([7n, 8n, 99n, 100n, 1_000_000_007n], 2);

const use = (i: number): Entry => {
  const body: UsageBody = {
    action: 'gateway.call',
    grantId: 1 + (i % 7),
    version: 1,
    grantNo: '授-1',
    systemId: 3,
    consumerId: 11,
    providerId: 12,
    entryId: 5,
    service: 'q',
    scenario: '办件',
    // A text that ends in half a pair once it is cut to 200 units.
    post: i === 5 ? `${'窗'.repeat(199)}😀` : '窗口',
    caseNo: i % 100 === 0 ? `C${i}` : '',
    result: 'served',
    items: [0],
    rows: 1,
    bytes: 10,
    micros: 10,
    stages: [],
    subject: i % 50 === 0 ? Buffer.from(`p${String(i).padStart(7, '0')}`).toString('base64url') : '',
    request: '',
    answer: '',
  };
  // One record in a thousand comes an hour late.
  return { kind: 'usage', at: START + i * 900 - (i % 1000 === 999 ? HOUR : 0), body };
};

const delivery = (): Entry => {
  const { at, body } = use(LIST_AT) as Extract<Entry, { kind: 'usage' }>;
  const subject = list.root.toString('base64url');
  return { kind: 'usage', at, body: { ...body, action: 'move.delivered', subject, facts: { runNo: 'R1' } } };
};

const security: Actor = {
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

const integrate = (signal: AbortSignal): Integrator =>
  createIntegrator({
    pool: place.storage.pools.worker,
    keys: place.storage.keys,
    clock: systemClock,
    outside: place.folder,
    name: 'search.test',
    log: { info: () => undefined, error: () => undefined },
    signal,
    sealEvery: 0,
    lookEvery: 100,
  });

before(async () => {
  place = await freshStorage('ledger_search_verify');
  const { pools } = place.storage;
  owner = new pg.Client({ connectionString: place.storage.ownerUrl });
  await owner.connect();
  const audited = createAudited(pools.write, () => Date.now());
  for (const [grantId, version] of [
    [1, 1],
    [2, 1],
    [2, 3],
    [3, 1],
    [3, 0],
  ] as const)
    await audited(security, 'test.turn', `grant:${grantId}`, async tx => {
      await tx.run(sql`insert into plans.live (grant_id, version) values (${grantId}, ${version})
        on conflict (grant_id) do update set version = excluded.version`);
      return { value: undefined };
    });
  await saveSubjects(pools.mover, list, new Date(START).getUTCFullYear());
  const client = await pools.mover.connect();
  await client.query('begin read write');
  for (let i = 0; i < USES; i += 500)
    await appendInside(
      client,
      Array.from({ length: 500 }, (_, k) => (i + k === LIST_AT ? delivery() : use(i + k))),
      USAGE,
    );
  await client.query('commit');
  client.release();
  const integrator = integrate(ending.signal);
  integrating = integrator.done;
  const wanted = USES + 5 + 5;
  for (let i = 0; i < 1000 && integrator.progress().sealed < wanted; i += 1) await pause(20);
  assert.equal(integrator.progress().sealed, wanted);
  ending.abort();
  await integrating;
  await owner.query('set session_replication_role = replica');
  for (const table of TABLES) await owner.query(`create table ${copyOf(table)} as select * from ${table}`);
});

const TABLES = [
  'ledger.entry',
  'ledger.span',
  'ledger.lookup',
  'ledger.usage_hour',
  'record.subjects',
  'record.subject_part',
  'plans.live',
];
const copyOf = (table: string): string => `public.kept_${table.replace('.', '_')}`;

beforeEach(async () => {
  for (const table of TABLES)
    await owner.query(`truncate ${table} cascade; insert into ${table} select * from ${copyOf(table)}`);
});

after(async () => {
  await owner.end();
  await place.close();
});

const verify = (quick = false) =>
  verifyAll({ pool: place.storage.pools.worker, outside: place.folder, quick });

test('a search that shows all that the entries say passes, late records and cut texts included', async () => {
  const found = await verify();
  assert.deepEqual([found.ok, found.search?.checked], [true, USES + 10], found.fault?.en);
});

/** What is done, in which log the fault lies, its number, what it says. */
const cases: [string, string, 'control' | 'usage/1', number | null, RegExp][] = [
  ['an act is hidden', 'delete from ledger.entry where number = 2', 'control', 2, /does not show entry 2/],
  [
    'an act is shown as another’s',
    "update ledger.entry set actor = '别人' where number = 3",
    'control',
    3,
    /does not show entry 3/,
  ],
  [
    'an act that never was is shown',
    'insert into ledger.entry select 100000, at, kind, action, actor, post, department_id, provider_id, consumer_id, grant_id, grant_no, entry_id, object, result, code, rows, bytes, micros, subject, 0 from ledger.entry where number = 1',
    'control',
    98_304,
    /what no entry says/,
  ],
  [
    'the calls of a grant are hidden',
    "delete from ledger.span where attribute = 'g' and value = '4' and block = 1",
    'usage/1',
    null,
    /ledger\.span/,
  ],
  [
    'the end of a stretch is cut off',
    "update ledger.span set last = last - 7, count = count - 1 where attribute = 'g' and value = '4' and block = 0 and last = (select max(last) from ledger.span where attribute = 'g' and value = '4' and block = 0)",
    'usage/1',
    null,
    /ledger\.span/,
  ],
  [
    'a stretch is counted under another post',
    "update ledger.span set value = '别处' where ctid = (select ctid from ledger.span where attribute = 'o' limit 1)",
    'usage/1',
    null,
    /ledger\.span/,
  ],
  [
    'a person’s key is taken out of a bucket',
    'update ledger.lookup set keys = substring(keys from 10) where bucket = (select min(bucket) from ledger.lookup)',
    'usage/1',
    0,
    /ledger\.lookup/,
  ],
  [
    'an hour’s calls are made fewer',
    "update ledger.usage_hour set calls = calls - 1 where ctid = (select ctid from ledger.usage_hour where kind = 'usage' limit 1)",
    'usage/1',
    null,
    /summary of the hour/,
  ],
  [
    'an hour is moved to another grant',
    "update ledger.usage_hour set grant_id = 99 where ctid = (select ctid from ledger.usage_hour where kind = 'usage' order by hour desc limit 1)",
    'usage/1',
    null,
    /summary of the hour/,
  ],
  ['a list of persons is taken away', 'delete from record.subjects', 'usage/1', null, /list of persons/],
  [
    'a person is taken out of a list',
    'update record.subjects set packed = substring(packed from 2)',
    'usage/1',
    null,
    /list of persons/,
  ],
  [
    'a list is put where no look-up seeks it',
    'update record.subjects set year = 1999',
    'usage/1',
    null,
    /list of persons/,
  ],
  [
    'a part of a list is taken away',
    'delete from record.subject_part where least = (select least from record.subject_part order by least desc limit 1)',
    'usage/1',
    null,
    /list of persons/,
  ],
  [
    'a person is exchanged in a part of a list',
    'update record.subject_part set packed = set_byte(packed, 1, 2) where least = (select least from record.subject_part order by least limit 1)',
    'usage/1',
    null,
    /list of persons/,
  ],
  [
    'a part of a list is cut off inside a number',
    "update record.subject_part set packed = '\\x80' where least = (select least from record.subject_part order by least desc limit 1)",
    'usage/1',
    null,
    /list of persons/,
  ],
  [
    'a part of a list is put where no look-up seeks it',
    "update record.subject_part set least = '\\x0000000000000064' where least = (select least from record.subject_part order by least limit 1)",
    'usage/1',
    null,
    /list of persons/,
  ],
  [
    'a part without anybody hides others',
    "alter table record.subject_part drop constraint subject_part_packed_check; insert into record.subject_part select root, '\\x0000000000000064', '' from record.subjects",
    'usage/1',
    null,
    /list of persons/,
  ],
];

for (const [what, statement, log, number, words] of cases)
  test(`named: ${what}`, async () => {
    await owner.query(statement);
    const found = await verify();
    assert.equal(found.ok, false, 'not noticed');
    assert.equal(found.fault?.log, log);
    assert.match(found.fault?.en ?? '', words);
    if (number !== null) assert.equal(found.fault?.number, number, found.fault?.en);
    const quick = await verify(true);
    assert.deepEqual([quick.ok, quick.search], [true, undefined], 'the entries themselves are whole');
  });

const turns: [string, string, RegExp][] = [
  [
    'a grant that nobody put in force',
    'insert into plans.live (grant_id, version) values (900, 1)',
    /grant 900 is in force/,
  ],
  [
    'another version than the last one told',
    'update plans.live set version = 1 where grant_id = 2',
    /grant 2 stands in version 1, but .* version 3/,
  ],
  [
    'an ended grant that runs again',
    'update plans.live set version = 1 where grant_id = 3',
    /grant 3 stands in version 1, but .* version 0/,
  ],
  [
    'a grant taken out of the table',
    'delete from plans.live where grant_id = 1',
    /grant 1 is in force in version 1, but the table/,
  ],
];

for (const [what, statement, words] of turns)
  test(`named: ${what}`, async () => {
    await owner.query(statement);
    const found = await verify(true);
    assert.deepEqual([found.ok, found.fault?.log], [false, 'usage/1']);
    assert.match(found.fault?.en ?? '', words);
  });

/** As an operator calls it. */
async function rebuild(): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ['scripts/ledgerRebuildSearch.ts', '--data', place.folder], {
    cwd: join(import.meta.dirname, '..'),
    env: { ...process.env, DATABASE_URL: place.storage.ownerUrl },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => void (said += String(text)));
  const code = await new Promise<number | null>(done => child.once('close', done));
  return { code, said };
}

const DAMAGE = `
  delete from ledger.entry where number = 2;
  update ledger.entry set provider_id = 1, object = '';
  delete from ledger.span where block = 0 or attribute = 'g';
  update ledger.lookup set keys = substring(keys from 10);
  insert into ledger.lookup values (2, 7, 163839, decode('000102030405060708', 'hex'));
  update ledger.usage_hour set calls = calls + 3;
  insert into ledger.usage_hour values ('2001-01-01', 'usage', 'gateway.call', 'served', 1, 2, 3, 4, 5, 6, 7, '2001-01-01')`;

const state = async (): Promise<string> => {
  const { rows } = await owner.query(`select md5(string_agg(t::text, '' order by t::text)) as sum from (
    select e::text from ledger.entry e union all select s::text from ledger.span s
    union all select l::text from ledger.lookup l union all select h::text from ledger.usage_hour h) t(t)`);
  return rows[0].sum;
};

test('a search that is made anew appears whole or not at all', async () => {
  await owner.query(DAMAGE);
  const before = await state();
  const pool = new pg.Pool({ connectionString: place.storage.ownerUrl, max: 2 });
  const dies = rebuildSearch({
    pool,
    audited: createAudited(pool, () => Date.now()),
    actor: PLATFORM,
    found: '',
    onProgress: read => {
      if (read > 16_384) throw new Error('the disk is gone');
    },
  });
  await assert.rejects(dies, /the disk is gone/);
  await pool.end();
  assert.equal(await state(), before);
});

test('nothing is made from entries that are not whole', async () => {
  await owner.query(DAMAGE);
  const before = await state();
  const flip =
    'update record.batch set body = set_byte(body, 40, get_byte(body, 40) # 1) where log = 2 and first = 0';
  await owner.query(flip);
  const { code, said } = await rebuild();
  await owner.query(flip);
  assert.deepEqual([code, await state()], [1, before], said);
  assert.match(said, /entries themselves are NOT whole.*usage\/1: entry 0 was changed/);
});

test('while the platform runs the search is made anew from the entries, on the record', async () => {
  const running = new AbortController();
  const integrator = integrate(running.signal);
  try {
    const until = async (sealed: number): Promise<void> => {
      for (let i = 0; i < 1000 && integrator.progress().sealed < sealed; i += 1) await pause(20);
      assert.ok(integrator.progress().sealed >= sealed);
    };
    await until(USES + 10);
    await owner.query(DAMAGE);
    assert.equal((await verify()).ok, false);
    const { code, said } = await rebuild();
    assert.equal(code, 0, said);
    assert.match(said, /made anew from 17010 entries/);
    await until(USES + 11);
    const found = await verify();
    assert.deepEqual([found.ok, found.search?.checked], [true, USES + 11], found.fault?.en);
    const { rows } = await owner.query(
      "select number, actor, post from ledger.entry where action = 'ledger.rebuild_search'",
    );
    assert.deepEqual([rows.length, rows[0].post], [1, '平台运维员（命令行）']);
    assert.match(said, new RegExp(`control/${rows[0].number}`));
    const again = await rebuild();
    assert.match(again.said, /nothing to do/);
    assert.equal(again.code, 0);
    await pause(300);
    assert.equal(integrator.progress().sealed, USES + 11, 'what was not done is not recorded');
  } finally {
    running.abort();
    await integrator.done;
  }
});
