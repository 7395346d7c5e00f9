/**
 * In charge of the ledger (存证): it turns the record into a Merkle tree with signed seal points, keeps those outside
 * the database as well, verifies the whole, proves single entries, and answers what was done by whom, under which
 * grant and how often. Not in charge of writing the record itself: that is the room `record`.
 */
export { createIntegrator, type Integrator } from './integrator.ts';
export { declareLedger } from './routes.ts';
export type { GrantReads } from './itemReads.ts';
export type { DayUse, Flow, GrantUse } from './search.ts';
export type { CallDimension, CallFilter, CallGroup } from './callReading.ts';
export { MINUTES_KEPT_DAYS } from './callSums.ts';
export { type Step, startOf } from './minutes.ts';
export { createAcceptance } from './acceptance.ts';
export { createArchive } from './archive.ts';
export { verifyArchive } from './archiveFile.ts';
export { verifyRemote } from './remote.ts';
export { type Proofs, type ProvenEntry, type SealPointRow, createProofs } from './proofs.ts';
export { type Rebuilt, rebuildSearch } from './rebuild.ts';
export { createRotation } from './rotation.ts';
export { createTiles, readTilePath, writeTileNumber } from './tiles.ts';
export { createLedger, type Ledger } from './service.ts';
export { type Verification, verifyLedger } from './verify.ts';
export { type WholeVerification, verifyAll } from './verifyAll.ts';
export { outsideFile } from './outside.ts';
export { readSeal } from './note.ts';
export { listDeadSlices, reconcileSlice } from './reconciling.ts';
export { departmentsIn } from './rules.ts';
export { verifiersOf } from './signing.ts';
