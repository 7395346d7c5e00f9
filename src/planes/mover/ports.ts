/**
 * What the mover and the gateway ask of a department's database, and what the mover asks of the consumer's.
 * Rows travel in one canonical form: the tuples of PostgreSQL's binary COPY, without file header and trailer.
 */
import type { Lists } from './lists.ts';
import { typeAfterMask } from '#vocabulary/plans.ts';
import type { ColumnType, PlanItem, PlanTable, RowCondition } from '#vocabulary/plans.ts';

export { ConnectionProblem } from './problems.ts';
export type { ConnectionCode } from './problems.ts';
export { decodeTuples } from './decode.ts';
export type {
  ColumnShape,
  Comparing,
  CompiledList,
  ListCondition,
  ListShape,
  ListSlot,
  ListValues,
  Lists,
  SortColumn,
  TableShape,
} from './lists.ts';
export { createTupleEncoder } from './tuples.ts';
export type { TupleEncoder } from './tuples.ts';

/** Where a table is inside one database. */
export type TableName = Pick<PlanTable, 'schema' | 'table'>;

export interface Column {
  name: string;
  type: ColumnType;
  /** The item's name, written as the column's comment in the consumer's database. */
  comment?: string;
}

export interface DiscoveredTable extends TableName {
  comment: string;
  /** The database's own estimate; undefined where it has none. */
  rows: number | undefined;
  isView: boolean;
}

export interface DiscoveredColumn {
  name: string;
  /** As the database writes it: `character varying(18)`. */
  databaseType: string;
  /** Undefined when values of this type cannot travel. */
  type: ColumnType | undefined;
  nullable: boolean;
  comment: string;
  /** Whether the column is part of the primary key. */
  inKey: boolean;
}

export interface ConnectionReport {
  version: string;
  /** True when the account may change data: a mount warns of it, since reading is all that is needed. */
  canWrite: boolean;
  milliseconds: number;
}

/** What to read, from the plan: masks and row conditions become part of the source's own statement. */
export interface Selection {
  table: TableName;
  items: PlanItem[];
  rows: RowCondition[];
}

export interface QueryShape extends Selection {
  /** Names of the items that the call gives values for. */
  filters: string[];
  /** One more row than this is asked for, so that the caller sees when there are more. */
  limit: number;
  /** Salts the order of rows that differ only in what the plane digests; nobody outside may know it. */
  tieSalt?: string;
}

/** A claim is the name of an item; the call says which value it should have. */
export interface VerifyShape extends QueryShape {
  claims: string[];
}

/** A slot of a compiled statement: a value that the plan fixes, or one that the call gives. */
export type Slot =
  | { type: ColumnType; value: string }
  | { type: ColumnType; filter: string }
  | { type: ColumnType; claim: string };

export interface Statement {
  text: string;
  slots: Slot[];
}

export interface CompiledQuery extends Statement {
  /** Of the same rows the first two, in no order: where it finds one at most it is the answer, at a third less. */
  few?: Statement;
  columns: Column[];
  /** Columns whose clear text arrives and must be digested before anything else is done with it; `type` before that. */
  digests: readonly { at: number; type: ColumnType }[];
}

/** Values of one call by the name of the item. */
export interface CallValues {
  filters: Record<string, string>;
  claims?: Record<string, string>;
}

export interface Source extends Lists {
  test(): Promise<ConnectionReport>;
  tables(): Promise<DiscoveredTable[]>;
  columns(table: TableName): Promise<DiscoveredColumn[]>;
  /** Chunks of whole tuples, all from one snapshot of the source; breaking off ends the statement there. */
  read(selection: Selection, options?: { signal?: AbortSignal }): AsyncIterable<Buffer>;
  count(selection: Selection): Promise<number>;
  /** Compiled once per plan and shape; the same text is a prepared statement of the source. */
  compileQuery(shape: QueryShape): CompiledQuery;
  compileVerify(shape: VerifyShape): CompiledQuery;
  /** Every value as text (null stays null), in the order of `columns`; booleans are `true` and `false`. */
  query(compiled: CompiledQuery, values: CallValues, milliseconds?: number): Promise<(string | null)[][]>;
  /**
   * Verifications of many with a few statements: for each, in order, the row that `compileVerify` would answer, or nothing
   * where nobody is selected. No statement is given more than so many milliseconds.
   */
  verifyMany(
    shape: VerifyShape,
    values: readonly CallValues[],
    milliseconds?: number,
  ): Promise<((string | null)[] | undefined)[]>;
  close(): Promise<void>;
}

export interface DeliveryTarget extends TableName {
  columns: Column[];
  runNo: string;
}

/** What the sink's own table `shuqiao.run` keeps of a delivery: the answer to "which side of the switch are we on". */
export interface PlacedRun extends TableName {
  runNo: string;
  grantNo: string;
  version: number;
  rows: number;
  /** SHA-256 over the stream in order, hexadecimal. */
  sha256: string;
  generation: string;
  placedAt: Date;
  /** False once a later run was placed over it. */
  showing: boolean;
}

/** One transaction of the sink: nothing of it is visible to anyone before `place` returns. */
export interface Delivery {
  write(chunk: Buffer): Promise<void>;
  /** Ends the copy; the number of rows that the sink says it took. */
  finish(): Promise<number>;
  /** The rows that now lie in the sink, read in the same transaction. */
  readBack(): AsyncIterable<Buffer>;
  /**
   * Puts the view over the new generation, drops the one before, writes the run's row and commits. When the
   * connection breaks here, only `Sink.findRun` knows whether it happened.
   */
  place(run: Pick<PlacedRun, 'grantNo' | 'version' | 'rows' | 'sha256'> & { title: string }): Promise<void>;
  /** Leaves nothing behind; safe to call at any time, also after a failure. */
  abort(): Promise<void>;
}

export interface Sink {
  test(): Promise<ConnectionReport>;
  begin(target: DeliveryTarget): Promise<Delivery>;
  /** The row that a run left, or undefined when its transaction never committed. */
  findRun(runNo: string): Promise<PlacedRun | undefined>;
  /** The run whose rows the table shows now. */
  findShowing(target: TableName): Promise<PlacedRun | undefined>;
  /** What the table shows now, as tuples of the given columns. */
  readPlaced(target: TableName, columns: Column[]): AsyncIterable<Buffer>;
  /** Drops view, generations and rows of a table that this platform placed. */
  remove(target: TableName): Promise<void>;
  close(): Promise<void>;
}

/** The JSON value of a text that `Source.query` returned; whole numbers beyond 2^53 stay text, to stay exact. */
export function answerValue(type: ColumnType, text: string | null): string | number | boolean | null {
  if (text === null) return null;
  if (type === 'boolean') return text === 'true';
  if (type === 'double') return Number.isFinite(Number(text)) ? Number(text) : text;
  if (type === 'bigint') return Number.isSafeInteger(Number(text)) ? Number(text) : text;
  return text;
}

/** Columns as they travel and lie in the sink: named like the item's column, a second use of one column numbered. */
export function outputColumns(items: PlanItem[]): Column[] {
  const used = new Map<string, number>();
  return items.map(item => {
    const times = (used.get(item.column) ?? 0) + 1;
    used.set(item.column, times);
    return {
      name: times === 1 ? item.column : `${item.column}_${times}`,
      type: typeAfterMask(item),
      comment: item.name,
    };
  });
}
