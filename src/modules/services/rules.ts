/** What is true of services: their codes, what a change takes from whoever holds them, when a version may end. Pure. */
import type { ColumnType, Mask } from '#vocabulary/plans.ts';
import type { ServiceSettings } from '#vocabulary/services.ts';

/** File services are numbered apart from those over rows, of which an entry has two. */
const FILE_SERVICES = 5_000_000_000;

/** The service's code as integrators read it: the provider's credit code, then an even number for queries, an odd one for verification. */
export function serviceCode(creditCode: string, entryId: number, mode: 'query' | 'verify' | 'file'): string {
  return `s_${creditCode}_${mode === 'file' ? FILE_SERVICES + entryId : entryId * 2 + (mode === 'verify' ? 1 : 0)}`;
}

/** From this level on an item's leak harms a person or a company (GB/T 43697, as the catalog grades it). */
const HARMFUL = 3;

/**
 * The mask of an identifier in calls when the decision names none. Entries leave identifiers clear so that rows can be
 * joined; in a call whoever asks by one sees it clear anyway, and what is left are other people's, such as a spouse's.
 * Those are clear only when the decision says so.
 */
export function callMask(item: { identifier: boolean; sensitivity: number; mask: Mask }): Mask {
  return item.identifier && item.sensitivity >= HARMFUL && item.mask.kind === 'none'
    ? { kind: 'middle', head: 6, tail: 4 }
    : item.mask;
}

/** Days between the announcement of a version's end and the end: a quarter to change a client in. Ours. */
export const SUNSET_DAYS = 90;

export interface ServedItem {
  name: string;
  type: ColumnType;
}

export const BREAKS = ['item_removed', 'type_changed', 'table_replaced'] as const;

/** One way in which a change of what is mounted is more than its holders' clients can be expected to bear. */
export interface Break {
  kind: (typeof BREAKS)[number];
  /** '' for the table as a whole. */
  item: string;
}

const samePlace = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b);

export interface Served {
  items: readonly ServedItem[];
  place: { sourceId: number; schema: string; table: string };
}

/** What the holders' clients rely on and the new mount does not give; empty for a change that they need not notice. */
export function breaksOf(before: Served, after: Served): Break[] {
  const now = new Map(after.items.map(item => [item.name, item.type]));
  const items = before.items.flatMap(({ name, type }): Break[] => {
    const found = now.get(name);
    if (found === undefined) return [{ kind: 'item_removed', item: name }];
    return found === type ? [] : [{ kind: 'type_changed', item: name }];
  });
  return samePlace(before.place, after.place) ? items : [...items, { kind: 'table_replaced', item: '' }];
}

export const breakWords = ({ kind, item }: Break): { zh: string; en: string } =>
  ({
    item_removed: { zh: `去掉了数据项“${item}”`, en: `item “${item}” is gone` },
    type_changed: { zh: `数据项“${item}”的类型变了`, en: `item “${item}” has another type` },
    table_replaced: { zh: '换了库表', en: 'another table is read' },
  })[kind];

const lost = (before: readonly string[], after: readonly string[]): string[] =>
  before.filter(name => !after.includes(name));

export interface Taken {
  zh: string;
  en: string;
}

/** What a change of settings takes from those who call, in words; empty where it only gives. */
export function takenBy(before: ServiceSettings, after: ServiceSettings): Taken[] {
  const taken: Taken[] = [];
  const add = (holds: boolean, zh: string, en: string): void => {
    if (holds) taken.push({ zh, en });
  };
  add(before.listing && !after.listing, '不再支持列表查询', 'rows can no longer be listed');
  const search = lost(before.searchable, after.searchable);
  add(search.length > 0, `不能再按${search.join('、')}筛选`, `no filter by ${search.join(', ')} any more`);
  const masked = lost(before.maskedEq, after.maskedEq);
  add(
    masked.length > 0,
    `脱敏的${masked.join('、')}不能再等值查询`,
    `masked ${masked.join(', ')} can no longer be compared`,
  );
  add(before.scans && !after.scans, '不再允许未建索引的筛选', 'no filters without an index any more');
  add(
    after.maxPage < before.maxPage,
    `每页最多 ${after.maxPage} 条（原 ${before.maxPage} 条）`,
    `at most ${after.maxPage} rows a page, ${before.maxPage} before`,
  );
  add(
    before.verdicts === 'three' && after.verdicts === 'two',
    '核验只答一致或不一致，不再答“无法核验”',
    'verification answers match or no match, and no longer “cannot verify”',
  );
  add(
    !before.purpose.caseNo && after.purpose.caseNo,
    '调用须写明办件编号',
    'calls must state the case number',
  );
  add(!before.purpose.post && after.purpose.post, '调用须写明经办岗位', 'calls must state the post');
  add(
    after.timeout < before.timeout,
    `超时缩短为 ${after.timeout} 毫秒（原 ${before.timeout} 毫秒）`,
    `the time limit is ${after.timeout} ms, ${before.timeout} before`,
  );
  return taken;
}

/** The service of a version at a moment: what the lists and the grant's page show. */
export function versionState(
  { sunset }: { sunset: string | null },
  today: string,
): 'serving' | 'deprecated' | 'ended' {
  if (sunset === null) return 'serving';
  return today <= sunset ? 'deprecated' : 'ended';
}
