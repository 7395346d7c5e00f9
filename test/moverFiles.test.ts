/** Files that only grow: each line arrives once, wherever a run breaks off. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { openPostgresSink } from '#connectors/postgres/sink.ts';
import type { Sink } from '#planes/mover/ports.ts';
import { transfer } from '#planes/mover/transfer.ts';
import type { MoveFailpoint, MovePlanPart, TransferOrder, TransferResult } from '#planes/mover/transfer.ts';
import { type Scratch, createPostgres } from './connectors/databases.ts';
import { createDrop, item } from './connectors/filesHouse.ts';

let to: Scratch;
let sink: Sink;
before(async () => {
  to = await createPostgres('files_to');
  sink = openPostgresSink(to.address, to.password);
});
after(() => to?.drop());

const lines = (first: number, count: number): string =>
  Array.from({ length: count }, (_, i) => `${first + i},记录${first + i}\n`).join('');

test('each line is brought once, wherever a run broke off, and the position agrees with the rows', async t => {
  const drop = createDrop(t);
  const file = drop.put('log.csv', `n,words\n${lines(1, 500)}`);
  const plan: MovePlanPart = {
    entryTitle: '日志',
    table: { sourceId: 1, schema: '.', table: 'log.csv' },
    sink: { sourceId: 2, schema: 'shared', table: 'log' },
    items: [item('n', 'bigint'), item('words')],
    rows: [],
    key: [],
    mode: { kind: 'append' },
  };
  let epoch = 0;
  const run = (runNo: string, more: Partial<TransferOrder> = {}): Promise<TransferResult> =>
    transfer({
      source: drop.source,
      sink,
      plan,
      runNo,
      epoch: ++epoch,
      digestKey: randomBytes(16),
      maskDigest: () => assert.fail('nothing is masked here'),
      checkpoint: () => Promise.resolve(),
      beforeSwitch: () => Promise.resolve(),
      ...more,
    });
  const brought = async (): Promise<number[]> =>
    ((await to.run('select n::int as n from shared.log order by n')) as { n: number }[]).map(({ n }) => n);

  assert.equal((await run('一')).rowsWritten, 500);
  let end = 500;
  const places: MoveFailpoint[] = [
    'move.after-create',
    'move.mid-copy',
    'move.after-copy',
    'move.after-readback',
    'move.before-swap',
    'move.after-swap',
  ];
  for (const place of places) {
    appendFileSync(file, lines(end + 1, 100));
    const failpoint = (at: MoveFailpoint): void => {
      if (at === place) throw new Error(`broke off at ${place}`);
    };
    await assert.rejects(run(place, { failpoint }), /broke off/);
    // What comes while nobody moves is the next attempt's too.
    appendFileSync(file, lines(end + 101, 50));
    end += 150;
    const wasPlaced = place === 'move.after-swap';
    if (wasPlaced) await assert.rejects(run(place), /is placed already/);
    const result = await run(wasPlaced ? 'the next' : place);
    assert.equal(result.rowsWritten, wasPlaced ? 50 : 150);
    assert.equal(result.grade, 'stream');
    assert.deepEqual(
      await brought(),
      Array.from({ length: end }, (_, i) => i + 1),
    );
    const position = (await sink.findShowing(plan.sink))?.position;
    assert.deepEqual(position, result.position);
    assert.ok(position?.kind === 'files');
    assert.equal(position.files['log.csv']?.rows, end);
  }
  drop.put('log.csv', `n,words\n${lines(7, 9000)}`);
  await assert.rejects(run('rewritten'), /file_changed/);
});
