/**
 * In charge of the law as data: which text counts for a region on a date, its clause and quotation, and what the
 * texts demand of share types and refusals; the law library, its repeals, and which profile a region follows. Not in charge of dates (deadlines) nor of deciding anything.
 */
export {
  type GroundProblem,
  type RefusalClaim,
  type RefusalProblem,
  type ShareTypeClaim,
  type ShareTypeProblem,
} from './grounds.ts';
export { type PolicyAdministration, createPolicyAdministration } from './administration.ts';
export type { PolicyDocument, PolicyLibrary, PolicyRegion } from './library.ts';
export { loadPolicyLibrary } from './load.ts';
export {
  type AppliedRule,
  type Resolution,
  type RuleCitation,
  citationOf,
  citationsOf,
  limitOf,
} from './rules.ts';
export { declarePolicy } from './routes.ts';
export { type Policy, createPolicy } from './service.ts';
export { resolutionView, valueWords } from './views.ts';
