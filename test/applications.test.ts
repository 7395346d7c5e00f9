/** Applications between consent and grant: what each place's law adds, and what stays forbidden everywhere. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  CONDITION,
  CONDITIONAL,
  type Reply,
  type SharingCity,
  WITHHELD,
  dayAfter,
  openSharingCity,
} from './sharingCity.ts';

let city: SharingCity;
const entries: Record<string, number> = {};
const REASON = '申请的用途超出目录列明的社会救助核对范围，与本部门核实后不能提供';

before(async () => {
  city = await openSharingCity('applications');
  entries['pd'] = await city.published('pd', '低保对象信息', CONDITIONAL);
  entries['pd.open'] = await city.published('pd', '婚姻登记信息');
  entries['zh'] = await city.published('zh', '临时救助信息', CONDITIONAL);
  entries['sz'] = await city.published('sz', '社会组织信息', CONDITIONAL);
  entries['la'] = await city.published('la', '应急救助信息', CONDITIONAL);
  entries['n809'] = await city.published('n809', '养老机构信息', CONDITIONAL);
  entries['n809.open'] = await city.published('n809', '地名信息');
  entries['n809.bare'] = await city.published('n809', '殡葬服务信息', CONDITIONAL, { mount: false });
  entries['zh.withheld'] = await city.published('zh', '涉密档案信息', WITHHELD);
  entries['n809.withheld'] = await city.published('n809', '收养登记信息', WITHHELD);
});
after(() => city.close());

test('an extension is asked once, before the date, and only the authority’s word moves the legal date', async () => {
  const { id } = await city.consented('n809', entries['n809'] ?? 0);
  const long = await city.act('n809.p', 'sharing_head', id, {
    action: 'ask_extension',
    days: 11,
    note: '需要核对历史数据',
  });
  assert.equal(long.body.code, 'sharing.extension_too_long');
  assert.match(long.body.citation?.article ?? '', /二十一/);
  const asked = await city.done('n809.p', 'sharing_head', id, {
    action: 'ask_extension',
    days: 8,
    note: '需要核对历史数据',
  });
  assert.deepEqual([asked.state, asked.clock?.extendedDays], ['awaiting_answer', 0], 'silence is no consent');
  assert.equal((await city.act('n809.p', 'sharing_head', id, { action: 'grant_extension' })).status, 403);
  assert.equal((await city.act('n809.c', 'sharing_head', id, { action: 'grant_extension' })).status, 403);
  const granted = await city.done('n809.a', 'authority', id, { action: 'grant_extension' });
  assert.deepEqual([granted.clock?.extendedDays, granted.extension?.answered], [8, 'granted']);
  const told = await (await city.as('n809.c', 'data_officer')).get<{ items: { zh: string }[] }>(
    '/api/messages',
  );
  assert.ok(
    told.body.items.some(one => one.zh.includes('延长 8 个工作日')),
    'the consumer is told',
  );
  const again = await city.act('n809.p', 'sharing_head', id, {
    action: 'ask_extension',
    days: 1,
    note: '还需要几天',
  });
  assert.equal(again.body.code, 'sharing.extension_pending');
  const open = await city.consented('n809', entries['n809.open'] ?? 0);
  const short = await city.act('n809.p', 'sharing_head', open.id, {
    action: 'ask_extension',
    days: 1,
    note: '需要核对历史',
  });
  assert.equal(short.body.code, 'sharing.extension_not_here');
});

test('missing material is told once within two working days; what does not come in fifteen lapses, with notice', async () => {
  const { id } = await city.consented('n809', entries['n809'] ?? 0);
  const told = await city.done('n809.p', 'sharing_head', id, {
    action: 'ask_material',
    material: ['授权书', '系统备案表'],
  });
  assert.deepEqual([told.clock?.state, told.materialClock?.localDays], ['paused', 15]);
  const refused = await city.act('n809.p', 'sharing_head', id, {
    action: 'refuse',
    category: 'condition_not_met',
    conditions: [CONDITION],
    note: REASON,
  });
  assert.equal(refused.status, 409, 'incompleteness is no refusal');
  assert.equal(await city.sharing.lapseUnsupplied(), 0);
  const late = await city.consented('n809', entries['n809'] ?? 0);
  city.pass(4 * 86_400_000);
  const past = await city.act('n809.p', 'sharing_head', late.id, {
    action: 'ask_material',
    material: ['授权书'],
  });
  assert.equal(past.body.code, 'sharing.material_complete', JSON.stringify(past.body));
  city.pass(26 * 86_400_000);
  assert.equal(await city.sharing.lapseUnsupplied(), 1);
  const lapsed = await city.seen('n809.c', 'data_officer', id);
  assert.deepEqual([lapsed.body.state, lapsed.body.actions], ['lapsed', []]);
  city.pass(-30 * 86_400_000);
});

test('“not held here” names the holder and moves the application there with a clock of its own', async () => {
  const { id } = await city.consented('pd', entries['pd'] ?? 0);
  const alone = await city.act('pd.p', 'sharing_head', id, { action: 'redirect', note: REASON });
  assert.equal(alone.body.code, 'sharing.name_the_holder');
  const other = await city.act('pd.p', 'sharing_head', id, {
    action: 'redirect',
    note: REASON,
    holderId: city.departments['n809.p'],
    entryId: entries['zh'],
  });
  assert.equal(other.body.code, 'sharing.holder_other_entry');
  const moved = await city.done('pd.p', 'sharing_head', id, {
    action: 'redirect',
    note: REASON,
    holderId: city.departments['zh.p'],
    entryId: entries['zh'],
  });
  assert.equal(moved.state, 'moved');
  const there = await city.seen('zh.p', 'sharing_head', moved.movedTo?.id ?? 0);
  assert.deepEqual([there.body.state, there.body.clock?.legalDays], ['awaiting_answer', 10]);
  assert.ok(there.body.actions.includes('agree'));
  const bare = await city.consented('pd', entries['pd'] ?? 0);
  const passed = await city.done('pd.p', 'sharing_head', bare.id, {
    action: 'redirect',
    note: REASON,
    holderId: city.departments['zh.p'],
  });
  assert.equal(passed.movedTo, null);
  assert.equal(passed.state, 'moved');
});

test('湛河区: a refusal outside the principle needs the authority’s recorded reasons, and the clock runs meanwhile', async () => {
  const { id } = await city.consented('zh', entries['zh'] ?? 0);
  const plain = await city.act('zh.p', 'sharing_head', id, {
    action: 'refuse',
    category: 'other',
    note: REASON,
  });
  assert.equal(plain.body.code, 'sharing.category_not_known');
  const low = await city.act('zh.p', 'sharing_head', id, {
    action: 'refuse',
    category: 'law_forbids',
    note: REASON,
    basis: { rank: 'other', title: '部门内部通知', article: '' },
  });
  assert.equal(low.body.code, 'sharing.basis_too_low');
  const asked = await city.done('zh.p', 'sharing_head', id, {
    action: 'refuse_outside',
    category: 'other',
    note: REASON,
  });
  assert.deepEqual([asked.state, asked.clock?.state === 'paused'], ['awaiting_exception', false]);
  assert.equal(
    (await city.act('authority', 'authority', id, { action: 'allow_exception', note: '情况属实，同意例外' }))
      .status,
    403,
    'the region’s own authority decides',
  );
  const denied = await city.done('zhanhe', 'authority', id, {
    action: 'deny_exception',
    note: '理由不充分，请依规定答复',
  });
  assert.equal(denied.state, 'awaiting_answer');
  await city.done('zh.p', 'sharing_head', id, { action: 'refuse_outside', category: 'other', note: REASON });
  const allowed = await city.done('zhanhe', 'authority', id, {
    action: 'allow_exception',
    note: '情况属实，同意例外',
  });
  assert.deepEqual([allowed.state, allowed.disputable], ['refused', null]);
  assert.equal((await city.seen('zh.c', 'sharing_head', id)).body.disputable, 'refusal');
  const { id: inPd } = await city.consented('pd', entries['pd'] ?? 0);
  const there = await city.act('pd.p', 'sharing_head', inPd, {
    action: 'refuse_outside',
    category: 'other',
    note: REASON,
  });
  assert.equal(there.body.code, 'sharing.not_in_principle');
  const reasons = await city.done('pd.p', 'sharing_head', inPd, {
    action: 'refuse',
    category: 'other',
    note: REASON,
  });
  assert.equal(reasons.state, 'refused', 'reasons alone are enough in 平顶山');
});

test('朔州: the authority checks what the provider agreed to before the consumer has it', async () => {
  const { id } = await city.consented('sz', entries['sz'] ?? 0);
  const agreed = await city.done('sz.p', 'sharing_head', id, { action: 'agree' });
  assert.deepEqual([agreed.state, agreed.grantId], ['awaiting_check', null]);
  assert.equal((await city.act('sz.p', 'sharing_head', id, { action: 'pass_check' })).status, 403);
  const back = await city.done('sz.a', 'authority', id, { action: 'fail_check', note: '应用场景写得不具体' });
  assert.equal(back.state, 'awaiting_answer');
  await city.done('sz.p', 'sharing_head', id, { action: 'agree' });
  const passed = await city.done('sz.a', 'authority', id, { action: 'pass_check' });
  assert.equal(passed.state, 'agreed');
  assert.ok(passed.grantId);
});

test('六安: the green channel serves first, is reviewed after, and ends by itself', async () => {
  const event = { kind: 'green', event: '“7·12”暴雨洪涝灾害救助，市应急响应Ⅱ级' };
  const officer = await city.as('la.c', 'data_officer');
  const long = await officer.post<Reply>(
    '/api/applications',
    await city.asked('la', entries['la'] ?? 0, event),
  );
  assert.equal(long.body.code, 'sharing.green_too_long');
  const elsewhere = await (await city.as('pd.c', 'data_officer')).post<Reply>(
    '/api/applications',
    await city.asked('pd', entries['pd'] ?? 0, { ...event, until: dayAfter(10) }),
  );
  assert.equal(elsewhere.body.code, 'sharing.green_not_known');
  const used = await city.consented('la', entries['la'] ?? 0, { ...event, until: dayAfter(20) });
  assert.equal(used.state, 'awaiting_review');
  assert.ok(used.grantId, 'the data is served at once');
  const ended = await city.done('la.a', 'authority', used.id, {
    action: 'end_use',
    note: '该事件不属于突发公共事件，应当按照常规程序申请',
  });
  assert.equal(ended.state, 'refused');
  const grant = await officer.get<{ state: string }>(`/api/grants/${used.grantId}`);
  assert.equal(grant.body.state, 'revoked');
  const kept = await city.consented('la', entries['la'] ?? 0, { ...event, until: dayAfter(20) });
  assert.equal((await city.done('la.a', 'authority', kept.id, { action: 'confirm_use' })).state, 'agreed');
});

test('a part is granted when the consumer takes it; each narrowing has its reason', async () => {
  const { id } = await city.consented('n809', entries['n809'] ?? 0, {
    frequency: { perDay: 500, peakPerMinute: 30 },
  });
  const bare = await city.act('n809.p', 'sharing_head', id, { action: 'agree', mode: 'verify' });
  assert.equal(bare.body.code, 'sharing.narrowing_reason');
  const wider = await city.act('n809.p', 'sharing_head', id, {
    action: 'agree',
    mode: 'batch',
    note: '整批更方便',
  });
  assert.equal(wider.body.code, 'sharing.mode_not_narrower');
  const part = await city.done('n809.p', 'sharing_head', id, {
    action: 'agree',
    mode: 'verify',
    until: dayAfter(100),
    limits: { window: { from: '08:00', to: '18:00' } },
    reasons: { mode: '核验已能满足事项需要', until: '先使用一个学期', limits: '上班时间办理' },
  });
  assert.equal(part.state, 'awaiting_acceptance');
  assert.deepEqual(Object.keys(part.proposal?.reasons ?? {}).sort(), ['limits', 'mode', 'until']);
  assert.equal((await city.act('n809.p', 'sharing_head', id, { action: 'accept' })).status, 403);
  const taken = await city.done('n809.c', 'data_officer', id, { action: 'accept' });
  assert.equal(taken.state, 'partly_agreed');
  const grant = await (await city.as('n809.c', 'data_officer')).get<{
    mode: string;
    until: string;
    limits: object;
  }>(`/api/grants/${taken.grantId}`);
  assert.deepEqual(
    [grant.body.mode, grant.body.until, grant.body.limits],
    ['verify', dayAfter(100), { window: { from: '08:00', to: '18:00' } }],
  );
});

test('a change of a grant decides what is new, and makes a new version; what stands stays', async () => {
  const first = await city.consented('n809', entries['n809'] ?? 0, { items: ['公民身份号码', '姓名'] });
  const { grantId } = await city.done('n809.p', 'sharing_head', first.id, { action: 'agree' });
  const officer = await city.as('n809.c', 'data_officer');
  const { entryId: _entry, systemId: _system, ...wish } = await city.asked('n809', entries['n809'] ?? 0);
  const grant = await officer.get<{ system: { id: number } }>(`/api/grants/${grantId}`);
  const body = { ...wish, systemId: grant.body.system.id, thirdParties: ['市慈善总会'] };
  const stranger = await (await city.as('pd.c', 'data_officer')).post<Reply>(
    `/api/grants/${grantId}/changes`,
    body,
  );
  assert.equal(stranger.status, 404);
  const made = await officer.post<Reply>(`/api/grants/${grantId}/changes`, body);
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const { id } = made.body.application;
  const twice = await officer.post<Reply>(`/api/grants/${grantId}/changes`, body);
  assert.equal(twice.body.code, 'sharing.change_pending');
  await city.done('n809.c', 'data_officer', id, { action: 'submit' });
  const sent = await city.done('n809.c', 'sharing_head', id, { action: 'consent' });
  assert.deepEqual(
    sent.items.filter(one => one.standing).map(one => one.name),
    ['公民身份号码', '姓名'],
  );
  const taken = await city.act('n809.p', 'sharing_head', id, {
    action: 'agree',
    items: ['公民身份号码', '登记日期'],
    note: '姓名不再提供',
  });
  assert.equal(taken.body.code, 'sharing.standing_stays');
  const before = await officer.get<{ version: number; items: unknown[] }>(`/api/grants/${grantId}`);
  assert.deepEqual(
    [before.body.version, before.body.items.length],
    [1, 2],
    'until consent the wider use is refused',
  );
  const agreed = await city.done('n809.p', 'sharing_head', id, { action: 'agree' });
  assert.equal(agreed.grantId, grantId);
  const now = await officer.get<{ version: number; items: unknown[]; thirdParties: string[] }>(
    `/api/grants/${grantId}`,
  );
  assert.deepEqual([now.body.version, now.body.items.length, now.body.thirdParties], [2, 3, ['市慈善总会']]);
});

test('consent may come before the resource: the grant waits for it, with the supply clock', async () => {
  const { id } = await city.consented('n809', entries['n809.bare'] ?? 0);
  const { grantId } = await city.done('n809.p', 'sharing_head', id, { action: 'agree' });
  const officer = await city.as('n809.c', 'data_officer');
  assert.equal(
    (await officer.get<{ state: string }>(`/api/grants/${grantId}`)).body.state,
    'awaiting_supply',
  );
});

test('over a withheld entry only its class is disputed; nobody grants it, and it goes on when the class changes', async () => {
  const id = entries['n809.withheld'] ?? 0;
  const officer = await city.as('n809.c', 'data_officer');
  const plain = await officer.post<Reply>('/api/applications', await city.asked('n809', id));
  assert.equal(plain.body.code, 'sharing.withheld');
  const argument = '个人信息保护法第三十四条没有规定收养登记信息不得在机关之间共享';
  const sent = await city.consented('n809', id, { argument });
  assert.deepEqual([sent.state, sent.disputable], ['awaiting_class', 'class']);
  for (const [who, role] of [
    ['n809.p', 'sharing_head'],
    ['n809.a', 'authority'],
    ['n809.c', 'sharing_head'],
  ] as const)
    for (const action of ['agree', 'authorise', 'pass_check', 'confirm_use', 'accept', 'allow_exception']) {
      const answer = await city.act(who, role, sent.id, { action, note: REASON });
      assert.ok(answer.status === 403 || answer.status === 409, `${role} ${action}: ${answer.status}`);
    }
  await city.republished('n809', id, CONDITIONAL);
  const now = await city.seen('n809.c', 'sharing_head', sent.id);
  assert.deepEqual([now.body.state, now.body.clock?.legalDays], ['awaiting_answer', 10]);
});

test('several entries are applied for together, all or none, and decided one by one', async () => {
  const { entryId, mode, items, rows, ...common } = await city.asked('pd', entries['pd'] ?? 0);
  const lines = [entryId, entries['pd.open'] ?? 0].map(one => ({ entryId: one, mode, items, rows }));
  const officer = await city.as('pd.c', 'data_officer');
  const before = (await officer.get<{ total: number }>('/api/applications?box=department')).body.total;
  const broken = await officer.post<Reply>('/api/applications/forms', {
    ...common,
    lines: [...lines, { entryId: entries['zh.withheld'], mode, items, rows }],
  });
  assert.equal(broken.body.code, 'sharing.withheld');
  assert.equal((await officer.get<{ total: number }>('/api/applications?box=department')).body.total, before);
  const made = await officer.post<{ formNo: string; applications: { id: number; state: string }[] }>(
    '/api/applications/forms',
    { ...common, lines },
  );
  assert.match(made.body.formNo, /^单-\d{4}-\d{5}$/);
  const ids = made.body.applications.map(one => one.id);
  const sent = await officer.post<{ done: number }>('/api/applications/many', { ids, action: 'submit' });
  assert.equal(sent.body.done, 2);
  const head = await city.as('pd.c', 'sharing_head');
  const signed = await head.post<{ done: number; items: { problem: unknown }[] }>('/api/applications/many', {
    ids,
    action: 'consent',
  });
  assert.equal(signed.body.done, 2, JSON.stringify(signed.body));
  const states = await Promise.all(ids.map(async id => (await city.seen('pd.c', 'sharing_head', id)).body));
  assert.deepEqual(
    states.map(one => one.state),
    ['awaiting_answer', 'awaiting_authorisation'],
  );
  assert.deepEqual(
    states.map(one => one.form.length),
    [1, 1],
  );
  const other = await (await city.as('pd.p', 'sharing_head')).post<{
    done: number;
    items: { problem: { code: string } | null }[];
  }>('/api/applications/many', { ids, action: 'agree' });
  assert.deepEqual(
    other.body.items.map(one => one.problem?.code ?? null),
    [null, 'sharing.wrong_state'],
  );
});

test('a draft that was sent back is written anew; what was sent on is not', async () => {
  const id = await city.drafted('pd', entries['pd'] ?? 0);
  await city.done('pd.c', 'data_officer', id, { action: 'submit' });
  await city.done('pd.c', 'sharing_head', id, { action: 'decline', note: '依据写得不全' });
  const officer = await city.as('pd.c', 'data_officer');
  const body = await city.asked('pd', entries['pd'] ?? 0, { ground: '学生资助资金管理办法第六条、第七条' });
  const stranger = await (await city.as('zh.c', 'data_officer')).put<Reply>(`/api/applications/${id}`, body);
  assert.equal(stranger.status, 404);
  const saved = await officer.put<Reply>(`/api/applications/${id}`, body);
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  await city.done('pd.c', 'data_officer', id, { action: 'submit' });
  assert.equal((await officer.put<Reply>(`/api/applications/${id}`, body)).body.code, 'sharing.wrong_state');
});

test('remarks pass between the two sides, stop no clock, and nobody else writes them', async () => {
  const { id, clock } = await city.consented('pd', entries['pd'] ?? 0);
  const provider = await city.as('pd.p', 'data_officer');
  const wrote = await provider.post<Reply>(`/api/applications/${id}/remarks`, {
    text: '请问是否包含历年数据？',
  });
  assert.equal(wrote.status, 201, JSON.stringify(wrote.body));
  assert.equal(wrote.body.application.remarks.length, 1);
  assert.equal(wrote.body.application.clock?.state, clock?.state);
  const stranger = await (await city.as('n809.c', 'data_officer')).post<Reply>(
    `/api/applications/${id}/remarks`,
    { text: '你好' },
  );
  assert.equal(stranger.status, 404);
});

test('the form fills itself from the same matter, then the same entry, then the last application', async () => {
  const officer = await city.as('xy.c', 'data_officer');
  const entry = await city.published('xy', '残疾人两项补贴信息', CONDITIONAL);
  const form = async (matter: string) =>
    (
      await officer.get<{
        last: { like: string; ground: string; items: string[] } | null;
        matters: string[];
      }>(`/api/applications/form?entryId=${entry}&matter=${encodeURIComponent(matter)}`)
    ).body;
  assert.equal((await form('')).last, null);
  await city.drafted('xy', entry, { matter: '学籍管理', ground: '义务教育法第十二条' });
  const other = await city.published('xy', '孤儿信息', CONDITIONAL);
  await city.drafted('xy', other, { matter: '营养改善计划' });
  assert.equal((await form('营养改善计划')).last?.like, 'matter');
  const same = await form('');
  assert.deepEqual(
    [same.last?.like, same.last?.ground, same.last?.items.length],
    ['entry', '义务教育法第十二条', 3],
  );
  assert.deepEqual(same.matters, ['营养改善计划', '学籍管理']);
});

test('entries are put aside for one form, and leave it when they are applied for', async () => {
  const officer = await city.as('zh.c', 'data_officer');
  for (const key of ['zh', 'pd']) await officer.post('/api/cart', { entryId: entries[key] });
  const cart = await officer.get<{ items: { entryId: number; gone: boolean }[] }>('/api/cart');
  assert.deepEqual(
    cart.body.items.map(one => [one.entryId, one.gone]),
    [
      [entries['zh'], false],
      [entries['pd'], false],
    ],
  );
  await city.drafted('zh', entries['zh'] ?? 0);
  const left = await officer.get<{ items: { entryId: number }[] }>('/api/cart');
  assert.deepEqual(
    left.body.items.map(one => one.entryId),
    [entries['pd']],
  );
  assert.equal((await officer.del<{ items: unknown[] }>(`/api/cart/${entries['pd']}`)).body.items.length, 0);
});
