/** How a MySQL or MariaDB of a department is reached, and what its refusals mean. */
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { createConnection } from 'mysql2';
import type { Connection, ConnectionOptions } from 'mysql2';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { ConnectionCode } from '#planes/mover/ports.ts';
import type { SourceAddress } from '#vocabulary/plans.ts';
import {
  ANSWER_BYTES,
  BadAnswer,
  LongAnswer,
  NO_PROTOCOL,
  cutSaid,
  guardStream,
  startAnswer,
} from '#connectors/guard.ts';

/**
 * A hostile server may ask its client for any local file (LOAD DATA LOCAL): the capability is not offered, and no
 * file is ever opened for it. Statements of several parts are off, so that a text holds one statement.
 */
export function mysqlOptions(address: SourceAddress, password: string): ConnectionOptions {
  return {
    host: address.host,
    port: address.port,
    database: address.database,
    user: address.user,
    password,
    connectTimeout: 5_000,
    charset: 'UTF8MB4_UNICODE_CI',
    dateStrings: true,
    supportBigNumbers: true,
    bigNumberStrings: true,
    jsonStrings: true,
    timezone: '+08:00',
    multipleStatements: false,
    flags: ['-LOCAL_FILES'],
    stream: () => openStream(address),
  };
}

/** As the driver opens its own, and guarded. */
function openStream({ host, port }: SourceAddress): Socket {
  const socket = guardStream(connect(port, host)).setNoDelay(true);
  socket.once('connect', () => socket.setKeepAlive(true));
  return socket;
}

/** To be called before every statement: from here on its answer is counted. */
export function startMysqlAnswer(connection: Connection): void {
  startAnswer(Reflect.get(connection, 'stream'));
}

/** A server that answers a statement of the session or of its catalog with nothing at all is given up, in milliseconds. */
const SILENCE = 30_000;

/** MariaDB counts a statement's time in seconds, MySQL in milliseconds; only one of the two names exists. */
export const limitStatement = (version: string, statementMilliseconds: number): string =>
  version.includes('MariaDB')
    ? `set session max_statement_time = ${statementMilliseconds / 1000}`
    : `set session max_execution_time = ${Math.round(statementMilliseconds)}`;

export function sessionStatements(version: string, statementMilliseconds: number): string[] {
  // A fixed mode and zone: the same row has the same text whatever the server's defaults are.
  return [
    `set session time_zone = '+08:00'`,
    `set session sql_mode = 'STRICT_ALL_TABLES'`,
    limitStatement(version, statementMilliseconds),
  ];
}

/** `silence`: milliseconds after which a server that answered nothing is given up. */
export function runMysql<T>(
  connection: Connection,
  text: string,
  values: string[] = [],
  silence = SILENCE,
): Promise<T> {
  startMysqlAnswer(connection);
  return new Promise((resolve, reject) => {
    // The driver's own timer outlives a connection that breaks.
    const timer = setTimeout(() => {
      cutMysql(connection);
      reject(Object.assign(new Error('no answer'), { code: 'PROTOCOL_SEQUENCE_TIMEOUT' }));
    }, silence);
    connection.query({ sql: text, values, rowsAsArray: true }, (error, rows) => {
      clearTimeout(timer);
      if (error === null) resolve(rows as T);
      else reject(error);
    });
  });
}

/** A connection of its own with its session set; `version` is the server's own text. */
export async function connectMysql(
  address: SourceAddress,
  password: string,
  statementMilliseconds: number,
  more: Pick<ConnectionOptions, 'flags'> = {},
): Promise<{ connection: Connection; version: string }> {
  const connection = createConnection({ ...mysqlOptions(address, password), ...more });
  try {
    await new Promise<void>((resolve, reject) => {
      connection.on('error', reject);
      connection.connect(error => (error === null ? resolve() : reject(error)));
    });
    const [[version]] = await runMysql<[[string]]>(connection, 'select version()');
    for (const statement of sessionStatements(version, statementMilliseconds))
      await runMysql(connection, statement);
    return { connection, version };
  } catch (error) {
    cutMysql(connection);
    throw mysqlProblem(error, address);
  }
}

/** The driver's own `destroy` only says goodbye, which a server that is busy sending does not hear for a minute. */
export function cutMysql(connection: Pick<Connection, 'destroy'>): void {
  connection.destroy();
  const socket: unknown = Reflect.get(connection, 'stream');
  if (socket instanceof Duplex) socket.destroy();
}

const codes: Record<string, ConnectionCode> = {
  ER_ACCESS_DENIED_ERROR: 'wrong_password',
  ER_BAD_DB_ERROR: 'no_database',
  ER_DBACCESS_DENIED_ERROR: 'no_database',
  ER_NO_SUCH_TABLE: 'no_table',
  ER_BAD_FIELD_ERROR: 'lost_column',
  ER_TABLEACCESS_DENIED_ERROR: 'no_permission',
  ER_COLUMNACCESS_DENIED_ERROR: 'no_permission',
  ER_STATEMENT_TIMEOUT: 'timeout',
  ER_QUERY_TIMEOUT: 'timeout',
  ER_QUERY_INTERRUPTED: 'timeout',
  ER_CON_COUNT_ERROR: 'busy',
  ER_LOCK_WAIT_TIMEOUT: 'busy',
  ER_TRUNCATED_WRONG_VALUE: 'bad_value',
  ER_DATA_OUT_OF_RANGE: 'bad_value',
  ECONNREFUSED: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ETIMEDOUT: 'unreachable',
  PROTOCOL_SEQUENCE_TIMEOUT: 'timeout',
  PROTOCOL_CONNECTION_LOST: 'connection_lost',
  ECONNRESET: 'connection_lost',
  EPIPE: 'connection_lost',
};

const ANSWER_MB = ANSWER_BYTES / 1024 / 1024;

/** What these say quotes a value of a row: it stays out of sentences, records and logs. */
const QUOTING = new Set([
  'ER_DUP_ENTRY',
  'ER_DUP_ENTRY_WITH_KEY_NAME',
  'ER_TRUNCATED_WRONG_VALUE_FOR_FIELD',
  'ER_WRONG_VALUE',
  'ER_WRONG_VALUE_FOR_TYPE',
  'ER_WRONG_VALUE_FOR_VAR',
  'ER_ILLEGAL_VALUE_FOR_TYPE',
  'ER_INVALID_CHARACTER_STRING',
  'ER_CANNOT_CONVERT_STRING',
  'ER_INVALID_JSON_TEXT',
  'ER_CANT_CREATE_GEOMETRY_OBJECT',
]);

/** MariaDB's numbers that the driver has no name for: 1969 is a statement that ran out of its time. */
const numbers: Record<number, ConnectionCode> = {
  1317: 'connection_lost',
  1927: 'connection_lost',
  1969: 'timeout',
};

export function mysqlProblem(
  error: unknown,
  address: SourceAddress,
  facts: Record<string, string> = {},
): Error {
  if (error instanceof ConnectionProblem) return error;
  if (!(error instanceof Error)) return new Error(String(error));
  if (error instanceof LongAnswer && error.row !== undefined)
    return problem('failed', {
      said: error.message,
      row: String(error.row),
      reason: `表 ${facts['table'] ?? ''} 按读取顺序的第 ${error.row} 行超过 ${ANSWER_MB} MB，不能传输（请提供部门缩短它，或用行条件排除它）`,
      reasonEn: `row ${error.row} of table ${facts['table'] ?? ''}, in the order of reading, is larger than ${ANSWER_MB} MB and cannot travel (the provider shortens it, or leaves it out by a row condition)`,
    });
  if (error instanceof BadAnswer) return problem('failed', { said: error.message });
  const { code, errno } = error as NodeJS.ErrnoException;
  const known = numbers[errno ?? 0] ?? codes[code ?? ''] ?? (code?.startsWith('ER_') ? 'failed' : undefined);
  if (known === undefined) {
    if (/closed state/i.test(error.message)) return lost();
    // What the driver itself could not read, and so ended the connection for.
    return Reflect.get(error, 'fatal') === true ? problem('failed', { said: NO_PROTOCOL }) : error;
  }
  const column =
    known === 'lost_column'
      ? /Unknown column '([^']+)'/.exec(error.message)?.[1]?.split('.').at(-1)
      : undefined;
  const quotes = known === 'bad_value' || QUOTING.has(code ?? '');
  const said = quotes
    ? known === 'bad_value'
      ? {}
      : { said: code ?? '' }
    : { said: cutSaid(error.message) };
  return problem(known, { ...(column === undefined ? {} : { column }), ...said });

  function problem(which: ConnectionCode, more: Record<string, string>): ConnectionProblem {
    const where = {
      host: address.host,
      port: String(address.port),
      database: address.database,
      user: address.user,
    };
    return new ConnectionProblem(which, { ...where, ...facts, ...more }, { cause: error });
  }
  function lost(): ConnectionProblem {
    return problem('connection_lost', {});
  }
}
