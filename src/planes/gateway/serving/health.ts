/**
 * What this gateway sees of departments' databases: kept for people to look at (`plans.source_health`), and noticed in
 * the record whenever it changes, which is how a provider is told.
 */
import type pg from 'pg';
import type { Logger } from '#kernel/observe.ts';
import type { Notices } from '#planes/gateway/record/notices.ts';

export type HealthState = 'up' | 'slow' | 'down' | 'changed';

export interface Seen {
  state: HealthState;
  /** Of `ConnectionProblem`; empty while it is up. */
  problem: string;
  /** What the problem names: table, column. Never a value. */
  facts: Record<string, string>;
}

/** Of one database, or one table of it. */
export interface Place {
  count(failed: boolean): void;
  /** Costs a comparison where nothing changed. */
  see(departmentId: number, seen: Seen): void;
}

export interface Health {
  /** `place` is `schema.table`, empty for the whole database. The same answers the same. */
  of(sourceId: number, place: string): Place;
  /** Writes down what was counted since the last time. */
  flush(): Promise<void>;
  /** This gateway ends: what it saw is nobody's any more. */
  close(): Promise<void>;
}

interface Kept extends Seen {
  since: number;
  calls: number;
  failures: number;
  fresh: boolean;
}

const SAVE = `insert into plans.source_health as h (source_id, place, holder, state, problem, facts, since, calls, failures)
  select x.source_id, x.place, $1, x.state, x.problem, x.facts, to_timestamp(x.since / 1000.0), x.calls, x.failures
    from jsonb_to_recordset($2::jsonb) x(source_id int, place text, state text, problem text, facts jsonb, since float8, calls bigint, failures bigint)
  on conflict (source_id, place, holder) do update set state = excluded.state, problem = excluded.problem, facts = excluded.facts,
    since = excluded.since, calls = excluded.calls, failures = excluded.failures, changed = clock_timestamp()`;

export function createHealth(
  { pool, log, now }: { pool: pg.Pool; log: Logger; now: () => number },
  notices: Pick<Notices, 'source'>,
  holder: string,
): Health {
  const kept = new Map<string, { sourceId: number; name: string; kept: Kept; place: Place }>();
  let saving = Promise.resolve();

  const lost = (error: unknown): void =>
    log.error({ err: error }, 'the health of departments’ databases was not written down');

  function save(): Promise<void> {
    const fresh = [...kept.values()].filter(one => one.kept.fresh);
    if (fresh.length === 0) return saving;
    const body = JSON.stringify(
      fresh.map(one => {
        const { fresh: _fresh, ...rest } = one.kept;
        one.kept.fresh = false;
        return { source_id: one.sourceId, place: one.name, ...rest };
      }),
    );
    saving = saving
      .then(async () => {
        await pool.query({ name: 'gateway-health', text: SAVE, values: [holder, body] });
      })
      .catch(lost);
    return saving;
  }

  return {
    of(sourceId, name) {
      const key = `${sourceId}/${name}`;
      const known = kept.get(key);
      if (known) return known.place;
      const one: Kept = {
        state: 'up',
        problem: '',
        facts: {},
        since: now(),
        calls: 0,
        failures: 0,
        fresh: false,
      };
      const place: Place = {
        count(failed) {
          one.calls += 1;
          if (failed) one.failures += 1;
          one.fresh = true;
        },
        see(departmentId, seen) {
          if (one.state === seen.state && one.problem === seen.problem) return;
          Object.assign(one, seen, { since: now(), fresh: true });
          void save();
          notices
            .source({ sourceId, departmentId, place: name, ...seen }, now())
            .catch((error: unknown) => log.error({ err: error }, 'a notice was not recorded'));
        },
      };
      kept.set(key, { sourceId, name, kept: one, place });
      return place;
    },
    flush: save,
    async close() {
      await saving;
      await pool.query('delete from plans.source_health where holder = $1', [holder]).catch(lost);
    },
  };
}
