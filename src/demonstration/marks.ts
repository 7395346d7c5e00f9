/** What of the demonstration is finished, kept beside the departments' data and not in the platform: it is no one's decision. */
import pg from 'pg';
import type { PostgresTarget } from './data/load.ts';

async function within<T>(target: PostgresTarget, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...target, application_name: 'shuqiao demonstration' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export const isDone = (target: PostgresTarget, what: string): Promise<boolean> =>
  within(target, async client => {
    await client.query('create schema if not exists shuqiao_demonstration');
    await client.query('create table if not exists shuqiao_demonstration.done (what text primary key)');
    return (
      ((await client.query('select from shuqiao_demonstration.done where what = $1', [what])).rowCount ?? 0) >
      0
    );
  });

export const markDone = (target: PostgresTarget, what: string): Promise<void> =>
  within(target, async client => {
    await client.query('insert into shuqiao_demonstration.done values ($1) on conflict do nothing', [what]);
  });
