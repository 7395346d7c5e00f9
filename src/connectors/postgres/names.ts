/** Names of what the mover makes in a consumer's PostgreSQL, and whether what a plan names can be made at all. */
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { Column, DeliveryTarget } from '#planes/mover/ports.ts';
import { POSTGRES_TYPES } from '#vocabulary/plans.ts';
import { quoteName } from '#connectors/identifiers.ts';
import { historyOf } from '#connectors/targets.ts';

/** PostgreSQL cuts longer names off, in bytes, and says so in a notice only: two columns could become one. */
const NAME_BYTES = 63;
const MOST_COLUMNS = 1_600;
const MOST_KEYS = 32;

/** PostgreSQL keeps every schema `pg_…` for itself; `shuqiao` holds what this platform remembers of its runs. */
export const isReservedSchema = (schema: string): boolean =>
  schema.startsWith('pg_') || schema === 'information_schema' || schema === 'shuqiao';

export const name = (text: string): string => quoteName('postgres', text);
export const literal = (text: string): string => `'${text.replaceAll("'", "''").replaceAll('\0', '')}'`;

/** `a, b` of columns, with the alias of their table before each. */
export const columnList = (columns: readonly { name: string }[], alias = ''): string =>
  columns.map(column => `${alias}${name(column.name)}`).join(', ');

export const definitions = (columns: readonly Column[]): string[] =>
  columns.map(column => `${name(column.name)} ${POSTGRES_TYPES[column.type]}`);

/** Before anything is made: what PostgreSQL would cut off, mistake or refuse half-way. */
export function checkNames(target: DeliveryTarget, hidden: readonly string[]): void {
  const { schema, table, columns, key, apply } = target;
  const refuse = (reason: string): never => {
    throw new ConnectionProblem('failed', { schema, table, reason });
  };
  const most = MOST_COLUMNS - hidden.length;
  if (columns.length > most)
    refuse(`${columns.length} columns; PostgreSQL holds ${most} in a table of this kind`);
  if (key.length > MOST_KEYS)
    refuse(`a key of ${key.length} columns; PostgreSQL compares ${MOST_KEYS} at most`);
  if (apply === 'merge' && key.length === 0) refuse('rows are merged by a key, and there is none');
  const names = [
    schema,
    apply === 'history' ? historyOf(target).table : table,
    ...columns.map(one => one.name),
  ];
  const long = names.find(one => Buffer.byteLength(one) > NAME_BYTES);
  if (long !== undefined) refuse(`the name “${long}” is longer than PostgreSQL's ${NAME_BYTES} bytes`);
  const own = columns.find(one => hidden.includes(one.name));
  if (own !== undefined) refuse(`the column “${own.name}” has a name that the platform keeps for itself`);
  const unknown = key.find(one => !columns.some(column => column.name === one));
  if (unknown !== undefined) refuse(`the key column “${unknown}” is not among the columns`);
}
