/** Which routes the control plane has: every module declares its own. */
import type { Config } from '#config.ts';
import type { FastifyRequest, Http } from '#kernel/http.ts';
import { declareCalls } from '#modules/calls/index.ts';
import { declareCatalog } from '#modules/catalog/index.ts';
import { declareDeadlines } from '#modules/deadlines/index.ts';
import { declareDisputes } from '#modules/disputes/index.ts';
import { declareDuties } from '#modules/duties/index.ts';
import { declareEvaluation, declareSimulation } from '#modules/evaluation/index.ts';
import { declareEvidence } from '#modules/evidence/index.ts';
import { declareBoard, declareExchange, declareReceipts } from '#modules/exchange/index.ts';
import { declareFiles } from '#modules/files/index.ts';
import { declareGrantFiles, declareGrants } from '#modules/grants/index.ts';
import { declareCkan, declareDcat, siteFrom } from '#modules/harvest/index.ts';
import { declareImports } from '#modules/imports/index.ts';
import { declareInventory } from '#modules/inventory/index.ts';
import { declareLedger } from '#modules/ledger/index.ts';
import { declareLinks } from '#modules/links/index.ts';
import { declareLists } from '#modules/lists/index.ts';
import { declareMandates } from '#modules/mandates/index.ts';
import { declareMessages } from '#modules/messages/index.ts';
import { declareOrganizations } from '#modules/organizations/index.ts';
import { declareAttachments, declarePapers } from '#modules/papers/index.ts';
import { declarePolicy } from '#modules/policy/index.ts';
import { declarePools } from '#modules/pools/index.ts';
import { declareReminders } from '#modules/reminders/index.ts';
import { declareInterfaces, declareResources } from '#modules/resources/index.ts';
import { declareResults } from '#modules/results/index.ts';
import { declareServices } from '#modules/services/index.ts';
import { declareSharing } from '#modules/sharing/index.ts';
import { declareSources } from '#modules/sources/index.ts';
import { declareStandards } from '#modules/standards/index.ts';
import { declareWitness } from '#modules/witness/index.ts';
import type { Services } from './services.ts';

export function declareRoutes(
  http: Http,
  config: Config,
  services: Services,
  addressOf: (request: FastifyRequest) => string,
): void {
  const { organizations, signIn, policy, catalog, resources, sharing, exchange, ledger, evaluation } =
    services;
  declareOrganizations({ http, organizations, signIn, demonstration: config.demonstration, addressOf });
  declareMessages({ http, messages: services.messages });
  declareReminders({ http, reminders: services.reminders });
  declarePolicy(http, policy, services.policyAdministration);
  declareDeadlines({ http, deadlines: services.deadlines });
  declareStandards({ http, standards: services.standards });
  declareDuties({ http, duties: services.duties });
  declareMandates({ http, mandates: services.mandates });
  declareInventory({ http, inventory: services.inventory });
  declareLists({ http, lists: services.lists });
  declareLinks({ http, links: services.links });
  declareResults({ http, results: services.results });
  declareSources({
    http,
    sources: services.sources,
    mayCompile: (actor, id) => catalog.mayCompile(actor, id),
  });
  declareCatalog({ http, catalog });
  declareImports({ http, imports: services.imports });
  declareFiles({ http, files: services.files });
  declareResources({ http, resources });
  declareInterfaces({ http, interfaces: services.interfaces, health: services.health });
  declareSharing({ http, sharing });
  declareDisputes({ http, disputes: services.disputes });
  declarePapers({ http, papers: services.papers });
  declareAttachments({ http, attachments: services.attachments });
  declareGrants({
    http,
    grants: services.grants,
    recordsOfGrant: async id => {
      const items = await ledger.recordsOfGrant(id);
      return { total: items.length, more: items.length === 100, items };
    },
  });
  declareGrantFiles({ http, grants: services.grants, addressOf });
  declareExchange({ http, exchange });
  declareBoard({ http, board: services.board, streams: services.boardStreams });
  declarePools({ http, pools: services.departmentPools, mustSeeRun: (actor, id) => exchange.run(actor, id) });
  declareReceipts({ http, receipts: services.receipts });
  declareCalls({ http, calls: services.calls });
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
  declareServices({
    http,
    services: services.callServices,
    mustSeeCase: async (actor, id) => void (await sharing.get(actor, id)),
    siteOf,
  });
  declareCkan({ http, harvest: services.harvest, siteOf });
  declareDcat({ http, harvest: services.harvest, siteOf });
}
