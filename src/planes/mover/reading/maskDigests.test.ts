import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { createKeys } from '#kernel/keys.ts';
import type { PlanItem } from '#vocabulary/plans.ts';
import {
  createMaskDigest,
  createMaskDigests,
  digestRows,
  digestTuples,
  readMasked,
  tieSaltOf,
} from './maskDigests.ts';
import { createTupleEncoder, decodeTuples, outputColumns } from '#planes/mover/ports.ts';
import type { Snapshot, WrongRow } from '#planes/mover/ports.ts';

const keys = createKeys(Buffer.alloc(32, 3));
const digest = createMaskDigest(keys, 7);

test('a digest is the HMAC-SM3 of the text under the consumer’s key: stable, and another for every consumer and installation', () => {
  const expected = createHmac('sm3', keys.derive('pseudonyms', '7')).update('张三丰').digest();
  assert.equal(digest('张三丰'), expected.subarray(0, 16).toString('base64url'));
  assert.match(digest(''), /^[\w-]{22}$/);
  assert.equal(createMaskDigests(keys)(7)('张三丰'), digest('张三丰'));
  assert.notEqual(createMaskDigest(keys, 8)('张三丰'), digest('张三丰'));
  assert.notEqual(createMaskDigest(createKeys(randomBytes(32)), 7)('张三丰'), digest('张三丰'));
});

test('in rows null stays null, and one value is one digest whatever its type', () => {
  const rows = [
    ['12.50', '12.5', 'kept'],
    [null, '', 'kept'],
  ];
  digestRows(
    rows,
    [
      { at: 0, type: 'numeric' },
      { at: 1, type: 'text' },
    ],
    digest,
  );
  assert.deepEqual(rows, [
    [digest('12.5'), digest('12.5'), 'kept'],
    [null, digest(''), 'kept'],
  ]);
});

test('in a stream of tuples the digested fields are exchanged and all others are as they were', () => {
  const columns = ['a', 'b', 'c'].map(name => ({ name, type: 'text' as const }));
  const text = fc.string({ unit: 'binary', maxLength: 60 }).filter(one => !one.includes('\0'));
  const cell = fc.option(text, { nil: null, freq: 4 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell, cell), { maxLength: 30 }),
      fc.subarray([0, 1, 2], { minLength: 1 }),
      (rows, at) => {
        const pages: Buffer[] = [];
        const encoder = createTupleEncoder(columns, page => pages.push(page));
        for (const row of rows) {
          encoder.beginRow();
          for (const text of row) {
            const bytes = Buffer.from(text ?? '');
            if (text === null) encoder.putNull();
            else encoder.put(bytes, 0, bytes.length);
          }
          encoder.endRow();
        }
        encoder.flush();
        const digested = at.map(position => ({ at: position, type: 'text' as const }));
        const found = pages.flatMap(page => decodeTuples(digestTuples(page, digested, digest), columns));
        const expected = rows.map(row =>
          row.map((text, i) => (text !== null && at.includes(i) ? digest(text) : text)),
        );
        assert.deepEqual(found, expected);
      },
    ),
  );
});

test('only a plan that digests something salts its order, and each grant by a salt of its own', () => {
  const item: PlanItem = { name: 'x', column: 'x', type: 'text', mask: { kind: 'digest' }, filter: false };
  assert.equal(tieSaltOf(keys, { grantId: 1, items: [{ ...item, mask: { kind: 'name' } }] }), '');
  const salts = [1, 2].map(grantId => tieSaltOf(keys, { grantId, items: [item] }));
  assert.match(salts[0] ?? '', /^[\w-]{22}$/);
  assert.notEqual(salts[0], salts[1]);
});

test('a row that cannot travel for its digested value is told without that value', async () => {
  const items: PlanItem[] = ['a', 'b'].map(name => ({
    name,
    column: 'x',
    type: 'text',
    mask: { kind: name === 'a' ? 'digest' : 'none' },
    filter: false,
  }));
  const wrong: string[] = [];
  const source: Pick<Snapshot, 'read'> = {
    async *read(selection, options) {
      await Promise.resolve();
      const pages: Buffer[] = [];
      const encoder = createTupleEncoder(
        outputColumns(selection.items),
        page => pages.push(page),
        options?.wrong,
      );
      for (const bad of [0, 1, 2]) {
        encoder.beginRow();
        for (const at of [0, 1]) encoder.put(Buffer.of(at === bad ? 0xff : 0x41), 0, 1);
        encoder.endRow();
      }
      encoder.flush();
      yield* pages;
    },
  };
  const selection = { table: { schema: '', table: '' }, items, rows: [] };
  const options = {
    wrong: (row: WrongRow) => wrong.push(`${row.column} ${row.reason} ${row.raw.toString('hex')}`),
  };
  const rows: (string | null)[][] = [];
  for await (const chunk of readMasked(source, selection, () => digest, options))
    rows.push(...decodeTuples(chunk, outputColumns(items)));
  assert.deepEqual(rows, [[digest('A'), 'A']]);
  assert.deepEqual(wrong, ['x not_text ', 'x_2 not_text ff']);
});

test('a row that is wrong as a whole is told without its text, and so is what a condition finds in the digested column', async () => {
  const items: PlanItem[] = [
    { name: 'a', column: 'x', type: 'text', mask: { kind: 'name' }, filter: false },
    { name: 'b', column: 'x', type: 'text', mask: { kind: 'digest' }, filter: false },
  ];
  const wrong: string[] = [];
  const source: Pick<Snapshot, 'read'> = {
    async *read(_selection, options) {
      await Promise.resolve();
      const row = { row: 1, type: 'text', reason: 'columns', raw: Buffer.from('张三'), key: {} } as const;
      for (const column of ['', 'x', 'x_2', 'y']) options?.wrong?.({ ...row, column }, 1);
      yield Buffer.alloc(0);
    },
  };
  const selection = { table: { schema: '', table: '' }, items, rows: [] };
  const options = { wrong: (row: WrongRow) => wrong.push(`${row.column}: ${row.raw.toString()}`) };
  for await (const _ of readMasked(source, selection, () => digest, options));
  assert.deepEqual(wrong, [': ', 'x: ', 'x_2: ', 'y: 张三']);
});
