/**
 * What the gateway's lists ask of a department's database: comparisons, an order, a page. Texts are compared and
 * ordered by their code points, whatever the column's collation says, so that one query has one answer on every
 * database.
 */
import type { ColumnType, PlanItem, RowCondition } from '#vocabulary/plans.ts';
import type { TableName } from './ports.ts';

export interface ColumnShape {
  /** As the database names the type, without length: varchar, uuid, enum. */
  type: string;
  isNullable: boolean;
  /** Whether an index over the column finds the rows whose value is the one given. */
  finds: boolean;
  /** Whether an index over the column has its rows in the order of lists. */
  sorts: boolean;
  /** Where an index has null: behind all values, or before them. */
  nulls: 'greatest' | 'least';
  /** Of MySQL's texts: the column's own character set and collation. */
  charset?: string;
  collation?: string;
}

/** What a table's columns and indexes are to a list. */
export interface TableShape {
  columns: ReadonlyMap<string, ColumnShape>;
  /** The columns that each index begins with, in its order; unique: no two rows are equal in all of them. */
  indexes: readonly { columns: readonly string[]; isUnique: boolean }[];
}

export type Comparing =
  | 'eq'
  | 'neq'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'like'
  | 'ilike'
  | 'in'
  | 'null'
  | 'true'
  | 'false';

/**
 * `values`: positions among the values of the call, or texts that are fixed. A pattern is SQL's, `%` and `_` with a
 * backslash before those that are meant; that of `ilike` is in small letters, and its letters are a to z alone.
 */
export type ListCondition =
  | { kind: 'all' | 'any'; not: boolean; parts: readonly ListCondition[] }
  | {
      kind: 'column';
      column: string;
      type: ColumnType;
      by: Comparing;
      not: boolean;
      values: readonly (number | string)[];
    };

export interface SortColumn {
  column: string;
  type: ColumnType;
  descending: boolean;
  nullsFirst: boolean;
  /** False where no row of the list has null there. */
  isNullable: boolean;
  /** In the order of the column's own collation, which an index has; else by code points. */
  own: boolean;
}

export interface ListShape {
  table: TableName;
  /** The columns of the answer, with the masks that hold in it. */
  items: readonly PlanItem[];
  /** The grant's row conditions. */
  rows: readonly RowCondition[];
  where: ListCondition;
  /** How many values of the call its conditions name. */
  values: number;
  order: readonly SortColumn[];
  /**
   * Rows that are equal in `order` are put in an order that depends on nothing but what the answer shows: a digest of
   * all its values. It is salted, so that the order says nothing about values that the plane digests afterwards.
   * Undefined where `order` leaves no two rows equal.
   */
  tieSalt: string | undefined;
  /** Only rows from this place of the order on; of each key whether its value there is null. */
  from: readonly { isNull: boolean }[] | undefined;
}

export interface ListSlot {
  type: ColumnType;
  /** Fixed by the plan, or the position among the values of the call. */
  value: string | number;
}

/** A page's statement. Its rows hold the items and, behind them, the keys of the order as text. */
export interface CompiledList {
  text: string;
  slots: readonly ListSlot[];
  items: number;
  keys: number;
  /** As of `CompiledQuery`. */
  digests: readonly { at: number; type: ColumnType }[];
}

/**
 * What the values of a call are, in this order: those that its conditions name, the keys of the place that it begins at
 * (those that are not null), rows to leave out, rows to answer. A count takes the first part of them.
 */
export type ListValues = readonly string[];

export interface Lists {
  shapeOf(table: TableName): Promise<TableShape>;
  compileList(shape: ListShape, table: TableShape): CompiledList;
  compileListCount(shape: ListShape, table: TableShape): CompiledList;
  /** Every value as text, as of `Source.query`; cut after so many milliseconds. */
  list(compiled: CompiledList, values: ListValues, milliseconds?: number): Promise<(string | null)[][]>;
  /** How many rows the database expects a count to go through, by its own statistics. */
  estimate(counted: CompiledList, values: ListValues, milliseconds?: number): Promise<number>;
}
