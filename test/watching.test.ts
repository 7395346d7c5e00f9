/** Unusual use: a real gateway counts, the control plane judges, and what follows is by rule and undone by people. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Static } from 'typebox';
import { sql } from '#kernel/db.ts';
import type * as contract from '#modules/calls/contract.ts';
import { Neighbours, orderOf } from '../src/planes/gateway/watching/neighbours.ts';
import { Persons } from '../src/planes/gateway/watching/persons.ts';
import * as rules from '../src/modules/calls/rules.ts';
import { type EvidenceCity, openEvidenceCity } from './evidenceCity.ts';
import { until } from './instance.ts';

type Alert = Static<typeof contract.AlertView>;
type Alerts = Static<typeof contract.AlertList>;

let city: EvidenceCity;
before(async () => {
  city = await openEvidenceCity();
});
after(() => city.close());

const RULE = {
  tell: 30,
  slow: null,
  suspend: 100,
  least: 30,
  perSecond: 2,
  basis: '平政数〔2026〕3号第五条',
};

const onlyGrant = async (): Promise<number> =>
  (await city.db.get<{ id: number }>(sql`select id from sharing.grant`)).id;

async function setRule(kind: rules.AlertKind, body: { slow?: number; suspend?: number }): Promise<void> {
  const authority = await city.as('authority', 'authority');
  const reply = await authority.put(`/api/calls/rules/${kind}`, { ...RULE, ...body });
  assert.equal(reply.status, 200, JSON.stringify(reply.body));
}

/** One person after another, as somebody does who copies a register. */
async function enumerate(grantId: number, from: number, count: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const reply = await city.ask(grantId, `41040319900101${String(from + i).padStart(3, '0')}X`);
    await reply.arrayBuffer();
    statuses.push(reply.status);
  }
  return statuses;
}

async function alertsOf(grantId: number): Promise<Alert[]> {
  const officer = await city.as('civil', 'sharing_head');
  return (await officer.get<Alerts>(`/api/calls/alerts?grantId=${grantId}&kind=sequence`)).body.items;
}

/** Judges until something was raised about the grant: gateways write in the background. */
const judged = (grantId: number, is: (alerts: Alert[]) => boolean): Promise<Alert[]> =>
  until(
    async () => {
      await city.calls.alerts.judge();
      return alertsOf(grantId);
    },
    is,
    5000,
  );

const stateOf = async (grantId: number): Promise<{ state: string; cause: string | null }> =>
  city.db.get(sql`select state, cause from sharing.grant where id = ${grantId}`);

const close = async (who: [string, 'sharing_head' | 'authority'], id: number, verdict: string) =>
  (await city.as(...who)).post<{ code: string; alert: Alert }>(`/api/calls/alerts/${id}/close`, {
    verdict,
    note: '经核对，系批量核验历史档案，已报备',
  });

test('identifiers that are worked through lie close together; those of cases do not', () => {
  const near = (identifiers: string[]): number => {
    const neighbours = new Neighbours();
    return identifiers.filter(one => neighbours.isNear(orderOf(one))).length;
  };
  const run = Array.from({ length: 100 }, (_, i) => `41040319900101${String(i).padStart(3, '0')}X`);
  assert.equal(near(run), 99);
  const days = Array.from({ length: 28 }, (_, i) => `410403199001${String(i + 1).padStart(2, '0')}0010`);
  assert.equal(near(days), 27, 'the same sequence number of one birthday after another');
  const shuffled = Array.from({ length: 100 }, (_, i) => run[(i * 37) % 100] ?? '');
  assert.ok(near(shuffled) > 90, 'in any order');
  let seed = 1;
  const chance = Array.from({ length: 1000 }, () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return `4104${String((seed % 11) + 1).padStart(2, '0')}${String(19_400_101 + (seed % 800_000))}${String(seed % 1000).padStart(3, '0')}X`;
  });
  assert.ok(near(chance) < 20, `${near(chance)} of a thousand by chance`);
  assert.equal(near(Array.from({ length: 50 }, () => '410403199001010011')), 0, 'the same person again');
  assert.equal(near(['', '张三', '李四']), 0);
});

test('about how many persons a post asked about is known, and nothing of them', () => {
  const persons = new Persons();
  let said = 0;
  for (let i = 0; i < 1000; i += 1) said = persons.add('窗口一', `4104031990010${i}`, 0);
  assert.ok(Math.abs(said - 1000) < 100, `${said}`);
  for (let i = 0; i < 50; i += 1) said = persons.add('窗口一', '41040319900101', 0);
  assert.ok(said < 1100);
  assert.equal(persons.add('窗口二', 'a', 0), 1);
  assert.equal(persons.add('窗口一', 'a', 3_600_000), 1, 'each hour anew');
});

test('each kind has its measure, and a rule its graver answer', () => {
  const seen = { calls: 400, refused: 0, failed: 0, empty: 0, near: 0, guesses: 0, persons: 0 };
  const usual: rules.Usual = { days: 20, busiest: 100, hours: new Set([8, 9, 10]) };
  const measure = (kind: rules.AlertKind, more: Partial<typeof seen>, hour = 9, known = usual) =>
    rules.measureOf(kind, { ...seen, ...more }, known, hour);
  assert.equal(measure('sequence', { near: 250 }), 250);
  assert.equal(measure('sequence', { near: 150 }), undefined, 'fewer than half: chance');
  assert.equal(measure('volume', {}), 4);
  assert.equal(measure('volume', {}, 9, rules.UNKNOWN), undefined, 'a new grant has no usual');
  assert.equal(measure('hours', {}, 3), 400);
  assert.equal(measure('hours', {}, 9), undefined);
  assert.equal(measure('hits', { empty: 300, refused: 100 }), 100);
  assert.equal(measure('errors', { refused: 300 }), 75);
  const rule = { tell: 10, slow: 20, suspend: null, least: 50, perSecond: 1 };
  assert.equal(rules.judge(rule, 9, 100), undefined);
  assert.equal(rules.judge(rule, 10, 49), undefined);
  assert.equal(rules.judge(rule, 10, 50)?.response, 'tell');
  assert.deepEqual(rules.judge(rule, 500, 50), { response: 'slow', measure: 500, bound: 20 });
  for (const kind of rules.ALERT_KINDS) {
    assert.ok(rules.boundsRise(rules.DEFAULT_RULES[kind]));
    const mild = !['sequence', 'guessing'].includes(kind);
    if (mild)
      assert.deepEqual([rules.DEFAULT_RULES[kind].slow, rules.DEFAULT_RULES[kind].suspend], [null, null]);
  }
});

test('an enumeration is told, then suspends by rule; a person finds it was a false alarm and lifts it', async () => {
  await setRule('sequence', {});
  const { grantId } = await city.granted('query', '批量核验');
  await city.call(grantId);
  assert.ok((await enumerate(grantId, 100, 60)).every(status => status === 200));
  const [told] = await judged(grantId, alerts => alerts.length > 0);
  assert.deepEqual(
    [told?.kind, told?.response, told?.state, told?.rule],
    ['sequence', 'tell', 'open', '平政数〔2026〕3号第五条'],
  );
  assert.equal((await stateOf(grantId)).state, 'active');

  await enumerate(grantId, 160, 120);
  const [alert] = await judged(grantId, ([one]) => one?.response === 'suspend');
  assert.ok(alert);
  assert.equal(alert.id, told?.id, 'what goes on is the same alert');
  assert.deepEqual(await stateOf(grantId), { state: 'suspended', cause: 'misuse' });
  assert.equal(alert.citation?.article, '第二十七条');
  const refused = await until(
    () => city.ask(grantId, '410403199001010011'),
    reply => reply.status === 403,
    5000,
  );
  assert.equal(((await refused.json()) as { code: string }).code, 'gateway.revoked');

  const kept = await city.db.get<{ facts: string; figures: Record<string, unknown> }>(
    sql`select string_agg(w::text, ' ') as facts, (select figures from calls.alert where id = ${alert.id}) as figures
      from plans.watched w where grant_id = ${grantId}`,
  );
  assert.doesNotMatch(kept.facts + JSON.stringify(kept.figures), /4104031990/, 'no identifier is kept');
  assert.ok(Number(kept.figures['near']) >= 100);

  const history = await (await city.as('market', 'data_officer')).get<{
    history: { action: string; note: string; record: number | null; citation?: { article: string } }[];
  }>(`/api/grants/${grantId}`);
  const step = history.body.history.at(-1);
  assert.deepEqual([step?.action, step?.citation?.article], ['suspend', '第二十七条']);
  for (const [department, role] of [
    ['market', 'data_officer'],
    ['civil', 'sharing_head'],
    ['authority', 'authority'],
  ] as const) {
    const { body } = await (await city.as(department, role)).get<{ items: { zh: string }[] }>(
      '/api/messages?page=1&size=50',
    );
    assert.ok(
      body.items.some(one => one.zh.includes('使用异常：逐个试查标识，已按规则暂停授权')),
      department,
    );
  }

  assert.equal(
    (await close(['market', 'sharing_head'], alert.id, 'false_alarm')).status,
    403,
    'not its own judge',
  );
  assert.equal((await close(['streets', 'sharing_head'], alert.id, 'false_alarm')).status, 404);
  const closed = await close(['civil', 'sharing_head'], alert.id, 'false_alarm');
  assert.equal(closed.status, 200, JSON.stringify(closed.body));
  assert.equal(closed.body.alert.state, 'false_alarm');
  assert.deepEqual(await stateOf(grantId), { state: 'active', cause: null });
  await city.call(grantId);
  assert.equal(
    (await close(['civil', 'sharing_head'], alert.id, 'looked_into')).body.code,
    'calls.closed_already',
  );
  await city.calls.alerts.judge();
  assert.equal((await alertsOf(grantId)).length, 1, 'what was looked into does not speak again');
  assert.deepEqual((await city.verify()).fault, undefined);
});

test('a grant that is slowed answers so many calls a second until a person lifts it', async () => {
  await setRule('sequence', { slow: 40, suspend: 10_000 });
  const grantId = await onlyGrant();
  await enumerate(grantId, 300, 60);
  const [alert] = await judged(grantId, ([one]) => one?.state === 'open');
  assert.deepEqual([alert?.response, alert?.perSecond], ['slow', 2]);
  assert.equal((await stateOf(grantId)).state, 'active');
  const volley = async (): Promise<number[]> => {
    const replies = await Promise.all(
      Array.from({ length: 12 }, () => city.ask(grantId, '410403199001010011')),
    );
    return replies.map(reply => reply.status);
  };
  const statuses = await until(volley, found => found.includes(429), 5000);
  assert.ok(statuses.includes(200), 'slowed, not stopped');
  assert.ok(statuses.filter(status => status === 200).length <= 4, 'two a second, and a second to wait');
  assert.equal((await close(['authority', 'authority'], alert?.id ?? 0, 'looked_into')).status, 200);
  await until(volley, found => found.every(status => status === 200), 5000);
});

test('misuse that a person confirms stays suspended and goes on as the law has it: repair first', async () => {
  await setRule('sequence', {});
  const grantId = await onlyGrant();
  await enumerate(grantId, 500, 220);
  const [alert] = await judged(grantId, ([one]) => one?.state === 'open' && one.response === 'suspend');
  assert.equal((await close(['authority', 'authority'], alert?.id ?? 0, 'looked_into')).status, 200);
  assert.deepEqual(await stateOf(grantId), { state: 'suspended', cause: 'misuse' });
  const head = await city.as('civil', 'sharing_head');
  const act = `/api/grants/${grantId}/actions`;
  const resumed = await head.post<{ code: string }>(act, { action: 'resume', note: '恢复' });
  assert.deepEqual([resumed.status, resumed.body.code], [409, 'grants.repair_first']);
  const ordered = await head.post(act, { action: 'order_repair', until: '2027-01-31', note: '限期整改' });
  assert.equal(ordered.status, 200, JSON.stringify(ordered.body));
});

test('a rule whose bounds fall is refused, and only the authority sets rules', async () => {
  const authority = await city.as('authority', 'authority');
  const fallen = await authority.put<{ code: string }>('/api/calls/rules/volume', { ...RULE, slow: 20 });
  assert.deepEqual([fallen.status, fallen.body.code], [422, 'calls.bounds_fall']);
  assert.equal(
    (await (await city.as('civil', 'sharing_head')).put('/api/calls/rules/volume', RULE)).status,
    403,
  );
  const { body } = await authority.get<Static<typeof contract.RuleList>>('/api/calls/rules');
  assert.equal(body.items.find(one => one.kind === 'volume')?.basis, 'default');
  assert.equal(body.citation?.article, '第二十七条');
});
