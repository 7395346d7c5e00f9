import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type MatchedItem, checkMapping, matchColumns, sampleItems } from './matching.ts';
import type { FoundColumn } from './probe.ts';
import { connectionRefusal, fits } from './rules.ts';

const column = (
  name: string,
  comment: string,
  type: FoundColumn['type'] | null = 'text',
  databaseType: string = type ?? 'bytea',
): FoundColumn => ({
  name,
  comment,
  type: type ?? undefined,
  databaseType,
  nullable: true,
});

const ITEMS: MatchedItem[] = [
  { name: '公民身份号码', type: 'text' },
  { name: '姓名', type: 'text' },
  { name: '登记日期', type: 'date' },
];
const TABLE = { schema: 'civil', table: 'marriage' };

test('A column whose comment is the item’s name is proposed, and one that nobody claims is left over', () => {
  const columns = [
    column('id', ''),
    column('xm', '姓名'),
    column('sfzh', '公民身份号码'),
    column('djrq', '登记日期', 'date'),
  ];
  const { pairs, columns: left } = matchColumns(ITEMS, columns);
  assert.deepEqual(
    pairs.map(({ item, column: name, by, problem }) => [item, name, by, problem]),
    [
      ['公民身份号码', 'sfzh', 'comment', ''],
      ['姓名', 'xm', 'comment', ''],
      ['登记日期', 'djrq', 'comment', ''],
    ],
  );
  assert.deepEqual(
    left.map(one => one.name),
    ['id'],
  );
});

test('A column named like the item is proposed when no comment says so', () => {
  const { pairs } = matchColumns([{ name: 'XM', type: 'text' }], [column('xm', '')]);
  assert.deepEqual(
    pairs.map(pair => [pair.column, pair.by]),
    [['xm', 'name']],
  );
});

test('A remark behind the name in the comment does not hide it, and the exact comment wins', () => {
  const columns = [column('old_name', '姓名（曾用）'), column('full_name', '姓名')];
  assert.equal(matchColumns([{ name: '姓名', type: 'text' }], columns).pairs[0]?.column, 'full_name');
  assert.equal(
    matchColumns([{ name: '姓名', type: 'text' }], columns.slice(0, 1)).pairs[0]?.column,
    'old_name',
  );
});

test('One column is never proposed for two items', () => {
  const { pairs } = matchColumns(
    [
      { name: '姓名', type: 'text' },
      { name: 'name', type: 'text' },
    ],
    [column('name', '姓名')],
  );
  assert.deepEqual(
    pairs.map(pair => pair.column),
    ['name', null],
  );
  assert.match(pairs[1]?.problem ?? '', /没有找到/);
});

test('A type that does not fit is told in words', () => {
  const { pairs } = matchColumns(ITEMS.slice(2), [
    column('djrq', '登记日期', 'text', 'character varying(10)'),
  ]);
  assert.equal(pairs[0]?.problem, '类型不符：目录写日期型，库里是 character varying(10)');
  assert.match(
    matchColumns(ITEMS.slice(1, 2), [column('photo', '姓名', null)]).pairs[0]?.problem ?? '',
    /bytea 类型不能共享/,
  );
});

test('Whole numbers go as numbers and days as moments, never the other way', () => {
  assert.deepEqual(
    [
      fits('bigint', 'numeric'),
      fits('numeric', 'bigint'),
      fits('date', 'timestamp'),
      fits('timestamp', 'date'),
    ],
    [true, false, true, false],
  );
  assert.equal(fits('double', 'text'), true);
  assert.equal(fits(undefined, 'text'), false);
});

const COLUMNS = [
  column('sfzh', ''),
  column('xm', ''),
  column('djrq', '', 'text', 'varchar(10)'),
  column('photo', '', null),
];
const mapped = (...pairs: [string, string][]) => pairs.map(([item, name]) => ({ item, column: name }));

for (const [world, mapping, code, fact] of [
  [
    'A mount that leaves an item without a column',
    mapped(['公民身份号码', 'sfzh']),
    'resources.item_unmapped',
    '姓名',
  ],
  [
    'A mount that gives one item two columns',
    mapped(['公民身份号码', 'sfzh'], ['公民身份号码', 'xm']),
    'resources.item_twice',
    '公民身份号码',
  ],
  [
    'A mount of an item that the entry does not have',
    mapped(['住址', 'sfzh']),
    'resources.unknown_item',
    '住址',
  ],
  [
    'A mount of a column that is not there',
    mapped(['公民身份号码', 'idno']),
    'resources.lost_column',
    'idno',
  ],
  ['A mount of a picture', mapped(['公民身份号码', 'photo']), 'resources.unsupported_type', 'photo'],
  [
    'A mount of a text as a date',
    mapped(['公民身份号码', 'sfzh'], ['姓名', 'xm'], ['登记日期', 'djrq']),
    'resources.type_mismatch',
    '登记日期',
  ],
] as const) {
  test(`${world} is refused by its name`, () => {
    assert.throws(
      () => checkMapping(TABLE, ITEMS, mapping, COLUMNS),
      (error: { code: string; message: string }) => {
        assert.equal(error.code, code);
        assert.ok(error.message.includes(fact), error.message);
        return true;
      },
    );
  });
}

test('A whole mapping comes back in the order of the entry', () => {
  const columns = [column('sfzh', ''), column('xm', ''), column('djrq', '', 'date')];
  const mapping = mapped(['登记日期', 'djrq'], ['姓名', 'xm'], ['公民身份号码', 'sfzh']);
  assert.deepEqual(
    checkMapping(TABLE, ITEMS, mapping, columns).map(pair => pair.column),
    ['sfzh', 'xm', 'djrq'],
  );
});

test('A sample covers what is sensitive even where the entry shows it clear', () => {
  const items = sampleItems(
    [
      { name: '公民身份号码', type: 'text', sensitivity: 3, mask: { kind: 'none' } },
      { name: '出生日期', type: 'date', sensitivity: 3, mask: { kind: 'none' } },
      { name: '姓名', type: 'text', sensitivity: 3, mask: { kind: 'name' } },
      { name: '登记机关', type: 'text', sensitivity: 1, mask: { kind: 'none' } },
    ],
    mapped(['公民身份号码', 'a'], ['出生日期', 'b'], ['姓名', 'c'], ['登记机关', 'd']),
  );
  assert.deepEqual(
    items.map(item => item.mask.kind),
    ['middle', 'hidden', 'name', 'none'],
  );
});

test('What a foreign database says becomes one sentence, and a bug stays a bug', () => {
  const said = Object.assign(new Error('x'), { code: 'wrong_password', facts: { user: 'reader' } });
  assert.equal(
    connectionRefusal(said, { host: '10.20.3.7:3306' })?.title.zh,
    '10.20.3.7:3306 不接受这个账号或口令',
  );
  const odd = Object.assign(new Error('x'), { code: 'busy', facts: { reason: 'too many connections' } });
  assert.equal(connectionRefusal(odd, {})?.code, 'resources.failed');
  assert.equal(connectionRefusal(new TypeError('undefined is not a function'), {}), undefined);
});
