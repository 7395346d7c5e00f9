/**
 * In charge of who may use what: applications, and answers to them under their clocks.
 * Not in charge of what follows from a decision: that is a grant and its life (grants).
 */
export { type Sharing, createSharing } from './service.ts';
export { declareSharing } from './routes.ts';
export type { Step as ApplicationStep } from './acting.ts';
export type { DisputeKind, Disputable, Settlement } from './settling.ts';
export { createApplicationDescribing } from './describing.ts';
