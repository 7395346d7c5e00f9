import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { Selection } from '#planes/mover/ports.ts';
import type { Watermark } from '#vocabulary/moves.ts';
import { incrementOf, lowerBound } from './watermark.ts';

const NOW = Date.UTC(2026, 0, 1);
const selection: Selection = { table: { schema: 's', table: 't' }, items: [], rows: [] };
const mode = (type: Watermark, overlap = 0) => ({ kind: 'incremental' as const, column: 'w', type, overlap });
const snapshot = (highest: string | null, empty = 0) => ({
  highest: () => Promise.resolve(highest),
  count: () => Promise.resolve(empty),
});
const at = (value: string) => ({ kind: 'watermark' as const, value });

test('the lower bound is exact in every type', () => {
  const cases: [Watermark, string, number, string][] = [
    ['bigint', '9223372036854775807', 1, '9223372036854775806'],
    ['bigint', '9007199254740993', 0, '9007199254740993'],
    ['bigint', '-9223372036854775808', 5, '-9223372036854775808'],
    ['bigint', '10', 0.5, '9'],
    [
      'numeric',
      '123456789012345678901234567890.000000000000000001',
      1,
      '123456789012345678901234567889.000000000000000001',
    ],
    ['numeric', '0.1', 0.2, '-0.1'],
    ['numeric', '-5', 0.000001, '-5.000001'],
    ['date', '2024-03-01', 1, '2024-02-29'],
    ['date', '2024-03-01', 0.5, '2024-02-29'],
    ['date', '0001-01-03', 30, '0001-01-01'],
    ['timestamp', '2024-03-01 00:00:00', 1, '2024-02-29 23:59:59'],
    ['timestamp', '2024-03-01 00:00:00.000001', 0.000002, '2024-02-29 23:59:59.999999'],
    ['timestamp', '9999-12-31 23:59:59.999999', 3_600, '9999-12-31 22:59:59.999999'],
    ['timestamp', '1969-12-31 23:59:59.5', 0, '1969-12-31 23:59:59.5'],
    ['timestamp', '0001-01-01 00:00:01', 10, '0001-01-01 00:00:00'],
  ];
  for (const [type, last, overlap, low] of cases)
    assert.equal(lowerBound({ type, overlap }, last), low, `${type} ${last}`);
  for (const [type, last] of [
    ['bigint', '1.5'],
    ['numeric', 'NaN'],
    ['date', 'infinity'],
    ['timestamp', '0044-03-15 00:00:00 BC'],
  ] as const)
    assert.equal(lowerBound({ type, overlap: 0 }, last), undefined);
});

test('without an overlap a time is its own lower bound, and seconds count as the clock does', () => {
  const time = fc.date({ min: new Date('1800-01-01'), max: new Date('2600-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(time, fc.nat({ max: 100_000_000 }), (moment, seconds) => {
      const text = (ms: number): string =>
        new Date(ms)
          .toISOString()
          .slice(0, 23)
          .replace('T', ' ')
          .replace(/\.?0+$/, '');
      const shown = (ms: number): string =>
        ms % 1000 === 0 ? new Date(ms).toISOString().slice(0, 19).replace('T', ' ') : text(ms);
      const last = shown(moment.getTime());
      assert.equal(lowerBound({ type: 'timestamp', overlap: 0 }, last), last);
      assert.equal(
        lowerBound({ type: 'timestamp', overlap: seconds }, last),
        shown(moment.getTime() - seconds * 1000),
      );
    }),
  );
});

test('the first run has no bounds and knows where the next one begins', async () => {
  const { rows, position, notice } = await incrementOf(
    mode('bigint', 5),
    undefined,
    snapshot('70'),
    selection,
    NOW,
  );
  assert.deepEqual([rows, position, await notice()], [[], at('70'), undefined]);
  const empty = await incrementOf(mode('timestamp'), undefined, snapshot(null, 3), selection, NOW);
  assert.deepEqual([empty.rows, empty.position], [[], undefined]);
  assert.deepEqual(await empty.notice(), { kind: 'watermark', column: 'w', without: 3, back: false });
});

test('a later run reads from the last position less the overlap up to what its own snapshot has', async () => {
  const next = await incrementOf(
    mode('timestamp', 60),
    at('2024-02-29 00:00:30.5'),
    snapshot('2024-03-01 08:00:00'),
    selection,
    NOW,
  );
  assert.deepEqual(next.rows, [
    {
      column: 'w',
      type: 'timestamp',
      op: 'between',
      values: ['2024-02-28 23:59:30.5', '2024-03-01 08:00:00'],
    },
  ]);
  assert.deepEqual(next.position, at('2024-03-01 08:00:00'));
});

test('where nothing has a watermark any more nothing is read, and the position stays', async () => {
  for (const highest of [null, '0000-00-00 00:00:00']) {
    const next = await incrementOf(
      mode('timestamp', 60),
      at('2024-02-29 00:00:00'),
      snapshot(highest),
      selection,
      NOW,
    );
    assert.deepEqual(next.rows, [{ column: 'w', type: 'timestamp', op: 'in', values: [] }]);
    assert.deepEqual(next.position, at('2024-02-29 00:00:00'));
  }
});

test('a watermark that went back is told, and the position does not follow it', async () => {
  const next = await incrementOf(mode('bigint', 1), at('100'), snapshot('7'), selection, NOW);
  assert.deepEqual(next.rows, [{ column: 'w', type: 'bigint', op: 'between', values: ['99', '7'] }]);
  assert.deepEqual(next.position, at('100'));
  assert.deepEqual(await next.notice(), { kind: 'watermark', column: 'w', without: 0, back: true });
});

test('a time that is yet to come does not hide what comes before it: the next run begins in the past', async () => {
  const asked: string[][] = [];
  const poisoned = (past: string | null) => ({
    ...snapshot(null),
    highest: (of: Selection) => {
      asked.push(of.rows.flatMap(row => row.values));
      return Promise.resolve(of.rows.length === 0 ? '9999-12-31 00:00:00' : past);
    },
  });
  const first = await incrementOf(
    mode('timestamp'),
    undefined,
    poisoned('2025-12-31 23:00:00'),
    selection,
    NOW,
  );
  assert.deepEqual(first.position, at('2025-12-31 23:00:00'));
  // Beijing is eight hours ahead.
  assert.deepEqual(asked.at(-1), ['0001-01-01 00:00:00', '2026-01-01 08:00:00']);
  const next = await incrementOf(
    mode('timestamp', 60),
    first.position,
    poisoned('2026-01-01 07:59:59'),
    selection,
    NOW,
  );
  assert.deepEqual(next.rows[0]?.values, ['2025-12-31 22:59:00', '9999-12-31 00:00:00']);
  assert.deepEqual(next.position, at('2026-01-01 07:59:59'));
  assert.equal(await next.notice(), undefined);
  for (const past of [null, '2020-01-01 00:00:00'])
    assert.deepEqual(
      (await incrementOf(mode('timestamp'), first.position, poisoned(past), selection, NOW)).position,
      first.position,
      'what is gone takes nothing back',
    );
  const date = await incrementOf(
    mode('date'),
    undefined,
    { ...snapshot(null), highest: ({ rows }) => Promise.resolve(rows[0]?.values[1] ?? '2999-01-01') },
    selection,
    NOW,
  );
  assert.deepEqual(date.position, at('2026-01-01'));
});

test('a count that takes too long is no count, and another failure is one', async () => {
  const fails = (code: 'timeout' | 'connection_lost') => ({
    ...snapshot('7'),
    count: () => Promise.reject(new ConnectionProblem(code, {})),
  });
  const slow = await incrementOf(mode('bigint'), undefined, fails('timeout'), selection, NOW);
  assert.deepEqual(await slow.notice(), { kind: 'watermark', column: 'w', without: null, back: false });
  const lost = await incrementOf(mode('bigint'), undefined, fails('connection_lost'), selection, NOW);
  await assert.rejects(lost.notice(), /connection_lost/);
});

test('a highest value that nothing could ever lie past is refused', async () => {
  for (const [type, highest] of [
    ['timestamp', 'infinity'],
    ['date', 'infinity'],
    ['numeric', 'NaN'],
    ['date', '10000-01-01'],
  ] as const)
    await assert.rejects(
      incrementOf(mode(type), undefined, snapshot(highest), selection, NOW),
      (error: unknown) => {
        assert.ok(error instanceof ConnectionProblem);
        assert.deepEqual(error.facts, { schema: 's', table: 't', column: 'w', type, reason: 'out_of_range' });
        return error.code === 'bad_value';
      },
    );
});
