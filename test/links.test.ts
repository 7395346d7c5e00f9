/** Direct links: registered and signed, given a date by the authority, moved over to a grant, switched off by both sides. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '#kernel/db.ts';
import type { Role } from '#vocabulary/permissions.ts';
import { entryContent } from './catalogEntries.ts';
import type { Problem } from './controlPlane.ts';
import { type UseCity, dayFromNow, openUseCity } from './useCity.ts';

interface Link {
  id: number;
  state: string;
  until: string | null;
  late: boolean;
  grantNo: string;
  offBy: string | null;
  otherName: string;
  applyFor: number | null;
  actions: string[];
  grants: { id: number; no: string }[];
  history: { action: string; note: string; citation?: { article: string } }[];
}
interface Listed {
  total: number;
  late: number;
  counts: { state: string; count: number }[];
  items: Link[];
  citation: { article: string } | null;
}

let city: UseCity;
before(async () => {
  city = await openUseCity('links');
});
after(() => city.close());

type Who = readonly [department: string, role: Role];
const CIVIL: Who = ['civil', 'data_officer'];
const CIVIL_HEAD: Who = ['civil', 'sharing_head'];
const MARKET: Who = ['market', 'data_officer'];
const AUTHORITY: Who = ['authority', 'authority'];
const STRANGER: Who = ['streets', 'data_officer'];

const body = (more: object = {}) => ({
  side: 'takes',
  systemName: '社会救助核对系统',
  otherId: city.departmentOf('market'),
  otherSystem: '市场主体库',
  data: '企业登记信息',
  entryId: null,
  way: 'database',
  frequency: 'daily',
  since: '2019-06-01',
  ground: '市民政局、市工商局数据对接备忘录',
  volume: '约 12 万条，每日增量 300 条',
  wantedUntil: dayFromNow(60),
  ...more,
});

async function register(more: object = {}, who: Who = CIVIL): Promise<Link> {
  const made = await (await city.as(...who)).post<{ link: Link }>('/api/links', body(more));
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return made.body.link;
}

async function act(who: Who, id: number, action: string, more: object = {}) {
  const reply = await (await city.as(...who)).post<{ link: Link } & Problem>(`/api/links/${id}/actions`, {
    action,
    ...more,
  });
  return { status: reply.status, code: reply.body.code, problem: reply.body, link: reply.body.link };
}

async function signed(more: object = {}): Promise<number> {
  const { id } = await register(more);
  await act(CIVIL, id, 'submit');
  assert.equal((await act(CIVIL_HEAD, id, 'sign')).link.state, 'registered');
  return id;
}
const see = async (who: Who, id: number) => (await city.as(...who)).get<Link & Problem>(`/api/links/${id}`);

test('A link is registered by an officer and signed by the head; until then nobody else sees it', async () => {
  const { id, state } = await register();
  assert.equal(state, 'draft');
  assert.equal((await see(MARKET, id)).status, 404);
  assert.equal((await see(AUTHORITY, id)).status, 404);
  assert.equal((await act(CIVIL_HEAD, id, 'sign')).code, 'links.wrong_state');
  await act(CIVIL, id, 'submit');
  assert.equal((await act(CIVIL, id, 'sign')).code, 'platform.forbidden');
  assert.equal((await act(CIVIL_HEAD, id, 'return')).code, 'links.note_needed');
  assert.equal((await act(CIVIL_HEAD, id, 'return', { note: '数据量没有写' })).link.state, 'draft');
  const changed = await (await city.as(...CIVIL)).put<{ link: Link }>(
    `/api/links/${id}`,
    body({ volume: '约 15 万条' }),
  );
  assert.equal(changed.status, 200);
  await act(CIVIL, id, 'submit');
  const done = await act(CIVIL_HEAD, id, 'sign');
  assert.equal(done.link.state, 'registered');
  for (const who of [MARKET, AUTHORITY]) assert.equal((await see(who, id)).body.state, 'registered');
  assert.equal((await see(STRANGER, id)).status, 404);
  assert.equal((await act(STRANGER, id, 'switch_off', { note: '不用了' })).status, 404);
});

test('What is entered must be a link that exists, with one other side, and nothing secret', async () => {
  const officer = await city.as(...CIVIL);
  const entryId = await city.compile('market', entryContent('企业登记信息'));
  const wrong: [object, string][] = [
    [{ otherId: null }, 'links.other_needed'],
    [{ otherName: '市税务局' }, 'links.other_needed'],
    [{ otherId: city.departmentOf('civil') }, 'links.other_is_own'],
    [{ otherId: 999_999 }, 'links.department_unknown'],
    [{ since: dayFromNow(1) }, 'links.date_future'],
    [{ wantedUntil: dayFromNow(-1) }, 'links.date_past'],
    [{ entryId }, 'links.entry_not_fitting'],
    [{ data: '涉密人员台账（机密）' }, 'links.secret_marks'],
  ];
  for (const [more, code] of wrong) {
    const refused = await officer.post<Problem>('/api/links', body(more));
    assert.deepEqual([refused.status, refused.body.code], [422, code]);
  }
});

test('The authority of the region confirms or sets the date, and a date that has passed is shown as late', async () => {
  const id = await signed();
  assert.equal((await act(CIVIL, id, 'plan')).code, 'platform.forbidden');
  assert.equal((await act(['zhanhe', 'authority'], id, 'plan')).status, 404);
  assert.equal((await act(AUTHORITY, id, 'plan', { until: dayFromNow(-1) })).code, 'links.date_past');
  const confirmed = await act(AUTHORITY, id, 'plan');
  assert.deepEqual([confirmed.link.state, confirmed.link.until], ['planned', dayFromNow(60)]);
  assert.match(confirmed.link.history.at(-1)?.citation?.article ?? '', /第/);
  const sooner = await act(AUTHORITY, id, 'plan', { until: dayFromNow(10) });
  assert.deepEqual([sooner.link.until, sooner.link.late], [dayFromNow(10), false]);
  const unproposed = await signed({ wantedUntil: null });
  assert.equal((await act(AUTHORITY, unproposed, 'plan')).code, 'links.date_needed');

  await city.audited(
    { accountId: null, post: '平台', name: '平台', departmentId: null },
    'test.time',
    `link:${id}`,
    async tx => {
      await tx.run(sql`update links.link set until = ${dayFromNow(-3)} where id = ${id}`);
      return { value: undefined };
    },
  );
  const late = await (await city.as(...AUTHORITY)).get<Listed>('/api/links?late=true');
  assert.deepEqual([late.body.total, late.body.items[0]?.id, late.body.items[0]?.late], [1, id, true]);
  assert.equal(late.body.late, 1);
});

test('A link is moved over to a grant in use between its two sides, and to no other', async () => {
  const id = await signed();
  const other = await city.grant({ provider: 'civil', consumer: 'market' });
  const ended = await city.grant({ provider: 'market', consumer: 'civil', state: 'expired', since: 20 });
  for (const grantId of [other.id, ended.id, 999_999, undefined]) {
    const refused = await act(CIVIL, id, 'move', { grantId });
    assert.equal(refused.code, 'links.grant_not_between');
    assert.match(refused.problem.citation?.article ?? '', /第/);
  }
  const grant = await city.grant({ provider: 'market', consumer: 'civil' });
  assert.deepEqual(
    (await see(CIVIL, id)).body.grants.map(one => one.no),
    [grant.no],
  );
  assert.deepEqual((await see(AUTHORITY, id)).body.grants, []);
  assert.equal((await act(AUTHORITY, id, 'move', { grantId: grant.id })).code, 'platform.forbidden');
  const moved = await act(MARKET, id, 'move', { grantId: grant.id });
  assert.deepEqual([moved.link.state, moved.link.grantNo], ['moved', grant.no]);
});

test('A link is closed when both sides say that it is off', async () => {
  const id = await signed();
  assert.equal((await act(CIVIL, id, 'confirm_off')).code, 'platform.forbidden');
  assert.equal((await act(CIVIL, id, 'switch_off')).code, 'links.note_needed');
  const told = await act(CIVIL, id, 'switch_off', { note: '业务已取消' });
  assert.deepEqual([told.link.state, told.link.offBy], ['registered', 'registrant']);
  assert.ok(!told.link.actions.includes('confirm_off'));
  assert.equal((await act(CIVIL, id, 'confirm_off')).code, 'platform.forbidden');
  assert.equal((await act(CIVIL, id, 'switch_off', { note: '再说一次' })).code, 'links.told_already');
  const still = await act(MARKET, id, 'still_on', { note: '每日还有调用' });
  assert.deepEqual([still.link.offBy, still.link.state], [null, 'registered']);
  await act(MARKET, id, 'switch_off', { note: '接口已下线' });
  const closed = await act(CIVIL, id, 'confirm_off');
  assert.equal(closed.link.state, 'closed');
  assert.deepEqual(closed.link.actions, []);
});

test('Where the other side is no department here, the authority confirms that the link is off', async () => {
  const id = await signed({ otherId: null, otherName: '省自然资源厅' });
  const { body: link } = await see(CIVIL, id);
  assert.equal(link.otherName, '省自然资源厅');
  assert.ok(!link.actions.includes('move'));
  await act(CIVIL, id, 'switch_off', { note: '改由省平台回流' });
  assert.equal((await act(CIVIL, id, 'confirm_off')).code, 'platform.forbidden');
  assert.equal((await act(AUTHORITY, id, 'confirm_off')).link.state, 'closed');
});

test('The authority exempts a link with its reasons and the clause, and can take that back', async () => {
  const id = await signed({ exemptReason: '国家安全业务专线', wantedUntil: null });
  assert.equal((await act(AUTHORITY, id, 'exempt')).code, 'links.note_needed');
  assert.equal((await act(CIVIL, id, 'exempt', { note: '保密' })).code, 'platform.forbidden');
  const exempt = await act(AUTHORITY, id, 'exempt', { note: '经核属国家安全业务' });
  assert.equal(exempt.link.state, 'exempt');
  assert.notEqual(exempt.link.history.at(-1)?.citation, undefined);
  const back = await act(AUTHORITY, id, 'end_exemption', { note: '业务已调整' });
  assert.equal(back.link.state, 'registered');
});

test('Over data for which there is an entry, the side that takes is led to apply for it', async () => {
  const entryId = await city.compile('market', entryContent('市场主体信息'));
  await city.publish('market', entryId);
  const id = await signed({ entryId });
  assert.equal((await see(CIVIL, id)).body.applyFor, entryId);
  assert.equal((await see(MARKET, id)).body.applyFor, null);
});

test('The list is filtered and counted by state, and goes out as a file', async () => {
  const officer = await city.as(...CIVIL);
  const all = await officer.get<Listed>('/api/links');
  const counted = all.body.counts.reduce((sum, one) => sum + one.count, 0);
  assert.equal(counted, all.body.total);
  const closed = await officer.get<Listed>('/api/links?state=closed');
  assert.equal(closed.body.total, all.body.counts.find(one => one.state === 'closed')?.count);
  assert.deepEqual(closed.body.counts, all.body.counts);
  assert.equal((await officer.get<Listed>('/api/links?way=file')).body.total, 0);
  assert.equal((await (await city.as(...STRANGER)).get<Listed>('/api/links')).body.total, 0);
  const file = await city.fetchText(...CIVIL, '/api/links/export?format=csv&state=closed');
  assert.match(file, /省自然资源厅,市场主体库,平顶山市民政局,社会救助核对系统,企业登记信息/);
  assert.match(file, /已停用/);
});

test('What waits for each post is named to it, and to nobody else', async () => {
  const kinds = async (department: string, role: Role): Promise<string[]> => {
    const actor = await city.actorOf(department, role);
    return [...new Set((await city.links.todo(actor)).map(one => one.kind))].sort();
  };
  const { id } = await register({ data: '待签批的直连' });
  await act(CIVIL, id, 'submit');
  assert.deepEqual(await kinds(...CIVIL_HEAD), ['sign_link']);
  await act(CIVIL_HEAD, id, 'sign');
  assert.deepEqual(await kinds(...CIVIL_HEAD), []);
  assert.ok((await kinds(...AUTHORITY)).includes('plan_link'));
  await act(AUTHORITY, id, 'plan', { until: dayFromNow(20) });
  assert.ok((await kinds(...MARKET)).includes('move_link'));
  await act(CIVIL, id, 'switch_off', { note: '业务取消' });
  assert.ok((await kinds(...MARKET)).includes('confirm_link_off'));
  assert.deepEqual(await kinds(...STRANGER), []);
});
