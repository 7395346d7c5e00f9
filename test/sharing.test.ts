import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Static } from 'typebox';
import { openPostgresSource } from '#connectors/postgres/source.ts';
import { reader, sql } from '#kernel/db.ts';
import type { Content, EntryView } from '#modules/catalog/index.ts';
import { createProbe, createResources, declareResources } from '#modules/resources/index.ts';
import type { ClockView } from '#modules/deadlines/contract.ts';
import { createDisputes } from '#modules/disputes/index.ts';
import { createEvaluation, declareEvaluation } from '#modules/evaluation/index.ts';
import { createLedger } from '#modules/ledger/index.ts';
import { createLinks } from '#modules/links/index.ts';
import { createResults } from '#modules/results/index.ts';
import { declareGrants } from '#modules/grants/index.ts';
import { declareSharing } from '#modules/sharing/index.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import type { CallPlan } from '#vocabulary/plans.ts';
import { type Scratch, createPostgres } from './connectors/databases.ts';
import { type Client, type ControlPlane, type Problem, openControlPlane } from './controlPlane.ts';
import { sharingOver } from './sharingHouse.ts';
import { PERSON_ITEMS, entryContent, entryItem } from './catalogEntries.ts';

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
  clock: Static<typeof ClockView> | null;
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

async function published(
  department: string,
  authority: string,
  title: string,
  more: Partial<Content>,
  standingConsent = false,
): Promise<number> {
  const content = contentOf(title, more);
  const made = await (await city.as(department, 'data_officer')).post<{ entry: EntryView }>('/api/entries', {
    content,
  });
  const { id } = made.body.entry;
  await signed(department, authority, id, standingConsent);
  await mounted(department, id, title);
  return id;
}

const contentOf = (title: string, more: Partial<Content>): Content => entryContent(title, more);

/** From the officer's draft to the shelf. */
async function signed(
  department: string,
  authority: string,
  id: number,
  standingConsent = false,
): Promise<void> {
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
}

/** The provider changes a published entry, and it is signed and published again. */
async function republished(
  department: string,
  authority: string,
  id: number,
  more: Partial<Content>,
): Promise<void> {
  const officer = await city.as(department, 'data_officer');
  const { body } = await officer.get<EntryView & { revision: number }>(`/api/entries/${id}`);
  const content = contentOf(body.title, more);
  const saved = await officer.put(`/api/entries/${id}`, { content, revision: body.revision });
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  await signed(department, authority, id);
}

async function mounted(department: string, id: number, title: string): Promise<void> {
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
  const made = await officer.post('/api/resources', {
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
  assert.equal(made.status, 201, JSON.stringify(made.body));
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
    policy: city.policy,
    sources: city.sources,
    probe: createProbe(({ password, ...address }) => openPostgresSource(address, password)),
    addresses: { exempt: new Set([`${host}:${port}`]), own: new Set() },
  });
  declareResources({ http: city.http, resources });
  const { sharing, grants, lists } = sharingOver(city, resources);
  declareSharing({ http: city.http, sharing });
  declareGrants({
    http: city.http,
    grants,
    recordsOfGrant: async () => ({ total: 0, more: false, items: [] }),
  });
  const { db, audited, deadlines, organizations, catalog, duties, sources, storage } = city;
  const clock = { now: () => Date.now() };
  const ledger = createLedger({
    db,
    workerPool: storage.pools.worker,
    audited,
    keys: storage.keys,
    clock,
    outside: storage.folder.path,
    retentionMonths: 36,
    retentionClause: null,
  });
  declareEvaluation({
    http: city.http,
    evaluation: createEvaluation({
      db,
      deadlines,
      catalog,
      duties,
      sources,
      sharing,
      lists,
      links: createLinks(city),
      results: createResults(city),
      mandates: city.mandates,
      disputes: createDisputes({ ...city, grants, sharing }),
      grants,
      ledger,
      organizations,
      clock,
    }),
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
  assert.deepEqual(
    [partly.body.application.state, partly.body.application.grantId],
    ['awaiting_acceptance', null],
    'what is less than was asked flows only when the consumer takes it',
  );
  assert.equal(partly.body.application.clock?.state, 'done');
  const taken = await act(head, id, { action: 'accept' });
  assert.equal(taken.body.application.state, 'partly_agreed', JSON.stringify(taken.body));
  const plan = await planOf(taken.body.application.grantId ?? 0);
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
  const local = { rank: 'local_rule', title: '平顶山市政务数据管理办法（试行）', article: '第十八条' };
  const vague = { action: 'refuse', category: 'condition_not_met', note: reason };
  assert.equal((await act(provider, id, vague)).body.code, 'sharing.condition_needed');
  const added = { ...vague, conditions: ['须由分管领导当面说明'] };
  assert.equal((await act(provider, id, added)).body.code, 'sharing.condition_needed');
  const elsewhere = { action: 'refuse', category: 'not_held_here', note: reason, basis: local };
  assert.equal((await act(provider, id, elsewhere)).body.code, 'sharing.name_the_holder');
  const refused = await act(provider, id, { ...vague, conditions: ['仅用于社会救助核对'] });
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

const CONDITIONAL: Partial<Content> = {
  shareType: 'conditional',
  basis: { rank: 'law', title: '中华人民共和国个人信息保护法', article: '第三十四条' },
  conditions: ['仅用于社会救助核对'],
};

test('A provider cannot narrow a query or verification to items that select nobody', async () => {
  const provider = await city.as('civil', 'sharing_head');
  for (const mode of ['query', 'verify']) {
    const system = await (await city.as('market', 'data_officer')).post<{ system: { id: number } }>(
      '/api/systems',
      { name: `收窄系统 ${mode}`, addresses: ['10.1.0.0/16'] },
    );
    const { id, head } = await applied('conditional', { mode, systemId: system.body.system.id });
    await act(head, id, { action: 'consent' });
    const narrowed = await act(provider, id, { action: 'agree', items: ['姓名'], note: '只给姓名' });
    assert.deepEqual([narrowed.status, narrowed.body.code], [422, 'sharing.identifier_missing'], mode);
    assert.ok(narrowed.body.citation?.quotation);
    const after = await provider.get<Case>(`/api/applications/${id}`);
    assert.deepEqual([after.body.state, after.body.grantId], ['awaiting_answer', null]);
  }
});

test('A consent given for one version of an entry does not grant another: the application goes to the provider', async () => {
  const id = await published('streets', 'zhanhe', '占道经营信息', {}, true);
  entries['stall'] = id;
  const first = await applied('stall');
  await republished('streets', 'zhanhe', id, CONDITIONAL);
  const consented = await act(first.head, first.id, { action: 'consent' });
  assert.equal(consented.status, 200, JSON.stringify(consented.body));
  const { state, grantId, clock } = consented.body.application;
  assert.deepEqual([state, grantId], ['awaiting_answer', null]);
  assert.equal(clock?.legalDays, 10, 'the days of a conditional entry');
  const agreed = await act(await city.as('streets', 'sharing_head'), first.id, { action: 'agree' });
  assert.equal(agreed.body.application.state, 'agreed');
});

test('What the platform could authorise when it was applied for goes to the provider when the entry is conditional by then', async () => {
  const id = await published('civil', 'authority', '收养登记信息', {});
  entries['adoption'] = id;
  const { id: asked, head } = await applied('adoption');
  const consented = await act(head, asked, { action: 'consent' });
  assert.equal(consented.body.application.state, 'awaiting_authorisation');
  await republished('civil', 'authority', id, CONDITIONAL);
  const authority = await city.as('authority', 'authority');
  const sent = await act(authority, asked, { action: 'authorise' });
  assert.equal(sent.status, 200, JSON.stringify(sent.body));
  const { state, grantId, clock, history } = sent.body.application;
  assert.deepEqual([state, grantId, clock?.legalDays], ['awaiting_answer', null, 10]);
  assert.notEqual(clock?.state, 'done');
  assert.equal(history.at(-1)?.action, 'reroute');
  assert.equal((await act(authority, asked, { action: 'authorise' })).body.code, 'sharing.wrong_state');
  const agreed = await act(await city.as('civil', 'sharing_head'), asked, { action: 'agree' });
  assert.equal(agreed.body.application.state, 'agreed');
});

test('An entry that is withheld, or no longer offers the way, grants nothing that was asked before', async () => {
  const id = await published('civil', 'authority', '地名信息', CONDITIONAL);
  entries['names'] = id;
  const batch = await applied('names', { mode: 'batch' });
  const query = await applied('names', { mode: 'query' });
  await act(batch.head, batch.id, { action: 'consent' });
  await republished('civil', 'authority', id, { ...CONDITIONAL, modes: ['query'] });
  const provider = await city.as('civil', 'sharing_head');
  const offered = await act(provider, batch.id, { action: 'agree' });
  assert.deepEqual([offered.status, offered.body.code], [422, 'sharing.mode_not_offered']);
  await republished('civil', 'authority', id, {
    ...CONDITIONAL,
    shareType: 'withheld',
    conditions: ['涉及国家安全'],
  });
  const withheld = await act(query.head, query.id, { action: 'consent' });
  assert.deepEqual([withheld.status, withheld.body.code], [422, 'sharing.withheld']);
  assert.equal((await query.head.get<Case>(`/api/applications/${query.id}`)).body.state, 'awaiting_consent');
});

test('A condition on rows has as many values as it compares with, each of the item’s type', async () => {
  const officer = await city.as('market', 'data_officer');
  const tries: [string, string, string[]][] = [
    ['登记日期', 'between', ['2020-01-01']],
    ['登记日期', 'between', ['2020-01-01', '2020-02-01', '2020-03-01']],
    ['姓名', 'eq', ['张三', '李四', '王五']],
    ['登记日期', 'eq', ['not a date']],
    ['登记日期', 'in', ['2020-01-01', '2027-02-31']],
  ];
  for (const [name, op, values] of tries) {
    const rows = [{ item: name, op, values }];
    const answer = await officer.post<Problem>('/api/applications', asked('conditional', { rows }));
    assert.deepEqual([answer.status, answer.body.code], [422, 'sharing.wrong_condition'], values.join());
    assert.equal(answer.body.facts['item'], name);
  }
  const rows = [{ item: '登记日期', op: 'between', values: ['2020-01-01', '2020-02-29'] }];
  assert.equal((await officer.post('/api/applications', asked('conditional', { rows }))).status, 201);
});

test('An authority’s list holds the grants and applications that it may open, and all of them', async () => {
  const lists: Record<string, { no: string; provider: { id: number }; consumer: { id: number } }[]> = {};
  for (const department of ['zhanhe', 'authority']) {
    const authority = await city.as(department, 'authority');
    for (const kind of ['grants', 'applications']) {
      const path = kind === 'grants' ? '/api/grants?side=all&size=100' : '/api/applications?box=all&size=100';
      const { body } = await authority.get<{ total: number; items: { id: number; no: string }[] }>(path);
      assert.equal(body.total, body.items.length);
      assert.ok(body.total > 0, `${department} sees ${kind}`);
      for (const { id, no } of body.items)
        assert.equal((await authority.get(`/api/${kind}/${id}`)).status, 200, `${department} opens ${no}`);
      lists[`${department} ${kind}`] = body.items as never;
    }
  }
  const within = [city.departments['streets'], city.departments['zhanhe']];
  for (const { no, provider, consumer } of lists['zhanhe grants'] ?? [])
    assert.ok(within.includes(provider.id) || within.includes(consumer.id), `${no} touches the county`);
  // As in the ledger: the city reads of the counties below it, and decides nothing there.
  assert.ok(lists['authority grants']?.some(one => one.provider.id === city.departments['streets']));
});

test('An application that its own head never let out is nobody else’s, withdrawn or not', async () => {
  const officer = await city.as('market', 'data_officer');
  const made = await officer.post<{ application: Case }>('/api/applications', asked('conditional'));
  const { id, no } = made.body.application;
  assert.equal((await act(officer, id, { action: 'withdraw' })).body.application.state, 'withdrawn');
  for (const [department, role] of [
    ['civil', 'sharing_head'],
    ['authority', 'authority'],
  ] as const) {
    const other = await city.as(department, role);
    assert.equal((await other.get(`/api/applications/${id}`)).status, 404, department);
    const { body } = await other.get<{ items: { no: string }[] }>('/api/applications?box=all&size=100');
    assert.ok(!body.items.some(one => one.no === no), department);
  }
  const { id: received, head } = await applied('conditional');
  await act(head, received, { action: 'consent' });
  await act(officer, received, { action: 'withdraw' });
  assert.equal(
    (await (await city.as('civil', 'sharing_head')).get(`/api/applications/${received}`)).status,
    200,
  );
});

test('an application is decided by the texts of the day on which it came in, one that comes after a repeal by what is left', async () => {
  entries['smoke'] = await published('streets', 'zhanhe', '油烟监管信息', CONDITIONAL);
  const provider = await city.as('streets', 'sharing_head');
  const refusal = { action: 'refuse', category: 'other', note: '系统正在升级改造，目前不能对外提供这些数据' };
  const waiting = async (): Promise<number> => {
    const { id, head } = await applied('smoke');
    assert.equal((await act(head, id, { action: 'consent' })).body.application.state, 'awaiting_answer');
    return id;
  };
  const day = (n: number): string =>
    new Date(Date.now() + 8 * 3_600_000 + n * 86_400_000).toISOString().slice(0, 10);
  const [earlier, later] = [await waiting(), await waiting()];
  await city.audited(PLATFORM, 'test.earlier', `application:${earlier}`, async tx => {
    await tx.run(
      sql`update sharing.application set received_at = received_at - interval '3 days' where id = ${earlier}`,
    );
    return { value: undefined };
  });
  const before = city.policy.changes();
  const repeal = { id: 1, document: 'zhanhe', article: '四（二）', since: day(-1), by: '新方案' };
  city.policy.setChanges({ ...before, repeals: [repeal] });
  try {
    // 湛河区 knew no refusal without a ground in law; 平顶山市 asks for reasons only.
    const kept = await act(provider, earlier, refusal);
    assert.equal(kept.body.code, 'sharing.category_not_known');
    assert.equal(kept.body.citation?.document, 'zhanhe');
    const anew = await act(provider, later, refusal);
    assert.equal(anew.status, 200, JSON.stringify(anew.body));
    assert.equal(anew.body.application.clock?.localDays, 5);
  } finally {
    city.policy.setChanges(before);
  }
});

test('A change that takes something from a live grant needs the consultation of its holder, and tells him; one that adds needs nothing', async () => {
  entries['narrowed'] = await published('civil', 'authority', '困难职工信息', {});
  const { id, head } = await applied('narrowed', { items: ['公民身份号码', '登记日期'] });
  await act(head, id, { action: 'consent' });
  await act(await city.as('authority', 'authority'), id, { action: 'authorise' });
  const entryId = entries['narrowed'];
  const officer = await city.as('civil', 'data_officer');
  const change = async (more: (content: Content) => Partial<Content>): Promise<EntryView> => {
    const { content, revision } = (await officer.get<EntryView>(`/api/entries/${entryId}`)).body;
    const saved = await officer.put<{ entry: EntryView }>(`/api/entries/${entryId}`, {
      content: { ...content, ...more(content) },
      revision,
    });
    assert.equal(saved.status, 200, JSON.stringify(saved.body));
    return saved.body.entry;
  };
  const wider = await change(({ items }) => ({ items: [...items, entryItem('工作单位')] }));
  assert.deepEqual(wider.touched, []);
  const other = await change(({ items }) => ({ items: items.filter(one => one.name !== '姓名') }));
  assert.deepEqual(other.touched, [], 'the grant does not hold the name');
  const narrower = await change(({ items }) => ({ items: items.filter(one => one.name !== '登记日期') }));
  assert.deepEqual(
    narrower.touched.map(use => [use.departmentName, use.items]),
    [['平顶山市市场监督管理局', ['公民身份号码', '登记日期']]],
  );
  const submit = (more: object) =>
    officer.post<{ entry: EntryView } & Problem>(`/api/entries/${entryId}/actions`, {
      action: 'submit',
      ...more,
    });
  const refused = await submit({});
  assert.deepEqual(
    [refused.body.code, refused.body.citation?.article],
    ['catalog.consultation_needed', '第二十七条'],
  );
  assert.equal((await submit({ consulted: '已与市场监管局协商，改由接口提供' })).status, 200);
  for (const [who, role, action] of [
    ['civil', 'sharing_head', 'sign_office'],
    ['civil', 'department_head', 'sign_department'],
    ['authority', 'authority', 'publish'],
  ] as const)
    assert.equal(
      (await (await city.as(who, role)).post(`/api/entries/${entryId}/actions`, { action })).status,
      200,
    );
  const { items } = (
    await (
      await city.as('market', 'data_officer')
    ).get<{ items: { entryId: number; kind: string; narrowsUs: boolean; consulted: string }[] }>(
      '/api/notices',
    )
  ).body;
  const told = items.find(one => one.entryId === entryId && one.kind === 'changed');
  assert.deepEqual([told?.narrowsUs, told?.consulted], [true, '已与市场监管局协商，改由接口提供']);
});

test('A suspended entry and a withheld item cannot be applied for; a conditional item makes the provider answer', async () => {
  const [number, name, day] = PERSON_ITEMS;
  assert.ok(number && name && day);
  entries['mixed'] = await published(
    'streets',
    'zhanhe',
    '摊位登记信息',
    {
      items: [
        number,
        { ...name, shareType: 'conditional', conditions: ['仅用于核对'] },
        { ...day, shareType: 'withheld', conditions: ['法律禁止'] },
      ],
    },
    true,
  );
  const officer = await city.as('market', 'data_officer');
  const apply = (items: string[]) =>
    officer.post<{ application: Case } & Problem>('/api/applications', asked('mixed', { items }));
  assert.equal((await apply(['公民身份号码', '登记日期'])).body.code, 'sharing.item_withheld');
  const stricter = (await apply(['公民身份号码', '姓名'])).body.application.id;
  await act(officer, stricter, { action: 'submit' });
  const head = await city.as('market', 'sharing_head');
  const consented = await act(head, stricter, { action: 'consent' });
  assert.equal(consented.body.application.state, 'awaiting_answer');
  const entryId = entries['mixed'];
  await (await city.as('streets', 'department_head')).post(`/api/entries/${entryId}/actions`, {
    action: 'suspend',
    note: '摊位数据正在核对',
  });
  const refused = await apply(['公民身份号码']);
  assert.deepEqual(
    [refused.body.code, refused.body.facts['reason']],
    ['sharing.entry_suspended', '摊位数据正在核对'],
  );
});

interface Bench {
  todos: { kind: string; title: string; path: string; summary: string }[];
  redated: {
    title: string;
    no: string;
    path: string;
    source: string;
    localBefore: string | null;
    localAfter: string | null;
    legalBefore: string | null;
    legalAfter: string | null;
  }[];
}

test('What was applied for and granted goes to the department that takes the entry over', async () => {
  const entry = await published('civil', 'authority', '殡葬补贴发放信息', {
    shareType: 'conditional',
    basis: { rank: 'law', title: '中华人民共和国个人信息保护法', article: '第三十四条' },
    conditions: ['仅用于核对'],
  });
  entries['handed'] = entry;
  const first = await applied('handed', { mode: 'query' });
  await act(first.head, first.id, { action: 'consent' });
  const civil = await city.as('civil', 'sharing_head');
  const agreed = await act(civil, first.id, { action: 'agree', note: '同意' });
  assert.equal(agreed.status, 200, JSON.stringify(agreed.body));
  const open = await applied('handed', { mode: 'verify' });
  await act(open.head, open.id, { action: 'consent' });
  const handed = await (await city.as('authority', 'authority')).post(`/api/entries/${entry}/transfer`, {
    departmentId: city.departments['shilong'],
    reason: '职责划转',
  });
  assert.equal(handed.status, 200, JSON.stringify(handed.body));
  const shilong = await city.as('shilong', 'sharing_head');
  assert.equal((await act(civil, open.id, { action: 'agree', note: '同意' })).status, 404);
  assert.equal((await act(shilong, open.id, { action: 'agree', note: '同意' })).status, 200);
  const suspended = await shilong.post(`/api/grants/${agreed.body.application.grantId}/actions`, {
    action: 'suspend',
    cause: 'other',
    note: '核查',
  });
  assert.equal(suspended.status, 200, JSON.stringify(suspended.body));
});

test('when the calendar moves dates, both sides of a case find the old and the new one, and nobody else does', async () => {
  const year = Number(city.deadlines.today().slice(0, 4));
  const known = { knownFrom: `${year}-01-01`, knownThrough: `${year + 1}-12-31`, days: [] };
  await city.deadlines.loadCalendar('test', known);
  const { id, officer, head } = await applied('conditional');
  const provider = await city.as('civil', 'sharing_head');
  const { clock } = (await act(head, id, { action: 'consent' })).body.application;
  const [local, legal] = [clock?.localDue ?? '', clock?.legalDue ?? ''];
  const redated = async (client: Client) =>
    (await client.get<Bench>('/api/workbench')).body.redated.find(one => one.path === `/cases/${id}`);
  assert.equal(await redated(provider), undefined, 'nothing has moved yet');
  const authority = await city.as('authority', 'authority');
  const source = '国办发明电〔2026〕3号';
  const correct = (kind: string, date: string) =>
    authority.post('/api/calendar/corrections', { date, kind, name: '临时放假', source, reason: '通知' });
  assert.equal((await correct('holiday', local)).status, 201);
  const view = (await officer.get<Case>(`/api/applications/${id}`)).body;
  assert.ok((view.clock?.localDue ?? '') > local);
  assert.deepEqual(
    [view.clock?.movedFrom, view.clock?.localMovedFrom, view.clock?.legalMovedFrom],
    [local, local, legal],
  );
  for (const party of [officer, head, provider]) {
    const told = await redated(party);
    assert.deepEqual(
      [told?.title, told?.source, told?.localBefore, told?.localAfter, told?.legalBefore, told?.legalAfter],
      ['低保对象信息', source, local, view.clock?.localDue, legal, view.clock?.legalDue],
    );
  }
  assert.equal(await redated(await city.as('shilong', 'data_officer')), undefined);
  // Taken back: the dates are those of the beginning, and that too is told.
  assert.equal((await correct('ordinary', local)).status, 201);
  assert.deepEqual(
    [(await redated(provider))?.localAfter, (await redated(provider))?.legalAfter],
    [local, legal],
  );
  await act(provider, id, {
    action: 'refuse',
    category: 'condition_not_met',
    conditions: ['仅用于社会救助核对'],
    note: '本次申请的事项不在目录列明的共享条件之内，请改用核验',
  });
  assert.equal(await redated(officer), undefined, 'a case that is closed has no date to tell');
});

test('what the authority asks of a catalog stands on the workbench of whoever has to answer, and leaves it when it is done', async () => {
  const authority = await city.as('authority', 'authority');
  const officer = await city.as('market', 'data_officer');
  const kinds = async (client: Client, title: string) =>
    (await client.get<Bench>('/api/workbench')).body.todos
      .filter(todo => todo.title === title)
      .map(todo => todo.kind);
  const issued = await authority.post('/api/duties/claims', {
    claims: [
      {
        departmentId: city.departments['market'],
        title: '广告发布登记信息',
        claimUntil: `${Number(city.deadlines.today().slice(0, 4)) + 1}-01-31`,
      },
    ],
  });
  assert.equal(issued.status, 201, JSON.stringify(issued.body));
  assert.deepEqual(await kinds(officer, '广告发布登记信息'), ['claim_entry']);
  assert.deepEqual(await kinds(authority, '广告发布登记信息'), []);
  const [claim] = (await officer.get<{ items: { id: number }[] }>('/api/duties/claims')).body.items;
  await officer.post(`/api/duties/claims/${claim?.id}/actions`, { action: 'dispute', note: '职责已划转' });
  assert.deepEqual(await kinds(officer, '广告发布登记信息'), []);
  assert.deepEqual(await kinds(authority, '广告发布登记信息'), ['settle_dispute']);

  const changed = await authority.post('/api/duties/changes', {
    kind: 'law',
    title: '个人信息保护法',
    article: '第三十四条',
    departmentId: null,
    what: '修订',
    occurredOn: city.deadlines.today(),
  });
  assert.equal(changed.status, 201, JSON.stringify(changed.body));
  const provider = await city.as('civil', 'data_officer');
  assert.ok((await kinds(provider, '低保对象信息')).includes('update_entry'));
  const { items } = (await provider.get<{ items: { id: number; entryTitle: string }[] }>('/api/duties/tasks'))
    .body;
  const task = items.find(one => one.entryTitle === '低保对象信息');
  await provider.post(`/api/duties/tasks/${task?.id}/actions`, {
    action: 'ask_extension',
    note: '须与使用部门协商',
    days: 3,
  });
  assert.deepEqual(await kinds(authority, '低保对象信息'), ['answer_extension']);

  const other = await published('market', 'authority', '个体经营者信息', {});
  const named = await authority.post<Problem>('/api/sources/decisions', {
    name: '经营者姓名',
    source: { entryId: entries['conditional'], item: '姓名' },
    others: [{ entryId: other, item: '姓名' }],
    helpUntil: `${Number(city.deadlines.today().slice(0, 4)) + 1}-01-31`,
  });
  assert.equal(named.status, 201, JSON.stringify(named.body));
  assert.deepEqual(await kinds(officer, '经营者姓名'), ['help_source']);
  assert.deepEqual(await kinds(provider, '经营者姓名'), []);
});
