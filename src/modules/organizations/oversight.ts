import type { Role } from '#vocabulary/permissions.ts';
import type { Sight } from '#vocabulary/sight.ts';
import type { Department, Region } from './rules.ts';

/**
 * The departments that an authority looks after: those of the regions whose nearest authority it is. A region without
 * its own is looked after by the one above.
 */
export function departmentsUnder(
  authorityId: number,
  regions: readonly Pick<Region, 'code' | 'parent'>[],
  departments: readonly Pick<Department, 'id' | 'regionCode' | 'isAuthority'>[],
): number[] {
  const parents = new Map(regions.map(({ code, parent }) => [code, parent]));
  const authorities = new Map(
    departments.filter(one => one.isAuthority).map(one => [one.regionCode, one.id]),
  );
  const authorityOf = (code: string | null | undefined): number | undefined =>
    code === null || code === undefined
      ? undefined
      : (authorities.get(code) ?? authorityOf(parents.get(code)));
  return departments.filter(one => authorityOf(one.regionCode) === authorityId).map(one => one.id);
}

/** The departments of a region and of all regions below it, those with an authority of their own included. */
function departmentsWithin(
  region: string,
  regions: readonly Pick<Region, 'code' | 'parent'>[],
  departments: readonly Pick<Department, 'id' | 'regionCode'>[],
): number[] {
  const parents = new Map(regions.map(({ code, parent }) => [code, parent]));
  return departments.filter(one => liesIn(one.regionCode, region, parents)).map(one => one.id);
}

/** Whether a region is another one or lies below it. */
function liesIn(code: string, above: string, parents: ReadonlyMap<string, string | null>): boolean {
  const parent = parents.get(code);
  return code === above || (typeof parent === 'string' && liesIn(parent, above, parents));
}

/**
 * Graded administration (ORG-4): an authority's people, and auditors wherever they sit, look after their region and those
 * below; everybody else after their own department. Whoever looks after the platform's own region sees all of it.
 */
export function sightOf(
  actor: { role: Role; departmentId: number; regionCode: string },
  homeRegion: string,
  regions: readonly Pick<Region, 'code' | 'parent'>[],
  departments: readonly Pick<Department, 'id' | 'regionCode' | 'isAuthority'>[],
): Sight {
  const regional =
    actor.role === 'auditor' || departments.some(one => one.id === actor.departmentId && one.isAuthority);
  if (!regional) return [actor.departmentId];
  const parents = new Map(regions.map(({ code, parent }) => [code, parent]));
  return liesIn(homeRegion, actor.regionCode, parents)
    ? 'all'
    : departmentsWithin(actor.regionCode, regions, departments);
}
