import { type Db, type Sql, type Tx, join, sql } from '#kernel/db.ts';
import type { MovePlan } from '#vocabulary/plans.ts';
import type { RunState } from './rules.ts';

/** Whose tasks a reader may see: all, or those in which one of these departments takes part. */
export type Sight = 'all' | readonly number[];

export interface TaskRow {
  id: number;
  grantId: number;
  sourceId: number;
  schema: string;
  table: string;
  grantNo: string;
  entryId: number;
  entryTitle: string;
  providerId: number;
  provider: string;
  consumerId: number;
  consumer: string;
  target: string;
  createdAt: Date;
}

export interface StoredReceipt {
  rowsRead: number;
  rowsWritten: number;
  equal: boolean;
  buckets: number[];
  columns: string[];
  sha256: string;
  snapshot: string;
  planVersion: number;
  record: number | null;
}

export interface RunRow {
  id: number;
  no: string;
  taskId: number;
  grantId: number;
  grantNo: string;
  entryTitle: string;
  providerId: number;
  provider: string;
  consumerId: number;
  consumer: string;
  target: string;
  createdAt: Date;
  state: RunState;
  stage: 'waiting' | 'reading' | 'comparing' | 'placing' | 'done';
  rowsRead: number;
  rowsWritten: number;
  expected: number | null;
  startedAt: Date | null;
  finishedAt: Date | null;
  problemCode: string | null;
  problemFacts: Record<string, string>;
  receipt: StoredReceipt | null;
  /** Names of the plan's items, in the order of the receipt's columns. */
  items: string[];
  comparison: { at: string; equal: boolean; rows: number; buckets: number[] } | null;
  stopRequested: boolean;
  compareRequested: boolean;
  /** A later run of the task is waiting, under way or delivered. */
  laterOpen: boolean;
  laterDelivered: boolean;
}

const TASK = sql`select t.id, t.grant_id as "grantId", t.source_id as "sourceId", t.schema, t."table", t.grant_no as "grantNo",
    t.entry_id as "entryId", t.entry_title as "entryTitle", t.provider_id as "providerId", t.provider, t.consumer_id as "consumerId",
    t.consumer, t.target, t.created_at as "createdAt"
  from exchange.task t`;

const OPEN = sql`('queued', 'running', 'delivering')`;
const later = (
  states: Sql,
): Sql => sql`exists (select from plans.run lr join plans.progress lp on lp.run_id = lr.id
    where lr.task_id = r.task_id and lr.id > r.id and lp.state in ${states})`;
const RUN = sql`select r.id, r.no, r.task_id as "taskId", r.grant_id as "grantId", t.grant_no as "grantNo", t.entry_title as "entryTitle",
    t.provider_id as "providerId", t.provider, t.consumer_id as "consumerId", t.consumer, t.target, r.created_at as "createdAt",
    p.state, p.stage, p.rows_read as "rowsRead", p.rows_written as "rowsWritten", p.expected, p.started_at as "startedAt",
    p.finished_at as "finishedAt", p.problem_code as "problemCode", p.problem_facts as "problemFacts", p.receipt, p.comparison,
    array(select i.item->>'name' from jsonb_array_elements(r.plan->'items') with ordinality i(item, n) order by i.n) as items,
    p.stop_requested as "stopRequested", p.compare_requested as "compareRequested",
    ${later(OPEN)} as "laterOpen", ${later(sql`('delivered')`)} as "laterDelivered"
  from plans.run r join plans.progress p on p.run_id = r.id join exchange.task t on t.id = r.task_id`;

const seen = (sight: Sight): Sql =>
  sight === 'all'
    ? sql`true`
    : sql`(t.consumer_id = any (${[...sight]}::int[]) or t.provider_id = any (${[...sight]}::int[]))`;

export const listTasks = (db: Db, sight: Sight): Promise<TaskRow[]> =>
  db.many(sql`${TASK} where ${seen(sight)} order by t.id desc limit 500`);
export const getTask = (db: Db, id: number, sight: Sight): Promise<TaskRow> =>
  db.get(sql`${TASK} where t.id = ${id} and ${seen(sight)}`);
/** Until the transaction ends nobody else starts a run of this task. */
export const lockTask = (tx: Tx, id: number): Promise<TaskRow> =>
  tx.get(sql`${TASK} where t.id = ${id} for update of t`);

export const insertTask = (
  tx: Tx,
  task: Omit<TaskRow, 'id' | 'createdAt'>,
  at: Date,
): Promise<{ id: number }> =>
  tx.get(sql`insert into exchange.task (grant_id, source_id, schema, "table", grant_no, entry_id, entry_title, provider_id, provider,
      consumer_id, consumer, target, created_at)
    values (${task.grantId}, ${task.sourceId}, ${task.schema}, ${task.table}, ${task.grantNo}, ${task.entryId}, ${task.entryTitle},
      ${task.providerId}, ${task.provider}, ${task.consumerId}, ${task.consumer}, ${task.target}, ${at}) returning id`);

export const takeNumber = async (tx: Tx, year: number): Promise<number> =>
  (
    await tx.get<{ last: number }>(sql`insert into exchange.number (year, last) values (${year}, 1)
      on conflict (year) do update set last = exchange.number.last + 1 returning last`)
  ).last;

export async function insertRun(
  tx: Tx,
  run: { no: string; taskId: number; plan: MovePlan; expected: number | null },
  at: Date,
): Promise<number> {
  const { id } = await tx.get<{
    id: number;
  }>(sql`insert into plans.run (no, task_id, grant_id, version, plan, created_at)
    values (${run.no}, ${run.taskId}, ${run.plan.grantId}, ${run.plan.version}, ${JSON.stringify(run.plan)}, ${at}) returning id`);
  await tx.run(sql`insert into plans.progress (run_id, expected) values (${id}, ${run.expected})`);
  return id;
}

/** What the provider's table held when it was last counted. */
export const findMountedRows = async (db: Db, entryId: number): Promise<number | null> =>
  (
    await db.find<{ rows: number | null }>(
      sql`select mounted_rows as rows from catalog.entry where id = ${entryId}`,
    )
  )?.rows ?? null;

export const getRun = (db: Db, id: number, sight: Sight): Promise<RunRow> =>
  db.get(sql`${RUN} where r.id = ${id} and ${seen(sight)}`);
/** The newest run of each task. */
export const listLastRuns = (db: Db, tasks: readonly number[]): Promise<RunRow[]> =>
  db.many(
    sql`${RUN} where r.id in (select max(id) from plans.run where task_id = any (${[...tasks]}::int[]) group by task_id)`,
  );
export const findOpenRun = (db: Db, taskId: number): Promise<{ no: string } | undefined> =>
  db.find(
    sql`select r.no from plans.run r join plans.progress p on p.run_id = r.id where r.task_id = ${taskId} and p.state in ${OPEN}`,
  );

export interface RunFilter {
  sight: Sight;
  taskId: number | undefined;
  grantId: number | undefined;
  states: readonly RunState[];
}

function matching({ sight, taskId, grantId, states }: RunFilter): Sql {
  const parts = [seen(sight)];
  if (taskId !== undefined) parts.push(sql`r.task_id = ${taskId}`);
  if (grantId !== undefined) parts.push(sql`r.grant_id = ${grantId}`);
  if (states.length > 0) parts.push(sql`p.state = any (${[...states]}::text[])`);
  return join(parts, ' and ');
}

export const listRuns = (db: Db, filter: RunFilter, page: number, size: number): Promise<RunRow[]> =>
  db.many(sql`${RUN} where ${matching(filter)} order by r.id desc limit ${size} offset ${(page - 1) * size}`);
export const countRuns = (db: Db, filter: RunFilter): Promise<{ n: number }> =>
  db.get(sql`select count(*) as n from plans.run r join plans.progress p on p.run_id = r.id join exchange.task t on t.id = r.task_id
    where ${matching(filter)}`);

/** False when the run has ended in the meantime. */
export const askToStop = async (tx: Tx, id: number): Promise<boolean> =>
  (await tx.run(
    sql`update plans.progress set stop_requested = true where run_id = ${id} and state in ${OPEN}`,
  )) > 0;
export const askToCompare = async (tx: Tx, id: number): Promise<boolean> =>
  (await tx.run(
    sql`update plans.progress set compare_requested = true where run_id = ${id} and state = 'delivered'`,
  )) > 0;
