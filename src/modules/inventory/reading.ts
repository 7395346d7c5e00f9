/** Takes what really lies in a department's database into its inventory. */
import type { Static } from 'typebox';
import { secretMark } from '#modules/catalog/index.ts';
import type { Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type * as contract from './contract.ts';
import { refuse } from './refusals.ts';
import type { InventoryNeeds } from './service.ts';
import * as store from './store.ts';

/** `checkSystem` refuses a name that says it is secret. */
export function createReading(
  { audited, resources }: InventoryNeeds,
  checkSystem: (actor: Actor, system: store.NewSystem) => void,
) {
  /** The system that a source is read into: the one it was read into before, one of that name, or a new one. */
  async function systemFor(
    tx: Command,
    actor: Actor,
    { sourceId, name }: Static<typeof contract.ReadBody>,
  ): Promise<number> {
    const known = await store.findSystemOf(tx, sourceId);
    if (known && known.name !== name.trim()) throw refuse.source_elsewhere({ system: known.name });
    const named = known ?? (await store.findSystemNamed(tx, actor.departmentId, name.trim()));
    if (named && named.sourceId !== null && named.sourceId !== sourceId)
      throw refuse.other_source({ system: named.name });
    if (named) return named.id;
    const made: store.NewSystem = { name: name.trim(), purpose: '', state: 'in_use' };
    checkSystem(actor, made);
    return (await store.insertSystem(tx, actor.departmentId, made, new Date(tx.at))).id;
  }

  /** Takes in the tables that a registered source has today; what is said of known ones stays. */
  return async (
    actor: Actor,
    body: Static<typeof contract.ReadBody>,
  ): Promise<Static<typeof contract.ReadRecorded>> => {
    const tables = await resources.tables(actor, body.sourceId);
    const open = tables.filter(one => secretMark(`${one.table} ${one.comment}`) === undefined);
    const { value, record } = await audited(actor, 'inventory.read', `source:${body.sourceId}`, async tx => {
      const systemId = await systemFor(tx, actor, body);
      const at = new Date(tx.at);
      const known = new Map((await store.listPlaces(tx, systemId)).map(one => [one.place, one]));
      const found = open.map(({ schema, table, comment, rows }) => {
        const place = `${schema}.${table}`;
        const before = known.get(place);
        return {
          ...before,
          place,
          title: comment === '' ? (before?.title ?? '') : comment.slice(0, 200).toWellFormed(),
          rows,
        };
      });
      const added = await store.putAssets(tx, systemId, found);
      const places = tables.map(one => `${one.schema}.${one.table}`);
      const gone = await store.markGone(tx, systemId, places, at);
      await store.setRead(tx, systemId, body.sourceId, at);
      const counted = { found: found.length, added, gone, secret: tables.length - open.length };
      return { value: { systemId, ...counted }, object: `inventory_system:${systemId}`, facts: counted };
    });
    return { ...value, record };
  };
}
