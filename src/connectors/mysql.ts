/** A department's MySQL or MariaDB as a source of rows. In its vocabulary a schema is a database. */
import { createPool } from 'mysql2';
import type { Connection, PoolConnection } from 'mysql2';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { DiscoveredColumn, Selection, Source, Statement, TableName } from '#planes/mover/ports.ts';
import type { ColumnType, SourceAddress } from '#vocabulary/plans.ts';
import { cutSaid } from './guard.ts';
import { checkColumns } from './identifiers.ts';
import { bindList, compileList, compileListCount, explained } from './lists.ts';
import { bindSlots, compileCount, compileQuery, compileRead, compileVerify, questionMark } from './masks.ts';
import {
  connectMysql,
  cutMysql,
  limitStatement,
  mysqlOptions,
  mysqlProblem,
  runMysql,
  sessionStatements,
  startMysqlAnswer,
} from './mysqlConnection.ts';
import { explainMysql, readMysqlShape } from './mysqlLists.ts';
import { streamRows } from './mysqlRows.ts';
import type { SourceOptions } from './postgres.ts';
import { UNION, inOrder, unionOf } from './verifyMany.ts';

const columnTypes: Record<string, ColumnType> = {
  char: 'text',
  varchar: 'text',
  tinytext: 'text',
  text: 'text',
  mediumtext: 'text',
  longtext: 'text',
  enum: 'text',
  set: 'text',
  json: 'text',
  uuid: 'text',
  time: 'text',
  year: 'bigint',
  tinyint: 'bigint',
  smallint: 'bigint',
  mediumint: 'bigint',
  int: 'bigint',
  bigint: 'bigint',
  decimal: 'numeric',
  float: 'double',
  double: 'double',
  date: 'date',
  datetime: 'timestamp',
  timestamp: 'timestamp',
};

function columnType(dataType: string, wholeType: string): ColumnType | undefined {
  // MySQL's own word for a boolean is tinyint(1); a value other than 0 and 1 in it is refused when it is read.
  if (wholeType === 'tinyint(1)' || wholeType === 'bit(1)') return 'boolean';
  if (wholeType.startsWith('bigint') && wholeType.includes('unsigned')) return 'numeric';
  return columnTypes[dataType];
}

type ColumnRow = [
  name: string,
  dataType: string,
  wholeType: string,
  nullable: string,
  comment: string,
  key: string,
];

async function readColumns(
  connection: Connection | PoolConnection,
  { schema, table }: TableName,
): Promise<DiscoveredColumn[]> {
  const rows = await runMysql<ColumnRow[]>(
    connection,
    `select column_name, data_type, column_type, is_nullable, column_comment, column_key
       from information_schema.columns where table_schema = ? and table_name = ? order by ordinal_position`,
    [schema, table],
  );
  return rows.map(([name, dataType, wholeType, nullable, comment, key]) => ({
    name,
    databaseType: wholeType,
    type: columnType(dataType.toLowerCase(), wholeType.toLowerCase()),
    nullable: nullable === 'YES',
    comment,
    inKey: key === 'PRI',
  }));
}

async function* readSelection(connection: Connection, selection: Selection): AsyncGenerator<Buffer> {
  await runMysql(connection, 'set session transaction isolation level repeatable read');
  await runMysql(connection, 'start transaction with consistent snapshot, read only');
  checkColumns(
    selection.table,
    await readColumns(connection, selection.table),
    selection.items,
    selection.rows,
  );
  const compiled = compileRead('mysql', selection, questionMark);
  yield* streamRows(
    connection,
    compiled.text,
    bindSlots('mysql', compiled.slots, { filters: {} }),
    compiled.columns,
  );
  await runMysql(connection, 'commit');
}

const writing = /\b(ALL PRIVILEGES|INSERT|UPDATE|DELETE|DROP|ALTER|CREATE(?! TEMPORARY)|SUPER|FILE)\b/;

export function openMysqlSource(
  address: SourceAddress,
  password: string,
  options: SourceOptions = {},
): Source {
  const pool = createPool({
    ...mysqlOptions(address, password),
    connectionLimit: options.connections ?? 4,
    maxPreparedStatements: 500,
  });
  // The server cuts a statement itself; this is for a server that no longer answers at all.
  const queryMilliseconds = options.queryMilliseconds ?? 5_000;
  const patience = queryMilliseconds + 2_000;
  const ready = new WeakMap<PoolConnection, { version: string; milliseconds: number }>();

  /** A pooled connection whose session is set; it is dropped when the work fails, since its state is unknown then. */
  async function withConnection<T>(
    work: (connection: PoolConnection, version: string) => Promise<T>,
    milliseconds = queryMilliseconds,
  ): Promise<T> {
    let connection: PoolConnection | undefined;
    try {
      connection = await new Promise<PoolConnection>((resolve, reject) => {
        pool.getConnection((error, found) => (error === null ? resolve(found) : reject(error)));
      });
      let session = ready.get(connection);
      if (session === undefined) {
        const [[version]] = await runMysql<[[string]]>(connection, 'select version()');
        const statements = [...sessionStatements(version, milliseconds), 'set session transaction read only'];
        for (const statement of statements) await runMysql(connection, statement);
        session = { version, milliseconds };
        ready.set(connection, session);
      } else if (session.milliseconds !== milliseconds) {
        await runMysql(connection, limitStatement(session.version, milliseconds));
        session.milliseconds = milliseconds;
      }
      const result = await work(connection, session.version);
      connection.release();
      return result;
    } catch (error) {
      connection?.destroy();
      throw mysqlProblem(error, address);
    }
  }

  function execute(
    connection: PoolConnection,
    compiled: Pick<Statement, 'text'>,
    values: string[],
  ): Promise<(string | null)[][]> {
    startMysqlAnswer(connection);
    return new Promise((resolve, reject) => {
      connection.execute(
        { sql: compiled.text, values, rowsAsArray: true, timeout: patience },
        (error, rows) => {
          if (error === null) resolve(rows as unknown as (string | null)[][]);
          else reject(error);
        },
      );
    });
  }

  return {
    async test() {
      const started = performance.now();
      return withConnection(async (connection, version) => {
        const grants = await runMysql<[string][]>(connection, 'show grants');
        const milliseconds = Math.round(performance.now() - started);
        const canWrite = grants.some(([grant]) => writing.test(grant.split(' ON ')[0] ?? ''));
        return {
          version: cutSaid(
            version.includes('MariaDB') ? `MariaDB ${version.split('-')[0]}` : `MySQL ${version}`,
          ),
          canWrite,
          milliseconds,
        };
      });
    },
    tables() {
      return withConnection(async connection => {
        const rows = await runMysql<[string, string, string, number | string | null, string][]>(
          connection,
          `select table_schema, table_name, table_comment, table_rows, table_type from information_schema.tables
            where table_schema = database() order by 1, 2`,
        );
        return rows.map(([schema, table, comment, count, kind]) => ({
          schema,
          table,
          comment: kind === 'VIEW' ? '' : comment,
          rows: count === null || kind === 'VIEW' ? undefined : Number(count),
          isView: kind === 'VIEW',
        }));
      });
    },
    columns(table) {
      return withConnection(async connection => {
        const columns = await readColumns(connection, table);
        if (columns.length === 0)
          throw new ConnectionProblem('no_table', { schema: table.schema, table: table.table });
        return columns;
      });
    },
    async *read(selection, { signal } = {}) {
      signal?.throwIfAborted();
      const { connection } = await connectMysql(address, password, options.readMilliseconds ?? 30 * 60_000);
      const stop = (): void => {
        cutMysql(connection);
        connection.emit('error', signal?.reason ?? new Error('The read was stopped.'));
      };
      signal?.addEventListener('abort', stop, { once: true });
      try {
        yield* readSelection(connection, selection);
      } catch (error) {
        signal?.throwIfAborted();
        throw mysqlProblem(error, address, { schema: selection.table.schema, table: selection.table.table });
      } finally {
        signal?.removeEventListener('abort', stop);
        cutMysql(connection);
      }
    },
    count(selection) {
      return withConnection(async connection => {
        const compiled = compileCount('mysql', selection);
        const rows = await execute(connection, compiled, bindSlots('mysql', compiled.slots, { filters: {} }));
        return Number(rows[0]?.[0] ?? 0);
      });
    },
    compileQuery: shape => compileQuery('mysql', shape),
    compileVerify: shape => compileVerify('mysql', shape),
    query: (compiled, values, milliseconds) =>
      withConnection(async connection => {
        const rowsOf = (one: Statement): Promise<(string | null)[][]> =>
          execute(connection, one, bindSlots('mysql', one.slots, values));
        const few = compiled.few && (await rowsOf(compiled.few));
        return few && few.length < 2 ? few : rowsOf(compiled);
      }, milliseconds),
    verifyMany: (shape, values, milliseconds) =>
      withConnection(async connection => {
        const one = compileVerify('mysql', shape);
        const rows: (string | null)[][] = [];
        for (let from = 0; from < values.length; from += UNION) {
          const few = values.slice(from, from + UNION);
          const text = unionOf(one.text, from, few.length);
          const bound = few.flatMap(given => bindSlots('mysql', one.slots, given));
          rows.push(...(await execute(connection, { text }, bound)));
        }
        return inOrder(rows, values.length);
      }, milliseconds),
    shapeOf: table => withConnection(connection => readMysqlShape(connection, table)),
    compileList: (shape, table) => compileList('mysql', shape, table),
    compileListCount: (shape, table) => compileListCount('mysql', shape, table),
    list: (compiled, values, milliseconds) =>
      withConnection(
        connection => execute(connection, compiled, bindList('mysql', compiled.slots, values)),
        milliseconds,
      ),
    estimate: (counted, values, milliseconds) =>
      withConnection(
        connection => explainMysql(connection, explained(counted), bindList('mysql', counted.slots, values)),
        milliseconds,
      ),
    close: () =>
      new Promise<void>((resolve, reject) => {
        pool.end(error => (error === null || error === undefined ? resolve() : reject(error)));
      }),
  };
}
