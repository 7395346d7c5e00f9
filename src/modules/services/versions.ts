/**
 * Versions of a service side by side (SRV-3). The service code never changes: which version a call reaches is written in
 * its grant's plan. A change that breaks somebody's client makes a new version, for new grants and for those who move to
 * it; the one before answers on until its last day, and says so in every answer (decision 32).
 */
import type { Static } from 'typebox';
import { refuse as platform } from '#kernel/errors.ts';
import type { PublishedEntry } from '#modules/catalog/index.ts';
import { daysAfter, endOfDay } from '#modules/deadlines/index.ts';
import type { PreparedMount } from '#modules/resources/index.ts';
import type { Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type * as contract from './contract.ts';
import type { Contracts, Run } from './contracts.ts';
import type { ServicesNeeds } from './needs.ts';
import { ownEntry, settingsOf } from './ofEntry.ts';
import { refuse } from './refusals.ts';
import * as rules from './rules.ts';
import * as store from './store.ts';

type Body = Static<typeof contract.ChangeBody>;

interface Prepared {
  entry: PublishedEntry;
  mount: PreparedMount;
  before: rules.Served & { version: number };
  breaks: rules.Break[];
  runs: Run[];
}

export function createVersions(needs: ServicesNeeds, contracts: Contracts) {
  const { db, audited, catalog, deadlines, messages, resources } = needs;

  /** What is mounted, with what its holders rely on: items that nobody was granted break nobody. */
  async function servedNow(entry: PublishedEntry, within = db): Promise<Prepared['before']> {
    const mount = await resources.mountOf(entry.id, within);
    if (mount?.target.kind !== 'table') throw refuse.not_mounted({ entry: entry.title });
    const { table, version = 1 } = mount.target;
    const items = new Map<string, rules.ServedItem>();
    for (const holder of await store.listHolders(within, entry.id))
      if (holder.serviceVersion === version)
        for (const { name, type } of holder.items) items.set(name, { name, type });
    return { place: table, version, items: [...items.values()] };
  }

  const earliest = (): string => daysAfter(deadlines.today(), rules.SUNSET_DAYS);

  async function prepare(actor: Actor, entryId: number, body: Omit<Body, 'sunset' | 'note' | 'override'>) {
    const entry = await ownEntry(catalog, actor, entryId);
    const before = await servedNow(entry);
    const { sourceId, schema, table, mapping } = body;
    const mount = await resources.prepareMount(actor, { entryId, sourceId, schema, table, mapping });
    const types = new Map(entry.content.items.map(item => [item.name, item.type]));
    const after: rules.Served = {
      place: { sourceId, schema, table },
      items: mount.mapping.flatMap(({ item }) => {
        const type = types.get(item);
        return type === undefined ? [] : [{ name: item, type }];
      }),
    };
    const breaks = rules.breaksOf(before, after);
    const version = breaks.length > 0 ? before.version + 1 : before.version;
    const runs = await contracts.trial(entry, await settingsOf(db, entryId), {
      place: after.place,
      mapping: mount.mapping,
      version,
    });
    return { entry, mount, before, breaks, runs } satisfies Prepared;
  }

  function checkSunset(breaks: readonly rules.Break[], sunset: string | null): string {
    const least = earliest();
    const words = breaks.map(rules.breakWords);
    if (sunset === null)
      throw refuse.sunset_needed({
        why: words.map(one => one.zh).join('；'),
        whyEn: words.map(one => one.en).join('; '),
        earliest: least,
      });
    if (sunset < least) throw refuse.sunset_too_soon({ earliest: least, days: rules.SUNSET_DAYS });
    return sunset;
  }

  /** The version that is replaced goes on until its last day, and every one of its holders is told. */
  async function deprecate(
    tx: Command,
    { entry, before, breaks }: Prepared,
    sunset: string,
    note: string,
  ): Promise<void> {
    const at = new Date(tx.at);
    const earlier = await store.listVersions(tx, [entry.id]);
    await store.insertVersion(tx, {
      entryId: entry.id,
      version: before.version,
      items: [...before.items],
      place: before.place,
      since: earlier[0]?.deprecatedAt ?? at,
      note,
      deprecatedAt: at,
      sunset,
    });
    const successor = before.version + 1;
    const settings = await settingsOf(tx, entry.id);
    const deprecations = [
      // Whoever is at an older one still goes to the newest.
      ...(settings.deprecations ?? []).map(one => ({ ...one, successor })),
      { version: before.version, at: tx.at, sunset: endOfDay(sunset), successor },
    ];
    await store.putSettings(tx, entry.id, { ...settings, deprecations });
    const words = breaks.map(rules.breakWords);
    for (const holder of await store.listHolders(tx, entry.id))
      await messages.tell(tx, {
        kind: 'todo',
        to: [{ departmentId: holder.consumerId, roles: ['data_officer', 'integrator'] }],
        zh: `接口“${entry.title}”有了第 ${successor} 版，第 ${holder.serviceVersion} 版用到 ${holder.serviceVersion === before.version ? sunset : '其停止之日'}：${words.map(one => one.zh).join('；')}。${note.slice(0, 150)}。请按时改用`,
        en: `“${entry.title}” has version ${successor}; version ${holder.serviceVersion} answers until ${holder.serviceVersion === before.version ? sunset : 'its last day'}: ${words.map(one => one.en).join('; ')}. ${note.slice(0, 150)}. Change in time`,
        path: `/grants/${holder.grantId}`,
        subject: `service-version:${holder.grantId}`,
      });
  }

  async function view(actor: Actor, entryId: number): Promise<Static<typeof contract.EntryServiceView>> {
    const entry = await ownEntry(catalog, actor, entryId);
    const [mount, holders, replaced] = await Promise.all([
      resources.mountOf(entryId),
      store.listHolders(db, entryId),
      store.listVersions(db, [entryId]),
    ]);
    const table = mount?.target.kind === 'table' ? mount.target : undefined;
    const version = table?.version ?? 1;
    const runs = await store.listRuns(
      db,
      holders.map(one => one.grantId),
      1,
    );
    const today = deadlines.today();
    const at = (n: number): number => holders.filter(one => one.serviceVersion === n).length;
    return {
      entryId,
      title: entry.title,
      version,
      versions: [
        {
          version,
          state: 'serving',
          since: replaced[0]?.deprecatedAt?.toISOString() ?? null,
          note: replaced[0]?.note ?? '',
          deprecatedAt: null,
          sunset: null,
          grants: at(version),
        },
        ...replaced.map((one, i) => ({
          version: one.version,
          state: rules.versionState(one, today),
          since: replaced[i + 1]?.deprecatedAt?.toISOString() ?? null,
          note: replaced[i + 1]?.note ?? '',
          deprecatedAt: one.deprecatedAt?.toISOString() ?? null,
          sunset: one.sunset,
          grants: at(one.version),
        })),
      ],
      place: table ? table.table : null,
      mapping: mount?.mapping ?? [],
      holders: holders.map(holder => {
        const run = runs.find(one => one.grantId === holder.grantId);
        return {
          grantId: holder.grantId,
          no: holder.no,
          consumer: holder.consumerName,
          system: holder.systemName,
          mode: holder.mode,
          version: holder.serviceVersion,
          contract: run ? { passed: run.passed, at: run.at.toISOString() } : null,
        };
      }),
      mayChange: actor.permissions.has('resources.mount') && table !== undefined,
    };
  }

  return {
    view,

    /** What a change would break and whose contract tests would fail; nothing is kept. */
    async trial(
      actor: Actor,
      entryId: number,
      body: Omit<Body, 'sunset' | 'note' | 'override'>,
    ): Promise<Static<typeof contract.TrialView>> {
      const { breaks, runs } = await prepare(actor, entryId, body);
      return {
        breaks,
        earliest: breaks.length > 0 ? earliest() : null,
        contracts: runs.map(({ holder, passed, results }) => ({
          grantId: holder.grantId,
          no: holder.no,
          consumer: holder.consumerName,
          passed,
          results,
        })),
      };
    },

    /** Changes what is mounted to an entry in use: a new version where that breaks somebody, the same one otherwise. */
    async change(actor: Actor, entryId: number, body: Body) {
      const prepared = await prepare(actor, entryId, body);
      const { entry, mount, before, breaks, runs } = prepared;
      const { note, override } = body;
      const { record } = await audited(actor, 'services.change', `entry:${entryId}`, async tx => {
        const now = await servedNow(entry, tx);
        if (now.version !== before.version || JSON.stringify(now.place) !== JSON.stringify(before.place))
          throw refuse.changed_meanwhile();
        contracts.mustPass(runs, override);
        const isNew = breaks.length > 0;
        const version = isNew ? before.version + 1 : before.version;
        if (isNew) await deprecate(tx, prepared, checkSunset(breaks, body.sunset), note);
        const { facts } = await resources.putMount(tx, mount, version);
        // Whoever need not notice reads through the new columns at once.
        if (!isNew)
          for (const holder of await store.listHolders(tx, entryId))
            if (holder.serviceVersion === version) await needs.repin(tx, actor, holder.grantId);
        await contracts.keep(tx, runs, 'mount', override);
        return {
          value: undefined,
          facts: {
            ...facts,
            version,
            breaks: breaks.map(one => rules.breakWords(one).zh),
            sunset: isNew ? body.sunset : null,
            note,
            ...(override === '' ? {} : { override }),
          },
        };
      });
      return { service: await view(actor, entryId), record, breaks };
    },

    /** The consumer's own step: its grant's calls reach the newest version from now on, under the same code. */
    async move(actor: Actor, grantId: number): Promise<{ record: number; lost: string[] }> {
      await needs.mustSee(actor, grantId);
      const holder = await store.findHolder(db, grantId);
      if (!holder) throw refuse.no_calls();
      const { value, record } = await audited(actor, 'services.move', `grant:${grantId}`, async tx => {
        if (holder.consumerId !== actor.departmentId) throw platform.forbidden();
        const mount = await resources.mountOf(holder.entryId, tx);
        if (mount?.target.kind !== 'table') throw refuse.not_mounted({ entry: holder.entryTitle });
        const { version = 1 } = mount.target;
        if (holder.serviceVersion === version) throw refuse.versions_same();
        const lost = await needs.repin(tx, actor, grantId);
        await messages.settle(tx, `service-version:${grantId}`);
        return { value: lost, facts: { grantId, from: holder.serviceVersion, to: version, lost } };
      });
      return { record, lost: value };
    },
  };
}

export type Versions = ReturnType<typeof createVersions>;
