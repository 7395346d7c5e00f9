/** A run that broke off is continued: what the sink kept is held against the source as it is by then. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, afterEach, before, describe, test } from 'node:test';
import { openMysqlSource } from '#connectors/mysql/source.ts';
import { openPostgresSource } from '#connectors/postgres/source.ts';
import { openPostgresSink } from '#connectors/postgres/sink.ts';
import type { Sink, Source } from '#planes/mover/ports.ts';
import { transfer } from '#planes/mover/transfer.ts';
import type { MovePlanPart, TransferOrder, TransferResult } from '#planes/mover/transfer.ts';
import { type Scratch, createMariadb, createPostgres, mariadbMissing } from './connectors/databases.ts';
import { isProblem, item } from './connectors/suite.ts';

const ROWS = 40_000;
/** Pages of a read are 256 KB: some of them make a piece. */
const PIECES = { bytes: 512 * 1024, milliseconds: 0 };

let from: Scratch;
let to: Scratch;
let source: Source;
let sink: Sink;
let epoch = 0;
let runs = 0;

before(async () => {
  from = await createPostgres('repair_from');
  to = await createPostgres('repair_to');
  source = openPostgresSource(from.address, from.password);
  sink = openPostgresSink(to.address, to.password);
});
after(async () => {
  await source?.close();
  await from?.drop();
  await to?.drop();
});
afterEach(async () => {
  await to.run('drop schema if exists shuqiao cascade; drop schema if exists shared cascade');
  await from.run('drop table if exists person');
});

const fill = (key: string): string => `
  create table person (id bigint ${key}, xm text, born date);
  insert into person select i, '张三' || i % 97 || repeat('x', 40), date '1950-01-01' + (i % 20000)::int from generate_series(1, ${ROWS}) i`;

function planFor(changes: Partial<MovePlanPart> = {}): MovePlanPart {
  return {
    grantNo: '授权-1',
    version: 1,
    entryTitle: '户籍登记',
    table: { sourceId: 1, schema: 'public', table: 'person' },
    sink: { sourceId: 2, schema: 'shared', table: '户籍' },
    items: [item('id', 'bigint'), item('xm', 'text'), item('born', 'date')],
    rows: [],
    key: ['id'],
    ...changes,
  };
}

function move(runNo: string, order: Partial<TransferOrder> = {}): Promise<TransferResult> {
  return transfer({
    source,
    sink,
    plan: planFor(),
    runNo,
    epoch: ++epoch,
    digestKey: randomBytes(16),
    maskDigest: () => assert.fail('no mask digests here'),
    checkpoint: () => Promise.resolve(),
    beforeSwitch: () => Promise.resolve(),
    pieces: PIECES,
    ...order,
  });
}

/** Ends the run when it has passed the place so often. */
function breakAt(name: string, times: number): NonNullable<TransferOrder['failpoint']> {
  let passed = 0;
  return at => {
    if (at === name && ++passed === times) throw new Error(`broke off at ${name}`);
  };
}

async function breakOff(runNo: string, order: Partial<TransferOrder> = {}): Promise<void> {
  await assert.rejects(move(runNo, { failpoint: breakAt('move.after-keep', 3), ...order }), /broke off/);
  assert.equal(await sink.findRun(runNo), undefined);
  assert.deepEqual(await to.run(`select 1 from pg_namespace where nspname = 'shared'`), []);
}

interface Row {
  id: number;
  xm: string;
  born: Date;
}
/** Both sides row by row, doubles as often as they are. */
async function checkEqual(): Promise<void> {
  const list = async (scratch: Scratch, table: string): Promise<string[]> =>
    ((await scratch.run(`select id, xm, born::text as born from ${table}`)) as Row[])
      .map(row => `${row.id} ${row.xm} ${String(row.born)}`)
      .sort();
  assert.deepEqual(await list(to, 'shared."户籍"'), await list(from, 'person'));
}

async function keptTable(): Promise<string> {
  const rows = (await to.run(`select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'shuqiao' and relkind = 'r' and relname <> 'run'`)) as { relname: string }[];
  assert.equal(rows.length, 1, 'one table is kept');
  return `shuqiao."${rows[0]?.relname}"`;
}

describe('a run that broke off after some pieces', () => {
  test('sends only what is missing, and its receipt is of what the source holds by then', async () => {
    await from.run(fill('primary key'));
    const runNo = `续-${++runs}`;
    await breakOff(runNo);
    await from.run(`update person set xm = '李四' where id between 11 and 15;
      delete from person where id in (21, 22); insert into person values (-1, '新', '2001-01-01')`);
    const sent: number[] = [];
    const result = await move(runNo, { onProgress: ({ rows }) => sent.push(rows) });
    await checkEqual();
    const { repaired } = result;
    assert.ok(repaired && repaired.kept > 1_000 && repaired.kept < ROWS, JSON.stringify(repaired));
    assert.equal(repaired.dropped, 7, 'five changed, two gone');
    assert.equal(repaired.sent, ROWS - 1 - (repaired.kept - 7));
    assert.equal(repaired.rounds, 1);
    assert.deepEqual([result.rowsRead, result.rowsWritten], [ROWS - 1, ROWS - 1]);
    assert.ok(result.sourceDigest.buckets.equals(result.sinkDigest.buckets));
    const placed = await sink.findRun(runNo);
    assert.deepEqual([placed?.rows, placed?.sha256], [ROWS - 1, result.sourceDigest.sha256]);
  });

  test('whose rows have no key and come in doubles is repaired to the very number of each', async () => {
    await from.run(fill(''));
    await from.run(`insert into person select * from person where id % 3 = 0; insert into person
      select 5, '同', '1990-01-01' from generate_series(1, 700)`);
    const runNo = `续-${++runs}`;
    await breakOff(runNo, { plan: planFor({ key: [] }) });
    await from.run(`delete from person where ctid in (select min(ctid) from person where id % 9 = 0 group by id);
      insert into person select 5, '同', '1990-01-01' from generate_series(1, 3)`);
    await move(runNo, { plan: planFor({ key: [] }) });
    await checkEqual();
  });

  test('that does not fit into memory is repaired by groups of buckets', async () => {
    await from.run(fill('primary key'));
    const runNo = `续-${++runs}`;
    await breakOff(runNo);
    await from.run(
      `update person set born = '2020-02-20' where id % 50 = 0; delete from person where id % 501 = 0`,
    );
    const result = await move(runNo, { mostFingerprints: 4_000 });
    assert.equal(result.repaired?.rounds, 1);
    await checkEqual();
  });

  test('and again in the repair, goes on with what both have brought', async () => {
    await from.run(fill('primary key'));
    const runNo = `续-${++runs}`;
    await breakOff(runNo);
    const [{ n } = { n: 0 }] = (await to.run(`select count(*)::int as n from ${await keptTable()}`)) as {
      n: number;
    }[];
    await breakOff(runNo, { failpoint: breakAt('move.after-keep', 1) });
    await breakOff(runNo, { failpoint: breakAt('move.mid-repair', 4) });
    const result = await move(runNo);
    assert.ok((result.repaired?.kept ?? 0) > n, 'the second attempt kept a piece too');
    await checkEqual();
  });

  test('and whose rows somebody changed in the meantime is put right', async () => {
    await from.run(fill('primary key'));
    const runNo = `续-${++runs}`;
    await breakOff(runNo);
    const table = await keptTable();
    await to.run(`update ${table} set xm = '假' where id in (1, 2, 3); delete from ${table} where id in (4, 5);
      insert into ${table} select * from ${table} where id = 6`);
    const result = await move(runNo);
    assert.equal(result.repaired?.dropped, 4);
    await checkEqual();
  });

  test('by a mover that thinks it was the last one is not placed twice', async () => {
    await from.run(fill('primary key'));
    const runNo = `续-${++runs}`;
    await breakOff(runNo);
    await move(runNo);
    await assert.rejects(move(runNo), /is placed already/);
    await checkEqual();
  });

  test('and is given up leaves nothing', async () => {
    await from.run(fill('primary key'));
    const runNo = `续-${++runs}`;
    await breakOff(runNo);
    await keptTable();
    await sink.forget(planFor().sink, runNo);
    assert.deepEqual(
      await to.run(`select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'shuqiao' and relkind = 'r' and relname <> 'run'`),
      [],
    );
    const result = await move(runNo);
    assert.equal(result.repaired, undefined);
    await checkEqual();
  });
});

test('a small run is one transaction, however its pieces are set', async () => {
  await from.run(fill('primary key'));
  const kept: string[] = [];
  const failpoint = (at: string): void => void (at === 'move.after-keep' && kept.push(at));
  await move(`续-${++runs}`, { failpoint, pieces: { bytes: 1024, milliseconds: 60_000 } });
  await move(`续-${++runs}`, { failpoint, pieces: { bytes: 1024 * 1024 * 1024, milliseconds: 0 } });
  assert.deepEqual(kept, []);
});

const skip = await mariadbMissing();

test('a source without snapshots that changes between the passes is said to move, with the number of rows', {
  skip,
}, async () => {
  const mariadb = await createMariadb('repair');
  const mysql = openMysqlSource(mariadb.address, mariadb.password);
  try {
    await mariadb.run(`create table person (id bigint primary key, xm varchar(80), born date) engine = MyISAM;
      insert into person select seq, concat('张三', repeat('x', 40)), date '1950-01-01' from seq_1_to_${ROWS}`);
    const plan = planFor({ table: { sourceId: 1, schema: mariadb.address.database, table: 'person' } });
    let reads = 0;
    /** The department goes on working: between two readings of a run three rows change. */
    const busy = (times: number): Source => ({
      ...mysql,
      async snapshot(options) {
        const snapshot = await mysql.snapshot(options);
        return {
          ...snapshot,
          async *read(selection, reading) {
            reads += 1;
            if (reads <= times)
              await mariadb.run(
                `update person set born = date '1960-01-01' + interval ${reads} day where id <= 3`,
              );
            yield* snapshot.read(selection, reading);
          },
        };
      },
    });
    const runNo = `续-${++runs}`;
    await breakOff(runNo, { plan, source: mysql });
    await assert.rejects(
      move(runNo, { plan, source: busy(100), mostFingerprints: 8_000 }),
      isProblem('source_moving', { table: '^person$', rows: '^[1-9][0-9]*$' }),
    );
    assert.deepEqual(await to.run(`select 1 from pg_namespace where nspname = 'shared'`), []);
    // It comes to rest in the second round.
    reads = 0;
    const result = await move(runNo, { plan, source: busy(3), mostFingerprints: 8_000 });
    assert.equal(result.grade, 'stream');
    assert.equal(result.repaired?.rounds, 2);
    assert.equal(result.rowsWritten, ROWS);
  } finally {
    await mysql.close();
    await mariadb.drop();
  }
});
