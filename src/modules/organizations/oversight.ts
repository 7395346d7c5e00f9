import type { Role } from '#vocabulary/permissions.ts';
import type { Sight } from '#vocabulary/sight.ts';
import type { Department, Region } from './rules.ts';

type Regions = readonly Pick<Region, 'code' | 'parent'>[];
type Departments = readonly Pick<Department, 'id' | 'regionCode' | 'isAuthority'>[];

/** Who looks after a region: its own authority, or the nearest above it; undefined where there is none. */
function overseer(
  regions: Regions,
  departments: Departments,
): (code: string | null | undefined) => number | undefined {
  const parents = new Map(regions.map(({ code, parent }) => [code, parent]));
  const authorities = new Map(
    departments.filter(one => one.isAuthority).map(one => [one.regionCode, one.id]),
  );
  const authorityOf = (code: string | null | undefined): number | undefined =>
    code === null || code === undefined
      ? undefined
      : (authorities.get(code) ?? authorityOf(parents.get(code)));
  return authorityOf;
}

/**
 * The departments that an authority looks after: those of the regions whose nearest authority it is. A region without
 * its own is looked after by the one above.
 */
export function departmentsUnder(authorityId: number, regions: Regions, departments: Departments): number[] {
  const authorityOf = overseer(regions, departments);
  return departments.filter(one => authorityOf(one.regionCode) === authorityId).map(one => one.id);
}

/** The regions that a department looks after as their nearest authority; none when it is no authority. */
export function regionsOverseen(regions: Regions, departments: Departments, departmentId: number): string[] {
  const authorityOf = overseer(regions, departments);
  return regions.filter(({ code }) => authorityOf(code) === departmentId).map(({ code }) => code);
}

/** The regions, and all that lie below them. */
export function regionsWithin(regions: Regions, codes: readonly string[]): string[] {
  const parents = new Map(regions.map(({ code, parent }) => [code, parent]));
  return regions
    .filter(({ code }) => codes.some(above => liesIn(code, above, parents)))
    .map(({ code }) => code);
}

/** The departments of a region and of all regions below it, those with an authority of their own included. */
function departmentsWithin(
  region: string,
  regions: Regions,
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
  regions: Regions,
  departments: Departments,
): Sight {
  const regional =
    actor.role === 'auditor' || departments.some(one => one.id === actor.departmentId && one.isAuthority);
  if (!regional) return [actor.departmentId];
  const parents = new Map(regions.map(({ code, parent }) => [code, parent]));
  return liesIn(homeRegion, actor.regionCode, parents)
    ? 'all'
    : departmentsWithin(actor.regionCode, regions, departments);
}
