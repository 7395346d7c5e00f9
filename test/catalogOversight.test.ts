/** What others than the department do with its entries, and what they see of them: the authority, other regions, the public. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '#kernel/db.ts';
import type { Content, EntryView } from '#modules/catalog/index.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { type Client, type ControlPlane, type Problem, openControlPlane } from './controlPlane.ts';
import { PERSON_ITEMS, entryContent, entryItem } from './catalogEntries.ts';

let city: ControlPlane;
before(async () => {
  city = await openControlPlane('oversight');
});
after(() => city.close());

interface Written {
  entry: EntryView;
}

const step = (client: Client, id: number, action: string, more: object = {}) =>
  client.post<Written & Problem>(`/api/entries/${id}/actions`, { action, ...more });
const officer = (department = 'civil') => city.as(department, 'data_officer');
const authority = () => city.as('authority', 'authority');

async function compile(title: string, more: Partial<Content> = {}, department = 'civil'): Promise<EntryView> {
  const made = await (await officer(department)).post<Written>('/api/entries', {
    content: entryContent(title, more),
  });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return made.body.entry;
}

async function send(id: number, department = 'civil'): Promise<void> {
  const way = [
    ['data_officer', 'submit'],
    ['sharing_head', 'sign_office'],
    ['department_head', 'sign_department'],
  ] as const;
  for (const [role, action] of way) {
    const done = await step(await city.as(department, role), id, action);
    assert.equal(done.status, 200, JSON.stringify(done.body));
  }
}

async function published(
  title: string,
  more: Partial<Content> = {},
  department = 'civil',
): Promise<EntryView> {
  const { id } = await compile(title, more, department);
  await send(id, department);
  const done = await step(await authority(), id, 'publish');
  assert.equal(done.status, 200, JSON.stringify(done.body));
  return done.body.entry;
}

async function change(id: number, more: Partial<Content>, department = 'civil') {
  const client = await officer(department);
  const { content, revision } = (await client.get<EntryView>(`/api/entries/${id}`)).body;
  return client.put<Written & Problem>(`/api/entries/${id}`, { content: { ...content, ...more }, revision });
}

const dissolve = (key: string, state: 'active' | 'dissolved') =>
  city.audited(PLATFORM, 'test.dissolve', 'city', async tx => {
    await tx.run(sql`update org.department set state = ${state} where id = ${city.departments[key]}`);
    return { value: undefined };
  });

test('The authority suspends what serves while its department works on a change, and sees nothing of that', async () => {
  const { id } = await published('福利彩票网点信息');
  assert.equal((await change(id, { title: '尚未公布的新名称' })).status, 200);
  const client = await authority();
  const before = (await client.get<EntryView>(`/api/entries/${id}`)).body;
  assert.deepEqual([before.title, before.actions], ['福利彩票网点信息', ['suspend']]);
  const suspended = await step(client, id, 'suspend', { note: '核查' });
  assert.equal(suspended.status, 200, JSON.stringify(suspended.body));
  const { entry } = suspended.body;
  assert.deepEqual(
    [entry.title, entry.actions, entry.suspended?.reason],
    ['福利彩票网点信息', ['resume'], '核查'],
  );
  assert.equal((await step(await city.as('zhanhe', 'authority'), id, 'resume')).status, 404);
  assert.equal((await step(await officer('market'), id, 'resume')).status, 404);
  assert.equal((await step(client, id, 'resume')).status, 200);
});

test('The title of a change in work is its department’s own until it is published, and taken titles are said when it is saved', async () => {
  const { id } = await published('社区养老设施信息');
  await published('农村养老设施信息');
  assert.equal((await change(id, { title: '农村养老设施信息' })).body.code, 'catalog.title_taken');
  assert.equal((await change(id, { title: '城乡养老设施信息' })).status, 200);
  const market = await officer('market');
  const titles = async () =>
    (await market.get<{ items: { entryId: number; title: string }[] }>('/api/notices?size=100')).body.items
      .filter(one => one.entryId === id)
      .map(one => one.title);
  assert.deepEqual(await titles(), ['社区养老设施信息']);
  const own = await (await officer()).get<{ items: EntryView[] }>(
    `/api/entries?q=${encodeURIComponent('城乡养老')}`,
  );
  assert.deepEqual(
    own.body.items.map(one => one.id),
    [id],
  );
  await send(id);
  assert.equal((await step(await authority(), id, 'publish')).status, 200);
  assert.deepEqual(await titles(), ['城乡养老设施信息', '城乡养老设施信息']);
});

test('A change that was dropped before anyone sent it on is no version for the authority', async () => {
  const { id } = await published('志愿者登记信息');
  await change(id, { abstract: '试写一版' });
  assert.equal((await step(await officer(), id, 'withdraw')).status, 200);
  const versions = async (client: Client) =>
    (await client.get<{ items: { version: number }[] }>(`/api/entries/${id}/versions`)).body.items.map(
      one => one.version,
    );
  assert.deepEqual(await versions(await officer()), [2, 1]);
  assert.deepEqual(await versions(await authority()), [1]);
  const compared = await (await authority()).get<Problem>(`/api/entries/${id}/compare?from=1&to=2`);
  assert.equal(compared.body.code, 'catalog.version_unknown');
});

test('Whoever names an entry of another region in a list of many learns neither its title nor its state', async () => {
  const { id } = await compile('只有本部门知道的草稿');
  const { body } = await (await city.as('zhanhe', 'authority')).post<{
    refused: { id: number; title: string; code: string }[];
  }>('/api/entries/actions', { ids: [id], action: 'publish' });
  assert.deepEqual(
    body.refused.map(one => [one.id, one.title, one.code]),
    [[id, '', 'platform.not_found']],
  );
});

test('Nothing of a dissolved department is signed or published before it is handed over', async () => {
  const { id } = await compile('城管执法人员信息', {}, 'streets');
  await send(id, 'streets');
  await dissolve('streets', 'dissolved');
  const district = await city.as('zhanhe', 'authority');
  assert.equal((await step(district, id, 'publish')).body.code, 'catalog.department_gone');
  const handed = await district.post(`/api/entries/${id}/transfer`, {
    departmentId: city.departments['zhanhe'],
    reason: '机构改革',
  });
  assert.equal(handed.status, 200, JSON.stringify(handed.body));
  const now = (await (await officer('zhanhe')).get<EntryView>(`/api/entries/${id}`)).body;
  assert.deepEqual(
    [now.state, now.clock, now.orphaned],
    ['draft', null, false],
    'signed by nobody who answers for it',
  );
  await dissolve('streets', 'active');
});

test('What is handed over on its way is a draft again; a draft that nobody sent on is not handed over', async () => {
  const { id } = await published('公墓信息');
  await change(id, { abstract: '新的一版' });
  await send(id);
  const client = await authority();
  const hand = (entry: number) =>
    client.post<Problem>(`/api/entries/${entry}/transfer`, {
      departmentId: city.departments['market'],
      reason: '职责划转',
    });
  assert.equal((await hand((await compile('没有送出的草稿')).id)).status, 404);
  assert.equal((await hand(id)).status, 200);
  assert.equal((await step(client, id, 'publish')).status, 404, 'it left the authority’s desk');
  const market = await officer('market');
  assert.equal((await market.get<EntryView>(`/api/entries/${id}`)).body.state, 'draft');
  await send(id, 'market');
  assert.equal((await step(client, id, 'publish')).status, 200);
});

test('Items of an entry that was handed over are shared by the department that has it now', async () => {
  const items = [...PERSON_ITEMS, entryItem('救助站床位号')];
  const { id } = await published('流浪救助信息', { items });
  const shares = async (department: string) =>
    (
      await (
        await officer(department)
      ).post<{ items: { item: string; shared: { departmentName: string }[] }[] }>('/api/sources/similar', {
        entryId: null,
        title: '街面救助信息',
        subject: 'person',
        items: items.map(({ name, type, element, codeTable }) => ({ name, type, element, codeTable })),
      })
    ).body.items.find(one => one.item === '救助站床位号')?.shared[0]?.departmentName;
  assert.equal(await shares('market'), '平顶山市民政局');
  await (await authority()).post(`/api/entries/${id}/transfer`, {
    departmentId: city.departments['market'],
    reason: '职责划转',
  });
  assert.equal(await shares('market'), undefined);
  assert.equal(await shares('civil'), '平顶山市市场监督管理局');
});

test('On the Internet an entry names only related entries that are open', async () => {
  const open = await published('公办幼儿园名录', { subject: 'other', openType: 'unconditional' });
  const closed = await published('幼儿园处罚信息', { subject: 'other' });
  const { id } = await published('民办幼儿园名录', {
    subject: 'other',
    openType: 'unconditional',
    related: [closed.code ?? '', open.code ?? ''],
  });
  assert.deepEqual((await city.catalog.published(id, 'internet')).content.related, [open.code]);
  assert.deepEqual((await city.catalog.published(id)).content.related, [closed.code, open.code]);
});

test('Entries that an earlier release published are filed once: from then on they are shared already', async () => {
  const items = [...PERSON_ITEMS, entryItem('火化证明编号')];
  const { id } = await published('殡葬火化信息', { items });
  await city.audited(PLATFORM, 'test.upgrade', 'city', async tx => {
    await tx.run(sql`delete from sources.entry`);
    return { value: undefined };
  });
  const again = await compile('丧葬补贴信息', { items }, 'market');
  await city.catalog.catchUp(new AbortController().signal);
  const refused = await step(await officer('market'), again.id, 'submit');
  assert.deepEqual([refused.body.code, refused.body.facts['entryId']], ['sources.shared_already', id]);
  assert.deepEqual(await city.sources.listUnfiled(10), []);
});
