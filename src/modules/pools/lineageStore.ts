/** Where rows come from and where they go: read from orders and grants, which say it themselves. */
import { type Db, sql } from '#kernel/db.ts';
import type { RunPlan } from '#vocabulary/plans.ts';
import type { RunState } from '#vocabulary/moves.ts';

export interface RunRow {
  id: number;
  no: string;
  taskId: number;
  plan: RunPlan;
  state: RunState;
  rows: number;
  at: Date;
}

const RUN = sql`select r.id, r.no, r.task_id as "taskId", r.plan, p.state, p.rows_written as rows,
    coalesce(p.finished_at, p.started_at, r.created_at) as at
  from plans.run r join plans.progress p on p.run_id = r.id`;

export const findRun = (db: Db, id: number): Promise<RunRow | undefined> =>
  db.find(sql`${RUN} where r.id = ${id}`);
/** The last whose rows lie in the pool; none yet: the last that was ordered. */
export const findLastRun = (db: Db, taskId: number): Promise<RunRow | undefined> =>
  db.find(
    sql`${RUN} where r.task_id = ${taskId} and r.resend_of is null order by p.state = 'delivered' desc, r.id desc limit 1`,
  );

export interface GrantRow {
  id: number;
  no: string;
  entryTitle: string;
  consumerId: number;
  consumer: string;
  providerId: number;
  state: string;
  until: string;
}
const GRANT = sql`select g.id, g.no, g.entry_title as "entryTitle", g.consumer_id as "consumerId", d.name as consumer,
    g.provider_id as "providerId", g.state, g.until
  from sharing.grant g join org.department d on d.id = g.consumer_id`;
/** Under which rows of the entry go on in tables. */
export const listGrants = (db: Db, entryId: number): Promise<GrantRow[]> =>
  db.many(
    sql`${GRANT} where g.entry_id = ${entryId} and g.mode = 'batch' and g.state in ('active', 'suspended') order by g.id limit 200`,
  );
export const findGrant = (db: Db, id: number): Promise<GrantRow | undefined> =>
  db.find(sql`${GRANT} where g.id = ${id}`);

export interface BroughtBy {
  id: number;
  no: string;
  at: Date | null;
  /** The number of the entry that holds its receipt. */
  record: number | null;
}
export const listBringing = (db: Db, nos: readonly string[]): Promise<BroughtBy[]> =>
  db.many(sql`select r.id, r.no, p.finished_at as at, (p.receipt->>'record')::int as record
    from plans.run r join plans.progress p on p.run_id = r.id where r.no = any (${[...nos]}::text[])`);
