import pg from 'pg';
import type { Config } from '#config.ts';
import { type DataFolder, takeDataFolder } from '#kernel/dataFolder.ts';
import { openPool } from '#kernel/db.ts';
import { StartProblem } from '#kernel/errors.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#kernel/embeddedPostgres.ts';
import { type Keys, createKeys, loadMasterKey } from '#kernel/keys.ts';
import { type Login, connectOwner, ensureLogins, loginName, loginPassword } from '#kernel/logins.ts';
import { checkMasterKey } from '#kernel/masterKeyCheck.ts';
import { migrate } from '#kernel/migrate.ts';

/** The platform's database as each part sees it: one pool a login, each with only the rights that it needs. */
export interface Storage {
  folder: DataFolder;
  keys: Keys;
  /** For a connection of one's own: listening, group commit. */
  urlFor(login: Login): { connectionString: string; user: string; password: string };
  pools: Record<Login, pg.Pool>;
  /** The owner's address: migrations, the demonstration's departments. Never used to serve anyone. */
  ownerUrl: string;
  /** host:port/database of the platform's own database, which nobody may mount. */
  ownAddress: string;
  embedded: boolean;
  close(): Promise<void>;
}

const DATABASE = 'shuqiao';

/** The embedded server's superuser password, derived so that it need not be stored. */
export function embeddedPassword(keys: Keys): string {
  return keys.derive('database-logins', 'postgres').toString('base64url');
}

export function databaseUrl(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

/** A connection of its own for a login: listening, group commit. */
export function connector({ urlFor }: Pick<Storage, 'urlFor'>, login: Login): () => Promise<pg.Client> {
  return async () => {
    const { connectionString, user, password } = urlFor(login);
    const url = new URL(connectionString);
    url.username = encodeURIComponent(user);
    url.password = encodeURIComponent(password);
    const client = new pg.Client({ connectionString: url.href, application_name: `shuqiao-${login}` });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
}

/** Creates a database on the owner's server when it is not there. */
export async function ensureDatabase(ownerUrl: string, database: string): Promise<string> {
  const owner = await connectOwner(ownerUrl);
  try {
    const { rowCount } = await owner.query('select from pg_database where datname = $1', [database]);
    if (rowCount === 0) await owner.query(`create database "${database.replaceAll('"', '""')}"`);
  } finally {
    await owner.end();
  }
  return databaseUrl(ownerUrl, database);
}

/** PostgreSQL's “may not” during the start has one reason: the user of DATABASE_URL does not own the database. */
function notTheOwner(error: unknown, ownerUrl: string): unknown {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if ((cause as { code?: string }).code !== '42501') return error;
  const { username, pathname } = new URL(ownerUrl);
  const database = decodeURIComponent(pathname.slice(1));
  return new StartProblem(
    `PostgreSQL does not let the user “${decodeURIComponent(username)}” of DATABASE_URL make tables in “${database}”. Make it the owner: alter database "${database}" owner to "${decodeURIComponent(username)}".`,
  );
}

/**
 * Takes the data folder, starts or reaches PostgreSQL, migrates, makes the logins. Throws `StartProblem`. `say` hears
 * in one sentence what happens to the embedded server later: its disk is full, it ended, it runs again.
 */
export async function openStorage(
  config: Config,
  migrations: string,
  say?: (sentence: string) => void,
): Promise<Storage> {
  const folder = await takeDataFolder(config.dataFolder);
  let embedded: EmbeddedPostgres | undefined;
  try {
    const master = loadMasterKey({
      value: config.masterKey,
      file: config.masterKeyFile,
      dataFolder: folder.path,
      mayCreate: config.demonstration,
    });
    const keys = createKeys(master);
    let ownerUrl = config.databaseUrl;
    if (ownerUrl === undefined) {
      embedded = await startEmbeddedPostgres(folder.path, embeddedPassword(keys), say);
      ownerUrl = await ensureDatabase(embedded.url, DATABASE);
    }
    const database = decodeURIComponent(new URL(ownerUrl).pathname.slice(1));
    const owner = await connectOwner(ownerUrl);
    try {
      await migrate(owner, migrations);
      await checkMasterKey(owner, keys);
      await ensureLogins(owner, database, keys);
    } catch (error) {
      throw notTheOwner(error, ownerUrl);
    } finally {
      await owner.end();
    }
    const urlFor = (login: Login) => ({
      connectionString: ownerUrl,
      user: loginName(database, login),
      password: loginPassword(keys, database, login),
    });
    const open = (login: Login, max: number): pg.Pool =>
      openPool({ ...urlFor(login), name: login, max, readOnly: login === 'read' });
    const pools = {
      read: open('read', 12),
      write: open('write', 12),
      gateway: open('gateway', 2),
      mover: open('mover', 6),
      worker: open('worker', 4),
    };
    const { hostname, port } = new URL(ownerUrl);
    return {
      folder,
      keys,
      urlFor,
      pools,
      ownerUrl,
      ownAddress: `${hostname}:${port || '5432'}/${database}`,
      embedded: embedded !== undefined,
      close: async () => {
        await Promise.all(Object.values(pools).map(pool => pool.end()));
        await embedded?.stop();
        folder.release();
      },
    };
  } catch (error) {
    await embedded?.stop();
    folder.release();
    throw error;
  }
}
