import type { Static } from 'typebox';
import type * as contract from './contract.ts';
import * as rules from './rules.ts';
import type { RunRow, TaskRow } from './store.ts';

export type RunView = Static<typeof contract.RunView>;
export type TaskView = Static<typeof contract.TaskView>;

export interface Rights {
  /** The reader is an officer or integrator of the consumer. */
  mayRun: boolean;
  /** The grant may be used now. */
  active: boolean;
}

function actionsOf(row: RunRow, { mayRun, active }: Rights): RunView['actions'] {
  if (!mayRun) return [];
  if (rules.isOpen(row.state)) return row.stopRequested ? [] : ['stop'];
  const actions: RunView['actions'] = [];
  if (row.state === 'delivered' && !row.laterDelivered && !row.compareRequested) actions.push('compare');
  if (active && !row.laterOpen) actions.push('again');
  return actions;
}

export function runView(row: RunRow, rights: Rights, now: number): RunView {
  const {
    id,
    no,
    taskId,
    grantId,
    grantNo,
    entryTitle,
    provider,
    consumer,
    target,
    state,
    stage,
    rowsRead,
    rowsWritten,
    expected,
  } = row;
  const problem = rules.problemOf(state, row.problemCode, row.problemFacts);
  const rate = rules.rowsPerSecond(rowsRead, row.startedAt?.getTime(), row.finishedAt?.getTime() ?? now);
  return {
    id,
    no,
    taskId,
    grantId,
    grantNo,
    entryTitle,
    provider,
    consumer,
    target,
    state,
    stage,
    rowsRead,
    rowsWritten,
    expected,
    rowsPerSecond: rate ?? null,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    problem: problem.zh,
    problemEn: problem.en,
    // What was counted before the switch is no proof of anything yet.
    receipt:
      row.receipt !== null && (state === 'delivered' || state === 'mismatch')
        ? { ...row.receipt, items: row.items }
        : null,
    comparison: row.comparison,
    actions: actionsOf(row, rights),
  };
}

export function taskView(
  row: TaskRow,
  grantState: string,
  lastRun: RunView | null,
  rights: Rights,
): TaskView {
  const { id, grantId, grantNo, entryTitle, provider, consumer, target } = row;
  const open = lastRun !== null && rules.isOpen(lastRun.state);
  return {
    id,
    grantId,
    grantNo,
    grantState,
    entryTitle,
    provider,
    consumer,
    target,
    createdAt: row.createdAt.toISOString(),
    lastRun,
    actions: rights.mayRun && rights.active && !open ? ['run'] : [],
  };
}
