/** Who mediates a dispute, computed from the region tree (N809 28). */
import type { Department, Region } from '#modules/organizations/index.ts';

type Departments = readonly Pick<Department, 'id' | 'name' | 'regionCode' | 'isAuthority' | 'state'>[];

export interface Party {
  departmentId: number;
  regionCode: string;
}
type Parties = readonly [Party, Party];

export interface Body {
  /** The mediating department; null where it is not on this platform. */
  departmentId: number | null;
  name: string;
  /** The government of its level, which decides what the mediation leaves open. */
  government: string;
}

/** Above all regions of a platform: the State Council’s authority and the State Council. */
const NATION = { name: '国务院政务数据共享主管部门', government: '国务院' };

/** Authorities exist from the county up (N809 4); a township’s disputes are its county’s. */
const WITH_AUTHORITY: ReadonlySet<string> = new Set(['province', 'city', 'county']);

/** The region itself and those above it, nearest first. */
function pathOf(code: string | null, regions: ReadonlyMap<string, Region>): Region[] {
  const region = code === null ? undefined : regions.get(code);
  return region ? [region, ...pathOf(region.parent, regions)] : [];
}

const byCode = (regions: readonly Region[]): Map<string, Region> =>
  new Map(regions.map(region => [region.code, region]));

const authoritiesOf = (departments: Departments): Map<string, Departments[number]> =>
  new Map(
    departments.filter(one => one.isAuthority && one.state !== 'dissolved').map(one => [one.regionCode, one]),
  );

const isParty = (parties: Parties, departmentId: number | undefined): boolean =>
  parties.some(one => one.departmentId === departmentId);

/** From the lowest region that holds both parties upwards; the region of one may hold the other’s. */
function commonPath([one, other]: Parties, regions: ReadonlyMap<string, Region>): Region[] {
  const around = new Set(pathOf(other.regionCode, regions).map(({ code }) => code));
  return pathOf(one.regionCode, regions).filter(
    ({ code, level }) => around.has(code) && WITH_AUTHORITY.has(level),
  );
}

/**
 * The authority of the parties’ common region. Nobody mediates where its own department is a party: then the one above.
 * Where the region has no authority on this platform, the nearest one above it stands in, as for its catalog; where
 * there is none, the region’s own authority is named in words.
 */
export function findBody(parties: Parties, regions: readonly Region[], departments: Departments): Body {
  const authorities = authoritiesOf(departments);
  const levels = commonPath(parties, byCode(regions));
  const lastParty = levels.findLastIndex(({ code }) => isParty(parties, authorities.get(code)?.id));
  const above = levels.slice(lastParty + 1);
  const [own] = above;
  if (own === undefined) return { departmentId: null, ...NATION };
  for (const { code, name } of above) {
    const found = authorities.get(code);
    if (found) return { departmentId: found.id, name: found.name, government: `${name}人民政府` };
  }
  return { departmentId: null, name: `${own.name}政务数据主管部门`, government: `${own.name}人民政府` };
}

/**
 * The authority on this platform that conducts the mediation: the body itself, or, for a body outside, the nearest
 * authority of the first of these regions whose own department is no party. Where all are parties, the first; then the
 * other side checks what it enters. Undefined on a platform without authorities.
 */
export function findDesk(
  parties: Parties,
  body: Body,
  from: readonly string[],
  regions: readonly Region[],
  departments: Departments,
): number | undefined {
  if (body.departmentId !== null) return body.departmentId;
  const tree = byCode(regions);
  const authorities = authoritiesOf(departments);
  const found = from.flatMap(region =>
    pathOf(region, tree)
      .flatMap(({ code }) => authorities.get(code)?.id ?? [])
      .slice(0, 1),
  );
  return found.find(id => !isParty(parties, id)) ?? found[0];
}
