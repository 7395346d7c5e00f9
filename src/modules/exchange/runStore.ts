/** Runs as people see them, and orders for the mover. */
import { type Db, type Sql, type Tx, join, sql } from '#kernel/db.ts';
import type { Apply, ComparisonSummary, MoveMode, Receipt, RunNotice, RunState } from '#vocabulary/moves.ts';
import type { PlanItem, RunPlan } from '#vocabulary/plans.ts';
import type { TaskKind, TaskMode, Trigger } from './rules.ts';
import { RUN_CORE, RUN_TABLES, type RunCore } from './runCore.ts';
import { type Sight, seen, wordsIn } from './taskStore.ts';

export interface RunLink {
  id: number;
  no: string;
  state: RunState;
}

export interface RunRow extends RunCore {
  grantId: number | null;
  grantNo: string;
  target: string;
  createdAt: Date;
  priority: number;
  trigger: Trigger;
  resendOf: RunLink | null;
  resends: RunLink[];
  attempt: number;
  notices: RunNotice[];
  /** The target may still hold rows of an attempt that nobody will continue. */
  leavesRows: boolean;
  problemCode: string | null;
  problemFacts: Record<string, string>;
  receipt: (Omit<Receipt, 'mode' | 'grade' | 'setAside' | 'excluded'> & Partial<Receipt>) | null;
  mode: MoveMode | null;
  apply: Apply | null;
  /** Of the plan. */
  items: PlanItem[];
  key: string[];
  hasChecks: boolean;
  /** Of an earlier release without what it was held against. */
  comparison:
    | (Pick<ComparisonSummary, 'at' | 'equal' | 'rows' | 'buckets'> & Partial<ComparisonSummary>)
    | null;
  stopRequested: boolean;
  compareRequested: boolean;
  /** A later run of the task is waiting, under way or delivered; runs that send rows again count as open alone. */
  laterOpen: boolean;
  laterDelivered: boolean;
  /** Runs of the task read all rows: what this one set aside a later one sets aside too. */
  readsAll: boolean;
  /** Rows that are corrected and not sent again yet. */
  corrected: number;
}

/** What the run set aside stands in a later delivery, or was set aside there again. */
export const isOverwritten = ({ laterDelivered, readsAll }: RunRow): boolean => laterDelivered && readsAll;

const OPEN = sql`('queued', 'running', 'delivering')`;
const later = (
  states: Sql,
  resends: Sql,
): Sql => sql`exists (select from plans.run lr join plans.progress lp on lp.run_id = lr.id
    where lr.task_id = r.task_id and lr.id > r.id and lp.state in ${states} and ${resends})`;
const link = (of: Sql): Sql => sql`jsonb_build_object('id', x.id, 'no', x.no, 'state', xp.state)
    from plans.run x join plans.progress xp on xp.run_id = x.id where ${of}`;
const RUN = sql`select ${RUN_CORE}, r.grant_id as "grantId", t.grant_no as "grantNo", t.target, r.created_at as "createdAt", r.priority, r.trigger, (select ${link(sql`x.id = r.resend_of`)}) as "resendOf",
    array(select ${link(sql`x.resend_of = r.id`)} order by x.id) as resends,
    p.attempt, p.notices, p.forget_at is not null as "leavesRows", p.problem_code as "problemCode",
    p.problem_facts as "problemFacts", p.receipt, p.comparison, r.plan->'mode' as mode, r.plan->>'apply' as apply,
    r.plan->'items' as items, r.plan->'key' as key, r.plan ? 'checks' as "hasChecks",
    p.stop_requested as "stopRequested", p.compare_requested as "compareRequested",
    ${later(OPEN, sql`true`)} as "laterOpen", ${later(sql`('delivered')`, sql`lr.resend_of is null`)} as "laterDelivered",
    coalesce(t.settings->'mode'->>'kind', 'full') = 'full' as "readsAll",
    (select count(*) from plans.correction c where c.run_id = r.id and c.sent_by is null) as corrected
  from ${RUN_TABLES}`;

export const takeNumber = async (tx: Tx, year: number): Promise<number> =>
  (
    await tx.get<{ last: number }>(sql`insert into exchange.number (year, last) values (${year}, 1)
      on conflict (year) do update set last = exchange.number.last + 1 returning last`)
  ).last;

export interface NewRun {
  no: string;
  taskId: number;
  plan: RunPlan;
  expected: number | null;
  priority: number;
  trigger: Trigger;
  resendOf: number | null;
}

export async function insertRun(tx: Tx, run: NewRun, at: Date): Promise<number> {
  const { plan } = run;
  const [grantId, version] = plan.kind === 'move' ? [plan.grantId, plan.version] : [null, null];
  const { id } = await tx.get<{
    id: number;
  }>(sql`insert into plans.run (no, task_id, grant_id, version, plan, created_at, priority, trigger, resend_of)
    values (${run.no}, ${run.taskId}, ${grantId}, ${version}, ${JSON.stringify(plan)}, ${at}, ${run.priority}, ${run.trigger},
      ${run.resendOf}) returning id`);
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
  db.many(sql`${RUN} where r.id in (select last.id from unnest(${[...tasks]}::int[]) one(id)
    cross join lateral (select l.id from plans.run l where l.task_id = one.id order by l.id desc limit 1) last)`);
/** Runs after this one, in order: what a scheduler has not followed up yet. */
export const listRunsAfter = (db: Db, taskId: number, id: number): Promise<RunRow[]> =>
  db.many(sql`${RUN} where r.task_id = ${taskId} and r.id > ${id} order by r.id limit 100`);
/** Runs of the same task before this one whose rows people may still be asked to correct; those longer ago were settled. */
export const listSetAsideBefore = async (
  tx: Tx,
  { id, taskId }: Pick<RunRow, 'id' | 'taskId'>,
): Promise<number[]> =>
  (
    await tx.many<{ id: number }>(sql`select r.id from plans.run r join plans.progress p on p.run_id = r.id
      where r.task_id = ${taskId} and r.id < ${id} and p.set_aside > 0 order by r.id desc limit 20`)
  ).map(run => run.id);
export const findOpenRun = (db: Db, taskId: number): Promise<{ no: string } | undefined> =>
  db.find(
    sql`select r.no from plans.run r join plans.progress p on p.run_id = r.id where r.task_id = ${taskId} and p.state in ${OPEN}`,
  );
export const listOpenRuns = (db: Db, tasks: readonly number[]): Promise<{ taskId: number; no: string }[]> =>
  db.many(sql`select r.task_id as "taskId", r.no from plans.run r join plans.progress p on p.run_id = r.id
    where r.task_id = any (${[...tasks]}::int[]) and p.state in ${OPEN}`);
/** The plan of a run, as its order was written. */
export const getPlan = async (db: Db, id: number): Promise<RunPlan> =>
  (await db.get<{ plan: RunPlan }>(sql`select plan from plans.run where id = ${id}`)).plan;

export interface RunFilter {
  sight: Sight;
  q: string;
  taskId: number | undefined;
  grantId: number | undefined;
  kind: TaskKind | undefined;
  states: readonly RunState[];
  modes: readonly TaskMode[];
  providerId: number | undefined;
  consumerId: number | undefined;
  from: Date | undefined;
  until: Date | undefined;
  setAside: boolean;
  equal: boolean | undefined;
}

/** By the last word on it: the comparison that was made later, or the receipt; null of a run that proved nothing. */
const EQUAL = sql`coalesce((p.comparison->>'equal')::boolean,
  case when p.state in ('delivered', 'mismatch') then (p.receipt->>'equal')::boolean end)`;

function matching(filter: RunFilter): Sql {
  const { sight, taskId, grantId, kind, states, modes, providerId, consumerId, from, until, equal } = filter;
  const parts = [seen(sight)];
  if (filter.q !== '') parts.push(wordsIn(filter.q));
  if (taskId !== undefined) parts.push(sql`r.task_id = ${taskId}`);
  if (grantId !== undefined) parts.push(sql`r.grant_id = ${grantId}`);
  if (kind !== undefined) parts.push(sql`t.kind = ${kind}`);
  if (states.length > 0) parts.push(sql`p.state = any (${[...states]}::text[])`);
  if (modes.length > 0)
    parts.push(sql`coalesce(r.plan->'mode'->>'kind', 'full') = any (${[...modes]}::text[])`);
  if (providerId !== undefined) parts.push(sql`t.provider_id = ${providerId}`);
  if (consumerId !== undefined) parts.push(sql`t.consumer_id = ${consumerId}`);
  if (from !== undefined) parts.push(sql`r.created_at >= ${from}`);
  if (until !== undefined) parts.push(sql`r.created_at < ${until}`);
  if (filter.setAside) parts.push(sql`p.set_aside > 0`);
  if (equal !== undefined) parts.push(sql`${EQUAL} = ${equal}`);
  return join(parts, ' and ');
}

const FROM = sql`from plans.run r join plans.progress p on p.run_id = r.id join exchange.task t on t.id = r.task_id`;

export const listRuns = (db: Db, filter: RunFilter, page: number, size: number): Promise<RunRow[]> =>
  // What a run shows is asked of those of this page alone, not of all before it.
  db.many(sql`${RUN} where r.id in (select r.id ${FROM} where ${matching(filter)} order by r.id desc
    limit ${size} offset ${(page - 1) * size}) order by r.id desc`);
export const countRuns = (db: Db, filter: RunFilter): Promise<{ n: number }> =>
  db.get(sql`select count(*) as n ${FROM} where ${matching(filter)}`);

export interface DayCounts {
  today: number;
  running: number;
  equal: number;
  setAside: number;
  unequal: number;
  stopped: number;
}
/** Of the runs ordered since an instant; what is under way counts whenever it was ordered. */
export const countDay = (db: Db, sight: Sight, since: Date): Promise<DayCounts> =>
  db.get(sql`select count(*) filter (where r.created_at >= ${since}) as today,
      count(*) filter (where p.state in ${OPEN}) as running,
      count(*) filter (where r.created_at >= ${since} and ${EQUAL}) as equal,
      count(*) filter (where r.created_at >= ${since} and p.set_aside > 0) as "setAside",
      count(*) filter (where r.created_at >= ${since} and not ${EQUAL}) as unequal,
      count(*) filter (where r.created_at >= ${since} and p.state in ('stopped', 'failed', 'revoked')) as stopped
    ${FROM} where (r.created_at >= ${since} or p.state in ${OPEN}) and ${seen(sight)}`);

/** False when the run has ended in the meantime. */
export const askToStop = async (tx: Tx, id: number): Promise<boolean> =>
  (await tx.run(
    sql`update plans.progress set stop_requested = true where run_id = ${id} and state in ${OPEN}`,
  )) > 0;
export const askToCompare = async (tx: Tx, id: number): Promise<boolean> =>
  (await tx.run(
    sql`update plans.progress set compare_requested = true where run_id = ${id} and state = 'delivered'`,
  )) > 0;
