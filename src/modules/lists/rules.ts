import { defineLifecycle } from '#kernel/lifecycle.ts';

export type DemandState =
  | 'registered'
  | 'assigned'
  | 'accepted'
  | 'matched'
  | 'merged'
  | 'closed'
  | 'withdrawn';
export type DemandAction =
  | 'edit'
  | 'second'
  | 'unsecond'
  | 'assign'
  | 'accept'
  | 'decline'
  | 'match'
  | 'reopen'
  | 'merge'
  | 'list'
  | 'close'
  | 'hand_over'
  | 'withdraw';
/** `other`: any department but the one that needs it. */
export type DemandRelation = 'proposer' | 'other' | 'provider' | 'authority';

const OPEN = ['registered', 'assigned', 'accepted'] as const;

/** Needs outside catalog and lists are coordinated by the authority and put on the list (XY 二(二)). */
export const demandLife = defineLifecycle<DemandState, DemandAction, DemandRelation>([
  { action: 'edit', from: ['registered'], to: 'registered', actor: 'proposer' },
  { action: 'second', from: OPEN, to: 'same', actor: 'other' },
  { action: 'unsecond', from: OPEN, to: 'same', actor: 'other' },
  {
    action: 'assign',
    from: ['registered', 'assigned'],
    to: 'assigned',
    actor: 'authority',
    rule: 'needs.unlisted',
  },
  { action: 'accept', from: ['assigned'], to: 'accepted', actor: 'provider' },
  { action: 'decline', from: ['assigned', 'accepted'], to: 'registered', actor: 'provider' },
  { action: 'match', from: OPEN, to: 'matched', actor: ['proposer', 'provider', 'authority'] },
  { action: 'reopen', from: ['matched', 'closed'], to: 'registered', actor: ['proposer', 'authority'] },
  { action: 'merge', from: OPEN, to: 'merged', actor: 'authority' },
  { action: 'list', from: [...OPEN, 'matched'], to: 'same', actor: 'authority', rule: 'needs.unlisted' },
  { action: 'close', from: OPEN, to: 'closed', actor: 'authority' },
  { action: 'hand_over', from: OPEN, to: 'same', actor: 'proposer' },
  { action: 'withdraw', from: OPEN, to: 'withdrawn', actor: 'proposer' },
]);

/** Steps that the other side reads the reason of. */
export const NEEDS_NOTE: ReadonlySet<DemandAction> = new Set(['decline', 'reopen', 'close']);

export type ListState = 'editing' | 'awaiting';
export type ListAction = 'edit' | 'submit' | 'take_back' | 'sign' | 'return';
export type ListRelation = 'officer' | 'signer';

/** What is sent for signature is kept as it was; signed, it is a numbered version, and the work goes on. */
export const listLife = defineLifecycle<ListState, ListAction, ListRelation>([
  { action: 'edit', from: ['editing'], to: 'editing', actor: 'officer', rule: 'lists' },
  { action: 'submit', from: ['editing'], to: 'awaiting', actor: 'officer', rule: 'lists' },
  { action: 'take_back', from: ['awaiting'], to: 'editing', actor: 'officer' },
  { action: 'sign', from: ['awaiting'], to: 'editing', actor: 'signer', rule: 'lists' },
  { action: 'return', from: ['awaiting'], to: 'editing', actor: 'signer' },
]);

export interface Row {
  key: string;
  fields: Record<string, string>;
  note: string;
  leftOut: string;
  missing: boolean;
}

export interface RowChange {
  key: string;
  title: string;
  kind: 'added' | 'removed' | 'changed';
  changes: { field: string; before: string; after: string }[];
}

const listed = (rows: readonly Row[]): Map<string, Row> =>
  new Map(rows.filter(row => row.leftOut === '').map(row => [row.key, row]));
const cellsOf = (row: Row): Record<string, string> => ({ ...row.fields, note: row.note });

/** What two versions say differently, row by row; what was left out is on neither. */
export function compareRows(before: readonly Row[], after: readonly Row[]): RowChange[] {
  const [old, now] = [listed(before), listed(after)];
  const changes: RowChange[] = [];
  for (const [key, row] of now) {
    const was = old.get(key);
    const title = row.fields['title'] ?? '';
    if (!was) {
      changes.push({ key, title, kind: 'added', changes: [] });
      continue;
    }
    const [left, right] = [cellsOf(was), cellsOf(row)];
    const fields = [...new Set([...Object.keys(left), ...Object.keys(right)])]
      .filter(field => (left[field] ?? '') !== (right[field] ?? ''))
      .map(field => ({ field, before: left[field] ?? '', after: right[field] ?? '' }));
    if (fields.length > 0) changes.push({ key, title, kind: 'changed', changes: fields });
  }
  for (const [key, row] of old)
    if (!now.has(key)) changes.push({ key, title: row.fields['title'] ?? '', kind: 'removed', changes: [] });
  return changes;
}

/** Words that every need has and that tell none apart. */
const COMMON = new Set(['信息', '数据', '情况', '明细', '记录', '名单', '资料', '清单', '登记', '表', '的']);

/** What is left of a title's words when those go that mean nothing alone. */
export function tellingWords(words: readonly string[]): string[] {
  const telling = words.filter(word => word.length > 1 && !COMMON.has(word));
  return telling.length > 0 ? telling : [...words];
}
