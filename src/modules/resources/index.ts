/**
 * In charge of where the rows behind an entry lie: the departments' databases with their sealed passwords, and the
 * table that is mounted to an entry. Not in charge of reading or moving rows for anyone (gateway, mover).
 */
export { type Resources, createResources } from './service.ts';
export { declareResources } from './routes.ts';
export type { Mapping } from './matching.ts';
export {
  type FoundColumn,
  type FoundTable,
  type Probe,
  type ProbeAddress,
  type ProbedSource,
  createProbe,
} from './probe.ts';
