/** What a removal of old months leaves of the cases that are still open: their packs are proved as before. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { type Pack, readPack } from '../src/modules/evidence/verifier/pack.ts';
import { readKnown } from '../src/modules/evidence/verifier/known.ts';
import { type Verdict, verifyPack } from '../src/modules/evidence/verifier/verify.ts';
import { type EvidenceCity, openEvidenceCity } from './evidenceCity.ts';
import { until } from './instance.ts';

let city: EvidenceCity;
let owner: pg.Client;
let running: { id: number; grantId: number };
let ended: { id: number; grantId: number };
let delivering: { id: number; grantId: number };
/** The keys that a reader wrote down in the beginning. */
let first: Set<string>;

before(async () => {
  city = await openEvidenceCity();
  owner = new pg.Client({ connectionString: city.storage.ownerUrl });
  await owner.connect();
});
after(async () => {
  await owner.end();
  await city.close();
});

/** As if nobody guarded the tables. */
async function unguarded(statement: string): Promise<number> {
  await owner.query('set session_replication_role = replica');
  const { rowCount } = await owner.query(statement);
  await owner.query('set session_replication_role = origin');
  return rowCount ?? 0;
}

/** What has been recorded by now was recorded in that month: neither month nor partition is in what is hashed. */
async function dateBack(month: string): Promise<void> {
  await owner.query('select record.make_month($1)', [`${month}-01`]);
  const now = "date_trunc('month', now() at time zone 'Asia/Shanghai')::date";
  assert.ok((await unguarded(`update record.batch set month = '${month}-01' where month = ${now}`)) > 0);
}

async function packOf(path: string): Promise<Pack> {
  const read = readPack(await city.pack('market', 'data_officer', path));
  assert.ok('pack' in read, JSON.stringify(read));
  return read.pack;
}

const published = async (): Promise<Set<string>> =>
  readKnown(
    (await Promise.all(['control', 'usage/1'].map(log => city.proofs.keys(`shuqiao.test/${log}`))))
      .flat()
      .join('\n'),
  );

const failures = ({ checks }: Verdict): string[] =>
  checks.filter(check => check.state === 'failed').map(check => `${check.id}: ${check.found.en}`);

/** The consumer gives it up, and what it got is disposed of: the case is closed. */
async function giveUp(grantId: number): Promise<void> {
  await city.done(['market', 'sharing_head'], `/api/grants/${grantId}/actions`, {
    action: 'give_up',
    because: 'purpose_reached',
  });
  await unguarded(`update sharing.disposal set state = 'confirmed' where grant_id = ${grantId}`);
}

async function carried(): Promise<string[]> {
  const { rows } = await owner.query<{ object: string }>(
    "select distinct object from ledger.carried where object <> '' order by object",
  );
  return rows.map(row => row.object);
}

test('a call of today is proved to an application whose month was removed, through keys announced then', async () => {
  first = await published();
  ended = await city.granted('query', '早已终止');
  await giveUp(ended.grantId);
  running = await city.granted('query', '市场主体登记');
  delivering = await city.granted('batch', '批量核对');
  await city.delivered(delivering.grantId);
  const { record } = await city.announceKeys();
  // The new pair is in force once it signs.
  await until(
    async () =>
      (
        await owner.query('select from ledger.signing_key where announced = $1 and active_at is not null', [
          record,
        ])
      ).rowCount,
    count => (count ?? 0) > 0,
    10_000,
  );
  await dateBack('2022-01');
  await unguarded(
    `update sharing."grant" set changed_at = '2022-01-20' where id in (${running.grantId}, ${ended.grantId}, ${delivering.grantId})`,
  );
  await unguarded("update plans.progress set finished_at = '2022-01-20'");
  // Later months go on in both logs.
  await city.call(running.grantId);
  await city.exportMonth('2022-01');
  await city.removeMonth('2022-01');

  const { number } = await city.call(running.grantId);
  const pack = await packOf(`records/usage-1/${number}`);
  const verdict = verifyPack(pack, await published());
  assert.deepEqual([verdict.outcome, failures(verdict)], ['passed', []]);
  assert.deepEqual(
    verdict.file.steps.map(step => step.body.action),
    ['sharing.apply', 'sharing.submit', 'sharing.consent', 'sharing.agree', 'sharing.accept'],
  );
  assert.equal(verdict.file.application?.['matter'], '市场主体登记');
  assert.equal(verdict.file.plans.length, 1);
  assert.equal(verifyPack(pack, first).outcome, 'passed', 'the key of the beginning leads to that of today');

  const { rows } = await owner.query<{ id: number }>('select id from exchange.task');
  const runId = await city.ranOf(rows[0]?.id ?? 0);
  const run = verifyPack(await packOf(`runs/${runId}`), await published());
  assert.deepEqual([run.outcome, failures(run)], ['passed', []]);
});

test('what closed cases rest on goes with its month, and what was carried over with the month in which its case was closed', async () => {
  const objects = await carried();
  assert.ok(objects.includes(`application:${running.id}`), objects.join());
  assert.ok(
    objects.every(object => ![`application:${ended.id}`, `grant:${ended.grantId}`].includes(object)),
    objects.join(),
  );
  assert.ok(
    objects.every(object => !object.startsWith('run:')),
    'runs that were over go',
  );
  assert.equal(
    (
      await owner.query(
        "select from ledger.carried where log = 2 and convert_from(substring(entry from 11), 'UTF8') not like '%plans.turned%'",
      )
    ).rowCount,
    0,
  );

  await giveUp(delivering.grantId);
  await dateBack('2022-02');
  await unguarded(`update sharing."grant" set changed_at = '2022-02-20' where id = ${delivering.grantId}`);
  await unguarded("update plans.progress set finished_at = '2022-02-20'");
  await city.call(running.grantId);
  await city.exportMonth('2022-02');
  await city.removeMonth('2022-02');
  const rest = await carried();
  assert.ok(rest.includes(`application:${running.id}`));
  assert.ok(
    rest.every(object => ![`application:${delivering.id}`, `grant:${delivering.grantId}`].includes(object)),
    rest.join(),
  );
});

test('grants put in force in a removed month are compared as before', async () => {
  const whole = await city.verify();
  assert.deepEqual([whole.ok, whole.fault?.en], [true, undefined]);
  await owner.query('begin; set local session_replication_role = replica');
  await owner.query("insert into plans.live (grant_id, version, changed) values (900, 1, '2022-01-05')");
  await owner.query('commit');
  const found = await city.verify();
  assert.match(found.fault?.en ?? '', /grant 900 is in force in version 1, and no entry says/);
  await unguarded('delete from plans.live where grant_id = 900');
});

test('what was carried over is a leaf of the tree, or is named', async t => {
  const { rows } = await owner.query<{ number: number }>(
    'select number::int as number from ledger.carried where log = 1 and object = $1 order by number',
    [`application:${running.id}`],
  );
  const number = rows[0]?.number ?? -1;
  for (const [what, change] of [
    ['its bytes', 'entry = set_byte(entry, 20, get_byte(entry, 20) # 1)'],
    ['its salt', 'salt = set_byte(salt, 3, get_byte(salt, 3) # 1)'],
  ])
    await t.test(`named: ${what} altered`, async () => {
      await owner.query('create temp table kept as select * from ledger.carried');
      await unguarded(`update ledger.carried set ${change} where log = 1 and number = ${number}`);
      const found = await city.verify();
      assert.deepEqual([found.fault?.log, found.fault?.number], ['control', number], found.fault?.en);
      assert.match(found.fault?.en ?? '', /carried over .* does not fit the tree/);
      await unguarded('delete from ledger.carried');
      await unguarded('insert into ledger.carried select * from kept; drop table kept');
      assert.equal((await city.verify()).ok, true);
    });
});

test('no login writes what is carried over, and not even the owner changes it', async () => {
  for (const statement of [
    "update ledger.carried set object = ''",
    'delete from ledger.carried',
    'truncate ledger.carried',
  ])
    await assert.rejects(owner.query(statement), /cannot be changed/, statement);
  const { worker, write, read } = city.storage.pools;
  for (const pool of [worker, write, read])
    for (const statement of [
      "update ledger.carried set object = ''",
      'delete from ledger.carried',
      "insert into ledger.carried values (2, 0, '', '', decode(repeat('00', 16), 'hex'))",
      "select record.carry_over('2022-03-01', now())",
      'select salt from ledger.carried',
    ]) {
      if (pool === worker && statement.startsWith('select salt')) continue;
      const client = await pool.connect();
      await client.query('begin read write');
      await assert.rejects(client.query(statement), /permission denied/, statement);
      await client.query('rollback');
      client.release();
    }
});
