/** What happens to an entry beside its way to publication: versions, remarks, notices, suspension, hand-over, many at once. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '#kernel/db.ts';
import type { Content, EntryView } from '#modules/catalog/index.ts';
import { type Actor, PLATFORM } from '#vocabulary/actor.ts';
import { permissionsOf } from '#vocabulary/permissions.ts';
import { type Client, type ControlPlane, type Problem, openControlPlane } from './controlPlane.ts';
import { entryContent, entryItem } from './catalogEntries.ts';

let city: ControlPlane;
before(async () => {
  city = await openControlPlane('cataloglife');
});
after(() => city.close());

interface Written {
  entry: EntryView;
  record: number;
}

const officer = () => city.as('civil', 'data_officer');

async function compile(content: Content, department = 'civil'): Promise<EntryView> {
  const made = await (await city.as(department, 'data_officer')).post<Written>('/api/entries', { content });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return made.body.entry;
}

const step = (client: Client, id: number, action: string, more: object = {}) =>
  client.post<Written & Problem>(`/api/entries/${id}/actions`, { action, ...more });

async function walk(id: number, until = 'published', department = 'civil'): Promise<EntryView> {
  const way = [
    [department, 'data_officer', 'submit'],
    [department, 'sharing_head', 'sign_office'],
    [department, 'department_head', 'sign_department'],
    ['authority', 'authority', 'publish'],
  ] as const;
  for (const [who, role, action] of way) {
    const done = await step(await city.as(who, role), id, action);
    assert.equal(done.status, 200, JSON.stringify(done.body));
    if (done.body.entry.state === until) return done.body.entry;
  }
  throw new Error(`never ${until}`);
}

const published = async (title: string, more: Partial<Content> = {}): Promise<EntryView> =>
  walk((await compile(entryContent(title, more))).id);

async function change(id: number, more: Partial<Content>): Promise<EntryView> {
  const client = await officer();
  const { content, revision } = (await client.get<EntryView>(`/api/entries/${id}`)).body;
  const saved = await client.put<Written>(`/api/entries/${id}`, {
    content: { ...content, ...more },
    revision,
  });
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  return saved.body.entry;
}

interface Comparison {
  content: Content;
  fields: { field: string; before: unknown; after: unknown }[];
  items: { name: string; kind: string; changes: { field: string }[] }[];
}

test('Any two versions are compared field by field and item by item, and the public sees only what was published', async () => {
  const { id, content } = await published('低保边缘家庭信息');
  const [number, name] = content.items;
  assert.ok(number && name);
  await change(id, {
    abstract: '按月更新',
    items: [number, { ...name, sensitivity: 4 }, entryItem('家庭人口', { type: 'bigint' })],
  });
  const client = await officer();
  const { body } = await client.get<Comparison>(`/api/entries/${id}/compare?from=1&to=2`);
  assert.deepEqual(
    body.fields.map(one => [one.field, one.after]),
    [['abstract', '按月更新']],
  );
  // What did not change is told from the older one.
  assert.deepEqual([body.content.abstract, body.content.items.length], [content.abstract, 3]);
  assert.deepEqual(
    body.items.map(one => [one.name, one.kind, one.changes.map(each => each.field)]),
    [
      ['姓名', 'changed', ['sensitivity']],
      ['家庭人口', 'added', []],
      ['登记日期', 'removed', []],
    ],
  );
  const early = await city.visitor.get<Problem>(`/api/catalog/${id}/compare?from=1&to=2`);
  assert.deepEqual([early.status, early.body.code], [404, 'catalog.version_unknown']);
  const stranger = await (await city.as('market', 'data_officer')).get<Problem>(
    `/api/entries/${id}/compare?from=1&to=2`,
  );
  assert.equal(stranger.body.code, 'catalog.version_unknown');
  await walk(id);
  assert.equal(
    (await city.visitor.get<Comparison>(`/api/catalog/${id}/compare?from=1&to=2`)).body.items.length,
    3,
  );
  const versions = await city.visitor.get<{ items: { version: number; changedFields: string[] }[] }>(
    `/api/catalog/${id}/versions`,
  );
  assert.deepEqual(
    versions.body.items.map(one => [one.version, one.changedFields]),
    [
      [2, ['abstract']],
      [1, []],
    ],
  );
});

test('A department’s own list is narrowed to what is stale, what is not mounted, and to a share type', async () => {
  const old = await published('每日更新的信息', { updateCycle: 'daily' });
  const slow = await published('每年更新的信息', { updateCycle: 'yearly' });
  await published('还没有挂载的信息');
  const withheld = await published('不予共享的信息', {
    shareType: 'withheld',
    modes: [],
    basis: { rank: 'law', title: '中华人民共和国个人信息保护法', article: '第二十八条' },
    conditions: ['法律规定不得提供'],
  });
  const ago = (days: number) => new Date(Date.now() - days * 86_400_000);
  await city.audited(PLATFORM, 'test.mount', 'city', async tx => {
    for (const { id } of [old, slow]) await city.catalog.setMounted(tx, id, 10);
    await tx.run(
      sql`update catalog.entry set data_at = ${ago(10)} where id = any(${[old.id, slow.id]}::int[])`,
    );
    return { value: undefined, facts: {} };
  });
  const client = await officer();
  const listed = async (query: string) =>
    (
      await client.get<{ total: number; items: { id: number; title: string; staleDays: number | null }[] }>(
        `/api/entries?size=100&${query}`,
      )
    ).body;
  const stale = await listed('stale=true');
  assert.deepEqual([stale.total, stale.items.map(one => [one.id, one.staleDays])], [1, [[old.id, 9]]]);
  const mounted = (await listed('mounted=true')).items.map(one => one.id);
  assert.deepEqual(
    mounted.toSorted((a, b) => a - b),
    [old.id, slow.id],
  );
  assert.ok((await listed('mounted=false')).items.some(one => one.title === '还没有挂载的信息'));
  assert.deepEqual(
    (await listed('shareType=withheld')).items.map(one => one.id),
    [withheld.id],
  );
  assert.equal((await listed('shareType=withheld&mounted=true')).total, 0);
});

test('An item renamed under the same standard element is one changed item', async () => {
  const { id, content } = await published('退役军人登记信息', {
    items: [...entryContent('').items, entryItem('手机号', { element: 'DE00009' })],
  });
  await change(id, { items: [...content.items.slice(0, 3), entryItem('联系电话', { element: 'DE00009' })] });
  const { body } = await (await officer()).get<Comparison>(`/api/entries/${id}/compare?from=1&to=2`);
  assert.deepEqual(
    body.items.map(one => [one.name, one.kind, one.changes.map(each => each.field)]),
    [['联系电话', 'changed', ['name']]],
  );
});

test('Remarks stand at their fields until the entry is sent on again', async () => {
  const { id } = await compile(entryContent('孤儿养育信息'));
  await walk(id, 'in_review');
  const authority = await city.as('authority', 'authority');
  const unknown = await step(authority, id, 'return', { remarks: [{ field: 'nonsense', text: '？' }] });
  assert.equal(unknown.body.code, 'catalog.remark_field_unknown');
  const back = await step(authority, id, 'return', {
    remarks: [
      { field: 'abstract', text: '请写明统计口径' },
      { field: 'items', text: '缺少监护人' },
    ],
  });
  assert.equal(back.status, 200, JSON.stringify(back.body));
  const seen = (await (await officer()).get<EntryView>(`/api/entries/${id}`)).body;
  assert.deepEqual(
    seen.remarks.map(one => [one.field, one.text, one.settled]),
    [
      ['abstract', '请写明统计口径', false],
      ['items', '缺少监护人', false],
    ],
  );
  await change(id, { abstract: '按年末在册数统计' });
  const sent = await step(await officer(), id, 'submit');
  assert.ok(sent.body.entry.remarks.every(one => one.settled));
});

test('The second of two people is told who changed which fields', async () => {
  const { id, revision, content } = await compile(entryContent('临时救助信息'));
  await change(id, { phone: '0375-1' });
  await change(id, { abstract: '改过的摘要' });
  const late = await (await officer()).put<Problem>(`/api/entries/${id}`, {
    content: { ...content, phone: '0375-2' },
    revision,
  });
  assert.equal(late.body.code, 'catalog.changed_meanwhile');
  assert.deepEqual(late.body.facts['changed'], ['abstract', 'phone']);
  assert.match(late.body.title, /平顶山市民政局 专职人员 已修改这条目录：摘要、联系电话/);
});

const MARKED: [where: string, more: Partial<Content>][] = [
  ['the title', { title: '绝密名册' }],
  ['the abstract', { abstract: '密级：内部' }],
  ['an item', { items: [...entryContent('').items, entryItem('机密等级')] }],
  ['the description of an item', { items: [entryItem('编号', { description: '秘密★ 五年' })] }],
];
for (const [where, more] of MARKED) {
  test(`A mark of secrecy in ${where} keeps the entry out, and the record does not repeat it`, async () => {
    const mark = `某单位名册${where.length}`;
    const refused = await (await officer()).post<Problem>('/api/entries', {
      content: entryContent(mark, { ...more, contact: mark }),
    });
    assert.deepEqual([refused.status, refused.body.code], [422, 'catalog.secret_marks']);
    assert.equal(refused.body.citation?.article, '第八条');
    const rows = await city.db.many<{ body: Buffer }>(
      sql`select body from record.batch where log = 1 order by first desc limit 3`,
    );
    const text = rows.map(row => row.body.toString('utf8')).join('\n');
    assert.ok(text.includes('catalog.secret_marks') && !text.includes(mark) && !text.includes('机密等级'));
  });
}

test('Trade secrets and numbers on health records are no state secrets', async () => {
  await compile(entryContent('商业秘密保护备案信息'));
});

interface Notices {
  unseen: number;
  items: { id: number; title: string; kind: string; seenAt: string | null; seen: number }[];
}

test('A publication is told to all departments once, and the authority sees who has seen it', async () => {
  const { id } = await published('婚介机构备案信息');
  const market = await city.as('market', 'data_officer');
  const told = (await market.get<Notices>('/api/notices?unseen=true')).body;
  const notice = told.items.find(one => one.title === '婚介机构备案信息');
  assert.deepEqual([notice?.kind, notice?.seenAt], ['published', null]);
  assert.equal((await market.post('/api/notices/seen', { ids: [notice?.id] })).status, 200);
  await market.post('/api/notices/seen', { ids: [notice?.id] });
  const after = (await market.get<Notices>('/api/notices')).body;
  assert.equal(after.unseen, told.unseen - 1);
  assert.equal(after.items.find(one => one.id === notice?.id)?.seen, 1);
  const authority = await city.as('authority', 'authority');
  const { items } = (
    await authority.get<{ items: { departmentName: string; at: string | null }[] }>(
      `/api/notices/${notice?.id}/seen`,
    )
  ).body;
  assert.deepEqual(
    items.filter(one => one.at !== null).map(one => one.departmentName),
    ['平顶山市市场监督管理局'],
  );
  assert.equal(items.length, 6);
  assert.equal((await market.get(`/api/notices/${notice?.id}/seen`)).status, 403);
  await change(id, { abstract: '新的摘要' });
  await walk(id);
  const changed = (await market.get<Notices>('/api/notices?unseen=true')).body.items[0];
  assert.deepEqual([changed?.title, changed?.kind], ['婚介机构备案信息', 'changed']);
});

test('A suspended entry says so and why, can be changed meanwhile, and is resumed', async () => {
  const { id } = await published('殡仪服务机构信息');
  const head = await city.as('civil', 'department_head');
  assert.equal((await step(head, id, 'suspend')).body.code, 'catalog.reason_needed');
  assert.equal((await step(await officer(), id, 'suspend', { note: '核对数据' })).status, 403);
  const suspended = await step(head, id, 'suspend', { note: '核对数据' });
  assert.equal(suspended.body.entry.suspended?.reason, '核对数据');
  assert.ok(!suspended.body.entry.actions.includes('suspend'));
  assert.equal((await city.visitor.get<EntryView>(`/api/catalog/${id}`)).body.suspended?.reason, '核对数据');
  assert.equal((await step(head, id, 'suspend', { note: '再来' })).body.code, 'catalog.wrong_state');
  await change(id, { abstract: '核对后的摘要' });
  await walk(id);
  assert.equal((await city.visitor.get<EntryView>(`/api/catalog/${id}`)).body.suspended?.reason, '核对数据');
  const resumed = await step(await city.as('authority', 'authority'), id, 'resume');
  assert.equal(resumed.body.entry.suspended, null);
});

test('The authority hands an entry to the department that takes over; nobody else does, and not out of its region', async () => {
  const { id, code } = await published('养老服务补贴信息');
  const { market, streets } = city.departments;
  const hand = (client: Client, departmentId: number | undefined) =>
    client.post<Problem>(`/api/entries/${id}/transfer`, { departmentId, reason: '机构改革' });
  assert.equal((await hand(await officer(), market)).status, 403);
  const authority = await city.as('authority', 'authority');
  assert.equal((await hand(authority, streets)).body.code, 'catalog.transfer_outside');
  assert.equal((await hand(authority, market)).status, 200);
  const now = (await city.visitor.get<EntryView>(`/api/catalog/${id}`)).body;
  assert.deepEqual([now.departmentName, now.code], ['平顶山市市场监督管理局', code]);
  assert.equal((await hand(authority, market)).body.code, 'catalog.same_department');
});

test('Many entries are signed at once; the one that is refused is named and keeps none of the others back', async () => {
  const good = await Promise.all(['甲', '乙'].map(mark => compile(entryContent(`批量目录${mark}`))));
  const bad = await compile(entryContent('批量目录丙', { items: [] }));
  const { body } = await (await officer()).post<{ done: number; refused: { id: number; code: string }[] }>(
    '/api/entries/actions',
    {
      ids: [...good.map(one => one.id), bad.id],
      action: 'submit',
    },
  );
  assert.equal(body.done, 2);
  assert.deepEqual(
    body.refused.map(one => [one.id, one.code]),
    [[bad.id, 'catalog.incomplete']],
  );
});

test('Approved with others is only what passes every automatic check; the rest says what is to be verified', async () => {
  const masked = entryContent('').items.map(item => ({ ...item, mask: { kind: 'middle' as const } }));
  const bare = entryItem('联系电话', { sensitivity: 3, mask: { kind: 'none' } });
  const [clean, doubtful] = await Promise.all([
    compile(entryContent('自动检查通过的目录', { items: masked })),
    compile(entryContent('原样给出电话的目录', { items: [...masked, bare] })),
  ]);
  for (const one of [clean, doubtful]) await walk(one.id, 'in_review');
  const authority = await city.as('authority', 'authority');
  const waiting = await authority.get<{ items: { id: number; toVerify: string[] | null }[] }>(
    '/api/entries?state=in_review&size=100',
  );
  const checksOf = (id: number) => waiting.body.items.find(one => one.id === id)?.toVerify;
  assert.deepEqual([checksOf(clean.id), checksOf(doubtful.id)], [[], ['sensitive']]);
  const { body } = await authority.post<{ done: number; refused: { id: number; code: string }[] }>(
    '/api/entries/actions',
    { ids: [clean.id, doubtful.id], action: 'publish' },
  );
  assert.equal(body.done, 1);
  assert.deepEqual(
    body.refused.map(one => [one.id, one.code]),
    [[doubtful.id, 'catalog.to_verify']],
  );
  // Looked at by itself, the reviewer decides.
  assert.equal((await step(authority, doubtful.id, 'publish')).status, 200);
});

test('A spreadsheet’s entries are all made or none, in their order', async () => {
  const account = await city.db.get<{ id: number; postId: number }>(
    sql`select a.id, p.id as "postId" from org.account a join org.post p on p.account_id = a.id where a.login = 'civil.data_officer'`,
  );
  const actor: Actor = {
    accountId: account.id,
    postId: account.postId,
    name: '导入者',
    post: '平顶山市民政局 专职人员',
    departmentId: city.departments['civil'] ?? 0,
    departmentName: '平顶山市民政局',
    regionCode: '410400',
    role: 'data_officer',
    permissions: permissionsOf('data_officer'),
  };
  const titles = Array.from({ length: 40 }, (_, at) => `导入目录 ${at}`);
  const { value } = await city.catalog.createMany(
    actor,
    [titles.slice(0, 15), titles.slice(15)].map(some => some.map(title => entryContent(title))),
  );
  const made = await Promise.all(
    value.map(async id => (await (await officer()).get<EntryView>(`/api/entries/${id}`)).body),
  );
  assert.deepEqual(
    made.map(one => [one.title, one.revision, one.history.map(each => each.action)]),
    titles.map(title => [title, 1, ['create']]),
  );
  await assert.rejects(
    city.catalog.createMany(actor, [[entryContent('另一条')], [entryContent('导入目录 7')]]),
    /title_taken|same title|of this title/,
  );
  const list = await (await officer()).get<{ total: number }>('/api/entries?q=另一条');
  assert.equal(list.body.total, 0);
});
