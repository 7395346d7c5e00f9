/** What each step of a mandate changes, and what it asks for. */
import type { Static } from 'typebox';
import type { Citation } from '#kernel/errors.ts';
import type { Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { Asking } from './asking.ts';
import type { ActBody } from './contract.ts';
import type { Offering } from './offering.ts';
import { refuse } from './refusals.ts';
import { type MandateState, type NarrowProblem, type Terms, narrow } from './rules.ts';
import type { MandatesNeeds } from './service.ts';
import type { MandateRow, MandateStep } from './store.ts';
import { answererOf } from './telling.ts';

export type Act = Static<typeof ActBody>;

/** The step whose clock counts the answerer’s working days. */
export const ANSWER = 'answer';
export const subjectOf = (id: number): string => `mandate:${id}`;

const PART_WORDS: Record<NarrowProblem, { what: string; whatEn: string }> = {
  entries: { what: '目录', whatEn: 'entries' },
  modes: { what: '共享方式', whatEn: 'ways of sharing' },
  systems: { what: '系统', whatEn: 'systems' },
  regions: { what: '地区', whatEn: 'regions' },
  until: { what: '截止日期', whatEn: 'the last day' },
};

export function createSteps(
  { deadlines, organizations, catalog, policy }: MandatesNeeds,
  asking: Asking,
  offering: Offering,
) {
  const byProvider = (row: MandateRow): boolean => answererOf(row) === row.providerId;

  /** The terms as they would be written today: entries that were withdrawn drop out, the class is read anew. */
  async function current(tx: Command, row: MandateRow): Promise<Terms> {
    const { kind, providerId, holderId, asked } = row;
    if (asked === null || holderId === null) throw new Error(`mandate ${row.id} asks for nothing`);
    return asking.checked(tx, { kind, providerId, holderId }, asked);
  }

  async function startClock(tx: Command, row: MandateRow): Promise<void> {
    const { local, legal } = offering.limits(row.providerRegion, byProvider(row));
    if (local.days === null && legal.days === null) return;
    const parties = [row.providerId, ...(row.holderId === null ? [] : [row.holderId])];
    await deadlines.start(tx, subjectOf(row.id), ANSWER, local, legal, { parties });
  }

  async function narrowed(tx: Command, row: MandateRow, { terms: offer }: Act): Promise<Terms> {
    const asked = await current(tx, row);
    const systems = (await organizations.systemsOf(row.holderId ?? 0)).map(one => one.id);
    const found = narrow(asked, offer ?? {}, systems);
    if ('problem' in found) throw refuse.wider(PART_WORDS[found.problem]);
    if (!found.narrower) throw refuse.not_narrower();
    if (found.terms.until <= deadlines.today()) throw refuse.until_past({ until: found.terms.until });
    return found.terms;
  }

  /** The step as the row keeps it, and the clause that it rests on. */
  return async (
    tx: Command,
    actor: Actor,
    row: MandateRow,
    state: MandateState,
    body: Act,
  ): Promise<{ change: MandateStep; citation: Citation | null }> => {
    const change: MandateStep = { ...row, state };
    const at = new Date(tx.at);
    const reason = body.note.trim();
    const region = row.providerRegion;
    /** Whose consent it is: of the head who gives, on whichever side the paper began. */
    const given = { givenPost: actor.post, givenName: actor.name, givenAt: at };
    // A draft is shown beside the case, and no step rests on it.
    const citation = policy.findCitation(region, 'blanket.days') ?? null;
    switch (body.action) {
      case 'submit':
        change.terms = await current(tx, row);
        return { change, citation: null };
      case 'sign':
        change.terms = await current(tx, row);
        if (!byProvider(row)) Object.assign(change, given);
        await startClock(tx, row);
        return { change, citation };
      case 'return':
        return { change, citation: null };
      case 'agree':
        change.terms = await current(tx, row);
        if (byProvider(row)) Object.assign(change, given);
        if (reason !== '') change.answer = { reason, category: null, basis: null };
        await deadlines.move(tx, subjectOf(row.id), ANSWER, 'stop');
        return { change, citation };
      case 'narrow':
        change.terms = await narrowed(tx, row, body);
        change.answer = { reason, category: null, basis: null };
        if (byProvider(row)) Object.assign(change, given);
        await deadlines.move(tx, subjectOf(row.id), ANSWER, 'stop');
        return { change, citation };
      case 'refuse': {
        const { category, basis } = body;
        // Whoever declines to be a proxy refuses no application: the reason is enough.
        const fault = byProvider(row)
          ? offering.refusalFault(region, { category, reason, basis })
          : undefined;
        if (fault) throw fault;
        change.answer = { reason, category: category ?? null, basis: basis ?? null };
        await deadlines.move(tx, subjectOf(row.id), ANSWER, 'stop');
        const clause =
          policy.findCitation(region, 'blanket.refusal_basis') ??
          policy.findCitation(region, 'answer.refusal');
        return { change, citation: clause ?? null };
      }
      case 'accept':
        if (row.until !== null && row.until <= deadlines.today())
          throw refuse.until_past({ until: row.until });
        return { change, citation: null };
      case 'cancel':
        await deadlines.move(tx, subjectOf(row.id), ANSWER, 'stop');
        Object.assign(change, { endedAt: at, endReason: reason });
        return { change, citation: null };
      case 'withdraw':
      case 'lay_down':
        Object.assign(change, { endedAt: at, endReason: reason });
        if (row.entryId !== null) await catalog.dropStandingConsent(tx, row.entryId);
        return { change, citation: null };
    }
  };
}
