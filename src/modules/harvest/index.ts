/**
 * In charge of the public catalog for programs of others: DCAT-AP, and the reading part of CKAN’s Action API. Not in
 * charge of what is published (catalog); it only reads, and only what anyone may see through the face that asks.
 */
export { type Harvest, createHarvest } from './service.ts';
export { type SiteOf, siteFrom } from './site.ts';
export { declareCkan } from './ckanRoutes.ts';
export { declareDcat } from './dcatRoutes.ts';
