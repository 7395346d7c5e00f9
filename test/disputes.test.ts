/** Disputes: talk, mediation by the authority that the region tree names, the government’s decision, and what follows. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '#kernel/db.ts';
import {
  CONDITIONAL,
  type Case,
  type Dispute,
  type DisputesCity,
  WITHHELD,
  type Who,
  day,
  openDisputesCity,
} from './disputesCity.ts';
import { until } from './instance.ts';

const HEAD: Who = ['market', 'sharing_head'];
const OFFICER: Who = ['market', 'data_officer'];
const PROVIDER: Who = ['civil', 'sharing_head'];
const PROVIDER_OFFICER: Who = ['civil', 'data_officer'];
const AUTHORITY: Who = ['authority', 'authority'];
const ITEMS = ['公民身份号码', '姓名'];
const DECISION = { note: '经研究，决定如上。', documentNo: '平政办〔2026〕12号', date: day(-1) };

let city: DisputesCity;
before(async () => {
  city = await openDisputesCity('disputes');
});
after(() => city.close());

let made = 0;
/** An application that its provider refused. */
async function refused(
  consumer = 'market',
  provider = 'civil',
): Promise<{ application: Case; entryId: number }> {
  made += 1;
  const entryId = await city.publish(provider, `低保对象信息 ${made}`, CONDITIONAL);
  const { id } = await city.apply(consumer, entryId);
  const application = await city.answer(provider, id, {
    action: 'refuse',
    category: 'condition_not_met',
    conditions: ['仅用于社会救助核对'],
    note: '申请事项不是社会救助核对，不满足目录列明的共享条件',
  });
  assert.equal(application.state, 'refused');
  return { application, entryId };
}

async function disputed(consumer = 'market', provider = 'civil') {
  const { application, entryId } = await refused(consumer, provider);
  const { status, body } = await city.raise([consumer, 'sharing_head'], application.id);
  assert.equal(status, 201, JSON.stringify(body));
  return { id: body.dispute.id, dispute: body.dispute, application, entryId };
}

async function act(who: Who, id: number, action: string, more: object = {}): Promise<Dispute> {
  const { status, body } = await city.act(who, id, { action, ...more });
  assert.equal(status, 200, `${who.join(' ')} ${action}: ${JSON.stringify(body)}`);
  return body.dispute;
}
const codeOf = async (who: Who, id: number, action: string, more: object = {}): Promise<string> =>
  (await city.act(who, id, { action, ...more })).body.code;

/** As far as the authority’s desk. */
async function mediating(consumer = 'market', provider = 'civil') {
  const found = await disputed(consumer, provider);
  await act([provider, 'sharing_head'], found.id, 'state', { note: '目录列明的条件不满足' });
  const dispute = await act([consumer, 'sharing_head'], found.id, 'escalate');
  assert.equal(dispute.state, 'mediating');
  return { ...found, dispute };
}

/** As far as the government. */
async function atGovernment() {
  const found = await mediating();
  await act(AUTHORITY, found.id, 'opine', { outcome: 'keep', note: '条件确不满足' });
  await act(HEAD, found.id, 'reject', { note: '低保审核就是社会救助' });
  await act(AUTHORITY, found.id, 'report');
  return found;
}

const stateOf = async (id: number): Promise<string> => (await city.application(OFFICER, id)).state;

test('Only the consumer’s head raises a dispute, over an answer that was no, and once', async () => {
  const { application } = await refused();
  for (const who of [OFFICER, ['market', 'department_head'], AUTHORITY] as const)
    assert.equal((await city.raise(who, application.id)).body.code, 'platform.forbidden');
  for (const who of [PROVIDER, ['streets', 'sharing_head']] as const)
    assert.equal((await city.raise(who, application.id)).body.code, 'platform.not_found');
  const raised = await city.raise(HEAD, application.id);
  assert.equal(raised.status, 201, JSON.stringify(raised.body));
  const { dispute } = raised.body;
  assert.deepEqual([dispute.kind, dispute.state], ['refusal', 'negotiating']);
  assert.match(dispute.no, /^争-\d{4}-\d{5}$/);
  assert.match(dispute.contested, /不满足目录列明的共享条件/);
  assert.equal(dispute.body, '平顶山市政务服务和大数据管理局');
  assert.equal(dispute.government, '平顶山市人民政府');
  assert.equal(await stateOf(application.id), 'disputed');
  assert.equal((await city.raise(HEAD, application.id)).body.code, 'disputes.disputed_already');

  const entryId = await city.publish('civil', '殡葬服务信息', CONDITIONAL);
  const { id } = await city.apply('market', entryId);
  assert.equal((await city.raise(HEAD, id)).body.code, 'disputes.nothing_to_dispute');
});

test('Beside each step stand the texts of the provider’s region, PD’s own limit in its words, and who mediates', async () => {
  const { dispute } = await disputed();
  const [first, second] = dispute.stepCitations;
  assert.deepEqual([first?.document, first?.article], ['pingdingshan', '第十八条']);
  assert.match(first?.quotation ?? '', /因履行职责确需使用/);
  assert.deepEqual([second?.document, second?.article], ['n809', '第二十八条']);
  assert.equal(dispute.bodyCitations[0]?.document, 'pingdingshan');
});

test('Both sides and their officers talk in it, everything stays, and others do not see it', async () => {
  const { id } = await disputed();
  await act(PROVIDER_OFFICER, id, 'state', { note: '请说明用于哪项救助' });
  const seen = await act(OFFICER, id, 'state', { note: '用于低保审核' });
  assert.deepEqual(
    seen.statements.map(one => [one.side, one.text]),
    [
      ['provider', '请说明用于哪项救助'],
      ['consumer', '用于低保审核'],
    ],
  );
  assert.equal(await codeOf(OFFICER, id, 'state', { note: '  ' }), 'disputes.words_needed');
  for (const who of [
    ['streets', 'sharing_head'],
    ['shilong', 'data_officer'],
    ['zhanhe', 'authority'],
    ['zhanhe', 'auditor'],
  ] as const) {
    assert.equal((await city.get<Dispute>(who, `/api/disputes/${id}`)).status, 404, who.join(' '));
    assert.equal(await codeOf(who, id, 'state', { note: '我们也有意见' }), 'platform.not_found');
    const list = await city.must<{ items: { id: number }[] }>(who, 'GET', '/api/disputes?box=all&size=100');
    assert.ok(!list.items.some(one => one.id === id));
  }
  for (const who of [PROVIDER, AUTHORITY, ['authority', 'auditor'], ['market', 'department_head']] as const)
    assert.equal((await city.get<Dispute>(who, `/api/disputes/${id}`)).status, 200, who.join(' '));
  assert.equal(await codeOf(['authority', 'auditor'], id, 'state', { note: '意见' }), 'platform.forbidden');
  assert.equal(
    await codeOf(AUTHORITY, id, 'opine', { outcome: 'keep', note: '意见' }),
    'disputes.wrong_state',
  );
  assert.equal(await codeOf(AUTHORITY, id, 'state', { note: '意见' }), 'platform.forbidden');
});

test('A settlement that one side proposes and the other takes is carried out at once, in its terms', async () => {
  const { id, application, entryId } = await disputed();
  await city.mount('civil', entryId);
  assert.equal(await codeOf(PROVIDER_OFFICER, id, 'propose', { outcome: 'open' }), 'platform.forbidden');
  assert.equal(await codeOf(PROVIDER, id, 'propose'), 'disputes.outcome_needed');
  assert.equal(await codeOf(PROVIDER, id, 'propose', { outcome: 'reclass' }), 'disputes.outcome_not_here');
  const terms = { items: ITEMS, until: day(100) };
  assert.equal(await codeOf(PROVIDER, id, 'propose', { outcome: 'keep', terms }), 'disputes.terms_not_here');
  await act(PROVIDER, id, 'propose', { outcome: 'open', terms, note: '只给核对所需的两项' });
  assert.equal(await codeOf(PROVIDER, id, 'agree'), 'disputes.own_proposal');
  assert.equal(await codeOf(OFFICER, id, 'agree'), 'platform.forbidden');
  await act(HEAD, id, 'decline', { note: '还需要登记日期' });
  assert.equal(await codeOf(HEAD, id, 'agree'), 'disputes.no_proposal');
  await act(PROVIDER, id, 'propose', { outcome: 'open', terms });
  const settled = await act(HEAD, id, 'agree');
  assert.deepEqual([settled.state, settled.result?.outcome], ['settled', 'open']);
  const opened = await city.application(OFFICER, application.id);
  assert.equal(opened.state, 'partly_agreed');
  const grant = await city.must<{ items: { name: string }[]; until: string }>(
    OFFICER,
    'GET',
    `/api/grants/${opened.grantId}`,
  );
  assert.deepEqual(
    [grant.items.map(one => one.name), grant.until],
    [ITEMS, day(100)],
    'what was settled and nothing else',
  );
  assert.deepEqual(settled.actions, []);
  assert.equal(await codeOf(HEAD, id, 'withdraw', { note: '不再需要' }), 'disputes.wrong_state');
});

test('A settlement wider than what was asked for is not carried out', async () => {
  const { id, application } = await disputed();
  const terms = { items: [...ITEMS, '家庭住址'] };
  await act(PROVIDER, id, 'propose', { outcome: 'open', terms });
  assert.equal(await codeOf(HEAD, id, 'agree'), 'sharing.wider_than_asked');
  assert.equal((await city.dispute(HEAD, id)).state, 'negotiating');
  assert.equal(await stateOf(application.id), 'disputed');
});

test('That the refusal stands can be settled too; what ended is not disputed again', async () => {
  const { id, application, dispute } = await disputed();
  await act(HEAD, id, 'propose', { outcome: 'keep', note: '改向省平台申请' });
  const settled = await act(PROVIDER, id, 'agree');
  assert.equal(settled.result?.outcome, 'keep');
  assert.equal(await stateOf(application.id), 'refused');
  const again = await city.raise(HEAD, application.id);
  assert.deepEqual([again.body.code, again.body.facts['no']], ['disputes.ended_already', dispute.no]);
});

test('A dispute that is given up leaves the answer as it was, and may be raised again', async () => {
  const { id, application } = await disputed();
  assert.equal(await codeOf(PROVIDER, id, 'withdraw', { note: '撤回' }), 'platform.forbidden');
  assert.equal((await act(HEAD, id, 'withdraw', { note: '材料补齐后再提' })).state, 'withdrawn');
  assert.equal(await stateOf(application.id), 'refused');
  assert.equal((await city.raise(HEAD, application.id)).status, 201);
});

test('The consumer goes to the authority once the provider has answered, or five working days have passed', async () => {
  const { id } = await disputed();
  const early = await city.act(HEAD, id, { action: 'escalate' });
  assert.deepEqual([early.status, early.body.code], [409, 'disputes.too_early']);
  assert.match(String(early.body.facts['date']), /^\d{4}-\d\d-\d\d$/);
  assert.ok(!(await city.dispute(HEAD, id)).actions.includes('escalate'));
  await city.age(id, 12);
  assert.equal(await codeOf(OFFICER, id, 'escalate'), 'platform.forbidden');
  assert.equal(await codeOf(PROVIDER, id, 'escalate'), 'platform.forbidden');
  assert.equal((await act(HEAD, id, 'escalate')).state, 'mediating');

  const answered = await disputed();
  await act(PROVIDER_OFFICER, answered.id, 'state', { note: '不同意的理由不变' });
  assert.equal((await act(HEAD, answered.id, 'escalate')).state, 'mediating');
});

test('The authority asks both sides, records the meeting and gives its opinion; both accept and it is carried out', async () => {
  const { id, application, entryId } = await mediating();
  await city.mount('civil', entryId);
  for (const who of [HEAD, PROVIDER, OFFICER]) {
    assert.equal(await codeOf(who, id, 'ask', { note: '请说明' }), 'platform.forbidden');
    assert.equal(await codeOf(who, id, 'opine', { outcome: 'open', note: '应当共享' }), 'platform.forbidden');
  }
  await act(AUTHORITY, id, 'ask', { note: '请双方三日内书面说明' });
  const waits = await city.dispute(PROVIDER_OFFICER, id);
  assert.equal(waits.yourTurn, true);
  await act(PROVIDER_OFFICER, id, 'state', { note: '条件如目录所列' });
  assert.equal((await city.dispute(PROVIDER_OFFICER, id)).yourTurn, false);
  const meeting = { date: day(-2), participants: '市民政局、市市场监管局', note: '双方陈述了意见' };
  assert.equal(await codeOf(AUTHORITY, id, 'meet', { ...meeting, date: day(2) }), 'disputes.date_ahead');
  const met = await act(AUTHORITY, id, 'meet', meeting);
  assert.deepEqual(
    met.meetings.map(one => [one.heldOn, one.participants]),
    [[day(-2), '市民政局、市市场监管局']],
  );
  await act(AUTHORITY, id, 'opine', { outcome: 'open', note: '低保审核属于社会救助核对，应当共享' });
  assert.equal(await codeOf(OFFICER, id, 'accept'), 'platform.forbidden');
  assert.equal(await codeOf(AUTHORITY, id, 'accept'), 'platform.forbidden');
  assert.equal((await act(HEAD, id, 'accept')).state, 'opined');
  assert.equal(await codeOf(HEAD, id, 'accept'), 'disputes.answered_already');
  assert.equal(await codeOf(AUTHORITY, id, 'report'), 'disputes.opinion_pending');
  const settled = await act(PROVIDER, id, 'accept');
  assert.deepEqual([settled.state, settled.result?.outcome], ['settled', 'open']);
  const opened = await city.application(OFFICER, application.id);
  assert.equal(opened.state, 'agreed');
  assert.notEqual(opened.grantId, null);
});

test('What a side rejects goes to the government, whose decision is entered with its document and carried out', async () => {
  const { id, application, entryId } = await atGovernment();
  await city.mount('civil', entryId);
  const decision = { outcome: 'open', ...DECISION };
  for (const who of [HEAD, PROVIDER, OFFICER])
    assert.equal(await codeOf(who, id, 'decide', decision), 'platform.forbidden');
  const { documentNo: _number, ...unnumbered } = decision;
  assert.equal(await codeOf(AUTHORITY, id, 'decide', unnumbered), 'disputes.document_needed');
  assert.equal(await codeOf(AUTHORITY, id, 'decide', { ...decision, date: day(1) }), 'disputes.date_ahead');
  const decided = await act(AUTHORITY, id, 'decide', decision);
  assert.deepEqual([decided.state, decided.result?.outcome], ['decided', 'open']);
  assert.equal(await stateOf(application.id), 'agreed');
  assert.equal(await codeOf(AUTHORITY, id, 'decide', decision), 'disputes.wrong_state');

  const kept = await atGovernment();
  await act(AUTHORITY, kept.id, 'decide', { outcome: 'keep', ...DECISION });
  assert.equal(await stateOf(kept.application.id), 'refused');
});

test('An opinion that nobody answers is reported after five working days', async () => {
  const { id } = await mediating();
  await act(AUTHORITY, id, 'opine', { outcome: 'open', note: '应当共享' });
  assert.equal(await codeOf(AUTHORITY, id, 'report'), 'disputes.opinion_pending');
  await city.age(id, 12);
  assert.equal((await act(AUTHORITY, id, 'report')).state, 'at_government');
});

test('Opinion and decision are kept as documents that the record names, with the parties and the case', async () => {
  const { id, entryId } = await atGovernment();
  await act(AUTHORITY, id, 'decide', { outcome: 'keep', ...DECISION });
  const { history } = await city.dispute(HEAD, id);
  assert.deepEqual(
    history.map(one => one.action),
    ['raise', 'state', 'escalate', 'opine', 'reject', 'report', 'decide'],
  );
  const kept = await city.db.many<{ body: string }>(
    sql`select body from record.document where body like ${`%"object":"dispute:${id}"%`}`,
  );
  const documents = kept.map(one => JSON.parse(one.body) as Record<string, unknown>);
  assert.ok(documents.some(one => 'decision' in one && one['government'] === '平顶山市人民政府'));
  assert.ok(documents.some(one => 'opinion' in one && 'body' in one));
  const entry = await until(
    () =>
      city.db.find<{ number: number; providerId: number; consumerId: number; entryId: number }>(
        sql`select number, provider_id as "providerId", consumer_id as "consumerId", entry_id as "entryId" from ledger.entry
          where object = ${`dispute:${id}`} and action = 'disputes.decide' and result = 'done'`,
      ),
    found => found !== undefined,
    10_000,
  );
  assert.deepEqual(
    [entry?.providerId, entry?.consumerId, entry?.entryId],
    [city.departments['civil'], city.departments['market'], entryId],
  );
  assert.equal((await city.dispute(HEAD, id)).history.at(-1)?.record, entry?.number);
});

test('Across regions the authority above both mediates: county and city, two counties of a city', async () => {
  const cross = await mediating('streets', 'civil');
  assert.equal(cross.dispute.desk.name, '平顶山市政务服务和大数据管理局');
  assert.equal(
    await codeOf(['zhanhe', 'authority'], cross.id, 'opine', { outcome: 'keep', note: '意见' }),
    'platform.forbidden',
  );
  const counties = await disputed('shilong', 'streets');
  assert.equal(counties.dispute.body, '平顶山市政务服务和大数据管理局');
  assert.equal(counties.dispute.government, '平顶山市人民政府');
});

test('A common authority that is not on the platform is named, and the home authority enters what it said with its document', async () => {
  const { id, dispute, application } = await mediating('xiayi', 'civil');
  assert.deepEqual(
    [dispute.body, dispute.government, dispute.bodyHere, dispute.desk.name],
    ['河南省政务数据主管部门', '河南省人民政府', false, '平顶山市政务服务和大数据管理局'],
  );
  const opinion = { outcome: 'open', note: '应当共享' };
  const unnumbered = await city.act(AUTHORITY, id, { action: 'opine', ...opinion });
  assert.equal(unnumbered.body.code, 'disputes.document_needed');
  assert.match(unnumbered.body.title, /河南省政务数据主管部门/);
  await act(AUTHORITY, id, 'opine', { ...opinion, documentNo: '豫政数函〔2026〕3号' });
  await act(['xiayi', 'sharing_head'], id, 'accept');
  assert.equal((await act(PROVIDER, id, 'accept')).state, 'settled');
  assert.equal((await city.application(['xiayi', 'data_officer'], application.id)).state, 'agreed');
});

test('Nobody mediates where its own department is a party: the one above does, and what a party enters is checked', async () => {
  const county = await mediating('zhanhe', 'streets');
  assert.equal(county.dispute.body, '平顶山市政务服务和大数据管理局');
  const own = await city.act(['zhanhe', 'authority'], county.id, {
    action: 'opine',
    outcome: 'open',
    note: '应当共享',
  });
  assert.deepEqual([own.status, own.body.code], [403, 'disputes.own_case']);
  assert.match(own.body.remedy, /平顶山市政务服务和大数据管理局/);

  const { id, dispute, application } = await mediating('authority', 'civil');
  assert.deepEqual([dispute.body, dispute.deskIsParty], ['河南省政务数据主管部门', true]);
  await act(AUTHORITY, id, 'opine', { outcome: 'open', note: '应当共享', documentNo: '豫政数函〔2026〕4号' });
  await act(PROVIDER, id, 'reject', { note: '条件不满足' });
  await act(AUTHORITY, id, 'report');
  const decision = { outcome: 'open', ...DECISION, documentNo: '豫政办〔2026〕9号' };
  assert.equal(await codeOf(AUTHORITY, id, 'decide', decision), 'disputes.own_case');
  assert.equal(await codeOf(PROVIDER, id, 'confirm_decision'), 'disputes.no_decision');
  const entered = await act(AUTHORITY, id, 'enter_decision', decision);
  assert.deepEqual([entered.state, entered.result], ['at_government', null]);
  for (const who of [AUTHORITY, PROVIDER_OFFICER, ['authority', 'sharing_head']] as const)
    assert.equal(await codeOf(who, id, 'confirm_decision'), 'platform.forbidden');
  assert.equal((await act(PROVIDER, id, 'confirm_decision')).state, 'decided');
  assert.equal((await city.application(['authority', 'data_officer'], application.id)).state, 'agreed');
});

test('A partial agreement is disputed before it is taken', async () => {
  const entryId = await city.publish('civil', '城乡低保金发放信息', CONDITIONAL);
  const { id } = await city.apply('market', entryId);
  const answered = await city.answer('civil', id, {
    action: 'agree',
    items: ITEMS,
    note: '登记日期与申请事项无关',
  });
  assert.equal(answered.state, 'awaiting_acceptance');
  const raised = await city.raise(HEAD, id);
  assert.equal(raised.body.dispute.kind, 'partial', JSON.stringify(raised.body));
  await act(PROVIDER, raised.body.dispute.id, 'propose', { outcome: 'open' });
  await act(HEAD, raised.body.dispute.id, 'agree');
  assert.equal(await stateOf(id), 'agreed');
});

/** An application for what is withheld, and the dispute that it opened. */
async function overClass(title: string): Promise<{ id: number; applicationId: number; entryId: number }> {
  const entryId = await city.publish('civil', title, WITHHELD);
  const application = await city.apply('market', entryId, {
    argument: '所引条款只禁止公开，没有禁止向履行职责的部门提供',
  });
  assert.equal(application.state, 'awaiting_class');
  const { items } = await city.must<{ items: { id: number; kind: string; applicationId: number }[] }>(
    HEAD,
    'GET',
    '/api/disputes?box=ours&size=100',
  );
  const found = items.find(one => one.applicationId === application.id);
  assert.equal(found?.kind, 'class');
  return { id: found?.id ?? 0, applicationId: application.id, entryId };
}

test('Over a withheld entry the class is disputed: where the law forbids it, the application ends refused', async () => {
  const { id, applicationId } = await overClass('收养登记信息');
  const dispute = await city.dispute(PROVIDER, id);
  assert.match(dispute.argument, /只禁止公开/);
  assert.deepEqual(dispute.outcomes, ['reclass', 'keep']);
  assert.equal((await city.raise(HEAD, applicationId)).body.code, 'disputes.disputed_already');
  assert.equal(await codeOf(HEAD, id, 'withdraw', { note: '不要了' }), 'disputes.withdraw_application');
  await act(PROVIDER, id, 'propose', { outcome: 'keep', note: '法律明确规定不得提供' });
  assert.equal((await act(HEAD, id, 'agree')).state, 'settled');
  assert.equal(await stateOf(applicationId), 'refused');
});

test('Where it does not, its department is ordered to change the entry, and the application goes on with that', async () => {
  const { id, applicationId, entryId } = await overClass('救助站信息');
  await act(PROVIDER, id, 'state', { note: '依法不予共享' });
  await act(HEAD, id, 'escalate');
  await act(AUTHORITY, id, 'opine', { outcome: 'reclass', note: '所引条款没有禁止向其他部门提供' });
  await act(HEAD, id, 'accept');
  await act(PROVIDER, id, 'accept');
  assert.equal(await stateOf(applicationId), 'awaiting_class');
  const tasks = async () =>
    (
      await city.must<{
        items: {
          id: number;
          entryId: number;
          state: string;
          changeKind: string;
          actions: string[];
          clock: { legalDays: number } | null;
        }[];
      }>(PROVIDER_OFFICER, 'GET', '/api/duties/tasks?open=false&size=100')
    ).items.find(one => one.entryId === entryId);
  const task = await tasks();
  assert.deepEqual(
    [task?.changeKind, task?.state, task?.actions, task?.clock?.legalDays],
    ['reclass', 'open', ['ask_extension'], 10],
  );
  const left = await city.post(PROVIDER_OFFICER, `/api/duties/tasks/${task?.id}/actions`, {
    action: 'leave_unchanged',
    note: '不需要调整',
  });
  assert.equal(left.body.code, 'duties.ordered');

  await city.republish('civil', entryId, { ...WITHHELD, abstract: '救助站信息，补充说明' });
  assert.equal((await tasks())?.state, 'open', 'withheld again is not what was ordered');
  assert.equal(await stateOf(applicationId), 'awaiting_class');
  await city.republish('civil', entryId, CONDITIONAL);
  assert.equal((await tasks())?.state, 'done');
  assert.equal(await stateOf(applicationId), 'awaiting_answer');
});

test('An entry that its department changes by itself, and an application that is withdrawn, end the dispute over the class', async () => {
  const changed = await overClass('优抚对象信息');
  await city.republish('civil', changed.entryId, CONDITIONAL);
  assert.deepEqual(
    [(await city.dispute(HEAD, changed.id)).state, await stateOf(changed.applicationId)],
    ['settled', 'awaiting_answer'],
  );
  const gone = await overClass('流浪人员信息');
  await city.must(OFFICER, 'POST', `/api/applications/${gone.applicationId}/actions`, {
    action: 'withdraw',
    note: '不再需要',
  });
  assert.equal((await city.dispute(HEAD, gone.id)).state, 'withdrawn');
});

test('Nobody opens what is withheld: every role of every department tries every outcome at every step', async () => {
  const { id, applicationId } = await overClass('孤儿信息');
  const roles = ['data_officer', 'sharing_head', 'department_head', 'auditor', 'authority'] as const;
  const everybody = ['market', 'civil', 'authority', 'streets'].flatMap(department =>
    roles
      .filter(role => role !== 'authority' || department === 'authority')
      .map((role): Who => [department, role]),
  );
  const tried = ['propose', 'opine', 'decide', 'enter_decision'] as const;
  const attempts = async (outcomes: readonly string[] = ['open']): Promise<void> => {
    for (const who of everybody)
      for (const action of tried)
        for (const outcome of outcomes) {
          const { status } = await city.act(who, id, {
            action,
            outcome,
            terms: { items: ITEMS },
            ...DECISION,
          });
          assert.ok(status >= 400, `${who.join(' ')} ${action} ${outcome}`);
        }
  };
  await attempts(['open', 'restore', 'close']);
  await act(PROVIDER, id, 'state', { note: '依法不予共享' });
  await act(HEAD, id, 'escalate');
  await attempts();
  await act(AUTHORITY, id, 'opine', { outcome: 'reclass', note: '没有禁止' });
  await attempts();
  await act(PROVIDER, id, 'reject', { note: '明确禁止' });
  await act(AUTHORITY, id, 'report');
  await attempts();
  await act(AUTHORITY, id, 'decide', { outcome: 'reclass', ...DECISION });
  const application = await city.application(OFFICER, applicationId);
  assert.deepEqual([application.state, application.grantId], ['awaiting_class', null]);
});

test('A refusal over an entry that became withheld cannot be turned by any decision', async () => {
  const found = await atGovernment();
  await city.republish('civil', found.entryId, WITHHELD);
  const code = await codeOf(AUTHORITY, found.id, 'decide', { outcome: 'open', ...DECISION });
  assert.equal(code, 'sharing.withheld');
  assert.equal((await city.dispute(HEAD, found.id)).state, 'at_government');
});

/** A grant in use, of an application that was agreed to. */
async function granted(title: string): Promise<{ applicationId: number; grantId: number }> {
  const entryId = await city.publish('civil', title, CONDITIONAL);
  await city.mount('civil', entryId);
  const { id } = await city.apply('market', entryId);
  const { grantId } = await city.answer('civil', id, { action: 'agree', note: '' });
  assert.notEqual(grantId, null);
  return { applicationId: id, grantId: grantId ?? 0 };
}
const grantState = async (id: number): Promise<string> =>
  (await city.must<{ state: string }>(OFFICER, 'GET', `/api/grants/${id}`)).state;

test('The suspension of a grant is contested, and a decision restores it or ends it', async () => {
  const { applicationId, grantId } = await granted('特困人员信息');
  assert.equal((await city.raise(HEAD, applicationId, { grantId })).body.code, 'disputes.grant_not_affected');
  const url = `/api/grants/${grantId}/actions`;
  const suspend = { action: 'suspend', note: '调用超出场景', cause: 'misuse' };
  await city.must(PROVIDER, 'POST', url, suspend);
  const raised = await city.raise(HEAD, applicationId, { grantId });
  assert.equal(raised.status, 201, JSON.stringify(raised.body));
  const { dispute } = raised.body;
  assert.deepEqual([dispute.kind, dispute.contested], ['grant', '调用超出场景']);
  await act(PROVIDER, dispute.id, 'propose', { outcome: 'restore', note: '已核实没有超出' });
  await act(HEAD, dispute.id, 'agree');
  assert.equal(await grantState(grantId), 'active');
  assert.equal(await stateOf(applicationId), 'agreed');

  await city.must(PROVIDER, 'POST', url, suspend);
  const again = await city.raise(HEAD, applicationId, { grantId });
  assert.equal(again.status, 201, 'a new measure is a new matter');
  const { id } = again.body.dispute;
  await act(PROVIDER, id, 'state', { note: '确有超出' });
  await act(HEAD, id, 'escalate');
  await act(AUTHORITY, id, 'opine', { outcome: 'close', note: '多次超出场景' });
  await act(HEAD, id, 'reject', { note: '没有超出' });
  await act(AUTHORITY, id, 'report');
  await act(AUTHORITY, id, 'decide', { outcome: 'close', ...DECISION });
  assert.equal(await grantState(grantId), 'revoked');
});

test('A grant that was ended for misuse is contested too, and a decision may bring it back', async () => {
  const { applicationId, grantId } = await granted('困难残疾人信息');
  const url = `/api/grants/${grantId}/actions`;
  for (const [who, body] of [
    [PROVIDER, { action: 'suspend', note: '调用超出场景', cause: 'misuse' }],
    [PROVIDER, { action: 'order_repair', note: '停止批量调用', until: day(3) }],
    [OFFICER, { action: 'submit_repair', note: '已停止批量调用' }],
    [PROVIDER, { action: 'reject_repair', note: '仍有批量调用' }],
    [PROVIDER, { action: 'terminate', note: '整改不到位，终止共享' }],
  ] as const)
    await city.must(who, 'POST', url, body);
  assert.equal(await grantState(grantId), 'revoked');
  const raised = await city.raise(HEAD, applicationId, { grantId });
  assert.match(raised.body.dispute.contested, /整改不到位/);
  await act(PROVIDER, raised.body.dispute.id, 'propose', { outcome: 'restore', note: '复查已整改到位' });
  await act(HEAD, raised.body.dispute.id, 'agree');
  assert.equal(await grantState(grantId), 'active');
});

test('The workbench names disputes to answer and to mediate, and the case page what can be disputed', async () => {
  const { application } = await refused();
  const about = `/api/disputes/about?applicationId=${application.id}`;
  type About = { kind: string | null; may: boolean; body: string; disputes: { id: number }[] };
  assert.deepEqual((await city.must<About>(HEAD, 'GET', about)).may, true);
  assert.deepEqual((await city.must<About>(OFFICER, 'GET', about)).may, false);
  assert.deepEqual((await city.must<About>(PROVIDER, 'GET', about)).may, false);
  assert.equal((await city.get(['streets', 'sharing_head'], about)).status, 404);
  const raised = await city.raise(HEAD, application.id);
  const { id, no } = raised.body.dispute;
  const after_ = await city.must<About>(HEAD, 'GET', about);
  assert.deepEqual([after_.may, after_.disputes.map(one => one.id)], [false, [id]]);
  const todos = async (who: Who): Promise<string[]> =>
    (await city.must<{ todos: { kind: string; no: string }[] }>(who, 'GET', '/api/workbench')).todos
      .filter(one => one.no === no)
      .map(one => one.kind);
  assert.deepEqual(await todos(PROVIDER), ['answer_dispute']);
  assert.deepEqual(await todos(AUTHORITY), []);
  await act(PROVIDER, id, 'state', { note: '理由不变' });
  assert.deepEqual(await todos(PROVIDER), []);
  await act(HEAD, id, 'escalate');
  assert.deepEqual(await todos(AUTHORITY), ['mediate_dispute']);
  await act(AUTHORITY, id, 'opine', { outcome: 'keep', note: '条件不满足' });
  assert.deepEqual(await todos(HEAD), ['answer_dispute']);
  assert.deepEqual(await todos(OFFICER), [], 'the opinion is the head’s to answer');
  const told = await city.must<{ items: { zh: string; path: string }[] }>(
    PROVIDER,
    'GET',
    '/api/messages?size=100',
  );
  assert.ok(told.items.some(one => one.path === `/disputes/${id}` && one.zh.includes('请答复是否接受')));
});

test('Two heads at once: one settlement is carried out, the other meets a dispute that has ended', async () => {
  const { id } = await disputed();
  await act(PROVIDER, id, 'propose', { outcome: 'open' });
  const both = await Promise.all([
    city.act(HEAD, id, { action: 'agree' }),
    city.act(HEAD, id, { action: 'agree' }),
  ]);
  assert.deepEqual(
    both.map(one => one.status).toSorted((a, b) => a - b),
    [200, 409],
  );
});

test('A dispute goes with its entry to the department that takes it over', async () => {
  const { id, entryId } = await disputed();
  await city.must(AUTHORITY, 'POST', `/api/entries/${entryId}/transfer`, {
    departmentId: city.departments['shilong'],
    reason: '职责划转',
  });
  assert.equal((await city.get(PROVIDER, `/api/disputes/${id}`)).status, 404);
  await act(['shilong', 'sharing_head'], id, 'state', { note: '由本部门答复' });
});
