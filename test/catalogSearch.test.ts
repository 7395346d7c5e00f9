/** Finding entries: what is typed, what is meant, and what exists for whom. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '#kernel/db.ts';
import { markInternet } from '#kernel/faces.ts';
import { type Listening, listen } from '#kernel/listen.ts';
import type { Content, EntryView } from '#modules/catalog/index.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { type ControlPlane, openControlPlane } from './controlPlane.ts';
import { entryContent as content, entryItem as item } from './catalogEntries.ts';

let city: ControlPlane;
let internet: Listening;
const ids: Record<string, number> = {};

const PERSON = item('公民身份号码', { identifier: true, sensitivity: 3 });
const COMPANY = {
  subject: 'legal',
  personalInfo: { conclusion: 'not_needed', date: '' },
} as const satisfies Partial<Content>;

async function publish(department: string, body: Content): Promise<number> {
  const officer = await city.as(department, 'data_officer');
  const made = await officer.post<{ entry: EntryView }>('/api/entries', { content: body });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const { id } = made.body.entry;
  await act(department, 'data_officer', id, 'submit');
  await act(department, 'sharing_head', id, 'sign_office');
  await act(department, 'department_head', id, 'sign_department');
  await act('authority', 'authority', id, 'publish');
  return id;
}

async function act(
  department: string,
  role: 'authority' | 'data_officer' | 'sharing_head' | 'department_head',
  id: number,
  action: string,
) {
  const who = await city.as(department, role);
  const done = await who.post(`/api/entries/${id}/actions`, { action });
  assert.equal(done.status, 200, JSON.stringify(done.body));
}

before(async () => {
  city = await openControlPlane('catalog_search');
  internet = await listen(['127.0.0.1'], 0, (request, response) => {
    markInternet(request);
    city.http.app.routing(request, response);
  });
  ids['low'] = await publish(
    'civil',
    content('低保对象信息', { items: [PERSON, item('低保证号'), item('保障金额')] }),
  );
  ids['marriage'] = await publish(
    'civil',
    content('婚姻登记信息', {
      duty: { kind: 'matter', title: '内地居民婚姻登记', code: '' },
      items: [PERSON, item('登记日期', { type: 'date' })],
    }),
  );
  ids['food'] = await publish(
    'market',
    content('食品经营许可信息', {
      ...COMPANY,
      openType: 'unconditional',
      items: [item('统一社会信用代码', { identifier: true }), item('许可证号')],
    }),
  );
  ids['fines'] = await publish(
    'market',
    content('食品抽检处罚信息', {
      ...COMPANY,
      items: [item('统一社会信用代码', { identifier: true }), item('处罚金额')],
    }),
  );
});
after(async () => {
  await internet.close(0);
  await city.close();
});

interface Found {
  total: number;
  kinds: { entry: number; interface: number };
  items: { id: number; title: string }[];
  facets: Record<string, { value: string; label: string; count: number }[]>;
}
interface Suggested {
  entries: { title: string }[];
  items: string[];
  departments: { name: string; count: number }[];
  often: string[];
}

const query = (asked: Record<string, string>): string => new URLSearchParams(asked).toString();
const search = async (asked: Record<string, string>): Promise<Found> =>
  (await city.visitor.get<Found>(`/api/catalog?${query(asked)}`)).body;
const titles = async (q: string): Promise<string[]> =>
  (await search({ q })).items.map(one => one.title).sort();
const suggest = async (q: string): Promise<Suggested> =>
  (await city.visitor.get<Suggested>(`/api/catalog/suggestions?${query({ q })}`)).body;
async function outside<T>(path: string): Promise<{ status: number; body: T }> {
  const reply = await fetch(`http://127.0.0.1:${internet.port}${path}`);
  return { status: reply.status, body: (await reply.json()) as T };
}

test('an entry is found by initials, by full spelling, by part of a word and by its code', async () => {
  assert.deepEqual(await titles('dbdx'), ['低保对象信息']);
  assert.deepEqual(await titles('dibaoduixiang'), ['低保对象信息']);
  assert.deepEqual(await titles('hydj'), ['婚姻登记信息']);
  assert.deepEqual(await titles('抽检'), ['食品抽检处罚信息']);
  const { code } = await city.db.get<{ code: string }>(
    sql`select code from catalog.entry where id = ${ids['food']}`,
  );
  assert.deepEqual(await titles(code), ['食品经营许可信息']);
  assert.deepEqual(await titles('zzzz'), []);
});

test('all words must be met, wherever they stand, and a title counts for more than an item', async () => {
  assert.deepEqual(await titles('食品 金额'), ['食品抽检处罚信息']);
  assert.deepEqual(await titles('婚姻 金额'), []);
  const amount = await search({ q: '处罚' });
  assert.equal(amount.items[0]?.title, '食品抽检处罚信息');
});

test('what means the same is found by either word', async () => {
  assert.deepEqual(await titles('身份证号'), ['低保对象信息', '婚姻登记信息']);
});

test('the entries of a renamed department are found by its new name, though none of them changed', async () => {
  const named = '平顶山市市场监督管理局';
  assert.equal((await search({ q: '市场监督管理局' })).total, 2);
  await city.audited(PLATFORM, 'test.rename', 'department', async tx => {
    await tx.run(sql`update org.department set name = '平顶山市营商环境局' where name = ${named}`);
    return { value: undefined };
  });
  city.passMinute();
  assert.equal((await search({ q: '营商环境局' })).total, 2);
  await city.audited(PLATFORM, 'test.rename', 'department', async tx => {
    await tx.run(sql`update org.department set name = ${named} where name = '平顶山市营商环境局'`);
    return { value: undefined };
  });
  city.passMinute();
});

test('suggestions come after one character: entries, items, departments', async () => {
  const one = await suggest('低');
  assert.deepEqual(
    one.entries.map(entry => entry.title),
    ['低保对象信息'],
  );
  assert.ok(one.items.includes('低保证号'), JSON.stringify(one));
  assert.deepEqual(
    (await suggest('民政')).departments.map(({ name, count }) => [name, count]),
    [['平顶山市民政局', 2]],
  );
  assert.deepEqual((await suggest('民政')).entries, []);
  assert.ok((await suggest('')).often.includes('内地居民婚姻登记'));
});

test('on the Internet nothing but open entries exists: in results, counts, facets, suggestions and pages', async () => {
  const everything = (await outside<Found>('/api/catalog')).body;
  assert.deepEqual(
    everything.items.map(one => one.title),
    ['食品经营许可信息'],
  );
  assert.equal(everything.total, 1);
  assert.deepEqual(everything.kinds, { entry: 1, interface: 0 });
  for (const [name, values] of Object.entries(everything.facets))
    for (const { value, count } of values) {
      assert.equal(count, 1, `${name} ${value}`);
      // A choice that lets more through must not count what does not exist here.
      const chosen = (await outside<Found>(`/api/catalog?${query({ [name]: value })}`)).body;
      for (const [other, counted] of Object.entries(chosen.facets))
        for (const one of counted)
          assert.equal(one.count, 1, `${other} ${one.value} beside ${name} ${value}`);
    }
  assert.equal(everything.facets['openType']?.length, 1);
  assert.deepEqual((await outside<Found>(`/api/catalog?${query({ openType: 'none' })}`)).body.total, 0);
  assert.deepEqual(
    (await outside<Found>(`/api/catalog?${query({ openType: 'none' })}`)).body.facets['openType']?.map(
      one => one.value,
    ),
    ['unconditional'],
  );

  // Every word of every entry, by what it finds here and there.
  const words = [
    '低保',
    '低',
    'dbdx',
    '婚姻',
    '处罚金额',
    '公民身份号码',
    '民政局',
    '食品',
    '信息',
    'hydj',
    '',
  ];
  for (const word of words) {
    const here = (await outside<Found>(`/api/catalog?${query({ q: word })}`)).body;
    const there = await search({ q: word });
    const open = there.items.filter(one => one.id === ids['food']);
    assert.equal(here.total, open.length, word);
    assert.equal(here.kinds.entry, open.length, word);
    const told = JSON.stringify(
      (await outside<Suggested>(`/api/catalog/suggestions?${query({ q: word })}`)).body,
    );
    assert.doesNotMatch(told, /低保|婚姻|处罚|身份|民政/, word);
  }
  for (const [name, id] of Object.entries(ids))
    assert.equal((await outside(`/api/catalog/${id}`)).status, name === 'food' ? 200 : 404, name);
  const similar = await fetch(`http://127.0.0.1:${internet.port}/api/catalog/similar`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ title: '低保对象', items: [] }),
  });
  assert.equal(similar.status, 404);
});

test('an entry that stops being open leaves the Internet with the change, and comes back with the next', async () => {
  const setOpen = (value: string) =>
    city.audited(PLATFORM, 'test.open', `entry:${ids['food']}`, async tx => {
      await tx.run(sql`update catalog.shelf set open_type = ${value} where entry_id = ${ids['food']}`);
      return { value: undefined };
    });
  await setOpen('none');
  assert.equal((await outside<Found>('/api/catalog')).body.total, 0);
  assert.deepEqual((await outside<Suggested>('/api/catalog/suggestions?q=')).body.often, []);
  assert.equal((await search({})).total, 4);
  await setOpen('unconditional');
  assert.equal((await outside<Found>('/api/catalog')).body.total, 1);
});

test('services are found by how often they are called, for which scenario, and about whom', async () => {
  const low = ids['low'] ?? 0;
  const food = ids['food'] ?? 0;
  await city.audited(PLATFORM, 'test.mount', `entry:${low}`, async tx => {
    await city.catalog.setMounted(tx, low, 120);
    await city.catalog.setMounted(tx, food, 80);
    return { value: undefined };
  });
  city.serviceUse.push({ entryId: low, calls: 5000, scenarios: ['高龄津贴', '社会救助'] });
  city.passMinute();
  const all = await search({ kind: 'interface', sort: 'called' });
  assert.deepEqual(all.kinds, { entry: 4, interface: 2 });
  assert.deepEqual(
    all.items.map(one => one.id),
    [low, food],
  );
  assert.deepEqual(
    all.facets['frequency']?.map(one => [one.value, one.count]),
    [
      ['medium', 1],
      ['none', 1],
    ],
  );
  assert.deepEqual(
    (await search({ kind: 'interface', scenario: '社会救助' })).items.map(one => one.id),
    [low],
  );
  assert.deepEqual(
    (await search({ kind: 'interface', frequency: 'none' })).items.map(one => one.id),
    [food],
  );
  assert.deepEqual(
    (await search({ kind: 'interface', subject: 'legal' })).items.map(one => one.id),
    [food],
  );
});

test('entries that are like a title and its items are shown to whoever compiles', async () => {
  const officer = await city.as('market', 'data_officer');
  const like = async (body: object): Promise<[string, number][]> => {
    const reply = await officer.post<{ items: { title: string; share: number }[] }>(
      '/api/catalog/similar',
      body,
    );
    assert.equal(reply.status, 200, JSON.stringify(reply.body));
    return reply.body.items.map(one => [one.title, one.share]);
  };
  const [first] = await like({ title: '低保对象名单', items: ['公民身份号码', '低保证号'] });
  assert.equal(first?.[0], '低保对象信息');
  assert.ok((first?.[1] ?? 0) > 0.4 && (first?.[1] ?? 0) < 1, String(first));
  assert.deepEqual(await like({ title: '低保对象信息', items: ['低保证号'], not: ids['low'] }), []);
  assert.deepEqual(await like({ title: '船舶检验', items: ['船名'] }), []);
});

test('a withdrawn entry is found no more', async () => {
  const gone = ids['fines'] ?? 0;
  await act('market', 'department_head', gone, 'withdraw');
  assert.deepEqual(await titles('抽检'), []);
  assert.equal((await search({})).total, 3);
});
