/** Consent given once for many applications: standing consents, blanket authorisations, proxies. */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { sql } from '#kernel/db.ts';
import type { Content } from '#modules/catalog/index.ts';
import { type Actor, PLATFORM } from '#vocabulary/actor.ts';
import { type Role, permissionsOf } from '#vocabulary/permissions.ts';
import { PERSON_ITEMS, entryItem } from './catalogEntries.ts';
import { type MandateShown, type MandatesCity, openMandatesCity } from './mandatesCity.ts';

const OFFICER = ['market', 'data_officer'] as const;
const HEAD = ['market', 'sharing_head'] as const;
const PROVIDER = ['civil', 'sharing_head'] as const;
const STRANGER = ['streets', 'sharing_head'] as const;
const CONDITIONAL: Partial<Content> = {
  shareType: 'conditional',
  basis: { rank: 'regulation', title: '婚姻登记条例', article: '第二十条' },
  conditions: ['限办理本部门职责内事项'],
};
const WITHHELD: Partial<Content> = {
  shareType: 'withheld',
  basis: { rank: 'law', title: '中华人民共和国收养法', article: '第二十二条' },
  conditions: ['收养秘密'],
};

type Who = readonly [department: string, role: Role];

let city: MandatesCity;
let marriages: number;
let deaths: number;
let adoptions: number;

before(async () => {
  city = await openMandatesCity('mandates');
  marriages = await city.publish('civil', '婚姻登记信息', CONDITIONAL);
  deaths = await city.publish('civil', '殡葬服务信息', {
    classCode: '201',
    items: [...PERSON_ITEMS, entryItem('死亡原因', { shareType: 'withheld', conditions: ['个人隐私'] })],
  });
  adoptions = await city.publish('civil', '收养登记信息', WITHHELD);
});
after(() => city.close());
/** What one test has agreed covers nothing in the next. */
afterEach(async () => {
  const head = await city.as(...PROVIDER);
  const { body } = await head.get<{ items: MandateShown[] }>(
    '/api/mandates?side=given&state=active&size=100',
  );
  for (const { id } of body.items) await city.act(PROVIDER, id, 'withdraw', { note: '办完了' });
});

const departmentOf = (key: string): number => city.departments[key] ?? 0;

/** A blanket authorisation that the market department's head has signed. */
async function asked(more: object = {}): Promise<MandateShown> {
  const { status, body } = await city.draft(OFFICER, 'blanket', 'civil', city.terms(more));
  assert.equal(status, 201, JSON.stringify(body));
  await city.act(OFFICER, body.mandate.id, 'submit');
  const signed = await city.act(HEAD, body.mandate.id, 'sign');
  assert.equal(signed.mandate.state, 'awaiting_answer', JSON.stringify(signed));
  return signed.mandate;
}

async function agreed(more: object = {}): Promise<MandateShown> {
  const { id } = await asked(more);
  const done = await city.act(PROVIDER, id, 'agree');
  assert.equal(done.mandate.state, 'active', JSON.stringify(done));
  return done.mandate;
}

const cover = (entryId: number, more: object = {}) =>
  city.mandates.cover({
    entryId,
    providerId: departmentOf('civil'),
    consumerId: departmentOf('market'),
    systemId: 1,
    shareType: 'conditional',
    mode: 'query',
    scenario: '信息核验',
    on: city.day(1),
    ...more,
  });

test('A blanket authorisation goes from the officer to both heads, and each step is refused to everybody else', async () => {
  const { body } = await city.draft(OFFICER, 'blanket', 'civil', city.terms());
  const { id } = body.mandate;
  assert.match(body.mandate.no, /^委-\d{4}-\d{5}$/);
  assert.deepEqual(body.mandate.actions, ['edit', 'submit', 'cancel']);
  const wrong = async (action: string, ...people: Who[]): Promise<(string | undefined)[]> => {
    const codes: (string | undefined)[] = [];
    for (const who of people) codes.push((await city.act(who, id, action)).code);
    return codes;
  };

  // A draft is nobody else's, not even the provider's.
  assert.deepEqual(await wrong('submit', HEAD, PROVIDER, STRANGER), [
    'platform.forbidden',
    'platform.not_found',
    'platform.not_found',
  ]);
  assert.equal((await city.act(HEAD, id, 'sign')).code, 'mandates.wrong_state');
  assert.equal((await city.act(OFFICER, id, 'submit')).mandate.state, 'awaiting_sign');
  assert.deepEqual(await wrong('sign', OFFICER, PROVIDER), ['platform.forbidden', 'platform.not_found']);
  assert.equal((await city.act(HEAD, id, 'return')).code, 'mandates.note_needed');
  assert.equal((await city.act(HEAD, id, 'return', { note: '写明系统' })).mandate.state, 'draft');
  await city.act(OFFICER, id, 'submit');
  const sent = await city.act(HEAD, id, 'sign');
  assert.deepEqual(
    [sent.mandate.state, sent.mandate.clock?.localDays, sent.mandate.clock?.legalDays],
    ['awaiting_answer', 5, 10],
  );
  assert.deepEqual(await wrong('agree', HEAD, OFFICER, STRANGER, ['civil', 'data_officer']), [
    'platform.forbidden',
    'platform.forbidden',
    'platform.not_found',
    'platform.forbidden',
  ]);
  const done = await city.act(PROVIDER, id, 'agree');
  assert.deepEqual(
    [done.mandate.state, done.mandate.clock?.state, done.mandate.by],
    ['active', 'done', '平顶山市民政局 共享机构负责人 civil sharing_head'],
  );
  assert.deepEqual(
    done.mandate.history.map(step => step.action),
    ['draft', 'submit', 'return', 'submit', 'sign', 'agree'],
  );
  assert.equal((await city.act(PROVIDER, id, 'agree')).code, 'mandates.wrong_state');
});

test('Each side is told when it is its turn, and what became of it', async () => {
  const { id } = await asked();
  const told = async (who: Who) => {
    const { body } = await (await city.as(...who)).get<{
      items: { kind: string; path: string; settled: boolean; zh: string }[];
    }>('/api/messages?size=50');
    return body.items.filter(one => one.path === `/mandates/${id}`);
  };
  assert.deepEqual(
    (await told(PROVIDER)).map(one => [one.kind, one.settled]),
    [['todo', false]],
  );
  assert.deepEqual(
    (await told(HEAD)).map(one => [one.kind, one.settled]),
    [['todo', true]],
  );
  await city.act(PROVIDER, id, 'agree');
  assert.deepEqual(
    (await told(PROVIDER)).map(one => one.settled),
    [true],
  );
  assert.match((await told(OFFICER))[0]?.zh ?? '', /平顶山市民政局已同意整体授权 委-/);
});

test('What is asked for is checked: the term, the scenario, the systems, the entries', async () => {
  const tell = async (more: object, other = 'civil'): Promise<string | undefined> =>
    (await city.draft(OFFICER, 'blanket', other, city.terms(more))).body.code;
  const foreign = await city.registerSystem('civil', '民政业务系统');
  const own = await city.publish('market', '企业登记信息');
  assert.equal(await tell({ until: city.day(0) }), 'mandates.until_past');
  assert.equal(await tell({ until: city.day(3 * 366) }), 'mandates.until_too_far');
  assert.equal(await tell({ scenario: '随便看看' }), 'mandates.scenario_unknown');
  assert.equal(await tell({ modes: [] }), 'mandates.nothing_chosen');
  assert.equal(await tell({ systemIds: [foreign] }), 'mandates.system_unknown');
  assert.equal(await tell({ choice: 'entries', entryIds: [own] }), 'mandates.entries_not_theirs');
  assert.equal(await tell({ choice: 'entries', entryIds: [adoptions] }), 'mandates.withheld');
  assert.equal(await tell({ choice: 'class', classCode: '999' }), 'mandates.nothing_chosen');
  assert.equal(await tell({}, 'market'), 'mandates.to_oneself');
  const offered = await city.draft(OFFICER, 'blanket', 'civil', city.terms(), true);
  assert.equal(offered.body.code, 'mandates.only_proxy_offered');
});

test('A draft is changed by its officer alone, and never over somebody else’s change', async () => {
  const { body } = await city.draft(OFFICER, 'blanket', 'civil', city.terms());
  const { id, revision } = body.mandate;
  const put = async (who: Who, until: string) =>
    (await city.as(...who)).put<{ mandate: MandateShown; code: string }>(`/api/mandates/${id}`, {
      terms: city.terms({ until }),
      revision,
    });
  assert.equal((await put(['civil', 'data_officer'], city.day(30))).body.code, 'platform.not_found');
  assert.equal((await put(OFFICER, city.day(30))).body.mandate.until, city.day(30));
  assert.equal((await put(OFFICER, city.day(40))).body.code, 'mandates.changed_meanwhile');
  assert.equal((await city.act(OFFICER, id, 'cancel')).mandate.state, 'cancelled');
  assert.equal((await put(OFFICER, city.day(40))).body.code, 'mandates.wrong_state');
});

test('A blanket authorisation covers its entries, ways, scenario and systems until its day; never what is withheld', async () => {
  const mandate = await agreed({ modes: ['query', 'verify'], until: city.day(100) });
  const found = await cover(marriages);
  assert.deepEqual(
    [found?.kind, found?.by, found?.until],
    ['blanket', '平顶山市民政局 共享机构负责人 civil sharing_head', city.day(100)],
  );
  assert.ok(await cover(deaths, { shareType: 'unconditional' }));
  assert.equal(await cover(adoptions), undefined, 'a withheld entry');
  assert.equal(await cover(deaths, { items: ['姓名', '死亡原因'] }), undefined, 'a withheld item');
  assert.equal(await cover(marriages, { mode: 'batch' }), undefined);
  assert.equal(await cover(marriages, { scenario: '数据分析' }), undefined);
  assert.equal(await cover(marriages, { on: city.day(101) }), undefined);
  assert.equal(await cover(marriages, { consumerId: departmentOf('streets') }), undefined);
  const late = await city.publish('civil', `社会组织登记信息 ${mandate.id}`);
  assert.equal(await cover(late, { shareType: 'unconditional' }), undefined, 'published afterwards');

  // Whatever it covered, an entry that has become withheld is covered by nothing.
  await city.audited(PLATFORM, 'test.withhold', `entry:${late}`, async tx => ({
    value: await tx.run(
      sql`update catalog.entry_version set content = jsonb_set(content, '{shareType}', '"withheld"') where entry_id = ${deaths}`,
    ),
  }));
  assert.equal(await cover(deaths), undefined);
  await city.audited(PLATFORM, 'test.withhold', `entry:${late}`, async tx => ({
    value: await tx.run(
      sql`update catalog.entry_version set content = jsonb_set(content, '{shareType}', '"unconditional"') where entry_id = ${deaths}`,
    ),
  }));
});

test('A class that says so covers what is published later in it, and nothing outside it', async () => {
  const system = await city.registerSystem('market', '食堂检查系统');
  const mandate = await agreed({ choice: 'class', classCode: '2', later: true, systemIds: [system] });
  assert.deepEqual(mandate.terms?.entryIds, [deaths]);
  const later = await city.publish('civil', '公益性公墓信息', { classCode: '201' });
  const outside = await city.publish('civil', '地名信息', { classCode: '103' });
  assert.ok(await cover(later, { systemId: system }));
  assert.equal(await cover(later, { systemId: system + 1000 }), undefined);
  assert.equal(await cover(outside, { systemId: system }), undefined);
});

test('A narrower answer holds once the asker has accepted it; it can only narrow', async () => {
  const { id } = await asked({ modes: ['query', 'batch'] });
  const narrowed = (terms: object, note = '批量不必要') => city.act(PROVIDER, id, 'narrow', { note, terms });
  assert.equal((await narrowed({ modes: ['query'] }, ' ')).code, 'mandates.note_needed');
  assert.equal((await narrowed({})).code, 'mandates.not_narrower');
  assert.equal((await narrowed({ modes: ['query', 'batch'] })).code, 'mandates.not_narrower');
  assert.equal((await narrowed({ modes: ['verify'] })).code, 'mandates.wider');
  assert.equal((await narrowed({ entryIds: [adoptions] })).code, 'mandates.wider');
  assert.equal((await narrowed({ until: city.day(400) })).code, 'mandates.wider');
  assert.equal((await narrowed({ until: city.day(0) })).code, 'mandates.until_past');
  const { mandate } = await narrowed({ modes: ['query'], entryIds: [marriages], until: city.day(90) });
  assert.deepEqual(
    [mandate.state, mandate.terms?.modes, mandate.terms?.entryIds, mandate.until, mandate.clock?.state],
    ['narrowed', ['query'], [marriages], city.day(90), 'done'],
  );
  assert.equal(await cover(marriages), undefined, 'nobody has accepted it');
  assert.equal((await city.act(OFFICER, id, 'accept')).code, 'platform.forbidden');
  assert.equal((await city.act(PROVIDER, id, 'accept')).code, 'platform.forbidden');
  assert.equal((await city.act(HEAD, id, 'accept')).mandate.state, 'active');
  assert.ok(await cover(marriages));
  assert.equal(await cover(deaths), undefined);
  await city.act(HEAD, id, 'lay_down', { note: '改为逐项申请' });
  assert.equal(await cover(marriages), undefined);
});

test('Where the place asks for it, a refusal names a basis of sufficient rank, whatever its kind', async () => {
  const { id } = await asked();
  const refused = (more: object) => city.act(PROVIDER, id, 'refuse', { note: '不属于其职责', ...more });
  assert.equal((await refused({})).code, 'mandates.category_needed');
  assert.equal((await refused({ category: 'other' })).code, 'mandates.category_not_known');
  const bare = await refused({ category: 'condition_not_met' });
  assert.deepEqual(
    [bare.status, bare.code, bare.citation?.article],
    [422, 'mandates.basis_needed', '二（二）5'],
  );
  const basis = { rank: 'other', title: '内部通知', article: '第一条' };
  assert.equal((await refused({ category: 'condition_not_met', basis })).code, 'mandates.basis_rank');
  const regulation = { rank: 'regulation', title: '婚姻登记条例', article: '第二十条' };
  const unnumbered = { ...regulation, article: ' ' };
  assert.equal(
    (await refused({ category: 'condition_not_met', basis: unnumbered })).code,
    'mandates.basis_needed',
  );
  const { mandate } = await refused({ category: 'condition_not_met', basis: regulation });
  assert.deepEqual([mandate.state, mandate.answer?.basis?.title], ['refused', '婚姻登记条例']);
});

test('Withdrawn by the provider’s head with a reason, it covers nothing more; what it answered stays listed', async () => {
  const { id } = await agreed();
  await city.audited(PLATFORM, 'test.use', `mandate:${id}`, async tx => {
    await city.mandates.noteUse(tx, id, 7);
    await city.mandates.noteUse(tx, id, 7);
    return { value: undefined };
  });
  assert.equal((await city.get(PROVIDER, id)).body.uses, 1);
  assert.equal((await city.act(PROVIDER, id, 'withdraw')).code, 'mandates.note_needed');
  assert.equal((await city.act(HEAD, id, 'withdraw', { note: 'x' })).code, 'platform.forbidden');
  const { mandate } = await city.act(PROVIDER, id, 'withdraw', { note: '职责已划出' });
  assert.deepEqual([mandate.state, mandate.endReason, mandate.uses], ['withdrawn', '职责已划出', 1]);
  assert.equal(await cover(marriages), undefined);
});

test('A standing consent is one with the published entry, names who gave it, and is withdrawn for the future', async () => {
  const terraces = await city.publish('streets', '小餐饮备案信息', {}, true);
  const streets = { providerId: departmentOf('streets'), shareType: 'unconditional' };
  const found = await cover(terraces, streets);
  assert.deepEqual(
    [found?.kind, found?.by, found?.until],
    ['standing', '湛河区城市管理局 共享机构负责人 streets sharing_head', null],
  );
  assert.equal(await cover(terraces, { ...streets, shareType: 'conditional' }), undefined);
  const id = found?.id ?? 0;
  // A fact of the published entry: everybody may read whose consent it is.
  const { body: seen } = await city.get(HEAD, id);
  assert.deepEqual([seen.kind, seen.covers, seen.actions], ['standing', '小餐饮备案信息', []]);

  assert.equal((await city.act(PROVIDER, id, 'withdraw', { note: '不再需要' })).code, 'platform.forbidden');
  const { mandate } = await city.act(STRANGER, id, 'withdraw', { note: '改为逐件答复' });
  assert.equal(mandate.state, 'withdrawn');
  assert.equal(await cover(terraces, streets), undefined);
  assert.equal((await city.catalog.publishedContent(terraces))?.standingConsent, false);
});

test('A standing consent ends with the version that carried it, and a new signature gives a new one', async () => {
  const id = await city.publish('streets', '户外广告设置许可', {}, true);
  const streets = { providerId: departmentOf('streets'), shareType: 'unconditional' };
  const first = await cover(id, streets);
  const revise = async (consent: boolean): Promise<void> => {
    const officer = await city.as('streets', 'data_officer');
    const { body } = await officer.get<{ revision: number; content: object }>(`/api/entries/${id}`);
    const content = { ...body.content, abstract: `第 ${body.revision} 次修改` };
    assert.equal((await officer.put(`/api/entries/${id}`, { content, revision: body.revision })).status, 200);
    await city.walk('streets', id, consent);
  };
  await revise(true);
  const second = await cover(id, streets);
  assert.notEqual(second?.no, first?.no);
  assert.equal((await city.get(STRANGER, first?.id ?? 0)).body.state, 'ended');
  await revise(false);
  assert.equal(await cover(id, streets), undefined);
  const { body } = await city.get(STRANGER, second?.id ?? 0);
  assert.deepEqual([body.state, body.history.map(step => step.action)], ['ended', ['give', 'end']]);
});

test('A proxy answers for the regions named and those below them, never for its own department or the provider', async () => {
  const regions = ['410411'];
  const terms = city.terms({ modes: [], scenario: '', regions, choice: 'entries', entryIds: [marriages] });
  const drafted = await city.draft(OFFICER, 'proxy', 'civil', terms);
  assert.equal(drafted.status, 201, JSON.stringify(drafted.body));
  const { id } = drafted.body.mandate;
  const nowhere = await city.draft(OFFICER, 'proxy', 'civil', { ...terms, regions: [] });
  assert.equal(nowhere.body.code, 'mandates.nothing_chosen');
  await city.act(OFFICER, id, 'submit');
  await city.act(HEAD, id, 'sign');
  const q = {
    entryId: marriages,
    providerId: departmentOf('civil'),
    consumerId: departmentOf('streets'),
    consumerRegion: '410411',
    on: city.day(1),
  };
  assert.deepEqual(await city.mandates.proxiesOf(q), []);
  assert.equal((await city.act(PROVIDER, id, 'agree')).mandate.state, 'active');
  assert.deepEqual(await city.mandates.proxiesOf(q), [departmentOf('market')]);
  assert.deepEqual(await city.mandates.proxiesOf({ ...q, consumerRegion: '410400' }), []);
  assert.deepEqual(await city.mandates.proxiesOf({ ...q, entryId: deaths }), []);
  assert.deepEqual(await city.mandates.proxiesOf({ ...q, consumerId: departmentOf('market') }), []);
  assert.deepEqual(await city.mandates.proxiesOf({ ...q, consumerId: departmentOf('civil') }), []);
  assert.equal(await cover(marriages, { consumerId: departmentOf('streets') }), undefined, 'no consent');
  assert.deepEqual(await city.mandates.answersFor(departmentOf('market'), city.day(1)), [
    { mandateId: id, providerId: departmentOf('civil'), entryIds: [marriages], regions: ['410411'] },
  ]);
  await city.act(PROVIDER, id, 'withdraw', { note: '自行答复' });
  assert.deepEqual(await city.mandates.proxiesOf(q), []);
});

test('A proxy may be offered by the provider; the department that is asked agrees, and the consent is the provider’s', async () => {
  const terms = city.terms({ modes: [], scenario: '', regions: ['410400'], later: true });
  const drafted = await city.draft(['civil', 'data_officer'], 'proxy', 'market', terms, true);
  const { id } = drafted.body.mandate;
  await city.act(['civil', 'data_officer'], id, 'submit');
  const sent = await city.act(PROVIDER, id, 'sign');
  assert.deepEqual([sent.mandate.clock?.localDays, sent.mandate.clock?.legalDays], [5, null]);
  assert.equal((await city.act(PROVIDER, id, 'agree')).code, 'platform.forbidden');
  const { mandate } = await city.act(HEAD, id, 'agree');
  assert.equal(mandate.by, '平顶山市民政局 共享机构负责人 civil sharing_head');
  const [answers] = await city.mandates.answersFor(departmentOf('market'), city.day(1));
  assert.deepEqual(answers?.regions.toSorted(), ['410400', '410404', '410411']);
  const covered = [marriages, deaths, adoptions].map(one => answers?.entryIds.includes(one));
  assert.deepEqual(covered, [true, true, false], 'nothing withheld');
  await city.act(PROVIDER, id, 'withdraw', { note: '自行答复' });

  const again = await city.draft(['civil', 'data_officer'], 'proxy', 'market', terms, true);
  await city.act(['civil', 'data_officer'], again.body.mandate.id, 'submit');
  await city.act(PROVIDER, again.body.mandate.id, 'sign');
  // Whoever declines to answer for others refuses no application: a reason is enough.
  const declined = await city.act(HEAD, again.body.mandate.id, 'refuse', { note: '没有人手' });
  assert.equal(declined.mandate.state, 'refused');
});

test('Past its last day it ends by itself', async () => {
  const { id } = await agreed();
  await city.audited(PLATFORM, 'test.past', `mandate:${id}`, async tx => ({
    value: await tx.run(sql`update mandates.mandate set until = ${city.day(-1)} where id = ${id}`),
  }));
  await city.mandates.endPast();
  const { body } = await city.get(OFFICER, id);
  assert.deepEqual([body.state, body.history.at(-1)?.action], ['expired', 'expire']);
  const told = await (await city.as(...HEAD)).get<{ items: { zh: string }[] }>('/api/messages?kind=result');
  assert.match(told.body.items[0]?.zh ?? '', /已到期$/);
});

test('Lists keep apart what is held and what is given, and show nobody what does not concern them', async () => {
  const { id } = await asked();
  const list = async (who: Who, side: string) => {
    const { body } = await (await city.as(...who)).get<{ items: MandateShown[] }>(
      `/api/mandates?side=${side}&state=awaiting_answer&kind=blanket&size=100`,
    );
    return body.items.some(one => one.id === id);
  };
  assert.deepEqual([await list(OFFICER, 'held'), await list(OFFICER, 'given')], [true, false]);
  assert.deepEqual([await list(PROVIDER, 'held'), await list(PROVIDER, 'given')], [false, true]);
  assert.deepEqual(
    [await list(STRANGER, 'all'), await list(['authority', 'authority'], 'all')],
    [false, true],
  );
  assert.equal((await city.get(STRANGER, id)).status, 404);
});

test('A text that is a draft offers the kinds, is shown as a draft, and sets neither a date nor a basis', async () => {
  city.setText('draft');
  try {
    const { body: offered } = await (await city.as(...OFFICER)).get<{
      blanket: boolean;
      citation: { status: string } | null;
    }>(`/api/mandates/offered?providerId=${departmentOf('civil')}`);
    assert.deepEqual([offered.blanket, offered.citation?.status], [true, 'draft']);
    const { id, clock } = await asked();
    assert.deepEqual([clock?.localDays, clock?.legalDays], [null, 10]);
    const note = '本次申请不符合目录列明的条件';
    const bare = await city.act(PROVIDER, id, 'refuse', { note, category: 'law_forbids' });
    assert.deepEqual([bare.code, bare.citation?.document], ['mandates.basis_needed', 'n809']);
    const { mandate } = await city.act(PROVIDER, id, 'refuse', { note, category: 'condition_not_met' });
    assert.equal(mandate.state, 'refused');
  } finally {
    city.setText('in_force');
  }
});

test('Where no text knows them, blanket authorisations and proxies are refused and the remedy is named', async () => {
  city.setText('none');
  try {
    for (const kind of ['blanket', 'proxy'] as const) {
      const { status, body } = await city.draft(OFFICER, kind, 'civil', city.terms({ regions: ['410411'] }));
      assert.deepEqual([status, body.code], [422, 'mandates.not_offered_here']);
      assert.match(body.title, /^平顶山市的规定没有/);
    }
    assert.deepEqual(city.mandates.offered('410400'), {
      standing: true,
      blanket: false,
      proxy: false,
      citation: null,
    });
    const { body: form } = await (await city.as(...OFFICER)).get<{
      anywhere: boolean;
      unconditional: { path: string; citation: { article: string } | null };
    }>('/api/mandates/offered');
    // The page says why there is nothing: here the platform's managing unit authorises.
    assert.deepEqual(
      [form.anywhere, form.unconditional.path, form.unconditional.citation?.article],
      [false, 'platform_authorises', '第十八条'],
    );
  } finally {
    city.setText('in_force');
  }
});

test('What waits for a head is to do for this head and for nobody else', async () => {
  const actor = ([department, role]: Who): Actor => ({
    accountId: 1,
    postId: 1,
    role,
    post: '',
    name: '',
    departmentId: departmentOf(department),
    departmentName: '',
    regionCode: '410400',
    permissions: permissionsOf(role),
  });
  const waits = async (who: Who, id: number): Promise<string[] | undefined> =>
    (await city.mandates.todo(actor(who))).find(one => one.id === id)?.actions;
  const { body } = await city.draft(OFFICER, 'blanket', 'civil', city.terms());
  const { id } = body.mandate;
  await city.act(OFFICER, id, 'submit');
  assert.deepEqual(
    [await waits(HEAD, id), await waits(PROVIDER, id), await waits(OFFICER, id)],
    [['sign', 'return', 'cancel'], undefined, undefined],
  );
  await city.act(HEAD, id, 'sign');
  assert.deepEqual(
    [await waits(HEAD, id), await waits(PROVIDER, id)],
    [undefined, ['agree', 'narrow', 'refuse']],
  );
  await city.act(PROVIDER, id, 'narrow', { note: '先用半年', terms: { until: city.day(180) } });
  assert.deepEqual([await waits(HEAD, id), await waits(PROVIDER, id)], [['accept', 'cancel'], undefined]);
});
