import { resolve } from 'node:path';
import type { Config } from '#config.ts';
import { createConnectors } from '#connectors/open.ts';
import { systemClock } from '#kernel/clock.ts';
import { reader } from '#kernel/db.ts';
import type { Logger } from '#kernel/observe.ts';
import { createCalls } from '#modules/calls/index.ts';
import { createCatalog, createEntryDescribing } from '#modules/catalog/index.ts';
import { createDeadlines } from '#modules/deadlines/index.ts';
import { createEvaluation, createSimulation } from '#modules/evaluation/index.ts';
import { type Disputes, createDisputes } from '#modules/disputes/index.ts';
import { createDuties, describeUpdates } from '#modules/duties/index.ts';
import { createEntryPacks, createEvidence, readVerifierPage } from '#modules/evidence/index.ts';
import { createReceipts } from '#modules/exchange/index.ts';
import { createFiles } from '#modules/files/index.ts';
import { createGrants, describeGrants } from '#modules/grants/index.ts';
import { createHarvest } from '#modules/harvest/index.ts';
import { createImports } from '#modules/imports/index.ts';
import { createInventory } from '#modules/inventory/index.ts';
import { createLinks } from '#modules/links/index.ts';
import { createLists } from '#modules/lists/index.ts';
import { createMandates, describeMandates } from '#modules/mandates/index.ts';
import { createMessages } from '#modules/messages/index.ts';
import { createOrganizations, createSignIn } from '#modules/organizations/index.ts';
import {
  applicationOwner,
  createAttachments,
  createPapers,
  disputeOwner,
  grantOwner,
} from '#modules/papers/index.ts';
import { createPolicy, createPolicyAdministration, loadPolicyLibrary } from '#modules/policy/index.ts';
import { clockSubject, createReminders } from '#modules/reminders/index.ts';
import { createHealth, createInterfaces, createProbe, createResources } from '#modules/resources/index.ts';
import { type Sharing, createSharing, createApplicationDescribing } from '#modules/sharing/index.ts';
import { createResults } from '#modules/results/index.ts';
import { type CallServices, createServices } from '#modules/services/index.ts';
import { createSources } from '#modules/sources/index.ts';
import { createStandards, loadStandards } from '#modules/standards/index.ts';
import { createInterfaceProbe } from '#planes/gateway/serving/interfaceProbe.ts';
import { createAudited } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { casesSeen } from './answers.ts';
import { buildLedger } from './ledgers.ts';
import { type Moving, buildMoving, reachOf } from './moving.ts';
import type { Storage } from './storage.ts';

const ROOT = resolve(import.meta.dirname, '..');

export type Services = Awaited<ReturnType<typeof buildServices>>;

/** The modules of the control plane, wired by hand, top of the call order last. */
export async function buildServices(config: Config, storage: Storage, log: Logger) {
  const clock = systemClock;
  const { pools, keys } = storage;
  const db = reader(pools.read);
  const audited = createAudited(pools.write, () => clock.now());
  const organizations = createOrganizations({ db, pool: pools.write, audited, keys, now: () => clock.now() });
  const { poolDatabase, addresses, moverAddresses } = reachOf(config, storage);
  const messages = createMessages({
    db,
    pool: pools.write,
    audited,
    keys,
    clock,
    organizations,
    addresses,
    mailAvailable: config.mail !== undefined,
  });
  const signIn = createSignIn({ pool: pools.write, audited, keys, clock });
  const policy = createPolicy(loadPolicyLibrary(resolve(ROOT, 'profiles')), config.profile, clock);
  const policyAdministration = await createPolicyAdministration({ db, audited, policy });
  const sightOf = (actor: Actor) => organizations.sightOf(actor, policy.homeRegion);
  const record = buildLedger({ db, audited, clock, policy, storage, addresses, name: config.ledgerName });
  const { ledger, witness, proofs } = record;
  const deadlines = await createDeadlines({
    db,
    audited,
    clock,
    homeRegion: policy.homeRegion,
    moved: (tx, clockId) => messages.settle(tx, clockSubject(clockId)),
  });
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
      await mandates.standing.entryMoved(tx, step);
      await sharing.entryMoved(tx, step);
      await disputes.entryMoved(tx, step);
      await departmentPools.entryMoved(tx, step);
      if (step.departmentId === undefined) return;
      await sharing.handOver(tx, step.entryId, step.departmentId);
      await grants.handOver(tx, step.entryId, step.departmentId);
      await exchange.handOver(tx, step.entryId, step.departmentId);
      await disputes.handOver(tx, step.entryId, step.departmentId);
    },
    uses: (entryId, within) => grants.usesOf(entryId, within),
    serviceUse: () => grants.serviceUse(),
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
  const mandates = createMandates({
    db,
    audited,
    policy,
    deadlines,
    organizations,
    standards,
    catalog,
    messages,
    cases: (actor, ids) => casesSeen(sharing, actor, ids),
  });
  const connectors = createConnectors(config.folders);
  const { openSource } = connectors;
  const probe = createProbe(({ password, ...address }) => openSource({ ...address, password }));
  const mounting = {
    db,
    secrets: reader(pools.write),
    audited,
    keys,
    catalog,
    organizations,
    policy,
    sources,
    addresses,
    afterMount: (entryId: number) => grants.entryMounted(entryId),
  };
  const resources = createResources({ ...mounting, probe, folders: config.folders });
  const files = createFiles({
    db,
    pool: pools.write,
    audited,
    clock,
    catalog,
    policy,
    largest: config.fileMegabytes,
    afterChange: (entryId, change) => grants.filesChanged(entryId, change),
  });
  const interfaces = createInterfaces({
    ...mounting,
    interfaceProbe: createInterfaceProbe(() => clock.now()),
  });
  const health = createHealth({ db, pool: pools.write, audited, clock, catalog, messages, interfaces });
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
  const callServices: CallServices = createServices({
    db,
    secrets: reader(pools.write),
    audited,
    clock,
    keys,
    catalog,
    deadlines,
    standards,
    messages,
    resources,
    repin: (tx, by, grantId) => grants.repin(tx, by, grantId),
    mustSee: (actor, grantId) => grants.mustSee(actor, grantId),
  });
  const grants = createGrants({
    db,
    audited,
    policy,
    deadlines,
    organizations,
    catalog,
    resources,
    files,
    keys,
    clock,
    messages,
    codes: item => standards.codesOfItem(item),
    usage: (ids, days) => ledger.usageByGrant(ids, days),
    usageByDay: (days, id) => ledger.usageByDay(days, id),
    reads: (id, days) => ledger.readsOfGrant(id, days),
  });
  const sharing: Sharing = createSharing({
    db,
    audited,
    policy,
    deadlines,
    organizations,
    catalog,
    sources,
    mandates,
    messages,
    lists,
    grants,
    afterStep: async (tx, step) => {
      await disputes.applicationMoved(tx, step);
      await callServices.sandbox.follow(tx, step.applicationId);
    },
  });
  const disputes: Disputes = createDisputes({
    db,
    audited,
    clock,
    policy,
    deadlines,
    organizations,
    duties,
    messages,
    grants,
    sharing,
  });
  const links = createLinks({ db, audited, policy, deadlines, organizations, catalog, messages });
  const results = createResults({ db, audited, policy, deadlines, organizations, messages });
  const attachments = createAttachments({
    db,
    audited,
    policy,
    owners: {
      application: applicationOwner(sharing),
      grant: grantOwner(grants),
      dispute: disputeOwner(disputes),
    },
  });
  const papers = createPapers({
    db,
    policy,
    organizations,
    sharing,
    grants,
    attached: (object, at) => attachments.namesAt(object, at),
    demonstration: config.demonstration,
  });
  const calls = createCalls({ db, audited, clock, policy, ledger, grants, messages, sightOf });
  const { exchange, departmentPools, board, boardStreams }: Moving = buildMoving({
    db,
    audited,
    keys,
    clock,
    storage,
    log,
    policy,
    organizations,
    signIn,
    sightOf,
    deadlines,
    standards,
    messages,
    catalog,
    resources,
    grants,
    connectors,
    poolDatabase,
  });
  const evaluation = createEvaluation({
    db,
    deadlines,
    catalog,
    duties,
    sources,
    sharing,
    lists,
    links,
    results,
    mandates,
    disputes,
    grants,
    ledger,
    organizations,
    clock,
  });
  const reminders = createReminders({
    db,
    audited,
    clock,
    deadlines,
    messages,
    organizations,
    sightOf,
    describers: {
      ...createApplicationDescribing(organizations),
      entry: createEntryDescribing(organizations),
      grant: describeGrants,
      update: describeUpdates,
      mandate: describeMandates,
    },
  });
  const simulation = createSimulation({ db, deadlines, policy, organizations, clock });
  const evidence = createEvidence({
    db,
    audited,
    proofs,
    cosignatures: witness.cosignaturesCovering,
    sharing,
    grants,
    exchange,
    sightOf,
    verifier: readVerifierPage(resolve(ROOT, 'build/verifier.html')),
  });
  const prove = createEntryPacks({ db, proofs, cosignatures: witness.cosignaturesCovering });
  const receipts = createReceipts({ db, audited, keys, seen: exchange.run, prove });
  const harvest = createHarvest({
    db,
    organizations,
    standards,
    clock,
    homeRegion: policy.homeRegion,
    platformName: config.ledgerName,
  });
  return {
    connectors,
    reminders,
    clock,
    sightOf,
    db,
    audited,
    addresses,
    organizations,
    messages,
    duties,
    sources,
    signIn,
    policy,
    policyAdministration,
    ...record,
    ownLogs: await ledger.ownLogs(config.ledgerName),
    deadlines,
    standards,
    catalog,
    imports,
    resources,
    interfaces,
    health,
    files,
    inventory,
    lists,
    links,
    results,
    mandates,
    grants,
    papers,
    attachments,
    sharing,
    disputes,
    callServices,
    exchange,
    departmentPools,
    poolDatabase,
    board,
    boardStreams,
    moverAddresses,
    calls,
    evaluation,
    simulation,
    evidence,
    receipts,
    harvest,
  };
}
