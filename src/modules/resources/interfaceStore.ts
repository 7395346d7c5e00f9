import { type Db, type Tx, sql } from '#kernel/db.ts';
import type { UpstreamAddress, UpstreamCredentials } from '#vocabulary/plans.ts';
import type { InterfaceBody } from './interfaceRules.ts';

/** What of a registration is the interface itself; how it is reached lies in `plans.upstream`. */
export type Kept = Omit<InterfaceBody, 'reach' | 'entryId' | 'name'>;

export interface Reach extends UpstreamAddress {
  credentials: UpstreamCredentials;
  timeout: number;
  rate: number;
  rateSeconds: number;
  health: { kind: 'example' | 'path'; path: string };
  /** Seconds. */
  every: number;
}

export interface InterfaceRow extends Reach {
  id: number;
  entryId: number;
  departmentId: number;
  name: string;
  body: Kept;
  createdAt: Date;
  state: 'mounted' | 'down';
  since: Date;
  problem: string;
  checks: number;
  failures: number;
  inRow: number;
  checkedAt: Date | null;
  milliseconds: number | null;
}

const INTERFACE = sql`select i.id, i.entry_id as "entryId", i.department_id as "departmentId", i.name, i.body, i.created_at as "createdAt",
    i.state, i.since, i.problem, u.scheme, u.host, u.port, u.address, u.base, u.credentials, u.timeout, u.rate,
    u.rate_seconds as "rateSeconds", u.health, u.every, coalesce(h.checks, 0)::int as checks, coalesce(h.failures, 0)::int as failures,
    coalesce(h.in_row, 0) as "inRow", h.checked_at as "checkedAt", h.milliseconds
  from resources.interface i join plans.upstream u on u.id = i.id left join resources.health h on h.interface_id = i.id`;

export const findInterface = (db: Db, id: number): Promise<InterfaceRow | undefined> =>
  db.find(sql`${INTERFACE} where i.id = ${id} and i.ended_at is null`);
export const findInterfaceOf = (db: Db, entryId: number): Promise<InterfaceRow | undefined> =>
  db.find(sql`${INTERFACE} where i.entry_id = ${entryId} and i.ended_at is null`);
export const listInterfaces = (db: Db, departmentId: number): Promise<InterfaceRow[]> =>
  db.many(
    sql`${INTERFACE} where i.department_id = ${departmentId} and i.ended_at is null order by i.id desc`,
  );
/** Those whose next check is due. */
export const listDue = (db: Db, now: Date, limit: number): Promise<InterfaceRow[]> =>
  db.many(sql`${INTERFACE} where i.ended_at is null and u.every > 0
    and (h.checked_at is null or h.checked_at <= ${now}::timestamptz - make_interval(secs => u.every))
    order by h.checked_at nulls first, i.id limit ${limit}`);

/** Only the writing login may read it. */
export const getSecret = (db: Db, id: number): Promise<{ sealed: Buffer }> =>
  db.get(sql`select secret_sealed as sealed from plans.upstream where id = ${id}`);

/** Row lock: two changes of one interface come one after the other. */
export const lockInterface = (tx: Tx, id: number): Promise<{ id: number } | undefined> =>
  tx.find(sql`select id from resources.interface where id = ${id} and ended_at is null for update`);

/** `seal` is called with the row's number: a sealed secret opens only in its own row. */
export async function putReach(
  tx: Tx,
  departmentId: number,
  known: number | undefined,
  reach: Reach,
  seal: (id: number) => Buffer,
): Promise<number> {
  const { scheme, host, port, address, base, credentials, timeout, rate, rateSeconds, health, every } = reach;
  const id =
    known ??
    (
      await tx.get<{
        id: number;
      }>(sql`insert into plans.upstream (department_id, scheme, host, port, address, credentials, secret_sealed, health)
        values (${departmentId}, ${scheme}, ${host}, ${port}, ${address}, '{}', ''::bytea, '{}') returning id`)
    ).id;
  await tx.run(sql`update plans.upstream set scheme = ${scheme}, host = ${host}, port = ${port}, address = ${address}, base = ${base},
      credentials = ${JSON.stringify(credentials)}::jsonb, secret_sealed = ${seal(id)}, timeout = ${timeout}, rate = ${rate},
      rate_seconds = ${rateSeconds}, health = ${JSON.stringify(health)}::jsonb, every = ${every}, changed = clock_timestamp()
    where id = ${id}`);
  return id;
}

export const insertInterface = (
  tx: Tx,
  one: { id: number; entryId: number; departmentId: number; name: string; body: Kept },
  at: Date,
): Promise<number> =>
  tx.run(sql`insert into resources.interface (id, entry_id, department_id, name, body, created_at, state, since)
    values (${one.id}, ${one.entryId}, ${one.departmentId}, ${one.name}, ${JSON.stringify(one.body)}::jsonb, ${at}, 'mounted', ${at})`);

export const endInterface = (tx: Tx, entryId: number, at: Date): Promise<number> =>
  tx.run(
    sql`update resources.interface set ended_at = ${at} where entry_id = ${entryId} and ended_at is null`,
  );

export const dropTable = (tx: Tx, entryId: number): Promise<number> =>
  tx.run(sql`delete from resources.resource where entry_id = ${entryId}`);

export const setState = (
  tx: Tx,
  id: number,
  state: InterfaceRow['state'],
  problem: string,
  at: Date,
): Promise<number> =>
  tx.run(
    sql`update resources.interface set state = ${state}, problem = ${problem}, since = ${at} where id = ${id}`,
  );

export interface Check {
  id: number;
  at: Date;
  ok: boolean;
  milliseconds: number;
  problem: string;
}

/** Answers how many checks in a row were in vain. */
export const putHealth = (tx: Tx, { id, at, ok, milliseconds, problem }: Check): Promise<{ inRow: number }> =>
  tx.get(sql`insert into resources.health (interface_id, checked_at, ok, milliseconds, checks, failures, in_row, problem)
    values (${id}, ${at}, ${ok}, ${milliseconds}, 1, ${ok ? 0 : 1}, ${ok ? 0 : 1}, ${problem})
    on conflict (interface_id) do update set checked_at = excluded.checked_at, ok = excluded.ok, milliseconds = excluded.milliseconds,
      checks = resources.health.checks + 1, failures = resources.health.failures + excluded.failures,
      in_row = case when excluded.ok then 0 else resources.health.in_row + 1 end, problem = excluded.problem
    returning in_row as "inRow"`);
