import { type Db, type Tx, sql } from '#kernel/db.ts';
import type { Role } from '#vocabulary/permissions.ts';
import type { Department, DepartmentState, NewDepartment, Region } from './rules.ts';

/** Held until the command ends: two administrators who act at once act one after the other. */
export const lockOffice = (tx: Tx): Promise<number> =>
  tx.run(sql`lock table org.post in share row exclusive mode`);

/** People in office as administrators, and whether there ever was a security officer. */
export const countAdministrators = (
  db: Db,
): Promise<{ operator: number; security: number; auditor: number; everSecurity: boolean }> =>
  db.get(sql`select
      count(distinct account_id) filter (where role = 'operator') as operator,
      count(distinct account_id) filter (where role = 'security') as security,
      count(distinct account_id) filter (where role = 'auditor') as auditor,
      exists (select from org.post where role = 'security' and confirmed_at is not null) as "everSecurity"
    from org.post_in_office`);

/** Accounts of the security officers in office. */
export const listSecurityInOffice = async (db: Db): Promise<number[]> =>
  (
    await db.many<{ id: number }>(
      sql`select distinct account_id as id from org.post_in_office where role = 'security'`,
    )
  ).map(row => row.id);

export const renameRegion = (tx: Tx, code: string, name: string): Promise<number> =>
  tx.run(sql`update org.region set name = ${name} where code = ${code}`);

export const getRegion = (db: Db, code: string): Promise<Region> =>
  db.get(sql`select code, name, parent, level from org.region where code = ${code}`);

/** Regions that a new one comes between: what lies below it hung on what lies above it. */
export const adoptRegions = (tx: Tx, code: string, below: readonly string[]): Promise<number> =>
  tx.run(sql`update org.region set parent = ${code} where code = any(${[...below]}::text[])`);

export const deleteRegion = (tx: Tx, code: string): Promise<number> =>
  tx.run(sql`delete from org.region where code = ${code}`);

export const countInRegion = (db: Db, code: string): Promise<{ departments: number; below: number }> =>
  db.get(sql`select (select count(*) from org.department where region_code = ${code}) as departments,
    (select count(*) from org.region where parent = ${code}) as below`);

export const lockDepartment = (tx: Tx, id: number): Promise<{ id: number }> =>
  tx.get(sql`select id from org.department where id = ${id} for update`);

export const setDepartment = (tx: Tx, id: number, d: Omit<NewDepartment, 'key'>): Promise<number> =>
  tx.run(sql`update org.department set name = ${d.name}, name_en = ${d.nameEn}, short_name = ${d.shortName},
      region_code = ${d.regionCode}, kind = ${d.kind}, credit_code = ${d.creditCode}, is_authority = ${d.isAuthority},
      phone = ${d.phone ?? ''}
    where id = ${id}`);

export const setDepartmentState = (tx: Tx, id: number, state: DepartmentState): Promise<number> =>
  tx.run(sql`update org.department set state = ${state} where id = ${id}`);

export const listDependents = (db: Db, departmentId: number): Promise<{ kind: string; n: number }[]> =>
  db.many(sql`select kind, n from org.dependent where department_id = ${departmentId}`);

/** Ends what a dissolved department leaves: posts, its systems with their keys, its being the region's authority. */
export async function endDepartment(tx: Tx, departmentId: number, at: Date): Promise<void> {
  await tx.run(sql`update org.department set is_authority = false where id = ${departmentId}`);
  await tx.run(sql`update org.post set ended = (${at}::timestamptz at time zone 'Asia/Shanghai')::date
    where department_id = ${departmentId} and ended is null`);
  await tx.run(
    sql`delete from plans.system s using org.system o where o.id = s.id and o.department_id = ${departmentId}`,
  );
  await tx.run(
    sql`update org.system set disabled_at = ${at} where department_id = ${departmentId} and disabled_at is null`,
  );
}

export interface DepartmentListRow extends Department {
  regionName: string;
  /** In office today. */
  people: number;
  waiting: number;
  roles: Role[];
}

export interface DepartmentFilter {
  q: string;
  region: string;
  state: string;
  page: number;
  size: number;
}

export async function listDepartmentPage(
  db: Db,
  { q, region, state, page, size }: DepartmentFilter,
): Promise<{ total: number; items: DepartmentListRow[] }> {
  const from = sql`from org.department d join org.region r on r.code = d.region_code
    where (${q} = '' or strpos(lower(d.name || ' ' || d.short_name || ' ' || d.name_en || ' ' || d.credit_code), lower(${q})) > 0)
      and (${region} = '' or d.region_code = ${region}) and (${state} = '' or d.state = ${state})`;
  const { n } = await db.get<{ n: number }>(sql`select count(*) as n ${from}`);
  const items =
    await db.many<DepartmentListRow>(sql`select d.id, d.key, d.name, d.name_en as "nameEn", d.short_name as "shortName",
      d.region_code as "regionCode", d.kind, d.credit_code as "creditCode", d.is_authority as "isAuthority", d.phone, d.state,
      r.name as "regionName",
      (select count(distinct p.account_id) from org.post_in_office p where p.department_id = d.id) as people,
      (select count(*) from org.post p where p.department_id = d.id and p.ended is null and p.confirmed_at is null) as waiting,
      array(select distinct p.role from org.post_in_office p where p.department_id = d.id order by 1) as roles
    ${from} order by d.region_code, d.is_authority desc, d.id limit ${size} offset ${(page - 1) * size}`);
  return { total: n, items };
}

/** How far an installation is set up: what the first steps are ticked by. */
export const getSetup = (
  db: Db,
): Promise<{
  regions: number;
  authorities: number;
  departments: number;
  authorityPeople: number;
  completeDepartments: number;
  operators: number;
  security: number;
  auditors: number;
  waiting: number;
  networks: number;
}> =>
  db.get(sql`select
      (select count(*) from org.region) as regions,
      (select count(*) from org.department where is_authority and state = 'active') as authorities,
      (select count(*) from org.department where not is_authority and key <> 'platform' and state = 'active') as departments,
      (select count(distinct account_id) from org.post_in_office where role = 'authority') as "authorityPeople",
      (select count(*) from (select department_id from org.post_in_office
          where role in ('data_officer', 'sharing_head', 'department_head')
          group by 1 having count(distinct role) = 3) full_departments) as "completeDepartments",
      (select count(distinct account_id) from org.post_in_office where role = 'operator') as operators,
      (select count(distinct account_id) from org.post_in_office where role = 'security') as security,
      (select count(distinct account_id) from org.post_in_office where role = 'auditor') as auditors,
      (select count(*) from org.post p join org.account a on a.id = p.account_id
        where p.ended is null and p.confirmed_at is null and a.disabled_at is null) as waiting,
      (select count(*) from org.network) as networks`);
