/** What comes of using data: records of use that are only added to, results told to the provider, examples that are voted on. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '#kernel/db.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import type { Role } from '#vocabulary/permissions.ts';
import type { Problem } from './controlPlane.ts';
import { type UseCity, dayFromNow, openUseCity } from './useCity.ts';

interface UseRecords {
  completeness: { kind: string; count: number; expected: boolean }[];
  records: { id: number; kind: string; body: string; correctedBy: number | null; post: string }[] | null;
  inspections: { departmentName: string; reason: string; post: string }[];
  retention: { months: number; citation: { article: string } | null };
  actions: string[];
}
interface GrantUse {
  total: number;
  items: { grant: { id: number; no: string }; kinds: string[]; missing: string[]; due: string | null }[];
}
interface Result {
  id: number;
  matter: string;
  example: { id: number; state: string } | null;
  actions: string[];
}
interface Example {
  id: number;
  state: string;
  title: string;
  actions: string[];
  history: { action: string }[];
}
interface Round {
  id: number;
  state: string;
  electorate: number;
  cast: number;
  voted: number | null;
  actions: string[];
  candidates: { exampleId: number; votes: number | null; rank: number | null; excellent: boolean }[];
}

let city: UseCity;
before(async () => {
  city = await openUseCity('results');
});
after(() => city.close());

type Who = readonly [department: string, role: Role];
const CIVIL: Who = ['civil', 'data_officer'];
const CIVIL_HEAD: Who = ['civil', 'sharing_head'];
const MARKET: Who = ['market', 'data_officer'];
const AUTHORITY: Who = ['authority', 'authority'];
const AUDITOR: Who = ['authority', 'auditor'];
const STRANGER: Who = ['streets', 'data_officer'];

async function post<T>(who: Who, url: string, body: object) {
  return (await city.as(...who)).post<T & Problem>(url, body);
}
const get = async <T>(who: Who, url: string) => (await city.as(...who)).get<T & Problem>(url);

const useOf = (id: number): string => `/api/grants/${id}/use-records`;
const entry = (kind: string, more: object = {}) => ({
  kind,
  occurredOn: dayFromNow(-1),
  body: `${kind} 的情况`,
  responsible: '社会救助科 科长',
  ...more,
});

async function add(who: Who, grantId: number, body: object) {
  return post<{ records: UseRecords }>(who, useOf(grantId), body);
}

test('The consumer keeps records of its use; a correction is a new entry, and the old one stays', async () => {
  const grant = await city.grant({ provider: 'market', consumer: 'civil', since: 40 });
  assert.equal((await add(MARKET, grant.id, entry('scenario'))).body.code, 'platform.forbidden');
  assert.equal((await add(STRANGER, grant.id, entry('scenario'))).status, 404);
  const wrong: [object, string][] = [
    [{ occurredOn: dayFromNow(1) }, 'results.date_future'],
    [{ occurredOn: dayFromNow(-60) }, 'results.before_grant'],
    [{ body: '本记录为机密★' }, 'results.secret_marks'],
    [{ corrects: 999_999 }, 'results.not_correctable'],
  ];
  for (const [more, code] of wrong)
    assert.equal((await add(CIVIL, grant.id, entry('scenario', more))).body.code, code);
  const first = await add(CIVIL, grant.id, entry('scenario'));
  assert.equal(first.status, 201);
  const [id] = (first.body.records.records ?? []).map(one => one.id);
  assert.ok(id);
  assert.equal(
    (await add(CIVIL, grant.id, entry('effect', { corrects: id }))).body.code,
    'results.not_correctable',
  );
  const { body } = await add(CIVIL, grant.id, entry('scenario', { corrects: id, body: '低保入户核对' }));
  const records = body.records.records ?? [];
  assert.deepEqual(
    records.map(one => [one.body, one.correctedBy]),
    [
      ['低保入户核对', null],
      ['scenario 的情况', records[0]?.id],
    ],
  );
  const again = await add(CIVIL, grant.id, entry('scenario', { corrects: id }));
  assert.equal(again.body.code, 'results.not_correctable');
  assert.equal(body.records.retention.months, 36);
  assert.match(body.records.retention.citation?.article ?? '', /二十九/);
});

test('No record of use is changed or removed, not even by the login that writes', async () => {
  for (const statement of [
    sql`delete from results.use_record`,
    sql`update results.use_record set body = 'x'`,
    sql`delete from results.inspection`,
    sql`update results.vote set example_id = example_id`,
  ])
    await assert.rejects(
      city.audited(PLATFORM, 'test.tamper', 'city', async tx => ({ value: await tx.run(statement) })),
      /permission denied/,
    );
});

test('The provider and the authority read the records only by an inspection, which stands beside them and in the ledger', async () => {
  const grant = await city.grant({ provider: 'market', consumer: 'civil', since: 40 });
  await add(CIVIL, grant.id, entry('storage', { body: '存于核对系统，不另行复制' }));
  for (const who of [MARKET, AUTHORITY, AUDITOR]) {
    const seen = await get<UseRecords>(who, useOf(grant.id));
    assert.equal(seen.body.records, null);
    assert.equal(seen.body.completeness.find(one => one.kind === 'storage')?.count, 1);
    assert.deepEqual(seen.body.actions, ['inspect']);
  }
  const inspected = await post<{ records: UseRecords; record: number }>(
    MARKET,
    `${useOf(grant.id)}/inspections`,
    { reason: '年度核查' },
  );
  assert.equal(inspected.body.records.records?.[0]?.body, '存于核对系统，不另行复制');
  assert.ok(inspected.body.record >= 0);
  const own = await get<UseRecords>(CIVIL, useOf(grant.id));
  assert.deepEqual(
    own.body.inspections.map(one => [one.departmentName, one.reason]),
    [['平顶山市市场监督管理局', '年度核查']],
  );
  const told = await post(CIVIL, `${useOf(grant.id)}/inspections`, { reason: '看看自己的' });
  assert.equal(told.body.code, 'results.own_records');
  assert.equal((await post(STRANGER, `${useOf(grant.id)}/inspections`, { reason: '好奇' })).status, 404);
});

test('What is missing follows the article and the state of the grant: nothing before the supply, destruction only at the end', async () => {
  const missing = async (grantId: number): Promise<string[] | undefined> => {
    const { body } = await get<GrantUse>(CIVIL, '/api/use-records?size=100');
    return body.items.find(one => one.grant.id === grantId)?.missing;
  };
  const waiting = await city.grant({ provider: 'market', consumer: 'civil', state: 'awaiting_supply' });
  const running = await city.grant({ provider: 'market', consumer: 'civil', since: 40 });
  const ended = await city.grant({ provider: 'market', consumer: 'civil', since: 40, state: 'revoked' });
  assert.deepEqual(await missing(waiting.id), []);
  assert.deepEqual(await missing(running.id), ['scenario', 'course', 'effect', 'storage']);
  assert.deepEqual(await missing(ended.id), ['scenario', 'course', 'effect', 'storage', 'destruction']);
  for (const kind of ['scenario', 'course', 'effect', 'storage']) await add(CIVIL, running.id, entry(kind));
  assert.deepEqual(await missing(running.id), []);
  await add(CIVIL, ended.id, entry('destruction'));

  const gaps = await get<GrantUse>(AUTHORITY, '/api/use-records?records=gaps&size=100');
  const none = await get<GrantUse>(AUTHORITY, '/api/use-records?records=none&size=100');
  const ids = ({ items }: GrantUse): number[] => items.map(one => one.grant.id);
  assert.ok(ids(gaps.body).includes(ended.id) && !ids(gaps.body).includes(running.id));
  assert.ok(!ids(none.body).includes(ended.id) && !ids(gaps.body).includes(waiting.id));
  assert.equal((await get<GrantUse>(STRANGER, '/api/use-records')).body.total, 0);
});

const result = (grantId: number, more: object = {}) => ({
  grantId,
  matter: '低保申请经营情况核对',
  body: '申请人不再开具经营情况证明',
  periodFrom: dayFromNow(-30),
  periodUntil: dayFromNow(-1),
  timesUsed: 1200,
  peopleServed: 860,
  materialsSaved: 860,
  daysSaved: 2580.5,
  ...more,
});
async function report(grantId: number, who: Who = CIVIL): Promise<Result> {
  const made = await post<{ result: Result }>(who, '/api/results', result(grantId));
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return made.body.result;
}

test('The consumer reports what the use achieved; the provider sees it with its figures and is told', async () => {
  const grant = await city.grant({
    provider: 'market',
    consumer: 'civil',
    since: 40,
    title: '个体工商户信息',
  });
  assert.equal((await post(MARKET, '/api/results', result(grant.id))).body.code, 'platform.forbidden');
  assert.equal((await post(STRANGER, '/api/results', result(grant.id))).status, 404);
  const wrong: [object, string][] = [
    [{ periodFrom: dayFromNow(-1), periodUntil: dayFromNow(-3) }, 'results.period_reversed'],
    [{ periodUntil: dayFromNow(2) }, 'results.date_future'],
    [{ periodFrom: dayFromNow(-90) }, 'results.before_grant'],
  ];
  for (const [more, code] of wrong)
    assert.equal((await post(CIVIL, '/api/results', result(grant.id, more))).body.code, code);
  const { id } = await report(grant.id);
  const seen = await get<{ items: Result[]; sums: object; mayReport: boolean }>(
    MARKET,
    `/api/results?grantId=${grant.id}`,
  );
  assert.deepEqual(seen.body.sums, {
    timesUsed: 1200,
    peopleServed: 860,
    materialsSaved: 860,
    daysSaved: 2580.5,
  });
  assert.deepEqual(
    [seen.body.items[0]?.id, seen.body.items[0]?.actions, seen.body.mayReport],
    [id, [], false],
  );
  assert.equal((await get(STRANGER, `/api/results/${id}`)).status, 404);
  const { body: inbox } = await get<{ items: { zh: string }[] }>(MARKET, '/api/messages');
  assert.ok(inbox.items.some(one => one.zh.includes('个体工商户信息') && one.zh.includes('成效')));
  const changed = await (await city.as(...CIVIL)).put<{ result: Result }>(
    `/api/results/${id}`,
    result(grant.id, { matter: '低保核对' }),
  );
  assert.equal(changed.body.result.matter, '低保核对');
});

test('A report is due at half-term and at the end; the consumer is reminded once and no more after it reported', async () => {
  const grants = {
    fresh: await city.grant({ provider: 'market', consumer: 'shilong', since: 10, until: 355 }),
    half: await city.grant({ provider: 'market', consumer: 'shilong', since: 200, until: 165 }),
    short: await city.grant({ provider: 'market', consumer: 'shilong', since: 50, until: 40 }),
    ended: await city.grant({
      provider: 'market',
      consumer: 'shilong',
      since: 90,
      until: 0,
      state: 'expired',
    }),
  };
  const shilong: Who = ['shilong', 'data_officer'];
  const due = async () => {
    const { body } = await get<GrantUse>(shilong, '/api/use-records?side=holding&size=100');
    return Object.fromEntries(
      Object.entries(grants).map(([name, { id }]) => [
        name,
        body.items.find(one => one.grant.id === id)?.due,
      ]),
    );
  };
  assert.deepEqual(await due(), { fresh: null, half: 'half', short: null, ended: 'end' });
  const todo = async (): Promise<number[]> => {
    const actor = await city.actorOf(...shilong);
    return (await city.results.todo(actor)).filter(one => one.kind === 'report_result').map(one => one.id);
  };
  assert.deepEqual(
    (await todo()).sort((a, b) => a - b),
    [grants.half.id, grants.ended.id],
  );
  await city.results.reporting.remind();
  const told = async () =>
    (await get<{ items: { zh: string; settled: boolean }[] }>(shilong, '/api/messages?size=100')).body.items;
  const reminders = (await told()).filter(one => one.zh.includes('反馈'));
  assert.equal(reminders.length, 2);
  assert.equal(await city.results.reporting.remind(), 0);
  await report(grants.half.id, shilong);
  assert.deepEqual(await due(), { fresh: null, half: null, short: null, ended: 'end' });
  assert.deepEqual(await todo(), [grants.ended.id]);
  assert.equal((await told()).filter(one => one.zh.includes('反馈') && !one.settled).length, 1);
});

const story = (more: object = {}) => ({
  title: '低保核对一次办',
  story: '经办人一次核对，群众少跑一趟',
  class: null,
  ...more,
});
async function putForward(who: Who, resultId: number, more: object = {}) {
  return post<{ example: Example }>(who, '/api/examples', { resultId, ...story(more) });
}
async function act(who: Who, id: number, action: string, note = '') {
  return post<{ example: Example }>(who, `/api/examples/${id}/actions`, { action, note });
}

test('A result is put forward once; the authority returns it with a reason or puts it up, and then every department sees it', async () => {
  const grant = await city.grant({ provider: 'market', consumer: 'civil', since: 40 });
  const { id: resultId } = await report(grant.id);
  assert.equal((await putForward(MARKET, resultId)).body.code, 'platform.forbidden');
  const made = await putForward(CIVIL, resultId);
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const { id } = made.body.example;
  assert.equal((await putForward(CIVIL, resultId)).body.code, 'results.put_forward_already');
  assert.equal((await get(STRANGER, `/api/examples/${id}`)).status, 404);
  assert.equal((await act(CIVIL, id, 'put_up')).body.code, 'platform.forbidden');
  assert.equal((await act(AUTHORITY, id, 'return')).body.code, 'results.note_needed');
  assert.equal((await act(AUTHORITY, id, 'return', '请写明减少了几份材料')).body.example.state, 'returned');
  assert.equal((await act(AUTHORITY, id, 'put_up')).body.code, 'results.wrong_state');
  const edited = await (await city.as(...CIVIL)).put<{ example: Example }>(
    `/api/examples/${id}`,
    story({ story: '少交 1 份材料' }),
  );
  assert.equal(edited.body.example.state, 'proposed');
  assert.equal((await act(AUTHORITY, id, 'put_up')).body.example.state, 'up');
  assert.equal((await get<Example>(STRANGER, `/api/examples/${id}`)).body.state, 'up');
  const fixed = await (await city.as(...CIVIL)).put<Problem>(`/api/results/${resultId}`, result(grant.id));
  assert.equal(fixed.body.code, 'results.example_up');
  assert.equal((await act(AUTHORITY, id, 'mark')).body.example.state, 'excellent');
  assert.equal((await act(AUTHORITY, id, 'take_down', '数据有误')).body.example.state, 'withdrawn');
});

test('Where the texts of a place have classes, an example stands in one of them', async () => {
  const grant = await city.grant({ provider: 'civil', consumer: 'streets', since: 40 });
  const { id } = await report(grant.id, STRANGER);
  const none = await putForward(STRANGER, id);
  assert.deepEqual([none.status, none.body.code], [422, 'results.class_unknown']);
  assert.notEqual(none.body.citation, undefined);
  assert.equal((await putForward(STRANGER, id, { class: 'service' })).status, 201);
});

async function published(department: string, provider: string): Promise<number> {
  const who: Who = [department, 'data_officer'];
  const grant = await city.grant({ provider, consumer: department, since: 40 });
  const { id: resultId } = await report(grant.id, who);
  const { body } = await putForward(who, resultId, { title: `${department} 的案例` });
  await act(AUTHORITY, body.example.id, 'put_up');
  return body.example.id;
}

test('In a round each department has one vote, none for itself, and the authority closes it with what is excellent', async () => {
  const [ours, theirs] = [await published('civil', 'market'), await published('market', 'civil')];
  const round = { title: '2026 年优秀案例评选', firstDay: dayFromNow(0), lastDay: dayFromNow(5) };
  const open = (body: object, who: Who = AUTHORITY) =>
    post<{ round: Round }>(who, '/api/example-rounds', body);
  const exampleIds = [ours, theirs];
  assert.equal((await open({ ...round, exampleIds }, CIVIL)).body.code, 'platform.forbidden');
  const reversed = { ...round, lastDay: dayFromNow(-1), exampleIds };
  assert.equal((await open(reversed)).body.code, 'results.round_dates');
  assert.equal((await open({ ...round, exampleIds: [ours, 999_999] })).body.code, 'results.not_candidate');
  const made = await open({ ...round, exampleIds });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const { id } = made.body.round;
  assert.equal((await open({ ...round, exampleIds })).body.code, 'results.round_running');

  const vote = (who: Who, exampleId: number) =>
    post<{ round: Round }>(who, `/api/example-rounds/${id}/votes`, { exampleId });
  assert.equal((await vote(CIVIL, ours)).body.code, 'results.own_example');
  const cast = await vote(CIVIL, theirs);
  assert.deepEqual([cast.body.round.voted, cast.body.round.actions], [theirs, []]);
  assert.equal(cast.body.round.candidates[0]?.votes, null);
  assert.equal((await vote(CIVIL_HEAD, theirs)).body.code, 'results.voted_already');
  assert.equal((await vote(STRANGER, theirs)).status, 200);
  assert.equal((await vote(MARKET, ours)).status, 200);
  assert.equal((await vote(['civil', 'department_head'], theirs)).body.code, 'platform.forbidden');

  const closing = (who: Who, excellent: number[]) =>
    post<{ round: Round }>(who, `/api/example-rounds/${id}/closing`, { excellent });
  assert.equal((await closing(AUTHORITY, [theirs])).body.code, 'results.round_not_over');
  await city.audited(PLATFORM, 'test.time', `round:${id}`, async tx => {
    await tx.run(
      sql`update results.round set first_day = ${dayFromNow(-9)}, last_day = ${dayFromNow(-1)} where id = ${id}`,
    );
    return { value: undefined };
  });
  assert.equal((await vote(['shilong', 'data_officer'], ours)).body.code, 'results.round_not_open');
  assert.equal((await closing(['zhanhe', 'authority'], [theirs])).body.code, 'platform.forbidden');
  const closed = await closing(AUTHORITY, [theirs]);
  assert.deepEqual(
    closed.body.round.candidates.map(one => [one.exampleId, one.votes, one.rank, one.excellent]),
    [
      [theirs, 2, 1, true],
      [ours, 1, 2, false],
    ],
  );
  assert.equal((await closing(AUTHORITY, [])).body.code, 'results.wrong_state');
  assert.equal((await get<Example>(STRANGER, `/api/examples/${theirs}`)).body.state, 'excellent');
});

test('Two officials of a department vote at once: one vote counts', async () => {
  const [one, other] = [await published('civil', 'market'), await published('market', 'civil')];
  const body = {
    title: '同时投票',
    firstDay: dayFromNow(0),
    lastDay: dayFromNow(1),
    exampleIds: [one, other],
  };
  const { body: made } = await post<{ round: Round }>(AUTHORITY, '/api/example-rounds', body);
  const votes = await Promise.all(
    [CIVIL, CIVIL_HEAD].map(who =>
      post<{ round: Round }>(who, `/api/example-rounds/${made.round.id}/votes`, { exampleId: other }),
    ),
  );
  assert.deepEqual(
    votes.map(reply => reply.status).sort((a, b) => a - b),
    [200, 409],
  );
  const { body: now } = await get<{ items: Round[] }>(AUTHORITY, '/api/example-rounds');
  assert.equal(now.items.find(round => round.id === made.round.id)?.cast, 1);
});
