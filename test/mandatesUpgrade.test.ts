/** Consents in advance that were published before mandates were kept are mandates after the upgrade. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import pg from 'pg';
import { readConfig } from '#config.ts';
import { reader, sql } from '#kernel/db.ts';
import { openStorage } from '../src/storage.ts';
import { MIGRATIONS, scratchDatabase } from './database.ts';

/** Entries as an older release left them: with consent and its signature, without consent, with a consent in work. */
const OLDER = `
  insert into org.region (code, name, parent, level) values ('410411', '湛河区', null, 'county');
  insert into org.department (key, name, name_en, short_name, region_code, kind, credit_code, is_authority)
    values ('streets', '湛河区城市管理局', 'x', '城管', '410411', 'government', '11410411000000001X', false);
  insert into catalog.entry (department_id, title, code, version, serving, state, created_at, updated_at, published_at)
    select 1, t, t, v, s, case when v = s then 'published' else 'draft' end, now(), now(), '2025-12-31 20:00+08'
    from (values ('甲', 2, 2), ('乙', 1, 1), ('丙', 2, 1), ('丁', 1, 1)) x (t, v, s);
  insert into catalog.entry_version (entry_id, version, content, state, changed_at, published_at, standing_consent)
    select e.id, v, jsonb_build_object('shareType', 'unconditional'), 'published', now(), '2025-12-31 20:00+08',
      e.title in ('甲', '丁') or (e.title = '丙' and v = 2)
    from catalog.entry e, generate_series(1, e.version) v;
  insert into catalog.history (entry_id, version, action, at, post, name)
    values (1, 1, 'sign_office', '2025-01-01 10:00+08', '先前的负责人', '王'),
      (1, 2, 'sign_office', '2026-01-01 02:00+08', '湛河区城市管理局 共享机构负责人', '李');`;

test('each published consent in advance becomes a numbered mandate of whoever signed it', async t => {
  const scratch = await scratchDatabase('mandates');
  const folder = mkdtempSync(join(tmpdir(), 'shuqiao-mandates-'));
  t.after(async () => {
    await scratch.drop();
    rmSync(folder, { recursive: true, force: true });
  });
  const before = join(folder, 'migrations');
  for (const name of readdirSync(MIGRATIONS))
    if (name < '0056') cpSync(join(MIGRATIONS, name), join(before, name));
  const config = readConfig({
    SHUQIAO_DATA: join(folder, 'data'),
    DATABASE_URL: scratch.url,
    SHUQIAO_LOG: 'fatal',
    PORT: '0',
  });
  await (await openStorage(config, before)).close();
  const owner = new pg.Client({ connectionString: scratch.url });
  await owner.connect();
  await owner.query(`set session_replication_role = 'replica'; ${OLDER}`);
  await owner.end();

  const storage = await openStorage(config, MIGRATIONS);
  try {
    const db = reader(storage.pools.read);
    assert.deepEqual(
      await db.many(sql`select m.no, e.title, m.entry_version as version, m.given_post as post, m.given_name as name, m.state
        from mandates.mandate m join catalog.entry e on e.id = m.entry_id order by m.no`),
      [
        {
          no: '委-2025-00001',
          title: '丁',
          version: 1,
          post: '湛河区城市管理局 共享机构负责人',
          name: '',
          state: 'active',
        },
        {
          no: '委-2026-00001',
          title: '甲',
          version: 2,
          post: '湛河区城市管理局 共享机构负责人',
          name: '李',
          state: 'active',
        },
      ],
    );
    assert.deepEqual(await db.many(sql`select year, last from mandates.number order by year`), [
      { year: 2025, last: 1 },
      { year: 2026, last: 1 },
    ]);
    assert.deepEqual(await db.many(sql`select distinct action from mandates.history`), [{ action: 'give' }]);
  } finally {
    await storage.close();
  }
});
