import type { Command } from '#record/audited.ts';
import { type DocumentDigests, documentDigest, keepDocument } from '#record/documents.ts';
import { listHistory } from './history.ts';
import * as plans from './planStore.ts';
import * as store from './store.ts';

/**
 * What the entry of a step on a grant commits to beside its own facts: the step with its opinion and its clause, and
 * the plan that it put in force. An evidence pack shows these texts, and the entry’s digests say that they are the ones.
 */
export interface Committed {
  documents: DocumentDigests;
  /** The grant that the step opened or put in force. */
  grantId?: number;
  version?: number;
}

/** Called at the end of a command on a grant, when its rows are written; `more`: what else the step rests on. */
export async function commitGrant(tx: Command, id: number, more: DocumentDigests = {}): Promise<Committed> {
  const { state, version, reason, changedAt } = await store.getGrant(tx, id);
  const step = await keepStep(tx, `grant:${id}`, { state, version, reason });
  const documents = { ...more, step };
  if (state !== 'active' || changedAt.getTime() !== tx.at) return { documents };
  return { documents: { ...documents, ...(await planOf(tx, id, version)) }, grantId: id, version };
}

/** For the record of a step elsewhere that opened or changed a grant; nothing when this command did neither. */
export async function commitOpening(tx: Command, id: number): Promise<Committed | undefined> {
  const grant = await store.getGrant(tx, id);
  if (grant.changedAt.getTime() !== tx.at) return undefined;
  const decision = await keepDocument(tx, decisionOf(grant));
  const plan = await planOf(tx, grant.id, grant.version);
  return { documents: { decision, ...plan }, grantId: grant.id, version: grant.version };
}

/** What this command wrote into the history of an object, with its outcome, as a document. */
export async function keepStep(tx: Command, object: string, outcome: object): Promise<string> {
  const history = await listHistory(tx, object);
  const steps = history
    .filter(step => step.at.getTime() === tx.at)
    .map(({ action, at, post, name, note, citation }) => ({
      action,
      at: at.toISOString(),
      post,
      name,
      note,
      citation,
    }));
  return keepDocument(tx, { object, steps, ...outcome });
}

function decisionOf(grant: store.GrantRow): object {
  const { id, no, mode, sid, since, until, decision } = grant;
  return {
    object: `grant:${id}`,
    no,
    application: { id: grant.applicationId, no: grant.applicationNo },
    entry: { id: grant.entryId, title: grant.entryTitle },
    consumer: { id: grant.consumerId, name: grant.consumerName },
    provider: { id: grant.providerId, name: grant.providerName },
    system: { id: grant.systemId, name: grant.systemName },
    mode,
    sid,
    since: since.toISOString(),
    until,
    matter: grant.matter,
    ground: grant.ground,
    scenario: grant.scenario,
    scope: grant.scope,
    thirdParties: grant.thirdParties,
    limits: grant.limits,
    atTheEnd: grant.disposal,
    consent: { how: grant.how, by: grant.consentBy, at: grant.decidedAt.toISOString() },
    items: decision.items,
    rows: decision.rows,
  };
}

/** Plans lie where the data planes read them; a pack shows that very row. None while nothing is mounted. */
async function planOf(tx: Command, grantId: number, version: number): Promise<DocumentDigests> {
  const plan = await plans.findPlan(tx, grantId, version);
  return plan ? { plan: documentDigest(plan) } : {};
}
