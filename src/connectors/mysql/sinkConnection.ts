/** A connection on which rows are delivered into a consumer's MySQL or MariaDB, and what its refusals mean. */
import type { Connection, ResultSetHeader } from 'mysql2';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { Column } from '#planes/mover/ports.ts';
import type { SourceAddress } from '#vocabulary/plans.ts';
import {
  connectMysql,
  cutMysql,
  limitStatement,
  mysqlProblem,
  runMysql,
  startMysqlAnswer,
} from './connection.ts';
import { streamRows } from './rows.ts';

export interface MysqlSinkOptions {
  /**
   * A statement of a run that carries rows over, or makes an index, is cut after this many milliseconds, where the server
   * counts (MariaDB). Reading rows back takes as long as it takes.
   */
  statementMilliseconds?: number;
  /** How long the switch waits for readers of the table before it gives up. */
  lockMilliseconds?: number;
  /** Absent: rows are streamed as a file where the server takes files. */
  files?: boolean;
}

/** How long the server waits for the source's next rows, in seconds. */
const PATIENCE_SECONDS = 3_600;

/** So much longer than the server's own limit we wait for its answer. */
const SPARE_MILLISECONDS = 10_000;

export interface Link {
  connection: Connection;
  /** The server's own text. */
  version: string;
  statementMilliseconds: number;
  /** The server's number of the connection: by it another mover ends it. */
  id: number;
  /** How long a change of a table waits for its readers. */
  lockSeconds: number;
  /** Whether rows can be streamed as a file; otherwise they are inserted. */
  streams: boolean;
}

/** Opens a connection whose session is set: nothing that the server's defaults say changes what a value becomes. */
export async function linkMysql(
  address: SourceAddress,
  password: string,
  { statementMilliseconds = 6 * 60 * 60_000, lockMilliseconds = 10_000, files = true }: MysqlSinkOptions,
): Promise<Link> {
  // A file is what `load.ts` streams, whatever name the server asks for.
  const { connection, version } = await connectMysql(address, password, statementMilliseconds, {
    flags: ['LOCAL_FILES'],
  });
  try {
    const lockSeconds = Math.max(1, Math.round(lockMilliseconds / 1000));
    for (const setting of [
      `sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'`,
      `net_read_timeout = ${PATIENCE_SECONDS}`,
      `net_write_timeout = ${PATIENCE_SECONDS}`,
      `lock_wait_timeout = ${lockSeconds}`,
      `innodb_lock_wait_timeout = ${lockSeconds}`,
      'transaction isolation level repeatable read',
    ])
      await runMysql(connection, `set session ${setting}`);
    const [[id, streams]] = await runMysql<[[string | number, string | number]]>(
      connection,
      'select connection_id(), @@local_infile',
    );
    return {
      connection,
      version,
      statementMilliseconds,
      id: Number(id),
      lockSeconds,
      streams: files && Number(streams) === 1,
    };
  } catch (error) {
    cutMysql(connection);
    throw mysqlProblem(error, address);
  }
}

/** A statement that may take as long as the server allows it; rows that it changed or found. */
export function change(
  { connection }: Link,
  text: string,
  values: (string | number | null)[] = [],
): Promise<number> {
  startMysqlAnswer(connection);
  return new Promise((resolve, reject) => {
    connection.query<ResultSetHeader>({ sql: text, values }, (error, result) =>
      error === null ? resolve(result.affectedRows) : reject(error),
    );
  });
}

/** Rows of a question to the server's catalog or to our own tables. */
export const ask = <T extends unknown[]>(link: Link, text: string, values: string[] = []): Promise<T[]> =>
  runMysql<T[]>(link.connection, text, values);

/** Rows of a question that reads a whole table before it answers: the server cuts it, silence alone does not. */
export const askLong = <T extends unknown[]>(link: Link, text: string): Promise<T[]> =>
  runMysql<T[]>(link.connection, text, [], link.statementMilliseconds + SPARE_MILLISECONDS);

/** Rows of a table, of any number: without a limit of their time, and given up where nothing comes any more. */
export async function* readRows(link: Link, text: string, columns: Column[]): AsyncGenerator<Buffer> {
  await runMysql(link.connection, limitStatement(link.version, 0));
  yield* streamRows(link.connection, text, [], columns);
  await runMysql(link.connection, limitStatement(link.version, link.statementMilliseconds));
}

/** All of it or nothing of it. */
export async function inTransaction<T>(link: Link, work: () => Promise<T>): Promise<T> {
  await change(link, 'start transaction');
  try {
    const result = await work();
    await change(link, 'commit');
    return result;
  } catch (error) {
    await change(link, 'rollback').catch(() => undefined);
    throw error;
  }
}

/** Ends a connection that has nothing left to do: its locks are free once this returns. */
export function unlink({ connection }: Link): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(() => cutMysql(connection), 2_000);
    connection.end(() => {
      clearTimeout(timer);
      cutMysql(connection);
      resolve();
    });
  });
}

const DENIED = ['ER_DBACCESS_DENIED_ERROR', 'ER_TABLEACCESS_DENIED_ERROR', 'ER_SPECIFIC_ACCESS_DENIED_ERROR'];
const FULL = ['ER_DISK_FULL', 'ER_RECORD_FILE_FULL'];

/** Of a sink some refusals mean another thing than of a source: the account lacks a right, the disk is full. */
export function sinkProblem(error: unknown, address: SourceAddress, facts: Record<string, string>): Error {
  const code = error instanceof Error ? String(Reflect.get(error, 'code') ?? '') : '';
  const found = mysqlProblem(error, address, facts);
  if (error instanceof ConnectionProblem || !(found instanceof ConnectionProblem)) return found;
  if (DENIED.includes(code)) return new ConnectionProblem('no_permission', found.facts, { cause: error });
  if (FULL.includes(code)) return new ConnectionProblem('disk_full', found.facts, { cause: error });
  return found;
}

/** Whether the statement was refused because somebody reads the table. */
export const isLockTimeout = (error: unknown): boolean =>
  error instanceof Error && Reflect.get(error, 'code') === 'ER_LOCK_WAIT_TIMEOUT';
