/** Names and types of what the mover makes in a consumer's MySQL, and whether what a plan names can be made at all. */
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { Column, DeliveryTarget, Loss, TableName } from '#planes/mover/ports.ts';
import type { ColumnType } from '#vocabulary/plans.ts';
import { quoteName, quoteTable } from '#connectors/identifiers.ts';
import { hashOf, historyOf } from '#connectors/targets.ts';
import { MOST_DECIMALS, MOST_WHOLE } from './lines.ts';

/** In characters. */
const NAME_LENGTH = 64;
/** InnoDB's most; each column of numbers takes a second one. */
const MOST_COLUMNS = 1_000;

export const name = (text: string): string => quoteName('mysql', text);
export const tableSaid = (table: TableName): string => quoteTable('mysql', table);

/** A text of ours within a definition, where no parameter can stand; the session's mode takes the backslash for itself. */
export const literal = (text: string): string =>
  `'${text.replaceAll('\0', '').replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

/** Text is compared and held unique by its bytes, so that the receipt and the table speak of the same values. */
const TYPES: Record<ColumnType, string> = {
  text: 'longtext character set utf8mb4 collate utf8mb4_bin',
  bigint: 'bigint',
  numeric: 'decimal(65,30)',
  double: 'double',
  boolean: 'tinyint(1)',
  date: 'date',
  timestamp: 'datetime(6)',
};

/** As `information_schema.columns` calls them. */
export const DATA_TYPES: Record<ColumnType, string> = {
  text: 'longtext',
  bigint: 'bigint',
  numeric: 'decimal',
  double: 'double',
  boolean: 'tinyint',
  date: 'date',
  timestamp: 'datetime',
};

export function mysqlLosses(columns: readonly Column[]): Loss[] {
  return columns.flatMap(({ name: column, type: from }): Loss[] => {
    if (from === 'numeric')
      return [
        {
          column,
          from,
          to: TYPES.numeric,
          what: 'range',
          digits: { whole: MOST_WHOLE, decimals: MOST_DECIMALS },
        },
        { column, from, to: TYPES.numeric, what: 'digits' },
      ];
    const isRanged = from === 'double' || from === 'date' || from === 'timestamp';
    return isRanged ? [{ column, from, to: TYPES[from], what: 'range' }] : [];
  });
}

/** Our own column beside one of numbers: how many decimals a value shows, which MySQL forgets. */
export const scaleName = (column: string): string => `sq_scale_${hashOf(column)}`;

export interface Definition {
  name: string;
  type: string;
}

const comment = ({ comment: said }: Column): string =>
  said === undefined ? '' : ` comment ${literal(Array.from(said).slice(0, 1_000).join(''))}`;

/** The target's columns, and ours that belong to them. */
export const definitionsOf = (columns: readonly Column[]): Definition[] => [
  ...columns.map(column => ({ name: column.name, type: `${TYPES[column.type]} null${comment(column)}` })),
  ...columns.flatMap(({ name: is, type }) =>
    type === 'numeric' ? [{ name: scaleName(is), type: 'tinyint unsigned null' }] : [],
  ),
];

/** Quoted names of what the fields of a line fill, digest aside. */
export const filledBy = (columns: readonly Column[]): string[] =>
  definitionsOf(columns).map(one => name(one.name));

/** A column's value as it was written: numbers with the decimals they had, unless somebody changed them since. */
function valueOf({ name: is, type }: Column, alias: string): string {
  const value = `${alias}${name(is)}`;
  if (type !== 'numeric') return value;
  const scale = `${alias}${name(scaleName(is))}`;
  return `if(${value} = round(${value}, ${scale}), left(${value}, char_length(${value}) - 31 + ${scale} + (${scale} > 0)), ${value})`;
}

/** Values of rows that we wrote, for a read-back. */
export const valuesOf = (columns: readonly Column[], alias = ''): string =>
  columns.map(column => valueOf(column, alias)).join(', ');

/** Before anything is made: what MySQL would refuse half-way. */
export function checkNames(target: DeliveryTarget): void {
  const { schema, table, columns, key, apply } = target;
  const refuse = (reason: string): never => {
    throw new ConnectionProblem('failed', { schema, table, reason });
  };
  const made = definitionsOf(columns);
  if (made.length > MOST_COLUMNS)
    refuse(
      `${made.length} columns, counting one more for each of numbers; MySQL holds ${MOST_COLUMNS} in a table`,
    );
  if (apply === 'merge' && key.length === 0) refuse('rows are merged by a key, and there is none');
  const names = [
    schema,
    apply === 'history' ? historyOf(target).table : table,
    ...columns.map(one => one.name),
  ];
  const long = names.find(one => one.length > NAME_LENGTH || one.endsWith(' '));
  if (long !== undefined)
    refuse(`the name “${long}” is longer than MySQL's ${NAME_LENGTH} characters, or ends with a space`);
  // Names of columns that differ in case only are one name for MySQL.
  const own = columns.find(one => /^sq_/i.test(one.name));
  if (own !== undefined) refuse(`the column “${own.name}” has a name that the platform keeps for itself`);
  const seen = new Set<string>();
  for (const { name: is } of columns) {
    if (seen.has(is.toLowerCase()))
      refuse(`two columns are called “${is}”, whatever the case of their letters`);
    seen.add(is.toLowerCase());
  }
  const unknown = key.find(one => !columns.some(column => column.name === one));
  if (unknown !== undefined) refuse(`the key column “${unknown}” is not among the columns`);
}
