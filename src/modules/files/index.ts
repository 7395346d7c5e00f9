/**
 * In charge of files that departments give out under an entry: brought in piece by piece, checked, in versions,
 * withdrawn. Not in charge of who gets them (grants) nor of giving them out (gateway).
 */
export { type FileChange, type Files, createFiles } from './service.ts';
export { declareFiles } from './routes.ts';
