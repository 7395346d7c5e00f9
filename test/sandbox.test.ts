/** The sandbox: rows of nobody at the real address, from the filing of an application until its consumer turns to live data. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decodeEntry, unpackEntries } from '#record/entry.ts';
import { isCreditCode, isPersonNumber } from '#vocabulary/identifiers.ts';
import { SYNTHETIC_ROWS, syntheticRow, syntheticTable, syntheticValueOf } from '#vocabulary/synthetic.ts';
import { type ServicesCity, KNOWN, openServicesCity } from './servicesCity.ts';

let city: ServicesCity;
before(async () => {
  city = await openServicesCity('sandbox');
});
after(() => city.close());

const environmentOf = (reply: { headers: Headers }) => reply.headers.get('shuqiao-environment');
const isSandbox = (reply: { status: number; headers: Headers }): boolean =>
  reply.status === 200 && environmentOf(reply) === 'sandbox';

interface Samples {
  items: string[];
  rows: string[][];
}
const samplesOf = async (applicationId: number) =>
  (
    await (
      await city.as('market', 'data_officer')
    ).get<{ open: boolean; sid: string; front: boolean; samples: Samples }>(
      `/api/case-sandboxes/${applicationId}`,
    )
  ).body;

test('from the filing on the same address answers rows of nobody, masked as the entry says, and approval alone changes nothing', async () => {
  const entryId = await city.entry();
  const caller = await city.system();
  const id = await city.applied(entryId, caller);
  const { open, front, sid, samples } = await samplesOf(id);
  assert.deepEqual([open, front], [true, true]);
  assert.equal(samples.rows.length, 5);
  const [first = []] = samples.rows;
  const who = first[0] ?? '';
  assert.ok(isPersonNumber(who));
  const body = { params: { 公民身份号码: who } };

  const reply = await city.answered(caller, sid, isSandbox, body);
  const [row] = reply.body.data as Record<string, unknown>[];
  assert.equal(row?.['公民身份号码'], who);
  const name = first[1] ?? '';
  assert.equal(row?.['姓名'], `${name.charAt(0)}${'*'.repeat(Array.from(name).length - 1)}`);
  assert.equal(row?.['子女数'], Number(first[3]));
  assert.equal(row?.['登记日期'], first[4]);
  assert.deepEqual((await city.call(caller, sid, body)).body.data, reply.body.data, 'the same again');

  // The record rests on the application and on no grant.
  const { number, batch } = await city.recorded(reply);
  assert.ok(batch);
  const entry = decodeEntry(unpackEntries(batch.body, batch.n)[number - batch.first] ?? Buffer.alloc(0));
  assert.equal(entry.kind, 'usage');
  assert.deepEqual(entry.kind === 'usage' && [entry.body.grantId, entry.body.version, entry.body.facts], [
    null,
    null,
    { sandbox: id },
  ]);

  // Somebody who is really in the register is nobody here: nothing of the row comes out.
  const real = await city.call(caller, sid);
  assert.equal(environmentOf(real), 'sandbox');
  assert.ok(!JSON.stringify(real.body).includes('2020-01-01'));

  const grantId = await city.agreed(id);
  const hinted = await city.answered(caller, sid, one => one.headers.get('shuqiao-hint') !== null, body);
  assert.equal(environmentOf(hinted), 'sandbox');
  assert.deepEqual(hinted.body.data, reply.body.data);

  const officer = await city.as('market', 'data_officer');
  const turned = await officer.post<{
    service: { environment: { now: string; turnedBy: string } };
    record: number;
  }>(`/api/grant-services/${grantId}/live`, {});
  assert.equal(turned.status, 200, JSON.stringify(turned.body));
  assert.equal(turned.body.service.environment.now, 'live');
  assert.match(turned.body.service.environment.turnedBy, /市场监督管理局/);
  const live = await city.answered(caller, sid, one => environmentOf(one) === 'live' && one.status === 200);
  assert.equal((live.body.data as Record<string, unknown>[])[0]?.['登记日期'], '2020-01-01');
  assert.equal(live.headers.get('shuqiao-service-version'), '1');
  assert.equal((await officer.post(`/api/grant-services/${grantId}/live`, {})).status, 409);
});

test('only the consumer turns its grant, and only what stands in its sandbox', async () => {
  const { grantId } = await city.granted(await city.entry(), { live: false });
  const provider = await city.as('civil', 'data_officer');
  assert.equal((await provider.post(`/api/grant-services/${grantId}/live`, {})).status, 403);
  const stranger = await city.as('streets', 'data_officer');
  assert.notEqual((await stranger.post(`/api/grant-services/${grantId}/live`, {})).status, 200);
  assert.notEqual((await stranger.get(`/api/grant-services/${grantId}`)).status, 200);
});

test('what comes to nothing takes its sandbox with it', async () => {
  const entryId = await city.entry();
  for (const [who, body] of [
    [['market', 'data_officer'], { action: 'withdraw', note: '不再需要' }],
    [
      ['civil', 'sharing_head'],
      {
        action: 'refuse',
        note: '申请的事项与本目录的数据没有关系，不符合共享条件，不能提供',
        category: 'condition_not_met',
        conditions: ['仅用于市场主体登记'],
      },
    ],
  ] as const) {
    const caller = await city.system();
    const id = await city.applied(entryId, caller);
    const { sid, samples } = await samplesOf(id);
    const params = { params: { 公民身份号码: samples.rows[0]?.[0] ?? '' } };
    await city.answered(caller, sid, isSandbox, params);
    await city.step(id, who, body);
    // What was under way when it ended meets the record's own look at the plan; whoever comes later finds none.
    await city.answered(caller, sid, one => one.body.code === 'gateway.no_grant', params);
    assert.equal((await samplesOf(id)).open, false);
  }
});

test('a verification answers as its samples say: match, no match, and cannot verify of nobody', async () => {
  const caller = await city.system();
  const id = await city.applied(await city.entry(), caller, { mode: 'verify' });
  const { sid, samples } = await samplesOf(id);
  const [row = []] = samples.rows;
  const [who = '', , sex = ''] = row;
  const asked = (params: object, claims: object) => ({ params, claims });
  const match = await city.answered(
    caller,
    sid,
    isSandbox,
    asked({ 公民身份号码: who }, { 性别: sex, 子女数: row[3] ?? '' }),
  );
  assert.deepEqual(match.body.data, { 性别: true, 子女数: true });
  const other = await city.call(
    caller,
    sid,
    asked({ 公民身份号码: who }, { 性别: sex === '男' ? '女' : '男' }),
  );
  assert.deepEqual(other.body.data, { 性别: false });
  const nobody = await city.call(caller, sid, asked({ 公民身份号码: '123' }, { 性别: '男' }));
  assert.deepEqual(nobody.body.data, { 性别: null });
  const wrong = await city.call(caller, sid, asked({ 公民身份号码: who }, { 子女数: '两个' }));
  assert.equal(wrong.status, 400);
});

test('an entry without a resource has its sandbox all the same, and a grant that waits for one too', async () => {
  const entryId = await city.entry({}, false);
  const caller = await city.system();
  const id = await city.applied(entryId, caller);
  const { sid, samples } = await samplesOf(id);
  const params = { params: { 公民身份号码: samples.rows[0]?.[0] ?? '' } };
  await city.answered(caller, sid, isSandbox, params);
  await city.agreed(id);
  await city.answered(caller, sid, one => isSandbox(one) && one.headers.get('shuqiao-hint') !== null, params);
});

test('the grant’s end takes the sandbox away, found by the worker where no step told', async () => {
  const { grantId, sid, caller } = await city.granted(await city.entry(), { live: false });
  await city.answered(caller, sid, one => environmentOf(one) === 'sandbox');
  const given = await (await city.as('market', 'sharing_head')).post(`/api/grants/${grantId}/actions`, {
    action: 'give_up',
    because: 'no_longer_necessary',
    note: '',
  });
  assert.equal(given.status, 200, JSON.stringify(given.body));
  await city.services.sandbox.everyMinute();
  await city.answered(caller, sid, one => one.status === 403);
});

test('a key of the sandbox gets rows of nobody, before and after the grant; a live key then gets data', async () => {
  const entryId = await city.entry();
  const caller = await city.system();
  const { appSecret } = await city.done<{ appSecret: string }>(
    ['market', 'data_officer'],
    `/api/systems/${caller.id}/keys`,
    { environment: 'sandbox' },
  );
  const trying = { rid: caller.rid, appSecret };
  const id = await city.applied(entryId, caller);
  const { sid, samples } = await samplesOf(id);
  const who = { params: { 公民身份号码: samples.rows[0]?.[0] ?? '' } };
  await city.answered({ ...caller, appSecret }, sid, isSandbox, who);
  const grantId = await city.agreed(id);
  await city.done(['market', 'data_officer'], `/api/grant-services/${grantId}/live`, {});
  const live = await city.answered(caller, sid, one => environmentOf(one) === 'live' && one.status === 200);
  assert.equal((live.body.data as Record<string, unknown>[])[0]?.['登记日期'], '2020-01-01');
  const still = await city.call(trying, sid, who);
  assert.deepEqual([still.status, environmentOf(still)], [200, 'sandbox']);
  const real = await city.call(trying, sid);
  assert.ok(
    !JSON.stringify(real.body).includes('2020-01-01'),
    'who is in the register is nobody in the sandbox',
  );
});

test('the same rows are listed in PostgREST’s dialect: filtered, ordered, paged and counted as data would be', async () => {
  const entryId = await city.entry();
  const settings = {
    listing: true,
    searchable: ['性别', '子女数', '登记日期'],
    maskedEq: [],
    scans: true,
    maxPage: 100,
    verdicts: 'three',
    purpose: { caseNo: false, post: false },
    timeout: 3000,
  };
  const put = await (await city.as('civil', 'data_officer')).put(`/api/entry-services/${entryId}/settings`, {
    settings,
    override: '',
  });
  assert.equal(put.status, 200, JSON.stringify(put.body));
  const caller = await city.system(['token', 'national']);
  const { sid, samples } = await samplesOf(await city.applied(entryId, caller));
  const [first = []] = samples.rows;
  await city.answered(caller, sid, isSandbox, { params: { 公民身份号码: first[0] ?? '' } });
  const basic = Buffer.from(`${caller.rid}:${caller.appSecret}`).toString('base64');
  const given = await fetch(`${city.site}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { access_token: token } = (await given.json()) as { access_token: string };
  const list = async (query: string) => {
    const reply = await fetch(`${city.site}/rest/v1/${sid}?${query}`, {
      headers: { authorization: `Bearer ${token}`, prefer: 'count=exact' },
    });
    const rows = (await reply.json()) as Record<string, unknown>[];
    assert.ok(reply.ok, JSON.stringify(rows));
    assert.equal(reply.headers.get('shuqiao-environment'), 'sandbox');
    return { rows, range: reply.headers.get('content-range'), next: reply.headers.get('shuqiao-next') };
  };
  const all = await list('limit=100');
  assert.equal(all.rows.length, SYNTHETIC_ROWS);
  assert.equal(all.range, `0-${SYNTHETIC_ROWS - 1}/${SYNTHETIC_ROWS}`);
  const men = await list('select=性别,子女数&性别=eq.男&子女数=gte.500&order=子女数.desc&limit=100');
  const expected = all.rows
    .filter(row => row['性别'] === '男' && Number(row['子女数']) >= 500)
    .map(row => ({ 性别: row['性别'], 子女数: row['子女数'] }))
    .toSorted((a, b) => Number(b.子女数) - Number(a.子女数));
  assert.ok(expected.length > 0, JSON.stringify(all.rows.slice(0, 4)));
  assert.deepEqual(men.rows, expected);
  // By pages of three, to the end.
  const paged: unknown[] = [];
  let next: string | null = '';
  while (next !== null) {
    const page = await list(`select=登记日期&order=登记日期&limit=3${next === '' ? '' : `&after=${next}`}`);
    paged.push(...page.rows.map(row => row['登记日期']));
    ({ next } = page);
  }
  assert.deepEqual(paged, all.rows.map(row => String(row['登记日期'])).toSorted());
  const one = await list(`公民身份号码=eq.${first[0]}`);
  assert.deepEqual(
    one.rows.map(row => row['登记日期']),
    [first[4]],
  );
});

test('synthetic rows agree with themselves: numbers are well formed, birth and sex follow them, a look-up finds its row', () => {
  const items = [
    { name: '公民身份号码', type: 'text' as const, filter: true },
    { name: '出生日期', type: 'date' as const, filter: false },
    { name: '性别', type: 'text' as const, filter: false },
    { name: '单位名称', type: 'text' as const, filter: false },
    { name: '婚姻状况', type: 'text' as const, filter: false },
    { name: '统一社会信用代码', type: 'text' as const, filter: false },
  ];
  const values = items.map(item =>
    syntheticValueOf({ ...item, length: 12 }, item.name === '婚姻状况' ? ['10', '20'] : [], 'none'),
  );
  const synthetic = { seed: 'entry/1', values };
  const table = syntheticTable(synthetic, items);
  assert.equal(table.length, SYNTHETIC_ROWS);
  for (const row of table) {
    const [person = '', birth, sex, unit = '', state = '', credit = ''] = row;
    assert.ok(isPersonNumber(person), person);
    assert.ok(isCreditCode(credit), credit);
    assert.equal(birth?.replaceAll('-', ''), person.slice(6, 14));
    assert.equal(sex, Number(person[16]) % 2 === 1 ? '男' : '女');
    assert.ok(Array.from(unit).length <= 12 && ['10', '20'].includes(state));
    assert.deepEqual(syntheticRow(synthetic, items, { 公民身份号码: person }), row);
  }
  assert.notDeepEqual(syntheticTable({ ...synthetic, seed: 'entry/2' }, items), table);
  assert.equal(syntheticRow(synthetic, items, { 公民身份号码: KNOWN.replace(/.$/, 'Y') }), undefined);
  // One identifier in ten is nobody’s.
  let empty = 0;
  for (let i = 0; i < 1000; i += 1)
    if (
      !syntheticRow(
        { seed: 's', values: [{ kind: 'number', length: null }] },
        [{ name: '编号', type: 'text' }],
        { 编号: String(i) },
      )
    )
      empty += 1;
  assert.ok(empty > 60 && empty < 140, `${empty} of 1000`);
});
