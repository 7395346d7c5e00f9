/** Descriptions of one service that clients are made from: OpenAPI 3.1 and a Postman collection that signs by itself. */
import { refuse as platform } from '#kernel/errors.ts';
import { type PlanItem, type ColumnType, typeAfterMask } from '#vocabulary/plans.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { type Described, openapiOf } from './openapi.ts';
import type { ServicesNeeds } from './needs.ts';
import { settingsOf } from './ofEntry.ts';
import { postmanOf } from './postman.ts';
import * as store from './store.ts';

const answerType = ({ type, mask }: Pick<PlanItem, 'type' | 'mask'>): ColumnType =>
  typeAfterMask({ type, mask });

export function createDocuments({ db }: Pick<ServicesNeeds, 'db'>) {
  /** For whoever holds the service, or provides it: then as its first holder has it. */
  async function described(actor: Actor, sid: string, site: string): Promise<Described> {
    const holder = await store.findBySid(db, sid, actor.departmentId);
    if (!holder) throw platform.not_found();
    const settings = await settingsOf(db, holder.entryId);
    const own = holder.consumerId === actor.departmentId;
    return {
      site,
      sid,
      // Whoever provides it does not sign for somebody else’s system.
      rid: own ? holder.rid : '',
      title: holder.entryTitle,
      provider: holder.providerName,
      mode: holder.mode,
      version: holder.serviceVersion,
      scenario: holder.scenario,
      items: holder.items.map(item => ({
        name: item.name,
        type: answerType(item),
        identifier: item.identifier,
        masked: item.mask.kind !== 'none',
      })),
      settings,
    };
  }

  return {
    openapi: async (actor: Actor, sid: string, site: string): Promise<object> =>
      openapiOf(await described(actor, sid, site)),
    postman: async (actor: Actor, sid: string, site: string): Promise<object> =>
      postmanOf(await described(actor, sid, site)),
  };
}
