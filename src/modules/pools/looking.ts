/** A row of the pool by its identifier, with all that it was: read from the pool itself, and the look is recorded. */
import type { Static } from 'typebox';
import { type Db, type Sql, join, raw, sql } from '#kernel/db.ts';
import { Refusal, refuse as platform } from '#kernel/errors.ts';
import { named } from '#kernel/poolDatabase.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { numberOfRun } from '#vocabulary/moves.ts';
import { type ColumnType, POSTGRES_TYPES, type PlanItem } from '#vocabulary/plans.ts';
import type * as contract from './contract.ts';
import * as lineage from './lineageStore.ts';
import type { PoolsNeeds } from './needs.ts';
import type { Place } from './place.ts';
import { type Reading, identifiersOf } from './reading.ts';
import * as rules from './rules.ts';

/** Versions that one look shows. */
const MOST = 200;

interface Version {
  values: (string | null)[];
  run: string;
  since: Date;
  until: Date | null;
}

interface Asked {
  schema: string;
  table: string;
  columns: readonly string[];
  by: { column: string; type: ColumnType; value: string };
}

const readVersions = (db: Db, { schema, table, columns, by }: Asked): Promise<Version[]> =>
  db.many(sql`select array[${join(columns.map(one => textOf(one)))}] as values, sq_run as run, sq_from as since, sq_to as until
    from ${named(schema, `${table}${rules.HISTORY}`)}
    where ${named(by.column)} = ${by.value}::${raw(POSTGRES_TYPES[by.type])}
    order by sq_to desc nulls first, sq_from desc limit ${MOST + 1}`);

const textOf = (column: string): Sql => sql`${named(column)}::text`;

/** What PostgreSQL says of a text that is no value of its type. */
const NO_VALUE = new Set(['22P02', '22003', '22007', '22008']);

export function createLooking(
  { db, audited, database, catalog }: PoolsNeeds,
  place: Place,
  reading: Reading,
) {
  /** What lies in the pool is what the last run brought there, whatever the entry says by now. */
  async function itemsOf(taskId: number): Promise<{ items: PlanItem[]; from: string } | undefined> {
    const run = await lineage.findLastRun(db, taskId);
    return run && { items: run.plan.items, from: `${run.plan.table.schema}.${run.plan.table.table}` };
  }

  /** Reads what was asked for, or refuses; no transaction stays open while the pool answers. */
  async function find(
    actor: Actor,
    entryId: number,
    { item: asked, value }: Static<typeof contract.LookBody>,
  ) {
    const row = await reading.visible(actor, entryId);
    if (!(await reading.looksAt(actor))(row)) throw platform.forbidden();
    await place.get();
    const { departmentId, schema, table, taskId, collectedAt, entryTitle, key } = row;
    const collected = taskId === null || collectedAt === null ? undefined : await itemsOf(taskId);
    if (schema === null || table === null || !collected)
      throw rules.refuse.not_collected({ entry: entryTitle });
    const { items, from } = collected;
    const entry = await catalog.publishedContent(entryId);
    const names = identifiersOf(row, entry?.content.items ?? []).filter(name =>
      items.some(one => one.name === name),
    );
    const by = items.find(one => one.name === (asked ?? names[0]));
    if (!by || !names.includes(by.name))
      throw rules.refuse.not_an_identifier({ item: asked ?? '', items: names.join('、') });
    const columns = items.map(one => one.column);
    const question = { schema, table, columns, by: { ...by, value } };
    const versions = await readVersions(database.db, question).catch((error: unknown) => {
      const { code, cause } = error as { code?: string; cause?: { code?: string } };
      const said = cause?.code ?? code ?? '';
      if (NO_VALUE.has(said)) throw rules.refuse.bad_value({ item: by.name });
      if (said === '57014') throw rules.refuse.too_large({ item: by.name });
      throw error;
    });
    return { departmentId, versions, items, by: by.name, from, pool: `${schema}.${table}`, key };
  }

  return async function look(
    actor: Actor,
    entryId: number,
    body: Static<typeof contract.LookBody>,
  ): Promise<Static<typeof contract.LookView>> {
    const found = await find(actor, entryId, body).catch((error: unknown) => {
      if (error instanceof Refusal) return error;
      throw error;
    });
    const { record } = await audited(actor, 'pools.look', `collection:${entryId}`, () =>
      found instanceof Refusal
        ? Promise.reject(found)
        : // Who looked, by what and how much came; never the value. Nothing is shown before this stands.
          Promise.resolve({
            value: undefined,
            facts: {
              entry: entryId,
              department: found.departmentId,
              item: found.by,
              versions: Math.min(found.versions.length, MOST),
            },
          }),
    );
    if (found instanceof Refusal) throw found;
    const { versions, items, by, from, pool, key } = found;
    const shown = versions.slice(0, MOST);
    const [runs, grants] = await Promise.all([
      lineage.listBringing(db, [...new Set(shown.map(one => numberOfRun(one.run)))]),
      lineage.listGrants(db, entryId),
    ]);
    const runOf = new Map(runs.map(run => [run.no, run]));
    return {
      item: by,
      source: from,
      pool,
      versions: shown.map(({ values, run, since, until }) => {
        const cells = items.map(({ name }, at) => ({ item: name, value: values[at] ?? null }));
        const brought = runOf.get(numberOfRun(run));
        return {
          values: cells,
          key: Object.fromEntries(
            cells.filter(one => key.includes(one.item)).map(one => [one.item, one.value]),
          ),
          since: since.toISOString(),
          until: until?.toISOString() ?? null,
          run: brought
            ? {
                id: brought.id,
                no: brought.no,
                at: brought.at?.toISOString() ?? null,
                record: brought.record,
              }
            : null,
        };
      }),
      more: versions.length > MOST,
      grants: grants.map(({ id, no, consumer, state }) => ({ id, no, consumer, state })),
      record,
    };
  };
}
