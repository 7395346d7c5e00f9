/** Who may see a dispute, how somebody stands to it, and whose turn it is. */
import { type Db, type Sql, sql } from '#kernel/db.ts';
import { readClock } from '#modules/deadlines/index.ts';
import { createSight } from '#modules/grants/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { DisputesNeeds } from './needs.ts';
import * as rules from './rules.ts';
import type { DisputeRow } from './store.ts';

/** The party for which somebody writes; undefined for the authority and for whoever only looks on. */
export function sideOf(actor: Actor, row: DisputeRow): rules.Side | undefined {
  if (actor.role !== 'sharing_head' && actor.role !== 'data_officer') return undefined;
  if (actor.departmentId === row.consumerId) return 'consumer';
  return actor.departmentId === row.providerId ? 'provider' : undefined;
}

export const deskIsParty = ({ deskId, consumerId, providerId }: DisputeRow): boolean =>
  deskId === consumerId || deskId === providerId;

export function holdsOf(actor: Actor, row: DisputeRow): (relation: rules.Relation) => boolean {
  const side = sideOf(actor, row);
  const head = actor.role === 'sharing_head';
  const atDesk = actor.role === 'authority' && actor.departmentId === row.deskId;
  return relation => {
    switch (relation) {
      case 'consumer':
      case 'provider':
        return side === relation;
      case 'consumer_head':
        return head && side === 'consumer';
      case 'provider_head':
        return head && side === 'provider';
      case 'desk':
        return atDesk && !deskIsParty(row);
      case 'recorder':
        return atDesk && deskIsParty(row);
      case 'checker':
        return head && side !== undefined && deskIsParty(row) && actor.departmentId !== row.deskId;
    }
  };
}

export function createReading({ deadlines, organizations, policy, clock }: DisputesNeeds) {
  const sight = createSight({ organizations, policy });

  /** Until when the other side’s silence holds the dispute up. Ours: the texts set no days. */
  async function silenceOf(
    row: Pick<DisputeRow, 'raisedAt' | 'opinedAt'>,
    within?: Db,
  ): Promise<{ through: string | null; waited: boolean }> {
    const calendar = await deadlines.current(within);
    if (!calendar) return { through: null, waited: false };
    const started = (row.opinedAt ?? row.raisedAt).getTime();
    const facts = { started, localDays: rules.SILENCE_DAYS, legalDays: null, events: [] };
    const { due, late } = readClock(facts, calendar, clock.now());
    return { through: due, waited: late };
  }

  async function isAwaited(actor: Actor, row: DisputeRow): Promise<boolean> {
    const holds = holdsOf(actor, row);
    if (holds('desk') || holds('recorder')) return rules.deskIsAwaited(row, (await silenceOf(row)).waited);
    const side = sideOf(actor, row);
    if (side === undefined) return false;
    const spokeAt = side === 'consumer' ? row.consumerSpokeAt : row.providerSpokeAt;
    const awaited = rules.awaitedOf(side, { ...row, spokeAt }, holds('checker'));
    const forHeads = awaited === 'proposal' || awaited === 'opinion' || awaited === 'check';
    return awaited !== undefined && (!forHeads || actor.role === 'sharing_head');
  }

  return {
    silenceOf,
    isAwaited,
    oversees: sight.oversees,

    /** Both sides and the mediator; authorities and auditors by their sight, as with cases and grants. */
    async visible(actor: Actor, row: DisputeRow): Promise<boolean> {
      return (
        actor.departmentId === row.consumerId ||
        actor.departmentId === row.providerId ||
        (actor.role === 'authority' && actor.departmentId === row.deskId) ||
        sight.oversees(actor, row)
      );
    },

    async boxOf(actor: Actor, box: 'ours' | 'todo' | 'all'): Promise<Sql> {
      const party = sql`(d.consumer_id = ${actor.departmentId} or d.provider_id = ${actor.departmentId})`;
      const ours = actor.role === 'authority' ? sql`(${party} or d.desk_id = ${actor.departmentId})` : party;
      if (box === 'todo') return sql`(${ours} and d.closed_at is null)`;
      const overseer = actor.role === 'authority' || actor.role === 'auditor';
      if (box === 'ours' || !overseer) return ours;
      return sql`(${ours} or ${await sight.inSight(actor, sql`d.provider_id`, sql`d.consumer_id`)})`;
    },
  };
}

export type Reading = ReturnType<typeof createReading>;
