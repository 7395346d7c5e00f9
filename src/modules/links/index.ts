/**
 * In charge of direct links between departments that grew before the platform (直连登记, SHR-9): registered and signed,
 * given a date by the authority, moved over to a grant, switched off by both sides, or exempt. Not in charge of the
 * grant that replaces a link, nor of switching anything off: it records what the departments say they did.
 */
export { declareLinks } from './routes.ts';
export { type Links, createLinks } from './service.ts';
export type { LinkTodo } from './todos.ts';
