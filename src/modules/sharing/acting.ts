/** One step of an application: who may take it, what it does, what the record says of it. */
import { Refusal, refuse as platform } from '#kernel/errors.ts';
import { mustActForOne } from '#modules/grants/index.ts';
import type { Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { Static } from 'typebox';
import type { Act, Answering } from './answering.ts';
import { commitApplication } from './committed.ts';
import type { Consenting } from './consenting.ts';
import type { ManyBody, ManyView } from './contract.ts';
import type { Holds, Relations } from './relations.ts';
import { refuse } from './refusals.ts';
import * as rules from './rules.ts';
import type { SharingNeeds } from './service.ts';
import { type Steps, caseOf, rulesDay, supplementOf } from './steps.ts';
import * as store from './store.ts';
import type { Telling } from './telling.ts';

/** A step of an application, as others hear of it. */
export interface Step {
  applicationId: number;
  action: rules.ApplicationAction;
  /** The state it led to. */
  to: rules.ApplicationState;
}

interface Rooms {
  relations: Relations;
  consenting: Consenting;
  answering: Answering;
  redirect: (tx: Command, actor: Actor, row: store.ApplicationRow, body: Act) => Promise<void>;
  steps: Steps;
  tell: Telling;
}

export function createActing(
  needs: SharingNeeds,
  { relations, consenting, answering, redirect, steps, tell }: Rooms,
) {
  const { db, audited, deadlines, policy, grants, messages } = needs;
  const { note } = steps;

  /** What an idle action is refused with: the reader learns why it is not open, not only that it is not. */
  function refuseIdle(row: store.ApplicationRow, action: rules.ApplicationAction): Refusal {
    if (action === 'ask_material') return refuse.material_told({}, steps.cited(row, 'supplement.once'));
    if (action === 'refuse_outside') return refuse.not_in_principle({}, steps.cited(row, 'answer.refusal'));
    if (action !== 'ask_extension') return refuse.nothing_to_decide();
    const citation = steps.cited(row, 'answer.extension.days');
    return row.shareType === 'conditional'
      ? refuse.extension_pending({}, citation)
      : refuse.extension_not_here({}, citation);
  }

  function check(
    actor: Actor,
    row: store.ApplicationRow,
    action: rules.ApplicationAction,
    holds: Holds,
  ): void {
    if (!rules.applicationLife.allows(action, row.state, holds)) {
      if (rules.applicationLife.next(action, row.state) === undefined)
        throw refuse.wrong_state({ state: row.state });
      throw platform.forbidden();
    }
    if (rules.DECIDING.has(action) && [row.createdBy, row.consentedBy].includes(actor.accountId))
      throw refuse.own_case();
    const rule = policy.rule(row.providerRegion, 'answer.refusal', rulesDay(row)).effective;
    if (rules.isIdle(action, { ...row, refusalInPrinciple: rule?.inPrinciple === true }))
      throw refuseIdle(row, action);
  }

  async function withdraw(tx: Command, actor: Actor, row: store.ApplicationRow, text: string): Promise<void> {
    await store.setApplication(tx, row.id, { state: 'withdrawn' });
    await deadlines.move(tx, caseOf(row), 'answer', 'stop');
    await deadlines.move(tx, supplementOf(row), 'supplement', 'stop');
    await note(tx, actor, row, 'withdraw', text);
  }

  async function decline(tx: Command, actor: Actor, row: store.ApplicationRow, text: string): Promise<void> {
    if (text.trim() === '') throw refuse.reason_needed({ least: 1 });
    await store.setApplication(tx, row.id, { state: 'declined' });
    await note(tx, actor, row, 'decline', text);
    await tell(tx, 'declined', row, { more: text });
  }

  async function submit(tx: Command, actor: Actor, row: store.ApplicationRow, text: string): Promise<void> {
    await store.setApplication(tx, row.id, { state: 'awaiting_consent' });
    await note(tx, actor, row, 'submit', text, 'application.contents');
    await tell(tx, 'to_sign', row);
  }

  /** What follows a step; the lifecycle has said that it may be taken. */
  async function take(tx: Command, actor: Actor, row: store.ApplicationRow, body: Act): Promise<void> {
    switch (body.action) {
      case 'submit':
        return submit(tx, actor, row, body.note);
      case 'consent':
        return consenting.consent(tx, actor, row, body.note);
      case 'decline':
        return decline(tx, actor, row, body.note);
      case 'withdraw':
        return withdraw(tx, actor, row, body.note);
      case 'authorise':
        return (await consenting.reroute(tx, actor, row))
          ? undefined
          : answering.authorise(tx, actor, row, body.note);
      case 'agree':
        return answering.agree(tx, actor, row, body);
      case 'refuse':
        return answering.refuse(tx, actor, row, body);
      case 'refuse_outside':
        return answering.refuseOutside(tx, actor, row, body);
      case 'allow_exception':
      case 'deny_exception':
        return answering.answerException(tx, actor, row, body);
      case 'redirect':
        return redirect(tx, actor, row, body);
      case 'ask_material':
        return answering.askMaterial(tx, actor, row, body.material);
      case 'supply_material':
        return answering.supplyMaterial(tx, actor, row, body.note);
      case 'ask_extension':
        return answering.askExtension(tx, actor, row, body);
      case 'grant_extension':
      case 'deny_extension':
        return answering.answerExtension(tx, actor, row, body);
      case 'pass_check':
      case 'fail_check':
        return answering.check(tx, actor, row, body);
      case 'accept':
        return answering.accept(tx, actor, row, body.note);
      case 'confirm_use':
      case 'end_use':
        return answering.review(tx, actor, row, body);
    }
  }

  /** Answers the number of the record. */
  async function act(actor: Actor, id: number, body: Act): Promise<number> {
    const { record } = await audited(actor, `sharing.${body.action}`, `application:${id}`, async tx => {
      const row = await store.lockApplication(tx, id);
      if (!(await relations.visible(actor, row))) throw platform.not_found();
      check(actor, row, body.action, (await relations.standing(actor))(row));
      await mustActForOne(tx, actor, [caseOf(row)]);
      // What waited for this step waits no more; the step tells what waits next.
      await messages.settle(tx, caseOf(row));
      await take(tx, actor, row, body);
      const { no, entryId, providerId, consumerId } = row;
      const { path, state, movedTo } = await store.getApplication(tx, id);
      await needs.afterStep?.(tx, { applicationId: id, action: body.action, to: state });
      return {
        value: undefined,
        facts: {
          no,
          entryId,
          providerId,
          consumerId,
          path,
          ...(movedTo === null ? {} : { movedTo }),
          ...(await commitApplication(tx, id, grants)),
        },
      };
    });
    return record;
  }

  return {
    act,

    /** One opinion over many: each case is a command of its own, so that one refusal leaves the others done. */
    async many(
      actor: Actor,
      { ids, action, note: text }: Static<typeof ManyBody>,
    ): Promise<Static<typeof ManyView>> {
      const items: Static<typeof ManyView>['items'] = [];
      for (const id of ids) {
        let no = '';
        try {
          const row = await store.getApplication(db, id);
          if (!(await relations.visible(actor, row))) throw platform.not_found();
          no = row.no;
          await act(actor, id, { action, note: text });
          items.push({ id, no, problem: null });
        } catch (fault) {
          if (!(fault instanceof Refusal)) throw fault;
          items.push({ id, no, problem: problemOf(fault) });
        }
      }
      return { done: items.filter(one => one.problem === null).length, items };
    },
  };
}

function problemOf(fault: Refusal) {
  const { code, title, remedy } = fault;
  return { code, title: title.zh, titleEn: title.en, remedy: remedy.zh, remedyEn: remedy.en };
}
