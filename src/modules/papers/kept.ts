/** The texts that the record kept of a step: what was true then, whatever was changed since (record/documents.ts). */
import { type Static, Type as T } from 'typebox';
import { Value } from 'typebox/value';
import { type Db, sql } from '#kernel/db.ts';
import { nullable } from '#kernel/schema.ts';
import { MaskView } from '#modules/catalog/contract.ts';
import { ApplicationView } from '#modules/sharing/contract.ts';
import { findDocuments } from '#record/documents.ts';
import { decodeEntry, unpackEntries } from '#record/entry.ts';
import { CONTROL } from '#record/logs.ts';

const Named = T.Object({ name: T.String() });
const { amends: _amends, ...said } = T.Pick(ApplicationView, [
  'amends',
  'mode',
  'rows',
  'matter',
  'ground',
  'scenario',
  'scope',
  'until',
  'frequency',
  'hours',
  'thirdParties',
  'contact',
  'event',
  'argument',
]).properties;
const KeptApplication = T.Object({
  ...said,
  amends: nullable(T.String()),
  entry: T.Object({ id: T.Integer(), version: T.Integer(), title: T.String() }),
  consumer: Named,
  provider: Named,
  system: Named,
  items: T.Array(T.String()),
  purposes: T.Record(T.String(), T.String()),
});
/** What came of a step. */
const KeptStep = T.Pick(ApplicationView, ['answer', 'material', 'proposal', 'extension']);
const KeptDecision = T.Object({
  consumer: Named,
  provider: Named,
  system: Named,
  items: T.Array(T.Object({ name: T.String(), sensitivity: T.Integer(), mask: MaskView })),
});

export interface Kept {
  application?: Static<typeof KeptApplication>;
  step?: Static<typeof KeptStep>;
  decision?: Static<typeof KeptDecision>;
}

/** The digests that an entry of the control log names; none when its month was removed. */
async function digestsAt(db: Db, number: number): Promise<Record<string, unknown>> {
  const batch = await db.find<{ first: number; n: number; body: Buffer }>(
    sql`select b.first, b.n, b.body from ledger.entry e join record.batch b on b.log = ${CONTROL} and b.first = e.batch_first
      where e.number = ${number}`,
  );
  const bytes = batch && unpackEntries(batch.body, batch.n)[number - batch.first];
  const entry = bytes && decodeEntry(bytes);
  const documents = entry?.kind === 'command' ? entry.body.facts['documents'] : undefined;
  return typeof documents === 'object' && documents !== null ? { ...documents } : {};
}

/** Nothing for a step that is not in the ledger yet, or no more: then what is true now is all there is. */
export async function keptAt(db: Db, number: number | null | undefined): Promise<Kept> {
  if (number === null || number === undefined) return {};
  const digests = await digestsAt(db, number);
  const read = async (name: string): Promise<unknown> => {
    const digest = digests[name];
    const [body] = typeof digest === 'string' ? await findDocuments(db, [digest]) : [];
    return body === undefined ? undefined : JSON.parse(body);
  };
  const [application, step, decision] = await Promise.all([
    read('application'),
    read('step'),
    read('decision'),
  ]);
  // A text of an earlier release may say less: then what the case says now stands for it.
  return {
    ...(Value.Check(KeptApplication, application) ? { application } : {}),
    ...(Value.Check(KeptStep, step) ? { step } : {}),
    ...(Value.Check(KeptDecision, decision) ? { decision } : {}),
  };
}
