/**
 * A consumer, or somebody with rights in its database, who lays traps for the mover's session: what they leave there
 * runs with nobody's rights but their own. The mover's account is a superuser here, which no account should be.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { openPostgresSink } from '#connectors/postgres/sink.ts';
import type { Sink } from '#planes/mover/ports.ts';
import { createPostgres } from './databases.ts';
import type { Scratch } from './databases.ts';
import { PAIRS, collect, deliver, encode, placing, targetOf } from './sinkSuite.ts';
import { isProblem } from './suite.ts';

describe('PostgreSQL as a sink, with traps in it', () => {
  const villain = `sq_villain_${process.pid}`;
  const place = { schema: 'shared', table: 'p' };
  let scratch: Scratch;
  let sink: Sink;
  const asVillain = (sql: string): Promise<unknown[]> =>
    scratch.run(`set role ${villain}; ${sql}`).finally(() => scratch.run('reset role'));
  /** With whose rights the villain's code ran. */
  const ran = async (): Promise<unknown[]> =>
    (await scratch.run('select distinct who from trap.ran')).map(one => (one as { who: unknown }).who);

  before(async () => {
    scratch = await createPostgres('sink_hostile');
    sink = openPostgresSink(scratch.address, scratch.password, { lockMilliseconds: 1_000 });
    await scratch.run(`create role ${villain} login`);
  });
  after(async () => {
    await scratch?.run(`drop owned by ${villain} cascade; drop role ${villain}`);
    await scratch?.drop();
  });
  beforeEach(async () => {
    await scratch.run(`drop owned by ${villain} cascade;
      drop schema if exists shuqiao cascade; drop schema if exists shared cascade; drop schema if exists trap cascade;
      grant create on database ${scratch.address.database} to ${villain}; grant create on schema public to ${villain};
      create schema shared authorization ${villain}; create schema trap authorization ${villain};
      create table trap.ran (who text); alter table trap.ran owner to ${villain}`);
  });

  test('a function of a better fitting signature in the public schema is not called in place of PostgreSQL’s own', async () => {
    await asVillain(`
      create function public.has_database_privilege(name, text) returns boolean language plpgsql as
        $$ begin insert into trap.ran values (current_user); return true; end $$;
      create function public.current_setting(text, text) returns text language sql as
        $$ insert into trap.ran values (current_user) returning '' $$`);
    await sink.test();
    await deliver(sink, targetOf(place, PAIRS), [['1', 'a']]);
    assert.deepEqual(await ran(), []);
  });

  const book = `run_no text primary key, target_schema text, target_table text, generation text, grant_no text,
    version int, rows bigint, sha256 text, showing boolean, placed_at timestamptz, epoch bigint default 0, owner boolean default false,
    apply text, key_columns jsonb, position jsonb, kept bigint default 0, stands boolean default false`;
  const spring = `create function trap.spring() returns trigger language plpgsql as
    $$ begin insert into trap.ran values (current_user); return new; end $$`;

  test('an account of runs that somebody else laid there, with a trigger on it, is not used', async () => {
    await asVillain(`create schema shuqiao; create table shuqiao.run (${book}); ${spring};
      create trigger t before insert or update on shuqiao.run for each row execute function trap.spring();
      insert into shuqiao.run (run_no, target_schema, target_table, generation, grant_no, version, rows, sha256, showing, placed_at)
        values ('运-假', 'shared', 'p', 'x', '', 1, 1, '', true, now());
      truncate trap.ran`);
    await deliver(sink, targetOf(place, PAIRS), [['1', 'a']]);
    assert.deepEqual(await ran(), []);
    assert.equal(await sink.findRun('运-假'), undefined, 'nor is it believed');
    assert.deepEqual(await sink.abilities(place), { keepsRuns: false, pieces: false });
    assert.deepEqual(await scratch.run('select * from shared.p'), [{ id: '1', xm: 'a' }]);
  });

  test('nor one that is a view, whose functions would run with the rights of whoever reads it', async () => {
    await asVillain(`create schema shuqiao;
      create function trap.who() returns text language plpgsql as
        $$ begin insert into trap.ran values (current_user); return ''; end $$;
      create view shuqiao.run as select trap.who() as run_no, 'shared' as target_schema, 'p' as target_table, '' as generation,
        now() as placed_at, true as showing, true as stands`);
    await sink.findRun('运-1');
    await sink.findShowing(place);
    assert.deepEqual(await ran(), []);
  });

  test('a schema of runs that is somebody else’s, who could exchange its table at any time, is not used', async () => {
    await asVillain('create schema shuqiao');
    assert.deepEqual(await sink.abilities(place), { keepsRuns: false, pieces: false });
  });

  test('what somebody else put in the place of the view is not read for a comparison', async () => {
    await deliver(sink, targetOf(place, PAIRS), [['1', 'a']]);
    await asVillain(`drop view shared.p;
      create function trap.who() returns text language plpgsql as
        $$ begin insert into trap.ran values (current_user); return 'a'; end $$;
      create view shared.p as select 1::bigint as id, trap.who() as xm`);
    await assert.rejects(collect(sink.readPlaced(place, PAIRS)), isProblem('name_taken', { table: '^p$' }));
    assert.deepEqual(await ran(), []);
  });

  test('an account that may only read, and a superuser, read columns of a table, whoever owns them', async () => {
    await asVillain(`create table shared."人 t" (id bigint, xm text, other text);
      insert into shared."人 t" values (1, 'a', 'b');
      create view shared.p as select id, xm from shared."人 t";
      create view shared.renamed as select id, other as xm from shared."人 t";
      create table shared.bare (id bigint, xm text); insert into shared.bare values (1, 'a')`);
    const reader = `sq_reader_${process.pid}`;
    await scratch.run(`create role ${reader} login password 'p'; grant usage on schema shared to ${reader};
      grant select on shared.p, shared.renamed, shared.bare to ${reader}`);
    const auditing = openPostgresSink({ ...scratch.address, user: reader }, 'p');
    try {
      for (const by of [sink, auditing])
        for (const [table, xm] of [
          ['p', 'a'],
          ['renamed', 'b'],
          ['bare', 'a'],
        ] as const)
          assert.ok(
            (await collect(by.readPlaced({ ...place, table }, PAIRS))).equals(encode(PAIRS, [['1', xm]])),
          );
      await assert.rejects(
        deliver(auditing, targetOf(place, PAIRS), [['1', 'a']]),
        isProblem('no_permission'),
      );
      await assert.rejects(deliver(sink, targetOf(place, PAIRS), [['1', 'a']]), isProblem('name_taken'));
    } finally {
      await scratch.run(`drop owned by ${reader}; drop role ${reader}`);
    }
  });

  const trap = `create function trap.who(text) returns text language plpgsql immutable as
    $$ begin insert into trap.ran values (current_user); return 'a'; end $$; create table shared.t (id bigint, xm text)`;
  for (const [how, made] of [
    [
      'a function of PostgreSQL’s own',
      `create view shared.p as select id, query_to_xml('select 1', true, true, '')::text as xm from shared.t`,
    ],
    ['a condition', `create view shared.p as select id, xm from shared.t where trap.who(xm) = 'a'`],
    [
      'a view below it',
      `create view shared.u as select id, trap.who(xm) as xm from shared.t; create view shared.p as select id, xm from shared.u`,
    ],
    ['two tables', 'create view shared.p as select t.id, u.xm from shared.t, shared.t u'],
    [
      'a policy',
      `alter table shared.t enable row level security; create policy p on shared.t using (trap.who(xm) = 'a');
      create view shared.p as select id, xm from shared.t`,
    ],
    [
      'an index',
      `create index on shared.t (trap.who(xm)); create view shared.p as select id, xm from shared.t`,
    ],
    [
      'a check',
      `alter table shared.t add check (trap.who(xm) = 'a'); create view shared.p as select id, xm from shared.t`,
    ],
    [
      'a statistic',
      `create statistics shared.s on trap.who(xm), id from shared.t; create view shared.p as select id, xm from shared.t`,
    ],
    [
      'a type',
      `create type trap.word as enum ('a'); alter table shared.t alter xm type trap.word using 'a';
      create view shared.p as select id, xm from shared.t`,
    ],
    [
      'tables that inherit',
      'create table shared.u () inherits (shared.t); create view shared.p as select id, xm from shared.t',
    ],
  ] as const)
    test(`somebody else’s view is not read where its rows come with more than columns of a table: ${how}`, async () => {
      await asVillain(`${trap}; ${made}`);
      await assert.rejects(collect(sink.readPlaced(place, PAIRS)), isProblem('name_taken', { table: '^p$' }));
      assert.deepEqual(await ran(), []);
    });

  for (const apply of ['replace', 'merge', 'history'] as const)
    test(`${apply}: rows that were committed before cannot be changed between the proof and the switch`, async () => {
      const key = apply === 'replace' ? [] : ['id'];
      const target = targetOf(place, PAIRS, { apply, key, whole: false });
      const first = await sink.begin(target);
      await first.write(encode(PAIRS, [['1', 'a']]));
      if (apply === 'replace') {
        await first.keep();
        await first.abort();
      } else {
        await first.finish();
        await first.place(placing(1));
      }
      const again =
        apply === 'replace' ? { ...target, epoch: target.epoch + 1 } : targetOf(place, PAIRS, target);
      const second = await sink.begin({
        ...again,
        runNo: apply === 'replace' ? target.runNo : '运-二',
        epoch: 1e6 + target.epoch,
      });
      try {
        if (apply !== 'replace') await second.write(encode(PAIRS, [['1', 'a']]));
        await second.finish();
        await collect(second.readBack());
        const [lies] = await scratch.run(
          `select c.relname as name from pg_class c where relnamespace = 'shuqiao'::regnamespace and relkind = 'r'
             and relname not like 'batch%' and relname <> 'run'`,
        );
        const table = `shuqiao."${String((lies as { name: string }).name)}"`;
        await assert.rejects(
          scratch.run(`set lock_timeout = '300ms'; update ${table} set xm = 'z'`),
          /lock timeout/,
        );
      } finally {
        await scratch.run('reset lock_timeout');
        await second.abort();
      }
    });

  test('what the database sets for all sessions changes neither what is read back nor what a commit is worth', async () => {
    await scratch.run(`alter database ${scratch.address.database} set default_transaction_isolation = 'serializable';
      alter database ${scratch.address.database} set synchronous_commit = off;
      create table trap.seen (how text);
      create function trap.note() returns event_trigger language plpgsql as
        $$ begin insert into trap.seen values (current_setting('synchronous_commit')); end $$;
      create event trigger note on ddl_command_end when tag in ('CREATE VIEW') execute function trap.note()`);
    try {
      const target = targetOf(place, PAIRS);
      const first = await sink.begin(target);
      await first.write(encode(PAIRS, [['1', 'a']]));
      await first.keep();
      await first.abort();
      const second = await sink.begin({ ...target, epoch: target.epoch + 1 });
      const [lies] = await scratch.run(
        `select relname as name from pg_class where relnamespace = 'shuqiao'::regnamespace and relkind = 'r' and relname <> 'run'`,
      );
      // A transaction of that isolation would see what was there when it was first asked for anything, and nothing later.
      await scratch.run(`update shuqiao."${String((lies as { name: string }).name)}" set xm = 'z'`);
      assert.ok((await collect(second.readBack())).equals(encode(PAIRS, [['1', 'z']])));
      await second.place(placing(1));
      assert.deepEqual(await scratch.run('select how from trap.seen'), [{ how: 'on' }]);
    } finally {
      await scratch.run(`drop event trigger note; alter database ${scratch.address.database} reset all`);
    }
  });

  test('a piece that was committed a moment ago is held as the ones before', async () => {
    const delivery = await sink.begin(targetOf(place, PAIRS));
    try {
      await delivery.write(encode(PAIRS, [['1', 'a']]));
      await delivery.keep();
      await collect(delivery.readBack());
      const [lies] = await scratch.run(
        `select relname as name from pg_class where relnamespace = 'shuqiao'::regnamespace and relkind = 'r' and relname <> 'run'`,
      );
      await assert.rejects(
        scratch.run(
          `set lock_timeout = '300ms'; delete from shuqiao."${String((lies as { name: string }).name)}"`,
        ),
        /lock timeout/,
      );
    } finally {
      await scratch.run('reset lock_timeout');
      await delivery.abort();
    }
  });
});
