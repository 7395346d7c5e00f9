import type { Db } from '#kernel/db.ts';
import type { EntryStep } from '#modules/catalog/index.ts';
import type { Command } from '#record/audited.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import type { Sight } from '#vocabulary/sight.ts';
import { createAnswering } from './answering.ts';
import { createLineage } from './lineage.ts';
import { createLooking } from './looking.ts';
import type { Collection, PoolPlace, PoolsNeeds } from './needs.ts';
import { createPlace } from './place.ts';
import { createReading } from './reading.ts';
import * as rules from './rules.ts';
import * as store from './store.ts';
import { endedOf } from './telling.ts';
import { type Figures, figuresOf, lastOf } from './views.ts';

/** One department's line on the board. */
export interface PoolFigures extends Figures {
  departmentId: number;
  department: string;
  collectedAt: string | null;
}

export function createPools(needs: PoolsNeeds) {
  const { db, audited, clock, policy, messages, tasks } = needs;
  const place = createPlace({ ...needs, homeRegion: policy.homeRegion });
  const reading = createReading(needs, place);
  const answering = createAnswering(needs, place, reading);
  const today = (): Date => new Date(rules.dayStart(clock.now()));

  async function placeOf(departmentId: number, within: Db = db): Promise<PoolPlace | undefined> {
    const found = await store.findPlace(within);
    if (!found) return undefined;
    // One after the other: a command has one connection.
    const department = await store.getDepartment(within, departmentId);
    const consumer = await store.getDepartment(within, found.departmentId);
    const schema = await store.findSchema(within, departmentId);
    return {
      sourceId: found.sourceId,
      schema: schema?.name ?? rules.schemaNameOf(department),
      name: `${department.name}资源池`,
      consumerId: found.departmentId,
      consumer: consumer.name,
    };
  }

  /** Inside the command that brought it about: its task rests, and what was collected stays. */
  async function end(tx: Command, { entryId, ended }: store.Lost): Promise<void> {
    const row = await store.findCollection(tx, entryId, today());
    if (!row || (row.state !== 'asked' && row.state !== 'collecting')) return;
    const { departmentId, askedAt, confirmedAt } = row;
    const next = { departmentId, state: 'ended', askedAt, confirmedAt, refusal: null, ended } as const;
    await store.putState(tx, entryId, next, new Date(tx.at));
    if (row.taskId !== null) await tasks.rest(tx, row.taskId);
    await store.insertHistory(tx, entryId, {
      action: 'end',
      at: new Date(tx.at),
      post: PLATFORM.post,
      name: PLATFORM.name,
      note: ended,
      citation: undefined,
    });
    await messages.tell(tx, endedOf(departmentId, row.entryTitle, ended));
  }

  return {
    ...reading.routes,
    ...answering,
    ...createLineage(needs, reading),
    look: createLooking(needs, place, reading),

    /** Called by exchange: undefined where there is no pool yet. */
    placeOf,

    /** Called by exchange: undefined where there is no pool, or the entry is not being collected. */
    async collectionOf(entryId: number, within: Db = db): Promise<Collection | undefined> {
      const row = await store.findCollection(within, entryId, today());
      if (row?.state !== 'collecting' || row.schema === null || row.table === null) return undefined;
      const found = await placeOf(row.departmentId, within);
      return found && { place: { ...found, schema: row.schema }, table: row.table, key: row.key };
    },

    /** Called by exchange, for the board. */
    async figures(sight: Sight): Promise<PoolFigures[]> {
      const now = clock.now();
      const [departments, rows] = await Promise.all([
        store.listDepartments(db, sight),
        store.listCollections(db, sight, today()),
      ]);
      const by = Map.groupBy(rows, row => row.departmentId);
      return departments.map(({ id, name }) => {
        const own = by.get(id) ?? [];
        return { departmentId: id, department: name, ...figuresOf(own, now), collectedAt: lastOf(own) };
      });
    },

    /** Called in the transaction of every step of an entry. */
    async entryMoved(tx: Command, { entryId, departmentId }: EntryStep): Promise<void> {
      if (departmentId !== undefined) await store.setDepartment(tx, entryId, departmentId);
      const lost = await store.findLost(tx, entryId);
      if (lost) await end(tx, lost);
    },

    /** Called at the start and by the worker: makes the pool where it is missing; answers what the operator should know. */
    ensure: () => place.ensure(),

    /** Called by the worker: what has lost its table is collected no more. */
    async everyMinute(): Promise<void> {
      for (const lost of await store.listLost(db))
        await audited(PLATFORM, 'pools.end', `collection:${lost.entryId}`, async tx => {
          await store.lockEntry(tx, lost.entryId);
          const still = await store.findLost(tx, lost.entryId);
          if (still) await end(tx, still);
          return { value: undefined, facts: { entry: lost.entryId, ended: still?.ended ?? null } };
        });
    },
  };
}

export type Pools = ReturnType<typeof createPools>;
