/** CKAN’s Action API as its clients use it: harvesters, ckanapi, pages of other sites. */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import fc from 'fast-check';
import { ALL, OPEN, type HarvestCity, openHarvestCity } from './harvestCity.ts';

let city: HarvestCity;
before(async () => {
  city = await openHarvestCity('ckan');
});
after(() => city.close());
afterEach(() => assert.deepEqual(city.bugs.splice(0), []));

interface Package {
  id: string;
  name: string;
  title: string;
  metadata_modified: string;
  license_id: string;
  owner_org: string;
  organization: { name: string; title: string };
  tags: { name: string }[];
  groups: { name: string; title: string }[];
  resources: { id: string; format: string; package_id: string; position: number }[];
  extras: { key: string; value: string }[];
}
interface Found {
  count: number;
  results: Package[];
  facets: Record<string, Record<string, number>>;
  search_facets: Record<
    string,
    { title: string; items: { name: string; display_name: string; count: number }[] }
  >;
  sort: string;
}
interface Envelope<T> {
  help: string;
  success: boolean;
  result: T;
  error: { __type: string; message: string } & Record<string, unknown>;
}

type Query = Record<string, string | string[]>;

function addressOf(action: string, query: Query = {}, site = city.site): string {
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => [name, one]),
    ),
  );
  return `${site}/api/3/action/${action}?${search.toString()}`;
}

async function ask<T>(action: string, query: Query = {}, site = city.site) {
  const reply = await fetch(addressOf(action, query, site));
  return { status: reply.status, headers: reply.headers, body: (await reply.json()) as Envelope<T> };
}

async function get<T>(action: string, query: Query = {}, site = city.site): Promise<T> {
  const { status, body } = await ask<T>(action, query, site);
  assert.equal(status, 200, JSON.stringify(body));
  assert.equal(body.success, true);
  return body.result;
}

const find = (query: Query = {}, site = city.site): Promise<Found> =>
  get<Found>('package_search', query, site);
const titles = async (query: Query): Promise<string[]> => (await find(query)).results.map(one => one.title);

const keysOf = (value: object): string[] => Object.keys(value).toSorted();

test('A package, its organization, tags, resources and extras have CKAN’s fields, and the answer its envelope', async () => {
  const { body, headers } = await ask<Package>('package_show', { id: String(nameOf('婚姻登记信息')) });
  assert.equal(headers.get('content-type'), 'application/json;charset=utf-8');
  assert.equal(body.help, `${city.site}/api/3/action/help_show?name=package_show`);
  const { result } = body;
  assert.deepEqual(
    keysOf(result),
    'author author_email creator_user_id extras groups id isopen license_id license_title license_url maintainer maintainer_email metadata_created metadata_modified name notes num_resources num_tags organization owner_org private relationships_as_object relationships_as_subject resources state tags title type url version'.split(
      ' ',
    ),
  );
  assert.deepEqual(
    keysOf(result.organization),
    'approval_status created description id image_url is_organization name state title type'.split(' '),
  );
  assert.deepEqual(
    keysOf(result.resources[0] ?? {}),
    'cache_last_updated cache_url created datastore_active description format hash id last_modified metadata_modified mimetype mimetype_inner name package_id position resource_type size state url url_type'.split(
      ' ',
    ),
  );
  assert.deepEqual(keysOf(result.tags[0] ?? {}), 'display_name id name state vocabulary_id'.split(' '));
  assert.deepEqual(
    keysOf(result.groups[0] ?? {}),
    'description display_name id image_display_url name title'.split(' '),
  );
  assert.match(result.metadata_modified, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/);
  assert.match(result.id, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8000-[0-9a-f]{12}$/);
  assert.match(result.name, /^[a-z0-9-]{2,100}$/);
  assert.equal(result.extras.find(({ key }) => key === 'update_cycle')?.value, 'daily');
  assert.ok(result.tags.some(({ name }) => name === '自然人'));
  assert.ok(result.groups[0]?.title !== result.groups[0]?.name, 'the class has its title');
});

const entryOf = (title: string) => city.entries.find(one => one.title === title) ?? assert.fail(title);
const nameOf = (title: string): string => (entryOf(title).code ?? '').replace('/', '-');

test('A package is found by its name, its id, in the address, as JSON, as a form, and as JSON called a form', async () => {
  const name = nameOf('食品经营许可信息');
  const shown = await get<Package>('package_show', { id: name });
  assert.deepEqual(await get<Package>('package_show', { id: shown.id }), shown);
  const url = addressOf('package_show').replace('?', '');
  const forms: [string, string][] = [
    ['application/json', JSON.stringify({ id: name })],
    ['application/x-www-form-urlencoded', `id=${name}`],
    ['application/x-www-form-urlencoded', JSON.stringify({ id: name })],
    ['application/x-www-form-urlencoded', encodeURIComponent(JSON.stringify({ id: name }))],
  ];
  for (const [type, body] of forms) {
    const reply = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body });
    assert.deepEqual(((await reply.json()) as Envelope<Package>).result, shown, body);
  }
  const old = await fetch(url.replace('/api/3/', '/api/'));
  assert.equal(old.status, 409);
  for (const resource of shown.resources)
    assert.deepEqual(await get('resource_show', { id: resource.id }), resource);
});

test('What CKAN refuses is refused in its shapes', async () => {
  const missing = await ask('package_show');
  assert.equal(missing.status, 409);
  assert.deepEqual(missing.body.error, { name_or_id: ['Missing value'], __type: 'Validation Error' });
  const absent = await ask('package_show', { id: 'nothing' });
  assert.deepEqual(
    [absent.status, absent.body.success, absent.body.error],
    [404, false, { message: 'Not found', __type: 'Not Found Error' }],
  );
  const unknown = await fetch(addressOf('package_create'));
  assert.deepEqual(
    [unknown.status, await unknown.json()],
    [400, 'Bad request: Action name not known: package_create'],
  );
  for (const body of ['{"id":', '[1]', '"x"', '{"id":"a\\u0000b"}']) {
    const reply = await fetch(addressOf('package_show'), { method: 'POST', body });
    assert.equal(reply.status, 400, body);
    assert.match((await reply.json()) as string, /^Bad request: JSON Error: /);
  }
  const zero = await fetch(`${city.site}/api/3/action/package_show?id=a%00b`);
  assert.equal(zero.status, 400);
  const parameter = await ask('package_search', { colour: 'red' });
  assert.deepEqual(
    [parameter.status, parameter.body.error.__type, parameter.body.error.message],
    [409, 'Search Error', 'Search error: Invalid search parameters: ["colour"]'],
  );
  for (const [query, status, type] of [
    [{ sort: 'title' }, 400, 'Search Query Error'],
    [{ sort: 'colour asc' }, 409, 'Search Error'],
    [{ fq: 'title:(a' }, 409, 'Search Error'],
    [{ fq: '{!join}x' }, 409, 'Search Error'],
    [{ q: 'title:/a.*/' }, 409, 'Search Error'],
    [{ q: 'title:"a b"~3' }, 409, 'Search Error'],
    [{ fq: 'metadata_modified:[yesterday TO *]' }, 409, 'Search Error'],
    [{ rows: 'many' }, 409, 'Validation Error'],
    [{ rows: '-1' }, 409, 'Validation Error'],
    [{ start: '1.5' }, 409, 'Validation Error'],
    [{ 'facet.field': '["tags"' }, 409, 'Validation Error'],
  ] as [Query, number, string][]) {
    const { status: told, body } = await ask('package_search', query);
    assert.deepEqual([told, body.error.__type], [status, type], JSON.stringify(query));
  }
});

/** As ckanext-harvest’s CKANHarvester: by id, pages of so many, until a page is empty; ids seen twice count once. */
async function harvest(filters: string[], rows = 2): Promise<Map<string, Package>> {
  const found = new Map<string, Package>();
  for (let start = 0; ; start += rows) {
    assert.ok(start < 100, 'the harvester does not come to an end');
    const page = await find({
      rows: String(rows),
      start: String(start),
      sort: 'id asc',
      ...(filters.length > 0 ? { fq: filters.join(' ') } : {}),
    });
    if (page.results.length === 0) return found;
    for (const one of page.results) found.set(one.id, one);
  }
}

test('A harvester gets everything once, then only what changed since, by organization too', async () => {
  const first = await harvest([]);
  assert.equal(first.size, ALL);
  const newest =
    [...first.values()]
      .map(one => one.metadata_modified)
      .toSorted()
      .at(-1) ?? '';
  const since = `${new Date(new Date(`${newest.slice(0, 23)}Z`).getTime() + 1).toISOString().slice(0, -1)}000`;
  assert.equal((await harvest([`metadata_modified:[${since}Z TO *]`])).size, 0);
  const changed = await change('婚姻登记信息');
  const second = await harvest([`metadata_modified:[${since}Z TO *]`]);
  assert.deepEqual(
    [...second.values()].map(one => [one.title, first.has(one.id)]),
    [[changed, true]],
  );
  const market = [...first.values()].find(one => one.title === '食品经营许可信息')?.organization.name ?? '';
  const civil = second.values().next().value?.organization.name ?? '';
  assert.equal((await harvest([`organization:${market}`])).size, 2);
  assert.equal((await harvest([`-organization:${market}`])).size, ALL - 2);
  assert.equal((await harvest([`organization:${market} OR organization:${civil}`])).size, ALL);
  assert.equal(
    (await harvest([`organization:${market} OR organization:${civil}`, `metadata_modified:[${since}Z TO *]`]))
      .size,
    1,
    'the time holds for both organizations',
  );
});

/** A new version of a published entry, under another title. */
async function change(title: string): Promise<string> {
  const { id } = entryOf(title);
  const officer = await city.as('civil', 'data_officer');
  const { body } = await officer.get<{ content: object; revision: number }>(`/api/entries/${id}`);
  const content = { ...body.content, title: `${title}（新）` };
  await officer.put(`/api/entries/${id}`, { content, revision: body.revision });
  for (const [action, role] of [
    ['submit', 'data_officer'],
    ['sign_office', 'sharing_head'],
    ['sign_department', 'department_head'],
  ] as const)
    await (await city.as('civil', role)).post(`/api/entries/${id}/actions`, { action });
  const done = await (await city.as('authority', 'authority')).post(`/api/entries/${id}/actions`, {
    action: 'publish',
  });
  assert.equal(done.status, 200, JSON.stringify(done.body));
  return content.title;
}

test('Words, fields, phrases, patterns and their combinations find what they say', async () => {
  const market = (await find({ q: '食品经营许可' })).results[0]?.organization.name ?? '';
  const cases: [Query, number][] = [
    [{ q: '*:*' }, ALL],
    [{}, ALL],
    [{ q: '""' }, ALL],
    [{ q: '许可' }, 2],
    [{ q: '食品 许可' }, 1],
    [{ q: '食品 婚姻' }, 0],
    [{ q: '食品 OR 低保' }, 2],
    [{ q: '信息 -食品' }, ALL - 1],
    [{ q: 'NOT 食品' }, ALL - 1],
    [{ q: 'title:低保对象' }, 1],
    [{ q: 'title:"低保对象"^4' }, 1],
    [{ q: '(食品 OR 低保) AND organization:*' }, 2],
    [{ fq: 'tags:"法人"' }, 2],
    [{ fq: 'tags:法*' }, 2],
    [{ fq: 'tags:(法人 OR 自然人)' }, 4],
    [{ fq: `+organization:(${market} OR nobody) +state:active` }, 2],
    [{ fq: `organization:${market.slice(0, 8)}*` }, ALL],
    [{ fq: 'license_id:other-open' }, 2],
    [{ fq: 'res_format:API' }, 4],
    [{ fq: 'res_format:"FILE"' }, 2],
    [{ fq: 'groups:class-204' }, 2],
    [{ fq: 'groups:class-2*' }, 3],
    [{ fq: 'update_cycle:monthly' }, 1],
    [{ fq: 'extras_share_type:conditional' }, 1],
    [{ fq: 'private:true' }, 0],
    [{ fq: 'colour:red' }, 0],
    [{ fq: 'colour:*' }, 0],
    [{ fq: 'title:*' }, ALL],
    [{ fq: 'metadata_modified:[NOW-1DAY TO NOW]' }, ALL],
    [{ fq: 'metadata_modified:[* TO NOW/DAY-1YEAR}' }, 0],
    [{ fq: 'metadata_created:{2020-01-01T00:00:00Z TO *}' }, ALL],
    [{ fq: `name:${nameOf('低保对象信息')}` }, 1],
    [{ fq: `name:${nameOf('低保对象信息').slice(0, 3)}*` }, 3],
    [{ fq_list: ['tags:法人', 'license_id:other-open'] }, 1],
  ];
  for (const [query, count] of cases) {
    const found = await find({ rows: '0', ...query });
    assert.deepEqual([found.count, found.results.length], [count, 0], JSON.stringify(query));
  }
  assert.deepEqual(
    (await titles({ q: 'foo (bar' })).length,
    0,
    'words with a broken bracket are still words',
  );
});

test('Hits are ordered as asked, and paged without a gap', async () => {
  const byTitle = await titles({ sort: 'title asc' });
  assert.equal(byTitle.length, ALL);
  assert.deepEqual(await titles({ sort: 'title desc' }), byTitle.toReversed());
  const newest = (await find({ sort: 'metadata_modified desc' })).results.map(one => one.metadata_modified);
  assert.deepEqual(newest, newest.toSorted().toReversed());
  const one = await find({ rows: '2', start: '1', sort: 'title asc' });
  assert.deepEqual([one.count, one.results.map(each => each.title)], [ALL, byTitle.slice(1, 3)]);
  assert.equal((await titles({ q: '登记 OR 养老机构' }))[0] !== undefined, true);
  assert.deepEqual((await find({ start: '1000' })).results, []);
  const few = await get<{ results: object[] }>('package_search', { fl: 'id,title', rows: '1' });
  assert.deepEqual(keysOf(few.results[0] ?? {}), ['id', 'title']);
});

test('Facets come as ckanapi asks for them, in the address and in JSON, and their counts agree with searches', async () => {
  const fields = ['organization', 'tags', 'groups', 'license_id', 'res_format', 'share_type', 'nothing'];
  const asked = { 'facet.field': JSON.stringify(fields), rows: '0' };
  const { facets, search_facets: shown, count } = await find(asked);
  const reply = await fetch(addressOf('package_search'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ 'facet.field': fields, rows: 0, facet: 'true' }),
  });
  assert.deepEqual(((await reply.json()) as Envelope<Found>).result.search_facets, shown);
  assert.deepEqual(keysOf(shown), fields.toSorted());
  assert.deepEqual(shown['nothing'], { title: 'nothing', items: [] });
  let asks = 0;
  for (const field of fields)
    for (const { name, display_name: label, count: n } of shown[field]?.items ?? []) {
      assert.equal(facets[field]?.[name], n);
      assert.equal(
        (await find({ fq: `${field}:"${name}"`, rows: '0' })).count,
        n,
        `${field} ${name} ${label}`,
      );
      asks += 1;
    }
  assert.ok(asks > 10, `only ${asks} values`);
  const organizations = shown['organization']?.items ?? [];
  assert.deepEqual(
    organizations.map(one => one.display_name),
    organizations
      .map(one => one.display_name)
      .toSorted()
      .toReversed(),
  );
  assert.equal(
    organizations.reduce((sum, one) => sum + one.count, 0),
    count,
  );
  const limited = await find({ ...asked, 'facet.limit': '1', 'facet.mincount': '3' });
  assert.deepEqual(
    limited.search_facets['organization']?.items.map(one => one.count),
    [4],
  );
  const first = (await find({ ...asked, 'facet.limit': '1' })).search_facets;
  assert.deepEqual(
    fields.flatMap(field => first[field]?.items.map(one => one.count) ?? []),
    fields.flatMap(field => {
      const counts = shown[field]?.items.map(one => one.count) ?? [];
      return counts.length === 0 ? [] : Math.max(...counts);
    }),
    'a limit keeps the most frequent',
  );
  assert.deepEqual((await find({ ...asked, facet: 'false' })).search_facets, {});
  assert.equal(
    (await find({ ...asked, 'facet.limit': '-1' })).search_facets['tags']?.items.length,
    shown['tags']?.items.length,
  );
});

test('Lists name what has an entry, and show it', async () => {
  const names = await get<string[]>('package_list');
  assert.equal(names.length, ALL);
  assert.deepEqual(await get('package_list', { limit: '2', offset: '1' }), names.slice(1, 3));
  assert.deepEqual(await get('package_list', { limit: '0' }), []);
  const organizations = await get<string[]>('organization_list');
  assert.equal(organizations.length, 2, 'departments without an entry are none');
  const full = await get<{ name: string; package_count: number; id: string; title: string }[]>(
    'organization_list',
    { all_fields: 'true', sort: 'package_count desc' },
  );
  assert.deepEqual(
    full.map(one => one.package_count),
    [4, 2],
  );
  assert.deepEqual(
    keysOf(full[0] ?? {}),
    'approval_status created description display_name id image_display_url image_url is_organization name num_followers package_count state title type'.split(
      ' ',
    ),
  );
  const [first] = full;
  assert.ok(first);
  for (const id of [first.id, first.name]) {
    const shown = await get<{ title: string; packages: Package[] }>('organization_show', {
      id,
      include_datasets: 'true',
    });
    assert.deepEqual([shown.title, shown.packages.length], [first.title, 4]);
  }
  assert.deepEqual(await get('organization_list', { q: '市场' }), [full[1]?.name]);
  const groups = await get<{ name: string; package_count: number }[]>('group_list', { all_fields: 'true' });
  assert.deepEqual(Object.fromEntries(groups.map(one => [one.name, one.package_count])), {
    'class-101': 3,
    'class-203': 1,
    'class-204': 2,
  });
  assert.equal(
    (await get<{ packages: object[] }>('group_show', { id: 'class-204', include_datasets: '1' })).packages
      .length,
    2,
  );
  const tags = await get<string[]>('tag_list');
  for (const tag of tags) {
    assert.match(tag, /^[\p{L}\p{N}\-_. ]{2,100}$/u);
    assert.equal((await get<{ name: string }>('tag_show', { id: tag })).name, tag);
  }
  assert.deepEqual(await get('tag_list', { query: '自然' }), ['自然人']);
  assert.deepEqual(
    (await get<{ id: string }[]>('license_list')).map(one => one.id),
    ['other-open', 'other-closed'],
  );
  const status = await get<{ site_url: string; site_title: string }>('status_show');
  assert.deepEqual([status.site_url, status.site_title], [city.site, '平顶山市政务数据目录']);
  assert.equal(typeof (await get('help_show', { name: 'package_search' })), 'string');
  assert.deepEqual(await (await fetch(`${city.site}/api/3`)).json(), { version: 3 });
});

test('On the Internet only what is open exists, in every list, count, facet and by every name', async () => {
  const out = city.internet;
  const fields = ['organization', 'tags', 'groups', 'license_id', 'res_format', 'share_type', 'open_type'];
  const found = await find({ 'facet.field': JSON.stringify(fields) }, out);
  assert.deepEqual([found.count, found.results.length], [OPEN, OPEN]);
  const single = ['organization', 'groups', 'license_id', 'share_type', 'open_type'];
  for (const field of single)
    assert.equal(
      (found.search_facets[field]?.items ?? []).reduce((sum, one) => sum + one.count, 0),
      OPEN,
      field,
    );
  assert.ok(!JSON.stringify(found).includes('自然人'));
  assert.equal((await get<string[]>('package_list', {}, out)).length, OPEN);
  assert.ok(!(await get<string[]>('tag_list', {}, out)).includes('自然人'));
  assert.ok(!(await get<string[]>('group_list', {}, out)).includes('class-101'));
  const inside = new Map((await find({ rows: '100' })).results.map(one => [one.id, one]));
  for (const [id, one] of inside) {
    const open = found.results.some(each => each.id === id);
    for (const name of [id, one.name])
      assert.equal((await ask('package_show', { id: name }, out)).status, open ? 200 : 404, one.title);
    for (const resource of one.resources)
      assert.equal((await ask('resource_show', { id: resource.id }, out)).status, open ? 200 : 404);
    assert.equal((await find({ fq: `id:${id}` }, out)).count, open ? 1 : 0);
  }
});

test('Pages of other sites may ask, with a callback too, which can be nothing but a name', async () => {
  const before = await fetch(addressOf('package_search'), {
    method: 'OPTIONS',
    headers: { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' },
  });
  assert.deepEqual([before.status, before.headers.get('access-control-allow-origin')], [204, '*']);
  assert.equal((await ask('package_show')).headers.get('access-control-allow-origin'), '*');
  const called = await fetch(addressOf('package_list', { callback: 'lib.take', limit: '1' }));
  assert.equal(called.headers.get('content-type'), 'application/javascript;charset=utf-8');
  assert.match(await called.text(), /^lib\.take\(\{"help":.*\}\);$/);
  for (const callback of ['alert(1)//', '<script>', 'a b'])
    assert.equal((await fetch(addressOf('package_list', { callback }))).status, 400);
});

/** Pieces of Solr’s syntax, put together by chance. */
const PIECES =
  '( ) [ ] { } " : * ? + - ! ^ ~ \\ / && || % _ \' 信息 title: tags: name: id: groups:class- organization: __proto__: metadata_modified: NOW -1DAY /MONTH +999999YEARS 2026-02-31T00:00:00Z 9999-12-31';
const piece = fc.oneof(
  fc.constantFrom(' ', ' TO ', ' OR ', ' AND ', 'NOT ', ...PIECES.split(' ')),
  fc.string({ maxLength: 6 }),
  fc.constantFrom('\0', '\ud800', '\u200b', '𠮷', '\n'),
);

test('Fields that are names inside the program are unknown fields', async () => {
  for (const fq of ['constructor:*', 'toString:[NOW TO *]', 'hasOwnProperty:x', '__proto__:a*']) {
    const reply = await city.http.app.inject({
      method: 'POST',
      url: '/api/3/action/package_search',
      payload: JSON.stringify({ fq }),
    });
    const said = reply.json<{ success: boolean; result?: { count: number }; error?: { message: string } }>();
    if (fq.includes('['))
      assert.match(said.error?.message ?? '', /^Search error: Ranges are supported for /, fq);
    else assert.equal(said.result?.count, 0, fq);
  }
});

test('No query, however it is written, is a bug of the platform', async () => {
  const statuses = new Set<number>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece, { maxLength: 12 }).map(parts => parts.join('')),
      fc.constantFrom('q', 'fq', 'sort', 'facet.field', 'rows', 'fl', 'facet.limit'),
      async (text, name) => {
        const reply = await city.http.app.inject({
          method: 'POST',
          url: '/api/3/action/package_search',
          payload: JSON.stringify({ [name]: text }),
        });
        statuses.add(reply.statusCode);
        assert.ok([200, 400, 409].includes(reply.statusCode), `${name}=${text}: ${reply.body}`);
      },
    ),
    { numRuns: 400 },
  );
  assert.deepEqual(
    [...statuses].toSorted((a, b) => a - b),
    [200, 400, 409],
  );
});
