/**
 * The ledger with ten million records: how fast an integrator that fell behind catches up and in how much memory, how
 * long a proof takes, and a search by each thing that can be asked for. Takes minutes and gigabytes, so it is no part
 * of `npm run bench`.
 *
 *   node bench/ledgerScale.ts [--records 10000000] [--rounds 15]
 */
import { parseArgs } from 'node:util';
import { systemClock } from '#kernel/clock.ts';
import { reader } from '#kernel/db.ts';
import { createLedger } from '#modules/ledger/index.ts';
import { encodeEntry, packEntries } from '#record/entry.ts';
import { newSalt } from '#record/append.ts';
import { createAudited } from '#record/audited.ts';
import { USAGE } from '#record/logs.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { permissionsOf } from '#vocabulary/permissions.ts';
import { type Integrating, startIntegrating } from './lib/integrating.ts';
import { printMachine } from './lib/machine.ts';
import { median, percentile } from './lib/pairs.ts';
import { promiseLine } from './lib/promise.ts';
import { type Ground, caseOf, postOf, usageRecord, withGround } from './lib/records.ts';
import { benchServer, withClient } from './lib/scratch.ts';

const DATABASE = 'shuqiao_bench_ledger_scale';
const DAY = 86_400_000;
const DAYS = 30;
const BATCH = 1000;

interface Scale {
  records: number;
  rounds: number;
}

/** All records, a thousand a commit, through the one append; their times lie over a month. */
async function fill({ storage }: Ground, records: number, from: number): Promise<number> {
  const started = performance.now();
  const client = await storage.pools.write.connect();
  const step = (DAYS * DAY) / records;
  for (let i = 0; i < records; i += BATCH) {
    const count = Math.min(BATCH, records - i);
    const bodies = Array.from({ length: count }, (_, k) =>
      encodeEntry(usageRecord(i + k, Math.floor(from + (i + k) * step))),
    );
    await client.query({
      name: 'append',
      text: 'select first from record.append($1, $2, $3, $4, $5, $6, $7, $8, $9)',
      values: [USAGE, count, packEntries(bodies), Buffer.concat(bodies.map(newSalt)), [], [], [], [], 0],
    });
    if (i % 1_000_000 === 0) console.log(`  ${i} appended after ${seconds(started).toFixed(0)} s`);
  }
  client.release();
  return records / seconds(started);
}

const seconds = (since: number): number => (performance.now() - since) / 1000;

async function catchUp(integrating: Integrating, records: number): Promise<void> {
  const started = performance.now();
  let last = { at: started, done: 0 };
  const timer = setInterval(() => {
    const done = integrating.progress().integrated;
    const rate = Math.round((done - last.done) / seconds(last.at));
    console.log(`  ${done} integrated, ${rate}/s, memory ${megabytes(integrating)} MB at most`);
    last = { at: performance.now(), done };
  }, 15_000);
  try {
    await integrating.sealedUpTo(records);
  } finally {
    clearInterval(timer);
  }
  console.log(`caught up with ${Math.round(records / seconds(started))} records a second`);
}

const megabytes = (integrating: Integrating): number => Math.round(integrating.peakMemory() / 2 ** 20);

async function timed(rounds: number, work: (round: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now();
    await work(round);
    times.push(performance.now() - started);
  }
  return times;
}

async function ask(ground: Ground, { records, rounds }: Scale, from: number): Promise<void> {
  const { storage } = ground;
  const ledger = createLedger({
    db: reader(storage.pools.read),
    workerPool: storage.pools.worker,
    audited: createAudited(storage.pools.write, () => Date.now()),
    keys: storage.keys,
    clock: systemClock,
    outside: ground.folder,
    retentionMonths: 36,
  });
  const somewhere = (round: number): number => Math.floor(((round * 0.618034) % 1) * records);
  const proofs = await timed(200, round =>
    ledger.record({ sight: 'all', seesSubjects: true }, 'usage/1', somewhere(round)),
  );
  console.log(
    `a record with its proof: median ${median(proofs).toFixed(2)} ms, p99 ${percentile(proofs, 0.99).toFixed(2)} ms`,
  );
  promiseLine('ledger-proof-ms', median(proofs), '<=10');
  const [log] = await ledger.ownLogs('bench.local').then(all => all.filter(one => one.id === USAGE));
  const size = (await log?.lastCheckpoint())?.size ?? 0;
  const consistency = await timed(
    100,
    round => log?.consistency(1 + somewhere(round), size) ?? Promise.reject(new Error('no log')),
  );
  console.log(`consistency between two sizes: p99 ${percentile(consistency, 0.99).toFixed(2)} ms`);

  const page = { page: 1, size: 20 };
  const iso = (at: number): string => new Date(at).toISOString();
  const inDays = (round: number): { from: string; until: string } => {
    const begin = from + ((round * 7) % DAYS) * DAY;
    return { from: iso(begin), until: iso(begin + DAY) };
  };
  const auditor: Actor = {
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
  const searches: Record<string, (round: number) => Promise<{ total: number }>> = {
    'nothing but the newest': () => ledger.records('all', { ...page }),
    department: round => ledger.records('all', { departmentId: 1 + (round % 45), ...page }),
    'department, page 50': round =>
      ledger.records('all', { departmentId: 1 + (round % 45), page: 50, size: 20 }),
    post: round => ledger.records('all', { post: postOf(round), ...page }),
    'busy grant': round => ledger.records('all', { grantId: 1 + round, ...page }),
    'rare grant': round => ledger.records('all', { grantId: 400 - round, ...page }),
    entry: round => ledger.records('all', { entryId: 1 + round * 7, ...page }),
    system: round => ledger.records('all', { systemId: 1 + round, ...page }),
    action: () => ledger.records('all', { action: 'gateway', ...page }),
    'an action that there is not': () => ledger.records('all', { action: 'move.failed', ...page }),
    'a day': round => ledger.records('all', { ...inDays(round), ...page }),
    'ten minutes': round =>
      ledger.records('all', {
        from: iso(from + round * DAY + 7e6),
        until: iso(from + round * DAY + 7.6e6),
        ...page,
      }),
    'post and department': round =>
      ledger.records('all', { post: postOf(round), departmentId: 1 + round, ...page }),
    'post and rare grant': round =>
      ledger.records('all', { post: postOf(round), grantId: 400 - round, ...page }),
    'grant, refused, in a day': round =>
      ledger.records('all', { grantId: 1 + round, result: 'refused', ...inDays(round), ...page }),
    case: round => ledger.records('all', { caseNo: caseOf(somewhere(round)), ...page }),
    person: round =>
      ledger.bySubject(auditor, 'all', { identifier: `41040219900101${round}`, reason: 'bench' }),
  };
  let slowest = 0;
  for (const [name, search] of Object.entries(searches)) {
    let total = 0;
    const times = await timed(rounds, async round => {
      total += (await search(round)).total;
    });
    const worst = Math.max(...times);
    slowest = Math.max(slowest, worst);
    console.log(
      `search by ${name}: median ${median(times).toFixed(0)} ms, worst ${worst.toFixed(0)} ms, ${Math.round(total / rounds)} found`,
    );
  }
  promiseLine('ledger-search-ms', slowest, '<=1000');
}

async function tellSizes(records: number): Promise<void> {
  await withClient(benchServer(), DATABASE, async client => {
    const { rows } = await client.query<{ name: string; bytes: string }>(`
      select c.oid::regclass::text as name, pg_total_relation_size(c.oid) as bytes from pg_class c
       where c.relkind = 'r' and c.relnamespace in ('record'::regnamespace, 'ledger'::regnamespace)
         and pg_total_relation_size(c.oid) > 1000000 order by 2 desc`);
    for (const { name, bytes } of rows)
      console.log(`  ${name}: ${(Number(bytes) / records).toFixed(1)} bytes a record`);
  });
}

async function main(options: Scale): Promise<void> {
  await withGround(benchServer(), DATABASE, async ground => {
    printMachine();
    const from = Math.floor(Date.now() / DAY) * DAY - DAYS * DAY;
    console.log(`${options.records} records over ${DAYS} days, no seed`);
    const rate = await fill(ground, options.records, from);
    console.log(`appended at ${Math.round(rate)} records a second`);
    const integrating = await startIntegrating(ground);
    try {
      await catchUp(integrating, options.records);
      promiseLine('ledger-memory-mb', megabytes(integrating), '<=300');
      await tellSizes(options.records);
      await withClient(benchServer(), DATABASE, client => client.query('analyze'));
      await ask(ground, options, from);
    } finally {
      await integrating.stop();
    }
  });
}

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '10000000' },
    rounds: { type: 'string', default: '15' },
  },
});
await main({ records: Number(values.records), rounds: Number(values.rounds) });
