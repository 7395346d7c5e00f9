/** What a MySQL's or MariaDB's table and its indexes are to a list. */
import type { Connection, PoolConnection } from 'mysql2';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { ColumnShape, TableName, TableShape } from '#planes/mover/ports.ts';
import { runMysql, startMysqlAnswer } from './connection.ts';

type ColumnRow = [
  name: string,
  dataType: string,
  nullable: string,
  charset: string | null,
  collation: string | null,
];
type IndexRow = [index: string, notUnique: number | string, column: string | null, part: number | null];

const TEXTS = new Set(['char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext']);
const NUMBERS_AND_TIMES = new Set([
  'year',
  'tinyint',
  'smallint',
  'mediumint',
  'int',
  'bigint',
  'decimal',
  'double',
  'bit',
  'date',
  'datetime',
  'timestamp',
]);
/** Collations in the order of code points that count the spaces at the end of a text. */
const BY_CODE_POINTS = new Set(['utf8mb4_0900_bin', 'utf8mb4_nopad_bin']);
/** The names go into statements as they are. */
const NAME = /^[a-z0-9_]{1,60}$/;

function columnShape([, type, nullable, charset, collation]: ColumnRow): ColumnShape {
  const base = { type, isNullable: nullable === 'YES', nulls: 'least' } as const;
  if (NUMBERS_AND_TIMES.has(type.toLowerCase()))
    return { ...base, finds: true, sorts: type.toLowerCase() !== 'double' };
  const isNamed = charset !== null && collation !== null && NAME.test(charset) && NAME.test(collation);
  if (!TEXTS.has(type.toLowerCase()) || !isNamed) return { ...base, finds: false, sorts: false };
  return { ...base, finds: true, sorts: BY_CODE_POINTS.has(collation), charset, collation };
}

export async function readMysqlShape(
  connection: Connection | PoolConnection,
  { schema, table }: TableName,
): Promise<TableShape> {
  const columns = await runMysql<ColumnRow[]>(
    connection,
    `select column_name, data_type, is_nullable, character_set_name, collation_name
       from information_schema.columns where table_schema = ? and table_name = ?`,
    [schema, table],
  );
  if (columns.length === 0) throw new ConnectionProblem('no_table', { schema, table });
  const parts = await runMysql<IndexRow[]>(
    connection,
    `select index_name, non_unique, column_name, sub_part from information_schema.statistics
      where table_schema = ? and table_name = ? and index_type = 'BTREE'
      order by index_name <> 'PRIMARY', index_name, seq_in_index`,
    [schema, table],
  );
  const indexes = new Map<string, { columns: string[]; isUnique: boolean; ended: boolean }>();
  for (const [name, notUnique, column, part] of parts) {
    let index = indexes.get(name);
    if (!index) indexes.set(name, (index = { columns: [], isUnique: Number(notUnique) === 0, ended: false }));
    if (column !== null && !index.ended) index.columns.push(column);
    // The beginning of a text, or an expression: what comes after it is in no order of its own.
    if (column === null || part !== null) {
      index.isUnique = false;
      index.ended = true;
    }
  }
  return {
    columns: new Map(columns.map(row => [row[0], columnShape(row)])),
    indexes: [...indexes.values()],
  };
}

/**
 * How many rows the server expects to be left of a table. As a table, by the names of its columns: MariaDB's JSON holds
 * the statement's values unescaped.
 */
export function explainMysql(
  connection: Connection | PoolConnection,
  text: string,
  values: string[],
): Promise<number> {
  startMysqlAnswer(connection);
  return new Promise((resolve, reject) => {
    connection.execute({ sql: `explain ${text}`, values }, (error, answer) => {
      if (error !== null) return reject(error);
      const [plan] = answer as { rows: string | number | null; filtered?: string | number | null }[];
      resolve(Number(plan?.rows ?? 0) * (Number(plan?.filtered ?? 100) / 100));
    });
  });
}
