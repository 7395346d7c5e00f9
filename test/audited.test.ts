/** The one way to write in the control plane, when the record itself fails for a moment. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { Refusal, refuse } from '#kernel/errors.ts';
import { createAudited, recordNotice } from '#record/audited.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { type TestStorage, freshStorage } from './database.ts';

let own: TestStorage;
let owner: pg.Client;
/** One connection: what a command leaves on it, the next one meets. */
let pool: pg.Pool;

before(async () => {
  own = await freshStorage('audited');
  owner = new pg.Client({ connectionString: own.storage.ownerUrl });
  await owner.connect();
  const { connectionString, user, password } = own.storage.urlFor('write');
  const url = new URL(connectionString);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  pool = new pg.Pool({ connectionString: url.href, max: 1 });
});
after(async () => {
  await pool.end();
  await owner.end();
  await own.close();
});

test('a refusal, a command or a notice that cannot be recorded leaves no connection in the middle of a transaction', async () => {
  const audited = createAudited(pool, () => Date.now());
  const works = [
    () => audited(PLATFORM, 'test.refused', 'x:1', () => Promise.reject(refuse.forbidden())),
    () => audited(PLATFORM, 'test.done', 'x:1', async () => ({ value: 1 })),
    () => recordNotice(pool, Date.now(), 'test.notice', {}),
  ];
  for (const work of works) {
    await owner.query('revoke execute on function record.append from sq_write');
    try {
      await assert.rejects(work, error => !(error instanceof Refusal));
    } finally {
      await owner.query('grant execute on function record.append to sq_write');
    }
    assert.deepEqual((await pool.query('select 1 as one')).rows, [{ one: 1 }]);
  }
  await assert.rejects(
    audited(PLATFORM, 'test.refused', 'x:1', () => Promise.reject(refuse.forbidden())),
    Refusal,
  );
});
