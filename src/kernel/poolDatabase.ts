/**
 * The database of the departments' pools: one of its own beside the platform's, made with a login that may do nothing
 * elsewhere, or the one that the operator names. What lies in it is the departments' data; the platform's own is not.
 */
import pg from 'pg';
import { type Db, type Sql, openPool, raw, reader } from './db.ts';
import type { Keys } from './keys.ts';
import { connectOwner, sideName } from './logins.ts';

export interface PoolAddress {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
}

export interface PoolDatabase {
  address: PoolAddress;
  /** `host:port/database`, as the rule about addresses has it. */
  place: string;
  /** Reads only, one statement at most ten seconds. */
  db: Db;
  /** Makes what is not there, or looks whether what was named answers. Throws with a sentence for the operator. */
  ensure(): Promise<void>;
  close(): Promise<void>;
}

export interface PoolDatabaseNeeds {
  /** As the operator names it; undefined: beside the platform's own. */
  url: string | undefined;
  ownerUrl: string;
  keys: Keys;
}

const LOOK_MILLISECONDS = 10_000;
const plainHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');
const databaseOf = (url: URL): string => decodeURIComponent(url.pathname.slice(1));

/** `"schema"."table"`, whatever the names hold. */
export const named = (...parts: string[]): Sql => raw(parts.map(part => pg.escapeIdentifier(part)).join('.'));

function addressOf({ url, ownerUrl, keys }: PoolDatabaseNeeds): PoolAddress {
  const server = new URL(url ?? ownerUrl);
  const place = { host: plainHost(server), port: Number(server.port || '5432') };
  if (url !== undefined)
    return {
      ...place,
      database: databaseOf(server),
      user: decodeURIComponent(server.username) || 'postgres',
      password: decodeURIComponent(server.password),
    };
  const own = databaseOf(server);
  return {
    ...place,
    database: sideName(own, '_pool'),
    user: sideName(own, '_sq_pool'),
    password: keys.derive('database-logins', `${own}/pool`).toString('base64url'),
  };
}

/** The database belongs to whoever made the platform's own: the login may make schemas in it, and connect nowhere else. */
async function make(ownerUrl: string, { database, user, password }: PoolAddress): Promise<void> {
  const owner = await connectOwner(ownerUrl);
  try {
    const [place, login] = [pg.escapeIdentifier(database), pg.escapeIdentifier(user)];
    const { rowCount: there } = await owner.query('select from pg_database where datname = $1', [database]);
    if (there === 0)
      await owner.query(`create database ${place}`).catch((error: unknown) => {
        // Another process of this installation was faster.
        if ((error as { code?: string }).code !== '42P04') throw error;
      });
    const { rowCount: known } = await owner.query('select from pg_roles where rolname = $1', [user]);
    await owner.query(
      `${known === 0 ? 'create' : 'alter'} role ${login} login nosuperuser nocreatedb nocreaterole noreplication
         password ${pg.escapeLiteral(password)}`,
    );
    await owner.query(`revoke connect, temporary on database ${place} from public`);
    await owner.query(`grant connect, temporary, create on database ${place} to ${login}`);
  } finally {
    await owner.end();
  }
}

export function createPoolDatabase(needs: PoolDatabaseNeeds): PoolDatabase {
  const address = addressOf(needs);
  const url = new URL(needs.url ?? needs.ownerUrl);
  url.pathname = `/${encodeURIComponent(address.database)}`;
  const pool = openPool({
    connectionString: url.href,
    user: address.user,
    password: address.password,
    name: 'pool',
    max: 2,
    readOnly: true,
    statementMilliseconds: LOOK_MILLISECONDS,
  });
  return {
    address,
    place: `${address.host}:${address.port}/${address.database}`,
    db: reader(pool),
    async ensure() {
      if (needs.url === undefined) await make(needs.ownerUrl, address);
      await pool.query('select 1');
    },
    close: () => pool.end(),
  };
}
