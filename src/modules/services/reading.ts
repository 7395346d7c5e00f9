/** What both sides see of a service: on the page of the grant, and in the lists of those who hold and those who provide. */
import type { Static } from 'typebox';
import type { Deprecation } from '#vocabulary/services.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { civilDate } from '#modules/deadlines/index.ts';
import type * as contract from './contract.ts';
import type { ServicesNeeds } from './needs.ts';
import { settingsOf } from './ofEntry.ts';
import { refuse } from './refusals.ts';
import type { Sandbox } from './sandbox.ts';
import type { SandboxRow } from './sandboxStore.ts';
import * as store from './store.ts';

type GrantServiceView = Static<typeof contract.GrantServiceView>;

const RUNS_SHOWN = 10;

/** The last day of a version whose end is the first moment after it. */
const lastDay = (one: Deprecation): string => civilDate(one.sunset - 1);

export function createReading(needs: ServicesNeeds, sandbox: Sandbox) {
  const { db, secrets, catalog, resources } = needs;

  async function newestOf(entryId: number, own: number): Promise<number> {
    const mount = await resources.mountOf(entryId);
    return mount?.target.kind === 'table' ? (mount.target.version ?? 1) : own;
  }

  /** A sandbox that answers, or undefined. */
  const open = (row: SandboxRow | undefined): SandboxRow | undefined =>
    row?.endedAt === null ? row : undefined;

  async function samplesOf(row: SandboxRow | undefined): Promise<GrantServiceView['samples']> {
    const plan = row && (await sandbox.planNow(row));
    return plan ? sandbox.samplesOf(plan) : { items: [], rows: [] };
  }

  async function ofGrant(actor: Actor, grantId: number): Promise<GrantServiceView> {
    await needs.mustSee(actor, grantId);
    const holder = await store.findHolder(db, grantId);
    if (!holder) throw refuse.no_calls();
    const [settings, newest, [row], held, runs] = await Promise.all([
      settingsOf(db, holder.entryId),
      newestOf(holder.entryId, holder.serviceVersion),
      sandbox.ofGrants([grantId]),
      store.findContract(secrets, grantId),
      store.listRuns(db, [grantId], RUNS_SHOWN),
    ]);
    const { deprecations = [], ...shown } = settings;
    const ending = deprecations.find(one => one.version === holder.serviceVersion);
    const standing = open(row);
    const isConsumer = actor.departmentId === holder.consumerId;
    const acts = isConsumer && actor.permissions.has('systems.register') && !holder.ended;
    return {
      grantId,
      sid: holder.sid,
      mode: holder.mode,
      version: holder.serviceVersion,
      newest,
      deprecated: ending
        ? { at: new Date(ending.at).toISOString(), sunset: lastDay(ending), successor: ending.successor }
        : null,
      environment: {
        now: standing?.front === true ? 'sandbox' : 'live',
        sandbox: standing !== undefined,
        turnedAt: row?.turnedAt?.toISOString() ?? null,
        turnedBy: row?.turnedPost ?? '',
      },
      samples: await samplesOf(standing),
      settings: shown,
      contract: held
        ? {
            checks: held.checks,
            example: held.sealed !== null,
            changedAt: held.changedAt.toISOString(),
            changedBy: held.changedPost,
          }
        : null,
      runs: runs.map(({ grantId: _grant, at, ...run }) => ({ ...run, at: at.toISOString() })),
      may: {
        turn: acts && standing?.front === true,
        move: acts && holder.serviceVersion < newest,
        contract: acts,
      },
    };
  }

  async function held(actor: Actor): Promise<Static<typeof contract.ServiceList>['held']> {
    const rows = await store.listHeld(db, actor.departmentId);
    const ids = rows.map(row => row.grantId);
    const entries = [...new Set(rows.map(row => row.entryId))];
    const [settings, sandboxes, runs, newest] = await Promise.all([
      store.listSettings(db, entries),
      sandbox.ofGrants(ids),
      store.listRuns(db, ids, 1),
      store.listMountVersions(db, entries),
    ]);
    return rows.map(row => {
      const ending = settings
        .find(one => one.entryId === row.entryId)
        ?.body.deprecations?.find(one => one.version === row.serviceVersion);
      const run = runs.find(one => one.grantId === row.grantId);
      const standing = open(sandboxes.find(one => one.grantId === row.grantId));
      return {
        grantId: row.grantId,
        no: row.no,
        title: row.entryTitle,
        sid: row.sid,
        provider: row.providerName,
        system: row.systemName,
        mode: row.mode,
        state: row.state,
        version: row.serviceVersion,
        newest: newest.find(one => one.entryId === row.entryId)?.version ?? row.serviceVersion,
        sunset: ending ? lastDay(ending) : null,
        environment: standing?.front === true ? ('sandbox' as const) : ('live' as const),
        contract: run ? { passed: run.passed, at: run.at.toISOString() } : null,
      };
    });
  }

  async function provided(actor: Actor): Promise<Static<typeof contract.ServiceList>['provided']> {
    const rows = await store.listProvided(db, actor.departmentId);
    const ids = rows.map(row => row.entryId);
    const [entries, settings, failing] = await Promise.all([
      catalog.publishedEntries(ids),
      store.listSettings(db, ids),
      store.countFailing(db, ids),
    ]);
    return rows.flatMap(row => {
      const entry = entries.find(one => one.id === row.entryId);
      if (!entry) return [];
      const ends = (settings.find(one => one.entryId === row.entryId)?.body.deprecations ?? []).filter(
        one => one.sunset > needs.clock.now(),
      );
      const nearest = ends.sort((a, b) => a.sunset - b.sunset)[0];
      return [
        {
          entryId: row.entryId,
          title: entry.title,
          version: row.version,
          state: row.state,
          holders: row.holders,
          onOld: row.onOld,
          sunset: nearest ? lastDay(nearest) : null,
          failing: failing.find(one => one.entryId === row.entryId)?.n ?? 0,
        },
      ];
    });
  }

  return {
    ofGrant,

    async list(actor: Actor): Promise<Static<typeof contract.ServiceList>> {
      const [mine, ours] = await Promise.all([held(actor), provided(actor)]);
      return { held: mine, provided: ours };
    },

    /** The sandbox of an application; whoever may see the case has been asked before. */
    async ofApplication(applicationId: number): Promise<Static<typeof contract.SandboxView>> {
      const row = open(await sandbox.ofApplication(applicationId));
      return {
        open: row !== undefined,
        sid: row?.sid ?? '',
        front: row?.front ?? false,
        samples: await samplesOf(row),
      };
    },
  };
}
