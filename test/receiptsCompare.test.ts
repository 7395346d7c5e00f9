/** The comparison that names rows, between real databases: planted faults, a source that goes on, tables without a key. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, beforeEach, describe, test } from 'node:test';
import { openMysqlSource } from '#connectors/mysql/source.ts';
import { openPostgresSource } from '#connectors/postgres/source.ts';
import { openPostgresSink } from '#connectors/postgres/sink.ts';
import { createKeys } from '#kernel/keys.ts';
import {
  type ReceiptSums,
  type SourceComparing,
  type SourceComparison,
  comparePlaced,
  compareWithSource,
} from '#planes/mover/proof/compare.ts';
import { createDigest } from '#planes/mover/proof/digest.ts';
import { digestShape } from '#planes/mover/proof/shape.ts';
import { type Sink, type Source, outputColumns } from '#planes/mover/ports.ts';
import { createMaskDigest, readMasked } from '#planes/mover/reading/maskDigests.ts';
import type { PlanItem, RowCondition } from '#vocabulary/plans.ts';
import { createMariadb, createPostgres, mariadbMissing } from './connectors/databases.ts';
import type { Scratch } from './connectors/databases.ts';

const ROWS = 100_000;
const maskDigest = createMaskDigest(createKeys(randomBytes(32)), 42);

const item = (
  name: string,
  column: string,
  type: PlanItem['type'],
  mask: PlanItem['mask'] = { kind: 'none' },
) => ({
  name,
  column,
  type,
  mask,
  filter: false,
});
const ITEMS: PlanItem[] = [
  item('编号', 'id', 'bigint'),
  item('姓名', 'xm', 'text', { kind: 'name' }),
  item('收入', 'income', 'numeric'),
  item('更新时间', 'changed', 'timestamp'),
];
const PLAN = {
  table: { sourceId: 1, schema: 'public', table: 'person' },
  sink: { sourceId: 2, schema: 'shared', table: 'person' },
  items: ITEMS,
  key: ['编号'],
};

let from: Scratch;
let to: Scratch;
let sink: Sink;

before(async () => {
  from = await createPostgres('compare_from');
  to = await createPostgres('compare_to');
  await from.run(`create table person (id bigint primary key, xm text, income numeric(12,2), changed timestamp);
    insert into person select i, '张三' || i, i + 0.5, '2026-01-01'::timestamp + i * interval '1 second' from generate_series(1, ${ROWS}) i`);
  await to.run('create schema shared');
  sink = openPostgresSink(to.address, to.password);
});
after(async () => {
  await sink?.close();
  await from?.drop();
  await to?.drop();
});
/** What a run would have placed: the name masked, no constraint that would keep a fault out. */
beforeEach(async () => {
  await to.run(`drop table if exists shared.person;
    create table shared.person (id bigint, xm text, income numeric, changed timestamp);
    insert into shared.person select i, '张' || repeat('*', length(i::text) + 1), (i + 0.5)::numeric(12,2), '2026-01-01'::timestamp + i * interval '1 second'
      from generate_series(1, ${ROWS}) i`);
});

/** What a receipt says of the table as it lies there now. */
async function receiptNow(plan: typeof PLAN): Promise<ReceiptSums> {
  const digestKey = randomBytes(16);
  const digester = createDigest(digestShape(plan, digestKey));
  for await (const chunk of sink.readPlaced(plan.sink, outputColumns(plan.items))) digester.add(chunk);
  return { digestKey, digest: digester.finish() };
}

async function compare(
  source: Source,
  plan: typeof PLAN,
  more: Partial<SourceComparing> & { through?: RowCondition; past?: RowCondition } = {},
): Promise<SourceComparison> {
  const { through, past, ...options } = more;
  const snapshot = await source.snapshot();
  const rows = (conditions: RowCondition[]) => () =>
    readMasked(snapshot, { table: plan.table, items: plan.items, rows: conditions }, () => maskDigest);
  try {
    return await compareWithSource({
      sink,
      plan,
      key: randomBytes(16),
      expected: rows(through ? [through] : []),
      ...(through ? { everything: rows([]) } : {}),
      ...(past ? { later: rows([past]) } : {}),
      ...options,
    });
  } finally {
    await snapshot.close();
  }
}

async function withPostgres<T>(work: (source: Source) => Promise<T>): Promise<T> {
  const source = openPostgresSource(from.address, from.password);
  return work(source).finally(() => source.close());
}

const sorted = ({ rows }: SourceComparison): string[] =>
  rows.map(row => [row.kind, row.key.join('|'), ...row.columns].join(' ')).sort();

/** 3 altered, 2 lost, 1 doubled. */
const FAULTS = `update shared.person set income = income + 1 where id in (11, 50000);
  update shared.person set xm = '李*', changed = null where id = 77777;
  delete from shared.person where id in (1, ${ROWS});
  insert into shared.person select * from shared.person where id = 4242`;
const NAMED = [
  'changed 11 income',
  'changed 50000 income',
  'changed 77777 xm changed',
  'extra 4242',
  'missing 1',
  `missing ${ROWS}`,
];

describe('a standing comparison', () => {
  test('finds the target equal to its source and its receipt', () =>
    withPostgres(async source => {
      const found = await compare(source, PLAN, { receipt: await receiptNow(PLAN) });
      assert.deepEqual(
        [found.result, found.rowsSource, found.rowsTarget, found.rows, found.complete],
        ['equal', ROWS, ROWS, [], true],
      );
    }));

  test('names 3 altered rows with their columns, 2 lost ones and a doubled one, among 100,000', () =>
    withPostgres(async source => {
      const receipt = await receiptNow(PLAN);
      await to.run(FAULTS);
      const found = await compare(source, PLAN, { receipt });
      assert.equal(found.result, 'target_changed');
      assert.deepEqual(sorted(found), NAMED);
      assert.deepEqual(
        [found.missing, found.extra, found.changed, found.complete, found.rowsTarget],
        [2, 1, 3, true, ROWS - 1],
      );
      assert.ok(found.buckets.length <= 6);
      const alone = await comparePlaced(sink, PLAN, receipt);
      assert.deepEqual([alone.equal, alone.rowsFound], [false, ROWS - 1]);
      assert.ok(!JSON.stringify(found.rows).includes('张'), 'no masked value is told');
    }));

  test('names them with little memory too, in more passes', () =>
    withPostgres(async source => {
      await to.run(FAULTS);
      assert.deepEqual(sorted(await compare(source, PLAN, { mostBytes: 2_000 })), NAMED);
      const groups = await compare(source, PLAN, { most: 150 });
      assert.deepEqual(sorted(groups), NAMED);
    }));

  test('names rows of a table without a key by what has no mask, and counts doubles', () =>
    withPostgres(async source => {
      const plan = { ...PLAN, key: [] };
      await to.run(FAULTS);
      const found = await compare(source, plan);
      assert.deepEqual([found.missing, found.extra, found.changed], [5, 4, 0]);
      const at = (i: number): string =>
        `${i}|${i}.50|${new Date(Date.UTC(2026, 0, 1) + i * 1000).toISOString().slice(0, 19).replace('T', ' ')}`;
      assert.deepEqual(
        sorted(found).filter(row => row.startsWith('missing')),
        [ROWS, 11, 1, 50000, 77777].map(i => `missing ${at(i)}`),
      );
      assert.deepEqual(sorted(found)[0], `extra ${at(11).replace('11.50', '12.50')}`);
      assert.equal(found.result, 'differs', 'without a receipt nobody can tell which side moved');
    }));

  test('tells a source that went on from a target that somebody changed', () =>
    withPostgres(async source => {
      const receipt = await receiptNow(PLAN);
      try {
        await from.run(`update person set income = 0 where id = 5; delete from person where id = 6;
          insert into person values (${ROWS + 1}, '新', 1, now())`);
        const found = await compare(source, PLAN, { receipt });
        assert.equal(found.result, 'source_moving');
        assert.deepEqual(sorted(found), ['changed 5 income', 'extra 6', `missing ${ROWS + 1}`]);
      } finally {
        await from.run(`update person set income = 5.5 where id = 5; delete from person where id > ${ROWS};
          insert into person values (6, '张三6', 6.5, '2026-01-01 00:00:06')`);
      }
    }));

  test('sees one moment of a source that is written to while it is compared', () =>
    withPostgres(async source => {
      const receipt = await receiptNow(PLAN);
      await to.run('delete from shared.person where id = 3');
      let looks = 0;
      const meddling: Pick<Sink, 'readPlaced'> = {
        async *readPlaced(target, columns) {
          // Between the digests and the naming.
          if (++looks === 2) await from.run('update person set income = income + 1 where id in (3, 9)');
          yield* sink.readPlaced(target, columns);
        },
      };
      try {
        const found = await compare(source, PLAN, { receipt, sink: meddling });
        assert.deepEqual([looks, sorted(found)], [2, ['missing 3']]);
      } finally {
        await from.run('update person set income = id + 0.5 where id in (3, 9)');
      }
    }));

  test('holds an incremental target against the source through its position, and knows what the next run brings', () =>
    withPostgres(async source => {
      const position = '2026-01-01 13:53:20';
      await to.run(`delete from shared.person where id > 50000`);
      const through: RowCondition = {
        column: 'changed',
        type: 'timestamp',
        op: 'between',
        values: ['0001-01-01 00:00:00', position],
      };
      const past: RowCondition = { ...through, values: [position, '9999-12-31 23:59:59.999999'] };
      assert.equal((await compare(source, PLAN, { through, past })).result, 'equal');
      try {
        await from.run(
          `update person set income = 1, changed = '2027-01-01' where id = 20; delete from person where id = 21`,
        );
        const younger = await compare(source, PLAN, { through, past });
        assert.deepEqual([younger.result, sorted(younger), younger.younger], ['differs', ['extra 21'], 1]);
        await to.run('delete from shared.person where id = 21');
        const moving = await compare(source, PLAN, { through, past });
        assert.deepEqual([moving.result, moving.rows, moving.younger], ['source_moving', [], 1]);
        await to.run('delete from shared.person where id = 30');
        assert.deepEqual(sorted(await compare(source, PLAN, { through, past })), ['missing 30']);
      } finally {
        await from.run(`update person set income = 20.5, changed = '2026-01-01 00:00:20' where id = 20;
          insert into person values (21, '张三21', 21.5, '2026-01-01 00:00:21')`);
      }
    }));

  test('rows without a watermark, or with one in the future, are no difference while the source has them as they are', () =>
    withPostgres(async source => {
      const through: RowCondition = {
        column: 'changed',
        type: 'timestamp',
        op: 'between',
        values: ['0001-01-01 00:00:00', '2026-06-01 00:00:00'],
      };
      const past: RowCondition = {
        ...through,
        values: ['2026-06-01 00:00:00', '9999-12-31 23:59:59.999999'],
      };
      // 1 to 6 came with the first run; 7 has no watermark since, and 8 came without one after it.
      const apart = (table: string): string => `update ${table} set changed = null where id in (1, 2, 3);
        update ${table} set changed = '2099-01-01' where id in (4, 5, 6)`;
      try {
        await from.run(apart('person'));
        await to.run(apart('shared.person'));
        const unchanged = await compare(source, PLAN, { through, past });
        assert.deepEqual(
          [unchanged.result, unchanged.younger, unchanged.rows, unchanged.buckets, unchanged.complete],
          ['equal', 0, [], [], true],
        );
        await to.run('delete from shared.person where id in (8, 9)');
        await from.run('update person set changed = null where id = 8; delete from person where id = 9');
        assert.equal((await compare(source, PLAN, { through, past })).result, 'equal');

        await from.run('update person set changed = null where id = 7; delete from person where id = 3');
        const lost = await compare(source, PLAN, { through, past });
        assert.deepEqual([lost.result, sorted(lost), lost.younger], ['differs', ['extra 3', 'extra 7'], 0]);
        await to.run('delete from shared.person where id in (3, 7)');
        await from.run('update person set income = 0 where id = 6');
        const younger = await compare(source, PLAN, { through, past });
        assert.deepEqual([younger.result, younger.rows, younger.younger], ['source_moving', [], 1]);
        await to.run('insert into shared.person select * from shared.person where id in (5, 10)');
        const doubled = await compare(source, PLAN, { through, past, most: 150 });
        assert.ok(doubled.rows.some(row => row.kind === 'extra' && row.key[0] === '10'));
        await from.run('update person set income = 0 where id = 2');
        assert.ok(sorted(await compare(source, PLAN, { through, past })).includes('extra 2'));
      } finally {
        await from.run(`delete from person where id < 11;
          insert into person select i, '张三' || i, i + 0.5, '2026-01-01'::timestamp + i * interval '1 second' from generate_series(1, 10) i`);
      }
    }));

  test('ends when it is told to', () =>
    withPostgres(async source => {
      const signal = AbortSignal.abort(new Error('the grant is over'));
      await assert.rejects(compare(source, PLAN, { signal }), /the grant is over/);
    }));
});

describe('a standing comparison with MariaDB', async () => {
  test('names the same faults', { skip: await mariadbMissing() }, async () => {
    const maria = await createMariadb('compare_from');
    const source = openMysqlSource(maria.address, maria.password);
    try {
      await maria.run(`create table person (id bigint primary key, xm text, income decimal(12,2), changed datetime);
        insert into person select seq, concat('张三', seq), seq + 0.5, '2026-01-01' + interval seq second from seq_1_to_${ROWS}`);
      const plan = { ...PLAN, table: { ...PLAN.table, schema: maria.address.database } };
      const receipt = await receiptNow(plan);
      assert.equal((await compare(source, plan, { receipt })).result, 'equal');
      await to.run(FAULTS);
      const found = await compare(source, plan, { receipt });
      assert.deepEqual([found.result, sorted(found)], ['target_changed', NAMED]);
    } finally {
      await source.close();
      await maria.drop();
    }
  });
});
