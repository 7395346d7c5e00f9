/**
 * In charge of where the rows behind an entry lie: the departments' databases and interfaces with their sealed
 * secrets, the table or interface that is mounted to an entry, and whether the interface answers. Not in charge of reading or moving rows for anyone (gateway, mover).
 */
export { type Place, type PreparedMount, type Resources, createResources } from './service.ts';
export { type Health, createHealth } from './health.ts';
export type { InterfaceAnswer, InterfaceProbe, ProbedInterface } from './interfacePort.ts';
export { declareInterfaces } from './interfaceRoutes.ts';
export { type Interfaces, createInterfaces } from './interfaces.ts';
export { declareResources } from './routes.ts';
export type { Mapping } from './matching.ts';
export { placeOf } from './rules.ts';
export {
  type AskedPlan,
  type FoundColumn,
  type FoundTable,
  type Probe,
  type ProbeAddress,
  type ProbeCall,
  type ProbedSource,
  createProbe,
} from './probe.ts';
