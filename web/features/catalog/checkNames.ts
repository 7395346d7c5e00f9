import type { Entry } from './types.ts';

export type Check = NonNullable<Entry['toVerify']>[number];

/** The automatic checks in the order in which a reviewer looks them up. */
export const CHECKS: readonly Check[] = [
  'required',
  'basis',
  'identifier',
  'sensitive',
  'secrecy',
  'personalInfo',
];
