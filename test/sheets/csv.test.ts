import assert from 'node:assert/strict';
import { test } from 'node:test';
import iconv from 'iconv-lite';
import { Refusal } from '#kernel/errors.ts';
import { type Limits, encodingOf, readCsv } from '#sheets/index.ts';
import { gather } from './files.ts';

const TEXT = '目录名称,摘要\r\n"婚姻登记","一行\n两行,带""引号"""\r\n\r\n㐀朱镕基,x\r\n';
const texts = async (file: Buffer): Promise<[number, string[]][]> =>
  (await gather(readCsv(file, '目录'))).map(row => [row.number, row.cells.map(cell => cell.text)]);

const EXPECTED = [
  [1, ['目录名称', '摘要']],
  [2, ['婚姻登记', '一行\n两行,带"引号"']],
  [4, ['㐀朱镕基', 'x']],
];

test('UTF-8 with and without its mark, GB18030 and UTF-16 give the same rows, with any line end', async () => {
  for (const [encoding, mark] of [
    ['utf-8', ''],
    ['utf-8', '\ufeff'],
    ['gb18030', ''],
    ['utf-16le', '\ufeff'],
  ] as const) {
    const file = iconv.encode(mark + TEXT, encoding);
    assert.equal(encodingOf(file), encoding);
    assert.deepEqual(await texts(file), EXPECTED, encoding);
  }
  for (const end of ['\n', '\r'])
    assert.deepEqual(await texts(Buffer.from(`甲,乙${end}丙,丁${end}`)), [
      [1, ['甲', '乙']],
      [2, ['丙', '丁']],
    ]);
  assert.deepEqual(await texts(Buffer.from('甲\t乙,丙\n1\t2')), [
    [1, ['甲', '乙,丙']],
    [2, ['1', '2']],
  ]);
});

test('A character on the border between two pieces is not torn', async () => {
  const long = `${'a'.repeat(64 * 1024 - 1)}数,${'b'.repeat(20)}`;
  for (const encoding of ['utf-8', 'gb18030'] as const) {
    const [row] = await gather(readCsv(iconv.encode(long, encoding), '目录', { value: 100_000 }));
    assert.ok(row?.cells[0]?.text.endsWith('数'), encoding);
  }
});

async function refusalOf(file: Buffer, limits: Partial<Limits> = {}): Promise<Refusal> {
  try {
    await gather(readCsv(file, '目录', limits));
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error));
    return error;
  }
  return assert.fail('the file was read');
}

test('A wrong encoding is named with its line and byte, quotes with their line', async () => {
  const big5 = Buffer.concat([Buffer.from('a,b\nccc'), Buffer.from([0xff, 0xfe]), Buffer.from('d')]);
  const wrong = await refusalOf(big5);
  assert.deepEqual([wrong.code, wrong.facts], ['sheets.wrong_encoding', { line: 2, byte: 4, value: 'FF' }]);
  assert.equal((await refusalOf(Buffer.from('a\0b'))).code, 'sheets.wrong_encoding');
  const quotes = await refusalOf(Buffer.from('甲,乙\n1,"2\n3,4\n'));
  assert.equal(quotes.code, 'sheets.bad_quotes');
  const inside = await refusalOf(Buffer.from('甲,乙\n1,2\n3,"a"b\n'));
  assert.deepEqual([inside.code, inside.facts.line], ['sheets.bad_quotes', 3]);
});

test('Too many rows and columns are refused with their number', async () => {
  const many = await refusalOf(Buffer.from('a\n'.repeat(6)), { rows: 5 });
  assert.equal(many.code, 'sheets.too_many_rows');
  const wide = await refusalOf(Buffer.from(`a\n${','.repeat(6)}x\n`), { columns: 5 });
  assert.deepEqual([wide.code, wide.facts.row], ['sheets.too_wide', 2]);
});
