/** The live display: its numbers are those of the tables, its stream follows a run and ends with the session. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '#kernel/db.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { PASSWORD, type Person, until } from './instance.ts';
import { type PoolsCity, openPoolsCity } from './poolsCity.ts';

interface BoardRun {
  id: number;
  state: string;
  stage: string;
  rowsRead: number;
  rowsWritten: number;
  provider: string;
}
interface Line {
  departmentId: number;
  should: number;
  collected: number;
  asked: number;
  late: number;
  failing: number;
  todayRows: number;
  receivedRows: number;
  providedRows: number;
  running: number;
  lastRun: { id: number } | null;
}
interface Board {
  date: string;
  totals: Omit<Line, 'departmentId' | 'lastRun'>;
  departments: Line[];
  runs: BoardRun[];
  ended: BoardRun[];
}

let city: PoolsCity;
let person = 0;
let slow = 0;
let shops = 0;

const ROWS = 1_200;

before(async () => {
  city = await openPoolsCity('board');
  await city.sources.civil.run(`
    create table person (sfzh text primary key, xm text, djrq date);
    insert into person select 'p' || i, '张' || i, '2026-01-01' from generate_series(1, ${ROWS}) i;
    create view slow as select sfzh, repeat(xm, 800) as xm, djrq from person`);
  await city.sources.market.run(`
    create table shop (code text primary key, xm text, djrq date);
    insert into shop select 's' || i, '商户', '2026-01-01' from generate_series(1, 70) i`);
  const of = (column: string) => ({ 公民身份号码: column, 姓名: 'xm', 登记日期: 'djrq' });
  const table = (name: string, column: string) => ({ schema: 'public', table: name, columns: of(column) });
  person = await city.published('civil', '户籍登记信息', table('person', 'sfzh'), { updateCycle: 'daily' });
  slow = await city.published('civil', '慢表信息', table('slow', 'sfzh'), { updateCycle: 'irregular' });
  // Slow from now on: the mount reads it too.
  await city.sources.civil.run(
    'create or replace view slow as select sfzh, repeat(xm, 800) as xm, djrq from person where pg_sleep(0.004) is not null',
  );
  shops = await city.published('market', '经营主体信息', table('shop', 'code'), { updateCycle: 'weekly' });
  for (const [key, entry] of [
    ['civil', person],
    ['market', shops],
  ] as const) {
    const officer = await city.as(key, 'data_officer');
    await city.ok(officer, `/api/pools/entries/${entry}/confirm`);
    assert.equal((await city.ended(officer, entry)).lastRun?.state, 'delivered');
  }
});
after(async () => {
  await city.close();
});

const boardOf = async (who: Person): Promise<Board> => (await who.get<Board>('/api/exchange/board')).body;

test('the numbers of the board are those of the tables, counted otherwise', async () => {
  const board = await boardOf(await city.as('authority', 'authority'));
  const { rows } = await city.owner.query<{ id: number; today: string; last: number }>(
    `select (r.plan->>'providerId')::int as id, sum(p.rows_written) as today, max(r.id) as last
       from plans.run r join plans.progress p on p.run_id = r.id
      where p.state = 'delivered' and (p.finished_at at time zone 'Asia/Shanghai')::date = (now() at time zone 'Asia/Shanghai')::date
      group by 1`,
  );
  assert.equal(rows.length, 2);
  for (const { id, today, last } of rows) {
    const line = board.departments.find(one => one.departmentId === id);
    assert.deepEqual([line?.todayRows, line?.lastRun?.id], [Number(today), last]);
  }
  const civil = board.departments.find(one => one.departmentId === city.departments.civil);
  assert.deepEqual(
    [civil?.should, civil?.collected, civil?.late, civil?.failing, civil?.running],
    [2, 1, 0, 0, 0],
  );
  assert.equal(board.totals.todayRows, ROWS + 70);
  assert.deepEqual([board.totals.should, board.totals.collected], [3, 2]);
  assert.equal(board.ended.length, 2);
});

test('a department sees its own line and runs, the authority all, a stranger nothing', async () => {
  const own = await boardOf(await city.as('market', 'data_officer'));
  assert.deepEqual(
    own.departments.map(one => one.departmentId),
    [city.departments.market],
  );
  assert.deepEqual(
    own.ended.map(one => one.provider),
    ['平顶山市市场监督管理局'],
  );
  assert.equal(own.totals.todayRows, 70);
  assert.equal((await fetch(`${city.base}/api/exchange/board`)).status, 401);
  assert.equal((await fetch(`${city.base}/api/exchange/board/stream`)).status, 401);
  const head = await city.as('civil', 'department_head');
  assert.equal((await head.get('/api/exchange/board/stream')).status, 403);
});

test('rows that went from one department to another are received by one and provided by the other', async () => {
  const run = await city.services.audited(PLATFORM, 'test.delivery', 'task', async tx => {
    const made = await tx.get<{
      id: number;
    }>(sql`insert into exchange.task (grant_id, source_id, schema, "table", grant_no, entry_id,
        entry_title, provider_id, provider, consumer_id, consumer, target, created_at)
      select 1, source_id, 'in', 'shops', '授-2026-1', ${shops}, '经营主体信息', ${city.departments.market}, '市场', ${city.departments.civil}, '民政', 't', now()
        from pools.place returning id`);
    const plan = JSON.stringify({ kind: 'move', providerId: city.departments.market });
    const run = await tx.get<{
      id: number;
    }>(sql`insert into plans.run (no, task_id, grant_id, version, plan, created_at)
      values ('运-2026-900001', ${made.id}, 1, 1, ${plan}, now()) returning id`);
    return { value: run.id };
  });
  await city.owner.query(
    `insert into plans.progress (run_id, state, stage, rows_read, rows_written, started_at, finished_at)
     values ($1, 'delivered', 'done', 33, 33, now(), now())`,
    [run.value],
  );
  const board = await boardOf(await city.as('authority', 'authority'));
  const line = (key: 'civil' | 'market') =>
    board.departments.find(one => one.departmentId === city.departments[key]);
  assert.deepEqual([line('civil')?.receivedRows, line('civil')?.providedRows], [33, 0]);
  assert.deepEqual([line('market')?.receivedRows, line('market')?.providedRows], [0, 33]);
  // Nobody collected these.
  assert.equal(line('market')?.todayRows, 70);
  const own = await boardOf(await city.as('civil', 'data_officer'));
  assert.equal(own.totals.receivedRows, 33);
});

test('a collection older than its entry’s cycle is late', async () => {
  const client = city.owner;
  await client.query(`update plans.progress p set finished_at = now() - interval '49 hours' from plans.run r
    where r.id = p.run_id and (r.plan->>'entryId')::int = ${person}`);
  const board = await boardOf(await city.as('authority', 'authority'));
  const civil = board.departments.find(one => one.departmentId === city.departments.civil);
  assert.deepEqual([civil?.late, civil?.todayRows, civil?.collected], [1, 0, 1]);
  await client.query(`update plans.progress p set finished_at = now() from plans.run r
    where r.id = p.run_id and (r.plan->>'entryId')::int = ${person}`);
});

interface Event {
  name: string;
  data: unknown;
  at: number;
}

/** Listens as a browser does, in a session of its own. */
async function listen(login: string) {
  const signedIn = await fetch(`${city.base}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password: PASSWORD }),
  });
  const { csrf } = (await signedIn.json()) as { csrf: string };
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const ending = new AbortController();
  const answer = await fetch(`${city.base}/api/exchange/board/stream`, {
    headers: { cookie },
    signal: ending.signal,
  });
  const events: Event[] = [];
  let over = false;
  const reading = (async () => {
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const [, name = '', data = ''] = /^event: (\w+)\ndata: (.*)$/s.exec(text.slice(0, end)) ?? [];
        text = text.slice(end + 2);
        if (name !== '') events.push({ name, data: JSON.parse(data), at: performance.now() });
      }
    }
  })()
    .catch(() => undefined)
    .finally(() => {
      over = true;
    });
  return {
    answer,
    events,
    cookie,
    csrf,
    isOver: () => over,
    signOut: () =>
      fetch(`${city.base}/api/session`, { method: 'DELETE', headers: { cookie, 'x-csrf-token': csrf } }),
    end: async () => {
      ending.abort();
      await reading;
    },
  };
}

test('the stream tells how a run goes on, to whom it concerns, and ends with the session', async () => {
  const civil = await listen('civil.data_officer');
  const market = await listen('market.data_officer');
  assert.match(civil.answer.headers.get('content-type') ?? '', /^text\/event-stream/);
  await until(
    async () => civil.events.length,
    n => n > 0,
    5_000,
  );
  assert.equal(civil.events[0]?.name, 'board');
  const before = (
    await city.owner.query<{ at: Date }>(
      'select used_at as at from org.session order by created_at desc limit 2',
    )
  ).rows;

  const officer = await city.as('civil', 'data_officer');
  await city.ok(officer, `/api/pools/entries/${slow}/confirm`);
  const done = await city.ended(officer, slow);
  assert.equal(done.lastRun?.state, 'delivered', JSON.stringify(done.lastRun));
  const told = () =>
    civil.events
      .filter(event => event.name === 'runs')
      .flatMap(event => (event.data as BoardRun[]).map(run => ({ ...run, at: event.at })))
      .filter(run => run.id === done.lastRun?.id);
  await until(
    async () => told(),
    runs => runs.some(run => run.state === 'delivered'),
    5_000,
  );
  const reading = told().filter(
    run => run.state === 'running' && run.stage === 'reading' && run.rowsRead > 0,
  );
  const counts = [...new Set(reading.map(run => run.rowsRead))];
  assert.ok(counts.length >= 2, `rows were told ${counts.length} times: ${JSON.stringify(told())}`);
  assert.deepEqual(
    counts,
    counts.toSorted((a, b) => a - b),
  );
  const times = civil.events.filter(event => event.name === 'runs').map(event => event.at);
  const pairs = times.slice(2).filter((at, i) => at - (times[i] ?? 0) < 800);
  assert.equal(pairs.length, 0, `more than two in a second: ${JSON.stringify(times)}`);
  assert.equal(told().at(-1)?.rowsWritten, ROWS);
  await until(
    async () => civil.events.filter(event => event.name === 'board').at(-1)?.data as Board,
    board => board.departments[0]?.collected === 2 && board.departments[0].running === 0,
    10_000,
  );
  assert.ok(
    market.events.every(
      event => event.name === 'board' || !(event.data as BoardRun[]).some(run => run.id === done.lastRun?.id),
    ),
    'a run is told to nobody whom it does not concern',
  );

  assert.equal(civil.isOver(), false);
  assert.ok((await civil.signOut()).ok);
  await until(
    async () => civil.isOver(),
    over => over,
    5_000,
  );
  assert.equal(market.isOver(), false);
  // Watching is no use of the session: whoever only watches is signed out like anybody.
  const after = (
    await city.owner.query<{ at: Date }>(
      `select used_at as at from org.session order by created_at desc limit 1`,
    )
  ).rows;
  assert.ok(before.some(one => one.at.getTime() === after[0]?.at.getTime()));
  await market.end();
});

test('a person opens so many streams and no more; closed ones count no more', async () => {
  const open = [];
  for (let n = 0; n < 6; n += 1) open.push(await listen('market.data_officer'));
  assert.ok(open.every(one => one.answer.status === 200));
  const seventh = await listen('market.data_officer');
  assert.equal(seventh.answer.status, 429);
  await seventh.end();
  await open[0]?.end();
  const again = await until(
    () => listen('market.data_officer'),
    one => one.answer.status === 200 || (void one.end(), false),
    5_000,
  );
  for (const one of [...open.slice(1), again]) await one.end();
});

test('nobody watches: nothing is asked', async () => {
  const listeners = async (): Promise<number> =>
    (
      await city.owner.query(
        `select from pg_stat_activity where datname = current_database() and application_name = 'shuqiao-read' and query = 'listen shuqiao_runs'`,
      )
    ).rowCount ?? 0;
  await until(listeners, n => n === 0, 5_000);
  const watching = await listen('civil.data_officer');
  await until(listeners, n => n === 1, 5_000);
  await watching.end();
  await until(listeners, n => n === 0, 5_000);
});
