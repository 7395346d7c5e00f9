import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { WrongRow } from '#planes/mover/ports.ts';
import type { Tolerance } from '#vocabulary/moves.ts';
import { KEPT_ROWS, createWrongRows } from './wrongRows.ts';

const wrongRow = (row: number, bytes = 1): WrongRow => ({
  row,
  column: row % 2 === 0 ? '出生日期' : '身份证号',
  type: 'text',
  reason: row % 2 === 0 ? 'no_such_date' : 'check_digit',
  raw: Buffer.alloc(bytes, '秘'),
  key: { 姓名: '秘密' },
});

function open(tolerance?: Tolerance) {
  const saved: { rows: WrongRow[]; first: number }[] = [];
  let cleared = 0;
  const store = {
    clear: () => {
      cleared++;
      return Promise.resolve(void saved.splice(0));
    },
    save: (rows: readonly WrongRow[], first: number) =>
      Promise.resolve(void saved.push({ rows: [...rows], first })),
  };
  return { wrong: createWrongRows(store, tolerance), saved, cleared: () => cleared };
}

const tooMany = (facts: Record<string, string>) => (error: unknown) => {
  assert.ok(error instanceof ConnectionProblem);
  assert.equal(error.code, 'too_many_wrong');
  assert.deepEqual(error.facts, facts);
  assert.ok(!error.message.includes('秘'));
  return true;
};

test('rows are kept in batches, numbered through, up to the bound; all are counted', async () => {
  const { wrong, saved } = open();
  await wrong.restart();
  for (let row = 1; row <= KEPT_ROWS + 500; row++) {
    wrong.take(wrongRow(row), row);
    await wrong.settle();
  }
  await wrong.finish(KEPT_ROWS + 500);
  assert.deepEqual([wrong.count(), wrong.kept()], [KEPT_ROWS + 500, KEPT_ROWS]);
  assert.deepEqual(
    saved.flatMap(({ rows, first }) => rows.map((row, i) => [first + i, row.row])),
    Array.from({ length: KEPT_ROWS }, (_, i) => [i + 1, i + 1]),
  );
  assert.ok(saved.length > 10 && saved.every(batch => batch.rows.length <= 1_000));
});

test('what is held in memory is bounded by bytes too, and nothing is lost at the end', async () => {
  const { wrong, saved } = open();
  for (let row = 1; row <= 300; row++) {
    wrong.take(wrongRow(row, 4_096), row);
    await wrong.settle();
  }
  assert.equal(saved.length, 1);
  await wrong.finish(1_000);
  assert.equal(saved.flatMap(batch => batch.rows).length, 300);
});

test('another reading begins with nothing', async () => {
  const { wrong, saved, cleared } = open({ rows: 3 });
  for (const row of [1, 2, 3]) wrong.take(wrongRow(row), row);
  await wrong.finish(10);
  await wrong.restart();
  assert.deepEqual([wrong.count(), saved.length, cleared()], [0, 0, 1]);
  for (const row of [1, 2, 3]) wrong.take(wrongRow(row), row);
  await wrong.finish(10);
  assert.deepEqual(
    saved.map(({ rows, first }) => [rows.length, first]),
    [[3, 1]],
  );
});

test('one row more than the plan forgives ends the run, and says of which column and why the first was', () => {
  const { wrong } = open({ rows: 2 });
  wrong.take(wrongRow(4), 4);
  wrong.take(wrongRow(5), 5);
  assert.throws(
    () => wrong.take(wrongRow(9), 9),
    tooMany({ setAside: '3', most: '2', column: '出生日期', reason: 'no_such_date', row: '4' }),
  );
  const none = open({ rows: 0 }).wrong;
  assert.throws(
    () => none.take(wrongRow(1), 1),
    tooMany({ setAside: '1', most: '0', column: '身份证号', reason: 'check_digit', row: '1' }),
  );
});

test('a share is looked at once a thousand rows were read, and at the end', async () => {
  const early = open({ share: 0.01 }).wrong;
  for (let row = 1; row <= 9; row++) early.take(wrongRow(row), row);
  // Ten of a thousand are one in a hundred, and not more than that.
  early.take(wrongRow(1_000), 1_000);
  assert.throws(
    () => early.take(wrongRow(1_001), 1_001),
    tooMany({
      setAside: '11',
      read: '1001',
      share: '0.01',
      column: '身份证号',
      reason: 'check_digit',
      row: '1',
    }),
  );
  const late = open({ share: 0.01 }).wrong;
  late.take(wrongRow(1), 1);
  await assert.rejects(
    late.finish(50),
    tooMany({
      setAside: '1',
      read: '50',
      share: '0.01',
      column: '身份证号',
      reason: 'check_digit',
      row: '1',
    }),
  );
  const fine = open({ share: 0.02, rows: 1 }).wrong;
  fine.take(wrongRow(1), 1);
  await fine.finish(50);
  const empty = open({ share: 0 }).wrong;
  await empty.finish(0);
});

test('rows that fail a check come later than those ahead of them in the source, and do not raise the share', () => {
  const { wrong } = open({ share: 0.01 });
  wrong.take(wrongRow(5_000), 5_000);
  // Numbered by a check that is still at the beginning.
  for (let row = 1; row <= 49; row++) wrong.take(wrongRow(row), row);
  assert.equal(wrong.count(), 50);
});
