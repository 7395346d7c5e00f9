import type { Static } from 'typebox';
import { type Db, meansWhenBroken } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import { secretMark } from '#modules/catalog/index.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import type { Policy } from '#modules/policy/index.ts';
import type { Resources } from '#modules/resources/index.ts';
import type { Audited, Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { FileFormat, FileOut, Report, Saving } from '#sheets/index.ts';
import type * as contract from './contract.ts';
import { createReading } from './reading.ts';
import { refuse } from './refusals.ts';
import { countsOf } from './rules.ts';
import { createSheet } from './sheet.ts';
import * as store from './store.ts';

meansWhenBroken('inventory_system_once', () => refuse.system_taken());

export interface InventoryNeeds {
  db: Db;
  audited: Audited;
  organizations: Organizations;
  policy: Pick<Policy, 'findCitation'>;
  resources: Pick<Resources, 'tables'>;
}

export function createInventory(needs: InventoryNeeds) {
  const { db, audited, organizations, policy } = needs;

  async function departmentsOverseen(actor: Actor): Promise<{ id: number; name: string }[]> {
    const [reviewed, departments] = await Promise.all([
      organizations.regionsReviewedBy(actor),
      organizations.departments(),
    ]);
    return departments.filter(one => one.state !== 'dissolved' && reviewed.includes(one.regionCode));
  }

  /** The reader's own department, or one that it oversees. */
  async function whose(
    actor: Actor,
    departmentId: number | undefined,
  ): Promise<{ id: number; name: string }> {
    if (departmentId === undefined || departmentId === actor.departmentId)
      return { id: actor.departmentId, name: actor.departmentName };
    const found = (await departmentsOverseen(actor)).find(one => one.id === departmentId);
    if (!found) throw platform.not_found();
    return found;
  }

  function checkNotSecret(actor: Actor, texts: readonly [text: string, zh: string, en: string][]): void {
    for (const [text, place, placeEn] of texts) {
      const mark = secretMark(text);
      if (mark !== undefined)
        throw refuse.secret_marks(
          { place, placeEn, mark },
          policy.findCitation(actor.regionCode, 'no_secrets'),
        );
    }
  }

  const checkSystem = (actor: Actor, { name, purpose }: store.NewSystem): void =>
    checkNotSecret(actor, [
      [name, '系统名称', 'The name of the system'],
      [purpose, '用途', 'The purpose'],
    ]);

  async function ownSystem(tx: Command, actor: Actor, id: number): Promise<store.SystemRow> {
    const system = await store.lockSystem(tx, id, actor.departmentId);
    if (!system) throw platform.not_found();
    return system;
  }

  const filterOf = (
    department: { id: number },
    query: Omit<Static<typeof contract.AssetQuery>, 'page' | 'size'>,
  ): store.AssetFilter => ({
    departmentId: department.id,
    systemId: query.systemId ?? null,
    cover: query.cover,
    words: query.q.trim(),
  });

  const sheet = createSheet(needs);

  return {
    async systems(
      actor: Actor,
      { departmentId }: Static<typeof contract.SystemQuery>,
    ): Promise<Static<typeof contract.SystemList>> {
      const department = await whose(actor, departmentId);
      const [systems, cover] = await Promise.all([
        store.listSystems(db, [department.id]),
        store.countCover(db, [department.id]),
      ]);
      const stopped = new Set(systems.filter(one => one.state === 'stopped').map(one => one.id));
      return {
        departmentId: department.id,
        departmentName: department.name,
        mayEdit: department.id === actor.departmentId && actor.permissions.has('catalog.compile'),
        ...countsOf(cover.filter(one => !stopped.has(one.systemId))),
        items: systems.map(({ departmentId: _of, readAt, ...system }) => ({
          ...system,
          readAt: readAt?.toISOString() ?? null,
          ...countsOf(cover.filter(one => one.systemId === system.id)),
        })),
      };
    },

    async saveSystem(
      actor: Actor,
      id: number | undefined,
      body: Static<typeof contract.SystemBody>,
    ): Promise<Static<typeof contract.SystemRecorded>> {
      const object = id === undefined ? `department:${actor.departmentId}` : `inventory_system:${id}`;
      const { value, record } = await audited(actor, 'inventory.system', object, async tx => {
        const system = { ...body, name: body.name.trim(), purpose: body.purpose.trim() };
        checkSystem(actor, system);
        const at = new Date(tx.at);
        const before = id === undefined ? undefined : await ownSystem(tx, actor, id);
        if (before) await store.updateSystem(tx, before.id, system, at);
        const saved = before?.id ?? (await store.insertSystem(tx, actor.departmentId, system, at)).id;
        return { value: saved, object: `inventory_system:${saved}`, facts: { ...system } };
      });
      return { id: value, record };
    },

    async assets(
      actor: Actor,
      query: Static<typeof contract.AssetQuery>,
    ): Promise<Static<typeof contract.AssetList>> {
      const filter = filterOf(await whose(actor, query.departmentId), query);
      const [rows, { n }] = await Promise.all([
        store.listAssets(db, filter, query.size, (query.page - 1) * query.size),
        store.countAssets(db, filter),
      ]);
      return { total: n, items: rows.map(row => ({ ...row, goneAt: row.goneAt?.toISOString() ?? null })) };
    },

    async addAsset(
      actor: Actor,
      body: Static<typeof contract.AssetBody>,
    ): Promise<Static<typeof contract.AssetsRecorded>> {
      const { record } = await audited(
        actor,
        'inventory.add_asset',
        `inventory_system:${body.systemId}`,
        async tx => {
          const system = await ownSystem(tx, actor, body.systemId);
          const place = body.place.trim();
          checkNotSecret(actor, [
            [place, '表名', 'The name of the table'],
            [body.title, '数据名称', 'The title'],
          ]);
          if ((await store.listPlaces(tx, system.id)).some(one => one.place === place && !one.goneAt))
            throw refuse.asset_taken({ place });
          await store.putAssets(tx, system.id, [{ place, title: body.title.trim(), rows: body.rows }]);
          return { value: undefined, facts: { system: system.name, place } };
        },
      );
      return { assets: 1, record };
    },

    /** Says of several at once which entry describes them, or why they need none. All or none. */
    async act(
      actor: Actor,
      { ids, action, entryId, reason }: Static<typeof contract.AssetActBody>,
    ): Promise<Static<typeof contract.AssetsRecorded>> {
      const object = `department:${actor.departmentId}`;
      const { value, record } = await audited(actor, `inventory.${action}`, object, async tx => {
        const assets = await store.lockAssets(tx, ids, actor.departmentId);
        if (assets.length < ids.length) throw platform.not_found();
        if (action === 'leave_out' && reason.trim() === '') throw refuse.reason_needed();
        if (action === 'link') {
          const own = await store.listOwnEntries(tx, actor.departmentId);
          if (!own.some(one => one.id === entryId)) throw refuse.entry_of_others();
        }
        if (action === 'remove') await store.deleteAssets(tx, ids);
        else
          await store.setCover(tx, ids, {
            entryId: action === 'link' ? (entryId ?? null) : null,
            leftOut: action === 'leave_out' ? reason.trim() : '',
          });
        return {
          value: assets.length,
          facts: { places: assets.map(one => one.place), entryId: entryId ?? null, reason: reason.trim() },
        };
      });
      return { assets: value, record };
    },

    read: createReading(needs, checkSystem),

    /** How far the entries of each department that the authority oversees cover what it has. */
    async coverage(actor: Actor): Promise<Static<typeof contract.CoverageList>> {
      const departments = await departmentsOverseen(actor);
      const ids = departments.map(one => one.id);
      const [systems, cover, entries] = await Promise.all([
        store.listSystems(db, ids),
        store.countCover(db, ids),
        store.countEntries(db, ids),
      ]);
      const running = new Set(systems.filter(one => one.state !== 'stopped').map(one => one.id));
      return {
        items: departments.map(({ id, name }) => ({
          departmentId: id,
          departmentName: name,
          systems: systems.filter(one => one.departmentId === id && running.has(one.id)).length,
          entries: entries.find(one => one.departmentId === id)?.n ?? 0,
          ...countsOf(cover.filter(one => one.departmentId === id && running.has(one.systemId))),
        })),
      };
    },

    /** What a department has and no entry describes, for the lists that must name everything. */
    openAssets: (departmentId: number, limit: number, within: Db = db): Promise<store.AssetRow[]> =>
      store.listOpen(within, departmentId, limit),

    template: (actor: Actor, format: FileFormat): Promise<FileOut> => sheet.template(actor, format),
    async export(actor: Actor, query: Static<typeof contract.AssetExportQuery>): Promise<FileOut> {
      const department = await whose(actor, query.departmentId);
      return sheet.export(filterOf(department, query), department.name, query.format);
    },
    bring: (actor: Actor, name: string, file: Buffer, saving: Saving): Promise<Report> =>
      sheet.bring(actor, name, file, saving),
  };
}

export type Inventory = ReturnType<typeof createInventory>;
