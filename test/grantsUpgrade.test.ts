/** Grants of an installation before this version keep what they are, and carry their own facts afterwards. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import pg from 'pg';
import { readConfig } from '#config.ts';
import { openStorage } from '../src/storage.ts';
import { MIGRATIONS, scratchDatabase } from './database.ts';

const GRANTS = [
  [1, 'active'],
  [2, 'suspended'],
  [3, 'revoked'],
] as const;

test('grants in force, suspended and ended survive the upgrade with their plans, their reasons and their applications', async t => {
  const scratch = await scratchDatabase('grantsupgrade');
  const folder = mkdtempSync(join(tmpdir(), 'shuqiao-upgrade-'));
  const owner = new pg.Client({ connectionString: scratch.url });
  t.after(async () => {
    await owner.end();
    await scratch.drop();
    rmSync(folder, { recursive: true, force: true });
  });
  const before = join(folder, 'migrations');
  for (const name of readdirSync(MIGRATIONS))
    if (name < '0050') cpSync(join(MIGRATIONS, name), join(before, name));
  const config = readConfig({
    SHUQIAO_DATA: join(folder, 'data'),
    DATABASE_URL: scratch.url,
    SHUQIAO_LOG: 'fatal',
    PORT: '0',
  });
  await (await openStorage(config, before)).close();

  await owner.connect();
  // As the old version left it; its triggers ask for a command, which only the old version could give.
  await owner.query("set session_replication_role = 'replica'");
  await owner.query(`insert into org.region values ('410400', '平顶山市', null, 'city');
    insert into org.department (key, name, name_en, short_name, region_code, kind, credit_code) values
      ('mz', '市民政局', 'Civil Affairs', '民政', '410400', 'government', '1'),
      ('sc', '市市场监管局', 'Market', '市场', '410400', 'government', '2')`);
  for (const [id, state] of GRANTS)
    await owner.query(`insert into org.system (department_id, name, rid, addresses, created_at) values (2, '系统${id}', 'rid-${id}', '{10.0.0.0/8}', now());
      insert into sharing.application (no, entry_id, entry_version, entry_title, share_type, consumer_id, provider_id, system_id, mode, items,
          rows, matter, ground, scenario, scope, until, state, path, top_sensitivity, created_by, created_at, answered_at, grant_id)
        values ('共-${id}', 9, 1, '婚姻登记信息', 'conditional', 2, 1, ${id}, 'query', '{姓名}', '[{"item":"姓名","op":"eq","values":["张"]}]',
          '登记', '依据', '业务协同', '窗口', '2030-01-01', 'agreed', 'provider_answers', 3, 1, now(), '2026-05-01 10:00+08', ${id});
      insert into sharing.grant (no, application_id, entry_id, entry_title, provider_id, consumer_id, system_id, mode, sid, state, version, since,
          until, decision, reason, changed_at)
        values ('授-${id}', ${id}, 9, '婚姻登记信息', 1, 2, ${id}, 'query', 's_1_18', '${state}', 1, '2026-05-01 10:00+08', '2030-01-01',
          '{"items":[{"name":"姓名"}],"rows":[]}', '原因', '2026-06-01 10:00+08');
      insert into plans.plan (grant_id, version, kind, sid, system_id, body) values (${id}, 1, 'query', 's_1_18', ${id}, '{}')`);

  await (await openStorage(config, MIGRATIONS)).close();
  const { rows } = await owner.query(
    `select g.state, g.application_no as no, g.matter, g.scope, g.conditions -> 0 ->> 'item' as item, g.how, g.consent_by as by, g.cause,
       g.reason, g.ended_at = g.changed_at as ended, g.ready_at = g.since as ready, g.decided_at = a.answered_at as decided, v.action,
       v.terms -> 'items' as items
     from sharing.grant g join sharing.application a on a.id = g.application_id
     join sharing.grant_version v on v.grant_id = g.id order by g.id`,
  );
  const common = {
    matter: '登记',
    scope: '窗口',
    item: '姓名',
    how: 'answer',
    by: '市民政局 共享机构负责人',
    reason: '原因',
    ready: true,
    decided: true,
    action: 'open',
    items: ['姓名'],
  };
  assert.deepEqual(rows, [
    { ...common, state: 'active', no: '共-1', cause: null, ended: null },
    { ...common, state: 'suspended', no: '共-2', cause: 'other', ended: null },
    { ...common, state: 'revoked', no: '共-3', cause: null, ended: true },
  ]);
  const { rows: cases } = await owner.query<{ object: string }>(
    "select record.cases_open_at('2026-07-01') as object order by 1",
  );
  assert.deepEqual(
    cases.map(one => one.object),
    ['application:1', 'application:1', 'application:2', 'application:2', 'grant:1', 'grant:2'],
    'records of the ended one may go, those of the others stay',
  );
});
