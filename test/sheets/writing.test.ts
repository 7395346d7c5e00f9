import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import {
  type Shape,
  type Values,
  csvOf,
  headerNote,
  openXlsx,
  readCsv,
  readTable,
  sheetOf,
} from '#sheets/index.ts';
import { gather, rowsIn, workbookOf } from './files.ts';

const text = (zh: string) => ({ zh, en: zh });
const choice = (code: string, zh: string) => ({ code, label: { zh, en: code } });
const SHAPE: Shape = {
  name: { zh: '目录', en: 'Entries' },
  columns: [
    { key: 'title', title: text('目录名称'), note: text('不是系统名称'), required: true, kind: 'text' },
    {
      key: 'code',
      title: text('编码'),
      note: text('保留前面的零'),
      required: false,
      kind: 'text',
      width: 20,
    },
    {
      key: 'share',
      title: text('共享类型'),
      note: text(''),
      required: false,
      kind: 'enum',
      choices: [choice('a', '无条件共享'), choice('b', '有条件共享'), choice('c', '不予共享')],
    },
    {
      key: 'class',
      title: text('分类'),
      note: text(''),
      required: false,
      kind: 'enum',
      choices: Array.from({ length: 60 }, (_, index) =>
        choice(`k${index}`, `国家基础信息资源，第 ${index} 类`),
      ),
    },
    { key: 'length', title: text('长度'), note: text(''), required: false, kind: 'integer' },
    { key: 'open', title: text('开放'), note: text(''), required: false, kind: 'boolean' },
    { key: 'words', title: text('条件'), note: text(''), required: false, kind: 'text', many: true },
  ],
};

/** Texts as they may stand in a cell: nothing at their ends that reading would report. */
const word = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom(
      '=1+1',
      '+86',
      '-5',
      '@x',
      "'=x",
      "''",
      '00012',
      '_x0041_',
      '1e5',
      '<&>"',
      'a\nb',
      'TRUE',
      '#N/A',
    ),
  )
  .map(one =>
    one
      .toWellFormed()
      .replace(/(?![\t\n])\p{Cc}|[\ufffe\uffff\ufeff]/gu, '')
      .trim(),
  );
const record = fc.record(
  {
    title: word.filter(one => one !== ''),
    code: fc.option(
      word.filter(one => one !== ''),
      { nil: undefined },
    ),
    share: fc.constantFrom('a', 'b', 'c', undefined),
    class: fc.constantFrom('k0', 'k59', undefined),
    length: fc.option(fc.integer(), { nil: undefined }),
    open: fc.constantFrom(true, false, undefined),
    words: fc.option(
      fc.array(
        word.map(one => one.replace(/[;；\r\n]/g, '').trim()).filter(one => one !== ''),
        { minLength: 1, maxLength: 3 },
      ),
      { nil: undefined },
    ),
  },
  { noNullPrototype: true },
);

const valuesIn = async (reading: ReturnType<typeof readTable>): Promise<Values[]> =>
  (await gather(reading.entries)).map(entry => {
    assert.deepEqual(entry.faults, []);
    return entry.values;
  });

test('Whatever is written as .xlsx is read as the same records', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(record, { maxLength: 6 }), async records => {
      const file = await workbookOf([sheetOf(SHAPE, records)]);
      const reading = readTable(SHAPE, '目录', (await openXlsx(file)).read('目录'));
      assert.deepEqual(await valuesIn(reading), records);
    }),
    { numRuns: 60 },
  );
});

test('Whatever is written as .csv, UTF-8 or GB18030, is read as the same records', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(record, { maxLength: 6 }),
      fc.constantFrom('utf-8' as const, 'gb18030' as const),
      async (records, encoding) => {
        const chunks: Buffer[] = [];
        for await (const chunk of csvOf(SHAPE, records, encoding)) chunks.push(chunk);
        const reading = readTable(SHAPE, '目录', { rows: readCsv(Buffer.concat(chunks), '目录') });
        assert.deepEqual(await valuesIn(reading), records);
      },
    ),
    { numRuns: 150 },
  );
});

test('No value of a file that we write begins as a formula does', async () => {
  const risky = ['=cmd()', '+1', '-1', '@a', '\tx', '\r=1', '＝1', "'=1"];
  const records = risky.map(title => ({ title }));
  const chunks: Buffer[] = [];
  for await (const chunk of csvOf(SHAPE, records, 'utf-8')) chunks.push(chunk);
  const csv = Buffer.concat(chunks).toString('utf8');
  assert.ok(csv.startsWith('\ufeff'));
  for (const line of csv.split('\r\n').slice(1, -1)) assert.match(line, /^"?'/);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load((await workbookOf([sheetOf(SHAPE, records)])).buffer as ArrayBuffer);
  for (let row = 2; row < risky.length + 2; row += 1) {
    const cell = book.getWorksheet('目录')?.getCell(row, 1);
    assert.equal(cell?.type, ExcelJS.ValueType.String);
    assert.equal(cell.numFmt, '@');
  }
});

interface Looks {
  cells: string[][];
  notes: [string, string][];
  rules: [string, string][];
}

/** What a program sees in the file: cells, notes, and what each listed cell of the first rows offers. */
async function looksOf(file: Buffer): Promise<Looks> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(file.buffer.slice(file.byteOffset, file.byteOffset + file.length) as ArrayBuffer);
  const sheet = book.getWorksheet('目录');
  assert.ok(sheet);
  const notes: [string, string][] = [];
  sheet.eachRow(row =>
    row.eachCell(cell => {
      const { note } = cell;
      if (note)
        notes.push([
          cell.address,
          typeof note === 'string' ? note : (note.texts ?? []).map(one => one.text).join(''),
        ]);
    }),
  );
  const rules: [string, string][] = [];
  for (const letter of 'ABCDEFG')
    for (const row of [2, 3, 500]) {
      const address = `${letter}${row}`;
      const rule = sheet.getCell(address).dataValidation as ExcelJS.DataValidation | undefined;
      // A list has one operand; LibreOffice writes the second one, which only other rules have, as 0.
      if (rule) rules.push([address, `${rule.type} ${String(rule.formulae[0]).replaceAll(/['"]/g, '')}`]);
    }
  const cells = [...(await rowsIn(file, '目录')), ...(await rowsIn(file, '选项'))].map(row =>
    row.cells.map(cell => `${cell.column} ${cell.kind} ${cell.text}`),
  );
  return { cells, notes, rules };
}

const RECORDS = [
  {
    title: '=婚姻登记',
    code: '00012',
    share: 'a',
    class: 'k59',
    length: -7,
    open: true,
    words: ['甲', '乙'],
  },
  { title: '一行\n两行 <&>', code: '410411199001011234', length: 20, open: false },
];

test('A template has its notes and lists, a long list on a hidden sheet', async () => {
  const { notes, rules, cells } = await looksOf(await workbookOf([sheetOf(SHAPE, RECORDS)]));
  assert.deepEqual(
    notes,
    SHAPE.columns.map((column, index) => [`${'ABCDEFG'[index]}1`, headerNote(column)]),
  );
  assert.deepEqual(
    rules.filter(([address]) => address.endsWith('500')),
    [
      ['C500', 'list 无条件共享,有条件共享,不予共享'],
      ['D500', 'list 选项!$A$1:$A$60'],
      ['F500', 'list 是,否'],
    ],
  );
  assert.equal(cells.length, 3 + 60);
});

const office = (() => {
  try {
    execFileSync('soffice', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

test('LibreOffice opens a filled template and saves it, and no cell, list or note differs', {
  skip: office ? false : 'soffice is not installed: apt install libreoffice-calc-nogui',
  timeout: 120_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shuqiao-sheets-'));
  try {
    const file = await workbookOf([sheetOf(SHAPE, RECORDS)]);
    writeFileSync(join(folder, 'template.xlsx'), file);
    execFileSync(
      'soffice',
      [
        `-env:UserInstallation=file://${folder}/profile`,
        '--headless',
        '--convert-to',
        'xlsx',
        '--outdir',
        join(folder, 'out'),
        join(folder, 'template.xlsx'),
      ],
      { stdio: 'ignore' },
    );
    const saved = readFileSync(join(folder, 'out/template.xlsx'));
    assert.notDeepEqual(saved, file);
    assert.deepEqual(await looksOf(saved), await looksOf(file));
    const workbook = await openXlsx(saved);
    assert.deepEqual(workbook.losses, []);
    const records = await valuesIn(readTable(SHAPE, '目录', workbook.read('目录')));
    assert.deepEqual(
      records.map(one => Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined))),
      RECORDS,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
