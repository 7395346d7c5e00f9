/**
 * In charge of consent that is given once for many applications: standing consent to an entry (常设同意), blanket
 * authorisation (整体授权) and proxies (同等代理授权); who gave it, what it covers, when it ends. Not in charge of the
 * applications that rest on it (sharing), nor of the entries (catalog).
 */
export { declareMandates } from './routes.ts';
export { type CaseName, type Mandates, createMandates } from './service.ts';
export type { Cover, CoverQuestion } from './covering.ts';
export { describeMandates } from './describing.ts';
