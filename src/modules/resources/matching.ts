/** Items against columns: what is proposed, and what a mount must be. Pure. */
import { type Content, maskOf } from '#modules/catalog/index.ts';
import { type ColumnType, type Mask, type PlanItem, maskPlace } from '#vocabulary/plans.ts';
import type { FoundColumn, ProbedTable } from './probe.ts';
import { fits, refuse, typeWords } from './rules.ts';

export interface MatchedItem {
  name: string;
  type: ColumnType;
}

export interface Pair {
  item: string;
  itemType: ColumnType;
  column: string | null;
  databaseType: string | null;
  by: 'name' | 'comment' | 'none';
  problem: string;
  problemEn: string;
}

export interface Mapping {
  item: string;
  column: string;
}

/** The comment up to its first remark: 姓名（与身份证一致） names 姓名. */
function namedBy(comment: string): string {
  return (comment.split(/[（(：:，,；;。\s]/)[0] ?? '').trim();
}

const same = (a: string, b: string): boolean => a !== '' && a.toLowerCase() === b.toLowerCase();

/** Proposes a column for each item, by its comment or its name, and each column once. The whole comment wins over its beginning. */
export function matchColumns(
  items: readonly MatchedItem[],
  columns: readonly FoundColumn[],
): { pairs: Pair[]; columns: FoundColumn[] } {
  const free = new Set(columns);
  const proposals = new Map<string, { column: FoundColumn; by: 'name' | 'comment' }>();
  const ways: { by: 'name' | 'comment'; holds: (item: MatchedItem, column: FoundColumn) => boolean }[] = [
    { by: 'comment', holds: (item, column) => same(column.comment.trim(), item.name) },
    { by: 'name', holds: (item, column) => same(column.name, item.name) },
    { by: 'comment', holds: (item, column) => same(namedBy(column.comment), item.name) },
  ];
  for (const { by, holds } of ways) {
    for (const item of items) {
      if (proposals.has(item.name)) continue;
      const column = [...free].find(candidate => holds(item, candidate));
      if (!column) continue;
      free.delete(column);
      proposals.set(item.name, { column, by });
    }
  }
  return { pairs: items.map(item => pairOf(item, proposals.get(item.name))), columns: [...free] };
}

function pairOf(item: MatchedItem, found: { column: FoundColumn; by: 'name' | 'comment' } | undefined): Pair {
  const { name, type } = item;
  if (!found)
    return {
      item: name,
      itemType: type,
      column: null,
      databaseType: null,
      by: 'none',
      problem: '没有找到对应的列，请选择',
      problemEn: 'No column was found; choose one',
    };
  const { column, by } = found;
  return {
    item: name,
    itemType: type,
    column: column.name,
    databaseType: column.databaseType,
    by,
    ...mismatch(type, column),
  };
}

function mismatch(wanted: ColumnType, column: FoundColumn): { problem: string; problemEn: string } {
  if (column.type === undefined)
    return {
      problem: `${column.databaseType} 类型不能共享`,
      problemEn: `${column.databaseType} cannot be shared`,
    };
  if (fits(column.type, wanted)) return { problem: '', problemEn: '' };
  const words = typeWords(wanted);
  return {
    problem: `类型不符：目录写${words.zh}，库里是 ${column.databaseType}`,
    problemEn: `Types differ: the entry says ${words.en}, the database has ${column.databaseType}`,
  };
}

/** Refuses a mapping that leaves an item without a fitting column; answers it in the order of the entry. */
export function checkMapping(
  table: ProbedTable,
  items: readonly MatchedItem[],
  mapping: readonly Mapping[],
  columns: readonly FoundColumn[],
): Mapping[] {
  const where = { schema: table.schema, table: table.table };
  const known = new Set(items.map(item => item.name));
  const stranger = mapping.find(pair => !known.has(pair.item));
  if (stranger) throw refuse.unknown_item({ item: stranger.item });
  return items.map(({ name, type }) => {
    const [pair, second] = mapping.filter(candidate => candidate.item === name);
    if (!pair) throw refuse.item_unmapped({ item: name });
    if (second) throw refuse.item_twice({ item: name });
    const column = columns.find(candidate => candidate.name === pair.column);
    if (!column) throw refuse.lost_column({ ...where, column: pair.column });
    if (column.type === undefined)
      throw refuse.unsupported_type({ ...where, column: column.name, type: column.databaseType });
    if (!fits(column.type, type)) {
      const words = typeWords(type);
      throw refuse.type_mismatch({
        item: name,
        wanted: words.zh,
        wantedEn: words.en,
        column: column.name,
        found: column.databaseType,
      });
    }
    return { item: name, column: column.name };
  });
}

export type SampledItem = MatchedItem & Pick<Content['items'][number], 'sensitivity' | 'mask'>;

/** A mask that needs a consumer's key has none here. */
const atSource = (mask: Mask): Mask => (maskPlace(mask) === 'source' ? mask : { kind: 'hidden' });

/**
 * The items as a sample shows them. An identifier stays clear for a caller who knows it already; here nobody asked
 * for anyone, so what is sensitive is covered whatever the entry says.
 */
export function sampleItems(items: readonly SampledItem[], mapping: readonly Mapping[]): PlanItem[] {
  return items.flatMap(({ name, type, sensitivity, mask }) => {
    const pair = mapping.find(candidate => candidate.item === name);
    if (!pair) return [];
    const covered: Mask = type === 'text' ? { kind: 'middle', head: 6, tail: 4 } : { kind: 'hidden' };
    return [
      {
        name,
        column: pair.column,
        type,
        mask: mask.kind === 'none' && sensitivity >= 3 ? covered : atSource(maskOf(mask)),
        filter: false,
      },
    ];
  });
}
