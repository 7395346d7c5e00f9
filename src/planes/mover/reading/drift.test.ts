import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DiscoveredColumn } from '#planes/mover/ports.ts';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { Drift } from '#vocabulary/moves.ts';
import type { PlanItem } from '#vocabulary/plans.ts';
import { judgeDrift } from './drift.ts';

const item = (column: string): PlanItem => ({
  name: column,
  column,
  type: 'text',
  mask: { kind: 'none' },
  filter: false,
});
const found = (columns: Record<string, string>): DiscoveredColumn[] =>
  Object.entries(columns).map(([name, databaseType]) => ({
    name,
    databaseType,
    type: 'text',
    nullable: true,
    comment: '',
    inKey: false,
  }));

const expected = [
  { name: 'sfz', databaseType: 'varchar(18)' },
  { name: 'region', databaseType: 'varchar(6)' },
  { name: 'changed', databaseType: 'datetime(6)' },
  { name: 'note', databaseType: 'text' },
];
const plan = {
  table: { sourceId: 1, schema: 's', table: 't' },
  items: [item('sfz')],
  rows: [{ column: 'region', type: 'text' as const, op: 'eq' as const, values: ['410402'] }],
  mode: { kind: 'incremental' as const, column: 'changed', type: 'timestamp' as const, overlap: 60 },
  expected,
};
const asExpected = Object.fromEntries(expected.map(one => [one.name, one.databaseType]));

const stops = (facts: Record<string, string>) => (error: unknown) => {
  assert.ok(error instanceof ConnectionProblem);
  assert.equal(error.code, 'drift');
  assert.deepEqual(error.facts, { schema: 's', table: 't', ...facts });
  return true;
};

test('a table that is as it was has no drift, whatever the order of its columns; without an expectation none is seen', () => {
  assert.deepEqual(judgeDrift(plan, found(asExpected)), []);
  assert.deepEqual(judgeDrift(plan, found(asExpected).toReversed()), []);
  const { expected: _, ...unexpecting } = plan;
  assert.deepEqual(judgeDrift(unexpecting, found({ other: 'int' })), []);
});

test('an added column is told and never stops', () => {
  const added: Drift[] = [{ kind: 'added', column: '新列', now: 'int(11)' }];
  for (const drift of [undefined, 'stop', 'go_on'] as const)
    assert.deepEqual(
      judgeDrift(
        { ...plan, ...(drift === undefined ? {} : { drift }) },
        found({ 新列: 'int(11)', ...asExpected }),
      ),
      added,
    );
});

test('a column that items, conditions or the watermark use stops the run by name, whatever the rule', () => {
  for (const column of ['sfz', 'region', 'changed'])
    for (const drift of ['stop', 'go_on'] as const) {
      const before = asExpected[column] ?? '';
      const { [column]: _, ...without } = asExpected;
      assert.throws(
        () => judgeDrift({ ...plan, drift }, found(without)),
        stops({ kind: 'dropped', column, before, now: '' }),
      );
      assert.throws(
        () => judgeDrift({ ...plan, drift }, found({ ...asExpected, [column]: 'varchar(20)' })),
        stops({ kind: 'retyped', column, before, now: 'varchar(20)' }),
      );
    }
});

test('a column that nobody uses stops the run by rule', () => {
  const retyped = found({ ...asExpected, note: 'longtext' });
  assert.throws(
    () => judgeDrift(plan, retyped),
    stops({ kind: 'retyped', column: 'note', before: 'text', now: 'longtext' }),
  );
  assert.deepEqual(judgeDrift({ ...plan, drift: 'go_on' }, retyped), [
    { kind: 'retyped', column: 'note', before: 'text', now: 'longtext' },
  ]);
  const { note: _, ...dropped } = asExpected;
  assert.throws(
    () => judgeDrift({ ...plan, drift: 'stop' }, found(dropped)),
    stops({ kind: 'dropped', column: 'note', before: 'text', now: '' }),
  );
  assert.deepEqual(judgeDrift({ ...plan, drift: 'go_on' }, found({ ...dropped, more: 'int' })), [
    { kind: 'dropped', column: 'note', before: 'text' },
    { kind: 'added', column: 'more', now: 'int' },
  ]);
});
