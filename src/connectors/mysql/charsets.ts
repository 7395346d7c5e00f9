/** Character sets of a table's columns from which not every character has a way to Unicode. */
import type { Connection } from 'mysql2';
import type { TableName, WrongRow, WrongTaker } from '#planes/mover/ports.ts';
import { runMysql } from './connection.ts';

/** Every byte of these has its character in Unicode; `binary` has no characters. */
const SAFE = ['utf8', 'utf8mb3', 'utf8mb4', 'ucs2', 'utf16', 'utf16le', 'utf32', 'latin1', 'binary'];

/** The others by column: what is read of them has to be proven (`compileRead`). */
export async function readCharsets(
  connection: Connection,
  { schema, table }: TableName,
): Promise<Map<string, string>> {
  const rows = await runMysql<[string, string | null][]>(
    connection,
    `select column_name, character_set_name from information_schema.columns
      where table_schema = ? and table_name = ?`,
    [schema, table],
  );
  return new Map(
    rows.flatMap(([column, charset]) =>
      charset !== null && /^\w+$/.test(charset) && !SAFE.includes(charset) ? [[column, charset]] : [],
    ),
  );
}

const MARK = 0xff;

/** Takes the mark off again that `compileRead` had put before the bytes of such a column. */
export function withoutMark(wrong: WrongTaker): WrongTaker {
  const cut = (row: WrongRow): WrongRow => (row.raw[0] === MARK ? { ...row, raw: row.raw.subarray(1) } : row);
  return (row, read) => wrong(row.reason === 'not_text' ? cut(row) : row, read);
}
