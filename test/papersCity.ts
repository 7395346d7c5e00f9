/** A city where departments apply for an entry, answer, and hand papers to each other. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgresSource } from '#connectors/postgres/source.ts';
import { reader } from '#kernel/db.ts';
import { createLog } from '#kernel/observe.ts';
import type { EntryView } from '#modules/catalog/index.ts';
import { declareGrants } from '#modules/grants/index.ts';
import { createIntegrator } from '#modules/ledger/index.ts';
import {
  applicationOwner,
  createAttachments,
  createPapers,
  declareAttachments,
  declarePapers,
  grantOwner,
} from '#modules/papers/index.ts';
import { createProbe, createResources, declareResources } from '#modules/resources/index.ts';
import { declareSharing } from '#modules/sharing/index.ts';
import type { Role } from '#vocabulary/permissions.ts';
import { entryContent } from './catalogEntries.ts';
import { createPostgres } from './connectors/databases.ts';
import { openControlPlane } from './controlPlane.ts';
import { sharingOver } from './sharingHouse.ts';

const PASSWORD = 'Shuqiao-2026';

export interface Case {
  id: number;
  no: string;
  state: string;
  grantId: number | null;
}

const MARKET: Who = ['market', 'data_officer'];
const ITEMS = ['公民身份号码', '姓名', '登记日期'];

export type Who = readonly [department: string, role: Role];

export async function openPapersCity() {
  const city = await openControlPlane('papers');
  const { storage, db, audited, http } = city;
  const registry = await createPostgres('papers');
  const READER = `sq_papers_${process.pid}`;
  await registry.run(`create schema civil; create table civil.marriage (sfzh varchar(18), xm text, djrq date);
    create role ${READER} login password 'x'; grant usage on schema civil to ${READER}; grant select on civil.marriage to ${READER}`);
  const { host, port, database } = registry.address;
  const resources = createResources({
    ...city,
    secrets: reader(storage.pools.write),
    keys: storage.keys,
    probe: createProbe(({ password, ...address }) => openPostgresSource(address, password)),
    addresses: { exempt: new Set([`${host}:${port}`]), own: new Set() },
  });
  /** Calls of each grant, as the ledger would tell of them. */
  const used = new Map<number, number>();
  const { grants, sharing } = sharingOver(city, resources, {
    use: {
      usage: async ids =>
        new Map(
          ids.flatMap(grantId => {
            const calls = used.get(grantId);
            return calls === undefined
              ? []
              : [[grantId, { grantId, calls, failures: 0, rows: calls, lastAt: new Date(city.clock.now()) }]];
          }),
        ),
      usageByDay: async () => [],
      reads: async () => ({ looked: 0, capped: false, versions: new Map() }),
    },
  });
  const attachments = createAttachments({
    db,
    audited,
    policy: city.policy,
    owners: { application: applicationOwner(sharing), grant: grantOwner(grants) },
  });
  const papers = createPapers({
    ...city,
    sharing,
    grants,
    attached: (object, at) => attachments.namesAt(object, at),
    demonstration: true,
  });
  declareResources({ http, resources });
  declareSharing({ http, sharing });
  declareGrants({
    http,
    grants,
    recordsOfGrant: async () => ({ total: 0, more: false, items: [] }),
  });
  declarePapers({ http, papers });
  declareAttachments({ http, attachments });

  async function done<T>([department, role]: Who, url: string, body: object): Promise<T> {
    const reply = await (await city.as(department, role)).post<T>(url, body);
    assert.ok(reply.status < 300, `${url}: ${JSON.stringify(reply.body)}`);
    return reply.body;
  }

  const officer: Who = ['civil', 'data_officer'];
  /** Published, and applied for under conditions. */
  async function published(title: string): Promise<number> {
    const content = entryContent(title, {
      shareType: 'conditional',
      basis: { rank: 'law', title: '中华人民共和国个人信息保护法', article: '第三十四条' },
      conditions: ['仅用于社会救助核对'],
    });
    const { entry } = await done<{ entry: EntryView }>(officer, '/api/entries', { content });
    const step = `/api/entries/${entry.id}/actions`;
    await done(officer, step, { action: 'submit' });
    await done(['civil', 'sharing_head'], step, { action: 'sign_office' });
    await done(['civil', 'department_head'], step, { action: 'sign_department' });
    await done(['authority', 'authority'], step, { action: 'publish' });
    return entry.id;
  }
  const entryId = await published('婚姻登记信息');
  const { source } = await done<{ source: { id: number } }>(officer, '/api/sources', {
    use: 'provide',
    kind: 'postgres',
    host,
    port,
    database,
    user: READER,
    password: 'x',
    note: '',
  });
  await done(officer, '/api/resources', {
    entryId,
    sourceId: source.id,
    schema: 'civil',
    table: 'marriage',
    mapping: [
      { item: '公民身份号码', column: 'sfzh' },
      { item: '姓名', column: 'xm' },
      { item: '登记日期', column: 'djrq' },
    ],
  });
  /** Each application has a system of its own: a system holds one grant on an entry. */
  let systems = 0;
  async function common(): Promise<object> {
    systems += 1;
    const { system } = await done<{ system: { id: number } }>(MARKET, '/api/systems', {
      name: `登记系统 ${systems}`,
      addresses: ['10.1.0.0/16'],
    });
    return {
      matter: '市场主体登记',
      ground: '市场主体登记管理条例第十六条',
      scenario: '业务协同',
      scope: '登记窗口',
      until: '2027-06-30',
      systemId: system.id,
      declaration: true,
    };
  }

  async function headersOf([department, role]: Who): Promise<Record<string, string>> {
    const reply = await http.app.inject({
      method: 'POST',
      url: '/api/session',
      payload: { login: `${department}.${role}`, password: PASSWORD },
    });
    const [cookie = ''] = String(reply.headers['set-cookie']).split(';');
    return { cookie, 'x-csrf-token': reply.json<{ csrf: string }>().csrf };
  }

  // Last: it keeps the process alive, whatever fails before.
  const outside = mkdtempSync(join(tmpdir(), 'shuqiao-papers-'));
  const ending = new AbortController();
  const integrator = createIntegrator({
    pool: storage.pools.worker,
    keys: storage.keys,
    clock: city.clock,
    outside,
    name: 'shuqiao.test',
    log: createLog('fatal'),
    signal: ending.signal,
    sealEvery: 50,
  });
  return {
    ...city,
    entryId,
    published,

    /** A draft of the market department. */
    async drafted(more: object = {}): Promise<Case> {
      const line = { entryId, mode: 'query', items: ITEMS, rows: [] };
      return (
        await done<{ application: Case }>(MARKET, '/api/applications', {
          ...(await common()),
          ...line,
          ...more,
        })
      ).application;
    },

    /** Several entries in one form. */
    async form(entries: readonly number[]): Promise<{ formNo: string; applications: Case[] }> {
      const lines = entries.map(id => ({ entryId: id, mode: 'query', items: ITEMS, rows: [] }));
      return done(MARKET, '/api/applications/forms', { ...(await common()), lines });
    },

    /** A step of a grant. */
    actOnGrant: (who: Who, id: number, body: object) =>
      done<{ grant: { state: string } }>(who, `/api/grants/${id}/actions`, body),

    /** The consumer has called, and the platform has noticed. */
    async use(grantId: number): Promise<void> {
      used.set(grantId, 5);
      await grants.everyMinute();
    },

    act: (who: Who, id: number, body: object) =>
      done<{ application: Case }>(who, `/api/applications/${id}/actions`, body),

    /** Any request, with what came back as it is. */
    async send(who: Who, method: 'GET' | 'POST' | 'DELETE', url: string, file?: Buffer) {
      const headers = await headersOf(who);
      return http.app.inject({ method, url, headers, ...(file ? { payload: file } : {}) });
    },

    close: async () => {
      ending.abort();
      await integrator.done;
      rmSync(outside, { recursive: true });
      await city.close();
      await registry.run(`drop owned by ${READER}; drop role ${READER}`);
      await registry.drop();
    },
  };
}

export type PapersCity = Awaited<ReturnType<typeof openPapersCity>>;
