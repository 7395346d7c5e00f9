/** Who reads what of the ledger: a county’s authority and auditor their own region, the city’s all of it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Static } from 'typebox';
import type * as contract from '#modules/ledger/contract.ts';
import { appendInside } from '#record/append.ts';
import { CONTROL, USAGE } from '#record/logs.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import type { Role } from '#vocabulary/permissions.ts';
import { useEntry } from './entries.ts';
import { readKnown } from '../src/modules/evidence/verifier/known.ts';
import { readPack } from '../src/modules/evidence/verifier/pack.ts';
import { verifyPack } from '../src/modules/evidence/verifier/verify.ts';
import { type EvidenceCity, openEvidenceCity } from './evidenceCity.ts';
import { until } from './instance.ts';
import type { Problem } from './controlPlane.ts';

type Rows = Static<typeof contract.SeenRecords>;
type Row = Static<typeof contract.RecordView>;

let city: EvidenceCity;
/** Between two departments of the city; and one that a department of the county asked the city for. */
let ofCity: { id: number; grantId: number };
let ofCounty: { id: number; grantId: number };
let used: number;
/** Numbers of uses by the county, by the city, and within the county. */
let between: number[];

before(async () => {
  city = await openEvidenceCity();
  await city.audited(PLATFORM, 'test.watchers', 'city', async tx => {
    for (const [key, role] of [
      ['authority', 'auditor'],
      ['zhanhe', 'auditor'],
      ['zhanhe', 'security'],
      ['civil', 'security'],
    ] as const) {
      const account = { login: `${key}.${role}`, name: role, password: 'Shuqiao-2026' };
      await city.organizations.addAccount(tx, { ...account, mustChange: false, isDemo: false }, [
        { departmentId: city.departments[key] ?? 0, role, since: '2026-01-01' },
      ]);
    }
    return { value: undefined };
  });
  ofCity = await city.granted('query', '市场主体登记');
  used = (await city.call(ofCity.grantId)).number;
  ofCounty = await city.granted('batch', '区级核对', 'streets');
  await useBetween([
    ['streets', 'civil'],
    ['market', 'civil'],
    ['streets', 'zhanhe'],
  ]);
  // Signing in is an act too: nothing is to be added while the tests count.
  for (const department of ['authority', 'zhanhe'])
    for (const role of ['authority', 'auditor', 'security'] as const)
      if (department !== 'authority' || role !== 'security') await city.as(department, role);
  await city.as('civil', 'security');
  const auditor = await city.as('authority', 'auditor');
  for (const [log, last] of [
    ['usage-1', between[2] ?? 0],
    ['control', (await city.proofs.end(CONTROL)) - 1],
  ] as const)
    await until(
      () => auditor.get<Row>(`/api/ledger/records/${log}/${last}`),
      ({ body }) => body.checkpoint !== '',
      5000,
    );
});
after(() => city.close());

/** Uses one after the other, so that no stretch of numbers is a county’s alone. */
async function useBetween(pairs: readonly (readonly [consumer: string, provider: string])[]): Promise<void> {
  const entries = pairs.map(([consumer, provider]) =>
    useEntry({
      grantId: null,
      consumerId: city.departments[consumer] ?? 0,
      providerId: city.departments[provider] ?? 0,
    }),
  );
  const client = await city.storage.pools.gateway.connect();
  await client.query('begin read write');
  between = (await appendInside(client, entries, USAGE)).map(claim => claim.number);
  await client.query('commit');
  client.release();
}

async function rowsOf(department: string, role: Role, query = ''): Promise<Rows> {
  const reply = await (await city.as(department, role)).get<Rows>(`/api/ledger/records?size=100${query}`);
  assert.equal(reply.status, 200);
  return reply.body;
}
const objects = (rows: Rows): Set<string> => new Set(rows.items.map(row => row.object));

test('a county reads its own region and what others did in its cases; the city reads all', async () => {
  for (const role of ['authority', 'auditor', 'security'] as const) {
    const county = await rowsOf('zhanhe', role);
    const departments = new Set(county.items.map(row => row.departmentId));
    const within = [city.departments['zhanhe'], city.departments['streets']];
    const uses = county.items.filter(row => row.log === 'usage/1').map(row => row.number);
    assert.deepEqual(uses, [between[2], between[0]], 'each use of a county department, once');
    const strangers = county.items.filter(row => !within.includes(row.departmentId ?? 0));
    assert.ok(departments.has(city.departments['streets'] ?? 0), 'the county department’s own acts');
    assert.deepEqual(objects({ ...county, items: strangers }), new Set([`application:${ofCounty.id}`]));
    assert.ok(
      strangers.some(row => row.action === 'sharing.agree' && row.departmentId === city.departments['civil']),
      'the answer to the county’s application',
    );
    assert.equal(objects(county).has(`application:${ofCity.id}`), false);
    assert.deepEqual(
      [county.total, county.partial],
      [county.items.length, true],
      'no more are counted than are seen',
    );
  }
  const all = await rowsOf('authority', 'auditor');
  assert.ok(objects(all).has(`application:${ofCity.id}`) && objects(all).has(`application:${ofCounty.id}`));
  assert.ok(all.items.some(row => row.log === 'usage/1'));
  assert.ok(
    all.items.some(row => row.departmentId === null),
    'and what the platform itself did',
  );
});

test('asking for another region’s department, grant or case shows no more', async () => {
  const market = city.departments['market'] ?? 0;
  for (const query of [
    `&departmentId=${market}`,
    `&grantId=${ofCity.grantId}`,
    `&object=application:${ofCity.id}`,
  ]) {
    assert.equal((await rowsOf('zhanhe', 'authority', query)).total, 0, query);
    assert.ok((await rowsOf('authority', 'authority', query)).total > 0, query);
  }
  const own = await rowsOf('civil', 'security', '&log=usage/1');
  assert.equal(own.total > 0, true, 'a department that is no authority sees the use of its own data');
  const home = city.departments['civil'] ?? 0;
  const acts = await rowsOf('civil', 'security', '&log=control');
  const others = acts.items.filter(row => row.departmentId !== home);
  for (const row of others)
    assert.match(row.object, /^application:/, 'and of others’ acts those in its cases');
});

test('a single record, its proof and the months are no way around', async () => {
  const county = await city.as('zhanhe', 'auditor');
  const reply = await county.get<Problem>(`/api/ledger/records/usage-1/${used}`);
  assert.deepEqual([reply.status, reply.body.code], [404, 'platform.not_found']);
  const months = async (department: string) =>
    (await (await city.as(department, 'auditor')).get<Static<typeof contract.LedgerView>>('/api/ledger')).body
      .months;
  const [counted, all] = [await months('zhanhe'), await months('authority')];
  const own = (await rowsOf('zhanhe', 'auditor', '&log=control')).total;
  assert.deepEqual([counted.length, counted[0]?.usage], [1, 2]);
  assert.ok(Math.abs((counted[0]?.commands ?? 0) - own) <= 2, 'acts counted are the acts seen');
  assert.ok((all[0]?.usage ?? 0) > 2);
});

test('the digest of a person is shown to those who may look persons up, and to nobody else', async () => {
  const read = async (role: Role) =>
    (await (await city.as('authority', role)).get<Row>(`/api/ledger/records/usage-1/${used}`)).body;
  const auditor = await read('auditor');
  const { subject } = JSON.parse(auditor.body) as { subject: string };
  assert.match(subject, /^[\w-]{11}$/);
  assert.deepEqual(auditor.withheld, []);
  const authority = await read('authority');
  assert.deepEqual([authority.withheld, authority.body.includes(subject)], [['subject'], false]);
  assert.equal(authority.commitment, auditor.commitment);

  const asked = { identifier: '410403199001010011', reason: '本人申请查询' };
  const looked = await (await city.as('authority', 'auditor')).post<Static<typeof contract.SubjectView>>(
    '/api/ledger/subjects',
    asked,
  );
  assert.ok(looked.body.total > 0);
  const question = `/api/ledger/records/control/${looked.body.record}`;
  const shown = (await (await city.as('authority', 'authority')).get<Row>(question)).body;
  assert.deepEqual([shown.withheld, shown.body.includes(subject)], [['subject'], false]);
  const county = await (await city.as('zhanhe', 'auditor')).post<Static<typeof contract.SubjectView>>(
    '/api/ledger/subjects',
    asked,
  );
  assert.equal(county.body.total, 0, 'a look-up finds what its asker may read');
});

test('an evidence pack is given of what its reader may see', async () => {
  const packs = [
    `applications/${ofCity.id}`,
    `grants/${ofCity.grantId}`,
    `records/usage-1/${used}`,
    'records/control/0',
  ];
  for (const path of packs) {
    const url = `/api/evidence/${path}?reason=${encodeURIComponent('年度审计抽查')}`;
    assert.equal((await city.download('zhanhe', 'auditor', url)).status, 404, path);
    assert.equal((await city.download('authority', 'auditor', url)).status, 200, path);
  }
  const own = `/api/evidence/grants/${ofCounty.grantId}?reason=${encodeURIComponent('年度审计抽查')}`;
  assert.equal((await city.download('zhanhe', 'auditor', own)).status, 200);
});

test('a consumer’s county authority, who reads a call in the ledger, opens its case and has its pack', async () => {
  const client = await city.storage.pools.gateway.connect();
  await client.query('begin read write');
  const [claim] = await appendInside(
    client,
    [
      useEntry({
        grantId: ofCounty.grantId,
        consumerId: city.departments['streets'] ?? 0,
        providerId: city.departments['civil'] ?? 0,
      }),
    ],
    USAGE,
  );
  await client.query('commit');
  client.release();
  const number = claim?.number ?? -1;
  const county = await city.as('zhanhe', 'authority');
  assert.equal((await county.get<Row>(`/api/ledger/records/usage-1/${number}`)).status, 200);
  assert.equal((await county.get(`/api/grants/${ofCounty.grantId}`)).status, 200);
  assert.equal((await county.get(`/api/applications/${ofCounty.id}`)).status, 200);
  const read = readPack(await city.pack('zhanhe', 'authority', `records/usage-1/${number}`));
  assert.ok('pack' in read);
  const logs = ['control', 'usage/1'].map(log => city.proofs.keys(`shuqiao.test/${log}`));
  const { outcome, file } = verifyPack(read.pack, readKnown((await Promise.all(logs)).flat().join('\n')));
  assert.deepEqual([outcome, file.uses.length, file.plans.length], ['passed', 1, 1]);
  // To read is not to decide: the provider's authority ends a grant, the consumer's does not.
  const acted = await county.post<Problem>(`/api/grants/${ofCounty.grantId}/actions`, {
    action: 'suspend',
    cause: 'other',
    note: '核查',
  });
  assert.equal(acted.status, 403);
  assert.equal((await county.get(`/api/grants/${ofCity.grantId}`)).status, 404);
});

test('months and keys of the whole platform are not a county’s to handle', async () => {
  const county = await city.as('zhanhe', 'security');
  for (const url of [
    '/api/ledger/months/2026-11/export',
    '/api/ledger/months/2020-01/remove',
    '/api/ledger/keys',
  ]) {
    const reply = await county.post<Problem>(url, {});
    assert.deepEqual([reply.status, reply.body.code], [403, 'ledger.whole_platform'], url);
  }
});

test('a number that no record can have is refused in words', async () => {
  for (const number of ['1e300', '9007199254740992', '-1', 'x'])
    for (const url of [
      `/api/ledger/records/usage-1/${number}`,
      `/api/ledger/records/control/${number}`,
      `/api/evidence/records/usage-1/${number}?reason=${encodeURIComponent('年度审计抽查')}`,
    ]) {
      const { status, body } = await (await city.as('authority', 'auditor')).get<Problem>(url);
      assert.deepEqual([status, body.code], [400, 'platform.bad_input'], url);
      assert.ok(body.title !== '' && body.titleEn !== '');
    }
});
