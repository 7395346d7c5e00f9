/** Receipts from the run to the file that verifies without the platform, and what a forger can do with one. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { decodeEntry, unpackEntries } from '#record/entry.ts';
import type { ReceiptFile } from '#vocabulary/receiptFile.ts';
import { readReceiptFile, verifyReceipt } from '../scripts/lib/receiptFile.ts';
import type { Problem } from './controlPlane.ts';
import { type ReceiptsHouse, receiptsHouse } from './receiptsHouse.ts';

const ROWS = 2_000;
const NOTHING: ReadonlySet<string> = new Set();

let house: ReceiptsHouse;

before(async () => {
  house = await receiptsHouse('receipts');
});
after(async () => {
  await house?.close();
});
beforeEach(async () => {
  await house.from.run(`drop table if exists person; create table person (idno text primary key, xm text, income numeric(12,2), changed timestamp);
    insert into person select '41040219870' || lpad(i::text, 6, '0') || 'X', '张三' || i, i + 0.5, '2026-01-01'::timestamp + i * interval '1 second'
      from generate_series(1, ${ROWS}) i`);
});

const idno = (i: number): string => `41040219870${String(i).padStart(6, '0')}X`;

async function entriesOf(
  no: string,
): Promise<{ action: string; facts: Record<string, unknown>; number: number }[]> {
  const { rows } = await house.owner.query<{ first: number; n: number; body: Buffer }>(
    'select first::int, n, body from record.batch where log = 2 order by first',
  );
  return rows
    .flatMap(row =>
      unpackEntries(row.body, row.n).map((bytes, i) => ({ ...decodeEntry(bytes), number: row.first + i })),
    )
    .flatMap(({ body, number }) =>
      body.facts?.['runNo'] === no ? [{ action: body.action, facts: body.facts, number }] : [],
    );
}

describe('a receipt', () => {
  test('is signed by both departments, stands in the ledger, and verifies without the platform', async () => {
    const { id, receipt, no } = await house.delivered(house.movePlan());
    assert.deepEqual(
      [receipt.grade, receipt.operator, receipt.rowsRead, receipt.rowsWritten, receipt.equal, receipt.mode],
      ['snapshot', 'one', ROWS, ROWS, true, 'full'],
    );
    assert.deepEqual(
      receipt.halves?.map(half => [half.side, half.department, half.rows]),
      [
        ['read', '平顶山市市场监督管理局', ROWS],
        ['read_back', '平顶山市民政局', ROWS],
      ],
    );
    const entries = await entriesOf(no);
    assert.deepEqual(
      entries.map(entry => entry.number),
      [receipt.delivering, receipt.record],
    );
    const file = await house.file(id);
    const verdict = verifyReceipt(file, NOTHING);
    assert.deepEqual(
      verdict.findings.filter(one => !one.ok),
      [],
    );
    assert.equal(verdict.outcome, 'unknown_key', 'a forger who made everything anew would get as far');

    const path = house.keep(file);
    const alone = await house.command(['receipt', 'verify', path]);
    assert.equal(alone.code, 3, alone.said);
    const withLog = await house.command(['receipt', 'verify', path, '--log', house.seals]);
    assert.equal(withLog.code, 0, withLog.said);
    assert.match(withLog.said, /对账单真实/);
    const key = (file.ledger as { keys: string[] }).keys[0] ?? '';
    const withKey = await house.command(['receipt', 'verify', path, '--key', key]);
    assert.equal(withKey.code, 0, withKey.said);
    const withUrl = await house.command(['receipt', 'verify', path, '--log', await house.logUrl()]);
    assert.equal(withUrl.code, 0, withUrl.said);
    const none = await house.command(['receipt', 'verify', house.keep({} as ReceiptFile, 'none.json')]);
    assert.equal(none.code, 2, none.said);
  });

  test('of a collection stands in the ledger as a notice', async () => {
    const { id, no } = await house.delivered(house.collectPlan());
    assert.deepEqual(
      (await entriesOf(no)).map(entry => entry.action),
      ['move.collecting', 'move.collected'],
    );
    assert.deepEqual(
      verifyReceipt(await house.file(id, 'market'), NOTHING).findings.filter(one => !one.ok),
      [],
    );
  });

  test('is given with its key to the two departments alone, and that it is given is recorded', async () => {
    const { id, no } = await house.delivered(house.movePlan());
    assert.ok((await house.file(id, 'civil')).check);
    assert.ok((await house.file(id, 'market')).check);
    const seen = await house.file(id, 'authority');
    assert.equal(seen.check, undefined);
    assert.deepEqual(
      verifyReceipt(seen, NOTHING).findings.filter(one => !one.ok),
      [],
    );
    const stranger = await house.city.as('streets', 'data_officer');
    assert.equal((await stranger.get(`/api/exchange/runs/${id}/receipt`)).status, 404);
    const { rows } = await house.owner.query<{ body: Buffer; n: number }>(
      'select body, n from record.batch where log = 1 order by first desc limit 12',
    );
    const given = rows
      .flatMap(row => unpackEntries(row.body, row.n).map(decodeEntry))
      .filter(({ body }) => body.action === 'exchange.receipt' && body.facts?.['no'] === no);
    const keys = given.map(({ body }) => body.facts?.['key']);
    assert.deepEqual([keys.filter(key => key === true).length, keys.length], [2, 3]);
  });

  test('that was not signed is not given out', async () => {
    const plan = house.movePlan({ table: { sourceId: 1, schema: 'public', table: 'nowhere' } });
    const id = await house.order(plan);
    await house.until(id, run => run.state === 'failed');
    const reply = await (await house.city.as('civil', 'data_officer')).get<Problem>(
      `/api/exchange/runs/${id}/receipt`,
    );
    assert.deepEqual([reply.status, reply.body.code], [409, 'receipts.unsigned']);
  });
});

/** Every place in a JSON value that holds a text, a number or a yes or no, with another value for it. */
function* changes(value: unknown, path: string[] = []): Generator<{ path: string[]; to: unknown }> {
  if (Array.isArray(value)) {
    for (const [i, one] of value.entries()) yield* changes(one, [...path, String(i)]);
    if (value.length > 0) yield { path, to: value.slice(1) };
    yield { path, to: [...(value as unknown[]), 'more'] };
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, one] of Object.entries(value)) {
      yield* changes(one, [...path, name]);
      yield { path: [...path, name], to: undefined };
    }
    yield { path: [...path, 'more'], to: 'more' };
  } else if (typeof value === 'string') {
    yield { path, to: value.endsWith('A') ? `${value.slice(0, -1)}B` : `${value.slice(0, -1)}A` };
    yield { path, to: '' };
  } else if (typeof value === 'number') yield { path, to: value + 1 };
  else yield { path, to: value !== true };
}

function changed(file: ReceiptFile, path: string[], to: unknown): ReceiptFile {
  const copy = structuredClone(file) as unknown as Record<string, unknown>;
  let at = copy;
  for (const name of path.slice(0, -1)) at = at[name] as Record<string, unknown>;
  const last = path.at(-1) ?? '';
  if (to === undefined) delete at[last];
  else at[last] = to;
  return copy as unknown as ReceiptFile;
}

describe('a forged receipt', () => {
  test('does not verify, whichever field was changed, left out or added', async () => {
    const { id } = await house.delivered(house.movePlan());
    const file = await house.file(id);
    // Nothing signs when a seal point was made, and the ledger's other entries are as good as any.
    const { ledger, ...own } = file;
    let tried = 0;
    for (const { path, to } of changes(own)) {
      // A file without its key proves the same.
      if (path.length === 1 && path[0] === 'check' && to === undefined) continue;
      if (path.length === 0) continue;
      const forged = readReceiptFile(JSON.stringify(changed({ ...own, ledger } as ReceiptFile, path, to)));
      const outcome = forged ? verifyReceipt(forged, NOTHING).outcome : 'failed';
      assert.equal(outcome, 'failed', `${path.join('.')} → ${JSON.stringify(to)}`);
      tried += 1;
    }
    assert.ok(tried > 150, `${tried} places`);
    const unsealed = { ...file, ledger: { ...ledger, checkpoints: [] } };
    assert.equal(verifyReceipt(unsealed, NOTHING).outcome, 'failed');
  });

  test('signed with another department’s key, or a key of one’s own, does not verify', async () => {
    const { id } = await house.delivered(house.movePlan());
    const file = await house.file(id);
    const [first, second] = file.keys;
    assert.ok(first && second);
    const swapped = { ...file, keys: [{ ...first, key: second.key }, second] };
    assert.equal(verifyReceipt(swapped, NOTHING).outcome, 'failed');
    const other = await house.file((await house.delivered(house.movePlan())).id);
    assert.equal(
      verifyReceipt({ ...file, receipt: other.receipt }, NOTHING).outcome,
      'failed',
      'the ledger’s entry is another',
    );
  });

  test('is refused by a log that does not hold its seal point', async () => {
    const { id } = await house.delivered(house.movePlan());
    const file = await house.file(id);
    const path = house.keep(file, 'elsewhere.json');
    const other = house.keep({ size: 1, root: '00', at: '', note: '' } as never, 'seals.log');
    const said = await house.command(['receipt', 'verify', path, '--log', other]);
    assert.deepEqual([said.code, /NOT part of/.test(said.said)], [1, true], said.said);
  });
});

describe('the table of a receipt', () => {
  test('is checked with the file alone: equal, or how many buckets differ', async () => {
    const plan = house.movePlan();
    const { id } = await house.delivered(plan);
    const { user, host, port, database } = house.to.address;
    const address = `postgres://${user}@${host}:${port}/${database}`;
    const path = house.keep(await house.file(id), 'check.json');
    const env = { SHUQIAO_PASSWORD: house.to.password };
    const same = await house.command(['receipt', 'check', path, address], env);
    assert.equal(same.code, 0, same.said);
    const [{ name }] = (await house.to.run(
      `select generation as name from shuqiao.run where target_table = '${plan.sink.table}' and showing`,
    )) as [{ name: string }];
    await house.to.run(`update shuqiao."${name}" set income = income + 1 where idno = '${idno(7)}'`);
    const differs = await house.command(['receipt', 'check', path, address], env);
    assert.equal(differs.code, 1, differs.said);
    assert.match(differs.said, /1 of 1024 buckets differ/);
    const keyless = house.keep(await house.file(id, 'authority'), 'keyless.json');
    assert.equal((await house.command(['receipt', 'check', keyless, address], env)).code, 2);
  });
});

describe('the key of a department', () => {
  test('is ended by security and made anew by the next delivery; what it signed stays true', async () => {
    const officer = await house.city.as('civil', 'data_officer');
    interface Keys {
      items: { no: number; keyId: string; retiredAt: string | null; announced: number | null; key: string }[];
    }
    const department = house.city.departments['civil'] ?? 0;
    const keysNow = async () =>
      (await officer.get<Keys>(`/api/exchange/receipt-keys?departmentId=${department}`)).body.items;
    const first = await house.delivered(house.movePlan());
    const before = await keysNow();
    assert.ok(before.every(key => key.announced !== null));
    assert.equal(before.at(-1)?.keyId, first.receipt.halves?.[1]?.keyId);

    const url = `/api/exchange/receipt-keys/${department}/retire`;
    assert.equal((await officer.post(url, { reason: '密钥疑似泄露' })).status, 403);
    const security = await house.city.as('authority', 'security');
    assert.equal((await security.post(url, { reason: '密钥疑似泄露' })).status, 200);
    assert.equal(
      (await security.post<Problem>(url, { reason: '密钥疑似泄露' })).body.code,
      'receipts.no_key',
    );

    const second = await house.delivered(house.movePlan());
    const now = await keysNow();
    assert.deepEqual([now.length, now.filter(key => key.retiredAt === null).length], [before.length + 1, 1]);
    assert.notEqual(second.receipt.halves?.[1]?.keyId, first.receipt.halves?.[1]?.keyId);
    assert.equal(second.receipt.halves?.[0]?.keyId, first.receipt.halves?.[0]?.keyId, 'the provider’s stays');
    for (const { id } of [first, second])
      assert.deepEqual(
        verifyReceipt(await house.file(id), NOTHING).findings.filter(one => !one.ok),
        [],
      );
  });

  test('whose public half was exchanged signs nothing', async () => {
    await house.delivered(house.movePlan());
    const department = house.city.departments['civil'] ?? 0;
    const { rows } = await house.owner.query<{ key: Buffer }>(
      'select public_key as key from plans.receipt_key where department_id = $1 and retired_at is null',
      [department],
    );
    const other = await house.owner.query<{ key: Buffer }>(
      'select public_key as key from plans.receipt_key where department_id <> $1 limit 1',
      [department],
    );
    const set = (key: Buffer | undefined) =>
      house.owner.query(
        'update plans.receipt_key set public_key = $2 where department_id = $1 and retired_at is null',
        [department, key],
      );
    await set(other.rows[0]?.key);
    const id = await house.order(house.movePlan());
    await new Promise(done => setTimeout(done, 1_500));
    const stuck = await house.look(id);
    assert.notEqual(stuck.state, 'delivered', 'nothing is called delivered without its receipt');
    await set(rows[0]?.key);
    await house.until(id, run => run.state === 'delivered');
    assert.deepEqual(
      verifyReceipt(await house.file(id), NOTHING).findings.filter(one => !one.ok),
      [],
    );
  });
});

describe('a comparison of a delivered run', () => {
  test('names the rows, sealed, to the consumer’s officer alone, and the ledger knows of it', async () => {
    const plan = house.movePlan();
    const { id, no } = await house.delivered(plan);
    const equal = await house.compared(id);
    assert.deepEqual(
      [equal.comparison?.result, equal.comparison?.against, equal.comparison?.rows, equal.differsUntold],
      ['equal', 'source', ROWS, false],
    );
    const [{ name }] = (await house.to.run(
      `select generation as name from shuqiao.run where target_table = '${plan.sink.table}' and showing`,
    )) as [{ name: string }];
    await house.to.run(
      `update shuqiao."${name}" set xm = '李*' where idno = '${idno(7)}'; delete from shuqiao."${name}" where idno = '${idno(8)}'`,
    );
    const differs = await house.compared(id);
    const { result, missing, extra, changed: altered, named, complete } = differs.comparison ?? {};
    assert.deepEqual(
      [result, missing, extra, altered, named, complete, differs.differsUntold],
      ['target_changed', 1, 0, 1, 2, true, true],
    );
    const { rows } = await house.owner.query<{ sealed: Buffer }>(
      'select sealed from plans.difference where run_id = $1',
      [id],
    );
    assert.ok(rows[0] && !rows[0].sealed.includes(idno(7)));
    const notices = (await entriesOf(no)).filter(entry => entry.action === 'move.compared');
    assert.deepEqual(
      notices.map(({ facts }) => [facts['result'], facts['named']]),
      [
        ['equal', 0],
        ['target_changed', 2],
      ],
    );
    assert.ok(!JSON.stringify(notices).includes(idno(7)));

    interface Differences {
      total: number;
      keyItems: string[];
      items: { kind: string; key: string[]; columns: string[] }[];
    }
    const url = `/api/exchange/runs/${id}/differences`;
    const seen = await (await house.city.as('civil', 'data_officer')).get<Differences>(url);
    assert.deepEqual(
      [seen.status, seen.body.total, seen.body.keyItems, seen.body.items],
      [
        200,
        2,
        ['公民身份号码'],
        [
          { kind: 'changed', key: [idno(7)], columns: ['xm'] },
          { kind: 'missing', key: [idno(8)], columns: [] },
        ],
      ],
    );
    assert.equal((await (await house.city.as('market', 'data_officer')).get(url)).status, 403);
  });

  test('says that the source went on, and forgets the rows once both are equal again', async () => {
    const { id } = await house.delivered(house.movePlan());
    await house.from.run(
      `update person set income = 0 where idno = '${idno(3)}'; delete from person where idno = '${idno(4)}'`,
    );
    const moving = await house.compared(id);
    assert.deepEqual(
      [moving.comparison?.result, moving.comparison?.changed, moving.comparison?.extra],
      ['source_moving', 1, 1],
    );
    await house.from.run(`update person set income = 3.5 where idno = '${idno(3)}';
      insert into person values ('${idno(4)}', '张三4', 4.5, '2026-01-01 00:00:04')`);
    assert.equal((await house.compared(id)).comparison?.result, 'equal');
    const officer = await house.city.as('civil', 'data_officer');
    assert.equal(
      (await officer.get<Problem>(`/api/exchange/runs/${id}/differences`)).body.code,
      'receipts.no_differences',
    );
  });

  test('reads no source whose grant is over: the receipt speaks alone', async () => {
    const plan = house.movePlan();
    const { id } = await house.delivered(plan);
    await house.revoke(plan.grantId);
    await house.from.run(`update person set income = 0 where idno = '${idno(3)}'`);
    const { comparison } = await house.compared(id);
    assert.deepEqual([comparison?.result, comparison?.against, comparison?.named], ['equal', 'receipt', 0]);
  });

  test('of a pool’s history looks at what holds now, and its receipt speaks of all of it', async () => {
    const plan = house.collectPlan({ apply: 'history' });
    await house.delivered(plan);
    await house.from.run(
      `update person set income = 0 where idno = '${idno(3)}'; delete from person where idno = '${idno(4)}'`,
    );
    const { id } = await house.delivered(plan);
    assert.equal((await house.compared(id)).comparison?.result, 'equal');
    await house.from.run(`delete from person where idno = '${idno(5)}'`);
    const { comparison } = await house.compared(id);
    assert.deepEqual(
      [comparison?.result, comparison?.extra, comparison?.rows],
      ['source_moving', 1, ROWS - 1],
    );
  });

  test('does not ask for rows that were set aside', async () => {
    const { id, receipt } = await house.delivered(
      house.movePlan({ checks: [null, null, { required: true }, null] }),
    );
    assert.equal(receipt.setAside, 0);
    await house.from.run(`update person set income = null where idno in ('${idno(6)}', '${idno(7)}')`);
    const wrong = await house.delivered(house.movePlan({ checks: [null, null, { required: true }, null] }));
    assert.deepEqual(
      [wrong.receipt.rowsRead, wrong.receipt.rowsWritten, wrong.receipt.setAside],
      [ROWS, ROWS - 2, 2],
    );
    assert.equal((await house.compared(wrong.id)).comparison?.result, 'equal');
    assert.equal((await house.compared(id)).comparison?.result, 'source_moving');
    assert.deepEqual(
      verifyReceipt(await house.file(wrong.id), NOTHING).findings.filter(one => !one.ok),
      [],
    );
  });

  test('of an incremental target goes through its position', async () => {
    const plan = house.movePlan({
      mode: { kind: 'incremental', column: 'changed', type: 'timestamp', overlap: 0 },
    });
    const { id, receipt } = await house.delivered(plan);
    assert.equal(receipt.position?.kind, 'watermark');
    assert.equal((await house.compared(id)).comparison?.result, 'equal');
    await house.from.run(`update person set income = 0, changed = '2027-01-01' where idno = '${idno(3)}'`);
    const { comparison } = await house.compared(id);
    assert.deepEqual([comparison?.result, comparison?.younger, comparison?.named], ['source_moving', 1, 0]);
    await house.revoke(plan.grantId);
    assert.equal((await house.compared(id)).problemCode, 'source_closed');
  });
});
