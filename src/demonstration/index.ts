/**
 * In charge of the demonstration city: who there is, what each department holds, and what happened before the visitor
 * came. Everything goes through the platform's own services by the posts that would do it, so the record of the
 * demonstration is as whole as any other. Not in charge of anything in an installation that serves real departments.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { reader, sql } from '#kernel/db.ts';
import { createCases } from './cases.ts';
import { tellCatalog } from './catalogStory.ts';
import { collectTables } from './collectTables.ts';
import { ENTRIES } from './data/entries.ts';
import { loadDepartmentData } from './data/load.ts';
import { ofOffice, openingOf } from './data/offices.ts';
import { giveFile } from './giveFile.ts';
import { isDone, markDone } from './marks.ts';
import { type Places, mountTables, receivingSource } from './mount.ts';
import type { Demonstrated } from './needs.ts';
import { seedOrganizations as seedPeople } from './organizations.ts';
import { type People, findPeople } from './people.ts';
import { findMysqlPlace, openPostgresPlace } from './places.ts';
import { contentOf, createPublishing } from './publish.ts';
import { CASES } from './story.ts';
import { STORY_ENTRIES } from './storyEntries.ts';

export type { Demonstrated } from './needs.ts';
export { seedCalendar } from './organizations.ts';
export { demonstrationServers } from './places.ts';

/** The city's own number: the same seed gives the same people everywhere. */
const SEED = 'pingdingshan-2026';
const RUN_SECONDS = 120;

export type SeedingStep = 'entries' | 'data' | 'mounts' | 'cases' | 'catalog';

/** How far the demonstration is. `incomplete`: it failed at this step, and the next start goes on there. */
export interface Seeding {
  state: 'loading' | 'complete' | 'incomplete';
  step: SeedingStep;
  /** Of the step: entries published, rows loaded, tables mounted, cases told, parts of the catalog's story told. */
  done: number;
  total: number;
}

/** Before anyone can sign in: departments, accounts, calendar. Takes about a second the first time. */
export async function seedOrganizations(platform: Demonstrated): Promise<void> {
  // What this cannot reach or make is said at the start, not in the log of what goes on behind it.
  const { host, port, database } = await openPostgresPlace(platform);
  await platform.services.resources.serverMoved({ host, port, database });
  await seedPeople(platform.services);
}

/**
 * In the background: entries, the departments' data, mounts, and the story. Goes on where a former start was killed.
 * What goes wrong is logged and ends the seeding, not the platform.
 */
export async function seedData(
  platform: Demonstrated,
  tell: (now: Seeding) => void = () => undefined,
  signal?: AbortSignal,
): Promise<void> {
  const { log } = platform;
  const started = performance.now();
  let now: Seeding = { state: 'loading', step: 'entries', done: 0, total: ENTRIES.length };
  const progress = (step: SeedingStep, done: number, total: number): void =>
    tell((now = { state: 'loading', step, done, total }));
  tell(now);
  try {
    await seed(
      platform,
      (what, facts = {}) =>
        log.info(
          { ...facts, seconds: Math.round((performance.now() - started) / 100) / 10 },
          `demonstration: ${what}`,
        ),
      progress,
    );
    tell({ ...now, state: 'complete', done: now.total });
  } catch (error) {
    tell({ ...now, state: 'incomplete' });
    // The platform ends under it; the next start goes on.
    if (signal?.aborted === true) return;
    log.error({ err: error }, 'the demonstration data is not complete; start again to go on');
  }
}

type Say = (what: string, facts?: object) => void;
type Progress = (step: SeedingStep, done: number, total: number) => void;

async function seed(platform: Demonstrated, say: Say, progress: Progress): Promise<void> {
  const { services, storage, config } = platform;
  const { oid } = await reader(storage.pools.read).get<{ oid: string }>(
    sql`select oid::text from pg_database where datname = current_database()`,
  );
  const postgres = await openPostgresPlace(platform);
  const mark = `story of platform ${oid}`;
  if (await isDone(postgres, mark)) return progress('cases', CASES.length, CASES.length);

  const people = await findPeople(services.organizations);
  const publish = createPublishing(services.catalog, services.sources, people);
  const entryIds = new Map<string, number>();
  for (const entry of ENTRIES) {
    const standingConsent = entry.shareType === 'unconditional' && entry.departmentKey.startsWith('zh-');
    const content = { ...ofOffice(entry.departmentKey, contentOf(entry)), ...openingOf(entry.key) };
    entryIds.set(entry.key, await publish(entry.departmentKey, content, 'published', { standingConsent }));
    progress('entries', entryIds.size, ENTRIES.length);
  }
  const storyIds = new Map<string, number>();
  for (const { department, content, goal } of STORY_ENTRIES)
    storyIds.set(content.title, await publish(department, ofOffice(department, content), goal));
  say('entries published', { entries: entryIds.size });

  const places: Places = { postgres, mysql: await findMysqlPlace(platform) };
  let loggedAt = 0;
  const { tables } = await loadDepartmentData({
    postgres,
    ...(places.mysql ? { mysql: places.mysql } : {}),
    scale: config.demonstrationScale,
    seed: SEED,
    onProgress: ({ table, done, total }) => {
      progress('data', done, total);
      if (Date.now() - loggedAt < 5000) return;
      loggedAt = Date.now();
      say('loading', { table, done, total });
    },
  });
  say('departments’ data loaded', { tables: tables.length });
  progress('mounts', 0, tables.length);
  await mountTables(platform, people, places, tables, entryIds);
  say('tables mounted');
  await giveFile(platform, people, places, entryIds);
  await collectTables(platform, people, entryIds);

  const advance = createCases(platform, people, entryIds);
  const grants: (number | null)[] = [];
  for (const [told, one] of CASES.entries()) {
    progress('cases', told, CASES.length);
    grants.push((await advance(one))?.grantId ?? null);
  }
  say('cases told', { cases: CASES.length });
  await tellCatalog(platform, people, { entryIds, storyIds }, (done, total) =>
    progress('catalog', done, total),
  );
  say('catalog told');
  const moved = CASES.findIndex(one => one.mode === 'batch' && one.goal === 'agreed');
  const { [moved]: grantId } = grants;
  if (grantId) await deliver(platform, people, places, grantId, CASES[moved]?.consumer ?? '');
  await markDone(postgres, mark);
  say('complete');
}

const ALL_TASKS = { state: [], mode: [], trouble: [], page: 1, size: 1 };

/** One exchange task with its first run, so that a receipt can be seen. */
async function deliver(
  platform: Demonstrated,
  people: People,
  places: Places,
  grantId: number,
  consumer: string,
): Promise<void> {
  const { exchange } = platform.services;
  const officer = people.actor(consumer, 'data_officer');
  const { sourceId, schema } = await receivingSource(platform, people, places, consumer);
  const [known] = (await exchange.tasks(officer, { ...ALL_TASKS, grantId })).items;
  const task =
    known ??
    (await exchange.createTask(officer, { grantId, sourceId, schema, table: 'enterprise_registration' }))
      .task;
  let run = task.lastRun ?? (await exchange.startRun(officer, task.id)).run;
  for (
    let second = 0;
    second < RUN_SECONDS && ['queued', 'running', 'delivering'].includes(run.state);
    second += 1
  ) {
    await wait(1000);
    run = await exchange.run(officer, run.id);
  }
  platform.log.info({ run: run.no, state: run.state }, 'demonstration: the first run');
}
