import type { Db } from '#kernel/db.ts';
import type { Deadlines } from '#modules/deadlines/index.ts';
import type { Messages } from '#modules/messages/index.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import type { Policy } from '#modules/policy/index.ts';
import type { Audited } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { createExamples } from './examples.ts';
import { createReporting } from './reporting.ts';
import { createRounds } from './rounds.ts';
import { createSight } from './sight.ts';
import { todosOf } from './todos.ts';
import { createUseRecords } from './useRecords.ts';

export interface ResultsNeeds {
  db: Db;
  audited: Audited;
  policy: Policy;
  deadlines: Deadlines;
  organizations: Organizations;
  messages: Pick<Messages, 'tell' | 'settle'>;
}

/** What is told to a department. */
export type Message = Parameters<Messages['tell']>[1];

export function createResults(needs: ResultsNeeds) {
  const sight = createSight(needs);
  const reporting = createReporting(needs, sight);
  const examples = createExamples(needs, sight);
  const parts = { reporting, examples, rounds: createRounds(needs, examples) };
  return {
    ...parts,
    useRecords: createUseRecords(needs, sight),

    /** What waits for this post. */
    todo: (actor: Actor) => todosOf(parts, actor),
  };
}

export type Results = ReturnType<typeof createResults>;
