/** Rows sent again more than once, beside later runs, and while somebody corrects them: none may be lost by it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Problem } from './controlPlane.ts';
import { type ExchangeHouse, type Run, exchangeHouse } from './exchangeHouse.ts';

interface Row {
  n: number;
  item: string;
  state: string;
  key: Record<string, string> | null;
}
interface List {
  items: Row[];
  cannotResend: { zh: string } | null;
}

const RIGHT = '11010519491231002X';
const WRONG = '110105194912310021';
const INCREMENTAL = { mode: { kind: 'incremental', item: '更新时间', overlap: 0 } };
let house: ExchangeHouse;
before(async () => {
  house = await exchangeHouse('exchange_resend');
});
after(() => house.close());

/** Rows 7 and 9 have numbers of nobody, row 12 a sex that is none; all else is right. */
async function spoiled(settings: object = {}): Promise<{ run: Run; table: string; taskId: number }> {
  await house.from.run(`delete from person where id > 100;
    update person set idno = '${RIGHT}', xb = '1', changed = timestamp '2026-01-01' + id * interval '1 hour';
    update person set idno = '${WRONG}' where id in (7, 9);
    update person set xb = '7' where id = 12`);
  const { id, table } = await house.newTask({ tolerance: { rows: 10, share: null }, ...settings });
  const run = await house.ended((await house.order(id)).id);
  assert.equal(run.state, 'delivered', run.problem);
  await house.exchange.everyMoment();
  return { run, table, taskId: id };
}

const asideUrl = ({ id }: Pick<Run, 'id'>): string => `/api/exchange/runs/${id}/set-aside`;
const list = async (run: Pick<Run, 'id'>): Promise<List> =>
  (await (await house.provider()).get<List>(`${asideUrl(run)}?open=true`)).body;
const numberOf = async (run: Pick<Run, 'id'>, id: number): Promise<number> =>
  (await list(run)).items.find(one => one.key?.['编号'] === String(id))?.n ?? 0;
const correct = async (run: Pick<Run, 'id'>, n: number, value: string | null) =>
  (await house.provider()).put<Problem>(`${asideUrl(run)}/${n}`, { value });
async function resent(run: Pick<Run, 'id'>, body: object = {}): Promise<Run> {
  const ordered = await house.done<{ run: Run }>(
    ['market', 'data_officer'],
    `/api/exchange/runs/${run.id}/resend`,
    body,
  );
  const ended = await house.ended(ordered.run.id);
  assert.equal(ended.state, 'delivered', ended.problem);
  await house.exchange.everyMoment();
  return ended;
}
const idsAt = async (table: string): Promise<number[]> =>
  (
    (await house.to.run(`select id from shared.${table} where id in (7, 9, 12, 101) order by id`)) as {
      id: number;
    }[]
  ).map(row => Number(row.id));
const toldOf = async (run: Run): Promise<{ settled: boolean }[]> =>
  (await house.told('market')).filter(one => one.path === `/exchange/runs/${run.id}`);

test('a target that is made anew keeps what earlier runs sent again', async () => {
  const { run, table } = await spoiled();
  assert.equal((await correct(run, await numberOf(run, 7), RIGHT)).status, 200);
  const first = await resent(run);
  assert.deepEqual([await idsAt(table), first.setAside], [[7], 2]);
  // What is left is asked for once: where the target was made last.
  assert.deepEqual([(await toldOf(run))[0]?.settled, (await toldOf(first))[0]?.settled], [true, false]);
  assert.equal((await correct(run, await numberOf(run, 9), RIGHT)).status, 200);
  const second = await resent(run);
  assert.deepEqual([await idsAt(table), second.setAside], [[7, 9], 1]);
  // From the run that sent them, which set the third aside anew.
  assert.equal((await correct(second, await numberOf(second, 12), '2')).status, 200);
  const third = await resent(second);
  assert.deepEqual([await idsAt(table), third.setAside], [[7, 9, 12], 0]);
  assert.deepEqual([third.rowsRead, third.rowsWritten], [100, 100]);
  assert.deepEqual(
    (await list(run)).items.map(one => one.state),
    ['arrived', 'arrived', 'open'],
  );
});

test('rows that an incremental run set aside can be sent after the next one, which does not read them again', async () => {
  const { run, table, taskId } = await spoiled(INCREMENTAL);
  await house.from.run(`insert into person values (101, '${RIGHT}', '李四', '2', timestamp '2026-02-01')`);
  const next = await house.ended((await house.order(taskId)).id);
  assert.deepEqual([next.state, next.setAside], ['delivered', 0], next.problem);
  await house.exchange.everyMoment();
  assert.equal((await list(run)).cannotResend, null);
  assert.equal((await toldOf(run))[0]?.settled, false);
  for (const [id, value] of [
    [7, RIGHT],
    [9, RIGHT],
    [12, '2'],
  ] as const)
    assert.equal((await correct(run, await numberOf(run, id), value)).status, 200);
  const again = await resent(run);
  assert.deepEqual([again.rowsWritten, await idsAt(table)], [3, [7, 9, 12, 101]]);
  assert.equal((await toldOf(run))[0]?.settled, true);
});

test('what a whole run set aside is done with once a later one was delivered: nobody is asked to correct it any more', async () => {
  const { run, taskId } = await spoiled();
  const next = await house.ended((await house.order(taskId)).id);
  assert.equal(next.state, 'delivered', next.problem);
  await house.exchange.everyMoment();
  assert.match((await list(run)).cannotResend?.zh ?? '', /后来的运行已送达/);
  assert.deepEqual([(await toldOf(run))[0]?.settled, (await toldOf(next))[0]?.settled], [true, false]);
  // Nor does the page offer it.
  const { body } = await (await house.provider()).get<Run>(`/api/exchange/runs/${run.id}`);
  assert.deepEqual(
    body.actions.filter(action => action === 'correct' || action === 'resend'),
    [],
  );
});

test('a correction that comes while its row is being sent is refused, whoever was first', async () => {
  for (let round = 0; round < 6; round += 1) {
    const { run, table } = await spoiled(INCREMENTAL);
    const n = await numberOf(run, 12);
    assert.equal((await correct(run, n, '2')).status, 200);
    const provider = await house.provider();
    const [sent, ...late] = await Promise.all([
      provider.post<{ run: Run }>(`/api/exchange/runs/${run.id}/resend`, {}),
      ...Array.from({ length: 6 }, () => correct(run, n, '1')),
      provider.del<Problem>(`${asideUrl(run)}/${n}`),
    ]);
    if (sent.status !== 201) {
      // All else came first, and the correction was taken back before.
      assert.equal(sent.status, 409);
      continue;
    }
    const ended = await house.ended(sent.body.run.id);
    assert.deepEqual([ended.state, ended.rowsRead, ended.rowsWritten], ['delivered', 1, 1], ended.problem);
    const [row] = (await list(run)).items.filter(one => one.n === n);
    assert.equal(row?.state, 'arrived', JSON.stringify(late.map(one => one.status)));
    assert.deepEqual(await idsAt(table), [12]);
  }
});

test('a spreadsheet that comes while its rows are sent takes nothing back', async () => {
  const { run } = await spoiled(INCREMENTAL);
  const n = await numberOf(run, 12);
  assert.equal((await correct(run, n, '2')).status, 200);
  const csv = Buffer.from(`序号,改正为,改为无值\r\n${n},1,`);
  const provider = await house.provider();
  const session = await house.session('market');
  const upload = async () =>
    (
      await house.city.http.app.inject({
        method: 'POST',
        url: `${asideUrl(run)}/file?name=rows.csv&save=all`,
        headers: { ...session, 'content-type': 'application/octet-stream' },
        payload: csv,
      })
    ).statusCode;
  const [sent, ...uploads] = await Promise.all([
    provider.post<{ run: Run }>(`/api/exchange/runs/${run.id}/resend`, {}),
    ...Array.from({ length: 6 }, upload),
  ]);
  assert.equal(sent.status, 201, JSON.stringify(sent.body));
  assert.ok(uploads.every(status => status === 200 || status === 409));
  await house.ended(sent.body.run.id);
  const [row] = (await list(run)).items.filter(one => one.n === n);
  assert.equal(row?.state, 'arrived');
});
