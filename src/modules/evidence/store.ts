import { type Db, sql } from '#kernel/db.ts';

/** The acts on these objects that were done, in their order, of removed months too where a case was open; that packs were given out of them is no part of the case. */
export const listActs = async (db: Db, objects: readonly string[]): Promise<number[]> =>
  (
    await db.many<{ number: number }>(
      sql`select number from ledger.entry where object = any(${[...objects]}) and kind = 'command' and result = 'done'
        and not starts_with(action, 'evidence.')
      union select number from ledger.carried where log = 1 and object = any(${[...objects]}) order by number`,
    )
  ).map(row => row.number);

/** The entries that announced keys which came into force. */
export const listAnnouncements = async (db: Db): Promise<number[]> =>
  (
    await db.many<{ announced: number }>(
      sql`select distinct announced from ledger.signing_key where announced is not null and active_at is not null order by announced`,
    )
  ).map(row => row.announced);

export const findPlan = async (db: Db, grantId: number, version: number): Promise<object | undefined> =>
  (
    await db.find<{ body: object }>(
      sql`select body from plans.plan where grant_id = ${grantId} and version = ${version}`,
    )
  )?.body;

export const findOrder = async (db: Db, runId: number): Promise<object | undefined> =>
  (await db.find<{ plan: object }>(sql`select plan from plans.run where id = ${runId}`))?.plan;
