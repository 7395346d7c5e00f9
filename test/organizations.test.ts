/** An empty installation is set up by its operator over HTTP, as far as a published entry; and who may not do what. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { creditCodeCheckDigit } from '#vocabulary/identifiers.ts';
import type { Role } from '#vocabulary/permissions.ts';
import type { Problem } from './controlPlane.ts';
import { entryContent } from './catalogEntries.ts';
import {
  type Installation,
  PASSWORD,
  type Person,
  type Reply,
  type Running,
  newInstallation,
  signIn,
  until,
} from './instance.ts';

interface Post {
  id: number;
  role: Role;
  departmentId: number;
  state: 'waiting' | 'in_force' | 'ended';
  actions: string[];
}
interface Account {
  id: number;
  login: string;
  name: string;
  state: string;
  mustChange: boolean;
  posts: Post[];
  actions: string[];
  own: boolean;
}
interface Changed {
  account: Account;
  password?: string;
  record: number;
}
interface Region {
  code: string;
  name: string;
  parent: string | null;
  level: string;
}
interface Setup {
  regions: number;
  authorities: number;
  departments: number;
  completeDepartments: number;
  security: number;
  waiting: number;
  confirms: boolean;
}

let installation: Installation;
let outside: string;
let running: Running;
let admin: Person;
const departments: Record<string, number> = {};
const accounts: Record<string, Account> = {};

before(async () => {
  installation = await newInstallation('setup');
  // The master key lies outside the data folder, or the platform would not start.
  outside = mkdtempSync(join(tmpdir(), 'shuqiao-key-'));
  const key = join(outside, 'master.key');
  writeFileSync(key, randomBytes(32).toString('base64'), { mode: 0o600 });
  running = await installation.start({
    SHUQIAO_DEMO: '0',
    SHUQIAO_MASTER_KEY_FILE: key,
    HOST: '127.0.0.1',
  });
});
after(async () => {
  await running.stop();
  await installation.drop();
  rmSync(outside, { recursive: true, force: true });
});

function good<T>(reply: Reply<T>, status = 200): T {
  assert.equal(reply.status, status, JSON.stringify(reply.body));
  return reply.body;
}

/** The refusal as `422 organizations.bad_region_code`. */
async function refusal(asked: Promise<Reply<Problem>>): Promise<string> {
  const { status, body } = await asked;
  return `${status} ${body.code}`;
}

/** Signs in with a one-time password, changes it as everybody must, and signs in with the new one. */
async function firstSignIn(login: string, password: string): Promise<Person> {
  const early = await signIn(running.base, login, password);
  assert.equal(await refusal(early.get('/api/workbench')), '403 platform.password_change_first');
  good(await early.put('/api/session/password', { present: password, next: PASSWORD }));
  return signIn(running.base, login);
}

const creditCode = (regionCode: string, number: number): string => {
  const front = `11${regionCode}${String(number).padStart(8, '0')}X`;
  return front + (creditCodeCheckDigit(front) ?? '');
};

const department = (name: string, regionCode: string, number: number, more: object = {}): object => ({
  name,
  shortName: name.replace('平顶山', ''),
  creditCode: creditCode(regionCode, number),
  regionCode,
  kind: 'government',
  ...more,
});

const post = (key: string, role: Role): { departmentId: number; role: Role } => ({
  departmentId: departments[key] ?? 0,
  role,
});

async function open(login: string, posts: object[], who = admin): Promise<Changed> {
  const made = good(await who.post<Changed>('/api/accounts', { login, name: `${login} 某某`, posts }), 201);
  accounts[login] = made.account;
  return made;
}

const idOf = (login: string): number => accounts[login]?.id ?? 0;
const setup = async (): Promise<Setup> => good(await admin.get<Setup>('/api/setup'));

test('The first operator enters with the password of the start, and must change it before anything else', async () => {
  const password = /login: admin {3}one-time password: (\S+)/.exec(running.said())?.[1];
  assert.ok(password, running.said());
  admin = await firstSignIn('admin', password);
  await assert.rejects(signIn(running.base, 'admin', password), /wrong_password/);
  const state = await setup();
  assert.deepEqual(
    [state.regions, state.authorities, state.departments, state.security, state.confirms],
    [1, 0, 0, 0, false],
  );
  const [home] = good(await admin.get<Region[]>('/api/regions'));
  assert.deepEqual([home?.code, home?.name, home?.level], ['410400', '平顶山市', 'city']);
});

test('Regions form one tree by their codes, in whatever order they are added', async () => {
  const add = (code: string, name = '') => admin.post<Problem>('/api/regions', { code, name });
  const offered = good(await admin.get<{ code: string; name: string }[]>('/api/divisions?q=410411'));
  assert.deepEqual(offered[0], { code: '410411', name: '湛河区' });
  // A street before its county hangs on the city, and moves under the county when that comes.
  const street = offered.find(one => one.code.length === 9);
  assert.ok(street);
  for (const code of [street.code, '410411', '410000']) good(await add(code), 201);
  const tree = good(await admin.get<Region[]>('/api/regions'));
  assert.deepEqual(
    tree.map(one => [one.code, one.parent, one.level]),
    [
      ['410000', null, 'province'],
      ['410400', '410000', 'city'],
      ['410411', '410400', 'county'],
      [street.code, '410411', 'street'],
    ],
  );
  assert.equal(tree.at(-1)?.name, street.name);
  assert.deepEqual(good(await admin.get<unknown[]>('/api/divisions?q=410411')).length, offered.length - 2);

  for (const wrong of ['990000', '41040', '410011', '410411000'])
    assert.match(await refusal(add(wrong)), /^(422 organizations.bad_region_code|400 platform.bad_input)$/);
  assert.equal(await refusal(add('410411')), '409 organizations.region_taken');
  assert.equal(await refusal(add('330100')), '422 organizations.region_outside');
  good(await admin.put(`/api/regions/${street.code}`, { name: '试验街道' }));
  assert.equal(await refusal(admin.delete('/api/regions/410411')), '409 organizations.region_in_use');
  good(await admin.delete(`/api/regions/${street.code}`));
  assert.equal((await setup()).regions, 3);
});

test('Departments are checked: credit code, names, one authority for a region', async () => {
  const add = async (key: string, body: object) => {
    departments[key] = good(await admin.post<{ id: number }>('/api/departments', body), 201).id;
  };
  await add('authority', department('平顶山市政务服务和大数据管理局', '410400', 1, { isAuthority: true }));
  await add('civil', department('平顶山市民政局', '410400', 2));
  await add('market', department('平顶山市市场监督管理局', '410400', 3));
  const refused = (body: object) => refusal(admin.post<Problem>('/api/departments', body));
  const right = creditCode('410400', 4);
  const wrong = right.slice(0, 17) + (right.endsWith('1') ? '2' : '1');
  assert.equal(
    await refused(department('甲局', '410400', 4, { creditCode: wrong })),
    '422 organizations.bad_credit_code',
  );
  assert.equal(
    await refused(department('甲局', '410400', 4, { creditCode: '' })),
    '422 organizations.bad_credit_code',
  );
  assert.equal(await refused(department('甲局', '410400', 3)), '409 organizations.credit_code_taken');
  assert.equal(
    await refused(department('平顶山市民政局', '410400', 4)),
    '409 organizations.department_name_taken',
  );
  assert.equal(
    await refused(department('乙局', '410400', 4, { isAuthority: true })),
    '409 organizations.authority_taken',
  );
  assert.equal(await refused(department('丙局', '410499', 4)), '404 platform.not_found');

  const list = good(
    await admin.get<{ total: number; items: { name: string }[] }>(
      `/api/department-list?q=${encodeURIComponent('民政')}`,
    ),
  );
  assert.deepEqual([list.total, list.items[0]?.name], [1, '平顶山市民政局']);
  const second = good(
    await admin.get<{ total: number; items: unknown[] }>('/api/department-list?size=3&page=2'),
  );
  assert.deepEqual([second.total, second.items.length], [4, 1]);
  const changed = department('平顶山市民政局', '410400', 2, { shortName: '市民政局', phone: '0375-2666666' });
  good(await admin.put(`/api/departments/${departments['civil']}`, changed));
  const seen = good(
    await admin.get<{ shortName: string; actions: string[] }>(`/api/departments/${departments['civil']}`),
  );
  assert.deepEqual([seen.shortName, seen.actions], ['市民政局', ['suspend', 'dissolve']]);
});

test('Before there is a security officer, the operator’s accounts count at once; three administrators are three people', async () => {
  const opened = await open('civil.officer', [post('civil', 'data_officer')]);
  assert.equal(opened.account.posts[0]?.state, 'in_force');
  assert.match(opened.password ?? '', /^Sq-\w{16}9$/);
  assert.ok(opened.account.mustChange);
  const refused = (posts: object[], login = 'somebody') =>
    refusal(admin.post<Problem>('/api/accounts', { login, name: '某某', posts }));
  assert.equal(
    await refused([post('civil', 'security'), post('civil', 'auditor')]),
    '422 organizations.administrators_apart',
  );
  assert.equal(
    await refused([post('civil', 'operator'), post('civil', 'data_officer')]),
    '422 organizations.administrators_apart',
  );
  assert.equal(await refused([post('civil', 'authority')]), '422 organizations.not_an_authority');
  assert.equal(
    await refused([post('civil', 'data_officer')], 'civil.officer'),
    '409 organizations.login_taken',
  );
  assert.equal(await refused([post('civil', 'data_officer')], 'No Login'), '400 platform.bad_input');
  const own = good(await admin.get<{ items: Account[] }>('/api/accounts?q=admin')).items[0];
  assert.deepEqual([own?.own, own?.actions, own?.posts[0]?.actions], [true, [], []]);
  for (const asked of [
    admin.post<Problem>(`/api/accounts/${own?.id}/posts`, post('civil', 'operator')),
    admin.post<Problem>(`/api/accounts/${own?.id}/actions`, { action: 'disable', reason: '试一试' }),
    admin.post<Problem>(`/api/posts/${own?.posts[0]?.id}/end`, { reason: '试一试' }),
    admin.put<Problem>(`/api/accounts/${own?.id}`, { name: '别名' }),
  ])
    assert.equal(await refusal(asked), '403 organizations.own_account');
});

let security: Person;
let auditor: Person;

test('From the first security officer on, a post counts when it was confirmed, and never one’s own', async () => {
  const officer = await open('security', [post('authority', 'security')]);
  assert.equal(officer.account.posts[0]?.state, 'in_force');
  security = await firstSignIn('security', officer.password ?? '');
  const audit = await open('auditor', [post('authority', 'auditor')]);
  assert.equal(audit.account.posts[0]?.state, 'waiting');
  await assert.rejects(signIn(running.base, 'auditor', audit.password), /organizations\.no_post/);
  const waiting = good(
    await security.get<{ total: number; items: Account[] }>('/api/accounts?state=waiting'),
  );
  assert.deepEqual([waiting.total, waiting.items[0]?.posts[0]?.actions], [1, ['confirm', 'decline', 'end']]);
  const decide = (who: Person, id: number | undefined, action = 'confirm') =>
    who.post<Changed & Problem>(`/api/posts/${id}/decision`, { action });
  const id = audit.account.posts[0]?.id;
  assert.equal(await refusal(decide(admin, id)), '403 platform.forbidden');
  const confirmed = good(await decide(security, id)).account;
  assert.equal(confirmed.posts[0]?.state, 'in_force');
  assert.equal(await refusal(decide(security, id)), '409 organizations.post_state');
  auditor = await firstSignIn('auditor', audit.password ?? '');
  assert.equal(
    await refusal(auditor.post('/api/accounts', { login: 'xxx', name: '某某', posts: [] })),
    '403 platform.forbidden',
  );

  // The operator puts the security officer forward once more; the officer cannot confirm it.
  good(await admin.post(`/api/accounts/${idOf('security')}/posts`, post('market', 'security')), 201);
  const own = good(await security.get<Account>(`/api/accounts/${idOf('security')}`));
  const put = own.posts.find(one => one.state === 'waiting');
  assert.deepEqual(put?.actions, []);
  assert.equal(await refusal(decide(security, put?.id)), '403 organizations.own_account');
});

test('The operator has no hand on those who watch, and nobody may end the last administrator', async () => {
  const act = (who: Person, login: string, action: string) =>
    who.post<Problem>(`/api/accounts/${idOf(login)}/actions`, { action, reason: '试一试' });
  assert.equal(await refusal(act(admin, 'auditor', 'reset_password')), '403 organizations.security_handles');
  assert.equal(
    await refusal(act(security, 'civil.officer', 'disable')),
    '403 organizations.operator_handles',
  );
  accounts['admin'] = good(await admin.get<{ items: Account[] }>('/api/accounts?q=admin'))
    .items[0] as Account;
  assert.equal(await refusal(act(security, 'admin', 'disable')), '409 organizations.last_administrator');
  assert.equal(await refusal(act(admin, 'security', 'lock')), '409 organizations.last_administrator');
  const changed = good(
    await security.post<Changed>(`/api/accounts/${idOf('auditor')}/actions`, {
      action: 'reset_password',
      reason: '忘记密码',
    }),
  );
  assert.equal(await refusal(auditor.get('/api/ledger')), '401 platform.not_signed_in');
  const early = await signIn(running.base, 'auditor', changed.password);
  good(await early.put('/api/session/password', { present: changed.password, next: `${PASSWORD}!` }));
  auditor = await signIn(running.base, 'auditor', `${PASSWORD}!`);
});

test('A lone security officer gets help from the operator, one of two does not; posts are declined and ended', async () => {
  const reset = (who: Person, login: string) =>
    who.post<Changed & Problem>(`/api/accounts/${idOf(login)}/actions`, {
      action: 'reset_password',
      reason: '忘记密码',
    });
  const alone = good(await reset(admin, 'security'));
  const early = await signIn(running.base, 'security', alone.password);
  good(await early.put('/api/session/password', { present: alone.password, next: `${PASSWORD}!` }));
  security = await signIn(running.base, 'security', `${PASSWORD}!`);

  const second = await open('security.two', [post('civil', 'security')]);
  const decide = (id: number | undefined, action: string) =>
    security.post<Changed>(`/api/posts/${id}/decision`, { action, reason: '核对' });
  const declined = good(await decide(second.account.posts[0]?.id, 'decline')).account;
  assert.equal(declined.posts[0]?.state, 'ended');
  await assert.rejects(signIn(running.base, 'security.two', second.password), /organizations\.no_post/);
  good(await reset(admin, 'security'));
  const again = good(await reset(admin, 'security'));
  const once = await signIn(running.base, 'security', again.password);
  good(await once.put('/api/session/password', { present: again.password, next: PASSWORD }));
  security = await signIn(running.base, 'security');

  const put = good(
    await admin.post<Changed>(`/api/accounts/${idOf('security.two')}/posts`, post('civil', 'security')),
    201,
  ).account.posts.find(one => one.state === 'waiting');
  good(await decide(put?.id, 'confirm'));
  assert.equal(await refusal(reset(admin, 'security')), '403 organizations.security_handles');
  const end = (who: Person) => who.post<Problem>(`/api/posts/${put?.id}/end`, { reason: '调离' });
  assert.equal(await refusal(end(admin)), '403 organizations.security_handles');
  good(await end(security));
  assert.equal(await refusal(end(security)), '403 organizations.operator_handles');
  good(await admin.put(`/api/accounts/${idOf('security.two')}`, { name: '另一人' }));
});

test('Locked, unlocked, reset, disabled and restored: the account’s holder feels each at once', async () => {
  const { password } = await open('market.officer', [post('market', 'data_officer')]);
  const put = accounts['market.officer']?.posts[0]?.id;
  good(await security.post(`/api/posts/${put}/decision`, { action: 'confirm' }));
  const holder = await firstSignIn('market.officer', password ?? '');
  good(await holder.get('/api/workbench'));
  const id = idOf('market.officer');
  const act = async (action: string) =>
    good(await admin.post<Changed>(`/api/accounts/${id}/actions`, { action, reason: '人员变动' }));
  assert.equal((await act('lock')).account.state, 'locked');
  assert.equal(await refusal(holder.get('/api/workbench')), '401 platform.not_signed_in');
  await assert.rejects(signIn(running.base, 'market.officer'), /organizations\.locked_by_hand/);
  assert.deepEqual((await act('unlock')).account.actions, ['lock', 'reset_password', 'disable']);
  good(await (await signIn(running.base, 'market.officer')).get('/api/workbench'));

  for (let tries = 0; tries < 5; tries += 1)
    await assert.rejects(signIn(running.base, 'market.officer', 'wrong'));
  await assert.rejects(signIn(running.base, 'market.officer'), /organizations\.locked"/);
  const shut = good(await admin.get<{ items: Account[] }>('/api/accounts?state=shut_out')).items;
  assert.deepEqual(
    shut.map(one => one.login),
    ['market.officer'],
  );
  assert.equal((await act('unlock')).account.state, 'active');
  await signIn(running.base, 'market.officer');

  const reset = await act('reset_password');
  await assert.rejects(signIn(running.base, 'market.officer'), /wrong_password/);
  await firstSignIn('market.officer', reset.password ?? '');
  const gone = await act('disable');
  assert.deepEqual([gone.account.posts[0]?.state, gone.account.actions], ['ended', ['enable']]);
  await assert.rejects(signIn(running.base, 'market.officer'), /wrong_password/);
  const back = await act('enable');
  await assert.rejects(signIn(running.base, 'market.officer', back.password), /organizations\.no_post/);
  good(await admin.post(`/api/accounts/${id}/posts`, post('market', 'data_officer')), 201);
  assert.equal(
    await refusal(admin.post(`/api/accounts/${id}/posts`, post('market', 'data_officer'))),
    '409 organizations.post_held',
  );
});

const ENTRY = entryContent('婚姻登记信息');

test('The people of the new installation publish its first entry, and the public finds it', async () => {
  const signed: Record<string, Person> = {};
  const people: [login: string, key: string, role: Role][] = [
    ['civil.office', 'civil', 'sharing_head'],
    ['civil.head', 'civil', 'department_head'],
    ['authority', 'authority', 'authority'],
  ];
  for (const [login, key, role] of people) {
    const { account, password } = await open(login, [post(key, role)]);
    good(await security.post(`/api/posts/${account.posts[0]?.id}/decision`, { action: 'confirm' }));
    signed[login] = await firstSignIn(login, password ?? '');
  }
  const reset = good(
    await admin.post<Changed>(`/api/accounts/${idOf('civil.officer')}/actions`, {
      action: 'reset_password',
      reason: '交给本人',
    }),
  );
  const clerk = await firstSignIn('civil.officer', reset.password ?? '');
  const { entry } = good(
    await clerk.post<{ entry: { id: number } }>('/api/entries', { content: ENTRY }),
    201,
  );
  const act = async (who: Person | undefined, action: string) => {
    assert.ok(who);
    good(await who.post(`/api/entries/${entry.id}/actions`, { action }));
  };
  await act(clerk, 'submit');
  await act(signed['civil.office'], 'sign_office');
  await act(signed['civil.head'], 'sign_department');
  await act(signed['authority'], 'publish');
  const found = (await (
    await fetch(`${running.base}/api/catalog?q=${encodeURIComponent('婚姻')}`)
  ).json()) as {
    items: { title: string }[];
  };
  assert.deepEqual(
    found.items.map(one => one.title),
    ['婚姻登记信息'],
  );
  assert.equal((await setup()).completeDepartments, 1);
  const registered = await clerk.post<{ appKey: string; appSecret: string }>('/api/systems', {
    name: '婚姻登记系统',
    addresses: ['10.20.3.0/24'],
  });
  assert.match(good(registered, 201).appSecret, /^[0-9a-f]{32}$/);
});

test('A department with a published entry can be suspended, which stops its people, but not dissolved', async () => {
  const civil = departments['civil'];
  const act = (id: number | undefined, action: string) =>
    admin.post<Problem>(`/api/departments/${id}/actions`, { action, reason: '机构改革' });
  const refused = await act(civil, 'dissolve');
  assert.equal(refused.body.code, 'organizations.department_depended_on');
  assert.match(refused.body.title, /已发布目录 1/);
  const detail = good(
    await admin.get<{ dependents: { kind: string; n: number }[] }>(`/api/departments/${civil}`),
  );
  assert.deepEqual(
    detail.dependents.map(({ kind, n }) => [kind, n]),
    [
      ['entries', 1],
      ['systems', 1],
      ['people', 3],
    ],
  );
  const clerk = await signIn(running.base, 'civil.officer');
  good(await act(civil, 'suspend'));
  assert.equal(await refusal(clerk.get('/api/workbench')), '401 platform.not_signed_in');
  await assert.rejects(signIn(running.base, 'civil.officer'), /organizations\.no_post/);
  assert.equal(
    await refusal(admin.post(`/api/accounts/${idOf('market.officer')}/posts`, post('civil', 'data_officer'))),
    '409 organizations.department_closed',
  );
  good(await act(civil, 'resume'));
  good(await (await signIn(running.base, 'civil.officer')).get('/api/workbench'));

  good(await act(departments['market'], 'dissolve'));
  assert.equal(await refusal(act(departments['market'], 'resume')), '409 organizations.department_state');
  // The security officer sits in the authority's department: suspending it would leave none.
  assert.equal(
    await refusal(act(departments['authority'], 'suspend')),
    '409 organizations.last_administrator',
  );
  const platform = good(
    await admin.get<{ items: { id: number; key: string }[] }>('/api/department-list'),
  ).items.find(one => one.key === 'platform');
  assert.equal(await refusal(act(platform?.id, 'suspend')), '403 organizations.own_department');
});

test('Two operators who disable each other at once leave one of them in office', async () => {
  const operators: Person[] = [];
  for (const login of ['operator.a', 'operator.b']) {
    const { account, password } = await open(login, [post('authority', 'operator')]);
    good(await security.post(`/api/posts/${account.posts[0]?.id}/decision`, { action: 'confirm' }));
    operators.push(await firstSignIn(login, password ?? ''));
  }
  const disable = (who: Person | undefined, login: string) =>
    who?.post<Problem>(`/api/accounts/${idOf(login)}/actions`, { action: 'disable', reason: '同时' });
  good((await disable(operators[0], 'admin')) as Reply<unknown>);
  const both = await Promise.all([disable(operators[0], 'operator.b'), disable(operators[1], 'operator.a')]);
  assert.equal(both.filter(reply => reply?.status === 200).length, 1);
  const left = good(
    await security.get<{ items: Account[] }>('/api/accounts?role=operator&state=active'),
  ).items;
  assert.equal(left.length, 1);
});

test('The ledger holds each of these commands and each refusal, and no password', async () => {
  interface Rows {
    total: number;
    items: { number: number; action: string; result: string; code: string }[];
  }
  const rows = async (query: string): Promise<Rows> =>
    good(await auditor.get<Rows>(`/api/ledger/records?size=100&${query}`));
  const expected: [action: string, done: number][] = [
    ['organizations.add_region', 3],
    ['organizations.rename_region', 1],
    ['organizations.remove_region', 1],
    ['organizations.add_department', 3],
    ['organizations.change_department', 1],
    ['organizations.open_account', 10],
    ['organizations.put_forward', 3],
    ['organizations.confirm_post', 8],
    ['organizations.decline_post', 1],
    ['organizations.end_post', 1],
    ['organizations.rename_account', 1],
    ['organizations.lock', 1],
    ['organizations.unlock', 2],
    ['organizations.reset_password', 6],
    ['organizations.enable', 1],
    ['organizations.suspend_department', 1],
    ['organizations.resume_department', 1],
    ['organizations.dissolve_department', 1],
  ];
  for (const [action, done] of expected) {
    const found = await until(
      () => rows(`action=${action}&result=done`),
      answer => answer.total >= done,
      20_000,
    );
    assert.equal(found.total, done, action);
  }
  const refused = await rows('action=organizations.add_region&result=refused');
  assert.deepEqual(
    new Set(refused.items.map(row => row.code)),
    new Set(['organizations.bad_region_code', 'organizations.region_taken', 'organizations.region_outside']),
  );
  for (const action of ['organizations.open_account', 'organizations.reset_password'])
    for (const { number } of (await rows(`action=${action}`)).items) {
      const { body } = good(await auditor.get<{ body: string }>(`/api/ledger/records/control/${number}`));
      assert.ok(body.includes(action));
      assert.doesNotMatch(body, /Sq-|argon2/);
    }
});
