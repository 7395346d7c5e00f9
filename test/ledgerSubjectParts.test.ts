/** Lists of persons that lie in parts: written whole or not at all, and read one part at a time. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import pg from 'pg';
import { reader } from '#kernel/db.ts';
import { subjectKey } from '#modules/ledger/lookups.ts';
import { rootsWith } from '#modules/ledger/subjectLists.ts';
import { measureList } from '#modules/ledger/subjectMeasure.ts';
import { saveSubjects } from '#planes/mover/runs/saveSubjects.ts';
import { type TestStorage, freshStorage } from './database.ts';
import { type CutList, cutList } from './subjectParts.ts';

let place: TestStorage;
let owner: pg.Client;
const YEAR = 2026;
/** Spread over the whole range, as digests are. */
const DIGESTS = Array.from({ length: 100 }, (_, i) => (BigInt(i) << 57n) + 5n);

before(async () => {
  place = await freshStorage('subject_parts');
  owner = new pg.Client({ connectionString: place.storage.ownerUrl });
  await owner.connect();
});
beforeEach(() => owner.query('delete from record.subjects'));
after(async () => {
  await owner.end();
  await place.close();
});

const save = (list: CutList): Promise<void> => saveSubjects(place.storage.pools.mover, list, YEAR);
const measure = (list: CutList) => measureList(reader(place.storage.pools.worker), list.root);

async function counts(): Promise<number[]> {
  const { rows } = await owner.query<{ lists: number; parts: number }>(
    'select (select count(*)::int from record.subjects) as lists, (select count(*)::int from record.subject_part) as parts',
  );
  return [rows[0]?.lists ?? 0, rows[0]?.parts ?? 0];
}

/** The lists in which a look-up finds this digest. */
async function found(digest: bigint, among: readonly CutList[]): Promise<CutList[]> {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(digest);
  const keys = await rootsWith(
    reader(place.storage.pools.worker),
    [Buffer.alloc(8, 1).toString('base64url'), bytes.toString('base64url')],
    YEAR + 1,
  );
  return among.filter(({ root }) =>
    keys.some(key => key.equals(subjectKey(Buffer.from(root).toString('base64url')))),
  );
}

test('every person of every part is found, in lists of any cut, and nobody else', async () => {
  const lists = [
    cutList(DIGESTS, 7),
    cutList(DIGESTS.slice(10, 60), 1),
    cutList(DIGESTS.slice(50), 65_536),
    ...Array.from({ length: 30 }, (_, i) => cutList(DIGESTS.slice(i, i + 4), 2)),
  ];
  for (const list of lists) await save(list);
  assert.deepEqual(await counts(), [33, 14 + 49 + 30]);
  for (const [i, digest] of DIGESTS.entries()) {
    const expected = lists.filter((_, nth) =>
      nth === 0 ? true : nth === 1 ? i >= 10 && i < 60 : nth === 2 ? i >= 50 : i >= nth - 3 && i < nth + 1,
    );
    assert.deepEqual(await found(digest, lists), expected, `digest ${i}`);
    assert.deepEqual(await found(digest + 1n, lists), []);
  }
  assert.deepEqual(await found(0n, lists), []);
  for (const list of lists) assert.deepEqual(await measure(list), { year: YEAR, isWhole: true });
});

test('a list whose writing breaks off is not there, and is written whole by the next attempt', async () => {
  const list = cutList(DIGESTS, 10);
  await assert.rejects(
    save({
      ...list,
      *rest() {
        yield* list.parts.slice(1, 5);
        throw new Error('the disk is gone');
      },
    }),
    /the disk is gone/,
  );
  assert.deepEqual(await counts(), [0, 0]);
  assert.equal(await measure(list), undefined);
  await save(list);
  assert.deepEqual(await counts(), [1, 9]);
  assert.deepEqual(await measure(list), { year: YEAR, isWhole: true });
});

test('the same persons again change nothing, wherever the list was cut before', async () => {
  for (const [first, again] of [
    [10, 10],
    [10, 7],
    [65_536, 10],
    [10, 65_536],
  ] as const) {
    await owner.query('delete from record.subjects');
    const list = cutList(DIGESTS, first);
    await save(list);
    const before = await counts();
    await save(cutList(DIGESTS, again));
    assert.deepEqual(await counts(), before);
    assert.deepEqual(await measure(list), { year: YEAR, isWhole: true });
  }
});

test('two runs that deliver the same persons at once leave one whole list', async () => {
  const list = cutList(DIGESTS, 3);
  await Promise.all([save(list), save(cutList(DIGESTS, 5)), save(list)]);
  assert.equal((await counts())[0], 1);
  assert.deepEqual(await measure(list), { year: YEAR, isWhole: true });
});

test('parts go with their list, and no login changes or removes one', async () => {
  await save(cutList(DIGESTS, 10));
  for (const pool of [place.storage.pools.mover, place.storage.pools.worker, place.storage.pools.write])
    for (const statement of [
      'delete from record.subject_part',
      "update record.subject_part set packed = '\\x01'",
      'truncate record.subject_part',
    ]) {
      const client = await pool.connect();
      try {
        await client.query('begin read write');
        await assert.rejects(client.query(statement), { code: '42501' }, statement);
      } finally {
        client.release(true);
      }
    }
  await assert.rejects(owner.query("update record.subject_part set packed = '\\x01'"));
  await assert.rejects(
    owner.query("insert into record.subject_part values ('\\x00', '\\x0000000000000000', '\\x01')"),
    { code: '23503' },
  );
  await owner.query('delete from record.subjects');
  assert.deepEqual(await counts(), [0, 0]);
});
