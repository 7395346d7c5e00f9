/** Files that grow, and files that change while they are read. */
import assert from 'node:assert/strict';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { createConnectors } from '#connectors/open.ts';
import { decodeTuples, outputColumns } from '#planes/mover/ports.ts';
import type { Selection, Source } from '#planes/mover/ports.ts';
import type { Position } from '#vocabulary/moves.ts';
import { listFolder } from '#connectors/files/folder.ts';
import { createDrop, item, rowsOf, selection, sorted } from './filesHouse.ts';
import { isProblem } from './suite.ts';

const FIRST = { kind: 'files', files: {} } as const satisfies Position;

/** One run of an append plan: its rows, and where the next begins. */
async function run(
  source: Source,
  selected: Selection,
  after: Position,
): Promise<{ rows: string[]; position: Position; grade: string }> {
  const snapshot = await source.snapshot();
  const rows: string[] = [];
  for await (const chunk of snapshot.read(selected, { after }))
    for (const row of decodeTuples(chunk, outputColumns(selected.items))) rows.push(row.join('|'));
  const position = snapshot.position();
  assert.ok(position);
  // It lies in a sink's jsonb between two runs.
  return {
    rows,
    position: JSON.parse(JSON.stringify(position)) as Position,
    grade: await snapshot.grade(selected.table),
  };
}

const log = selection('log-*.csv', [item('id', 'bigint'), item('name')]);

test('each run takes whole lines that were added, and new files; a line that is being written waits', async t => {
  const drop = createDrop(t);
  const file = drop.put('log-1.csv', 'id,name\n1,a\n2,"b\n');
  let { rows, position, grade } = await run(drop.source, log, FIRST);
  assert.deepEqual([rows, grade], [['1|a'], 'stream']);
  appendFileSync(file, 'c"\n3,d');
  ({ rows, position } = await run(drop.source, log, position));
  assert.deepEqual(rows, ['2|b\nc']);
  drop.put('log-2.csv', 'name,id\nx,9\n');
  drop.put('log-3.csv', 'id,na');
  appendFileSync(file, '\n');
  ({ rows, position } = await run(drop.source, log, position));
  assert.deepEqual(rows, ['3|d', '9|x']);
  ({ rows, position } = await run(drop.source, log, position));
  assert.deepEqual(rows, []);
  writeFileSync(join(drop.path, 'log-3.csv'), 'id,name\n7,z\n');
  ({ rows, position } = await run(drop.source, log, position));
  assert.deepEqual(rows, ['7|z']);
  assert.deepEqual(
    position.kind === 'files' &&
      Object.entries(position.files).map(([name, one]) => [name, one.rows, one.bytes]),
    [
      ['log-1.csv', 3, 24],
      ['log-2.csv', 1, 12],
      ['log-3.csv', 1, 12],
    ],
  );
});

test('rotation is followed: a file that is gone, renamed, or begun anew beside its old self', async t => {
  const drop = createDrop(t);
  drop.put('log-now.csv', 'id,name\n1,a\n');
  let { rows, position } = await run(drop.source, log, FIRST);
  renameSync(join(drop.path, 'log-now.csv'), join(drop.path, 'log-old.csv'));
  appendFileSync(join(drop.path, 'log-old.csv'), '2,b\n');
  drop.put('log-now.csv', 'id,name\n3,c\n');
  ({ rows, position } = await run(drop.source, log, position));
  assert.deepEqual(rows, ['3|c', '2|b']);
  rmSync(join(drop.path, 'log-old.csv'));
  ({ rows, position } = await run(drop.source, log, position));
  assert.deepEqual(rows, []);
  // Put back from a backup, it is still known.
  drop.put('log-old.csv', 'id,name\n1,a\n2,b\n');
  ({ rows, position } = await run(drop.source, log, position));
  assert.deepEqual(rows, []);
  rmSync(join(drop.path, 'log-old.csv'));
  rmSync(join(drop.path, 'log-now.csv'));
  ({ rows } = await run(drop.source, log, position));
  assert.deepEqual(rows, []);
  await assert.rejects(run(drop.source, log, FIRST), isProblem('no_table'));
});

test('a new file that begins like one that was moved away is not taken for it, and no row is lost in silence', async t => {
  const drop = createDrop(t);
  const away = createDrop(t);
  const days = selection('day-*.csv', log.items);
  const first = drop.put('day-1.csv', 'id,name\n1,a\n2,b\n');
  let { rows, position } = await run(drop.source, days, FIRST);
  renameSync(first, join(away.path, 'day-1.csv'));
  drop.put('day-2.csv', 'id,name\n1,a\n2,b\n3,c\n');
  await assert.rejects(
    run(drop.source, days, position),
    isProblem('bad_file', { table: 'day-2.csv', reasonEn: 'begins like “day-1.csv”' }),
  );
  // A position of before files were told apart by more than their beginning says no more.
  assert.ok(position.kind === 'files');
  const { file: _, ...old } = position.files['day-1.csv'] ?? { bytes: 0, rows: 0, head: '' };
  await assert.rejects(
    run(drop.source, days, { kind: 'files', files: { 'day-1.csv': old } }),
    isProblem('bad_file', { table: 'day-2.csv' }),
  );
  // What the sentence asks for: the file that is gone beside it, and it is a new one.
  renameSync(join(away.path, 'day-1.csv'), first);
  ({ rows, position } = await run(drop.source, days, position));
  assert.deepEqual(rows, ['1|a', '2|b', '3|c']);
  ({ rows } = await run(drop.source, days, position));
  assert.deepEqual(rows, []);
});

test('names that wander from file to file are followed, though all of them begin alike', async t => {
  const drop = createDrop(t);
  const path = (name: string): string => join(drop.path, name);
  drop.put('log-1.csv', 'id,name\n1,a\n');
  drop.put('log-0.csv', 'id,name\n1,a\n2,b\n');
  let { rows, position } = await run(drop.source, log, FIRST);
  assert.deepEqual(rows, ['1|a', '2|b', '1|a']);
  renameSync(path('log-1.csv'), path('log-2.csv'));
  renameSync(path('log-0.csv'), path('log-1.csv'));
  appendFileSync(path('log-1.csv'), '3,c\n');
  drop.put('log-0.csv', 'id,name\n4,d\n');
  ({ rows, position } = await run(drop.source, log, position));
  assert.deepEqual(rows, ['4|d', '3|c']);
  // By copying and emptying, too.
  copyFileSync(path('log-0.csv'), path('log-3.csv'));
  writeFileSync(path('log-0.csv'), 'id,name\n5,e\n');
  ({ rows, position } = await run(drop.source, log, position));
  assert.deepEqual(rows, ['5|e']);
});

test('a file that shrank or whose beginning changed is named, and nothing of the run goes out', async t => {
  const drop = createDrop(t);
  const file = drop.put('log-1.csv', 'id,name\n1,a\n2,b\n');
  const { position } = await run(drop.source, log, FIRST);
  truncateSync(file, 12);
  await assert.rejects(run(drop.source, log, position), isProblem('file_changed', { table: 'log-1.csv' }));
  writeFileSync(file, 'id,name\n1,A\n2,b\n3,c\n');
  await assert.rejects(run(drop.source, log, position), isProblem('file_changed', { table: 'log-1.csv' }));
});

test('other encodings grow by bytes of their own, JSON lines by lines, workbooks by whole files', async t => {
  for (const encoding of ['gb18030', 'utf-16le'] as const) {
    const drop = createDrop(t);
    const text = (one: string): Buffer => iconv.encode(one, encoding);
    const file = drop.put(
      'log-1.csv',
      text(`${encoding === 'utf-16le' ? '\ufeff' : ''}id,name\r\n1,"张\n三"\r\n2,李`),
    );
    let { rows, position } = await run(drop.source, log, FIRST);
    assert.deepEqual(rows, ['1|张\n三'], encoding);
    appendFileSync(file, text('四\r\n3,王五\r\n'));
    ({ rows, position } = await run(drop.source, log, position));
    assert.deepEqual(rows, ['2|李四', '3|王五'], encoding);
    assert.deepEqual((await run(drop.source, log, position)).rows, []);
  }
  const drop = createDrop(t);
  const lines = selection('log.jsonl', log.items);
  const file = drop.put('log.jsonl', '{"id":1,"name":"a"}\n{"id":2');
  const { rows, position } = await run(drop.source, lines, FIRST);
  assert.deepEqual(rows, ['1|a']);
  appendFileSync(file, ',"name":"b"}\n');
  assert.deepEqual((await run(drop.source, lines, position)).rows, ['2|b']);
});

test('however a file grows between runs, every row is taken once', async t => {
  const rows = fc.array(
    fc.tuple(fc.nat(999), fc.string({ unit: fc.constantFrom(...Array.from('a,"\n张 ')), maxLength: 6 })),
    {
      minLength: 1,
      maxLength: 12,
    },
  );
  await fc.assert(
    fc.asyncProperty(rows, fc.array(fc.nat(), { maxLength: 5 }), async (given, cuts) => {
      const drop = createDrop(t);
      const text = `id,name\n${given.map(([id, name]) => `${id},"${name.replaceAll('"', '""')}"\n`).join('')}`;
      const bytes = Buffer.from(text);
      const places = [...cuts.map(cut => cut % bytes.length).sort((a, b) => a - b), bytes.length];
      const file = drop.put('log-1.csv', '');
      let taken: string[] = [];
      let position: Position = FIRST;
      let from = 0;
      for (const to of places) {
        appendFileSync(file, bytes.subarray(from, to));
        from = to;
        const found = await run(drop.source, log, position);
        taken = [...taken, ...found.rows];
        ({ position } = found);
      }
      assert.deepEqual(
        taken,
        given.map(([id, name]) => `${id}|${name}`),
      );
    }),
    { numRuns: 60 },
  );
});

test('a receipt is of a snapshot where nothing changed, and of a stream where something did', async t => {
  const drop = createDrop(t);
  const many = `id,name\n${'1,a\n'.repeat(400_000)}`;
  const file = drop.put('p.csv', many);
  const table = selection('p.csv', log.items);
  const quiet = await drop.source.snapshot();
  let rows = 0;
  for await (const chunk of quiet.read(table)) rows += decodeTuples(chunk, outputColumns(table.items)).length;
  assert.deepEqual(
    [rows, await quiet.grade(table.table), await quiet.count(table)],
    [400_000, 'snapshot', 400_000],
  );

  const growing = await drop.source.snapshot();
  rows = 0;
  for await (const chunk of growing.read(table)) {
    if (rows === 0) appendFileSync(file, '2,b');
    rows += decodeTuples(chunk, outputColumns(table.items)).length;
  }
  assert.deepEqual([rows, await growing.grade(table.table)], [400_000, 'stream']);

  const replaced = await drop.source.snapshot();
  rows = 0;
  for await (const chunk of replaced.read(table)) {
    if (rows === 0) {
      writeFileSync(`${file}.new`, 'id,name\n3,c\n');
      renameSync(`${file}.new`, file);
    }
    rows += decodeTuples(chunk, outputColumns(table.items)).length;
  }
  // What was opened was read to its end; the name means another file by now. Its last line was being written.
  assert.deepEqual([rows, await replaced.grade(table.table)], [400_000, 'stream']);

  writeFileSync(file, many);
  const cut = await drop.source.snapshot();
  await assert.rejects(
    async () => {
      for await (const _chunk of cut.read(table)) truncateSync(file, 100);
    },
    isProblem('file_changed', { table: 'p.csv' }),
  );

  writeFileSync(file, many);
  const promised = await drop.source.snapshot();
  assert.equal(await promised.grade(table.table), 'snapshot');
  await assert.rejects(
    async () => {
      for await (const _chunk of promised.read(table)) appendFileSync(file, '2,b\n');
    },
    isProblem('file_changed', { table: 'p.csv' }),
  );

  writeFileSync(file, many);
  const stopped = new AbortController();
  const snapshot = await drop.source.snapshot({ signal: stopped.signal });
  await assert.rejects(async () => {
    for await (const _chunk of snapshot.read(table)) stopped.abort(new Error('the grant was revoked'));
  }, /the grant was revoked/);
});

test('nothing outside an opened folder is reached, whoever names it or links to it', async t => {
  const drop = createDrop(t);
  const outside = createDrop(t);
  outside.put('secret.csv', 'id,name\n1,secret\n');
  mkdirSync(join(outside.path, 'in'));
  writeFileSync(join(outside.path, 'in', 'x.csv'), 'id,name\n1,secret\n');
  symlinkSync(join(outside.path, 'secret.csv'), join(drop.path, 'linked.csv'));
  symlinkSync(join(outside.path, 'in'), join(drop.path, 'door'));
  mkdirSync(join(drop.path, 'in'));
  writeFileSync(join(drop.path, 'in', 'own.csv'), 'id,name\n1,own\n');
  symlinkSync(join(drop.path, 'in', 'own.csv'), join(drop.path, 'inside.csv'));

  assert.deepEqual(await rowsOf(drop.source, selection('inside.csv', [item('name')])), [['own']]);
  await assert.rejects(rowsOf(drop.source, selection('linked.csv', [item('name')])), isProblem('bad_file'));
  assert.deepEqual(
    await rowsOf(drop.source, selection('l*.csv', [item('name')])).catch((error: Error) => error.message),
    'no_table: schema=. table=l*.csv',
  );
  for (const schema of ['door', '..', '../', 'in/..', '/', '/etc', '.hidden', 'in/../../x'])
    await assert.rejects(
      rowsOf(drop.source, selection('x.csv', [item('name')], [], schema)),
      isProblem('folder_closed'),
      schema,
    );
  const at = (database: string, host = 'mz/civil'): Source =>
    createConnectors(new Map([['mz/civil', drop.path]])).openSource({ ...drop.address, host, database });
  for (const database of ['..', 'in/../..', 'door', './in'])
    await assert.rejects(at(database).test(), isProblem('folder_closed'), database);
  await assert.rejects(at('', 'wj/civil').test(), isProblem('folder_closed', { host: '^civil$' }));
  await assert.rejects(at('missing').test(), isProblem('no_folder', { host: 'civil/missing' }));
  assert.equal((await at('in').tables())[0]?.table, 'own.csv');
  const error = await rowsOf(drop.source, selection('gone.csv', [item('a')])).catch(
    (one: unknown) => one as Error,
  );
  assert.ok(error instanceof Error && !error.message.includes(drop.path), 'no path of the machine is told');
});

test('a position that was moved into the middle of a row is refused: fields would change their columns', async t => {
  const drop = createDrop(t);
  const filler = Array.from({ length: 9_000 }, (_, i) => `${i},a,"x1,x2,x3"\n`).join('');
  const text = `id,xm,address\n${filler}7,b,"secret 1,secret 2,secret 3"\n`;
  drop.put('p.csv', text);
  const items = [item('id'), item('xm'), item('address', 'text', { kind: 'hidden' })];
  const snapshot = await drop.source.snapshot();
  for await (const _ of snapshot.read(selection('p.csv', items), { after: { kind: 'files', files: {} } }));
  const position = snapshot.position();
  assert.ok(position?.kind === 'files' && position.files['p.csv']);
  const taken = position.files['p.csv'];
  assert.equal(taken.bytes, text.length);
  const bytes = text.lastIndexOf('secret 1');
  for (const moved of [
    { ...taken, bytes },
    { ...taken, bytes: -1 },
    { ...taken, bytes: '0' as unknown as number },
    { ...taken, rows: 1.5 },
    null as unknown as typeof taken,
  ])
    await assert.rejects(
      sorted(drop.source, selection('p.csv', items), {
        after: { kind: 'files', files: { 'p.csv': moved } },
      }),
      isProblem('file_changed', { table: 'p.csv' }),
    );
  const next = await sorted(drop.source, selection('p.csv', items), { after: position });
  assert.deepEqual([next.rows, next.wrong], [[], []]);
});

test('a folder with more names than memory should hold is refused in words', async t => {
  const drop = createDrop(t);
  for (let i = 0; i < 30; i++) drop.put(`${i}.csv`, 'id\n1\n');
  const folder = { path: drop.path, root: drop.path };
  await assert.rejects(listFolder(folder, 20), isProblem('bad_file', { reasonEn: 'more than 20 files' }));
  assert.equal((await listFolder(folder, 30)).files.length, 30);
});
