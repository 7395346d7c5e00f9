/**
 * In charge of disputes between consumer and provider (SHR-4): negotiation, mediation by the authority that the region
 * tree names, decision by its government, and that the outcome is carried out. Not in charge of applications (sharing)
 * and grants (grants), which it moves through their own doors, nor of an entry’s class, which its department changes.
 */
export { declareDisputes } from './routes.ts';
export { type Disputes, type DisputeTodo, createDisputes } from './service.ts';
