import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '#kernel/errors.ts';
import { type Row, type Shape, addressOf, columnOf, letterOf, readTable } from '#sheets/index.ts';
import { gather } from './files.ts';

const text = (zh: string) => ({ zh, en: zh });
const SHAPE: Shape = {
  name: { zh: '目录', en: 'Entries' },
  columns: [
    {
      key: 'title',
      title: { zh: '目录名称', en: 'Title' },
      note: text(''),
      required: true,
      kind: 'text',
      maxLength: 5,
    },
    {
      key: 'share',
      title: { zh: '共享类型', en: 'Share type' },
      note: text(''),
      required: false,
      kind: 'enum',
      choices: [
        { code: 'unconditional', label: { zh: '无条件共享', en: 'unconditional' } },
        { code: 'type 1', label: { zh: '类型1', en: 'Type one' } },
      ],
    },
    {
      key: 'length',
      title: text('长度'),
      note: text(''),
      required: false,
      kind: 'integer',
      min: 1,
      max: 100,
    },
    { key: 'day', title: text('日期'), note: text(''), required: false, kind: 'date' },
    { key: 'open', title: text('开放'), note: text(''), required: false, kind: 'boolean' },
    { key: 'phone', title: text('电话'), note: text(''), required: false, kind: 'text', halfWidth: true },
    {
      key: 'words',
      title: text('条件'),
      note: text(''),
      required: false,
      kind: 'text',
      many: true,
      maxValues: 2,
    },
  ],
};

const rowsOf = (...rows: string[][]): Row[] =>
  rows.map((texts, index) => ({
    number: index + 1,
    cells: texts.flatMap((value, at) =>
      value === '' ? [] : [{ column: at + 1, kind: 'text' as const, text: value }],
    ),
  }));

async function* portionOf(rows: Row[]): AsyncGenerator<Row[]> {
  yield await Promise.resolve(rows);
}
const HEADER = ['目录名称', '共享类型', '长度', '日期', '开放', '电话', '条件'];
const read = (rows: Row[], replaced?: ReadonlyMap<string, string>) =>
  gather(readTable(SHAPE, '目录', { rows: portionOf(rows) }, replaced).entries);
const faultsOf = async (...cells: string[]) =>
  (await read(rowsOf(HEADER, cells)))[0]?.faults.map(({ kind, cell, value, repair }) => [
    kind,
    cell,
    value,
    repair,
  ]);

test('Addresses: letters and columns are each other’s inverse', () => {
  for (const column of [1, 26, 27, 52, 702, 703, 16_384]) assert.equal(columnOf(letterOf(column)), column);
  assert.deepEqual(
    [addressOf(17, 3), letterOf(16_384), columnOf('$C$17'), columnOf('17')],
    ['C17', 'XFD', 3, undefined],
  );
});

test('A right row becomes its values, whether cells hold labels or codes, in any order of columns', async () => {
  const [entry] = await read(
    rowsOf(
      ['ｓhare Type ＊', '目录 名称*', '长度', '日期', '开放', '电话', '条件', '备用'],
      ['无条件共享', '婚姻', '20', '2026-11-20', '是', '0375-1', '甲；乙\n', 'x'],
    ),
  );
  assert.deepEqual(entry?.faults, []);
  assert.deepEqual(entry.values, {
    title: '婚姻',
    share: 'unconditional',
    length: 20,
    day: '2026-11-20',
    open: true,
    phone: '0375-1',
    words: ['甲', '乙'],
  });
  const [coded] = await read(rowsOf(HEADER, ['婚姻', 'unconditional', '', '', 'FALSE']));
  assert.deepEqual(
    [coded?.values.share, coded?.values.open, coded?.values.length],
    ['unconditional', false, undefined],
  );
});

test('Every wrong cell is named with its address and its reason, all of a row at once', async () => {
  assert.deepEqual(await faultsOf('', '有条件', '二十', '2026-02-30', '也许', '1', '甲；乙；丙'), [
    ['required', 'A2', '', undefined],
    ['unknown_choice', 'B2', '有条件', undefined],
    ['not_integer', 'C2', '二十', undefined],
    ['not_date', 'D2', '2026-02-30', undefined],
    ['not_boolean', 'E2', '也许', undefined],
    ['too_many_values', 'G2', '甲；乙；丙', undefined],
  ]);
  assert.deepEqual(await faultsOf('一二三四五六', '', '101'), [
    ['too_long', 'A2', '一二三四五六', undefined],
    ['out_of_range', 'C2', '101', undefined],
  ]);
});

test('Full-width digits, blanks and other ways to write a day are reported with a repair, and never repaired', async () => {
  assert.deepEqual(await faultsOf(' 婚姻', '类型１', '２０', '2026年1月2日', '是', '０３７５'), [
    ['blanks', 'A2', ' 婚姻', '婚姻'],
    ['full_width', 'B2', '类型１', '类型1'],
    ['full_width', 'C2', '２０', '20'],
    ['not_date', 'D2', '2026年1月2日', '2026-01-02'],
    ['full_width', 'F2', '０３７５', '0375'],
  ]);
  const rows = rowsOf(HEADER, ['婚姻', '类型１']);
  const [wrong] = await read(rows);
  assert.deepEqual([wrong?.right, wrong?.values.share], [false, undefined]);
  const [right] = await read(rows, new Map([['B2', '类型1']]));
  assert.deepEqual([right?.right, right?.values.share], [true, 'type 1']);
});

test('Errors, formulas without result, lost digits and control characters are told; a formula’s result is taken and said', async () => {
  const header = rowsOf(HEADER)[0]!;
  const row: Row = {
    number: 2,
    cells: [
      { column: 1, kind: 'number', text: '410411199001011000' },
      { column: 2, kind: 'error', text: '#N/A' },
      { column: 3, kind: 'number', text: '20', formula: true },
      { column: 4, kind: 'text', text: '', formula: true },
      { column: 6, kind: 'text', text: '1\u0007' },
    ],
  };
  const [entry] = await read([header, row]);
  assert.deepEqual(
    entry?.faults.map(({ kind, cell, mild }) => [kind, cell, mild ?? false]),
    [
      ['digits_lost', 'A2', false],
      ['error_value', 'B2', false],
      ['formula', 'C2', true],
      ['no_result', 'D2', false],
      ['control_character', 'F2', false],
    ],
  );
  assert.equal(entry.values.length, 20);
  const [mild] = await read([
    header,
    { number: 2, cells: [{ column: 1, kind: 'text', text: '婚姻', formula: true }] },
  ]);
  assert.deepEqual([mild?.right, mild?.faults.length], [true, 1]);
});

test('A wrong header is refused: missing columns by name, the same one twice, nothing at all', async () => {
  const refusal = async (rows: Row[]): Promise<Refusal> => {
    const found: unknown = await read(rows).then(
      () => undefined,
      (error: unknown) => error,
    );
    assert.ok(found instanceof Refusal);
    return found;
  };
  const missing = await refusal(rowsOf(['名称', '共享类型']));
  assert.deepEqual([missing.code, missing.facts.columns], ['sheets.column_missing', ['目录名称']]);
  const twice = await refusal(rowsOf(['目录名称', '日期', '目录名称']));
  assert.deepEqual([twice.facts.first, twice.facts.second], ['A1', 'C1']);
  assert.equal((await refusal([])).code, 'sheets.no_rows');
});

test('Merged cells are faults of every row they touch, below the header and as far as there are rows', async () => {
  const rows = rowsOf(HEADER, ['甲'], ['乙'], ['丙']);
  const reading = readTable(SHAPE, '目录', {
    rows: portionOf(rows),
    merged: [
      { top: 1, left: 1, bottom: 1, right: 2 },
      { top: 3, left: 2, bottom: 900, right: 3 },
      { top: 2, left: 20, bottom: 3, right: 21 },
    ],
  });
  await gather(reading.entries);
  assert.deepEqual(
    reading.late().map(({ kind, cell, value, row }) => [kind, cell, value, row]),
    [
      ['merged', 'B3', 'B3:C900', 3],
      ['merged', 'B4', 'B3:C900', 4],
    ],
  );
});
