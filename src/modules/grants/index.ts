/**
 * In charge of grants: what was decided, as data planes obey it, and how a grant changes, rests and ends. Also keeps
 * the history and the official numbers, which cases share.
 * Not in charge of whether something is granted (sharing), nor of serving a call (gateway) or moving a row (mover).
 */
export { type Grants, createGrants } from './service.ts';
export { declareGrantFiles, declareGrants } from './routes.ts';
export { type Offices, type Sight, authorityOfCase, createSight, officesNow } from './sight.ts';
export { type HistoryRow, historyView, insertHistory, listHistory, mustActForOne } from './history.ts';
export { officialNumber } from './numbers.ts';
export { type GrantsNeeds } from './needs.ts';
export { keepStep } from './committed.ts';
export type { GrantState } from './rules.ts';
export type { ConditionRow, Disposal, GrantFactsView, How, Limits, Opened, Opening, Terms } from './terms.ts';
export { describeGrants } from './describing.ts';
