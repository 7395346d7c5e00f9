import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayStart, dueBy, groundProblem, keyOf, schemaNameOf, tableNameOf } from './rules.ts';

const bytes = (text: string): number => Buffer.byteLength(text);

test('a schema’s name is readable, unique by the credit code, and never too long', () => {
  const code = '11410400005432123X';
  assert.equal(schemaNameOf({ id: 3, key: 'civil', creditCode: code }), 'civil_11410400005432123x');
  assert.equal(schemaNameOf({ id: 3, key: 'zh-market.2', creditCode: '' }), 'zh_market_2_3');
  assert.equal(schemaNameOf({ id: 3, key: '民政局', creditCode: code }), '民政局_11410400005432123x');
  // PostgreSQL refuses schemas that begin with pg_.
  assert.equal(schemaNameOf({ id: 3, key: 'pg_toast', creditCode: '' }), 'd_pg_toast_3');
  assert.equal(schemaNameOf({ id: 3, key: '--', creditCode: '' }), 'd_3');
  for (const key of ['k'.repeat(200), '部'.repeat(60), '𠮷'.repeat(40)]) {
    const name = schemaNameOf({ id: 3, key, creditCode: code });
    assert.ok(bytes(name) <= 63 && name.isWellFormed() && name.endsWith('_11410400005432123x'), name);
  }
});

test('a table’s name leaves room for its history, and no two entries share one', () => {
  assert.equal(tableNameOf(12, 'person'), 'person_12');
  assert.equal(tableNameOf(12, '人员"信息'), '人员_信息_12');
  assert.equal(tableNameOf(12, '""'), 'rows_12');
  for (const table of ['t'.repeat(63), '表'.repeat(21), '𠮷'.repeat(15)]) {
    const name = tableNameOf(2_147_483_647, table);
    assert.ok(bytes(`${name}_history`) <= 63 && name.isWellFormed() && name.endsWith('_2147483647'), name);
  }
});

test('a row is known by the primary key where all of it is there, else by the whole row', () => {
  const items = [
    { name: '甲', inKey: true },
    { name: '乙', inKey: true },
    { name: '丙', inKey: false },
  ];
  assert.deepEqual(keyOf(items, 2), ['甲', '乙']);
  assert.deepEqual(keyOf(items, 3), [], 'a column of the key is no item');
  assert.deepEqual(keyOf([{ name: '甲', inKey: false }], 0), []);
});

test('a law, a regulation or a rule carries a refusal, nothing below', () => {
  for (const rank of ['law', 'regulation', 'local_regulation', 'rule'] as const)
    assert.equal(groundProblem({ rank }, undefined), undefined, rank);
  for (const rank of ['state_council', 'national_policy', 'local_rule', 'other'] as const)
    assert.equal(groundProblem({ rank }, undefined), 'too_low', rank);
  const known = { title: '某法', rank: 'law', repealedSince: undefined } as const;
  assert.equal(groundProblem({ rank: 'law' }, known), undefined);
  assert.equal(groundProblem({ rank: 'regulation' }, known), 'other_rank');
  assert.equal(groundProblem({ rank: 'law' }, { ...known, repealedSince: '2026-01-01' }), 'repealed');
});

test('a cycle has a day of grace, and days begin at midnight in Beijing', () => {
  const at = Date.parse('2026-11-20T17:00:00Z');
  assert.equal(new Date(dayStart(at)).toISOString(), '2026-11-20T16:00:00.000Z');
  assert.equal(dueBy(1, at), at + 2 * 86_400_000);
  assert.equal(dueBy(undefined, at), null);
  assert.equal(dueBy(1, null), null);
});
