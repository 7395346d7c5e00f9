/** What the steps of an application share: their note in the history, their clocks, and the end of an answer. */
import { type ClockSight, civilDate } from '#modules/deadlines/index.ts';
import { insertHistory } from '#modules/grants/index.ts';
import { type Policy, limitOf } from '#modules/policy/index.ts';
import type { Command } from '#record/audited.ts';
import type { Actor, SystemActor } from '#vocabulary/actor.ts';
import type { SharingNeeds } from './service.ts';
import * as store from './store.ts';

type RuleId = Parameters<Policy['findCitation']>[1];

export const caseOf = (row: Pick<store.ApplicationRow, 'id'>): string => `application:${row.id}`;
/** The clock of what the consumer is to supply, beside the answer's, which rests meanwhile. */
export const supplementOf = (row: Pick<store.ApplicationRow, 'id'>): string => `supplement:${row.id}`;
/** The clock of the review that follows use through the green channel. */
export const reviewOf = (row: Pick<store.ApplicationRow, 'id'>): string => `review:${row.id}`;

/** The day whose rules an application keeps: that of its receipt, today until then (decision 14). */
export function rulesDay(row: Pick<store.ApplicationRow, 'receivedAt'>): string | undefined {
  return row.receivedAt ? civilDate(row.receivedAt.getTime()) : undefined;
}

export function createSteps({ policy, deadlines }: SharingNeeds) {
  const cited = (row: store.ApplicationRow, ruleId: RuleId) =>
    policy.findCitation(row.providerRegion, ruleId, rulesDay(row));

  function answerLimits(row: Pick<store.ApplicationRow, 'shareType' | 'providerRegion' | 'receivedAt'>) {
    const rule = row.shareType === 'conditional' ? 'answer.conditional.days' : 'answer.unconditional.days';
    const found = policy.rule(row.providerRegion, rule, rulesDay(row));
    return { local: limitOf(found.local), legal: limitOf(found.ceiling) };
  }

  const sightOf = async (tx: Command, subject: string): Promise<ClockSight | undefined> =>
    (await deadlines.clocksOf([subject], tx)).get(subject);

  return {
    cited,
    answerLimits,
    sightOf,

    note: (
      tx: Command,
      actor: Actor | SystemActor,
      row: store.ApplicationRow,
      action: string,
      text: string,
      ruleId?: RuleId,
    ): Promise<number> =>
      insertHistory(
        tx,
        caseOf(row),
        action,
        new Date(tx.at),
        actor.post,
        actor.name,
        text,
        ruleId && cited(row, ruleId),
      ),

    async startAnswer(tx: Command, row: store.ApplicationRow): Promise<void> {
      const { local, legal } = answerLimits(row);
      await deadlines.start(tx, caseOf(row), 'answer', local, legal, {
        parties: [row.providerId, row.consumerId],
      });
    },

    /**
     * Stops the answer's clock; answers whether the answer came in time. Both dates count: a promise of the place that
     * was broken stays broken, whatever extension the law allowed. Asked while the clock runs, as it says that only then.
     */
    async stopAnswer(tx: Command, row: store.ApplicationRow): Promise<boolean> {
      const sight = await sightOf(tx, caseOf(row));
      await deadlines.move(tx, caseOf(row), 'answer', 'stop');
      return sight === undefined || !(sight.late || isPast(sight.localDue, deadlines.today()));
    },
  };
}

export type Steps = ReturnType<typeof createSteps>;

const isPast = (due: string | null, today: string): boolean => due !== null && due < today;
