/** Whole runs of the mover between real databases, and what it does when somebody interferes. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, beforeEach, describe, test } from 'node:test';
import { openMysqlSink } from '#connectors/mysql/sink.ts';
import { openMysqlSource } from '#connectors/mysql/source.ts';
import { openPostgresSource } from '#connectors/postgres/source.ts';
import { openPostgresSink } from '#connectors/postgres/sink.ts';
import { createKeys } from '#kernel/keys.ts';
import { comparePlaced, compareWithSource } from '#planes/mover/proof/compare.ts';
import { createMaskDigest } from '#planes/mover/reading/maskDigests.ts';
import type { Sink, Source, WrongRow } from '#planes/mover/ports.ts';
import { ReceiptMismatch, transfer } from '#planes/mover/transfer.ts';
import { openReading } from '#planes/mover/transfer/reading.ts';
import type { MoveFailpoint, MovePlanPart, TransferOrder, TransferResult } from '#planes/mover/transfer.ts';
import type { PlanItem } from '#vocabulary/plans.ts';
import { createMariadb, createPostgres, mariadbMissing } from './databases.ts';
import type { Scratch } from './databases.ts';
import { isProblem, item } from './suite.ts';

const rowCount = 3_000;
const digestKey = randomBytes(16);
const maskDigest = createMaskDigest(createKeys(randomBytes(32)), 42);
const named = (one: PlanItem, name: string): PlanItem => ({ ...one, name });

const items: PlanItem[] = [
  named(item('id', 'bigint'), '编号'),
  named(item('idno', 'text', { kind: 'middle', head: 6, tail: 4 }), '公民身份号码'),
  named(item('xm', 'text', { kind: 'name' }), '姓名'),
  named(item('born', 'date'), '出生日期'),
  named(item('income', 'numeric'), '收入'),
  named(item('active', 'boolean'), '有效'),
  named(item('changed', 'timestamp'), '更新时间'),
  named(item('born', 'date', { kind: 'year' }), '出生年份'),
  named(item('income', 'numeric', { kind: 'digest' }), '收入摘要'),
  named(item('idno', 'text', { kind: 'digest' }), '身份摘要'),
];

const person = (i: number): string =>
  `(${i}, '4104021987${String(i % 10_000).padStart(4, '0')}123X', '${['张三', '欧阳娜娜', '王', '李😀四'][i % 4]}', '1987-05-06', ${i % 7 === 0 ? 'null' : `${i}.50`}, ${i % 2 === 0}, '2024-02-29 13:14:15.123456')`;
const fill = `insert into person values ${Array.from({ length: rowCount }, (_, i) => person(i + 1)).join(', ')}`;

function planFor(schema: string, changes: Partial<MovePlanPart> = {}): MovePlanPart {
  return {
    grantNo: '授权-1',
    version: 1,
    entryTitle: '户籍登记',
    table: { sourceId: 1, schema, table: 'person' },
    sink: { sourceId: 2, schema: 'shared', table: '户籍' },
    items,
    rows: [],
    key: ['编号'],
    ...changes,
  };
}

let postgres: Scratch;
let target: Scratch;
let sink: Sink;
let runs = 0;

before(async () => {
  postgres = await createPostgres('move_source');
  target = await createPostgres('move_sink');
  await postgres.run(
    'create table person (id bigint primary key, idno char(18), xm varchar(40), born date, income numeric(12,2), active boolean, changed timestamp)',
  );
  await postgres.run(fill);
  sink = openPostgresSink(target.address, target.password, { lockMilliseconds: 1_000 });
});
after(async () => {
  await postgres?.drop();
  await target?.drop();
});
beforeEach(async () => {
  await target.run(
    'drop event trigger if exists meddle; drop schema if exists shuqiao cascade; drop schema if exists shared cascade',
  );
});

function move(
  source: Source,
  plan: MovePlanPart,
  order: Partial<TransferOrder> = {},
): Promise<TransferResult> {
  return transfer({
    source,
    sink,
    plan,
    runNo: `运行-${++runs}`,
    epoch: runs,
    digestKey,
    subjectKey: () => Buffer.alloc(32, 5),
    maskDigest: () => maskDigest,
    checkpoint: () => Promise.resolve(),
    beforeSwitch: () => Promise.resolve(),
    ...order,
  });
}

/** Everything that a failed run could have left: tables, views, rows about runs. */
async function leftBehind(): Promise<unknown[]> {
  return target.run(`select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('shared', 'shuqiao') and relkind in ('r', 'v') and relname <> 'run'`);
}

async function withSource(work: (source: Source) => Promise<void>): Promise<void> {
  const source = openPostgresSource(postgres.address, postgres.password);
  await work(source).finally(() => source.close());
}

async function checkPlaced(): Promise<void> {
  const rows = (await target.run('select * from shared."户籍" order by id')) as Record<string, unknown>[];
  assert.equal(rows.length, rowCount);
  for (const i of [1, 2, 3, 4, 7, 1499, rowCount]) {
    const row = rows[i - 1];
    assert.equal(row?.['id'], String(i));
    assert.equal(row['xm'], ['张*', '欧***', '王', '李**'][i % 4]);
    assert.equal(row['idno'], `410402********123X`);
    assert.equal(row['income'], i % 7 === 0 ? null : `${i}.50`);
    assert.equal(row['active'], i % 2 === 0);
    assert.equal(row['born_2'], '1987');
    assert.equal(row['income_2'], i % 7 === 0 ? null : maskDigest(`${i}.5`));
    assert.equal(row['idno_2'], maskDigest(`4104021987${String(i).padStart(4, '0')}123X`));
  }
}

describe('a run from PostgreSQL to PostgreSQL', () => {
  test('places equal rows, masked, with receipts of both sides that agree, and says so in the sink', () =>
    withSource(async source => {
      const stages: string[] = [];
      const result = await move(source, planFor('public'), {
        runNo: '运行-甲',
        failpoint: name => stages.push(name),
        beforeSwitch: async summary => {
          assert.equal(summary.rowsRead, rowCount);
          assert.deepEqual(await leftBehind(), [], 'nothing is visible before the switch');
        },
      });
      assert.deepEqual([result.rowsRead, result.rowsWritten], [rowCount, rowCount]);
      assert.ok(result.sourceDigest.buckets.equals(result.sinkDigest.buckets));
      assert.match(result.sourceDigest.sha256, /^[0-9a-f]{64}$/);
      await checkPlaced();
      const found = await sink.findRun('运行-甲');
      assert.deepEqual(
        [found?.rows, found?.showing, found?.grantNo, found?.sha256],
        [rowCount, true, '授权-1', result.sourceDigest.sha256],
      );
      assert.equal(await sink.findRun('运行-乙'), undefined);
      assert.deepEqual([...new Set(stages)], [
        'move.after-create',
        'move.mid-copy',
        'move.after-copy',
        'move.after-readback',
        'move.before-swap',
        'move.after-swap',
      ] satisfies MoveFailpoint[]);
      const comments = await target.run(
        `select col_description('shared."户籍"'::regclass, 2) as c, obj_description('shared."户籍"'::regclass) as t`,
      );
      assert.deepEqual(comments, [{ c: '公民身份号码', t: '户籍登记 授权-1' }]);
    }));

  test('a second run replaces the first for every reader at once, keeps what was granted on it, and leaves the old rows until the next run', () =>
    withSource(async source => {
      await move(source, planFor('public'));
      await target.run('grant select on shared."户籍" to public');
      const some = planFor('public', {
        rows: [{ column: 'id', type: 'bigint', op: 'between', values: ['1', '10'] }],
      });
      await move(source, some, { runNo: 'second' });
      assert.deepEqual(await target.run('select count(*)::int as n from shared."户籍"'), [{ n: 10 }]);
      assert.equal((await leftBehind()).length, 3, 'the view, its generation and the one before');
      assert.deepEqual(
        await target.run(`select has_table_privilege('public', 'shared."户籍"', 'select') as may`),
        [{ may: true }],
      );
      assert.equal((await sink.findShowing(some.sink))?.runNo, 'second');
      const fewer = planFor('public', { items: items.slice(0, 3) });
      await move(source, fewer);
      assert.deepEqual(Object.keys((await target.run('select * from shared."户籍" limit 1'))[0] as object), [
        'id',
        'idno',
        'xm',
      ]);
      await sink.remove(fewer.sink);
      assert.deepEqual(await leftBehind(), []);
    }));

  test('an empty selection places an empty table', () =>
    withSource(async source => {
      const result = await move(
        source,
        planFor('public', { rows: [{ column: 'id', type: 'bigint', op: 'eq', values: ['-1'] }] }),
      );
      assert.deepEqual([result.rowsRead, result.rowsWritten], [0, 0]);
      assert.deepEqual(await target.run('select count(*)::int as n from shared."户籍"'), [{ n: 0 }]);
    }));

  test('rows that are equal after the mask are counted one by one when nothing identifies them', () =>
    withSource(async source => {
      const result = await move(
        source,
        planFor('public', { items: [named(item('xm', 'text', { kind: 'name' }), '姓名')], key: [] }),
      );
      assert.equal(result.rowsWritten, rowCount);
    }));
});

describe('rows that the sink changes behind the mover’s back', () => {
  /** As a consumer's own administrator could do it: a trigger on every new table of the platform's schema. */
  const meddle = (body: string): string => `
    create schema if not exists shuqiao;
    create or replace function public.change_row() returns trigger language plpgsql as $f$ begin ${body} return new; end $f$;
    create or replace function public.meddle() returns event_trigger language plpgsql as $f$
      declare one record; begin
        for one in select * from pg_event_trigger_ddl_commands() where command_tag = 'CREATE TABLE' and object_identity like 'shuqiao.%' and object_identity not like '%.run' loop
          execute format('create trigger change_row before insert on %s for each row execute function public.change_row()', one.object_identity);
        end loop;
      end $f$;
    create event trigger meddle on ddl_command_end when tag in ('CREATE TABLE') execute function public.meddle();`;

  const cases: Record<string, { body: string; rows: number }> = {
    'an altered row': { body: `if new.id = 1500 then new.income := 1; end if;`, rows: rowCount },
    'a dropped row': { body: `if new.id = 1500 then return null; end if;`, rows: rowCount - 1 },
    'a doubled row': {
      body: `if new.id = 1500 and pg_trigger_depth() = 1 then execute format('insert into %I.%I select ($1).*', tg_table_schema, tg_table_name) using new; end if;`,
      rows: rowCount + 1,
    },
  };
  for (const [name, { body, rows }] of Object.entries(cases)) {
    test(`${name} fails the run by its bucket, and nothing is placed`, () =>
      withSource(async source => {
        await target.run(meddle(body));
        let recorded = false;
        const running = move(source, planFor('public'), {
          runNo: name,
          beforeSwitch: async () => {
            recorded = true;
          },
        });
        await assert.rejects(running, (error: unknown) => {
          assert.ok(error instanceof ReceiptMismatch, String(error));
          assert.equal(error.buckets.length, 1);
          assert.match(error.message, new RegExp(`bucket ${error.buckets[0]}\\b`));
          assert.deepEqual([error.rowsRead, error.rowsInSink], [rowCount, rows]);
          return true;
        });
        assert.equal(recorded, false, 'the ledger was not told of a delivery');
        assert.deepEqual(await leftBehind(), []);
        assert.equal(await sink.findRun(name), undefined);
      }));
  }

  test('a sink that refuses a row says so in its own words, and nothing is placed', () =>
    withSource(async source => {
      await target.run(meddle(`if new.id = 1500 then raise exception 'not in this house'; end if;`));
      await assert.rejects(
        move(source, planFor('public')),
        isProblem('failed', { said: 'not in this house' }),
      );
      assert.deepEqual(await leftBehind(), []);
    }));

  test('a trigger that waits for the commit is made to act before the read-back', () =>
    withSource(async source => {
      await target.run(
        meddle('').replace(
          'create trigger change_row before insert on %s',
          'create constraint trigger change_row after insert on %s deferrable initially deferred',
        ),
      );
      await target.run(`create or replace function public.change_row() returns trigger language plpgsql as $f$ begin
        if new.id = 1500 then execute format('update %I.%I set income = 1 where id = 1500', tg_table_schema, tg_table_name); end if; return null; end $f$`);
      await assert.rejects(move(source, planFor('public')), ReceiptMismatch);
      assert.deepEqual(await leftBehind(), []);
    }));

  test('what is changed after the commit is found by the standing comparison, and the rows are named', () =>
    withSource(async source => {
      const plan = planFor('public');
      const result = await move(source, plan);
      const receipt = { digestKey, digest: result.sinkDigest };
      assert.deepEqual(await comparePlaced(sink, plan, receipt), {
        equal: true,
        buckets: [],
        rowsExpected: rowCount,
        rowsFound: rowCount,
      });
      const generation = (await sink.findShowing(plan.sink))?.generation ?? '';
      await target.run(`update shuqiao."${generation}" set income = 1 where id = 1500;
        delete from shuqiao."${generation}" where id = 77;
        insert into shuqiao."${generation}" (id, xm) values (-5, '假')`);
      const compared = await comparePlaced(sink, plan, receipt);
      assert.equal(compared.equal, false);
      assert.ok(compared.buckets.length >= 1 && compared.buckets.length <= 3);
      const snapshot = await source.snapshot();
      const reading = openReading({ plan, maskDigest: () => maskDigest }, snapshot, {
        rows: [],
        after: undefined,
      });
      const { rows } = await compareWithSource({
        sink,
        plan,
        key: randomBytes(16),
        expected: () => reading.rows(true),
        receipt,
      }).finally(() => snapshot.close());
      assert.deepEqual(
        rows.sort((a, b) => Number(a.key[0]) - Number(b.key[0])),
        [
          { key: ['-5'], kind: 'extra', columns: [] },
          { key: ['77'], kind: 'missing', columns: [] },
          { key: ['1500'], kind: 'changed', columns: ['income'] },
        ],
      );
    }));
});

describe('a run that ends before its time', () => {
  const failpoints: MoveFailpoint[] = [
    'move.after-create',
    'move.mid-copy',
    'move.after-copy',
    'move.after-readback',
    'move.before-swap',
  ];
  for (const at of failpoints) {
    test(`leaves nothing when it fails at ${at}, and the next run succeeds`, () =>
      withSource(async source => {
        const failpoint = (name: MoveFailpoint): void => {
          if (name === at) throw new Error(`failed at ${at}`);
        };
        await assert.rejects(
          move(source, planFor('public'), { failpoint, runNo: at }),
          new RegExp(`failed at ${at}`),
        );
        assert.deepEqual(await leftBehind(), []);
        assert.equal(await sink.findRun(at), undefined);
        await move(source, planFor('public'));
        await checkPlaced();
      }));
  }

  test('a grant that dies, at a checkpoint or at the record of the delivery, drops what was staged', () =>
    withSource(async source => {
      const dead = (): Promise<void> => Promise.reject(new Error('the grant is dead'));
      await assert.rejects(move(source, planFor('public'), { checkpoint: dead }), /the grant is dead/);
      await assert.rejects(move(source, planFor('public'), { beforeSwitch: dead }), /the grant is dead/);
      const controller = new AbortController();
      const stop = (): void => controller.abort(new Error('stopped by hand'));
      await assert.rejects(
        move(source, planFor('public'), {
          signal: controller.signal,
          failpoint: name => name === 'move.mid-copy' && stop(),
        }),
        /stopped by hand/,
      );
      assert.deepEqual(await leftBehind(), []);
    }));

  test('a grant that dies while the source stands still ends the run within two seconds', () =>
    withSource(async source => {
      await postgres.run('create or replace view still as select id, pg_sleep(60)::text as t from person');
      const plan = planFor('public', {
        table: { sourceId: 1, schema: 'public', table: 'still' },
        items: [item('id', 'bigint'), item('t', 'text')],
        key: ['id'],
      });
      let seen = 0;
      const checkpoint = (): Promise<void> =>
        seen++ === 0 ? Promise.resolve() : Promise.reject(new Error('the grant is dead'));
      const started = performance.now();
      await assert.rejects(move(source, plan, { checkpoint }), /the grant is dead/);
      assert.ok(performance.now() - started < 20_000, 'long before the source would have answered');
      assert.deepEqual(await leftBehind(), []);
      await target.run('select 1');
    }));

  test('a source that is cut off in the middle of the copy leaves nothing', () =>
    withSource(async source => {
      await postgres.run(
        `create table if not exists wide as select n::bigint as id, repeat('x', 500) as t from generate_series(1, 60000) n`,
      );
      const plan = planFor('public', {
        table: { sourceId: 1, schema: 'public', table: 'wide' },
        items: [item('id', 'bigint'), item('t', 'text')],
        key: ['id'],
      });
      let killed = false;
      const kill = async (): Promise<void> => {
        killed = true;
        await postgres.run(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'copy %'`,
        );
      };
      const checkpoint = (): Promise<void> => (seen++ > 0 && !killed ? kill() : Promise.resolve());
      let seen = 0;
      await assert.rejects(move(source, plan, { checkpoint }), isProblem('connection_lost'));
      assert.equal(killed, true);
      assert.deepEqual(await leftBehind(), []);
    }));

  test('a sink whose connection is cut during the copy gives one clear word and leaves nothing', () =>
    withSource(async source => {
      const plan = planFor('public', {
        table: { sourceId: 1, schema: 'public', table: 'wide' },
        items: [item('id', 'bigint'), item('t', 'text')],
        key: ['id'],
      });
      await postgres.run(
        `create table if not exists wide as select n::bigint as id, repeat('x', 500) as t from generate_series(1, 60000) n`,
      );
      let seen = 0;
      const checkpoint = async (): Promise<void> => {
        if (seen++ === 1)
          await target.run(
            `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'copy %'`,
          );
      };
      await assert.rejects(move(source, plan, { checkpoint }), isProblem('connection_lost'));
      assert.deepEqual(await leftBehind(), []);
    }));

  test('a lost column, a taken name, and two runs for one table at once are each refused in one word', () =>
    withSource(async source => {
      const lost = planFor('public', { items: [...items, item('phone', 'text')] });
      await assert.rejects(
        move(source, lost),
        isProblem('lost_column', { column: '^phone$', table: '^person$' }),
      );
      await target.run('create schema shared; create table shared."户籍" (a int)');
      await assert.rejects(move(source, planFor('public')), isProblem('name_taken', { table: '^户籍$' }));
      await target.run('drop table shared."户籍"');
      const second = { problem: undefined as unknown };
      await move(source, planFor('public'), {
        epoch: 1_000,
        beforeSwitch: async () => {
          second.problem = await move(source, planFor('public'), { epoch: 1_000 }).catch(
            (error: unknown) => error,
          );
        },
      });
      isProblem('busy')(second.problem);
      await checkPlaced();
    }));

  test('a later attempt takes the table from an earlier one, which then delivers nothing', () =>
    withSource(async source => {
      const earlier = move(source, planFor('public'), {
        runNo: 'earlier',
        epoch: 1,
        beforeSwitch: () =>
          move(source, planFor('public'), { runNo: 'later', epoch: 2 }).then(() => undefined),
      });
      await assert.rejects(earlier, isProblem('connection_lost'));
      assert.equal((await sink.findShowing(planFor('public').sink))?.runNo, 'later');
      assert.equal(await sink.findRun('earlier'), undefined);
      await checkPlaced();
    }));

  test('a reader that holds the table makes the switch give up, and the old rows stay', () =>
    withSource(async source => {
      await move(source, planFor('public'), { runNo: 'old' });
      await target.run('begin; select 1 from shared."户籍" limit 1');
      try {
        await assert.rejects(move(source, planFor('public')), isProblem('busy'));
      } finally {
        await target.run('rollback');
      }
      assert.equal((await sink.findShowing(planFor('public').sink))?.runNo, 'old');
      await checkPlaced();
    }));
});

const skip = await mariadbMissing();

test('numbers that no column of MySQL holds are set aside, and everything else arrives', {
  skip,
}, async () => {
  const values = [
    '12.50',
    '9'.repeat(35),
    '1'.repeat(36),
    `0.${'1'.repeat(30)}`,
    `0.${'1'.repeat(31)}`,
    '-0.1',
    `1${'0'.repeat(60)}`,
    'NaN',
    '0',
  ];
  await postgres.run(`create table numbers (id int primary key, n numeric);
    insert into numbers values ${values.map((value, i) => `(${i + 1}, '${value}')`).join(', ')}`);
  const mariadb = await createMariadb('move_numbers');
  const to = openMysqlSink(mariadb.address, mariadb.password);
  const wrong: WrongRow[] = [];
  try {
    await withSource(async source => {
      const { database } = mariadb.address;
      const { rowsRead, rowsWritten, setAside } = await move(
        source,
        planFor('public', {
          table: { sourceId: 1, schema: 'public', table: 'numbers' },
          sink: { sourceId: 2, schema: database, table: 'numbers' },
          items: [item('id', 'bigint'), item('n', 'numeric')],
          key: ['id'],
        }),
        {
          sink: to,
          // The account of runs lies beside the databases and outlives them.
          runNo: `运行-${database}-${Date.now()}`,
          wrongStore: { clear: async () => undefined, save: async rows => void wrong.push(...rows) },
        },
      );
      assert.deepEqual([rowsRead, rowsWritten, setAside], [9, 5, 4]);
      assert.deepEqual(
        wrong.map(row => [row.row, row.column, row.reason, row.raw.toString()]),
        [3, 5, 7, 8].map(row => [row, 'n', 'out_of_range', values[row - 1]]),
      );
      const placed = (await mariadb.run('select id from numbers order by id')) as { id: number }[];
      assert.deepEqual(
        placed.map(row => Number(row.id)),
        [1, 2, 4, 6, 9],
      );
      await to.remove({ schema: database, table: 'numbers' });
    });
  } finally {
    await to.close();
    await mariadb.drop();
  }
});

describe('a run from MariaDB to PostgreSQL', { skip }, () => {
  let mariadb: Scratch;
  let source: Source;
  before(async () => {
    mariadb = await createMariadb('move');
    await mariadb.run(
      'create table person (id bigint primary key, idno char(18), xm varchar(40), born date, income decimal(12,2), active boolean, changed datetime(6))',
    );
    await mariadb.run(fill);
    source = openMysqlSource(mariadb.address, mariadb.password);
  });
  after(async () => {
    await source?.close();
    await mariadb?.drop();
  });

  test('places the same rows, byte for byte, as the run from PostgreSQL does', async () => {
    const fromMariadb = await move(source, planFor(mariadb.address.database));
    await checkPlaced();
    assert.equal(fromMariadb.rowsWritten, rowCount);
    await withSource(async other => {
      const fromPostgres = await move(other, planFor('public'));
      assert.ok(fromPostgres.sourceDigest.buckets.equals(fromMariadb.sourceDigest.buckets));
      assert.equal(fromPostgres.sourceDigest.sha256, fromMariadb.sourceDigest.sha256);
    });
  });

  test('killing its connection in the middle of the copy leaves nothing', async () => {
    await mariadb.run(
      `create table wide as select cast(seq as signed) as id, repeat('x', 500) as t from seq_1_to_60000`,
    );
    const plan = planFor(mariadb.address.database, {
      table: { sourceId: 1, schema: mariadb.address.database, table: 'wide' },
      items: [item('id', 'bigint'), item('t', 'text')],
      key: ['id'],
    });
    let seen = 0;
    const checkpoint = async (): Promise<void> => {
      if (seen++ !== 1) return;
      const found = (await mariadb.run(
        `select id from information_schema.processlist where db = database() and info like 'select%from%wide%' and id <> connection_id()`,
      )) as { id: number }[];
      for (const { id } of found) await mariadb.run(`kill ${id}`);
    };
    await assert.rejects(move(source, plan, { checkpoint }), isProblem('connection_lost'));
    assert.deepEqual(await leftBehind(), []);
  });
});
