import type { Db } from '#kernel/db.ts';
import { type Catalog, type PublishedEntry, maskOf } from '#modules/catalog/index.ts';
import type { Resources } from '#modules/resources/index.ts';
import type { Mask, PlanTable } from '#vocabulary/plans.ts';
import { type DecidedItem, type Decision, callMask } from './compiling.ts';
import { refuse } from './refusals.ts';
import type { GrantRow } from './store.ts';
import type { ConditionRow, Opening, Terms } from './terms.ts';

/** What is to be granted, by name. */
export interface Asked {
  entryId: number;
  entryTitle: string;
  mode: Terms['mode'];
  items: readonly { name: string; mask: Mask | undefined }[];
  conditions: readonly ConditionRow[];
}

export interface Decided {
  decision: Decision;
  /** Where the rows lie; undefined while the resource, or a column of it, is not mounted. */
  table: PlanTable | undefined;
}

/** As a decision says it. */
export const askedIn = ({ entryId, entryTitle, terms }: Opening): Asked => {
  if (terms.mode === 'batch' && terms.limits.perDay !== undefined) throw refuse.calls_only();
  const chosen = new Map(terms.masks.map(one => [one.item, one.mask]));
  return {
    entryId,
    entryTitle,
    mode: terms.mode,
    items: terms.items.map(name => ({ name, mask: chosen.get(name) })),
    conditions: terms.rows,
  };
};

/** As a grant holds it. */
export const askedAgain = ({ entryId, entryTitle, mode, decision, conditions }: GrantRow): Asked => ({
  entryId,
  entryTitle,
  mode,
  items: decision.items,
  conditions,
});

/**
 * What of these the entry withholds as it is published now: its own title, or an item. Consent that was given before
 * opens nothing that a law has closed since (N809 14).
 */
export function findWithheld(
  { title, content }: PublishedEntry,
  names: readonly string[],
): string | undefined {
  if (content.shareType === 'withheld') return title;
  return content.items.find(item => item.shareType === 'withheld' && names.includes(item.name))?.name;
}

/**
 * What the decision freezes: items with their columns at this moment, and the masks that apply. Consent may come
 * before the data: columns are then filled in when the resource is mounted (N809 22).
 */
export const createFreezing = ({
  catalog,
  resources,
}: {
  catalog: Catalog;
  resources: Pick<Resources, 'mountOf'>;
}) =>
  async function freeze(within: Db, asked: Asked): Promise<Decided> {
    const entry = await catalog.publishedContent(asked.entryId, within);
    if (!entry) throw refuse.not_published({ entry: asked.entryTitle });
    const wanted = [...asked.items.map(one => one.name), ...asked.conditions.map(one => one.item)];
    const hidden = findWithheld(entry, wanted);
    if (hidden !== undefined) throw refuse.withheld_now({ what: hidden });
    const mount = await resources.mountOf(asked.entryId, within);
    const columns = new Map(mount?.mapping.map(pair => [pair.item, pair.column]));
    const content = new Map(entry.content.items.map(item => [item.name, item]));
    const itemOf = (name: string) => {
      const item = content.get(name);
      if (!item) throw refuse.unknown_item({ item: name });
      return item;
    };
    const items = asked.items.map(({ name, mask: chosen }): DecidedItem => {
      const { type, identifier, sensitivity, mask } = itemOf(name);
      const proposed = {
        name,
        column: columns.get(name) ?? '',
        type,
        identifier,
        sensitivity,
        mask: maskOf(mask),
      };
      return { ...proposed, mask: chosen ?? (asked.mode === 'batch' ? proposed.mask : callMask(proposed)) };
    });
    if (asked.mode !== 'batch' && !items.some(item => item.identifier)) throw refuse.identifier_missing();
    const rows = asked.conditions.map(({ item, op, values }) => ({
      column: columns.get(item) ?? '',
      type: itemOf(item).type,
      op,
      values,
    }));
    const complete = [...items, ...rows].every(({ column }) => column !== '');
    const { sourceId, schema, table } = mount ?? {};
    return {
      decision: { items, rows },
      table:
        complete && sourceId !== undefined && schema !== undefined && table !== undefined
          ? { sourceId, schema, table }
          : undefined,
    };
  };

export type Freeze = ReturnType<typeof createFreezing>;
