/** Tasks, and what the scheduler keeps of them. */
import { type Db, type Sql, type Tx, join, sql } from '#kernel/db.ts';
import type { Text } from '#kernel/errors.ts';
import { LOCKS } from '#kernel/locks.ts';
import type { RunState } from '#vocabulary/moves.ts';
import type { TaskKind, TaskMode, Trouble } from './rules.ts';
import { PARTIES, type Parties } from './runCore.ts';
import type { Settings } from './schedule.ts';

/** Whose tasks a reader may see: all, or those in which one of these departments takes part. */
export type Sight = 'all' | readonly number[];

/** Since when, and what was told of it. */
export interface KeptTrouble extends Text {
  since: string;
}

export interface TaskRow extends Parties {
  id: number;
  /** Null for a collection. */
  grantId: number | null;
  sourceId: number;
  schema: string;
  table: string;
  grantNo: string;
  target: string;
  createdAt: Date;
  /** As they were said; what is missing has its usual value. */
  settings: Partial<Settings>;
  paused: boolean;
  nextAt: Date | null;
  dueAt: Date | null;
  dueWhy: 'schedule' | 'event' | null;
  seenRun: number;
  sourceMark: string | null;
  troubles: Partial<Record<Trouble, KeptTrouble>>;
}

const TASK = sql`select t.id, ${PARTIES}, t.grant_id as "grantId", t.source_id as "sourceId", t.schema, t."table", t.grant_no as "grantNo", t.target, t.created_at as "createdAt", t.settings, t.paused, t.next_at as "nextAt", t.due_at as "dueAt",
    t.due_why as "dueWhy", t.seen_run as "seenRun", t.source_mark as "sourceMark", t.troubles
  from exchange.task t`;

export const seen = (sight: Sight): Sql =>
  sight === 'all'
    ? sql`true`
    : sql`(t.consumer_id = any (${[...sight]}::int[]) or t.provider_id = any (${[...sight]}::int[]))`;

/** Each word somewhere in what names the task. */
export const wordsIn = (q: string): Sql =>
  join(
    q
      .split(/\s+/)
      .filter(word => word !== '')
      .map(
        word =>
          sql`concat_ws(' ', t.entry_title, t.provider, t.consumer, t.target, t.grant_no) ilike ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`,
      ),
    ' and ',
  );

export interface TaskFilter {
  sight: Sight;
  q: string;
  kind: TaskKind | undefined;
  states: readonly RunState[];
  modes: readonly TaskMode[];
  troubles: readonly Trouble[];
  providerId: number | undefined;
  consumerId: number | undefined;
  grantId: number | undefined;
  entryId: number | undefined;
}

function matching(filter: TaskFilter): Sql {
  const { sight, q, kind, states, modes, troubles, providerId, consumerId, grantId, entryId } = filter;
  const parts = [seen(sight)];
  if (q !== '') parts.push(wordsIn(q));
  if (kind !== undefined) parts.push(sql`t.kind = ${kind}`);
  if (states.length > 0)
    parts.push(sql`(select p.state from plans.run r join plans.progress p on p.run_id = r.id
      where r.task_id = t.id order by r.id desc limit 1) = any (${[...states]}::text[])`);
  if (modes.length > 0)
    parts.push(sql`coalesce(t.settings->'mode'->>'kind', 'full') = any (${[...modes]}::text[])`);
  if (troubles.length > 0) parts.push(sql`t.troubles ?| ${[...troubles]}::text[]`);
  if (providerId !== undefined) parts.push(sql`t.provider_id = ${providerId}`);
  if (consumerId !== undefined) parts.push(sql`t.consumer_id = ${consumerId}`);
  if (grantId !== undefined) parts.push(sql`t.grant_id = ${grantId}`);
  if (entryId !== undefined) parts.push(sql`t.entry_id = ${entryId}`);
  return join(parts, ' and ');
}

export const listTasks = (db: Db, filter: TaskFilter, page: number, size: number): Promise<TaskRow[]> =>
  db.many(
    sql`${TASK} where ${matching(filter)} order by t.id desc limit ${size} offset ${(page - 1) * size}`,
  );
export const countTasks = (db: Db, filter: TaskFilter): Promise<{ n: number }> =>
  db.get(sql`select count(*) as n from exchange.task t where ${matching(filter)}`);
export const getTask = (db: Db, id: number, sight: Sight): Promise<TaskRow> =>
  db.get(sql`${TASK} where t.id = ${id} and ${seen(sight)}`);
export const listTasksOf = (db: Db, ids: readonly number[], sight: Sight): Promise<TaskRow[]> =>
  db.many(sql`${TASK} where t.id = any (${[...ids]}::int[]) and ${seen(sight)} order by t.id`);
/** Until the transaction ends nobody else changes this task or starts a run of it. */
export const lockTask = (tx: Tx, id: number): Promise<TaskRow> =>
  tx.get(sql`${TASK} where t.id = ${id} for update of t`);
/** The task that collects an entry, also one that rests. */
export const findCollection = (db: Db, entryId: number): Promise<{ id: number } | undefined> =>
  db.find(sql`select id from exchange.task where kind = 'collection' and entry_id = ${entryId}`);
/** What a task may wait for or follow. */
export const listOthers = (
  db: Db,
  id: number,
  sight: Sight,
): Promise<{ id: number; title: string; target: string }[]> =>
  db.many(sql`select t.id, t.entry_title as title, t.target from exchange.task t where t.id <> ${id} and ${seen(sight)}
    order by t.id desc limit 500`);

export type NewTask = Pick<
  TaskRow,
  | 'kind'
  | 'grantId'
  | 'sourceId'
  | 'schema'
  | 'table'
  | 'grantNo'
  | 'entryId'
  | 'entryTitle'
  | 'providerId'
  | 'provider'
  | 'consumerId'
  | 'consumer'
  | 'target'
  | 'nextAt'
> & { settings: Settings };

export const insertTask = (tx: Tx, task: NewTask, at: Date): Promise<{ id: number }> =>
  tx.get(sql`insert into exchange.task (kind, grant_id, source_id, schema, "table", grant_no, entry_id, entry_title, provider_id, provider,
      consumer_id, consumer, target, created_at, settings, next_at)
    values (${task.kind}, ${task.grantId}, ${task.sourceId}, ${task.schema}, ${task.table}, ${task.grantNo}, ${task.entryId}, ${task.entryTitle},
      ${task.providerId}, ${task.provider}, ${task.consumerId}, ${task.consumer}, ${task.target}, ${at}, ${JSON.stringify(task.settings)},
      ${task.nextAt}) returning id`);

export const setSettings = (tx: Tx, id: number, settings: Settings, nextAt: Date | null): Promise<number> =>
  // A moment that waits is one of the schedule before; an event came about all the same.
  tx.run(sql`update exchange.task set settings = ${JSON.stringify(settings)}, next_at = ${nextAt},
      due_at = case when due_why = 'event' and ${settings.on.length > 0} then due_at end,
      due_why = case when due_why = 'event' and ${settings.on.length > 0} then due_why end
    where id = ${id}`);
/** Whoever answers for the entry from now on answers for the rows of its tasks, and for what was set aside of them. */
export const setProvider = (tx: Tx, entryId: number, departmentId: number): Promise<number> =>
  tx.run(sql`update exchange.task t set provider_id = d.id, provider = d.name from org.department d
    where d.id = ${departmentId} and t.entry_id = ${entryId}`);
/** A task that rests has no next moment, and forgets what it waited for. */
export const setPaused = (tx: Tx, id: number, paused: boolean, nextAt: Date | null): Promise<number> =>
  tx.run(
    sql`update exchange.task set paused = ${paused}, next_at = ${nextAt}, due_at = null, due_why = null where id = ${id}`,
  );

export type Standing = Pick<TaskRow, 'nextAt' | 'dueAt' | 'dueWhy' | 'troubles'>;
export const setStanding = (
  tx: Tx,
  id: number,
  { nextAt, dueAt, dueWhy, troubles }: Standing,
): Promise<number> =>
  tx.run(sql`update exchange.task set next_at = ${nextAt}, due_at = ${dueAt}, due_why = ${dueWhy}, troubles = ${JSON.stringify(troubles)}
    where id = ${id}`);
export const setSeen = (
  tx: Tx,
  id: number,
  { seenRun, troubles }: Pick<TaskRow, 'seenRun' | 'troubles'>,
): Promise<number> =>
  tx.run(
    sql`update exchange.task set seen_run = ${seenRun}, troubles = ${JSON.stringify(troubles)} where id = ${id}`,
  );

/** Tasks whose moment came, or that wait. */
export const listDue = (db: Db, at: Date): Promise<TaskRow[]> =>
  db.many(sql`${TASK} where not t.paused and (t.next_at <= ${at} or t.due_at is not null) order by t.id`);

const follows = (event: object): Sql => sql`t.settings->'on' @> ${JSON.stringify([event])}::jsonb`;
/** Those that follow this one’s delivery, and of a collection those that follow its entry’s. */
export const listFollowers = (db: Db, task: TaskRow): Promise<{ id: number }[]> =>
  db.many(sql`select t.id from exchange.task t where not t.paused and t.id <> ${task.id} and (${follows({ kind: 'task', taskId: task.id })}
    or (${task.kind === 'collection'} and t.entry_id = ${task.entryId} and ${follows({ kind: 'collected' })})) order by t.id`);
/** An event that finds a task waiting already adds nothing. */
export const setDue = (tx: Tx, ids: readonly number[], at: Date): Promise<number> =>
  tx.run(
    sql`update exchange.task set due_at = ${at}, due_why = 'event' where id = any (${[...ids]}::int[]) and due_at is null`,
  );

export const listWatching = (db: Db): Promise<TaskRow[]> =>
  db.many(sql`${TASK} where not t.paused and ${follows({ kind: 'source' })} order by t.id`);
export const setMark = (tx: Tx, id: number, mark: string): Promise<number> =>
  tx.run(sql`update exchange.task set source_mark = ${mark} where id = ${id}`);

/** For each of these tasks the moment of its last delivery, the runs that send corrected rows again left out. */
export const listDelivered = (db: Db, ids: readonly number[]): Promise<{ taskId: number; at: Date }[]> =>
  db.many(sql`select r.task_id as "taskId", max(p.finished_at) as at from plans.run r join plans.progress p on p.run_id = r.id
    where r.task_id = any (${[...ids]}::int[]) and r.resend_of is null and p.state = 'delivered' group by r.task_id`);

/** Of all tasks: what each waits for or follows; the graph in which no circle may be. */
export const listEdges = (tx: Tx): Promise<{ id: number; before: number }[]> =>
  tx.many(sql`select t.id, a.value::int as before from exchange.task t, jsonb_array_elements_text(t.settings->'after') a(value)
    union all select t.id, (o.event->>'taskId')::int from exchange.task t, jsonb_array_elements(t.settings->'on') o(event)
     where o.event->>'kind' = 'task'
    union all select t.id, c.id from exchange.task t join exchange.task c on c.kind = 'collection' and c.entry_id = t.entry_id and c.id <> t.id
     where ${follows({ kind: 'collected' })}`);
/** Nobody else draws an edge until this transaction ends: two that are right by themselves may close a circle. */
export const lockEdges = (tx: Tx): Promise<object> =>
  tx.get(sql`select pg_advisory_xact_lock(${LOCKS.exchangeEdges}, 0)`);

/** Tasks of which some run ended, or was compared, and nobody has followed that up. */
export const listUnfollowed = (db: Db): Promise<{ id: number }[]> =>
  db.many(sql`select t.id from exchange.task t
    cross join lateral (select r.id from plans.run r where r.task_id = t.id order by r.id desc limit 1) last
    where (last.id > t.seen_run and exists (select from plans.run r join plans.progress p on p.run_id = r.id
             where r.task_id = t.id and r.id > t.seen_run and p.finished_at is not null))
       or exists (select from plans.run r join plans.progress p on p.run_id = r.id where r.task_id = t.id and p.differs_untold)
    order by t.id limit 200`);
/** Comparisons of a task that were unequal, and of which nobody was told. */
export const listUntold = (tx: Tx, taskId: number): Promise<{ runId: number; no: string }[]> =>
  tx.many(sql`select r.id as "runId", r.no from plans.run r join plans.progress p on p.run_id = r.id
    where r.task_id = ${taskId} and p.differs_untold order by r.id`);
export const setTold = (tx: Tx, runIds: readonly number[]): Promise<number> =>
  tx.run(sql`update plans.progress set differs_untold = false where run_id = any (${[...runIds]}::int[])`);

/**
 * Delivered runs whose task compares every so many days, and that were neither compared nor to be compared for so long.
 * Rows that were sent again make a target another one than its source is: that is not compared.
 */
export const listToCompare = (
  db: Db,
  at: Date,
  taskId?: number,
): Promise<{ runId: number; no: string; taskId: number }[]> =>
  db.many(sql`select last.id as "runId", last.no, t.id as "taskId" from exchange.task t
    cross join lateral (select r.id, r.no, r.resend_of from plans.run r where r.task_id = t.id order by r.id desc limit 1) last
    join plans.progress p on p.run_id = last.id
    where ${taskId === undefined ? sql`true` : sql`t.id = ${taskId}`} and not t.paused and (t.settings->>'compareEvery') is not null and last.resend_of is null and p.state = 'delivered'
      and not p.compare_requested
      and greatest((p.comparison->>'at')::timestamptz, p.finished_at, t.compare_asked_at)
          + make_interval(days => (t.settings->>'compareEvery')::int) <= ${at}
    order by t.id limit 50`);
export const setCompareAsked = (tx: Tx, id: number, at: Date): Promise<number> =>
  tx.run(sql`update exchange.task set compare_asked_at = ${at} where id = ${id}`);

export const findBound = (db: Db, sourceId: number): Promise<{ pace: number } | undefined> =>
  db.find(sql`select pace from exchange.bound where source_id = ${sourceId}`);
export const listBounds = (
  db: Db,
  sourceIds: readonly number[],
): Promise<{ sourceId: number; pace: number }[]> =>
  db.many(
    sql`select source_id as "sourceId", pace from exchange.bound where source_id = any (${[...sourceIds]}::int[])`,
  );
export const putBound = (tx: Tx, sourceId: number, pace: number | null): Promise<number> =>
  pace === null
    ? tx.run(sql`delete from exchange.bound where source_id = ${sourceId}`)
    : tx.run(sql`insert into exchange.bound (source_id, pace) values (${sourceId}, ${pace})
        on conflict (source_id) do update set pace = excluded.pace`);
