/** What is seen of calls: summaries that are the record's, whoever asks and however finely. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Static } from 'typebox';
import { sql } from '#kernel/db.ts';
import { refusalCodes } from '#kernel/errors.ts';
import type * as contract from '#modules/calls/contract.ts';
import '#planes/gateway/gateway.ts';
import { createRecorder } from '#record/append.ts';
import type { Entry, UsageBody } from '#record/entry.ts';
import { bucketOf, LARGEST_ERROR, percentileOf } from '../src/modules/ledger/latency.ts';
import { blameOf, stepFor } from '../src/modules/calls/rules.ts';
import { wordsOf } from '../src/modules/calls/words.ts';
import { type EvidenceCity, openEvidenceCity } from './evidenceCity.ts';
import { until } from './instance.ts';
import { connector } from '../src/storage.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const EAST = 8 * HOUR;

let city: EvidenceCity;
let grantId: number;
const written: Entry[] = [];
let recorder: ReturnType<typeof createRecorder>;

before(async () => {
  city = await openEvidenceCity();
  grantId = (await city.granted('query', '市场主体登记')).grantId;
  recorder = createRecorder(connector(city.storage, 'gateway'));
  // Calls as if since three days and a half, beside others that ours must not be mixed up with.
  const began = Date.now() - 3.5 * DAY;
  for (let i = 0; i < 1400; i += 1) written.push(recordOf(i, Math.floor(began + i * ((3.4 * DAY) / 1400))));
  await record(written);
});

after(async () => {
  await recorder?.close();
  await city.close();
});

async function record(entries: readonly Entry[]): Promise<void> {
  const outcomes = await Promise.all(entries.map(entry => recorder.record({ entry, instead: () => entry })));
  const last = Math.max(...outcomes.map(one => one.number));
  await until(
    () => city.db.get<{ position: number }>(sql`select position from ledger.state where log = 2`),
    ({ position }) => position > last,
    10_000,
  );
}

function recordOf(i: number, at: number, more: Partial<UsageBody> = {}): Entry {
  const outcome: Partial<UsageBody> =
    i % 10 === 9
      ? { result: 'refused', code: 'gateway.item_not_granted', rows: 0, bytes: 0 }
      : i % 25 === 4
        ? { result: 'failed', code: 'gateway.source_unavailable', rows: 0, bytes: 0 }
        : {};
  const ours = i % 3 !== 0;
  return {
    kind: 'usage',
    at,
    body: {
      action: i % 7 === 0 ? 'gateway.closed' : 'gateway.call',
      grantId: ours ? grantId : 999_999,
      version: 1,
      grantNo: 'x',
      systemId: 1,
      consumerId: ours ? (city.departments['market'] ?? 0) : (city.departments['streets'] ?? 0),
      providerId: city.departments['civil'] ?? 0,
      entryId: ours ? 1 : 2,
      service: 's',
      scenario: '',
      post: '窗口',
      caseNo: '',
      result: 'served',
      items: [0],
      rows: i % 5,
      bytes: 100 + i,
      micros: 300 + ((i * 7919) % 50_000),
      stages: [],
      subject: '',
      request: '',
      answer: '',
      ...outcome,
      ...more,
    },
  };
}

type Series = Static<typeof contract.SeriesView>;
type Top = Static<typeof contract.TopList>;

const bodiesOf = (entries: readonly Entry[]): { at: number; body: UsageBody }[] =>
  entries.map(one => ({ at: one.at, body: one.body as UsageBody }));

/** The same sums, made from the records one by one. */
function expected(entries: readonly Entry[]) {
  const all = bodiesOf(entries);
  return {
    calls: all.length,
    refused: all.filter(one => one.body.result === 'refused').length,
    failed: all.filter(one => one.body.result === 'failed').length,
    empty: all.filter(one => one.body.result === 'served' && one.body.rows === 0).length,
    rows: all.reduce((sum, one) => sum + one.body.rows, 0),
    bytes: all.reduce((sum, one) => sum + one.body.bytes, 0),
  };
}

function exactPercentile(entries: readonly Entry[], share: number): number {
  const micros = bodiesOf(entries)
    .filter(one => one.body.result === 'served')
    .map(one => one.body.micros)
    .sort((a, b) => a - b);
  return micros[Math.ceil(micros.length * share) - 1] ?? 0;
}

const countsOf = ({ calls, refused, failed, empty, rows, bytes }: Static<typeof contract.CallSums>) => ({
  calls,
  refused,
  failed,
  empty,
  rows,
  bytes,
});

async function seriesOf(who: [string, 'data_officer' | 'authority'], query: string): Promise<Series> {
  const reply = await (await city.as(...who)).get<Series>(`/api/calls/series?${query}`);
  assert.equal(reply.status, 200, JSON.stringify(reply.body));
  return reply.body;
}

const range = () =>
  `from=${new Date(Date.now() - 4 * DAY).toISOString()}&until=${new Date(Date.now() + 60_000).toISOString()}`;

test('a percentile is within the bound that it is promised with', () => {
  for (const micros of [1, 127, 128, 129, 1000, 4321, 99_999, 5_000_000, 130_000_000]) {
    const counts = Array.from({ length: bucketOf(micros) + 1 }, () => 0);
    counts[bucketOf(micros)] = 1;
    const said = percentileOf(counts, 0.5) ?? 0;
    if (micros >= 128) assert.ok(Math.abs(said - micros) <= micros * LARGEST_ERROR + 1, `${micros}: ${said}`);
  }
  assert.equal(percentileOf([], 0.99), null);
});

test('minutes, hours and days add up to the record, before and after they are summed up', async () => {
  const check = async () => {
    for (const step of ['hour', 'day']) {
      const { points, total } = await seriesOf(['authority', 'authority'], `${range()}&step=${step}`);
      assert.deepEqual(countsOf(total), expected(written), step);
      assert.equal(
        points.reduce((sum, one) => sum + one.calls, 0),
        written.length,
      );
      for (const [share, said] of [
        [0.5, total.p50],
        [0.95, total.p95],
        [0.99, total.p99],
      ] as const) {
        const exact = exactPercentile(written, share);
        assert.ok(
          Math.abs((said ?? 0) - exact) / exact <= LARGEST_ERROR + 0.001,
          `${share}: ${said} ${exact}`,
        );
      }
      const length = step === 'hour' ? HOUR : DAY;
      const east = step === 'hour' ? 0 : EAST;
      const point = points[3];
      const begin = Date.parse(point?.at ?? '');
      assert.equal((begin + east) % length, 0, 'steps begin on the hour, days at midnight in Beijing');
      const inside = written.filter(one => one.at >= begin && one.at < begin + length);
      assert.deepEqual(point && countsOf(point), expected(inside));
    }
  };
  await check();
  const due = () =>
    city.db.many<{ step: string }>(
      sql`select step from ledger.call_due where at < now() - interval '2 days'`,
    );
  assert.ok((await due()).length > 20);
  while ((await city.ledger.sumUpCalls()) > 0);
  assert.deepEqual(await due(), [], 'what is over is summed up');
  const { n } = await city.db.get<{ n: number }>(sql`select count(*)::int as n from ledger.call_day`);
  assert.ok(n > 0);
  await check();

  // A record that comes late makes its hour and its day grow, once.
  const late = recordOf(1, Date.now() - 2 * DAY);
  written.push(late);
  await record([late]);
  await check();
  while ((await city.ledger.sumUpCalls()) > 0);
  await check();
});

test('what only opens a stream is no call yet, and what a sandbox answers is none of ours', async () => {
  await record([
    recordOf(1, Date.now() - DAY, { action: 'gateway.opened' }),
    recordOf(1, Date.now() - DAY, { grantId: null, facts: { sandbox: 7 } }),
  ]);
  const { total } = await seriesOf(['authority', 'authority'], `${range()}&step=hour`);
  assert.equal(total.calls, written.length);
  const apart = await city.db.many<{ action: string; calls: number }>(
    sql`select action, calls::int as calls from ledger.usage_hour where grant_id = 0 and kind = 'usage'`,
  );
  assert.deepEqual(apart, [{ action: 'gateway.sandbox', calls: 1 }], 'by hours it stands apart');
});

test('everybody sees the own calls: the caller, the provider, the authority all', async () => {
  const ours = written.filter(one => (one.body as UsageBody).grantId === grantId);
  const see = async (who: [string, 'data_officer' | 'authority']) =>
    (await seriesOf(who, range())).total.calls;
  assert.equal(await see(['market', 'data_officer']), ours.length);
  assert.equal(await see(['streets', 'data_officer']), written.length - ours.length);
  assert.equal(await see(['civil', 'data_officer']), written.length);
  assert.equal(await see(['authority', 'authority']), written.length);
  const filtered = await seriesOf(['civil', 'data_officer'], `${range()}&grantId=${grantId}&result=served`);
  assert.equal(filtered.total.calls, ours.filter(one => (one.body as UsageBody).result === 'served').length);
  const { sid, scenario } = await city.db.get<{ sid: string; scenario: string }>(
    sql`select sid, scenario from sharing.grant where id = ${grantId}`,
  );
  for (const by of [`service=${sid}`, `scenario=${encodeURIComponent(scenario)}`])
    assert.equal(
      (await seriesOf(['civil', 'data_officer'], `${range()}&${by}`)).total.calls,
      ours.length,
      by,
    );
});

test('top lists rank by what is asked for and name what they rank', async () => {
  const civil = await city.as('civil', 'data_officer');
  const top = async (query: string): Promise<Top> => {
    const reply = await civil.get<Top>(`/api/calls/top?${range()}&${query}`);
    assert.equal(reply.status, 200, JSON.stringify(reply.body));
    return reply.body;
  };
  const ours = written.filter(one => (one.body as UsageBody).grantId === grantId);
  const grants = await top('by=grant');
  assert.deepEqual(
    grants.items.map(one => [one.key, one.calls]),
    [
      [String(grantId), ours.length],
      ['999999', written.length - ours.length],
    ],
  );
  const [entry] = (await top('by=entry')).items;
  assert.equal(entry?.name, '低保对象信息');
  const codes = await top('by=code&sort=failures');
  assert.deepEqual(
    codes.items.map(one => one.key),
    ['gateway.item_not_granted', 'gateway.source_unavailable'],
  );
  assert.equal(codes.items[1]?.name, '提供部门的数据库暂时不能应答');
  const services = await top('by=service');
  assert.equal(services.items[0]?.name, '低保对象信息');
  assert.equal(services.total, 2);
  assert.equal((await top('by=consumer&size=1&page=2')).items[0]?.calls, written.length - ours.length);
  const csv = await city.download(
    'civil',
    'data_officer',
    `/api/calls/top/export?${range()}&by=entry&format=csv`,
  );
  assert.equal(csv.status, 200);
  assert.match(csv.text, /低保对象信息/);
  assert.match(csv.text, new RegExp(`,${ours.length},`));
  const series = await city.download(
    'civil',
    'data_officer',
    `/api/calls/series/export?${range()}&format=csv`,
  );
  assert.match(series.text, /调用次数/);
});

test('failures say in words what was wrong, what to do, and whose it is to mend', async () => {
  const market = await city.as('market', 'data_officer');
  const { body } = await market.get<Static<typeof contract.FailureList>>('/api/calls/failures?size=50');
  const ours = bodiesOf(written).filter(one => one.body.grantId === grantId && one.body.result !== 'served');
  assert.equal(body.total, ours.length);
  const newest = ours.sort((a, b) => b.at - a.at)[0];
  assert.equal(body.items[0]?.at, new Date(newest?.at ?? 0).toISOString());
  const refused = body.items.find(one => one.code === 'gateway.item_not_granted');
  assert.equal(refused?.title.zh, '数据项不在授权范围内，或不能这样使用');
  assert.equal(refused.remedy.zh, '请只使用授权中列出的数据项');
  assert.equal(refused.blame, 'caller');
  assert.equal(refused.entryTitle, '低保对象信息');
  const failed = await market.get<Static<typeof contract.FailureList>>('/api/calls/failures?result=failed');
  assert.ok(failed.body.items.every(one => one.blame === 'provider' && one.result === 'failed'));
  assert.equal(blameOf('failed', 'platform.unavailable'), 'platform');
  assert.equal(blameOf('failed', 'gateway.stream_left'), 'caller');
  assert.equal(wordsOf('no.such.code').title.zh, 'no.such.code');
});

test('a reason that is said of many calls has no gap where one call’s own would stand', () => {
  const codes = [...refusalCodes().keys()].filter(code => code.startsWith('gateway.'));
  assert.ok(codes.includes('gateway.not_offered') && codes.includes('gateway.upstream_refused'));
  for (const code of codes) {
    const { title, remedy } = wordsOf(code);
    for (const said of [title.zh, title.en, remedy.zh, remedy.en]) assert.doesNotMatch(said, /\{/, code);
  }
});

test('how a service is: the share of calls that its provider answered', async () => {
  const civil = await city.as('civil', 'data_officer');
  const { body } = await civil.get<Static<typeof contract.HealthList>>('/api/calls/health');
  assert.equal(body.total, 1);
  const [one] = body.items;
  const ours = bodiesOf(written).filter(
    ({ body: usage }) => usage.entryId === 1 && usage.result !== 'refused',
  );
  const failures = ours.filter(({ body: usage }) => usage.result === 'failed').length;
  assert.deepEqual([one?.way, one?.calls, one?.failures], ['table', ours.length, failures]);
  assert.equal(one?.availability, Math.floor(((ours.length - failures) * 10_000) / ours.length) / 100);
  const streets = await city.as('streets', 'data_officer');
  assert.equal((await streets.get<Static<typeof contract.HealthList>>('/api/calls/health')).body.total, 0);
});

test('a range is as long as its steps allow, and its step fits it', async () => {
  const now = Date.now();
  assert.deepEqual(
    [HOUR, DAY, 30 * DAY].map(long => stepFor(now - long, now)),
    ['minute', 'hour', 'day'],
  );
  const officer = await city.as('market', 'data_officer');
  for (const query of ['from=gestern', 'from=2026-03-02&until=2026-03-01', `${range()}&step=minute`]) {
    const { status, body } = await officer.get<{ code: string }>(`/api/calls/series?${query}`);
    assert.deepEqual([status, body.code], [422, 'calls.bad_range'], query);
  }
});
