/**
 * Synthetic rows for whoever applied: published when the application leaves its department, withdrawn when nothing comes
 * of it, and in front of the data until the consumer turns to them. Made from the catalog alone.
 */
import { refuse as platform } from '#kernel/errors.ts';
import { maskOf } from '#modules/catalog/index.ts';
import { endOfDay } from '#modules/deadlines/index.ts';
import type { Command } from '#record/audited.ts';
import { type Actor, PLATFORM } from '#vocabulary/actor.ts';
import type { PlanItem, TablePlan } from '#vocabulary/plans.ts';
import { type SyntheticValue, syntheticTable, syntheticValueOf } from '#vocabulary/synthetic.ts';
import type { ServicesNeeds } from './needs.ts';
import { insertPlan, setLive } from './planStore.ts';
import { refuse } from './refusals.ts';
import * as rules from './rules.ts';
import * as store from './sandboxStore.ts';

/** States of an application in which nothing more can come of it; with a grant, that decides. */
const CLOSED = ['agreed', 'partly_agreed', 'refused', 'moved', 'lapsed', 'withdrawn'];
/** Rows of nobody that the page shows, so that a verification can be tried too. */
const SAMPLES = 5;
const ROW_LIMIT = 100;

export function createSandbox(needs: ServicesNeeds) {
  const { db, audited, catalog, standards } = needs;

  const codesOf = (codeTable: string, element: string): string[] =>
    standards.codesOfItem({ codeTable, element }).map(one => one.code || one.key);

  /** The plan as the entry stands; undefined where its calls could select nobody. */
  async function planOf(
    tx: Command,
    row: store.FollowedRow,
    mode: 'query' | 'verify',
    sandbox: Pick<store.SandboxRow, 'version' | 'front'>,
  ): Promise<TablePlan | undefined> {
    const entry = await catalog.publishedContent(row.entryId, tx);
    if (!entry) return undefined;
    const chosen = new Map((row.decided ?? []).map(one => [one.name, one.mask]));
    const names = row.decided ? row.decided.map(one => one.name) : row.items;
    const items: PlanItem[] = [];
    const values: SyntheticValue[] = [];
    for (const name of names) {
      const item = entry.content.items.find(one => one.name === name);
      if (!item) continue;
      const { type, length, identifier, sensitivity, codeTable, element } = item;
      const mask = chosen.get(name) ?? rules.callMask({ identifier, sensitivity, mask: maskOf(item.mask) });
      items.push({ name, column: name, type, mask, filter: identifier });
      const check = standards.elementByCode(element)?.check ?? 'none';
      values.push(syntheticValueOf({ name, type, length }, codesOf(codeTable, element), check));
    }
    const required = items.filter(item => item.filter).map(item => item.name);
    if (required.length === 0) return undefined;
    return {
      kind: mode,
      environment: 'sandbox',
      synthetic: {
        seed: `entry/${row.entryId}`,
        values,
        front: sandbox.front,
        granted: row.grantId !== null,
      },
      grantId: -row.id,
      version: sandbox.version,
      grantNo: row.no,
      provider: row.providerName,
      consumer: row.consumerName,
      providerId: row.providerId,
      consumerId: row.consumerId,
      systemId: row.systemId,
      scenario: row.scenario,
      entryId: row.entryId,
      entryTitle: row.entryTitle,
      items,
      rows: [],
      from: tx.at,
      until: endOfDay(row.until),
      sid: rules.serviceCode(row.creditCode, row.entryId, mode),
      table: { sourceId: 0, schema: '', table: '' },
      required,
      rowLimit: ROW_LIMIT,
    };
  }

  const isWanted = (row: store.FollowedRow): boolean =>
    row.received && (row.grantId === null ? !CLOSED.includes(row.state) : !row.grantEnded);

  async function publish(tx: Command, plan: TablePlan): Promise<void> {
    const { grantId, version, kind, sid, systemId } = plan;
    await insertPlan(tx, { grantId, version, kind, sid, systemId, body: plan });
    await setLive(tx, grantId, version);
  }

  /** Opens, changes or withdraws the sandbox of an application, as its state asks for. */
  async function follow(tx: Command, applicationId: number): Promise<void> {
    const row = await store.findFollowed(tx, applicationId);
    if (!row) return;
    // A change is of a grant that has its sandbox from its first application.
    if (row.amends !== null) {
      const held = await store.lockSandboxOf(tx, row.amends);
      return held && held.applicationId !== applicationId ? follow(tx, held.applicationId) : undefined;
    }
    const { mode } = row;
    const known = await store.findSandbox(tx, applicationId);
    const isCall = mode === 'query' || mode === 'verify';
    if (!isCall || !isWanted(row)) {
      if (known && known.endedAt === null) {
        await setLive(tx, -applicationId, 0);
        await store.setSandbox(tx, known, new Date(tx.at));
      }
      return;
    }
    // Where an answer comes at once, or data flow already, nobody has called the sandbox: it stands beside.
    const front = known ? known.front : row.grantId === null && !row.served;
    const version = (known?.version ?? 0) + 1;
    const plan = await planOf(tx, row, mode, { version, front });
    if (!plan) return;
    const { sid, systemId } = plan;
    const next = { version, front, grantId: row.grantId, sid, systemId };
    if (known) await store.setSandbox(tx, { ...known, ...next }, null);
    else
      await store.insertSandbox(tx, {
        applicationId,
        entryId: row.entryId,
        consumerId: row.consumerId,
        openedAt: new Date(tx.at),
        ...next,
      });
    await publish(tx, plan);
  }

  return {
    follow,

    /** What time, a dispute or an end brought about without a step; called by the worker every minute. */
    async everyMinute(): Promise<void> {
      for (const { id } of await store.listStrayed(db, CLOSED))
        await audited(PLATFORM, 'services.sandbox', `application:${id}`, async tx => {
          await follow(tx, id);
          return { value: undefined };
        });
    },

    /** From here on live keys of the system get data. One way: whoever wants synthetic rows has a sandbox key. */
    async turn(actor: Actor, grantId: number): Promise<number> {
      const { record } = await audited(actor, 'services.turn_live', `grant:${grantId}`, async tx => {
        const sandbox = await store.lockSandboxOf(tx, grantId);
        if (!sandbox) throw refuse.not_in_sandbox();
        if (sandbox.consumerId !== actor.departmentId) throw platform.forbidden();
        if (!sandbox.front) throw refuse.not_in_sandbox();
        await store.setTurned(tx, sandbox.applicationId, new Date(tx.at), actor.post);
        await follow(tx, sandbox.applicationId);
        return { value: undefined, facts: { grantId, sid: sandbox.sid, environment: 'live' } };
      });
      return record;
    },

    ofGrants: (grantIds: readonly number[]) => store.listSandboxesOf(db, grantIds),

    /** The sandbox of an application that is under way, for the page of the case. */
    async ofApplication(applicationId: number): Promise<store.SandboxRow | undefined> {
      return store.findSandbox(db, applicationId);
    },

    /** Some rows of nobody in clear: whoever tries a sandbox learns here whom it knows. */
    samplesOf(plan: TablePlan): { items: string[]; rows: string[][] } {
      const { synthetic, items } = plan;
      if (!synthetic) return { items: [], rows: [] };
      return {
        items: items.map(item => item.name),
        rows: syntheticTable(synthetic, items).slice(0, SAMPLES),
      };
    },

    planNow: async (
      sandbox: Pick<store.SandboxRow, 'applicationId' | 'version'>,
    ): Promise<TablePlan | undefined> => store.findPlan(db, -sandbox.applicationId, sandbox.version),
  };
}

export type Sandbox = ReturnType<typeof createSandbox>;
