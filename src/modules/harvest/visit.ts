import type { Db } from '#kernel/db.ts';
import type { Face } from '#kernel/faces.ts';
import { type HarvestCondition, type HarvestEntry, listHarvest } from '#modules/catalog/index.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import type { Naming } from './packages.ts';

/** One request: through which face, and what things are called there. */
export interface Visit {
  db: Db;
  face: Face;
  organizations: Organizations;
  naming: Naming;
  now: Date;
  title: { zh: string; en: string };
}

/** Of packages that stand inside an organization or a group. */
export const MOST_INSIDE = 1000;
const NEWEST = { words: '', by: [{ field: 'modified', descending: true }] } as const;

export const newest = (visit: Visit, condition: HarvestCondition, limit: number): Promise<HarvestEntry[]> =>
  listHarvest(visit.db, visit.face, condition, { ...NEWEST, by: [...NEWEST.by] }, limit, 0);
