import { type Connection, createConnection, escape, escapeId, type RowDataPacket } from 'mysql2/promise';
import type { ColumnType } from '#vocabulary/plans.ts';
import { getDepartment } from './departments.ts';
import { type DemonstrationEntry, schemaOf } from './entry.ts';
import { emptyManifest, generateTable, type TableColumn, tableColumns } from './generate/tables.ts';
import type { LoadedTable, MysqlTarget, TableLoader } from './load.ts';
import type { Marks } from './loadPostgres.ts';

const ROWS_PER_INSERT = 1000;
const INSERTS_PER_COMMIT = 20;
const TYPES: Record<ColumnType, string> = {
  text: 'text',
  bigint: 'bigint',
  numeric: 'decimal(14,2)',
  double: 'double',
  boolean: 'tinyint(1)',
  date: 'date',
  timestamp: 'datetime',
};

/** The MySQL database of a department. */
export function mysqlDatabaseOf(departmentKey: string, prefix = 'sq_demo_'): string {
  return prefix + schemaOf(departmentKey);
}

/** Connects with LOCAL INFILE off: a server could otherwise ask for any file of this machine. */
export function connectMysql(target: MysqlTarget): Promise<Connection> {
  return createConnection({
    host: target.host,
    port: target.port,
    user: target.user,
    ...(target.password === undefined ? {} : { password: target.password }),
    charset: 'utf8mb4',
    flags: ['-LOCAL_FILES'],
  });
}

export async function openMysql(
  target: MysqlTarget,
  marks: Marks,
  signal: AbortSignal | undefined,
): Promise<TableLoader> {
  const connection = await connectMysql(target);
  // The rows come from one generator that never repeats a key, and a half-filled table is thrown away.
  await connection.query('set session unique_checks = 0, autocommit = 0');

  const locate = (entry: DemonstrationEntry): Omit<LoadedTable, 'rows'> => {
    const database = mysqlDatabaseOf(entry.departmentKey, target.databasePrefix);
    return { entryKey: entry.key, kind: 'mysql', database, schema: database, table: entry.source.table };
  };

  return {
    locate,
    exists: async place => {
      const [rows] = await connection.query<RowDataPacket[]>(
        'select 1 from information_schema.tables where table_schema = ? and table_name = ?',
        [place.schema, place.table],
      );
      return rows.length > 0;
    },
    load: async (city, entry, recipe, onRows) => {
      const place = locate(entry);
      const database = escapeId(place.database);
      const finished = `${database}.${escapeId(place.table)}`;
      const filling = `${database}.${escapeId(`${place.table}__loading`)}`;
      const columns = tableColumns(entry);
      await connection.query(
        `create database if not exists ${database} character set utf8mb4 collate utf8mb4_general_ci`,
      );
      await connection.query(`drop table if exists ${filling}`);
      await connection.query(createStatement(filling, entry, columns));

      const head = `insert into ${filling} values `;
      const manifest = emptyManifest(entry.key);
      let tuples: string[] = [];
      let inserts = 0;
      const insert = async () => {
        if (tuples.length === 0) return;
        signal?.throwIfAborted();
        await connection.query(head + tuples.join(','));
        tuples = [];
        inserts += 1;
        if (inserts % INSERTS_PER_COMMIT === 0) await connection.query('commit');
        onRows(manifest.rows);
      };
      for (const row of generateTable(city, entry, manifest)) {
        tuples.push(`(${row.map(value => escape(value)).join(',')})`);
        if (tuples.length === ROWS_PER_INSERT) await insert();
      }
      await insert();
      await connection.query('commit');

      const indexes = columns
        .filter(column => column.indexed)
        .map(column => `add index (${escapeId(column.name)})`);
      if (indexes.length > 0) await connection.query(`alter table ${filling} ${indexes.join(', ')}`);
      await connection.query(`drop table if exists ${finished}`);
      await connection.query(`rename table ${filling} to ${finished}`);
      await connection.query(`analyze table ${finished}`);
      await marks.set(place, recipe, manifest);
      return manifest;
    },
    close: () => connection.end(),
  };
}

function createStatement(table: string, entry: DemonstrationEntry, columns: TableColumn[]): string {
  const comment = `${getDepartment(entry.departmentKey).name}：${entry.title}（演示数据）`;
  const lines = columns.map(
    column =>
      `${escapeId(column.name)} ${typeOf(column)} ${column.key ? 'primary key' : 'null'} comment ${escape(column.comment)}`,
  );
  return `create table ${table} (${lines.join(', ')}) engine = InnoDB default charset = utf8mb4 comment = ${escape(comment)}`;
}

function typeOf(column: TableColumn): string {
  return column.type === 'text' && column.length !== undefined
    ? `varchar(${column.length})`
    : TYPES[column.type];
}
