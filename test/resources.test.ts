import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openMysqlSource } from '#connectors/mysql/source.ts';
import { openPostgresSource } from '#connectors/postgres/source.ts';
import { reader, sql } from '#kernel/db.ts';
import type { EntryView } from '#modules/catalog/index.ts';
import { type Resources, createProbe, createResources, declareResources } from '#modules/resources/index.ts';
import { type Scratch, createMariadb, createPostgres, mariadbMissing } from './connectors/databases.ts';
import { type Client, type ControlPlane, type Problem, openControlPlane } from './controlPlane.ts';
import { PERSON_ITEMS, entryContent, entryItem as item } from './catalogEntries.ts';

const noMariadb = await mariadbMissing();
const READER = `sq_reader_${process.pid}`;
const SECRET = 'Kou-Ling-2026';

let city: ControlPlane;
let resources: Resources;
let registry: Scratch;
let officer: Client;

before(async () => {
  city = await openControlPlane('resources');
  registry = await createPostgres('registry');
  await registry.run(`
    create schema civil;
    create table civil.marriage (sfzh varchar(18), xm text, djrq date, bz bytea);
    comment on column civil.marriage.sfzh is '公民身份号码（十八位）';
    comment on column civil.marriage.xm is '姓名';
    comment on column civil.marriage.djrq is '登记日期';
    insert into civil.marriage select '41040319900101' || lpad(i::text, 4, '0'), '张三' || i, '2020-01-01' from generate_series(1, 200) i;
    create role ${READER} login password '${SECRET}';
    grant usage on schema civil to ${READER};
    grant select on civil.marriage to ${READER}`);
  const { host, port } = registry.address;
  const servers = new Set([`${host}:${port}`, '127.0.0.1:3306', '127.0.0.1:1']);
  resources = createResources({
    db: city.db,
    secrets: reader(city.storage.pools.write),
    audited: city.audited,
    keys: city.storage.keys,
    catalog: city.catalog,
    organizations: city.organizations,
    policy: city.policy,
    sources: city.sources,
    probe: createProbe(({ password, ...address }) =>
      address.kind === 'mysql' ? openMysqlSource(address, password) : openPostgresSource(address, password),
    ),
    addresses: { exempt: servers, own: new Set(['10.20.1.5:5432']) },
  });
  declareResources({ http: city.http, resources });
  officer = await city.as('civil', 'data_officer');
});
after(async () => {
  await city.close();
  await registry.run(`drop owned by ${READER}; drop role ${READER}`);
  await registry.drop();
});

const source = (more: object = {}): object => ({
  use: 'provide',
  kind: 'postgres',
  host: registry.address.host,
  port: registry.address.port,
  database: registry.address.database,
  user: READER,
  password: SECRET,
  note: '婚姻登记业务库',
  ...more,
});

async function publishedEntry(title: string, department = 'civil', items = PERSON_ITEMS): Promise<number> {
  const content = entryContent(title, { modes: ['query'], items });
  const made = await (await city.as(department, 'data_officer')).post<{ entry: EntryView }>('/api/entries', {
    content,
  });
  const { id } = made.body.entry;
  for (const [who, role, action] of [
    [department, 'data_officer', 'submit'],
    [department, 'sharing_head', 'sign_office'],
    [department, 'department_head', 'sign_department'],
    ['authority', 'authority', 'publish'],
  ] as const) {
    const done = await (await city.as(who, role)).post(`/api/entries/${id}/actions`, { action });
    assert.equal(done.status, 200, JSON.stringify(done.body));
  }
  return id;
}

interface SourceAnswer {
  source: { id: number; canWrite: boolean };
  record: number;
}
interface ResourceAnswer {
  resource: {
    id: number;
    rowCount: number;
    state: string;
    place: string;
    mapping: { item: string; column: string }[];
  };
}

let known: Promise<number> | undefined;
/** The department's registry, registered once. */
function registered(): Promise<number> {
  known ??= officer.post<SourceAnswer>('/api/sources', source()).then(reply => {
    assert.equal(reply.status, 201, JSON.stringify(reply.body));
    return reply.body.source.id;
  });
  return known;
}

const MAPPING = [
  { item: '公民身份号码', column: 'sfzh' },
  { item: '姓名', column: 'xm' },
  { item: '登记日期', column: 'djrq' },
];
const mountBody = async (entryId: number, more: object = {}): Promise<object> => ({
  entryId,
  sourceId: await registered(),
  schema: 'civil',
  table: 'marriage',
  mapping: MAPPING,
  ...more,
});

test('A tested connection says what answers and whether the account could change anything, and keeps nothing', async () => {
  const asReader = await officer.post<{ version: string; canWrite: boolean }>('/api/sources/test', source());
  assert.equal(asReader.status, 200, JSON.stringify(asReader.body));
  assert.match(asReader.body.version, /^PostgreSQL \d/);
  assert.equal(asReader.body.canWrite, false);
  const asOwner = await officer.post<{ canWrite: boolean }>(
    '/api/sources/test',
    source({ user: registry.address.user, password: registry.password }),
  );
  assert.equal(asOwner.body.canWrite, true);
  assert.deepEqual((await officer.get('/api/sources')).body, []);
});

for (const [world, more, code, words] of [
  [
    'A port where nothing answers',
    { host: '127.0.0.1', port: 1 },
    'resources.unreachable',
    /连不上 127\.0\.0\.1:1：对方没有应答/,
  ],
  [
    'A database that is not there',
    { database: 'no_such_database' },
    'resources.no_database',
    /没有数据库“no_such_database”/,
  ],
  [
    'The platform’s own database',
    { host: '10.20.1.5', port: 5432 },
    'address.forbidden',
    /不能连接 10\.20\.1\.5/,
  ],
  ['This machine', { host: '127.0.0.1', port: 6379 }, 'address.forbidden', /不能连接 127\.0\.0\.1/],
  [
    'A network that the operator did not allow',
    { host: '10.20.3.7' },
    'address.not_allowed',
    /不在允许的网络内/,
  ],
] as const) {
  test(`${world} is refused in one sentence, and the attempt is recorded`, async () => {
    const before = await records();
    const refused = await officer.post<Problem>('/api/sources/test', source(more));
    assert.equal(refused.body.code, code, JSON.stringify(refused.body));
    assert.match(refused.body.title, words);
    assert.notEqual(refused.body.remedy, '');
    assert.equal(await records(), before + 1);
  });
}

test('A wrong password is told as such', { skip: noMariadb }, async () => {
  const refused = await officer.post<Problem>(
    '/api/sources/test',
    source({
      kind: 'mysql',
      host: '127.0.0.1',
      port: 3306,
      database: 'mysql',
      user: 'nobody_here',
      password: 'x',
    }),
  );
  assert.equal(refused.body.code, 'resources.wrong_password', JSON.stringify(refused.body));
});

test('A registered password is sealed to its row: no reply, no reading login and no record ever shows it', async () => {
  const id = await registered();
  const listed = await officer.get<object[]>('/api/sources');
  assert.equal(listed.body.length, 1);
  assert.ok(!JSON.stringify(listed.body).includes(SECRET));
  await assert.rejects(
    () => city.db.many(sql`select password_sealed from plans.source`),
    /permission denied/,
  );
  const { sealed } = await reader(city.storage.pools.gateway).get<{ sealed: Buffer }>(
    sql`select password_sealed as sealed from plans.source where id = ${id}`,
  );
  assert.equal(city.storage.keys.open('credentials', `plans.source/password/${id}`, sealed), SECRET);
  assert.throws(() => city.storage.keys.open('credentials', `plans.source/password/${id + 1}`, sealed));
  const bodies = await city.db.many<{ body: Buffer }>(sql`select body from record.batch`);
  assert.ok(bodies.some(row => row.body.includes('resources.register_source')));
  assert.ok(!bodies.some(row => row.body.includes(SECRET)));
});

test('An account and a password that were changed at the database are changed here, once they let us in', async () => {
  const id = await registered();
  const path = `/api/sources/${id}/login`;
  const sealed = async (): Promise<string> => {
    const row = await reader(city.storage.pools.gateway).get<{ username: string; sealed: Buffer }>(
      sql`select username, password_sealed as sealed from plans.source where id = ${id}`,
    );
    return `${row.username} ${city.storage.keys.open('credentials', `plans.source/password/${id}`, row.sealed)}`;
  };
  const fresh = `${READER}_next`;
  await registry.run(`create role ${fresh} login password 'second-secret'; grant ${READER} to ${fresh}`);
  try {
    const wrong = await officer.put<Problem>(path, { user: `${fresh}_x`, password: 'second-secret' });
    assert.deepEqual([wrong.status, wrong.body.code], [422, 'resources.wrong_password']);
    assert.equal(await sealed(), `${READER} ${SECRET}`);
    const stranger = await city.as('market', 'data_officer');
    assert.equal((await stranger.put(path, { user: fresh, password: 'second-secret' })).status, 404);
    const changed = await officer.put<SourceAnswer & { source: { user: string } }>(path, {
      user: fresh,
      password: 'second-secret',
    });
    assert.deepEqual([changed.status, changed.body.source.user], [200, fresh], JSON.stringify(changed.body));
    assert.equal(await sealed(), `${fresh} second-secret`);
    const bodies = await city.db.many<{ body: Buffer }>(sql`select body from record.batch`);
    assert.ok(bodies.some(row => row.body.includes('resources.change_login')));
    assert.ok(!bodies.some(row => row.body.includes('second-secret')));
    const tables = await officer.get<object[]>(`/api/sources/${id}/tables`);
    assert.ok(tables.body.length > 0);
  } finally {
    assert.equal((await officer.put(path, { user: READER, password: SECRET })).status, 200);
    await registry.run(`drop role ${fresh}`);
  }
});

test('One database with one account is registered once', async () => {
  await registered();
  const again = await officer.post<Problem>('/api/sources', source());
  assert.deepEqual([again.status, again.body.code], [409, 'resources.already_registered']);
});

test('Tables and columns are shown as the account sees them', async () => {
  const id = await registered();
  const tables = await officer.get<{ schema: string; table: string }[]>(`/api/sources/${id}/tables`);
  assert.deepEqual(
    tables.body.map(one => `${one.schema}.${one.table}`),
    ['civil.marriage'],
  );
  const columns = await officer.get<{ name: string; type: string | null; comment: string }[]>(
    `/api/sources/${id}/columns?schema=civil&table=marriage`,
  );
  assert.deepEqual(
    columns.body.map(one => [one.name, one.type]),
    [
      ['sfzh', 'text'],
      ['xm', 'text'],
      ['djrq', 'date'],
      ['bz', null],
    ],
  );
  const missing = await officer.get<Problem>(`/api/sources/${id}/columns?schema=civil&table=divorce`);
  assert.deepEqual(
    [missing.body.code, missing.body.title],
    ['resources.no_table', '库里没有表 civil.divorce，或账号看不到它'],
  );
});

test('Items are matched to columns by their comments, and what does not fit is told in words', async () => {
  const entryId = await publishedEntry('婚姻登记核对信息', 'civil', [
    ...PERSON_ITEMS,
    item('证件照片', { required: false }),
    item('年龄', { type: 'bigint' }),
  ]);
  await registry.run(
    `alter table civil.marriage add nl text; comment on column civil.marriage.nl is '年龄'; comment on column civil.marriage.bz is '证件照片'`,
  );
  const match = await officer.get<{
    pairs: { item: string; column: string | null; problem: string }[];
    columns: { name: string }[];
  }>(`/api/resources/match?entryId=${entryId}&sourceId=${await registered()}&schema=civil&table=marriage`);
  assert.deepEqual(
    match.body.pairs.map(pair => [pair.item, pair.column, pair.problem]),
    [
      ['公民身份号码', 'sfzh', ''],
      ['姓名', 'xm', ''],
      ['登记日期', 'djrq', ''],
      ['证件照片', 'bz', 'bytea 类型不能共享'],
      ['年龄', 'nl', '类型不符：目录写整数型，库里是 text'],
    ],
  );
});

test('A mounted table is counted, shown in the catalog, and its sample is masked by the database', async () => {
  const entryId = await publishedEntry('婚姻登记信息');
  const mounted = await officer.post<ResourceAnswer>('/api/resources', await mountBody(entryId));
  assert.equal(mounted.status, 201, JSON.stringify(mounted.body));
  const { id, rowCount, state } = mounted.body.resource;
  assert.deepEqual([rowCount, state], [200, 'mounted']);
  const entry = await city.visitor.get<EntryView>(`/api/catalog/${entryId}`);
  assert.deepEqual([entry.body.mounted, entry.body.rowCount], [true, 200]);
  const found = await city.visitor.get<{ items: { id: number }[] }>(
    '/api/catalog?resource=table&resource=interface&resource=file',
  );
  assert.deepEqual(
    found.body.items.map(one => one.id),
    [entryId],
  );
  const before = await records();
  const sample = await officer.get<{ items: string[]; rows: string[][] }>(`/api/resources/${id}/sample`);
  assert.deepEqual(sample.body.items, ['公民身份号码', '姓名', '登记日期']);
  assert.equal(sample.body.rows.length, 5);
  for (const [number, name] of sample.body.rows) {
    assert.match(number ?? '', /^410403\*{8}\d{4}$/);
    assert.match(name ?? '', /^张\*+$/);
  }
  assert.equal(await records(), before + 1);
  assert.deepEqual(await resources.mountOf(entryId), {
    id,
    target: {
      kind: 'table',
      table: { sourceId: await registered(), schema: 'civil', table: 'marriage' },
      version: 1,
    },
    mapping: MAPPING,
    // As the source has them: what a run expects to find again.
    columns: [
      { name: 'sfzh', databaseType: 'character varying(18)' },
      { name: 'xm', databaseType: 'text' },
      { name: 'djrq', databaseType: 'date' },
      { name: 'bz', databaseType: 'bytea' },
      { name: 'nl', databaseType: 'text' },
    ],
  });
  assert.deepEqual(
    (await officer.get<{ entryTitle: string }[]>('/api/resources')).body.map(one => one.entryTitle),
    ['婚姻登记信息'],
  );
});

test('A mount that leaves an item out, or before publication, or of another department’s entry is refused', async () => {
  const entryId = await publishedEntry('离婚登记信息');
  const partial = await officer.post<Problem>(
    '/api/resources',
    await mountBody(entryId, { mapping: MAPPING.slice(0, 2) }),
  );
  assert.deepEqual(
    [partial.body.code, partial.body.title],
    ['resources.item_unmapped', '数据项“登记日期”没有对应的列'],
  );
  const wrong = await officer.post<Problem>(
    '/api/resources',
    await mountBody(entryId, { mapping: [...MAPPING.slice(0, 2), { item: '登记日期', column: 'xm' }] }),
  );
  assert.equal(wrong.body.code, 'resources.type_mismatch');
  const { content } = (await city.visitor.get<EntryView>(`/api/catalog/${entryId}`)).body;
  const draft = await officer.post<{ entry: EntryView }>('/api/entries', {
    content: { ...content, title: '补领婚姻登记证信息' },
  });
  const early = await officer.post<Problem>('/api/resources', await mountBody(draft.body.entry.id));
  assert.deepEqual([early.status, early.body.code], [409, 'resources.not_published']);
  const stranger = await city.as('market', 'data_officer');
  assert.equal((await stranger.post('/api/resources', await mountBody(entryId))).status, 404);
  const theirs = await publishedEntry('食品经营许可信息', 'market');
  assert.equal((await officer.post('/api/resources', await mountBody(theirs))).status, 404);
  assert.equal((await stranger.get(`/api/sources/${await registered()}/tables`)).status, 404);
});

test('A database registered to receive rows cannot be mounted', async () => {
  const receive = await officer.post<SourceAnswer>('/api/sources', source({ use: 'receive' }));
  const entryId = await publishedEntry('收养登记信息');
  const refused = await officer.post<Problem>(
    '/api/resources',
    await mountBody(entryId, { sourceId: receive.body.source.id }),
  );
  assert.equal(refused.body.code, 'resources.wrong_use');
});

test('A table that lost a column is found drifted, and sound again once the column is back', async () => {
  const entryId = await publishedEntry('结婚登记档案信息');
  assert.equal((await officer.post('/api/resources', await mountBody(entryId))).status, 201);
  await registry.run('alter table civil.marriage rename djrq to registered');
  assert.equal(await resources.recheck(entryId), 'drifted');
  const listed = await officer.get<{ entryId: number; problem: string }[]>('/api/resources');
  assert.equal(
    listed.body.find(one => one.entryId === entryId)?.problem,
    '表 civil.marriage 里没有列“djrq”了',
  );
  await registry.run('alter table civil.marriage rename registered to djrq');
  assert.equal(await resources.recheck(entryId), 'mounted');
});

test('A MariaDB table is mounted like any other', { skip: noMariadb }, async () => {
  const business = await createMariadb('business');
  try {
    await business.run(
      `create table hy (sfzh varchar(18) comment '公民身份号码', xm varchar(50) comment '姓名', djrq date comment '登记日期')`,
    );
    await business.run(`insert into hy values ('410403199001010011', '李四', '2021-05-06')`);
    const { address, password } = business;
    const made = await officer.post<SourceAnswer>(
      '/api/sources',
      source({
        kind: 'mysql',
        host: address.host,
        port: address.port,
        database: address.database,
        user: address.user,
        password,
      }),
    );
    assert.equal(made.status, 201, JSON.stringify(made.body));
    assert.equal(made.body.source.canWrite, true);
    const entryId = await publishedEntry('婚姻登记历史信息');
    const mounted = await officer.post<ResourceAnswer>(
      '/api/resources',
      await mountBody(entryId, { sourceId: made.body.source.id, schema: address.database, table: 'hy' }),
    );
    assert.equal(mounted.status, 201, JSON.stringify(mounted.body));
    const sample = await officer.get<{ rows: string[][] }>(
      `/api/resources/${mounted.body.resource.id}/sample`,
    );
    assert.deepEqual(sample.body.rows, [['410403********0011', '李*', '2021-05-06']]);
  } finally {
    await business.drop();
  }
});

async function records(): Promise<number> {
  return (await city.db.get<{ n: number }>(sql`select coalesce(sum(n), 0) as n from record.batch`)).n;
}

test('A table that says of itself that it is secret cannot be mounted, and the record does not repeat a value of it', async () => {
  const entryId = await publishedEntry('涉密检查用的登记信息');
  const refusedWith = async (setUp: string, undo: string): Promise<Problem> => {
    await registry.run(setUp);
    const refused = await officer.post<Problem>('/api/resources', await mountBody(entryId));
    await registry.run(undo);
    assert.equal(refused.status, 422, JSON.stringify(refused.body));
    return refused.body;
  };
  const commented = await refusedWith(
    `comment on column civil.marriage.bz is '密级'`,
    `comment on column civil.marriage.bz is null`,
  );
  assert.deepEqual(
    [commented.code, commented.facts['mark'], commented.citation?.article],
    ['resources.secret_marks', '密级', '第八条'],
  );
  const valued = await refusedWith(
    `update civil.marriage set xm = '某某某机密★十年' where sfzh like '%0003'`,
    `update civil.marriage set xm = '张三3' where sfzh like '%0003'`,
  );
  assert.match(valued.title, /抽看的第 \d+ 行写有“机密”/);
  assert.ok(!JSON.stringify(valued).includes('某某某'));
  const mounted = await officer.post('/api/resources', await mountBody(entryId));
  assert.equal(mounted.status, 201, JSON.stringify(mounted.body));
});
