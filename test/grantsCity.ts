/** A city whose civil affairs department grants: entries with and without a resource, opened as a decision opens them. */
import assert from 'node:assert/strict';
import { openPostgresSource } from '#connectors/postgres/source.ts';
import { reader, sql } from '#kernel/db.ts';
import type { Content, EntryView } from '#modules/catalog/index.ts';
import { type Grants, type Opening, type Terms, createGrants, declareGrants } from '#modules/grants/index.ts';
import type { GrantReads, GrantUse } from '#modules/ledger/index.ts';
import { createProbe, createResources, declareResources } from '#modules/resources/index.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import type { CallPlan } from '#vocabulary/plans.ts';
import { type Role, permissionsOf } from '#vocabulary/permissions.ts';
import { createPostgres } from './connectors/databases.ts';
import { entryContent } from './catalogEntries.ts';
import { type Client, type ControlPlane, type Problem, openControlPlane } from './controlPlane.ts';

export interface Grant {
  id: number;
  no: string;
  state: string;
  version: number;
  until: string;
  cause: string | null;
  reason: string;
  actions: string[];
  items: { name: string }[];
  thirdParties: string[];
  limits: { window?: { from: string; to: string } };
  history: { action: string; note: string; record: number | null; citation?: { article: string } }[];
  versions: { version: number; action: string; applicationNo: string }[];
  repair: { until: string; order: string; report: string; overdue: boolean } | null;
  supply: {
    clock: { state: string; step: string } | null;
    readyAt: string | null;
    suppliedAt: string | null;
    late: boolean;
  };
  change: {
    state: string;
    answer: string;
    on: string;
    filedAt: string | null;
    notedAt: string | null;
    terms: { limits: object | null };
  } | null;
  disposal: {
    state: string;
    way: string;
    sentBack: string;
    report: { digest: string | null } | null;
    clock: { state: string; localDays: number | null } | null;
  } | null;
}

export type Who = readonly [department: string, role: Role];
export const PROVIDER: Who = ['civil', 'sharing_head'];
export const CONSUMER: Who = ['market', 'sharing_head'];
export const OFFICER: Who = ['market', 'data_officer'];
export const AUTHORITY: Who = ['authority', 'authority'];

/** A civil date so many days from today, in Beijing. */
export const day = (days: number): string =>
  new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);

/** `declare` adds routes of further modules, before anybody signs in. */
export async function openGrantsCity(
  label: string,
  declare: (city: ControlPlane, grants: Grants) => void = () => undefined,
) {
  const city = await openControlPlane(label);
  const registry = await createPostgres(label);
  const readerName = `sq_${label}_${process.pid}`;
  await registry.run(`create schema civil; create table civil.person (sfzh varchar(18), xm text, djrq date);
    insert into civil.person values ('410403199001010011', '张三丰', '2020-01-01');
    create role ${readerName} login password 'x'; grant usage on schema civil to ${readerName};
    grant select on civil.person to ${readerName}`);
  const { host, port, database } = registry.address;
  const resources = createResources({
    ...city,
    secrets: reader(city.storage.pools.write),
    keys: city.storage.keys,
    probe: createProbe(({ password, ...address }) => openPostgresSource(address, password)),
    addresses: { exempt: new Set([`${host}:${port}`]), own: new Set() },
    afterMount: entryId => grants.entryMounted(entryId),
  });
  const uses = new Map<number, GrantUse>();
  const reads = new Map<number, GrantReads>();
  const grants = createGrants({
    ...city,
    resources,
    codes: item => city.standards.codesOfItem(item),
    usage: async ids => new Map(ids.flatMap(id => (uses.has(id) ? [[id, uses.get(id) as GrantUse]] : []))),
    usageByDay: async () => [],
    reads: async id => reads.get(id) ?? { looked: 0, capped: false, versions: new Map() },
  });
  city.bindSharing({ handOver: async () => undefined }, grants);
  declareResources({ http: city.http, resources });
  declareGrants({
    http: city.http,
    grants,
    recordsOfGrant: async () => ({ total: 0, more: false, items: [] }),
  });
  declare(city, grants);

  const [providerId, consumerId] = [city.departments['civil'] ?? 0, city.departments['market'] ?? 0];
  const made = await (await city.as('market', 'data_officer')).post<{ system: { id: number } }>(
    '/api/systems',
    { name: '登记系统', addresses: ['10.1.0.0/16'] },
  );
  let systemId = made.body.system.id;
  let sourceId: number | undefined;
  let asked = 0;

  async function mount(entryId: number): Promise<void> {
    const officer = await city.as('civil', 'data_officer');
    if (sourceId === undefined) {
      const source = await officer.post<{ source: { id: number } }>('/api/sources', {
        use: 'provide',
        kind: 'postgres',
        host,
        port,
        database,
        user: readerName,
        password: 'x',
        note: '登记库',
      });
      sourceId = source.body.source.id;
    }
    const mounted = await officer.post('/api/resources', {
      entryId,
      sourceId,
      schema: 'civil',
      table: 'person',
      mapping: [
        { item: '公民身份号码', column: 'sfzh' },
        { item: '姓名', column: 'xm' },
        { item: '登记日期', column: 'djrq' },
      ],
    });
    assert.equal(mounted.status, 201, JSON.stringify(mounted.body));
  }

  const openingOf = (
    entryId: number,
    applicationId: number,
    applicationNo: string,
    more: Partial<Opening> = {},
    terms: Partial<Terms> = {},
  ): Opening => ({
    applicationId,
    applicationNo,
    entryId,
    entryTitle: '婚姻登记信息',
    consumerId,
    providerId,
    systemId,
    matter: '市场主体登记',
    ground: '市场主体登记管理条例第十六条',
    scenario: '业务协同',
    scope: '登记窗口',
    thirdParties: [],
    how: 'answer',
    consentBy: '平顶山市民政局 共享机构负责人',
    decidedAt: new Date(),
    terms: {
      mode: 'query',
      items: ['公民身份号码', '姓名', '登记日期'],
      rows: [],
      masks: [],
      until: day(365),
      limits: {},
      disposal: { way: 'destroy', days: 30 },
      ...terms,
    },
    ...more,
  });

  /** An application that was decided: the grant’s own module asks nothing more of it. */
  async function applied(entryId: number): Promise<{ id: number; no: string }> {
    asked += 1;
    const no = `共-2026-${String(asked).padStart(5, '0')}`;
    const { value } = await city.audited(PLATFORM, 'test.apply', 'city', async tx => ({
      value: (
        await tx.get<{
          id: number;
        }>(sql`insert into sharing.application (no, entry_id, entry_version, entry_title, share_type,
            consumer_id, provider_id, system_id, mode, items, matter, ground, scenario, scope, until, state, path, top_sensitivity,
            created_by, created_at)
          select ${no}, ${entryId}, 1, '婚姻登记信息', 'conditional', ${consumerId}, ${providerId}, ${systemId}, 'query', '{姓名}', '', '', '', '',
            ${day(365)}, 'agreed', 'provider_answers', 3, min(id), ${new Date(tx.at)} from org.account returning id`)
      ).id,
    }));
    return { id: value, no };
  }

  return {
    ...city,
    grants,
    resources,
    uses,
    reads,
    mount,

    /** One published entry; with its resource unless the test mounts it later. */
    async entry(more: Partial<Content> & { mounted?: boolean } = {}): Promise<number> {
      const { mounted = true, ...content } = more;
      const officer = await city.as('civil', 'data_officer');
      const title = content.title ?? `婚姻登记信息${Math.random().toString(36).slice(2, 7)}`;
      const compiled = await officer.post<{ entry: EntryView }>('/api/entries', {
        content: entryContent(title, content),
      });
      assert.equal(compiled.status, 201, JSON.stringify(compiled.body));
      const { id } = compiled.body.entry;
      for (const [who, role, action] of [
        ['civil', 'data_officer', 'submit'],
        ['civil', 'sharing_head', 'sign_office'],
        ['civil', 'department_head', 'sign_department'],
        ['authority', 'authority', 'publish'],
      ] as const) {
        const done = await (await city.as(who, role)).post(`/api/entries/${id}/actions`, { action });
        assert.equal(done.status, 200, JSON.stringify(done.body));
      }
      if (mounted) await mount(id);
      return id;
    },

    /** A further system of the consumer’s, which the next grants are for: one holds one grant of an entry and a way. */
    async anotherSystem(): Promise<void> {
      const officer = await city.as('market', 'data_officer');
      const { body } = await officer.post<{ system: { id: number } }>('/api/systems', {
        name: `登记系统 ${asked}`,
        addresses: ['10.1.0.0/16'],
      });
      systemId = body.system.id;
    },

    /** A decision of the provider opens a grant, in the command of its step. */
    async open(entryId: number, terms: Partial<Terms> = {}, more: Partial<Opening> = {}): Promise<number> {
      const { id, no } = await applied(entryId);
      const { value } = await city.audited(PLATFORM, 'test.agree', `application:${id}`, async tx => {
        const { grantId } = await grants.open(
          tx,
          { post: '平顶山市民政局 共享机构负责人', name: '王某' },
          openingOf(entryId, id, no, more, terms),
        );
        return { value: grantId, facts: { ...(await grants.documents(tx, grantId)) } };
      });
      return value;
    },

    /** A further decision changes it. */
    async amend(grantId: number, entryId: number, terms: Partial<Terms> = {}, more: Partial<Opening> = {}) {
      const { id, no } = await applied(entryId);
      const { value } = await city.audited(PLATFORM, 'test.agree', `application:${id}`, async tx => {
        const amended = await grants.amend(
          tx,
          { post: '平顶山市民政局 共享机构负责人', name: '王某' },
          grantId,
          openingOf(entryId, id, no, more, terms),
        );
        return { value: amended, facts: { ...(await grants.documents(tx, grantId)) } };
      });
      return value;
    },

    async act(who: Who, grantId: number, body: object) {
      const client: Client = await city.as(...who);
      const { status, body: reply } = await client.post<{ grant: Grant; record: number } & Problem>(
        `/api/grants/${grantId}/actions`,
        body,
      );
      return { status, code: reply.code, grant: reply.grant, citation: reply.citation };
    },

    async see(grantId: number, who: Who = AUTHORITY): Promise<Grant> {
      const { status, body } = await (await city.as(...who)).get<Grant>(`/api/grants/${grantId}`);
      assert.equal(status, 200, JSON.stringify(body));
      return body;
    },

    /** What waits for a post, by kind, of one grant. */
    async todo([department, role]: Who, grantId: number): Promise<string[]> {
      const found = (await city.organizations.departments()).find(
        one => one.id === city.departments[department],
      );
      assert.ok(found);
      const { id: departmentId, name: departmentName, regionCode } = found;
      const post = `${departmentName} ${role}`;
      const permissions = permissionsOf(role);
      const actor = {
        accountId: 1,
        postId: 1,
        role,
        post,
        name: role,
        departmentId,
        departmentName,
        regionCode,
        permissions,
      };
      return (await grants.todo(actor)).filter(one => one.id === grantId).map(one => one.kind);
    },

    /** The plan that the planes obey now; undefined when they may use none. */
    planOf: async (grantId: number): Promise<{ version: number; body: CallPlan } | undefined> =>
      city.db.find(
        sql`select p.version, p.body from plans.plan p join plans.live l using (grant_id, version) where grant_id = ${grantId}`,
      ),

    /** The record has seen a use of the grant. */
    used(grantId: number, calls = 1, failures = 0): void {
      uses.set(grantId, { grantId, calls, failures, rows: calls, lastAt: new Date() });
    },

    async close(): Promise<void> {
      await city.close();
      await registry.run(`drop owned by ${readerName}; drop role ${readerName}`);
      await registry.drop();
    },
  };
}

export type GrantsCity = Awaited<ReturnType<typeof openGrantsCity>>;
