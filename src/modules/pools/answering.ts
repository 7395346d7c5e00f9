/** Collections set off by the authority, confirmed by departments, or refused by naming the text that forbids them. */
import type { Static } from 'typebox';
import { Refusal, refuse as platform } from '#kernel/errors.ts';
import type { Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { PlanTable } from '#vocabulary/plans.ts';
import type * as contract from './contract.ts';
import type { PoolsNeeds } from './needs.ts';
import type { Place } from './place.ts';
import { type Reading, isToStart } from './reading.ts';
import * as rules from './rules.ts';
import * as store from './store.ts';
import { askedOf, refusedOf, subjectOf } from './telling.ts';

const sameNames = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name, at) => name === b[at]);

export function createAnswering(needs: PoolsNeeds, place: Place, reading: Reading) {
  const { audited, policy, catalog, resources, messages, tasks } = needs;
  const { today, visible, holdsOf, regionsOf, routes } = reading;

  /** The newest step knows its number in the record before the search has taken it up. */
  async function recorded(
    actor: Actor,
    entryId: number,
    record: number,
  ): Promise<Static<typeof contract.CollectionRecorded>> {
    const collection = await routes.get(actor, entryId);
    const last = collection.history.at(-1);
    if (last) last.record = record;
    return { collection, record };
  }

  const note = (
    tx: Command,
    actor: Actor,
    row: store.CollectionRow,
    action: rules.CollectionAction,
    text: string,
  ): Promise<number> => {
    const rule = rules.collectionLife.rows.find(one => one.action === action)?.rule;
    return store.insertHistory(tx, row.entryId, {
      action,
      at: new Date(tx.at),
      post: actor.post,
      name: actor.name,
      note: text,
      citation: rule && policy.findCitation(row.regionCode, rule),
    });
  };

  /** Locks the entry and answers its collection, or refuses what may not be done from here, or not by this actor. */
  async function open(
    tx: Command,
    actor: Actor,
    entryId: number,
    action: rules.CollectionAction,
  ): Promise<store.CollectionRow> {
    await store.lockEntry(tx, entryId);
    const row = await visible(actor, entryId, tx);
    if (row.kind !== 'table') throw rules.refuse.not_collectable({ entry: row.entryTitle });
    if (rules.collectionLife.next(action, row.state) === undefined)
      throw rules.refuse.wrong_state({ entry: row.entryTitle });
    if (!rules.collectionLife.allows(action, row.state, holdsOf(actor, row, await regionsOf(actor))))
      throw platform.forbidden();
    return row;
  }

  async function ask(tx: Command, actor: Actor, row: store.CollectionRow): Promise<void> {
    const { departmentId, confirmedAt } = row;
    const next = {
      departmentId,
      state: 'asked',
      askedAt: new Date(tx.at),
      confirmedAt,
      refusal: null,
      ended: null,
    } as const;
    await store.putState(tx, row.entryId, next, new Date(tx.at));
    await note(tx, actor, row, 'start', '');
  }

  /** The to-do goes once nothing waits for the department any more. */
  async function settle(tx: Command, departmentId: number): Promise<void> {
    const rows = await store.listCollections(tx, [departmentId], today());
    if (!rows.some(row => row.state === 'asked')) await messages.settle(tx, subjectOf(departmentId));
  }

  /** The items that tell its rows apart: as the department says, as they were before, or as the table has it now. */
  async function keyFor(
    row: store.CollectionRow,
    asked: readonly string[] | undefined,
  ): Promise<{ key: string[]; table: PlanTable }> {
    const [entry, mount] = await Promise.all([
      catalog.publishedContent(row.entryId),
      resources.mountOf(row.entryId),
    ]);
    if (!entry || mount?.target.kind !== 'table')
      throw rules.refuse.not_collectable({ entry: row.entryTitle });
    const { table } = mount.target;
    const columnOf = new Map(mount.mapping.map(({ item, column }) => [item, column]));
    const items = entry.content.items.filter(item => columnOf.has(item.name));
    const unknown = asked?.find(name => !columnOf.has(name));
    if (unknown !== undefined) throw rules.refuse.unknown_key({ item: unknown });
    // Another key would tell the rows of before apart otherwise than they were: no run could go on with them.
    if (asked && row.collectedAt !== null && !sameNames(asked, row.key))
      throw rules.refuse.other_key({
        entry: row.entryTitle,
        key: row.key.join('、') || '整行',
        keyEn: row.key.join(', ') || 'the whole row',
      });
    if (asked) return { key: [...asked], table };
    if (row.schema !== null && row.key.every(name => columnOf.has(name))) return { key: row.key, table };
    const primary = new Set(
      (await resources.columnsOfMount(table))
        .filter(column => column.inKey === true)
        .map(column => column.name),
    );
    const key = rules.keyOf(
      items.map(({ name }) => ({ name, inKey: primary.has(columnOf.get(name) ?? '') })),
      primary.size,
    );
    return { key, table };
  }

  return {
    /** All of a department’s tables that nobody has begun to collect. */
    async start(actor: Actor, departmentId: number): Promise<Static<typeof contract.StartRecorded>> {
      const before = await routes.pool(actor, departmentId);
      const { value, record } = await audited(actor, 'pools.start', `pool:${departmentId}`, async tx => {
        await place.get(tx);
        if (!(await regionsOf(actor)).includes(before.department.regionCode)) throw platform.forbidden();
        const started: store.CollectionRow[] = [];
        for (const { entryId } of (await store.listCollections(tx, [departmentId], today())).filter(
          isToStart,
        )) {
          await store.lockEntry(tx, entryId);
          const row = await store.findCollection(tx, entryId, today());
          if (!row || !isToStart(row)) continue;
          await ask(tx, actor, row);
          started.push(row);
        }
        if (started.length === 0)
          throw rules.refuse.nothing_to_start(
            {},
            policy.findCitation(before.department.regionCode, 'collection.target'),
          );
        await messages.tell(
          tx,
          askedOf(
            departmentId,
            started.map(row => row.entryTitle),
          ),
        );
        return {
          value: started.length,
          facts: { department: departmentId, entries: started.map(row => String(row.entryId)) },
          rule: 'collection.target',
        };
      });
      return { asked: value, pool: await routes.pool(actor, departmentId), record };
    },

    /** One entry; also one that was refused, where the authority asks again. */
    async startOne(actor: Actor, entryId: number): Promise<Static<typeof contract.CollectionRecorded>> {
      const { record } = await audited(actor, 'pools.start', `collection:${entryId}`, async tx => {
        await place.get(tx);
        const row = await open(tx, actor, entryId, 'start');
        await ask(tx, actor, row);
        await messages.tell(tx, askedOf(row.departmentId, [row.entryTitle]));
        return { value: undefined, facts: { entry: entryId, from: row.state }, rule: 'collection.target' };
      });
      return recorded(actor, entryId, record);
    },

    /** Collected from now on; the first run is ordered with it. */
    async confirm(
      actor: Actor,
      entryId: number,
      { key: asked }: Static<typeof contract.ConfirmBody>,
    ): Promise<Static<typeof contract.CollectionRecorded>> {
      // Looks into the department’s database, which nothing may wait for inside a command.
      const found = await keyFor(await visible(actor, entryId), asked).catch((error: unknown) => {
        if (error instanceof Refusal) return error;
        throw error;
      });
      const { record } = await audited(actor, 'pools.confirm', `collection:${entryId}`, async tx => {
        const row = await open(tx, actor, entryId, 'confirm');
        if (found instanceof Refusal) throw found;
        const { sourceId, departmentId: consumerId } = await place.get(tx);
        const department = await store.getDepartment(tx, row.departmentId);
        await store.insertSchema(tx, department.id, rules.schemaNameOf(department));
        const schema = row.schema ?? (await store.findSchema(tx, department.id))?.name ?? '';
        const table = row.table ?? rules.tableNameOf(entryId, found.table.table);
        const { key } = found;
        await store.putConfirmed(
          tx,
          entryId,
          { departmentId: department.id, schema, table, key },
          new Date(tx.at),
        );
        const task = await tasks.begin(tx, {
          entryId,
          entryTitle: row.entryTitle,
          providerId: row.departmentId,
          provider: row.department,
          consumerId,
          consumer: (await store.getDepartment(tx, consumerId)).name,
          sourceId,
          schema,
          table,
          updateCycle: row.updateCycle,
        });
        await store.setTask(tx, entryId, task);
        await note(tx, actor, row, 'confirm', '');
        await settle(tx, row.departmentId);
        return {
          value: undefined,
          facts: { entry: entryId, schema, table, key, task },
          rule: 'collection.target',
        };
      });
      return recorded(actor, entryId, record);
    },

    /** Only a law, a regulation or a rule that says otherwise lets a department refuse; a collection under way ends. */
    async refuse(
      actor: Actor,
      entryId: number,
      { ground, reason }: Static<typeof contract.RefuseBody>,
    ): Promise<Static<typeof contract.CollectionRecorded>> {
      const { record } = await audited(actor, 'pools.refuse', `collection:${entryId}`, async tx => {
        const row = await open(tx, actor, entryId, 'refuse');
        const citation =
          policy.findCitation(row.regionCode, 'collection.refusal') ??
          policy.findCitation(row.regionCode, 'collection.target');
        const title = ground.title.trim();
        const article = ground.article.trim();
        if (title === '' || article === '' || reason.trim() === '')
          throw platform.bad_input({ place: 'body.ground', problem: 'names no text, article or reason' });
        const known = knownText(title);
        const problem = rules.groundProblem(ground, known);
        if (problem === 'repealed')
          throw rules.refuse.ground_repealed({ title, since: known?.repealedSince ?? '' }, citation);
        if (problem === 'other_rank') throw rules.refuse.ground_other_rank({ title }, citation);
        if (problem === 'too_low') throw rules.refuse.ground_too_low({ title }, citation);
        const { departmentId, askedAt, confirmedAt } = row;
        const { post, name } = actor;
        const refusal = {
          rank: ground.rank,
          title,
          article,
          reason: reason.trim(),
          post,
          name,
          at: new Date(tx.at).toISOString(),
        };
        const next = { departmentId, state: 'refused', askedAt, confirmedAt, refusal, ended: null } as const;
        await store.putState(tx, entryId, next, new Date(tx.at));
        if (row.taskId !== null) await tasks.rest(tx, row.taskId);
        await note(tx, actor, row, 'refuse', `${title}${article}：${refusal.reason}`);
        await settle(tx, departmentId);
        const authority = await store.findPlace(tx);
        if (authority && authority.departmentId !== departmentId)
          await messages.tell(
            tx,
            refusedOf(authority.departmentId, {
              ...row,
              ground: `《${title.replace(/^《|》$/g, '')}》${article}`,
            }),
          );
        return {
          value: undefined,
          facts: { entry: entryId, rank: ground.rank, title, article, reason: refusal.reason },
          rule: 'collection.refusal',
        };
      });
      return recorded(actor, entryId, record);
    },
  };

  function knownText(title: string): rules.KnownText | undefined {
    const document = policy.findTitle(title.replace(/^《|》$/g, ''));
    if (!document) return undefined;
    const { id, rank, until } = document;
    const since = policy.findRepeal(id, '')?.since ?? until;
    const repealed = since !== undefined && since <= policy.today();
    return { title: document.title, rank, repealedSince: repealed ? since : undefined };
  }
}
