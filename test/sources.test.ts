/** One source per item: what is shared already is not collected again without a reason, and the authority names the source. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Content, EntryView } from '#modules/catalog/index.ts';
import { type ControlPlane, type Problem, openControlPlane } from './controlPlane.ts';
import { PERSON_ITEMS, entryContent, entryItem } from './catalogEntries.ts';

let city: ControlPlane;
before(async () => {
  city = await openControlPlane('sources');
});
after(() => city.close());

const JOINS = PERSON_ITEMS.slice(0, 2);

async function compile(department: string, content: Content): Promise<EntryView> {
  const officer = await city.as(department, 'data_officer');
  const made = await officer.post<{ entry: EntryView }>('/api/entries', { content });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return made.body.entry;
}

const submit = async (department: string, id: number) =>
  (await city.as(department, 'data_officer')).post<Problem>(`/api/entries/${id}/actions`, {
    action: 'submit',
  });

async function publish(department: string, content: Content): Promise<EntryView> {
  const { id } = await compile(department, content);
  assert.equal((await submit(department, id)).status, 200);
  let entry: EntryView | undefined;
  for (const [who, role, action] of [
    [department, 'sharing_head', 'sign_office'],
    [department, 'department_head', 'sign_department'],
    ['authority', 'authority', 'publish'],
  ] as const) {
    const done = await (await city.as(who, role)).post<{ entry: EntryView }>(`/api/entries/${id}/actions`, {
      action,
    });
    assert.equal(done.status, 200, JSON.stringify(done.body));
    ({ entry } = done.body);
  }
  assert.ok(entry);
  return entry;
}

const asDraft = (content: Content) => ({
  entryId: null,
  title: content.title,
  subject: content.subject,
  items: content.items.map(({ name, type, element, codeTable }) => ({ name, type, element, codeTable })),
});

interface Similar {
  items: {
    item: string;
    reason: string;
    shared: { entryTitle: string; otherItem: string; evidence: string[] }[];
  }[];
}

test('What another department shares under another name is found while one compiles, and stops the entry until a reason is recorded', async () => {
  await publish(
    'civil',
    entryContent('婚姻登记信息', { items: [...JOINS, entryItem('婚姻状况'), entryItem('学历')] }),
  );
  const mine = entryContent('个体工商户从业人员信息', {
    items: [...JOINS, entryItem('文化程度'), entryItem('经营地址')],
  });
  const officer = await city.as('market', 'data_officer');
  const found = (await officer.post<Similar>('/api/sources/similar', asDraft(mine))).body.items;
  assert.deepEqual(
    found.map(one => [one.item, one.shared[0]?.otherItem]),
    [['文化程度', '学历']],
  );
  const { id } = await compile('market', mine);
  const refused = await submit('market', id);
  assert.deepEqual(
    [refused.status, refused.body.code, refused.body.facts['items'], refused.body.citation?.article],
    [409, 'sources.shared_already', ['文化程度'], '第十二条'],
  );
  assert.match(refused.body.title, /“文化程度”已由平顶山市民政局在“婚姻登记信息”中共享（学历）/);
  const stranger = await city.as('civil', 'data_officer');
  const reason = { item: '文化程度', reason: '从业资格审查须由本人当场填报' };
  assert.equal((await stranger.put(`/api/entries/${id}/reasons`, reason)).status, 404);
  assert.equal((await officer.put(`/api/entries/${id}/reasons`, reason)).status, 200);
  assert.equal((await submit('market', id)).status, 200);
});

test('The same name of two different things stops nobody', async () => {
  await publish(
    'civil',
    entryContent('社会组织登记信息', {
      subject: 'legal',
      personalInfo: { conclusion: 'not_needed', date: '' },
      items: [
        entryItem('统一社会信用代码', { identifier: true }),
        entryItem('登记日期', { type: 'date' }),
        entryItem('状态'),
      ],
    }),
  );
  const { body } = await (await city.as('market', 'data_officer')).post<Similar>(
    '/api/sources/similar',
    asDraft(
      entryContent('特种设备检验信息', {
        subject: 'other',
        items: [entryItem('设备编号'), entryItem('登记日期', { type: 'date' }), entryItem('状态')],
      }),
    ),
  );
  assert.deepEqual(body.items, []);
});

interface Pairs {
  total: number;
  items: {
    entryId: number;
    item: string;
    otherEntryId: number;
    otherItem: string;
    departmentName: string;
  }[];
}

test('The authority names the source: the other entry points to it, its department owes help until a date, and the pair is gone', async () => {
  const ours = await publish(
    'civil',
    entryContent('残疾人登记信息', { items: [...JOINS, entryItem('残疾等级')] }),
  );
  const theirs = await compile(
    'market',
    entryContent('残疾人就业单位用工信息', { items: [...JOINS, entryItem('残疾级别')] }),
  );
  const market = await city.as('market', 'data_officer');
  await market.put(`/api/entries/${theirs.id}/reasons`, { item: '残疾级别', reason: '用工备案时填报' });
  await submit('market', theirs.id);
  for (const [who, role, action] of [
    ['market', 'sharing_head', 'sign_office'],
    ['market', 'department_head', 'sign_department'],
    ['authority', 'authority', 'publish'],
  ] as const)
    await (await city.as(who, role)).post(`/api/entries/${theirs.id}/actions`, { action });
  const authority = await city.as('authority', 'authority');
  const pairs = async () => (await authority.get<Pairs>('/api/sources/pairs?q=残疾')).body;
  const [pair] = (await pairs()).items;
  assert.deepEqual([pair?.item, pair?.otherItem], ['残疾等级', '残疾级别']);
  const decide = (more: object = {}) =>
    authority.post<{ decision: { id: number; actions: string[] } } & Problem>('/api/sources/decisions', {
      name: '残疾等级',
      source: { entryId: ours.id, item: '残疾等级' },
      others: [{ entryId: theirs.id, item: '残疾级别' }],
      helpUntil: '2099-12-31',
      ...more,
    });
  assert.equal((await decide({ helpUntil: '2020-01-01' })).body.code, 'sources.date_past');
  assert.equal(
    (await decide({ others: [{ entryId: theirs.id, item: '没有' }] })).body.code,
    'sources.not_published',
  );
  assert.equal(
    (await decide({ others: [{ entryId: ours.id, item: '姓名' }] })).body.code,
    'sources.one_department',
  );
  const decided = await decide();
  assert.equal(decided.status, 201, JSON.stringify(decided.body));
  assert.equal((await decide()).body.code, 'sources.decided_already');
  assert.equal((await pairs()).total, 0);
  const pointers = (
    await city.visitor.get<{ items: { item: string; sourceTitle: string }[] }>(
      `/api/catalog/${theirs.id}/sources`,
    )
  ).body.items;
  assert.deepEqual(
    pointers.map(one => [one.item, one.sourceTitle]),
    [['残疾级别', '残疾人登记信息']],
  );
  const { id } = decided.body.decision;
  const list = (await market.get<{ items: { id: number; actions: string[] }[] }>('/api/sources/decisions'))
    .body.items;
  assert.deepEqual(list.find(one => one.id === id)?.actions, ['help']);
  const help = () => market.post<Problem>(`/api/sources/decisions/${id}/help`, { note: '已移交历史数据' });
  assert.equal((await help()).status, 200);
  assert.equal((await help()).body.code, 'sources.already_helped');
  const ended = await authority.post(`/api/sources/decisions/${id}/end`, { note: '职责调整' });
  assert.equal(ended.status, 200);
  assert.deepEqual(
    (await city.visitor.get<{ items: unknown[] }>(`/api/catalog/${theirs.id}/sources`)).body.items,
    [],
  );
});

test('A pair that the authority found different is shown no more and stops nobody', async () => {
  const authority = await city.as('authority', 'authority');
  const one = await publish(
    'civil',
    entryContent('志愿服务信息', { items: [...JOINS, entryItem('服务时长')] }),
  );
  const other = await compile(
    'market',
    entryContent('检验技术服务信息', { items: [...JOINS, entryItem('服务时长')] }),
  );
  assert.equal((await submit('market', other.id)).body.code, 'sources.shared_already');
  const market = await city.as('market', 'data_officer');
  await market.put(`/api/entries/${other.id}/reasons`, { item: '服务时长', reason: '检验服务的时长' });
  await submit('market', other.id);
  for (const [who, role, action] of [
    ['market', 'sharing_head', 'sign_office'],
    ['market', 'department_head', 'sign_department'],
    ['authority', 'authority', 'publish'],
  ] as const)
    await (await city.as(who, role)).post(`/api/entries/${other.id}/actions`, { action });
  const pair = { entryId: other.id, item: '服务时长', otherEntryId: one.id, otherItem: '服务时长' };
  assert.equal((await market.post('/api/sources/different', { ...pair, reason: '不同' })).status, 403);
  assert.equal(
    (await authority.post('/api/sources/different', { ...pair, reason: '一为志愿服务，一为检验' })).status,
    200,
  );
  assert.equal((await authority.get<Pairs>('/api/sources/pairs?q=服务时长')).body.total, 0);
});

test('Joint collection names who does what, the lead among them', async () => {
  const authority = await city.as('authority', 'authority');
  const { civil, market } = city.departments;
  const register = (parts: object[]) =>
    authority.post<{ joint: { id: number; parts: { work: string }[] } } & Problem>('/api/sources/joint', {
      title: '困难职工摸底',
      leadDepartmentId: civil,
      parts,
    });
  assert.equal(
    (await register([{ departmentId: market, work: '走访企业' }])).body.code,
    'sources.joint_alone',
  );
  const made = await register([
    { departmentId: civil, work: '入户登记' },
    { departmentId: market, work: '走访企业' },
  ]);
  assert.equal(made.status, 201, JSON.stringify(made.body));
  assert.equal(made.body.joint.parts.length, 2);
  assert.equal((await authority.post(`/api/sources/joint/${made.body.joint.id}/end`, {})).status, 200);
});
