/** Switching a profile with a preview, repeals, the law library, and the simulator, over HTTP on a real database. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createSimulation, declareSimulation } from '#modules/evaluation/index.ts';
import { createPolicy, createPolicyAdministration, declarePolicy } from '#modules/policy/index.ts';
import { sql } from '#kernel/db.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { type Client, type ControlPlane, type Problem, openControlPlane } from './controlPlane.ts';

let plane: ControlPlane;
let authority: Client;
let district: Client;
let officer: Client;
/** A calling system of each department. */
const systems: Record<string, number> = {};

const CITY = '410400';
const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const daysAhead = (n: number): string =>
  new Date(Date.now() + 8 * 3_600_000 + n * 86_400_000).toISOString().slice(0, 10);

interface Rules {
  profile: string | null;
  rules: {
    ruleId: string;
    effective: { document: string; valueText: string; repealedSince?: string } | null;
  }[];
}
interface Preview {
  before: string | null;
  changes: {
    ruleId: string;
    kind: string;
    before: { valueText: string; article: string } | null;
    after: { valueText: string; article: string } | null;
  }[];
  unchanged: number;
  below: { regionCode: string; changes: Preview['changes'] }[];
  drafts: string[];
}
interface Listed {
  id: string;
  standing: string;
}
interface Simulated {
  totals: { cases: number; lateWas: number; lateThen: number; breachThen: number };
  departments: { id: number; cases: number; lateWas: number; lateThen: number; breachThen: number }[];
  cases: { no: string; lateDays: number; dueThen: string; dueWas: string; breach: boolean }[];
  more: number;
  drafts: string[];
}

interface FileSimulated {
  totals: Simulated['totals'];
  departments: { name: string; known: boolean; cases: number; lateWas: number; lateThen: number }[];
  cases: { line: number; no: string; dueWas: string; dueThen: string; lateDays: number; breach: boolean }[];
  outside: number;
}

let administration: Awaited<ReturnType<typeof createPolicyAdministration>>;

before(async () => {
  plane = await openControlPlane('policy');
  const { db, audited, policy, deadlines, organizations, http } = plane;
  administration = await createPolicyAdministration({ db, audited, policy });
  declarePolicy(http, policy, administration);
  declareSimulation({
    http,
    simulation: createSimulation({ db, deadlines, policy, organizations, clock: { now: () => Date.now() } }),
  });
  authority = await plane.as('authority', 'authority');
  district = await plane.as('zhanhe', 'authority');
  officer = await plane.as('civil', 'data_officer');
  for (const department of ['civil', 'market']) {
    const client = await plane.as(department, 'data_officer');
    const made = await client.post<{ system: { id: number } }>('/api/systems', {
      name: '业务系统',
      addresses: ['127.0.0.1/32'],
      spread: 20,
    });
    assert.equal(made.status, 201);
    systems[department] = made.body.system.id;
  }
});
after(() => plane.close());

const effective = (rules: Rules, id: string) => rules.rules.find(rule => rule.ruleId === id)?.effective;

/** Past cases as the sharing module leaves them; dates in Beijing. */
async function addCases(
  cases: {
    no: string;
    provider: string;
    consumer: string;
    received: string;
    answered: string | null;
    shareType?: string;
    events?: { kind: string; at: string; days?: number }[];
  }[],
): Promise<void> {
  await plane.audited(PLATFORM, 'test.cases', 'cases', async tx => {
    const { id: account } = await tx.get<{ id: number }>(sql`select min(id) as id from org.account`);
    for (const one of cases) {
      const systemId = systems[one.consumer] ?? 0;
      const at = (text: string): Date => new Date(`${text.replace(' ', 'T')}:00+08:00`);
      const { id } = await tx.get<{
        id: number;
      }>(sql`insert into sharing.application (no, entry_id, entry_version, entry_title, share_type, consumer_id, provider_id, system_id, mode, items,
          matter, ground, scenario, scope, until, state, path, top_sensitivity, created_by, created_at, received_at, answered_at)
        values (${one.no}, 1, 1, '婚姻登记信息', ${one.shareType ?? 'conditional'}, ${plane.departments[one.consumer]}, ${plane.departments[one.provider]}, ${systemId},
          'query', '{姓名}', '低保核对', '社会救助暂行办法', '信息核验', '经办人员', '2027-12-31', ${one.answered === null ? 'awaiting_answer' : 'agreed'},
          'provider_answers', 1, ${account}, ${at(one.received)}, ${at(one.received)}, ${one.answered === null ? null : at(one.answered)}) returning id`);
      const clock = await tx.get<{
        id: number;
      }>(sql`insert into deadlines.clock (subject, step, started_at, local_days, legal_days)
        values (${`application:${id}`}, 'answer', ${at(one.received)}, 5, 10) returning id`);
      const stop = one.answered === null ? [] : [{ kind: 'stop', at: one.answered, days: undefined }];
      for (const event of [...(one.events ?? []), ...stop])
        await tx.run(sql`insert into deadlines.clock_event (clock_id, kind, at, days)
          values (${clock.id}, ${event.kind}, ${at(event.at)}, ${event.days ?? null}::int)`);
    }
    return { value: undefined };
  });
}

test('a switch is seen before it is made, recorded when it is made, and holds from its date on', async () => {
  await addCases([
    { no: 'open-1', provider: 'civil', consumer: 'market', received: `${today()} 09:00`, answered: null },
    { no: 'open-2', provider: 'streets', consumer: 'market', received: `${today()} 09:00`, answered: null },
  ]);
  const from = daysAhead(30);
  const asked = `region=${CITY}&profile=n809&from=${from}`;
  const preview = await authority.get<Preview>(`/api/rules/preview?${asked}`);
  assert.equal(preview.status, 200);
  const days = preview.body.changes.find(change => change.ruleId === 'answer.conditional.days');
  assert.deepEqual(
    [
      days?.kind,
      days?.before?.valueText,
      days?.before?.article,
      days?.after?.valueText,
      days?.after?.article,
    ],
    ['value', '5 个工作日', '第十八条', '10 个工作日', '第二十一条'],
  );
  const catalog = preview.body.changes.find(change => change.ruleId === 'catalog.update.days');
  assert.equal(catalog?.kind, 'clause', 'ten days here and there, by another clause');
  assert.ok(preview.body.unchanged > 5);
  assert.equal(preview.body.before, 'pingdingshan');
  // The district lies below: its five days are the city’s and go with them, its own texts stay.
  const [below, ...others] = preview.body.below;
  assert.deepEqual([below?.regionCode, others.length], ['410411', 0]);
  const lost = below?.changes.find(change => change.ruleId === 'answer.conditional.days');
  assert.deepEqual([lost?.before?.valueText, lost?.after?.valueText], ['5 个工作日', '10 个工作日']);
  assert.ok(!below?.changes.some(change => change.ruleId === 'answer.refusal'));

  const open = await authority.get<{ open: number; moved: number; others: number; cases: { no: string }[] }>(
    `/api/simulations/open?${asked}`,
  );
  // Both the city’s own case and the district’s hang on the city’s five days.
  assert.deepEqual(
    [open.body.open, open.body.moved, open.body.others, open.body.cases.map(one => one.no).toSorted()],
    [2, 0, 2, ['open-1', 'open-2']],
  );

  const told = await authority.post<{ record: number }>('/api/rules/switches', {
    regionCode: CITY,
    profile: 'n809',
    from,
    reason: '市里另行制定办法',
  });
  assert.equal(told.status, 200);
  assert.ok(told.body.record >= 0);
  const now = await officer.get<Rules>(`/api/rules?region=${CITY}`);
  assert.equal(now.body.profile, 'pingdingshan');
  assert.equal(effective(now.body, 'answer.conditional.days')?.valueText, '5 个工作日');
  const then = await officer.get<Rules>(`/api/rules?region=${CITY}&date=${from}`);
  assert.equal(then.body.profile, 'n809');
  assert.equal(effective(then.body, 'answer.conditional.days')?.valueText, '10 个工作日');
  const history = await officer.get<{ items: { profile: string; from: string; reason: string }[] }>(
    `/api/rules/switches?region=${CITY}`,
  );
  assert.deepEqual(
    history.body.items.map(one => [one.profile, one.from, one.reason]),
    [['n809', from, '市里另行制定办法']],
  );
  const { body } = await plane.db.get<{ body: string }>(
    sql`select encode(body, 'escape') as body from record.batch where position('policy.switch' in encode(body, 'escape')) > 0 order by first desc limit 1`,
  );
  assert.match(body, /policy\.switch/);

  // Another process of the platform, which read before: it follows.
  const other = createPolicy(plane.policy.library, 'pingdingshan', { now: () => Date.now() });
  await createPolicyAdministration({ db: plane.db, audited: plane.audited, policy: other });
  assert.equal(other.rule(CITY, 'answer.conditional.days', from).local, undefined);

  const back = await authority.post('/api/rules/switches', {
    regionCode: CITY,
    profile: 'pingdingshan',
    from,
    reason: '撤回',
  });
  assert.equal(back.status, 200);
  assert.equal(plane.policy.rule(CITY, 'answer.conditional.days', from).local?.value.days, 5);
});

test('a switch is refused for another’s region, backwards, to nothing new and to an unknown profile', async () => {
  const send = async (client: Client, change: object) => {
    const body = { regionCode: CITY, profile: 'xiayi', from: today(), reason: '试', ...change };
    const reply = await client.post<Problem>('/api/rules/switches', body);
    return `${reply.status} ${reply.body.code}`;
  };
  assert.equal(await send(district, {}), '403 policy.not_your_region');
  assert.equal(await send(officer, {}), '403 platform.forbidden');
  assert.equal(await send(authority, { from: daysAhead(-1) }), '400 policy.in_the_past');
  assert.equal(await send(authority, { profile: 'pingdingshan' }), '409 policy.same_profile');
  assert.equal(await send(authority, { profile: 'nowhere' }), '400 policy.unknown_profile');
  // Its own region is its own affair.
  const own = await district.get<Preview>(`/api/rules/preview?region=410411&profile=luan&from=${today()}`);
  assert.equal(own.status, 200);
  assert.equal(own.body.drafts.length, 1, 'a draft is named as one');
});

test('a repeal is entered once; the rule no longer binds, and every citation shows it', async () => {
  const document = 'pingdingshan';
  const article = '第十八条';
  const body = { document, article, since: today(), by: '平数政办〔2026〕1号' };
  assert.equal((await district.post<Problem>('/api/law/repeals', body)).body.code, 'policy.not_your_region');
  assert.equal((await officer.post<Problem>('/api/law/repeals', body)).status, 403);
  assert.equal(
    (await authority.post<Problem>('/api/law/repeals', { ...body, article: '第九十九条' })).body.code,
    'policy.unknown_text',
  );
  const before = plane.policy.findCitation(CITY, 'answer.refusal');
  assert.equal(before?.document, document);
  const entered = await authority.post<{ id: number }>('/api/law/repeals', body);
  assert.equal(entered.status, 200);
  assert.equal(
    (await authority.post<Problem>('/api/law/repeals', body)).body.code,
    'policy.already_repealed',
  );

  assert.equal(plane.policy.findCitation(CITY, 'answer.refusal')?.document, 'n809');
  const rules = await officer.get<Rules>(`/api/rules?region=${CITY}`);
  assert.equal(effective(rules.body, 'answer.conditional.days')?.valueText, '10 个工作日');
  const law = await officer.get<{ text: { article: string; repealedSince?: string }[] }>(
    `/api/law/${document}`,
  );
  assert.equal(law.body.text.find(one => one.article === article)?.repealedSince, today());
  assert.equal(law.body.text.find(one => one.article === '第十七条')?.repealedSince, undefined);
  const known = await plane.visitor.get<{ items: { title: string; article: string; since: string }[] }>(
    '/api/law/repeals',
  );
  assert.deepEqual(
    known.body.items.map(one => [one.title, one.article, one.since]),
    [['平顶山市政务数据管理办法（试行）', article, today()]],
  );
  const lookup = await plane.visitor.get<{ document: string; repealedSince: string }>(
    `/api/law/lookup?title=${encodeURIComponent('《平顶山市政务数据管理办法（试行）》')}&article=${encodeURIComponent(article)}`,
  );
  assert.deepEqual([lookup.body.document, lookup.body.repealedSince], [document, today()]);

  const withdrawn = await authority.post(`/api/law/repeals/${entered.body.id}/withdraw`, { why: '登记有误' });
  assert.equal(withdrawn.status, 200);
  assert.equal(plane.policy.findCitation(CITY, 'answer.refusal')?.document, document);
  assert.equal(
    (await authority.post<Problem>(`/api/law/repeals/${entered.body.id}/withdraw`, { why: '再次' })).status,
    404,
  );
});

test('a law is entered whole, split into its articles, found by its words, and repealed once', async () => {
  const law = {
    title: '社会救助暂行办法',
    number: '国务院令第649号',
    issuer: '国务院',
    rank: 'regulation',
    from: '2014-05-01',
    until: null,
    text: '社会救助暂行办法\n第一章 总则\n第一条 为了加强社会救助，保障公民的基本生活，制定本办法。\n第二条 社会救助制度坚持托底线、救急难、可持续。',
  };
  assert.equal((await officer.post<Problem>('/api/law', law)).status, 403);
  const entered = await authority.post<{ document: string }>('/api/law', law);
  assert.equal(entered.status, 200);
  assert.equal((await authority.post<Problem>('/api/law', law)).body.code, 'policy.law_known');
  const found = await officer.get<{ items: { id: string; hits: { article: string }[] }[] }>(
    `/api/law?q=${encodeURIComponent('救急难')}`,
  );
  assert.deepEqual(
    found.body.items.map(one => [one.id, one.hits.map(hit => hit.article)]),
    [[entered.body.document, ['第二条']]],
  );
  const cite = `/api/law/lookup?title=${encodeURIComponent('社会救助暂行办法')}&article=${encodeURIComponent('第二条')}`;
  const lookup = await officer.get<{ document: string; article: string; repealedSince: null }>(cite);
  assert.deepEqual(lookup.body, {
    document: entered.body.document,
    article: '第二条',
    repealedSince: null,
    repealedBy: null,
  });
  const repeal = { document: entered.body.document, article: '', since: '2026-06-01', by: '社会救助法' };
  assert.equal((await authority.post('/api/law/repeals', repeal)).status, 200);
  assert.equal(
    (await officer.get<{ repealedSince: string }>(cite)).body.repealedSince,
    '2026-06-01',
    'an entry that cites it shows it without a change of its own',
  );
  const twice = { ...law, number: 'x', text: '第一条 甲。\n第一条 乙。' };
  assert.equal((await authority.post<Problem>('/api/law', twice)).body.code, 'policy.article_twice');
  const backwards = { ...law, number: 'x', until: '2014-04-30' };
  assert.equal((await authority.post<Problem>('/api/law', backwards)).body.code, 'policy.ends_before');
  // Revised: the same title, and from its day on a citation means the text that holds.
  const later = await authority.post<{ document: string }>('/api/law', {
    ...law,
    number: '国务院令第709号',
    from: daysAhead(1),
  });
  assert.equal((await officer.get<{ document: string }>(cite)).body.document, entered.body.document);
  const revised = await authority.post<{ document: string }>('/api/law', {
    ...law,
    number: '国务院令第708号',
    from: today(),
  });
  assert.equal(revised.status, 200);
  const now = await officer.get<{ document: string; repealedSince: null }>(cite);
  assert.deepEqual([now.body.document, now.body.repealedSince], [revised.body.document, null]);
  assert.notEqual(later.body.document, revised.body.document);
  // The list says of each how it stands today, the highest rank first, and the platform’s own choices are no law.
  const { items } = (await officer.get<{ items: Listed[] }>('/api/law')).body;
  // An older one that is entered late is not the text that holds.
  await authority.post('/api/law', {
    ...law,
    number: '国务院令第600号',
    from: '2010-01-01',
    until: '2014-04-30',
  });
  assert.equal((await officer.get<{ document: string }>(cite)).body.document, revised.body.document);
  const standing = (id: string) => items.find(one => one.id === id)?.standing;
  assert.deepEqual(
    [entered.body.document, later.body.document, revised.body.document, 'luan', 'n809'].map(standing),
    ['repealed', 'not_yet', 'counts', 'draft', 'counts'],
  );
  assert.equal(standing('default'), undefined);
  assert.ok(items.findIndex(one => one.id === 'n809') < items.findIndex(one => one.id === 'luan'));
});

test('a repealed section covers its parts at every citation, until the entry is withdrawn', async () => {
  const document = 'shuozhou';
  const article = '三（五）';
  const entered = await authority.post<{ id: number }>('/api/law/repeals', {
    document,
    article,
    since: today(),
    by: '新的实施方案',
  });
  assert.equal(entered.status, 200);
  assert.equal(plane.policy.findCitation('140600', 'answer.refusal')?.document, 'n809');
  const known = await plane.visitor.get<{ items: { id: number; covers: string[] }[] }>('/api/law/repeals');
  assert.deepEqual(known.body.items.find(one => one.id === entered.body.id)?.covers, [
    '三（五）',
    '三（五）1',
    '三（五）2',
    '三（五）3',
  ]);
  interface Text {
    text: { article: string; repealedSince?: string; rulesWithin: number }[];
    repeals: { id: number; article: string }[];
  }
  const law = async () => (await officer.get<Text>(`/api/law/${document}`)).body;
  const { text, repeals } = await law();
  assert.deepEqual(
    repeals.map(one => [one.id, one.article]),
    [[entered.body.id, article]],
  );
  assert.deepEqual(
    text.filter(one => one.repealedSince === today()).map(one => one.article),
    ['三（五）', '三（五）1', '三（五）2', '三（五）3'],
  );
  const resting = plane.policy
    .findDocument(document)
    ?.rules.filter(rule => rule.clause.article.startsWith(article)).length;
  assert.equal(text.find(one => one.article === article)?.rulesWithin, resting);
  assert.ok((resting ?? 0) > 3);
  await authority.post(`/api/law/repeals/${entered.body.id}/withdraw`, { why: '登记有误' });
  assert.deepEqual((await law()).repeals, []);
  assert.equal(plane.policy.findCitation('140600', 'answer.refusal')?.document, document);
});

test('under the decree from March, counted by hand: three late where ten were, by department', async () => {
  const cases = [
    // Answered on the fourth day, the seventh, the twelfth (received on Monday 2026-03-02, no holidays here).
    ...Array.from({ length: 8 }, (_, n) => ({
      no: `a${n}`,
      provider: 'civil',
      answered: '2026-03-06 16:00',
    })),
    ...Array.from({ length: 5 }, (_, n) => ({
      no: `b${n}`,
      provider: 'civil',
      answered: '2026-03-11 16:00',
    })),
    ...Array.from({ length: 3 }, (_, n) => ({
      no: `c${n}`,
      provider: 'market',
      answered: '2026-03-18 16:00',
    })),
    // Waiting for material from the 4th to the 10th: four days used.
    ...Array.from({ length: 2 }, (_, n) => ({
      no: `d${n}`,
      provider: 'market',
      answered: '2026-03-12 16:00',
      events: [
        { kind: 'pause', at: '2026-03-04 10:00' },
        { kind: 'resume', at: '2026-03-10 10:00' },
      ],
    })),
    // Extended by five days: within the law on the twelfth day; the city’s promise of five days is broken all the same.
    ...Array.from({ length: 2 }, (_, n) => ({
      no: `e${n}`,
      provider: 'market',
      answered: '2026-03-18 16:00',
      events: [{ kind: 'extend', at: '2026-03-05 10:00', days: 5 }],
    })),
  ].map(one => ({
    ...one,
    consumer: one.provider === 'civil' ? 'market' : 'civil',
    received: '2026-03-02 09:00',
  }));
  assert.equal(cases.length, 20);
  await addCases([
    ...cases,
    {
      no: 'before',
      provider: 'civil',
      consumer: 'market',
      received: '2026-02-27 23:59',
      answered: '2026-06-01 09:00',
    },
  ]);
  const ask = (more: string, client = authority) =>
    client.get<Simulated>(`/api/simulations?from=2026-03-01&until=2026-03-31&${more}`);
  const { body } = await ask('profile=n809');
  assert.deepEqual(body.totals, { cases: 20, lateWas: 10, lateThen: 3, breachThen: 3 });
  assert.deepEqual(
    body.departments.map(one => [one.id, one.cases, one.lateWas, one.lateThen, one.breachThen]),
    [
      [plane.departments['market'], 7, 5, 3, 3],
      [plane.departments['civil'], 13, 5, 0, 0],
    ],
  );
  assert.deepEqual(
    body.cases.map(one => [one.no, one.dueWas, one.dueThen, one.lateDays, one.breach]),
    [0, 1, 2].map(n => [`c${n}`, '2026-03-09', '2026-03-16', 2, true]),
  );
  // What an extension leaves broken is measured from the promise.
  const promised = (await ask('profile=xiayi')).body.cases.find(one => one.no === 'e0');
  assert.deepEqual(
    [promised?.dueWas, promised?.dueThen, promised?.lateDays, promised?.breach],
    ['2026-03-09', '2026-03-09', 7, false],
  );
  assert.deepEqual((await ask('profile=xiayi')).body.totals, {
    cases: 20,
    lateWas: 10,
    lateThen: 10,
    breachThen: 3,
  });
  const draft = (await ask('profile=luan')).body;
  assert.deepEqual(
    [draft.totals.lateThen, draft.drafts.length],
    [10, 1],
    'a draft is tried as if it were in force',
  );
  const civil = (await ask(`profile=xiayi&department=${plane.departments['civil']}`)).body;
  assert.deepEqual([civil.cases.length, civil.totals.lateThen], [5, 10]);
  assert.equal((await ask('profile=n809', district)).body.totals.cases, 0, 'a district sees its own');
  const backwards = await authority.get<Problem>(
    '/api/simulations?from=2026-03-31&until=2026-03-01&profile=n809',
  );
  assert.equal(backwards.body.code, 'evaluation.period_backwards');
  assert.equal((await ask('profile=nowhere')).status, 400);
  assert.equal((await ask('profile=n809', officer)).status, 403);
});

test('a table of past cases is counted under the decree, read and forgotten', async () => {
  // The same cases by hand: on the 4th, 7th and 12th working day; a Friday's date that passed on a Saturday.
  const text = `办件号,提供部门,受理日期,办结日期,共享类型
a,市民政局,2026-03-02,2026-03-06,有条件
b,平顶山市民政局,2026-03-02,2026-03-11,有条件
c,市市场监管局,2026-03-02,2026-03-18,有条件
d,市气象局,2026-03-02,2026-03-03,无条件
e,市气象局,2026-03-02,2026-03-04,无条件
f,市气象局,2026-02-27,,无条件`;
  const ask = <T>(more: object = {}, client = authority) =>
    client.post<T>('/api/simulations/file', { profile: 'n809', from: '2026-03-01', text, ...more });
  const before = await plane.db.get<{ n: number }>(sql`select count(*)::int as n from sharing.application`);
  const { status, body } = await ask<FileSimulated>();
  assert.equal(status, 200, JSON.stringify(body));
  assert.deepEqual(body.totals, { cases: 5, lateWas: 3, lateThen: 2, breachThen: 2 });
  assert.equal(body.outside, 1);
  assert.deepEqual(
    body.departments.map(one => [one.name, one.known, one.cases, one.lateWas, one.lateThen]),
    [
      ['市气象局', false, 2, 1, 1],
      ['市市场监管局', false, 1, 1, 1],
      ['市民政局', false, 1, 0, 0],
      ['平顶山市民政局', true, 1, 1, 0],
    ],
  );
  assert.deepEqual(
    body.cases.map(one => [one.line, one.no, one.dueWas, one.dueThen, one.lateDays, one.breach]),
    [
      [4, 'c', '2026-03-09', '2026-03-16', 2, true],
      [6, 'e', '2026-03-03', '2026-03-03', 1, true],
    ],
  );
  assert.deepEqual((await ask<FileSimulated>({ profile: 'xiayi' })).body.totals.lateThen, 3);
  const backwards = await ask<Problem>({ until: '2026-02-28' });
  assert.equal(backwards.body.code, 'evaluation.period_backwards');
  const one = (await ask<FileSimulated>({ department: '市气象局' })).body;
  assert.deepEqual([one.cases.length, one.totals.lateThen], [1, 2]);

  const broken = await ask<Problem>({ text: text.replace('2026-03-18', '18日') });
  assert.deepEqual(
    [broken.status, broken.body.code, broken.body.facts['line']],
    [422, 'evaluation.case_file_unread', 4],
  );
  assert.match(broken.body.title, /第 4 行/);
  assert.equal((await ask({ profile: 'nowhere' })).status, 400);
  assert.equal((await ask({}, officer)).status, 403);
  const after = await plane.db.get<{ n: number }>(sql`select count(*)::int as n from sharing.application`);
  assert.deepEqual(after, before);
});

test('a hundred thousand past cases are counted in pages', async t => {
  const civil = plane.departments['civil'];
  await plane.audited(PLATFORM, 'test.cases', 'cases', async tx => {
    await tx.run(sql`insert into sharing.application (no, entry_id, entry_version, entry_title, share_type, consumer_id, provider_id, system_id, mode, items,
        matter, ground, scenario, scope, until, state, path, top_sensitivity, created_by, created_at, received_at, answered_at)
      select 'many-' || n, 1, 1, '婚姻登记信息', case when n % 2 = 0 then 'conditional' else 'unconditional' end, a.consumer_id, a.provider_id, a.system_id,
        'query', a.items, '', '', '', '', a.until, 'agreed', 'provider_answers', 1, a.created_by, r.at, r.at, r.at + interval '3 days'
      from generate_series(1, 100000) n cross join (select '2025-03-03T09:00:00+08:00'::timestamptz as at) r
        cross join (select * from sharing.application where provider_id = ${civil} limit 1) a`);
    await tx.run(sql`insert into deadlines.clock (subject, step, started_at, local_days, legal_days)
      select 'application:' || id, 'answer', received_at, 5, 10 from sharing.application where no like 'many-%'`);
    await tx.run(sql`insert into deadlines.clock_event (clock_id, kind, at)
      select c.id, 'stop', a.answered_at from deadlines.clock c join sharing.application a on c.subject = 'application:' || a.id
      where a.no like 'many-%'`);
    return { value: undefined };
  });
  const started = performance.now();
  const { body } = await authority.get<Simulated>(
    '/api/simulations?profile=n809&from=2025-03-01&until=2025-03-31',
  );
  const seconds = (performance.now() - started) / 1000;
  t.diagnostic(`100,000 cases under another profile in ${seconds.toFixed(1)} s`);
  // Answered on the third working day: within ten for the conditional half, past one day for the other.
  assert.deepEqual(body.totals, { cases: 100_000, lateWas: 0, lateThen: 50_000, breachThen: 50_000 });
  assert.deepEqual([body.cases.length, body.more], [200, 49_800]);
  assert.ok(seconds < 60, `${seconds} s`);
});
