import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '#kernel/db.ts';
import type { Content, EntryView } from '#modules/catalog/index.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { entryContent as content, entryItem as item } from './catalogEntries.ts';
import { type Client, type ControlPlane, type Problem, openControlPlane } from './controlPlane.ts';

let city: ControlPlane;
before(async () => {
  city = await openControlPlane('catalog');
});
after(() => city.close());

interface Written {
  entry: EntryView;
  record: number;
}

async function compile(department: string, body: Content): Promise<EntryView> {
  const officer = await city.as(department, 'data_officer');
  const made = await officer.post<Written>('/api/entries', { content: body });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return made.body.entry;
}

async function act(client: Client, id: number, action: string, more: object = {}): Promise<EntryView> {
  const done = await client.post<Written>(`/api/entries/${id}/actions`, { action, ...more });
  assert.equal(done.status, 200, JSON.stringify(done.body));
  return done.body.entry;
}

const tryAct = (client: Client, id: number, action: string, more: object = {}) =>
  client.post<Problem>(`/api/entries/${id}/actions`, { action, ...more });

const AUTHORITIES: Record<string, string> = {
  civil: 'authority',
  market: 'authority',
  shilong: 'authority',
  streets: 'zhanhe',
};

/** Walks an entry as far as the state asked for. */
async function walk(
  department: string,
  id: number,
  until = 'published',
  more: object = {},
): Promise<EntryView> {
  let entry = await act(await city.as(department, 'data_officer'), id, 'submit');
  if (entry.state !== until)
    entry = await act(await city.as(department, 'sharing_head'), id, 'sign_office', more);
  if (entry.state !== until)
    entry = await act(await city.as(department, 'department_head'), id, 'sign_department');
  if (entry.state !== until)
    entry = await act(await city.as(AUTHORITIES[department] ?? '', 'authority'), id, 'publish');
  return entry;
}

interface Found {
  total: number;
  more: boolean;
  items: { id: number; title: string; itemNames: string[] }[];
  facets: Record<string, { value: string; label: string; count: number }[]>;
}
const search = async (query: string): Promise<Found> =>
  (await city.visitor.get<Found>(`/api/catalog?${query}`)).body;

test('An entry goes from a clerk over two signatures and the authority to the public, with each step in its history', async () => {
  const draft = await compile('civil', content('婚姻登记信息'));
  assert.deepEqual([draft.state, draft.version, draft.code, draft.missing], ['draft', 1, null, []]);
  assert.deepEqual(draft.actions, ['save', 'submit', 'withdraw']);
  assert.equal((await city.visitor.get(`/api/catalog/${draft.id}`)).status, 404);
  const published = await walk('civil', draft.id);
  assert.equal(published.state, 'published');
  assert.match(published.code ?? '', /^1\d{5}410400\/00001$/);
  assert.deepEqual(
    published.history.map(step => step.action),
    ['create', 'submit', 'sign_office', 'sign_department', 'publish'],
  );
  assert.deepEqual(
    published.history.map(step => step.post.split(' ')[1]),
    ['专职人员', '专职人员', '共享机构负责人', '部门负责人', '主管部门'],
  );
  assert.equal(published.history.at(-1)?.citation?.article, '第十条');
  assert.ok(Number.isInteger(published.history.at(-1)?.record));

  const seen = await city.visitor.get<EntryView>(`/api/catalog/${draft.id}`);
  assert.equal(seen.status, 200);
  assert.deepEqual(
    seen.body.history.map(step => [step.action, step.name]),
    [['publish', '']],
  );
  assert.deepEqual([seen.body.actions, seen.body.missing], [[], []]);
});

test('A withheld entry without a law behind it is refused with article 15’s words, and the attempt is recorded', async () => {
  const draft = await compile(
    'civil',
    content('收养登记信息', { shareType: 'withheld', modes: [], conditions: ['涉及未成年人'] }),
  );
  assert.deepEqual(
    draft.missing.map(one => one.field),
    ['basis'],
  );
  assert.ok(!draft.actions.includes('submit'));
  const before = await records();
  const refused = await tryAct(await city.as('civil', 'data_officer'), draft.id, 'submit');
  assert.deepEqual([refused.status, refused.body.code], [422, 'catalog.basis_missing']);
  assert.equal(refused.body.citation?.article, '第十五条');
  assert.match(
    refused.body.citation?.quotation ?? '',
    /应当在政务数据目录中列明理由，并明确相应的法律、行政法规以及国务院决定依据/,
  );
  assert.equal(await records(), before + 1);
});

test('A conditional entry without a basis is refused with the city’s own article 17', async () => {
  const draft = await compile(
    'civil',
    content('低保对象信息', { shareType: 'conditional', conditions: ['仅用于救助'] }),
  );
  const refused = await tryAct(await city.as('civil', 'data_officer'), draft.id, 'submit');
  assert.equal(refused.body.code, 'catalog.basis_missing');
  assert.equal(refused.body.citation?.article, '第十七条');
  assert.match(
    refused.body.citation?.quotation ?? '',
    /须提供法律法规或国家有关规定作为依据，否则应当无条件共享/,
  );
});

test('A local regulation carries a conditional entry here but not a withheld one', async () => {
  const basis = { rank: 'local_regulation', title: '河南省数据条例', article: '第二十条' } as const;
  const conditional = await compile(
    'civil',
    content('特困供养信息', { shareType: 'conditional', basis, conditions: ['仅用于救助'] }),
  );
  assert.deepEqual(conditional.missing, []);
  const withheld = await compile(
    'civil',
    content('信访人信息', { shareType: 'withheld', modes: [], basis, conditions: ['涉及个人隐私'] }),
  );
  const refused = await tryAct(await city.as('civil', 'data_officer'), withheld.id, 'submit');
  assert.equal(refused.body.code, 'catalog.basis_rank_too_low');
  assert.match(refused.body.title, /“河南省数据条例”是地方性法规，不能作为不予共享的依据/);
});

test('A conditional entry that does not list its conditions is refused', async () => {
  const basis = { rank: 'law', title: '中华人民共和国个人信息保护法', article: '第三十四条' } as const;
  const draft = await compile('civil', content('殡葬火化信息', { shareType: 'conditional', basis }));
  const refused = await tryAct(await city.as('civil', 'data_officer'), draft.id, 'submit');
  assert.equal(refused.body.code, 'catalog.conditions_missing');
});

test('A secret never enters the catalog, and the record of the attempt holds none of its content', async () => {
  const officer = await city.as('civil', 'data_officer');
  const secret = content('不可外传的名册', { secrecy: { conclusion: 'work_secret', date: '2026-11-01' } });
  const refused = await officer.post<Problem>('/api/entries', { content: secret });
  assert.deepEqual([refused.status, refused.body.code, refused.body.facts], [422, 'catalog.secret', {}]);
  assert.equal(refused.body.citation?.article, '第八条');
  const draft = await compile('civil', content('普通名册'));
  const saved = await officer.put<Problem>(`/api/entries/${draft.id}`, {
    content: secret,
    revision: draft.revision,
  });
  assert.equal(saved.body.code, 'catalog.secret');
  const bodies = await city.db.many<{ body: Buffer }>(
    sql`select body from record.batch where log = 1 order by first desc limit 5`,
  );
  const text = bodies.map(row => row.body.toString('utf8')).join('\n');
  assert.ok(text.includes('catalog.secret'));
  assert.ok(!text.includes('不可外传'));
});

test('An entry about persons without the identity number is refused, and its draft says so before', async () => {
  const draft = await compile('civil', content('志愿者信息', { items: [item('姓名')] }));
  assert.deepEqual(
    draft.missing.map(one => one.text),
    ['须以公民身份号码作为标识项'],
  );
  const refused = await tryAct(await city.as('civil', 'data_officer'), draft.id, 'submit');
  assert.equal(refused.body.code, 'catalog.incomplete');
});

test('Whoever saves over a colleague’s change is told, and nothing is lost', async () => {
  const officer = await city.as('civil', 'data_officer');
  const draft = await compile('civil', content('老年人优待证信息'));
  const first = await officer.put<Written>(`/api/entries/${draft.id}`, {
    content: content('老年人优待证信息', { phone: '1' }),
    revision: draft.revision,
  });
  assert.equal(first.body.entry.revision, draft.revision + 1);
  const second = await officer.put<Problem>(`/api/entries/${draft.id}`, {
    content: content('老年人优待证信息', { phone: '2' }),
    revision: draft.revision,
  });
  assert.deepEqual([second.status, second.body.code], [409, 'catalog.changed_meanwhile']);
  assert.equal((await officer.get<EntryView>(`/api/entries/${draft.id}`)).body.content.phone, '1');
});

test('One department has no two entries of one title, two departments may', async () => {
  await compile('civil', content('信用信息'));
  const again = await (await city.as('civil', 'data_officer')).post<Problem>('/api/entries', {
    content: content('信用信息'),
  });
  assert.deepEqual([again.status, again.body.code], [409, 'catalog.title_taken']);
  await compile('market', content('信用信息'));
});

test('An entry that was sent back shows the remark, can be changed and goes its way again; without a remark it is not sent back', async () => {
  const draft = await compile('civil', content('社会组织登记信息', { items: content('').items }));
  await walk('civil', draft.id, 'in_review');
  const authority = await city.as('authority', 'authority');
  assert.equal((await tryAct(authority, draft.id, 'return')).body.code, 'catalog.note_needed');
  const back = await act(authority, draft.id, 'return', { note: '摘要请写明统计口径' });
  assert.equal(back.state, 'returned');
  assert.equal(back.history.at(-1)?.note, '摘要请写明统计口径');
  const officer = await city.as('civil', 'data_officer');
  const seen = (await officer.get<EntryView>(`/api/entries/${draft.id}`)).body;
  const saved = await officer.put<Written>(`/api/entries/${draft.id}`, {
    content: { ...seen.content, abstract: '按年末在册数统计' },
    revision: seen.revision,
  });
  assert.equal(saved.body.entry.state, 'returned');
  assert.equal((await walk('civil', draft.id)).state, 'published');
});

test('Nobody signs out of turn or for another department', async () => {
  const draft = await compile('civil', content('行政区划地名信息'));
  const stranger = await city.as('market', 'data_officer');
  assert.equal((await stranger.get(`/api/entries/${draft.id}`)).status, 404);
  assert.equal((await tryAct(stranger, draft.id, 'submit')).status, 404);
  assert.equal((await tryAct(await city.as('civil', 'sharing_head'), draft.id, 'submit')).status, 403);
  assert.equal(
    (await tryAct(await city.as('civil', 'sharing_head'), draft.id, 'sign_office')).body.code,
    'catalog.wrong_state',
  );
  await act(await city.as('civil', 'data_officer'), draft.id, 'submit');
  assert.equal(
    (await tryAct(await city.as('civil', 'department_head'), draft.id, 'sign_office')).status,
    403,
  );
  assert.equal((await tryAct(await city.as('authority', 'authority'), draft.id, 'publish')).status, 404);
});

test('When an entry is submitted three times at once, once counts and the others are told that it moved on', async () => {
  const draft = await compile('civil', content('慈善组织信息'));
  const officer = await city.as('civil', 'data_officer');
  const answers = await Promise.all([1, 2, 3].map(() => tryAct(officer, draft.id, 'submit')));
  assert.deepEqual(
    answers.map(answer => answer.status).toSorted((a, b) => a - b),
    [200, 409, 409],
  );
  const { history } = (await officer.get<EntryView>(`/api/entries/${draft.id}`)).body;
  assert.deepEqual(
    history.map(step => step.action),
    ['create', 'submit'],
  );
});

test('A district’s entry is reviewed by the district’s authority, and by the city’s where the district has none', async () => {
  const streets = await compile('streets', content('户外广告设置许可信息'));
  await walk('streets', streets.id, 'in_review');
  assert.equal((await tryAct(await city.as('authority', 'authority'), streets.id, 'publish')).status, 404);
  assert.equal((await act(await city.as('zhanhe', 'authority'), streets.id, 'publish')).state, 'published');
  const shilong = await compile('shilong', content('石龙区高龄津贴信息'));
  assert.equal((await walk('shilong', shilong.id)).state, 'published');
});

test('A changed entry is a new version under its own clock while the old one serves, and dropping the change leaves the old one', async () => {
  const { id } = await walk('civil', (await compile('civil', content('收养评估信息'))).id);
  const officer = await city.as('civil', 'data_officer');
  const change = async (title: string): Promise<EntryView> => {
    const { revision } = (await officer.get<EntryView>(`/api/entries/${id}`)).body;
    return (await officer.put<Written>(`/api/entries/${id}`, { content: content(title), revision })).body
      .entry;
  };
  const second = await change('收养评估信息（新）');
  assert.deepEqual([second.version, second.state], [2, 'draft']);
  assert.equal((await city.visitor.get<EntryView>(`/api/catalog/${id}`)).body.title, '收养评估信息');
  const reviewed = await walk('civil', id, 'in_review');
  assert.deepEqual([reviewed.clock?.step, reviewed.clock?.legalDays], ['review', 2]);
  assert.equal(reviewed.clock?.legalCitation?.article, '第十七条');
  const dropped = await act(officer, id, 'withdraw');
  assert.deepEqual([dropped.version, dropped.state, dropped.title], [1, 'published', '收养评估信息']);
  const third = await change('收养评估结果信息');
  assert.equal(third.version, 3);
  const published = await walk('civil', id);
  assert.deepEqual([published.version, published.clock], [3, null]);
  assert.equal((await city.visitor.get<EntryView>(`/api/catalog/${id}`)).body.title, '收养评估结果信息');
  assert.equal((await search('q=收养评估结果')).total, 1);
});

test('An entry that departments use cannot be withdrawn; once nobody does, it leaves the catalog', async () => {
  const { id } = await walk('civil', (await compile('civil', content('福利彩票销售点信息'))).id);
  const head = await city.as('civil', 'department_head');
  await city.audited(PLATFORM, 'test.use', `entry:${id}`, async tx => ({
    value: await city.catalog.setUsedBy(tx, id, 2),
  }));
  const refused = await tryAct(head, id, 'withdraw');
  assert.deepEqual(
    [refused.status, refused.body.code, refused.body.facts['usedBy']],
    [409, 'catalog.in_use', 2],
  );
  await city.audited(PLATFORM, 'test.use', `entry:${id}`, async tx => ({
    value: await city.catalog.setUsedBy(tx, id, 0),
  }));
  assert.equal((await act(head, id, 'withdraw')).state, 'withdrawn');
  assert.equal((await city.visitor.get(`/api/catalog/${id}`)).status, 404);
  assert.equal((await search('q=福利彩票')).total, 0);
});

test('Consent in advance is given where the rules know it, and refused under the city’s own rules and for conditional data', async () => {
  const inCity = await compile('civil', content('养老机构信息'));
  await act(await city.as('civil', 'data_officer'), inCity.id, 'submit');
  const refused = await tryAct(await city.as('civil', 'sharing_head'), inCity.id, 'sign_office', {
    standingConsent: true,
  });
  assert.deepEqual(
    [refused.body.code, refused.body.citation?.article],
    ['catalog.no_standing_consent', '第十八条'],
  );
  const inDistrict = await walk(
    'streets',
    (await compile('streets', content('小餐饮备案信息'))).id,
    'published',
    { standingConsent: true },
  );
  assert.equal((await city.catalog.publishedContent(inDistrict.id))?.standingConsent, true);
});

test('Whoever submitted an entry does not publish it, even from another post', async () => {
  await city.audited(PLATFORM, 'test.post', 'account', async tx => {
    await tx.run(sql`insert into org.post (account_id, department_id, role, since)
      select id, ${city.departments['authority'] ?? 0}, 'authority', '2026-01-01' from org.account where login = 'civil.data_officer'`);
    return { value: undefined };
  });
  const draft = await compile('civil', content('救助站信息'));
  await walk('civil', draft.id, 'in_review');
  const officer = await city.as('civil', 'data_officer');
  const { posts } = (await officer.get<{ posts: { id: number; role: string }[] }>('/api/session')).body;
  const change = (role: string) =>
    officer.put('/api/session/post', { postId: posts.find(post => post.role === role)?.id ?? 0 });
  await change('authority');
  const refused = await tryAct(officer, draft.id, 'publish');
  await change('data_officer');
  assert.deepEqual([refused.status, refused.body.code], [403, 'catalog.own_submission']);
});

test('Anyone finds an entry by its title, an item, its department or a single character, titles first', async () => {
  await walk(
    'market',
    (
      await compile(
        'market',
        content('食品经营许可信息', {
          subject: 'legal',
          items: [item('统一社会信用代码', { identifier: true }), item('经营场所')],
          personalInfo: { conclusion: 'not_needed', date: '' },
        }),
      )
    ).id,
  );
  await walk(
    'market',
    (
      await compile(
        'market',
        content('餐饮服务等级信息', {
          abstract: '含食品经营许可的等级',
          subject: 'legal',
          items: [item('统一社会信用代码', { identifier: true }), item('许可证号')],
          personalInfo: { conclusion: 'not_needed', date: '' },
        }),
      )
    ).id,
  );
  const byTitle = await search('q=食品经营许可');
  assert.deepEqual(
    byTitle.items.map(one => one.title),
    ['食品经营许可信息', '餐饮服务等级信息'],
  );
  assert.deepEqual(
    (await search('q=许可证号')).items.map(one => [one.title, one.itemNames[0]]),
    [['餐饮服务等级信息', '许可证号']],
  );
  assert.equal((await search('q=市场监督管理局')).total, 2);
  assert.ok((await search('q=餐')).total >= 1);
  assert.equal((await search('q=殡葬火化名单')).total, 0);
});

test('Filters narrow the search, and the counts beside a filter follow the words and the other filters', async () => {
  const all = await search('');
  const legal = await search('subject=legal');
  assert.equal(legal.total, 2);
  assert.deepEqual(
    legal.facets['departmentId']?.map(one => [one.label, one.count]),
    [['平顶山市市场监督管理局', 2]],
  );
  assert.equal(legal.facets['subject']?.find(one => one.value === 'person')?.count, all.total - 2);
  assert.equal((await search('subject=legal&subject=person')).total, all.total);
  assert.equal((await search('subject=legal&regionCode=410411')).total, 0);
  assert.equal((await search('resource=table&resource=interface')).total, 0);
  assert.equal((await search('resource=none')).total, all.total);
  const one = await search('size=1&page=2&sort=recent');
  assert.deepEqual([one.items.length, one.total], [1, all.total]);
  assert.equal((await city.visitor.get('/api/catalog?size=1000')).status, 400);
});

test('A department lists its own entries, and the authority those that wait for it', async () => {
  const draft = await compile('market', content('标准信息'));
  const officer = await city.as('market', 'data_officer');
  const own = await officer.get<Found>('/api/entries?state=draft&q=标准');
  assert.deepEqual(
    own.body.items.map(one => one.id),
    [draft.id],
  );
  const authority = await city.as('authority', 'authority');
  assert.equal((await authority.get<Found>('/api/entries?q=标准信息')).body.total, 0);
  await walk('market', draft.id, 'in_review');
  assert.deepEqual(
    (await authority.get<Found>('/api/entries?state=in_review&q=标准信息')).body.items.map(one => one.id),
    [draft.id],
  );
  assert.equal((await city.visitor.get('/api/entries')).status, 401);
});

async function records(): Promise<number> {
  return (await city.db.get<{ n: number }>(sql`select coalesce(sum(n), 0) as n from record.batch`)).n;
}
