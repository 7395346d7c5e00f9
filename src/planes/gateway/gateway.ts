/**
 * The gateway: answers signed calls with exactly what a grant gives, from the department's own database. A call
 * passes parse → identify → find plan → decide → fetch → shape → record → answer; no answer leaves before its usage
 * record is durable, and none after its grant's revocation.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type pg from 'pg';
import { callerAddress } from '#kernel/addresses.ts';
import { type Clock, pause } from '#kernel/clock.ts';
import { Refusal, refuse as platform } from '#kernel/errors.ts';
import { failpointAt } from '#kernel/failpoint.ts';
import type { Keys } from '#kernel/keys.ts';
import type { Logger, Metrics } from '#kernel/observe.ts';
import { type Attempt, type Outcome, type Verdict, createRecorder } from '#record/append.ts';
import { refusalAnswer, send } from './answer.ts';
import { readBody, wrong } from './body.ts';
import type { Dialect, Serving, ServingKind, Visit, Voice, WholeAnswer } from './call.ts';
import { checkAddress } from './callers/caller.ts';
import { readProfile } from './callers/profiles.ts';
import { decidePlan } from './decide.ts';
import { dialectOf } from './dialects/dialects.ts';
import { envelope } from './dialects/envelope.ts';
import { follow } from './follow.ts';
import { createQuotas } from './limits/quotas.ts';
import { type CachedPlan, createPlanCache } from './plans/planCache.ts';
import { createNotices } from './record/notices.ts';
import { createRecords } from './record/records.ts';
import { refuse } from './refusals.ts';
import { type OpenSource, createSources } from './serving/sources.ts';
import { createTableServing } from './serving/tables.ts';

export type { OpenSource } from './serving/sources.ts';

export interface GatewayOptions {
  /** Pool of the gateway's login: reads plans, callers and sources. */
  pool: pg.Pool;
  /** Connected clients of the same login, for listening and for the record. */
  connect: () => Promise<pg.Client>;
  keys: Keys;
  clock: Clock;
  openSource: OpenSource;
  trustedProxies: { has(address: string): boolean } | undefined;
  metrics: Metrics;
  log: Logger;
}

export interface Gateway {
  /** Whether an address (path and query) is the gateway's. */
  matches(url: string): boolean;
  handle(req: IncomingMessage, res: ServerResponse): void;
  /** For when the server no longer accepts calls: records what was counted and closes every connection. */
  close(): Promise<void>;
}

const LOAD_MILLISECONDS = 5_000;
const UNRECORDED = { claim: undefined, timing: '' };

const timingOf = (visit: Visit, recording: number, now: number): string =>
  visit.fetched === 0
    ? `record;dur=${(now - recording).toFixed(2)}`
    : `decide;dur=${(visit.decided - visit.started).toFixed(2)},fetch;dur=${(visit.fetched - visit.decided).toFixed(2)},record;dur=${(now - recording).toFixed(2)}`;

export function createGateway(options: GatewayOptions): Gateway {
  const { pool, keys, clock, log, metrics } = options;
  const cache = createPlanCache(pool, keys);
  const recorder = createRecorder(async () => {
    const client = await options.connect();
    // The append's look-ups are planned once for the connection, when its tables may still be empty; without this
    // they would go on reading the growing table of replay keys from end to end.
    await client.query(
      'set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off; set jit = off',
    );
    return client;
  });
  const records = createRecords(keys);
  const sources = createSources(pool, keys, options.openSource, log);
  const quotas = createQuotas(pool);
  const notices = createNotices(recorder, rid => cache.caller(rid));
  const beforeAnswer = failpointAt('gateway.before-answer');
  const counters = {
    served: metrics.calls.labels('served'),
    refused: metrics.calls.labels('refused'),
    failed: metrics.calls.labels('failed'),
  };
  const following = follow({
    connect: options.connect,
    refresh: () => cache.refresh(),
    everyMinute: async () => {
      await quotas.release(clock.now());
      await notices.flush(clock.now());
    },
    log,
  });

  function refusalOf(verdict: Verdict, visit: Visit): Refusal {
    if (verdict === 'replayed') return refuse.replayed();
    if (verdict === 'crowded') {
      const { id: system, spread } = visit.caller;
      log.warn({ system, spread }, 'more than the accepted number of calls under one signature');
      notices
        .crowded(visit.caller, clock.now())
        .catch((error: unknown) => log.error({ err: error }, 'a notice was not recorded'));
      return refuse.too_many_bodies({ spread });
    }
    // What we hold is older than the truth.
    following.hurry();
    return refuse.revoked({ grant: visit.cached?.plan.grantNo ?? '' });
  }

  /** Anything thrown on the way as a refusal; what is none of ours is a bug and says nothing to the caller. */
  function asRefusal(error: unknown): Refusal {
    if (error instanceof Refusal) return error;
    log.error({ err: error }, 'a call met a bug');
    return platform.unavailable();
  }

  const tables = createTableServing(sources);
  const servings: Record<ServingKind, Serving> = { query: tables, verify: tables };

  async function work(visit: Visit, req: IncomingMessage): Promise<WholeAnswer> {
    const { method = '' } = req;
    const { head, profile, dialect, caller } = visit;
    if (!dialect.methods.has(method)) {
      const served = [...dialect.methods].join('、');
      throw wrong('method', `只接受 ${served}`, `only ${served} are served`);
    }
    profile.checkTime?.(head, clock.now());
    visit.cached = cache.plan(caller.id, head.sid);
    const cached = decidePlan(visit.cached, clock.now());
    visit.body = method === 'POST' ? await readBody(req) : undefined;
    profile.checkBody?.(head, visit.body);
    visit.digest = records.digestOf(head, visit.body);
    return servings[cached.plan.kind].serve(visit, cached, req);
  }

  function settle(visit: Visit, { plan }: CachedPlan): Promise<void> | undefined {
    if (plan.perDay === undefined) return undefined;
    const at = clock.now();
    visit.countedAt = at;
    return quotas.take(plan, at)?.catch((error: unknown) => {
      visit.countedAt = 0;
      throw error;
    });
  }

  /** A call that gets no answer takes nothing from the day's quota. */
  function uncount(visit: Visit): void {
    if (visit.countedAt > 0 && visit.cached) quotas.giveBack(visit.cached.plan, visit.countedAt);
    visit.countedAt = 0;
  }

  /** Nothing goes out whose record is not durable. */
  async function conclude(
    visit: Visit,
    attempt: Attempt,
    answer: WholeAnswer,
    res: ServerResponse,
  ): Promise<void> {
    const recording = performance.now();
    const { voice } = visit.head;
    let outcome: Outcome;
    try {
      outcome = await recorder.record(attempt);
    } catch (error) {
      uncount(visit);
      log.error({ err: error }, 'a usage record could not be written; the answer is withheld');
      counters.failed.inc();
      send(res, refusalAnswer(platform.unavailable(), voice), UNRECORDED);
      return;
    }
    beforeAnswer?.();
    const now = performance.now();
    const timing = timingOf(visit, recording, now);
    if (outcome.verdict !== undefined) {
      uncount(visit);
      const refusal = refusalOf(outcome.verdict, visit);
      counters.refused.inc();
      send(res, refusalAnswer(refusal, voice), { claim: outcome, timing });
      return;
    }
    const { status } = answer;
    if (status < 400) {
      counters.served.inc();
      metrics.callSeconds.observe((now - visit.started) / 1000);
    } else counters[status >= 500 ? 'failed' : 'refused'].inc();
    send(res, answer, { claim: outcome, timing });
  }

  async function turnAway(error: unknown, address: string, voice: Voice, res: ServerResponse): Promise<void> {
    const refusal = asRefusal(error);
    counters.refused.inc();
    await notices.stranger(address, refusal.code, clock.now());
    send(res, refusalAnswer(refusal, voice), UNRECORDED);
  }

  /** A caller that proved who it is; throws a stranger's refusal. */
  function admit(req: IncomingMessage, dialect: Dialect, address: string, started: number): Visit {
    const { profile, head } = readProfile(req, dialect.sidOf(req.url ?? ''), dialect.voice);
    const caller = cache.caller(head.rid);
    if (!caller) throw refuse.unknown_caller();
    const proof = profile.prove(head, caller, clock.now());
    checkAddress(caller, address);
    const visit: Visit = {
      head,
      profile,
      dialect,
      caller,
      proof,
      address,
      started,
      cached: undefined,
      asked: undefined,
      body: undefined,
      digest: undefined,
      settle: cached => settle(visit, cached),
      countedAt: 0,
      decided: 0,
      fetched: 0,
      facts: undefined,
    };
    return visit;
  }

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const started = performance.now();
    const forwarded = req.headers['x-forwarded-for'];
    const address = callerAddress(
      req.socket.remoteAddress ?? '',
      typeof forwarded === 'string' ? forwarded : undefined,
      options.trustedProxies,
    );
    const dialect = dialectOf(req.url ?? '') ?? envelope;
    const voice = dialect.voice ?? 'code0';
    if (!following.loaded()) {
      await Promise.race([following.ready, pause(LOAD_MILLISECONDS)]);
      if (!following.loaded()) return send(res, refusalAnswer(platform.unavailable(), voice), UNRECORDED);
    }
    let visit: Visit;
    try {
      visit = admit(req, dialect, address, started);
    } catch (error) {
      return turnAway(error, address, voice, res);
    }
    let answer: WholeAnswer;
    try {
      answer = await work(visit, req);
    } catch (error) {
      uncount(visit);
      const refusal = asRefusal(error);
      const attempt = records.refused(visit, refusal.code, refusal.status >= 500, clock.now());
      return conclude(visit, attempt, refusalAnswer(refusal, visit.head.voice), res);
    }
    return conclude(visit, records.served(visit, answer, clock.now()), answer, res);
  }

  return {
    matches: url => dialectOf(url) !== undefined,
    handle: (req, res) => {
      serve(req, res).catch((error: unknown) => {
        log.error({ err: error }, 'a call could not be answered');
        if (!res.headersSent) send(res, refusalAnswer(platform.unavailable(), 'code0'), UNRECORDED);
      });
    },
    close: async () => {
      await following.stop();
      await notices
        .flush(clock.now())
        .catch((error: unknown) => log.error({ err: error }, 'the last notices were not recorded'));
      await quotas
        .close()
        .catch((error: unknown) =>
          log.error({ err: error }, 'unused calls of a quota were not brought back'),
        );
      await recorder.close();
      await sources.close();
    },
  };
}
