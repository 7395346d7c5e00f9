/** What a transfer is told, what it tells while it goes, and what it ends with. */
import type { PartedSubjectList } from '#record/subjectList.ts';
import type { Grade, MoveTerms, Position, RunNotice } from '#vocabulary/moves.ts';
import type { MoveBase } from '#vocabulary/plans.ts';
import type { RowDigest } from '#planes/mover/proof/digest.ts';
import type { MaskDigest } from '#planes/mover/reading/maskDigests.ts';
import type { WrongStore } from '#planes/mover/reading/wrongRows.ts';
import type { PlacedRun, Sink, Source } from '#planes/mover/ports.ts';

export type MovePlanPart = Pick<MoveBase, 'entryTitle' | 'table' | 'sink' | 'items' | 'rows' | 'key'> &
  MoveTerms & {
    /** Of a delivery under a grant; a collection has none. */
    grantNo?: string;
    version?: number;
  };

export type Stage = 'create' | 'copy' | 'readback' | 'record' | 'switch';

export type MoveFailpoint =
  | 'move.after-create'
  | 'move.mid-copy'
  | 'move.after-keep'
  | 'move.mid-repair'
  | 'move.after-copy'
  | 'move.after-readback'
  | 'move.before-swap'
  | 'move.after-swap';

/** Both sides agree and nothing is visible yet: what the ledger's record says before the point of no return. */
export interface TransferSummary {
  /** Written and set aside. */
  rowsRead: number;
  rowsWritten: number;
  setAside: number;
  /** Rows that the plan's conditions left out; null where the source could not count them for the same moment. */
  excluded: number | null;
  bytes: number;
  grade: Exclude<Grade, 'none'>;
  /** When the source was read. */
  readAt: Date;
  /** Where the next run begins; of incremental and append runs. */
  position: Position | undefined;
  sourceDigest: RowDigest;
  sinkDigest: RowDigest;
  /** Whose data it was, to be read before the switch and not later; undefined when no row names anybody in clear. */
  subjects: PartedSubjectList | undefined;
  /** What an earlier attempt had left was repaired; undefined when the rows were loaded. */
  repaired: { kept: number; sent: number; dropped: number; rounds: number } | undefined;
}

export interface TransferResult extends TransferSummary {
  milliseconds: Record<Stage, number>;
}

export interface Pieces {
  /** What is written before it is committed, so that a crash costs no more than that. */
  bytes: number;
  /** And no sooner than after so many milliseconds: one transaction is faster, and a fast source is soon read again. */
  milliseconds: number;
}

export const PIECES: Pieces = { bytes: 512 * 1024 * 1024, milliseconds: 10_000 };

export interface TransferOrder {
  source: Source;
  sink: Sink;
  plan: MovePlanPart;
  runNo: string;
  /** Grows with each attempt at anything of the target: what fences a mover that was cut off. */
  epoch: number;
  /** 16 random bytes, made for this run and kept with its receipt. */
  digestKey: Buffer;
  /** The key under which the persons of the rows are recorded; asked for when rows name any. Absent: nobody is recorded. */
  subjectKey?: () => Buffer;
  /** What digests the values that a mask of the plan digests; asked for once, when one does. */
  maskDigest: () => MaskDigest;
  /** Keeps the rows that are set aside; absent: they are counted. */
  wrongStore?: WrongStore;
  /** What was noticed and does not stop the run. */
  onNotice?: (notice: RunNotice) => Promise<void> | void;
  /** Called after every chunk, so it must cost nothing: keep the numbers and write them down elsewhere. */
  onProgress?: (progress: { stage: Stage; rows: number; bytes: number; setAside: number }) => void;
  /** Called each second or 8 MB, whichever comes first; throws when the grant is dead. */
  checkpoint: () => Promise<void>;
  /** The point of no return: appends the ledger's record with the live check; throws, and everything is dropped. */
  beforeSwitch: (summary: TransferSummary) => Promise<void>;
  failpoint?: (name: MoveFailpoint) => void;
  pieces?: Pieces;
  /** Fingerprints held at once in a repair. */
  mostFingerprints?: number;
  /** What time it is, by the clock of whoever asks for the run. */
  now?: () => number;
  signal?: AbortSignal;
}

/** What lies in the sink is not what was read from the source; nothing was placed. */
export class ReceiptMismatch extends Error {
  readonly buckets: number[];
  readonly rowsRead: number;
  readonly rowsInSink: number;

  constructor(buckets: number[], rowsRead: number, rowsInSink: number) {
    const named = `${buckets.slice(0, 8).join(', ')}${buckets.length > 8 ? ', …' : ''}`;
    super(
      `The rows read back from the sink differ from those read: ${rowsRead} and ${rowsInSink} rows, bucket ${named}.`,
    );
    this.name = 'ReceiptMismatch';
    this.buckets = buckets;
    this.rowsRead = rowsRead;
    this.rowsInSink = rowsInSink;
  }
}

/** Read is not written and set aside: rows were lost or doubled on the way, wherever that was. Nothing was placed. */
export class CountMismatch extends Error {
  readonly facts: Record<string, string>;

  constructor(read: number, written: number, setAside: number) {
    super(`${read} rows were read, ${written} written and ${setAside} set aside: the numbers do not add up.`);
    this.name = 'CountMismatch';
    this.facts = { read: String(read), written: String(written), setAside: String(setAside) };
  }
}

/** An earlier attempt at this run placed its rows; a second time would double them. */
export class AlreadyPlaced extends Error {
  readonly placed: PlacedRun;

  constructor(placed: PlacedRun) {
    super(`run ${placed.runNo} is placed already`);
    this.name = 'AlreadyPlaced';
    this.placed = placed;
  }
}
