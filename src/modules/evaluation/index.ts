/**
 * In charge of what is seen from above: what waits for each post and the figures of departments and of the whole
 * city. It only reads and counts; not in charge of anything that it counts.
 */
export { createEvaluation, type Evaluation } from './service.ts';
export { declareEvaluation } from './routes.ts';
export { createSimulation, type Simulations } from './simulation.ts';
export { declareSimulation } from './simulationRoutes.ts';
