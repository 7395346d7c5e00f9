/** A changed law opens a clock on every entry that rests on it; what duties ask for is issued, claimed or disputed. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Content, EntryView } from '#modules/catalog/index.ts';
import { type ControlPlane, type Problem, openControlPlane } from './controlPlane.ts';
import { entryContent } from './catalogEntries.ts';

let city: ControlPlane;
before(async () => {
  city = await openControlPlane('duties');
});
after(() => city.close());

const officer = (department = 'civil') => city.as(department, 'data_officer');
const authority = () => city.as('authority', 'authority');

async function act(
  who: string,
  role: Parameters<ControlPlane['as']>[1],
  id: number,
  action: string,
  more = {},
) {
  const done = await (await city.as(who, role)).post<{ entry: EntryView } & Problem>(
    `/api/entries/${id}/actions`,
    { action, ...more },
  );
  assert.equal(done.status, 200, JSON.stringify(done.body));
  return done.body.entry;
}

async function send(id: number, department = 'civil'): Promise<void> {
  await act(department, 'data_officer', id, 'submit');
  await act(department, 'sharing_head', id, 'sign_office');
  await act(department, 'department_head', id, 'sign_department');
}

async function published(title: string, more: Partial<Content> = {}, department = 'civil'): Promise<number> {
  const made = await (await officer(department)).post<{ entry: EntryView }>('/api/entries', {
    content: entryContent(title, more),
  });
  const { id } = made.body.entry;
  await send(id, department);
  await act('authority', 'authority', id, 'publish');
  return id;
}

async function change(id: number, more: Partial<Content>): Promise<void> {
  const client = await officer();
  const { content, revision } = (await client.get<EntryView>(`/api/entries/${id}`)).body;
  const saved = await client.put(`/api/entries/${id}`, { content: { ...content, ...more }, revision });
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
}

const resting = (title: string, article: string): Partial<Content> => ({
  shareType: 'conditional',
  basis: { rank: 'law', title, article },
  conditions: ['限于法定职责'],
});
const LAW = { kind: 'law', departmentId: null, what: '第十条修订', occurredOn: '2026-01-05' };

interface Task {
  id: number;
  entryId: number;
  state: string;
  actions: string[];
  clock: {
    localDays: number | null;
    legalDays: number;
    started: string;
    state: string;
    due: string;
    legalCitation: { article: string };
  } | null;
}
const tasksOf = async (department = 'civil', query = '') =>
  (await (await officer(department)).get<{ items: Task[] }>(`/api/duties/tasks?size=100${query}`)).body.items;

test('A changed law, entered once, opens the update clock on each entry that rests on it, counted from the change', async () => {
  const touched = await published('收养登记信息', resting('《中华人民共和国收养法》', '第十条'));
  const other = await published('婚姻登记信息', resting('中华人民共和国民法典', '第一千零四十九条'));
  const client = await authority();
  const preview = await client.get<{ items: { entryId: number }[] }>(
    '/api/duties/preview?kind=law&title=收养法',
  );
  assert.deepEqual(
    preview.body.items.map(one => one.entryId),
    [touched],
  );
  const entered = await client.post<{ id: number; tasks: number }>('/api/duties/changes', {
    ...LAW,
    title: '收养法',
  });
  assert.deepEqual([entered.status, entered.body.tasks], [201, 1]);
  const [task] = await tasksOf();
  assert.deepEqual([task?.entryId, task?.state], [touched, 'open']);
  assert.deepEqual([task?.clock?.legalDays, task?.clock?.localDays], [10, 10]);
  assert.equal(task?.clock?.legalCitation.article, '第十七条');
  assert.match(task?.clock?.started ?? '', /^2026-01-05/);
  assert.ok(!(await tasksOf()).some(one => one.entryId === other));
  assert.deepEqual(await tasksOf('market'), []);
});

test('Only the article that changed touches those that name it', async () => {
  const tenth = await published('救助甲信息', resting('社会救助暂行办法', '第十条'));
  await published('救助乙信息', resting('社会救助暂行办法', '第二十条'));
  const { body } = await (await authority()).get<{ items: { entryId: number }[] }>(
    `/api/duties/preview?kind=law&title=${encodeURIComponent('《社会救助暂行办法》')}&article=${encodeURIComponent('第十条')}`,
  );
  assert.deepEqual(
    body.items.map(one => one.entryId),
    [tenth],
  );
});

test('A change that touches nothing, lies ahead or is another’s region is refused, and nothing is saved', async () => {
  const client = await authority();
  const enter = (more: object) =>
    client.post<Problem>('/api/duties/changes', { ...LAW, title: '收养法', ...more });
  assert.equal((await enter({ title: '没有这部法' })).body.code, 'duties.none_affected');
  assert.equal((await enter({ occurredOn: '2099-01-01' })).body.code, 'duties.in_future');
  assert.equal((await enter({ kind: 'duty' })).body.code, 'duties.department_needed');
  const streets = city.departments['streets'];
  assert.equal((await enter({ kind: 'duty', departmentId: streets })).body.code, 'duties.department_outside');
  assert.equal(
    (await (await officer()).post('/api/duties/changes', { ...LAW, title: '收养法' })).status,
    403,
  );
  const list = await client.get<{ total: number }>('/api/duties/changes');
  assert.equal(list.body.total, 1);
});

test('Sending the changed entry on keeps the date, publishing it ends the task, sending it back opens it again', async () => {
  const id = await published('殡葬服务信息', resting('殡葬管理条例', '第二条'));
  await (await authority()).post('/api/duties/changes', { ...LAW, title: '殡葬管理条例' });
  const state = async () => (await tasksOf('civil', '&open=false')).find(one => one.entryId === id)?.state;
  assert.equal(await state(), 'open');
  await change(id, { abstract: '按新条例' });
  assert.equal(await state(), 'open', 'a draft is not yet sent');
  await send(id);
  assert.equal(await state(), 'sent');
  await act('authority', 'authority', id, 'return', { note: '还缺' });
  assert.equal(await state(), 'open');
  await change(id, { abstract: '按新条例补全' });
  await send(id);
  await act('authority', 'authority', id, 'publish');
  assert.equal(await state(), 'done');
});

test('A change that was taken back was never sent: the clock runs to the date that it had', async () => {
  const id = await published('公益性公墓信息', resting('公墓管理办法', '第三条'));
  const title = '公墓管理办法';
  await (await authority()).post('/api/duties/changes', { ...LAW, title });
  const clock = async () => {
    const task = (await tasksOf('civil', '&open=false')).find(one => one.entryId === id);
    return [task?.state, task?.clock?.state, task?.clock?.due];
  };
  const before = await clock();
  await change(id, { abstract: '匆匆改几个字' });
  await send(id);
  assert.equal((await clock())[0], 'sent');
  assert.notEqual((await clock())[1], before[1]);
  await act('civil', 'data_officer', id, 'withdraw');
  assert.deepEqual(await clock(), before);
});

test('Suspending an entry that is in review answers no change of law, and an entry that is gone needs no update', async () => {
  const id = await published('婚介服务机构信息', resting('婚介服务管理办法', '第一条'));
  await change(id, { abstract: '另一处修改' });
  await send(id);
  await (await authority()).post('/api/duties/changes', { ...LAW, title: '婚介服务管理办法' });
  const state = async () => (await tasksOf('civil', '&open=false')).find(one => one.entryId === id)?.state;
  await act('authority', 'authority', id, 'suspend', { note: '核查' });
  assert.equal(await state(), 'open');
  await act('civil', 'data_officer', id, 'withdraw');
  await act('civil', 'department_head', id, 'withdraw');
  assert.equal(await state(), 'done');
});

test('The update goes with an entry that is handed over', async () => {
  const id = await published('社会工作者信息', resting('社会工作者管理办法', '第一条'));
  await (await authority()).post('/api/duties/changes', { ...LAW, title: '社会工作者管理办法' });
  const departmentId = city.departments['market'];
  const handed = await (await authority()).post(`/api/entries/${id}/transfer`, {
    departmentId,
    reason: '机构改革',
  });
  assert.equal(handed.status, 200, JSON.stringify(handed.body));
  assert.ok(!(await tasksOf('civil')).some(one => one.entryId === id));
  const task = (await tasksOf('market')).find(one => one.entryId === id);
  assert.deepEqual(task?.actions, ['leave_unchanged', 'ask_extension']);
});

test('An article with a sign of patterns in it is only itself', async () => {
  await published('养老护理员信息', resting('养老护理条例', '第一条'));
  const refused = await (await authority()).post<Problem>('/api/duties/changes', {
    ...LAW,
    title: '养老护理条例',
    article: '第%条',
  });
  assert.equal(refused.body.code, 'duties.none_affected');
});

test('More days are asked for with a reason, granted by the authority up to the decree’s five, and move the legal date', async () => {
  const id = await published('慈善募捐备案信息', resting('慈善法', '第二十四条'));
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  await (await authority()).post('/api/duties/changes', { ...LAW, title: '慈善法', occurredOn: today });
  const task = (await tasksOf()).find(one => one.entryId === id);
  assert.deepEqual(task?.actions, ['leave_unchanged', 'ask_extension']);
  const client = await officer();
  const ask = (body: object) => client.post<Problem>(`/api/duties/tasks/${task?.id}/actions`, body);
  assert.equal((await ask({ action: 'ask_extension', days: 3 })).body.code, 'duties.note_needed');
  const long = await ask({ action: 'ask_extension', days: 6, note: '涉及系统改造' });
  assert.deepEqual([long.body.code, long.body.citation?.article], ['duties.too_long', '第十七条']);
  assert.equal((await ask({ action: 'ask_extension', days: 5, note: '涉及系统改造' })).status, 200);
  assert.equal((await ask({ action: 'extend' })).status, 403);
  const granted = await (await authority()).post<{
    task: { state: string; clock: { extendedDays: number } };
  }>(`/api/duties/tasks/${task?.id}/actions`, {
    action: 'extend',
  });
  assert.equal(granted.status, 200, JSON.stringify(granted.body));
  assert.deepEqual([granted.body.task.state, granted.body.task.clock.extendedDays], ['open', 5]);
  assert.equal(
    (await ask({ action: 'ask_extension', days: 1, note: '还差一点' })).body.code,
    'duties.extended_already',
  );
});

test('An entry that needs no change is left with a reason', async () => {
  const id = await published('福利机构信息', resting('老年人权益保障法', '第一条'));
  await (await authority()).post('/api/duties/changes', { ...LAW, title: '老年人权益保障法' });
  const task = (await tasksOf()).find(one => one.entryId === id);
  const done = await (await officer()).post<{ task: { state: string; clock: { state: string } } }>(
    `/api/duties/tasks/${task?.id}/actions`,
    {
      action: 'leave_unchanged',
      note: '修订不涉及本目录的数据项',
    },
  );
  assert.deepEqual([done.body.task.state, done.body.task.clock.state], ['unchanged', 'done']);
});

interface Claims {
  total: number;
  items: { id: number; title: string; state: string; actions: string[]; late: boolean }[];
  departments: { departmentName: string; waiting: number }[];
}
const claimAct = (client: Awaited<ReturnType<typeof officer>>, id: number | undefined, body: object) =>
  client.post<
    { claim: { state: string; entryId: number | null; departmentId: number; chased: number } } & Problem
  >(`/api/duties/claims/${id}/actions`, body);

test('What duties ask for is issued, chased, claimed as a draft of the department, or disputed and given to another', async () => {
  const client = await authority();
  const { civil, market, streets } = city.departments;
  const issue = (claims: object[]) =>
    client.post<{ issued: number } & Problem>('/api/duties/claims', { claims });
  const one = (title: string, departmentId: number | undefined, more = {}) => ({
    departmentId,
    title,
    duty: '最低生活保障',
    claimUntil: '2099-01-31',
    ...more,
  });
  assert.equal(
    (await issue([one('低保对象信息', civil), one('街道信息', streets)])).body.code,
    'duties.department_outside',
  );
  assert.equal(
    (await issue([one('低保对象信息', civil, { claimUntil: '2020-01-01' })])).body.code,
    'duties.date_past',
  );
  assert.equal((await issue([one('低保对象信息', civil), one('计量检定信息', civil)])).body.issued, 2);
  assert.equal((await issue([one('低保对象信息', civil)])).body.code, 'duties.claimed_already');
  const list = async (who: Awaited<ReturnType<typeof officer>>) =>
    (await who.get<Claims>('/api/duties/claims')).body;
  const waiting = await list(client);
  assert.deepEqual(
    waiting.departments.map(each => [each.departmentName, each.waiting]),
    [['平顶山市民政局', 2]],
  );
  const mine = await officer();
  const [first, second] = (await list(mine)).items;
  assert.deepEqual(first?.actions, ['claim', 'dispute']);
  assert.equal((await claimAct(client, first?.id, { action: 'chase' })).body.claim.chased, 1);
  assert.equal((await claimAct(mine, first?.id, { action: 'chase' })).status, 403);
  const claimed = await claimAct(mine, first?.id, { action: 'claim' });
  assert.equal(claimed.body.claim.state, 'claimed');
  const draft = (await mine.get<EntryView>(`/api/entries/${claimed.body.claim.entryId}`)).body;
  assert.deepEqual(
    [draft.title, draft.state, draft.content.duty.title],
    ['低保对象信息', 'draft', '最低生活保障'],
  );
  assert.equal((await claimAct(mine, first?.id, { action: 'claim' })).body.code, 'duties.wrong_state');
  assert.equal((await claimAct(mine, second?.id, { action: 'dispute' })).body.code, 'duties.note_needed');
  assert.equal(
    (await claimAct(mine, second?.id, { action: 'dispute', note: '计量由市场监管局负责' })).status,
    200,
  );
  const given = await claimAct(client, second?.id, {
    action: 'reassign',
    departmentId: market,
    note: '改派',
  });
  assert.deepEqual([given.body.claim.state, given.body.claim.departmentId], ['issued', market]);
  assert.equal((await claimAct(mine, second?.id, { action: 'claim' })).status, 404);
  assert.equal((await claimAct(await officer('market'), second?.id, { action: 'claim' })).status, 200);
});
