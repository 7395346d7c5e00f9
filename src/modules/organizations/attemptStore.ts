import { type Db, type Tx, sql } from '#kernel/db.ts';

export interface Attempt {
  /** Attempts without success until now, this one included. */
  failures: number;
  /** Set by the attempt that uses up the last one. */
  lockedUntil: Date | null;
}

/**
 * Takes one of the attempts that a name has, in one statement: of any number that come at once only `limit` get one.
 * Nothing when none is left. A lock that has run out, or a last attempt before `forgetBefore`, starts the count anew.
 */
export const takeAttempt = (
  tx: Tx,
  login: string,
  at: Date,
  limit: number,
  lockUntil: Date,
  forgetBefore: Date,
): Promise<Attempt | undefined> =>
  tx.find(sql`insert into org.sign_in_failure as f (login, failures, last_at) values (${login}, 1, ${at})
    on conflict (login) do update set
      failures = case when f.locked_until <= ${at} or f.last_at < ${forgetBefore} then 1 else f.failures + 1 end,
      last_at = ${at},
      locked_until = case when (case when f.locked_until <= ${at} or f.last_at < ${forgetBefore} then 1 else f.failures + 1 end) >= ${limit}
        then ${lockUntil}::timestamptz end
    where f.locked_until is null or f.locked_until <= ${at}
    returning failures, locked_until as "lockedUntil"`);

export const findLock = (db: Db, login: string): Promise<{ lockedUntil: Date } | undefined> =>
  db.find(
    sql`select locked_until as "lockedUntil" from org.sign_in_failure where login = ${login} and locked_until is not null`,
  );

/**
 * Drops counts that no longer mean anything, and of invented names all but the latest `most`. A real account's count
 * is never dropped for room: inventing names would win it new attempts.
 */
export async function forgetAttempts(tx: Tx, at: Date, forgetBefore: Date, most: number): Promise<void> {
  await tx.run(sql`delete from org.sign_in_failure
    where last_at < ${forgetBefore} and (locked_until is null or locked_until <= ${at})`);
  await tx.run(sql`delete from org.sign_in_failure where login in (
    select f.login from org.sign_in_failure f
    where not exists (select from org.account a where a.login = f.login)
    order by f.last_at desc, f.login offset ${most})`);
}
