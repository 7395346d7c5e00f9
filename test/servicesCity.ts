/** A city in which civil affairs serves a table and the market department calls it: control plane, gateway, real databases. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { openSource } from '#connectors/open.ts';
import { reader, sql } from '#kernel/db.ts';
import { listen } from '#kernel/listen.ts';
import { createLog, createMetrics } from '#kernel/observe.ts';
import type { Content, EntryView } from '#modules/catalog/index.ts';
import { declareGrants } from '#modules/grants/index.ts';
import { createProbe, createResources, declareResources } from '#modules/resources/index.ts';
import { type CallServices, createServices, declareServices } from '#modules/services/index.ts';
import { declareSharing } from '#modules/sharing/index.ts';
import { createGateway } from '#planes/gateway/gateway.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import type { Role } from '#vocabulary/permissions.ts';
import { entryContent, entryItem } from './catalogEntries.ts';
import { createPostgres } from './connectors/databases.ts';
import { openControlPlane } from './controlPlane.ts';
import { until } from './instance.ts';
import { sharingOver } from './sharingHouse.ts';
import { connector } from '../src/storage.ts';

export const KNOWN = '410403199001010011';
export const UNKNOWN = '410403199001010038';

export interface System {
  id: number;
  rid: string;
  appSecret: string;
}

export interface CallReply {
  status: number;
  headers: Headers;
  body: { code: string; message: string; data: unknown };
}

interface Case {
  id: number;
  state: string;
  grantId: number | null;
}

const ITEMS = [
  entryItem('公民身份号码', { identifier: true, sensitivity: 3 }),
  entryItem('姓名', { sensitivity: 3, mask: { kind: 'name' } }),
  entryItem('性别', { length: 1 }),
  entryItem('子女数', { type: 'bigint' }),
  entryItem('登记日期', { type: 'date' }),
];

export async function openServicesCity(label: string) {
  const city = await openControlPlane(label);
  const { storage, db, audited, http } = city;
  const registry = await createPostgres(label);
  const role = `sq_${label}_${process.pid}`;
  await registry.run(`create schema civil;
    create table civil.person (sfzh varchar(18), xm text, xb text, zns int, djrq date);
    create index on civil.person (sfzh);
    insert into civil.person values ('${KNOWN}', '张三丰', '男', 2, '2020-01-01'), ('410403199001010020', '欧阳修', '女', 0, '2021-02-03');
    create table civil.person2 (idno varchar(18), name text, sex text, children int, day date);
    insert into civil.person2 select * from civil.person; create index on civil.person2 (idno);
    create role ${role} login password 'x'; grant usage on schema civil to ${role};
    grant select on all tables in schema civil to ${role}`);
  const { host, port, database } = registry.address;
  const keys = storage.keys;
  const resources = createResources({
    ...city,
    secrets: reader(storage.pools.write),
    keys,
    probe: createProbe(({ password, ...address }) => openSource({ ...address, password })),
    addresses: { exempt: new Set([`${host}:${port}`]), own: new Set() },
    afterMount: entryId => grants.entryMounted(entryId),
  });
  const services: CallServices = createServices({
    ...city,
    secrets: reader(storage.pools.write),
    keys,
    resources,
    repin: (tx, by, grantId) => grants.repin(tx, by, grantId),
    mustSee: (actor, grantId) => grants.mustSee(actor, grantId),
  });
  const { grants, sharing } = sharingOver(city, resources, {
    afterStep: (tx, step) => services.sandbox.follow(tx, step.applicationId),
  });
  declareResources({ http, resources });
  declareSharing({ http, sharing });
  declareGrants({ http, grants, recordsOfGrant: async () => ({ total: 0, more: false, items: [] }) });
  const connect = connector(storage, 'gateway');
  const gateway = createGateway({
    pool: storage.pools.gateway,
    connect,
    keys,
    clock: city.clock,
    openSource,
    trustedProxies: undefined,
    metrics: createMetrics(),
    log: createLog('fatal'),
  });
  const listening = await listen(['127.0.0.1'], 0, (req, res) => gateway.handle(req, res));
  const site = `http://127.0.0.1:${listening.port}`;
  declareServices({
    http,
    services,
    mustSeeCase: async (actor, id) => void (await sharing.get(actor, id)),
    siteOf: () => site,
  });

  async function done<T>(who: readonly [string, Role], url: string, body: object): Promise<T> {
    const reply = await (await city.as(...who)).post<T>(url, body);
    assert.ok(reply.status < 300, `${url}: ${JSON.stringify(reply.body)}`);
    return reply.body;
  }

  const { source } = await done<{ source: { id: number } }>(['civil', 'data_officer'], '/api/sources', {
    use: 'provide',
    kind: 'postgres',
    host,
    port,
    database,
    user: role,
    password: 'x',
    note: '',
  });
  const MAPPING = { 公民身份号码: 'sfzh', 姓名: 'xm', 性别: 'xb', 子女数: 'zns', 登记日期: 'djrq' };
  const mountBody = (table = 'person', mapping: Record<string, string> = MAPPING) => ({
    sourceId: source.id,
    schema: 'civil',
    table,
    mapping: Object.entries(mapping).map(([item, column]) => ({ item, column })),
  });

  async function entry(more: Partial<Content> = {}, mounted = true): Promise<number> {
    const title = more.title ?? `婚姻登记${Math.random().toString(36).slice(2, 8)}`;
    const made = await done<{ entry: EntryView }>(['civil', 'data_officer'], '/api/entries', {
      content: entryContent(title, {
        items: ITEMS,
        shareType: 'conditional',
        basis: { rank: 'law', title: '中华人民共和国个人信息保护法', article: '第三十四条' },
        conditions: ['仅用于市场主体登记'],
        ...more,
      }),
    });
    const { id } = made.entry;
    const act = `/api/entries/${id}/actions`;
    await done(['civil', 'data_officer'], act, { action: 'submit' });
    await done(['civil', 'sharing_head'], act, { action: 'sign_office' });
    await done(['civil', 'department_head'], act, { action: 'sign_department' });
    await done(['authority', 'authority'], act, { action: 'publish' });
    if (mounted) await done(['civil', 'data_officer'], '/api/resources', { entryId: id, ...mountBody() });
    return id;
  }

  let registered = 0;
  async function system(conventions?: readonly string[]): Promise<System> {
    registered += 1;
    const made = await done<{ system: { id: number; rid: string }; appSecret: string }>(
      ['market', 'data_officer'],
      '/api/systems',
      {
        name: `登记系统 ${registered}`,
        addresses: ['127.0.0.1/32'],
        ...(conventions ? { conventions } : {}),
      },
    );
    return { id: made.system.id, rid: made.system.rid, appSecret: made.appSecret };
  }

  async function applied(
    entryId: number,
    caller: System,
    {
      mode = 'query',
      items = ITEMS.map(item => item.name),
    }: { mode?: 'query' | 'verify'; items?: string[] } = {},
  ): Promise<number> {
    const { application } = await done<{ application: Case }>(
      ['market', 'data_officer'],
      '/api/applications',
      {
        entryId,
        mode,
        items,
        rows: [],
        matter: '市场主体登记',
        ground: '市场主体登记管理条例第十六条',
        scenario: '业务协同',
        scope: '登记窗口',
        until: `${new Date().getUTCFullYear() + 1}-06-30`,
        systemId: caller.id,
        declaration: true,
      },
    );
    await step(application.id, ['market', 'data_officer'], { action: 'submit' });
    await step(application.id, ['market', 'sharing_head'], { action: 'consent', note: '确有需要' });
    return application.id;
  }

  const step = async (id: number, who: readonly [string, Role], body: object): Promise<Case> =>
    (await done<{ application: Case }>(who, `/api/applications/${id}/actions`, body)).application;

  async function agreed(applicationId: number): Promise<number> {
    const { grantId } = await step(applicationId, ['civil', 'sharing_head'], { action: 'agree', note: '' });
    assert.ok(grantId !== null);
    return grantId;
  }

  async function call(
    { rid, appSecret }: Pick<System, 'rid' | 'appSecret'>,
    sid: string,
    body: object = { params: { 公民身份号码: KNOWN } },
  ): Promise<CallReply> {
    const rtime = String(city.clock.now());
    const sign = createHmac('sha256', appSecret)
      .update(sid + rid + rtime)
      .digest('base64');
    const reply = await fetch(`${site}/gateway/${sid}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        gjgxjhpt_rid: rid,
        gjgxjhpt_sid: sid,
        gjgxjhpt_rtime: rtime,
        gjgxjhpt_sign: sign,
      },
      body: JSON.stringify(body),
    });
    return { status: reply.status, headers: reply.headers, body: (await reply.json()) as CallReply['body'] };
  }

  return {
    ...city,
    services,
    grants,
    sharing,
    site,
    done,
    entry,
    system,
    applied,
    agreed,
    step,
    call,
    mountBody,
    MAPPING,
    registry,

    /** Asks until the plan has reached the gateway. */
    answered: (caller: System, sid: string, met: (reply: CallReply) => boolean, body?: object) =>
      until(() => call(caller, sid, body), met, 5000),

    /** An application that is granted, and turned to live data unless the test does it. */
    async granted(
      entryId: number,
      more: {
        mode?: 'query' | 'verify';
        items?: string[];
        live?: boolean;
        conventions?: readonly string[];
      } = {},
    ): Promise<{ grantId: number; sid: string; caller: System }> {
      const caller = await system(more.conventions);
      const grantId = await agreed(await applied(entryId, caller, more));
      if (more.live !== false)
        await done(['market', 'data_officer'], `/api/grant-services/${grantId}/live`, {});
      const { body } = await (await city.as('market', 'data_officer')).get<{ sid: string }>(
        `/api/grants/${grantId}`,
      );
      return { grantId, sid: body.sid, caller };
    },

    /** The usage record that an answer names. */
    async recorded(reply: CallReply) {
      const number = Number(reply.headers.get('shuqiao-record'));
      const { rows } = await storage.pools.worker.query<{ body: Buffer; n: number; first: number }>(
        'select first, n, body from record.batch where log = 2 and first <= $1 and first + n > $1',
        [number],
      );
      return { number, batch: rows[0] };
    },

    /** What a department was told of late, newest first. */
    told: async (departmentKey: string): Promise<string[]> =>
      (
        await db.many<{ zh: string }>(
          sql`select distinct m.id, m.zh from messages.message m join messages.recipient r on r.message_id = m.id
            where r.department_id = ${city.departments[departmentKey]} order by m.id desc`,
        )
      ).map(one => one.zh),

    audit: (work: (tx: Parameters<Parameters<typeof audited>[3]>[0]) => Promise<void>) =>
      audited(PLATFORM, 'test.change', 'city', async tx => {
        await work(tx);
        return { value: undefined };
      }),

    close: async () => {
      await listening.close(0);
      await gateway.close();
      await city.close();
      await registry.run(`drop owned by ${role}; drop role ${role}`);
      await registry.drop();
    },
  };
}

export type ServicesCity = Awaited<ReturnType<typeof openServicesCity>>;
