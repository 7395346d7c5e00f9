import type { Db } from '#kernel/db.ts';
import type { Citation } from '#kernel/errors.ts';
import type { Command } from '#record/audited.ts';
import { type Actor, PLATFORM } from '#vocabulary/actor.ts';
import { type Committed, commitGrant } from './committed.ts';
import { mustActForOne } from './history.ts';
import type { MoveGrant } from './moving.ts';
import type { GrantsNeeds } from './needs.ts';
import type { Relation } from './rules.ts';
import { authorityOfCase, officesNow } from './sight.ts';
import * as store from './store.ts';
import type { Tell } from './telling.ts';

/** A grant as whoever watches its use needs it. */
export interface WatchedGrant {
  id: number;
  no: string;
  entryId: number;
  entryTitle: string;
  providerId: number;
  consumerId: number;
  systemId: number;
  state: store.GrantRow['state'];
  /** Undefined where the platform has no authority that is no side of the grant. */
  authorityId: number | undefined;
  citation: Citation | undefined;
}

/** What the watch over the use of grants may do with one: suspend it by rule, and let a person undo that. */
export function createWatching(
  { policy, organizations }: Pick<GrantsNeeds, 'policy' | 'organizations'>,
  {
    move,
    tell,
    holdsOf,
  }: {
    move: MoveGrant;
    tell: Tell;
    holdsOf: (actor: Actor, row: store.GrantRow) => Promise<(relation: Relation) => boolean>;
  },
) {
  const misuse = (row: store.GrantRow) => policy.findCitation(row.providerRegion, 'misuse.suspend');

  /** Provider's head or the authority of the case: who may suspend and resume. */
  async function decides(actor: Actor, row: store.GrantRow): Promise<boolean> {
    const holds = await holdsOf(actor, row);
    return holds('provider_head') || holds('authority');
  }

  return {
    async watched(within: Db, id: number): Promise<WatchedGrant> {
      const row = await store.getGrant(within, id);
      const { no, entryId, entryTitle, providerId, consumerId, systemId, state } = row;
      const authorityId = authorityOfCase(await officesNow(organizations), row)?.id;
      return {
        id,
        no,
        entryId,
        entryTitle,
        providerId,
        consumerId,
        systemId,
        state,
        authorityId,
        citation: misuse(row),
      };
    },

    decidesOver: async (actor: Actor, id: number, within: Db): Promise<boolean> =>
      decides(actor, await store.getGrant(within, id)),

    /**
     * Suspends by rule, for what looks like misuse (N809 27): never more than that, and a person goes on from there.
     * Answers what the record of the command says of it; undefined where the grant is not in force any more.
     */
    async suspendByRule(
      tx: Command,
      id: number,
      reason: string,
      reasonEn: string,
    ): Promise<Committed | undefined> {
      const row = await store.lockGrant(tx, id);
      if (row.state !== 'active') return undefined;
      await move(tx, row, {
        action: 'suspend',
        state: 'suspended',
        by: PLATFORM,
        cause: 'misuse',
        reason,
        note: reason,
        citation: misuse(row),
      });
      await tell(tx, row, 'life', {
        to: ['consumer', 'provider_head', 'authority'],
        zh: `因疑似违规使用，平台按规则暂停：${reason}`,
        en: `is suspended by rule, for what looks like misuse: ${reasonEn}`,
      });
      return commitGrant(tx, id);
    },

    /** It was a false alarm: the grant goes on, where nobody has gone further with it since. */
    async liftSuspension(
      tx: Command,
      actor: Actor,
      id: number,
      note: string,
    ): Promise<Committed | undefined> {
      const row = await store.lockGrant(tx, id);
      if (row.state !== 'suspended' || row.cause !== 'misuse') return undefined;
      await mustActForOne(tx, actor, [`grant:${id}`]);
      await move(tx, row, {
        action: 'resume',
        state: 'active',
        by: actor,
        cause: null,
        reason: '',
        note,
      });
      await tell(tx, row, 'life', {
        to: ['consumer', 'provider_head'],
        zh: `查明为误报，已恢复：${note}`,
        en: `goes on: it was a false alarm: ${note}`,
      });
      return commitGrant(tx, id);
    },
  };
}
