/** A platform in use, and what must hold of it after it was killed: the walk over failpoints and the sweep share it. */
import assert from 'node:assert/strict';
import { type Person, type Running, until } from './instance.ts';

interface Run {
  id: number;
  state: string;
  rowsWritten: number;
  receipt: { rowsRead: number; rowsWritten: number; equal: boolean } | null;
}
interface Application {
  id: number;
  state: string;
  grantId: number | null;
}
interface Entry {
  content: { items: { name: string; identifier: boolean }[] };
}
interface Grant {
  sid: string;
  state: string;
}
interface Caller {
  id: number;
  rid: string;
  appSecret: string;
}

interface Granted {
  id: number;
  sid: string;
  caller: Caller;
}

/** The demonstration's platform with a task to run and a caller that holds a grant. */
export interface House {
  /** Registers, calls and moves rows, until it is through or the process is gone. */
  use(running: Running, round: number): Promise<void>;
  /** A call with a live grant gets its answer. Throws an assertion when it does not. */
  serves(running: Running): Promise<void>;
  /** An application from its draft to its grant, a call with it, and its end. */
  decide(running: Running): Promise<void>;
  /** Changes the signing keys and waits until the new ones sign, or the process is gone. */
  changeKeys(running: Running): Promise<void>;
  /** Everything that was answered is there, and nothing stands half-done. Throws an assertion with what is wrong. */
  nothingIsLost(running: Running): Promise<void>;
}

const OPEN = ['queued', 'running', 'delivering'];
/** The steps of `decide` in order: the state after each, and who takes it. */
const STEPS = [
  ['submit', 'zh-jt.officer', 'awaiting_consent'],
  ['consent', 'zh-jt.office', 'awaiting_answer'],
  ['agree', 'mz.office', 'agreed'],
] as const;
const STATES = ['draft', ...STEPS.map(([, , state]) => state)];

/** Waits for the demonstration's first delivered run and gets a caller its grant. */
export async function furnish(running: Running): Promise<House> {
  const taskId = await taskOf(running);
  const { entryId, items, scenario } = await formOf(running);
  const identifier = items.find(item => item.identifier)?.name ?? '';

  /** What the platform answered, and so may never lose. */
  const systems: string[] = [];
  const runs = new Set<number>();
  const applications = new Map<number, string>();
  const givenUp = new Map<number, Granted>();
  let registered = 0;
  let records: { number: number; commitment: string }[] = [];

  async function apply(officer: Person, systemId: number): Promise<number> {
    const asked = await officer.post<{ application: Application }>('/api/applications', {
      entryId,
      mode: 'query',
      items: items.map(item => item.name),
      rows: [],
      matter: '入学资格审核',
      ground: '义务教育法第十二条',
      scenario,
      scope: '招生窗口',
      until: '2027-06-30',
      systemId,
      declaration: true,
    });
    assert.equal(asked.status, 201, JSON.stringify(asked.body));
    applications.set(asked.body.application.id, 'draft');
    return asked.body.application.id;
  }

  /** With a system of its own: a system holds one grant of a kind for an entry. */
  async function bringToGrant(on: Running): Promise<Granted> {
    const officer = await personOf(on, 'zh-jt.officer');
    const caller = await register(officer, `崩溃试验系统 ${(registered += 1)}`);
    const id = await apply(officer, caller.id);
    let grantId = 0;
    for (const [action, login, state] of STEPS) {
      const done = await (await personOf(on, login)).post<{ application: Application }>(
        `/api/applications/${id}/actions`,
        { action },
      );
      assert.equal(done.status, 200, JSON.stringify(done.body));
      applications.set(id, state);
      grantId = done.body.application.grantId ?? 0;
    }
    const live = await officer.post(`/api/grant-services/${grantId}/live`);
    assert.equal(live.status, 200, JSON.stringify(live.body));
    return { id: grantId, caller, sid: (await officer.get<Grant>(`/api/grants/${grantId}`)).body.sid };
  }

  async function call(on: Running, { caller, sid }: Granted): Promise<number> {
    const answer = await on.call(caller, sid, { params: { [identifier]: '11010519491231002X' } });
    const number = answer.headers.get('shuqiao-record');
    if (number !== null)
      records.push({
        number: Number(number),
        commitment: answer.headers.get('shuqiao-commitment') ?? '',
      });
    return answer.status;
  }

  const standing = await bringToGrant(running);

  /** A refused call has its record too: that the grant is good for something is seen from a served one. */
  async function serves(on: Running): Promise<void> {
    assert.equal(await call(on, standing), 200, 'a call with a live grant');
  }

  async function checkApplications(on: Running): Promise<void> {
    const officer = await personOf(on, 'zh-jt.officer');
    for (const [id, acknowledged] of applications) {
      const { body: found } = await officer.get<Application>(`/api/applications/${id}`);
      // The step that was under way may have committed without its answer, and nothing beyond it.
      const place = STATES.indexOf(acknowledged);
      assert.ok(
        STATES.slice(place, place + 2).includes(found.state),
        `application ${id} is ${found.state}, ${acknowledged} was answered`,
      );
      assert.equal(found.grantId !== null, found.state === 'agreed', `application ${id} and its grant`);
    }
    for (const [id, granted] of givenUp) {
      assert.equal((await officer.get<Grant>(`/api/grants/${id}`)).body.state, 'given_up');
      const before = records.length;
      await call(on, granted);
      const served = records.length > before ? records.at(-1) : undefined;
      if (served) {
        const auditor = await personOf(on, 'sj.auditor');
        const record = await until(
          () => auditor.get<{ result: string }>(`/api/ledger/records/usage-1/${served.number}`),
          reply => reply.status === 200,
          10_000,
        );
        assert.notEqual(record.body.result, 'served', `grant ${id} was given up and served`);
      }
    }
    // Settled: the next round has its own.
    applications.clear();
    givenUp.clear();
  }

  return {
    serves,
    use: async (on, round) => {
      const officer = await personOf(on, 'mz.officer');
      const name = `系统 ${round}`;
      const registered = await officer.post('/api/systems', { name, addresses: ['127.0.0.1/32'] });
      if (registered.status === 201) systems.push(name);
      for (let i = 0; i < 3; i += 1) await call(on, standing);
      const started = await officer.post<{ run: Run }>(`/api/exchange/tasks/${taskId}/runs`);
      if (started.status === 201) runs.add(started.body.run.id);
      await until(
        () => runsOf(officer, taskId),
        list => list.every(run => !OPEN.includes(run.state)),
        20_000,
      );
    },
    decide: async on => {
      const granted = await bringToGrant(on);
      await call(on, granted);
      const head = await personOf(on, 'zh-jt.office');
      const done = await head.post(`/api/grants/${granted.id}/actions`, {
        action: 'give_up',
        because: 'purpose_reached',
        note: '崩溃试验结束',
      });
      assert.equal(done.status, 200, JSON.stringify(done.body));
      givenUp.set(granted.id, granted);
    },
    changeKeys: async on => {
      const security = await personOf(on, 'sj.security');
      // Keys that were announced before a kill come into force first.
      const announced = await until(
        () => security.post<{ record: number }>('/api/ledger/keys'),
        reply => reply.status !== 409,
        20_000,
      );
      assert.equal(announced.status, 200, JSON.stringify(announced.body));
      await until(
        async () => {
          await call(on, standing);
          return security.get<{ items: { activeAt: string | null }[] }>('/api/ledger/keys');
        },
        ({ body }) => body.items.every(key => key.activeAt !== null),
        20_000,
      );
      await call(on, standing);
    },
    nothingIsLost: async on => {
      const officer = await personOf(on, 'mz.officer');
      const list = await until(
        () => runsOf(officer, taskId),
        all => all.every(run => !OPEN.includes(run.state)),
        30_000,
      );
      for (const run of list) {
        assert.equal(run.state, 'delivered', `run ${run.id} is ${run.state}`);
        assert.equal(run.receipt?.equal, true);
        assert.equal(run.receipt?.rowsRead, run.receipt?.rowsWritten);
      }
      for (const id of runs) assert.ok(list.length >= 50 || list.some(run => run.id === id), `run ${id}`);
      runs.clear();
      const there = new Set(
        (await officer.get<{ name: string }[]>('/api/systems')).body.map(system => system.name),
      );
      for (const name of systems) assert.ok(there.has(name), `${name} was acknowledged`);
      await checkApplications(on);
      await serves(on);
      const auditor = await personOf(on, 'sj.auditor');
      for (const { number, commitment } of records) {
        // The search follows the record by up to a second.
        const record = await until(
          () => auditor.get<{ commitment: string }>(`/api/ledger/records/usage-1/${number}`),
          reply => reply.status === 200,
          10_000,
        );
        assert.equal(record.body.commitment, commitment, `record ${number}`);
      }
      records = [];
      const verified = await auditor.post<{ ok: boolean; problemEn: string }>('/api/ledger/verify');
      assert.equal(verified.body.ok, true, verified.body.problemEn);
    },
  };
}

const people = new WeakMap<Running, Map<string, Promise<Person>>>();

/** One sign-in for each account and process: passwords are slow on purpose. */
function personOf(on: Running, login: string): Promise<Person> {
  const known = people.get(on) ?? new Map<string, Promise<Person>>();
  people.set(on, known);
  const person = known.get(login) ?? on.as(login);
  known.set(login, person);
  return person;
}

const runsOf = async (officer: Person, taskId: number): Promise<Run[]> =>
  (await officer.get<{ items: Run[] }>(`/api/exchange/runs?taskId=${taskId}&size=50`)).body.items;

/** The demonstration's own task, once its first run is through. */
async function taskOf(running: Running): Promise<number> {
  const officer = await personOf(running, 'mz.officer');
  const found = await until(
    () => officer.get<{ items: (Run & { taskId: number })[] }>('/api/exchange/runs'),
    reply => (reply.body.items ?? []).some(run => run.state === 'delivered'),
    120_000,
  );
  const first = found.body.items[0];
  assert.equal(first?.state, 'delivered', JSON.stringify(first));
  return first?.taskId ?? 0;
}

async function register(officer: Person, name: string): Promise<Caller> {
  const made = await officer.post<{ system: { id: number; rid: string }; appSecret: string }>(
    '/api/systems',
    { name, addresses: ['127.0.0.1/32', '::1/128'] },
  );
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return { ...made.body.system, appSecret: made.body.appSecret };
}

/** What an application asks for: an entry of another department with all its items. */
async function formOf(
  running: Running,
): Promise<{ entryId: number; items: Entry['content']['items']; scenario: string }> {
  const officer = await personOf(running, 'zh-jt.officer');
  const found = await officer.get<{ items: { id: number; title: string }[] }>(
    `/api/catalog?q=${encodeURIComponent('婚姻登记信息')}`,
  );
  const entryId = found.body.items.find(item => item.title === '婚姻登记信息')?.id ?? 0;
  const entry = await officer.get<Entry>(`/api/catalog/${entryId}`);
  const form = await officer.get<{ scenarios: string[] }>(`/api/applications/form?entryId=${entryId}`);
  return { entryId, items: entry.body.content.items, scenario: form.body.scenarios[0] ?? '业务协同' };
}
