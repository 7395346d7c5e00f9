import { resolve } from 'node:path';
import staticFiles from '@fastify/static';
import pg from 'pg';
import type { Config } from '#config.ts';
import { openSink, openSource } from '#connectors/open.ts';
import { callerAddress, networks } from '#kernel/addresses.ts';
import { pause, systemClock } from '#kernel/clock.ts';
import { bookkeeping, reader, sql } from '#kernel/db.ts';
import { armFailpoint } from '#kernel/failpoint.ts';
import { sendHeaders } from '#kernel/headers.ts';
import { type FastifyReply, type FastifyRequest, type Http, createHttp } from '#kernel/http.ts';
import { type Listening, listen } from '#kernel/listen.ts';
import type { Login } from '#kernel/logins.ts';
import { createLog, createMetrics, type Logger } from '#kernel/observe.ts';
import { openapiOf } from '#kernel/openapi.ts';
import { type Seeding, demonstrationServers } from '#demonstration/index.ts';
import { createCatalog, declareCatalog } from '#modules/catalog/index.ts';
import { createDeadlines, declareDeadlines } from '#modules/deadlines/index.ts';
import {
  createEvaluation,
  createSimulation,
  declareEvaluation,
  declareSimulation,
} from '#modules/evaluation/index.ts';
import { createEvidence, declareEvidence, readVerifierPage } from '#modules/evidence/index.ts';
import { createExchange, declareExchange } from '#modules/exchange/index.ts';
import {
  type Integrator,
  createArchive,
  createIntegrator,
  createLedger,
  createProofs,
  createRotation,
  createTiles,
  declareLedger,
} from '#modules/ledger/index.ts';
import { createOrganizations, createSignIn, declareOrganizations } from '#modules/organizations/index.ts';
import {
  createPolicy,
  createPolicyAdministration,
  declarePolicy,
  loadPolicyLibrary,
} from '#modules/policy/index.ts';
import { createProbe, createResources, declareResources } from '#modules/resources/index.ts';
import { createSharing, declareSharing } from '#modules/sharing/index.ts';
import { describeGateway } from '#planes/gateway/description.ts';
import { createSubmitter, createWitness, declareWitness } from '#modules/witness/index.ts';
import { createGateway } from '#planes/gateway/gateway.ts';
import { createMover } from '#planes/mover/runner.ts';
import { createAudited } from '#record/audited.ts';
import { type Storage, openStorage } from './storage.ts';

export const VERSION = '0.1.0';
const ROOT = resolve(import.meta.dirname, '..');
const WEB = resolve(ROOT, 'web/dist');
const VERIFIER = resolve(ROOT, 'build/verifier.html');
const ASSETS = resolve(WEB, 'assets');

export type Services = Awaited<ReturnType<typeof buildServices>>;

/** One running process with its roles. */
export interface Platform {
  config: Config;
  storage: Storage;
  services: Services;
  http: Http;
  log: Logger;
  port: number;
  hosts: string[];
  /** Shows how far the demonstration is, in /readyz: the platform serves while it loads. */
  tellSeeding(now: Seeding): void;
  /** In order: calls finish, runs stop at a checkpoint, the record is flushed, the database ends. */
  stop(): Promise<void>;
}

/** Three years at least, whatever a clause says (SEC-1); the page shows both. */
const RETENTION_FLOOR = 36;

function retentionOf(policy: ReturnType<typeof createPolicy>) {
  const months = policy.rule(policy.homeRegion, 'retention.log.months').effective?.value.months;
  const cited = policy.findCitation(policy.homeRegion, 'retention.log.months');
  return {
    months: Math.max(RETENTION_FLOOR, months ?? RETENTION_FLOOR),
    clause:
      months === undefined || !cited
        ? null
        : { months, title: cited.title, article: cited.article, quotation: cited.quotation },
  };
}

/** The modules of the control plane, wired by hand, top of the call order last. */
async function buildServices(config: Config, storage: Storage) {
  const clock = systemClock;
  const { pools, keys } = storage;
  const db = reader(pools.read);
  const audited = createAudited(pools.write, () => clock.now());
  const organizations = createOrganizations({ db, pool: pools.write, audited, keys });
  const signIn = createSignIn({ pool: pools.write, audited, keys, clock });
  const policy = createPolicy(loadPolicyLibrary(resolve(ROOT, 'profiles')), config.profile, clock);
  const policyAdministration = await createPolicyAdministration({ db, audited, policy });
  const retention = retentionOf(policy);
  const ledger = createLedger({
    db,
    workerPool: pools.worker,
    audited,
    keys,
    clock,
    outside: storage.folder.path,
    retentionMonths: retention.months,
    retentionClause: retention.clause,
  });
  const tiles = createTiles(db, pools.worker);
  const rotation = createRotation({ db, workerPool: pools.worker, audited, keys, clock });
  const archive = createArchive({
    db,
    workerPool: pools.worker,
    audited,
    clock,
    folder: storage.folder.path,
    retentionMonths: retention.months,
  });
  const deadlines = await createDeadlines({ db, audited, clock, homeRegion: policy.homeRegion });
  const catalog = createCatalog({ db, audited, policy, organizations, deadlines });
  const probe = createProbe(({ password, ...address }) => openSource({ ...address, password }));
  const addresses = {
    // The demonstration city's own databases: the one exception to the rule about addresses. Known before the mover
    // starts, which goes on with runs of before.
    exempt: new Set(config.demonstration ? demonstrationServers({ config, storage }) : []),
    own: new Set([storage.ownAddress]),
  };
  const witness = createWitness({
    db,
    pool: pools.write,
    audited,
    keys,
    clock,
    name: `${config.ledgerName}/witness`,
    addresses,
  });
  const ownLogs = await ledger.ownLogs(config.ledgerName);
  const resources = createResources({
    db,
    secrets: reader(pools.write),
    audited,
    keys,
    catalog,
    organizations,
    probe,
    addresses,
  });
  const sharing = createSharing({
    db,
    audited,
    policy,
    deadlines,
    organizations,
    catalog,
    resources,
    usage: (ids, days) => ledger.usageByGrant(ids, days),
  });
  const exchange = createExchange({ db, audited, clock, sharing, resources, organizations });
  const evaluation = createEvaluation({ db, deadlines, catalog, sharing, ledger, organizations, clock });
  const simulation = createSimulation({ db, deadlines, policy, organizations, clock });
  const evidence = createEvidence({
    db,
    audited,
    proofs: createProofs({ db, workerPool: pools.worker, clock }),
    cosignatures: witness.cosignaturesCovering,
    sharing,
    exchange,
    verifier: readVerifierPage(VERIFIER),
  });
  return {
    clock,
    db,
    audited,
    addresses,
    organizations,
    signIn,
    policy,
    policyAdministration,
    ledger,
    tiles,
    rotation,
    archive,
    witness,
    ownLogs,
    deadlines,
    catalog,
    resources,
    sharing,
    exchange,
    evaluation,
    simulation,
    evidence,
  };
}

/** A connection of its own for a login: listening, group commit. */
function connector(storage: Storage, login: Login): () => Promise<pg.Client> {
  return async () => {
    const { connectionString, user, password } = storage.urlFor(login);
    const url = new URL(connectionString);
    url.username = encodeURIComponent(user);
    url.password = encodeURIComponent(password);
    const client = new pg.Client({ connectionString: url.href, application_name: `shuqiao-${login}` });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
}

function declareRoutes(
  http: Http,
  config: Config,
  services: Services,
  addressOf: (request: FastifyRequest) => string,
): void {
  const { organizations, signIn, policy, catalog, resources, sharing, exchange, ledger, evaluation } =
    services;
  declareOrganizations({ http, organizations, signIn, demonstration: config.demonstration, addressOf });
  declarePolicy(http, policy, services.policyAdministration);
  declareDeadlines({ http, deadlines: services.deadlines });
  declareCatalog({ http, catalog });
  declareResources({ http, resources });
  declareSharing({
    http,
    sharing,
    recordsOfGrant: async id => {
      const items = await ledger.recordsOfGrant(id);
      return { total: items.length, more: items.length === 100, items };
    },
  });
  declareExchange({ http, exchange });
  declareLedger({
    http,
    ledger,
    tiles: services.tiles,
    rotation: services.rotation,
    archive: services.archive,
  });
  declareEvaluation({ http, evaluation });
  declareSimulation({ http, simulation: services.simulation });
  declareEvidence({ http, evidence: services.evidence });
  declareWitness({ http, witness: services.witness });
}

/** Every path that is no interface and no file is the page's own and gets its index. */
function pageAt(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  const own =
    !/^\/(api|gateway|httpproxy|ledger\/(checkpoint|keys|tile|usage)|witness)(\/|$)/.test(request.url) &&
    !/\.\w+$/.test(request.url);
  if (request.method !== 'GET' || !own) return undefined;
  return reply.type('text/html').sendFile('index.html');
}

/** Built files carry a digest in their name and never change; the page itself is asked for again each time. */
const keepFor = (path: string): string =>
  path.startsWith(ASSETS) ? 'public, max-age=31536000, immutable' : 'no-cache';

/** The interface as OpenAPI: the routes of the control plane and the gateway. */
export const describe = (http: Http): object => openapiOf(http.routes, VERSION, describeGateway());

/** Which addresses to listen on: with demonstration accounts the loopback only, unless HOST says otherwise. */
function hostsOf(config: Config): string[] {
  if (config.host !== undefined) return [config.host];
  return config.demonstration ? ['127.0.0.1', '::1'] : ['0.0.0.0', '::'];
}

export async function startPlatform(config: Config): Promise<Platform> {
  armFailpoint(config.failpoint);
  const log = createLog(config.logLevel);
  const storage = await openStorage(config, resolve(ROOT, 'migrations'), sentence => log.error(sentence));
  const ending = new AbortController();
  let listening: Listening | undefined;
  const planes: { close(): Promise<void> }[] = [];
  try {
    const services = await buildServices(config, storage);
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
    const gateway = config.roles.has('gateway')
      ? createGateway({
          pool: storage.pools.gateway,
          connect: connector(storage, 'gateway'),
          keys: storage.keys,
          clock: services.clock,
          openSource,
          trustedProxies: trusted,
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
          addresses: services.addresses,
          openSource,
          openSink,
          metrics,
          log,
          signal: ending.signal,
        })
      : undefined;
    for (const plane of [gateway, mover]) if (plane) planes.push(plane);
    const chores = config.roles.has('worker')
      ? doChores(services, storage, log, ending.signal)
      : Promise.resolve();

    if (config.roles.has('control')) {
      declareRoutes(http, config, services, addressOf);
      planes.push(everyMinute(services.signIn, log));
      planes.push(
        services.policyAdministration.follow(error =>
          log.error({ err: error }, 'changes of the law were not read'),
        ),
      );
      const document = describe(http);
      http.app.get('/openapi.json', () => document);
      await http.app.register(staticFiles, {
        root: WEB,
        wildcard: false,
        index: 'index.html',
        cacheControl: false,
        setHeaders: (reply, path) => void reply.header('cache-control', keepFor(path)),
      });
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

    const hosts = hostsOf(config);
    listening = await listen(hosts, config.port, (request, response) => {
      if (gateway?.matches(request.url ?? '')) gateway.handle(request, response);
      else http.app.routing(request, response);
    });
    const opened = listening;
    let stopped: Promise<void> | undefined;
    return {
      config,
      storage,
      services,
      http,
      log,
      hosts,
      port: listening.port,
      tellSeeding: now => {
        seeding = now;
      },
      stop: () => {
        stopped ??= (async () => {
          await opened.close(10_000);
          ending.abort();
          for (const plane of planes) await plane.close();
          await chores;
          await integrator?.done;
          await submitter?.done;
          await http.app.close();
          await storage.close();
        })();
        return stopped;
      },
    };
  } catch (error) {
    ending.abort();
    await listening?.close(0);
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

/** What the worker does besides sealing: ends grants past their last day, forgets replay keys outside the window. */
async function doChores(
  services: Services,
  storage: Storage,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  for (let round = 0; !signal.aborted; round += 1) {
    try {
      await services.sharing.endPastGrants();
      if (round % 60 === 0)
        await bookkeeping(storage.pools.worker, 'replay keys', tx =>
          tx.run(sql`delete from record.nonce where at < now() - interval '15 minutes'`),
        );
    } catch (error) {
      if (!signal.aborted) log.error({ err: error }, 'a chore failed');
    }
    await pause(1000, signal);
  }
}
