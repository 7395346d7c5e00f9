/** What every sink of rows promises, whatever is behind it. Each sink's test file calls this once. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ConnectionProblem, createTupleEncoder, decodeTuples } from '#planes/mover/ports.ts';
import type { Column, Delivery, DeliveryTarget, Placing, Sink, TableName } from '#planes/mover/ports.ts';
import type { Apply, Position } from '#vocabulary/moves.ts';
import type { Scratch } from './databases.ts';
import { isProblem } from './suite.ts';

export type Row = (string | null)[];

export interface SinkSubject {
  name: string;
  skip: string | false;
  /** What the sink's account lets it do; tests of what it cannot do are not its tests. */
  abilities: { keepsRuns: boolean; pieces: boolean };
  /** `schema` is one that targets may lie in. */
  create(): Promise<{ scratch: Scratch; schema: string }>;
  open(scratch: Scratch): Sink;
  /** What a reader of the target sees, by other means than the sink's own; undefined where there is nothing. */
  shown(scratch: Scratch, target: TableName, columns: readonly Column[]): Promise<Row[] | undefined>;
  /** Names of all that lies in the sink and that runs brought: tables, views, files; not the account of runs. */
  left(scratch: Scratch): Promise<string[]>;
  /** Puts something of the target's name there that is not the platform's. */
  occupy(scratch: Scratch, target: TableName): Promise<void>;
  /** Ends all connections of the sink, as a server that is stopped does. */
  cut(scratch: Scratch): Promise<void>;
}

export const PEOPLE: Column[] = [
  { name: 'id', type: 'bigint', comment: '编号' },
  { name: 'xm', type: 'text', comment: '姓名' },
  { name: 'amount', type: 'numeric' },
  { name: 'score', type: 'double' },
  { name: 'active', type: 'boolean' },
  { name: 'born', type: 'date' },
  { name: 'changed', type: 'timestamp' },
];
const EXTREMES: Row[] = [
  ['1', '张三', '12.50', '0.1', 'true', '1987-05-06', '2024-02-29 13:14:15.123456'],
  ['2', '', '-0.05', '-2.5e-10', 'false', '2000-01-01', '2000-01-01 00:00:00'],
  [
    '9223372036854775807',
    '😀 "a" \\N\t\n',
    '123456789012345678.99',
    '1.7976931348623157e+308',
    'true',
    '9999-12-31',
    '9999-12-31 23:59:59.999999',
  ],
  ['-9223372036854775807', "O'Hara", '0', '0', 'false', '1900-02-28', '1969-12-31 23:59:59.5'],
  ['5', null, null, null, null, null, null],
];

export const PAIRS: Column[] = [
  { name: 'id', type: 'bigint' },
  { name: 'xm', type: 'text' },
];

export function encode(columns: readonly Column[], rows: readonly Row[]): Buffer {
  const pages: Buffer[] = [];
  const encoder = createTupleEncoder(columns, page => pages.push(page));
  for (const row of rows) {
    encoder.beginRow();
    for (const value of row) {
      const bytes = Buffer.from(value ?? '');
      if (value === null) encoder.putNull();
      else encoder.put(bytes, 0, bytes.length);
    }
    encoder.endRow();
  }
  encoder.flush();
  return Buffer.concat(pages);
}

export async function collect(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export const sorted = (rows: Row[]): Row[] =>
  rows.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

/** The rows with their places, one buffer each: what `drop` takes. */
export async function readPlaces(
  delivery: Delivery,
  columns: readonly Column[],
): Promise<{ place: Buffer; row: Row }[]> {
  const bytes = await collect(delivery.readPlaces());
  const found: { place: Buffer; row: Row }[] = [];
  for (let at = 0; at < bytes.length; ) {
    const start = at;
    assert.equal(bytes.readInt16BE(at), columns.length + 1);
    at += 2;
    const placeBytes = bytes.readInt32BE(at);
    const place = bytes.subarray(at + 4, at + 4 + placeBytes);
    at += 4 + placeBytes;
    const rest = at;
    for (let i = 0; i < columns.length; i += 1) at += 4 + Math.max(0, bytes.readInt32BE(at));
    const tuple = Buffer.concat([bytes.subarray(start, start + 2), bytes.subarray(rest, at)]);
    tuple.writeInt16BE(columns.length, 0);
    found.push({ place, row: decodeTuples(tuple, [...columns])[0] ?? [] });
  }
  return found;
}

export const placing = (rows: number, position?: Position): Placing => ({
  grantNo: '授权-1',
  version: 3,
  rows,
  sha256: 'ab'.repeat(32),
  position,
  title: '户籍登记 授权-1',
});

let lastEpoch = 0;

export function targetOf(
  place: TableName,
  columns: Column[],
  changes: Partial<DeliveryTarget> = {},
): DeliveryTarget {
  lastEpoch += 1;
  return {
    ...place,
    columns,
    runNo: `运-${lastEpoch}`,
    epoch: lastEpoch,
    apply: 'replace',
    key: [],
    whole: true,
    ...changes,
  };
}

/** A whole run, with the contract's own check: what is read back are the bytes that were written. */
export async function deliver(
  sink: Sink,
  target: DeliveryTarget,
  rows: Row[],
  position?: Position,
): Promise<void> {
  const delivery = await sink.begin(target);
  try {
    if (rows.length > 0) await delivery.write(encode(target.columns, rows));
    assert.equal(await delivery.finish(), rows.length);
    const back = decodeTuples(await collect(delivery.readBack()), target.columns);
    assert.deepEqual(sorted(back), sorted([...rows]));
    await delivery.place(placing(rows.length, position));
  } finally {
    await delivery.abort();
  }
}

export function testSink(subject: SinkSubject): void {
  describe(`${subject.name} as a sink`, { skip: subject.skip }, () => {
    let scratch: Scratch;
    let schema: string;
    let sink: Sink;
    let tables = 0;
    const fresh = (): TableName => ({ schema, table: `目标 "${++tables}"` });
    const shown = async (target: TableName, columns: Column[] = PAIRS): Promise<Row[]> =>
      sorted((await subject.shown(scratch, target, columns)) ?? []);
    const testIf = (can: boolean, name: string, work: () => Promise<void>): void => {
      if (can) test(name, work);
    };
    const { keepsRuns, pieces } = subject.abilities;

    before(async () => {
      ({ scratch, schema } = await subject.create());
      sink = subject.open(scratch);
    });
    after(async () => {
      await sink?.close();
      await scratch?.drop();
    });

    test('it says its version, and of which columns it loses what', async () => {
      assert.match((await sink.test()).version, /\S/);
      for (const loss of sink.losses(PEOPLE)) {
        assert.ok(PEOPLE.some(column => column.name === loss.column && column.type === loss.from));
        assert.notEqual(loss.to, '');
      }
    });

    test('it says what its account lets it do', async () => {
      const found = await sink.abilities({ schema, table: 't' });
      assert.deepEqual({ keepsRuns: found.keepsRuns, pieces: found.pieces }, subject.abilities);
    });

    test('every type arrives as it is, extreme values and empty ones included, and nothing shows before the switch', async () => {
      const target = targetOf(fresh(), PEOPLE);
      const delivery = await sink.begin(target);
      assert.equal(delivery.kept, 0);
      const bytes = encode(PEOPLE, EXTREMES);
      await delivery.write(bytes);
      assert.equal(await delivery.finish(), EXTREMES.length);
      assert.ok((await collect(delivery.readBack())).equals(bytes), 'the same bytes in the same order');
      assert.equal(await subject.shown(scratch, target, PEOPLE), undefined);
      assert.equal(await sink.findRun(target.runNo), undefined);
      assert.equal(await sink.findShowing(target), undefined);
      await delivery.place(placing(EXTREMES.length));
      await delivery.abort();
      assert.deepEqual(
        sorted(decodeTuples(await collect(sink.readPlaced(target, PEOPLE)), PEOPLE)),
        sorted([...EXTREMES]),
      );
      const run = await sink.findRun(target.runNo);
      assert.deepEqual(
        { ...run, generation: undefined, placedAt: undefined },
        {
          schema,
          table: target.table,
          runNo: target.runNo,
          grantNo: '授权-1',
          version: 3,
          rows: EXTREMES.length,
          sha256: 'ab'.repeat(32),
          generation: undefined,
          placedAt: undefined,
          showing: true,
          position: undefined,
          ...('apply' in (run ?? {}) ? { apply: 'replace', key: [] } : {}),
        },
      );
      assert.ok(Math.abs((run?.placedAt.getTime() ?? 0) - Date.now()) < 60_000);
      await sink.remove(target);
    });

    test('chunks that break in the middle of a row arrive whole', async () => {
      const target = targetOf(fresh(), PEOPLE);
      const bytes = encode(PEOPLE, EXTREMES);
      const delivery = await sink.begin(target);
      for (let at = 0; at < bytes.length; at += 7) await delivery.write(bytes.subarray(at, at + 7));
      assert.equal(await delivery.finish(), EXTREMES.length);
      assert.ok((await collect(delivery.readBack())).equals(bytes));
      await delivery.abort();
    });

    test('a run replaces the one before for its readers, also with nothing at all, and leaves no more than two', async () => {
      const place = fresh();
      const first = targetOf(place, PAIRS);
      await deliver(sink, first, [
        ['1', 'a'],
        ['2', 'b'],
      ]);
      const alone = await subject.left(scratch);
      await deliver(sink, targetOf(place, PAIRS), [['3', 'c']]);
      assert.deepEqual(await shown(place), [['3', 'c']]);
      const last = targetOf(place, PAIRS);
      await deliver(sink, last, []);
      assert.deepEqual(await shown(place), []);
      assert.equal((await sink.findShowing(place))?.runNo, last.runNo);
      assert.ok(
        (await subject.left(scratch)).length <= alone.length + 1,
        'one that shows and the one before',
      );
      await sink.remove(place);
      assert.deepEqual(await subject.left(scratch), []);
      assert.equal(await sink.findShowing(place), undefined);
    });

    test('one that is broken off leaves what it found, wherever it was, and may be told so twice', async () => {
      const place = fresh();
      await deliver(sink, targetOf(place, PAIRS), [['1', 'a']]);
      const found = await subject.left(scratch);
      const steps: ((delivery: Delivery) => Promise<unknown>)[] = [
        () => Promise.resolve(),
        delivery => delivery.write(encode(PAIRS, [['2', 'b']])),
        delivery => delivery.finish(),
        delivery => collect(delivery.readBack()),
      ];
      for (let upTo = 1; upTo <= steps.length; upTo += 1) {
        const target = targetOf(place, PAIRS);
        const delivery = await sink.begin(target);
        for (const step of steps.slice(0, upTo)) await step(delivery);
        await Promise.all([delivery.abort(), delivery.abort()]);
        await delivery.abort();
        assert.deepEqual(await shown(place), [['1', 'a']]);
        assert.deepEqual(await subject.left(scratch), found);
        assert.equal(await sink.findRun(target.runNo), undefined);
      }
      await sink.remove(place);
    });

    test('bytes that are no rows are refused, and leave nothing', async () => {
      const delivery = await sink.begin(targetOf(fresh(), PAIRS));
      await assert.rejects(async () => {
        await delivery.write(Buffer.from([0, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]));
        await delivery.finish();
      });
      await delivery.abort();
      assert.deepEqual(await subject.left(scratch), []);
    });

    test('a name that is somebody else’s is refused', async () => {
      const place = { schema, table: 'theirs' };
      await subject.occupy(scratch, place);
      await assert.rejects(sink.begin(targetOf(place, PAIRS)), isProblem('name_taken', { schema: '.' }));
    });

    test('names with quotes, spaces and Chinese characters, of tables and columns, are names', async () => {
      const columns: Column[] = [
        { name: '编 号', type: 'bigint', comment: `'; drop table x; --` },
        { name: `a"b'c\`d`, type: 'text' },
        { name: 'select', type: 'text' },
      ];
      const place = { schema, table: `户'籍"表` };
      await deliver(sink, targetOf(place, columns), [['1', 'a', 'b']]);
      await deliver(sink, targetOf(place, columns), [['2', null, 'c']]);
      assert.deepEqual(await shown(place, columns), [['2', null, 'c']]);
      await sink.remove(place);
    });

    test('the same epoch is refused while its holder lives, and taken when it is gone', async () => {
      const target = targetOf(fresh(), PAIRS);
      const first = await sink.begin(target);
      await assert.rejects(sink.begin(target), isProblem('busy', { table: '目标' }));
      await first.abort();
      const again = await sink.begin(target);
      await again.write(encode(PAIRS, [['1', 'a']]));
      await again.finish();
      await again.place(placing(1));
      await assert.rejects(sink.begin(target), isProblem('superseded'), 'it was placed already');
      await sink.remove(target);
    });

    testIf(
      keepsRuns,
      'a later epoch ends the holder of an earlier one, which can commit nothing any more',
      async () => {
        const place = fresh();
        await deliver(sink, targetOf(place, PAIRS), [['0', 'before']]);
        const early = targetOf(place, PAIRS);
        const late = targetOf(place, PAIRS);
        const first = await sink.begin(early);
        await first.write(encode(PAIRS, [['1', 'early']]));
        await first.finish();
        const second = await sink.begin(late);
        await assert.rejects(first.place(placing(1)), ConnectionProblem);
        await assert.rejects(first.keep(), ConnectionProblem);
        await first.abort();
        await second.write(encode(PAIRS, [['2', 'late']]));
        await second.finish();
        await second.place(placing(1));
        assert.deepEqual(await shown(place), [['2', 'late']]);
        await assert.rejects(sink.begin(early), isProblem('superseded', { run: early.runNo }));
        assert.deepEqual(await shown(place), [['2', 'late']]);
        await sink.remove(place);
      },
    );

    testIf(
      pieces,
      'what was kept of a run is found by its next attempt, repaired by places, and placed',
      async () => {
        const target = targetOf(fresh(), PAIRS);
        const first = await sink.begin(target);
        await first.write(
          encode(PAIRS, [
            ['1', 'a'],
            ['2', 'wrong'],
          ]),
        );
        await first.keep();
        await first.write(
          encode(PAIRS, [
            ['3', 'c'],
            ['3', 'c'],
          ]),
        );
        await first.keep();
        await first.write(encode(PAIRS, [['4', 'lost with the attempt']]));
        await first.abort();
        assert.equal(await subject.shown(scratch, target, PAIRS), undefined);

        const again = { ...target, epoch: (lastEpoch += 1) };
        const second = await sink.begin(again);
        assert.equal(second.kept, 4);
        const lying = await readPlaces(second, PAIRS);
        assert.deepEqual(sorted(lying.map(one => one.row)), [
          ['1', 'a'],
          ['2', 'wrong'],
          ['3', 'c'],
          ['3', 'c'],
        ]);
        await second.drop(
          lying.filter(({ row }, i) => row[1] === 'wrong' || i === lying.length - 1).map(one => one.place),
        );
        await second.write(
          encode(PAIRS, [
            ['2', 'b'],
            ['5', 'e'],
          ]),
        );
        assert.equal(await second.finish(), 2);
        await second.keep();
        await second.abort();

        again.epoch = lastEpoch += 1;
        const third = await sink.begin(again);
        assert.equal(third.kept, 4);
        await third.drop([]);
        assert.equal(await third.finish(), 0);
        const rows = [
          ['1', 'a'],
          ['2', 'b'],
          ['3', 'c'],
          ['5', 'e'],
        ];
        assert.deepEqual(sorted(decodeTuples(await collect(third.readBack()), PAIRS)), rows);
        await third.place(placing(4));
        assert.deepEqual(await shown(target), rows);
        await sink.remove(target);
      },
    );

    testIf(
      pieces,
      'what was kept of a run that nobody continues goes with the next run, or when it is forgotten',
      async () => {
        const place = fresh();
        const keepOne = async (): Promise<DeliveryTarget> => {
          const target = targetOf(place, PAIRS);
          const delivery = await sink.begin(target);
          await delivery.write(encode(PAIRS, [['1', 'kept']]));
          await delivery.keep();
          await delivery.abort();
          return target;
        };
        await keepOne();
        assert.equal((await subject.left(scratch)).length, 1);
        const second = await keepOne();
        assert.equal((await subject.left(scratch)).length, 1, 'the first one’s is gone');
        await sink.forget(place, second.runNo);
        assert.deepEqual(await subject.left(scratch), []);
        const third = await sink.begin({ ...second, epoch: (lastEpoch += 1) });
        assert.equal(third.kept, 0);
        await third.abort();
      },
    );

    testIf(keepsRuns, 'a position is kept with the rows, and given back with the run', async () => {
      const place = fresh();
      const position: Position = { kind: 'files', files: { '甲.csv': { bytes: 1, rows: 2, head: 'ff' } } };
      await deliver(sink, targetOf(place, PAIRS), [['1', 'a']], position);
      assert.deepEqual((await sink.findShowing(place))?.position, position);
      await sink.remove(place);
    });

    test('a connection that is cut, while rows travel or before the switch, leaves nothing', async () => {
      const place = fresh();
      const rows: Row[] = Array.from({ length: 20_000 }, (_, i) => [String(i), 'x'.repeat(100)]);
      const chunk = encode(PAIRS, rows);
      for (const when of ['writing', 'finished'] as const) {
        const delivery = await sink.begin(targetOf(place, PAIRS));
        await delivery.write(chunk);
        if (when === 'finished') await delivery.finish();
        await subject.cut(scratch);
        await assert.rejects(async () => {
          for (let i = 0; when === 'writing' && i < 20; i += 1) await delivery.write(chunk);
          await delivery.finish();
          await delivery.place(placing(rows.length));
        }, isProblem('connection_lost'));
        await delivery.abort();
        assert.deepEqual(await subject.left(scratch), []);
      }
      await deliver(sink, targetOf(place, PAIRS), [['1', 'a']]);
      await sink.remove(place);
    });

    const applying = (
      place: TableName,
      apply: Apply,
      key: string[],
      changes: Partial<DeliveryTarget> = {},
    ): DeliveryTarget => targetOf(place, PAIRS, { apply, key, whole: false, ...changes });

    testIf(!keepsRuns, 'where no runs are kept, what goes on from run to run is refused', async () => {
      for (const apply of ['merge', 'append', 'history'] as const)
        await assert.rejects(sink.begin(applying(fresh(), apply, ['id'])), isProblem('no_permission'));
    });

    testIf(
      keepsRuns,
      'merge changes rows that are known, adds others, takes none away, and is read back by key',
      async () => {
        const place = fresh();
        await deliver(sink, applying(place, 'merge', ['id']), [
          ['1', 'a'],
          ['2', 'b'],
          ['3', null],
        ]);
        await deliver(sink, applying(place, 'merge', ['id']), [
          ['2', 'B'],
          ['3', 'c'],
          ['4', 'd'],
        ]);
        assert.deepEqual(await shown(place), [
          ['1', 'a'],
          ['2', 'B'],
          ['3', 'c'],
          ['4', 'd'],
        ]);
        await deliver(sink, applying(place, 'merge', ['id']), []);
        assert.equal((await shown(place)).length, 4);
        const stopped = await sink.begin(applying(place, 'merge', ['id']));
        await stopped.write(encode(PAIRS, [['1', 'not to be seen']]));
        await stopped.finish();
        await stopped.abort();
        assert.deepEqual((await shown(place))[0], ['1', 'a']);
        await sink.remove(place);
        assert.deepEqual(await subject.left(scratch), []);
      },
    );

    testIf(
      keepsRuns,
      'two rows of one key have no winner: the refusal says how many keys came more than once',
      async () => {
        for (const apply of ['merge', 'history'] as const) {
          const place = fresh();
          for (const round of ['the first run', 'a later one']) {
            const delivery = await sink.begin(applying(place, apply, ['id']));
            await delivery.write(
              encode(PAIRS, [
                ['1', 'a'],
                ['1', 'b'],
                ['2', 'c'],
                ['2', 'c'],
                ['3', 'd'],
              ]),
            );
            await assert.rejects(
              delivery.finish(),
              isProblem('double_keys', { keys: '^2$', column: '^id$' }),
              round,
            );
            await delivery.abort();
            if (round === 'the first run') await deliver(sink, applying(place, apply, ['id']), [['1', 'a']]);
          }
          assert.deepEqual(await shown(place), [['1', 'a']]);
          await sink.remove(place);
        }
      },
    );

    testIf(keepsRuns, 'an empty value in a key is one value', async () => {
      const place = fresh();
      const wide: Column[] = [...PAIRS, { name: 'n', type: 'bigint' }];
      const run = (rows: Row[], apply: Apply): Promise<void> =>
        deliver(sink, targetOf(place, wide, { apply, key: ['id', 'xm'], whole: false }), rows);
      for (const apply of ['merge', 'history'] as const) {
        await run(
          [
            ['1', null, '1'],
            ['1', 'a', '2'],
            [null, null, '3'],
            ['0', '', '4'],
          ],
          apply,
        );
        await run(
          [
            ['1', null, '5'],
            [null, null, '6'],
            ['0', null, '7'],
          ],
          apply,
        );
        assert.deepEqual(
          await shown(place, wide),
          sorted([
            ['1', null, '5'],
            ['1', 'a', '2'],
            [null, null, '6'],
            ['0', '', '4'],
            ['0', null, '7'],
          ]),
        );
        await sink.remove(place);
      }
    });

    testIf(keepsRuns, 'append adds rows and reads back what this run added', async () => {
      const place = fresh();
      await deliver(sink, applying(place, 'append', []), [
        ['1', 'a'],
        ['1', 'a'],
      ]);
      await deliver(sink, applying(place, 'append', []), [
        ['1', 'a'],
        ['2', 'b'],
      ]);
      await deliver(sink, applying(place, 'append', []), []);
      assert.deepEqual(await shown(place), [
        ['1', 'a'],
        ['1', 'a'],
        ['1', 'a'],
        ['2', 'b'],
      ]);
      const stopped = await sink.begin(applying(place, 'append', []));
      await stopped.write(encode(PAIRS, [['9', 'not to be seen']]));
      await stopped.abort();
      assert.equal((await shown(place)).length, 4);
      await sink.remove(place);
      assert.deepEqual(await subject.left(scratch), []);
    });

    testIf(
      keepsRuns,
      'history shows what holds now; a whole run ends rows that it did not bring, one that set rows aside or is not whole does not',
      async () => {
        const place = fresh();
        const whole = (rows: Row[]): Promise<void> =>
          deliver(sink, applying(place, 'history', ['id'], { whole: true }), rows);
        await whole([
          ['1', 'a'],
          ['2', 'b'],
          ['3', 'c'],
        ]);
        await whole([
          ['1', 'a'],
          ['2', 'B'],
          ['4', 'd'],
        ]);
        assert.deepEqual(await shown(place), [
          ['1', 'a'],
          ['2', 'B'],
          ['4', 'd'],
        ]);
        await deliver(sink, applying(place, 'history', ['id']), [['3', 'again']]);
        assert.deepEqual(await shown(place), [
          ['1', 'a'],
          ['2', 'B'],
          ['3', 'again'],
          ['4', 'd'],
        ]);
        // A row was set aside on its way: which one of these it would have been, nobody knows.
        const incomplete = await sink.begin(applying(place, 'history', ['id'], { whole: true }));
        await incomplete.write(encode(PAIRS, [['1', 'A']]));
        await incomplete.finish(false);
        assert.deepEqual(decodeTuples(await collect(incomplete.readBack()), PAIRS), [['1', 'A']]);
        await incomplete.place(placing(1));
        assert.deepEqual(await shown(place), [
          ['1', 'A'],
          ['2', 'B'],
          ['3', 'again'],
          ['4', 'd'],
        ]);
        await sink.remove(place);
        assert.deepEqual(await subject.left(scratch), []);
      },
    );

    testIf(
      keepsRuns,
      'without a key the whole row is what history knows a row by, doubles counted',
      async () => {
        const place = fresh();
        const whole = (rows: Row[]): Promise<void> =>
          deliver(sink, applying(place, 'history', [], { whole: true }), rows);
        await whole([
          ['1', 'a'],
          ['1', 'a'],
          ['1', null],
          [null, null],
        ]);
        await whole([
          ['1', 'a'],
          ['1', 'a'],
          ['1', 'a'],
          [null, null],
        ]);
        assert.deepEqual(
          await shown(place),
          sorted([
            ['1', 'a'],
            ['1', 'a'],
            ['1', 'a'],
            [null, null],
          ]),
        );
        await whole([['1', 'a']]);
        assert.deepEqual(await shown(place), [['1', 'a']]);
        await sink.remove(place);
      },
    );

    testIf(keepsRuns, 'a target goes on as it began: another way or another key is refused', async () => {
      const place = fresh();
      await deliver(sink, applying(place, 'merge', ['id']), [['1', 'a']]);
      for (const other of [
        applying(place, 'merge', ['xm']),
        applying(place, 'append', []),
        applying(place, 'history', ['id']),
      ])
        await assert.rejects(sink.begin(other), isProblem('failed', { reason: 'merge by id' }));
      assert.deepEqual(await shown(place), [['1', 'a']]);
      await sink.remove(place);
    });
  });
}
