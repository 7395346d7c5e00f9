/** A system of an older release calls on after the upgrade, with its secret and its convention, and takes new keys. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import pg from 'pg';
import { readConfig } from '#config.ts';
import { reader } from '#kernel/db.ts';
import { createOrganizations } from '#modules/organizations/index.ts';
import { findKey } from '#planes/gateway/callers/caller.ts';
import { createCallerCache } from '#planes/gateway/callers/callerCache.ts';
import { createAudited } from '#record/audited.ts';
import { permissionsOf } from '#vocabulary/permissions.ts';
import { openStorage } from '../src/storage.ts';
import { MIGRATIONS, scratchDatabase } from './database.ts';

const RID = '7f000001-0000-4000-8000-000000000001';
const SECRET = '0123456789abcdef0123456789abcdef';

test('the key of an older release is the first of several', async t => {
  const scratch = await scratchDatabase('keysupgrade');
  const folder = mkdtempSync(join(tmpdir(), 'shuqiao-keys-'));
  t.after(async () => {
    await scratch.drop();
    rmSync(folder, { recursive: true, force: true });
  });
  const before = join(folder, 'migrations');
  for (const name of readdirSync(MIGRATIONS))
    if (name < '0063') cpSync(join(MIGRATIONS, name), join(before, name));
  const config = readConfig({
    SHUQIAO_DATA: join(folder, 'data'),
    DATABASE_URL: scratch.url,
    SHUQIAO_LOG: 'fatal',
    PORT: '0',
  });
  const older = await openStorage(config, before);
  const seal = (what: string, secret: string): Buffer =>
    older.keys.seal('app-keys', `plans.system/${what}/1`, secret);
  const owner = new pg.Client({ connectionString: scratch.url });
  await owner.connect();
  await owner.query(`set session_replication_role = 'replica';
    insert into org.region (code, name, parent, level) values ('410411', '湛河区', null, 'county');
    insert into org.department (key, name, name_en, short_name, region_code, kind, credit_code, is_authority)
      values ('streets', '湛河区城市管理局', 'x', '城管', '410411', 'government', '11410411000000001X', false);
    insert into org.system (department_id, name, rid, addresses, created_at)
      values (1, '旧系统', '${RID}', '{10.0.0.0/8}', '2026-01-01')`);
  await owner.query(
    `insert into plans.system (id, rid, department_id, name, addresses, app_key_sealed, app_secret_sealed, secret_until, spread)
     values (1, $1, 1, '旧系统', '{10.0.0.0/8}', $2, $3, '2100-01-01', 20)`,
    [RID, seal('app_key', 'an appKey'), seal('app_secret', SECRET)],
  );
  await owner.end();
  await older.close();

  const storage = await openStorage(config, MIGRATIONS);
  try {
    const { keys, pools } = storage;
    const cache = createCallerCache(pools.gateway, keys);
    await cache.refresh();
    const proven = (secret: string) => {
      const caller = cache.caller(RID) ?? assert.fail('the system is there');
      const mac = createHmac('sha256', secret).update('text').digest();
      return findKey(caller, 'mac', 'text', mac, Date.now());
    };
    assert.deepEqual([proven(SECRET)?.no, proven(SECRET)?.environment], [0, 'live']);
    assert.deepEqual([...(cache.caller(RID)?.profiles ?? [])], ['national'], 'the convention that it knew');

    const audited = createAudited(pools.write, () => Date.now());
    const organizations = createOrganizations({ db: reader(pools.read), pool: pools.write, audited, keys });
    const actor = {
      accountId: 1,
      postId: 1,
      role: 'integrator' as const,
      post: '对接人员',
      name: '',
      departmentId: 1,
      departmentName: '湛河区城市管理局',
      regionCode: '410411',
      permissions: permissionsOf('integrator'),
    };
    const { value } = await organizations.rotateKey(actor, 1, {
      environment: 'live',
      days: 365,
      overlapDays: 7,
      note: '',
    });
    await cache.refresh();
    assert.equal(proven(value.appSecret)?.no, 1);
    assert.equal(proven(SECRET)?.no, 0, 'for the overlap');
    await organizations.endKey(actor, 1, 0, '升级后更换');
    await cache.refresh();
    assert.equal(proven(SECRET), undefined);
    assert.equal(proven(value.appSecret)?.no, 1);
    const detail = await organizations.systemOf(actor, 1);
    assert.deepEqual(
      detail.keys.map(key => [key.no, key.origin, key.state]),
      [
        [1, 'person', 'valid'],
        [0, 'registration', 'ended'],
      ],
    );
  } finally {
    await storage.close();
  }
});
