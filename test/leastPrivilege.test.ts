/** Which login may read what is sealed, and the digests of what was tried. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import pg from 'pg';
import { freshStorage } from './database.ts';

test('the login that reads for the page reads nothing sealed, and no other more than it opens', async () => {
  const own = await freshStorage('leastprivilege');
  const owner = new pg.Client({ connectionString: own.storage.ownerUrl });
  await owner.connect();
  const { rows } = await owner.query<{ login: string; place: string }>(
    `select r.rolname as login, a.attrelid::regclass || '.' || a.attname as place
       from pg_attribute a join pg_class c on c.oid = a.attrelid
       cross join unnest('{sq_read,sq_gateway,sq_mover,sq_worker}'::name[]) r(rolname)
      where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped and a.atttypid = 'bytea'::regtype
        and (a.attname like '%sealed' or c.oid = 'plans.tried'::regclass)
        and has_column_privilege(r.rolname, a.attrelid, a.attnum, 'select')
      order by 2, 1`,
  );
  await owner.end();
  await own.close();
  assert.deepEqual(
    rows.map(({ login, place }) => `${login} ${place}`),
    [
      'sq_worker ledger.signing_key.sealed',
      'sq_mover plans.correction.value_sealed',
      'sq_mover plans.receipt_key.sealed',
      'sq_mover plans.set_aside.key_sealed',
      'sq_mover plans.set_aside.raw_sealed',
      'sq_gateway plans.source.password_sealed',
      'sq_mover plans.source.password_sealed',
      'sq_gateway plans.system.app_secret_sealed',
      'sq_gateway plans.system_key.sealed',
      'sq_gateway plans.tried.who',
      'sq_worker plans.tried.who',
      'sq_gateway plans.upstream.secret_sealed',
    ],
  );
});
