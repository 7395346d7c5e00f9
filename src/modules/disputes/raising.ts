/** How a dispute begins: raised by the consumer’s head, or opened with an application for what is withheld. */
import type { Static } from 'typebox';
import { refuse as platform } from '#kernel/errors.ts';
import { mustActForOne, officialNumber } from '#modules/grants/index.ts';
import { citationsOf } from '#modules/policy/index.ts';
import type { ApplicationStep } from '#modules/sharing/index.ts';
import type { Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { Bodies } from './bodies.ts';
import { commitDispute } from './committed.ts';
import type { AboutQuery, AboutView, RaiseBody } from './contract.ts';
import type { Disputable, DisputesNeeds } from './needs.ts';
import type { Reading } from './reading.ts';
import { refuse } from './refusals.ts';
import type { DisputeKind } from './rules.ts';
import * as store from './store.ts';
import type { createTelling } from './telling.ts';

/** What its consumer may contest is done to a grant: one that runs, ran out or was given up has met no measure. */
const UNTOUCHED: ReadonlySet<string> = new Set(['awaiting_supply', 'active', 'expired', 'given_up']);

export function createRaising(
  needs: DisputesNeeds,
  { bodies, reading, tell }: { bodies: Bodies; reading: Reading; tell: ReturnType<typeof createTelling> },
) {
  const { db, audited, policy, deadlines, grants } = needs;
  const { settling } = needs.sharing;

  interface Contest {
    kind: DisputeKind;
    contested: string;
  }

  /** What is contested; undefined while nothing is. */
  async function contestOf(
    actor: Actor,
    found: Disputable,
    grantId: number | undefined,
  ): Promise<Contest | undefined> {
    if (grantId === undefined) return found.kind ? { kind: found.kind, contested: found.reason } : undefined;
    const { applicationId, state, reason } = await grants.get(actor, grantId);
    if (applicationId !== found.id) throw platform.not_found();
    return UNTOUCHED.has(state) ? undefined : { kind: 'grant', contested: reason };
  }

  /**
   * What ended binds: an answer that stood is not disputed again. A new answer, after the entry’s class was changed, and
   * a new measure on a grant are new matters.
   */
  const stoodBefore = (
    kind: DisputeKind,
    earlier: Awaited<ReturnType<typeof store.listOfApplication>>,
  ): { no: string } | undefined =>
    kind === 'grant'
      ? undefined
      : earlier.find(one => one.kind !== 'grant' && one.result?.outcome === 'keep');

  async function open(
    tx: Command,
    by: { post: string; name: string },
    found: Disputable,
    { kind, contested }: Contest,
    grantId: number | null,
    argument: string,
  ): Promise<number> {
    const no = await officialNumber(tx, 'dispute', deadlines.today());
    const at = new Date(tx.at);
    const { id } = await store.insertDispute(tx, {
      no,
      kind,
      applicationId: found.id,
      applicationNo: found.no,
      grantId,
      entryId: found.entryId,
      entryTitle: found.entryTitle,
      consumerId: found.consumerId,
      providerId: found.providerId,
      argument,
      contested,
      raisedAt: at,
      raisedPost: by.post,
      ...(await bodies.of(found)),
    });
    const citation = policy.findCitation(found.providerRegion, 'dispute.steps');
    await store.insertHistory(tx, id, 'raise', argument, citation, { at, ...by });
    await tell(tx, 'raise', 'consumer', await store.getDispute(tx, id));
    return id;
  }

  /** Ended by what happened to its application or its entry, in that command. */
  async function endByItself(
    tx: Command,
    row: store.DisputeRow,
    state: 'withdrawn' | 'settled',
  ): Promise<void> {
    const withdrawn = state === 'withdrawn';
    const at = new Date(tx.at);
    const result = withdrawn ? null : ({ outcome: 'reclass', terms: null } as const);
    await store.setDispute(tx, row, { state, result, closedAt: at });
    const note = withdrawn ? '申请已撤回' : '目录的共享类型已调整';
    const by = { at, post: withdrawn ? row.consumerName : row.providerName, name: '' };
    await store.insertHistory(tx, row.id, withdrawn ? 'withdraw' : 'settle', note, undefined, by);
    await tell(tx, withdrawn ? 'withdraw' : 'agree', 'consumer', await store.getDispute(tx, row.id));
  }

  return {
    /** What the page of a case or a grant offers. */
    async about(
      actor: Actor,
      { applicationId, grantId }: Static<typeof AboutQuery>,
    ): Promise<Static<typeof AboutView>> {
      const found = await settling.disputable(applicationId);
      const own = actor.departmentId === found.consumerId;
      if (!own && actor.departmentId !== found.providerId && !(await reading.oversees(actor, found)))
        throw platform.not_found();
      const contest = await contestOf(actor, found, grantId);
      const disputes = await store.listOfApplication(db, applicationId);
      const free =
        contest !== undefined &&
        contest.kind !== 'class' &&
        stoodBefore(contest.kind, disputes) === undefined &&
        (await store.findOpenOf(db, applicationId)) === undefined;
      const region = found.providerRegion;
      return {
        kind: contest?.kind ?? null,
        contested: contest?.contested ?? '',
        may: own && free && actor.permissions.has('sharing.consent'),
        body: contest ? (await bodies.of(found)).bodyName : '',
        citations: citationsOf(policy.rule(region, 'dispute.steps')).filter(one => one.quotation !== ''),
        disputes: disputes.map(({ id, no, state }) => ({ id, no, state })),
      };
    },

    async raise(
      actor: Actor,
      { applicationId, grantId, argument }: Static<typeof RaiseBody>,
    ): Promise<{ id: number; record: number }> {
      const { value, record } = await audited(
        actor,
        'disputes.raise',
        `application:${applicationId}`,
        async tx => {
          const found = await settling.disputable(applicationId, tx);
          if (found.consumerId !== actor.departmentId) throw platform.not_found();
          await mustActForOne(tx, actor, [`application:${applicationId}`]);
          if (await store.findOpenOf(tx, applicationId)) throw refuse.disputed_already();
          const contest = await contestOf(actor, found, grantId);
          if (!contest)
            throw grantId === undefined
              ? refuse.nothing_to_dispute({ no: found.no })
              : refuse.grant_not_affected();
          if (contest.kind === 'class') throw refuse.opens_by_itself();
          const before = stoodBefore(contest.kind, await store.listOfApplication(tx, applicationId));
          if (before) throw refuse.ended_already({ no: before.no });
          if (contest.kind !== 'grant') await settling.hold(tx, actor, applicationId);
          const said = argument.trim();
          const id = await open(tx, actor, found, contest, grantId ?? null, said);
          const { no, kind, consumerId, providerId, entryId, deskId } = await store.getDispute(tx, id);
          const step = { action: 'raise', post: actor.post, name: actor.name, note: said };
          return {
            value: id,
            object: `dispute:${id}`,
            facts: {
              no,
              kind,
              applicationId,
              ...(grantId === undefined ? {} : { grantId }),
              consumerId,
              providerId,
              entryId,
              deskId,
              ...(await commitDispute(tx, id, step)),
            },
            rule: 'dispute.steps',
          };
        },
      );
      return { id: value, record };
    },

    /**
     * An application for what is withheld opens the dispute over the class; one that its department withdraws ends what
     * is disputed about it.
     */
    async applicationMoved(tx: Command, { applicationId, to }: ApplicationStep): Promise<void> {
      if (to !== 'awaiting_class' && to !== 'withdrawn') return;
      const running = await store.findOpenOf(tx, applicationId);
      if (to === 'awaiting_class' && !running) {
        const found = await settling.disputable(applicationId, tx);
        const by = { post: `${found.consumerName} 共享机构负责人`, name: '' };
        await open(tx, by, found, { kind: 'class', contested: '' }, null, found.reason);
      }
      if (to === 'withdrawn' && running && running.grantId === null)
        await endByItself(tx, running, 'withdrawn');
    },

    /** The entry was published in another class of its department’s own accord: there is nothing left to dispute. */
    async entryMoved(tx: Command, { entryId, to }: { entryId: number; to: string }): Promise<void> {
      if (to !== 'published') return;
      for (const row of await store.listOpenOverClass(tx, entryId)) {
        const { kind } = await settling.disputable(row.applicationId, tx);
        if (kind !== 'class') await endByItself(tx, row, 'settled');
      }
    },
  };
}
