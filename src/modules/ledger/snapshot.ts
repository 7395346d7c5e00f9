import type pg from 'pg';
import { type Db, writer } from '#kernel/db.ts';

/** Two connections that see one and the same state: one for the long COPY, one for what is looked up beside it. */
export async function inSnapshot<T>(
  pool: pg.Pool,
  work: (db: Db, copying: pg.ClientBase) => Promise<T>,
): Promise<T> {
  const notice = (): void => undefined; // a lost connection is reported by the statement that it breaks
  const clients = [await pool.connect()];
  try {
    const copying = await pool.connect();
    clients.push(copying);
    const [looking] = clients;
    if (!looking) throw new Error('no connection');
    for (const client of clients) {
      client.on('error', notice);
      await client.query('begin isolation level repeatable read read only');
    }
    const { rows } = await looking.query<{ name: string }>('select pg_export_snapshot() as name');
    await copying.query(`set transaction snapshot '${rows[0]?.name ?? ''}'`);
    await copying.query('set local statement_timeout = 0'); // reading a long record may take longer than a page may
    return await work(writer(looking), copying);
  } finally {
    for (const client of clients) client.release(true); // one of them may stand in the middle of its COPY
  }
}
