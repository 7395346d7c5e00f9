import type { Static } from 'typebox';
import type { ClockSight } from '#modules/deadlines/index.ts';
import type { Check } from './checks.ts';
import type * as contract from './contract.ts';
import type { Missing } from './missing.ts';
import type { Use } from './compare.ts';
import { type EntryAction, shownItems } from './rules.ts';
import { staleDays } from './stale.ts';
import { FACETS, type FacetName } from './searchIndex.ts';
import type { Names } from './searchQuestion.ts';
import type { EntryRow, HistoryRow, RemarkRow } from './store.ts';

export type EntrySummary = Static<typeof contract.EntrySummary>;
export type EntryView = Static<typeof contract.EntryView>;

type Shown = Pick<
  EntryRow['content'],
  'title' | 'abstract' | 'shareType' | 'updateCycle' | 'subject' | 'modes'
> & { items: readonly { name: string }[] };
/** What a summary is made of: an entry's row, or what the shelf has of it. */
export type SummaryRow = Pick<
  EntryRow,
  | 'id'
  | 'code'
  | 'departmentId'
  | 'departmentName'
  | 'regionCode'
  | 'regionName'
  | 'version'
  | 'state'
  | 'mountedRows'
  | 'usedBy'
  | 'updatedAt'
  | 'publishedAt'
  | 'suspendedAt'
  | 'suspendedReason'
  | 'dataAt'
  | 'departmentState'
  | 'originPlatform'
  | 'originCode'
  | 'originVersion'
> & { content: Shown };

export function summaryOf(
  row: SummaryRow,
  words: readonly string[],
  clock: ClockSight | undefined,
  now: number,
  toVerify: Check[] | null = null,
): EntrySummary {
  const { id, code, departmentId, departmentName, regionCode, regionName, version, state, content } = row;
  return {
    id,
    code,
    departmentId,
    departmentName,
    regionCode,
    regionName,
    version,
    state,
    title: content.title,
    abstract: content.abstract,
    shareType: content.shareType,
    updateCycle: content.updateCycle,
    subject: content.subject,
    modes: content.modes,
    itemCount: content.items.length,
    itemNames: shownItems(
      content.items.map(item => item.name),
      words,
    ),
    mounted: row.mountedRows !== null,
    rowCount: row.mountedRows,
    usedBy: row.usedBy,
    updatedAt: row.updatedAt.toISOString(),
    publishedAt: row.publishedAt?.toISOString() ?? null,
    clock: clock ?? null,
    suspended: row.suspendedAt && { since: row.suspendedAt.toISOString(), reason: row.suspendedReason },
    dataAt: row.dataAt?.toISOString() ?? null,
    staleDays: staleDays(content.updateCycle, row.dataAt, now),
    orphaned: row.departmentState === 'dissolved',
    toVerify,
    origin:
      row.originPlatform === null || row.originCode === null || row.originVersion === null
        ? null
        : { platform: row.originPlatform, code: row.originCode, version: row.originVersion },
  };
}

export interface Sight {
  missing: Missing[];
  actions: EntryAction[];
  history: HistoryRow[];
  clock: ClockSight | undefined;
  remarks: RemarkRow[];
  touched: Use[];
  /** Null for readers who do not work on it. */
  toVerify: Check[] | null;
  now: number;
}

export function viewOf(row: EntryRow, sight: Sight): EntryView {
  return {
    ...summaryOf(row, [], sight.clock, sight.now, sight.toVerify),
    content: row.content,
    revision: row.revision,
    missing: sight.missing,
    actions: sight.actions,
    history: sight.history.map(({ action, at, post, name, note, record, citation }) => ({
      action,
      post,
      name,
      note,
      record,
      at: at.toISOString(),
      ...(citation === null
        ? {}
        : { citation: citation as NonNullable<EntryView['history'][number]['citation']> }),
    })),
    departmentCode: row.departmentCode,
    remarks: sight.remarks.map(({ field, text, post, at, version, settledAt }) => ({
      field,
      text,
      post,
      version,
      at: at.toISOString(),
      settled: settledAt !== null,
    })),
    touched: sight.touched,
    consulted: row.consulted,
  };
}

/** Who signed inside the department is its own affair; the public sees when each version was published and by which post. */
export function publicHistory(history: readonly HistoryRow[]): HistoryRow[] {
  return history.filter(row => row.action === 'publish').map(row => ({ ...row, name: '', note: '' }));
}

const LABELS: Partial<Record<FacetName, Readonly<Record<string, string>>>> = {
  shareType: { unconditional: '无条件共享', conditional: '有条件共享', withheld: '不予共享' },
  level: { province: '省级', city: '市级', county: '区县级', street: '乡镇（街道）', village: '村（社区）' },
  updateCycle: {
    realtime: '实时',
    daily: '每日',
    weekly: '每周',
    monthly: '每月',
    quarterly: '每季度',
    halfyearly: '每半年',
    yearly: '每年',
    irregular: '不定期',
    other: '其他',
  },
  onTime: { in_time: '按期更新', late: '超期未更新', unknown: '更新情况未知' },
  subject: { person: '自然人', legal: '法人', other: '其他' },
  mode: { query: '接口查询', verify: '核验', batch: '批量交换', file: '文件' },
  resource: { table: '库表', interface: '接口', file: '文件', none: '未挂载' },
  openType: { none: '不开放', conditional: '有条件开放', unconditional: '无条件开放' },
  origin: { own: '本平台编制' },
  frequency: { none: '无调用', low: '1000 次以下', medium: '1000 至 10 万次', high: '10 万次以上' },
};

/** A province has thousands of departments; whoever looks for a rare one types its name. */
const MOST_VALUES = 200;

type Facets = Static<typeof contract.SearchView>['facets'];

export function facetsOf(
  counts: ReadonlyMap<FacetName, readonly { value: string; count: number }[]>,
  names: Names,
  chosen: (name: FacetName, value: string) => boolean,
): Facets {
  const named: Partial<Record<FacetName, ReadonlyMap<string, string>>> = {
    departmentId: names.departments,
    regionCode: names.regions,
    classCode: names.classes,
  };
  return Object.fromEntries(
    FACETS.map(name => [
      name,
      (name === 'classCode'
        ? withClassesAbove(counts.get(name) ?? [], names.classes)
        : (counts.get(name) ?? []).filter(({ value }, at) => at < MOST_VALUES || chosen(name, value))
      ).map(({ value, count }) => ({
        value,
        label: (named[name]?.get(value) ?? LABELS[name]?.[value]) || value,
        count,
      })),
    ]),
  ) as Facets;
}

/** Codes of the class tree grow by their branches: what lies under a class counts for it too. */
function withClassesAbove(
  counts: readonly { value: string; count: number }[],
  classes: ReadonlyMap<string, string>,
): { value: string; count: number }[] {
  const sums = new Map<string, number>();
  for (const { value, count } of counts)
    for (let length = 1; length <= value.length; length += 1) {
      const front = value.slice(0, length);
      if (length === value.length || classes.has(front)) sums.set(front, (sums.get(front) ?? 0) + count);
    }
  return [...sums].map(([value, count]) => ({ value, count }));
}
