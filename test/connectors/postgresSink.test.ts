/** PostgreSQL as a sink: the contract, and what is its own. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, beforeEach, describe, test } from 'node:test';
import { quoteTable } from '#connectors/identifiers.ts';
import { openPostgresSink } from '#connectors/postgres/sink.ts';
import type { Column, Sink } from '#planes/mover/ports.ts';
import { createPostgres } from './databases.ts';
import type { Scratch } from './databases.ts';
import { PAIRS, collect, deliver, encode, placing, targetOf, testSink } from './sinkSuite.ts';
import type { Row, SinkSubject } from './sinkSuite.ts';
import { isProblem } from './suite.ts';

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A login of its own, with no right but those given. */
async function createLogin(scratch: Scratch, name: string, rights: string): Promise<Scratch> {
  const user = `${name}_${process.pid}`;
  await scratch.run(`drop role if exists ${user}; create role ${user} login password 'p'`);
  await scratch.run(rights.replaceAll('$user', user));
  return {
    ...scratch,
    address: { ...scratch.address, user },
    password: 'p',
    async drop() {
      await scratch.run(`drop owned by ${user}; drop role ${user}`);
      await scratch.drop();
    },
  };
}

const SCHEMA = '共享 "x"';

const subject: SinkSubject = {
  name: 'PostgreSQL',
  skip: false,
  create: async () => ({ scratch: await createPostgres('sink'), schema: SCHEMA }),
  open: ({ address, password }) => openPostgresSink(address, password, { lockMilliseconds: 1_000 }),
  async shown(scratch, target, columns) {
    const table = quoteTable('postgres', target);
    const found = await scratch.run(`select where to_regclass('${table.replaceAll("'", "''")}') is not null`);
    if (found.length === 0) return undefined;
    const list = columns.map(column => `${quoted(column.name)}::text`).join(', ');
    const rows = await scratch.run(`select to_json(array[${list}]) as row from ${table}`);
    return rows.map(one => (one as { row: Row }).row);
  },
  left: async scratch =>
    (
      await scratch.run(`select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname in ('shuqiao', '${SCHEMA}') and relkind in ('r', 'v') and relname not in ('run', 'theirs') order by 1`)
    ).map(one => String((one as { name: string }).name)),
  occupy: async (scratch, target) => {
    await scratch.run(
      `create schema if not exists ${quoted(target.schema)}; create view ${quoteTable('postgres', target)} as select 1 as a`,
    );
  },
  async cut(scratch) {
    await scratch.run(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like 'shuqiao%'`,
    );
  },
  abilities: { keepsRuns: true, pieces: true },
};

testSink(subject);
testSink({
  ...subject,
  name: 'PostgreSQL without the right to make a schema',
  abilities: { keepsRuns: false, pieces: false },
  create: async () => ({
    scratch: await createLogin(
      await createPostgres('sink_bare'),
      'sq_bare',
      `create schema ${quoted(SCHEMA)}; grant usage, create on schema ${quoted(SCHEMA)} to $user`,
    ),
    schema: SCHEMA,
  }),
});

describe('PostgreSQL as a sink, by itself', () => {
  let scratch: Scratch;
  let sink: Sink;
  const place = { schema: 'shared', table: '户籍' };
  const count = async (sql: string): Promise<number> =>
    Number(((await scratch.run(`select count(*) as n from ${sql}`))[0] as { n: string }).n);

  before(async () => {
    scratch = await createPostgres('sink_own');
    sink = subject.open(scratch);
  });
  after(async () => {
    await sink?.close();
    await scratch?.drop();
  });
  beforeEach(async () => {
    await scratch.run(
      'drop schema if exists shuqiao cascade; drop schema if exists shared cascade; drop schema if exists theirs cascade',
    );
  });

  describe('views', () => {
    const reader = `sq_reader_${process.pid}`;
    before(() => scratch.run(`drop role if exists ${reader}; create role ${reader}`));
    after(() => scratch.run(`drop owned by ${reader}; drop role ${reader}`));
    const may = async (what: string): Promise<unknown> =>
      ((await scratch.run(`select ${what} as may`))[0] as { may: unknown }).may;
    const onTable = (right: string): string =>
      `has_table_privilege('${reader}', 'shared."户籍"', '${right}')`;

    test('grants, options, dependent views and rules live through three runs, and a column added at the end', async () => {
      await deliver(sink, targetOf(place, PAIRS), [['1', 'a']]);
      await scratch.run(`
        create schema theirs;
        create view theirs.names as select xm from shared."户籍";
        create table theirs.log (id bigint);
        create rule noted as on insert to shared."户籍" do instead insert into theirs.log values (new.id);
        alter view shared."户籍" set (security_barrier = true);
        grant select on shared."户籍" to ${reader} with grant option`);
      await deliver(sink, targetOf(place, PAIRS), [['2', 'b']]);
      await deliver(sink, targetOf(place, [...PAIRS, { name: 'n', type: 'bigint' }]), [['3', 'c', '7']]);
      await deliver(sink, targetOf(place, [...PAIRS, { name: 'n', type: 'bigint' }]), [['4', 'd', '8']]);
      assert.deepEqual(await scratch.run('select * from theirs.names'), [{ xm: 'd' }]);
      assert.deepEqual(await scratch.run('select * from shared."户籍"'), [{ id: '4', xm: 'd', n: '8' }]);
      await scratch.run('insert into shared."户籍" values (9)');
      assert.equal(await count('theirs.log'), 1);
      assert.equal(await may(onTable('select with grant option')), true);
      assert.deepEqual(
        await scratch.run(`select reloptions from pg_class where oid = 'shared."户籍"'::regclass`),
        [{ reloptions: ['security_barrier=true'] }],
      );
      assert.equal(await count(`pg_class where relnamespace = 'shuqiao'::regnamespace and relkind = 'r'`), 3);
    });

    const cases: Record<string, { columns: Column[]; rows: Row[]; named: string }> = {
      'a dropped column': { columns: PAIRS.slice(0, 1), rows: [['1']], named: '^xm$' },
      'another type': {
        columns: [{ name: 'id', type: 'text' }, PAIRS[1] as Column],
        rows: [['1', 'a']],
        named: '^id$',
      },
      'another order': { columns: PAIRS.toReversed(), rows: [['a', '1']], named: '^id, xm$' },
    };
    for (const [what, { columns, rows, named }] of Object.entries(cases)) {
      test(`${what} is refused before rows travel where something hangs on the view`, async () => {
        await deliver(sink, targetOf(place, PAIRS), [['1', 'a']]);
        await scratch.run('create schema theirs; create view theirs."名 单" as select * from shared."户籍"');
        await assert.rejects(
          sink.begin(targetOf(place, columns)),
          isProblem('columns_changed', {
            columns: named,
            dependents: '^view theirs\\."名 单"$',
            table: '^户籍$',
          }),
        );
        assert.deepEqual(await scratch.run('select * from theirs."名 单"'), [{ id: '1', xm: 'a' }]);
      });

      test(`${what} is carried out where nothing does, and grants are carried over`, async () => {
        await deliver(sink, targetOf(place, PAIRS), [['1', 'a']]);
        await scratch.run(
          `grant select on shared."户籍" to ${reader}; grant update (id) on shared."户籍" to ${reader} with grant option`,
        );
        await deliver(sink, targetOf(place, columns), rows);
        assert.deepEqual(
          Object.keys((await scratch.run('select * from shared."户籍"'))[0] as object),
          columns.map(one => one.name),
        );
        assert.equal(await may(onTable('select')), true);
        assert.equal(await may(onTable('update')), false);
        assert.equal(
          await may(`has_column_privilege('${reader}', 'shared."户籍"', 'id', 'update with grant option')`),
          true,
        );
      });
    }

    test('a function or a trigger of the consumer’s is something that hangs on it', async () => {
      await deliver(sink, targetOf(place, PAIRS), [['1', 'a']]);
      await scratch.run(`create schema theirs;
        create function theirs.everybody() returns setof shared."户籍" language sql as 'select null::bigint, null::text';
        create function theirs.refuse() returns trigger language plpgsql as 'begin return null; end';
        create trigger no instead of insert on shared."户籍" for each row execute function theirs.refuse()`);
      await assert.rejects(
        sink.begin(targetOf(place, PAIRS.slice(0, 1))),
        isProblem('columns_changed', {
          dependents: 'function theirs.everybody\\(\\), trigger no on view shared',
        }),
      );
    });

    test('a view that is laid on while rows travel is not lost: the switch gives up', async () => {
      await deliver(sink, targetOf(place, PAIRS), [['1', 'a']]);
      const delivery = await sink.begin(targetOf(place, PAIRS.slice(0, 1)));
      await delivery.write(encode(PAIRS.slice(0, 1), [['2']]));
      await delivery.finish();
      await scratch.run('create schema theirs; create view theirs.late as select xm from shared."户籍"');
      await assert.rejects(
        delivery.place(placing(1)),
        isProblem('columns_changed', { dependents: 'theirs.late' }),
      );
      await delivery.abort();
      assert.deepEqual(await scratch.run('select * from theirs.late'), [{ xm: 'a' }]);
    });

    test('a reader that holds the view makes the switch give up, and the old rows stay', async () => {
      await deliver(sink, targetOf(place, PAIRS), [['1', 'a']]);
      const delivery = await sink.begin(targetOf(place, PAIRS));
      await delivery.finish();
      await scratch.run('begin; select 1 from shared."户籍"');
      try {
        await assert.rejects(delivery.place(placing(0)), isProblem('busy'));
      } finally {
        await scratch.run('rollback');
        await delivery.abort();
      }
      assert.deepEqual(await scratch.run('select * from shared."户籍"'), [{ id: '1', xm: 'a' }]);
    });

    test('a generation that a reader still holds is left for a later run to drop', async () => {
      await deliver(sink, targetOf(place, PAIRS), [['1', 'a']]);
      const { generation } = (await sink.findShowing(place)) ?? { generation: '' };
      await deliver(sink, targetOf(place, PAIRS), [['2', 'b']]);
      await scratch.run(`begin; select 1 from shuqiao."${generation}"`);
      await deliver(sink, targetOf(place, PAIRS), [['3', 'c']]).finally(() => scratch.run('commit'));
      assert.equal(await count(`pg_class where relname = '${generation}'`), 1);
      await deliver(sink, targetOf(place, PAIRS), [['4', 'd']]);
      assert.equal(await count(`pg_class where relname = '${generation}'`), 0);
    });
  });

  describe('fencing', () => {
    test('a mover whose process stands still loses the target to the next, and can commit nothing when it wakes', async () => {
      await deliver(sink, targetOf(place, PAIRS), [['0', 'before']]);
      const target = targetOf(place, PAIRS);
      const order = { address: scratch.address, password: scratch.password, target };
      const mover = spawn(process.execPath, [
        new URL('stoppedMover.ts', import.meta.url).pathname,
        JSON.stringify(order),
      ]);
      try {
        assert.match(String((await once(mover.stdout, 'data'))[0]), /ready/);
        mover.kill('SIGSTOP');
        const next = { ...target, epoch: targetOf(place, PAIRS).epoch };
        await deliver(sink, next, [['2', 'of the next mover']]);
        mover.stdin.write('go\n');
        mover.kill('SIGCONT');
        assert.match(String((await once(mover.stdout, 'data'))[0]), /^(connection_lost|superseded)$/m);
      } finally {
        mover.kill('SIGKILL');
      }
      assert.deepEqual(await scratch.run('select * from shared."户籍"'), [
        { id: '2', xm: 'of the next mover' },
      ]);
    });

    for (const what of ['place', 'keep'] as const) {
      test(`${what} changes nothing when another epoch has the row, whoever holds the lock`, async () => {
        const delivery = await sink.begin(targetOf(place, PAIRS));
        await delivery.write(encode(PAIRS, [['1', 'a']]));
        await delivery.finish();
        await scratch.run('update shuqiao.run set epoch = epoch + 1 where owner');
        await assert.rejects(
          what === 'keep' ? delivery.keep() : delivery.place(placing(1)),
          isProblem('superseded', { table: '户籍' }),
        );
        await delivery.abort();
        assert.deepEqual(await subject.left(scratch), []);
      });
    }

    test('whoever holds the same lock for something else is not ended', async () => {
      await scratch.run(`select pg_advisory_lock(7430, hashtext('shared.户籍'))`);
      try {
        await assert.rejects(sink.begin(targetOf(place, PAIRS)), isProblem('busy'));
      } finally {
        await scratch.run('select pg_advisory_unlock_all()');
      }
    });
  });

  test('a table of runs that an earlier release made is brought up to now, and its targets go on', async () => {
    await scratch.run(`
      create schema shuqiao; create schema shared;
      create table shuqiao.run (
        run_no text primary key, target_schema text not null, target_table text not null, generation text not null,
        grant_no text not null, version int not null, rows bigint not null, sha256 text not null,
        showing boolean not null, placed_at timestamptz not null default now());
      create unique index run_showing on shuqiao.run (target_schema, target_table) where showing;
      create table shuqiao."rows_1" as select 1::bigint as id, 'old'::text as xm;
      create view shared."户籍" as select id, xm from shuqiao."rows_1";
      insert into shuqiao.run values ('运-旧', 'shared', '户籍', 'rows_1', '授权-1', 1, 1, 'ab', true),
        ('运-更旧', 'shared', '户籍', 'rows_0', '授权-1', 1, 1, 'ab', false)`);
    assert.equal((await sink.findShowing(place))?.runNo, '运-旧', 'readable before it is changed');
    await deliver(sink, targetOf(place, PAIRS), [['2', 'new']]);
    assert.equal((await sink.findRun('运-旧'))?.showing, false);
    assert.equal(await count(`pg_class where relname = 'rows_1'`), 1, 'the generation before stays');
    await deliver(sink, targetOf(place, PAIRS), [['3', 'newer']]);
    assert.equal(await count(`pg_class where relname = 'rows_1'`), 0);
    await sink.remove(place);
    assert.deepEqual(await subject.left(scratch), []);
  });

  test('two movers at once make one table of runs', async () => {
    const targets = Array.from({ length: 6 }, (_, i) =>
      targetOf({ schema: 'shared', table: `t${i}` }, PAIRS),
    );
    await Promise.all(targets.map(target => deliver(sink, target, [['1', 'a']])));
    assert.equal(await count('shuqiao.run where showing'), 6);
  });

  describe('what goes on from run to run', () => {
    const wide: Column[] = [...PAIRS, { name: 'n', type: 'numeric' }];
    const KEYED = ['id'];

    test('merge and history agree with the same done by plain SQL, over random rounds', async () => {
      let state = 7;
      const random = (below: number): number => (state = (state * 48271) % 2147483647) % below;
      await scratch.run(`create schema theirs;
        create table theirs.merged (id bigint primary key, xm text, n numeric);
        create table theirs.now (id bigint primary key, xm text, n numeric);
        create table theirs.versions (id bigint, xm text, n numeric, run text)`);
      for (let round = 0; round < 8; round += 1) {
        const ids = [...new Set(Array.from({ length: 40 }, () => random(60)))];
        const rows: Row[] = ids.map(id => [
          String(id),
          random(4) === 0 ? null : `张${random(2)}`,
          random(5) === 0 ? null : (['1.0', '1.00', '2'][random(3)] ?? null),
        ]);
        const values = rows
          .map(
            ([id, xm, n]) =>
              `(${id}, ${xm === null || xm === undefined ? 'null' : `'${xm}'`}, ${n ?? 'null'}::numeric)`,
          )
          .join(', ');
        await deliver(
          sink,
          targetOf({ schema: 'shared', table: 'm' }, wide, { apply: 'merge', key: KEYED, whole: false }),
          rows,
        );
        const whole = round % 3 !== 1;
        const target = targetOf({ schema: 'shared', table: 'h' }, wide, {
          apply: 'history',
          key: KEYED,
          whole,
        });
        await deliver(sink, target, rows);
        await scratch.run(`
          create temp table came (id, xm, n) as values ${values};
          delete from theirs.merged where id in (select id from came); insert into theirs.merged select * from came;
          insert into theirs.versions select c.*, '${target.runNo}' from came c left join theirs.now o using (id)
            where o.id is null or (c.xm, c.n::text) is distinct from (o.xm, o.n::text);
          delete from theirs.now where ${whole} or id in (select id from came); insert into theirs.now select * from came;
          drop table came`);
        for (const [ours, theirs] of [
          ['select id, xm, n::text from shared.m', 'select id, xm, n::text from theirs.merged'],
          ['select id, xm, n::text from shared.h', 'select id, xm, n::text from theirs.now'],
          [
            'select id, xm, n::text, sq_run from shared.h_history',
            'select id, xm, n::text, run from theirs.versions',
          ],
          [
            'select id, xm, n::text from shared.h_history where sq_to is null',
            'select id, xm, n::text from theirs.now',
          ],
        ])
          assert.equal(
            await count(`((${ours} except all ${theirs}) union all (${theirs} except all ${ours})) d`),
            0,
            `round ${round}: ${ours}`,
          );
      }
      // A version that was ended is followed by the next one of its key, if any, at the same moment or later.
      assert.equal(
        await count(`(select sq_to, lead(sq_from) over (partition by id order by sq_from) as next from shared.h_history) v
          where next < sq_to or (next is not null and sq_to is null)`),
        0,
      );
    });

    test('a row that did not change is not written again', async () => {
      for (const apply of ['merge', 'history'] as const) {
        const at = { schema: 'shared', table: apply };
        const run = (rows: Row[]): Promise<void> =>
          deliver(sink, targetOf(at, wide, { apply, key: KEYED, whole: true }), rows);
        await run([
          ['1', 'a', '1.0'],
          ['2', 'b', null],
        ]);
        const { generation } = (await sink.findShowing(at)) ?? { generation: '' };
        const versions = (): Promise<unknown[]> =>
          scratch.run(
            `select id, ctid::text, xmin::text, xmax::text from shuqiao."${generation}" where id = 1`,
          );
        const first = await versions();
        await run([
          ['1', 'a', '1.0'],
          ['2', 'B', null],
        ]);
        assert.deepEqual(await versions(), first);
        await run([
          ['1', 'a', '1.00'],
          ['2', 'B', null],
        ]);
        assert.notDeepEqual(await versions(), first, 'other bytes are another value');
      }
    });

    for (const apply of ['merge', 'append', 'history'] as const) {
      test(`${apply}: a connection that is cut before or after the rows are carried over changes nothing`, async () => {
        const run = (): ReturnType<typeof targetOf> =>
          targetOf(place, PAIRS, { apply, key: apply === 'append' ? [] : KEYED, whole: true });
        await deliver(sink, run(), [
          ['1', 'a'],
          ['2', 'b'],
        ]);
        const found = await subject.left(scratch);
        for (const finished of [false, true]) {
          const delivery = await sink.begin(run());
          await delivery.write(encode(PAIRS, [['1', 'A']]));
          if (finished) await delivery.finish();
          await subject.cut(scratch);
          await assert.rejects(async () => {
            await delivery.finish();
            await delivery.place(placing(1));
          }, isProblem('connection_lost'));
          await delivery.abort();
          assert.deepEqual(await scratch.run('select id, xm from shared."户籍" order by id'), [
            { id: '1', xm: 'a' },
            { id: '2', xm: 'b' },
          ]);
          assert.deepEqual(await subject.left(scratch), found);
        }
        await deliver(sink, run(), [['3', 'c']]);
      });

      test(`${apply}: a column that may be empty is added in place, any other change is refused before rows travel`, async () => {
        const run = (columns: Column[]): ReturnType<typeof targetOf> =>
          targetOf(place, columns, { apply, key: apply === 'append' ? [] : KEYED, whole: false });
        await deliver(sink, run(PAIRS), [['1', 'a']]);
        await scratch.run('create schema theirs; create view theirs.all as select * from shared."户籍"');
        // One that added it and failed has changed nothing that anybody sees, and may be followed by another type.
        const failed = await sink.begin(run([...PAIRS, { name: 'n', type: 'bigint' }]));
        await failed.abort();
        await deliver(sink, run(PAIRS), [['2', 'b']]);
        await deliver(sink, run([...PAIRS, { name: 'n', type: 'text' }]), [['3', 'c', 'x']]);
        assert.deepEqual(await scratch.run('select * from shared."户籍" order by id'), [
          { id: '1', xm: 'a', n: null },
          { id: '2', xm: 'b', n: null },
          { id: '3', xm: 'c', n: 'x' },
        ]);
        assert.equal(await count('theirs.all'), 3);
        for (const [columns, named] of [
          [PAIRS, '^n$'],
          [[...PAIRS, { name: 'n', type: 'bigint' }], '^n$'],
          [[{ name: 'm', type: 'bigint' }, ...PAIRS, { name: 'n', type: 'text' }], 'id, xm, n'],
        ] satisfies [Column[], string][])
          await assert.rejects(sink.begin(run(columns)), isProblem('columns_changed', { columns: named }));
        assert.equal(await count('shared."户籍"'), 3);
      });
    }

    test('a merge without a key is refused', () =>
      assert.rejects(
        sink.begin(targetOf(place, PAIRS, { apply: 'merge' })),
        isProblem('failed', { reason: 'key' }),
      ));

    test('append says of each row which run added it, and reads back a later run by its own rows alone', async () => {
      const many: Row[] = Array.from({ length: 5_000 }, (_, i) => [String(i), 'x']);
      const first = targetOf(place, PAIRS, { apply: 'append' });
      await deliver(sink, first, many);
      const second = targetOf(place, PAIRS, { apply: 'append' });
      await deliver(sink, second, many.slice(0, 10));
      const { generation } = (await sink.findShowing(place)) ?? { generation: '' };
      assert.deepEqual(
        await scratch.run(
          `select sq_run, count(*)::int as n from shuqiao."${generation}" group by 1 order by 2`,
        ),
        [
          { sq_run: second.runNo, n: 10 },
          { sq_run: first.runNo, n: 5_000 },
        ],
      );
    });

    test('rows from before a position are not passed over: a replaced table that has one cannot go on by merge', async () => {
      await deliver(sink, targetOf(place, PAIRS), [['1', 'a']], { kind: 'watermark', value: '5' });
      await assert.rejects(
        sink.begin(targetOf(place, PAIRS, { apply: 'merge', key: KEYED })),
        isProblem('failed', { reason: 'replace' }),
      );
    });

    test('a table that the consumer’s administrator dropped is said so, and begins anew when the target is removed', async () => {
      const run = (): ReturnType<typeof targetOf> => targetOf(place, PAIRS, { apply: 'merge', key: KEYED });
      await deliver(sink, run(), [['1', 'a']]);
      const { generation } = (await sink.findShowing(place)) ?? { generation: '' };
      await scratch.run(`drop table shuqiao."${generation}" cascade`);
      await assert.rejects(sink.begin(run()), isProblem('failed', { reason: 'is gone' }));
      await sink.remove(place);
      await deliver(sink, run(), [['2', 'b']]);
      assert.equal(await count('shared."户籍"'), 1);
    });
  });

  describe('what cannot be made', () => {
    const columns = (n: number): Column[] =>
      Array.from({ length: n }, (_, i) => ({ name: `c${i}`, type: 'boolean' as const }));
    const row = (n: number): Row => Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 'true' : null));

    test('1,600 columns arrive; one more, or one that the platform’s own leave no room for, is refused', async () => {
      await deliver(sink, targetOf(place, columns(1_600)), [row(1_600)]);
      await sink.remove(place);
      await deliver(sink, targetOf(place, columns(1_600), { apply: 'merge', key: ['c0'] }), [row(1_600)]);
      await deliver(sink, targetOf(place, columns(1_600), { apply: 'merge', key: ['c0'] }), [row(1_600)]);
      await sink.remove(place);
      await assert.rejects(
        sink.begin(targetOf(place, columns(1_601))),
        isProblem('failed', { reason: '1601 columns; PostgreSQL holds 1600' }),
      );
      await assert.rejects(
        sink.begin(targetOf(place, columns(1_600), { apply: 'append' })),
        isProblem('failed', { reason: 'holds 1599' }),
      );
      await deliver(sink, targetOf(place, columns(1_597), { apply: 'history', key: ['c0'] }), [row(1_597)]);
      await assert.rejects(
        sink.begin(targetOf(place, columns(1_598), { apply: 'history', key: ['c0'] })),
        isProblem('failed', { reason: 'holds 1597' }),
      );
    });

    test('rows that are wider than a page say so, and nothing is left', async () => {
      const many = Array.from({ length: 1_600 }, (_, i): Column => ({ name: `c${i}`, type: 'bigint' }));
      const delivery = await sink.begin(targetOf(place, many));
      await assert.rejects(
        async () => {
          await delivery.write(encode(many, [many.map(() => '1')]));
          await delivery.finish();
        },
        isProblem('failed', { said: 'row is too big' }),
      );
      await delivery.abort();
      assert.deepEqual(await subject.left(scratch), []);
    });

    test('names that PostgreSQL would cut off, or that are its own, are refused by name', async () => {
      const long = '很'.repeat(21);
      await deliver(sink, targetOf({ ...place, table: long }, [{ name: long, type: 'text' }]), [['a']]);
      const refused = [
        targetOf({ ...place, table: `${long}a` }, PAIRS),
        targetOf({ schema: `${long}a`, table: 't' }, PAIRS),
        targetOf(place, [...PAIRS, { name: `${long}a`, type: 'text' }]),
        targetOf({ ...place, table: long }, PAIRS, { apply: 'history', key: ['id'] }),
      ];
      for (const target of refused)
        await assert.rejects(
          sink.begin(target),
          isProblem('failed', { reason: `${long}.*longer than PostgreSQL's 63` }),
        );
      for (const [own, apply] of [
        ['sq_run', 'append'],
        ['sq_to', 'history'],
      ] as const)
        await assert.rejects(
          sink.begin(
            targetOf(place, [...PAIRS, { name: own, type: 'text' }], {
              apply,
              key: apply === 'append' ? [] : ['id'],
            }),
          ),
          isProblem('failed', { reason: `“${own}”` }),
        );
    });

    test('a value that the type cannot hold names its column, and never itself', async () => {
      const delivery = await sink.begin(targetOf(place, PAIRS));
      const bytes = encode(PAIRS, [['1', 'secret?']]);
      bytes[bytes.length - 1] = 0xff;
      await delivery.write(bytes);
      await assert.rejects(delivery.finish(), error => {
        isProblem('bad_value', { column: '^xm$' })(error);
        assert.doesNotMatch(String(error), /secret/);
        return true;
      });
      await delivery.abort();
    });

    test('no right to the schema of the target is said before rows travel', async () => {
      const poor = await createLogin(
        scratch,
        'sq_poor',
        'create schema shared; grant usage on schema shared to $user',
      );
      const theirs = openPostgresSink(poor.address, poor.password);
      try {
        await assert.rejects(
          theirs.begin(targetOf(place, PAIRS)),
          isProblem('no_permission', { schema: '^shared$' }),
        );
        await assert.rejects(
          theirs.begin(targetOf({ schema: 'missing', table: 't' }, PAIRS)),
          isProblem('no_permission', { schema: '^missing$' }),
        );
        await assert.rejects(theirs.abilities(place), isProblem('no_permission', { schema: '^shared$' }));
        await scratch.run(`grant create on schema shared to ${poor.address.user}`);
        assert.deepEqual(await theirs.abilities(place), { keepsRuns: false, pieces: false });
        await scratch.run(`revoke usage on schema shared from ${poor.address.user}`);
        await assert.rejects(theirs.abilities(place), isProblem('no_permission', { schema: '^shared$' }));
        assert.deepEqual(await sink.abilities(place), { keepsRuns: true, pieces: true });
      } finally {
        await scratch.run(`drop owned by ${poor.address.user}; drop role ${poor.address.user}`);
      }
    });

    test('schemas of PostgreSQL and of the platform are no targets, even of a superuser', async () => {
      for (const schema of ['pg_catalog', 'information_schema', 'pg_toast', 'pg_toast_temp_1', 'shuqiao']) {
        const target = { schema, table: 't' };
        const refused = isProblem('name_taken', { schema: `^${schema}$` });
        await assert.rejects(sink.abilities(target), refused);
        await assert.rejects(sink.begin(targetOf(target, PAIRS)), refused);
      }
    });

    test('an account that is given a schema of its own later goes on with what it placed', async () => {
      await scratch.run('create schema shared');
      const poor = await createLogin(scratch, 'sq_later', 'grant usage, create on schema shared to $user');
      const theirs = openPostgresSink(poor.address, poor.password);
      try {
        const first = targetOf(place, PAIRS);
        await deliver(theirs, first, [['1', 'a']]);
        assert.equal(
          (await theirs.findRun(first.runNo))?.generation,
          (await theirs.findShowing(place))?.generation,
        );
        await scratch.run(`grant create on database ${scratch.address.database} to ${poor.address.user}`);
        await deliver(theirs, targetOf(place, PAIRS), [['2', 'b']]);
        await deliver(theirs, targetOf(place, PAIRS), [['3', 'c']]);
        assert.equal(await count('shared."户籍"'), 1);
        assert.equal(
          (await subject.left(scratch)).length,
          2,
          'the one before, in the schema that there is now',
        );
        assert.deepEqual(
          await scratch.run(`select relname from pg_class where relnamespace = 'shared'::regnamespace`),
          [{ relname: '户籍' }],
        );
      } finally {
        await scratch.run(`drop owned by ${poor.address.user}; drop role ${poor.address.user}`);
      }
    });
  });

  test('what somebody else writes into a comment is not taken for a run', async () => {
    const run = {
      shuqiao: 1,
      run: '运-假',
      grant: '授权-1',
      version: 1,
      rows: 1,
      sha256: '',
      generation: 'x',
      at: '2026-01-01',
    };
    const poor = await createLogin(scratch, 'sq_liar', 'create schema theirs authorization $user');
    try {
      await scratch.run(
        `set role ${poor.address.user}; create view theirs.v as select 1 as id;
         comment on view theirs.v is 'x\n${JSON.stringify(run)}'; reset role`,
      );
      assert.equal(await sink.findRun('运-假'), undefined);
      assert.equal(await sink.findShowing({ schema: 'theirs', table: 'v' }), undefined);
      const theirs = openPostgresSink(poor.address, poor.password);
      assert.equal((await theirs.findRun('运-假'))?.table, 'v', 'its own account would believe it');
    } finally {
      await scratch.run(`drop owned by ${poor.address.user}; drop role ${poor.address.user}`);
    }
  });

  test('what lies in the sink can be read back while it is shown', async () => {
    await deliver(sink, targetOf(place, PAIRS), [['1', 'a']]);
    assert.ok((await collect(sink.readPlaced(place, PAIRS))).equals(encode(PAIRS, [['1', 'a']])));
    await assert.rejects(collect(sink.readPlaced({ ...place, table: 'no' }, PAIRS)), isProblem('no_table'));
  });
});
