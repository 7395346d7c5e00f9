import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPostgresSource } from '#connectors/postgres.ts';
import { reader, sql } from '#kernel/db.ts';
import type { Content, EntryView } from '#modules/catalog/index.ts';
import { createProbe, createResources, declareResources } from '#modules/resources/index.ts';
import { createSharing, declareSharing } from '#modules/sharing/index.ts';
import type { CallPlan } from '#vocabulary/plans.ts';
import { type Scratch, createPostgres } from './connectors/databases.ts';
import { type Client, type ControlPlane, type Problem, openControlPlane } from './controlPlane.ts';

let city: ControlPlane;
let registry: Scratch;
const READER = `sq_share_${process.pid}`;
const entries: Record<string, number> = {};
const systems: Record<string, number> = {};

interface Case {
  id: number;
  no: string;
  state: string;
  actions: string[];
  grantId: number | null;
  clock: { localDays: number | null; legalDays: number | null; state: string } | null;
  items: { name: string; requested: boolean; approved: boolean | null }[];
  history: { action: string; post: string; citation?: { article: string } }[];
  holder: string;
}
interface Grant {
  id: number;
  state: string;
  version: number;
  sid: string | null;
  actions: string[];
  items: { name: string; sample: string }[];
}

const item = (name: string, more: object = {}): Content['items'][number] => ({
  name,
  type: 'text',
  length: 50,
  identifier: false,
  required: true,
  sensitivity: 1,
  mask: { kind: 'none' },
  codeTable: '',
  description: '',
  ...more,
});
const ITEMS = [
  item('公民身份号码', { identifier: true, sensitivity: 3 }),
  item('姓名', { sensitivity: 3, mask: { kind: 'name' } }),
  item('登记日期', { type: 'date', length: null }),
];

async function published(
  department: string,
  authority: string,
  title: string,
  more: Partial<Content>,
  standingConsent = false,
): Promise<number> {
  const content: Content = {
    title,
    abstract: title,
    subject: 'person',
    classification: { class: 'base', name: '国家人口' },
    format: 'database',
    updateCycle: 'daily',
    shareType: 'unconditional',
    basis: null,
    conditions: [],
    modes: ['query', 'verify', 'batch'],
    openType: 'none',
    grade: 'general',
    secrecy: { conclusion: 'no_secret', date: '2026-11-01' },
    personalInfo: { conclusion: 'acceptable', date: '2026-11-02' },
    matter: '',
    phone: '0375',
    items: ITEMS,
    ...more,
  };
  const made = await (await city.as(department, 'data_officer')).post<{ entry: EntryView }>('/api/entries', {
    content,
  });
  const { id } = made.body.entry;
  const steps = [
    [department, 'data_officer', 'submit'],
    [department, 'sharing_head', 'sign_office'],
    [department, 'department_head', 'sign_department'],
    [authority, 'authority', 'publish'],
  ] as const;
  for (const [who, role, action] of steps) {
    const consent = action === 'sign_office' && standingConsent ? { standingConsent: true } : {};
    const done = await (await city.as(who, role)).post(`/api/entries/${id}/actions`, { action, ...consent });
    assert.equal(done.status, 200, JSON.stringify(done.body));
  }
  const officer = await city.as(department, 'data_officer');
  const { host, port, database } = registry.address;
  const source = await officer.post<{ source: { id: number } }>('/api/sources', {
    use: 'provide',
    kind: 'postgres',
    host,
    port,
    database,
    user: READER,
    password: 'x',
    note: title,
  });
  const sources = await officer.get<{ id: number }[]>('/api/sources');
  const sourceId = source.status === 201 ? source.body.source.id : sources.body[0]?.id;
  const mounted = await officer.post('/api/resources', {
    entryId: id,
    sourceId,
    schema: 'civil',
    table: 'marriage',
    mapping: [
      { item: '公民身份号码', column: 'sfzh' },
      { item: '姓名', column: 'xm' },
      { item: '登记日期', column: 'djrq' },
    ],
  });
  assert.equal(mounted.status, 201, JSON.stringify(mounted.body));
  return id;
}

before(async () => {
  city = await openControlPlane('sharing');
  registry = await createPostgres('sharing');
  await registry.run(`create schema civil; create table civil.marriage (sfzh varchar(18), xm text, djrq date);
    insert into civil.marriage values ('410403199001010011', '张三丰', '2020-01-01');
    create role ${READER} login password 'x'; grant usage on schema civil to ${READER}; grant select on civil.marriage to ${READER}`);
  const { host, port } = registry.address;
  const resources = createResources({
    db: city.db,
    secrets: reader(city.storage.pools.write),
    audited: city.audited,
    keys: city.storage.keys,
    catalog: city.catalog,
    organizations: city.organizations,
    probe: createProbe(({ password, ...address }) => openPostgresSource(address, password)),
    addresses: { exempt: new Set([`${host}:${port}`]), own: new Set() },
  });
  declareResources({ http: city.http, resources });
  const sharing = createSharing({
    db: city.db,
    audited: city.audited,
    policy: city.policy,
    deadlines: city.deadlines,
    organizations: city.organizations,
    catalog: city.catalog,
    resources,
    usage: async () => new Map(),
  });
  declareSharing({
    http: city.http,
    sharing,
    recordsOfGrant: async () => ({ total: 0, more: false, items: [] }),
  });
  entries['conditional'] = await published('civil', 'authority', '低保对象信息', {
    shareType: 'conditional',
    basis: { rank: 'law', title: '中华人民共和国个人信息保护法', article: '第三十四条' },
    conditions: ['仅用于社会救助核对'],
  });
  entries['open'] = await published('civil', 'authority', '婚姻登记信息', {});
  entries['street'] = await published('streets', 'zhanhe', '城市管理处罚信息', {}, true);
  for (const department of ['market', 'shilong']) {
    const made = await (await city.as(department, 'data_officer')).post<{ system: { id: number } }>(
      '/api/systems',
      { name: '业务系统', addresses: ['10.1.0.0/16'] },
    );
    systems[department] = made.body.system.id;
  }
});
after(async () => {
  await city.close();
  await registry.run(`drop owned by ${READER}; drop role ${READER}`);
  await registry.drop();
});

function asked(entry: string, more: object = {}): object {
  return {
    entryId: entries[entry],
    mode: 'query',
    items: ['公民身份号码', '姓名', '登记日期'],
    rows: [],
    matter: '市场主体登记',
    ground: '市场主体登记管理条例第十六条',
    scenario: '业务协同',
    scope: '登记窗口',
    until: '2027-06-30',
    systemId: systems['market'],
    declaration: true,
    ...more,
  };
}

async function applied(
  entry: string,
  more: object = {},
): Promise<{ id: number; officer: Client; head: Client }> {
  const officer = await city.as('market', 'data_officer');
  const head = await city.as('market', 'sharing_head');
  const made = await officer.post<{ application: Case }>('/api/applications', asked(entry, more));
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const { id } = made.body.application;
  assert.equal((await officer.post(`/api/applications/${id}/actions`, { action: 'submit' })).status, 200);
  return { id, officer, head };
}

const act = (client: Client, id: number, body: object) =>
  client.post<{ application: Case } & Problem>(`/api/applications/${id}/actions`, body);
const planOf = (grantId: number) =>
  city.db.find<{ body: CallPlan; version: number }>(
    sql`select p.body, l.version from plans.plan p join plans.live l using (grant_id, version) where grant_id = ${grantId}`,
  );

test('A conditional entry: the consumer’s head consents, the provider’s clock runs under both texts, and agreement compiles to a live plan', async () => {
  const { id, head } = await applied('conditional', { mode: 'query' });
  const consented = await act(head, id, { action: 'consent' });
  assert.equal(consented.body.application.state, 'awaiting_answer');
  assert.equal(consented.body.application.clock?.localDays, 5);
  assert.equal(consented.body.application.clock?.legalDays, 10);
  const provider = await city.as('civil', 'sharing_head');
  const partly = await act(provider, id, {
    action: 'agree',
    items: ['公民身份号码', '姓名'],
    note: '登记日期与事项无关',
  });
  assert.equal(partly.status, 200, JSON.stringify(partly.body));
  assert.equal(partly.body.application.state, 'partly_agreed');
  assert.equal(partly.body.application.clock?.state, 'done');
  const plan = await planOf(partly.body.application.grantId ?? 0);
  assert.deepEqual(
    plan?.body.items.map(one => [one.name, one.column, one.mask.kind, one.filter]),
    [
      ['公民身份号码', 'sfzh', 'middle', true],
      ['姓名', 'xm', 'name', false],
    ],
  );
});

test('An identifier that the entry leaves clear is masked in calls unless the decision says otherwise; a batch keeps it', async () => {
  const provider = await city.as('civil', 'sharing_head');
  const { body: made } = await (await city.as('market', 'data_officer')).post<{ system: { id: number } }>(
    '/api/systems',
    { name: '核对系统', addresses: ['10.1.0.0/16'] },
  );
  const clear = { masks: [{ item: '公民身份号码', mask: { kind: 'none' } }] };
  const cases: [string, object, string][] = [
    ['verify', {}, 'middle'],
    ['query', clear, 'none'],
    ['batch', {}, 'none'],
  ];
  for (const [mode, more, mask] of cases) {
    const { id, head } = await applied('conditional', { mode, systemId: made.system.id });
    await act(head, id, { action: 'consent' });
    const agreed = await act(provider, id, { action: 'agree', note: '同意', ...more });
    assert.equal(agreed.status, 200, JSON.stringify(agreed.body));
    const grantId = agreed.body.application.grantId ?? 0;
    const plan = await planOf(grantId);
    assert.equal(plan?.body.items[0]?.mask.kind, mask, mode);
    const seen = await provider.get<Grant & { items: { mask: { kind: string } }[] }>(
      `/api/grants/${grantId}`,
    );
    assert.equal(seen.body.items[0]?.mask.kind, mask, mode);
  }
});

test('In 平顶山 an unconditional entry waits for the platform’s managing unit, and is granted when it authorises', async () => {
  const { id, head } = await applied('open');
  const consented = await act(head, id, { action: 'consent' });
  assert.equal(consented.body.application.state, 'awaiting_authorisation');
  const stranger = await act(await city.as('civil', 'sharing_head'), id, { action: 'authorise' });
  assert.equal(stranger.status, 403);
  const authorised = await act(await city.as('authority', 'authority'), id, { action: 'authorise' });
  assert.equal(authorised.body.application.state, 'agreed');
  assert.ok(await planOf(authorised.body.application.grantId ?? 0));
});

test('In 湛河区 an unconditional entry with a standing consent is granted the moment the consumer’s head consents', async () => {
  const { id, head } = await applied('street');
  const consented = await act(head, id, { action: 'consent' });
  assert.equal(consented.body.application.state, 'agreed', JSON.stringify(consented.body));
  assert.ok(consented.body.application.history.some(step => step.action === 'standing_consent'));
});

test('A refusal needs a category and a specific reason, and one that rests on the law needs its basis', async () => {
  const { id, head } = await applied('conditional', { mode: 'verify' });
  await act(head, id, { action: 'consent' });
  const provider = await city.as('civil', 'sharing_head');
  assert.equal(
    (await act(provider, id, { action: 'refuse', note: '不行' })).body.code,
    'sharing.category_needed',
  );
  assert.equal(
    (await act(provider, id, { action: 'refuse', category: 'law_forbids', note: '不行' })).body.code,
    'sharing.reason_needed',
  );
  const reason = '申请的用途超出目录列明的社会救助核对范围，不能提供给登记窗口使用';
  const bare = await act(provider, id, { action: 'refuse', category: 'law_forbids', note: reason });
  assert.equal(bare.body.code, 'sharing.basis_needed');
  assert.ok(bare.body.citation?.quotation);
  const refused = await act(provider, id, { action: 'refuse', category: 'condition_not_met', note: reason });
  assert.equal(refused.body.application.state, 'refused');
  assert.deepEqual(refused.body.application.actions, []);
});

test('Missing material is told once; the clock stands until it is supplied', async () => {
  const { id, officer, head } = await applied('conditional', { mode: 'batch' });
  await act(head, id, { action: 'consent' });
  const provider = await city.as('civil', 'sharing_head');
  const told = await act(provider, id, { action: 'ask_material', material: ['授权书', '系统备案表'] });
  assert.equal(told.body.application.clock?.state, 'paused');
  await act(officer, id, { action: 'supply_material', note: '已补齐' });
  const again = await act(provider, id, { action: 'ask_material', material: ['还要一份'] });
  assert.equal(again.body.code, 'sharing.material_told');
});

test('Two officials who decide at once: one decision stands, the other is told that the state has changed', async () => {
  const { id, head } = await applied('conditional', { mode: 'batch', systemId: systems['market'] });
  await act(head, id, { action: 'consent' });
  const provider = await city.as('civil', 'sharing_head');
  const answers = await Promise.all([1, 2, 3, 4].map(() => act(provider, id, { action: 'agree' })));
  assert.deepEqual(
    answers.map(answer => answer.status).sort((a, b) => a - b),
    [200, 409, 409, 409],
  );
});

test('An application for an item, a scenario, a system or a term that is not there is refused and nothing is saved', async () => {
  const officer = await city.as('market', 'data_officer');
  const before = (await officer.get<{ total: number }>('/api/applications?box=department')).body.total;
  const tries: [object, string][] = [
    [{ items: ['公民身份号码', '民族'] }, 'sharing.unknown_item'],
    [{ items: ['姓名'] }, 'sharing.identifier_missing'],
    [{ systemId: systems['shilong'] }, 'sharing.not_your_system'],
    [{ until: '2026-01-01' }, 'sharing.term_past'],
    [{ until: '2039-01-01' }, 'sharing.term_too_long'],
    [{ declaration: false }, 'platform.bad_input'],
  ];
  for (const [more, code] of tries) {
    const answer = await officer.post<Problem>('/api/applications', asked('conditional', more));
    assert.equal(answer.body.code, code);
  }
  assert.equal((await officer.get<{ total: number }>('/api/applications?box=department')).body.total, before);
});

test('Suspension and revocation take the plan out of force in the same transaction; resumption is a new version', async () => {
  const { id, head } = await applied('conditional', { mode: 'verify', items: ['公民身份号码', '姓名'] });
  await act(head, id, { action: 'consent' });
  const provider = await city.as('civil', 'sharing_head');
  const agreed = await act(provider, id, { action: 'agree' });
  const grantId = agreed.body.application.grantId ?? 0;
  const change = (body: object) =>
    provider.post<{ grant: Grant } & Problem>(`/api/grants/${grantId}/actions`, body);
  assert.equal((await change({ action: 'suspend', reason: '调用超出场景' })).body.grant.state, 'suspended');
  assert.equal(await planOf(grantId), undefined);
  assert.equal((await change({ action: 'resume', reason: '已整改' })).body.grant.version, 2);
  assert.equal((await planOf(grantId))?.body.version, 2);
  assert.equal((await change({ action: 'revoke', reason: '不再需要' })).body.code, 'sharing.consult_first');
  assert.equal(
    (await change({ action: 'revoke', reason: '不再需要', consulted: true })).body.grant.state,
    'revoked',
  );
  assert.equal(await planOf(grantId), undefined);
  assert.equal((await (await city.as('shilong', 'data_officer')).get(`/api/grants/${grantId}`)).status, 404);
});
