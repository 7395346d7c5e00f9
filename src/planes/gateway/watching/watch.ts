/**
 * Counts what may be unusual about the calls of a grant. The gateway judges nothing: a minute's counts go to
 * `plans.watched`, where the control plane sums them up over all gateways, holds them against its rules and the grant's
 * own history (`modules/calls`), and says what follows. What it says in turn, `plans.slowed`, is obeyed here.
 */
import type pg from 'pg';
import type { Clock } from '#kernel/clock.ts';
import type { Logger } from '#kernel/observe.ts';
import type { Visit } from '#planes/gateway/call.ts';
import type { Caller } from '#planes/gateway/callers/caller.ts';
import type { CachedPlan } from '#planes/gateway/plans/planCache.ts';
import { type Counts, type Flushed, createCounts } from './counts.ts';
import { createPace } from './pace.ts';

/** What became of a call whose record is durable. */
export interface Outcome {
  result: 'served' | 'refused' | 'failed';
  rows: number;
  code?: string;
}

/** What was seen of somebody who tries values out; numbers and words only, never a clear value. */
export type EnumerationFacts = Record<string, string | number | boolean>;

export interface Watch {
  /** Counts a call; a few additions. Called once for each call, after its record. */
  note(visit: Visit, outcome: Outcome): void;
  /** Somebody tries values out: told at once, not with the minute. `rows` of the facts: how many times; else once. */
  enumeration(caller: Caller, plan: CachedPlan['plan'], facts: EnumerationFacts): void;
  /** Waits where a rule slowed this grant down; refuses where it would wait too long. Undefined where no rule did. */
  pace(grantId: number): Promise<void> | undefined;
  /** Reads anew which grants are slowed. */
  refresh(): Promise<void>;
  flush(): Promise<void>;
  close(): Promise<void>;
}

export interface WatchNeeds {
  pool: pg.Pool;
  clock: Clock;
  log: Logger;
}

const SAVE = `insert into plans.watched (minute, grant_id, calls, refused, failed, empty, near, guesses, post, post_persons, facts)
  select to_timestamp(x.minute / 1000.0), x.grant_id, x.calls, x.refused, x.failed, x.empty, x.near, x.guesses, x.post, x.post_persons, x.facts
    from jsonb_to_recordset($1::jsonb) x(minute float8, grant_id int, calls int, refused int, failed int, empty int,
      near int, guesses int, post text, post_persons int, facts jsonb)`;

/** What cannot wait for the minute is gathered for so long: whoever is caught makes no statement a call. */
const GATHERED = 200;

export function createWatch({ pool, clock, log }: WatchNeeds): Watch {
  const counts: Counts = createCounts();
  const pace = createPace();
  let saving = Promise.resolve();
  const urgent = new Set<number>();
  let gathering: NodeJS.Timeout | undefined;

  const lost = (error: unknown): void => log.error({ err: error }, 'what was watched was not written down');

  async function save(rows: Flushed[]): Promise<void> {
    if (rows.length === 0) return;
    await pool.query({ name: 'gateway-watched', text: SAVE, values: [JSON.stringify(rows)] });
  }

  /** One after the other; a failure is the operator's to see and holds up no call. */
  function send(rows: Flushed[]): Promise<void> {
    saving = saving.then(() => save(rows)).catch(lost);
    return saving;
  }

  function hurry(grantId: number): void {
    urgent.add(grantId);
    gathering ??= setTimeout(() => {
      gathering = undefined;
      const rows = [...urgent].flatMap(one => counts.take(one));
      urgent.clear();
      void send(rows);
    }, GATHERED).unref();
  }

  return {
    note(visit, outcome) {
      const plan = visit.cached?.plan;
      // Rows of nobody may be worked through by anybody.
      if (plan === undefined || plan.environment === 'sandbox') return;
      const { grantId } = plan;
      if (counts.note(grantId, visit, outcome, clock.now())) hurry(grantId);
    },
    enumeration(_caller, { grantId, environment }, facts) {
      if (environment === 'sandbox') return;
      counts.guess(grantId, typeof facts['rows'] === 'number' ? facts['rows'] : 1, facts, clock.now());
      hurry(grantId);
    },
    pace: grantId => pace.wait(grantId),
    async refresh() {
      const { rows } = await pool.query<{ grant_id: number; per_second: number }>({
        name: 'gateway-slowed',
        text: 'select grant_id, per_second from plans.slowed',
      });
      pace.set(new Map(rows.map(row => [row.grant_id, row.per_second])));
    },
    flush: () => send(counts.takeAll(clock.now())),
    async close() {
      clearTimeout(gathering);
      await send(counts.takeAll(clock.now()));
    },
  };
}
