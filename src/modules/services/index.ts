/**
 * In charge of services as those see them who call: their codes, what their providers say about calls, versions side by
 * side and their ends, contract tests, sandboxes, and the descriptions that clients are made from.
 * Not in charge of where the rows lie (resources), of who may call (grants), nor of answering a call (gateway).
 */
export { type CallServices, createServices } from './service.ts';
export type { ServicesNeeds } from './needs.ts';
export { declareServices } from './routes.ts';
export { insertPlan, setLive } from './planStore.ts';
export { callMask, serviceCode } from './rules.ts';
