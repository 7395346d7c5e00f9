import type { Static } from 'typebox';
import type { Text } from '#kernel/errors.ts';
import type { PlanItem } from '#vocabulary/plans.ts';
import { typeAfterMask } from '#vocabulary/plans.ts';
import { outputNames } from './columns.ts';
import type * as contract from './contract.ts';
import { LEAVES_ROWS, noticeWords, problemOf } from './problems.ts';
import * as rules from './rules.ts';
import { coreView, partiesView } from './runCore.ts';
import { type RunRow, isOverwritten } from './runStore.ts';
import { planWords } from './schedule.ts';
import { applyFor, settingsOf } from './settings.ts';
import type { TaskRow } from './taskStore.ts';

export type RunView = Static<typeof contract.RunView>;
export type TaskView = Static<typeof contract.TaskView>;

export interface Rights {
  /** The reader may start, stop and compare. */
  mayRun: boolean;
  /** The reader may say how and when the task runs. */
  mayPlan: boolean;
  /** The reader may open and correct what was set aside. */
  mayCorrect: boolean;
  /** What the task rests on may be used now. */
  active: boolean;
}

function actionsOf(row: RunRow, { mayRun, mayCorrect, active }: Rights): RunView['actions'] {
  const actions: RunView['actions'] = [];
  const open = rules.isOpen(row.state);
  if (mayRun && open && !row.stopRequested) actions.push('stop');
  if (open) return actions;
  if (
    mayRun &&
    row.state === 'delivered' &&
    row.resendOf === null &&
    !row.laterDelivered &&
    !row.compareRequested
  )
    actions.push('compare');
  if (mayRun && active && !row.laterOpen) actions.push('again');
  if (row.state !== 'delivered' || row.setAside === 0 || isOverwritten(row)) return actions;
  if (mayCorrect) actions.push('correct');
  if ((mayRun || mayCorrect) && active && !row.laterOpen) actions.push('resend');
  return actions;
}

type Step = RunView['steps'][number];

/** Rows stream: they are read, checked, masked and written at once, and reconciled after the last. */
function stepsOf({ state, stage, items, hasChecks }: RunRow): Step[] {
  const streaming = stage === 'reading' || (stage === 'waiting' && state === 'running');
  const begun = stage !== 'waiting' || state === 'running';
  const ended = !rules.isOpen(state) && state !== 'delivered';
  const first: Step['state'] = !begun ? 'waiting' : !streaming ? 'done' : ended ? 'stopped' : 'now';
  const last: Step['state'] =
    state === 'delivered' ? 'done' : !begun || streaming ? 'waiting' : ended ? 'stopped' : 'now';
  const masked = items.some(({ mask }) => mask.kind !== 'none');
  return [
    { step: 'read', state: first },
    { step: 'check', state: hasChecks ? first : 'skipped' },
    { step: 'mask', state: masked ? first : 'skipped' },
    { step: 'write', state: first },
    { step: 'reconcile', state: last },
  ];
}

function receiptView({ receipt, items, mode }: RunRow): RunView['receipt'] {
  if (receipt === null) return null;
  const { rowsRead, rowsWritten, equal, buckets, columns, sha256, snapshot, planVersion, record } = receipt;
  return {
    rowsRead,
    rowsWritten,
    setAside: receipt.setAside ?? 0,
    excluded: receipt.excluded ?? null,
    // Earlier releases read from databases alone, in one transaction.
    grade: receipt.grade ?? 'snapshot',
    mode: receipt.mode ?? mode?.kind ?? 'full',
    equal,
    buckets,
    items: items.map(({ name }) => name),
    columns,
    sha256,
    snapshot,
    planVersion,
    record,
    operator: receipt.operator ?? null,
    halves: (receipt.halves ?? []).map(half => ({ ...half, sha256: half.sha256 ?? null })),
  };
}

function comparisonView({ comparison }: RunRow): RunView['comparison'] {
  if (comparison === null) return null;
  const { at, equal, rows, buckets } = comparison;
  return {
    at,
    equal,
    result: comparison.result ?? (equal ? 'equal' : 'target_changed'),
    against: comparison.against ?? 'receipt',
    rows,
    buckets,
    missing: comparison.missing ?? 0,
    extra: comparison.extra ?? 0,
    changed: comparison.changed ?? 0,
    younger: comparison.younger ?? 0,
    named: comparison.named ?? 0,
    complete: comparison.complete ?? true,
  };
}

/** Every run that ends undelivered is to be cleared; it is worth a word once the target was asked and did not answer. */
const CLEARS = 60_000;
const leavesRows = ({ leavesRows: waits, finishedAt }: RunRow, now: number): boolean =>
  waits && finishedAt !== null && now - finishedAt.getTime() > CLEARS;

export function runView(row: RunRow, next: RunView['next'], rights: Rights, now: number): RunView {
  const { state } = row;
  const problem = problemOf(state, row.problemCode, row.problemFacts);
  const mode = row.mode?.kind ?? 'full';
  // What was counted before the switch is no proof of anything yet.
  const proven = state === 'delivered' || state === 'mismatch';
  return {
    ...coreView(row, now),
    grantId: row.grantId,
    grantNo: row.grantNo,
    target: row.target,
    mode,
    apply: row.apply ?? applyFor(row.kind, mode),
    trigger: row.trigger,
    resendOf: row.resendOf,
    resends: row.resends,
    steps: stepsOf(row),
    grade: proven && row.receipt !== null ? (row.receipt.grade ?? 'snapshot') : null,
    attempts: row.attempt,
    priority: row.priority,
    createdAt: row.createdAt.toISOString(),
    notices: [
      ...row.notices.map(notice => ({ kind: notice.kind, ...noticeWords(notice) })),
      ...(leavesRows(row, now) ? [LEAVES_ROWS] : []),
    ],
    problem: problem.zh,
    problemEn: problem.en,
    receipt: proven ? receiptView(row) : null,
    comparison: comparisonView(row),
    comparing: row.compareRequested,
    next,
    actions: actionsOf(row, rights),
  };
}

/** Where each item comes from and goes to. */
export function fieldViews(
  items: readonly PlanItem[],
  key: readonly string[],
): Static<typeof contract.FieldView>[] {
  const targets = [...outputNames(items).keys()];
  return items.map((item, at) => ({
    item: item.name,
    sourceColumn: item.column,
    sourceType: item.type,
    targetColumn: targets[at] ?? item.column,
    targetType: typeAfterMask(item),
    mask: item.mask.kind,
    key: key.includes(item.name),
  }));
}

const EVENT: Text = { zh: '由其他任务或来源的更新开始', en: 'Started by other tasks or by the source' };
const WAITS: Text = { zh: '已到时间，等待开始', en: 'Due, and waiting to start' };

/** When a task runs next, and what for. */
export function nextOf(task: TaskRow): RunView['next'] {
  if (task.paused) return null;
  const settings = settingsOf(task.settings);
  if (task.dueAt) return { at: task.dueAt.toISOString(), ...WAITS };
  if (task.nextAt) return { at: task.nextAt.toISOString(), ...planWords(settings) };
  return settings.on.length > 0 ? { at: null, ...EVENT } : null;
}

export interface TaskSight {
  grantState: string;
  lastRun: RunView | null;
  waitingFor: Text | null;
  rights: Rights;
}

function taskActions(task: TaskRow, { lastRun, rights }: TaskSight): TaskView['actions'] {
  const open = lastRun !== null && rules.isOpen(lastRun.state);
  const actions: TaskView['actions'] = [];
  if (rights.mayRun && rights.active && !open) actions.push('run');
  if (rights.mayPlan) actions.push('change', task.paused ? 'resume' : 'pause');
  return actions;
}

export function taskView(task: TaskRow, sight: TaskSight): TaskView {
  const settings = settingsOf(task.settings);
  const { troubles, dueAt } = task;
  return {
    id: task.id,
    ...partiesView(task),
    grantId: task.grantId,
    grantNo: task.grantNo,
    grantState: sight.grantState,
    target: task.target,
    settings,
    apply: applyFor(task.kind, settings.mode.kind),
    plan: planWords(settings),
    paused: task.paused,
    nextAt: task.paused ? null : (task.nextAt?.toISOString() ?? null),
    waitingSince: dueAt?.toISOString() ?? null,
    waitingFor: dueAt ? sight.waitingFor : null,
    troubles: (Object.keys(troubles) as rules.Trouble[]).flatMap(kind => {
      const kept = troubles[kind];
      return kept ? [{ kind, ...kept }] : [];
    }),
    createdAt: task.createdAt.toISOString(),
    lastRun: sight.lastRun,
    actions: taskActions(task, sight),
  };
}
