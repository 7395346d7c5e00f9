/** The lists of a department: gathered from what the platform knows, edited, signed, numbered, compared, in spreadsheets. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type ListsCity, openListsCity } from './listsCity.ts';
import type { Client, Problem } from './controlPlane.ts';
import { PERSON_ITEMS, entryContent, entryItem } from './catalogEntries.ts';

interface List {
  state: string;
  number: number;
  rows: { key: string; fields: Record<string, string>; note: string; leftOut: string; missing: boolean }[];
  gaps: { kind: string; title: string; detail: string }[];
  versions: { number: number; rows: number; missing: number; signedPost: string }[];
  returned: { note: string } | null;
  asked: boolean;
  citation: { document: string; article: string; quotation: string } | null;
  actions: string[];
}

let city: ListsCity;
let officer: Client;
let head: Client;
let authority: Client;
before(async () => {
  city = await openListsCity('lists');
  officer = await city.as('civil', 'data_officer');
  head = await city.as('civil', 'department_head');
  authority = await city.as('authority', 'authority');
});
after(() => city.close());

const see = async (kind: string, query = '', who = officer): Promise<List> => {
  const { status, body } = await who.get<List>(`/api/lists/${kind}${query}`);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
};
const act = async (who: Client, kind: string, action: string, note = '') => {
  const { status, body } = await who.post<{ list: List } & Problem>(`/api/lists/${kind}/actions`, {
    action,
    note,
  });
  return { status, code: body.code, list: body.list };
};
const titles = (list: List): (string | undefined)[] => list.rows.map(row => row.fields['title']);

test('The list of responsibilities holds entries and what duties ask for, and names what has no entry yet', async () => {
  const issued = await authority.post('/api/duties/claims', {
    claims: ['低保对象信息', '特困人员信息'].map(title => ({
      departmentId: city.departments['civil'],
      title,
      duty: '社会救助',
      basis: '三定规定第四条',
      claimUntil: '2099-12-31',
    })),
  });
  assert.equal(issued.status, 201, JSON.stringify(issued.body));
  const entryId = await city.compile(
    'civil',
    entryContent('婚姻登记信息', { duty: { kind: 'duty', title: '婚姻登记管理', code: '' } }),
  );
  await city.publish('civil', entryId);
  const added = await officer.post<{ list: List }>('/api/lists/responsibility/rows', {
    title: '地名信息',
    duty: '地名管理',
  });
  assert.equal(added.status, 201);
  const again = await officer.post<Problem>('/api/lists/responsibility/rows', { title: '地名信息' });
  assert.equal(again.body.code, 'lists.own_row_taken');
  const list = await see('responsibility');
  assert.deepEqual(
    list.rows.map(row => [row.fields['title'], row.fields['duty'], row.fields['state'], row.missing]),
    [
      ['婚姻登记信息', '婚姻登记管理', 'published', false],
      ['低保对象信息', '社会救助', 'missing', true],
      ['特困人员信息', '社会救助', 'missing', true],
      ['地名信息', '地名管理', 'missing', true],
    ],
  );
  assert.deepEqual(
    list.gaps.map(one => [one.kind, one.title]),
    [
      ['claim', '低保对象信息'],
      ['claim', '特困人员信息'],
      ['own', '地名信息'],
    ],
  );
});

test('What is signed is what was sent: numbered versions, any two compared, the newer one after a claim', async () => {
  assert.equal((await act(head, 'responsibility', 'sign')).code, 'lists.wrong_state');
  assert.equal((await act(head, 'responsibility', 'submit')).code, 'platform.forbidden');
  assert.equal((await act(officer, 'responsibility', 'submit')).list.state, 'awaiting');
  assert.equal((await act(officer, 'responsibility', 'sign')).code, 'platform.forbidden');
  assert.equal((await act(authority, 'responsibility', 'sign')).code, 'lists.wrong_state');
  const looked = await see('responsibility', `?departmentId=${city.departments['civil']}`, authority);
  assert.deepEqual([looked.state, looked.actions], ['awaiting', []]);
  const edit = { key: 'own:1', note: '', leftOut: '已划转' };
  assert.equal(
    (await officer.put<Problem>('/api/lists/responsibility/rows', edit)).body.code,
    'lists.wrong_state',
  );

  assert.equal((await act(head, 'responsibility', 'return')).code, 'lists.note_needed');
  const back = await act(head, 'responsibility', 'return', '地名信息已划转，请写明');
  assert.deepEqual([back.list.state, back.list.returned?.note], ['editing', '地名信息已划转，请写明']);

  const claims = await officer.get<{ items: { id: number; title: string }[] }>('/api/duties/claims');
  const claim = claims.body.items.find(one => one.title === '低保对象信息');
  await act(officer, 'responsibility', 'submit');
  await officer.post(`/api/duties/claims/${claim?.id}/actions`, { action: 'claim' });
  const signed = await act(head, 'responsibility', 'sign');
  assert.deepEqual(
    signed.list.versions.map(one => [one.number, one.rows, one.missing, one.signedPost]),
    [[1, 4, 3, '平顶山市民政局 部门负责人']],
  );
  const first = await see('responsibility', '?version=1');
  assert.equal(first.rows.find(row => row.fields['title'] === '低保对象信息')?.fields['state'], 'missing');

  const gone = (await see('responsibility')).rows.find(row => row.fields['title'] === '地名信息');
  assert.equal(
    (await officer.put('/api/lists/responsibility/rows', { ...edit, key: gone?.key ?? '' })).status,
    200,
  );
  await act(officer, 'responsibility', 'submit');
  assert.equal((await act(head, 'responsibility', 'sign')).list.versions[0]?.number, 2);
  const { body } = await officer.get<{
    rows: { title: string; kind: string; changes: { field: string; before: string; after: string }[] }[];
  }>('/api/lists/responsibility/compare?from=1&to=2');
  assert.deepEqual(
    body.rows.map(row => [row.title, row.kind, row.changes.find(one => one.field === 'state')?.after]),
    [
      ['低保对象信息', 'changed', 'in_work'],
      ['地名信息', 'removed', undefined],
    ],
  );
  assert.equal(
    (await officer.get<Problem>('/api/lists/responsibility/compare?from=1&to=9')).body.code,
    'lists.version_unknown',
  );
});

test('The negative list is what is withheld, whole entries and single items, with its basis and reason', async () => {
  const basis = { rank: 'law', title: '中华人民共和国未成年人保护法', article: '第一百零三条' } as const;
  const whole = await city.compile(
    'civil',
    entryContent('收养登记档案', {
      shareType: 'withheld',
      basis,
      conditions: ['涉及未成年人隐私'],
      items: [...PERSON_ITEMS.slice(0, 2), entryItem('收养档案编号')],
    }),
  );
  const part = await city.compile(
    'civil',
    entryContent('孤儿保障信息', {
      shareType: 'conditional',
      basis,
      conditions: ['用于保障资格核验', '用于社会救助', '范围限于本人'],
      scope: '本市',
      purpose: '资格核验',
      useTerms: '仅限本次',
      items: [
        ...PERSON_ITEMS.slice(0, 2),
        entryItem('安置地址', { shareType: 'withheld', conditions: ['保护住址'] }),
      ],
    }),
  );
  const before_ = await see('negative');
  assert.deepEqual(
    [before_.rows.length, before_.gaps.map(one => one.kind)],
    [0, ['unpublished', 'unpublished']],
  );
  await city.publish('civil', whole);
  await city.publish('civil', part);
  const list = await see('negative');
  assert.deepEqual(
    list.rows.map(({ fields: { title, item, basis: text, reason } }) => [title, item, text, reason]),
    [
      ['收养登记档案', '', '中华人民共和国未成年人保护法 第一百零三条', '涉及未成年人隐私'],
      ['孤儿保障信息', '安置地址', '中华人民共和国未成年人保护法 第一百零三条', '保护住址'],
    ],
  );
  assert.deepEqual(list.gaps, []);
  const own = await officer.post<Problem>('/api/lists/negative/rows', { title: '其他' });
  assert.equal(own.body.code, 'lists.only_responsibility');
});

test('Needs make the list of needs; the supply–demand list has those that the authority put on it, and names the others', async () => {
  const need = async (title: string): Promise<number> => {
    const made = await officer.post<{ demand: { id: number } }>('/api/demands', {
      title,
      suggestedId: null,
      wantedBy: '2099-01-01',
    });
    return made.body.demand.id;
  };
  const [listed] = [await need('户籍人口信息'), await need('车辆登记信息')];
  await authority.post(`/api/demands/${listed}/actions`, {
    action: 'assign',
    departmentId: city.departments['market'],
  });
  await authority.post(`/api/demands/${listed}/actions`, { action: 'list' });
  assert.deepEqual(titles(await see('demand')), ['户籍人口信息', '车辆登记信息']);
  for (const who of [officer, authority]) {
    const between = await see('supply_demand', '', who);
    assert.deepEqual(titles(between), ['户籍人口信息']);
    assert.deepEqual(
      between.gaps.map(one => [one.kind, one.title]),
      [['not_listed', '车辆登记信息']],
    );
  }
  const market = await city.as('market', 'data_officer');
  assert.deepEqual(titles(await see('supply_demand', '', market)), ['户籍人口信息']);
});

test('Which lists a place has is its rule, with the clause; a list is its department’s and its authority’s', async () => {
  const streets = await city.as('streets', 'data_officer');
  const [own, other] = [await see('supply_demand', '', streets), await see('responsibility', '', streets)];
  assert.deepEqual([own.asked, own.citation?.document], [true, 'zhanhe']);
  assert.match(own.citation?.quotation ?? '', /供需对接清单/);
  assert.equal(other.asked, false);
  const of = `?departmentId=${city.departments['civil']}`;
  assert.equal((await see('responsibility', of, authority)).rows.length, 6);
  assert.deepEqual((await see('responsibility', of, authority)).actions, []);
  assert.equal((await streets.get(`/api/lists/responsibility${of}`)).status, 404);
  const district = await city.as('zhanhe', 'authority');
  assert.equal((await district.get(`/api/lists/responsibility${of}`)).status, 404);
  const overview = await authority.get<{
    departments: { departmentId: number; lists: { kind: string; number: number; missing: number }[] }[];
  }>('/api/lists');
  const civil = overview.body.departments.find(one => one.departmentId === city.departments['civil']);
  assert.deepEqual(
    civil?.lists.map(one => [one.kind, one.number, one.missing]),
    [
      ['responsibility', 2, 1],
      ['demand', 0, 0],
      ['negative', 0, 0],
      ['supply_demand', 0, 0],
    ],
  );
  assert.equal((await officer.get('/api/lists')).status, 403);
});

test('A list goes out as a spreadsheet and comes back with remarks, reasons and rows of one’s own; a stranger’s row is named', async () => {
  const url = '/api/lists/responsibility';
  const out = await city.fetchFile('civil', 'data_officer', `${url}/export?format=csv`);
  const lines = out.bytes.toString().trimEnd().split('\r\n');
  assert.match(
    lines[0] ?? '',
    /行标识,数据名称,职责或事项,职责依据,编目状态,目录代码,共享类型,更新周期,备注,不列入的理由$/,
  );
  assert.match(lines.join('\n'), /婚姻登记信息,婚姻登记管理,,已发布,/);
  const unchanged = await city.bring('civil', `${url}/sheet`, '清单.csv', out.bytes, 'all');
  assert.deepEqual([unchanged.status, unchanged.body.faultCount], [200, 0], JSON.stringify(unchanged.body));
  assert.deepEqual((await see('responsibility')).rows.map(row => row.leftOut).filter(Boolean), ['已划转']);

  const remarked = lines.map(line =>
    line.includes('婚姻登记信息') ? line.replace(/,,$/, ',每日更新,') : line,
  );
  const filled = [...remarked, ',慈善组织信息,慈善事业促进,慈善法,,,,,,', 'entry:99999,别人的,,,,,,,,'].join(
    '\r\n',
  );
  const file = Buffer.from(`${filled}\r\n`);
  const checked = await city.bring('civil', `${url}/sheet`, '清单.csv', file, 'no');
  assert.deepEqual(
    checked.body.faults.map(one => [one.column, one.value]),
    [['行标识', 'entry:99999']],
  );
  assert.equal((await city.bring('civil', `${url}/sheet`, '清单.csv', file, 'right')).status, 200);
  const now = await see('responsibility');
  assert.equal(now.rows.find(row => row.fields['title'] === '婚姻登记信息')?.note, '每日更新');
  const own = now.rows.find(row => row.fields['title'] === '慈善组织信息');
  assert.equal(own?.fields['basis'], '慈善法');
  const ownUrl = `${url}/rows/${own?.key.split(':')[1]}`;
  assert.equal(await city.remove('market', ownUrl), 404);
  assert.equal(await city.remove('civil', ownUrl), 200);
  assert.ok(!titles(await see('responsibility')).includes('慈善组织信息'));
  const book = await city.fetchFile('civil', 'data_officer', `${url}/export?version=2`);
  assert.match(book.type, /spreadsheetml/);
  const again = await city.bring('civil', `${url}/sheet`, '清单.xlsx', book.bytes, 'no');
  assert.equal(again.body.faultCount, 0, JSON.stringify(again.body));
});
