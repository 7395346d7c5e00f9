/**
 * In charge of what departments hold and may share: entries with their items and share types, who signs them, all
 * their versions, and the public search. Not in charge of where the rows lie (resources) or who may use them (sharing).
 */
export {
  type Catalog,
  type CatalogNeeds,
  type EntryStep,
  type PublishedEntry,
  createCatalog,
} from './service.ts';
export type { Use } from './compare.ts';
export { declareCatalog } from './routes.ts';
export { BLANK, blankItem } from './blank.ts';
export { type Content, type EntryAction, type EntryState, maskOf, maskProblem } from './rules.ts';
export type { EntryView } from './views.ts';
export {
  type HarvestCount,
  type HarvestEntry,
  type HarvestOrder,
  type HarvestSort,
  countHarvest,
  countHarvestBy,
  findPageEnd,
  harvestCodes,
  harvestPage,
  harvestSpan,
  listHarvest,
} from './harvest.ts';
export {
  EVERYTHING,
  type HarvestBound,
  type HarvestCondition,
  type HarvestField,
  type HarvestMoment,
} from './harvestConditions.ts';
export { type SecretPlace, secretMark } from './secrets.ts';
export { PROMISED } from './stale.ts';
export { createSearching } from './searching.ts';
export { declareSearch } from './searchRoutes.ts';
export { createEntryDescribing } from './describing.ts';
