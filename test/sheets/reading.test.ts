import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '#kernel/errors.ts';
import { type Limits, openXlsx, sameName } from '#sheets/index.ts';
import { type Part, book, bookParts, gather, rowsIn, textsOf, zip } from './files.ts';

async function refusalOf(file: Buffer, limits: Partial<Limits> = {}): Promise<Refusal> {
  try {
    const workbook = await openXlsx(file, limits);
    for await (const portion of workbook.read('目录').rows) assert.ok(portion.length > 0);
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error));
    return error;
  }
  return assert.fail('the file was read');
}

const row = (number: number, cells: string): string => `<row r="${number}">${cells}</row>`;
const data = (rows: string): string => `<sheetData>${rows}</sheetData>`;

test('Every way of writing a cell is read: shared, inline and rich texts, numbers, days of both systems, truth, errors', async () => {
  const styles =
    '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="165" formatCode="[Red]0.00&quot;days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="22"/><xf numFmtId="165"/></cellXfs></styleSheet>';
  const strings =
    '<sst><si><t>婚姻登记</t></si><si><r><t>分</t></r><r><t xml:space="preserve"> 段</t></r><rPh><t>duan</t></rPh></si><si><t>a_x000D_b_x005F_x0041_</t></si></sst>';
  const cells =
    '<c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="s"><v>2</v></c><c r="D2" t="inlineStr"><is><r><t>行</t></r><r><t>内</t></r></is></c><c r="E2"><v>0.10000000000000001</v></c><c r="F2" s="1"><v>45616</v></c><c r="G2" s="2"><v>45616</v></c><c r="H2" s="3"><v>45616.75</v></c><c r="I2" t="b"><v>1</v></c><c r="J2" t="e"><v>#N/A</v></c><c r="K2" s="4"><v>45616</v></c><c r="L2" s="1"><v>59</v></c><c r="M2" t="d"><v>2026-11-20</v></c>';
  const [read] = await rowsIn(book({ sheet: data(row(2, cells)), strings, styles }), '目录');
  assert.equal(read?.number, 2);
  assert.deepEqual(
    read.cells.map(cell => cell.column),
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13],
  );
  assert.deepEqual(textsOf([read])[0], [
    'text:婚姻登记',
    'text:分 段',
    'text:a\rb_x0041_',
    'text:行内',
    'number:0.1',
    'date:2024-11-20',
    'date:2024-11-20',
    'date:2024-11-20T18:00:00',
    'boolean:TRUE',
    'error:#N/A',
    'number:45616',
    'date:1900-02-28',
    'date:2026-11-20',
  ]);
  const in1904 = book({
    sheet: data(row(1, '<c s="1"><v>44154</v></c>')),
    styles,
    in1904: true,
  });
  assert.deepEqual(textsOf(await rowsIn(in1904, '目录')), [['date:2024-11-20']]);
});

test('Formulas give the result that was kept and are marked; merged cells are named; prefixes and gaps do no harm', async () => {
  const file = book({
    sheet: `${data(row(3, '<c r="B3"><f>1+1</f><v>2</v></c><c r="D3" t="str"><f>X()</f></c>') + row(9, '<c t="inlineStr"><is><t>x</t></is></c>'))}<mergeCells><mergeCell ref="A3:B4"/></mergeCells>`,
  }).toString('latin1');
  const workbook = await openXlsx(Buffer.from(file, 'latin1'));
  const reader = workbook.read('目录');
  const rows = await gather(reader.rows);
  assert.deepEqual(rows, [
    {
      number: 3,
      cells: [
        { column: 2, kind: 'number', text: '2', formula: true },
        { column: 4, kind: 'text', text: '', formula: true },
      ],
    },
    { number: 9, cells: [{ column: 1, kind: 'text', text: 'x' }] },
  ]);
  assert.deepEqual(reader.merged, [{ top: 3, left: 1, bottom: 4, right: 2 }]);
  const prefixed = bookParts({ sheet: '' }).map(part =>
    part.name === 'xl/worksheets/sheet1.xml'
      ? {
          ...part,
          content:
            '<x:worksheet xmlns:x="u"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>',
        }
      : part,
  );
  assert.deepEqual(textsOf(await rowsIn(zip(prefixed), '目录')), [['number:7']]);
});

test('Macros, pictures, pivot tables and notes are read over and said', async () => {
  const more: Part[] = [
    'xl/vbaProject.bin',
    'xl/media/image1.png',
    'xl/charts/chart1.xml',
    'xl/pivotTables/p1.xml',
    'xl/externalLinks/e1.xml',
  ].map(name => ({ name, content: 'x' }));
  more.push({
    name: 'xl/comments1.xml',
    content: '<comments><commentList><comment ref="A1"/><comment ref="C17"/></commentList></comments>',
  });
  const file = book({
    sheet: data(row(1, '<c><v>1</v></c>')),
    more,
    sheetRelations: [['comments', '../comments1.xml']],
  });
  const workbook = await openXlsx(file);
  assert.deepEqual(
    workbook.losses.map(({ kind, cells }) => [kind, ...cells]),
    [['macros'], ['pictures'], ['charts'], ['pivot_tables'], ['external_links'], ['notes', '目录!C17']],
  );
  assert.deepEqual(textsOf(await rowsIn(file, '目录')), [['number:1']]);
});

test('What is no .xlsx is told apart: old format, password, PDF, web page, OpenDocument, nothing at all', async () => {
  const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(512)]);
  const locked = Buffer.concat([ole, Buffer.from('EncryptedPackage', 'utf16le')]);
  assert.equal((await refusalOf(ole)).code, 'sheets.other_format');
  assert.equal((await refusalOf(locked)).code, 'sheets.encrypted');
  assert.match((await refusalOf(Buffer.from('%PDF-1.7 …'))).title.zh, /PDF/);
  assert.match((await refusalOf(Buffer.from('<html><table>'))).title.zh, /网页/);
  const ods = zip([
    { name: 'mimetype', content: 'x' },
    { name: 'content.xml', content: 'x' },
  ]);
  assert.match((await refusalOf(ods)).title.zh, /ods/);
  assert.match((await refusalOf(zip([{ name: 'xl/workbook.bin', content: 'x' }]))).title.zh, /xlsb/);
  for (const bytes of ['', 'x', '目录,数据项'])
    assert.equal((await refusalOf(Buffer.from(bytes))).code, 'sheets.not_a_workbook');
  assert.equal(
    (await refusalOf(zip([{ name: 'word/document.xml', content: 'x' }]))).code,
    'sheets.not_a_workbook',
  );
});

test('Damaged files say where: cut off, no XML, no UTF-8, a text that is not there, rows that go backwards', async () => {
  const whole = book({ sheet: data(row(1, '<c><v>1</v></c>')) });
  for (const file of [
    whole.subarray(0, whole.length - 40),
    book({ sheet: '<sheetData><row>' }),
    zip(
      bookParts({ sheet: '' }).map(part =>
        part.name.endsWith('sheet1.xml')
          ? { ...part, content: Buffer.from('<worksheet>\xff</worksheet>', 'latin1') }
          : part,
      ),
    ),
    book({ sheet: data(row(1, '<c r="A1" t="s"><v>5</v></c>')) }),
    book({ sheet: data(row(5, '<c><v>1</v></c>') + row(4, '<c><v>1</v></c>')) }),
    book({ sheet: data(row(1, '<c r="A1"><v>twelve</v></c>')) }),
    book({ sheet: data(row(1, '<c r="1"><v>1</v></c>')) }),
    book({ sheet: data(''), sheetRelations: [['comments', '/xl/%zz.xml']] }),
    book({ sheet: data(''), sheetRelations: [['comments', 'http://[']] }),
  ])
    assert.equal((await refusalOf(file)).code, 'sheets.broken');
  assert.match(
    (await refusalOf(book({ sheet: data(row(7, '<c r="C7" t="s"><v>5</v></c>')) }))).title.zh,
    /目录!C7/,
  );
});

test('A bomb is refused by what it declares, by what it really unpacks to, and by the number of its parts', async () => {
  const zeros = Buffer.alloc(8 * 1024 * 1024, 0x20);
  const parts = bookParts({ sheet: data(row(1, '<c><v>1</v></c>')) });
  const bomb = (declared?: number): Buffer =>
    zip(
      parts.map(part =>
        part.name === 'xl/sharedStrings.xml'
          ? { ...part, content: zeros, ...(declared === undefined ? {} : { declared }) }
          : part,
      ),
    );
  const started = performance.now();
  assert.equal((await refusalOf(bomb())).code, 'sheets.swollen');
  // It says 100 bytes and unpacks to 8 MB.
  assert.equal((await refusalOf(bomb(100))).code, 'sheets.broken');
  assert.equal((await refusalOf(bomb(), { unpacked: 1024 * 1024 })).code, 'sheets.swollen');
  const many = Array.from({ length: 50 }, (_, index) => ({ name: `p${index}`, content: 'x' }));
  assert.equal((await refusalOf(zip([...parts, ...many]), { parts: 40 })).code, 'sheets.swollen');
  assert.ok(performance.now() - started < 20_000);
});

test('Parts that lie over each other count each time they are unpacked', async () => {
  const kernel = Buffer.alloc(3 * 1024 * 1024, 0x20);
  const overlapping = zip(
    Array.from({ length: 30 }, (_, index) => ({ name: `xl/${index}.xml`, content: kernel })),
    { overlapping: true },
  );
  assert.equal((await refusalOf(overlapping, { unpacked: 64 * 1024 * 1024 })).code, 'sheets.swollen');
});

test('XML tricks are refused: DOCTYPE with entities, entities that nobody declared, endless values and nesting', async () => {
  const laughs =
    '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>';
  const withSheet = (content: string): Buffer =>
    zip(
      bookParts({ sheet: '' }).map(part => (part.name.endsWith('sheet1.xml') ? { ...part, content } : part)),
    );
  assert.equal((await refusalOf(withSheet(laughs))).code, 'sheets.entities');
  assert.equal((await refusalOf(withSheet(`<!-- ${' '.repeat(5000)} -->${laughs}`))).code, 'sheets.entities');
  assert.equal((await refusalOf(withSheet('<worksheet>&x;</worksheet>'))).code, 'sheets.broken');
  const deep = `${'<a>'.repeat(100)}${'</a>'.repeat(100)}`;
  assert.equal((await refusalOf(withSheet(`<worksheet>${deep}</worksheet>`))).code, 'sheets.broken');
  let noise = '';
  for (let at = 0; noise.length < 3_000_000; at += 1) noise += (at * 2_654_435_761).toString(36);
  // Even where no cell asks for it.
  const endless = book({
    sheet: data(row(1, '<c><v>1</v></c>')),
    strings: `<sst><si><t>${noise}</t></si></sst>`,
  });
  assert.equal((await refusalOf(endless)).code, 'sheets.broken');
});

test('More rows or columns than allowed are refused with their number, and 200,000 rows soon', async () => {
  const many = Array.from({ length: 200_000 }, (_, index) =>
    row(index + 1, `<c t="inlineStr"><is><t>数据项 ${index}</t></is></c><c><v>${index * 7919}</v></c>`),
  ).join('');
  const file = book({ sheet: data(many) });
  const started = performance.now();
  const refused = await refusalOf(file, { rows: 100_000 });
  assert.equal(refused.code, 'sheets.too_many_rows');
  assert.match(refused.title.zh, /目录.*100000/);
  assert.ok(performance.now() - started < 20_000, `${performance.now() - started} ms`);
  const wide = await refusalOf(book({ sheet: data(row(4, '<c r="IW4"><v>1</v></c>')) }));
  assert.deepEqual([wide.code, wide.facts.row, wide.facts.limit], ['sheets.too_wide', 4, 256]);
  // The number for a measure of progress is found much sooner than the rows.
  const counting = performance.now();
  assert.equal(await (await openXlsx(file)).countRows('目录'), 200_000);
  assert.ok(performance.now() - counting < 10_000);
  // Rows that hold formats only are no rows.
  const empty = data(Array.from({ length: 50 }, (_, index) => row(index + 1, '<c s="0"/>')).join(''));
  assert.deepEqual(await rowsIn(book({ sheet: empty }), '目录'), []);
});

test('A sheet is found by its name in any width; a wrong name lists those that are there', async () => {
  const file = book({ sheet: data(row(1, '<c><v>1</v></c>')), name: ' 目录（Ａ）' });
  const workbook = await openXlsx(file);
  assert.equal((await gather(workbook.read('目录(A)').rows)).length, 1);
  assert.ok(sameName('数据项 ', '数据项') && !sameName('数据项', '数据元'));
  const wrong = await refusalOf(file);
  assert.equal(wrong.code, 'sheets.sheet_missing');
  assert.match(wrong.title.zh, /缺少工作表“目录”（文件里有： 目录（Ａ））/);
});
