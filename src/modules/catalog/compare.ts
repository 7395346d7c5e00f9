/** Two contents of one entry side by side: what differs, and what a change takes from those who use it. */
import { isDeepStrictEqual } from 'node:util';
import { showsNoMore } from '#vocabulary/masks.ts';
import { type Content, maskOf } from './rules.ts';

type Item = Content['items'][number];
export type ContentField = Exclude<keyof Content, 'items'>;

export interface FieldChange<Field extends string = string> {
  field: Field;
  before: unknown;
  after: unknown;
}

export interface ItemChange {
  /** As the newer content names it, or the older one where the item is gone. */
  name: string;
  kind: 'added' | 'removed' | 'changed';
  changes: FieldChange<keyof Item>[];
}

export interface Comparison {
  fields: FieldChange<ContentField>[];
  items: ItemChange[];
}

/**
 * Items are the same item when they bear one name; or, where one is new and one is gone, when both are the same
 * standard element: then it was renamed.
 */
export function compareContents(before: Content, after: Content): Comparison {
  const fields = (Object.keys(after) as (keyof Content)[])
    .filter(
      (field): field is ContentField => field !== 'items' && !isDeepStrictEqual(before[field], after[field]),
    )
    .map(field => ({ field, before: before[field], after: after[field] }));
  return { fields, items: compareItems(before.items, after.items) };
}

function compareItems(before: readonly Item[], after: readonly Item[]): ItemChange[] {
  const old = new Map(before.map(item => [item.name, item]));
  const kept = new Set(after.map(item => item.name));
  const gone = before.filter(item => !kept.has(item.name));
  const changes: ItemChange[] = [];
  for (const item of after) {
    let was = old.get(item.name);
    if (!was && item.element !== '') {
      const at = gone.findIndex(one => one.element === item.element);
      if (at >= 0) [was] = gone.splice(at, 1);
    }
    if (!was) changes.push({ name: item.name, kind: 'added', changes: [] });
    else {
      const differing = changesOf(was, item);
      if (differing.length > 0) changes.push({ name: item.name, kind: 'changed', changes: differing });
    }
  }
  return [...changes, ...gone.map(({ name }): ItemChange => ({ name, kind: 'removed', changes: [] }))];
}

const changesOf = (was: Item, is: Item): FieldChange<keyof Item>[] =>
  (Object.keys(is) as (keyof Item)[])
    .filter(field => !isDeepStrictEqual(was[field], is[field]))
    .map(field => ({ field, before: was[field], after: is[field] }));

const STRICTNESS = { unconditional: 0, conditional: 1, withheld: 2 } as const;
const shareOf = (item: Item, content: Content): number => STRICTNESS[item.shareType ?? content.shareType];

/** In words: whether other words allow less only people can tell, so they count as less; none at all allow more. */
const TERMS = ['scope', 'purpose', 'useTerms'] as const;

const adds = (before: readonly string[], after: readonly string[]): boolean =>
  after.some(line => !before.includes(line));

/** Masks that show different parts of a value take something from each other’s readers. */
function showsLess(before: Item['mask'], after: Item['mask']): boolean {
  return !showsNoMore(maskOf(before), maskOf(after));
}

export interface Narrowing {
  /** Items that somebody who has them would lose, or see less of. */
  items: string[];
  modes: Content['modes'];
  /** The whole entry became stricter, or gained a condition. */
  whole: boolean;
}

/**
 * What a change takes away from those who use the entry. A change that only adds takes nothing, and nothing is asked
 * of it; one that narrows is a change of service (N809 27).
 */
export function narrowingOf(before: Content, after: Content): Narrowing {
  const now = new Map(after.items.map(item => [item.name, item]));
  const items = before.items
    .filter(item => {
      const left = now.get(item.name);
      return (
        left === undefined ||
        shareOf(left, after) > shareOf(item, before) ||
        showsLess(item.mask, left.mask) ||
        adds(item.conditions, left.conditions) ||
        left.type !== item.type
      );
    })
    .map(item => item.name);
  return {
    items,
    modes: before.modes.filter(mode => !after.modes.includes(mode)),
    whole:
      STRICTNESS[after.shareType] > STRICTNESS[before.shareType] ||
      adds(before.conditions, after.conditions) ||
      TERMS.some(field => after[field].trim() !== '' && after[field] !== before[field]) ||
      (before.means === 'platform' && after.means !== 'platform'),
  };
}

/** A live use of an entry, as sharing tells it. */
export interface Use {
  grantId: number;
  departmentId: number;
  departmentName: string;
  items: string[];
  mode: Content['modes'][number];
}

/** The uses that a change takes something from. */
export const narrowedUses = ({ items, modes, whole }: Narrowing, uses: readonly Use[]): Use[] =>
  uses.filter(use => whole || modes.includes(use.mode) || use.items.some(name => items.includes(name)));
