import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { StartProblem } from './errors.ts';
import { LOCKS } from './locks.ts';

/**
 * Brings the database up to the last file of `folder`, each file in its own transaction, in name order. Forward
 * only; a file that was changed after it ran is refused, because two installations would silently differ.
 */
export async function migrate(client: pg.ClientBase, folder: string): Promise<string[]> {
  const files = readdirSync(folder)
    .filter(name => name.endsWith('.sql'))
    .sort();
  // Two processes that start together must not run one file twice.
  await client.query('select pg_advisory_lock($1)', [LOCKS.migrate]);
  try {
    await client.query(
      'create table if not exists public.migration (name text primary key, sha256 text not null, at timestamptz not null default now())',
    );
    const done = new Map<string, string>(
      (
        await client.query<{ name: string; sha256: string }>('select name, sha256 from public.migration')
      ).rows.map(row => [row.name, row.sha256]),
    );
    const unknown = [...done.keys()].filter(name => !files.includes(name));
    if (unknown.length > 0)
      throw new StartProblem(
        `The database was made by a newer version of Shuqiao (${unknown.join(', ')}). Start that version, or restore a backup made by this one.`,
      );
    const ran: string[] = [];
    for (const name of files) {
      const text = readFileSync(join(folder, name), 'utf8');
      const sha256 = createHash('sha256').update(text).digest('hex');
      const before = done.get(name);
      if (before === sha256) continue;
      if (before !== undefined)
        throw new StartProblem(
          `Migration ${name} differs from what this database ran. Restore the file as it was.`,
        );
      await client.query('begin');
      try {
        await client.query(text);
        await client.query('insert into public.migration (name, sha256) values ($1, $2)', [name, sha256]);
        await client.query('commit');
      } catch (error) {
        await client.query('rollback');
        throw new Error(`migration ${name} failed: ${(error as Error).message}`, { cause: error });
      }
      ran.push(name);
    }
    return ran;
  } finally {
    await client.query('select pg_advisory_unlock($1)', [LOCKS.migrate]);
  }
}
