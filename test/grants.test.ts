/** The life of a grant over HTTP: supply, misuse in its order, ends and changes of service, disposal, versions. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '#kernel/db.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import {
  AUTHORITY,
  CONSUMER,
  type GrantsCity,
  OFFICER,
  PROVIDER,
  type Who,
  day,
  openGrantsCity,
} from './grantsCity.ts';

const DAY = 86_400_000;
const STRANGERS: Who[] = [
  ['streets', 'sharing_head'],
  ['shilong', 'data_officer'],
  ['zhanhe', 'authority'],
];

let city: GrantsCity;
let entry: number;
before(async () => {
  city = await openGrantsCity('grants');
  entry = await city.entry();
});
after(() => city.close());

/** A fresh grant in force, of a system of its own. */
async function granted(...terms: Parameters<GrantsCity['open']> extends [number, ...infer T] ? T : never) {
  await city.anotherSystem();
  return city.open(entry, ...terms);
}

/** The same, so many days later; what follows is today again. */
async function later(days: number, work: () => Promise<void>): Promise<void> {
  city.pass(days * DAY);
  try {
    await work();
  } finally {
    city.pass(-days * DAY);
  }
}

/** Each step by whom it is done; all must succeed. */
async function walk(id: number, steps: readonly (readonly [Who, object])[]): Promise<void> {
  for (const [who, body] of steps) {
    const { status, code } = await city.act(who, id, body);
    assert.equal(status, 200, `${JSON.stringify(body)}: ${code}`);
  }
}

const SUSPEND = { action: 'suspend', cause: 'misuse', note: '调用超出场景' };
const ORDER = { action: 'order_repair', note: '停止超范围使用并清除多取的数据', until: day(10) };
const REPORT = { action: 'submit_repair', note: '已停止并清除，附日志' };

test('Whoever misuses is suspended, told what to mend and by when, and goes on as a new version once it is mended', async () => {
  const id = await granted();
  const suspended = await city.act(AUTHORITY, id, SUSPEND);
  assert.deepEqual([suspended.grant.state, suspended.grant.cause], ['suspended', 'misuse']);
  assert.equal(await city.planOf(id), undefined, 'no plane may use it');
  assert.match(suspended.grant.history.at(-1)?.citation?.article ?? '', /二十七/);
  assert.equal((await city.act(PROVIDER, id, ORDER)).grant.repair?.until, ORDER.until);
  assert.equal((await city.act(OFFICER, id, REPORT)).grant.state, 'repair_submitted');
  const mended = await city.act(PROVIDER, id, { action: 'accept_repair', note: '已查验' });
  assert.deepEqual(
    [mended.grant.state, mended.grant.version, mended.grant.cause, mended.grant.repair],
    ['active', 2, null, null],
  );
  assert.equal((await city.planOf(id))?.version, 2);
  assert.deepEqual(
    mended.grant.versions.map(one => [one.version, one.action]),
    [
      [2, 'accept_repair'],
      [1, 'open'],
    ],
  );
});

test('For misuse nothing leads past the order: not resumed, not ended at once, not ended before the date', async () => {
  const id = await granted();
  for (const action of [
    'order_repair',
    'submit_repair',
    'accept_repair',
    'reject_repair',
    'terminate',
    'resume',
  ])
    for (const who of [AUTHORITY, PROVIDER, OFFICER])
      assert.equal((await city.act(who, id, { ...ORDER, action })).code, 'grants.wrong_state', action);
  await walk(id, [[PROVIDER, SUSPEND]]);
  const resumed = await city.act(PROVIDER, id, { action: 'resume', note: '原因消除' });
  assert.deepEqual([resumed.status, resumed.code], [409, 'grants.repair_first']);
  assert.equal(
    (await city.act(PROVIDER, id, { action: 'terminate', note: '终止' })).code,
    'grants.wrong_state',
  );
  assert.equal((await city.act(PROVIDER, id, { ...ORDER, until: day(0) })).code, 'grants.repair_date');
  await walk(id, [[PROVIDER, ORDER]]);
  const early = await city.act(PROVIDER, id, { action: 'terminate', note: '未整改' });
  assert.deepEqual([early.status, early.code], [409, 'grants.repair_running']);
  assert.match(String(early.citation?.quotation), /限期整改/);
  await walk(id, [
    [OFFICER, REPORT],
    [AUTHORITY, { action: 'reject_repair', note: '多取的数据还在' }],
  ]);
  const ended = await city.act(PROVIDER, id, { action: 'terminate', note: '整改不到位' });
  assert.deepEqual([ended.grant.state, ended.grant.reason], ['revoked', '整改不到位']);
  assert.deepEqual(ended.grant.actions, []);
});

test('A repair that failed may be ordered again; one whose date passed without a report ends the grant', async () => {
  const id = await granted();
  await walk(id, [
    [PROVIDER, SUSPEND],
    [PROVIDER, ORDER],
    [CONSUMER, REPORT],
    [PROVIDER, { action: 'reject_repair', note: '日志不全' }],
    [PROVIDER, { ...ORDER, until: day(3), note: '补齐日志' }],
  ]);
  assert.deepEqual((await city.see(id)).repair, {
    until: day(3),
    order: '补齐日志',
    report: '',
    overdue: false,
  });
  await later(4, async () => {
    assert.equal((await city.see(id)).repair?.overdue, true);
    await walk(id, [[PROVIDER, { action: 'terminate', note: '逾期未整改' }]]);
  });
});

test('A suspension for another cause needs no repair and is resumed', async () => {
  const id = await granted();
  assert.equal(
    (await city.act(PROVIDER, id, { action: 'suspend', note: '维护' })).code,
    'grants.cause_needed',
  );
  const bare = await city.act(PROVIDER, id, { action: 'suspend', cause: 'fault' });
  assert.equal(bare.code, 'grants.reason_needed');
  await walk(id, [[PROVIDER, { action: 'suspend', cause: 'fault', note: '数据库维护' }]]);
  assert.equal((await city.act(PROVIDER, id, ORDER)).code, 'grants.no_misuse');
  const resumed = await city.act(PROVIDER, id, { action: 'resume', note: '维护结束' });
  assert.deepEqual([resumed.grant.state, resumed.grant.version, resumed.grant.cause], ['active', 2, null]);
});

test('Each step belongs to those who stand so to the grant; nobody else finds it', async () => {
  const id = await granted();
  for (const who of STRANGERS) {
    const { status } = await city.act(who, id, SUSPEND);
    assert.equal(status, 404, who.join(' '));
  }
  const may: Record<string, Who[]> = {};
  const everybody = [PROVIDER, CONSUMER, OFFICER, AUTHORITY, ['civil', 'data_officer']] as const;
  const note = async (state: string): Promise<void> => {
    for (const who of everybody)
      for (const action of (await city.see(id, who)).actions) (may[`${state} ${action}`] ??= []).push(who);
  };
  await note('active');
  await walk(id, [[PROVIDER, SUSPEND]]);
  await note('suspended');
  await walk(id, [[PROVIDER, ORDER]]);
  await note('repairing');
  await walk(id, [[OFFICER, REPORT]]);
  await note('repair_submitted');
  await walk(id, [[PROVIDER, { action: 'reject_repair', note: '不全' }]]);
  await note('repair_failed');
  const providing = [PROVIDER, AUTHORITY];
  assert.deepEqual(may, {
    'active suspend': providing,
    'active propose': [PROVIDER],
    'active give_up': [CONSUMER],
    'suspended resume': providing,
    'suspended order_repair': providing,
    'suspended give_up': [CONSUMER],
    'repairing submit_repair': [CONSUMER, OFFICER],
    'repairing terminate': providing,
    'repairing give_up': [CONSUMER],
    'repair_submitted accept_repair': providing,
    'repair_submitted reject_repair': providing,
    'repair_submitted give_up': [CONSUMER],
    'repair_failed order_repair': providing,
    'repair_failed terminate': providing,
    'repair_failed give_up': [CONSUMER],
  });
  for (const [key, allowed] of Object.entries(may)) {
    const [state, action = ''] = key.split(' ');
    if (state !== 'repair_failed') continue;
    for (const who of everybody.filter(one => !allowed.includes(one)))
      assert.equal(
        (await city.act(who, id, { action, note: '说明', until: day(5) })).code,
        'platform.forbidden',
      );
  }
});

test('Consent may come before the data: the grant waits, the supply clock runs, and the mount publishes the plan', async () => {
  const waiting = await city.entry({ mounted: false });
  await city.anotherSystem();
  const id = await city.open(waiting, {}, { decidedAt: new Date(Date.now() - 3 * DAY) });
  const before = await city.see(id);
  assert.deepEqual(
    [before.state, before.supply.clock?.step, before.supply.readyAt],
    ['awaiting_supply', 'supply', null],
  );
  assert.equal(await city.planOf(id), undefined);
  await city.mount(waiting);
  const ready = await city.see(id);
  assert.equal(ready.state, 'active');
  assert.notEqual(ready.supply.readyAt, null);
  assert.equal(ready.history.at(-1)?.action, 'ready');
  const plan = await city.planOf(id);
  assert.deepEqual(
    plan?.body.items.map(item => [item.name, item.column, item.mask.kind]),
    [
      ['公民身份号码', 'sfzh', 'middle'],
      ['姓名', 'xm', 'name'],
      ['登记日期', 'djrq', 'none'],
    ],
  );
});

test('A mount that nobody told of is found by the worker, and a grant that cannot be supplied waits on', async () => {
  const waiting = await city.entry({ mounted: false });
  await city.anotherSystem();
  const id = await city.open(waiting);
  const idle = await city.open(await city.entry({ mounted: false }));
  await city.audited(PLATFORM, 'test.mount', `entry:${waiting}`, async tx => {
    await tx.run(sql`insert into resources.resource (entry_id, source_id, schema, "table", mapping, state)
      select ${waiting}, source_id, schema, "table", mapping, state from resources.resource limit 1`);
    return { value: undefined };
  });
  await city.grants.everyMinute();
  assert.deepEqual([(await city.see(id)).state, (await city.see(idle)).state], ['active', 'awaiting_supply']);
  const given = await city.act(CONSUMER, idle, { action: 'give_up', because: 'purpose_unreachable' });
  assert.deepEqual([given.grant.state, given.grant.disposal], ['given_up', null]);
});

test('The supply clock stops at the first answer, and a provider that was ready in time is not late', async () => {
  const id = await granted({}, { decidedAt: new Date(Date.now() - 60 * DAY) });
  await city.grants.everyMinute();
  const ready = await city.see(id);
  assert.deepEqual([ready.supply.clock?.state, ready.supply.suppliedAt], ['late', null]);
  assert.equal(ready.supply.late, true, 'the consent was sixty days ago and the data is ready only today');
  const prompt = await granted();
  await later(40, async () => {
    const unused = await city.see(prompt);
    assert.deepEqual([unused.supply.clock?.state, unused.supply.late], ['late', false]);
  });
  city.used(id, 1, 1);
  await city.grants.everyMinute();
  assert.equal((await city.see(id)).supply.suppliedAt, null, 'a refused call is no supply');
  city.used(id, 2, 1);
  await city.grants.everyMinute();
  const supplied = await city.see(id);
  assert.equal(supplied.supply.clock?.state, 'done');
  assert.notEqual(supplied.supply.suppliedAt, null);
  assert.equal(supplied.history.filter(one => one.action === 'first_use').length, 1);
});

const PROPOSAL = { kind: 'end', on: day(40), consultUntil: day(20) };

test('A provider ends a service by proposal, answer, filing and its day; until then data flows on', async () => {
  const id = await granted();
  const proposed = await city.act(PROVIDER, id, { action: 'propose', note: '系统下线', proposal: PROPOSAL });
  assert.deepEqual([proposed.grant.change?.state, proposed.grant.state], ['proposed', 'active']);
  assert.equal(
    (await city.act(PROVIDER, id, { action: 'propose', note: '再提', proposal: PROPOSAL })).code,
    'grants.change_open',
  );
  const early = await city.act(PROVIDER, id, { action: 'file_change' });
  assert.deepEqual([early.status, early.code], [409, 'grants.consult_first']);
  assert.match(String(early.citation?.quotation), /协商，并报/);
  assert.equal((await city.act(CONSUMER, id, { action: 'object_change' })).code, 'grants.reason_needed');
  assert.equal(
    (await city.act(OFFICER, id, { action: 'agree_change' })).code,
    'platform.forbidden',
    'its head answers',
  );
  const answered = await city.act(CONSUMER, id, { action: 'object_change', note: '业务仍需使用' });
  assert.deepEqual(
    [answered.grant.change?.state, answered.grant.change?.answer],
    ['objected', '业务仍需使用'],
  );
  assert.equal(
    (await city.act(PROVIDER, id, { action: 'file_change', on: day(30) })).code,
    'grants.change_too_soon',
  );
  const filed = await city.act(PROVIDER, id, { action: 'file_change', on: day(41) });
  assert.deepEqual([filed.grant.change?.state, filed.grant.change?.on], ['filed', day(41)]);
  const noted = await city.act(AUTHORITY, id, { action: 'note_change' });
  assert.notEqual(noted.grant.change?.notedAt, null);
  assert.equal((await city.act(AUTHORITY, id, { action: 'note_change' })).code, 'grants.wrong_state');
  await city.grants.everyMinute();
  assert.equal((await city.see(id)).state, 'active');
  assert.notEqual(await city.planOf(id), undefined);
  await later(41, async () => {
    await city.grants.everyMinute();
    const ended = await city.see(id);
    assert.deepEqual([ended.state, ended.change?.state, ended.reason], ['revoked', 'done', '系统下线']);
    assert.equal(await city.planOf(id), undefined);
  });
});

test('Without an answer it is filed once the stated consultation ran out, which lasts five working days at least', async () => {
  const id = await granted();
  const short = { ...PROPOSAL, consultUntil: day(3) };
  const refused = await city.act(PROVIDER, id, { action: 'propose', note: '系统下线', proposal: short });
  assert.deepEqual([refused.status, refused.code], [422, 'grants.consult_too_short']);
  const hasty = { ...PROPOSAL, on: PROPOSAL.consultUntil };
  assert.equal(
    (await city.act(PROVIDER, id, { action: 'propose', note: '系统下线', proposal: hasty })).code,
    'grants.change_too_soon',
  );
  await walk(id, [[PROVIDER, { action: 'propose', note: '系统下线', proposal: PROPOSAL }]]);
  await later(20, async () =>
    assert.equal((await city.act(PROVIDER, id, { action: 'file_change' })).code, 'grants.consult_first'),
  );
  await later(21, async () => {
    assert.equal((await city.act(PROVIDER, id, { action: 'file_change' })).grant.change?.state, 'filed');
    await walk(id, [[PROVIDER, { action: 'withdraw_change', note: '系统继续运行' }]]);
  });
  await later(51, async () => {
    await city.grants.everyMinute();
    assert.equal((await city.see(id)).state, 'active', 'what was withdrawn has no effect');
  });
});

test('A change of service only narrows, and is a new version of grant and plan on its day', async () => {
  const id = await granted({ limits: { window: { from: '08:00', to: '20:00' } } });
  const change = { kind: 'change', on: day(40), consultUntil: day(20) };
  const propose = (more: object) =>
    city.act(PROVIDER, id, { action: 'propose', note: '减少数据项', proposal: { ...change, ...more } });
  for (const [wider, code] of [
    [{ items: ['姓名', '住址'] }, 'grants.wider_than_granted'],
    [{ until: day(400) }, 'grants.wider_than_granted'],
    [{ window: { from: '07:00', to: '12:00' } }, 'grants.wider_than_granted'],
    [{ items: ['公民身份号码', '姓名', '登记日期'] }, 'grants.nothing_changed'],
    [{ items: ['姓名'] }, 'grants.identifier_missing'],
  ] as const)
    assert.equal((await propose(wider)).code, code, JSON.stringify(wider));
  await propose({ items: ['公民身份号码', '姓名'], until: day(200), window: { from: '09:00', to: '17:00' } });
  await walk(id, [
    [CONSUMER, { action: 'agree_change' }],
    [PROVIDER, { action: 'file_change' }],
  ]);
  await later(40, () => city.grants.everyMinute());
  const changed = await city.see(id);
  assert.deepEqual(
    [
      changed.state,
      changed.version,
      changed.until,
      changed.limits.window,
      changed.items.map(item => item.name),
    ],
    ['active', 2, day(200), { from: '09:00', to: '17:00' }, ['公民身份号码', '姓名']],
  );
  const plan = await city.planOf(id);
  assert.deepEqual(
    [plan?.version, plan?.body.window, plan?.body.items.length],
    [2, { from: 540, to: 1020 }, 2],
  );
});

test('Bounds and required statements reach the plan, and a change of service only tightens them', async () => {
  const id = await granted({
    limits: { perSecond: 20, perDay: 1000, rowsTotal: 50_000, requires: { caseNo: true } },
  });
  const before = (await city.planOf(id))?.body;
  assert.deepEqual(before?.['limits'], { perSecond: 20, perDay: 1000, rowsTotal: 50_000 });
  assert.deepEqual(before?.['requires'], { caseNo: true });
  assert.equal(before?.['matter'], '市场主体登记');
  const change = { kind: 'change', on: day(40), consultUntil: day(20) };
  const propose = (limits: object) =>
    city.act(PROVIDER, id, { action: 'propose', note: '收紧', proposal: { ...change, limits } });
  for (const [limits, code] of [
    [{ perDay: 1001 }, 'grants.wider_than_granted'],
    [{ perDay: 900, rowsTotal: 60_000 }, 'grants.wider_than_granted'],
    [{ perDay: 1000, requires: { caseNo: true } }, 'grants.nothing_changed'],
    [{ perDay: 0 }, 'platform.bad_input'],
  ] as const)
    assert.equal((await propose(limits)).code, code, JSON.stringify(limits));
  assert.equal(
    (await propose({ perDay: 400, bytesPerDay: 1_000_000, requires: { post: true } })).status,
    200,
  );
  const proposed = await city.see(id);
  assert.deepEqual(proposed.change?.terms.limits, {
    perDay: 400,
    bytesPerDay: 1_000_000,
    requires: { post: true },
  });
  await walk(id, [
    [CONSUMER, { action: 'agree_change' }],
    [PROVIDER, { action: 'file_change' }],
  ]);
  await later(40, () => city.grants.everyMinute());
  const plan = await city.planOf(id);
  assert.equal(plan?.version, 2);
  assert.deepEqual(plan?.body['limits'], {
    perSecond: 20,
    perDay: 400,
    rowsTotal: 50_000,
    bytesPerDay: 1_000_000,
  });
  assert.deepEqual(plan?.body['requires'], { caseNo: true, post: true });
});

test('The consumer’s head may give a grant up at any time, and says why', async () => {
  const id = await granted();
  assert.equal((await city.act(CONSUMER, id, { action: 'give_up' })).code, 'grants.purpose_needed');
  assert.equal(
    (await city.act(OFFICER, id, { action: 'give_up', because: 'purpose_reached' })).code,
    'platform.forbidden',
  );
  const given = await city.act(CONSUMER, id, {
    action: 'give_up',
    because: 'purpose_reached',
    note: '普查结束',
  });
  assert.deepEqual([given.grant.state, given.grant.reason], ['given_up', '共享目的已实现：普查结束']);
  assert.equal(await city.planOf(id), undefined);
});

const CERTIFICATE = {
  action: 'report_disposal',
  note: '业务库与备份中的婚姻登记数据',
  report: { way: 'destroy', on: day(0), certificate: '我局已于今日销毁全部婚姻登记数据及其备份，特此证明。' },
};

test('After the end the data is disposed of as the provider demands: reported, signed, sent back once, confirmed', async () => {
  const id = await granted();
  city.used(id, 5);
  await city.grants.everyMinute();
  const ended = await city.act(CONSUMER, id, { action: 'give_up', because: 'no_longer_necessary' });
  assert.deepEqual(
    [ended.grant.disposal?.state, ended.grant.disposal?.way, ended.grant.disposal?.clock?.localDays],
    ['due', 'destroy', 30],
  );
  assert.deepEqual((await city.see(id, PROVIDER)).actions, ['demand_disposal']);
  assert.deepEqual((await city.see(id, OFFICER)).actions, ['report_disposal']);
  assert.equal((await city.act(OFFICER, id, { action: 'demand_disposal' })).code, 'platform.forbidden');
  const demand = { action: 'demand_disposal', demand: { way: 'seal', days: 10 }, note: '封存备查' };
  assert.equal((await city.act(PROVIDER, id, demand)).grant.disposal?.clock?.localDays, 10);
  assert.equal((await city.act(OFFICER, id, CERTIFICATE)).code, 'grants.other_way');
  const ahead = { ...CERTIFICATE, report: { ...CERTIFICATE.report, way: 'seal', on: day(1) } };
  assert.equal((await city.act(OFFICER, id, ahead)).code, 'grants.report_ahead');
  const report = { ...CERTIFICATE, report: { ...CERTIFICATE.report, way: 'seal' } };
  assert.equal((await city.act(OFFICER, id, report)).grant.disposal?.state, 'reported');
  assert.equal((await city.act(PROVIDER, id, { action: 'confirm_disposal' })).code, 'grants.wrong_state');
  const signed = await city.act(CONSUMER, id, { action: 'sign_disposal' });
  assert.deepEqual([signed.grant.disposal?.state, signed.grant.disposal?.clock?.state], ['signed', 'paused']);
  const back = await city.act(PROVIDER, id, { action: 'send_back_disposal', note: '没有写备份' });
  assert.deepEqual([back.grant.disposal?.state, back.grant.disposal?.sentBack], ['sent_back', '没有写备份']);
  await walk(id, [
    [OFFICER, report],
    [CONSUMER, { action: 'sign_disposal' }],
  ]);
  assert.equal(
    (await city.act(PROVIDER, id, { action: 'send_back_disposal', note: '再退' })).code,
    'grants.sent_back_before',
  );
  const closed = await city.act(PROVIDER, id, { action: 'confirm_disposal' });
  assert.deepEqual(
    [closed.grant.disposal?.state, closed.grant.disposal?.clock?.state, closed.grant.actions],
    ['confirmed', 'done', []],
  );
  const digest = closed.grant.disposal?.report?.digest ?? '';
  const kept = await city.db.find<{ body: string }>(
    sql`select body from record.document where digest = ${Buffer.from(digest, 'hex')}`,
  );
  assert.match(
    kept?.body ?? '',
    /特此证明/,
    'the certificate is kept under the digest that the record names',
  );
});

test('What was delivered just before the end is found in the record; where nothing was, nothing is asked for', async () => {
  const silent = await granted();
  const busy = await granted();
  for (const id of [silent, busy])
    await walk(id, [[CONSUMER, { action: 'give_up', because: 'purpose_reached' }]]);
  assert.equal((await city.see(silent)).disposal, null);
  city.used(busy, 1);
  await city.grants.everyMinute();
  assert.equal((await city.see(busy)).disposal?.state, 'due');
  await later(1, () => city.grants.everyMinute());
  city.used(silent, 1);
  await city.grants.everyMinute();
  assert.equal((await city.see(silent)).disposal, null, 'settled an hour after the end');
});

test('A further decision makes a new version; the record of the old one stays what it was', async () => {
  const id = await granted({ items: ['公民身份号码', '姓名'] });
  const first = await city.planOf(id);
  const amended = await city.amend(
    id,
    entry,
    { items: ['公民身份号码', '姓名', '登记日期'] },
    { thirdParties: ['平顶山市公证处'], scenario: '数据分析' },
  );
  assert.deepEqual(amended, { grantId: id, version: 2 });
  const now = await city.planOf(id);
  assert.deepEqual(
    [now?.version, now?.body.items.length, now?.body.thirdParties, now?.body.scenario],
    [2, 3, ['平顶山市公证处'], '数据分析'],
  );
  const kept = await city.db.get<{ body: object }>(
    sql`select body from plans.plan where grant_id = ${id} and version = 1`,
  );
  assert.deepEqual(kept.body, first?.body);
  const seen = await city.see(id, OFFICER);
  assert.deepEqual(seen.thirdParties, ['平顶山市公证处']);
  assert.notEqual(seen.versions[0]?.applicationNo, seen.versions[1]?.applicationNo);
  const open = await city.db.many<{ name: string }>(sql`select sharing_case as name
    from (select split_part(r, ':', 1) as sharing_case, r from sharing.grant_version v
      cross join lateral (values ('application:' || v.application_id)) x(r) where v.grant_id = ${id}) y`);
  assert.equal(open.length, 2);
});

test('A decision above the grant ends it, lifts a suspension, or undoes an end that somebody else brought about', async () => {
  const id = await granted();
  const decide = (action: 'close' | 'restore') =>
    city.audited(PLATFORM, `test.${action}`, `dispute:1`, async tx => {
      await city.grants[action](tx, PLATFORM, id, '经协调');
      return { value: undefined, facts: { ...(await city.grants.documents(tx, id)) } };
    });
  await assert.rejects(decide('restore'), { code: 'grants.wrong_state' });
  await walk(id, [[PROVIDER, SUSPEND]]);
  await decide('restore');
  assert.deepEqual([(await city.see(id)).state, (await city.planOf(id))?.version], ['active', 2]);
  city.used(id);
  await city.grants.everyMinute();
  await decide('close');
  const closed = await city.see(id);
  assert.deepEqual([closed.state, closed.disposal?.state], ['revoked', 'due']);
  await decide('restore');
  const restored = await city.see(id);
  assert.deepEqual(
    [restored.state, restored.disposal, (await city.planOf(id))?.version],
    ['active', null, 3],
  );
  await walk(id, [[CONSUMER, { action: 'give_up', because: 'purpose_reached' }]]);
  assert.equal((await city.see(id)).disposal?.state, 'due', 'a second end asks for the disposal anew');
  await assert.rejects(decide('restore'), { code: 'grants.wrong_state' });
});

test('The workbench of a post holds what waits for it on grants, and nothing that waits for others', async () => {
  const id = await granted();
  const all = async (): Promise<Record<string, string[]>> =>
    Object.fromEntries(
      await Promise.all(
        Object.entries({
          PROVIDER,
          CONSUMER,
          OFFICER,
          AUTHORITY,
          OTHER: ['zhanhe', 'authority'] as const,
        }).map(async ([name, who]) => [name, await city.todo(who, id)] as const),
      ),
    );
  const none = { PROVIDER: [], CONSUMER: [], OFFICER: [], AUTHORITY: [], OTHER: [] };
  assert.deepEqual(await all(), none);
  await walk(id, [[PROVIDER, { action: 'propose', note: '系统下线', proposal: PROPOSAL }]]);
  assert.deepEqual(await all(), { ...none, CONSUMER: ['answer_change'] });
  await walk(id, [[CONSUMER, { action: 'agree_change' }]]);
  assert.deepEqual(await all(), { ...none, PROVIDER: ['file_change'] });
  await walk(id, [[PROVIDER, { action: 'file_change' }]]);
  assert.deepEqual(await all(), { ...none, AUTHORITY: ['note_change'] });
  await walk(id, [
    [AUTHORITY, { action: 'note_change' }],
    [PROVIDER, SUSPEND],
    [PROVIDER, ORDER],
  ]);
  assert.deepEqual(await all(), { ...none, CONSUMER: ['repair_use'], OFFICER: ['repair_use'] });
  await walk(id, [[OFFICER, REPORT]]);
  assert.deepEqual(await all(), { ...none, PROVIDER: ['check_repair'], AUTHORITY: ['check_repair'] });
  city.used(id);
  await city.grants.everyMinute();
  await walk(id, [[CONSUMER, { action: 'give_up', because: 'purpose_reached' }]]);
  assert.deepEqual(await all(), { ...none, OFFICER: ['report_disposal'] });
  await walk(id, [[OFFICER, CERTIFICATE]]);
  assert.deepEqual(await all(), { ...none, CONSUMER: ['sign_disposal'] });
  await walk(id, [[CONSUMER, { action: 'sign_disposal' }]]);
  assert.deepEqual(await all(), { ...none, PROVIDER: ['confirm_disposal'] });
});

test('A grant past its last day ends, whatever it was in the middle of, and with it what was proposed', async () => {
  const id = await granted({ until: day(30) });
  await walk(id, [
    [PROVIDER, { action: 'propose', note: '系统下线', proposal: PROPOSAL }],
    [PROVIDER, SUSPEND],
    [PROVIDER, ORDER],
  ]);
  await later(31, async () => void (await city.grants.endPastGrants()));
  const ended = await city.see(id);
  assert.deepEqual([ended.state, ended.change?.state, ended.actions], ['expired', 'withdrawn', []]);
});

test('Beside a renewal stands what was used: items by what the records name, across versions', async () => {
  const id = await granted({ items: ['公民身份号码', '姓名'] });
  await city.amend(id, entry, { items: ['登记日期', '公民身份号码', '姓名'] });
  city.used(id, 12, 2);
  city.reads.set(id, {
    looked: 10,
    capped: true,
    versions: new Map([
      [1, new Set([0])],
      [2, new Set([0])],
    ]),
  });
  const officer = await city.as(...OFFICER);
  const { body } = await officer.get<{
    granted: number;
    read: number;
    capped: boolean;
    calls: number;
    items: { name: string; read: boolean }[];
  }>(`/api/grants/${id}/usage?days=90`);
  assert.deepEqual([body.granted, body.read, body.capped, body.calls], [3, 2, true, 12]);
  assert.deepEqual(
    body.items.filter(item => !item.read).map(item => item.name),
    ['姓名'],
  );
});

test('Those whose turn it is are told, and what asked for something is settled by the next step', async () => {
  const id = await granted();
  const told = async (who: Who) =>
    (
      await (
        await city.as(...who)
      ).get<{ items: { path: string; kind: string; zh: string; settled: boolean }[] }>(
        '/api/messages?size=100',
      )
    ).body.items.filter(one => one.path === `/grants/${id}`);
  await walk(id, [
    [PROVIDER, SUSPEND],
    [PROVIDER, ORDER],
  ]);
  const [order] = await told(OFFICER);
  assert.deepEqual([order?.kind, order?.settled], ['todo', false]);
  assert.match(order?.zh ?? '', new RegExp(`须在 ${ORDER.until} 前整改`));
  await walk(id, [[OFFICER, REPORT]]);
  assert.deepEqual(
    (await told(OFFICER)).filter(one => one.kind === 'todo').map(one => one.settled),
    [true],
  );
  assert.match((await told(AUTHORITY))[0]?.zh ?? '', /整改报告/);
});
