/**
 * In charge of why entries are compiled and changed: laws and duties that changed, with the clock that each opens on
 * the entries it touches (CAT-4), and entries that duties ask for, issued and claimed (CAT-5). Not in charge of the
 * entries themselves (catalog).
 */
export { declareDuties } from './routes.ts';
export { type Duties, createDuties } from './service.ts';
export { describeUpdates } from './describing.ts';
