/** Pools through HTTP on a real platform: collected, changed at the source, collected again, refused, ended, traced. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { entryItem } from './catalogEntries.ts';
import { type Problem } from './controlPlane.ts';
import { type Person, until } from './instance.ts';
import { type Collection, type PoolsCity, openPoolsCity } from './poolsCity.ts';

interface Pool {
  department: {
    should: number;
    collected: number;
    asked: number;
    refused: number;
    due: number;
    actions: string[];
  };
  collections: Collection[];
}
interface Look {
  item: string;
  source: string;
  pool: string;
  versions: {
    values: { item: string; value: string | null }[];
    key: Record<string, string>;
    since: string;
    until: string | null;
    run: { id: number; no: string; record: number | null } | null;
  }[];
}
interface Lineage {
  nodes: { id: string; kind: string; name: string; path: string | null }[];
  edges: { from: string; to: string }[];
}

let city: PoolsCity;
let officer: Person;
let market: Person;
let authority: Person;
const entries: Record<string, number> = {};
const id = (name: string): number => entries[name] ?? 0;

const PERSONS = 2_000;

before(async () => {
  city = await openPoolsCity('pools');
  // Two departments, two schemas, tables of one name; Chinese names, a name with quotes, a table without a key.
  await city.sources.civil.run(`
    create table person (sfzh varchar(18) primary key, xm text, djrq date);
    insert into person select '41040219870' || lpad(i::text, 7, '0'), '张' || i, date '2020-01-01' + (i % 900) from generate_series(1, ${PERSONS}) i;
    create schema "业务";
    create table "业务"."人员""信息" ("证件号码" text, "姓名" text, "登记日期" date);
    insert into "业务"."人员""信息" values ('甲', '王一', '2026-01-01'), ('甲', '王一', '2026-01-01'), ('乙', '王二', null)`);
  await city.sources.market.run(`
    create table person (code bigint primary key, xm text, djrq date);
    insert into person select i, '商户' || i, null from generate_series(1, 50) i`);
  const columns = { 公民身份号码: 'sfzh', 姓名: 'xm', 登记日期: 'djrq' };
  officer = await city.as('civil', 'data_officer');
  market = await city.as('market', 'data_officer');
  authority = await city.as('authority', 'authority');
  entries['person'] = await city.published(
    'civil',
    '户籍登记信息',
    { schema: 'public', table: 'person', columns },
    { updateCycle: 'daily' },
  );
  entries['chinese'] = await city.published(
    'civil',
    '救助对象信息',
    {
      schema: '业务',
      table: '人员"信息',
      columns: { 公民身份号码: '证件号码', 姓名: '姓名', 登记日期: '登记日期' },
    },
    {
      updateCycle: 'irregular',
      items: [
        entryItem('公民身份号码', { identifier: true }),
        entryItem('姓名'),
        entryItem('登记日期', { type: 'date', required: false }),
      ],
    },
  );
  entries['market'] = await city.published(
    'market',
    '经营主体信息',
    { schema: 'public', table: 'person', columns: { 编号: 'code', 名称: 'xm', 登记日期: 'djrq' } },
    {
      subject: 'other',
      items: [
        entryItem('编号', { type: 'bigint', identifier: true }),
        entryItem('名称'),
        entryItem('登记日期', { type: 'date', required: false }),
      ],
    },
  );
  entries['bare'] = await city.published('civil', '未挂载的目录', undefined, {});
});
after(async () => {
  await city.close();
});

const poolOf = async (person: Person, key: 'civil' | 'market'): Promise<Pool> =>
  (await person.get<Pool>(`/api/pools/${city.departments[key]}`)).body;

/** What the source holds, and what the pool holds now and held before, read by statements of the test's own. */
async function current(schema: string, table: string): Promise<string[]> {
  const { rows } = await city.pool.query<{ row: string }>(
    `select row(${table === 'market' ? 'code, xm, djrq' : 'sfzh, xm, djrq'})::text as row from "${schema}"."${table}"`,
  );
  return rows.map(one => one.row).toSorted();
}
const atSource = async (): Promise<string[]> =>
  (await city.sources.civil.run('select row(sfzh, xm, djrq)::text as row from person'))
    .map(one => (one as { row: string }).row)
    .toSorted();

test('the pool is made at the start with a login that may do nothing elsewhere', async () => {
  const { user, database } = city.services.poolDatabase.address;
  const { rows } = await city.pool.query(
    `select rolsuper, rolcreatedb, rolcreaterole, has_database_privilege($1, $2, 'create') as makes,
       has_database_privilege($1, (select current_database()), 'connect') as here from pg_roles where rolname = $1`,
    [user, database],
  );
  assert.deepEqual(rows, [
    { rolsuper: false, rolcreatedb: false, rolcreaterole: false, makes: true, here: true },
  ]);
  const { rows: own } = await city.owner.query(
    `select has_database_privilege($1, current_database(), 'connect') as may`,
    [user],
  );
  assert.deepEqual(own, [{ may: false }]);
  // It is nobody's database: not listed, not to be registered.
  const authorityOfficer = await city.as('authority', 'data_officer');
  assert.deepEqual((await authorityOfficer.get('/api/sources')).body, []);
  const { host, port } = city.services.poolDatabase.address;
  const tried = await authorityOfficer.post<Problem>('/api/sources', {
    use: 'receive',
    kind: 'postgres',
    host,
    port,
    database,
    user: 'postgres',
    password: '',
    note: '',
  });
  assert.equal(tried.body.code, 'address.forbidden');
  const { rows: kept } = await city.owner.query<{ password_sealed: Buffer; department_id: number }>(
    `select password_sealed, department_id from plans.source join pools.place on source_id = id`,
  );
  assert.equal(kept[0]?.department_id, city.departments.authority);
  assert.ok(!kept[0]?.password_sealed.includes(city.services.poolDatabase.address.password));
});

test('the authority sets off what should be collected; departments see their own', async () => {
  const before = await poolOf(authority, 'civil');
  assert.deepEqual(
    before.collections.map(one => [one.entryTitle, one.state]),
    [
      ['户籍登记信息', 'due'],
      ['救助对象信息', 'due'],
    ],
  );
  assert.deepEqual(before.department.actions, ['start']);
  assert.equal((await officer.post(`/api/pools/${city.departments.civil}/collect`)).status, 403);
  const started = await city.ok<{ asked: number; pool: Pool; record: number }>(
    authority,
    `/api/pools/${city.departments.civil}/collect`,
  );
  assert.equal(started.asked, 2);
  assert.equal(started.pool.department.asked, 2);
  const twice = await authority.post<Problem>(`/api/pools/${city.departments.civil}/collect`);
  assert.equal(twice.body.code, 'pools.nothing_to_start');
  const told = await officer.get<{ items: { zh: string; path: string }[] }>('/api/messages?kind=todo');
  assert.ok(
    told.body.items.some(one => /发起归集“户籍登记信息”等 2 个目录/.test(one.zh)),
    JSON.stringify(told.body),
  );
  assert.equal((await market.get(`/api/pools/${city.departments.civil}`)).status, 404);
  assert.equal((await market.get(`/api/pools/entries/${id('person')}`)).status, 404);
  assert.equal((await market.post(`/api/pools/entries/${id('person')}/confirm`)).status, 404);
  const all = await authority.get<{
    ready: boolean;
    departments: { departmentId: number; should: number }[];
  }>('/api/pools');
  assert.equal(all.body.ready, true);
  assert.deepEqual(
    all.body.departments.filter(one => one.should > 0).map(one => [one.departmentId, one.should]),
    [
      [city.departments.civil, 2],
      [city.departments.market, 1],
    ],
  );
});

test('a department confirms, and the rows lie in its schema without masks, equal to its table', async () => {
  const confirmed = await city.ok<{ collection: Collection }>(
    officer,
    `/api/pools/entries/${id('person')}/confirm`,
  );
  assert.equal(confirmed.collection.state, 'collecting');
  // The primary key of the table, which is an item.
  assert.deepEqual(confirmed.collection.key, ['公民身份号码']);
  assert.match(confirmed.collection.schema, /^civil_1141/);
  assert.equal(confirmed.collection.table, `person_${id('person')}`);
  const done = await city.ended(officer, id('person'));
  assert.equal(done.lastRun?.state, 'delivered', JSON.stringify(done));
  assert.equal(done.collected, true);
  assert.equal(done.rows, PERSONS);
  assert.deepEqual(await current(done.schema, done.table), await atSource());
  const { rows } = await city.pool.query(
    `select count(*)::int as n, count(sq_to)::int as past, count(distinct sq_run)::int as runs from "${done.schema}"."${done.table}_history"`,
  );
  assert.deepEqual(rows, [{ n: PERSONS, past: 0, runs: 1 }]);
  // Nobody was granted anything by it.
  const { rows: grants } = await city.owner.query('select count(*)::int as n from sharing.grant');
  assert.deepEqual(grants, [{ n: 0 }]);
});

test('what changed at the source is a version of its own, what went is ended, and both can be looked up', async () => {
  const before = await city.collection(officer, id('person'));
  await city.sources.civil.run(`
    update person set xm = '李改名' where sfzh = '410402198700000007';
    delete from person where sfzh = '410402198700000009';
    insert into person values ('410402198709999999', '新来', '2026-11-01')`);
  const done = await city.again(officer, id('person'));
  assert.equal(done.lastRun?.state, 'delivered', JSON.stringify(done.lastRun));
  assert.deepEqual(await current(done.schema, done.table), await atSource());
  const history = `"${done.schema}"."${done.table}_history"`;
  const { rows } = await city.pool.query(
    `select sfzh, xm, split_part(sq_run, '·', 1) as run, sq_to is null as holds from ${history}
      where sfzh in ('410402198700000007', '410402198700000009', '410402198709999999') order by sfzh, sq_from`,
  );
  const [first, second] = [before.lastRun?.no, done.lastRun?.no];
  assert.deepEqual(rows, [
    { sfzh: '410402198700000007', xm: '张7', run: first, holds: false },
    { sfzh: '410402198700000007', xm: '李改名', run: second, holds: true },
    { sfzh: '410402198700000009', xm: '张9', run: first, holds: false },
    { sfzh: '410402198709999999', xm: '新来', run: second, holds: true },
  ]);
  const { rows: untouched } = await city.pool.query(
    `select count(*)::int as n from ${history} where starts_with(sq_run, $1) and sq_to is null`,
    [first],
  );
  assert.deepEqual(untouched, [{ n: PERSONS - 2 }]);

  const look = await city.ok<Look & { record: number }>(officer, `/api/pools/entries/${id('person')}/rows`, {
    value: '410402198700000007',
  });
  assert.equal(look.item, '公民身份号码');
  assert.deepEqual(
    look.versions.map(one => [
      one.values.find(cell => cell.item === '姓名')?.value,
      one.until === null,
      one.run?.no,
    ]),
    [
      ['李改名', true, second],
      ['张7', false, first],
    ],
  );
  assert.deepEqual(look.versions[0]?.key, { 公民身份号码: '410402198700000007' });
  assert.ok(
    look.versions.every(one => one.run?.record !== null),
    'each version names the record of its receipt',
  );
  assert.equal(look.versions[1]?.until, look.versions[0]?.since);
});

test('a look is recorded without its value, and only those may whose rows they are, and the pool’s officer', async () => {
  const path = `/api/pools/entries/${id('person')}/rows`;
  const body = { value: '410402198700000009' };
  assert.equal((await market.post(path, body)).status, 404);
  assert.equal((await authority.post(path, body)).status, 403);
  assert.equal((await (await city.as('civil', 'sharing_head')).post(path, body)).status, 403);
  const found = await city.ok<Look & { record: number }>(
    await city.as('authority', 'data_officer'),
    path,
    body,
  );
  assert.equal(found.versions.length, 1);
  assert.notEqual(found.versions[0]?.until, null);
  const { rows } = await until(
    () =>
      city.owner.query<{ facts: string }>(`select l.*::text as facts from ledger.entry l where number = $1`, [
        found.record,
      ]),
    reply => reply.rows.length === 1,
    5_000,
  );
  assert.match(rows[0]?.facts ?? '', /pools\.look/);
  assert.doesNotMatch(rows[0]?.facts ?? '', /410402198700000009/);
  const wrong = await officer.post<Problem>(path, { item: '姓名', value: '张三' });
  assert.equal(wrong.body.code, 'pools.not_an_identifier');
  const none = await city.ok<Look>(officer, path, { value: "' or true --" });
  assert.deepEqual(none.versions, []);
});

test('lineage leads from the source over task and run to the pool', async () => {
  const { lastRun, schema, table, taskId } = await city.collection(officer, id('person'));
  const seen = await officer.get<Lineage>(`/api/pools/entries/${id('person')}/lineage`);
  assert.deepEqual(
    seen.body.nodes.map(one => [one.kind, one.name]),
    [
      ['source', 'public.person'],
      ['task', '户籍登记信息'],
      ['run', lastRun?.no],
      ['pool', `${schema}.${table}`],
    ],
  );
  assert.deepEqual(seen.body.edges, [
    { from: `source:${id('person')}`, to: `task:${taskId}` },
    { from: `task:${taskId}`, to: `run:${lastRun?.id}` },
    { from: `run:${lastRun?.id}`, to: `pool:${id('person')}` },
  ]);
  const ofRun = await authority.get<Lineage>(`/api/exchange/runs/${lastRun?.id}/lineage`);
  assert.deepEqual(ofRun.body, seen.body);
  assert.equal((await market.get(`/api/exchange/runs/${lastRun?.id}/lineage`)).status, 404);
});

test('Chinese names and equal table names stay apart; a table without a key is known by its whole rows', async () => {
  await city.ok(officer, `/api/pools/entries/${id('chinese')}/confirm`);
  // Nobody asked: the department may begin by itself.
  await city.ok(market, `/api/pools/entries/${id('market')}/confirm`);
  const [chinese, shops] = [await city.ended(officer, id('chinese')), await city.ended(market, id('market'))];
  assert.deepEqual(
    [chinese.lastRun?.state, shops.lastRun?.state],
    ['delivered', 'delivered'],
    JSON.stringify([chinese, shops]),
  );
  assert.deepEqual(chinese.key, []);
  assert.equal(chinese.table, `人员_信息_${id('chinese')}`);
  assert.notEqual(chinese.schema, shops.schema);
  assert.equal(shops.table, `person_${id('market')}`);
  const { rows } = await city.pool.query<{ 姓名: string; n: number }>(
    `select "姓名", count(*)::int as n from "${chinese.schema}"."${chinese.table}" group by 1 order by 1`,
  );
  assert.deepEqual(rows, [
    { 姓名: '王一', n: 2 },
    { 姓名: '王二', n: 1 },
  ]);
  const { rows: n } = await city.pool.query(
    `select count(*)::int as n from "${shops.schema}"."${shops.table}"`,
  );
  assert.deepEqual(n, [{ n: 50 }]);
  // One of two equal rows goes: one of them is ended.
  await city.sources.civil.run(
    `delete from "业务"."人员""信息" where ctid = (select min(ctid) from "业务"."人员""信息" where "姓名" = '王一')`,
  );
  await city.again(officer, id('chinese'));
  const { rows: left } = await city.pool.query(
    `select count(*)::int as n, count(sq_to)::int as past from "${chinese.schema}"."${chinese.table}_history" where "姓名" = '王一'`,
  );
  assert.deepEqual(left, [{ n: 2, past: 1 }]);
  const bad = await market.post<Problem>(`/api/pools/entries/${id('market')}/rows`, { value: '十二' });
  assert.equal(bad.body.code, 'pools.bad_value');
  const twelve = await city.ok<Look>(market, `/api/pools/entries/${id('market')}/rows`, { value: '12' });
  assert.equal(twelve.versions.length, 1);
});

test('only a law, a regulation or a rule lets a department refuse', async () => {
  const path = `/api/pools/entries/${id('market')}/refuse`;
  const ground = (rank: string, title: string) => ({
    ground: { rank, title, article: '第九条' },
    reason: '涉及统计个体数据',
  });
  const low = await market.post<Problem>(path, ground('local_rule', '某市工作通知'));
  assert.equal(low.body.code, 'pools.ground_too_low');
  assert.equal(low.body.citation?.article, '第十三条');
  assert.equal(
    (await market.post<Problem>(path, ground('national_policy', '某指导意见'))).body.code,
    'pools.ground_too_low',
  );
  const none = await market.post<Problem>(path, {
    ground: { rank: 'law', title: ' ', article: '第九条' },
    reason: '不便',
  });
  assert.equal(none.body.code, 'platform.bad_input');
  // The library knows this text: it is no law, whatever is said of it.
  const known = city.services.policy.listDocuments().find(one => one.rank === 'local_rule');
  const lied = await market.post<Problem>(path, ground('law', known?.title ?? ''));
  assert.equal(lied.body.code, 'pools.ground_other_rank');
  assert.equal((await officer.post(path, ground('law', '中华人民共和国统计法'))).status, 404);

  const { schema, table } = await city.collection(market, id('market'));
  const refused = await city.ok<{ collection: Collection }>(
    market,
    path,
    ground('rule', '统计上个体资料管理规定'),
  );
  assert.equal(refused.collection.state, 'refused');
  assert.equal(refused.collection.collected, false);
  assert.deepEqual(
    [refused.collection.refusal?.rank, refused.collection.history.at(-1)?.action],
    ['rule', 'refuse'],
  );
  assert.ok(
    refused.collection.history.every(step => step.record !== null),
    JSON.stringify(refused.collection.history),
  );
  const pool = await poolOf(authority, 'market');
  assert.deepEqual([pool.department.should, pool.department.refused], [0, 1]);
  // What was collected stays; its task rests.
  const { rows } = await city.pool.query(`select count(*)::int as n from "${schema}"."${table}"`);
  assert.deepEqual(rows, [{ n: 50 }]);
  const task = await market.get<{ paused: boolean }>(`/api/exchange/tasks/${refused.collection.taskId}`);
  assert.equal(task.body.paused, true);
  const tried = await market.post(`/api/exchange/tasks/${refused.collection.taskId}/runs`);
  assert.ok(tried.status >= 400, 'a refused collection does not run');
  // The authority may ask again, and the department may then have it collected after all.
  await city.ok(authority, `/api/pools/entries/${id('market')}/start`);
  await city.ok(market, `/api/pools/entries/${id('market')}/confirm`);
  const again = await city.ended(market, id('market'), refused.collection.lastRun?.id);
  assert.equal(again.lastRun?.state, 'delivered');
  assert.deepEqual([again.schema, again.table], [schema, table]);
});

test('a withdrawn entry and one without a table are collected no more; rows and history stay', async () => {
  const before = await city.collection(officer, id('chinese'));
  await city.ok(await city.as('civil', 'department_head'), `/api/entries/${id('chinese')}/actions`, {
    action: 'withdraw',
    note: '职责已移交，目录撤销',
  });
  const gone = await city.collection(officer, id('chinese'));
  assert.deepEqual([gone.state, gone.ended, gone.actions], ['ended', 'withdrawn', ['look']]);
  assert.equal(gone.history.at(-1)?.action, 'end');
  const { rows } = await city.pool.query(
    `select count(*)::int as n from "${before.schema}"."${before.table}_history"`,
  );
  assert.deepEqual(rows, [{ n: 3 }]);
  assert.equal((await poolOf(officer, 'civil')).department.should, 1);

  // Taken off in the database, as an interface in its place would: the worker sees it within a minute.
  await city.services.audited(
    { accountId: null, post: '测试', name: '测试', departmentId: null },
    'test.unmount',
    'entry',
    async tx => {
      await tx.run(
        (await import('#kernel/db.ts')).sql`delete from resources.resource where entry_id = ${id('market')}`,
      );
      return { value: undefined };
    },
  );
  await city.services.departmentPools.everyMinute();
  const lost = await city.collection(market, id('market'));
  assert.deepEqual([lost.state, lost.ended], ['ended', 'unmounted']);
  const told = await market.get<{ items: { zh: string }[] }>('/api/messages');
  assert.ok(told.body.items.some(one => one.zh.includes('“经营主体信息”停止归集')));
  assert.equal(
    (await market.post<Problem>(`/api/pools/entries/${id('market')}/confirm`)).body.code,
    'pools.not_collectable',
  );
});

test('what is not published, or has no table, is nobody’s to collect', async () => {
  assert.equal((await officer.post(`/api/pools/entries/${id('bare')}/confirm`)).status, 404);
  assert.equal((await officer.get('/api/pools/entries/99999')).status, 404);
});
