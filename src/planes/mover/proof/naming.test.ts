import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Column } from '#planes/mover/ports.ts';
import { bucketAt, compareDigests, createDigest } from './digest.ts';
import type { DigestShape } from './digest.ts';
import { type Naming, type NamingNeeds, nameRows } from './naming.ts';

type Row = readonly (string | null)[];

const COLUMNS: Column[] = ['id', 'xm', 'dz'].map(name => ({ name, type: 'text' }));

function tuple(row: Row): Buffer {
  const parts = row.flatMap(value => {
    const bytes = Buffer.from(value ?? '');
    const length = Buffer.alloc(4);
    length.writeInt32BE(value === null ? -1 : bytes.length);
    return value === null ? [length] : [length, bytes];
  });
  const head = Buffer.alloc(2);
  head.writeInt16BE(row.length);
  return Buffer.concat([head, ...parts]);
}

/** The rows as a side hands them over: in chunks that end anywhere. */
async function* stream(rows: readonly Row[], size = 50): AsyncGenerator<Buffer> {
  const all = Buffer.concat(rows.map(tuple));
  for (let at = 0; at < all.length; at += size) {
    await Promise.resolve();
    yield all.subarray(at, at + size);
  }
}

interface Passes {
  source: number;
  target: number;
}

async function name(
  source: readonly Row[],
  target: readonly Row[],
  options: Partial<NamingNeeds> & { keyColumns?: number[]; chunk?: number } = {},
): Promise<Naming & { passes: Passes }> {
  const { keyColumns = [0], chunk, ...needs } = options;
  const shape: DigestShape = {
    key: randomBytes(16),
    columns: COLUMNS.map(one => `${one.name} text`),
    keyColumns,
  };
  const passes: Passes = { source: 0, target: 0 };
  const read = (rows: readonly Row[], side: keyof Passes) => () => {
    passes[side] += 1;
    return stream(rows, chunk);
  };
  const digests = await Promise.all(
    [source, target].map(async rows => {
      const digester = createDigest(shape);
      for await (const one of stream(rows)) digester.add(one);
      return digester.finish();
    }),
  );
  const [a, b] = digests;
  assert.ok(a && b);
  const named = await nameRows({
    shape,
    columns: COLUMNS,
    tell: keyColumns,
    buckets: new Map(compareDigests(a, b).buckets.map(bucket => [bucket, bucketAt(b, bucket).count])),
    source: read(source, 'source'),
    target: read(target, 'target'),
    ...needs,
  });
  return { ...named, passes };
}

const byKey = (a: Naming['rows'][number], b: Naming['rows'][number]): number =>
  JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;

test('missing, extra and changed rows are named, with the columns that differ, in one more pass over each side', async () => {
  const source = Array.from({ length: 5_000 }, (_, i): Row => [String(i), `张${i}`, null]);
  const target = source.map(row =>
    row[0] === '7' ? ['7', '李', null] : row[0] === '8' ? ['8', '李', '路'] : row,
  );
  target.splice(100, 2);
  target.push(source[44] as Row, ['x', '多', '出']);
  const named = await name(source, target, { chunk: 4_096 });
  assert.deepEqual(named.rows.sort(byKey), [
    { kind: 'changed', key: ['7'], columns: ['xm'] },
    { kind: 'changed', key: ['8'], columns: ['xm', 'dz'] },
    { kind: 'extra', key: ['44'], columns: [] },
    { kind: 'extra', key: ['x'], columns: [] },
    { kind: 'missing', key: ['100'], columns: [] },
    { kind: 'missing', key: ['101'], columns: [] },
  ]);
  assert.deepEqual([named.missing, named.extra, named.changed, named.complete], [2, 2, 2, true]);
  assert.deepEqual(named.passes, { source: 1, target: 1 });
});

/** How many more of each row one side has. */
function surplus(of: readonly Row[], over: readonly Row[]): number {
  const counts = new Map<string, number>();
  for (const row of over) counts.set(JSON.stringify(row), (counts.get(JSON.stringify(row)) ?? 0) + 1);
  let more = 0;
  for (const row of of) {
    const left = counts.get(JSON.stringify(row)) ?? 0;
    if (left === 0) more += 1;
    else counts.set(JSON.stringify(row), left - 1);
  }
  return more;
}

const ROWS = fc.array(
  fc.tuple(
    fc.integer({ min: 0, max: 30 }).map(String),
    fc.option(fc.constantFrom('张', '李', '王')),
    fc.option(fc.constantFrom('东', '西')),
  ),
  { maxLength: 80 },
);

test('whatever the two sides are, and however little memory there is, the numbers are those of the two multisets', async () => {
  await fc.assert(
    fc.asyncProperty(
      ROWS,
      ROWS,
      fc.constantFrom(1, 7, 1_000),
      fc.constantFrom(0, 200, 1_000_000),
      fc.boolean(),
      async (source, target, most, mostBytes, hasKey) => {
        const keyColumns = hasKey ? [0] : [];
        const named = await name(source, target, { most, mostBytes, keyColumns, tell: [0] });
        const [missing, extra] = [surplus(source, target), surplus(target, source)];
        assert.equal(named.missing + named.changed, missing);
        assert.equal(named.extra + named.changed, extra);
        assert.equal(named.complete, named.rows.length === named.missing + named.extra + named.changed);
        if (!hasKey) assert.equal(named.changed, 0);
        if (mostBytes === 1_000_000) assert.ok(named.complete);
      },
    ),
    { numRuns: 300 },
  );
});

test('of a table without a key doubles are counted one by one, and named by what is told of them alone', async () => {
  const row: Row = ['1', '张', '东'];
  const named = await name([row, row, row], [row], { keyColumns: [], tell: [1] });
  assert.deepEqual(named.rows, [
    { kind: 'missing', key: ['张'], columns: [] },
    { kind: 'missing', key: ['张'], columns: [] },
  ]);
});

test('more differences than may be named are counted, and it is said', async () => {
  const source = Array.from({ length: 2_000 }, (_, i): Row => [String(i), '张', null]);
  const named = await name(source, [], { mostNamed: 50, chunk: 4_096 });
  assert.deepEqual([named.rows.length, named.missing, named.complete], [50, 2_000, false]);
});

test('rows that do not fit into memory take a second pass over the target, and groups of buckets more of both', async () => {
  const source = Array.from({ length: 3_000 }, (_, i): Row => [String(i), '张', null]);
  const target = source.map((row, i): Row => (i % 2 === 0 ? row : [String(i), '李', null]));
  const twice = await name(source, target, { mostBytes: 10_000, chunk: 4_096 });
  assert.deepEqual(twice.passes, { source: 1, target: 2 });
  assert.deepEqual([twice.missing + twice.changed, twice.complete], [1_500, false]);
  const groups = await name(source, target, { most: 1_000, chunk: 4_096 });
  assert.ok(groups.passes.source >= 3);
  assert.deepEqual([groups.changed, groups.missing, groups.extra, groups.complete], [1_500, 0, 0, true]);
});
