/**
 * In charge of who is who: regions, departments, posts and who confirms them, accounts, sign-in and sessions, the
 * consumers' systems and the networks that may be connected to. Not in charge of what a department holds or asks for.
 */
export { createOrganizations, type Organizations, type SystemSecrets } from './service.ts';
export { createSignIn, hashPassword, type SignIn } from './signIn.ts';
export { declareOrganizations } from './routes.ts';
export { departmentsUnder, regionsOverseen, regionsWithin } from './oversight.ts';
export { type Division, readDivisions } from './divisions.ts';
export { ROLE_NAMES, type Department, type DepartmentKind, type Region, type System } from './rules.ts';
