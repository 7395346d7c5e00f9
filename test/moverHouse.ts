/** A platform with movers and the databases of two departments, for tests that kill, stop and cut. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import pg from 'pg';
import { openPostgresSource } from '#connectors/postgres/source.ts';
import { openPostgresSink } from '#connectors/postgres/sink.ts';
import { type Sql, sql } from '#kernel/db.ts';
import { createLog, createMetrics } from '#kernel/observe.ts';
import type { MoverNeeds } from '#planes/mover/runs/needs.ts';
import { type Mover, createMover } from '#planes/mover/runs/runner.ts';
import { createAudited } from '#record/audited.ts';
import { type Entry, decodeEntry, unpackEntries } from '#record/entry.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import type { Receipt, RunNotice } from '#vocabulary/moves.ts';
import type { CollectPlan, MovePlan, RunPlan } from '#vocabulary/plans.ts';
import { connector, type Storage } from '../src/storage.ts';
import { type Scratch, createPostgres } from './connectors/databases.ts';
import { item } from './connectors/suite.ts';
import { type CutProxy, cutProxy } from './cutProxy.ts';
import { freshStorage } from './database.ts';

export interface MoverOptions extends Pick<MoverNeeds, 'leaseSeconds' | 'retrySeconds' | 'pieces'> {
  /** Addresses on this machine that the rule about addresses lets pass. */
  exempt?: string[];
}

/** A mover over the platform's database, in this process. */
export function moverOver(
  storage: Pick<Storage, 'keys' | 'urlFor'> & { pools: Pick<Storage['pools'], 'mover'> },
  { exempt = [], ...options }: MoverOptions,
  now: () => number = Date.now,
): Mover {
  return createMover({
    pool: storage.pools.mover,
    connect: connector(storage, 'mover'),
    keys: storage.keys,
    clock: { now },
    addresses: { exempt: new Set(exempt), own: new Set() },
    openSource: ({ password, ...address }) => openPostgresSource(address, password),
    openSink: ({ password, ...address }) => openPostgresSink(address, password),
    metrics: createMetrics(),
    log: createLog('fatal'),
    signal: new AbortController().signal,
    ...options,
  });
}

export interface RunState {
  id: number;
  no: string;
  state: string;
  stage: string;
  rowsRead: number;
  rowsWritten: number;
  setAside: number;
  attempt: number;
  leaseUntil: Date | null;
  problemCode: string | null;
  problemFacts: Record<string, string>;
  receipt: Receipt | null;
  notices: RunNotice[];
}

export interface MoverChild {
  process: ChildProcess;
  /** The signal that ended it, or its exit code. */
  ended: Promise<NodeJS.Signals | number | null>;
  kill(): Promise<void>;
}

export interface MoverHouse {
  storage: Storage;
  /** What the provider has and what the consumer gets; and the ways to both, which can be cut. */
  from: Scratch;
  to: Scratch;
  ways: { from: CutProxy; to: CutProxy };
  owner: pg.Client;
  movePlan(changes?: Partial<MovePlan>): MovePlan;
  collectPlan(changes?: Partial<CollectPlan>): CollectPlan;
  /** Orders a run; answers its number. */
  order(plan: RunPlan, more?: { priority?: number }): Promise<number>;
  look(id: number): Promise<RunState>;
  until(id: number, met: (run: RunState) => boolean, seconds?: number): Promise<RunState>;
  ended(id: number, seconds?: number): Promise<RunState>;
  start(options?: MoverOptions, now?: () => number): Mover;
  child(options?: MoverOptions, failpoint?: string): Promise<MoverChild>;
  write(what: Sql): Promise<unknown>;
  /** Entries that name the run. */
  recorded(no: string): Promise<Entry[]>;
  close(): Promise<void>;
}

const OPEN = ['queued', 'running', 'delivering'];

export async function moverHouse(label: string): Promise<MoverHouse> {
  const own = await freshStorage(label);
  const { storage } = own;
  const from = await createPostgres(`${label}_from`);
  const to = await createPostgres(`${label}_to`);
  const ways = {
    from: await cutProxy(from.address.host, from.address.port),
    to: await cutProxy(to.address.host, to.address.port),
  };
  const exempt = Object.values(ways).map(way => `127.0.0.1:${way.port}`);
  const owner = new pg.Client({ connectionString: storage.ownerUrl });
  await owner.connect();
  const audited = createAudited(storage.pools.write, () => Date.now());
  const write = (what: Sql): Promise<unknown> =>
    audited(PLATFORM, 'test.write', 'test', async tx => {
      await tx.run(what);
      return { value: undefined };
    });
  const movers: Mover[] = [];
  const children: MoverChild[] = [];
  let runs = 0;
  let grants = 0;

  await write(sql`insert into org.region values ('410400', '平顶山市', null, 'city')`);
  await write(sql`insert into org.department (key, name, name_en, short_name, region_code, kind, credit_code)
    values ('mz', '市民政局', 'Civil Affairs', '民政', '410400', 'government', '1'),
           ('gs', '市市场监督管理局', 'Market', '市监', '410400', 'government', '2')`);
  for (const [i, [scratch, way]] of (
    [
      [from, ways.from],
      [to, ways.to],
    ] as const
  ).entries()) {
    const { kind, database, user } = scratch.address;
    const sealed = storage.keys.seal('credentials', `plans.source/password/${i + 1}`, scratch.password);
    await write(sql`insert into plans.source (kind, host, port, database, username, password_sealed, department_id)
      values (${kind}, '127.0.0.1', ${way.port}, ${database}, ${user}, ${sealed}, ${2 - i})`);
  }

  const base = {
    provider: '市市场监督管理局',
    consumer: '市民政局',
    providerId: 2,
    consumerId: 1,
    entryId: 1,
    entryTitle: '户籍登记',
    table: { sourceId: 1, schema: 'public', table: 'person' },
    items: [item('id', 'bigint'), item('xm', 'text'), item('born', 'date'), item('changed', 'timestamp')],
    rows: [],
    key: ['id'],
  };

  const house: MoverHouse = {
    storage,
    from,
    to,
    ways,
    owner,
    movePlan: changes => ({
      ...base,
      kind: 'move',
      grantId: ++grants,
      version: 1,
      grantNo: `授-${grants}`,
      systemId: 1,
      scenario: '社会救助',
      from: 0,
      until: Date.UTC(2100, 0, 1),
      sink: { sourceId: 2, schema: 'shared', table: `t${grants}` },
      ...changes,
    }),
    collectPlan: changes => ({
      ...base,
      kind: 'collect',
      sink: { sourceId: 2, schema: 'pool', table: `c${++grants}` },
      ...changes,
    }),
    async order(plan, { priority = 5 } = {}) {
      const no = `运-2026-${String(++runs).padStart(6, '0')}`;
      const [grantId, version] = plan.kind === 'move' ? [plan.grantId, plan.version] : [null, null];
      let id = 0;
      await audited(PLATFORM, 'test.order', no, async tx => {
        if (plan.kind === 'move')
          await tx.run(sql`insert into plans.live (grant_id, version) values (${plan.grantId}, ${plan.version})
            on conflict (grant_id) do nothing`);
        ({ id } = await tx.get<{ id: number }>(sql`
          insert into plans.run (no, task_id, grant_id, version, plan, created_at, priority)
          values (${no}, ${plan.kind === 'move' ? plan.grantId : 1000}, ${grantId}, ${version}, ${JSON.stringify(plan)}, now(), ${priority})
          returning id`));
        await tx.run(sql`insert into plans.progress (run_id, expected) values (${id}, null)`);
        return { value: undefined };
      });
      return id;
    },
    async look(id) {
      const { rows } = await owner.query<RunState>(
        `select r.id, r.no, p.state, p.stage, p.rows_read::int as "rowsRead", p.rows_written::int as "rowsWritten",
           p.set_aside::int as "setAside", p.attempt, p.lease_until as "leaseUntil", p.problem_code as "problemCode",
           p.problem_facts as "problemFacts", p.receipt, p.notices
           from plans.run r join plans.progress p on p.run_id = r.id where r.id = $1`,
        [id],
      );
      assert.ok(rows[0], `run ${id}`);
      return rows[0];
    },
    async until(id, met, seconds = 90) {
      for (const end = Date.now() + seconds * 1000; ; ) {
        const run = await house.look(id);
        if (met(run)) return run;
        assert.ok(Date.now() < end, `the run stands at ${JSON.stringify(run)}`);
        await new Promise(done => setTimeout(done, 30));
      }
    },
    ended: (id, seconds) => house.until(id, run => !OPEN.includes(run.state), seconds),
    start(options = {}, now) {
      const mover = moverOver(storage, { exempt, ...options }, now);
      movers.push(mover);
      return mover;
    },
    async child(options = {}, failpoint = '') {
      const child = spawn(process.execPath, [resolve(import.meta.dirname, 'moverChild.ts')], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: {
          ...process.env,
          CHILD_DATA: own.folder,
          CHILD_DATABASE: own.config.databaseUrl,
          CHILD_OPTIONS: JSON.stringify({ exempt, ...options }),
          CHILD_FAILPOINT: failpoint,
        },
      });
      const ended = new Promise<NodeJS.Signals | number | null>(done =>
        child.once('exit', (code, signal) => done(signal ?? code)),
      );
      await Promise.race([
        new Promise(done => child.stdout.once('data', done)),
        ended.then(how => assert.fail(`the mover ended (${how}) before it moved`)),
      ]);
      const one: MoverChild = {
        process: child,
        ended,
        async kill() {
          child.kill('SIGKILL');
          await ended;
        },
      };
      children.push(one);
      return one;
    },
    write,
    async recorded(no) {
      const { rows } = await owner.query<{ n: number; body: Buffer }>(
        'select n, body from record.batch where log = 2 order by first',
      );
      return rows
        .flatMap(row => unpackEntries(row.body, row.n).map(bytes => decodeEntry(bytes)))
        .filter(({ body }) => (body.facts as { runNo?: string } | undefined)?.runNo === no);
    },
    async close() {
      for (const child of children) await child.kill();
      for (const mover of movers) await mover.close();
      await Promise.all(Object.values(ways).map(way => way.close()));
      await owner.end();
      await own.close();
      await from.drop();
      await to.drop();
    },
  };
  return house;
}

/** How many rows differ between two tables or queries, doubles as often as they are; both in one database. */
export async function differences(scratch: Scratch, a: string, b: string): Promise<number> {
  const [row] = (await scratch.run(
    `select (select count(*) from ((${a}) except all (${b})) x) + (select count(*) from ((${b}) except all (${a})) y) as n`,
  )) as { n: string | number }[];
  return Number(row?.n);
}
