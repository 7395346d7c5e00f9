import { resolve } from 'node:path';
import staticFiles from '@fastify/static';
import type { Config } from '#config.ts';
import { callerAddress, networks } from '#kernel/addresses.ts';
import { pause } from '#kernel/clock.ts';
import { bookkeeper, bookkeeping, sql } from '#kernel/db.ts';
import { armFailpoint } from '#kernel/failpoint.ts';
import { BOTH_FACES, faceOf, markInternet } from '#kernel/faces.ts';
import { sendHeaders } from '#kernel/headers.ts';
import { type FastifyReply, type FastifyRequest, type Http, createHttp } from '#kernel/http.ts';
import { type Listening, listen, listenAt } from '#kernel/listen.ts';
import { createLog, createMetrics, type Logger } from '#kernel/observe.ts';
import { openapiOf } from '#kernel/openapi.ts';
import type { Seeding } from '#demonstration/index.ts';
import { type Integrator, createIntegrator, listDeadSlices, reconcileSlice } from '#modules/ledger/index.ts';
import { createMailer, createSender } from '#modules/messages/index.ts';
import { createSubmitter } from '#modules/witness/index.ts';
import { describeGateway } from '#planes/gateway/description.ts';
import { markFront } from '#planes/gateway/callers/front.ts';
import { createGateway } from '#planes/gateway/gateway.ts';
import { createMover } from '#planes/mover/runs/runner.ts';
import { keepPool } from './moving.ts';
import { declareRoutes } from './routes.ts';
import { type Services, buildServices } from './services.ts';
import { type Storage, connector, openStorage } from './storage.ts';

export const VERSION = '0.1.0';
const ROOT = resolve(import.meta.dirname, '..');
const WEB = resolve(ROOT, 'web/dist');
const ASSETS = resolve(WEB, 'assets');

/** One running process with its roles. */
export interface Platform {
  config: Config;
  storage: Storage;
  services: Services;
  http: Http;
  log: Logger;
  port: number;
  hosts: string[];
  /** Of the listener for the Internet; undefined without one. */
  internetPort: number | undefined;
  /** Shows how far the demonstration is, in /readyz: the platform serves while it loads. */
  tellSeeding(now: Seeding): void;
  /** In order: calls finish, runs stop at a checkpoint, the record is flushed, the database ends. */
  stop(): Promise<void>;
}

/** The page's addresses that exist on the Internet: the search and an entry. */
const INTERNET_PAGE = /^\/(catalog(\/\d+)?)?([?]|$)/;

/** Every path that is no interface and no file is the page's own and gets its index. */
function pageAt(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  const own =
    !/^\/(witness\/|(api|dcat|gateway|httpproxy|oauth|sysapi|ledger\/(checkpoint|keys|tile|usage))(\/|$))/.test(
      request.url,
    ) && !/\.\w+$/.test(request.url);
  if (request.method !== 'GET' || !own) return undefined;
  if (faceOf(request.raw) === 'internet' && !INTERNET_PAGE.test(request.url)) return undefined;
  return reply.type('text/html').sendFile('index.html');
}

/** Built files carry a digest in their name and never change; the page itself is asked for again each time. */
const keepFor = (path: string): string =>
  path.startsWith(ASSETS) ? 'public, max-age=31536000, immutable' : 'no-cache';

/** The built files answer on both faces; which of the page's addresses exist where, `pageAt` knows. */
async function declarePage(http: Http): Promise<void> {
  const files = {
    root: WEB,
    wildcard: false,
    index: 'index.html',
    cacheControl: false,
    setHeaders: (reply: FastifyReply, path: string) => void reply.header('cache-control', keepFor(path)),
  };
  await http.app.register(staticFiles, { ...files, serve: false });
  await http.app.register(async scope => {
    scope.addHook('onRoute', route => {
      route.config = { ...route.config, faces: BOTH_FACES };
    });
    await scope.register(staticFiles, { ...files, decorateReply: false });
  });
}

/** The interface as OpenAPI: the routes of the control plane and the gateway. */
export const describe = (http: Http): object => openapiOf(http.routes, VERSION, describeGateway());

/** Which addresses to listen on: with demonstration accounts the loopback only, unless HOST says otherwise. */
function hostsOf(host: string | undefined, demonstration: boolean): string[] {
  if (host !== undefined) return [host];
  return demonstration ? ['127.0.0.1', '::1'] : ['0.0.0.0', '::'];
}

export async function startPlatform(config: Config): Promise<Platform> {
  armFailpoint(config.failpoint);
  const log = createLog(config.logLevel);
  const storage = await openStorage(config, resolve(ROOT, 'migrations'), sentence => log.error(sentence));
  const ending = new AbortController();
  const opened: Listening[] = [];
  const planes: { close(): Promise<void> }[] = [];
  try {
    const services = await buildServices(config, storage, log);
    const metrics = createMetrics();
    const trusted = config.trustedProxies.length > 0 ? networks(config.trustedProxies) : undefined;
    const addressOf = (request: FastifyRequest): string =>
      callerAddress(
        request.socket.remoteAddress ?? '',
        request.headers['x-forwarded-for'] as string | undefined,
        trusted,
      );
    const http = createHttp({
      authenticate: request => services.signIn.visitOf(request),
      fastify: {},
      elsewhere: config.roles.has('control') ? pageAt : () => undefined,
      onBug: (error, request) =>
        log.error({ err: error, method: request.method, url: request.routeOptions.url }, 'a bug'),
    });
    sendHeaders(http.app);
    http.app.addHook('onResponse', async (_request, reply) => {
      metrics.requests.inc({ status: String(reply.statusCode) });
    });

    const integrator: Integrator | undefined = config.roles.has('worker')
      ? createIntegrator({
          pool: storage.pools.worker,
          keys: storage.keys,
          clock: services.clock,
          outside: storage.folder.path,
          name: config.ledgerName,
          log,
          signal: ending.signal,
        })
      : undefined;
    const submitter = config.roles.has('worker')
      ? createSubmitter({
          pool: storage.pools.write,
          clock: services.clock,
          logs: services.ownLogs,
          addresses: services.addresses,
          log,
          signal: ending.signal,
        })
      : undefined;
    const sender = config.roles.has('worker')
      ? createSender({
          pool: storage.pools.write,
          keys: storage.keys,
          clock: services.clock,
          mailer: config.mail && createMailer(config.mail),
          organizations: services.organizations,
          addresses: services.addresses,
          site: config.addresses.government,
          log,
          signal: ending.signal,
        })
      : undefined;
    const gateway = config.roles.has('gateway')
      ? createGateway({
          pool: storage.pools.gateway,
          connect: connector(storage, 'gateway'),
          keys: storage.keys,
          clock: services.clock,
          addresses: services.addresses,
          openSource: services.connectors.openSource,
          trustedProxies: trusted,
          callers: {
            spellings: config.callSpellings,
            fronts: config.fronts.networks.length > 0 ? networks(config.fronts.networks) : undefined,
          },
          metrics,
          log,
        })
      : undefined;
    const mover = config.roles.has('mover')
      ? createMover({
          pool: storage.pools.mover,
          connect: connector(storage, 'mover'),
          keys: storage.keys,
          clock: services.clock,
          addresses: services.moverAddresses,
          ...services.connectors,
          metrics,
          log,
          signal: ending.signal,
        })
      : undefined;
    for (const plane of [gateway, mover]) if (plane) planes.push(plane);
    const chores = config.roles.has('worker')
      ? Promise.all([
          doChores(services, storage, log, ending.signal),
          watchInterfaces(services, log, ending.signal),
          scheduleMoves(services, log, ending.signal),
        ])
      : Promise.resolve();

    if (config.roles.has('control')) {
      declareRoutes(http, config, services, addressOf);
      planes.push(everyMinute(services.signIn, log));
      planes.push(services.imports.attend(error => log.error({ err: error }, 'work on an upload failed')));
      planes.push(
        services.policyAdministration.follow(error =>
          log.error({ err: error }, 'changes of the law were not read'),
        ),
      );
      planes.push(
        services.standards.follow(error =>
          log.error({ err: error }, 'changes of the standards were not read'),
        ),
      );
      planes.push(catchUp(services, log, ending.signal));
      planes.push(keepPool(services, log, ending.signal));
      // Whoever searches first does not wait for the whole catalog to be read.
      void services.catalog.searching.ready().catch((error: unknown) => {
        if (!ending.signal.aborted) log.error({ err: error }, 'the catalog was not read for searching');
      });
      const document = describe(http);
      http.app.get('/openapi.json', () => document);
      await declarePage(http);
    }
    let seeding: Seeding | undefined;
    http.app.get('/healthz', () => ({ status: 'alive' }));
    http.app.get('/readyz', async (_request, reply) => {
      const ready = await services.db.find(sql`select 1 as one`).then(
        () => true,
        () => false,
      );
      const ledger = integrator?.state() ?? 'elsewhere';
      return reply.code(ready ? 200 : 503).send({ ready, ledger, ...(seeding ? { seeding } : {}) });
    });
    http.app.get('/metrics', async (_request, reply) => {
      if (integrator) metrics.unsealed.set(integrator.progress().integrated - integrator.progress().sealed);
      return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
    });
    await http.app.ready();

    const hosts = hostsOf(config.host, config.demonstration);
    const listening = await listen(hosts, config.port, (request, response) => {
      if (gateway?.matches(request.url ?? '')) gateway.handle(request, response);
      else http.app.routing(request, response);
    });
    opened.push(listening);
    // The gateway never answers here: its callers are systems of departments.
    const internet =
      config.internet &&
      (await listen(
        hostsOf(config.internet.host, config.demonstration),
        config.internet.port,
        (request, response) => {
          markInternet(request);
          http.app.routing(request, response);
        },
        { host: 'SHUQIAO_INTERNET_HOST', port: 'SHUQIAO_INTERNET_PORT' },
      ));
    if (internet) opened.push(internet);
    // Calls alone: people do not come through a front that ends the TLS of systems.
    if (gateway && config.fronts.socket !== undefined)
      opened.push(
        await listenAt(
          config.fronts.socket,
          (request, response) => {
            markFront(request);
            if (gateway.matches(request.url ?? '')) gateway.handle(request, response);
            else response.writeHead(404).end();
          },
          'SHUQIAO_FRONT_SOCKET',
        ),
      );
    let stopped: Promise<void> | undefined;
    return {
      config,
      storage,
      services,
      http,
      log,
      hosts,
      port: listening.port,
      internetPort: internet?.port,
      tellSeeding: now => {
        seeding = now;
      },
      stop: () => {
        stopped ??= (async () => {
          await services.boardStreams.close();
          await Promise.all(opened.map(one => one.close(10_000)));
          ending.abort();
          for (const plane of planes) await plane.close();
          await chores;
          await integrator?.done;
          await submitter?.done;
          await sender?.done;
          await http.app.close();
          await storage.close();
        })();
        return stopped;
      },
    };
  } catch (error) {
    ending.abort();
    await Promise.all(opened.map(one => one.close(0)));
    for (const plane of planes) await plane.close();
    await storage.close();
    throw error;
  }
}

/** Failed sign-ins are counted in the process that refused them, and recorded by it. */
function everyMinute(signIn: Services['signIn'], log: Logger): { close(): Promise<void> } {
  const lost = (error: unknown): void => log.error({ err: error }, 'failed sign-ins were not recorded');
  const timer = setInterval(() => void signIn.everyMinute().catch(lost), 60_000).unref();
  return {
    close: async () => {
      clearInterval(timer);
      await signIn.flush().catch(lost);
    },
  };
}

/** In the background: the platform serves meanwhile, and its end waits for the command at work. */
function catchUp({ catalog }: Services, log: Logger, signal: AbortSignal): { close(): Promise<void> } {
  const done = catalog.catchUp(signal).catch((error: unknown) => {
    if (!signal.aborted) log.error({ err: error }, 'entries of an earlier release were not filed');
  });
  return { close: () => done };
}

/** Rounds of chores, of a second each, between two looks at what consumers owe a report on. */
const REMIND_EVERY = 600;
const HEALTH_MILLISECONDS = 5_000;

/** Interfaces that are due; apart from the other chores, since what does not answer is waited for. */
async function watchInterfaces(services: Services, log: Logger, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await services.health.checkDue();
    } catch (error) {
      if (!signal.aborted) log.error({ err: error }, 'interfaces were not checked');
    }
    await pause(HEALTH_MILLISECONDS, signal);
  }
}

const SCHEDULE_MILLISECONDS = 2_000;
const MINUTE_OF_MOVES = 60_000 / SCHEDULE_MILLISECONDS;

/** Tasks of the exchange that are due, and what follows from runs that ended; apart, for sources are looked into. */
async function scheduleMoves({ exchange }: Services, log: Logger, signal: AbortSignal): Promise<void> {
  for (let round = 0; !signal.aborted; round += 1) {
    try {
      await exchange.everyMoment();
      if (round % MINUTE_OF_MOVES === 0) await exchange.everyMinute();
    } catch (error) {
      if (!signal.aborted) log.error({ err: error }, 'exchange tasks were not looked after');
    }
    await pause(SCHEDULE_MILLISECONDS, signal);
  }
}

/** What gateways leave behind that end without a word, and what was tried in months that are past. */
async function tidyGateways({ pools }: Storage): Promise<void> {
  for (const slice of await listDeadSlices(bookkeeper(pools.worker)))
    await bookkeeping(pools.worker, 'lost slices of quotas', tx => reconcileSlice(tx, slice));
  await bookkeeping(pools.worker, 'what gateways saw', async tx => {
    await tx.run(
      sql`delete from plans.tried where month < date_trunc('month', now() at time zone 'Asia/Shanghai')`,
    );
    await tx.run(
      sql`delete from plans.source_health where changed < now() - interval '10 minutes' and state = 'up'`,
    );
    await tx.run(sql`delete from plans.pace where second < extract(epoch from now()) - 3600`);
  });
}

/** What the worker does besides sealing: what time brings about for grants, forgetting replay keys outside the window. */
async function doChores(
  services: Services,
  storage: Storage,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  for (let round = 0; !signal.aborted; round += 1) {
    try {
      await services.grants.endPastGrants();
      if (round % 60 === 0) {
        await services.reminders.walk();
        await services.sharing.lapseUnsupplied();
        await services.grants.everyMinute();
        await services.ledger.sumUpCalls();
        await services.callServices.everyMinute();
        await services.departmentPools.everyMinute();
      }
      await services.mandates.endPast();
      if (round % REMIND_EVERY === 0) await services.results.reporting.remind();
      if (round % 60 === 0)
        await bookkeeping(storage.pools.worker, 'replay keys', tx =>
          tx.run(sql`delete from record.nonce where at < now() - interval '15 minutes'`),
        );
      if (round % 3600 === 0) await services.messages.forgetOld();
      if (round % 3600 === 0) {
        await services.files.forgetPast();
        await bookkeeping(storage.pools.worker, 'links to files past their time', tx =>
          tx.run(sql`delete from plans.link where until < now() - interval '1 day'`),
        );
      }
      if (round % 3600 === 0) await services.ledger.forgetMinutes();
      if (round % 3600 === 0)
        await bookkeeping(storage.pools.worker, 'counts of past days', tx =>
          tx.run(sql`delete from plans.watched where at < now() - interval '8 days'`),
        );
      if (round % 3600 === 0)
        await bookkeeping(storage.pools.worker, 'quotas of past days', tx =>
          tx.run(sql`delete from plans.quota where day < current_date - 7 and day > '-infinity'`),
        );
      if (round % 60 === 0) await tidyGateways(storage);
      await services.calls.alerts.judge();
    } catch (error) {
      if (!signal.aborted) log.error({ err: error }, 'a chore failed');
    }
    await pause(1000, signal);
  }
}
