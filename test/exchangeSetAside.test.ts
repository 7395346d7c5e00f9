/** Rows that could not travel: seen by whom, corrected in the page and in a spreadsheet, and sent again. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openXlsx } from '#sheets/index.ts';
import type { Problem } from './controlPlane.ts';
import { type ExchangeHouse, type Run, exchangeHouse } from './exchangeHouse.ts';
import { readCommands } from './exchangeRecord.ts';

interface Row {
  n: number;
  row: number;
  item: string;
  reasonZh: string;
  state: string;
  raw: string | null;
  key: Record<string, string> | null;
  correction: { value: string | null } | null;
  sentBy: { no: string } | null;
}
interface List {
  total: number;
  open: number;
  corrected: number;
  items: Row[];
  mayOpen: boolean;
  cannotResend: { zh: string } | null;
}

const RIGHT = '11010519491231002X';
let house: ExchangeHouse;
before(async () => {
  house = await exchangeHouse('exchange_aside');
});
after(() => house.close());

/** Rows 7 and 9 have numbers of nobody, row 12 a sex that is none; all else is right. */
async function spoil(): Promise<void> {
  await house.from.run(`update person set idno = '${RIGHT}', xb = '1';
    update person set idno = '110105194912310021' where id = 7;
    update person set idno = '123' where id = 9;
    update person set xb = '7' where id = 12`);
}

async function spoiled(settings: object = {}): Promise<{ run: Run; table: string; taskId: number }> {
  await spoil();
  const { id, table } = await house.newTask({ tolerance: { rows: 10, share: null }, ...settings });
  const run = await house.ended((await house.order(id)).id);
  assert.equal(run.state, 'delivered', run.problem);
  await house.exchange.everyMoment();
  return { run, table, taskId: id };
}

const asideUrl = ({ id }: Pick<Run, 'id'>): string => `/api/exchange/runs/${id}/set-aside`;
const list = async (run: Pick<Run, 'id'>, open = false): Promise<List> =>
  (await (await house.provider()).get<List>(`${asideUrl(run)}?open=${open}`)).body;
const correct = async (run: Pick<Run, 'id'>, n: number, value: string | null) =>
  (await house.provider()).put<Problem>(`${asideUrl(run)}/${n}`, { value });
const resend = async (run: Pick<Run, 'id'>, body: object = {}): Promise<Run> =>
  house.ended(
    (await house.done<{ run: Run }>(['market', 'data_officer'], `/api/exchange/runs/${run.id}/resend`, body))
      .run.id,
  );

test('the numbers add up, the provider is told, and only its data officer opens what the source had', async () => {
  const { run } = await spoiled();
  assert.deepEqual([run.rowsRead, run.rowsWritten, run.setAside], [100, 97, 3]);
  const [told] = await house.told('market');
  assert.match(told?.zh ?? '', /“户籍登记”有 3 行数据有误，已搁置/);

  const consumer = (await (await house.officer()).get<List>(asideUrl(run))).body;
  assert.deepEqual([consumer.total, consumer.open, consumer.mayOpen], [3, 3, false]);
  assert.deepEqual(
    consumer.items.map(one => [one.item, one.reasonZh, one.raw, one.key]),
    [
      ['公民身份号码', '号码的校验位不对', null, null],
      ['公民身份号码', '号码的校验位不对', null, null],
      ['性别', '代码表里没有这个值', null, null],
    ],
  );
  assert.equal((await (await house.officer()).get(`${asideUrl(run)}?open=true`)).status, 403);
  assert.equal(
    (await (await house.city.as('market', 'sharing_head')).get(`${asideUrl(run)}?open=true`)).status,
    403,
  );
  assert.equal((await (await house.city.as('streets', 'data_officer')).get(asideUrl(run))).status, 404);

  const opened = await list(run, true);
  assert.deepEqual(
    opened.items.map(one => [one.raw, one.key]),
    [
      ['110105194912310021', { 编号: '7' }],
      ['123', { 编号: '9' }],
      ['7', { 编号: '12' }],
    ],
  );
  // That somebody looked stands in the record; what he saw does not.
  const looks = (await readCommands(house.city)).filter(one => one.action === 'exchange.open_set_aside');
  assert.equal(looks.filter(one => one.result === 'done').length, 1);
  assert.doesNotMatch(JSON.stringify(looks), /110105194912310021/);
});

test('corrected rows are sent again by a run of their own; the first one’s numbers stay, and masks hold', async () => {
  const { run, table } = await spoiled();
  const wrong = await correct(run, 1, '110105194912310021');
  assert.deepEqual([wrong.status, wrong.body.code], [422, 'exchange.bad_correction']);
  assert.match(wrong.body.title, /校验位/);
  for (const [n, value] of [
    [1, RIGHT],
    [3, null],
  ] as const)
    assert.equal((await correct(run, n, value)).status, 200);
  assert.equal((await (await house.officer()).put(`${asideUrl(run)}/2`, { value: RIGHT })).status, 403);
  const before = await list(run);
  assert.deepEqual([before.open, before.corrected], [1, 2]);

  const again = await resend(run);
  assert.equal(again.state, 'delivered', again.problem);
  assert.deepEqual([again.trigger, again.resendOf?.no], ['resend', run.no]);
  const rows = await house.to.run(
    `select id, idno, xm, xb from shared.${table} where id in (7, 9, 12) order by id`,
  );
  assert.deepEqual(rows, [
    { id: 7, idno: RIGHT, xm: '张**', xb: '1' },
    { id: 12, idno: RIGHT, xm: '张**', xb: null },
  ]);
  const [{ n } = { n: 0 }] = (await house.to.run(`select count(*) as n from shared.${table}`)) as {
    n: number;
  }[];
  assert.equal(Number(n), 99);
  const after = await list(run);
  assert.deepEqual(
    after.items.map(one => [one.state, one.sentBy?.no]),
    [
      ['arrived', again.no],
      ['open', undefined],
      ['arrived', again.no],
    ],
  );
  const { body: first } = await (await house.officer()).get<Run>(`/api/exchange/runs/${run.id}`);
  assert.deepEqual(
    [first.rowsRead, first.rowsWritten, first.setAside, first.resends.map(one => one.id)],
    [100, 97, 3, [again.id]],
  );
  const late = await correct(run, 1, RIGHT);
  assert.equal(late.body.code, 'exchange.already_sent');
});

test('a target that merges by key takes the corrected rows alone, and goes on where it was', async () => {
  const { run, table, taskId } = await spoiled({
    mode: { kind: 'incremental', item: '更新时间', overlap: 0 },
  });
  assert.equal((await correct(run, 2, RIGHT)).status, 200);
  const again = await resend(run);
  assert.equal(again.state, 'delivered', again.problem);
  assert.deepEqual([again.rowsRead, again.rowsWritten, again.apply], [1, 1, 'merge']);
  const count = async (): Promise<number> =>
    Number(((await house.to.run(`select count(*) as n from shared.${table}`)) as { n: number }[])[0]?.n);
  assert.equal(await count(), 98);
  // The next run reads from where the one before the correction ended, not all anew.
  await house.from.run(`insert into person values (101, '${RIGHT}', '李四', '2', timestamp '2026-02-01')`);
  const next = await house.ended((await house.order(taskId)).id);
  await house.from.run('delete from person where id = 101');
  assert.equal(next.state, 'delivered', next.problem);
  assert.deepEqual([next.rowsRead, await count()], [2, 99]);
});

test('a row that the provider mended at its source is sent as it is by then; one that is still wrong is set aside anew', async () => {
  const { run, table } = await spoiled();
  await house.from.run(`update person set idno = '${RIGHT}' where id = 9`);
  const again = await resend(run, { asIs: true });
  assert.equal(again.state, 'delivered', again.problem);
  assert.equal(again.setAside, 2);
  const states = (await list(run)).items.map(one => one.state);
  assert.deepEqual(states, ['again', 'arrived', 'again']);
  const left = await list(again, true);
  assert.deepEqual(Object.fromEntries(left.items.map(one => [one.item, [one.raw, one.key]])), {
    公民身份号码: ['110105194912310021', { 编号: '7' }],
    性别: ['7', { 编号: '12' }],
  });
  // What was corrected in the second run arrives by the third.
  for (const { n, item } of left.items) await correct(again, n, item === '性别' ? '2' : RIGHT);
  const third = await resend(again);
  assert.equal(third.state, 'delivered', third.problem);
  const [{ n } = { n: 0 }] = (await house.to.run(`select count(*) as n from shared.${table}`)) as {
    n: number;
  }[];
  assert.equal(Number(n), 100);
});

test('a row with two wrong values is corrected twice, and takes the first correction along', async () => {
  await spoil();
  await house.from.run(`update person set xb = '7' where id = 7`);
  const { id, table } = await house.newTask({
    tolerance: { rows: 10, share: null },
    mode: { kind: 'incremental', item: '更新时间', overlap: 0 },
  });
  const run = await house.ended((await house.order(id)).id);
  assert.equal(run.state, 'delivered', run.problem);
  // Rows that were changed last are read last.
  const both = (await list(run, true)).items.find(one => one.key?.['编号'] === '7');
  assert.equal((await correct(run, both?.n ?? 0, RIGHT)).status, 200);
  const again = await resend(run);
  assert.deepEqual([again.state, again.setAside], ['delivered', 1], again.problem);
  const left = await list(again, true);
  assert.deepEqual(
    left.items.map(one => [one.item, one.raw, one.key]),
    [['性别', '7', { 编号: '7' }]],
  );
  assert.equal((await correct(again, left.items[0]?.n ?? 0, '2')).status, 200);
  const third = await resend(again);
  assert.equal(third.state, 'delivered', third.problem);
  const rows = await house.to.run(`select idno, xb from shared.${table} where id = 7`);
  assert.deepEqual(rows, [{ idno: RIGHT, xb: '2' }]);
});

test('the rows go out as a spreadsheet and come back corrected; wrong cells are named', async () => {
  const { run } = await spoiled();
  const provider = await house.provider();
  const { body: csv, status } = await provider.text(`${asideUrl(run)}/file?format=csv`);
  assert.equal(status, 200);
  const lines = csv.replace(/^﻿/, '').trim().split(/\r?\n/);
  assert.equal(lines.length, 4);
  assert.match(lines[1] ?? '', /^1,\d+,公民身份号码,号码的校验位不对,编号：7,110105194912310021/);
  assert.equal((await (await house.officer()).text(`${asideUrl(run)}/file`)).status, 403);

  const sheet = (rows: string[]): string => ['序号,改正为,改为无值', ...rows].join('\r\n');
  const upload = (rows: string[], save: string) =>
    house.upload('market', `${asideUrl(run)}/file?name=rows.csv&save=${save}`, Buffer.from(sheet(rows)));
  const checked = await upload([`1,${RIGHT},`, '2,nobody,', '3,,是', '99,x,'], 'no');
  assert.deepEqual([checked.rows, checked.right, checked.saved], [4, 2, 0]);
  assert.deepEqual(
    checked.faults.map(one => one.cell),
    ['B3', 'A5'],
  );
  const beyond = await upload([`1,${RIGHT},`, '2147483648,x,'], 'no');
  assert.deepEqual([beyond.right, beyond.faults.map(one => one.cell)], [1, ['A3']]);
  const saved = await upload([`1,${RIGHT},`, '2,,', '3,,是'], 'all');
  assert.deepEqual([saved.rows, saved.saved], [2, 2]);
  assert.deepEqual(
    (await list(run, true)).items.map(one => [one.state, one.correction]),
    [
      ['corrected', { value: RIGHT }],
      ['open', null],
      ['corrected', { value: null }],
    ],
  );
  const taken = await provider.del(`${asideUrl(run)}/3`);
  assert.equal(taken.status, 200);
  assert.deepEqual(
    (await list(run)).items.map(one => one.state),
    ['corrected', 'open', 'open'],
  );
  const file = await house.bytes('market', `${asideUrl(run)}/file?format=xlsx`);
  assert.deepEqual(
    (await openXlsx(file, { rows: 10 })).sheets.map(sheet => sheet.name),
    ['搁置行'],
  );
});

test('rows that nothing in clear identifies cannot be sent by themselves, and the page says why', async () => {
  await spoil();
  const grant = await house.giveGrant({ key: [] });
  const { id } = await house.newTask({ tolerance: { rows: 10, share: null } }, grant);
  const run = await house.ended((await house.order(id)).id);
  assert.equal(run.setAside, 3, run.problem);
  assert.match((await list(run)).cannotResend?.zh ?? '', /没有不脱敏的标识项/);
  assert.equal((await correct(run, 1, RIGHT)).status, 200);
  const refused = await (await house.provider()).post<Problem>(`/api/exchange/runs/${run.id}/resend`, {});
  assert.equal(refused.body.code, 'exchange.cannot_resend');
});

test('nothing is sent where nothing was corrected, nor after a later delivery', async () => {
  const { run, taskId } = await spoiled();
  const provider = await house.provider();
  const empty = await provider.post<Problem>(`/api/exchange/runs/${run.id}/resend`, {});
  assert.equal(empty.body.code, 'exchange.nothing_to_send');
  await correct(run, 1, RIGHT);
  await house.ended((await house.order(taskId)).id);
  const late = await provider.post<Problem>(`/api/exchange/runs/${run.id}/resend`, {});
  assert.equal(late.body.code, 'exchange.cannot_resend');
});

test('more wrong rows than the task allows stop the run, and nothing arrives', async () => {
  await spoil();
  const { id, table } = await house.newTask({ tolerance: { rows: 2, share: null } });
  const run = await house.ended((await house.order(id)).id);
  assert.equal(run.state, 'failed');
  assert.match(run.problem, /搁置的行太多（3 行）/);
  assert.deepEqual(await house.to.run(`select 1 from pg_class where relname = '${table}'`), []);
});
