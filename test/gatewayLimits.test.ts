/** Limits of a grant over several gateways, and what becomes of a slice whose gateway was killed. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { bookkeeper, bookkeeping } from '#kernel/db.ts';
import { createLog } from '#kernel/observe.ts';
import { createIntegrator, listDeadSlices, reconcileSlice } from '#modules/ledger/index.ts';
import type { TablePlan } from '#vocabulary/plans.ts';
import { type GatewayHouse, type Reply, call, followed, gatewayHouse, planOf } from './gatewayHouse.ts';

let house: GatewayHouse;
let ports: number[] = [];

before(async () => {
  house = await gatewayHouse('limits');
  ports = [(await house.start()).port, (await house.start()).port];
});
after(() => house.close());

async function publish(one: TablePlan): Promise<void> {
  await house.publish(one);
  for (const port of ports)
    await followed(async () => (await call(port, one.grantId, { params: {} })).status === 400);
}

const many = (count: number, grant: number, body?: unknown): Promise<Reply[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => call(ports[i % ports.length] ?? 0, grant, body)));

const served = (replies: readonly Reply[]): number => replies.filter(reply => reply.status === 200).length;
const codes = (replies: readonly Reply[]): string[] => [
  ...new Set(replies.filter(reply => reply.status !== 200).map(reply => reply.body.code)),
];

async function taken(grant: number, meter = 'calls'): Promise<Record<string, number>> {
  const { rows } = await house.owner.query<{ day: string; taken: number }>(
    `select case when day = '-infinity' then 'all' else 'day' end as day, taken from plans.quota where grant_id = $1 and meter = $2`,
    [grant, meter],
  );
  return Object.fromEntries(rows.map(row => [row.day, Number(row.taken)]));
}

test('a plan without limits takes nothing and tells nothing', async () => {
  await publish(planOf(1));
  const reply = await call(ports[0] ?? 0, 1);
  assert.equal(reply.status, 200);
  assert.equal(reply.headers['ratelimit'], undefined);
  assert.equal(reply.headers['ratelimit-policy'], undefined);
  assert.deepEqual(await taken(1), {});
});

test('a day and the whole hold over two gateways, and the tighter one refuses', async () => {
  await publish(planOf(2, { limits: { perDay: 1000, total: 60 } }));
  const replies = await many(150, 2);
  assert.equal(served(replies), 60);
  assert.deepEqual(codes(replies), ['gateway.total_used']);
  assert.deepEqual(await taken(2), { day: 60, all: 60 });
  assert.equal(replies.find(reply => reply.status !== 200)?.headers['retry-after'], undefined);
});

test('rows and bytes are taken before the answer leaves: what would go beyond stays inside', async () => {
  await publish(planOf(3, { limits: { rowsPerDay: 30 } }));
  const replies = await many(80, 3);
  assert.equal(served(replies), 30, 'one row each');
  assert.deepEqual(codes(replies), ['gateway.day_used']);
  assert.deepEqual(await taken(3, 'rows'), { day: 30 });
  const nobody = await call(ports[0] ?? 0, 3, { params: { 身份证号: 'nobody' } });
  assert.equal(nobody.body.code, 'gateway.day_used', 'known to be used up, so nothing is asked any more');

  const size = (await call(ports[0] ?? 0, 1)).bytes;
  await publish(planOf(4, { limits: { bytesTotal: size * 10 + 5 } }));
  const sized = await many(40, 4);
  assert.ok(served(sized) <= 10, `${served(sized)} answers of ${size} bytes`);
  const bytes = sized.filter(one => one.status === 200).reduce((sum, one) => sum + one.bytes, 0);
  assert.ok(bytes <= size * 10 + 5);
  assert.deepEqual(codes(sized), ['gateway.total_used']);
  const refused = (await house.record()).find(
    entry => entry.kind === 'usage' && entry.body.grantId === 4 && entry.body.code === 'gateway.total_used',
  );
  assert.ok(refused?.kind === 'usage' && refused.body.rows === 0 && refused.body.bytes === 0);
});

test('no second of the clock holds more calls than the plan allows, over both gateways', async () => {
  await publish(planOf(5, { limits: { perSecond: 10 } }));
  const { rows } = await house.owner.query<{ rest: number }>(
    `select 1000 - extract(milliseconds from clock_timestamp())::int % 1000 as rest`,
  );
  await new Promise(done => setTimeout(done, (rows[0]?.rest ?? 0) + 20));
  const began = Date.now();
  const replies: Reply[] = [];
  while (Date.now() - began < 2900) replies.push(...(await many(8, 5)));
  assert.deepEqual(codes(replies), ['gateway.too_many_a_second']);
  assert.ok(served(replies) <= 30, `${served(replies)} calls in three seconds`);
  assert.ok(served(replies) > 10, `${served(replies)} calls in three seconds`);
  assert.equal(replies.find(reply => reply.status === 429)?.headers['retry-after'], '1');
});

test('what is left is told in the standard headers, on answers and refusals', async () => {
  await publish(planOf(6, { limits: { perSecond: 50, perDay: 3, rowsTotal: 1000 } }));
  const port = ports[0] ?? 0;
  const first = await call(port, 6);
  assert.equal(
    first.headers['ratelimit-policy'],
    '"second";q=50;w=1, "day";q=3;w=86400, "rows-total";q=1000;qu="rows"',
  );
  const limit = String(first.headers['ratelimit']);
  assert.match(limit, /^"second";r=\d+;t=1, "day";r=2;t=\d+, "rows-total";r=999$/);
  const seconds = Number(/"day";r=2;t=(\d+)/.exec(limit)?.[1]);
  const midnight = 86_400 - ((Date.now() / 1000 + 8 * 3600) % 86_400);
  assert.ok(Math.abs(seconds - midnight) < 3, 'until midnight in Beijing');
  await call(port, 6);
  await call(port, 6);
  const refused = await call(port, 6);
  assert.deepEqual([refused.status, refused.body.code], [429, 'gateway.quota_used']);
  assert.match(String(refused.headers['ratelimit']), /"day";r=0;t=\d+/);
  assert.ok(Math.abs(Number(refused.headers['retry-after']) - midnight) < 5);
});

test('a call states its purpose as far as the grant or the service asks for it', async () => {
  await publish(planOf(7, { matter: '高龄津贴发放', requires: { matter: true, caseNo: true } }));
  const port = ports[0] ?? 0;
  const params = { 身份证号: '1' };
  const codeOf = async (body: object, grant = 7): Promise<string> =>
    (await call(port, grant, { params, ...body })).body.code;
  const whole = { matter: '高龄津贴发放', caseNo: '办-1' };
  assert.equal(await codeOf({}), 'gateway.purpose_missing');
  assert.equal(await codeOf({ caseNo: '办-1' }), 'gateway.purpose_missing');
  assert.equal(await codeOf({ ...whole, caseNo: '  ' }), 'gateway.purpose_missing');
  assert.equal(await codeOf({ ...whole, matter: '别的事' }), 'gateway.matter_not_granted');
  assert.equal(await codeOf(whole), '0');
  const missing = await call(port, 7, { params });
  assert.match(missing.body.message, /办理事项、办件号/);
  await house.publish(planOf(8, { entryId: 10 }));
  await house.setService(10, { purpose: { caseNo: false, post: true } });
  await followed(async () => (await codeOf({}, 8)) === 'gateway.purpose_missing');
  assert.equal(await codeOf({ post: '窗口3' }, 8), '0');
});

test('a gateway that is killed loses its slice alone, and the record gives it back', {
  timeout: 60_000,
}, async t => {
  await publish(planOf(9, { limits: { total: 5000, perDay: 4000, rowsTotal: 5000 } }));
  // The folder itself is held by this process; its key is what the other one needs.
  const folder = mkdtempSync(join(tmpdir(), 'shuqiao-test-'));
  cpSync(house.own.folder, folder, { recursive: true });
  const child = spawn(process.execPath, [new URL('gatewayChild.ts', import.meta.url).pathname], {
    env: {
      ...process.env,
      CHILD_DATA: folder,
      CHILD_DATABASE: house.own.config.databaseUrl ?? '',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(line.toString());
  await followed(async () => (await call(port, 9, { params: {} })).status === 400);
  let answered = 0;
  const callers = Array.from({ length: 8 }, async () => {
    for (;;) {
      const reply = await call(port, 9).catch(() => undefined);
      if (!reply) return;
      if (reply.status === 200) answered += 1;
    }
  });
  // The blow falls amid calls, however slow the machine is.
  await followed(async () => answered > 40);
  child.kill('SIGKILL');
  await Promise.all(callers);
  rmSync(folder, { recursive: true, force: true });
  const entries = await house.record();
  const recorded = entries.filter(
    entry => entry.kind === 'usage' && entry.body.grantId === 9 && entry.body.result === 'served',
  ).length;
  assert.ok(recorded >= answered, `${answered} answered, ${recorded} recorded`);
  const before = await taken(9);
  assert.equal(before['all'], before['day']);
  const lost = (before['all'] ?? 0) - recorded;
  assert.ok(lost >= 0 && lost <= 1000, `${lost} lost`);
  assert.ok((before['all'] ?? 0) > recorded, 'the killed gateway held a part of its slice');

  // While a living gateway holds a slice of its own, that is not given back.
  const living = await call(ports[0] ?? 0, 9);
  assert.equal(living.status, 200);
  const { pools, keys } = house.own.storage;
  const ending = new AbortController();
  const integrator = createIntegrator({
    pool: pools.worker,
    keys,
    clock: { now: Date.now },
    outside: house.own.folder,
    name: 'test.local',
    log: createLog('silent'),
    signal: ending.signal,
  });
  t.after(async () => {
    ending.abort();
    await integrator.done;
  });
  await followed(async () => integrator.progress().integrated > recorded);
  assert.deepEqual(await listDeadSlices(bookkeeper(pools.worker)), [], 'nobody is given up too soon');
  await house.owner.query(
    `update plans.lease set until = now() - interval '1 second' where grant_id = 9 and held > 1`,
  );
  const dead = await listDeadSlices(bookkeeper(pools.worker));
  assert.ok(dead.length > 0);
  for (const slice of dead) await bookkeeping(pools.worker, 'test', tx => reconcileSlice(tx, slice));
  const found = await taken(9);
  const { rows } = await house.owner.query<{ held: number }>(
    `select coalesce(sum(held), 0)::int as held from plans.lease where grant_id = 9 and meter = 'calls'`,
  );
  assert.deepEqual(found, {
    day: recorded + 1 + (rows[0]?.held ?? 0),
    all: recorded + 1 + (rows[0]?.held ?? 0),
  });
  assert.deepEqual(await listDeadSlices(bookkeeper(pools.worker)), []);
});
