/** A department's database is protected from the gateway, and the gateway from it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { WHOLE_MILLISECONDS, createGate } from '#planes/gateway/serving/gate.ts';
import { createMariadb, createPostgres, mariadbMissing } from './connectors/databases.ts';
import {
  type GatewayHouse,
  type Reply,
  addressIn,
  call,
  followed,
  gatewayHouse,
  item,
  planOf,
} from './gatewayHouse.ts';

let house: GatewayHouse;
let port = 0;
let source: pg.Client;

const SLOW = { sourceId: 1, schema: 'public', table: 'slow' };

before(async () => {
  house = await gatewayHouse('sources');
  ({ port } = await house.start());
  source = new pg.Client({ connectionString: house.department.url });
  await source.connect();
  await source.query(
    `create view slow as select p.*, pg_sleep(30)::text as waited from person p where idno = '1'`,
  );
});
after(async () => {
  await source.end();
  await house.close();
});

const timed = async (work: Promise<Reply>): Promise<[Reply, number]> => {
  const began = performance.now();
  return [await work, performance.now() - began];
};

async function published(grant: number): Promise<void> {
  await followed(async () => (await call(port, grant, { params: {} })).status === 400);
}

const ITEMS = [item('身份证号', 'idno', { filter: true }), item('等', 'waited')];

async function running(): Promise<number> {
  const { rows } = await source.query<{ n: number }>(
    `select count(*)::int as n from pg_stat_activity where datname = current_database() and state = 'active' and query like '%slow%' and pid <> pg_backend_pid()`,
  );
  return rows[0]?.n ?? 0;
}

test('a slow table is cut before the caller gives up, stays below the ceiling, and holds up nobody else', {
  timeout: 60_000,
}, async () => {
  const other = await createPostgres('sources_other');
  try {
    await other.run(`create table person (idno text, xm text, sex text, state text)`);
    await other.run(`insert into person values ('1', '甲', '男', '已婚')`);
    const otherId = await house.addSource(other);
    const fewId = await house.addSource(addressIn(house.department.url), 3);
    await house.publish(
      planOf(1, { table: { ...SLOW, sourceId: fewId }, items: ITEMS }),
      planOf(2, { table: { sourceId: otherId, schema: 'public', table: 'person' } }),
      planOf(3, { table: { sourceId: fewId, schema: 'public', table: 'person' } }),
    );
    await published(3);
    const slow = Array.from({ length: 12 }, () => timed(call(port, 1)));
    await new Promise(done => setTimeout(done, 500));
    assert.equal(await running(), 3, 'as many statements as the ceiling allows');
    const quick = await Promise.all(Array.from({ length: 50 }, () => timed(call(port, 2))));
    for (const [reply, took] of quick) {
      assert.equal(reply.status, 200);
      assert.ok(took < 1500, `another source answered after ${took} ms`);
    }
    const ends = await Promise.all(slow);
    const found = new Map<string, number>();
    for (const [{ body, status }, took] of ends) {
      assert.ok(took < 4000, `${body.code} after ${took} ms`);
      assert.ok(status === 504 || status === 503);
      found.set(body.code, (found.get(body.code) ?? 0) + 1);
    }
    assert.equal(found.get('gateway.source_slow'), 3);
    assert.equal(found.get('gateway.source_busy'), 9, 'those that would have waited too long were sent away');
    assert.equal(await running(), 0, 'the database works on none of them any more');

    // Two more failures in a row, and the table is left alone; the rest of its database is not.
    await Promise.all([call(port, 1), call(port, 1)]);
    const [closed, took] = await timed(call(port, 1));
    assert.deepEqual([closed.status, closed.body.code], [503, 'gateway.source_unavailable']);
    assert.ok(took < 1000, `refused after ${took} ms`);
    assert.ok(Number(closed.headers['retry-after']) >= 1);
    assert.equal((await call(port, 3)).status, 200);
    const { rows } = await house.owner.query(
      `select place, state, problem from plans.source_health where source_id = $1 and place <> '' order by place`,
      [fewId],
    );
    assert.deepEqual(rows, [{ place: 'public.slow', state: 'slow', problem: 'timeout' }]);

    // It recovers by itself.
    await source.query(`create or replace view slow as select p.*, 'at once'::text as waited from person p`);
    await new Promise(done => setTimeout(done, 2200));
    await followed(async () => (await call(port, 1)).status === 200);
    const told = (await house.record()).flatMap(entry =>
      entry.kind === 'notice' && entry.body.action === 'gateway.source' ? [entry.body.facts] : [],
    );
    assert.deepEqual(
      told.map(({ place, state }) => [place, state]),
      [
        ['public.slow', 'slow'],
        ['public.slow', 'up'],
      ],
    );
    assert.equal(told[0]?.['departmentId'], 1);
  } finally {
    await other.drop();
  }
});

test('a service may give its statements less time', async () => {
  await source.query(
    `create view slower as select p.*, pg_sleep(30)::text as waited from person p where idno = '1'`,
  );
  await house.publish(planOf(10, { entryId: 77, table: { ...SLOW, table: 'slower' }, items: ITEMS }));
  await house.setService(77, { timeout: 300 });
  await published(10);
  await followed(async () => (await call(port, 10)).body.message.includes('300 毫秒'));
  const [reply, took] = await timed(call(port, 10));
  assert.equal(reply.body.code, 'gateway.source_slow');
  assert.ok(took < 1200, `${took} ms`);
});

test('a column that is gone is named, its provider is told, and other plans of the table go on', async () => {
  await source.query('create table changing as select * from person limit 10');
  const table = { sourceId: 1, schema: 'public', table: 'changing' };
  await house.publish(
    planOf(20, { table }),
    planOf(21, { table, items: [item('身份证号', 'idno', { filter: true }), item('姓名', 'xm')] }),
  );
  await published(21);
  assert.equal((await call(port, 20)).status, 200);
  await source.query('alter table changing drop column state');
  const first = await call(port, 20);
  assert.deepEqual([first.status, first.body.code], [503, 'gateway.source_changed']);
  assert.match(first.body.message, /state/);
  const [again, took] = await timed(call(port, 20));
  assert.equal(again.body.code, 'gateway.source_changed');
  assert.ok(took < 500);
  assert.equal((await call(port, 21)).status, 200);
  const told = (await house.record()).flatMap(entry =>
    entry.kind === 'notice' &&
    entry.body.action === 'gateway.source' &&
    entry.body.facts['place'] === 'public.changing'
      ? [entry.body.facts]
      : [],
  );
  assert.deepEqual(
    [told[0]?.['state'], told[0]?.['problem'], told[0]?.['facts']],
    ['changed', 'lost_column', { table: 'public.changing', column: 'state' }],
  );
  // A new version of the plan, over what is mounted now, is served at once.
  await house.publish(planOf(20, { version: 2, table, items: [item('身份证号', 'idno', { filter: true })] }));
  await followed(async () => (await call(port, 20)).status === 200);
});

test('a database that is away is left alone, and taken up again when it is back', {
  timeout: 30_000,
}, async () => {
  const { address, password } = addressIn(house.department.url);
  const id = await house.addSource({ address: { ...address, port: 1 }, password });
  await house.publish(planOf(30, { table: { sourceId: id, schema: 'public', table: 'person' } }));
  await published(30);
  assert.equal((await call(port, 30)).body.code, 'gateway.source_unavailable');
  const [closed, took] = await timed(call(port, 30));
  assert.equal(closed.body.code, 'gateway.source_unavailable');
  assert.ok(took < 300);
  await house.owner.query(`set session_replication_role = replica`);
  await house.owner.query('update plans.source set port = $2 where id = $1', [id, address.port]);
  await house.owner.query(`set session_replication_role = origin`);
  await followed(async () => (await call(port, 30)).status === 200);
  const { rows } = await house.owner.query(
    `select state, problem from plans.source_health where source_id = $1 and place = ''`,
    [id],
  );
  assert.deepEqual(rows, [{ state: 'up', problem: '' }]);
});

test('MariaDB cuts a slow statement as well', { skip: await mariadbMissing(), timeout: 30_000 }, async () => {
  const scratch = await createMariadb('sources_slow');
  try {
    await scratch.run(
      `create table person (idno varchar(20), xm varchar(20)); insert into person values ('1', '甲')`,
    );
    await scratch.run(`create view slow as select idno, xm, sleep(20) as waited from person`);
    const id = await house.addSource(scratch);
    const schema = scratch.address.database;
    await house.publish(
      planOf(40, { table: { sourceId: id, schema, table: 'slow' }, items: ITEMS }),
      planOf(41, {
        table: { sourceId: id, schema, table: 'person' },
        items: [item('身份证号', 'idno', { filter: true }), item('姓名', 'xm')],
      }),
    );
    await published(41);
    const slow = timed(call(port, 40));
    assert.equal((await call(port, 41)).status, 200);
    const [reply, took] = await slow;
    assert.equal(reply.body.code, 'gateway.source_slow', JSON.stringify(reply.body));
    assert.ok(took < 4000, `${took} ms`);
    const left = await scratch.run(
      `select count(*) as n from information_schema.processlist where info like '%slow%' and command = 'Execute'`,
    );
    assert.deepEqual(left, [{ n: 0 }]);
  } finally {
    await scratch.drop();
  }
});

test('who waits at a database has its turn after the others, however many calls one of them sends', async () => {
  const gate = createGate(1);
  const order: string[] = [];
  const release: (() => void)[] = [];
  const work = (name: string) => (): Promise<void> =>
    new Promise(done => {
      order.push(name);
      release.push(done);
    });
  const all = [
    ...Array.from({ length: 5 }, (_, i) => gate.pass(1, 1000, work(`a${i}`))),
    gate.pass(2, 1000, work('b0')),
    gate.pass(2, 1000, work('b1')),
    gate.pass(3, 1000, work('c0')),
  ];
  for (let i = 0; i < all.length; i++) {
    // Slow enough that nobody goes ahead of its turn.
    await new Promise(done => setTimeout(done, 110));
    assert.equal(gate.state().under, 1);
    release[i]?.();
    await new Promise(turn => setImmediate(turn));
  }
  await Promise.all(all);
  assert.deepEqual(order.slice(0, 4), ['a0', 'a1', 'b0', 'c0']);
  gate.close();
});

test('a queue is bounded in time: who would wait too long is sent away, and what hangs is given up', async () => {
  const gate = createGate(1);
  const began = performance.now();
  const hanging = gate.pass(1, 3700, () => new Promise<void>(() => undefined));
  const waiting = gate.pass(1, 3700, () => Promise.resolve());
  await assert.rejects(
    waiting,
    (error: unknown) => (error as Error & { code: string }).code === 'gateway.source_busy',
  );
  assert.ok(performance.now() - began < 500, 'it would not have had its answer in time');
  await assert.rejects(
    hanging,
    (error: unknown) => (error as Error & { code: string }).code === 'gateway.source_slow',
  );
  assert.ok(performance.now() - began < WHOLE_MILLISECONDS + 200);
  assert.equal(gate.state().under, 1, 'its place is not free while the database may still be at it');
  gate.close();
});
