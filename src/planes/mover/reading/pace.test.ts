import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTupleEncoder, decodeTuples } from '#planes/mover/ports.ts';
import { paced } from './pace.ts';

const columns = [{ name: 'n', type: 'bigint' as const }];

function chunkOf(rows: number, from = 0): Buffer {
  const pages: Buffer[] = [];
  const encoder = createTupleEncoder(columns, page => pages.push(page));
  for (let i = 0; i < rows; i++) {
    const bytes = Buffer.from(String(from + i));
    encoder.beginRow();
    encoder.put(bytes, 0, bytes.length);
    encoder.endRow();
  }
  encoder.flush();
  return Buffer.concat(pages);
}

/** How many times the source was asked for a chunk. */
function source(chunks: Buffer[]): { asked(): number; rows: AsyncGenerator<Buffer> } {
  let asked = 0;
  async function* rows(): AsyncGenerator<Buffer> {
    for (const chunk of chunks) {
      await Promise.resolve();
      asked++;
      yield chunk;
    }
  }
  return { asked: () => asked, rows: rows() };
}

test('rows come at the pace, in order and whole, and never ahead of it by more than a quarter of a second', async () => {
  const pace = 2_000;
  const given = [chunkOf(700), chunkOf(1, 700), chunkOf(2_299, 701)];
  const arrived: { at: number; rows: string[] }[] = [];
  const started = performance.now();
  for await (const chunk of paced(source(given).rows, pace))
    arrived.push({
      at: performance.now() - started,
      rows: decodeTuples(chunk, columns).map(row => row[0] ?? ''),
    });
  assert.deepEqual(
    arrived.flatMap(one => one.rows),
    Array.from({ length: 3_000 }, (_, i) => String(i)),
  );
  // 3,000 rows at 2,000 a second, of which the first part goes at once.
  const took = arrived.at(-1)?.at ?? 0;
  assert.ok(took >= 1_240, `took ${took} ms`);
  let rows = 0;
  for (const one of arrived) {
    rows += one.rows.length;
    // A part of a quarter of a second goes ahead of its time; timers may fire a little early.
    assert.ok(rows <= pace * ((one.at + 5) / 1000 + 0.25), `${rows} rows after ${one.at} ms`);
  }
});

test('time that was lost is made up for by a second at most', async () => {
  let now = 0;
  const given = Array.from({ length: 40 }, (_, i) => chunkOf(25, i * 25));
  let passed = 0;
  const reader = paced(source(given).rows, 100, undefined, () => now);
  await reader.next();
  now = 60_000;
  const before = performance.now();
  // A minute stood still: 100 rows may follow at once, and then 25 more every 250 ms.
  while (performance.now() - before < 150) {
    await Promise.race([
      reader.next().then(() => passed++),
      new Promise(resolve => setTimeout(resolve, 200)),
    ]);
  }
  assert.ok(passed >= 4 && passed <= 5, `${passed} parts passed`);
  now = 120_000;
  void reader.return(undefined);
});

test('while it waits the source is not asked, and an abort ends the wait at once', async () => {
  const ending = new AbortController();
  const given = source([chunkOf(10), chunkOf(10), chunkOf(10)]);
  const reader = paced(given.rows, 1, ending.signal);
  await reader.next();
  const started = performance.now();
  const waiting = reader.next();
  setTimeout(() => ending.abort(new Error('stopped')), 30);
  await assert.rejects(waiting, /stopped/);
  assert.ok(performance.now() - started < 5_000, 'ten rows would wait for ten seconds');
  assert.equal(given.asked(), 1);
});

test('a pace that is none is refused', async () => {
  for (const pace of [0, -1, Number.NaN])
    await assert.rejects(paced(source([chunkOf(1)]).rows, pace).next(), RangeError);
});
