import type { Static } from 'typebox';
import { type Db, type Tx, meansWhenBroken } from '#kernel/db.ts';
import { type Citation, refuse as platform } from '#kernel/errors.ts';
import type { Use } from '#modules/catalog/index.ts';
import type { Command } from '#record/audited.ts';
import type { DocumentDigests } from '#record/documents.ts';
import { type Actor, PLATFORM } from '#vocabulary/actor.ts';
import { createActing } from './acting.ts';
import { findLastChange } from './changeStore.ts';
import { createChanging } from './changing.ts';
import { commitGrant, commitOpening } from './committed.ts';
import type { GrantActBody } from './contract.ts';
import { findDisposal } from './disposalStore.ts';
import { createDisposals } from './disposals.ts';
import { createMoving } from './moving.ts';
import { mustActForOne } from './history.ts';
import type { GrantsNeeds } from './needs.ts';
import { createFreezing } from './freezing.ts';
import { createGivingFiles } from './givingFiles.ts';
import { createOpening } from './opening.ts';
import * as plans from './planStore.ts';
import { createPublishing } from './publishing.ts';
import { createReading } from './reading.ts';
import { createRepinning } from './repinning.ts';
import { refuse } from './refusals.ts';
import * as rules from './rules.ts';
import * as store from './store.ts';
import { createSupply } from './supply.ts';
import { nextState } from './taking.ts';
import { createTelling } from './telling.ts';
import { createWatching } from './watching.ts';
import type { GrantFactsView } from './terms.ts';

meansWhenBroken('grant_one_per_service', () => refuse.granted_already());
meansWhenBroken('one_change_at_a_time', () => refuse.change_open());

type Body = Static<typeof GrantActBody>;
/** Who is named in the history of a step that another case brings about. */
type By = Pick<Actor, 'post' | 'name'>;

/** Grants: opened by a decision, and everything that becomes of them. */
export function createGrants(needs: GrantsNeeds) {
  const { db, audited, deadlines, usage } = needs;
  const tell = createTelling(needs);
  const disposals = createDisposals(needs, tell);
  const move = createMoving(needs, disposals);
  const freeze = createFreezing(needs);
  const { publish, republish } = createPublishing(needs);
  const supply = createSupply(needs, { freeze, publish, tell });
  const { open, amend } = createOpening(needs, { freeze, publish, supply, tell });
  const repin = createRepinning(needs, { freeze, publish });
  const act = createActing(needs, { move, tell });
  const changing = createChanging(needs, { tell, move, republish });
  const reading = createReading(needs);
  const { visible, holdsOf } = reading;
  const givingFiles = createGivingFiles(needs, { supply, tell, mustSee: reading.seen });

  async function take(
    tx: Command,
    actor: Actor,
    row: store.GrantRow,
    body: Body,
    holds: (relation: rules.Relation) => boolean,
  ): Promise<DocumentDigests> {
    const { action } = body;
    if (rules.isDisposalAction(action)) {
      const disposal = await findDisposal(tx, row.id);
      if (!disposal || disposal.state === 'unclear' || disposal.state === 'none')
        throw refuse.wrong_state({ state: row.state });
      const next = nextState(rules.disposalLife, action, disposal.state, holds);
      return disposals.take(tx, actor, row, disposal, action, next, body);
    }
    if (action === 'propose') {
      if (!holds('provider_head')) throw platform.forbidden();
      if (!rules.mayPropose(row.state)) throw refuse.wrong_state({ state: row.state });
      await changing.propose(tx, actor, row, body);
    } else if (rules.isChangeAction(action)) {
      const change = await findLastChange(tx, row.id);
      if (!change) throw refuse.wrong_state({ state: row.state });
      const next = nextState(rules.changeLife, action, change.state, holds);
      await changing.take(tx, actor, row, change, action, next, body);
    } else await act(tx, actor, row, action, nextState(rules.grantLife, action, row.state, holds), body);
    return {};
  }

  return {
    open,
    amend,
    files: givingFiles,
    filesChanged: givingFiles.changed,
    watching: createWatching(needs, { move, tell, holdsOf }),

    /** For the record of a step that opened or changed a grant; undefined when this command did neither. */
    documents: commitOpening,

    /** A decision above the grant ends it now. */
    async close(tx: Command, actor: By, grantId: number, reason: string, citation?: Citation): Promise<void> {
      const row = await store.lockGrant(tx, grantId);
      if (rules.hasEnded(row.state)) throw refuse.wrong_state({ state: row.state });
      await move(tx, row, { action: 'close', state: 'revoked', by: actor, note: reason, reason, citation });
      await tell(tx, row, 'life', {
        to: ['consumer', 'provider_head'],
        zh: `已依决定终止：${reason}`,
        en: `has been ended by a decision: ${reason}`,
      });
    },

    /** A decision above the grant lifts its suspension, or undoes its end, with what was asked of its consumer. */
    async restore(
      tx: Command,
      actor: By,
      grantId: number,
      reason: string,
      citation?: Citation,
    ): Promise<void> {
      const row = await store.lockGrant(tx, grantId);
      if (!rules.mayRestore(row.state) || row.until < deadlines.today())
        throw refuse.wrong_state({ state: row.state });
      if (row.state === 'revoked') await disposals.lift(tx, row);
      const mended = { cause: null, repairUntil: null, repairOrder: '', repairReport: '', reason: '' };
      await move(tx, row, {
        action: 'restore',
        state: row.readyAt === null ? 'awaiting_supply' : 'active',
        by: actor,
        note: reason,
        citation,
        ...mended,
      });
      await tell(tx, row, 'life', {
        to: ['consumer', 'provider_head'],
        zh: `已依决定恢复：${reason}`,
        en: `goes on by a decision: ${reason}`,
      });
    },

    /** Called by services: the grant’s calls reach what is mounted now. */
    repin,

    list: reading.list,
    todo: reading.todo,
    get: reading.get,
    mustSee: reading.mustSee,
    usageOf: reading.usageOf,
    supplyOf: reading.supplyOf,

    /** Once this returns, no answer leaves any gateway under the version that was ended. */
    async act(actor: Actor, id: number, body: Body) {
      const { record } = await audited(actor, `sharing.${body.action}`, `grant:${id}`, async tx => {
        const row = await store.lockGrant(tx, id);
        if (!(await visible(actor, row))) throw platform.not_found();
        const versions = await store.listVersions(tx, id);
        await mustActForOne(tx, actor, [
          `grant:${id}`,
          ...versions.map(one => `application:${one.applicationId}`),
        ]);
        const documents = await take(tx, actor, row, body, await holdsOf(actor, row));
        return {
          value: undefined,
          facts: {
            no: row.no,
            grantId: id,
            entryId: row.entryId,
            providerId: row.providerId,
            consumerId: row.consumerId,
            ...(body.note.trim() === '' ? {} : { reason: body.note.trim() }),
            ...(await commitGrant(tx, id, documents)),
          },
        };
      });
      return { grant: await reading.get(actor, id), record };
    },

    /** What other modules need of a grant; `plan` only for a batch grant. */
    async facts(id: number, within: Db = db): Promise<GrantFactsView> {
      const row = await store.getGrant(within, id);
      const plan = row.mode === 'batch' ? await plans.findMovePlan(within, id, row.version) : undefined;
      const { no, state, version, applicationId, entryId, entryTitle, providerId, consumerId } = row;
      const { systemId, mode, until, how, limits } = row;
      return {
        id,
        no,
        state,
        version,
        applicationId,
        entryId,
        entryTitle,
        providerId,
        consumerId,
        systemId,
        mode,
        until,
        how,
        limits,
        items: row.decision.items.map(item => ({ name: item.name, mask: item.mask })),
        plan,
      };
    },

    /** Grants on an entry that have not ended: what a change of it may take away. */
    usesOf: (entryId: number, within: Db = db): Promise<Use[]> => store.listUses(within, entryId),

    /** Another department answers for an entry from now on: also for what was granted. */
    async handOver(tx: Tx, entryId: number, departmentId: number): Promise<void> {
      await store.setProvider(tx, entryId, departmentId);
    },

    /** The entry has a resource: whoever waited for it is supplied. */
    async entryMounted(entryId: number): Promise<void> {
      await supply.supplyAwaiting(entryId);
    },

    /** How each service is used: answered calls of the last 30 days, and the scenarios that it was granted for. */
    async serviceUse(): Promise<{ entryId: number; calls: number; scenarios: string[] }[]> {
      const grants = await store.listServiceGrants(db);
      const used = await usage(
        grants.map(grant => grant.grantId),
        30,
      );
      const services = new Map<number, { entryId: number; calls: number; scenarios: string[] }>();
      for (const { grantId, entryId, scenario } of grants) {
        const service = services.get(entryId) ?? { entryId, calls: 0, scenarios: [] };
        const use = used.get(grantId);
        service.calls += use ? use.calls - use.failures : 0;
        if (scenario !== '' && !service.scenarios.includes(scenario)) service.scenarios.push(scenario);
        services.set(entryId, service);
      }
      return [...services.values()];
    },

    /** Ends what is past its last day; called by the worker every second. */
    async endPastGrants(): Promise<number> {
      const past = await store.listPastGrants(db, deadlines.today());
      for (const { id } of past) {
        await audited(PLATFORM, 'sharing.expire', `grant:${id}`, async tx => {
          const row = await store.lockGrant(tx, id);
          if (!rules.hasEnded(row.state)) {
            const note = '使用期限已到';
            await move(tx, row, { action: 'expire', state: 'expired', by: PLATFORM, note, reason: note });
            await tell(tx, row, 'life', {
              to: ['consumer', 'provider_head'],
              zh: '使用期限已到',
              en: 'has reached its last day',
            });
          }
          const { providerId, consumerId } = row;
          return {
            value: undefined,
            facts: { grantId: id, providerId, consumerId, ...(await commitGrant(tx, id)) },
          };
        });
      }
      return past.length;
    },

    /** What time and the record bring about: called by the worker every minute. */
    async everyMinute(): Promise<void> {
      await changing.applyDue();
      await supply.supplyAwaiting();
      await supply.noteFirstUse();
      await disposals.settle();
    },
  };
}

export type Grants = ReturnType<typeof createGrants>;
