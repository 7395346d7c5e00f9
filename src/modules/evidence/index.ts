/**
 * In charge of evidence packs (一键举证): for a grant, an application, a use or a delivery one file that holds what was
 * asked, decided and done, the entries of the ledger that say so, their proofs, and a verifier that needs no network.
 * Not in charge of what the entries say, nor of sealing them: that is the ledger.
 */
export { createEvidence, type Cosignature, type Evidence } from './service.ts';
export { declareEvidence } from './routes.ts';
export { createEntryPacks } from './entryPack.ts';
export { readVerifierPage, type VerifierPage } from './verifierPage.ts';
