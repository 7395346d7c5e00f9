/** Files of a department: brought in, checked, asked for, granted, taken by people and systems, replaced, withdrawn. */
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { declareGrantFiles } from '#modules/grants/index.ts';
import type { FileView, OwnFileList, OwnFileView, UploadView } from '#modules/files/contract.ts';
import type { FileLinkView, GrantFiles } from '#modules/grants/contract.ts';
import { checkBeginning, kindByName, macroWatch, textOf } from '../src/modules/files/kinds.ts';
import { FILE_PIECE } from '#vocabulary/files.ts';
import type { Static } from 'typebox';
import { type FileGateway, startFileGateway } from './fileGateway.ts';
import type { Problem } from './controlPlane.ts';
import { type Reply, type SharingCity, openSharingCity } from './sharingCity.ts';

let city: SharingCity;
let gateway: FileGateway;
let entryId = 0;
let grantId = 0;

const ITEMS = ['公民身份号码', '姓名', '登记日期'];
const csv = (rows: number): Buffer =>
  Buffer.from(`公民身份号码,姓名,登记日期\n${'410403199001010011,张三丰,2020-01-01\n'.repeat(rows)}`);
const FIRST = csv(60_000);

before(async () => {
  city = await openSharingCity('files');
  declareGrantFiles({ http: city.http, grants: city.grants, addressOf: () => '127.0.0.1' });
  entryId = await city.published('xy', '高龄老人名册', { modes: ['query', 'file'] }, { mount: false });
  gateway = await startFileGateway(city.storage);
});

after(async () => {
  await gateway.stop();
  await city.close();
});

async function begin(name: string, size: number, who = 'xy.p') {
  const officer = await city.as(who, 'data_officer');
  return officer.post<Static<typeof UploadView> & Problem>('/api/files/uploads', { entryId, name, size });
}

async function bring(name: string, bytes: Buffer, more: object = {}) {
  const officer = await city.as('xy.p', 'data_officer');
  const { status, body } = await begin(name, bytes.length);
  assert.equal(status, 201, JSON.stringify(body));
  // In any order.
  const pieces = Array.from({ length: Math.ceil(bytes.length / FILE_PIECE) }, (_, n) => n).reverse();
  for (const n of pieces) {
    const sent = await officer.put(
      `/api/files/uploads/${body.id}/pieces/${n}`,
      bytes.subarray(n * FILE_PIECE, (n + 1) * FILE_PIECE),
    );
    assert.equal(sent.status, 200, JSON.stringify(sent.body));
  }
  return officer.post<{ file: Static<typeof OwnFileView>; record: number } & Problem>(
    `/api/files/uploads/${body.id}/finish`,
    { period: '2026-10', ...more },
  );
}

test('a file is asked for whole: all items, no rows, no masks', async () => {
  const officer = await city.as('xy.c', 'data_officer');
  const part = await officer.post<Reply>(
    '/api/applications',
    await city.asked('xy', entryId, { mode: 'file', items: ['姓名'] }),
  );
  assert.deepEqual([part.status, part.body.code], [422, 'sharing.file_takes_all']);
  const rows = [{ item: '登记日期', op: 'eq', values: ['2020-01-01'] }];
  const some = await officer.post<Reply>(
    '/api/applications',
    await city.asked('xy', entryId, { mode: 'file', items: ITEMS, rows }),
  );
  assert.deepEqual([some.status, some.body.code], [422, 'sharing.file_without_rows']);
});

test('consent may come before the file: the grant waits, and the first file supplies it', async () => {
  const asked = await city.consented('xy', entryId, { mode: 'file', items: ITEMS });
  const agreed = await city.done('xy.p', 'sharing_head', asked.id, { action: 'agree' });
  grantId = agreed.grantId ?? 0;
  assert.ok(grantId > 0, JSON.stringify(agreed));
  const consumer = await city.as('xy.c', 'data_officer');
  type Grant = { state: string; mode: string; sid: string | null };
  const waiting = await consumer.get<Grant>(`/api/grants/${grantId}`);
  assert.deepEqual([waiting.body.state, waiting.body.mode], ['awaiting_supply', 'file']);
  const made = await bring('高龄老人名册2026-10.csv', FIRST, { note: '含已停发' });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  assert.equal(made.body.file.sha256, createHash('sha256').update(FIRST).digest('hex'));
  assert.equal(made.body.file.sm3, createHash('sm3').update(FIRST).digest('hex'));
  assert.deepEqual([made.body.file.version, made.body.file.state], [1, 'present']);
  const ready = await consumer.get<Grant>(`/api/grants/${grantId}`);
  assert.equal(ready.body.state, 'active');
  assert.match(ready.body.sid ?? '', /^s_/);
});

test('what is not what it promises to be is not taken', async () => {
  const code = async (name: string, bytes: Buffer): Promise<string> => (await bring(name, bytes)).body.code;
  assert.equal(await code('a.csv', Buffer.from([0, 1, 2])), 'files.name_deceives');
  assert.equal(await code('a.pdf', Buffer.from('no pdf')), 'files.name_deceives');
  const locked = Buffer.from('504b030414000100080000000000', 'hex');
  assert.equal(await code('a.zip', locked), 'files.encrypted');
  const macros = Buffer.concat([
    Buffer.from('504b030414000000', 'hex'),
    randomBytes(FILE_PIECE - 14),
    Buffer.from('vbaProject.bin'),
  ]);
  assert.equal(await code('a.xlsx', macros), 'files.macros', 'across the border of two pieces');
  assert.equal(await code('a.csv', Buffer.from('机密★10年,x\n1,2\n')), 'files.secret_marks');
  assert.equal(await code('b.csv', FIRST), 'files.same_file');
  assert.equal((await begin('a.exe', 10)).body.code, 'files.kind_unknown');
  assert.equal((await begin('a.csv', 5 * 1024 * 1024)).body.code, 'files.too_large');
  assert.equal((await begin('机密名单.csv', 10)).body.code, 'files.secret_marks');
  assert.equal((await begin('a.csv', 10, 'xy.c')).status, 404, 'another department’s entry');
});

test('an upload that is not complete is no file; a piece of a wrong length is refused; a stranger sees none', async () => {
  const officer = await city.as('xy.p', 'data_officer');
  const { body } = await begin('续传.csv', 2 * FILE_PIECE);
  const short = await officer.put<Problem>(`/api/files/uploads/${body.id}/pieces/0`, Buffer.alloc(10, 65));
  assert.equal(short.body.code, 'files.wrong_piece');
  await officer.put(`/api/files/uploads/${body.id}/pieces/1`, Buffer.alloc(FILE_PIECE, 65));
  const early = await officer.post<Problem>(`/api/files/uploads/${body.id}/finish`, { period: '2026-11' });
  assert.equal(early.body.code, 'files.incomplete');
  const state = await officer.get<Static<typeof UploadView>>(`/api/files/uploads/${body.id}`);
  assert.deepEqual(state.body.arrived, [1]);
  const stranger = await city.as('xy.c', 'data_officer');
  assert.equal((await stranger.get(`/api/files/uploads/${body.id}`)).status, 404);
  assert.equal((await officer.del(`/api/files/uploads/${body.id}`)).status, 200);
  assert.equal((await officer.get(`/api/files/uploads/${body.id}`)).status, 404);
});

async function present(): Promise<Static<typeof FileView>[]> {
  const consumer = await city.as('xy.c', 'data_officer');
  const { body } = await consumer.get<Static<typeof GrantFiles>>(`/api/grants/${grantId}/files`);
  assert.equal(body.mayTake, true);
  return body.items;
}

async function linkTo(fileId: number): Promise<string> {
  const consumer = await city.as('xy.c', 'data_officer');
  const made = await consumer.post<Static<typeof FileLinkView> & Problem>(
    `/api/grants/${grantId}/files/${fileId}/link`,
    { caseNo: '办-9' },
  );
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return `http://127.0.0.1:${gateway.listening.port}${made.body.url}`;
}

test('a person takes a file by a link that the page has made, once, under the person’s post', async () => {
  const [file] = await present();
  assert.ok(file);
  const url = await linkTo(file.id);
  const reply = await fetch(url);
  assert.equal(reply.status, 200);
  assert.ok(Buffer.from(await reply.arrayBuffer()).equals(FIRST));
  assert.equal((await fetch(url)).status, 410);
  const provider = await city.as('xy.p', 'data_officer');
  const notTheirs = await provider.post(`/api/grants/${grantId}/files/${file.id}/link`, {});
  assert.equal(notTheirs.status, 403);
});

test('hours and the number of the case are asked for where a person reads it', async () => {
  const asked = await city.consented('xy', entryId, { mode: 'file', items: ITEMS });
  const hour = (Math.floor(Date.now() / 3_600_000) + 8) % 24;
  const two = (at: number): string => `${String(at % 24).padStart(2, '0')}:00`;
  // Begins within two hours, and lasts two.
  const window = { from: two(hour + 2), to: two(hour + 4) };
  const { grantId: bound } = await city.done('xy.p', 'sharing_head', asked.id, {
    action: 'agree',
    limits: { window, requires: { caseNo: true } },
    note: '只在约定时段取用',
  });
  const officer = await city.as('xy.c', 'data_officer');
  const accepted = await city.act('xy.c', 'sharing_head', asked.id, { action: 'accept' });
  const grant = bound ?? accepted.body.application.grantId;
  const [file] = await present();
  const url = `/api/grants/${grant}/files/${file?.id}/link`;
  const early = await officer.post<Problem>(url, { caseNo: '办-1' });
  assert.equal(early.body.code, 'grants.outside_hours');
  city.pass(2 * 3_600_000 + 60_000);
  const again = await city.as('xy.c', 'data_officer');
  assert.equal((await again.post<Problem>(url, {})).body.code, 'grants.case_needed');
  assert.equal((await again.post(url, { caseNo: '办-1' })).status, 201);
});

test('a new version takes the place of the old one, the consumers are told, and a withdrawn file is gone', async () => {
  const [before] = await present();
  assert.ok(before);
  const url = await linkTo(before.id);
  const next = await bring('高龄老人名册2026-10（更正）.csv', csv(10), { replaces: before.id });
  assert.equal(next.status, 201, JSON.stringify(next.body));
  assert.equal(next.body.file.version, 2);
  const late = await fetch(url);
  assert.equal(late.status, 410, 'a link to what was replaced');
  assert.deepEqual(
    (await present()).map(one => one.id),
    [next.body.file.id],
  );
  const consumer = await city.as('xy.c', 'data_officer');
  const told = JSON.stringify((await consumer.get('/api/messages')).body);
  assert.match(told, /文件有新版本/);
  const officer = await city.as('xy.p', 'data_officer');
  const again = await bring('x.csv', csv(11), { replaces: before.id });
  assert.equal(again.body.code, 'files.ended');
  const gone = await officer.post<{ file: { state: string } } & Problem>(
    `/api/files/${next.body.file.id}/withdraw`,
    { reason: '名册有误，更正后再给' },
  );
  assert.equal(gone.body.file.state, 'withdrawn', JSON.stringify(gone.body));
  assert.deepEqual(await present(), []);
  const list = await officer.get<Static<typeof OwnFileList>>(`/api/files?entryId=${entryId}`);
  assert.deepEqual(list.body.items.map(one => one.state).sort(), ['replaced', 'withdrawn']);
});

test('bytes of files that ended, and uploads that nobody went on with, are dropped; the rest cannot be touched', async () => {
  const kept = await bring('留存.csv', csv(5));
  const { body } = await begin('没传完.csv', 10);
  const pieces = async (): Promise<number> =>
    (
      await city.db.get<{ n: number }>({
        text: 'select count(*)::int as n from files.piece',
        values: [],
      } as never)
    ).n;
  const all = await pieces();
  city.pass(25 * 3_600_000);
  await city.files.forgetPast();
  assert.ok((await pieces()) < all);
  const officer = await city.as('xy.p', 'data_officer');
  assert.equal((await officer.get(`/api/files/uploads/${body.id}`)).status, 404);
  const upload = `select upload_id from files.file where id = ${kept.body.file.id}`;
  await assert.rejects(
    city.storage.pools.write.query(`delete from files.piece where upload_id = (${upload})`),
    /cannot be changed/,
  );
  await assert.rejects(
    city.storage.pools.write.query(
      `insert into files.piece (upload_id, n, bytes) select (${upload}), 7, 'x'`,
    ),
    /cannot be changed/,
  );
  await assert.rejects(
    city.storage.pools.write.query(`update files.file set name = 'x' where id = ${kept.body.file.id}`),
    /recorded command/,
  );
});

test('kinds by name and beginning, characters cut at the end of a piece included', () => {
  assert.equal(kindByName('照片.JPEG'), 'jpg');
  const text = Buffer.from('姓名,李四');
  for (let cut = 0; cut < 3; cut += 1) checkBeginning('csv', text.subarray(0, text.length - cut), false);
  assert.throws(() => checkBeginning('csv', text.subarray(0, text.length - 1), true));
  assert.equal(textOf('csv', Buffer.from('d0d5c3fb2cc0eecbc4', 'hex'), true), '姓名,李四');
  const watch = macroWatch('docx');
  watch(Buffer.from('…vbaProj'));
  assert.throws(() => watch(Buffer.from('ect.bin…')));
});
