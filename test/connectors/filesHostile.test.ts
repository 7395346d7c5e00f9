/** A department that may write into its own folder: what it puts into `.shuqiao` there reaches nobody else's files. */
import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { keyOf } from '#connectors/files/state.ts';
import type { Column } from '#planes/mover/ports.ts';
import { createDrop, item, rowsOf, selection } from './filesHouse.ts';
import { collect, deliver, encode, targetOf } from './sinkSuite.ts';
import { isProblem } from './suite.ts';

const COLUMNS: Column[] = [
  { name: 'id', type: 'bigint' },
  { name: 'xm', type: 'text' },
];
const place = { schema: '.', table: 'p.csv' };

test('a state that names files of another folder is not followed: nothing is moved, read or removed there', async t => {
  const drop = createDrop(t);
  const police = createDrop(t);
  const secret = police.put('secret.csv', 'id,xm\n1,secret\n');
  const up = `../../../../../..${secret}`;
  const run = {
    runNo: '运-1',
    grantNo: '',
    version: 1,
    rows: 1,
    sha256: '',
    fileSha256: '',
    file: 'p.csv',
    part: `${keyOf(place)}.2.0123456789abcdef.part`,
    scales: [],
    placedAt: '2026-01-01T00:00:00Z',
    position: null,
  };
  const states = join(drop.path, '.shuqiao');
  const plant = (more: object, files = ['p.csv']): void => {
    rmSync(states, { recursive: true, force: true });
    mkdirSync(states);
    const state = { ...place, epoch: 1, holder: null, runs: [{ ...run, ...more }], files };
    writeFileSync(join(states, `${keyOf(place)}.0000000001.json`), JSON.stringify(state));
  };
  const everything = async (): Promise<void> => {
    for (const use of [
      () => drop.sink.findShowing(place),
      () => drop.sink.findRun('运-1'),
      () => collect(drop.sink.readPlaced(place, COLUMNS)),
      async () => (await drop.sink.begin(targetOf(place, COLUMNS))).abort(),
      () => deliver(drop.sink, targetOf(place, COLUMNS), [['7', 'g']]),
      () => drop.sink.remove(place),
    ]) {
      const said = await use().then(
        found => (Buffer.isBuffer(found) ? found.toString('utf8') : ''),
        (error: Error) => error.message,
      );
      assert.ok(!said.includes('secret') && !said.includes(police.path), said);
      assert.equal(readFileSync(secret, 'utf8'), 'id,xm\n1,secret\n');
      assert.deepEqual(readdirSync(police.path), ['secret.csv']);
      assert.ok(!existsSync(join(drop.path, 'stolen.csv')));
    }
  };
  plant({ part: up, file: 'stolen.csv' });
  await everything();
  plant({ file: up }, [up]);
  await everything();
  plant({ part: 'p.csv', file: `../${up}` });
  await everything();
  for (const broken of [
    '{',
    '[]',
    'null',
    '{"epoch":"x"}',
    '{"epoch":1,"holder":null,"runs":7,"files":{}}',
  ]) {
    writeFileSync(join(states, `${keyOf(place)}.0000000009.json`), broken);
    await assert.rejects(drop.sink.findShowing(place), isProblem('bad_file'), broken);
  }
});

test('a table, or the folder of states, that is a link out of the folder is refused', async t => {
  const drop = createDrop(t);
  const police = createDrop(t);
  await deliver(drop.sink, targetOf(place, COLUMNS), [['1', 'a']]);
  const secret = police.put('secret.csv', 'id,xm\r\n9,secret\r\n');
  rmSync(join(drop.path, 'p.csv'));
  symlinkSync(secret, join(drop.path, 'p.csv'));
  await assert.rejects(collect(drop.sink.readPlaced(place, COLUMNS)), isProblem('bad_file'));

  const other = createDrop(t);
  mkdirSync(join(police.path, 'in'));
  symlinkSync(join(police.path, 'in'), join(other.path, '.shuqiao'));
  await assert.rejects(
    deliver(other.sink, targetOf(place, COLUMNS), [['1', 'a']]),
    isProblem('folder_closed'),
  );
  assert.deepEqual(readdirSync(join(police.path, 'in')), []);
});

test('a folder that is exchanged for a link while a run goes on gets nothing out of its place', async t => {
  const drop = createDrop(t);
  const police = createDrop(t);
  mkdirSync(join(drop.path, 'in'));
  mkdirSync(join(police.path, '.shuqiao'));
  const there = { schema: 'in', table: 'p.csv' };
  const delivery = await drop.sink.begin(targetOf(there, COLUMNS));
  await delivery.write(encode(COLUMNS, [['1', 'a']]));
  await delivery.finish();
  rmSync(join(drop.path, 'in'), { recursive: true });
  symlinkSync(police.path, join(drop.path, 'in'));
  await assert.rejects(
    delivery.place({ grantNo: '', version: 1, rows: 1, sha256: '', position: undefined, title: '' }),
    isProblem('folder_closed'),
  );
  await delivery.abort();
  assert.deepEqual(readdirSync(police.path), ['.shuqiao']);
  assert.deepEqual(readdirSync(join(police.path, '.shuqiao')), []);
});

test('where the state was saved and the rest failed, the rows are not thrown away', async t => {
  const drop = createDrop(t);
  const delivery = await drop.sink.begin(targetOf(place, COLUMNS, { runNo: '运-9' }));
  await delivery.write(encode(COLUMNS, [['1', 'a']]));
  await delivery.finish();
  await collect(delivery.readBack());
  // A folder of the file's name: the rename behind the commit fails.
  mkdirSync(join(drop.path, 'p.csv'));
  await assert.rejects(
    delivery.place({ grantNo: '', version: 1, rows: 1, sha256: '', position: undefined, title: '' }),
  );
  await delivery.abort();
  rmSync(join(drop.path, 'p.csv'), { recursive: true });
  assert.equal((await drop.sink.findRun('运-9'))?.rows, 1);
  assert.match(readFileSync(join(drop.path, 'p.csv'), 'utf8'), /1,a/);
});

test('a file of terabytes without a line is not read to its end for its columns', {
  timeout: 60_000,
}, async t => {
  const drop = createDrop(t);
  for (const table of ['p.csv', 'p.jsonl']) {
    truncateSync(drop.put(table, ''), 4 * 1024 ** 4);
    await assert.rejects(drop.source.columns({ schema: '.', table }), isProblem('bad_file'), table);
    await assert.rejects(rowsOf(drop.source, selection(table, [item('id')])), isProblem('bad_file'), table);
  }
});
