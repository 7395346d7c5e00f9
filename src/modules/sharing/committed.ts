import { type DocumentDigests, documentDigest, keepDocument } from '#record/documents.ts';
import type { Command } from '#record/audited.ts';
import * as store from './store.ts';

/**
 * What the entry of a step commits to beside its own facts: the application as it stood under the signature, the step
 * with its opinion and its clause, and what it opened. An evidence pack shows these texts, and the entry’s digests say
 * that they are the ones.
 */
export interface Committed {
  documents: DocumentDigests;
  /** The grant that the step opened or put in force. */
  grantId?: number;
  version?: number;
}

/** Called at the end of a command on an application, when its rows are written. */
export async function commitApplication(tx: Command, id: number): Promise<Committed> {
  const row = await store.getApplication(tx, id);
  const { entryId, entryVersion, shareType, mode, items, rows, matter, ground, scenario, scope, until } = row;
  const { state, answer, approved, material, grantId } = row;
  const object = `application:${id}`;
  const application = await keepDocument(tx, {
    object,
    no: row.no,
    entry: { id: entryId, version: entryVersion, title: row.entryTitle },
    shareType,
    consumer: { id: row.consumerId, name: row.consumerName },
    provider: { id: row.providerId, name: row.providerName },
    system: { id: row.systemId, name: row.systemName },
    mode,
    items,
    rows,
    matter,
    ground,
    scenario,
    scope,
    until,
    path: row.path,
    createdAt: row.createdAt.toISOString(),
  });
  const step = await keepStep(tx, object, { state, answer, approved, material });
  const grant = grantId === null ? undefined : await store.getGrant(tx, grantId);
  // The grant of an earlier step is not this one's doing.
  if (!grant || grant.since.getTime() !== tx.at) return { documents: { application, step } };
  const decision = await keepDocument(tx, decisionOf(grant));
  const plan = await planDigest(tx, grant.id, grant.version);
  return {
    documents: { application, step, decision, plan },
    grantId: grant.id,
    version: grant.version,
  };
}

/** The same for a command on a grant. */
export async function commitGrant(tx: Command, id: number): Promise<Committed> {
  const { state, version, reason } = await store.getGrant(tx, id);
  const step = await keepStep(tx, `grant:${id}`, { state, version, reason });
  if (state !== 'active') return { documents: { step } };
  return { documents: { step, plan: await planDigest(tx, id, version) }, grantId: id, version };
}

async function keepStep(tx: Command, object: string, outcome: object): Promise<string> {
  const history = await store.listHistory(tx, object);
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
    items: decision.items,
    rows: decision.rows,
  };
}

/** Plans lie where the data planes read them; a pack shows that very row. */
async function planDigest(tx: Command, grantId: number, version: number): Promise<string> {
  return documentDigest(await store.getPlan(tx, grantId, version));
}
