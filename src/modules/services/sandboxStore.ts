import { type Db, type Tx, sql } from '#kernel/db.ts';
import type { Mask, TablePlan } from '#vocabulary/plans.ts';

export interface SandboxRow {
  applicationId: number;
  entryId: number;
  systemId: number;
  consumerId: number;
  sid: string;
  version: number;
  front: boolean;
  grantId: number | null;
  openedAt: Date;
  turnedAt: Date | null;
  turnedPost: string;
  endedAt: Date | null;
}

const SANDBOX = sql`select application_id as "applicationId", entry_id as "entryId", system_id as "systemId", consumer_id as "consumerId",
    sid, version, front, grant_id as "grantId", opened_at as "openedAt", turned_at as "turnedAt", turned_post as "turnedPost",
    ended_at as "endedAt" from services.sandbox`;

export const findSandbox = (db: Db, applicationId: number): Promise<SandboxRow | undefined> =>
  db.find(sql`${SANDBOX} where application_id = ${applicationId}`);
export const lockSandboxOf = (tx: Tx, grantId: number): Promise<SandboxRow | undefined> =>
  tx.find(sql`${SANDBOX} where grant_id = ${grantId} and ended_at is null for update`);
export const listSandboxesOf = (db: Db, grantIds: readonly number[]): Promise<SandboxRow[]> =>
  db.many(sql`${SANDBOX} where grant_id = any(${[...grantIds]}::int[])`);

export const insertSandbox = (
  tx: Tx,
  row: Omit<SandboxRow, 'turnedAt' | 'turnedPost' | 'endedAt'>,
): Promise<number> =>
  tx.run(sql`insert into services.sandbox (application_id, entry_id, system_id, consumer_id, sid, version, front, grant_id, opened_at)
    values (${row.applicationId}, ${row.entryId}, ${row.systemId}, ${row.consumerId}, ${row.sid}, ${row.version}, ${row.front},
      ${row.grantId}, ${row.openedAt})`);

export const setSandbox = (
  tx: Tx,
  { applicationId, version, front, grantId, sid, systemId }: SandboxRow,
  endedAt: Date | null,
): Promise<number> =>
  tx.run(sql`update services.sandbox set version = ${version}, front = ${front}, grant_id = ${grantId}, sid = ${sid}, system_id = ${systemId},
    ended_at = ${endedAt} where application_id = ${applicationId}`);

export const setTurned = (tx: Tx, applicationId: number, at: Date, post: string): Promise<number> =>
  tx.run(
    sql`update services.sandbox set front = false, turned_at = ${at}, turned_post = ${post} where application_id = ${applicationId}`,
  );

/** An application as far as a sandbox follows it, with the grant that came of it. */
export interface FollowedRow {
  id: number;
  no: string;
  state: string;
  amends: number | null;
  received: boolean;
  entryId: number;
  entryTitle: string;
  consumerId: number;
  consumerName: string;
  providerId: number;
  providerName: string;
  creditCode: string;
  systemId: number;
  mode: 'query' | 'verify' | 'batch' | 'file';
  items: string[];
  scenario: string;
  until: string;
  grantId: number | null;
  grantEnded: boolean;
  /** Of the grant: what was decided; null before. */
  decided: { name: string; mask: Mask }[] | null;
  /** Its system already calls this service under a grant. */
  served: boolean;
}

const FOLLOWED = sql`select a.id, a.no, a.state, a.amends, a.received_at is not null as received, a.entry_id as "entryId", a.entry_title as "entryTitle",
    a.consumer_id as "consumerId", c.name as "consumerName", a.provider_id as "providerId", p.name as "providerName",
    p.credit_code as "creditCode", coalesce(g.system_id, a.system_id) as "systemId", coalesce(g.mode, a.mode) as mode, a.items, a.scenario,
    coalesce(g.until, a.until) as until, g.id as "grantId", g.ended_at is not null as "grantEnded", g.decision -> 'items' as decided,
    exists (select from sharing.grant o where o.system_id = a.system_id and o.entry_id = a.entry_id and o.mode = a.mode
      and o.ended_at is null and o.id is distinct from a.grant_id) as served
  from sharing.application a join org.department c on c.id = a.consumer_id join org.department p on p.id = a.provider_id
    left join sharing.grant g on g.id = a.grant_id`;

export const findFollowed = (db: Db, applicationId: number): Promise<FollowedRow | undefined> =>
  db.find(sql`${FOLLOWED} where a.id = ${applicationId}`);

/**
 * Applications whose sandbox may not be what their state asks for: what lapsed, was settled or ended by itself went
 * through no step that would have told.
 */
export const listStrayed = (db: Db, closed: readonly string[]): Promise<{ id: number }[]> =>
  db.many(sql`select x.application_id as id from services.sandbox x join sharing.application a on a.id = x.application_id
      left join sharing.grant g on g.id = a.grant_id
    where x.ended_at is null and (x.grant_id is distinct from a.grant_id or g.ended_at is not null
      or (a.grant_id is null and a.state = any(${[...closed]}::text[])))
    order by x.application_id limit 200`);

export const findPlan = async (db: Db, grantId: number, version: number): Promise<TablePlan | undefined> =>
  (
    await db.find<{ body: TablePlan }>(
      sql`select body from plans.plan where grant_id = ${grantId} and version = ${version}`,
    )
  )?.body;
