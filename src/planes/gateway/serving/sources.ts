import type pg from 'pg';
import { Refusal } from '#kernel/errors.ts';
import type { Keys } from '#kernel/keys.ts';
import { failpointAt } from '#kernel/failpoint.ts';
import type { Logger } from '#kernel/observe.ts';
import { createMaskDigests, digestRows } from '#planes/mover/reading/maskDigests.ts';
import { ConnectionProblem, type Source } from '#planes/mover/ports.ts';
import type { CallPlan, PlanTable, SourceAddress, TablePlan } from '#vocabulary/plans.ts';
import { wrong } from '#planes/gateway/body.ts';
import type { Asked } from '#planes/gateway/call.ts';
import { refuse as refuseLimit } from '#planes/gateway/limits/refusals.ts';
import type { CachedPlan } from '#planes/gateway/plans/planCache.ts';
import { refuse } from '#planes/gateway/refusals.ts';
import type { Statement } from '#planes/gateway/plans/statements.ts';
import { type Breaker, createBreaker } from './breaker.ts';
import { type Gate, MOST_MILLISECONDS, createGate } from './gate.ts';
import type { Health, Place as Seen } from './health.ts';

export type OpenSource = (
  address: SourceAddress & { password: string },
  options?: { connections?: number },
) => Source;

/** A database that is not there is left alone after one failure, a table that is slow or fails after five in a row. */
const REACH = { failures: 1, pause: 1_000, longest: 30_000 };
const ANSWERS = { failures: 5, pause: 2_000, longest: 30_000 };
/** What a plan reads is not there any more: other plans of the table go on, and a new version of this one begins anew. */
const SHAPE = { failures: 1, pause: 2_000, longest: 30_000 };

const UNREACHABLE = new Set(['wrong_password', 'no_database', 'unreachable']);
const CHANGED = new Set(['no_table', 'lost_column', 'changed_type', 'unsupported_type', 'no_permission']);

interface SourceRow {
  kind: 'postgres' | 'mysql';
  host: string;
  port: number;
  database: string;
  username: string;
  password_sealed: Buffer;
  department_id: number;
  ceiling: number;
}

interface Place {
  name: string;
  seen: Seen;
  answers: Breaker;
}

interface Opened {
  source: Source;
  gate: Gate;
}

interface Slot {
  id: number;
  departmentId: number;
  seen: Seen;
  opened: Opened | undefined;
  opening: Promise<Opened> | undefined;
  reach: Breaker;
  places: Map<string, Place>;
  changed: Map<CallPlan, { breaker: Breaker; what: string }>;
}

export interface Fetched {
  statement: Statement;
  rows: (string | null)[][];
}

export interface Sources {
  fetch(cached: CachedPlan<TablePlan>, asked: Asked): Promise<Fetched>;
  /** Verifications of many persons in a few statements: each as `fetch` answers it, in order. */
  fetchMany(cached: CachedPlan<TablePlan>, asked: readonly Asked[]): Promise<Fetched[]>;
  /** Anything else that is asked of the plan’s database, under the same protection. */
  ask<T>(
    cached: CachedPlan<TablePlan>,
    work: (source: Source, milliseconds: number) => Promise<T>,
  ): Promise<T>;
  close(): Promise<void>;
}

/** What look-ups and verifications need: a sandbox has it too. */
export type TableSources = Pick<Sources, 'fetch' | 'fetchMany'>;

export interface SourcesNeeds {
  pool: pg.Pool;
  keys: Keys;
  openSource: OpenSource;
  log: Logger;
  health: Health;
}

/**
 * The departments' databases as the gateway uses them: opened at the first call, kept, opened anew when they fail, and
 * protected from too much at once. What happens in one of them holds up no other.
 */
export function createSources({ pool, keys, openSource, log, health }: SourcesNeeds): Sources {
  const slots = new Map<number, Slot>();
  const placeOf = new WeakMap<PlanTable, Place>();
  const digestFor = createMaskDigests(keys);
  const beforeFetch = failpointAt('gateway.before-fetch');

  async function open(slot: Slot): Promise<Opened> {
    const { id } = slot;
    const { rows } = await pool.query<SourceRow>(
      'select kind, host, port, database, username, password_sealed, department_id, ceiling from plans.source where id = $1',
      [id],
    );
    const row = rows[0];
    if (!row) throw refuse.source_unavailable();
    const password = keys.open('credentials', `plans.source/password/${id}`, row.password_sealed);
    const { kind, host, port, database, username: user, ceiling } = row;
    slot.departmentId = row.department_id;
    const source = openSource(
      { kind, host, port, database, user, password },
      { connections: Math.min(ceiling, 64) },
    );
    // What waits at the gate of the connection before goes on there and fails there.
    slot.opened = { source, gate: createGate(ceiling) };
    return slot.opened;
  }

  function slotOf(id: number): Slot {
    let slot = slots.get(id);
    if (!slot) {
      slot = {
        id,
        departmentId: 0,
        seen: health.of(id, ''),
        opened: undefined,
        opening: undefined,
        reach: createBreaker(REACH),
        places: new Map(),
        changed: new Map(),
      };
      slots.set(id, slot);
    }
    return slot;
  }

  function placeIn(slot: Slot, table: PlanTable): Place {
    let place = placeOf.get(table);
    if (place) return place;
    const name = `${table.schema}.${table.table}`;
    place = slot.places.get(name) ?? {
      name,
      seen: health.of(slot.id, name),
      answers: createBreaker(ANSWERS),
    };
    slot.places.set(name, place);
    placeOf.set(table, place);
    return place;
  }

  const closed = (breaker: Breaker): Refusal =>
    refuse.source_unavailable({ retryAfter: Math.max(1, Math.ceil(breaker.wait() / 1000)) });

  /** Calls that would be in vain are refused at once instead of waiting one by one. */
  function enter(slot: Slot, place: Place, plan: CallPlan): void {
    if (slot.changed.size > 0) {
      const known = slot.changed.get(plan);
      if (known && !known.breaker.enter())
        throw refuseLimit.source_changed({ what: known.what, whatEn: known.what, retryAfter: 30 });
    }
    if (slot.reach.wait() > 0 || !slot.reach.enter()) throw closed(slot.reach);
    if (place.answers.wait() > 0 || !place.answers.enter()) throw closed(place.answers);
  }

  function succeed(slot: Slot, place: Place, plan: CallPlan): void {
    slot.reach.succeeded();
    place.answers.succeeded();
    if (slot.changed.size > 0) slot.changed.delete(plan);
    slot.seen.count(false);
    slot.seen.see(slot.departmentId, UP);
    place.seen.see(slot.departmentId, UP);
  }

  /** Where the plan’s data lies is not what it was. */
  function findChanged(error: ConnectionProblem, slot: Slot, place: Place, plan: CallPlan): Refusal {
    const what = error.facts['column'] ?? place.name;
    let known = slot.changed.get(plan);
    if (!known) slot.changed.set(plan, (known = { breaker: createBreaker(SHAPE), what }));
    known.breaker.failed();
    const facts = { table: place.name, ...(error.facts['column'] === undefined ? {} : { column: what }) };
    place.seen.see(slot.departmentId, { state: 'changed', problem: error.code, facts });
    return refuseLimit.source_changed({ what, whatEn: what, retryAfter: 30 });
  }

  /** Nobody answers there: what is open is closed, so that it is opened anew. */
  function lose(error: ConnectionProblem, slot: Slot): void {
    slot.reach.failed();
    const dead = slot.opened;
    slot.opened = undefined;
    dead?.gate.close();
    dead?.source
      .close()
      .catch((lost: unknown) => log.debug({ source: slot.id, err: lost }, 'closing a failed source'));
    slot.seen.see(slot.departmentId, { state: 'down', problem: error.code, facts: {} });
  }

  function tellPlace(slot: Slot, place: Place, state: 'slow' | 'down', problem: string): void {
    place.answers.failed();
    if (place.answers.wait() > 0)
      place.seen.see(slot.departmentId, { state, problem, facts: { table: place.name } });
  }

  function refusalOf(
    error: unknown,
    slot: Slot,
    place: Place,
    plan: CallPlan,
    milliseconds: number,
  ): unknown {
    if (error instanceof Refusal) {
      if (error.code === 'gateway.source_slow') {
        slot.seen.count(true);
        tellPlace(slot, place, 'slow', 'timeout');
      }
      return error;
    }
    if (!(error instanceof ConnectionProblem)) return error;
    if (error.code === 'bad_value') {
      succeed(slot, place, plan);
      return wrong(
        error.facts['column'] ?? 'params',
        '值的格式不对',
        `does not fit (${error.facts['type'] ?? 'type'})`,
      );
    }
    log.warn({ source: slot.id, code: error.code }, 'a department’s database did not answer');
    slot.seen.count(true);
    const { code } = error;
    if (CHANGED.has(code)) return Object.assign(findChanged(error, slot, place, plan), { cause: error });
    if (UNREACHABLE.has(code)) lose(error, slot);
    else tellPlace(slot, place, code === 'timeout' ? 'slow' : 'down', code);
    const refusal =
      code === 'timeout' ? refuseLimit.source_slow({ milliseconds }) : refuse.source_unavailable();
    return Object.assign(refusal, { cause: error });
  }

  async function ask<T>(
    cached: CachedPlan<TablePlan>,
    work: (source: Source, milliseconds: number) => Promise<T>,
  ): Promise<T> {
    beforeFetch?.();
    const { plan } = cached;
    const slot = slotOf(plan.table.sourceId);
    const place = placeIn(slot, plan.table);
    enter(slot, place, plan);
    const milliseconds = Math.min(cached.service.timeout, MOST_MILLISECONDS);
    try {
      const { gate, source } =
        slot.opened ??
        (await (slot.opening ??= open(slot).finally(() => {
          slot.opening = undefined;
        })));
      const answer = await gate.pass(plan.grantId, milliseconds, () => work(source, milliseconds));
      succeed(slot, place, plan);
      return answer;
    } catch (error) {
      throw refusalOf(error, slot, place, plan, milliseconds);
    }
  }

  return {
    ask,
    async fetch(cached, asked) {
      const fetched = await ask(cached, async (source, milliseconds) => {
        const statement = cached.statements.get(cached.statements.shapeOf(asked), source);
        const values = { filters: asked.params, claims: asked.claims };
        return { statement, rows: await source.query(statement.compiled, values, milliseconds) };
      });
      const { digests } = fetched.statement.compiled;
      if (digests.length > 0) digestRows(fetched.rows, digests, digestFor(cached.plan.consumerId));
      return fetched;
    },
    async fetchMany(cached, asked) {
      const { statements, plan } = cached;
      const groups = new Map<string, number[]>();
      for (const [i, one] of asked.entries()) {
        const { key } = statements.shapeOf(one);
        const group = groups.get(key);
        if (group) group.push(i);
        else groups.set(key, [i]);
      }
      const found: Fetched[] = [];
      for (const group of groups.values()) {
        const few = group.map(i => asked[i]).filter(one => one !== undefined);
        const [first] = few;
        if (!first) continue;
        const shape = statements.shapeOf(first);
        const { table, items, rows, rowLimit: limit } = plan;
        await ask(cached, async (source, milliseconds) => {
          const statement = statements.get(shape, source);
          const answers = await source.verifyMany(
            { table, items, rows, limit, filters: shape.filters, claims: shape.claims },
            few.map(({ params: filters, claims }) => ({ filters, claims })),
            milliseconds,
          );
          answers.forEach((row, at) => {
            found[group[at] ?? -1] = { statement, rows: row ? [row] : [] };
          });
        });
      }
      return found;
    },
    async close() {
      await Promise.all(
        [...slots.values()].map(async ({ opened }) => {
          opened?.gate.close();
          await opened?.source.close();
        }),
      );
      slots.clear();
    },
  };
}

const UP = { state: 'up', problem: '', facts: {} } as const;
