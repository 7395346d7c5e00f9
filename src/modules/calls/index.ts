/**
 * In charge of what is seen of calls: how many, how fast, how many failed and why, by everything that a call has; what
 * of their use was unusual and what follows from it by rule; how services are. Not in charge of the record itself nor of
 * its summaries (ledger), nor of the life of a grant (grants), which it asks to suspend one.
 */
export { declareCalls } from './routes.ts';
export { type Calls, createCalls } from './service.ts';
