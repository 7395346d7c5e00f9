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
