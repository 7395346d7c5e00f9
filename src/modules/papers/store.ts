import { type Db, sql } from '#kernel/db.ts';

/** The grades of an entry’s items in one of its versions. */
export const listGrades = (
  db: Db,
  entryId: number,
  version: number,
): Promise<{ name: string; sensitivity: number }[]> =>
  db.many(sql`select i ->> 'name' as name, (i ->> 'sensitivity')::int as sensitivity
    from catalog.entry_version v, jsonb_array_elements(v.content -> 'items') i
    where v.entry_id = ${entryId} and v.version = ${version}`);

/** The entry of the command that did something to an object at an instant; undefined before it is in the ledger. */
export const findRecord = (db: Db, object: string, at: Date): Promise<{ number: number } | undefined> =>
  db.find(sql`select number from ledger.entry where object = ${object} and at = ${at} and kind = 'command' and result = 'done'
    order by number limit 1`);
