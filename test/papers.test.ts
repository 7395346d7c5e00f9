/** The papers of a case and what is attached to it, over HTTP on a real database. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Static } from 'typebox';
import { sql } from '#kernel/db.ts';
import type { AttachmentList, PaperList, PaperView } from '#modules/papers/contract.ts';
import type { Problem } from './controlPlane.ts';
import { until } from './instance.ts';
import { type Case, type PapersCity, type Who, openPapersCity } from './papersCity.ts';

type Paper = Static<typeof PaperView>;
type Papers = Static<typeof PaperList>;
type Files = Static<typeof AttachmentList>;

const OFFICER: Who = ['market', 'data_officer'];
const HEAD: Who = ['market', 'sharing_head'];
const PROVIDER: Who = ['civil', 'sharing_head'];
const STRANGER: Who = ['shilong', 'data_officer'];
const PDF = Buffer.from('%PDF-1.7\n立项批复\n%%EOF');

let city: PapersCity;
before(async () => {
  city = await openPapersCity();
});
after(() => city.close());

const kindsOf = async (who: Who, id: number): Promise<string[]> =>
  (await city.send(who, 'GET', `/api/applications/${id}/papers`))
    .json<Papers>()
    .items.map(paper => paper.kind);
const paperOf = async (who: Who, path: string): Promise<Paper> => {
  const reply = await city.send(who, 'GET', `/api/${path}`);
  assert.equal(reply.statusCode, 200, reply.body);
  return reply.json<Paper>();
};
const wordsOf = ({ blocks }: Paper): string =>
  blocks
    .flatMap(block =>
      block.type === 'table'
        ? block.rows.map(row => row.map(cell => cell.lines.join('／')).join('｜'))
        : block.type === 'clause'
          ? [block.source, block.quotation]
          : [block.text],
    )
    .join('\n');
const attach = (who: Who, object: string, name: string, file: Buffer) =>
  city.send(who, 'POST', `/api/attachments?object=${object}&name=${encodeURIComponent(name)}`, file);
const filesOf = async (who: Who, object: string): Promise<Files> =>
  (await city.send(who, 'GET', `/api/attachments?object=${object}`)).json<Files>();

/** Beijing’s civil day. */
const dayOf = (instant: number): string => new Date(instant + 8 * 3_600_000).toISOString().slice(0, 10);

/** Sent, and with the provider. */
async function received(more: object = {}): Promise<Case> {
  const draft = await city.drafted(more);
  await city.act(OFFICER, draft.id, { action: 'submit' });
  await city.act(HEAD, draft.id, { action: 'consent' });
  return draft;
}

test('The form is there from the draft on, numbered, and says what was asked', async () => {
  const { id, no } = await city.drafted();
  const draft = await paperOf(OFFICER, `applications/${id}/papers/form`);
  assert.deepEqual(
    [draft.no, draft.barcode?.text, draft.record, draft.marks],
    [no, no.replace(/^共-/, ''), null, ['草稿，未提交', '演示数据']],
  );
  assert.match(wordsOf(draft), /申请部门｜平顶山市市场监督管理局｜申请日期｜尚未提交/);
  await city.act(OFFICER, id, { action: 'submit' });
  const sent = await until(
    () => paperOf(OFFICER, `applications/${id}/papers/form`),
    paper => paper.record !== null,
    10_000,
  );
  assert.deepEqual(sent.marks, ['演示数据']);
  for (const line of ['1｜公民身份号码｜3 级｜同办理事项', '数据范围｜全部记录', '使用系统｜登记系统'])
    assert.ok(wordsOf(sent).includes(line), line);
  assert.match(wordsOf(sent), /申请部门（盖章）.*｜提供部门意见（盖章）/);
});

test('Several entries that were applied for together are one form, under its number, whichever of them is opened', async () => {
  const { formNo, applications } = await city.form([city.entryId, await city.published('收养登记信息')]);
  for (const { id, no } of applications) {
    const form = await paperOf(OFFICER, `applications/${id}/papers/form`);
    assert.equal(form.no, formNo);
    assert.ok(wordsOf(form).includes(`编号 ${no}`), no);
    for (const title of ['婚姻登记信息', '收养登记信息']) assert.ok(wordsOf(form).includes(title), title);
  }
  // What one department has not received yet is not shown to it; the form then has the other part alone.
  const [first] = applications;
  await city.act(OFFICER, first?.id ?? 0, { action: 'submit' });
  await city.act(HEAD, first?.id ?? 0, { action: 'consent' });
  const received = wordsOf(await paperOf(PROVIDER, `applications/${first?.id}/papers/form`));
  assert.deepEqual([received.includes('婚姻登记信息'), received.includes('收养登记信息')], [true, false]);
});

test('A paper is seen by whoever sees the case, and by nobody else', async () => {
  const { id } = await city.drafted();
  const path = `/api/applications/${id}/papers`;
  for (const url of [path, `${path}/form`, `${path}/form.docx`]) {
    assert.equal((await city.send(OFFICER, 'GET', url)).statusCode, 200, url);
    assert.equal((await city.send(PROVIDER, 'GET', url)).statusCode, 404, `${url}: it has not left yet`);
    assert.equal((await city.send(STRANGER, 'GET', url)).statusCode, 404, url);
  }
  assert.equal((await city.send(OFFICER, 'GET', `${path}/answer`)).statusCode, 404);
  assert.equal((await city.send(OFFICER, 'GET', `${path}/letter`)).statusCode, 400);
});

test('The file comes under its Chinese name, and says what the page says', async () => {
  const { id, no } = await received();
  const reply = await city.send(PROVIDER, 'GET', `/api/applications/${id}/papers/form.docx`);
  assert.equal(reply.statusCode, 200);
  assert.match(String(reply.headers['content-type']), /wordprocessingml/);
  const name = encodeURIComponent(`政务数据共享需求申请表（${no}）.docx`);
  assert.equal(
    reply.headers['content-disposition'],
    `attachment; filename="file.docx"; filename*=UTF-8''${name}`,
  );
  assert.deepEqual(reply.rawPayload.subarray(0, 2), Buffer.from('PK'));
});

test('What is missing is told in a notice with the complete list, and the notice stays when the case goes on', async () => {
  const { id } = await received();
  await city.act(PROVIDER, id, { action: 'ask_material', material: ['立项批复', '系统备案表'] });
  assert.equal((await attach(OFFICER, `application:${id}`, '立项批复.pdf', PDF)).statusCode, 201);
  await city.act(OFFICER, id, { action: 'supply_material', note: '已补齐' });
  const words = wordsOf(await paperOf(OFFICER, `applications/${id}/papers/supplement`));
  for (const line of ['1｜立项批复', '2｜系统备案表', '15个工作日', '一次性告知其需要补充的材料'])
    assert.ok(words.includes(line), line);
  assert.deepEqual(await kindsOf(OFFICER, id), ['form', 'supplement']);
  const form = wordsOf(await paperOf(OFFICER, `applications/${id}/papers/form`));
  assert.ok(form.includes('附件｜无'), 'the form names what was attached when it was sent');
});

test('A refusal is told with its kind, its reasons and its clause in full, and how to go on', async () => {
  const { id, no } = await received();
  const note = '申请的用途超出目录列明的社会救助核对范围，不能提供给登记窗口使用';
  await city.act(PROVIDER, id, {
    action: 'refuse',
    category: 'condition_not_met',
    note,
    conditions: ['仅用于社会救助核对'],
  });
  assert.deepEqual(await kindsOf(OFFICER, id), ['form', 'refusal']);
  const paper = await paperOf(OFFICER, `applications/${id}/papers/refusal`);
  assert.equal(paper.no, `${no}-不予`);
  for (const line of [
    '目录列明的共享条件不满足',
    note,
    '对不予共享的，提供部门应说明理由',
    '使用部门应当根据履行职责需要使用共享数据',
    '协商',
  ])
    assert.ok(wordsOf(paper).includes(line), line);
});

test('An answer keeps to what was decided, whatever the department is called later', async () => {
  const { id } = await received();
  const { application } = await city.act(PROVIDER, id, { action: 'agree', note: '同意' });
  const grantId = application.grantId ?? 0;
  const answer = await until(
    () => paperOf(OFFICER, `applications/${id}/papers/answer`),
    paper => paper.record !== null,
    10_000,
  );
  const masked = '1｜公民身份号码｜3 级｜保留前 6 位、后 4 位';
  assert.ok(wordsOf(answer).includes(masked), wordsOf(answer));
  const letter = await paperOf(OFFICER, `grants/${grantId}/papers/grant`);
  for (const line of [masked, '授权编号｜授-', '使用部门｜平顶山市市场监督管理局', '共享方式｜接口查询'])
    assert.ok(wordsOf(letter).includes(line), line);
  const department = city.departments['civil'] ?? 0;
  const rename = (name: string) =>
    city.audited(
      { accountId: null, post: '平台', name: '平台', departmentId: null },
      'test.rename',
      `department:${department}`,
      async tx => {
        await tx.run(sql`update org.department set name = ${name} where id = ${department}`);
        return { value: undefined };
      },
    );
  await rename('平顶山市民政和社会事务局');
  try {
    const later = await paperOf(OFFICER, `applications/${id}/papers/answer`);
    assert.ok(wordsOf(later).includes('平顶山市民政局（盖章）'), wordsOf(later));
  } finally {
    await rename('平顶山市民政局');
  }
  assert.equal((await city.send(STRANGER, 'GET', `/api/grants/${grantId}/papers`)).statusCode, 404);
});

test('Consent in part says what is left out and why, and keeps to it when the applicant has accepted', async () => {
  const { id } = await received();
  await city.act(PROVIDER, id, {
    action: 'agree',
    items: ['公民身份号码', '姓名'],
    until: '2027-03-31',
    note: '登记日期与事项无关',
    reasons: { until: '按立项批复的期限' },
  });
  const before_ = wordsOf(await paperOf(OFFICER, `applications/${id}/papers/answer`));
  for (const line of [
    '一、同意部分共享',
    '数据项：不予共享登记日期｜登记日期与事项无关',
    '使用期限｜按立项批复的期限',
    '使用期限｜至 2027年3月31日',
    '争议解决途径',
  ])
    assert.ok(before_.includes(line), `${line}\n${before_}`);
  const { application } = await city.act(OFFICER, id, { action: 'accept' });
  assert.equal(application.state, 'partly_agreed');
  const after_ = wordsOf(await paperOf(OFFICER, `applications/${id}/papers/answer`));
  assert.ok(after_.includes('授权编号｜授-'), after_);
  assert.ok(after_.includes('数据项：不予共享登记日期｜登记日期与事项无关'), after_);
});

test('An extension that the authority granted is told with its reason, its days and both dates', async () => {
  const { id } = await received();
  await city.act(PROVIDER, id, { action: 'ask_extension', days: 5, note: '需要征求公安部门意见' });
  assert.deepEqual(await kindsOf(OFFICER, id), ['form']);
  await city.act(['authority', 'authority'], id, { action: 'grant_extension', note: '同意延期' });
  const words = wordsOf(await paperOf(OFFICER, `applications/${id}/papers/extension`));
  assert.match(words, /原答复期限为\d{4}年\d+月\d+日，现延长5个工作日，延长后的答复期限为\d{4}年\d+月\d+日/);
  for (const line of ['需要征求公安部门意见', '延长的期限最长不得超过10个工作日'])
    assert.ok(words.includes(line), words);
});

test('What became of the data is certified in the words that were signed, and a scan of it may be attached', async () => {
  const { id } = await received();
  const { application } = await city.act(PROVIDER, id, { action: 'agree', note: '同意' });
  const grantId = application.grantId ?? 0;
  await city.use(grantId);
  assert.equal(
    (await attach(OFFICER, `grant:${grantId}`, '证明.pdf', PDF)).json<Problem>().code,
    'papers.closed',
  );
  await city.actOnGrant(HEAD, grantId, { action: 'give_up', because: 'purpose_reached' });
  assert.equal((await attach(OFFICER, `grant:${grantId}`, '证明.pdf', PDF)).statusCode, 201);
  const certificate = '我局已销毁全部婚姻登记数据及其备份，特此证明。';
  await city.actOnGrant(OFFICER, grantId, {
    action: 'report_disposal',
    note: '业务库与备份中的婚姻登记数据',
    report: { way: 'destroy', on: dayOf(Date.now()), certificate },
  });
  assert.equal((await city.send(OFFICER, 'GET', `/api/grants/${grantId}/papers/disposal`)).statusCode, 404);
  await city.actOnGrant(HEAD, grantId, { action: 'sign_disposal' });
  const words = wordsOf(await paperOf(PROVIDER, `grants/${grantId}/papers/disposal`));
  for (const line of [
    '处置要求｜销毁',
    '处置的数据｜业务库与备份中的婚姻登记数据',
    `处置证明｜${certificate}`,
    '妥善处置',
  ])
    assert.ok(words.includes(line), words);
  assert.match(words, /证明摘要｜SHA-256：／[0-9a-f]{64}/);
  const files = await filesOf(PROVIDER, `grant:${grantId}`);
  assert.deepEqual([files.mayAttach, files.items.map(one => one.removable)], [false, [false]]);
});

test('Before it is sent a department attaches to its own draft, and takes away again; afterwards nobody does', async () => {
  const { id } = await city.drafted();
  const object = `application:${id}`;
  const made = await attach(OFFICER, object, '../立项批复.pdf', PDF);
  assert.equal(made.statusCode, 201, made.body);
  const { attachment, record } = made.json<{ attachment: Files['items'][number]; record: number }>();
  assert.deepEqual(
    [attachment.name, attachment.kind, attachment.size, attachment.sha256, attachment.removable],
    ['立项批复.pdf', 'pdf', PDF.length, createHash('sha256').update(PDF).digest('hex'), true],
  );
  assert.equal(typeof record, 'number');
  assert.equal(
    (await attach(OFFICER, object, '又一份.pdf', PDF)).json<Problem>().code,
    'papers.attached_already',
  );
  assert.equal((await attach(STRANGER, object, 'x.pdf', PDF)).statusCode, 404);
  assert.equal((await city.send(OFFICER, 'DELETE', `/api/attachments/${attachment.id}`)).statusCode, 200);
  assert.equal((await city.send(OFFICER, 'GET', `/api/attachments/${attachment.id}`)).statusCode, 404);

  const again = await attach(OFFICER, object, '立项批复.pdf', PDF);
  const kept = again.json<{ attachment: { id: number } }>().attachment.id;
  await city.act(OFFICER, id, { action: 'submit' });
  await city.act(HEAD, id, { action: 'consent' });
  const files = await filesOf(PROVIDER, object);
  assert.deepEqual([files.mayAttach, files.items.map(one => one.removable)], [false, [false]]);
  for (const who of [OFFICER, PROVIDER]) {
    assert.equal(
      (await attach(who, object, 'x.pdf', Buffer.from('%PDF-2'))).json<Problem>().code,
      'papers.closed',
    );
    assert.equal(
      (await city.send(who, 'DELETE', `/api/attachments/${kept}`)).json<Problem>().code,
      'papers.closed',
    );
  }
  const form = wordsOf(await paperOf(PROVIDER, `applications/${id}/papers/form`));
  assert.ok(form.includes('附件｜1. 立项批复.pdf'), form);
});

test('A file goes out as one to be kept, whatever it is, and to whoever sees the case alone', async () => {
  const { id } = await city.drafted();
  const made = await attach(OFFICER, `application:${id}`, '立项 批复.pdf', PDF);
  const url = `/api/attachments/${made.json<{ attachment: { id: number } }>().attachment.id}`;
  const reply = await city.send(HEAD, 'GET', url);
  assert.deepEqual(reply.rawPayload, PDF);
  assert.equal(reply.headers['content-type'], 'application/pdf');
  assert.equal(reply.headers['x-content-type-options'], 'nosniff');
  assert.match(
    String(reply.headers['content-disposition']),
    /^attachment; filename="file\.pdf"; filename\*=UTF-8''%E7%AB%8B/,
  );
  for (const who of [STRANGER, PROVIDER]) assert.equal((await city.send(who, 'GET', url)).statusCode, 404);
});

test('While it supplements, a department adds, and takes away what it added since, not what it had sent', async () => {
  const draft = await city.drafted();
  const object = `application:${draft.id}`;
  await attach(OFFICER, object, '办事指南.pdf', PDF);
  await city.act(OFFICER, draft.id, { action: 'submit' });
  await city.act(HEAD, draft.id, { action: 'consent' });
  await city.act(PROVIDER, draft.id, { action: 'ask_material', material: ['立项批复'] });
  assert.equal((await attach(OFFICER, object, '立项批复.pdf', Buffer.from('%PDF-1.4 批复'))).statusCode, 201);
  const files = await filesOf(OFFICER, object);
  assert.deepEqual(
    files.items.map(one => [one.name, one.removable]),
    [
      ['办事指南.pdf', false],
      ['立项批复.pdf', true],
    ],
  );
});

test('What is no document, deceives or looks secret is refused and nothing is kept; the attempt is recorded', async () => {
  const { id } = await city.drafted();
  const object = `application:${id}`;
  const tries: [string, Buffer, string][] = [
    ['台账.xlsm', PDF, 'papers.macros'],
    ['批复.pdf', Buffer.from('<script>alert(1)</script>'), 'papers.kind_unknown'],
    ['照片.png', PDF, 'papers.name_deceives'],
    ['批复', PDF, 'papers.name_without_ending'],
    ['批复（机密）.pdf', PDF, 'papers.secret_marks'],
    ['空.pdf', Buffer.alloc(0), 'papers.empty_file'],
  ];
  for (const [name, file, code] of tries)
    assert.equal((await attach(OFFICER, object, name, file)).json<Problem>().code, code, name);
  assert.deepEqual((await filesOf(OFFICER, object)).items, []);
  const refused = await until(
    () =>
      city.db.many<{ code: string }>(
        sql`select code from ledger.entry where object = ${object} and result = 'refused' order by number`,
      ),
    rows => rows.length >= tries.length,
    10_000,
  );
  assert.deepEqual(
    refused.map(row => row.code),
    tries.map(([, , code]) => code),
  );
  assert.equal((await attach(OFFICER, 'region:1', 'x.pdf', PDF)).statusCode, 404);
  assert.equal((await attach(OFFICER, 'application:1; drop', 'x.pdf', PDF)).statusCode, 400);
});

test('A case holds twenty files, whoever sends them at once, and each at most 20 MB', async () => {
  const { id } = await city.drafted();
  const object = `application:${id}`;
  const sent = await Promise.all(
    Array.from({ length: 24 }, (_, at) =>
      attach(OFFICER, object, `${at}.pdf`, Buffer.from(`%PDF-1.7 ${at}`)),
    ),
  );
  const codes = sent.map(reply => (reply.statusCode === 201 ? 'done' : reply.json<Problem>().code));
  assert.deepEqual(
    [codes.filter(code => code === 'done').length, codes.filter(code => code === 'papers.too_many').length],
    [20, 4],
  );
  const other = await city.drafted();
  const large = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(20 * 1024 * 1024 - 9)]);
  const whole = await attach(OFFICER, `application:${other.id}`, '大.pdf', large);
  assert.equal(whole.statusCode, 201, whole.body);
  const got = await city.send(
    OFFICER,
    'GET',
    `/api/attachments/${whole.json<{ attachment: { id: number } }>().attachment.id}`,
  );
  assert.ok(got.rawPayload.equals(large));
  const over = await attach(OFFICER, `application:${other.id}`, '更大.pdf', Buffer.concat([large, PDF]));
  assert.equal(over.statusCode, 413);
});
