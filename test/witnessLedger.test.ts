import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { systemClock } from '#kernel/clock.ts';
import { reader } from '#kernel/db.ts';
import { createIntegrator, createLedger } from '#modules/ledger/index.ts';
import { appendInside } from '#record/append.ts';
import { createAudited } from '#record/audited.ts';
import { CONTROL, LOGS } from '#record/logs.ts';
import { type Instance, openInstance, until } from './witnessing.ts';

/** Two platforms, each with its own database and keys; each is a witness of the other's real ledger. */
let a: Instance;
let b: Instance;

before(async () => {
  [a, b] = [await openInstance('ledger_a'), await openInstance('ledger_b')];
});
after(async () => {
  await a.stop();
  await b.stop();
});

const TABLES = [
  'record.batch',
  'ledger.tile',
  'ledger.checkpoint',
  'ledger.state',
  'ledger.entry',
  'ledger.span',
  'ledger.lookup',
  'ledger.usage_hour',
  'ledger.anchor',
  'witness.progress',
  'witness.cosignature',
];
const copyOf = (table: string): string => `public.${table.replace('.', '_')}`;

async function sealing(instance: Instance, name: string) {
  const { storage, folder } = instance;
  const ledger = createLedger({
    db: reader(storage.pools.read),
    workerPool: storage.pools.worker,
    audited: createAudited(storage.pools.write, () => Date.now()),
    keys: storage.keys,
    clock: systemClock,
    outside: folder,
    retentionMonths: 36,
  });
  const logs = await ledger.ownLogs(name);
  const ending = new AbortController();
  const integrator = createIntegrator({
    pool: storage.pools.worker,
    keys: storage.keys,
    clock: systemClock,
    outside: folder,
    name,
    log: { info: () => undefined, error: () => undefined },
    signal: ending.signal,
    sealEvery: 0,
  });
  return { ledger, logs, stop: () => (ending.abort(), integrator.done) };
}

async function act(instance: Instance): Promise<void> {
  const client = await instance.storage.pools.worker.connect();
  for (const log of LOGS) {
    await client.query('begin read write');
    const body = { action: 'test.act', facts: {} };
    await appendInside(client, [{ kind: 'notice', at: Date.now(), body }], log);
    await client.query('commit');
  }
  client.release();
}

test('two ledgers are cosigned by each other, and one that is put back is noticed by the other', async () => {
  const sides = [
    { own: a, other: b, ...(await sealing(a, 'a.test')) },
    { own: b, other: a, ...(await sealing(b, 'b.test')) },
  ];
  const loops = [];
  for (const side of sides) {
    await act(side.own);
    for (const log of side.logs) {
      await until(`${log.origin} has a seal point`, () => log.lastCheckpoint());
      const verifierKeys = (await side.ledger.keys(log.id === CONTROL ? 'control' : 'usage/1'))
        .trim()
        .split('\n');
      const known = await side.other.know({ origin: log.origin, verifierKeys });
      assert.equal(known.status, 201, JSON.stringify(known.body));
    }
    assert.equal((await side.own.trust(side.other, await side.other.key())).status, 201);
    loops.push(side.own.submitting(...side.logs));
  }
  const owner = new pg.Client({ connectionString: a.storage.ownerUrl });
  await owner.connect();
  try {
    const cosignedNow = (side: (typeof sides)[number]) =>
      Promise.all(
        side.logs.map(async log => {
          const size = (await log.lastCheckpoint())?.size;
          return (await side.own.cosigned(log.id))[0]?.size === size;
        }),
      ).then(all => all.every(Boolean));
    for (let round = 0; round < 3; round += 1) {
      for (const side of sides) await act(side.own);
      for (const side of sides) await until('both logs are cosigned to their end', () => cosignedNow(side));
    }
    assert.deepEqual([await a.alarms(), await b.alarms()], [[], []]);

    await sides[0]?.stop();
    await owner.query('set session_replication_role = replica');
    for (const table of TABLES) await owner.query(`create table ${copyOf(table)} as select * from ${table}`);
    const again = await sealing(a, 'a.test');
    const kept = await Promise.all(again.logs.map(log => log.lastCheckpoint()));
    await act(a);
    // More than the backup holds must have been seen by the witness, or there is nothing to be noticed.
    await until('what came since is cosigned as well', async () => {
      const seen = await Promise.all(again.logs.map(async log => (await a.cosigned(log.id))[0]?.size ?? 0));
      return seen.every((size, i) => size > (kept[i]?.size ?? 0));
    });
    await again.stop();

    // A backup is put back, with what it knew of its witness: to the database itself nothing is wrong.
    for (const table of TABLES) {
      await owner.query(`truncate ${table}`);
      await owner.query(`insert into ${table} select * from ${copyOf(table)}`);
    }
    const origins = again.logs.map(log => log.origin).sort();
    const told = async (instance: Instance): Promise<string[]> =>
      [...new Set((await instance.alarms()).map(one => one.origin))]
        .filter(one => origins.includes(one))
        .sort();
    await until(
      'the platform itself hears that its ledger was put back',
      async () => {
        const names = await told(a);
        return names.length === origins.length;
      },
      60_000,
    );
    assert.deepEqual(await told(a), origins);
    await until('so does its witness', async () => (await told(b)).length === origins.length, 60_000);
  } finally {
    await owner.end();
    for (const loop of loops) await loop.stop();
    for (const side of sides) await side.stop();
  }
});
