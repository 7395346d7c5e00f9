/** The demonstration as a visitor finds it: complete, with something on every page of the catalog, and told once. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { TEST_SERVER } from './database.ts';
import { type Installation, type Person, type Running, newInstallation, until } from './instance.ts';

const SMALL = { SHUQIAO_DEMO_SCALE: '0.001' };
const MOST_SECONDS = 120;

interface Page<T> {
  total: number;
  items: T[];
}
interface Stated {
  state: string;
}

let installation: Installation;
let running: Running;

async function inDepartments(statement: string): Promise<void> {
  const url = new URL(TEST_SERVER);
  url.pathname = `/${installation.scratch.name}_departments`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function startWhole(): Promise<void> {
  running = await installation.start(SMALL);
  const { seeding } = await until(
    async () => (await (await fetch(`${running.base}/readyz`)).json()) as { seeding?: Stated },
    ready => ready.seeding !== undefined && ready.seeding.state !== 'loading',
    MOST_SECONDS * 1000,
  );
  assert.equal(seeding?.state, 'complete', running.said());
}

before(async () => {
  installation = await newInstallation('demonstration');
  await startWhole();
});

after(async () => {
  await running.stop();
  await installation.drop();
});

const statesOf = (page: Page<Stated>): string[] => [...new Set(page.items.map(one => one.state))].sort();

async function page<T>(person: Person, path: string): Promise<Page<T>> {
  const { status, body } = await person.get<Page<T>>(path);
  assert.equal(status, 200, path);
  return body;
}

/** What the story leaves, as the authority and two departments see it. */
async function told() {
  const authority = await running.as('sj.authority');
  const officer = await running.as('mz.officer');
  const police = await running.as('ga.officer');
  const [demands, claims, changes, tasks, decisions, joint, own, notices, coverage, lists, cases, disputes] =
    await Promise.all([
      page<Stated>(authority, '/api/demands?size=100'),
      page<Stated & { chased: number }>(authority, '/api/duties/claims?size=100'),
      page<{ tasks: number }>(authority, '/api/duties/changes'),
      page<Stated>(authority, '/api/duties/tasks?open=false&size=100'),
      page<{ members: unknown[] }>(authority, '/api/sources/decisions'),
      page<unknown>(authority, '/api/sources/joint'),
      page<Stated & { version: number }>(officer, '/api/entries?size=100'),
      page<{ seenAt: string | null }>(police, '/api/notices?size=100'),
      page<{ covered: number; open: number }>(authority, '/api/inventory/coverage'),
      authority.get<{ departments: { lists: { number: number; awaiting: boolean }[] }[] }>('/api/lists'),
      page<Stated & { entryTitle: string }>(authority, '/api/applications?box=all&size=100'),
      page<Stated>(authority, '/api/disputes?box=all&size=100'),
    ]);
  return {
    demands,
    claims,
    changes,
    tasks,
    decisions,
    joint,
    own,
    notices,
    coverage,
    lists: lists.body,
    cases,
    disputes,
  };
}

test('each page of the catalog has something on it, in every state that a visitor may act on', async () => {
  const { demands, claims, changes, tasks, decisions, joint, own, notices, coverage, lists } = await told();
  assert.deepEqual(statesOf(demands), ['accepted', 'assigned', 'matched', 'merged', 'registered']);
  assert.deepEqual(statesOf(claims), ['claimed', 'disputed', 'issued']);
  assert.ok(claims.items.some(one => one.chased > 0));
  assert.equal(changes.total, 1);
  assert.deepEqual(statesOf(tasks), ['extension_asked', 'open', 'unchanged']);
  assert.equal(decisions.total, 1);
  assert.equal(joint.items.length, 1);
  for (const state of ['awaiting_office', 'awaiting_department', 'draft', 'published', 'returned'])
    assert.ok(statesOf(own).includes(state), state);
  assert.ok(own.items.some(one => one.version === 2 && one.state === 'published'));
  assert.ok(notices.items.some(one => one.seenAt !== null) && notices.items.some(one => one.seenAt === null));
  const read = coverage.items.filter(one => one.covered > 0);
  assert.ok(read.length >= 4 && read.every(one => one.open > 0), JSON.stringify(coverage.items));
  const kept = lists.departments.flatMap(one => one.lists);
  assert.equal(kept.filter(one => one.number === 1).length, 4);
  assert.equal(kept.filter(one => one.awaiting).length, 1);
});

test('applications stand at every step of their way, one of them in dispute', async () => {
  const { cases, disputes } = await told();
  const reached = ['awaiting_authorisation', 'awaiting_answer', 'awaiting_material', 'awaiting_acceptance'];
  for (const state of [...reached, 'agreed', 'refused', 'disputed'])
    assert.ok(statesOf(cases).includes(state), state);
  assert.deepEqual(statesOf(disputes), ['negotiating']);
});

test('what is open to the public names no person', async () => {
  const officer = await running.as('mz.officer');
  const open = await page<{ id: number; title: string }>(
    officer,
    '/api/catalog?openType=unconditional&size=100',
  );
  assert.ok(open.total >= 4 && open.total < 10, String(open.total));
  for (const { id, title } of open.items) {
    const { body } = await officer.get<{ content: { subject: string; items: { sensitivity: number }[] } }>(
      `/api/catalog/${id}`,
    );
    assert.equal(body.content.subject, 'legal', title);
    assert.ok(
      body.content.items.every(item => item.sensitivity === 1),
      title,
    );
  }
});

test('a start that goes through the story again tells nothing twice', async () => {
  const first = await told();
  await running.stop();
  // As if the former process had been killed before its last step.
  await inDepartments('delete from shuqiao_demonstration.done');
  await startWhole();
  assert.deepEqual(await told(), first);
});
