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

/**
 * All that one matter consists of: a grant with the application of each of its versions, an application with those that
 * it was moved here from, and the disputes about them.
 */
export const listMatter = async (
  db: Db,
  matter: { grantId?: number; applicationId?: number },
): Promise<string[]> => {
  const { grantId = null, applicationId = null }: Record<keyof typeof matter, number | null | undefined> = {
    grantId: matter.grantId,
    applicationId: matter.applicationId,
  };
  const rows = await db.many<{ object: string }>(sql`with recursive asked (id) as (
        select ${applicationId}::int where ${applicationId}::int is not null
        union
        select application_id from sharing.grant_version where grant_id = ${grantId}
        union
        select a.moved_from from sharing.application a join asked on asked.id = a.id where a.moved_from is not null
      )
      select 'application:' || id as object from asked
      union all select 'dispute:' || d.id from disputes.dispute d join asked on asked.id = d.application_id
      union all select 'grant:' || ${grantId}::int where ${grantId}::int is not null`);
  return rows.map(row => row.object);
};

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
