/** The rows of a list as they are today, with what is missing on it (应编尽编). */
import type { Static } from 'typebox';
import type { Db } from '#kernel/db.ts';
import type { Inventory } from '#modules/inventory/index.ts';
import type { ListKind } from './columns.ts';
import type * as contract from './contract.ts';
import * as found from './gatherStore.ts';
import { listEdits } from './listStore.ts';
import type { Row } from './rules.ts';

type Gap = Static<typeof contract.Gap>;

export interface Gathered {
  rows: Row[];
  gaps: Gap[];
}

/** Tables without an entry that are told one by one. */
const MOST_ASSETS = 1000;

const rowOf = (key: string, fields: Record<string, string>, missing: boolean): Row => ({
  key,
  fields,
  note: '',
  leftOut: '',
  missing,
});

/** What the duties ask the department to hold: its entries, what was issued to it, what it added itself. */
async function responsibility(
  db: Db,
  inventory: Pick<Inventory, 'openAssets'>,
  departmentId: number,
): Promise<Gathered> {
  const held = await found.listHeld(db, departmentId);
  const unclaimed = await found.listUnclaimed(db, departmentId);
  const own = await found.listOwnRows(db, departmentId);
  const assets = await inventory.openAssets(departmentId, MOST_ASSETS, db);
  const titles = new Set(held.map(one => one.title));
  const mine = own.filter(one => !titles.has(one.title));
  const said = new Map(own.map(one => [one.title, one]));
  const none = { entryCode: '', shareType: '', updateCycle: '' };
  return {
    rows: [
      ...held.map(one =>
        rowOf(
          // A claim stays the same row when its entry comes: the next version says what changed.
          one.claimId === null ? `entry:${one.id}` : `claim:${one.claimId}`,
          {
            title: one.title,
            duty: one.duty || (said.get(one.title)?.duty ?? ''),
            basis: one.basis || (said.get(one.title)?.basis ?? ''),
            state: one.published ? 'published' : 'in_work',
            entryCode: one.code ?? '',
            shareType: one.shareType,
            updateCycle: one.updateCycle,
          },
          false,
        ),
      ),
      ...unclaimed.map(({ id, title, duty, basis, disputed }) =>
        rowOf(`claim:${id}`, { title, duty, basis, state: disputed ? 'disputed' : 'missing', ...none }, true),
      ),
      ...mine.map(({ id, title, duty, basis }) =>
        rowOf(`own:${id}`, { title, duty, basis, state: 'missing', ...none }, true),
      ),
    ],
    gaps: [
      ...unclaimed.map(({ id, title, duty }): Gap => ({ kind: 'claim', title, detail: duty, id })),
      ...mine.map(({ id, title, duty }): Gap => ({ kind: 'own', title, detail: duty, id })),
      ...assets.map(
        (one): Gap => ({
          kind: 'asset',
          title: one.title || one.place,
          detail: `${one.systemName} ${one.place}`,
          id: one.id,
        }),
      ),
    ],
  };
}

/** What is not shared, with its basis (六安 三清单). What is not published yet is on no list. */
async function negative(db: Db, departmentId: number): Promise<Gathered> {
  const withheld = await found.listWithheld(db, departmentId);
  const lacks = (one: found.WithheldRow): boolean => one.basis === '' || one.reason === '';
  const told = (one: found.WithheldRow, kind: Gap['kind']): Gap => ({
    kind,
    title: one.title,
    detail: one.item ?? '',
    id: one.id,
  });
  const published = withheld.filter(one => one.published);
  return {
    rows: published.map(one =>
      rowOf(
        one.item === null ? `entry:${one.id}` : `item:${one.id}:${one.item}`,
        {
          title: one.title,
          item: one.item ?? '',
          basis: one.basis,
          reason: one.reason,
          entryCode: one.code ?? '',
        },
        lacks(one),
      ),
    ),
    gaps: [
      ...withheld.filter(one => !one.published).map(one => told(one, 'unpublished')),
      ...published.filter(lacks).map(one => told(one, 'no_basis')),
    ],
  };
}

const needFields = (need: found.NeedRow): Record<string, string> => ({
  title: need.title,
  matter: need.matter,
  provider: need.provider,
  state: need.state,
  entryTitle: need.entryTitle,
  entryCode: need.entryCode,
});

async function demand(db: Db, departmentId: number): Promise<Gathered> {
  const needs = await found.listNeeds(db, departmentId);
  return {
    rows: needs.map(need =>
      rowOf(`demand:${need.id}`, { ...needFields(need), wantedBy: need.wantedBy ?? '' }, false),
    ),
    gaps: [],
  };
}

/** Needs that the authority put on the list; those that it has not are what is missing. */
async function supplyDemand(db: Db, departmentId: number, regions: readonly string[]): Promise<Gathered> {
  const needs = await found.listBetween(db, departmentId, regions);
  return {
    rows: needs
      .filter(need => need.listed)
      .map(need =>
        rowOf(
          `demand:${need.id}`,
          { ...needFields(need), department: need.department, until: need.until ?? '' },
          false,
        ),
      ),
    gaps: needs
      .filter(need => !need.listed)
      .map(({ id, title, department }): Gap => ({ kind: 'not_listed', title, detail: department, id })),
  };
}

async function gatherKind(
  db: Db,
  inventory: Pick<Inventory, 'openAssets'>,
  kind: ListKind,
  { id, regions }: { id: number; regions: readonly string[] },
): Promise<Gathered> {
  switch (kind) {
    case 'responsibility':
      return responsibility(db, inventory, id);
    case 'negative':
      return negative(db, id);
    case 'demand':
      return demand(db, id);
    case 'supply_demand':
      return supplyDemand(db, id, regions);
  }
}

/**
 * `regions` are those that the department oversees as their authority. One question after the other: `db` may be a
 * transaction.
 */
export async function gather(
  db: Db,
  inventory: Pick<Inventory, 'openAssets'>,
  kind: ListKind,
  of: { id: number; regions: readonly string[] },
): Promise<Gathered> {
  const { rows, gaps } = await gatherKind(db, inventory, kind, of);
  const said = new Map((await listEdits(db, of.id, kind)).map(one => [one.key, one]));
  return {
    rows: rows.map(row => {
      const edit = said.get(row.key);
      return edit ? { ...row, note: edit.note, leftOut: edit.leftOut } : row;
    }),
    // What was issued stays missing until the authority has settled it, whatever the department says.
    gaps: gaps.filter(gap => gap.kind !== 'own' || (said.get(`own:${gap.id}`)?.leftOut ?? '') === ''),
  };
}
