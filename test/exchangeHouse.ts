/** A control plane with exchange tasks, a mover, a published and mounted entry, and the databases of two departments. */
import assert from 'node:assert/strict';
import { openPostgresSource } from '#connectors/postgres/source.ts';
import { openPostgresSink } from '#connectors/postgres/sink.ts';
import { reader, sql } from '#kernel/db.ts';
import type { Content } from '#modules/catalog/index.ts';
import {
  type ExchangeNeeds,
  createExchange,
  createTargetProbe,
  declareExchange,
} from '#modules/exchange/index.ts';
import { createProbe, createResources, declareResources } from '#modules/resources/index.ts';
import { outputColumns } from '#planes/mover/ports.ts';
import type { Mover } from '#planes/mover/runs/runner.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import type { MovePlan, PlanItem, SourceAddress } from '#vocabulary/plans.ts';
import { entryContent, entryItem } from './catalogEntries.ts';
import { type Scratch, createPostgres } from './connectors/databases.ts';
import { type Client, type ControlPlane, openControlPlane } from './controlPlane.ts';
import { moverOver } from './moverHouse.ts';

export interface Run {
  id: number;
  no: string;
  taskId: number;
  state: string;
  mode: string;
  apply: string;
  trigger: string;
  rowsRead: number;
  rowsWritten: number;
  setAside: number;
  priority: number;
  problem: string;
  resendOf: { no: string } | null;
  resends: { id: number; state: string }[];
  steps: { step: string; state: string }[];
  notices: { kind: string; zh: string }[];
  receipt: { rowsRead: number; rowsWritten: number; setAside: number; mode: string; equal: boolean } | null;
  next: { at: string | null; zh: string } | null;
  actions: string[];
}
export interface Task {
  id: number;
  plan: { zh: string };
  paused: boolean;
  nextAt: string | null;
  waitingSince: string | null;
  waitingFor: { zh: string } | null;
  troubles: { kind: string; zh: string }[];
  lastRun: Run | null;
  settings: { mode: { kind: string }; priority: number };
  actions: string[];
}

interface Report {
  rows: number;
  right: number;
  saved: number;
  faults: { cell: string }[];
}

/** What a test's platform needs for an exchange, besides its control plane. */
export const exchangeOver = (
  city: ControlPlane,
  more: Pick<ExchangeNeeds, 'grants' | 'resources'> & Partial<ExchangeNeeds>,
) =>
  createExchange({
    db: city.db,
    secrets: reader(city.storage.pools.write),
    audited: city.audited,
    keys: city.keys,
    clock: city.clock,
    catalog: city.catalog,
    standards: city.standards,
    organizations: city.organizations,
    deadlines: city.deadlines,
    messages: city.messages,
    pools: { collectionOf: () => Promise.resolve(undefined) },
    target: createTargetProbe({
      openSink: ({ password, ...address }) => openPostgresSink(address, password),
      openSource: ({ password, ...address }) => openPostgresSource(address, password),
      columnsOf: outputColumns,
    }),
    onNoFolder: () => undefined,
    ...more,
  });

/** Items of the entry with their columns: identifier, one that is masked, codes, a number with a check digit, times. */
const ITEMS: [Content['items'][number], string][] = [
  [entryItem('编号', { type: 'bigint', identifier: true }), 'id'],
  [entryItem('公民身份号码', { identifier: true, sensitivity: 3, element: 'DE00001' }), 'idno'],
  [entryItem('姓名', { sensitivity: 3, mask: { kind: 'name' } }), 'xm'],
  [entryItem('性别', { codeTable: 'gender', required: false }), 'xb'],
  [entryItem('更新时间', { type: 'timestamp' }), 'changed'],
];

export async function exchangeHouse(label: string) {
  const city = await openControlPlane(label);
  const from = await createPostgres(`${label}_from`);
  const to = await createPostgres(`${label}_to`);
  await from.run(`
    create table person (id bigint primary key, idno text, xm text, xb text, changed timestamp);
    insert into person select i, '11010519491231002X', '张三丰', (1 + i % 2)::text, timestamp '2026-01-01' + i * interval '1 hour'
      from generate_series(1, 100) i`);
  const place = `${from.address.host}:${from.address.port}`;
  const open = ({ password, ...address }: SourceAddress & { password: string }) =>
    openPostgresSource(address, password);
  const resources = createResources({
    db: city.db,
    secrets: reader(city.storage.pools.write),
    audited: city.audited,
    keys: city.keys,
    catalog: city.catalog,
    organizations: city.organizations,
    policy: city.policy,
    sources: city.sources,
    probe: createProbe(open),
    addresses: { exempt: new Set([place]), own: new Set() },
  });
  declareResources({ http: city.http, resources });
  const grants = new Map<number, { plan: Omit<MovePlan, 'sink'> }>();
  const exchange = exchangeOver(city, { resources, grants: { facts: grantFacts } });
  declareExchange({ http: city.http, exchange });

  async function done<T>(
    who: [string, Parameters<ControlPlane['as']>[1]],
    url: string,
    body: object,
  ): Promise<T> {
    const reply = await (await city.as(...who)).post<T>(url, body);
    assert.ok(reply.status < 300, `${url}: ${JSON.stringify(reply.body)}`);
    return reply.body;
  }
  async function register(department: string, { address, password }: Scratch, use: string): Promise<number> {
    const body = { ...address, use, password, note: '' };
    return (await done<{ source: { id: number } }>([department, 'data_officer'], '/api/sources', body)).source
      .id;
  }

  const content = entryContent('户籍登记', { items: ITEMS.map(([item]) => item) });
  const { entry } = await done<{ entry: { id: number } }>(['market', 'data_officer'], '/api/entries', {
    content,
  });
  const act = `/api/entries/${entry.id}/actions`;
  await done(['market', 'data_officer'], act, { action: 'submit' });
  await done(['market', 'sharing_head'], act, { action: 'sign_office' });
  await done(['market', 'department_head'], act, { action: 'sign_department' });
  await done(['authority', 'authority'], act, { action: 'publish' });
  const provide = await register('market', from, 'provide');
  const receive = await register('civil', to, 'receive');
  await done(['market', 'data_officer'], '/api/resources', {
    entryId: entry.id,
    sourceId: provide,
    schema: 'public',
    table: 'person',
    mapping: ITEMS.map(([item, column]) => ({ item: item.name, column })),
  });

  /** What sharing would say of a grant: alive as long as its plan is. */
  async function grantFacts(id: number) {
    const grant = grants.get(id);
    if (!grant) return undefined;
    const { version = 0 } =
      (await city.db.find<{ version: number }>(sql`select version from plans.live where grant_id = ${id}`)) ??
      {};
    const { grantNo: no, entryId, entryTitle, providerId, consumerId } = grant.plan;
    const state = version > 0 ? 'active' : 'revoked';
    return { id, no, state, version, entryId, entryTitle, providerId, consumerId, mode: 'batch', ...grant };
  }

  const departmentOf = (key: string): number => city.departments[key] ?? 0;
  let mover: Mover | undefined;
  let tables = 0;
  const officer = (): Promise<Client> => city.as('civil', 'data_officer');

  const house = {
    city,
    from,
    to,
    exchange,
    resources,
    facts: grantFacts,
    entryId: entry.id,
    sources: { provide, receive },
    grants,
    done,
    officer,
    provider: (): Promise<Client> => city.as('market', 'data_officer'),

    async giveGrant(changes: Partial<Omit<MovePlan, 'sink'>> = {}): Promise<number> {
      const id = grants.size + 1;
      const plan: Omit<MovePlan, 'sink'> = {
        kind: 'move',
        grantId: id,
        version: 1,
        grantNo: `授-2026-0000${id}`,
        provider: '平顶山市市场监督管理局',
        consumer: '平顶山市民政局',
        providerId: departmentOf('market'),
        consumerId: departmentOf('civil'),
        systemId: 1,
        scenario: '社会救助',
        entryId: entry.id,
        entryTitle: '户籍登记',
        table: { sourceId: provide, schema: 'public', table: 'person' },
        items: ITEMS.map(
          ([{ name, type, identifier, mask }, column]): PlanItem => ({
            name,
            column,
            type,
            mask: mask.kind === 'name' ? { kind: 'name' } : { kind: 'none' },
            filter: identifier,
          }),
        ),
        rows: [],
        key: ['编号'],
        from: 0,
        until: Date.UTC(2100, 0, 1),
        ...changes,
      };
      await city.audited(PLATFORM, 'test.grant', `grant:${id}`, async tx => {
        await tx.run(sql`insert into plans.live (grant_id, version) values (${id}, 1)`);
        return { value: undefined };
      });
      grants.set(id, { plan });
      return id;
    },
    async revoke(grantId: number): Promise<void> {
      await city.audited(PLATFORM, 'test.revoke', `grant:${grantId}`, async tx => {
        await tx.run(sql`update plans.live set version = 0 where grant_id = ${grantId}`);
        return { value: undefined };
      });
    },

    /** A task of a grant of its own, told so. */
    async newTask(settings: object = {}, grantId?: number): Promise<{ id: number; table: string }> {
      const table = `t${++tables}`;
      const body = {
        grantId: grantId ?? (await house.giveGrant()),
        sourceId: receive,
        schema: 'shared',
        table,
        settings,
      };
      const { task } = await done<{ task: Task }>(['civil', 'data_officer'], '/api/exchange/tasks', body);
      return { id: task.id, table };
    },
    task: async (id: number): Promise<Task> =>
      (await (await officer()).get<Task>(`/api/exchange/tasks/${id}`)).body,
    runsOf: async (taskId: number): Promise<Run[]> =>
      (await (await officer()).get<{ items: Run[] }>(`/api/exchange/runs?taskId=${taskId}`)).body.items,
    order: async (taskId: number): Promise<Run> =>
      (await done<{ run: Run }>(['civil', 'data_officer'], `/api/exchange/tasks/${taskId}/runs`, {})).run,
    async ended(id: number, seconds = 30): Promise<Run> {
      mover ??= moverOver(city.storage, { exempt: [place], leaseSeconds: 2, retrySeconds: [] });
      for (const end = Date.now() + seconds * 1000; ; ) {
        const { body: run } = await (await officer()).get<Run>(`/api/exchange/runs/${id}`);
        if (!['queued', 'running', 'delivering'].includes(run.state)) return run;
        assert.ok(Date.now() < end, `the run stands at ${JSON.stringify(run)}`);
        await new Promise(resolve => setTimeout(resolve, 50));
      }
    },
    /** Messages to the officers of a department, the newest first. */
    told: async (department: string): Promise<{ zh: string; settled: boolean; path: string }[]> =>
      (
        await (
          await city.as(department, 'data_officer')
        ).get<{ items: { zh: string; settled: boolean; path: string }[] }>('/api/messages')
      ).body.items,
    /** A file sent in, with what became of it. */
    async upload(department: string, url: string, payload: Buffer): Promise<Report> {
      const headers = { ...(await house.session(department)), 'content-type': 'application/octet-stream' };
      const reply = await city.http.app.inject({ method: 'POST', url, headers, payload });
      assert.equal(reply.statusCode, 200, reply.body);
      return reply.json<Report>();
    },
    async bytes(department: string, url: string): Promise<Buffer> {
      const reply = await city.http.app.inject({
        method: 'GET',
        url,
        headers: await house.session(department),
      });
      assert.equal(reply.statusCode, 200, reply.body);
      return reply.rawPayload;
    },
    async session(department: string): Promise<Record<string, string>> {
      const reply = await city.http.app.inject({
        method: 'POST',
        url: '/api/session',
        payload: { login: `${department}.data_officer`, password: 'Shuqiao-2026' },
      });
      const [cookie = ''] = String(reply.headers['set-cookie']).split(';');
      return { cookie, 'x-csrf-token': reply.json<{ csrf: string }>().csrf };
    },
    async close(): Promise<void> {
      await mover?.close();
      await city.close();
      await from.drop();
      await to.drop();
    },
  };
  return house;
}

export type ExchangeHouse = Awaited<ReturnType<typeof exchangeHouse>>;
