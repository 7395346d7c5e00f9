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
