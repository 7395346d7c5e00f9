/** What departments really have: read from a source or brought by spreadsheet, and how far entries cover it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Scratch, createPostgres } from './connectors/databases.ts';
import { type ListsCity, openListsCity } from './listsCity.ts';
import type { Client, Problem } from './controlPlane.ts';
import { entryContent, entryItem } from './catalogEntries.ts';

const READER = `sq_inventory_${process.pid}`;
const SECRET = 'Kou-Ling-2026';

interface Counts {
  needed: number;
  covered: number;
  inWork: number;
  open: number;
  leftOut: number;
}
interface Systems extends Counts {
  mayEdit: boolean;
  items: (Counts & { id: number; name: string; state: string; sourceId: number | null })[];
}
interface Asset {
  id: number;
  place: string;
  title: string;
  rows: number | null;
  cover: string;
  entryTitle: string | null;
  mounted: boolean;
  goneAt: string | null;
}

let city: ListsCity;
let registry: Scratch;
let officer: Client;
let sourceId: number;
before(async () => {
  registry = await createPostgres('inventory');
  await registry.run(`
    create schema civil;
    create table civil.marriage (sfzh varchar(18), xm text, djrq date);
    create table civil.syslog (at timestamptz, line text);
    create table civil.adoption (bh text);
    create table civil.plan_secret (bh text);
    comment on table civil.marriage is '婚姻登记';
    comment on table civil.plan_secret is '应急预案（机密）';
    create role ${READER} login password '${SECRET}';
    grant usage on schema civil to ${READER};
    grant select on all tables in schema civil to ${READER}`);
  const { host, port, database } = registry.address;
  city = await openListsCity('inventory', [`${host}:${port}`]);
  officer = await city.as('civil', 'data_officer');
  const made = await officer.post<{ source: { id: number } }>('/api/sources', {
    use: 'provide',
    kind: 'postgres',
    host,
    port,
    database,
    user: READER,
    password: SECRET,
    note: '婚姻登记业务库',
  });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  sourceId = made.body.source.id;
});
after(async () => {
  await city.close();
  await registry.run(`drop owned by ${READER}; drop role ${READER}`);
  await registry.drop();
});

const systems = async (query = '', who = officer): Promise<Systems> =>
  (await who.get<Systems>(`/api/inventory/systems${query}`)).body;
const assets = async (query = ''): Promise<Asset[]> =>
  (await officer.get<{ items: Asset[] }>(`/api/inventory/assets?size=100${query}`)).body.items;
const counts = ({ needed, covered, inWork, open, leftOut }: Counts): number[] => [
  needed,
  covered,
  inWork,
  open,
  leftOut,
];
const read = (name: string) =>
  officer.post<{ found: number; added: number; gone: number; secret: number } & Problem>(
    '/api/inventory/read',
    { sourceId, name },
  );
const actOn = (places: readonly string[], all: readonly Asset[], body: object) =>
  officer.post<Problem>('/api/inventory/assets/actions', {
    ids: all.filter(one => places.includes(one.place)).map(one => one.id),
    ...body,
  });

test('The tables of a registered source are read into a system; what says that it is secret is not taken in', async () => {
  const { status, body } = await read('婚姻登记系统');
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual([body.found, body.added, body.gone, body.secret], [3, 3, 0, 1]);
  assert.deepEqual(
    (await assets()).map(one => [one.place, one.title]),
    [
      ['civil.adoption', ''],
      ['civil.marriage', '婚姻登记'],
      ['civil.syslog', ''],
    ],
  );
  assert.equal((await read('另一个系统')).body.code, 'inventory.source_elsewhere');
  const market = await city.as('market', 'data_officer');
  assert.equal((await market.post('/api/inventory/read', { sourceId, name: '偷看' })).status, 404);
});

test('Coverage is counted from the rows that it opens to: entries by name or by mount, reasons apart', async () => {
  const all = await assets();
  const entryId = await city.compile('civil', entryContent('婚姻登记信息', { modes: ['query'] }));
  const items = ['公民身份号码', '姓名', '登记日期'];
  const link = { action: 'link', entryId };
  assert.equal((await actOn(['civil.adoption'], all, link)).status, 200);
  assert.deepEqual(counts(await systems()), [3, 0, 1, 2, 0]);
  await city.publish('civil', entryId);
  assert.deepEqual(counts(await systems()), [3, 1, 0, 2, 0]);

  await actOn(['civil.adoption'], all, { action: 'unlink' });
  assert.deepEqual(counts(await systems()), [3, 0, 0, 3, 0]);
  const mounted = await officer.post('/api/resources', {
    entryId,
    sourceId,
    schema: 'civil',
    table: 'marriage',
    mapping: items.map((item, at) => ({ item, column: ['sfzh', 'xm', 'djrq'][at] })),
  });
  assert.equal(mounted.status, 201, JSON.stringify(mounted.body));
  assert.deepEqual(
    (await assets('&cover=covered')).map(one => [one.place, one.entryTitle, one.mounted]),
    [['civil.marriage', '婚姻登记信息', true]],
  );

  assert.equal(
    (await actOn(['civil.syslog'], all, { action: 'leave_out' })).body.code,
    'inventory.reason_needed',
  );
  await actOn(['civil.syslog'], all, { action: 'leave_out', reason: '系统日志' });
  assert.deepEqual(counts(await systems()), [2, 1, 0, 1, 1]);
  for (const [cover, n] of [
    ['covered', 1],
    ['open', 1],
    ['left_out', 1],
    ['in_work', 0],
  ] as const)
    assert.equal((await assets(`&cover=${cover}`)).length, n, cover);

  const gap = await officer.get<{ gaps: { kind: string; detail: string }[] }>('/api/lists/responsibility');
  assert.deepEqual(
    gap.body.gaps.map(one => [one.kind, one.detail]),
    [['asset', '婚姻登记系统 civil.adoption']],
  );
});

test('Read again, a table that is gone counts no more, and what was said of the others stays', async () => {
  await registry.run('drop table civil.adoption; create table civil.divorce (bh text)');
  await registry.run(`grant select on all tables in schema civil to ${READER}`);
  const { body } = await read('婚姻登记系统');
  assert.deepEqual([body.found, body.added, body.gone], [3, 1, 1]);
  assert.deepEqual(counts(await systems()), [2, 1, 0, 1, 1]);
  const gone = (await assets()).find(one => one.place === 'civil.adoption');
  assert.notEqual(gone?.goneAt, null);
  assert.deepEqual(
    (await assets('&cover=open')).map(one => one.place),
    ['civil.divorce'],
  );
});

test('The inventory comes and goes as a spreadsheet without a difference; wrong cells are named', async () => {
  const url = '/api/inventory/export';
  const out = await city.fetchFile('civil', 'data_officer', url);
  const back = await city.bring('civil', '/api/inventory/sheet', '资产.xlsx', out.bytes, 'all');
  assert.deepEqual(
    [back.status, back.body.faultCount, back.body.saved],
    [200, 0, 3],
    JSON.stringify(back.body),
  );
  const csv = (await city.fetchFile('civil', 'data_officer', `${url}?format=csv&q=syslog`)).bytes.toString();
  assert.match(csv, /婚姻登记系统,civil\.syslog,,,,系统日志,无须编目/);

  const lines = [
    '系统名称,表名,数据名称,行数,对应目录,无须编目的理由',
    '救助系统,jz.dbdx,低保对象,12000,,',
    '救助系统,jz.dbdx,低保对象,12000,,',
    '救助系统,jz.tmp,临时表,3,婚姻登记信息,临时表',
    '救助系统,jz.x,密级台账,1,,',
    '救助系统,jz.y,特困人员,abc,没有的目录,',
  ];
  const file = Buffer.from(lines.join('\r\n'));
  const checked = await city.bring('civil', '/api/inventory/sheet', '资产.csv', file, 'no');
  assert.deepEqual(
    [checked.body.right, checked.body.faults.map(one => one.cell)],
    [1, ['B3', 'F4', 'C5', 'D6', 'E6']],
    JSON.stringify(checked.body),
  );
  assert.equal(checked.body.faults.find(one => one.cell === 'C5')?.value, '');
  assert.equal(
    (await city.bring('civil', '/api/inventory/sheet', '资产.csv', file, 'all')).body.code,
    'sheets.rows_wrong',
  );
  assert.equal((await systems()).items.length, 1);
  assert.equal((await city.bring('civil', '/api/inventory/sheet', '资产.csv', file, 'right')).body.saved, 1);
  const made = (await systems()).items.find(one => one.name === '救助系统');
  assert.deepEqual(made && counts(made), [1, 0, 0, 1, 0]);

  const short = Buffer.from('系统名称,表名,行数\r\n婚姻登记系统,civil.syslog,99\r\n');
  await city.bring('civil', '/api/inventory/sheet', '行数.csv', short, 'all');
  const [log] = await assets('&cover=left_out');
  assert.deepEqual([log?.place, log?.rows], ['civil.syslog', 99]);
});

test('What a stopped system holds counts no more; others see the inventory only as its authority, and change nothing', async () => {
  const { items } = await systems();
  const rescue = items.find(one => one.name === '救助系统');
  const body = { name: '救助系统', purpose: '', state: 'stopped' };
  assert.equal((await officer.put(`/api/inventory/systems/${rescue?.id}`, body)).status, 200);
  assert.deepEqual(counts(await systems()), [2, 1, 0, 1, 1]);
  assert.equal(
    (await officer.post<Problem>('/api/inventory/systems', body)).body.code,
    'inventory.system_taken',
  );
  const market = await city.as('market', 'data_officer');
  assert.equal((await market.put(`/api/inventory/systems/${rescue?.id}`, body)).status, 404);
  const [one] = await assets();
  const remove = { ids: [one?.id], action: 'remove' };
  assert.equal((await market.post('/api/inventory/assets/actions', remove)).status, 404);
  const of = `?departmentId=${city.departments['civil']}`;
  assert.equal((await market.get(`/api/inventory/systems${of}`)).status, 404);
  const authority = await city.as('authority', 'authority');
  const seen = await systems(of, authority);
  assert.deepEqual([seen.mayEdit, seen.items.length], [false, 2]);
  const { body: coverage } = await authority.get<{
    items: (Counts & { departmentId: number; systems: number; entries: number })[];
  }>('/api/inventory/coverage');
  const civil = coverage.items.find(row => row.departmentId === city.departments['civil']);
  assert.deepEqual([civil?.systems, civil?.entries, civil && counts(civil)], [1, 1, [2, 1, 0, 1, 1]]);
  assert.ok(!coverage.items.some(row => row.departmentId === city.departments['streets']));
  const other = await city.compile('market', entryContent('特种设备', { items: [entryItem('设备编号')] }));
  const link = await officer.post<Problem>('/api/inventory/assets/actions', {
    ids: [one?.id],
    action: 'link',
    entryId: other,
  });
  assert.equal(link.body.code, 'inventory.entry_of_others');
});
