/** What every list of runs and tasks reads of them, and shows. */
import { type Sql, sql } from '#kernel/db.ts';
import type { RunState } from '#vocabulary/moves.ts';
import * as rules from './rules.ts';
import type { RunStage, TaskKind } from './rules.ts';

/** What a task moves, from whom, to whom. */
export interface Parties {
  kind: TaskKind;
  entryId: number;
  entryTitle: string;
  providerId: number;
  provider: string;
  consumerId: number;
  consumer: string;
}

export const PARTIES: Sql = sql`t.kind, t.entry_id as "entryId", t.entry_title as "entryTitle", t.provider_id as "providerId",
    t.provider, t.consumer_id as "consumerId", t.consumer`;

/** How far a run is. */
export interface RunCore extends Parties {
  id: number;
  no: string;
  taskId: number;
  state: RunState;
  stage: RunStage;
  rowsRead: number;
  rowsWritten: number;
  setAside: number;
  expected: number | null;
  startedAt: Date | null;
  finishedAt: Date | null;
}

export const RUN_CORE: Sql = sql`r.id, r.no, r.task_id as "taskId", ${PARTIES}, p.state, p.stage, p.rows_read as "rowsRead",
    p.rows_written as "rowsWritten", p.set_aside as "setAside", p.expected, p.started_at as "startedAt", p.finished_at as "finishedAt"`;

export const RUN_TABLES: Sql = sql`plans.run r join plans.progress p on p.run_id = r.id join exchange.task t on t.id = r.task_id`;

export const partiesView = ({
  kind,
  entryId,
  entryTitle,
  providerId,
  provider,
  consumerId,
  consumer,
}: Parties): Parties => ({ kind, entryId, entryTitle, providerId, provider, consumerId, consumer });

/** With the rate in rows a second and the seconds that are left, as of `now`. */
export function coreView(row: RunCore, now: number) {
  const { startedAt, finishedAt } = row;
  const from = startedAt?.getTime();
  const reading = row.state === 'running' && row.stage === 'reading';
  return {
    id: row.id,
    no: row.no,
    taskId: row.taskId,
    ...partiesView(row),
    state: row.state,
    stage: row.stage,
    rowsRead: row.rowsRead,
    rowsWritten: row.rowsWritten,
    setAside: row.setAside,
    expected: row.expected,
    rowsPerSecond: rules.rowsPerSecond(row.rowsRead, from, finishedAt?.getTime() ?? now) ?? null,
    secondsLeft: (reading ? rules.secondsLeft(row, from, now) : undefined) ?? null,
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}
