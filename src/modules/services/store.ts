import { type Db, type Tx, sql } from '#kernel/db.ts';
import type { ColumnType, Mask, RowCondition } from '#vocabulary/plans.ts';
import type { ServiceSettings } from '#vocabulary/services.ts';
import type { Check, CheckResult } from './checks.ts';
import type { Served, ServedItem } from './rules.ts';

/** What the gateway follows of an entry; undefined where nobody has said anything. */
export const findSettings = (
  db: Db,
  entryId: number,
): Promise<{ body: Partial<ServiceSettings>; changed: Date } | undefined> =>
  db.find(sql`select body, changed from plans.service where entry_id = ${entryId}`);

export const listSettings = (
  db: Db,
  entryIds: readonly number[],
): Promise<{ entryId: number; body: Partial<ServiceSettings> }[]> =>
  db.many(
    sql`select entry_id as "entryId", body from plans.service where entry_id = any(${[...entryIds]}::int[])`,
  );

export const putSettings = (tx: Tx, entryId: number, body: ServiceSettings): Promise<number> =>
  tx.run(sql`insert into plans.service (entry_id, body) values (${entryId}, ${JSON.stringify(body)}::jsonb)
    on conflict (entry_id) do update set body = excluded.body, changed = clock_timestamp()`);

/** A grant for calls, with what it gives and which version of the service its plan reaches. */
export interface HolderRow {
  grantId: number;
  no: string;
  state: string;
  entryId: number;
  entryTitle: string;
  mode: 'query' | 'verify';
  sid: string;
  consumerId: number;
  consumerName: string;
  providerId: number;
  providerName: string;
  systemId: number;
  systemName: string;
  rid: string;
  scenario: string;
  until: string;
  items: { name: string; column: string; type: ColumnType; identifier: boolean; mask: Mask }[];
  rows: RowCondition[];
  /** Of the plan that is in force, or was last. */
  serviceVersion: number;
  ready: boolean;
  ended: boolean;
  /** Whether calls under it are served: neither suspended nor ended. */
  live: boolean;
}

const HOLDER = sql`select g.id as "grantId", g.no, g.state, g.entry_id as "entryId", g.entry_title as "entryTitle", g.mode, g.sid,
    g.consumer_id as "consumerId", c.name as "consumerName", g.provider_id as "providerId", p.name as "providerName",
    g.system_id as "systemId", s.name as "systemName", s.rid, g.scenario, g.until, g.decision -> 'items' as items, g.decision -> 'rows' as rows,
    coalesce((select (l.body ->> 'serviceVersion')::int from plans.plan l where l.grant_id = g.id order by l.version desc limit 1), 1) as "serviceVersion",
    g.ready_at is not null as ready, g.ended_at is not null as ended,
    exists (select from plans.live v where v.grant_id = g.id and v.version > 0) as live
  from sharing.grant g join org.department c on c.id = g.consumer_id join org.department p on p.id = g.provider_id
    join org.system s on s.id = g.system_id`;

/** Grants for calls on an entry that have not ended and whose data flow. */
export const listHolders = (db: Db, entryId: number): Promise<HolderRow[]> =>
  db.many(
    sql`${HOLDER} where g.entry_id = ${entryId} and g.mode in ('query', 'verify') and g.ended_at is null and g.ready_at is not null order by g.id`,
  );

export const findHolder = (db: Db, grantId: number): Promise<HolderRow | undefined> =>
  db.find(sql`${HOLDER} where g.id = ${grantId} and g.mode in ('query', 'verify')`);

/** What a department holds, the newest first. */
export const listHeld = (db: Db, departmentId: number): Promise<HolderRow[]> =>
  db.many(sql`${HOLDER} where g.consumer_id = ${departmentId} and g.mode in ('query', 'verify') and g.ended_at is null
    order by g.id desc limit 500`);

/** A grant of a service by its code: the reader’s own, or any on an entry of its own. */
export const findBySid = (db: Db, sid: string, departmentId: number): Promise<HolderRow | undefined> =>
  db.find(sql`${HOLDER} where g.sid = ${sid} and g.mode in ('query', 'verify')
      and (g.consumer_id = ${departmentId} or g.provider_id = ${departmentId})
    order by g.consumer_id <> ${departmentId}, g.ended_at is not null, g.id desc limit 1`);

export interface VersionRow {
  entryId: number;
  version: number;
  items: ServedItem[];
  place: Served['place'];
  since: Date;
  note: string;
  deprecatedAt: Date | null;
  sunset: string | null;
}

/** Those that were replaced, the newest first. */
export const listVersions = (db: Db, entryIds: readonly number[]): Promise<VersionRow[]> =>
  db.many(sql`select entry_id as "entryId", version, items, place, since, note, deprecated_at as "deprecatedAt", sunset
    from services.version where entry_id = any(${[...entryIds]}::int[]) order by entry_id, version desc`);

export const insertVersion = (tx: Tx, row: VersionRow): Promise<number> =>
  tx.run(sql`insert into services.version (entry_id, version, items, place, since, note, deprecated_at, sunset)
    values (${row.entryId}, ${row.version}, ${JSON.stringify(row.items)}::jsonb, ${JSON.stringify(row.place)}::jsonb, ${row.since},
      ${row.note}, ${row.deprecatedAt}, ${row.sunset})`);

/** Mounted entries of a department with how many hold them: the services that it provides. */
export interface ProvidedRow {
  entryId: number;
  version: number;
  state: string;
  holders: number;
  onOld: number;
}
export const listProvided = (db: Db, departmentId: number): Promise<ProvidedRow[]> =>
  db.many(sql`select r.entry_id as "entryId", r.version, r.state,
      count(distinct g.consumer_id) filter (where g.id is not null)::int as holders,
      count(g.id) filter (where coalesce((l.body ->> 'serviceVersion')::int, 1) < r.version)::int as "onOld"
    from resources.resource r join resources.source s on s.id = r.source_id
    left join sharing.grant g on g.entry_id = r.entry_id and g.mode in ('query', 'verify') and g.ended_at is null and g.ready_at is not null
    left join plans.plan l on l.grant_id = g.id and l.version = g.version
    where s.department_id = ${departmentId} group by r.entry_id, r.version, r.state order by r.entry_id desc`);

/** Which version is mounted now, of entries over tables. */
export const listMountVersions = (
  db: Db,
  entryIds: readonly number[],
): Promise<{ entryId: number; version: number }[]> =>
  db.many(
    sql`select entry_id as "entryId", version from resources.resource where entry_id = any(${[...entryIds]}::int[])`,
  );

/** Of each entry, the live grants whose newest contract test failed. */
export const countFailing = (
  db: Db,
  entryIds: readonly number[],
): Promise<{ entryId: number; n: number }[]> =>
  db.many(sql`select g.entry_id as "entryId", count(*)::int as n from sharing.grant g
    join lateral (select passed from services.contract_run r where r.grant_id = g.id order by id desc limit 1) r on not r.passed
    where g.entry_id = any(${[...entryIds]}::int[]) and g.ended_at is null group by g.entry_id`);

export interface ContractRow {
  grantId: number;
  checks: Check[];
  sealed: Buffer | null;
  changedAt: Date;
  changedPost: string;
  runAt: Date | null;
}

/** `secrets` reads through the login that writes: the sealed example is open to no other. */
export const findContract = (secrets: Db, grantId: number): Promise<ContractRow | undefined> =>
  secrets.find(sql`select grant_id as "grantId", checks, example_sealed as sealed, changed_at as "changedAt", changed_post as "changedPost",
    run_at as "runAt" from services.contract where grant_id = ${grantId}`);

export const putContract = (
  tx: Tx,
  one: { grantId: number; checks: readonly Check[]; sealed: Buffer | null; at: Date; post: string },
): Promise<number> =>
  tx.run(sql`insert into services.contract (grant_id, checks, example_sealed, changed_at, changed_post)
    values (${one.grantId}, ${JSON.stringify(one.checks)}::jsonb, ${one.sealed}, ${one.at}, ${one.post})
    on conflict (grant_id) do update set checks = excluded.checks, example_sealed = excluded.example_sealed,
      changed_at = excluded.changed_at, changed_post = excluded.changed_post`);

/** Contracts of live grants that were not run since, the longest ago first. */
export const listDue = (db: Db, before: Date): Promise<{ grantId: number }[]> =>
  db.many(sql`select k.grant_id as "grantId" from services.contract k join sharing.grant g on g.id = k.grant_id
    join plans.live v on v.grant_id = g.id and v.version > 0
    where g.ended_at is null and g.ready_at is not null and k.checks <> '[]' and (k.run_at is null or k.run_at < ${before})
    order by k.run_at nulls first limit 50`);

export interface RunRow {
  id: number;
  grantId: number;
  at: Date;
  ground: 'demand' | 'daily' | 'mount' | 'settings';
  version: number;
  passed: boolean;
  results: CheckResult[];
  override: string;
}

export const insertRun = async (tx: Tx, run: Omit<RunRow, 'id'>): Promise<void> => {
  await tx.run(sql`insert into services.contract_run (grant_id, at, ground, version, passed, results, override)
    values (${run.grantId}, ${run.at}, ${run.ground}, ${run.version}, ${run.passed}, ${JSON.stringify(run.results)}::jsonb, ${run.override})`);
  await tx.run(sql`update services.contract set run_at = ${run.at} where grant_id = ${run.grantId}`);
};

/** The newest first. */
export const listRuns = (db: Db, grantIds: readonly number[], each: number): Promise<RunRow[]> =>
  db.many(sql`select id, grant_id as "grantId", at, ground, version, passed, results, override from (
      select *, row_number() over (partition by grant_id order by id desc) as n from services.contract_run
      where grant_id = any(${[...grantIds]}::int[])) r
    where n <= ${each} order by id desc`);

export const countRunsSince = async (db: Db, grantId: number, since: Date): Promise<number> =>
  (
    await db.get<{ n: number }>(
      sql`select count(*)::int as n from services.contract_run where grant_id = ${grantId} and ground = 'demand' and at >= ${since}`,
    )
  ).n;
