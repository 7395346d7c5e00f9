/** Whose data a run moved: the list that its record names, from the source's rows to a look-up of one person. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdirSync, readlinkSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { openPostgresSource } from '#connectors/postgres/source.ts';
import { openPostgresSink } from '#connectors/postgres/sink.ts';
import { reader } from '#kernel/db.ts';
import { subjectKey } from '#modules/ledger/lookups.ts';
import { rootsWith } from '#modules/ledger/subjectLists.ts';
import { measureList } from '#modules/ledger/subjectMeasure.ts';
import { type TransferOrder, transfer } from '#planes/mover/transfer.ts';
import { SUBJECTS_A_PART } from '#record/subjectList.ts';
import { subjectDigest } from '#record/subjects.ts';
import { item } from './connectors/suite.ts';
import { type MoverHouse, moverHouse } from './moverHouse.ts';

/** More than one part holds. */
const ROWS = SUBJECTS_A_PART + 3000;
const YEAR = new Date().getUTCFullYear();

let house: MoverHouse;
before(async () => {
  house = await moverHouse('subjects');
  await house.from.run(`create table person as
    select i as id, '41040219800101' || lpad(i::text, 7, '0') as sfzh from generate_series(1::bigint, ${ROWS}) i`);
});
after(() => house?.close());

const plan = () =>
  house.movePlan({ items: [item('id', 'bigint'), item('sfzh', 'text', { kind: 'none' }, true)] });

/** Files without a name that this process holds open: what lists lie in on their way. */
const scratchFiles = (): number =>
  readdirSync('/proc/self/fd').filter(fd => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).includes('shuqiao-scratch-');
    } catch {
      return false;
    }
  }).length;

test('all persons of a run are in its list, and the same persons again have one list', async () => {
  house.start();
  const roots: string[] = [];
  for (const id of [await house.order(plan()), await house.order(plan())]) {
    const run = await house.ended(id);
    assert.equal(run.state, 'delivered');
    const delivering = (await house.recorded(run.no)).find(
      ({ body }) => 'action' in body && body.action === 'move.delivering',
    );
    assert.ok(delivering?.kind === 'usage');
    roots.push(delivering.body.subject);
  }
  const [root = ''] = roots;
  assert.equal(roots[1], root);
  const db = reader(house.storage.pools.worker);
  assert.deepEqual(await measureList(db, Buffer.from(root, 'base64url')), { year: YEAR, isWhole: true });
  const { rows } = await house.owner.query(
    'select s.n, (select count(*)::int from record.subject_part) as parts from record.subjects s',
  );
  assert.deepEqual(rows, [{ n: ROWS, parts: 1 }]);
  const keys = house.storage.keys;
  for (const [i, known] of [
    [1, 1],
    [ROWS, 1],
    [30_000, 1],
    [ROWS + 1, 0],
  ] as const) {
    const digest = subjectDigest(keys, `41040219800101${String(i).padStart(7, '0')}`, YEAR);
    assert.deepEqual(await rootsWith(db, [digest], YEAR), known === 1 ? [subjectKey(root)] : []);
  }
  assert.equal(scratchFiles(), 0);
});

test('a run that fails leaves no file behind, wherever it does', async () => {
  const source = openPostgresSource(house.from.address, house.from.password);
  const sink = openPostgresSink(house.to.address, house.to.password);
  const fails = (name: string, more: Partial<TransferOrder>): Promise<unknown> =>
    assert.rejects(
      transfer({
        source,
        sink,
        plan: plan(),
        runNo: name,
        epoch: 1,
        digestKey: randomBytes(16),
        subjectKey: () => Buffer.alloc(32, 1),
        maskDigest: () => assert.fail('no mask digests'),
        checkpoint: () => Promise.resolve(),
        beforeSwitch: () => Promise.reject(new Error('refused')),
        ...more,
      }),
      /refused/,
    );
  let atSwitch = 0;
  await fails('at the switch', {
    beforeSwitch() {
      atSwitch = scratchFiles();
      return Promise.reject(new Error('refused'));
    },
  });
  assert.equal(atSwitch, 1, 'the list of so many lies in a file until it is kept');
  assert.equal(scratchFiles(), 0);
  for (const at of ['move.mid-copy', 'move.after-copy', 'move.after-readback'] as const)
    await fails(at, {
      failpoint(name) {
        if (name === at) throw new Error('refused');
      },
    });
  assert.equal(scratchFiles(), 0);
  await source.close();
  await sink.close();
});
