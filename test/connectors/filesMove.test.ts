/** Whole runs of the mover with a folder at one end or at both: receipts, positions, wrong rows. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openPostgresSink } from '#connectors/postgres/sink.ts';
import type { Sink, Source, WrongRow } from '#planes/mover/ports.ts';
import {
  type MovePlanPart,
  type TransferOrder,
  type TransferResult,
  transfer,
} from '#planes/mover/transfer.ts';
import { type Scratch, createPostgres } from './databases.ts';
import { createDrop, item } from './filesHouse.ts';

let scratch: Scratch;
before(async () => {
  scratch = await createPostgres('files_move');
});
after(() => scratch.drop());

const base: MovePlanPart = {
  grantNo: '授-1',
  version: 1,
  entryTitle: '人员',
  table: { sourceId: 1, schema: '.', table: 'log-*.csv' },
  sink: { sourceId: 2, schema: 'public', table: 'log' },
  items: [item('id', 'bigint'), item('xm', 'text', { kind: 'name' })],
  rows: [],
  key: ['id'],
};

let runs = 0;
const move = (
  source: Source,
  sink: Sink,
  plan: MovePlanPart,
  more: Partial<TransferOrder> = {},
): Promise<TransferResult> =>
  transfer({
    source,
    sink,
    plan,
    runNo: `运-${++runs}`,
    epoch: runs,
    digestKey: randomBytes(16),
    subjectKey: () => Buffer.alloc(32, 5),
    maskDigest: () => () => '',
    checkpoint: () => Promise.resolve(),
    beforeSwitch: () => Promise.resolve(),
    ...more,
  });

test('files that grow arrive once, in runs whose receipts say that it was a stream', async t => {
  const drop = createDrop(t);
  const sink = openPostgresSink(scratch.address, scratch.password);
  t.after(() => sink.close());
  const plan: MovePlanPart = { ...base, mode: { kind: 'append' } };
  const rows = async () =>
    (await scratch.run('select id, xm from log order by id')).map(row =>
      Object.values(row as object).join(' '),
    );
  const file = drop.put('log-1.csv', 'id,xm\n1,张三\n2,李');
  const first = await move(drop.source, sink, plan);
  assert.deepEqual([first.rowsRead, first.rowsWritten, first.grade], [1, 1, 'stream']);
  assert.deepEqual(await rows(), ['1 张*']);
  appendFileSync(file, '四五\n');
  drop.put('log-2.csv', 'xm,id\n王五,3\n');
  assert.equal((await move(drop.source, sink, plan)).rowsWritten, 2);
  assert.equal((await move(drop.source, sink, plan)).rowsWritten, 0);
  assert.deepEqual(await rows(), ['1 张*', '2 李**', '3 王*']);
});

test('a folder to a folder: what is wrong is set aside, the rest arrives, and the numbers add up', async t => {
  const from = createDrop(t);
  const to = createDrop(t, 'utf-8-bom');
  from.put('p.csv', 'id,xm\n1,张三\nx,李四\n2\n3,=1+1\n');
  const plan: MovePlanPart = {
    ...base,
    table: { sourceId: 1, schema: '.', table: 'p.csv' },
    sink: { sourceId: 2, schema: '.', table: '人员.csv' },
    items: [item('id', 'bigint'), item('xm')],
  };
  const wrong: WrongRow[] = [];
  const result = await move(from.source, to.sink, plan, {
    wrongStore: {
      clear: () => Promise.resolve(),
      save: rows => Promise.resolve(void wrong.push(...rows)),
    },
  });
  assert.deepEqual([result.rowsRead, result.rowsWritten, result.grade], [4, 2, 'snapshot']);
  assert.deepEqual(
    wrong.map(one => [one.row, one.reason]),
    [
      [3, 'not_a_number'],
      [4, 'columns'],
    ],
  );
  assert.equal(readFileSync(join(to.path, '人员.csv'), 'utf8'), '\ufeffid,xm\r\n1,张三\r\n3,=1+1\r\n');
  assert.deepEqual((await to.sink.findShowing(plan.sink))?.rows, 2);
});
