/** An installation that ran before the calendar was kept by years loses nothing when it is upgraded. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import pg from 'pg';
import { readConfig } from '#config.ts';
import { reader, sql } from '#kernel/db.ts';
import { dayNumber } from '#modules/deadlines/calendar.ts';
import { createDeadlines } from '#modules/deadlines/index.ts';
import { createAudited } from '#record/audited.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { openStorage } from '../src/storage.ts';
import { MIGRATIONS, scratchDatabase } from './database.ts';

const DAYS = (
  JSON.parse(readFileSync(new URL('../reference/calendar/cn.json', import.meta.url), 'utf8')) as {
    days: { date: string; kind: string; name: string }[];
  }
).days.filter(day => day.date >= '2024-01-01');

test('what was loaded and what is under way survives the upgrade', async t => {
  const scratch = await scratchDatabase('upgrade');
  const folder = mkdtempSync(join(tmpdir(), 'shuqiao-upgrade-'));
  t.after(async () => {
    await scratch.drop();
    rmSync(folder, { recursive: true, force: true });
  });
  const before = join(folder, 'migrations');
  for (const name of readdirSync(MIGRATIONS))
    if (name < '0020') cpSync(join(MIGRATIONS, name), join(before, name));
  const config = readConfig({
    SHUQIAO_DATA: join(folder, 'data'),
    DATABASE_URL: scratch.url,
    SHUQIAO_LOG: 'fatal',
    PORT: '0',
  });
  await (await openStorage(config, before)).close();

  const owner = new pg.Client({ connectionString: scratch.url });
  await owner.connect();
  // As the old version left it; its triggers ask for a command, which only the old version could give.
  await owner.query("set session_replication_role = 'replica'");
  await owner.query(
    `insert into deadlines.calendar (source, known_through, loaded_at) values ('old', '2026-12-31', now())`,
  );
  await owner.query(
    'insert into deadlines.calendar_day (day, kind, name) select * from unnest($1::date[], $2::text[], $3::text[])',
    [DAYS.map(day => day.date), DAYS.map(day => day.kind), DAYS.map(day => day.name)],
  );
  await owner.query(
    `insert into deadlines.clock (subject, step, started_at, local_days, legal_days) values ('application:7', 'answer', '2026-09-28 10:00+08', 5, 10)`,
  );
  await owner.end();

  const storage = await openStorage(config, MIGRATIONS);
  try {
    const db = reader(storage.pools.read);
    const clock = { now: () => Date.parse('2026-09-29T10:00:00+08:00') };
    const audited = createAudited(storage.pools.write, clock.now);
    const deadlines = await createDeadlines({ db, audited, clock, homeRegion: '410400' });
    const calendar = await deadlines.current();
    assert.deepEqual(
      DAYS.filter(day => calendar?.worksOnDay(dayNumber(day.date)) !== (day.kind === 'workday')),
      [],
    );
    assert.deepEqual(
      [calendar?.knowsDay(dayNumber('2024-01-01')), calendar?.knowsDay(dayNumber('2023-12-31'))],
      [true, false],
    );
    const ends = ['2026-12-31', '2027-01-01'].map(date => calendar?.knowsDay(dayNumber(date)));
    assert.deepEqual(ends, [true, false]);
    const sight = (await deadlines.clocksOf(['application:7'])).get('application:7');
    assert.deepEqual([sight?.due, sight?.unit, sight?.movedFrom], ['2026-10-10', 'working', null]);
    // Nobody kept what was told before; an extension tells it from now on.
    const told = () => db.many(sql`select local_due, legal_due from deadlines.telling`);
    assert.deepEqual(await told(), []);
    await audited(PLATFORM, 'test.extend', 'clock', async tx => ({
      value: await deadlines.extend(tx, 'application:7', 'answer', {
        days: 1,
        most: 10,
        local: true,
        citation: null,
      }),
    }));
    assert.deepEqual(await told(), [{ local_due: '2026-10-12', legal_due: '2026-10-19' }]);
  } finally {
    await storage.close();
  }
});

test('one mark for both dates becomes a mark for each', async t => {
  const scratch = await scratchDatabase('upgrade_marks');
  const folder = mkdtempSync(join(tmpdir(), 'shuqiao-upgrade-'));
  t.after(async () => {
    await scratch.drop();
    rmSync(folder, { recursive: true, force: true });
  });
  const before = join(folder, 'migrations');
  for (const name of readdirSync(MIGRATIONS))
    if (name < '0033') cpSync(join(MIGRATIONS, name), join(before, name));
  const config = readConfig({
    SHUQIAO_DATA: join(folder, 'data'),
    DATABASE_URL: scratch.url,
    SHUQIAO_LOG: 'fatal',
    PORT: '0',
  });
  await (await openStorage(config, before)).close();
  const owner = new pg.Client({ connectionString: scratch.url });
  await owner.connect();
  await owner.query("set session_replication_role = 'replica'");
  await owner.query(`insert into deadlines.calendar_change (year, source, at, post, name) values
    (2026, 'x', '2025-11-04', 'x', 'x'), (2027, 'x', '2026-12-28', 'x', 'x')`);
  await owner.query(`insert into deadlines.telling (clock_id, at, cause, change_id, local_due, legal_due, provisional) values
    (1, '2026-12-24', 'start', null, '2026-12-31', '2027-01-08', true),
    (1, '2026-12-28', 'calendar', 2, '2026-12-31', '2027-01-09', false),
    (2, '2026-12-24', 'start', null, '2027-01-04', null, true)`);
  await owner.end();
  const storage = await openStorage(config, MIGRATIONS);
  try {
    assert.deepEqual(
      await reader(storage.pools.read).many(
        sql`select local_provisional as local, legal_provisional as legal from deadlines.telling order by id`,
      ),
      [
        { local: false, legal: true },
        { local: false, legal: false },
        { local: true, legal: false },
      ],
    );
  } finally {
    await storage.close();
  }
});
