import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { FAILPOINTS } from '#kernel/failpoint.ts';
import { type Installation, type Person, type Running, newInstallation, until } from './instance.ts';

interface Run {
  id: number;
  state: string;
  rowsWritten: number;
  receipt: { rowsRead: number; rowsWritten: number; equal: boolean } | null;
}
interface Secrets {
  system: { id: number; rid: string; name: string };
  appSecret: string;
}

let installation: Installation;
let caller: { rid: string; appSecret: string };
let sid = '';
/** The item by which a caller names the person. */
let identifier = '';
let taskId = 0;

/** What the platform answered, and so may never lose. */
const acknowledged = { systems: [] as string[], records: [] as { number: number; commitment: string }[] };

const OPEN = ['queued', 'running', 'delivering'];
const runsOf = async (officer: Person): Promise<Run[]> =>
  (await officer.get<{ items: Run[] }>(`/api/exchange/runs?taskId=${taskId}&size=50`)).body.items;

async function grantCaller(running: Running): Promise<void> {
  const officer = await running.as('zh-jt.officer');
  const made = await officer.post<Secrets>('/api/systems', {
    name: '崩溃试验系统',
    addresses: ['127.0.0.1/32', '::1/128'],
  });
  assert.equal(made.status, 201);
  caller = { rid: made.body.system.rid, appSecret: made.body.appSecret };
  const found = await officer.get<{ items: { id: number; title: string }[] }>(
    `/api/catalog?q=${encodeURIComponent('婚姻登记信息')}`,
  );
  const entryId = found.body.items.find(item => item.title === '婚姻登记信息')?.id;
  const entry = await officer.get<{ content: { items: { name: string; identifier: boolean }[] } }>(
    `/api/catalog/${entryId}`,
  );
  identifier = entry.body.content.items.find(item => item.identifier)?.name ?? '';
  const form = await officer.get<{ scenarios: string[] }>(`/api/applications/form?entryId=${entryId}`);
  const asked = await officer.post<{ application: { id: number } }>('/api/applications', {
    entryId,
    mode: 'query',
    items: entry.body.content.items.map(item => item.name),
    rows: [],
    matter: '入学资格审核',
    ground: '义务教育法第十二条',
    scenario: form.body.scenarios[0] ?? '业务协同',
    scope: '招生窗口',
    until: '2027-06-30',
    systemId: made.body.system.id,
    declaration: true,
  });
  assert.equal(asked.status, 201, JSON.stringify(asked.body));
  const { id } = asked.body.application;
  for (const [login, action] of [
    ['zh-jt.officer', 'submit'],
    ['zh-jt.office', 'consent'],
    ['mz.office', 'agree'],
  ] as const) {
    const done = await (await running.as(login)).post<{ application: { grantId: number | null } }>(
      `/api/applications/${id}/actions`,
      { action },
    );
    assert.equal(done.status, 200, JSON.stringify(done.body));
    if (done.body.application.grantId !== null)
      sid = (await officer.get<{ sid: string }>(`/api/grants/${done.body.application.grantId}`)).body.sid;
  }
}

before(async () => {
  installation = await newInstallation('crash');
  const running = await installation.start();
  const officer = await running.as('mz.officer');
  const runs = await until(
    () => officer.get<{ items: (Run & { taskId: number })[] }>('/api/exchange/runs'),
    reply => (reply.body.items ?? []).some(run => run.state === 'delivered'),
    90_000,
  );
  assert.equal(runs.body.items[0]?.state, 'delivered', JSON.stringify(runs.body.items[0]));
  taskId = runs.body.items[0]?.taskId ?? 0;
  await grantCaller(running);
  await running.stop();
});
after(() => installation.drop());

/** Every kind of step, one after the other, until the process is gone. */
async function use(running: Running, round: number): Promise<void> {
  const officer = await running.as('mz.officer');
  const name = `系统 ${round}`;
  const registered = await officer.post('/api/systems', { name, addresses: ['127.0.0.1/32'] });
  if (registered.status === 201) acknowledged.systems.push(name);
  for (let i = 0; i < 3; i += 1) {
    const answer = await running.call(caller, sid, { params: { [identifier]: '11010519491231002X' } });
    const number = answer.headers.get('shuqiao-record');
    if (number !== null)
      acknowledged.records.push({
        number: Number(number),
        commitment: answer.headers.get('shuqiao-commitment') ?? '',
      });
  }
  await officer.post(`/api/exchange/tasks/${taskId}/runs`);
  await until(
    () => runsOf(officer),
    runs => runs.every(run => !OPEN.includes(run.state)),
    20_000,
  );
}

async function nothingIsLost(): Promise<void> {
  const running = await installation.start();
  try {
    const officer = await running.as('mz.officer');
    const runs = await until(
      () => runsOf(officer),
      list => list.every(run => !OPEN.includes(run.state)),
      30_000,
    );
    for (const run of runs) {
      assert.equal(run.state, 'delivered', `run ${run.id} is ${run.state}`);
      assert.equal(run.receipt?.equal, true);
      assert.equal(run.receipt?.rowsRead, run.receipt?.rowsWritten);
    }
    const systems = (await officer.get<{ name: string }[]>('/api/systems')).body.map(system => system.name);
    for (const name of acknowledged.systems) assert.ok(systems.includes(name), `${name} was acknowledged`);
    const auditor = await running.as('sj.auditor');
    const verified = await auditor.post<{ ok: boolean; problemEn: string }>('/api/ledger/verify');
    assert.equal(verified.body.ok, true, verified.body.problemEn);
    for (const { number, commitment } of acknowledged.records.slice(-3)) {
      const record = await auditor.get<{ commitment: string }>(`/api/ledger/records/${number}`);
      assert.equal(record.body.commitment, commitment);
    }
  } finally {
    await running.stop();
  }
}

for (const [round, name] of FAILPOINTS.entries()) {
  test(`Killed at ${name}, the platform comes back with everything it acknowledged and no half-done step`, async () => {
    const running = await installation.start({ SHUQIAO_FAILPOINT: name });
    await use(running, round).catch(() => undefined);
    const ended = await Promise.race([
      running.ended,
      new Promise(done => setTimeout(done, 15_000, 'still running')),
    ]);
    if (ended === 'still running') await running.stop();
    assert.equal(ended, 'SIGKILL', 'the failpoint was never reached');
    await nothingIsLost();
  });
}
