import type { Command } from '#record/audited.ts';
import type { Role } from '#vocabulary/permissions.ts';
import type { GrantsNeeds } from './needs.ts';
import { authorityOfCase, officesNow } from './sight.ts';
import type { GrantRow } from './store.ts';

/** Who hears of a step: posts of the two sides, and the authority of the case. */
export type Ear =
  | 'consumer'
  | 'consumer_head'
  | 'consumer_officer'
  | 'provider_head'
  | 'provider_officer'
  | 'authority';

const ROLES: Record<Ear, readonly Role[]> = {
  consumer: ['data_officer', 'sharing_head', 'integrator'],
  consumer_head: ['sharing_head'],
  consumer_officer: ['data_officer'],
  provider_head: ['sharing_head'],
  provider_officer: ['data_officer'],
  authority: ['authority'],
};

export interface Told {
  to: readonly Ear[];
  /** It asks for something; otherwise it says what came of something. */
  todo?: boolean;
  zh: string;
  en: string;
}

/** One thing asks for one thing at a time: what a subject asked for before is done with its next step. */
export type Subject = 'life' | 'change' | 'disposal';

export function createTelling({ messages, organizations }: Pick<GrantsNeeds, 'messages' | 'organizations'>) {
  /** Undefined where the platform has no authority that is no side of the grant. */
  async function departmentOf(row: GrantRow, ear: Ear): Promise<number | undefined> {
    if (ear === 'authority') return authorityOfCase(await officesNow(organizations), row)?.id;
    return ear === 'provider_head' || ear === 'provider_officer' ? row.providerId : row.consumerId;
  }

  /** Tells of a step; the sentence follows the grant’s number and title. */
  return async function tell(tx: Command, row: GrantRow, about: Subject, ...told: Told[]): Promise<void> {
    const subject = about === 'life' ? `grant:${row.id}` : `grant-${about}:${row.id}`;
    await messages.settle(tx, subject);
    for (const { to, todo = false, zh, en } of told)
      await messages.tell(tx, {
        kind: todo ? 'todo' : 'result',
        to: (
          await Promise.all(
            to.map(async ear => ({ departmentId: await departmentOf(row, ear), roles: ROLES[ear] })),
          )
        ).flatMap(({ departmentId, roles }) => (departmentId === undefined ? [] : { departmentId, roles })),
        zh: `授权 ${row.no}“${row.entryTitle}”${zh}`,
        en: `Grant ${row.no} “${row.entryTitle}” ${en}`,
        path: `/grants/${row.id}`,
        subject,
      });
  };
}

export type Tell = ReturnType<typeof createTelling>;
