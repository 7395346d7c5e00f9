/** Verifications: what they tell, what they do not tell, and how often one may guess. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { subjectDigest } from '#record/subjects.ts';
import { findSubjects } from '#record/subjectList.ts';
import { canonical, mostMissed } from '#planes/gateway/limits/tries.ts';
import type { TablePlan } from '#vocabulary/plans.ts';
import { createMariadb, mariadbMissing } from './connectors/databases.ts';
import {
  type GatewayHouse,
  type Reply,
  call,
  followed,
  gatewayHouse,
  item,
  ITEMS,
  planOf,
} from './gatewayHouse.ts';

let house: GatewayHouse;
let ports: number[] = [];

before(async () => {
  house = await gatewayHouse('verify');
  ports = [(await house.start()).port, (await house.start()).port];
});
after(() => house.close());

const verify = (grantId: number, more: Partial<TablePlan> = {}): TablePlan =>
  planOf(grantId, { kind: 'verify', ...more });

async function publish(one: TablePlan, system = 1): Promise<void> {
  await house.publish(one);
  for (const port of ports)
    await followed(async () => (await call(port, one.grantId, { params: {} }, system)).status === 400);
}

let turn = 0;
/** At either gateway by turns. */
const ask = (grant: number, id: string, claims: Record<string, string>, system = 1): Promise<Reply> =>
  call(ports[turn++ % ports.length] ?? 0, grant, { params: { 身份证号: id }, claims }, system);

test('where being in the register is sensitive, nobody can be told from somebody who differs', async () => {
  await publish(verify(1, { entryId: 11, limits: { rowsTotal: 100_000 } }));
  await house.setService(11, { verdicts: 'two' });
  // At one gateway: what another holds of the rows would be missing from what is told as left.
  const [port = 0] = ports;
  const at = (id: string, claims: Record<string, string>): Promise<Reply> =>
    call(port, 1, { params: { 身份证号: id }, claims });
  await followed(async () => (await at('nobody-0', { 姓名: 'x' })).body.message === '不一致');
  const earlier = (await house.record()).length;
  const other = await at('10', { 姓名: '不是他', 婚姻状况: '未婚' });
  const nobody = await at('nobody', { 姓名: '不是他', 婚姻状况: '未婚' });
  for (const reply of [other, nobody]) {
    assert.deepEqual(reply.body, { code: '0', message: '不一致', data: { 姓名: false, 婚姻状况: false } });
    assert.doesNotMatch(String(reply.headers['server-timing']), /fetch/);
  }
  assert.equal(other.bytes, nobody.bytes);
  assert.deepEqual(Object.keys(other.headers).sort(), Object.keys(nobody.headers).sort());
  const left = (reply: Reply): number =>
    Number(/"rows-total";r=(\d+)/.exec(String(reply.headers['ratelimit']))?.[1]);
  const leftAfter = async (id: string): Promise<number> => left(await at(id, { 姓名: '不是他' }));
  const before = await leftAfter('11');
  const found = await leftAfter('12');
  const missing = await leftAfter('nobody-2');
  assert.deepEqual([before - found, found - missing], [1, 1]);
  const entries = (await house.record())
    .slice(earlier)
    .flatMap(entry =>
      entry.kind === 'usage' && entry.body.grantId === 1 && entry.body.result === 'served'
        ? [entry.body.rows]
        : [],
    );
  assert.deepEqual([...new Set(entries)], [1]);
});

test('a value that is not right may be tried few times a month, by all systems of a department together', async () => {
  await publish(verify(2));
  await publish(verify(3, { systemId: 2, entryId: 12 }), 2);
  await publish(verify(4, { systemId: 3, consumerId: 3 }), 3);
  // Sex has two values: one that is wrong says which is right, so one may be wrong.
  assert.deepEqual((await ask(2, '100', { 性别: '男' })).body.data, { 性别: false });
  const second = await ask(2, '100', { 性别: '女' });
  assert.deepEqual([second.status, second.body.code], [429, 'gateway.tries_used']);
  assert.equal(
    (await ask(3, '100', { 性别: '女' }, 2)).body.code,
    'gateway.tries_used',
    'another system and grant',
  );
  assert.equal(
    (await ask(2, ' 100', { 性别: '女' })).body.code === '0',
    true,
    'no person of that name: unknown',
  );
  assert.deepEqual(
    (await ask(2, '100', { 性别: '男' })).body.data,
    { 性别: false },
    'what was told may be told again',
  );
  assert.deepEqual((await ask(4, '100', { 性别: '女' }, 3)).body.data, { 性别: true }, 'another department');
  // Who claims what is right claims it as often as it likes.
  for (let i = 0; i < 5; i++)
    assert.deepEqual((await ask(2, '102', { 性别: '女' })).body.data, { 性别: true });

  // Five values, so three may be wrong; names have no table, so five may.
  const tried: string[] = [];
  for (const state of ['未婚', '离异', '丧偶', '再婚', '已婚'])
    tried.push((await ask(turn % 2 ? 2 : 3, '101', { 婚姻状况: state }, turn % 2 ? 1 : 2)).body.code);
  assert.deepEqual(tried, ['0', '0', '0', 'gateway.tries_used', 'gateway.tries_used']);
  const names: string[] = [];
  for (let i = 0; i < 6; i++) names.push((await ask(2, '104', { 姓名: `第${i}个` })).body.code);
  assert.deepEqual(names, ['0', '0', '0', '0', '0', 'gateway.tries_used']);
  assert.equal(
    (await ask(2, '104', { 姓名: '姓名104' })).body.code,
    'gateway.tries_used',
    'the right value is refused as well, or the refusal would say which is right',
  );
  const refused = (await house.record()).filter(
    entry => entry.kind === 'usage' && entry.body.code === 'gateway.tries_used',
  );
  assert.ok(refused.length >= 6);
  assert.ok(!JSON.stringify(refused).includes('第5个'));
});

test('all at once is no way round: over two gateways no more than the bound are told', async () => {
  const replies = await Promise.all(Array.from({ length: 60 }, (_, i) => ask(2, '200', { 姓名: `猜${i}` })));
  assert.equal(replies.filter(reply => reply.status === 200).length, 5);
  const { rows } = await house.owner.query<{ missed: number; told: number }>(
    'select missed, cardinality(told) as told from plans.tried order by missed desc limit 1',
  );
  assert.ok(rows[0] && rows[0].missed <= 20 && rows[0].told <= 20);
});

test('in all, a person may be missed twenty times a month, over all columns', async () => {
  const items = [
    ...ITEMS,
    item('别名', 'xm'),
    item('又名', 'state'),
    item('性别二', 'sex'),
    item('镇', 'town'),
    item('街', 'street'),
  ];
  await publish(verify(5, { items }));
  const guess = async (id: string, names: readonly string[]): Promise<number> => {
    let told = 0;
    for (let i = 0; i < 8; i++)
      for (const name of names) if ((await ask(5, id, { [name]: `${name}${i}` })).status === 200) told += 1;
    return told;
  };
  assert.equal(await guess('300', ['姓名', '别名']), 5, 'two names of one column are one column');
  assert.equal(await guess('301', ['姓名', '又名', '性别二', '镇', '街']), 20);
});

test('further identifiers are guessed like values', async () => {
  const items = [
    ITEMS[0] ?? item('', ''),
    item('别的证号', 'xm', { filter: true, mask: { kind: 'middle', head: 1, tail: 1 } }),
  ];
  await publish(planOf(6, { items, required: ['身份证号', '别的证号'] }));
  const pair = (no: string): Promise<Reply> =>
    call(ports[turn++ % 2] ?? 0, 6, { params: { 身份证号: '400', 别的证号: no } });
  for (let i = 0; i < 5; i++) assert.deepEqual((await pair(`猜${i}`)).body.data, []);
  assert.equal((await pair('猜6')).body.code, 'gateway.tries_used');
  assert.equal((await pair('姓名400')).body.code, 'gateway.tries_used');
  const single = await call(ports[0] ?? 0, 6, { params: { 身份证号: '400' } });
  assert.equal(single.status, 200, 'who asks by one identifier guesses nothing');
});

test('one value is one try, however it is typed', () => {
  assert.equal(canonical('bigint', '+007'), '7');
  assert.equal(canonical('bigint', '-0'), '0');
  assert.equal(canonical('numeric', '01.500'), '1.5');
  assert.equal(canonical('numeric', '-.50'), '-0.5');
  assert.equal(canonical('double', '1e2'), canonical('double', '100'));
  assert.equal(canonical('boolean', '1'), 'true');
  assert.equal(canonical('timestamp', '2026-01-02T03:04:05.500'), '2026-01-02 03:04:05.5');
  assert.equal(canonical('timestamp', '2026-01-02'), canonical('timestamp', '2026-01-02 00:00:00'));
  assert.equal(canonical('text', ' 41x '), '41X');
  assert.deepEqual(
    [2, 3, 4, 5, 60, undefined].map(codes =>
      mostMissed({ type: 'text', ...(codes === undefined ? {} : { codes }) }),
    ),
    [1, 1, 2, 3, 5, 5],
  );
  assert.equal(mostMissed({ type: 'boolean' }), 1);
});

const BATCH = Array.from({ length: 1000 }, (_, i) => ({
  params: { 身份证号: i % 10 === 9 ? `nobody${i}` : String(1000 + i) },
  claims: i % 2 ? { 姓名: `姓名${1000 + i}` } : { 姓名: '不是他', 婚姻状况: '已婚' },
}));

function expected(i: number): unknown {
  if (i % 10 === 9) return { message: '无法核验', claims: { 姓名: null } };
  return i % 2
    ? { message: '一致', claims: { 姓名: true } }
    : { message: '不一致', claims: { 姓名: false, 婚姻状况: true } };
}

test('a thousand at once: each its own verdicts in order, counted as a thousand, with all persons in the record', async () => {
  await publish(verify(7, { limits: { total: 2500 }, requires: { caseNo: true } }));
  const port = ports[0] ?? 0;
  const first = await call(port, 7, { batch: BATCH, caseNo: '办-批' });
  assert.equal(first.status, 200, JSON.stringify(first.body).slice(0, 200));
  (first.body.data as unknown[]).forEach((row, i) => assert.deepEqual(row, expected(i), String(i)));
  assert.equal((first.body.data as unknown[]).length, 1000);
  assert.match(String(first.headers['ratelimit']), /"total";r=1500/);
  const entry = (await house.record()).find(
    one => one.kind === 'usage' && one.body.grantId === 7 && one.body.result === 'served',
  );
  assert.ok(entry?.kind === 'usage');
  assert.deepEqual([entry.body.rows, entry.body.items, entry.body.caseNo], [1000, [1, 3], '办-批']);
  assert.equal(entry.body.facts?.['batch'], 1000);
  const root = Buffer.from(entry.body.subject, 'base64url');
  assert.equal(root.length, 32);
  const { rows } = await house.owner.query<{ n: number; packed: Buffer }>(
    'select n, packed from record.subjects where root = $1',
    [root],
  );
  assert.equal(rows[0]?.n, 1000);
  const wanted = Buffer.from(
    subjectDigest(house.own.storage.keys, '1500', new Date().getUTCFullYear()),
    'base64url',
  ).readBigUInt64BE();
  assert.deepEqual(findSubjects(rows[0]?.packed ?? Buffer.alloc(0), new Set([wanted])), [wanted]);

  assert.equal((await call(port, 7, { batch: BATCH })).body.code, 'gateway.purpose_missing');
  const mixed = BATCH.slice(0, 3).map((row, i) => ({ ...row, caseNo: `办-${i}` }));
  assert.equal((await call(port, 7, { batch: mixed })).status, 200);
  const [last] = (await house.record()).slice(-1);
  assert.deepEqual(last?.kind === 'usage' && last.body.facts?.['cases'], ['办-0', '办-1', '办-2']);
  assert.equal((await call(port, 7, { batch: BATCH, caseNo: '办-2' })).status, 200);
  const third = await call(port, 7, { batch: BATCH, caseNo: '办-3' });
  assert.equal(third.body.code, 'gateway.total_used', 'a thousand are more than are left');
  assert.equal(
    (await call(port, 7, { batch: BATCH.slice(0, 400), caseNo: '办-4' })).status,
    200,
    'four hundred are not',
  );
});

test('a batch is no way round either: row by row as if each were a call', async () => {
  await publish(verify(8));
  const batch = Array.from({ length: 30 }, (_, i) => ({
    params: { 身份证号: '2500' },
    claims: { 姓名: `猜${i}` },
  }));
  const reply = await call(ports[0] ?? 0, 8, { batch });
  const rows = reply.body.data as { code?: string; claims: unknown }[];
  assert.equal(rows.filter(row => row.claims !== null).length, 5);
  assert.equal(rows.filter(row => row.code === 'gateway.tries_used').length, 25);
});

test('what is wrong with a batch is named by its row, and nothing is asked', async () => {
  const port = ports[0] ?? 0;
  const row = { params: { 身份证号: '1' }, claims: { 姓名: 'x' } };
  const cases: [unknown, string][] = [
    [{ batch: [] }, 'batch'],
    [{ batch: Array.from({ length: 1001 }, () => row) }, 'batch'],
    [{ batch: [row, 5] }, 'batch[1]'],
    [{ batch: [row, { ...row, more: 1 }] }, 'batch[1].more'],
    [
      { batch: [row, { params: { 身份证号: 'a\u0000' }, claims: { 姓名: 'x' } }] },
      'batch[1].params.身份证号',
    ],
    [{ batch: [row], params: {} }, 'params'],
  ];
  for (const [body, place] of cases) {
    const reply = await call(port, 8, body);
    assert.deepEqual([reply.status, reply.body.code], [400, 'gateway.bad_input'], place);
    assert.ok(reply.body.message.includes(place), `${reply.body.message} names ${place}`);
  }
  assert.equal(
    (await call(port, 8, { batch: [{ params: {}, claims: { 姓名: 'x' } }] })).body.code,
    'gateway.identifier_missing',
  );
});

test('MariaDB answers batches as PostgreSQL does', { skip: await mariadbMissing() }, async () => {
  const scratch = await createMariadb('verify_many');
  try {
    const id = await house.addSource(scratch);
    await scratch.run(
      `create table person (idno varchar(20), xm varchar(20), sex varchar(4), state varchar(8), key (idno))`,
    );
    await scratch.run(`insert into person select seq, concat('姓名', seq), '男', '已婚' from seq_1_to_2200`);
    await publish(verify(20, { table: { sourceId: id, schema: scratch.address.database, table: 'person' } }));
    const reply = await call(ports[0] ?? 0, 20, { batch: BATCH });
    assert.equal(reply.status, 200, JSON.stringify(reply.body).slice(0, 200));
    (reply.body.data as unknown[]).forEach((row, i) => assert.deepEqual(row, expected(i), String(i)));
  } finally {
    await scratch.drop();
  }
});
