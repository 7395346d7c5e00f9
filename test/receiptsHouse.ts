/** A control plane with a mover, a ledger that seals, and two departments’ databases: runs with receipts to take away. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { sql } from '#kernel/db.ts';
import { createLog } from '#kernel/observe.ts';
import { createEntryPacks } from '#modules/evidence/index.ts';
import { createReceipts, declareReceipts } from '#modules/exchange/index.ts';
import { createIntegrator, createLedger, createProofs, createTiles } from '#modules/ledger/index.ts';
import { refuse } from '#kernel/errors.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import type { ComparisonSummary, Receipt } from '#vocabulary/moves.ts';
import type { CollectPlan, MovePlan, PlanItem, RunPlan } from '#vocabulary/plans.ts';
import type { ReceiptFile } from '#vocabulary/receiptFile.ts';
import { createPostgres } from './connectors/databases.ts';
import { openControlPlane } from './controlPlane.ts';
import { declarePublic } from '../src/modules/ledger/publicRoutes.ts';
import { moverOver } from './moverHouse.ts';

export interface SeenRun {
  no: string;
  state: string;
  problemCode: string | null;
  problemFacts: Record<string, string>;
  receipt: Receipt | null;
  comparison: ComparisonSummary | null;
  compareRequested: boolean;
  differsUntold: boolean;
}

const ITEMS: PlanItem[] = (
  [
    ['公民身份号码', 'idno', 'text', { kind: 'none' }],
    ['姓名', 'xm', 'text', { kind: 'name' }],
    ['收入', 'income', 'numeric', { kind: 'none' }],
    ['更新时间', 'changed', 'timestamp', { kind: 'none' }],
  ] as const
).map(([name, column, type, mask]) => ({ name, column, type, mask, filter: false }));

const ROOT = resolve(import.meta.dirname, '..');

export async function receiptsHouse(label: string) {
  const city = await openControlPlane(label);
  const { storage, db, audited } = city;
  const from = await createPostgres(`${label}_from`);
  const to = await createPostgres(`${label}_to`);
  const outside = mkdtempSync(join(tmpdir(), 'shuqiao-receipts-'));
  const ending = new AbortController();
  const clock = { now: () => Date.now() };
  const integrator = createIntegrator({
    pool: storage.pools.worker,
    keys: storage.keys,
    clock,
    outside,
    name: 'shuqiao.test',
    log: createLog('fatal'),
    signal: ending.signal,
    sealEvery: 50,
  });
  const owner = new pg.Client({ connectionString: storage.ownerUrl });
  await owner.connect();
  const departmentOf = (key: string): number => city.departments[key] ?? 0;
  const receipts = createReceipts({
    db,
    audited,
    keys: storage.keys,
    // Both sides see a run, and an authority all of them.
    seen: async (actor, runId) => {
      const { plan } = await db.get<{ plan: RunPlan }>(sql`select plan from plans.run where id = ${runId}`);
      const party = [plan.providerId, plan.consumerId].includes(actor.departmentId);
      if (!party && actor.role !== 'authority') throw refuse.not_found();
    },
    prove: createEntryPacks({
      db,
      proofs: createProofs({ db, workerPool: storage.pools.worker, clock }),
      cosignatures: () => Promise.resolve([]),
    }),
  });
  declareReceipts({ http: city.http, receipts });
  const workerPool = storage.pools.worker;
  const ledger = createLedger({
    db,
    workerPool,
    audited,
    keys: storage.keys,
    clock,
    outside,
    retentionMonths: 36,
  });
  declarePublic(city.http, ledger, createTiles(db, workerPool));
  for (const [i, [scratch, key]] of (
    [
      [from, 'market'],
      [to, 'civil'],
    ] as const
  ).entries()) {
    const { kind, host, port, database, user } = scratch.address;
    await audited(PLATFORM, 'test.source', key, async tx => {
      const sealed = storage.keys.seal('credentials', `plans.source/password/${i + 1}`, scratch.password);
      await tx.run(sql`insert into plans.source (kind, host, port, database, username, password_sealed, department_id)
        values (${kind}, ${host}, ${port}, ${database}, ${user}, ${sealed}, ${departmentOf(key)})`);
      return { value: undefined };
    });
  }
  await audited(PLATFORM, 'test.account', 'account', async tx => {
    await city.organizations.addAccount(
      tx,
      {
        login: 'authority.security',
        name: '安全员',
        password: 'Shuqiao-2026',
        mustChange: false,
        isDemo: false,
      },
      [{ departmentId: departmentOf('authority'), role: 'security', since: '2026-01-01' }],
    );
    return { value: undefined };
  });

  const { host, port } = from.address;
  const mover = moverOver(storage, { exempt: [`${host}:${port}`], leaseSeconds: 2 });
  let runs = 0;

  const base = {
    provider: '平顶山市市场监督管理局',
    providerId: departmentOf('market'),
    consumer: '平顶山市民政局',
    consumerId: departmentOf('civil'),
    entryId: 1,
    entryTitle: '户籍登记',
    table: { sourceId: 1, schema: 'public', table: 'person' },
    items: ITEMS,
    rows: [],
    key: ['公民身份号码'],
  };

  const house = {
    city,
    from,
    to,
    /** The file of seal points of the log of use, outside the database. */
    seals: join(outside, 'checkpoints-usage-1.log'),
    receipts,
    owner,
    movePlan: (changes: Partial<MovePlan> = {}): MovePlan => ({
      ...base,
      kind: 'move',
      grantId: ++runs,
      version: 1,
      grantNo: `授-2026-${runs}`,
      systemId: 1,
      scenario: '社会救助',
      from: 0,
      until: Date.UTC(2100, 0, 1),
      sink: { sourceId: 2, schema: 'shared', table: `t${runs}` },
      ...changes,
    }),
    collectPlan: (changes: Partial<CollectPlan> = {}): CollectPlan => ({
      ...base,
      kind: 'collect',
      consumer: '平顶山市政务服务和大数据管理局',
      consumerId: departmentOf('authority'),
      sink: { sourceId: 2, schema: 'pool', table: `c${++runs}` },
      ...changes,
    }),
    async order(plan: RunPlan): Promise<number> {
      const no = `运-2026-${String(++runs).padStart(6, '0')}`;
      const [grantId, version] = plan.kind === 'move' ? [plan.grantId, plan.version] : [null, null];
      const { value } = await audited(PLATFORM, 'test.order', no, async tx => {
        if (plan.kind === 'move')
          await tx.run(
            sql`insert into plans.live (grant_id, version) values (${plan.grantId}, ${plan.version}) on conflict do nothing`,
          );
        const { id } = await tx.get<{ id: number }>(sql`
          insert into plans.run (no, task_id, grant_id, version, plan, created_at)
          values (${no}, 1, ${grantId}, ${version}, ${JSON.stringify(plan)}, now()) returning id`);
        await tx.run(sql`insert into plans.progress (run_id, expected) values (${id}, null)`);
        return { value: id };
      });
      return value;
    },
    async look(id: number): Promise<SeenRun> {
      const { rows } = await owner.query<SeenRun>(
        `select r.no, p.state, p.problem_code as "problemCode", p.problem_facts as "problemFacts", p.receipt, p.comparison,
           p.compare_requested as "compareRequested", p.differs_untold as "differsUntold"
           from plans.run r join plans.progress p on p.run_id = r.id where r.id = $1`,
        [id],
      );
      assert.ok(rows[0]);
      return rows[0];
    },
    async until(id: number, met: (run: SeenRun) => boolean): Promise<SeenRun> {
      for (const end = Date.now() + 30_000; ; ) {
        const run = await house.look(id);
        if (met(run)) return run;
        assert.ok(Date.now() < end, `the run stands at ${JSON.stringify(run)}`);
        await new Promise(done => setTimeout(done, 30));
      }
    },
    async delivered(plan: RunPlan): Promise<{ id: number; receipt: Receipt; no: string }> {
      const id = await house.order(plan);
      const run = await house.until(id, one => !['queued', 'running', 'delivering'].includes(one.state));
      assert.equal(run.state, 'delivered', JSON.stringify(run));
      assert.ok(run.receipt);
      return { id, receipt: run.receipt, no: run.no };
    },
    /** As the schedule or a person asks for it. */
    async compared(id: number): Promise<SeenRun> {
      await owner.query('update plans.progress set compare_requested = true where run_id = $1', [id]);
      return house.until(id, run => !run.compareRequested);
    },
    async revoke(grantId: number): Promise<void> {
      await audited(PLATFORM, 'test.revoke', `grant:${grantId}`, async tx => {
        await tx.run(sql`update plans.live set version = 0 where grant_id = ${grantId}`);
        return { value: undefined };
      });
    },
    async file(id: number, department: 'civil' | 'market' | 'authority' = 'civil'): Promise<ReceiptFile> {
      const role = department === 'authority' ? 'authority' : 'data_officer';
      const reply = await (await city.as(department, role)).text(`/api/exchange/runs/${id}/receipt`);
      assert.equal(reply.status, 200, reply.body);
      return JSON.parse(reply.body) as ReceiptFile;
    },
    /** Keeps a file as somebody would who downloaded it. */
    keep(file: ReceiptFile, name = 'receipt.json'): string {
      const path = join(outside, name);
      writeFileSync(path, JSON.stringify(file));
      return path;
    },
    /** A command of the terminal; both streams as one text. */
    command: (words: string[], env: Record<string, string> = {}): Promise<{ code: number; said: string }> =>
      new Promise(done =>
        execFile(
          process.execPath,
          [join(ROOT, 'bin', 'shuqiao.mjs'), ...words],
          { env: { ...process.env, ...env } },
          (error, stdout, stderr) =>
            done({
              code: typeof error?.code === 'number' ? error.code : error ? -1 : 0,
              said: stdout + stderr,
            }),
        ),
      ),
    /** The public log of use, as the network reads it. */
    async logUrl(): Promise<string> {
      return `${await city.http.app.listen({ port: 0, host: '127.0.0.1' })}/ledger/usage/1`;
    },
    async close(): Promise<void> {
      await mover.close();
      ending.abort();
      await integrator.done;
      await owner.end();
      await city.close();
      await from.drop();
      await to.drop();
      rmSync(outside, { recursive: true, force: true });
    },
  };
  return house;
}

export type ReceiptsHouse = Awaited<ReturnType<typeof receiptsHouse>>;
