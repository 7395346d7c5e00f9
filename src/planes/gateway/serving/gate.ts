/**
 * Protects one department's database from us: so many statements at once and no more, a queue that is bounded in length
 * and time, and a fair order in it, by turns of the grants. While the database answers fast, more may be under way than
 * it works on, since its connections take them one after another; when it slows down, each is sent only when one of them
 * is free.
 */
import { refuse } from '#planes/gateway/limits/refusals.ts';

/** Callers give up after 4 s: waiting and statement together stay below. */
export const WHOLE_MILLISECONDS = 3_800;
/** No statement is given more, whatever the service says: some time is left to wait in. */
export const MOST_MILLISECONDS = 3_500;
/** How many times the ceiling may be under way while statements take less than this many milliseconds on average. */
const AHEAD = 16;
const FAST = 50;
const LONGEST_QUEUE = 1000;
const SWEEP = 50;

interface Waiting {
  until: number;
  go(): void;
  turnAway(): void;
}

interface Under {
  until: number;
  giveUp(): void;
}

export interface Gate {
  /**
   * Does the work when it is its turn; refuses when that would come too late, or when it takes longer than so many
   * milliseconds. What is given up goes on holding its place until it really ends.
   */
  pass<T>(grantId: number, milliseconds: number, work: () => Promise<T>): Promise<T>;
  /** Statements that wait, and those under way. */
  state(): { waiting: number; under: number };
  close(): void;
}

export function createGate(ceiling: number): Gate {
  const queues = new Map<number, Waiting[]>();
  const underWay = new Set<Under>();
  let under = 0;
  let waiting = 0;
  /** Milliseconds of a statement, averaged; a database is held to be slow until it has shown that it is not. */
  let pace = FAST * 2;
  let sweeping: NodeJS.Timeout | undefined;

  const width = (): number => (pace < FAST ? ceiling * AHEAD : ceiling);

  function sweep(): void {
    const now = performance.now();
    for (const one of underWay) if (one.until <= now) one.giveUp();
    for (const [grantId, queue] of queues) {
      while (queue[0] && queue[0].until <= now) {
        waiting -= 1;
        queue.shift()?.turnAway();
      }
      if (queue.length === 0) queues.delete(grantId);
    }
    if (under > 0 || waiting > 0) return;
    clearInterval(sweeping);
    sweeping = undefined;
  }

  /** The first of the grant whose turn it is; the grant then waits until all others had theirs. */
  function admit(): void {
    while (waiting > 0 && under < width()) {
      const next = queues.entries().next();
      if (next.done === true) return;
      const [grantId, queue] = next.value;
      queues.delete(grantId);
      const first = queue.shift();
      if (queue.length > 0) queues.set(grantId, queue);
      if (!first) continue;
      waiting -= 1;
      under += 1;
      first.go();
    }
  }

  function run<T>(milliseconds: number, work: () => Promise<T>): Promise<T> {
    sweeping ??= setInterval(sweep, SWEEP).unref();
    const began = performance.now();
    return new Promise((resolve, reject) => {
      const one: Under = {
        // The database cuts the statement itself, and says so; this is for one that says nothing.
        until: began + milliseconds + SWEEP * 2,
        giveUp: () => {
          underWay.delete(one);
          reject(refuse.source_slow({ milliseconds }));
        },
      };
      underWay.add(one);
      const end = (): void => {
        pace += (performance.now() - began - pace) * 0.2;
        underWay.delete(one);
        under -= 1;
        if (waiting > 0) admit();
      };
      work().then(
        value => {
          end();
          resolve(value);
        },
        (error: unknown) => {
          end();
          reject(error instanceof Error ? error : new Error(String(error)));
        },
      );
    });
  }

  return {
    pass(grantId, milliseconds, work) {
      if (under < width() && waiting === 0) {
        under += 1;
        return run(milliseconds, work);
      }
      if (waiting >= LONGEST_QUEUE) return Promise.reject(refuse.source_busy({ retryAfter: 1 }));
      sweeping ??= setInterval(sweep, SWEEP).unref();
      waiting += 1;
      return new Promise((resolve, reject) => {
        let queue = queues.get(grantId);
        if (!queue) queues.set(grantId, (queue = []));
        queue.push({
          until: performance.now() + WHOLE_MILLISECONDS - milliseconds,
          go: () => run(milliseconds, work).then(resolve, reject),
          turnAway: () => reject(refuse.source_busy({ retryAfter: 1 })),
        });
      });
    },
    state: () => ({ waiting, under }),
    close() {
      clearInterval(sweeping);
      sweeping = undefined;
      for (const queue of queues.values()) for (const one of queue) one.turnAway();
      queues.clear();
      waiting = 0;
    },
  };
}
