/** What the board counts, in a few statements whatever the number of departments. */
import { type Db, type Sql, sql } from '#kernel/db.ts';
import type { RunState } from '#vocabulary/moves.ts';
import { RUN_CORE, RUN_TABLES, type RunCore } from './runCore.ts';
import { type Sight, seen } from './taskStore.ts';

const RUN = sql`select ${RUN_CORE} from ${RUN_TABLES}`;

/** By `progress_open`: however many runs there were, those that go on are few. */
const IS_OPEN = sql`p.state in ('queued', 'running', 'delivering')`;

const MOST_OPEN = 500;
const MOST_ENDED = 20;

export const listOpen = (db: Db, sight: Sight): Promise<RunCore[]> =>
  db.many(
    sql`${RUN} where ${IS_OPEN} and ${seen(sight)} order by p.state = 'queued', r.id limit ${MOST_OPEN}`,
  );
export const listRunsOf = (db: Db, ids: readonly number[]): Promise<RunCore[]> =>
  db.many(sql`${RUN} where r.id = any (${[...ids]}::int[])`);
export const listEnded = (db: Db, sight: Sight): Promise<RunCore[]> =>
  db.many(
    sql`${RUN} where p.finished_at is not null and ${seen(sight)} order by p.finished_at desc limit ${MOST_ENDED}`,
  );

const within = (column: Sql, sight: Sight): Sql =>
  sight === 'all' ? sql`true` : sql`${column} = any (${[...sight]}::int[])`;

export interface Moved {
  departmentId: number;
  received: number;
  provided: number;
}
/** Rows of deliveries that ended since. A collection is nobody’s exchange. */
export const sumMoved = (db: Db, sight: Sight, since: Date): Promise<Moved[]> =>
  db.many(sql`select d.id as "departmentId", sum(p.rows_written) filter (where d.id = t.consumer_id)::bigint as received,
      sum(p.rows_written) filter (where d.id = t.provider_id)::bigint as provided
    from plans.progress p join plans.run r on r.id = p.run_id join exchange.task t on t.id = r.task_id and t.kind = 'delivery'
    cross join lateral (values (t.consumer_id), (t.provider_id)) d(id)
    where p.finished_at >= ${since} and p.state = 'delivered' and ${within(sql`d.id`, sight)} group by d.id`);

/** Tasks by whom it concerns: a collection the department whose table it is, a delivery whoever waits for its rows. */
const OWNER = sql`case t.kind when 'collection' then t.provider_id else t.consumer_id end`;
const LAST = sql`cross join lateral (select r.id, r.no, p.state, coalesce(p.finished_at, p.started_at, r.created_at) as at
    from plans.run r join plans.progress p on p.run_id = r.id where r.task_id = t.id order by r.id desc limit 1) last`;

export const countFailing = (db: Db, sight: Sight): Promise<{ departmentId: number; n: number }[]> =>
  db.many(sql`select ${OWNER} as "departmentId", count(*)::int as n from exchange.task t ${LAST}
    where not t.paused and last.state in ('failed', 'mismatch') and ${within(OWNER, sight)} group by 1`);

export interface LastRun {
  departmentId: number;
  id: number;
  no: string;
  state: RunState;
  at: Date;
}
export const listLast = (db: Db, sight: Sight): Promise<LastRun[]> =>
  db.many(sql`select distinct on (d.id) d.id as "departmentId", last.id, last.no, last.state, last.at
    from exchange.task t ${LAST} cross join lateral (values (t.consumer_id), (t.provider_id)) d(id)
    where (t.kind = 'delivery' or d.id = t.provider_id) and ${within(sql`d.id`, sight)} order by d.id, last.id desc`);
