import type { Db } from '#kernel/db.ts';
import { type Catalog, type PublishedEntry, maskOf } from '#modules/catalog/index.ts';
import type { Files } from '#modules/files/index.ts';
import type { Resources } from '#modules/resources/index.ts';
import type { Mask, PlanTarget } from '#vocabulary/plans.ts';
import { callMask } from '#modules/services/index.ts';
import type { DecidedItem, Decision } from './compiling.ts';
import { refuse } from './refusals.ts';
import type { GrantRow } from './store.ts';
import { type ConditionRow, type Opening, type Terms, callLimitsOf, requiresOf } from './terms.ts';

const CLEAR: Mask = { kind: 'none' };

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
  target: PlanTarget | undefined;
}

/** As a decision says it. */
export const askedIn = ({ entryId, entryTitle, terms }: Opening): Asked => {
  if (terms.mode === 'batch' && (callLimitsOf(terms.limits) ?? requiresOf(terms.limits)))
    throw refuse.calls_only();
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
  files,
  codes,
}: {
  catalog: Catalog;
  resources: Pick<Resources, 'mountOf'>;
  files: Pick<Files, 'isGiven'>;
  /** The values of an item's code table; none where nobody knows it. */
  codes: (item: { codeTable: string; element: string }) => readonly unknown[];
}) => {
  /** A file goes out as it is: with every item of the entry, every row, and no mask of the platform’s. */
  async function freezeFiles(within: Db, asked: Asked, entry: PublishedEntry): Promise<Decided> {
    if (asked.conditions.length > 0 || asked.items.some(one => (one.mask ?? CLEAR).kind !== 'none'))
      throw refuse.file_as_it_is();
    const names = new Set(asked.items.map(one => one.name));
    const left = entry.content.items.filter(item => !names.has(item.name)).map(item => item.name);
    if (left.length > 0) throw refuse.file_whole({ items: left });
    const items = entry.content.items.map(
      ({ name, type, identifier, sensitivity }): DecidedItem => ({
        name,
        column: '',
        type,
        identifier,
        sensitivity,
        mask: CLEAR,
      }),
    );
    const given = await files.isGiven(asked.entryId, within);
    return { decision: { items, rows: [] }, target: given ? { kind: 'files' } : undefined };
  }

  return async function freeze(within: Db, asked: Asked): Promise<Decided> {
    const entry = await catalog.publishedContent(asked.entryId, within);
    if (!entry) throw refuse.not_published({ entry: asked.entryTitle });
    const wanted = [...asked.items.map(one => one.name), ...asked.conditions.map(one => one.item)];
    const hidden = findWithheld(entry, wanted);
    if (hidden !== undefined) throw refuse.withheld_now({ what: hidden });
    if (asked.mode === 'file') return freezeFiles(within, asked, entry);
    const mount = await resources.mountOf(asked.entryId, within);
    const columns = new Map(mount?.mapping.map(pair => [pair.item, pair.column]));
    const content = new Map(entry.content.items.map(item => [item.name, item]));
    const itemOf = (name: string) => {
      const item = content.get(name);
      if (!item) throw refuse.unknown_item({ item: name });
      return item;
    };
    const items = asked.items.map(({ name, mask: chosen }): DecidedItem => {
      const { type, identifier, sensitivity, mask, codeTable, element } = itemOf(name);
      const values = codes({ codeTable, element }).length;
      const proposed = {
        name,
        column: columns.get(name) ?? '',
        type,
        identifier,
        sensitivity,
        mask: maskOf(mask),
        ...(values > 0 ? { codes: values } : {}),
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
    // Rows are moved from tables alone: what is mounted otherwise supplies no batch. Files of a folder supply nothing else.
    const fits =
      mount !== undefined &&
      (asked.mode === 'batch' ? mount.target.kind === 'table' : mount.onlyMoved !== true);
    return { decision: { items, rows }, target: complete && fits ? mount.target : undefined };
  };
};

export type Freeze = ReturnType<typeof createFreezing>;
