/** Folders that the operator opened, as a department registers and mounts them. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createConnectors } from '#connectors/open.ts';
import { reader } from '#kernel/db.ts';
import type { EntryView } from '#modules/catalog/index.ts';
import { type Resources, createProbe, createResources, declareResources } from '#modules/resources/index.ts';
import { PERSON_ITEMS, entryContent } from './catalogEntries.ts';
import { type Client, type ControlPlane, type Problem, openControlPlane } from './controlPlane.ts';

let city: ControlPlane;
let resources: Resources;
let officer: Client;
let drop: string;

before(async () => {
  city = await openControlPlane('folders');
  drop = mkdtempSync(join(tmpdir(), 'shuqiao-folders-'));
  mkdirSync(join(drop, 'in'));
  writeFileSync(
    join(drop, 'in', 'marriage.csv'),
    '公民身份号码,姓名,登记日期\n410403199001010012,张三,2026-01-05\n,李四,2026/1/6\n',
  );
  const folders = new Map([
    ['平顶山市民政局/civil', drop],
    ['平顶山市市场监督管理局/market', join(drop, 'nowhere')],
  ]);
  const { openSource } = createConnectors(folders);
  resources = createResources({
    db: city.db,
    secrets: reader(city.storage.pools.write),
    audited: city.audited,
    keys: city.storage.keys,
    catalog: city.catalog,
    organizations: city.organizations,
    policy: city.policy,
    sources: city.sources,
    probe: createProbe(openSource),
    addresses: { exempt: new Set(), own: new Set() },
    folders,
  });
  declareResources({ http: city.http, resources });
  officer = await city.as('civil', 'data_officer');
});
after(async () => {
  await city.close();
  rmSync(drop, { recursive: true, force: true });
});

const folder = (more: object = {}): object => ({
  use: 'provide',
  kind: 'files',
  host: 'civil',
  port: 0,
  database: 'in',
  user: '',
  password: '',
  note: '',
  ...more,
});

async function publishedEntry(title: string, modes: ('query' | 'batch')[]): Promise<number> {
  const content = entryContent(title, { modes, items: PERSON_ITEMS });
  const { body } = await officer.post<{ entry: EntryView }>('/api/entries', { content });
  const id = body.entry.id;
  for (const [department, role, action] of [
    ['civil', 'data_officer', 'submit'],
    ['civil', 'sharing_head', 'sign_office'],
    ['civil', 'department_head', 'sign_department'],
    ['authority', 'authority', 'publish'],
  ] as const) {
    const who = await city.as(department, role);
    const moved = await who.post(`/api/entries/${id}/actions`, { action });
    assert.equal(moved.status, 200, JSON.stringify(moved.body));
  }
  return id;
}

test('a department sees the folders that are open for it, and registers no other', async () => {
  assert.deepEqual((await officer.get<string[]>('/api/sources/folders')).body, ['civil']);
  const tested = await officer.post<{ version: string; canWrite: boolean }>('/api/sources/test', folder());
  assert.deepEqual([tested.status, tested.body.version], [200, 'civil/in: 1 / 1']);
  for (const [more, code] of [
    [{ host: 'market' }, 'folder_closed'],
    [{ host: '平顶山市民政局/civil' }, 'folder_closed'],
    [{ host: '/etc' }, 'folder_closed'],
    [{ database: '../x' }, 'bad_address'],
    [{ database: 'missing' }, 'no_folder'],
    [{ user: 'latin1' }, 'bad_address'],
    [{ password: 'x' }, 'bad_address'],
    [{ port: 1 }, 'bad_address'],
    [{ kind: 'postgres', host: '10.1.1.1', user: 'a' }, 'bad_address'],
    [{ kind: 'postgres', host: '10.1.1.1', port: 5432, user: '' }, 'bad_address'],
  ] as const) {
    const refused = await officer.post<Problem>('/api/sources/test', folder(more));
    assert.equal(refused.body.code, `resources.${code}`, JSON.stringify([more, refused.body]));
    assert.ok(!JSON.stringify(refused.body).includes(drop), 'where it lies on the machine is not told');
  }
});

test('files are mounted for batches, never for calls, and the mount says so', async () => {
  const made = await officer.post<{ source: { id: number; host: string; database: string } }>(
    '/api/sources',
    folder(),
  );
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const { id, ...source } = made.body.source;
  assert.deepEqual([source.host, source.database], ['civil', 'in']);
  assert.equal(
    (await officer.post<Problem>('/api/sources', folder())).body.code,
    'resources.already_registered',
  );
  const tables = await officer.get<{ schema: string; table: string }[]>(`/api/sources/${id}/tables`);
  assert.deepEqual(
    tables.body.map(one => [one.schema, one.table]),
    [['.', 'marriage.csv']],
  );
  const place = { sourceId: id, schema: '.', table: 'marriage.csv' };
  const mapping = PERSON_ITEMS.map(({ name }) => ({ item: name, column: name }));
  const called = await publishedEntry('婚姻登记查询', ['query', 'batch']);
  const refused = await officer.post<Problem>('/api/resources', { entryId: called, ...place, mapping });
  assert.deepEqual([refused.status, refused.body.code], [422, 'resources.files_not_called']);
  const entryId = await publishedEntry('婚姻登记批量', ['batch']);
  const mounted = await officer.post<{
    resource: { id: number; rowCount: number; place: string; kind: string };
  }>('/api/resources', { entryId, ...place, mapping });
  assert.equal(mounted.status, 201, JSON.stringify(mounted.body));
  const { resource } = mounted.body;
  assert.deepEqual([resource.rowCount, resource.place, resource.kind], [2, 'civil/in', 'files']);
  const mount = await resources.mountOf(entryId);
  assert.equal(mount?.onlyMoved, true);
  const sample = await officer.get<{ rows: (string | null)[][] }>(`/api/resources/${resource.id}/sample`);
  assert.deepEqual(
    sample.body.rows.map(row => row.slice(1)),
    [
      ['张*', '2026-01-05'],
      ['李*', '2026-01-06'],
    ],
  );
  assert.equal(await resources.recheck(entryId), 'mounted');
  writeFileSync(join(drop, 'in', 'marriage.csv'), '公民身份号码,姓名\n1,张三\n');
  assert.equal(await resources.recheck(entryId), 'drifted');
});
