/**
 * Tests that `npm run check` leaves to CI, by the name of their file: what they look at seldom breaks alone, or they take
 * more than ten seconds each. What remains has a test of every module and is through in four minutes on two cores.
 */
const KILLED = [
  'crash',
  'fullDisk',
  'moverCrash',
  'moverFencing',
  'moverRepair',
  'mysqlSinkKilled',
  'patience',
  'sinkDiskFull',
  'start',
  'witness',
];

const LOOKED_AT = [
  'calendar',
  'needs',
  'policy',
  'profiles',
  'story',
  'systems',
  'evidencePage',
  'sharingTable',
];

const LONG = [
  'board',
  'callers',
  'calls',
  'demonstration',
  'disputes',
  'disputesEvidence',
  'duties',
  'evidence',
  'evidenceRemoval',
  'exchange',
  'exchangeResend',
  'exchangeSchedule',
  'exchangeSetAside',
  'exchangeTelling',
  'files',
  'filesGrowing',
  'filesReading',
  'filesSink',
  'gatewayFiles',
  'gatewayLimits',
  'gatewayNonInterference',
  'gatewayRest',
  'gatewaySources',
  'grantUsage',
  'harvestDcat',
  'harvestMany',
  'imports',
  'interfaces',
  'ledgerArchive',
  'ledgerKeys',
  'ledgerLogs',
  'ledgerOrder',
  'ledgerOutside',
  'ledgerSearchVerify',
  'ledgerSight',
  'lists',
  'mandates',
  'memory',
  'moveCommand',
  'moverOrders',
  'mysql',
  'mysqlSink',
  'organizations',
  'outbox',
  'papers',
  'poolsHostile',
  'postgres',
  'postgresSink',
  'receipts',
  'receiptsCompare',
  'samples',
  'sandbox',
  'services',
  'sharing',
  'sharingBounds',
  'signIn',
  'watching',
  'writing',
];

const SLOW: ReadonlySet<string> = new Set([...KILLED, ...LOOKED_AT, ...LONG]);

/** Of tests in `test/` alone: those beside their code are quick. */
export const isSlow = (file: string): boolean =>
  file.startsWith('test/') && SLOW.has(file.slice(file.lastIndexOf('/') + 1, -'.test.ts'.length));
