/**
 * The gateway: answers signed calls with exactly what a grant gives, from the department's own database. A call
 * passes parse → identify → find plan → decide → fetch → shape → record → answer; no answer leaves before its usage
 * record is durable, and none after its grant's revocation.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type pg from 'pg';
import { type OutwardRule, callerAddress } from '#kernel/addresses.ts';
import { type Clock, pause } from '#kernel/clock.ts';
import { Refusal, refuse as platform } from '#kernel/errors.ts';
import { failpointAt } from '#kernel/failpoint.ts';
import type { Keys } from '#kernel/keys.ts';
import type { Logger, Metrics } from '#kernel/observe.ts';
import { type Attempt, type Outcome, type Verdict, createRecorder } from '#record/append.ts';
import { refusalTo, send } from './answer.ts';
import { readBody, wrong } from './body.ts';
import {
  type Answer,
  type Dialect,
  type Serving,
  type ServingKind,
  type StreamedAnswer,
  type Visit,
  type Voice,
  isStreamed,
} from './call.ts';
import { checkAddress, checkConvention, keyFacts } from './callers/caller.ts';
import { isMarkedFront } from './callers/front.ts';
import { CALLER_SETTINGS, type CallerSettings, createProfiles } from './callers/profiles.ts';
import { createTokenEndpoint, isTokenAddress } from './callers/tokenEndpoint.ts';
import { decidePlan } from './decide.ts';
import { metered } from './limits/metered.ts';
import { createTries } from './limits/tries.ts';
import { tellsOfData } from './limits/told.ts';
import { isTwoValued } from './limits/verdicts.ts';
import { dialectOf } from './dialects/dialects.ts';
import { envelope } from './dialects/envelope.ts';
import { rest } from './dialects/rest.ts';
import { refuseList } from './dialects/restRefusals.ts';
import { files, links } from './dialects/files.ts';
import { follow } from './follow.ts';
import { createLimits } from './limits/limits.ts';
import { type CachedPlan, createPlanCache } from './plans/planCache.ts';
import { createNotices } from './record/notices.ts';
import { createRecords } from './record/records.ts';
import { refuse } from './refusals.ts';
import { createSandboxSources } from './serving/sandbox.ts';
import { createFileServing } from './serving/files.ts';
import { createLinks, linkProfile } from './serving/links.ts';
import { createProxyServing } from './serving/proxies.ts';
import { createHealth } from './serving/health.ts';
import { createListServing } from './serving/list.ts';
import { createSandboxListServing } from './serving/sandboxLists.ts';
import { type OpenSource, createSources } from './serving/sources.ts';
import { createTableServing } from './serving/tables.ts';
import { createUpstreams } from './serving/upstreams.ts';
import { createVerifying } from './serving/verifying.ts';
import { createWatch } from './watching/watch.ts';
import { STREAM_BOUNDS, type StreamBounds, createStreaming } from './streaming.ts';

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
  streams?: Partial<StreamBounds>;
  /** Which departments’ interfaces the rule about addresses does not hold for, and which addresses are our own. */
  addresses?: Pick<OutwardRule, 'exempt' | 'own'>;
  callers?: Partial<CallerSettings>;
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
/** Of a call that found no plan. */
const NOTES = { live: ['shuqiao-environment', 'live'], sandbox: ['shuqiao-environment', 'sandbox'] };

/** Of a streamed answer, where it says how long it is. */
const lengthOf = ({ headers }: StreamedAnswer): number | undefined => {
  const told = headers?.find(([name]) => name.toLowerCase() === 'content-length')?.[1];
  return told === undefined ? undefined : Number(told);
};

/**
 * Where unknown is told as no match, what the department’s database took is not told either: somebody who is not in the
 * register is found out sooner.
 */
const timingOf = (visit: Visit, recording: number, now: number): string =>
  visit.fetched === 0 || isTwoValued(visit.cached)
    ? `record;dur=${(now - recording).toFixed(2)}`
    : `decide;dur=${(visit.decided - visit.started).toFixed(2)},fetch;dur=${(visit.fetched - visit.decided).toFixed(2)},record;dur=${(now - recording).toFixed(2)}`;

export function createGateway(options: GatewayOptions): Gateway {
  const { pool, keys, clock, log, metrics } = options;
  const cache = createPlanCache(pool, keys);
  const profiles = createProfiles({ ...CALLER_SETTINGS, ...options.callers }, keys, one =>
    cache.holderOf(one),
  );
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
  const fileLinks = createLinks(pool, keys);
  const holder = randomUUID();
  const limits = createLimits(pool, holder);
  const tries = createTries(pool, keys);
  const notices = createNotices(recorder, rid => cache.caller(rid));
  const health = createHealth({ pool, log, now: () => clock.now() }, notices, holder);
  const sources = createSources({ pool, keys, openSource: options.openSource, log, health });
  const tokenEndpoint = createTokenEndpoint({
    callerOf: rid => cache.caller(rid),
    tokens: profiles.tokens,
    now: () => clock.now(),
    stranger: (...of) => notices.stranger(...of),
  });
  // Whoever could open the socket file is a front; what stands before it is for the front to say.
  const throughSocket = { has: (one: string) => one === '' || options.trustedProxies?.has(one) === true };
  const watch = createWatch({ pool, clock, log });
  const beforeAnswer = failpointAt('gateway.before-answer');
  const counters = {
    served: metrics.calls.labels('served'),
    refused: metrics.calls.labels('refused'),
    failed: metrics.calls.labels('failed'),
  };
  const following = follow({
    connect: options.connect,
    refresh: async () => {
      await cache.refresh();
      await watch.refresh();
    },
    everyMinute: async () => {
      await limits.release(clock.now());
      await health.flush();
      await notices.flush(clock.now());
      await watch.flush();
    },
    log,
  });
  const streaming = createStreaming({
    recorder,
    records,
    clock,
    log,
    age: () => following.age(),
    bounds: { ...STREAM_BOUNDS, ...options.streams },
  });

  function refusalOf(verdict: Verdict, visit: Visit): Refusal {
    if (verdict === 'replayed') return refuse.replayed();
    if (verdict === 'crowded') {
      const { id: system } = visit.caller;
      const spread = visit.proof.replay?.spread ?? 0;
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

  const { addresses = { exempt: new Set(), own: new Set() } } = options;
  const upstreams = createUpstreams({ pool, keys, clock, log, addresses });
  const verifying = createVerifying({ pool, tries, watch, records, now: () => clock.now() });
  const tables = createTableServing(sources, verifying);
  const sandbox: Serving = createTableServing(createSandboxSources(keys), verifying);
  const lists: Serving = createListServing(sources, keys, verifying);
  const sandboxLists: Serving = createSandboxListServing(keys);
  const servings: Record<ServingKind, Serving> = {
    proxy: createProxyServing(upstreams, keys, verifying),
    file: createFileServing({ pool, links: fileLinks, clock }),
    query: tables,
    verify: tables,
  };

  function servingOf(dialect: Dialect, { plan }: CachedPlan): Serving {
    if (dialect === rest) {
      if (plan.kind !== 'query') throw refuseList.not_listed({ service: plan.sid });
      return plan.environment === 'sandbox' ? sandboxLists : lists;
    }
    if (dialect === files && plan.kind !== 'file')
      throw wrong('address', '此服务没有文件', 'is one of files, which this service has none of');
    // A link proves nothing but itself: it opens its file, whatever its service has become since.
    if (dialect === links && plan.kind !== 'file') throw refuse.revoked({ grant: plan.grantNo });
    return plan.environment === 'sandbox' ? sandbox : servings[plan.kind];
  }

  async function work(visit: Visit, req: IncomingMessage): Promise<Answer> {
    const { method = '' } = req;
    const { head, profile, dialect, caller } = visit;
    if (!dialect.methods.has(method)) {
      const served = [...dialect.methods].join('、');
      throw wrong('method', `只接受 ${served}`, `only ${served} are served`);
    }
    profile.checkTime?.(head, clock.now());
    dialect.check?.(req);
    visit.cached = cache.plan(caller.id, head.sid, visit.proof.environment, clock.now());
    const cached = decidePlan(visit.cached, clock.now());
    visit.body = method === 'POST' ? await readBody(req) : undefined;
    profile.checkBody?.(head, visit.body);
    visit.digest = records.digestOf(head, visit.body);
    const turn = watch.pace(cached.plan.grantId);
    if (turn) await turn;
    const answer = await servingOf(dialect, cached).serve(visit, cached, req);
    if (!isStreamed(answer)) {
      const spending = visit.spend(answer.rows, Buffer.byteLength(answer.body));
      if (spending) await spending;
      return answer;
    }
    const length = lengthOf(answer);
    if (length === undefined)
      return { ...answer, stream: metered(answer.stream, cached.plan, bytes => visit.spend(0, bytes)) };
    try {
      await visit.spend(0, length);
    } catch (error) {
      answer.stream.destroy();
      throw error;
    }
    return answer;
  }

  function settle(visit: Visit, { plan }: CachedPlan, calls: number): Promise<void> | undefined {
    visit.taken.at = clock.now();
    visit.taken.calls = calls;
    return limits.take(plan, visit.taken);
  }

  const spend = ({ cached, taken }: Visit, rows: number, bytes: number): Promise<void> | undefined =>
    cached && limits.spend(cached.plan, taken, rows, bytes);

  /** A call that gets no answer takes nothing from the limits of its plan. */
  function uncount({ cached, taken }: Visit): void {
    if (cached) limits.giveBack(cached.plan, taken);
  }

  /** What goes with every answer under a plan. */
  function notesFor({ cached, proof }: Visit): readonly string[] {
    if (!cached) return NOTES[proof.environment];
    if (cached.plan.limits === undefined) return cached.notes;
    return [...cached.notes, ...limits.told(cached.plan, clock.now())];
  }

  /** Nothing goes out whose record is not durable. */
  async function conclude(
    visit: Visit,
    attempt: Attempt,
    answer: Answer,
    res: ServerResponse,
  ): Promise<void> {
    const recording = performance.now();
    const { voice } = visit.head;
    let outcome: Outcome;
    try {
      outcome = await recorder.record(attempt);
    } catch (error) {
      uncount(visit);
      if (isStreamed(answer)) answer.stream.destroy();
      log.error({ err: error }, 'a usage record could not be written; the answer is withheld');
      counters.failed.inc();
      send(res, refusalTo(res, platform.unavailable(), voice), UNRECORDED);
      return;
    }
    beforeAnswer?.();
    const now = performance.now();
    const timing = timingOf(visit, recording, now);
    if (outcome.verdict !== undefined) uncount(visit);
    const notes = notesFor(visit);
    if (outcome.verdict !== undefined) {
      watch.note(visit, { result: 'refused', rows: 0 });
      if (isStreamed(answer)) answer.stream.destroy();
      const refusal = refusalOf(outcome.verdict, visit);
      counters.refused.inc();
      send(res, refusalTo(res, refusal, voice), { claim: outcome, timing, notes });
      return;
    }
    if (isStreamed(answer)) {
      const { whole } = await streaming.run(visit, answer, { claim: outcome, timing, notes }, res);
      if (visit.cached) limits.used(visit.cached.plan, visit.taken);
      counters[whole ? 'served' : 'failed'].inc();
      watch.note(visit, { result: whole ? 'served' : 'failed', rows: answer.rows() });
      return;
    }
    if (visit.cached) limits.used(visit.cached.plan, visit.taken);
    const { status, rows } = answer;
    const result = status < 400 ? 'served' : status >= 500 ? 'failed' : 'refused';
    counters[result].inc();
    if (result === 'served') metrics.callSeconds.observe((now - visit.started) / 1000);
    send(res, answer, { claim: outcome, timing, notes });
    watch.note(visit, { result, rows });
  }

  async function turnAway(error: unknown, address: string, voice: Voice, res: ServerResponse): Promise<void> {
    const refusal = asRefusal(error);
    counters.refused.inc();
    await notices.stranger(address, refusal.code, clock.now());
    send(res, refusalTo(res, refusal, voice), UNRECORDED);
  }

  /** A caller that proved who it is; throws a stranger's refusal. */
  function admit(req: IncomingMessage, dialect: Dialect, address: string, started: number): Visit {
    const isLink = dialect === links;
    const { profile, head } = isLink
      ? { profile: linkProfile, head: fileLinks.read(req, address, clock.now()) }
      : profiles.read(req, dialect.sidOf(req.url ?? ''), dialect.voice);
    const caller = cache.caller(head.rid);
    if (!caller) throw refuse.unknown_caller();
    const proof = profile.prove(head, caller, clock.now());
    if (!isLink) {
      checkAddress(caller, address);
      checkConvention(caller, profile.name);
    }
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
      settle: (cached, calls = 1) => settle(visit, cached, calls),
      spend: (rows, bytes) => spend(visit, rows, bytes),
      taken: { at: clock.now(), calls: 0, rows: 0, bytes: 0 },
      decided: 0,
      fetched: 0,
      subjects: undefined,
      facts: keyFacts(caller, proof),
    };
    return visit;
  }

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const started = performance.now();
    const forwarded = req.headers['x-forwarded-for'];
    const address = callerAddress(
      req.socket.remoteAddress ?? '',
      typeof forwarded === 'string' ? forwarded : undefined,
      isMarkedFront(req) ? throughSocket : options.trustedProxies,
    );
    const dialect = dialectOf(req.url ?? '') ?? envelope;
    const voice = dialect.voice ?? profiles.voiceOf(req);
    if (!following.loaded()) {
      await Promise.race([following.ready, pause(LOAD_MILLISECONDS)]);
      if (!following.loaded()) return send(res, refusalTo(res, platform.unavailable(), voice), UNRECORDED);
    }
    if (isTokenAddress(req.url ?? '')) return tokenEndpoint.answer(req, res, address);
    let visit: Visit;
    try {
      visit = admit(req, dialect, address, started);
    } catch (error) {
      return turnAway(error, address, voice, res);
    }
    let answer: Answer;
    try {
      answer = await work(visit, req);
    } catch (error) {
      const refusal = asRefusal(error);
      const { code, status } = refusal;
      const asAnswer = tellsOfData(refusal);
      if (!asAnswer) uncount(visit);
      const told = { code, failed: status >= 500, asAnswer };
      const attempt = records.refused(visit, told, clock.now());
      return conclude(visit, attempt, refusalTo(res, refusal, visit.head.voice), res);
    }
    const now = clock.now();
    const attempt = isStreamed(answer)
      ? records.opened(visit, answer, now)
      : records.served(visit, answer, now);
    return conclude(visit, attempt, answer, res);
  }

  return {
    matches: url => dialectOf(url) !== undefined || isTokenAddress(url),
    handle: (req, res) => {
      serve(req, res).catch((error: unknown) => {
        log.error({ err: error }, 'a call could not be answered');
        if (!res.headersSent) send(res, refusalTo(res, platform.unavailable(), 'code0'), UNRECORDED);
      });
    },
    close: async () => {
      await following.stop();
      await notices
        .flush(clock.now())
        .catch((error: unknown) => log.error({ err: error }, 'the last notices were not recorded'));
      await limits
        .close()
        .catch((error: unknown) =>
          log.error({ err: error }, 'unused calls of a quota were not brought back'),
        );
      await streaming.close();
      await watch.close();
      await recorder.close();
      await sources.close();
      await health.close();
      await upstreams.close();
    },
  };
}
