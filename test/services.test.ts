/** Services: what providers say about calls, versions side by side, contract tests, and what clients are made from. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { sql } from '#kernel/db.ts';
import { decodeEntry, unpackEntries } from '#record/entry.ts';
import { subjectDigest } from '#record/subjects.ts';
import { breaksOf, takenBy } from '#modules/services/rules.ts';
import { judgeAll } from '#modules/services/checks.ts';
import { DEFAULT_SERVICE } from '#vocabulary/services.ts';
import { type ServicesCity, KNOWN, UNKNOWN, openServicesCity } from './servicesCity.ts';

let city: ServicesCity;
before(async () => {
  city = await openServicesCity('services');
});
after(() => city.close());

interface Problem {
  code: string;
  title: string;
}
interface GrantService {
  record: number;
  service: View;
  lost: string[];
}
interface View {
  version: number;
  newest: number;
  deprecated: { sunset: string; successor: number } | null;
  contract: { checks: unknown[]; example: boolean } | null;
  runs: {
    ground: string;
    passed: boolean;
    version: number;
    override: string;
    results: { kind: string; passed: boolean; zh: string }[];
  }[];
  may: { turn: boolean; move: boolean; contract: boolean };
}
interface Settings {
  settings: typeof DEFAULT_SERVICE;
  mayChange: boolean;
  holders: number;
}

const DAY = 86_400_000;
const dayFrom = (days: number): string =>
  new Date(city.clock.now() + 8 * 3_600_000 + days * DAY).toISOString().slice(0, 10);
const officer = () => city.as('market', 'data_officer');
const provider = () => city.as('civil', 'data_officer');
const seen = async (grantId: number): Promise<View> => {
  const { status, body } = await (await officer()).get<View>(`/api/grant-services/${grantId}`);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
};
const served = (reply: { status: number }): boolean => reply.status === 200;

const { deprecations: _none, ...PLAIN } = DEFAULT_SERVICE;

test('settings are the provider’s, recorded before and after, and told to whoever loses by them', async () => {
  const entryId = await city.entry();
  await city.granted(entryId);
  const url = `/api/entry-services/${entryId}/settings`;
  const before = await (await provider()).get<Settings>(url);
  assert.deepEqual(before.body.settings, PLAIN);
  assert.deepEqual([before.body.mayChange, before.body.holders], [true, 1]);
  const generous = { ...PLAIN, listing: true, searchable: ['登记日期'], maskedEq: ['姓名'], maxPage: 5000 };
  const given = await (await provider()).put<{ settings: Settings; record: number }>(url, {
    settings: generous,
    override: '',
  });
  assert.equal(given.status, 200, JSON.stringify(given.body));
  assert.deepEqual(given.body.settings.settings, generous);
  const told = (await city.told('market')).filter(one => one.includes('接口'));
  assert.equal(told.length, 0, 'nobody is told of what is only given');

  const taken = await (await provider()).put(url, {
    settings: { ...PLAIN, verdicts: 'two', purpose: { caseNo: true, post: false } },
    override: '',
  });
  assert.equal(taken.status, 200);
  const [newest = ''] = await city.told('market');
  for (const words of [
    '不再支持列表查询',
    '登记日期',
    '姓名',
    '每页最多 1000 条',
    '不再答“无法核验”',
    '办件编号',
  ])
    assert.ok(newest.includes(words), `${newest} says ${words}`);
  const row = await city.db.find<{ body: { verdicts: string } }>(
    sql`select body from plans.service where entry_id = ${entryId}`,
  );
  assert.equal(row?.body.verdicts, 'two', 'the gateway follows it');

  assert.equal((await (await officer()).get(url)).status, 404, 'another department has nothing to see here');
  const head = await city.as('civil', 'sharing_head');
  assert.equal((await head.put(url, { settings: PLAIN, override: '' })).status, 403);
  for (const [settings, code] of [
    [{ ...PLAIN, searchable: ['没有这一项'] }, 'services.unknown_item'],
    [{ ...PLAIN, searchable: ['姓名'] }, 'services.identifiers_suffice'],
  ] as const) {
    const refused = await (await provider()).put<Problem>(url, { settings, override: '' });
    assert.deepEqual([refused.status, refused.body.code], [422, code]);
  }
});

test('a change that breaks a client is a new version; the old one answers, says until when, and then refuses by name', async () => {
  const entryId = await city.entry();
  const { grantId, sid, caller } = await city.granted(entryId);
  await city.answered(caller, sid, served);
  const url = `/api/entry-services/${entryId}`;
  const { 公民身份号码: _id, ...rest } = city.MAPPING;
  const other = city.mountBody('person2', {
    公民身份号码: 'idno',
    姓名: 'name',
    性别: 'sex',
    子女数: 'children',
    登记日期: 'day',
  });
  assert.ok(rest.姓名);

  const looked = await (await provider()).post<{ breaks: { kind: string }[]; earliest: string | null }>(
    `${url}/trial`,
    other,
  );
  assert.deepEqual(looked.body.breaks, [{ kind: 'table_replaced', item: '' }]);
  assert.equal(looked.body.earliest, dayFrom(90));
  for (const [sunset, code] of [
    [null, 'services.sunset_needed'],
    [dayFrom(89), 'services.sunset_too_soon'],
  ] as const) {
    const refused = await (await provider()).post<Problem>(`${url}/versions`, {
      ...other,
      sunset,
      note: '换新库',
      override: '',
    });
    assert.equal(refused.body.code, code);
  }
  const made = await (await provider()).post<{
    service: { version: number; versions: { version: number; state: string; grants: number }[] };
  }>(`${url}/versions`, { ...other, sunset: dayFrom(90), note: '换新库', override: '' });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  assert.deepEqual(
    made.body.service.versions.map(({ version, state, grants }) => [version, state, grants]),
    [
      [2, 'serving', 0],
      [1, 'deprecated', 1],
    ],
  );
  assert.match((await city.told('market'))[0] ?? '', /第 2 版/);

  // The old table answers on, and says so in words that clients know.
  await city.registry.run(`update civil.person set djrq = '1999-09-09' where sfzh = '${KNOWN}'`);
  const old = await city.answered(caller, sid, one => one.headers.get('sunset') !== null);
  assert.equal((old.body.data as Record<string, unknown>[])[0]?.['登记日期'], '1999-09-09');
  assert.match(old.headers.get('deprecation') ?? '', /^@\d{10}$/);
  const ends = Date.parse(old.headers.get('sunset') ?? '');
  assert.equal(new Date(ends + 8 * 3_600_000).toISOString(), `${dayFrom(91)}T00:00:00.000Z`);
  assert.deepEqual(
    [old.headers.get('shuqiao-service-version'), old.headers.get('shuqiao-successor-version')],
    ['1', '2'],
  );

  // A grant of now is at the new version, under the same code.
  const later = await city.granted(entryId);
  assert.equal(later.sid, sid);
  const fresh = await city.answered(
    later.caller,
    sid,
    one => one.headers.get('shuqiao-service-version') === '2',
  );
  assert.equal((fresh.body.data as Record<string, unknown>[])[0]?.['登记日期'], '2020-01-01');
  assert.equal(fresh.headers.get('sunset'), null);

  // The old one ends: refused by name, with the successor.
  city.pass(91 * DAY);
  const over = await city.answered(caller, sid, one => one.status === 410);
  assert.equal(over.body.code, 'gateway.version_ended');
  assert.match(over.body.message, /第 1 版.*第 2 版/);
  assert.equal((await seen(grantId)).may.move, true);

  const moved = await (await officer()).post<GrantService>(`/api/grant-services/${grantId}/version`, {});
  assert.equal(moved.status, 200, JSON.stringify(moved.body));
  assert.deepEqual([moved.body.service.version, moved.body.service.newest, moved.body.lost], [2, 2, []]);
  const again = await city.answered(caller, sid, served);
  assert.equal(again.headers.get('shuqiao-service-version'), '2');
  const twice = await (await officer()).post<Problem>(`/api/grant-services/${grantId}/version`, {});
  assert.equal(twice.body.code, 'services.versions_same');
  assert.equal((await (await provider()).post(`/api/grant-services/${grantId}/version`, {})).status, 403);
});

test('a change that breaks nobody is read by everybody at once and makes no version', async () => {
  const entryId = await city.entry();
  const { sid, caller } = await city.granted(entryId);
  await city.answered(caller, sid, served);
  await city.registry.run(
    'alter table civil.person add column if not exists xm_new text; update civil.person set xm_new = $$李白$$',
  );
  const made = await (await provider()).post<{ service: { version: number }; breaks: unknown[] }>(
    `/api/entry-services/${entryId}/versions`,
    {
      ...city.mountBody('person', { ...city.MAPPING, 姓名: 'xm_new' }),
      sunset: null,
      note: '列改名',
      override: '',
    },
  );
  assert.deepEqual([made.status, made.body.breaks, made.body.service.version], [201, [], 1]);
  await city.answered(caller, sid, one => JSON.stringify(one.body.data).includes('李*'));
});

test('contract tests look at the consumer’s own example and hold a change up, unless its provider says why', async () => {
  const entryId = await city.entry();
  const { grantId, sid, caller } = await city.granted(entryId);
  await city.answered(caller, sid, served);
  const url = `/api/grant-services/${grantId}/contract`;
  const example = { params: { 公民身份号码: KNOWN }, claims: {}, post: '', caseNo: '' };
  const checks = [
    { kind: 'items', items: ['姓名', '性别'] },
    { kind: 'type', item: '子女数', type: 'bigint' },
    { kind: 'range', item: '子女数', least: '0', most: '20' },
    { kind: 'codes', item: '性别', values: ['男', '女'] },
    { kind: 'example', rows: 'some' },
  ];
  for (const [body, code] of [
    [{ checks, example: null }, 'services.example_needed'],
    [{ checks, example: { ...example, params: { 姓名: '张' } } }, 'services.not_an_identifier'],
    [{ checks: [{ kind: 'type', item: '血型', type: 'text' }], example: null }, 'services.unknown_item'],
  ] as const) {
    const refused = await (await officer()).put<Problem>(url, body);
    assert.equal(refused.body.code, code);
  }
  assert.equal((await (await provider()).put(url, { checks, example })).status, 403);
  const set = await (await officer()).put<GrantService>(url, { checks, example });
  assert.equal(set.status, 200, JSON.stringify(set.body));
  assert.deepEqual(set.body.service.contract?.checks, checks);
  const stored = await city.storage.pools.write.query<{ example_sealed: Buffer }>(
    'select example_sealed from services.contract where grant_id = $1',
    [grantId],
  );
  assert.ok(!stored.rows[0]?.example_sealed.toString('latin1').includes(KNOWN), 'the person is sealed');

  const ran = await (await provider()).post<GrantService>(`${url}/runs`, {});
  assert.equal(ran.status, 200, JSON.stringify(ran.body));
  const [run] = ran.body.service.runs;
  assert.deepEqual([run?.ground, run?.passed], ['demand', true]);
  const year = new Date(city.clock.now()).getUTCFullYear();
  const { rows: batches } = await city.storage.pools.worker.query<{ body: Buffer; n: number; first: number }>(
    'select body, n, first from record.batch where log = 1 and first <= $1 and first + n > $1',
    [ran.body.record],
  );
  const [batch = assert.fail()] = batches;
  const recorded = decodeEntry(
    unpackEntries(batch.body, batch.n)[ran.body.record - batch.first] ?? Buffer.of(),
  );
  assert.ok(JSON.stringify(recorded).includes(subjectDigest(city.storage.keys, KNOWN, year)));
  assert.ok(!JSON.stringify(recorded).includes(KNOWN), 'the person is a digest there');

  // The new table knows nobody, and has other words: the change is held up.
  await city.registry.run(`create table civil.broken as select sfzh, xm, '未知'::text as xb, 99 as zns, djrq from civil.person;
    grant select on civil.broken to public`);
  const change = { ...city.mountBody('broken'), sunset: dayFrom(90), note: '换库' };
  const held = await (await provider()).post<Problem>(`/api/entry-services/${entryId}/versions`, {
    ...change,
    override: '',
  });
  assert.deepEqual([held.status, held.body.code], [409, 'services.contracts_failed']);
  const trial = await (await provider()).post<{
    contracts: { passed: boolean; results: { kind: string; passed: boolean; zh: string }[] }[];
  }>(`/api/entry-services/${entryId}/trial`, city.mountBody('broken'));
  const results = trial.body.contracts[0]?.results ?? [];
  assert.deepEqual(
    results.map(one => [one.kind, one.passed]),
    [
      ['items', true],
      ['type', true],
      ['range', false],
      ['codes', false],
      ['example', true],
    ],
  );
  assert.ok(
    !JSON.stringify(trial.body).includes('未知') && !JSON.stringify(trial.body).includes('99'),
    'no value is shown',
  );

  const forced = await (await provider()).post(`/api/entry-services/${entryId}/versions`, {
    ...change,
    override: '旧库下月停机',
  });
  assert.equal(forced.status, 201, JSON.stringify(forced.body));
  assert.ok((await city.told('market')).some(one => one.includes('旧库下月停机')));
  const after = (await seen(grantId)).runs[0];
  assert.deepEqual(
    [after?.ground, after?.passed, after?.version, after?.override],
    ['mount', false, 2, '旧库下月停机'],
  );

  // The example call must still be one that the settings allow.
  const strict = { settings: { ...PLAIN, purpose: { caseNo: true, post: false } }, override: '' };
  const settings = await (await provider()).put<Problem>(`/api/entry-services/${entryId}/settings`, strict);
  assert.equal(settings.body.code, 'services.contracts_failed');

  // Every day by itself, against the version that the grant is at.
  city.pass(DAY + 1000);
  assert.ok((await city.services.contracts.daily()) >= 1);
  const daily = (await seen(grantId)).runs[0];
  assert.deepEqual([daily?.ground, daily?.passed, daily?.version], ['daily', true, 1]);
});

test('a verification’s contract says that its example is answered, and nothing of whom it names', async () => {
  const entryId = await city.entry();
  const { grantId } = await city.granted(entryId, { mode: 'verify' });
  const url = `/api/grant-services/${grantId}/contract`;
  const body = (who: string, sex: string, rows: 'some' | 'none') => ({
    checks: [{ kind: 'example', rows }],
    example: { params: { 公民身份号码: who }, claims: { 性别: sex }, post: '', caseNo: '' },
  });
  for (const [who, sex, rows, passed] of [
    [KNOWN, '男', 'some', true],
    [KNOWN, '女', 'some', true],
    [UNKNOWN, '男', 'none', true],
  ] as const) {
    await (await officer()).put(url, body(who, sex, rows));
    const ran = await (await officer()).post<GrantService>(`${url}/runs`, {});
    assert.equal(ran.body.service.runs[0]?.passed, passed, `${who} ${sex} ${rows}`);
  }
  // Where being in the register is sensitive, nobody can be told from anybody.
  await (await officer()).put(url, { checks: [], example: null });
  const two = { settings: { ...PLAIN, verdicts: 'two' }, override: '' };
  assert.equal((await (await provider()).put(`/api/entry-services/${entryId}/settings`, two)).status, 200);
  for (const who of [KNOWN, UNKNOWN]) {
    await (await officer()).put(url, body(who, '男', 'some'));
    const ran = await (await officer()).post<GrantService>(`${url}/runs`, {});
    assert.equal(ran.body.service.runs[0]?.passed, true, who);
  }
  const looked = await (await officer()).put<Problem>(url, {
    ...body(KNOWN, '男', 'some'),
    checks: [{ kind: 'codes', item: '性别', values: ['男'] }],
  });
  assert.equal(looked.body.code, 'services.values_not_shown');
});

test('contract tests are not run under a grant that is suspended or has ended', async () => {
  const entryId = await city.entry();
  const { grantId, sid, caller } = await city.granted(entryId);
  await city.answered(caller, sid, served);
  const url = `/api/grant-services/${grantId}/contract`;
  const example = { params: { 公民身份号码: KNOWN }, claims: {}, post: '', caseNo: '' };
  await (await officer()).put(url, { checks: [{ kind: 'example', rows: 'some' }], example });
  await city.audit(async tx => {
    await tx.run(
      sql`update plans.live set version = 0, changed = clock_timestamp() where grant_id = ${grantId}`,
    );
  });
  const ran = await (await officer()).post<Problem>(`${url}/runs`, {});
  assert.deepEqual([ran.status, ran.body.code], [409, 'services.not_in_force']);
  city.pass(DAY + 1000);
  await city.services.contracts.daily();
  const trial = await (await provider()).post<{ contracts: unknown[] }>(
    `/api/entry-services/${entryId}/trial`,
    city.mountBody('person'),
  );
  assert.deepEqual([trial.body.contracts, (await seen(grantId)).runs], [[], []]);
});

test('checks are run a bounded number of times a day: they are no way around a grant’s limits', async () => {
  const { grantId } = await city.granted(await city.entry());
  const url = `/api/grant-services/${grantId}/contract`;
  await (await officer()).put(url, { checks: [{ kind: 'items', items: ['姓名'] }], example: null });
  for (let i = 0; i < 20; i += 1) assert.equal((await (await officer()).post(`${url}/runs`, {})).status, 200);
  const more = await (await officer()).post<Problem>(`${url}/runs`, {});
  assert.deepEqual([more.status, more.body.code], [429, 'services.too_often']);
});

test('a service has its OpenAPI: valid, with its items, filters, refusals and an example that is accepted', async () => {
  const { sid, caller } = await city.granted(await city.entry());
  await city.answered(caller, sid, served);
  interface Operation {
    requestBody: { content: { 'application/json': { schema: object; example: { params: object } } } };
    responses: Record<string, { description: string; content: { 'application/json': { schema: object } } }>;
  }
  const { status, body } = await (await officer()).get<{
    openapi: string;
    servers: { url: string }[];
    paths: Record<string, { post: Operation; get: Operation }>;
    components: { schemas: Record<string, { properties: Record<string, object> }> };
  }>(`/api/services/${encodeURIComponent(sid)}/openapi.json`);
  assert.equal(status, 200, JSON.stringify(body));
  assert.equal(body.openapi, '3.1.0');
  assert.equal(body.servers[0]?.url, city.site);
  const post = body.paths[`/gateway/${sid}`]?.post;
  assert.ok(post);
  assert.deepEqual(Object.keys(body.components.schemas['Row']?.properties ?? {}), Object.keys(city.MAPPING));
  for (const code of ['gateway.revoked', 'gateway.version_ended', 'gateway.no_grant'])
    assert.ok(JSON.stringify(post.responses).includes(code), code);
  const { schema, example } = post.requestBody.content['application/json'];
  const ajv = new Ajv2020({ strict: false, formats: { date: true } });
  ajv.addSchema({ ...body, $id: 'service' });
  assert.ok(ajv.validate(schema, example), JSON.stringify(ajv.errors));
  const reply = await city.call(caller, sid, { ...example, params: { 公民身份号码: KNOWN } });
  assert.equal(reply.status, 200);
  const answer = JSON.parse(
    JSON.stringify(post.responses['200']?.content['application/json'].schema).replaceAll('#/', 'service#/'),
  ) as object;
  assert.ok(ajv.validate(answer, reply.body), JSON.stringify(ajv.errors));
  assert.equal(
    (await (await city.as('streets', 'data_officer')).get(`/api/services/${sid}/openapi.json`)).status,
    404,
  );
  assert.equal((await (await provider()).get(`/api/services/${sid}/openapi.json`)).status, 200);
});

test('the Postman collection signs by itself: its script, run, makes a call that is answered', async () => {
  const { sid, caller } = await city.granted(await city.entry());
  await city.answered(caller, sid, served);
  const { body } = await (await officer()).get<{
    info: { schema: string };
    variable: { key: string; value: string }[];
    event: { listen: string; script: { exec: string[] } }[];
    item: { request: { url: { raw: string }; body: { raw: string } } }[];
  }>(`/api/services/${sid}/postman.json`);
  assert.match(body.info.schema, /v2\.1\.0/);
  const variables = new Map(body.variable.map(one => [one.key, one.value]));
  assert.equal(variables.get('appSecret'), '', 'no secret travels');
  variables.set('appSecret', caller.appSecret);
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  // What Postman gives its scripts.
  runInNewContext((body.event[0]?.script.exec ?? []).join('\n'), {
    pm: {
      variables: { get: (key: string) => variables.get(key) },
      request: {
        headers: { upsert: ({ key, value }: { key: string; value: string }) => (headers[key] = value) },
      },
    },
    // The city’s clock, which an earlier test has moved.
    Date: { now: () => city.clock.now() },
    CryptoJS: {
      HmacSHA256: (text: string, key: string) => createHmac('sha256', key).update(text).digest(),
      enc: { Base64: { stringify: (words: Buffer) => words.toString('base64') } },
    },
  });
  const [item] = body.item;
  const reply = await fetch(item?.request.url.raw ?? '', {
    method: 'POST',
    headers,
    body: item?.request.body.raw ?? '',
  });
  assert.equal(reply.status, 200, await reply.text());
});

test('both sides see their services: what is held with its version and environment, what is provided with its holders', async () => {
  const entryId = await city.entry();
  const { grantId, sid } = await city.granted(entryId, { live: false });
  interface List {
    held: { grantId: number; sid: string; environment: string; version: number }[];
    provided: { entryId: number; holders: number; version: number }[];
  }
  const mine = (await (await officer()).get<List>('/api/services')).body;
  assert.deepEqual(
    mine.held.filter(one => one.grantId === grantId).map(one => [one.sid, one.environment, one.version]),
    [[sid, 'sandbox', 1]],
  );
  const ours = (await (await provider()).get<List>('/api/services')).body;
  assert.deepEqual(
    ours.provided.filter(one => one.entryId === entryId).map(one => [one.holders, one.version]),
    [[1, 1]],
  );
});

test('what breaks a client, what takes from callers, what a check says', () => {
  const place = { sourceId: 1, schema: 's', table: 't' };
  const before = {
    place,
    items: [
      { name: '甲', type: 'text' as const },
      { name: '乙', type: 'date' as const },
    ],
  };
  assert.deepEqual(breaksOf(before, before), []);
  assert.deepEqual(
    breaksOf(before, { place: { ...place, table: 'u' }, items: [{ name: '乙', type: 'text' }] }),
    [
      { kind: 'item_removed', item: '甲' },
      { kind: 'type_changed', item: '乙' },
      { kind: 'table_replaced', item: '' },
    ],
  );
  assert.deepEqual(takenBy(DEFAULT_SERVICE, { ...DEFAULT_SERVICE, listing: true, maxPage: 2000 }), []);
  assert.equal(takenBy({ ...DEFAULT_SERVICE, scans: true }, DEFAULT_SERVICE).length, 1);
  const items = [
    { name: '甲', type: 'bigint' as const },
    { name: '乙', type: 'date' as const },
  ];
  const judged = (rows: (string | null)[][] | undefined, ...checks: Parameters<typeof judgeAll>[0]) =>
    judgeAll(checks, { items, rows }).map(one => one.passed);
  const number = { kind: 'range', item: '甲', least: '9', most: '10' } as const;
  assert.deepEqual(
    judged(
      [
        ['9', null],
        ['10', null],
        [null, null],
      ],
      number,
    ),
    [true],
    'as numbers, and nothing is no value',
  );
  assert.deepEqual(judged([['11', null]], number), [false]);
  assert.deepEqual(judged(undefined, number), [false]);
  assert.deepEqual(
    judged(
      [[null, '2026-02-01']],
      { kind: 'range', item: '乙', least: '2026-01-01', most: '' },
      { kind: 'example', rows: 'none' },
    ),
    [true, false],
  );
});
