/** What a provider says about calls of its entry: read, changed, and told to those from whom it takes something. */
import type { Static } from 'typebox';
import type { PublishedEntry } from '#modules/catalog/index.ts';
import type { Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type * as contract from './contract.ts';
import type { Contracts } from './contracts.ts';
import type { ServicesNeeds } from './needs.ts';
import { ownEntry, settingsOf } from './ofEntry.ts';
import { refuse } from './refusals.ts';
import * as rules from './rules.ts';
import * as store from './store.ts';

/** From this level on values of an item, which is no identifier, may point to a person all the same. */
const HARMFUL = 3;

export function createSettings(needs: ServicesNeeds, contracts: Contracts) {
  const { db, audited, catalog, messages } = needs;

  /** Items that the settings name must be ones that may be named so. */
  function check({ content }: PublishedEntry, { searchable, maskedEq }: contract.Settings): void {
    const items = new Map(content.items.map(item => [item.name, item]));
    for (const name of [...searchable, ...maskedEq]) {
      const item = items.get(name);
      if (!item) throw refuse.unknown_item({ item: name });
      if (searchable.includes(name) && item.sensitivity >= HARMFUL && !item.identifier)
        throw refuse.identifiers_suffice({ item: name });
    }
  }

  async function tellHolders(
    tx: Command,
    entry: PublishedEntry,
    holders: readonly store.HolderRow[],
    taken: readonly rules.Taken[],
  ): Promise<void> {
    for (const holder of holders)
      await messages.tell(tx, {
        kind: 'result',
        to: [{ departmentId: holder.consumerId, roles: ['data_officer', 'integrator'] }],
        zh: `接口“${entry.title}”的设置变了：${taken.map(one => one.zh).join('；')}`,
        en: `The settings of “${entry.title}” have changed: ${taken.map(one => one.en).join('; ')}`,
        path: `/grants/${holder.grantId}`,
        subject: `service:${entry.id}`,
      });
  }

  async function view(actor: Actor, entryId: number): Promise<Static<typeof contract.SettingsView>> {
    const entry = await ownEntry(catalog, actor, entryId);
    const [settings, holders, mount] = await Promise.all([
      settingsOf(db, entryId),
      store.listHolders(db, entryId),
      needs.resources.mountOf(entryId),
    ]);
    const { deprecations: _deprecations, ...shown } = settings;
    return {
      entryId,
      title: entry.title,
      mounted: mount !== undefined,
      settings: shown,
      items: entry.content.items.map(({ name, type, identifier, sensitivity, mask }) => ({
        name,
        type,
        identifier,
        masked: mask.kind !== 'none',
        mayBeSearched: identifier || sensitivity < HARMFUL,
      })),
      holders: new Set(holders.map(one => one.consumerId)).size,
      mayChange: actor.permissions.has('resources.mount'),
    };
  }

  return {
    view,

    async change(
      actor: Actor,
      entryId: number,
      { settings, override }: Static<typeof contract.SettingsBody>,
    ): Promise<{ settings: Static<typeof contract.SettingsView>; record: number }> {
      const entry = await ownEntry(catalog, actor, entryId);
      const object = `entry:${entryId}`;
      const runs = await contracts.trial(entry, { ...(await settingsOf(db, entryId)), ...settings });
      const { record } = await audited(actor, 'services.settings', object, async tx => {
        check(entry, settings);
        contracts.mustPass(runs, override);
        const before = await settingsOf(tx, entryId);
        const after = { ...before, ...settings };
        const taken = rules.takenBy(before, after);
        await store.putSettings(tx, entryId, after);
        await contracts.keep(tx, runs, 'settings', override);
        if (taken.length > 0) await tellHolders(tx, entry, await store.listHolders(tx, entryId), taken);
        return {
          value: undefined,
          facts: {
            before: { ...before },
            after: { ...after },
            taken: taken.map(one => one.zh),
            ...(override === '' ? {} : { override }),
          },
        };
      });
      return { settings: await view(actor, entryId), record };
    },
  };
}

export type Settings = ReturnType<typeof createSettings>;
