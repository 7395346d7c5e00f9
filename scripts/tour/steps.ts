/** The main job from entry to ledger, as the people of the demonstration do it. Each step says what it proved. */
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import type { Static } from 'typebox';
import type { EntryRecorded, SearchView } from '#modules/catalog/contract.ts';
import { BLANK, type Content, blankItem } from '#modules/catalog/index.ts';
import type { RunRecorded, RunView, TaskRecorded } from '#modules/exchange/contract.ts';
import type { VerifyView } from '#modules/ledger/contract.ts';
import type { SystemSecretsView } from '#modules/organizations/contract.ts';
import type { MatchView, ResourceRecorded, SampleView, SourceView } from '#modules/resources/contract.ts';
import type { GrantView } from '#modules/grants/contract.ts';
import type { ApplicationRecorded } from '#modules/sharing/contract.ts';
import { type Caller, type Person, call, refusedBy, signIn } from './client.ts';
import { type Sides, endService, mendMisuse } from './grantLife.ts';

const PASSWORD = 'Shuqiao-2026';
const TABLE = { schema: 'pds_public_security', table: 'household_registration' };

export interface Tour {
  base: string;
  /** Tells this tour's things from those of earlier ones. */
  mark: string;
  step: <T>(title: string, work: () => Promise<{ proved: string; value: T }>) => Promise<T>;
}

type People = Record<
  'officer' | 'office' | 'head' | 'authority' | 'asker' | 'askerHead' | 'mover' | 'moverHead' | 'auditor',
  Person
>;
type Application = Static<typeof ApplicationRecorded>['application'];
type Secrets = Static<typeof SystemSecretsView>;

const content = (mark: string, more: Partial<Content> = {}): Content => ({
  ...BLANK,
  title: `户籍人口核查信息 ${mark}`,
  abstract: '本市户籍人口的基本信息，供核查使用（演示数据）。',
  subject: 'person',
  classCode: '101',
  shareType: 'conditional',
  basis: { rank: 'law', title: '中华人民共和国个人信息保护法', article: '第三十四条' },
  conditions: ['限于履行法定职责所必需'],
  modes: ['query', 'verify', 'batch'],
  secrecy: { conclusion: 'no_secret', date: '2026-10-12' },
  personalInfo: { conclusion: 'acceptable', date: '2026-10-12' },
  phone: '0375-0000000',
  items: [
    // Synthetic numbers; graded low so that the sample shows one in clear, which the tour then asks for.
    item('公民身份号码', { identifier: true }),
    item('姓名', { sensitivity: 3, mask: { kind: 'name' } }),
    item('性别'),
    item('出生日期', { type: 'date', sensitivity: 3, mask: { kind: 'year' } }),
  ],
  ...more,
});

const item = (name: string, more: Partial<Content['items'][number]> = {}): Content['items'][number] => ({
  ...blankItem(name),
  length: more.type === 'date' ? null : 50,
  required: true,
  sensitivity: 2,
  ...more,
});

async function publish({ step, mark }: Tour, { officer, office, head, authority }: People): Promise<number> {
  return step('编目、签批、发布', async () => {
    const act = (who: Person, id: number, action: string) =>
      who.post<Static<typeof EntryRecorded>>(`/api/entries/${id}/actions`, { action });
    const { entry } = await officer.post<Static<typeof EntryRecorded>>('/api/entries', {
      content: content(mark, { shareType: 'withheld', basis: null }),
    });
    const no = await refusedBy(act(officer, entry.id, 'submit'));
    assert.ok(no.clause !== '', 'a refusal shows its clause');
    await officer.put(`/api/entries/${entry.id}`, { content: content(mark), revision: entry.revision });
    const again = await refusedBy(act(officer, entry.id, 'submit'));
    assert.equal(again.code, 'sources.shared_already', again.message);
    const shared = again.facts['items'] as string[];
    for (const one of shared)
      await officer.put(`/api/entries/${entry.id}/reasons`, {
        item: one,
        reason: '核查须与户籍登记逐项一致',
      });
    await act(officer, entry.id, 'submit');
    await act(office, entry.id, 'sign_office');
    await act(head, entry.id, 'sign_department');
    const { entry: done, record } = await act(authority, entry.id, 'publish');
    assert.equal(done.state, 'published');
    return {
      value: entry.id,
      proved: `没有依据的“不予共享”被拒绝（${no.clause}）；别的部门已共享的${shared.map(one => `“${one}”`).join('、')}写明理由才能报送（${again.clause}）；两级签批、主管部门审核后发布，编码 ${done.code}，存证 #${record}`,
    };
  });
}

async function mount(
  { step }: Tour,
  { officer }: People,
  entryId: number,
): Promise<Static<typeof SampleView>> {
  return step('挂载部门业务库的表', async () => {
    const sources = await officer.get<Static<typeof SourceView>[]>('/api/sources');
    const source = sources.find(one => one.use === 'provide');
    assert.ok(source, 'the demonstration has registered the police’s database');
    const query = new URLSearchParams({ entryId: String(entryId), sourceId: String(source.id), ...TABLE });
    const { pairs } = await officer.get<Static<typeof MatchView>>(`/api/resources/match?${query.toString()}`);
    const mapping = pairs.map(({ item: name, column }) => ({ item: name, column: column ?? '' }));
    const { resource } = await officer.post<Static<typeof ResourceRecorded>>('/api/resources', {
      entryId,
      sourceId: source.id,
      ...TABLE,
      mapping,
    });
    const sample = await officer.get<Static<typeof SampleView>>(`/api/resources/${resource.id}/sample`);
    assert.ok(sample.rows.length > 0);
    assert.equal(source.canWrite, false);
    return {
      value: sample,
      proved: `按列注释匹配 ${pairs.length} 项，共 ${resource.rowCount} 行，账号只读，样例由源库脱敏`,
    };
  });
}

const register = (who: Person, name: string): Promise<Secrets> =>
  who.post('/api/systems', { name, addresses: ['127.0.0.1/32', '::1/128'] });

async function apply(
  who: Person,
  head: Person,
  entryId: number,
  systemId: number,
  mode: string,
  items: string[],
): Promise<Application> {
  const act = async (person: Person, id: number, action: string) =>
    (await person.post<Static<typeof ApplicationRecorded>>(`/api/applications/${id}/actions`, { action }))
      .application;
  const body = {
    entryId,
    mode,
    items,
    rows: [],
    systemId,
    matter: '入学资格审核',
    ground: '《中华人民共和国义务教育法》第十二条',
    scenario: mode === 'verify' ? '信息核验' : '信息查询',
    scope: '招生工作人员',
    until: `${new Date().getUTCFullYear() + 1}-12-31`,
    declaration: true,
  };
  const { application } = await who.post<Static<typeof ApplicationRecorded>>('/api/applications', body);
  await act(who, application.id, 'submit');
  return act(head, application.id, 'consent');
}

async function grantOf(who: Person, application: Application): Promise<Static<typeof GrantView>> {
  assert.ok(['agreed', 'partly_agreed'].includes(application.state), application.state);
  assert.ok(application.grantId !== null);
  return who.get(`/api/grants/${application.grantId}`);
}

const answer = async (who: Person, id: number, action: string, more: object = {}): Promise<Application> =>
  (
    await who.post<Static<typeof ApplicationRecorded>>(`/api/applications/${id}/actions`, {
      action,
      note: '符合共享条件',
      ...more,
    })
  ).application;

async function entryNamed(who: Person, title: string): Promise<Static<typeof SearchView>['items'][number]> {
  const { items } = await who.get<Static<typeof SearchView>>(
    `/api/catalog?q=${encodeURIComponent(title)}&size=50`,
  );
  const entry = items.find(one => one.title === title);
  assert.ok(entry, `the catalog has ${title}`);
  return entry;
}

export async function takeTour(tour: Tour): Promise<void> {
  const { base, mark, step } = tour;
  const people = await step('登录演示岗位', async () => {
    const logins: Record<keyof People, string> = {
      officer: 'ga.officer',
      office: 'ga.office',
      head: 'ga.head',
      authority: 'sj.authority',
      auditor: 'sj.auditor',
      asker: 'zh-jt.officer',
      askerHead: 'zh-jt.office',
      mover: 'mz.officer',
      moverHead: 'mz.office',
    };
    const signed: [string, Person][] = [];
    for (const [who, login] of Object.entries(logins))
      signed.push([who, await signIn(base, login, PASSWORD)]);
    return {
      value: Object.fromEntries(signed) as People,
      proved: `${signed.length} 个岗位，权限来自岗位而不是人`,
    };
  });
  const { office, authority, asker, askerHead, mover, moverHead, auditor } = people;
  const entryId = await publish(tour, people);
  const sample = await mount(tour, people, entryId);
  const system = await step('登记业务系统', async () => {
    const secrets = await register(asker, `入学核查系统 ${mark}`);
    return { value: secrets, proved: `请求者标识 ${secrets.system.rid}，密钥只显示一次，只接受登记的地址` };
  });

  await step('无条件共享：平台管理单位授权（平顶山）', async () => {
    const entry = await entryNamed(asker, '企业登记信息');
    const sent = await apply(asker, askerHead, entry.id, system.system.id, 'query', [
      '统一社会信用代码',
      ...entry.itemNames.filter(name => name !== '统一社会信用代码').slice(0, 2),
    ]);
    assert.equal(sent.state, 'awaiting_authorisation');
    const grant = await grantOf(asker, await answer(authority, sent.id, 'authorise'));
    return {
      value: undefined,
      proved: `${sent.no} 经需求部门负责人同意，由主管部门授权，授权书 ${grant.no}`,
    };
  });
  await step('无条件共享：发布时的事先同意（湛河区）', async () => {
    const entry = await entryNamed(asker, '湛河区小餐饮备案信息');
    const { items } = (
      await asker.get<{ content: { items: { name: string }[] } }>(`/api/catalog/${entry.id}`)
    ).content;
    const done = await apply(
      asker,
      askerHead,
      entry.id,
      system.system.id,
      'query',
      items.slice(0, 4).map(one => one.name),
    );
    const grant = await grantOf(asker, done);
    return { value: undefined, proved: `${done.no} 报送即获授权 ${grant.no}，依据写在办理过程里` };
  });
  const asked = ['公民身份号码', '姓名', '出生日期'];
  const query = await step('有条件共享：提供部门答复', async () => {
    const sent = await apply(asker, askerHead, entryId, system.system.id, 'query', asked);
    assert.equal(sent.state, 'awaiting_answer');
    assert.ok(sent.clock, 'the provider’s clock runs');
    const grant = await grantOf(asker, await answer(office, sent.id, 'agree'));
    return {
      value: grant,
      proved: `${sent.no} 承诺 ${sent.clock.localDays} 个工作日、法定 ${sent.clock.legalDays} 个工作日，同意后生成授权 ${grant.no}`,
    };
  });

  const caller = (grant: Static<typeof GrantView>): Caller => ({
    sid: grant.sid ?? '',
    rid: system.system.rid,
    secret: system.appSecret,
  });
  const number = sample.rows[0]?.[sample.items.indexOf('公民身份号码')] ?? '';
  const sex = sample.rows[0]?.[sample.items.indexOf('性别')] ?? '';
  const purpose = { post: '招生办 审核岗', caseNo: `RX-${mark}`, scenario: '信息查询' };
  const rtime = Date.now();
  await step('签名调用', async () => {
    const served = await call(base, caller(query), { params: { 公民身份号码: number }, ...purpose }, rtime);
    assert.equal(served.status, 200, JSON.stringify(served.body));
    const [row] = served.body.data as Record<string, string>[];
    assert.ok(row);
    assert.deepEqual(Object.keys(row).sort(), [...asked].sort(), 'exactly the granted items');
    assert.match(row['姓名'] ?? '', /^.\*+$/u);
    assert.match(row['出生日期'] ?? '', /^\d{4}$/);
    assert.ok(served.record, 'the answer carries its record');
    return {
      value: undefined,
      proved: `只返回授权的 ${asked.length} 项（没有性别），姓名 ${row['姓名']}、出生日期 ${row['出生日期']} 由源库脱敏，先存证 #${served.record} 后应答`,
    };
  });
  await step('重放和伪造被拒绝', async () => {
    const replay = await call(base, caller(query), { params: { 公民身份号码: number }, ...purpose }, rtime);
    assert.equal(replay.status, 409, JSON.stringify(replay.body));
    const forged = await call(
      base,
      { ...caller(query), secret: 'f'.repeat(32) },
      { params: { 公民身份号码: number }, ...purpose },
    );
    assert.equal(forged.status, 401);
    return { value: undefined, proved: '同一请求再次发送得 409，签名不对得 401' };
  });
  const verified = await step('部分同意，需求部门接受', async () => {
    const sent = await apply(asker, askerHead, entryId, system.system.id, 'verify', [...asked, '性别']);
    const items = ['公民身份号码', '性别'];
    const part = await answer(office, sent.id, 'agree', { items, note: '核验入学资格用不到姓名和出生日期' });
    assert.deepEqual([part.state, part.grantId], ['awaiting_acceptance', null], 'a part is an offer');
    const grant = await grantOf(asker, await answer(asker, sent.id, 'accept'));
    assert.deepEqual(grant.items.map(one => one.name).sort(), items.toSorted());
    return {
      value: grant,
      proved: `${sent.no} 申请 ${asked.length + 1} 项、同意 ${items.length} 项，接受后才生成授权 ${grant.no}`,
    };
  });
  await step('核验调用', async () => {
    const ask = (claim: string) =>
      call(base, caller(verified), {
        params: { 公民身份号码: number },
        claims: { 性别: claim },
        ...purpose,
        scenario: '信息核验',
      });
    const [right, wrong] = [await ask(sex), await ask(sex === '男' ? '女' : '男')];
    assert.deepEqual(right.body.data, { 性别: true }, JSON.stringify(right.body));
    assert.deepEqual(wrong.body.data, { 性别: false }, JSON.stringify(wrong.body));
    return { value: undefined, proved: '一致答“是”，不一致答“否”，数据本身不出部门' };
  });
  await step('批量交换与对账', () => move(mark, entryId, { office, mover, moverHead }));
  const sides: Sides = {
    grantId: query.id,
    provider: office,
    consumer: asker,
    consumerHead: askerHead,
    authority,
    call: () => call(base, caller(query), { params: { 公民身份号码: number }, ...purpose }),
  };
  await step('违规使用：先暂停，整改后恢复', () => mendMisuse(sides));
  await step('终止服务：先协商，再备案', () => endService(sides));
  await step('校验存证', async () => {
    const found = await auditor.post<Static<typeof VerifyView>>('/api/ledger/verify');
    assert.ok(found.ok, found.problem);
    return {
      value: undefined,
      proved: `逐条重算 ${found.checked} 条，与数据库之外的存证点一致，用时 ${found.milliseconds} 毫秒`,
    };
  });
}

async function move(
  mark: string,
  entryId: number,
  { office, mover, moverHead }: Pick<People, 'office' | 'mover' | 'moverHead'>,
): Promise<{ proved: string; value: undefined }> {
  const { system } = await register(mover, `救助核对系统 ${mark}`);
  const sent = await apply(mover, moverHead, entryId, system.id, 'batch', ['公民身份号码', '姓名', '性别']);
  const grant = await grantOf(mover, await answer(office, sent.id, 'agree'));
  const target = (await mover.get<Static<typeof SourceView>[]>('/api/sources')).find(
    one => one.use === 'receive',
  );
  assert.ok(target, 'the demonstration has registered a receiving database');
  const { task } = await mover.post<Static<typeof TaskRecorded>>('/api/exchange/tasks', {
    grantId: grant.id,
    sourceId: target.id,
    schema: 'pds_civil_affairs_in',
    table: `tour_${mark}`,
  });
  let { run }: { run: Static<typeof RunView> } = await mover.post<Static<typeof RunRecorded>>(
    `/api/exchange/tasks/${task.id}/runs`,
  );
  for (let i = 0; i < 200 && ['queued', 'running', 'delivering'].includes(run.state); i += 1) {
    await wait(150);
    run = await mover.get(`/api/exchange/runs/${run.id}`);
  }
  assert.equal(run.state, 'delivered', run.problem);
  const { receipt } = run;
  assert.ok(receipt);
  assert.ok(receipt.equal && receipt.rowsRead === receipt.rowsWritten && receipt.rowsRead > 0);
  return {
    value: undefined,
    proved: `${run.no} 读 ${receipt.rowsRead} 行、写 ${receipt.rowsWritten} 行，读回摘要与源一致，回执 SHA-256 ${receipt.sha256.slice(0, 12)}…`,
  };
}
