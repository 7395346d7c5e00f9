/**
 * What a move of rows may be told besides from where, to where and what: how much of the source it takes, how the
 * target changes, what it forgives, how fast it goes, and what it proves when it is done.
 */
import type { ColumnType } from './plans.ts';

/** How much of the source a run takes. */
export type MoveMode =
  /** All rows. */
  | { kind: 'full' }
  /**
   * Rows whose `column` is at or past the highest value that an earlier run saw, less `overlap` for those that were
   * committed late: seconds for times, days for dates, units for numbers.
   */
  | { kind: 'incremental'; column: string; type: Watermark; overlap: number }
  /** Files that only grow: what was added to them, and files that are new. */
  | { kind: 'append' };

export const WATERMARKS = ['bigint', 'numeric', 'date', 'timestamp'] as const satisfies readonly ColumnType[];
export type Watermark = (typeof WATERMARKS)[number];

/** How far an incremental or append run got: where the next one begins. Kept in the sink, beside the rows. */
export type Position =
  | { kind: 'watermark'; value: string }
  /**
   * By name: bytes and rows taken, the digest of these bytes' beginning and end, so that a file that was rewritten is
   * seen, and which file of the disk it was, so that one under a new name is told from a new one that begins like it.
   */
  | { kind: 'files'; files: Record<string, { bytes: number; rows: number; head: string; file?: string }> };

/** What a run does to the rows that the target has. */
export const APPLIES = ['replace', 'merge', 'append', 'history'] as const;
export type Apply =
  /** A generation of its own; then the view of the target's name points at it. */
  | 'replace'
  /** By key: rows that are known are changed, others are added, none is taken away. */
  | 'merge'
  /** Rows are added. */
  | 'append'
  /** As `merge`, and what a row was before stays, with the time until which it held: pools. A full run ends rows that are gone. */
  | 'history';

/** What is asked of a value before it is written; a row that fails is set aside. */
export interface ItemCheck {
  required?: true;
  /** The values of its code table. */
  codes?: string[];
  /** GB 11643 (18 characters) or GB 32100: length, characters, check digit. */
  number?: 'person' | 'credit';
}

/** When wrong rows stop the run: more than so many, or a larger share of what was read. Absent: the first one does not. */
export interface Tolerance {
  rows?: number;
  /** From 0 to 1, looked at once 1,000 rows were read, and at the end. */
  share?: number;
}

/** What the source's table was when the order was written: a run that finds another one stops, or goes on, by rule. */
export interface ExpectedColumn {
  name: string;
  /** In the source's own words: `character varying(18)`. */
  databaseType: string;
}

export interface Drift {
  kind: 'added' | 'dropped' | 'retyped';
  column: string;
  /** Of a retyped column. */
  before?: string;
  now?: string;
}

/** What a move may carry besides its ends and items; in all plans of the mover, and in a plan file of the terminal. */
export interface MoveTerms {
  /** Absent: full. */
  mode?: MoveMode;
  /** Absent: as the mode has it: full replaces, incremental merges, append appends. */
  apply?: Apply;
  /** Checks by the item's place; an item without one is null. */
  checks?: (ItemCheck | null)[];
  tolerance?: Tolerance;
  /** Rows a second at most, so that the department's system does not suffer. */
  pace?: number;
  /** Absent: none is expected, so none is noticed beyond what the items need. */
  expected?: ExpectedColumn[];
  /**
   * What a drift that leaves the items whole does; one that does not always stops. Absent: stop. A column that was added
   * takes nothing away: it is told, and the run goes on.
   */
  drift?: 'stop' | 'go_on';
  /**
   * The run sends rows again that an earlier run set aside: those that `plans.correction` gives to this run, and no
   * others. It applies by key, never takes a row away, and leaves the target's position as it was.
   */
  resend?: { runId: number; runNo: string };
}

export const applyOf = ({ mode, apply }: Pick<MoveTerms, 'mode' | 'apply'>): Apply =>
  apply ?? (mode?.kind === 'incremental' ? 'merge' : mode?.kind === 'append' ? 'append' : 'replace');

/** A run's name in the databases that it fills: its number, and ten hexadecimal digits that no other run has. */
export const runName = (no: string, mark: string): string => `${no}·${mark}`;
/** The number as people know it. */
export const numberOfRun = (name: string): string => name.replace(/·[0-9a-f]{10}$/, '');

/** Why a row cannot travel. */
export const WRONG_REASONS = [
  'not_a_number',
  'out_of_range',
  'not_a_boolean',
  'no_such_date',
  'no_such_time',
  'not_text',
  'nul_byte',
  'too_long',
  'missing',
  'unknown_code',
  'check_digit',
  'columns',
] as const;
export type WrongReason = (typeof WRONG_REASONS)[number];

/** Why a text is no value of a type. */
export const REASON_OF_TYPE: Readonly<Record<ColumnType, WrongReason>> = {
  text: 'not_text',
  bigint: 'not_a_number',
  numeric: 'not_a_number',
  double: 'not_a_number',
  boolean: 'not_a_boolean',
  date: 'no_such_date',
  timestamp: 'no_such_time',
};

export const RUN_STATES = [
  'queued',
  'running',
  'delivering',
  'delivered',
  'mismatch',
  'failed',
  'stopped',
  'revoked',
] as const;
export type RunState = (typeof RUN_STATES)[number];

/**
 * What a receipt is worth. `snapshot`: all rows were read in one transaction of the source. `stream`: the source has no
 * snapshots (a file that is written to, MyISAM), so they are rows as they passed. `none`: content was not compared.
 */
export const GRADES = ['snapshot', 'stream', 'none'] as const;
export type Grade = (typeof GRADES)[number];

/** What one end says of the rows, in its department's name. */
export interface ReceiptHalf {
  side: 'read' | 'read_back';
  departmentId: number;
  department: string;
  rows: number;
  /** SHA-256 of the sums by bucket of the keyed digest of all rows, hexadecimal: equal on both sides. */
  sums: string;
  /** SHA-256 of the stream in order; of the side that read. */
  sha256?: string;
  /** When it was said, ISO 8601. */
  at: string;
  /** Names the key that signed: the department's, as the platform publishes it. */
  keyId: string;
  /** Over `receiptText` of the receipt and this half, base64: SM2 with SM3. */
  signature: string;
}

/** Which rows a receipt is of: so that it stands without the platform that wrote it. */
export interface ReceiptSubject {
  runNo: string;
  /** Absent of a collection. */
  grantNo?: string;
  entryTitle: string;
  /** SHA-256 of the plan's canonical JSON, hexadecimal: the order as the record of the run's start names it. */
  order: string;
  /** Schema and table. */
  target: string;
  /** Types of the target's columns, in the order of `columns`. */
  types: ColumnType[];
  /** Positions of the columns that identify a row; none: the whole row does. */
  key: number[];
  /** SHA-256 of the key of the digest, hexadecimal: 16 random bytes that whoever checks the table is given. */
  digestKey: string;
  apply: Apply;
}

/** What a consumer is shown as proof, and can take away and verify. Each half signs all of it but `record` and `halves`. */
export interface Receipt {
  mode: MoveMode['kind'];
  grade: Grade;
  /** Read from the source; it is written + set aside. */
  rowsRead: number;
  rowsWritten: number;
  setAside: number;
  /** Rows of the source that the row conditions left out, counted there; null: it could not count them. */
  excluded: number | null;
  equal: boolean;
  /** Buckets that differ. */
  buckets: number[];
  /** Names of the target's columns. */
  columns: string[];
  /** Of the stream in order, hexadecimal. */
  sha256: string;
  /** When the source was read. */
  snapshot: string;
  planVersion: number;
  /** The number of the entry that says the same. */
  record: number | null;
  /** The number of the entry before which nothing was shown: the point of no return. Null: a crash lost it. */
  delivering?: number | null;
  /** How far an incremental or append run got. */
  position?: Position;
  /** `one`: one process was both ends, and both halves are signed with keys in its keeping. Absent in receipts of earlier releases. */
  operator?: 'one' | 'two';
  of?: ReceiptSubject;
  halves?: ReceiptHalf[];
}

/** What happened to a run that went on: kept with it, in order. The words for people are the control plane's. */
export type RunNotice =
  | { kind: 'drift'; drift: Drift[] }
  /**
   * Rows of the source whose watermark is empty: an incremental run never sees that they change. `back`: its highest
   * watermark is lower than what an earlier run saw, so that rows which were numbered anew are not seen either.
   */
  | { kind: 'watermark'; column: string; without: number | null; back: boolean }
  /** A database could not be reached or broke off; the run is tried again at `until`. */
  | { kind: 'again'; code: string; facts: Record<string, string>; at: string; until: string }
  /** The hours in which it may run are over; it goes on at `until`. */
  | { kind: 'hours'; at: string; until: string }
  /** Rows were set aside, so rows of the target that the source does not have any more stand until a run without any. */
  | { kind: 'not_ended'; setAside: number }
  /** What an earlier attempt had brought was held against the source anew: rows that were there, were sent, were dropped. */
  | { kind: 'repaired'; kept: number; sent: number; dropped: number; rounds: number };

/** How a comparison ended: `differs` where no receipt speaks of the whole target, so that either side may have moved. */
export const COMPARISON_RESULTS = ['equal', 'target_changed', 'source_moving', 'differs'] as const;
export type ComparisonResult = (typeof COMPARISON_RESULTS)[number];

/** What is kept of a comparison. The rows that it named lie sealed beside it. */
export interface ComparisonSummary {
  /** ISO 8601. */
  at: string;
  result: ComparisonResult;
  equal: boolean;
  /** `receipt`: the source was not read, for the grant is over, or it is not the hour. */
  against: 'source' | 'receipt';
  /** Rows that the target shows. */
  rows: number;
  /** Buckets that differ. */
  buckets: number[];
  /** Against the source: only it has them, only the target, both in different forms. */
  missing: number;
  extra: number;
  changed: number;
  /** Rows that the source wrote anew since an incremental run: the next one brings them. */
  younger: number;
  /** How many rows can be looked at by their key. */
  named: number;
  /** Whether these are all. */
  complete: boolean;
}
