import type { Catalog } from '#modules/catalog/index.ts';
import { endOfDay } from '#modules/deadlines/index.ts';
import { insertPlan, setLive } from '#modules/services/index.ts';
import type { Command } from '#record/audited.ts';
import { type PlanTarget, targetOf } from '#vocabulary/plans.ts';
import { type GrantFacts, compileCallPlan, compileFilePlan, compileMovePlan } from './compiling.ts';
import { findPlan } from './planStore.ts';
import { type GrantRow, countUsers } from './store.ts';

/** Plans of a grant’s version as it stands, for the planes. */
export function createPublishing({ catalog }: { catalog: Pick<Catalog, 'setUsedBy'> }) {
  async function writePlan(tx: Command, row: GrantRow, target: PlanTarget): Promise<void> {
    const facts: GrantFacts = {
      id: row.id,
      version: row.version,
      no: row.no,
      provider: row.providerName,
      consumer: row.consumerName,
      providerId: row.providerId,
      consumerId: row.consumerId,
      systemId: row.systemId,
      scenario: row.scenario,
      matter: row.matter,
      entryId: row.entryId,
      entryTitle: row.entryTitle,
      from: tx.at,
      until: endOfDay(row.until),
      limits: row.limits,
      thirdParties: row.thirdParties,
    };
    const { mode, decision, sid: code } = row;
    const body =
      mode === 'batch'
        ? compileMovePlan(facts, decision, target)
        : mode === 'file'
          ? compileFilePlan(facts, decision, code ?? '')
          : compileCallPlan(facts, decision, target, mode, code ?? '');
    const { id: grantId, version, sid, systemId } = row;
    await insertPlan(tx, { grantId, version, kind: body.kind, sid, systemId, body });
  }

  /** `live`: of a grant in force; the plan of one that rests waits until it goes on. */
  async function publish(tx: Command, row: GrantRow, target: PlanTarget, live = true): Promise<void> {
    await writePlan(tx, row, target);
    if (live) await setLive(tx, row.id, row.version);
    await catalog.setUsedBy(tx, row.entryId, await countUsers(tx, row.entryId));
  }

  /** The plan of a version whose terms changed, over what the version before reached; live where the grant is in force. */
  async function republish(tx: Command, row: GrantRow, before: number): Promise<void> {
    const plan = await findPlan(tx, row.id, before);
    if (!plan) throw new Error(`grant ${row.id} has no plan of version ${before}`);
    await writePlan(tx, row, targetOf(plan));
    if (row.state === 'active') await setLive(tx, row.id, row.version);
  }

  return { publish, republish };
}

export type Publishing = ReturnType<typeof createPublishing>;
