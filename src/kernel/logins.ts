import { createHash } from 'node:crypto';
import pg from 'pg';
import { StartProblem } from './errors.ts';
import type { Keys } from './keys.ts';

/** What each login may do is written in the migrations, by group; a login is a member of exactly one. */
export const LOGINS = ['read', 'write', 'gateway', 'mover', 'worker'] as const;
export type Login = (typeof LOGINS)[number];

/** The oldest server that the tests run on. */
const OLDEST_SERVER = 150_000;

/** Connects as the owner, or says in one sentence why that failed and what to do. */
export async function connectOwner(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'shuqiao-owner',
  });
  client.on('error', () => undefined);
  const { hostname, port, pathname, username } = new URL(url);
  const place = `${hostname}:${port || '5432'}`;
  try {
    await client.connect();
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'ETIMEDOUT')
      throw new StartProblem(`No PostgreSQL answers at ${place}. Start it, or correct DATABASE_URL.`);
    if (code === '28P01' || code === '28000')
      throw new StartProblem(
        `PostgreSQL at ${place} refuses the user “${username}”. Correct the password in DATABASE_URL.`,
      );
    if (code === '3D000')
      throw new StartProblem(
        `PostgreSQL at ${place} has no database “${pathname.slice(1)}”. Create it: createdb ${pathname.slice(1)}.`,
      );
    throw new StartProblem(`PostgreSQL at ${place} cannot be used: ${(error as Error).message}.`);
  }
  const { rows } = await client.query<{ version: number }>(
    "select current_setting('server_version_num')::int as version",
  );
  if ((rows[0]?.version ?? 0) < OLDEST_SERVER) {
    await client.end();
    throw new StartProblem(`PostgreSQL at ${place} is older than 15. Use PostgreSQL 15 or newer.`);
  }
  return client;
}

/** A name's bytes that leave room for `_sq_gateway` within PostgreSQL's 63. */
const NAME_BYTES = 40;

/** What belongs to the whole server carries the database's name, or what tells a long one from others, and an ending. */
export function sideName(database: string, ending: string): string {
  const name =
    Buffer.byteLength(database) <= NAME_BYTES
      ? database
      : `${database.slice(0, 7)}_${createHash('sha256').update(database).digest('hex').slice(0, 12)}`;
  return `${name}${ending}`;
}

export const loginName = (database: string, login: Login): string => sideName(database, `_sq_${login}`);

export function loginPassword(keys: Keys, database: string, login: Login): string {
  return keys.derive('database-logins', `${database}/${login}`).toString('base64url');
}

/**
 * Makes the five logins of this installation, or renews their passwords. Groups belong to the whole server: that only
 * this installation's logins may connect to its database keeps those of others on the same server out of it.
 */
export async function ensureLogins(owner: pg.Client, database: string, keys: Keys): Promise<void> {
  await owner.query(`revoke connect on database ${pg.escapeIdentifier(database)} from public`);
  for (const login of LOGINS) {
    const name = pg.escapeIdentifier(loginName(database, login));
    const secret = pg.escapeLiteral(loginPassword(keys, database, login));
    const group = pg.escapeIdentifier(`sq_${login}`);
    try {
      const { rowCount } = await owner.query('select from pg_roles where rolname = $1', [
        loginName(database, login),
      ]);
      await owner.query(`${rowCount === 0 ? 'create' : 'alter'} role ${name} login password ${secret}`);
      await owner.query(`grant ${group} to ${name}`).catch((error: unknown) => {
        if ((error as { code?: string }).code !== '42501') throw error;
        const groups = LOGINS.map(one => `sq_${one}`).join(', ');
        throw new StartProblem(
          `The groups ${groups} on this PostgreSQL were made by another user, as another installation does. Let a superuser allow it: grant ${groups} to the user in DATABASE_URL with admin option.`,
        );
      });
      await owner.query(`grant connect on database ${pg.escapeIdentifier(database)} to ${name}`);
    } catch (error) {
      if ((error as { code?: string }).code === '42501')
        throw new StartProblem(
          `The user in DATABASE_URL may not create logins. Allow it (alter role … createrole), so that each part of the platform can have a login with only the rights it needs.`,
        );
      throw error;
    }
  }
}
