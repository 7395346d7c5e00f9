import type { Static } from 'typebox';
import type { ClockSight } from '#modules/deadlines/index.ts';
import type * as contract from './contract.ts';
import type { Missing } from './missing.ts';
import type { Use } from './compare.ts';
import { type EntryAction, shownItems } from './rules.ts';
import { staleDays } from './stale.ts';
import type { FacetName, FacetRow } from './shelf.ts';
import type { EntryRow, HistoryRow, RemarkRow } from './store.ts';

export type EntrySummary = Static<typeof contract.EntrySummary>;
export type EntryView = Static<typeof contract.EntryView>;

export function summaryOf(
  row: EntryRow,
  words: readonly string[],
  clock: ClockSight | undefined,
  now: number,
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
  now: number;
}

export function viewOf(row: EntryRow, sight: Sight): EntryView {
  return {
    ...summaryOf(row, [], sight.clock, sight.now),
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

const LABELS: Readonly<Record<string, string>> = {
  unconditional: '无条件共享',
  conditional: '有条件共享',
  withheld: '不予共享',
  realtime: '实时',
  daily: '每日',
  weekly: '每周',
  monthly: '每月',
  quarterly: '每季度',
  yearly: '每年',
  irregular: '不定期',
  person: '自然人',
  legal: '法人',
  other: '其他',
  query: '接口查询',
  verify: '核验',
  batch: '批量交换',
  yes: '已挂载',
  no: '未挂载',
};

type Facets = Static<typeof contract.SearchView>['facets'];

export function facetsOf(
  rows: readonly FacetRow[],
  names: { departments: ReadonlyMap<string, string>; regions: ReadonlyMap<string, string> },
): Facets {
  const label = (facet: FacetName, value: string): string =>
    (facet === 'departmentId'
      ? names.departments.get(value)
      : facet === 'regionCode'
        ? names.regions.get(value)
        : LABELS[value]) ?? value;
  const facets: Facets = {
    shareType: [],
    departmentId: [],
    regionCode: [],
    updateCycle: [],
    subject: [],
    mode: [],
    mounted: [],
  };
  for (const { facet, value, count } of rows)
    facets[facet].push({ value, label: label(facet, value), count });
  return facets;
}
