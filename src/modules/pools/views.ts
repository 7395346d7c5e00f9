import type { Static } from 'typebox';
import { PROMISED } from '#modules/catalog/index.ts';
import type * as contract from './contract.ts';
import * as rules from './rules.ts';
import type { CollectionRow } from './store.ts';

export type CollectionView = Static<typeof contract.CollectionView>;
export type Figures = Static<typeof contract.Figures>;

const iso = (at: Date | number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** What was collected and stays; files are held here from the moment they are given out. */
export const isCollected = (row: CollectionRow): boolean =>
  row.kind === 'files' || (row.kind === 'table' && row.state === 'collecting' && row.collectedAt !== null);

/** When its rows came last; of what is confirmed and never came, when it was confirmed. */
function dueOf(row: CollectionRow): number | null {
  const since =
    row.kind === 'files'
      ? row.filedAt
      : row.state === 'collecting'
        ? (row.collectedAt ?? row.confirmedAt)
        : null;
  return rules.dueBy(PROMISED[row.updateCycle], since?.getTime() ?? null);
}

export function isLate(row: CollectionRow, now: number): boolean {
  const due = dueOf(row);
  return row.kind !== null && due !== null && due <= now;
}

export function collectionView(
  row: CollectionRow,
  now: number,
  actions: CollectionView['actions'],
): CollectionView {
  const { refusal } = row;
  return {
    entryId: row.entryId,
    entryCode: row.entryCode ?? '',
    entryTitle: row.entryTitle,
    departmentId: row.departmentId,
    department: row.department,
    kind: row.kind ?? 'table',
    shareType: row.shareType,
    updateCycle: row.updateCycle,
    state: row.state,
    collected: isCollected(row),
    schema: row.schema ?? '',
    table: row.table ?? '',
    key: row.key,
    taskId: row.taskId,
    rows: row.rows,
    todayRows: row.todayRows,
    lastRun:
      row.runId === null || row.runNo === null || row.runState === null || row.runAt === null
        ? null
        : { id: row.runId, no: row.runNo, state: row.runState, at: row.runAt.toISOString() },
    collectedAt: iso(row.kind === 'files' ? row.filedAt : row.collectedAt),
    dueBy: iso(row.kind === null ? null : dueOf(row)),
    late: isLate(row, now),
    failing: row.failing,
    askedAt: iso(row.askedAt),
    refusal: refusal && {
      rank: refusal.rank,
      title: refusal.title,
      article: refusal.article,
      reason: refusal.reason,
      post: refusal.post,
      at: refusal.at,
    },
    ended: row.ended,
    actions,
  };
}

export const NOTHING: Figures = {
  should: 0,
  collected: 0,
  due: 0,
  asked: 0,
  refused: 0,
  late: 0,
  failing: 0,
  todayRows: 0,
};

/** What of these is to be collected, and how far that is. Files wait for nobody: they are never due. */
export function figuresOf(rows: readonly CollectionRow[], now: number): Figures {
  const wanted = rows.filter(row => row.kind !== null && row.state !== 'refused');
  const count = (met: (row: CollectionRow) => boolean): number => wanted.filter(met).length;
  return {
    should: wanted.length,
    collected: count(isCollected),
    due: count(row => row.kind === 'table' && (row.state === 'due' || row.state === 'ended')),
    asked: count(row => row.state === 'asked'),
    refused: rows.filter(row => row.kind !== null && row.state === 'refused').length,
    late: count(row => isLate(row, now)),
    failing: count(row => row.failing),
    todayRows: rows.reduce((sum, row) => sum + row.todayRows, 0),
  };
}

export const sumOf = (all: readonly Figures[]): Figures =>
  all.reduce(
    (sum, one) => ({
      should: sum.should + one.should,
      collected: sum.collected + one.collected,
      due: sum.due + one.due,
      asked: sum.asked + one.asked,
      refused: sum.refused + one.refused,
      late: sum.late + one.late,
      failing: sum.failing + one.failing,
      todayRows: sum.todayRows + one.todayRows,
    }),
    NOTHING,
  );

/** When rows of any of these came last. */
export function lastOf(rows: readonly CollectionRow[]): string | null {
  const times = rows.flatMap(row => {
    const at = row.kind === 'files' ? row.filedAt : row.collectedAt;
    return at === null ? [] : [at.getTime()];
  });
  return times.length === 0 ? null : new Date(Math.max(...times)).toISOString();
}
