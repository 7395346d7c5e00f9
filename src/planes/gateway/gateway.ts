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
import { refusalJson, send } from './answer.ts';
import { decideCall, decidePlan } from './decide.ts';
import { type OpenSource, createSources } from './fetch.ts';
import { follow } from './follow.ts';
import { checkWindow, identify } from './identify.ts';
import { type Head, isGatewayAddress, parseAsked, readBody, readHead, wrong } from './parse.ts';
import { createNotices } from './notices.ts';
import { createPlanCache } from './planCache.ts';
import { createQuotas } from './quotas.ts';
import { type Visit, createRecords } from './record.ts';
import { refuse } from './refusals.ts';
import { type Answer, shapeAnswer } from './shape.ts';

export type { OpenSource } from './fetch.ts';

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

  async function work(visit: Visit, req: IncomingMessage): Promise<Answer> {
    const { method, url = '' } = req;
    if (method !== 'GET' && method !== 'POST')
      throw wrong('method', '只接受 GET 与 POST', 'only GET and POST are served');
    checkWindow(visit.head.rtime, clock.now());
    visit.cached = cache.plan(visit.caller.id, visit.head.sid);
    const cached = decidePlan(visit.cached, clock.now());
    visit.body = method === 'POST' ? await readBody(req) : undefined;
    visit.digest = records.digestOf(visit.head, visit.body);
    visit.asked = parseAsked(url, visit.body, name => cached.statements.items.has(name));
    decideCall(cached, visit.asked);
    if (cached.plan.perDay !== undefined) {
      const at = clock.now();
      await quotas.take(cached.plan, at);
      visit.countedAt = at;
    }
    visit.decided = performance.now();
    const fetched = await sources.fetch(cached, visit.asked);
    visit.fetched = performance.now();
    return shapeAnswer(cached, fetched);
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
    status: number,
    json: string,
    res: ServerResponse,
  ): Promise<void> {
    const recording = performance.now();
    let outcome: Outcome;
    try {
      outcome = await recorder.record(attempt);
    } catch (error) {
      uncount(visit);
      log.error({ err: error }, 'a usage record could not be written; the answer is withheld');
      counters.failed.inc();
      send(res, 503, refusalJson(platform.unavailable()), undefined, '');
      return;
    }
    beforeAnswer?.();
    const now = performance.now();
    const timing = timingOf(visit, recording, now);
    if (outcome.verdict !== undefined) {
      uncount(visit);
      const refusal = refusalOf(outcome.verdict, visit);
      counters.refused.inc();
      send(res, refusal.status, refusalJson(refusal), outcome, timing);
      return;
    }
    if (status === 200) {
      counters.served.inc();
      metrics.callSeconds.observe((now - visit.started) / 1000);
    } else counters[status >= 500 ? 'failed' : 'refused'].inc();
    send(res, status, json, outcome, timing);
  }

  async function turnAway(error: unknown, address: string, res: ServerResponse): Promise<void> {
    const refusal = asRefusal(error);
    counters.refused.inc();
    await notices.stranger(address, refusal.code, clock.now());
    send(res, refusal.status, refusalJson(refusal), undefined, '');
  }

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const started = performance.now();
    const forwarded = req.headers['x-forwarded-for'];
    const address = callerAddress(
      req.socket.remoteAddress ?? '',
      typeof forwarded === 'string' ? forwarded : undefined,
      options.trustedProxies,
    );
    if (!following.loaded()) {
      await Promise.race([following.ready, pause(LOAD_MILLISECONDS)]);
      if (!following.loaded()) return send(res, 503, refusalJson(platform.unavailable()), undefined, '');
    }
    let head: Head;
    let visit: Visit;
    try {
      head = readHead(req);
      const caller = cache.caller(head.rid);
      const signature = identify(head, caller, address, clock.now());
      if (!caller) throw refuse.unknown_caller();
      visit = {
        head,
        caller,
        signature,
        started,
        cached: undefined,
        asked: undefined,
        body: undefined,
        digest: undefined,
        countedAt: 0,
        decided: 0,
        fetched: 0,
      };
    } catch (error) {
      return turnAway(error, address, res);
    }
    let answer: Answer;
    try {
      answer = await work(visit, req);
    } catch (error) {
      uncount(visit);
      const refusal = asRefusal(error);
      const attempt = records.refused(visit, refusal.code, refusal.status >= 500, clock.now());
      return conclude(visit, attempt, refusal.status, refusalJson(refusal), res);
    }
    return conclude(visit, records.served(visit, answer, clock.now()), 200, answer.json, res);
  }

  return {
    matches: isGatewayAddress,
    handle: (req, res) => {
      serve(req, res).catch((error: unknown) => {
        log.error({ err: error }, 'a call could not be answered');
        if (!res.headersSent) send(res, 503, refusalJson(platform.unavailable()), undefined, '');
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
