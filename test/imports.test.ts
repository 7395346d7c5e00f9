import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import ExcelJS from 'exceljs';
import { bookkeeper, sql } from '#kernel/db.ts';
import { BLANK, type EntryView } from '#modules/catalog/index.ts';
import type { Values } from '#sheets/index.ts';
import { type ImportsCity, type Upload, openImportsCity } from './importsCity.ts';
import { rowsIn } from './sheets/files.ts';

let city: ImportsCity;
before(async () => {
  city = await openImportsCity('imports');
});
after(() => city.close());

const CLERK = 'civil.data_officer';
const entry = (title: string, more: Values = {}): Values => ({ title, shareType: 'unconditional', ...more });
const item = (title: string, name: string, more: Values = {}): Values => ({ title, name, ...more });
const view = async (id: number): Promise<EntryView> =>
  (await city.ask<EntryView>(CLERK, 'GET', `/api/entries/${id}`)).json();
const titlesLike = async (word: string): Promise<string[]> =>
  (
    await city.db.many<{ title: string }>(
      sql`select title from catalog.entry where strpos(title, ${word}) > 0 order by id`,
    )
  ).map(row => row.title);

const FULL: Values = {
  abstract: '登记机关日常业务产生',
  subject: 'person',
  classCode: '101',
  formatKind: 'spreadsheet',
  formatType: 'xlsx',
  carrier: 'both',
  digitising: '2027 年完成',
  updateCycle: 'halfyearly',
  shareType: 'conditional',
  basisRank: 'law',
  basisTitle: '中华人民共和国婚姻登记条例',
  basisArticle: '第十五条',
  conditions: ['仅用于救助', '不得转交'],
  modes: ['query', 'verify'],
  means: 'platform',
  openType: 'none',
  grade: 'important',
  secrecy: 'no_secret',
  secrecyDate: '2026-11-01',
  personalInfo: 'acceptable',
  personalInfoDate: '2026-11-02',
  dutyKind: 'matter',
  dutyTitle: '结婚登记',
  dutyCode: '000111006001',
  system: '婚姻登记系统',
  contact: '市民政局 专职人员',
  phone: '0375-2666666',
};

test('A filled template becomes drafts with every field and item, in one recorded command, and is forgotten', async () => {
  const file = await city.workbook(
    [entry('婚姻登记信息', FULL), entry('=导入二')],
    [
      item('婚姻登记信息', '公民身份号码', {
        type: 'text',
        length: 18,
        identifier: true,
        required: true,
        sensitivity: '3',
        mask: 'middle',
        maskHead: 3,
        maskTail: 4,
        itemShareType: 'withheld',
        itemConditions: ['隐私'],
        element: 'DE00001',
      }),
      item('=导入二', '名称'),
      item('婚姻登记信息', '登记日期', { type: 'date', itemGrade: 'core', description: '发证当日' }),
    ],
  );
  const checked = await city.check(file);
  assert.deepEqual(
    [checked.state, checked.entries, checked.rightEntries, checked.items, checked.faults, checked.problem],
    ['checked', 2, 2, 3, 0, null],
  );
  assert.deepEqual(await titlesLike('导入二'), []);
  const done = await city.bring(checked.id, 'all');
  assert.deepEqual([done.state, done.imported.length, done.problem], ['imported', 2, null]);
  const [first, second] = await Promise.all(done.imported.map(view));
  assert.deepEqual(first?.content, {
    ...BLANK,
    title: '婚姻登记信息',
    abstract: '登记机关日常业务产生',
    subject: 'person',
    classCode: '101',
    format: { kind: 'spreadsheet', type: 'xlsx', remark: '' },
    carrier: 'both',
    digitising: '2027 年完成',
    updateCycle: 'halfyearly',
    shareType: 'conditional',
    basis: { rank: 'law', title: '中华人民共和国婚姻登记条例', article: '第十五条' },
    conditions: ['仅用于救助', '不得转交'],
    modes: ['query', 'verify'],
    grade: 'important',
    secrecy: { conclusion: 'no_secret', date: '2026-11-01' },
    personalInfo: { conclusion: 'acceptable', date: '2026-11-02' },
    duty: { kind: 'matter', title: '结婚登记', code: '000111006001' },
    system: '婚姻登记系统',
    contact: '市民政局 专职人员',
    phone: '0375-2666666',
    items: [
      {
        name: '公民身份号码',
        type: 'text',
        length: 18,
        identifier: true,
        required: true,
        sensitivity: 3,
        grade: 'general',
        shareType: 'withheld',
        conditions: ['隐私'],
        mask: { kind: 'middle', head: 3, tail: 4 },
        element: 'DE00001',
        codeTable: '',
        description: '',
      },
      {
        name: '登记日期',
        type: 'date',
        length: null,
        identifier: false,
        required: false,
        sensitivity: 1,
        grade: 'core',
        shareType: null,
        conditions: [],
        mask: { kind: 'none' },
        element: '',
        codeTable: '',
        description: '发证当日',
      },
    ],
  });
  assert.deepEqual([second?.title, second?.state, second?.content.items.length], ['=导入二', 'draft', 1]);
  const kept = await city.db.get<{ file: Buffer | null; rows: number }>(
    sql`select file, (select count(*) from imports.row where upload_id = ${done.id}) as rows from imports.upload where id = ${done.id}`,
  );
  assert.deepEqual(kept, { file: null, rows: 0 });
});

test('Every wrong cell is listed with its place and remedy in both languages; all is refused, the right ones can be taken', async () => {
  const file = await city.workbook(
    [
      entry('甲一'),
      entry('甲二', { shareType: '有条件', phone: '０３７５' }),
      entry('甲三'),
      entry('甲三', { updateCycle: 'daily' }),
      entry('婚姻登记信息'),
      entry('甲四'),
    ],
    [
      item('甲一', '名称'),
      item('甲四', '名称'),
      item('甲四', '名称'),
      item('甲五', '名称'),
      item('甲三', '名称', { length: 0 }),
    ],
  );
  const checked = await city.check(file);
  assert.deepEqual([checked.entries, checked.rightEntries, checked.faults], [6, 1, 7]);
  const faults = await city.faults(checked.id);
  assert.deepEqual(
    faults.map(({ sheet, row, cell, kind, value, repair }) => [sheet, row, cell, kind, value, repair]),
    [
      ['目录', 3, 'L3', 'unknown_choice', '有条件', null],
      ['目录', 3, 'AH3', 'full_width', '０３７５', '0375'],
      ['目录', 5, 'A5', 'title_twice', '甲三', null],
      ['目录', 6, 'A6', 'title_exists', '婚姻登记信息', null],
      ['数据项', 4, 'B4', 'item_twice', '名称', null],
      ['数据项', 5, 'A5', 'no_such_entry', '甲五', null],
      ['数据项', 6, 'D6', 'out_of_range', '0', null],
    ],
  );
  for (const fault of faults)
    for (const text of [fault.problem, fault.problemEn, fault.remedy, fault.remedyEn, fault.column])
      assert.notEqual(text, '');
  assert.equal((await city.faults(checked.id, '&kind=full_width')).length, 1);
  const all = await city.ask<{ code: string }>(CLERK, 'POST', `/api/imports/${checked.id}/import`, {
    which: 'all',
  });
  assert.equal(all.json().code, 'imports.still_faults');
  assert.deepEqual(await titlesLike('甲'), []);
  const done = await city.bring(checked.id, 'right');
  assert.equal(done.state, 'imported');
  assert.deepEqual(await titlesLike('甲'), ['甲一']);
  const again = await city.ask<{ code: string }>(CLERK, 'POST', `/api/imports/${checked.id}/import`, {
    which: 'right',
  });
  assert.equal(again.json().code, 'imports.not_ready');
});

test('Faulty cells are corrected in place, one by one or by the repairs offered, and the file is checked again', async () => {
  const checked = await city.check(
    await city.workbook([entry('乙一', { phone: '１２' }), entry('乙二', { updateCycle: '两周一次' })], []),
  );
  assert.deepEqual([checked.rightEntries, checked.faults], [0, 2]);
  const wrong = await city.ask<{ code: string }>(CLERK, 'PUT', `/api/imports/${checked.id}/cells`, {
    cells: [{ sheet: '目录', cell: 'A2', value: 'x' }],
    repairs: false,
  });
  assert.equal(wrong.json().code, 'imports.no_such_cell');
  const [cycle] = await city.faults(checked.id, '&kind=unknown_choice');
  assert.ok(cycle);
  const sent = await city.ask<Upload>(CLERK, 'PUT', `/api/imports/${checked.id}/cells`, {
    cells: [{ sheet: cycle.sheet, cell: cycle.cell, value: '每周' }],
    repairs: true,
  });
  assert.equal(sent.status, 200);
  const after = await city.settled(checked.id);
  assert.deepEqual([after.state, after.rightEntries, after.faults], ['checked', 2, 0]);
  const done = await city.bring(checked.id, 'all');
  const [first, second] = await Promise.all(done.imported.map(view));
  assert.deepEqual([first?.content.phone, second?.content.updateCycle], ['12', 'weekly']);
});

test('The annotated file is the same table with the faulty cells coloured and explained, and can be brought again', async () => {
  const checked = await city.check(
    await city.workbook(
      [entry('丙一'), entry('丙二', { updateCycle: '两周一次', phone: '0375' })],
      [item('丙一', '名称', { length: 20 })],
    ),
  );
  const out = await city.ask(CLERK, 'GET', `/api/imports/${checked.id}/annotated`);
  assert.match(String(out.headers['content-disposition']), /filename\*=UTF-8''/);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(
    out.bytes.buffer.slice(out.bytes.byteOffset, out.bytes.byteOffset + out.bytes.length) as ArrayBuffer,
  );
  const [fault] = await city.faults(checked.id);
  const cell = book.getWorksheet('目录')?.getCell(fault?.cell ?? '');
  assert.match(JSON.stringify(cell?.note), /不在可选的值里.*请从下拉列表里选/);
  assert.match(JSON.stringify(cell?.fill), /FFFFD9D6/);
  assert.deepEqual(book.getWorksheet('目录')?.getCell('A2').fill, { type: 'pattern', pattern: 'none' });
  const original = (await rowsIn(out.bytes, '目录')).map(row =>
    row.cells.map(one => one.text).filter(text => text !== ''),
  );
  assert.deepEqual(original.slice(1), [
    ['丙一', '无条件共享'],
    ['丙二', '两周一次', '无条件共享', '0375'],
  ]);
  const again = await city.check(out.bytes);
  assert.deepEqual([again.entries, again.rightEntries, again.items, again.faults], [2, 1, 1, 1]);
  await city.drop(checked.id, again.id);
});

test('Rows that are empty stay empty in the annotated file, so that its addresses are those of the list', async () => {
  const csv = '目录名称,共享类型,数据项名称\n子一,无条件共享,甲\n\n\n子二,不对,乙\n';
  const checked = await city.check(Buffer.from(csv), '目录.csv');
  assert.deepEqual(
    (await city.faults(checked.id)).map(fault => fault.cell),
    ['B5'],
  );
  const out = await city.ask(CLERK, 'GET', `/api/imports/${checked.id}/annotated`);
  const rows = await rowsIn(out.bytes, '目录和数据项');
  assert.deepEqual(
    rows.map(row => [row.number, row.cells[0]?.text]),
    [
      [1, '目录名称'],
      [2, '子一'],
      [5, '子二'],
    ],
  );
  await city.drop(checked.id);
});

test('Marks of secrecy stop the file with the clause: it is deleted, its places are recorded, nothing of it stays', async () => {
  const secret = await city.check(
    await city.workbook(
      [entry('丁一'), entry('丁二', { secrecy: 'state_secret' })],
      [item('丁一', '名称', { description: '机密★20年' })],
    ),
  );
  assert.deepEqual([secret.state, secret.problem?.code], ['refused', 'imports.secret']);
  assert.match(secret.problem?.title ?? '', /目录!.*3.*数据项!.*2/);
  assert.ok(secret.problem?.citation);
  const kept = await city.db.get<{ file: null; rows: number; faults: number }>(sql`select file,
      (select count(*) from imports.row where upload_id = u.id) as rows, (select count(*) from imports.fault where upload_id = u.id) as faults
    from imports.upload u where id = ${secret.id}`);
  assert.deepEqual(kept, { file: null, rows: 0, faults: 0 });
});

test('A flat .csv, UTF-8 or GBK, brings entries with their items; rows of an entry may not contradict each other', async () => {
  for (const encoding of ['utf-8', 'gb18030'] as const) {
    const title = `戊${encoding}`;
    const file = await city.csv(
      [
        entry(title, { modes: ['query', 'batch'], name: '名称', length: 20 }),
        item(title, '日期', { type: 'date' }),
        entry(`${title}二`),
      ],
      encoding,
    );
    const checked = await city.check(file, '目录.csv');
    assert.deepEqual([checked.entries, checked.rightEntries, checked.items, checked.faults], [2, 2, 2, 0]);
    const [first] = await Promise.all((await city.bring(checked.id, 'all')).imported.map(view));
    assert.deepEqual(
      [first?.content.modes, first?.content.items.map(one => one.name)],
      [
        ['query', 'batch'],
        ['名称', '日期'],
      ],
    );
  }
  const wrong = await city.check(
    await city.csv(
      [
        entry('己', { name: '甲', system: '一' }),
        item('己', '乙', { system: '二' }),
        { title: '庚', name: '甲' },
        { title: '己', length: 5 },
      ],
      'utf-8',
    ),
    '目录.csv',
  );
  assert.deepEqual(
    (await city.faults(wrong.id)).map(({ row, kind }) => [row, kind]),
    [
      [3, 'differs'],
      [4, 'required'],
      [5, 'required'],
    ],
  );
});

test('Whatever is no filled template is refused with what to do, and the page still answers', async () => {
  const noSheet = await city.check(
    await city.workbook([], []).then(async () => {
      const book = new ExcelJS.Workbook();
      book.addWorksheet('目录').addRow(['目录名称', '共享类型']);
      return Buffer.from(await book.xlsx.writeBuffer());
    }),
  );
  assert.deepEqual([noSheet.state, noSheet.problem?.code], ['refused', 'sheets.sheet_missing']);
  assert.match(noSheet.problem?.title ?? '', /缺少工作表“数据项”/);
  assert.match(noSheet.problem?.remedy ?? '', /请下载模板/);
  const old = await city.check(Buffer.from('d0cf11e0a1b11ae1', 'hex'));
  assert.equal(old.problem?.code, 'sheets.other_format');
  const encoding = await city.check(Buffer.from([0x61, 0xff, 0x0a]), 'a.csv');
  assert.equal(encoding.problem?.code, 'sheets.wrong_encoding');
  assert.equal((await city.upload(Buffer.from('x'), 'a.pdf')).status, 422);
  assert.equal((await city.upload(Buffer.alloc(0))).status, 422);
  assert.equal((await city.upload(Buffer.alloc(21 * 1024 * 1024))).status, 413);
  const began = performance.now();
  const large = await city.check(Buffer.alloc(19 * 1024 * 1024, 'x'));
  assert.equal(large.problem?.code, 'sheets.not_a_workbook');
  assert.ok(performance.now() - began < 20_000, `${performance.now() - began} ms`);
  const empty = await city.check(await city.workbook([], []));
  const nothing = await city.ask<{ code: string }>(CLERK, 'POST', `/api/imports/${empty.id}/import`, {
    which: 'right',
  });
  assert.equal(nothing.json().code, 'imports.nothing_right');
  await city.drop(empty.id);
});

test('An import that cannot be saved saves nothing, says why, and can be tried again', async () => {
  const checked = await city.check(await city.workbook([entry('辛一'), entry('辛二')], []));
  const made = await city.ask(CLERK, 'POST', '/api/entries', { content: { ...BLANK, title: '辛二' } });
  assert.equal(made.status, 201);
  const failed = await city.bring(checked.id, 'all');
  assert.deepEqual([failed.state, failed.problem?.code], ['checked', 'catalog.title_taken']);
  assert.deepEqual(await titlesLike('辛'), ['辛二']);
});

test('An upload is its person’s alone, goes when he deletes it, and is forgotten after a day', async () => {
  const { id } = await city.check(await city.workbook([entry('壬')], []));
  const other = 'market.data_officer';
  for (const [method, path, payload] of [
    ['GET', '', undefined],
    ['GET', '/faults', undefined],
    ['GET', '/annotated', undefined],
    ['PUT', '/cells', { cells: [], repairs: true }],
    ['POST', '/import', { which: 'right' }],
    ['DELETE', '', undefined],
  ] as const)
    assert.equal((await city.ask(other, method, `/api/imports/${id}${path}`, payload)).status, 404);
  assert.equal((await city.ask('civil.sharing_head', 'GET', `/api/imports/${id}`)).status, 403);
  assert.equal((await city.ask(CLERK, 'DELETE', `/api/imports/${id}`)).status, 200);
  assert.equal((await city.ask(CLERK, 'GET', `/api/imports/${id}`)).status, 404);
  assert.deepEqual(await titlesLike('壬'), []);
});

test('Few files of one person lie open, and a file past its time is gone', async () => {
  const file = await city.workbook([entry('癸')], []);
  const sent: number[] = [];
  let refused: Awaited<ReturnType<typeof city.upload>> | undefined;
  while (!refused && sent.length < 20) {
    const answer = await city.upload(file);
    if (answer.status === 201) sent.push(answer.json().id);
    else refused = answer;
  }
  assert.equal(refused?.status, 409);
  assert.match(refused.bytes.toString(), /imports\.too_many_uploads/);
  for (const id of sent) await city.settled(id);
  const past = sent.pop() ?? 0;
  await bookkeeper(city.storage.pools.write).run(
    sql`update imports.upload set expires_at = now() - interval '1 second' where id = ${past}`,
  );
  assert.equal((await city.ask(CLERK, 'GET', `/api/imports/${past}`)).status, 404);
  const fresh = await city.upload(file);
  assert.equal(fresh.status, 201);
  await city.settled(fresh.json().id);
  await city.drop(fresh.json().id, ...sent);
  const [left] = await city.db.many(sql`select from imports.upload where id = ${past}`);
  assert.equal(left, undefined);
});

test('Templates and lists go out as .xlsx and .csv', async () => {
  const template = await city.ask(CLERK, 'GET', '/api/imports/template');
  const [header] = await rowsIn(template.bytes, '目录');
  assert.deepEqual(
    header?.cells.slice(0, 2).map(cell => cell.text),
    ['目录名称', '摘要'],
  );
  assert.ok((await rowsIn(template.bytes, '填写说明')).length > 40);
  const blank = await city.check(template.bytes, '模板.xlsx');
  assert.deepEqual(
    [blank.state, blank.entries, blank.faults, blank.losses, blank.strangers],
    ['checked', 0, 0, [], []],
  );
  const list = await city.ask(CLERK, 'GET', '/api/entries/export?q=婚姻');
  const rows = await rowsIn(list.bytes, '目录');
  assert.deepEqual(rows[1]?.cells.map(cell => cell.text).slice(0, 2), ['婚姻登记信息', '平顶山市民政局']);
  const csv = await city.ask(CLERK, 'GET', '/api/entries/export?q=婚姻&format=csv-gbk');
  assert.match(
    new TextDecoder('gb18030').decode(csv.bytes),
    /^目录名称,目录代码,.*\r\n婚姻登记信息,,平顶山市民政局,平顶山市,草稿,有条件共享,每半年,/,
  );
  const search = await city.ask(CLERK, 'GET', '/api/catalog/export?q=x&format=csv');
  assert.equal(search.bytes.toString('utf8').split('\r\n').length, 2);
});
