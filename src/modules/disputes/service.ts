import type { Static } from 'typebox';
import { type Db, type Tx, meansWhenBroken } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import { civilDate } from '#modules/deadlines/index.ts';
import { mustActForOne } from '#modules/grants/index.ts';
import { citationsOf } from '#modules/policy/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { createBodies } from './bodies.ts';
import { commitDispute } from './committed.ts';
import type { DisputeList, DisputeRecorded, DisputeView, ListQuery, RaiseBody } from './contract.ts';
import { createExecuting } from './executing.ts';
import type { DisputesNeeds } from './needs.ts';
import { createRaising } from './raising.ts';
import { createReading, holdsOf, sideOf } from './reading.ts';
import { refuse } from './refusals.ts';
import * as rules from './rules.ts';
import { type Act, createSteps } from './steps.ts';
import * as store from './store.ts';
import { createTelling } from './telling.ts';
import { summaryOf, viewOf } from './views.ts';

meansWhenBroken('dispute_once', () => refuse.disputed_already());

/** What waits for a post; the workbench shows it. */
export interface DisputeTodo {
  kind: 'mediate_dispute' | 'answer_dispute';
  id: number;
  no: string;
  title: string;
  other: string;
  state: rules.DisputeState;
  summary: string;
  since: string;
}

/** Somebody’s work at a time; whoever has more begins with these. */
const MOST_WAITING = 100;

export function createDisputes(needs: DisputesNeeds) {
  const { db, audited, policy, deadlines, organizations } = needs;
  const bodies = createBodies(organizations, policy.homeRegion);
  const reading = createReading(needs);
  const tell = createTelling(needs);
  const raising = createRaising(needs, { bodies, reading, tell });
  const perform = createSteps({ deadlines, bodies });
  const executing = createExecuting(needs);

  /** A dispute keeps the rules of the day on which it was raised (decision 14). */
  const citations = (row: store.DisputeRow, rule: 'dispute.steps' | 'dispute.body') =>
    citationsOf(policy.rule(row.providerRegion, rule, civilDate(row.raisedAt.getTime()))).filter(
      one => one.quotation !== '',
    );

  async function view(actor: Actor, row: store.DisputeRow): Promise<Static<typeof DisputeView>> {
    const [silence, yourTurn, statements, meetings, history] = await Promise.all([
      reading.silenceOf(row),
      reading.isAwaited(actor, row),
      store.listStatements(db, row.id),
      store.listMeetings(db, row.id),
      store.listHistory(db, row.id),
    ]);
    const side = sideOf(actor, row);
    return viewOf({
      row,
      yourTurn,
      statements,
      meetings,
      history,
      silentThrough: silence.through,
      actions: rules.disputeLife
        .actions(row.state, holdsOf(actor, row))
        .filter(action => rules.findHindrance(action, side, row, silence.waited) === undefined),
      stepCitations: citations(row, 'dispute.steps'),
      bodyCitations: citations(row, 'dispute.body'),
    });
  }

  async function mustSee(actor: Actor, id: number, within: Db = db): Promise<store.DisputeRow> {
    const row = await store.getDispute(within, id);
    if (!(await reading.visible(actor, row))) throw platform.not_found();
    return row;
  }

  /** Why somebody who sees the dispute may not take this step. */
  function refuseStep(actor: Actor, row: store.DisputeRow, action: rules.DisputeAction): Error {
    if (rules.disputeLife.next(action, row.state) === undefined) return refuse.wrong_state();
    const isParty = actor.departmentId === row.consumerId || actor.departmentId === row.providerId;
    const desks = rules.disputeLife.rows.some(one => one.action === action && one.actor.includes('desk'));
    return actor.role === 'authority' && isParty && desks
      ? refuse.own_case(
          { body: row.bodyName },
          policy.findCitation(row.providerRegion, 'dispute.body', civilDate(row.raisedAt.getTime())),
        )
      : platform.forbidden();
  }

  async function act(actor: Actor, id: number, body: Act): Promise<Static<typeof DisputeRecorded>> {
    const { action } = body;
    const { record } = await audited(actor, `disputes.${action}`, `dispute:${id}`, async tx => {
      const row = await store.lockDispute(tx, id);
      if (!(await reading.visible(actor, row))) throw platform.not_found();
      const next = rules.disputeLife.next(action, row.state);
      if (next === undefined || !rules.disputeLife.allows(action, row.state, holdsOf(actor, row)))
        throw refuseStep(actor, row, action);
      await mustActForOne(tx, actor, [
        `application:${row.applicationId}`,
        ...(row.grantId === null ? [] : [`grant:${row.grantId}`]),
      ]);
      if (await store.hasActedForAnother(tx, id, actor)) throw refuse.acted_for_another();
      const side = sideOf(actor, row);
      const silence = await reading.silenceOf(row, tx);
      const hindrance = rules.findHindrance(action, side, row, silence.waited);
      if (hindrance) throw refuse[hindrance]({ date: silence.through ?? '' });

      const { change, note, ends } = await perform(tx, actor, row, side, body);
      // Closed before it is carried out: what sharing tells of the application meets no open dispute.
      await store.setDispute(tx, row, { state: next, ...change });
      const { settled, ...done } = ends
        ? await executing.carryOut(tx, actor, row, ends.ending, ends.why)
        : {};
      if (action === 'withdraw') await executing.giveUp(tx, actor, row);

      const by = { at: new Date(tx.at), post: actor.post, name: actor.name };
      const rule = rules.disputeLife.rows.find(one => one.action === action)?.rule;
      const cited = rule && policy.findCitation(row.providerRegion, rule, civilDate(row.raisedAt.getTime()));
      await store.insertHistory(tx, id, action, note, cited, by);
      if (action === 'accept' && ends) await store.insertHistory(tx, id, 'settle', ends.why, undefined, by);
      const after = await store.getDispute(tx, id);
      await tell(tx, action, side, after);
      const { no, kind, applicationId, grantId, consumerId, providerId, entryId } = row;
      const own = await commitDispute(tx, id, { action, post: actor.post, name: actor.name, note });
      return {
        value: undefined,
        facts: {
          no,
          kind,
          applicationId,
          ...(grantId === null ? {} : { grantId }),
          consumerId,
          providerId,
          entryId,
          deskId: after.deskId,
          from: row.state,
          to: after.state,
          ...(ends ? { outcome: ends.ending.outcome } : {}),
          ...(body.documentNo === undefined ? {} : { documentNo: body.documentNo }),
          ...done,
          ...settled,
          documents: { ...settled?.documents, ...own.documents },
        },
        ...(rule === undefined ? {} : { rule }),
      };
    });
    return { dispute: await view(actor, await store.getDispute(db, id)), record };
  }

  /** Open disputes in which somebody waits for the reader, the oldest first. */
  async function waiting(actor: Actor): Promise<store.DisputeRow[]> {
    const where = await reading.boxOf(actor, 'todo');
    const { rows } = await store.listDisputes(db, { where, states: [], q: '', page: 1, size: 500 });
    const awaited = await Promise.all(rows.map(row => reading.isAwaited(actor, row)));
    return rows.filter((_, index) => awaited[index] === true).toReversed();
  }

  return {
    ...raising,
    act,

    async raise(actor: Actor, body: Static<typeof RaiseBody>): Promise<Static<typeof DisputeRecorded>> {
      const { id, record } = await raising.raise(actor, body);
      return { dispute: await view(actor, await store.getDispute(db, id)), record };
    },

    async get(actor: Actor, id: number): Promise<Static<typeof DisputeView>> {
      return view(actor, await mustSee(actor, id));
    },

    async list(actor: Actor, query: Static<typeof ListQuery>): Promise<Static<typeof DisputeList>> {
      const { box, state, q, page, size } = query;
      if (box === 'todo') {
        const rows = (await waiting(actor)).filter(
          row => state.length === 0 || (state as readonly string[]).includes(row.state),
        );
        const shown = rows.slice((page - 1) * size, page * size);
        return { total: rows.length, items: shown.map(row => summaryOf(row, true)) };
      }
      const where = await reading.boxOf(actor, box);
      const { total, rows } = await store.listDisputes(db, { where, states: state, q, page, size });
      const turns = await Promise.all(rows.map(row => reading.isAwaited(actor, row)));
      return { total, items: rows.map((row, index) => summaryOf(row, turns[index] === true)) };
    },

    /** What waits for this post, the oldest first. */
    async todo(actor: Actor): Promise<DisputeTodo[]> {
      return (await waiting(actor)).slice(0, MOST_WAITING).map(row => {
        const side = sideOf(actor, row);
        return {
          kind: side === undefined ? 'mediate_dispute' : 'answer_dispute',
          id: row.id,
          no: row.no,
          title: row.entryTitle,
          other: side === 'consumer' ? row.providerName : row.consumerName,
          state: row.state,
          summary: `${row.consumerName}与${row.providerName}：${row.argument}`,
          since: (row.reportedAt ?? row.opinedAt ?? row.mediatingAt ?? row.raisedAt).toISOString(),
        };
      });
    },

    /** Another department answers for an entry from now on: also in open disputes about it. */
    async handOver(tx: Tx, entryId: number, departmentId: number): Promise<void> {
      await store.setProvider(tx, entryId, departmentId);
    },
  };
}

export type Disputes = ReturnType<typeof createDisputes>;
