/** A department's MySQL or MariaDB as a source of rows. In its vocabulary a schema is a database. */
import { createPool } from 'mysql2';
import type { Connection, PoolConnection } from 'mysql2';
import { ConnectionProblem, keyPositions } from '#planes/mover/ports.ts';
import type { DiscoveredColumn, Snapshot, Source, Statement, TableName } from '#planes/mover/ports.ts';
import type { ColumnType, SourceAddress } from '#vocabulary/plans.ts';
import { cutSaid } from '#connectors/guard.ts';
import { checkColumns } from '#connectors/identifiers.ts';
import { bindList, compileList, compileListCount, explained } from '#connectors/lists.ts';
import {
  compileCount,
  compileHighest,
  compileQuery,
  compileRead,
  compileVerify,
} from '#connectors/queries.ts';
import { bindSlots, questionMark } from '#connectors/slots.ts';
import type { SourceOptions } from '#connectors/sourceOptions.ts';
import { UNION, inOrder, unionOf } from '#connectors/verifyMany.ts';
import { readCharsets, withoutMark } from './charsets.ts';
import {
  connectMysql,
  cutMysql,
  limitStatement,
  mysqlOptions,
  mysqlProblem,
  runMysql,
  sessionStatements,
  startMysqlAnswer,
} from './connection.ts';
import { explainMysql, readMysqlShape } from './lists.ts';
import { streamRows } from './rows.ts';

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

/** Engines whose tables are read as of the transaction's start. */
const SNAPSHOT_ENGINES = ['INNODB', 'ROCKSDB'];

/** How long a server may wait for us to take the next rows. */
const PATIENCE_SECONDS = 3_600;

/** One transaction: what `columns` says, what is read and what is counted belong to the same moment, if the engine has any. */
function openSnapshot(
  { connection, version }: { connection: Connection; version: string },
  patience: number,
  problem: (error: unknown, table: TableName) => Error,
  end: () => void,
): Snapshot {
  async function asked<T>(table: TableName, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw problem(error, table);
    }
  }
  async function columnsOf(table: TableName): Promise<DiscoveredColumn[]> {
    const columns = await readColumns(connection, table);
    if (columns.length === 0)
      throw new ConnectionProblem('no_table', { schema: table.schema, table: table.table });
    return columns;
  }
  const one = (statement: Statement, table: TableName): Promise<string | null> =>
    asked(table, async () => {
      const values = bindSlots('mysql', statement.slots, { filters: {} });
      // The server cuts it itself; this is for a server that no longer answers at all.
      const silence = patience + 2_000;
      const rows = await runMysql<[string | number | null][]>(connection, statement.text, values, silence);
      const value = rows[0]?.[0] ?? null;
      return value === null ? null : String(value);
    });
  return {
    grade: ({ schema, table }) =>
      asked({ schema, table }, async () => {
        const rows = await runMysql<[string | null][]>(
          connection,
          'select engine from information_schema.tables where table_schema = ? and table_name = ?',
          [schema, table],
        );
        // A view has no engine of its own, and what lies under it may have none of these.
        return SNAPSHOT_ENGINES.includes(rows[0]?.[0]?.toUpperCase() ?? '') ? 'snapshot' : 'stream';
      }),
    columns: table => asked(table, () => columnsOf(table)),
    async *read(selection, { wrong, key = [], numbered } = {}) {
      try {
        checkColumns(selection.table, await columnsOf(selection.table), selection.items, selection.rows);
        const charsets = await readCharsets(connection, selection.table);
        const { text, slots, columns } = compileRead('mysql', selection, questionMark, charsets);
        const wrongRows = {
          wrong: charsets.size > 0 && wrong ? withoutMark(wrong) : wrong,
          key: keyPositions(selection.items, key),
          ...(numbered === undefined ? {} : { numbered }),
        };
        // A large table takes as long as it takes, and a reader that keeps to a pace takes longer.
        await runMysql(connection, limitStatement(version, 0));
        const bound = bindSlots('mysql', slots, { filters: {} });
        yield* streamRows(connection, text, bound, columns, wrongRows, patience);
        await runMysql(connection, limitStatement(version, patience));
      } catch (error) {
        throw problem(error, selection.table);
      }
    },
    count: async (selection, empty) =>
      Number((await one(compileCount('mysql', selection, empty), selection.table)) ?? 0),
    highest: (selection, column, type) =>
      one(compileHighest('mysql', selection, column, type), selection.table),
    position: () => undefined,
    close() {
      end();
      return Promise.resolve();
    },
  };
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
    async snapshot({ signal } = {}) {
      signal?.throwIfAborted();
      const patience = options.readMilliseconds ?? 30 * 60_000;
      const opened = await connectMysql(address, password, patience);
      const { connection } = opened;
      const stop = (): void => {
        cutMysql(connection);
        connection.emit('error', signal?.reason ?? new Error('The read was stopped.'));
      };
      signal?.addEventListener('abort', stop, { once: true });
      const end = (): void => {
        signal?.removeEventListener('abort', stop);
        cutMysql(connection);
      };
      const problem = (error: unknown, { schema, table }: TableName): Error => {
        signal?.throwIfAborted();
        return mysqlProblem(error, address, { schema, table });
      };
      try {
        // A reader that keeps to a pace, or waits for its sink, is none that has gone: the server would cut it after a minute.
        await runMysql(connection, `set session net_write_timeout = ${PATIENCE_SECONDS}`);
        await runMysql(connection, 'set session transaction isolation level repeatable read');
        await runMysql(connection, 'start transaction with consistent snapshot, read only');
      } catch (error) {
        end();
        throw problem(error, { schema: '', table: '' });
      }
      return openSnapshot(opened, patience, problem, end);
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
