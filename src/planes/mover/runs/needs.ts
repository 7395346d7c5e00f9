import type pg from 'pg';
import type { OutwardRule } from '#kernel/addresses.ts';
import type { Clock } from '#kernel/clock.ts';
import type { Bookkeeper } from '#kernel/db.ts';
import type { Keys } from '#kernel/keys.ts';
import type { Logger, Metrics } from '#kernel/observe.ts';
import type { Recorder } from '#record/append.ts';
import type { EndAddress } from './ends.ts';
import type { Sink, Source } from '#planes/mover/ports.ts';
import type { Pieces } from '#planes/mover/transfer.ts';

export interface MoverNeeds {
  /** The mover's own login. */
  pool: pg.Pool;
  /** A connected client of the same login: one to listen on, one for the recorder. */
  connect: () => Promise<pg.Client>;
  keys: Keys;
  clock: Clock;
  /** What the rule about addresses says besides each department's allowed networks. */
  addresses: Pick<OutwardRule, 'exempt' | 'own'>;
  openSource: (address: EndAddress) => Source;
  openSink: (address: EndAddress) => Sink;
  metrics: Pick<Metrics, 'runs' | 'rowsMoved'>;
  log: Logger;
  /** Ends the mover as `close` does. */
  signal: AbortSignal;
  /** How long a mover may be silent before another takes its runs, how soon a run is tried again, and how large its pieces are; tests have no time. */
  leaseSeconds?: number;
  retrySeconds?: readonly number[];
  pieces?: Pieces;
}

/** What the parts of the mover share. */
export interface Execution extends MoverNeeds {
  leaseSeconds: number;
  db: Bookkeeper;
  recorder: Recorder;
}
