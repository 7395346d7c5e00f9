/** What no decision may do: widen what was asked, open what is withheld, or be taken by somebody on both sides. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '#kernel/db.ts';
import { Refusal } from '#kernel/errors.ts';
import { PLATFORM, type Actor } from '#vocabulary/actor.ts';
import { type Role, permissionsOf } from '#vocabulary/permissions.ts';
import {
  CONDITION,
  CONDITIONAL,
  type Reply,
  type SharingCity,
  WITHHELD,
  openSharingCity,
} from './sharingCity.ts';

const REASON = '申请的用途超出目录列明的社会救助核对范围，与本部门核实后不能提供';
const REFUSAL = { action: 'refuse', category: 'condition_not_met', conditions: [CONDITION], note: REASON };
const ROWS = [{ item: '登记日期', op: 'between', values: ['2020-01-01', '2020-12-31'] }];
const ARGUMENT = '个人信息保护法第三十四条没有规定这些信息不得在机关之间共享';

let city: SharingCity;
before(async () => {
  city = await openSharingCity('bounds');
});
after(() => city.close());

/** The login’s person in a post, which need not be the one that the login was made for. */
async function actorOf(login: string, department: string, role: Role): Promise<Actor> {
  const { id, name } = await city.db.get<{ id: number; name: string }>(
    sql`select id, name from org.account where login = ${login}`,
  );
  const { id: departmentId, regionCode } = await city.organizations.department(
    city.departments[department] ?? 0,
  );
  const post = `${department} ${role}`;
  return {
    accountId: id,
    postId: 0,
    role,
    post,
    name,
    departmentId,
    departmentName: department,
    regionCode,
    permissions: permissionsOf(role),
  };
}

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
  } catch (fault) {
    if (fault instanceof Refusal) return fault.code;
    throw fault;
  }
  return 'done';
};

test('a settled dispute opens no more rows and no wider way than were asked for', async () => {
  const entryId = await city.published('n809', '救助站信息', CONDITIONAL);
  const { id } = await city.consented('n809', entryId, { rows: ROWS });
  await city.done('n809.p', 'sharing_head', id, REFUSAL);
  const head = await actorOf('n809.c.sharing_head', 'n809.c', 'sharing_head');
  const settle = (terms: object) =>
    city.audited(head, 'test.settle', `application:${id}`, async tx => {
      await city.sharing.settling.settle(tx, head, id, { outcome: 'open', terms }, '双方达成一致');
      return { value: undefined };
    });
  await city.audited(head, 'test.hold', `application:${id}`, async tx => {
    await city.sharing.settling.hold(tx, head, id);
    return { value: undefined };
  });
  assert.equal(await codeOf(settle({ mode: 'batch' })), 'sharing.mode_not_narrower');
  await settle({ rows: [] });
  const { grantId } = (await city.seen('n809.c', 'sharing_head', id)).body;
  const { conditions } = await city.db.get<{ conditions: object[] }>(
    sql`select conditions from sharing.grant where id = ${grantId}`,
  );
  assert.deepEqual(conditions, ROWS);
});

test('a new version of an entry takes nothing out of a dispute that is not over its class', async () => {
  const entryId = await city.published('n809', '救灾物资信息', WITHHELD);
  const { id } = await city.consented('n809', entryId, { argument: ARGUMENT });
  await city.republished('n809', entryId, CONDITIONAL);
  await city.done('n809.p', 'sharing_head', id, REFUSAL);
  const head = await actorOf('n809.c.sharing_head', 'n809.c', 'sharing_head');
  await city.audited(head, 'test.hold', `application:${id}`, async tx => {
    await city.sharing.settling.hold(tx, head, id);
    return { value: undefined };
  });
  await city.republished('n809', entryId, { ...CONDITIONAL, conditions: [CONDITION, '仅限本省'] });
  assert.equal((await city.seen('n809.c', 'sharing_head', id)).body.state, 'disputed');
});

test('an application that the changed entry no longer fits goes back to its officer and holds no publication up', async () => {
  const entryId = await city.published('n809', '志愿服务信息', WITHHELD);
  const { id } = await city.consented('n809', entryId, { argument: ARGUMENT });
  await city.republished('n809', entryId, { ...CONDITIONAL, modes: ['batch'] });
  const { body } = await city.seen('n809.c', 'data_officer', id);
  assert.equal(body.state, 'declined');
});

/** As if a law had closed the entry overnight: its published version withholds it. */
const withhold = (entryId: number) =>
  city.audited(PLATFORM, 'test.withhold', `entry:${entryId}`, async tx => {
    await tx.run(
      sql`update catalog.entry_version set content = jsonb_set(content, '{shareType}', '"withheld"') where entry_id = ${entryId}`,
    );
    return { value: undefined };
  });

const grantState = async (id: number | null): Promise<string> =>
  (await city.db.get<{ state: string }>(sql`select state from sharing.grant where id = ${id}`)).state;

test('what was consented to before an entry was withheld is not supplied after', async () => {
  const waiting = async (title: string) => {
    const entryId = await city.published('n809', title, CONDITIONAL, { mount: false });
    const { id } = await city.consented('n809', entryId);
    const { grantId } = await city.done('n809.p', 'sharing_head', id, { action: 'agree' });
    await city.mounted('n809.p', entryId);
    assert.equal(await grantState(grantId), 'awaiting_supply');
    return { entryId, grantId };
  };
  const open = await waiting('慈善组织信息');
  const closed = await waiting('社区工作信息');
  await withhold(closed.entryId);
  await city.grants.everyMinute();
  assert.deepEqual(
    [await grantState(open.grantId), await grantState(closed.grantId)],
    ['active', 'awaiting_supply'],
  );
});

test('a grant that rests while its entry is withheld does not go on', async () => {
  const entryId = await city.published('n809', '殡葬补贴信息', CONDITIONAL);
  const { id } = await city.consented('n809', entryId);
  const { grantId } = await city.done('n809.p', 'sharing_head', id, { action: 'agree' });
  const head = await city.as('n809.p', 'sharing_head');
  const act = (body: object) => head.post<Reply>(`/api/grants/${grantId}/actions`, body);
  assert.equal((await act({ action: 'suspend', cause: 'fault', note: '数据源故障' })).status, 200);
  await withhold(entryId);
  assert.equal((await act({ action: 'resume', note: '已恢复' })).body.code, 'grants.withheld_now');
});

test('a narrowing that could never be served is refused at once, and no mask shows more than the entry', async () => {
  const entryId = await city.published('n809', '优抚对象信息', CONDITIONAL);
  const { id } = await city.consented('n809', entryId);
  const bad = await city.act('n809.p', 'sharing_head', id, {
    action: 'agree',
    rows: [{ item: '登记日期', op: 'eq', values: ['去年'] }],
    note: '只提供去年的',
  });
  assert.equal(bad.body.code, 'sharing.wrong_condition', JSON.stringify(bad.body));
  const cases: [item: string, mask: object, code: string][] = [
    ['姓名', { kind: 'none' }, 'sharing.mask_weaker'],
    ['姓名', { kind: 'middle', head: 0, tail: 1 }, 'sharing.mask_weaker'],
    ['姓名', { kind: 'digest' }, 'sharing.mask_weaker'],
    ['登记日期', { kind: 'mail' }, 'sharing.mask_unfit'],
    ['登记日期', { kind: 'range' }, 'sharing.mask_unfit'],
    ['公民身份号码', { kind: 'address', head: 0 }, 'sharing.mask_unfit'],
  ];
  for (const [item, mask, code] of cases) {
    const masks = [{ item, mask }];
    const refused = await city.act('n809.p', 'sharing_head', id, { action: 'agree', masks });
    assert.equal(refused.body.code, code, JSON.stringify([mask, refused.body]));
  }
  const stricter = await city.act('n809.p', 'sharing_head', id, {
    action: 'agree',
    note: '标识项只给加密摘要',
    masks: [
      { item: '公民身份号码', mask: { kind: 'digest' } },
      { item: '登记日期', mask: { kind: 'month' } },
    ],
  });
  assert.equal(stricter.status, 200, JSON.stringify(stricter.body));
});

test('passing data on is the provider’s own word, whatever it consented to in advance', async () => {
  const entryId = await city.published('zh', '公园信息', {}, { standing: true });
  const alone = await city.consented('zh', entryId);
  assert.deepEqual([alone.state, alone.path], ['agreed', 'standing_consent']);
  const on = await city.consented('zh', entryId, { thirdParties: ['某科技公司'] });
  assert.deepEqual([on.state, on.path], ['awaiting_answer', 'provider_answers']);
});

test('an authority that holds a grant itself is not its authority: the one above is', async () => {
  const entryId = await city.published('zh', '道路信息', CONDITIONAL);
  const asked = await city.consented('zh', entryId);
  const { grantId } = await city.done('zh.p', 'sharing_head', asked.id, { action: 'agree' });
  await city.audited(PLATFORM, 'test.holder', `grant:${grantId}`, async tx => {
    await tx.run(
      sql`update sharing.grant set consumer_id = ${city.departments['zhanhe']} where id = ${grantId}`,
    );
    return { value: undefined };
  });
  const suspend = { action: 'suspend', cause: 'misuse', note: '超出使用范围' };
  const own = await (await city.as('zhanhe', 'authority')).post<Reply>(
    `/api/grants/${grantId}/actions`,
    suspend,
  );
  assert.equal(own.status, 403, JSON.stringify(own.body));
  const above = await (await city.as('authority', 'authority')).post<Reply>(
    `/api/grants/${grantId}/actions`,
    suspend,
  );
  assert.equal(above.status, 200, JSON.stringify(above.body));
});

test('nobody acts in one case for two departments, whichever posts they hold', async () => {
  const entryId = await city.published('n809', '福利彩票信息', CONDITIONAL);
  const { id } = await city.consented('n809', entryId);
  await city.done('n809.p', 'sharing_head', id, {
    action: 'ask_extension',
    days: 5,
    note: '需要核对历史数据',
  });
  const both = await actorOf('n809.p.sharing_head', 'n809.a', 'authority');
  assert.equal(
    await codeOf(city.sharing.act(both, id, { action: 'grant_extension', note: '' })),
    'grants.acted_for_another',
  );
  const officer = await actorOf('n809.c.data_officer', 'n809.p', 'sharing_head');
  assert.match(
    await codeOf(city.sharing.act(officer, id, { action: 'agree', note: '' })),
    /own_case|acted_for_another/,
  );
  assert.equal((await city.act('n809.a', 'authority', id, { action: 'grant_extension' })).status, 200);
});

test('what is agreed to in part cannot be taken after its last day', async () => {
  const entryId = await city.published('n809', '流浪救助信息', CONDITIONAL);
  const { id } = await city.consented('n809', entryId);
  const until = new Date(Date.now() + 8 * 3_600_000 + 2 * 86_400_000).toISOString().slice(0, 10);
  await city.done('n809.p', 'sharing_head', id, { action: 'agree', until, note: '只需两天' });
  city.pass(4 * 86_400_000);
  const late = await city.act('n809.c', 'sharing_head', id, { action: 'accept' });
  city.pass(-4 * 86_400_000);
  assert.equal(late.body.code, 'sharing.term_past', JSON.stringify(late.body));
});
