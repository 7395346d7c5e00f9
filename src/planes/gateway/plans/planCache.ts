import type pg from 'pg';
import type { Keys } from '#kernel/keys.ts';
import type { CallPlan } from '#vocabulary/plans.ts';
import { DEFAULT_SERVICE, type ServiceSettings } from '#vocabulary/services.ts';
import type { Environment } from '#planes/gateway/call.ts';
import type { Caller } from '#planes/gateway/callers/caller.ts';
import { createCallerCache } from '#planes/gateway/callers/callerCache.ts';
import { tieSaltOf } from '#planes/mover/reading/maskDigests.ts';
import { notesOf } from './notes.ts';
import { Statements } from './statements.ts';

/** A plan in use, with what was compiled for it; a new version is a new object. */
export interface CachedPlan<P extends CallPlan = CallPlan> {
  plan: P;
  live: boolean;
  statements: Statements;
  /** What the entry's provider says about all calls of it; replaced in place when it changes. */
  service: ServiceSettings;
  /** Headers that all its answers have: environment, version, and its end; with `service`. */
  notes: readonly string[];
}

/**
 * Of one system and service: its data, and the synthetic rows that stand before or beside them; of several grants of one
 * service, as after a renewal, the last one changed first.
 */
type Slot = Record<Environment, readonly CachedPlan[]>;

/** The first that may be used now; where none may, the first says why. */
function usable(plans: readonly CachedPlan[] | undefined, now: number): CachedPlan | undefined {
  const first = plans?.[0];
  if (plans === undefined || plans.length < 2) return first;
  return plans.find(({ live, plan }) => live && now >= plan.from && now < plan.until) ?? first;
}

export interface PlanCache {
  caller(rid: string): Caller | undefined;
  /** The system that registered a certificate, by its fingerprint. */
  holderOf(fingerprint: string): Caller | undefined;
  /** `environment` is that of the key that proved the call; `now` in milliseconds since the epoch. */
  plan(systemId: number, sid: string, environment: Environment, now: number): CachedPlan | undefined;
  refresh(): Promise<void>;
}

interface LiveRow {
  grant_id: number;
  version: number;
  changed: Date;
}

interface PlanRow {
  grant_id: number;
  version: number;
  live: number;
  body: CallPlan;
}

interface ServiceRow {
  entry_id: number;
  body: Partial<ServiceSettings>;
  changed: Date;
}

/** A row whose transaction was slow to commit carries an earlier time than rows already seen. */
const OVERLAP_MILLISECONDS = 10_000;
const FULL_READ_MILLISECONDS = 60_000;

/**
 * All plans that a caller may use, in memory. What it holds is a hint: whether a version is live is decided under
 * the append lock, so a stale cache wastes work but never lets an answer out.
 */
export function createPlanCache(pool: pg.Pool, keys: Keys): PlanCache {
  const slots = new Map<string, Slot>();
  const byGrant = new Map<number, { cached: CachedPlan | undefined; version: number }>();
  const callers = createCallerCache(pool, keys);
  const services = new Map<number, { settings: ServiceSettings; changed: number }>();
  let servicesSeen = 0;
  let seen = 0;
  let fullAt = 0;
  let running: Promise<void> | undefined;
  let again = false;

  const keyOf = (systemId: number, sid: string): string => `${systemId}/${sid}`;

  function put({ plan, live }: { plan: CallPlan; live: boolean }): void {
    const before = byGrant.get(plan.grantId)?.cached;
    const service = services.get(plan.entryId)?.settings ?? DEFAULT_SERVICE;
    const cached = {
      plan,
      live,
      statements: new Statements(plan, tieSaltOf(keys, plan)),
      service,
      notes: notesOf(plan, service),
    };
    byGrant.set(plan.grantId, { cached, version: live ? plan.version : 0 });
    const key = keyOf(plan.systemId, plan.sid);
    const environment = plan.environment ?? 'live';
    let slot = slots.get(key);
    if (!slot) slots.set(key, (slot = { live: [], sandbox: [] }));
    // A revoked grant never hides another grant of the same service.
    const others = slot[environment].filter(one => one !== before && one.live);
    slot[environment] = live || others.length === 0 ? [cached, ...others] : others;
  }

  async function readPlans(): Promise<void> {
    const full = Date.now() - fullAt > FULL_READ_MILLISECONDS;
    const since = full ? new Date(0) : new Date(seen - OVERLAP_MILLISECONDS);
    const { rows: live } = await pool.query<LiveRow>({
      name: 'gateway-live',
      text: 'select grant_id, version, changed from plans.live where changed >= $1',
      values: [since],
    });
    const changed = live.filter(row => byGrant.get(row.grant_id)?.version !== row.version);
    // Ended at once, before their bodies are asked for.
    for (const row of changed) {
      const cached = byGrant.get(row.grant_id)?.cached;
      if (cached) cached.live = false;
    }
    if (changed.length > 0) {
      const { rows } = await pool.query<PlanRow>({
        name: 'gateway-plans',
        text: `select l.grant_id, p.version, l.version as live, p.body
                 from plans.live l
                 join lateral (select version, body, kind from plans.plan p
                                where p.grant_id = l.grant_id and (l.version = 0 or p.version = l.version)
                                order by version desc limit 1) p on p.kind <> 'move'
                where l.grant_id = any($1)
                order by l.changed`,
        values: [changed.map(row => row.grant_id)],
      });
      const found = new Set<number>();
      for (const row of rows) {
        found.add(row.grant_id);
        put({ plan: { ...row.body, grantId: row.grant_id, version: row.version }, live: row.live !== 0 });
      }
      // Plans of the mover, so that they are not asked for again.
      for (const row of changed)
        if (!found.has(row.grant_id)) byGrant.set(row.grant_id, { cached: undefined, version: row.version });
    }
    for (const row of live) seen = Math.max(seen, row.changed.getTime());
    if (full) fullAt = Date.now();
  }

  async function readServices(): Promise<void> {
    const { rows } = await pool.query<ServiceRow>({
      name: 'gateway-services',
      text: 'select entry_id, body, changed from plans.service where changed >= $1',
      values: [new Date(servicesSeen - OVERLAP_MILLISECONDS)],
    });
    const fresh = new Map<number, ServiceSettings>();
    for (const { entry_id: entryId, body, changed } of rows) {
      const at = changed.getTime();
      servicesSeen = Math.max(servicesSeen, at);
      if (services.get(entryId)?.changed === at) continue;
      const settings = { ...DEFAULT_SERVICE, ...body };
      services.set(entryId, { settings, changed: at });
      fresh.set(entryId, settings);
    }
    if (fresh.size === 0) return;
    for (const { cached } of byGrant.values()) {
      const settings = cached && fresh.get(cached.plan.entryId);
      if (!cached || !settings) continue;
      cached.service = settings;
      cached.notes = notesOf(cached.plan, settings);
    }
  }

  async function read(): Promise<void> {
    do {
      again = false;
      await readServices();
      await readPlans();
      await callers.refresh();
    } while (again);
  }

  return {
    caller: rid => callers.caller(rid),
    holderOf: fingerprint => callers.holderOf(fingerprint),
    plan: (systemId, sid, environment, now) => {
      const slot = slots.get(keyOf(systemId, sid));
      const synthetic = usable(slot?.sandbox, now);
      const sandbox = synthetic?.live === true ? synthetic : undefined;
      // Synthetic rows for a sandbox key, whatever there is; for a live one until its consumer has turned to live data.
      return environment === 'sandbox' || sandbox?.plan.synthetic?.front === true
        ? sandbox
        : usable(slot?.live, now);
    },
    refresh: () => {
      // What changes while a read is under way may be missed by it.
      if (running) again = true;
      running ??= read().finally(() => {
        running = undefined;
      });
      return running;
    },
  };
}
