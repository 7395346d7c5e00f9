import { BUSINESS_ENTRIES } from './entries/business.ts';
import { PEOPLE_ENTRIES } from './entries/people.ts';
import { WELFARE_ENTRIES } from './entries/welfare.ts';
import type { DemonstrationEntry } from './entry.ts';

/** The demonstration city's catalog: what each department's duties imply, in the order of loading. */
export const ENTRIES: DemonstrationEntry[] = [...PEOPLE_ENTRIES, ...WELFARE_ENTRIES, ...BUSINESS_ENTRIES];
