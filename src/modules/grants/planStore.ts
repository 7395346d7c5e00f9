import { type Db, type Tx, sql } from '#kernel/db.ts';
import { setLive } from '#modules/services/index.ts';
import type { FileLink } from '#vocabulary/fileLinks.ts';
import type { CallPlan, MovePlan } from '#vocabulary/plans.ts';

/** The same plan under a new version, from now on. */
export async function copyPlan(tx: Tx, grantId: number, from: number, to: number): Promise<void> {
  await tx.run(sql`insert into plans.plan (grant_id, version, kind, sid, system_id, body)
    select grant_id, ${to}, kind, sid, system_id, jsonb_set(body, '{version}', to_jsonb(${to}::int)) from plans.plan
    where grant_id = ${grantId} and version = ${from}`);
  await setLive(tx, grantId, to);
}

/** The plan as the data planes read it; undefined while the resource is not mounted. */
export const findPlan = async (
  db: Db,
  grantId: number,
  version: number,
): Promise<CallPlan | Omit<MovePlan, 'sink'> | undefined> =>
  (
    await db.find<{ body: CallPlan | Omit<MovePlan, 'sink'> }>(
      sql`select body from plans.plan where grant_id = ${grantId} and version = ${version}`,
    )
  )?.body;

/** A link to a file that was not used yet. */
export const insertLink = (tx: Tx, id: Buffer, link: FileLink): Promise<number> =>
  tx.run(sql`insert into plans.link (id, grant_id, version, file_id, until)
    values (${id}, ${link.grantId}, ${link.version}, ${link.fileId}, ${new Date(link.until)})`);

/** The names of a plan’s items, by version: records name items by their position. */
export const listItemNames = (
  db: Db,
  grantId: number,
  versions: readonly number[],
): Promise<{ version: number; names: string[] }[]> =>
  db.many(sql`select version, array(select item ->> 'name' from jsonb_array_elements(body -> 'items') with ordinality x(item, at) order by at) as names
    from plans.plan where grant_id = ${grantId} and version = any(${[...versions]}::int[])`);

export const findMovePlan = async (
  db: Db,
  grantId: number,
  version: number,
): Promise<Omit<MovePlan, 'sink'> | undefined> =>
  (
    await db.find<{ body: Omit<MovePlan, 'sink'> }>(
      sql`select body from plans.plan where grant_id = ${grantId} and version = ${version} and kind = 'move'`,
    )
  )?.body;
