/** What each step of a dispute changes, and what it asks for. */
import type { Static } from 'typebox';
import type { Deadlines } from '#modules/deadlines/index.ts';
import type { Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { ActBody } from './contract.ts';
import type { Bodies } from './bodies.ts';
import { refuse } from './refusals.ts';
import { type DisputeState, OUTCOMES_OF, type Side, bothAccept } from './rules.ts';
import * as store from './store.ts';
import { endingNote } from './words.ts';

export type Act = Static<typeof ActBody>;

export interface Step {
  change: store.Change;
  /** As the history says it. */
  note: string;
  /** What is to be carried out, and in which words; absent while the dispute goes on. */
  ends?: { ending: store.Ending; why: string };
}

export function createSteps({ deadlines, bodies }: { deadlines: Pick<Deadlines, 'today'>; bodies: Bodies }) {
  const written = ({ note }: Act): string => {
    if (note.trim() === '') throw refuse.words_needed();
    return note.trim();
  };

  function endingOf(row: store.DisputeRow, { outcome, terms }: Act): store.Ending {
    if (outcome === undefined) throw refuse.outcome_needed();
    if (!OUTCOMES_OF[row.kind].includes(outcome)) throw refuse.outcome_not_here();
    if (outcome !== 'open' && terms !== undefined) throw refuse.terms_not_here();
    return { outcome, terms: terms ?? null };
  }

  function dayOf({ date }: Act): string {
    if (date === undefined) throw refuse.date_needed();
    if (date > deadlines.today()) throw refuse.date_ahead({ date });
    return date;
  }

  function decisionOf(row: store.DisputeRow, body: Act): store.Decision {
    const ending = endingOf(row, body);
    if (body.documentNo === undefined) throw refuse.document_needed({ body: row.government });
    return { ...ending, text: written(body), documentNo: body.documentNo.trim(), date: dayOf(body) };
  }

  const decisionNote = ({ kind }: store.DisputeRow, decision: store.Decision): string =>
    `${decision.documentNo}：${endingNote(kind, decision, decision.text)}`;

  /** The end that both sides or the government set. */
  const ended = (
    tx: Command,
    state: DisputeState,
    { outcome, terms }: store.Ending,
  ): Required<Pick<store.Change, 'state' | 'result' | 'closedAt'>> => ({
    state,
    result: { outcome, terms },
    closedAt: new Date(tx.at),
  });

  async function speak(
    tx: Command,
    actor: Actor,
    row: store.DisputeRow,
    side: Side | undefined,
    said: string,
  ) {
    const at = new Date(tx.at);
    const by = { at, post: actor.post, name: actor.name };
    await store.insertStatement(tx, row.id, side ?? 'mediator', said, by);
    return side === 'provider' && row.answeredAt === null ? { answeredAt: at } : {};
  }

  /** `side`: the party for which the actor acts; undefined for the authority. */
  return async (
    tx: Command,
    actor: Actor,
    row: store.DisputeRow,
    side: Side | undefined,
    body: Act,
  ): Promise<Step> => {
    const at = new Date(tx.at);
    const note = body.note.trim();
    switch (body.action) {
      case 'state':
        return { change: await speak(tx, actor, row, side, written(body)), note };
      case 'propose': {
        const proposal = { ...endingOf(row, body), by: side ?? 'consumer', note, at: at.toISOString() };
        const answered = side === 'provider' ? { answeredAt: row.answeredAt ?? at } : {};
        return { change: { proposal, ...answered }, note: endingNote(row.kind, proposal, note) };
      }
      case 'agree': {
        if (row.proposal === null) throw refuse.no_proposal();
        const why = endingNote(row.kind, row.proposal, note || row.proposal.note);
        return {
          change: ended(tx, 'settled', row.proposal),
          note: endingNote(row.kind, row.proposal, note),
          ends: { ending: row.proposal, why },
        };
      }
      case 'decline':
        return { change: { proposal: null }, note: written(body) };
      case 'escalate':
        // The tree may have grown since the dispute was raised; from here on the mediator stays.
        return { change: { state: 'mediating', mediatingAt: at, ...(await bodies.of(row)) }, note };
      case 'ask':
        await speak(tx, actor, row, undefined, written(body));
        return { change: { askedAt: at }, note };
      case 'meet': {
        const heldOn = dayOf(body);
        if (body.participants === undefined) throw refuse.participants_needed();
        const meeting = { heldOn, participants: body.participants.trim(), minutes: written(body) };
        await store.insertMeeting(tx, row.id, meeting, { at, post: actor.post, name: actor.name });
        return { change: {}, note: `${heldOn}，${meeting.participants}` };
      }
      case 'opine': {
        if (row.bodyId === null && body.documentNo === undefined)
          throw refuse.document_needed({ body: row.bodyName });
        const ending = endingOf(row, body);
        const opinion = { ...ending, text: written(body), documentNo: body.documentNo?.trim() ?? '' };
        return {
          change: { state: 'opined', opinion, opinedAt: at, proposal: null },
          note: endingNote(row.kind, ending, note),
        };
      }
      case 'accept':
      case 'reject': {
        if (row.opinion === null) throw refuse.wrong_state();
        const said = body.action === 'accept';
        if (!said) written(body);
        const change = side === 'consumer' ? { consumerAccepts: said } : { providerAccepts: said };
        if (!bothAccept({ ...row, ...change })) return { change, note };
        return {
          change: { ...change, ...ended(tx, 'settled', row.opinion) },
          note,
          ends: { ending: row.opinion, why: endingNote(row.kind, row.opinion, row.opinion.text) },
        };
      }
      case 'report':
        return { change: { state: 'at_government', reportedAt: at }, note: note || row.government };
      case 'decide': {
        const decision = decisionOf(row, body);
        const words = decisionNote(row, decision);
        return {
          change: { decision, ...ended(tx, 'decided', decision) },
          note: words,
          ends: { ending: decision, why: words },
        };
      }
      case 'enter_decision': {
        const decision = decisionOf(row, body);
        return { change: { decision }, note: decisionNote(row, decision) };
      }
      case 'confirm_decision': {
        if (row.decision === null) throw refuse.no_decision();
        return {
          change: ended(tx, 'decided', row.decision),
          note: row.decision.documentNo,
          ends: { ending: row.decision, why: decisionNote(row, row.decision) },
        };
      }
      case 'withdraw':
        return { change: { state: 'withdrawn', closedAt: at }, note: written(body) };
    }
  };
}
