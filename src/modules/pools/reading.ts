/** Collections and pools as their readers see them, each with what its reader may do. */
import type { Static } from 'typebox';
import type { Db } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { Sight } from '#vocabulary/sight.ts';
import type * as contract from './contract.ts';
import type { PoolsNeeds } from './needs.ts';
import type { Place } from './place.ts';
import * as rules from './rules.ts';
import * as store from './store.ts';
import { type CollectionView, collectionView, figuresOf, lastOf, sumOf } from './views.ts';

type DepartmentView = Static<typeof contract.DepartmentView>;

/** Entries whose collection an authority may set off: what nobody refused and nobody has begun. */
export const isToStart = (row: store.CollectionRow): boolean =>
  row.kind === 'table' && (row.state === 'due' || row.state === 'ended');

export function createReading(
  { db, clock, policy, organizations, catalog }: PoolsNeeds,
  place: Pick<Place, 'problem'>,
) {
  const today = (): Date => new Date(rules.dayStart(clock.now()));
  const sightOf = (actor: Actor): Promise<Sight> => organizations.sightOf(actor, policy.homeRegion);
  const sees = (sight: Sight, departmentId: number): boolean =>
    sight === 'all' || sight.includes(departmentId);

  const citations = (region: string) => ({
    citation: policy.findCitation(region, 'collection.target') ?? null,
    refusalCitation: policy.findCitation(region, 'collection.refusal') ?? null,
  });

  /** Regions whose departments the actor may have collected. */
  const regionsOf = async (actor: Actor): Promise<readonly string[]> =>
    actor.permissions.has('pools.start') ? organizations.regionsCoordinatedBy(actor) : [];

  const holdsOf =
    (actor: Actor, row: { departmentId: number; regionCode: string }, regions: readonly string[]) =>
    (relation: rules.CollectionRelation): boolean =>
      relation === 'authority'
        ? regions.includes(row.regionCode)
        : row.departmentId === actor.departmentId && actor.permissions.has('pools.answer');

  /** Whose rows the actor may see in clear: its own department’s data officer’s, all that of the authority which keeps the pool. */
  async function looksAt(actor: Actor): Promise<(row: { departmentId: number }) => boolean> {
    if (!actor.permissions.has('pools.look')) return () => false;
    const keeps = actor.departmentId === (await store.findPlace(db))?.departmentId;
    return row => keeps || actor.departmentId === row.departmentId;
  }

  function actionsOf(
    actor: Actor,
    row: store.CollectionRow,
    regions: readonly string[],
    looks: boolean,
  ): CollectionView['actions'] {
    // Nothing can be done about what is not to be collected, or is held here already.
    const steps =
      row.kind === 'table' ? rules.collectionLife.actions(row.state, holdsOf(actor, row, regions)) : [];
    return [
      ...steps,
      ...(looks && row.collectedAt !== null && row.table !== null ? (['look'] as const) : []),
    ];
  }

  async function viewsOf(actor: Actor, rows: readonly store.CollectionRow[]): Promise<CollectionView[]> {
    const [regions, looks] = await Promise.all([regionsOf(actor), looksAt(actor)]);
    const now = clock.now();
    return rows.map(row => collectionView(row, now, actionsOf(actor, row, regions, looks(row))));
  }

  function departmentView(
    { id, name, regionCode, schema }: Awaited<ReturnType<typeof store.listDepartments>>[number],
    rows: readonly store.CollectionRow[],
    regions: readonly string[],
  ): DepartmentView {
    return {
      departmentId: id,
      department: name,
      regionCode,
      schema,
      ...figuresOf(rows, clock.now()),
      collectedAt: lastOf(rows),
      actions: regions.includes(regionCode) && rows.some(isToStart) ? ['start'] : [],
    };
  }

  /** A collection that the actor may see; refuses with `platform.not_found`. */
  async function visible(actor: Actor, entryId: number, within: Db = db): Promise<store.CollectionRow> {
    const row = await store.findCollection(within, entryId, today());
    if (!row || !sees(await sightOf(actor), row.departmentId)) throw platform.not_found();
    return row;
  }

  async function pool(actor: Actor, departmentId: number): Promise<Static<typeof contract.PoolView>> {
    const sight = await sightOf(actor);
    if (!sees(sight, departmentId)) throw platform.not_found();
    const [[department], rows, regions] = await Promise.all([
      store.listDepartments(db, [departmentId]),
      store.listCollections(db, [departmentId], today()),
      regionsOf(actor),
    ]);
    if (!department) throw platform.not_found();
    return {
      department: departmentView(department, rows, regions),
      collections: await viewsOf(actor, rows),
      ...citations(department.regionCode),
    };
  }

  async function list(actor: Actor): Promise<Static<typeof contract.PoolsView>> {
    const sight = await sightOf(actor);
    const [departments, rows, regions] = await Promise.all([
      store.listDepartments(db, sight),
      store.listCollections(db, sight, today()),
      regionsOf(actor),
    ]);
    const by = Map.groupBy(rows, row => row.departmentId);
    const views = departments
      .filter(one => by.has(one.id) || one.id === actor.departmentId)
      .map(one => departmentView(one, by.get(one.id) ?? [], regions));
    const problem = place.problem();
    return {
      ready: problem === undefined,
      problem: problem?.zh ?? '',
      problemEn: problem?.en ?? '',
      departments: views,
      totals: sumOf(views),
      ...citations(actor.regionCode),
    };
  }

  async function get(actor: Actor, entryId: number): Promise<Static<typeof contract.CollectionDetail>> {
    const row = await visible(actor, entryId);
    const [[view], history, entry] = await Promise.all([
      viewsOf(actor, [row]),
      store.listHistory(db, entryId),
      catalog.publishedContent(entryId),
    ]);
    if (!view) throw platform.not_found();
    return {
      ...view,
      identifiers: identifiersOf(row, entry?.content.items ?? []),
      history: history.map(({ citation, at, ...step }) => ({
        ...step,
        at: at.toISOString(),
        ...(citation === null ? {} : { citation }),
      })),
      ...citations(row.regionCode),
    };
  }

  return { today, visible, holdsOf, regionsOf, looksAt, routes: { list, pool, get } };
}

export type Reading = ReturnType<typeof createReading>;

/** What a row may be looked up by: the entry’s identifiers first, then the rest of its key; where there is neither, any item. */
export function identifiersOf(
  { key }: Pick<store.CollectionRow, 'key'>,
  items: readonly { name: string; identifier: boolean }[],
): string[] {
  const identifiers = items.filter(item => item.identifier).map(item => item.name);
  const named = [...identifiers, ...key.filter(name => !identifiers.includes(name))];
  return named.length > 0 ? named : items.map(item => item.name);
}
