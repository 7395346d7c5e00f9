/**
 * What the mover and the gateway ask of a department's database, and what the mover asks of the consumer's.
 * Rows travel in one canonical form: the tuples of PostgreSQL's binary COPY, without file header and trailer.
 */
import type { Lists } from './lists.ts';
import type { Apply, Grade, Position, WrongReason } from '#vocabulary/moves.ts';
import { typeAfterMask } from '#vocabulary/plans.ts';
import type { ColumnType, PlanItem, PlanTable, RowCondition } from '#vocabulary/plans.ts';

export { ConnectionProblem } from './problems.ts';
export type { ConnectionCode } from './problems.ts';
export { decodeTuples, fieldText } from './decode.ts';
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
export { PAGE_BYTES, givePage, growPage, lendPage, takePage } from './pages.ts';
export { createTupleEncoder } from './tuples.ts';
export type { TupleEncoder, TupleOptions } from './tuples.ts';

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

/** A row that cannot travel: it was read, and is set aside. */
export interface WrongRow {
  /** Its place in the order of reading, from 1; of a file its line. */
  row: number;
  column: string;
  type: ColumnType;
  reason: WrongReason;
  /** As the source has it, at most `RAW_BYTES` of it; personal, so it is kept sealed and never logged. */
  raw: Buffer;
  /** What identifies the row, by item, where it could be read: values as text. */
  key: Record<string, string>;
}

/** `read`: how many rows were read so far, this one included. */
export type WrongTaker = (row: WrongRow, read: number) => void;

export const RAW_BYTES = 4_096;

export interface ReadOptions {
  /**
   * Only what came after it; of a source of files. The first of a row of append runs gives one without files: lines that
   * are still being written are left for the next.
   */
  after?: Position;
  /** Takes the rows that cannot travel; without it the first one ends the read with `bad_value`. Throws to end it. */
  wrong?: WrongTaker;
  /** Items, by name, whose values say which row a wrong one is. */
  key?: readonly string[];
  /** Told when the n-th row that is handed over is not numbered as the one before and one more: see `WrongRow.row`. */
  numbered?: (nth: number, row: number) => void;
}

/**
 * One look at a source: everything that is asked of it answers for the same moment, where `grade` says `snapshot`. A
 * statement that is broken off ends it; nothing but `close` may follow.
 */
export interface Snapshot {
  /** Asked after the read: whether a file is still what it was is not known before. */
  grade(table: TableName): Promise<Exclude<Grade, 'none'>>;
  columns(table: TableName): Promise<DiscoveredColumn[]>;
  /** Chunks of whole tuples. Refuses items that the table does not have (any more): `lost_column`, `changed_type`. */
  read(selection: Selection, options?: ReadOptions): AsyncIterable<Buffer>;
  /** `empty`: only those of them that have no value in this column; a zero date is none. */
  count(selection: Selection, empty?: Pick<RowCondition, 'column' | 'type'>): Promise<number>;
  /** The highest value of a column, as text; null where no row has one. */
  highest(selection: Selection, column: string, type: ColumnType): Promise<string | null>;
  /** After a read of a source of files: how far it got. Others have none. */
  position(): Position | undefined;
  close(): Promise<void>;
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
  /** `signal` cuts the connection, whatever it waits for. */
  snapshot(options?: { signal?: AbortSignal }): Promise<Snapshot>;
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
  /** Of files: what they look like now, so that a change is seen; undefined while there are none. Databases cannot say. */
  mark?(table: TableName): Promise<string | undefined>;
  close(): Promise<void>;
}

/** A column of the target that cannot hold all that the source's type can: said before a run, not met in it. */
export interface Loss {
  column: string;
  from: ColumnType;
  /** In the sink's own words: `decimal(65,30)`. */
  to: string;
  /** What is lost there: numbers beyond a range, digits, the time of the day, the difference of empty and absent. */
  what: 'range' | 'digits' | 'length' | 'empty_is_null' | 'type';
  /** Of numbers: so many digits before the point and after it at most. */
  digits?: Digits;
}

export interface Digits {
  whole: number;
  decimals: number;
}

/** Output columns that the sink can fill with ordinary values alone (`lookAtRange`), with the most digits of numbers. */
export type Limits = ReadonlyMap<string, Digits | undefined>;

export const limitsOf = (losses: readonly Loss[]): Limits =>
  new Map(losses.flatMap(({ what, column, digits }) => (what === 'range' ? [[column, digits]] : [])));

export interface DeliveryTarget extends TableName {
  columns: Column[];
  runNo: string;
  /** Grows with each attempt at anything of this target; a mover that holds a smaller one can commit nothing any more. */
  epoch: number;
  apply: Apply;
  /** Names of the columns that identify a row; of `merge` and `history` at least one. */
  key: string[];
  /** A full run: rows of a `history` target that it does not bring are ended. */
  whole: boolean;
}

/** What a sink lets its account do for a target; said before a run. */
export interface SinkAbilities {
  /**
   * Whether `shuqiao.run` may be kept there. Without it a run is atomic as a whole, and no more: it cannot be continued,
   * `merge`, `append` and `history` are refused, and after a lost answer only the view says whether it happened.
   */
  keepsRuns: boolean;
  /** Runs can be committed in pieces, and continued by repair. */
  pieces: boolean;
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
  /** Where the next incremental or append run begins. */
  position: Position | undefined;
}

export interface Placing extends Pick<PlacedRun, 'grantNo' | 'version' | 'rows' | 'sha256' | 'position'> {
  /** The view's comment. */
  title: string;
}

/**
 * One attempt at one run in the sink: nothing of it is visible to readers of the target before `place` returns. Rows go
 * into a table of its own. `replace` shows that table; the others carry its rows over into the one that is shown, which
 * happens in `finish`, in the transaction that `place` commits.
 */
export interface Delivery {
  /** Rows that an earlier attempt at the same run committed into the table: the run is to be repaired. 0: none, load. */
  readonly kept: number;
  /** When it returns the chunk is not needed any more. */
  write(chunk: Buffer): Promise<void>;
  /**
   * Commits what was written so far, if the epoch is still ours; a later attempt finds it in `kept`. Where `pieces`, and
   * of `replace`: what the others wrote is committed as a whole, so of them it does nothing.
   */
  keep(): Promise<void>;
  /**
   * Ends the writing; the number of rows that the sink took since the delivery or its last `drop` began. `complete`: no row
   * of the source was set aside. Otherwise a `history` target cannot tell which of its rows are gone, and ends none.
   */
  finish(complete?: boolean): Promise<number>;
  /** The rows of this run as they now lie in what will be shown, read in the transaction that `place` commits. */
  readBack(): AsyncIterable<Buffer>;
  /** The same with the row's place in the sink before its first column, opaque bytes: for `drop`. Of `replace` alone. */
  readPlaces(): AsyncIterable<Buffer>;
  /** Takes rows out again; after it `write` may follow. */
  drop(places: readonly Buffer[]): Promise<void>;
  /**
   * Shows the rows, writes the run's row with its position, and commits, if the epoch is still ours. When the connection
   * breaks here, only `Sink.findRun` knows whether it happened.
   */
  place(run: Placing): Promise<void>;
  /** Leaves nothing behind that was not kept; safe to call at any time, also after a failure. */
  abort(): Promise<void>;
}

export interface Sink {
  test(): Promise<ConnectionReport>;
  /** What columns of this kind of database cannot hold; of a folder also what a file of the target's ending cannot. */
  losses(columns: readonly Column[], target?: TableName): Loss[];
  abilities(target: TableName): Promise<SinkAbilities>;
  /**
   * Takes the target for this epoch, ending whoever holds it with a smaller one. Refuses with `superseded` when a larger
   * one had it, or when the run was placed already (ask `findRun`), `busy` when an equal one does, `name_taken`,
   * `columns_changed` (views of the consumer hang on columns that the plan does not have any more).
   */
  begin(target: DeliveryTarget): Promise<Delivery>;
  /** The row that a run left, or undefined when its transaction never committed. */
  findRun(runNo: string): Promise<PlacedRun | undefined>;
  /** The run whose rows the table shows now, or which changed it last. */
  findShowing(target: TableName): Promise<PlacedRun | undefined>;
  /** What the table shows now, as tuples of the given columns. */
  readPlaced(target: TableName, columns: Column[]): AsyncIterable<Buffer>;
  /** Drops what was kept of a run that nobody will continue. */
  forget(target: TableName, runNo: string): Promise<void>;
  /** Drops view, generations and rows of a table that this platform placed. */
  remove(target: TableName): Promise<void>;
  close(): Promise<void>;
}

/** A read on its own: one snapshot, one selection. */
export async function* readRows(
  source: Pick<Source, 'snapshot'>,
  selection: Selection,
  options: ReadOptions & { signal?: AbortSignal } = {},
): AsyncGenerator<Buffer> {
  const { signal, ...reading } = options;
  const snapshot = await source.snapshot(signal ? { signal } : {});
  try {
    yield* snapshot.read(selection, reading);
  } finally {
    await snapshot.close();
  }
}

/** The JSON value of a text that `Source.query` returned; whole numbers beyond 2^53 stay text, to stay exact. */
export function answerValue(type: ColumnType, text: string | null): string | number | boolean | null {
  if (text === null) return null;
  if (type === 'boolean') return text === 'true';
  if (type === 'double') return Number.isFinite(Number(text)) ? Number(text) : text;
  if (type === 'bigint') return Number.isSafeInteger(Number(text)) ? Number(text) : text;
  return text;
}

/** Where the values of a key stand in a row; what a mask has changed identifies nothing. */
export const keyPositions = (items: readonly PlanItem[], key: readonly string[]): number[] =>
  items.flatMap(({ name, mask }, at) => (mask.kind === 'none' && key.includes(name) ? [at] : []));

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
