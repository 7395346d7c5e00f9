/** How a person stands to an application, and which applications a post sees. */
import { type Sql, join, sql } from '#kernel/db.ts';
import { type Offices, type Sight, authorityOfCase, officesNow } from '#modules/grants/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { ListQuery } from './contract.ts';
import type { Static } from 'typebox';
import type { ApplicationRelation } from './rules.ts';
import type { SharingNeeds } from './service.ts';
import type { ApplicationRow } from './store.ts';

type Sides = Pick<
  ApplicationRow,
  'consumerId' | 'providerId' | 'providerRegion' | 'consumerRegion' | 'entryId'
>;
export type Holds = (relation: ApplicationRelation) => boolean;

export function createRelations({ db, organizations, mandates, deadlines }: SharingNeeds, sight: Sight) {
  const mapNow = (): Promise<Offices> => officesNow(organizations);

  /** Whose applications the actor's department answers in their stead. */
  async function proxied(actor: Actor) {
    if (actor.role !== 'sharing_head') return [];
    return mandates.answersFor(actor.departmentId, deadlines.today(), db);
  }
  type Proxied = Awaited<ReturnType<typeof proxied>>;

  function isProxied(actor: Actor, row: Sides, proxies: Proxied): boolean {
    return (
      row.consumerId !== actor.departmentId &&
      proxies.some(
        one =>
          one.providerId === row.providerId &&
          (one.entryIds === null || one.entryIds.includes(row.entryId)) &&
          (one.regions === null || one.regions.includes(row.consumerRegion)),
      )
    );
  }

  function holdsFor(actor: Actor, map: Offices, proxies: Proxied): (row: Sides) => Holds {
    return row => relation => {
      switch (relation) {
        case 'consumer_officer':
          return actor.role === 'data_officer' && actor.departmentId === row.consumerId;
        case 'consumer_head':
          return actor.role === 'sharing_head' && actor.departmentId === row.consumerId;
        case 'answering_head':
          return (
            actor.role === 'sharing_head' &&
            (actor.departmentId === row.providerId || isProxied(actor, row, proxies))
          );
        case 'authority':
          return actor.role === 'authority' && authorityOfCase(map, row)?.id === actor.departmentId;
      }
    };
  }

  /** How the actor stands to any application; asks the database once. */
  async function standing(actor: Actor): Promise<(row: Sides) => Holds> {
    const [map, proxies] = await Promise.all([mapNow(), proxied(actor)]);
    return holdsFor(actor, map, proxies);
  }

  async function visible(actor: Actor, row: ApplicationRow): Promise<boolean> {
    if (row.consumerId === actor.departmentId) return true;
    if (row.receivedAt === null && actor.role !== 'auditor') return false;
    if (row.providerId === actor.departmentId || (await sight.oversees(actor, row))) return true;
    return isProxied(actor, row, await proxied(actor));
  }

  async function waitsForHead(actor: Actor): Promise<Sql> {
    const own = actor.departmentId;
    const parts = [
      sql`(a.consumer_id = ${own} and a.state in ('awaiting_consent', 'awaiting_acceptance'))`,
      sql`(a.provider_id = ${own} and a.state = 'awaiting_answer')`,
    ];
    for (const { providerId, entryIds, regions } of await proxied(actor))
      parts.push(sql`(a.provider_id = ${providerId} and a.state = 'awaiting_answer' and a.consumer_id <> ${own}
        and ${entryIds === null ? sql`true` : sql`a.entry_id = any(${entryIds}::int[])`}
        and ${regions === null ? sql`true` : sql`exists (select from org.department pc where pc.id = a.consumer_id and pc.region_code = any(${regions}::text[]))`})`);
    return sql`(${join(parts, ' or ')})`;
  }

  async function todo(actor: Actor): Promise<Sql> {
    switch (actor.role) {
      case 'sharing_head':
        return waitsForHead(actor);
      case 'data_officer':
        return sql`(a.consumer_id = ${actor.departmentId} and a.state in ('draft', 'awaiting_material', 'declined', 'awaiting_acceptance'))`;
      case 'authority':
        return sql`((a.state in ('awaiting_authorisation', 'awaiting_exception', 'awaiting_check', 'awaiting_review')
            or (a.state = 'awaiting_answer' and a.extension is not null and a.extension -> 'answered' = 'null'::jsonb))
          and ${await sight.underAuthority(actor, sql`a.provider_id`, sql`a.consumer_id`)})`;
      case 'department_head':
      case 'integrator':
      case 'operator':
      case 'security':
      case 'auditor':
        return sql`false`;
    }
  }

  async function box(actor: Actor, which: Static<typeof ListQuery>['box']): Promise<Sql> {
    const mine = sql`a.consumer_id = ${actor.departmentId}`;
    const received = sql`(a.provider_id = ${actor.departmentId} and a.received_at is not null)`;
    const seen = (): Promise<Sql> => sight.inSight(actor, sql`a.provider_id`, sql`a.consumer_id`);
    switch (which) {
      case 'mine':
        return sql`(${mine} and a.created_by = ${actor.accountId})`;
      case 'department':
        return mine;
      case 'received':
        return received;
      case 'todo':
        return todo(actor);
      case 'all':
        if (actor.role === 'auditor') return seen();
        if (actor.role === 'authority')
          return sql`(${mine} or (a.received_at is not null and ${await seen()}))`;
        return sql`(${mine} or ${received})`;
    }
  }

  return { mapNow, standing, visible, box };
}

export type Relations = ReturnType<typeof createRelations>;
