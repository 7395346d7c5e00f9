/** The live display of collection and exchange (RES-7 实时展示), and what its stream tells. */
import type { Readable } from 'node:stream';
import { Type as T } from 'typebox';
import { CivilDate, Count, Id, Instant, nullable, oneOf } from '#kernel/schema.ts';
import { RUN_STATES } from '#vocabulary/moves.ts';
import { RUN_CORE } from './contract.ts';

/** A run as it goes; of the stream’s event `runs` an array of these, each whenever it changed. */
export const BoardRun = T.Object(RUN_CORE);

const Figures = {
  /** Entries whose tables are to be collected, and those that are. */
  should: Count,
  collected: Count,
  asked: Count,
  refused: Count,
  /** Collections older than their entry’s update cycle. */
  late: Count,
  /** Tasks whose last run ended without its rows: collections of the department, and deliveries to it. */
  failing: Count,
  /** Rows that collections read and reconciled today (Asia/Shanghai), unchanged ones too, that were delivered to it, and by it to others. */
  todayRows: Count,
  receivedRows: Count,
  providedRows: Count,
  /** Runs that wait or go on, on either side. */
  running: Count,
};
export const BoardLine = T.Object({
  departmentId: Id,
  department: T.String(),
  ...Figures,
  lastRun: nullable(T.Object({ id: Id, no: T.String(), state: oneOf(RUN_STATES), at: Instant })),
});

export const BoardView = T.Object({
  at: Instant,
  date: CivilDate,
  totals: T.Object(Figures),
  departments: T.Array(BoardLine),
  /** What waits or goes on. */
  runs: T.Array(BoardRun),
  /** What ended last, the newest first. */
  ended: T.Array(BoardRun),
});

/**
 * Server-sent events: `board` with a BoardView at the beginning and whenever a run began or ended, `runs` with the
 * BoardRuns that changed, at most twice a second.
 */
export const BoardStream = T.Unsafe<Readable>({ contentMediaType: 'text/event-stream' });
