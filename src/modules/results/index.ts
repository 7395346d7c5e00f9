/**
 * In charge of what comes of using data: the consumer's records of use and who inspected them (SHR-14), the results that
 * it reports to the provider, and the examples that are put up, voted on and marked (SHR-11). Not in charge of grants,
 * nor of what the platform itself records of each call (ledger).
 */
export { declareResults } from './routes.ts';
export { type Results, createResults } from './service.ts';
export type { ResultTodo } from './todos.ts';
