import { type Grants, keepStep } from '#modules/grants/index.ts';
import type { Command } from '#record/audited.ts';
import { type DocumentDigests, keepDocument } from '#record/documents.ts';
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
export async function commitApplication(
  tx: Command,
  id: number,
  grants: Pick<Grants, 'documents'>,
): Promise<Committed> {
  const row = await store.getApplication(tx, id);
  const { entryId, entryVersion, shareType, mode, items, rows, matter, ground, scenario, scope, until } = row;
  const { purposes, frequency, hours, thirdParties, contact, event, argument } = row;
  const { state, answer, approved, material, proposal, extension, grantId } = row;
  const object = `application:${id}`;
  const application = await keepDocument(tx, {
    object,
    no: row.no,
    kind: row.kind,
    form: row.formNo,
    amends: row.amendsNo,
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
    purposes,
    frequency,
    hours,
    thirdParties,
    contact,
    event,
    argument,
    path: row.path,
    createdAt: row.createdAt.toISOString(),
  });
  const step = await keepStep(tx, object, { state, answer, approved, material, proposal, extension });
  // The grant of an earlier step is not this one's doing.
  const opened = grantId === null ? undefined : await grants.documents(tx, grantId);
  return { ...opened, documents: { application, step, ...opened?.documents } };
}
