/**
 * In charge of departments' pools (部门资源池): which tables are to be collected, who set that off, confirmed or refused
 * it, where the rows lie, and where a row comes from. Not in charge of running anything (exchange), nor of who may use
 * the rows: collecting grants nothing.
 */
export type { Beginning, Collection, PoolPlace, PoolsNeeds, TasksPort } from './needs.ts';
export { declarePools } from './routes.ts';
export { type PoolFigures, type Pools, createPools } from './service.ts';
