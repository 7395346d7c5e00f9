/** How a PostgreSQL of a department is reached, and what its refusals mean. */
import { DatabaseError } from 'pg';
import type { Client, ClientConfig } from 'pg';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { ConnectionCode } from '#planes/mover/ports.ts';
import type { SourceAddress } from '#vocabulary/plans.ts';
import { BadAnswer, GuardedClient, cutSaid } from '#connectors/guard.ts';
import { openPostgresSocket } from './socket.ts';

export interface PostgresSettings {
  /** Statements are cut after this many milliseconds. */
  statementMilliseconds: number;
  readOnly: boolean;
}

/** Zone, date and number formats are fixed, so that a row has the same bytes whatever the account's defaults are. */
export function postgresConfig(
  address: SourceAddress,
  password: string,
  settings: PostgresSettings,
): ClientConfig {
  const session = {
    statement_timeout: String(settings.statementMilliseconds),
    default_transaction_read_only: settings.readOnly ? 'on' : 'off',
    timezone: 'Asia/Shanghai',
    datestyle: 'ISO',
    extra_float_digits: '1',
    intervalstyle: 'postgres',
    standard_conforming_strings: 'on',
    // In a department's database no function of somebody else may stand in for PostgreSQL's own: it would run with our
    // account's rights.
    search_path: 'pg_catalog,pg_temp',
    // What is read back must see what others committed before it was locked, whatever the account's default is.
    default_transaction_isolation: 'read committed',
    // The source waits while the sink is read back, and the sink while the source is read.
    idle_in_transaction_session_timeout: '0',
  };
  return {
    host: address.host,
    port: address.port,
    database: address.database,
    user: address.user,
    password,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    application_name: 'shuqiao',
    client_encoding: 'UTF8',
    options: Object.entries(session)
      .map(([name, value]) => `-c ${name}=${value.replaceAll(' ', '\\ ')}`)
      .join(' '),
  };
}

/** A connection of its own; a break that comes while nobody waits is kept by the driver for the next statement. */
export async function connectPostgres(config: ClientConfig, address: SourceAddress): Promise<Client> {
  const client = new GuardedClient({ ...config, stream: openPostgresSocket });
  client.on('error', () => client.connection.stream.destroy());
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.connection.stream.destroy();
    throw postgresProblem(error, address);
  }
}

export async function endPostgres(client: Client): Promise<void> {
  // A server that no longer answers must not keep us waiting for its goodbye.
  const timer = setTimeout(() => client.connection.stream.destroy(), 2_000);
  try {
    await client.end();
  } catch {
    client.connection.stream.destroy();
  } finally {
    clearTimeout(timer);
  }
}

const codes: Record<string, ConnectionCode> = {
  '28P01': 'wrong_password',
  '28000': 'wrong_password',
  '3D000': 'no_database',
  '3F000': 'no_table',
  '42P01': 'no_table',
  '42703': 'lost_column',
  '42501': 'no_permission',
  '57014': 'timeout',
  '55P03': 'busy',
  '40001': 'busy',
  '40P01': 'busy',
  '25P03': 'connection_lost',
  '25P04': 'timeout',
  '53100': 'disk_full',
  '53300': 'busy',
  '57P01': 'connection_lost',
  '57P02': 'connection_lost',
  '57P03': 'unreachable',
  '57P05': 'connection_lost',
  '22021': 'bad_value',
  '22P02': 'bad_value',
  '22P05': 'bad_value',
  '22003': 'bad_value',
  '22007': 'bad_value',
  '22008': 'bad_value',
};

const unreachable = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
]);

/** Column that PostgreSQL names in an error's context line: `COPY g, line 7, column xm`. */
function columnOf(error: DatabaseError): string | undefined {
  return (
    error.column ??
    /column "?([^",]+?)"?(?:[:,]|$| of| does)/m.exec(`${error.where ?? ''}\n${error.message}`)?.[1]
  );
}

export function postgresProblem(
  error: unknown,
  address: SourceAddress,
  facts: Record<string, string> = {},
): Error {
  if (error instanceof ConnectionProblem) return error;
  if (!(error instanceof Error)) return new Error(String(error));
  const where = {
    host: address.host,
    port: String(address.port),
    database: address.database,
    user: address.user,
    ...facts,
  };
  if (error instanceof DatabaseError) {
    const code = codes[error.code ?? ''] ?? 'failed';
    const column = code === 'lost_column' || code === 'bad_value' ? columnOf(error) : undefined;
    // What the database says may quote a value (class 22, “data exception”, does); then only the place is told.
    const said =
      code === 'bad_value'
        ? {}
        : { said: error.code?.startsWith('22') === true ? `SQLSTATE ${error.code}` : cutSaid(error.message) };
    return new ConnectionProblem(
      code,
      { ...where, ...(column === undefined ? {} : { column }), ...said },
      { cause: error },
    );
  }
  if (error instanceof BadAnswer)
    return new ConnectionProblem('failed', { ...where, said: error.message }, { cause: error });
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (unreachable.has(code) || /timeout (exceeded|expired)|connection timeout/i.test(error.message)) {
    return new ConnectionProblem('unreachable', { ...where, said: error.message }, { cause: error });
  }
  if (/query read timeout/i.test(error.message))
    return new ConnectionProblem('timeout', where, { cause: error });
  if (code === 'ECONNRESET' || code === 'EPIPE' || /terminated|not queryable|closed/i.test(error.message)) {
    return new ConnectionProblem('connection_lost', { ...where, said: error.message }, { cause: error });
  }
  return error;
}
