import { type DocumentDigests, keepDocument } from '#record/documents.ts';
import type { Command } from '#record/audited.ts';
import * as store from './store.ts';

/**
 * What the entry of a step commits to: the dispute as it stands, the step with its words and its clause, and, where the
 * step made one, the opinion or the decision as a document of its own.
 */
export async function commitDispute(
  tx: Command,
  id: number,
  step: { action: string; post: string; name: string; note: string },
): Promise<{ documents: DocumentDigests }> {
  const row = await store.getDispute(tx, id);
  const object = `dispute:${id}`;
  const { no, kind, state, applicationId, applicationNo, grantId, argument, contested } = row;
  const dispute = await keepDocument(tx, {
    object,
    no,
    kind,
    state,
    application: { id: applicationId, no: applicationNo },
    grantId,
    entry: { id: row.entryId, title: row.entryTitle },
    consumer: { id: row.consumerId, name: row.consumerName },
    provider: { id: row.providerId, name: row.providerName },
    argument,
    contested,
    body: { id: row.bodyId, name: row.bodyName, government: row.government, desk: row.deskId },
    proposal: row.proposal,
    consumerAccepts: row.consumerAccepts,
    providerAccepts: row.providerAccepts,
    result: row.result,
  });
  const documents: DocumentDigests = {
    dispute,
    step: await keepDocument(tx, { object, no, at: new Date(tx.at).toISOString(), ...step }),
  };
  if (step.action === 'opine')
    documents['mediation'] = await keepDocument(tx, { object, no, body: row.bodyName, opinion: row.opinion });
  const meeting = step.action === 'meet' ? (await store.listMeetings(tx, id)).at(-1) : undefined;
  if (meeting) {
    const { heldOn, participants, minutes } = meeting;
    documents['minutes'] = await keepDocument(tx, { object, no, heldOn, participants, minutes });
  }
  if (['decide', 'enter_decision', 'confirm_decision'].includes(step.action))
    // Under a name of its own: the decision that opens a grant stands beside it.
    documents['ruling'] = await keepDocument(tx, {
      object,
      no,
      government: row.government,
      decision: row.decision,
    });
  return { documents };
}
