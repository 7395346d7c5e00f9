import { type Db, type Tx, sql } from '#kernel/db.ts';
import type { Role } from '#vocabulary/permissions.ts';
import type { Convention } from './keyRules.ts';
import type { Department, NewDepartment, Region, System } from './rules.ts';

export interface AccountRow {
  id: number;
  login: string;
  name: string;
  passwordHash: string;
  mustChange: boolean;
  isDemo: boolean;
  locked: boolean;
}

export interface PostRow {
  id: number;
  accountId: number;
  role: Role;
  departmentId: number;
  departmentName: string;
  regionCode: string;
}

const DEPARTMENT = sql`d.id, d.key, d.name, d.name_en as "nameEn", d.short_name as "shortName", d.region_code as "regionCode",
  d.kind, d.credit_code as "creditCode", d.is_authority as "isAuthority", d.phone, d.state`;

export const listRegions = (db: Db): Promise<Region[]> =>
  db.many(sql`select code, name, parent, level from org.region order by code`);

export const listDepartments = (db: Db): Promise<Department[]> =>
  db.many(sql`select ${DEPARTMENT} from org.department d order by d.region_code, d.id`);

export const getDepartment = (db: Db, id: number): Promise<Department> =>
  db.get(sql`select ${DEPARTMENT} from org.department d where d.id = ${id}`);

/** The authority of a region; a region without its own is looked after by the one above. */
export const getAuthorityOf = (db: Db, regionCode: string): Promise<Department> =>
  db.get(sql`with recursive up as (
      select code, parent, 0 as step from org.region where code = ${regionCode}
      union all select r.code, r.parent, up.step + 1 from org.region r join up on r.code = up.parent)
    select ${DEPARTMENT} from up join org.department d on d.region_code = up.code and d.is_authority
    order by up.step limit 1`);

export const findAccount = (db: Db, login: string): Promise<AccountRow | undefined> =>
  db.find(sql`select id, login, name, password_hash as "passwordHash", must_change as "mustChange", is_demo as "isDemo",
      locked_at is not null as locked
    from org.account where login = ${login} and disabled_at is null`);

export const listPostsOf = (db: Db, accountId: number): Promise<PostRow[]> =>
  db.many(sql`select p.id, p.account_id as "accountId", p.role, d.id as "departmentId", d.name as "departmentName", d.region_code as "regionCode"
    from org.post_in_office p join org.department d on d.id = p.department_id
    where p.account_id = ${accountId} order by p.id`);

export interface SessionRow {
  accountId: number;
  postId: number;
  usedAt: Date;
  login: string;
  name: string;
  mustChange: boolean;
  isDemo: boolean;
  role: Role;
  departmentId: number;
  departmentName: string;
  regionCode: string;
}

export const findSession = (
  db: Db,
  tokenHash: Buffer,
  now: Date,
  idleSince: Date,
): Promise<SessionRow | undefined> =>
  db.find(sql`select s.account_id as "accountId", s.post_id as "postId", s.used_at as "usedAt", a.login, a.name,
      a.must_change as "mustChange", a.is_demo as "isDemo", p.role, d.id as "departmentId", d.name as "departmentName", d.region_code as "regionCode"
    from org.session s
    join org.account a on a.id = s.account_id
    join org.post_in_office p on p.id = s.post_id
    join org.department d on d.id = p.department_id
    where s.token_hash = ${tokenHash} and s.expires_at > ${now} and s.used_at > ${idleSince}`);

export const insertSession = (
  tx: Tx,
  tokenHash: Buffer,
  accountId: number,
  postId: number,
  at: Date,
  expires: Date,
): Promise<number> =>
  tx.run(sql`insert into org.session (token_hash, account_id, post_id, created_at, used_at, expires_at)
    values (${tokenHash}, ${accountId}, ${postId}, ${at}, ${at}, ${expires})`);

export const touchSession = (tx: Tx, tokenHash: Buffer, at: Date): Promise<number> =>
  tx.run(sql`update org.session set used_at = ${at} where token_hash = ${tokenHash}`);

export const setSessionPost = (tx: Tx, tokenHash: Buffer, postId: number): Promise<number> =>
  tx.run(sql`update org.session set post_id = ${postId} where token_hash = ${tokenHash}`);

export const deleteSession = (tx: Tx, tokenHash: Buffer): Promise<number> =>
  tx.run(sql`delete from org.session where token_hash = ${tokenHash}`);

export const deleteOtherSessions = (tx: Tx, accountId: number, tokenHash: Buffer): Promise<number> =>
  tx.run(sql`delete from org.session where account_id = ${accountId} and token_hash <> ${tokenHash}`);

export const clearFailures = (tx: Tx, login: string): Promise<number> =>
  tx.run(sql`delete from org.sign_in_failure where login = ${login}`);

export const setPassword = (tx: Tx, accountId: number, hash: string): Promise<number> =>
  tx.run(sql`update org.account set password_hash = ${hash}, must_change = false where id = ${accountId}`);

export const getPassword = (db: Db, accountId: number): Promise<{ login: string; passwordHash: string }> =>
  db.get(sql`select login, password_hash as "passwordHash" from org.account where id = ${accountId}`);

export const insertRegion = (tx: Tx, region: Region): Promise<number> =>
  tx.run(
    sql`insert into org.region (code, name, parent, level) values (${region.code}, ${region.name}, ${region.parent}, ${region.level})`,
  );

export const insertDepartment = (tx: Tx, d: NewDepartment): Promise<{ id: number }> =>
  tx.get(sql`insert into org.department (key, name, name_en, short_name, region_code, kind, credit_code, is_authority, phone)
    values (${d.key}, ${d.name}, ${d.nameEn}, ${d.shortName}, ${d.regionCode}, ${d.kind}, ${d.creditCode}, ${d.isAuthority}, ${d.phone ?? ''}) returning id`);

export const insertAccount = (
  tx: Tx,
  login: string,
  name: string,
  hash: string,
  mustChange: boolean,
  isDemo: boolean,
): Promise<{ id: number }> =>
  tx.get(sql`insert into org.account (login, name, password_hash, must_change, is_demo)
    values (${login}, ${name}, ${hash}, ${mustChange}, ${isDemo}) returning id`);

export const insertPost = (
  tx: Tx,
  accountId: number,
  departmentId: number,
  role: Role,
  since: string,
): Promise<{ id: number }> =>
  tx.get(
    sql`insert into org.post (account_id, department_id, role, since) values (${accountId}, ${departmentId}, ${role}, ${since}) returning id`,
  );

export const insertSystem = (
  tx: Tx,
  departmentId: number,
  name: string,
  rid: string,
  addresses: readonly string[],
  at: Date,
): Promise<{ id: number }> =>
  tx.get(sql`insert into org.system (department_id, name, rid, addresses, created_at)
    values (${departmentId}, ${name}, ${rid}, ${[...addresses]}, ${at}) returning id`);

export const publishSystem = (
  tx: Tx,
  system: System,
  appKeySealed: Buffer,
  appSecretSealed: Buffer,
  secretUntil: Date,
  spread: number,
  profiles: readonly Convention[],
): Promise<number> =>
  tx.run(sql`insert into plans.system (id, rid, department_id, name, addresses, app_key_sealed, app_secret_sealed, secret_until, spread, profiles)
    values (${system.id}, ${system.rid}, ${system.departmentId}, ${system.name}, ${system.addresses}, ${appKeySealed}, ${appSecretSealed}, ${secretUntil}, ${spread}, ${[...profiles]})
    on conflict (id) do update set addresses = excluded.addresses, name = excluded.name, app_key_sealed = excluded.app_key_sealed,
      app_secret_sealed = excluded.app_secret_sealed, secret_until = excluded.secret_until, spread = excluded.spread, profiles = excluded.profiles`);

export const listSystems = (db: Db, departmentId: number): Promise<System[]> =>
  db.many(sql`select id, department_id as "departmentId", name, rid, addresses from org.system
    where department_id = ${departmentId} and disabled_at is null order by id`);

export const getSystem = (db: Db, id: number): Promise<System> =>
  db.get(
    sql`select id, department_id as "departmentId", name, rid, addresses from org.system where id = ${id} and disabled_at is null`,
  );

export const listNetworks = (
  db: Db,
  departmentId: number,
): Promise<{ id: number; cidr: string; note: string }[]> =>
  db.many(sql`select id, cidr, note from org.network where department_id = ${departmentId} order by id`);

export const insertNetwork = (
  tx: Tx,
  departmentId: number,
  cidr: string,
  note: string,
): Promise<{ id: number }> =>
  tx.get(
    sql`insert into org.network (department_id, cidr, note) values (${departmentId}, ${cidr}, ${note}) returning id`,
  );

export const deleteNetwork = (tx: Tx, id: number): Promise<number> =>
  tx.run(sql`delete from org.network where id = ${id}`);

export const countDemoAccounts = (db: Db): Promise<{ n: number }> =>
  db.get(sql`select count(*) as n from org.account where is_demo`);

export const countAccounts = (db: Db): Promise<{ n: number }> =>
  db.get(sql`select count(*) as n from org.account`);

export const listDemoPosts = (
  db: Db,
): Promise<{ login: string; name: string; role: Role; departmentName: string }[]> =>
  db.many(sql`select a.login, a.name, p.role, d.name as "departmentName" from org.account a
    join org.post p on p.account_id = a.id and p.ended is null join org.department d on d.id = p.department_id
    where a.is_demo order by a.id, p.id`);

export interface DemoActorRow {
  accountId: number;
  postId: number;
  role: Role;
  name: string;
  departmentId: number;
  departmentName: string;
  regionCode: string;
}

export const listDemoActors = (db: Db): Promise<DemoActorRow[]> =>
  db.many(sql`select a.id as "accountId", p.id as "postId", p.role, a.name, d.id as "departmentId", d.name as "departmentName",
      d.region_code as "regionCode"
    from org.account a join org.post p on p.account_id = a.id and p.ended is null join org.department d on d.id = p.department_id
    where a.is_demo order by a.id, p.id`);
