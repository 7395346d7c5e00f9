import pg from 'pg';
import type { Sql } from 'sql-template-tag';
import { Refusal, refuse } from './errors.ts';

export { default as sql, join, raw, empty } from 'sql-template-tag';
export type { Sql } from 'sql-template-tag';

// bigint columns hold counters and ids far below 2^53; civil dates must stay text, or they would shift with the zone.
pg.types.setTypeParser(20, Number);
pg.types.setTypeParser(1082, text => text);

/** Reads. Every module function that only reads takes this. */
export interface Db {
  /** All rows. */
  many<T extends object>(query: Sql): Promise<T[]>;
  /** The first row, if there is one. */
  find<T extends object>(query: Sql): Promise<T | undefined>;
  /** The first row; refuses with `platform.not_found` when there is none. */
  get<T extends object>(query: Sql): Promise<T>;
}

/** Single statements that write outside the audit: a data plane's bookkeeping. Only `bookkeeper()` makes one. */
export interface Bookkeeper extends Db {
  /** The number of rows touched. */
  run(query: Sql): Promise<number>;
}

declare const writable: unique symbol;

/** A transaction that may write. Only `audited()` and the declared exceptions make one. */
export interface Tx extends Bookkeeper {
  readonly [writable]: true;
}

interface Queryable {
  query(config: pg.QueryConfig): Promise<pg.QueryResult>;
}

const constraints = new Map<string, () => Refusal>();

/** Says which refusal a broken constraint means; one place, so that no service checks before it inserts. */
export function meansWhenBroken(constraint: string, refusal: () => Refusal): void {
  constraints.set(constraint, refusal);
}

/**
 * The server ends, starts, recovers, is not there or has no connection left; it cut off who stood idle, or a lock was
 * not to be had in time.
 */
const AWAY = new Set([
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '25P03',
  '55P03',
  '08006',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
]);
/** What the driver says, without a code, when a connection went away or none came about. */
const LOST =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Values that PostgreSQL has no room for: out of range, no such day, no such character. */
const NO_SUCH_VALUE = new Set(['22003', '22007', '22008', '22021', '22P05']);

/** Turns what PostgreSQL says into a refusal where the reader can do something about it. */
export function translate(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code, constraint } = error as { code?: string; constraint?: string };
  if (constraint !== undefined) {
    const known = constraints.get(constraint);
    if (known) return known();
  }
  if (code === '53100') return refuse.disk_full();
  if (code === '23505') return Object.assign(refuse.ambiguous(), { cause: error });
  if (code === '23503') return Object.assign(refuse.not_found(), { cause: error });
  if (NO_SUCH_VALUE.has(code ?? ''))
    return Object.assign(refuse.bad_input({ place: '', problem: error.message }), { cause: error });
  if (AWAY.has(code ?? '') || LOST.test(error.message))
    return Object.assign(refuse.unavailable(), { cause: error });
  return error;
}

function over(target: Queryable): Bookkeeper {
  const send = async (query: Sql): Promise<pg.QueryResult> => {
    try {
      return await target.query({ text: query.text, values: query.values });
    } catch (error) {
      throw translate(error);
    }
  };
  return {
    many: async query => (await send(query)).rows,
    find: async query => (await send(query)).rows[0],
    get: async query => {
      const row = (await send(query)).rows[0];
      if (row === undefined) throw refuse.not_found();
      return row;
    },
    run: async query => (await send(query)).rowCount ?? 0,
  };
}

/** Reads through a pool. */
export function reader(pool: pg.Pool): Db {
  return over(pool);
}

/** For the declared exceptions only, as `bookkeeping`; each statement is a transaction of its own. */
export function bookkeeper(pool: pg.Pool): Bookkeeper {
  return over(pool);
}

/** A connection of the pool; refuses when the server does not answer. The caller gives it back. */
export async function take(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw translate(error);
  }
}

/** For `audited()` and the declared exceptions only (the architecture test lists them). */
export function writer(client: pg.ClientBase): Tx {
  return over(client) as Tx;
}

/**
 * A write outside the audit, for bookkeeping that is not a decision: sessions' last use, progress, leases.
 * `why` is what is kept, and an error carries it; the architecture test lists the callers.
 */
export async function bookkeeping<T>(pool: pg.Pool, why: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await take(pool);
  let broken: Error | undefined;
  try {
    await client.query('begin read write');
    const result = await work(writer(client));
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((lost: Error) => {
      broken = lost;
    });
    throw Object.assign(translate(error) as Error, { during: why });
  } finally {
    client.release(broken);
  }
}

export interface PoolOptions {
  connectionString: string;
  user?: string;
  password?: string;
  name: string;
  max: number;
  readOnly?: boolean;
  /** For one statement; usually a minute. */
  statementMilliseconds?: number;
}

/** A pool that closes idle connections, names itself to the server, and never lets a statement run for ever. */
export function openPool(options: PoolOptions): pg.Pool {
  const url = new URL(options.connectionString);
  if (options.user !== undefined) {
    url.username = encodeURIComponent(options.user);
    url.password = encodeURIComponent(options.password ?? '');
  }
  const settings = [`-c statement_timeout=${options.statementMilliseconds ?? 60_000}`, '-c timezone=UTC'];
  if (options.readOnly === true) settings.push('-c default_transaction_read_only=on');
  const pool = new pg.Pool({
    connectionString: url.href,
    max: options.max,
    application_name: `shuqiao-${options.name}`,
    options: settings.join(' '),
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
  });
  // An idle connection that the server closes must not end the process; the next query reports the trouble.
  pool.on('error', () => undefined);
  // Nor one in use: the statement that waits on it fails, and that is enough.
  pool.on('connect', client => void client.on('error', () => undefined));
  return pool;
}
