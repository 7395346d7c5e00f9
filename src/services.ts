import { resolve } from 'node:path';
import type { Config } from '#config.ts';
import { openSource } from '#connectors/open.ts';
import { demonstrationServers } from '#demonstration/index.ts';
import { systemClock } from '#kernel/clock.ts';
import { reader } from '#kernel/db.ts';
import type { FastifyRequest, Http } from '#kernel/http.ts';
import { createCatalog, declareCatalog } from '#modules/catalog/index.ts';
import { createDeadlines, declareDeadlines } from '#modules/deadlines/index.ts';
import {
  createEvaluation,
  createSimulation,
  declareEvaluation,
  declareSimulation,
} from '#modules/evaluation/index.ts';
import { createDuties, declareDuties } from '#modules/duties/index.ts';
import { createEvidence, declareEvidence, readVerifierPage } from '#modules/evidence/index.ts';
import { createExchange, declareExchange } from '#modules/exchange/index.ts';
import { createHarvest, declareCkan, declareDcat, siteFrom } from '#modules/harvest/index.ts';
import { createImports, declareImports } from '#modules/imports/index.ts';
import { createInventory, declareInventory } from '#modules/inventory/index.ts';
import {
  createAcceptance,
  createArchive,
  createLedger,
  createProofs,
  createRotation,
  createTiles,
  declareLedger,
} from '#modules/ledger/index.ts';
import { createLists, declareLists } from '#modules/lists/index.ts';
import { createOrganizations, createSignIn, declareOrganizations } from '#modules/organizations/index.ts';
import {
  createPolicy,
  createPolicyAdministration,
  declarePolicy,
  loadPolicyLibrary,
} from '#modules/policy/index.ts';
import { createProbe, createResources, declareResources } from '#modules/resources/index.ts';
import { createSharing, declareSharing } from '#modules/sharing/index.ts';
import { createSources, declareSources } from '#modules/sources/index.ts';
import { createStandards, declareStandards, loadStandards } from '#modules/standards/index.ts';
import { createWitness, declareWitness } from '#modules/witness/index.ts';
import { createAudited } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { Storage } from './storage.ts';

const ROOT = resolve(import.meta.dirname, '..');
const VERIFIER = resolve(ROOT, 'build/verifier.html');

export type Services = Awaited<ReturnType<typeof buildServices>>;

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
export async function buildServices(config: Config, storage: Storage) {
  const clock = systemClock;
  const { pools, keys } = storage;
  const db = reader(pools.read);
  const audited = createAudited(pools.write, () => clock.now());
  const organizations = createOrganizations({ db, pool: pools.write, audited, keys });
  const signIn = createSignIn({ pool: pools.write, audited, keys, clock });
  const policy = createPolicy(loadPolicyLibrary(resolve(ROOT, 'profiles')), config.profile, clock);
  const policyAdministration = await createPolicyAdministration({ db, audited, policy });
  const sightOf = (actor: Actor) => organizations.sightOf(actor, policy.homeRegion);
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
  const rotation = createRotation({ db, workerPool: pools.worker, audited, keys });
  const acceptance = createAcceptance({ audited });
  const archive = createArchive({
    db,
    workerPool: pools.worker,
    audited,
    keys,
    clock,
    folder: storage.folder.path,
    retentionMonths: retention.months,
  });
  const deadlines = await createDeadlines({ db, audited, clock, homeRegion: policy.homeRegion });
  const standards = await createStandards({
    db,
    audited,
    organizations,
    delivered: loadStandards(resolve(ROOT, 'reference/standards')),
    homeRegion: policy.homeRegion,
  });
  const sources = createSources({
    db,
    audited,
    clock,
    organizations,
    standards,
    findCitation: (region, rule) => policy.findCitation(region, rule),
  });
  const catalog = createCatalog({
    db,
    audited,
    policy,
    organizations,
    deadlines,
    clock,
    standards,
    sources,
    afterStep: async (tx, step) => {
      await duties.changes.entryMoved(tx, step);
      if (step.departmentId !== undefined) await sharing.handOver(tx, step.entryId, step.departmentId);
    },
    uses: (entryId, within) => sharing.usesOf(entryId, within),
    serviceUse: () => sharing.serviceUse(),
  });
  const imports = createImports({
    db,
    pool: pools.write,
    audited,
    clock,
    catalog,
    policy,
    labels: standards,
  });
  const duties = createDuties({ db, audited, clock, policy, deadlines, organizations, catalog });
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
    policy,
    sources,
    probe,
    addresses,
  });
  const inventory = createInventory({ db, audited, organizations, policy, resources });
  const lists = createLists({
    db,
    audited,
    policy,
    deadlines,
    organizations,
    catalog,
    inventory,
    standards,
  });
  const sharing = createSharing({
    db,
    audited,
    policy,
    deadlines,
    organizations,
    catalog,
    resources,
    sources,
    usage: (ids, days) => ledger.usageByGrant(ids, days),
  });
  const exchange = createExchange({ db, audited, clock, sharing, resources, organizations });
  const evaluation = createEvaluation({
    db,
    deadlines,
    catalog,
    duties,
    sources,
    sharing,
    ledger,
    organizations,
    clock,
  });
  const simulation = createSimulation({ db, deadlines, policy, organizations, clock });
  const evidence = createEvidence({
    db,
    audited,
    proofs: createProofs({ db, workerPool: pools.worker, clock }),
    cosignatures: witness.cosignaturesCovering,
    sharing,
    exchange,
    sightOf,
    verifier: readVerifierPage(VERIFIER),
  });
  const harvest = createHarvest({
    db,
    organizations,
    standards,
    clock,
    homeRegion: policy.homeRegion,
    platformName: config.ledgerName,
  });
  return {
    clock,
    sightOf,
    db,
    audited,
    addresses,
    organizations,
    duties,
    sources,
    signIn,
    policy,
    policyAdministration,
    ledger,
    tiles,
    rotation,
    archive,
    acceptance,
    witness,
    ownLogs,
    deadlines,
    standards,
    catalog,
    imports,
    resources,
    inventory,
    lists,
    sharing,
    exchange,
    evaluation,
    simulation,
    evidence,
    harvest,
  };
}

export function declareRoutes(
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
  declareStandards({ http, standards: services.standards });
  declareDuties({ http, duties: services.duties });
  declareInventory({ http, inventory: services.inventory });
  declareLists({ http, lists: services.lists });
  declareSources({
    http,
    sources: services.sources,
    mayCompile: (actor, id) => catalog.mayCompile(actor, id),
  });
  declareCatalog({ http, catalog });
  declareImports({ http, imports: services.imports });
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
    acceptance: services.acceptance,
    sightOf: services.sightOf,
  });
  declareEvaluation({ http, evaluation });
  declareSimulation({ http, simulation: services.simulation });
  declareEvidence({ http, evidence: services.evidence });
  declareWitness({ http, witness: services.witness });
  const siteOf = siteFrom(config.addresses);
  declareCkan({ http, harvest: services.harvest, siteOf });
  declareDcat({ http, harvest: services.harvest, siteOf });
}
