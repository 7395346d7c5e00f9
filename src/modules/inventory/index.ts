/**
 * In charge of what departments really have: their systems and the tables in them, by spreadsheet or read from a
 * registered source, and how far entries cover them (CAT-14). Not in charge of the entries (catalog) or of where mounted
 * rows lie (resources).
 */
export { declareInventory } from './routes.ts';
export { type Inventory, createInventory } from './service.ts';
