/** Supply and demand: needs are registered once, coordinated by the authority, and end at an entry or on the list. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type ListsCity, openListsCity } from './listsCity.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import type { Problem } from './controlPlane.ts';
import { PERSON_ITEMS, entryContent, entryItem } from './catalogEntries.ts';

interface Demand {
  id: number;
  title: string;
  departmentId: number;
  state: string;
  providerName: string | null;
  entryTitle: string | null;
  late: boolean;
  seconds: number;
  seconded: boolean;
  listedAt: string | null;
  actions: string[];
  history: { action: string; post: string; note: string }[];
}

let city: ListsCity;
before(async () => {
  city = await openListsCity('demands');
});
after(() => city.close());

async function register(department: string, title: string, more: object = {}): Promise<Demand> {
  const officer = await city.as(department, 'data_officer');
  const { status, body } = await officer.post<{ demand: Demand }>('/api/demands', {
    title,
    matter: '低保审核',
    suggestedId: null,
    wantedBy: null,
    ...more,
  });
  assert.equal(status, 201, JSON.stringify(body));
  return body.demand;
}

async function act(who: readonly [string, 'data_officer' | 'authority'], id: number, body: object) {
  const client = await city.as(...who);
  const reply = await client.post<{ demand: Demand } & Problem>(`/api/demands/${id}/actions`, body);
  return { status: reply.status, code: reply.body.code, title: reply.body.title, demand: reply.body.demand };
}
const CIVIL = ['civil', 'data_officer'] as const;
const MARKET = ['market', 'data_officer'] as const;
const AUTHORITY = ['authority', 'authority'] as const;

test('While one types, needs that mean the same are shown, whatever words every need has', async () => {
  await register('civil', '不动产登记信息');
  await register('civil', '机动车登记信息');
  const officer = await city.as('market', 'data_officer');
  const { body } = await officer.post<{ demands: { title: string }[] }>('/api/demands/similar', {
    title: '不动产登记数据',
  });
  assert.deepEqual(
    body.demands.map(one => one.title),
    ['不动产登记信息'],
  );
});

test('A need is seconded once by each other department, and goes to one that seconded it rather than being withdrawn', async () => {
  const { id } = await register('civil', '残疾人证信息');
  assert.equal((await act(CIVIL, id, { action: 'second' })).code, 'platform.forbidden');
  const seconded = await act(MARKET, id, { action: 'second', note: '就业补贴审核也要用' });
  assert.deepEqual([seconded.demand.seconds, seconded.demand.seconded], [1, true]);
  assert.equal((await act(MARKET, id, { action: 'second' })).code, 'lists.seconded_already');
  const kept = await act(CIVIL, id, { action: 'withdraw' });
  assert.deepEqual(
    [kept.status, kept.code, kept.title],
    [409, 'lists.others_need_it', '还有 1 个部门附议这项需求，不能撤回'],
  );
  const handed = await act(CIVIL, id, { action: 'hand_over' });
  assert.deepEqual([handed.demand.departmentId, handed.demand.seconds], [city.departments['market'], 0]);
  assert.equal((await act(CIVIL, id, { action: 'withdraw' })).code, 'platform.forbidden');
  assert.equal((await act(MARKET, id, { action: 'withdraw' })).demand.state, 'withdrawn');
});

test('The authority assigns a department with a date; declined with a reason the need comes back, accepted it ends at an entry', async () => {
  const { id } = await register('market', '殡葬服务对象信息', { suggestedId: city.departments['civil'] });
  const assign = { action: 'assign', departmentId: city.departments['civil'], until: '2099-12-31' };
  assert.equal((await act(MARKET, id, assign)).code, 'platform.forbidden');
  assert.equal((await act(['zhanhe', 'authority'], id, assign)).code, 'platform.forbidden');
  assert.equal((await act(AUTHORITY, id, { ...assign, until: '2020-01-01' })).code, 'lists.date_past');
  const proposer = { ...assign, departmentId: city.departments['market'] };
  assert.equal((await act(AUTHORITY, id, proposer)).code, 'lists.provider_is_proposer');
  assert.equal((await act(AUTHORITY, id, { action: 'list' })).code, 'lists.no_supplier');
  assert.equal((await act(AUTHORITY, id, assign)).demand.state, 'assigned');
  assert.equal((await act(CIVIL, id, { action: 'decline' })).code, 'lists.note_needed');
  const declined = await act(CIVIL, id, { action: 'decline', note: '数据在市殡葬服务中心' });
  assert.deepEqual([declined.demand.state, declined.demand.providerName], ['registered', null]);
  await act(AUTHORITY, id, assign);
  assert.equal((await act(CIVIL, id, { action: 'accept', until: '2099-06-30' })).demand.state, 'accepted');
  const listed = await act(AUTHORITY, id, { action: 'list' });
  assert.notEqual(listed.demand.listedAt, null);
  assert.equal((await act(AUTHORITY, id, { action: 'list' })).code, 'lists.listed_already');

  const entryId = await city.compile(
    'civil',
    entryContent('殡葬服务信息', { items: [...PERSON_ITEMS.slice(0, 2), entryItem('火化日期')] }),
  );
  assert.equal((await act(CIVIL, id, { action: 'match', entryId })).code, 'lists.entry_not_published');
  await city.publish('civil', entryId);
  const met = await act(CIVIL, id, { action: 'match', entryId });
  assert.deepEqual([met.demand.state, met.demand.entryTitle], ['matched', '殡葬服务信息']);
  assert.deepEqual(
    met.demand.history.map(one => one.action),
    ['register', 'assign', 'decline', 'assign', 'accept', 'list', 'match'],
  );
  assert.equal((await act(CIVIL, id, { action: 'match', entryId })).code, 'lists.wrong_state');
});

test('A need is changed by its department alone, and no more once a provider was named', async () => {
  const { id } = await register('civil', '流动人口信息');
  const body = {
    title: '流动人口居住信息',
    matter: '',
    suggestedId: city.departments['market'],
    wantedBy: null,
  };
  const put = async (department: string) =>
    (await city.as(department, 'data_officer')).put<{ demand: Demand } & Problem>(`/api/demands/${id}`, body);
  assert.equal((await put('market')).body.code, 'platform.forbidden');
  assert.equal((await put('civil')).body.demand.title, '流动人口居住信息');
  const { body: found } = await (await city.as('market', 'data_officer')).post<{ demands: { id: number }[] }>(
    '/api/demands/similar',
    { title: '居住情况' },
  );
  assert.deepEqual(
    found.demands.map(one => one.id),
    [id],
  );
  await act(AUTHORITY, id, { action: 'assign', departmentId: city.departments['market'] });
  assert.equal((await put('civil')).body.code, 'lists.wrong_state');
});

test('What a county’s department needs is coordinated by its authority and by the city’s above it', async () => {
  const assign = { action: 'assign', departmentId: city.departments['market'] };
  for (const who of [AUTHORITY, ['zhanhe', 'authority']] as const) {
    const { id } = await register('streets', `户外广告设置许可 ${who[0]}`);
    assert.equal((await act(who, id, assign)).demand.state, 'assigned');
  }
});

test('Merged needs keep everybody who needs them, and a need is not merged into one that is closed', async () => {
  const stays = await register('civil', '养老保险参保信息');
  const goes = await register('market', '职工养老参保情况');
  await act(CIVIL, goes.id, { action: 'second' });
  await act(['streets', 'data_officer'], goes.id, { action: 'second' });
  const into = { action: 'merge', into: stays.id };
  const merged = await act(AUTHORITY, goes.id, into);
  assert.deepEqual([merged.status, merged.demand.state], [200, 'merged']);
  const now = await (await city.as('market', 'data_officer')).get<Demand>(`/api/demands/${stays.id}`);
  assert.deepEqual([now.body.seconds, now.body.seconded], [2, true]);
  const other = await register('market', '失业保险金发放');
  await act(AUTHORITY, stays.id, { action: 'close', note: '改由省平台提供' });
  assert.equal((await act(AUTHORITY, other.id, into)).code, 'lists.merge_impossible');
  assert.equal((await act(AUTHORITY, other.id, { ...into, into: other.id })).code, 'lists.merge_impossible');
});

test('What looks secret is not registered, and nothing of it is kept', async () => {
  const officer = await city.as('civil', 'data_officer');
  const body = { title: '涉密人员台账（机密）', matter: '', suggestedId: null, wantedBy: null };
  const refused = await officer.post<Problem>('/api/demands', body);
  assert.deepEqual([refused.status, refused.body.code], [422, 'lists.secret_marks']);
  assert.match(refused.body.citation?.article ?? '', /第/);
  const found = await officer.get<{ total: number }>('/api/demands?q=%E6%B6%89%E5%AF%86');
  assert.equal(found.body.total, 0);
});

test('Needs come by spreadsheet: every wrong cell is named, and nothing is saved unless it is right or the right rows are asked for', async () => {
  const template = await city.fetchFile('civil', 'data_officer', '/api/demands/template?format=csv');
  const header = template.bytes.toString().trim();
  assert.equal(header, '需求数据,用于什么事项,说明,建议提供部门,需要时间');
  const file = Buffer.from(
    `\ufeff${header}\r\n` +
      '特种设备检验结果,安全检查,,平顶山市市场监督管理局,2099-03-01\r\n' +
      '食品经营许可信息,校园食堂检查,,市场局,2099-03-01\r\n' +
      '个体工商户信息,救助核对,,平顶山市民政局,2001-01-01\r\n',
  );
  const send = (save: 'no' | 'all' | 'right') =>
    city.bring('civil', '/api/demands/sheet', '需求.csv', file, save);
  const before_ = await (await city.as('civil', 'data_officer')).get<{ total: number }>(
    '/api/demands?box=ours',
  );
  const checked = await send('no');
  assert.deepEqual(
    [checked.status, checked.body.rows, checked.body.right, checked.body.saved],
    [200, 3, 1, 0],
    JSON.stringify(checked.body),
  );
  assert.deepEqual(
    checked.body.faults.map(one => one.cell),
    ['D3', 'E4', 'D4'],
  );
  assert.equal((await send('all')).body.code, 'sheets.rows_wrong');
  const count = async (): Promise<number> =>
    (await (await city.as('civil', 'data_officer')).get<{ total: number }>('/api/demands?box=ours')).body
      .total;
  assert.equal(await count(), before_.body.total);
  assert.equal((await send('right')).body.saved, 1);
  assert.equal(await count(), before_.body.total + 1);
  const out = await city.fetchFile('civil', 'data_officer', '/api/demands/export?format=csv&box=ours');
  assert.match(
    out.bytes.toString(),
    /特种设备检验结果,安全检查,,平顶山市民政局,平顶山市市场监督管理局,2099-03-01/,
  );
});

test('An application of a matched need stands with the need; of one that is not matched none can come', async () => {
  const { lists, audited } = city;
  const applied = (id: number, applicationId: number) =>
    audited(PLATFORM, 'test.apply', 'city', async tx => {
      await lists.demands.applied(tx, id, applicationId, `共-2026-${applicationId}`);
      return { value: undefined };
    });
  const { id } = await register('market', '婚姻登记办理信息');
  await assert.rejects(applied(id, 41), (fault: { code?: string }) => fault.code === 'lists.not_matched');
  const entryId = await city.compile('civil', entryContent('婚姻登记办理信息', { items: PERSON_ITEMS }));
  await city.publish('civil', entryId);
  await act(AUTHORITY, id, { action: 'match', entryId });
  await applied(id, 41);
  const seen = async (who: readonly [string, 'data_officer' | 'authority']) =>
    (
      await (
        await city.as(...who)
      ).get<{ applications: { applicationId: number; no: string }[]; mayApply: boolean }>(
        `/api/demands/${id}`,
      )
    ).body;
  const { applications, mayApply } = await seen(MARKET);
  assert.deepEqual(
    applications.map(one => [one.applicationId, one.no]),
    [[41, '共-2026-41']],
  );
  assert.equal(mayApply, true);
  assert.equal((await seen(CIVIL)).mayApply, false);
});

test('What a department is asked to supply waits for its officer until it is answered', async () => {
  const { id } = await register('market', '救助对象认定结果');
  const todo = async (key: string): Promise<boolean> =>
    (await city.lists.demands.todo(await city.actorOf(key, 'data_officer'))).some(one => one.id === id);
  assert.equal(await todo('civil'), false);
  await act(AUTHORITY, id, { action: 'assign', departmentId: city.departments['civil'] });
  assert.deepEqual([await todo('civil'), await todo('market')], [true, false]);
  await act(CIVIL, id, { action: 'accept' });
  assert.equal(await todo('civil'), false);
});
