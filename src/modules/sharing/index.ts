/**
 * In charge of who may use what: applications, answers under their clocks, and the grants that decisions compile to.
 * Not in charge of serving a call (gateway) or moving a row (mover): those obey the plans that are published here.
 */
export { type Sharing, createSharing } from './service.ts';
export { declareSharing } from './routes.ts';
export type { GrantState } from './rules.ts';
