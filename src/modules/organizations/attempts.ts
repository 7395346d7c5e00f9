import type pg from 'pg';
import type { Clock } from '#kernel/clock.ts';
import { bookkeeping, reader } from '#kernel/db.ts';
import type { Refusal } from '#kernel/errors.ts';
import { recordNotice } from '#record/audited.ts';
import { findLock, forgetAttempts, takeAttempt } from './attemptStore.ts';
import * as rules from './rules.ts';
import { clearFailures } from './store.ts';

const MINUTE = 60_000;
/** Addresses counted apart; beyond them they are counted together: nobody fills the memory from outside. */
const MOST_ADDRESSES = 10_000;
/** Invented names whose failures are kept, so that they look like real ones. */
const MOST_INVENTED = 10_000;
const MOST_NAMED = 10;

interface Counted {
  /** When the last notice was written, milliseconds. */
  since: number;
  count: number;
  /** Accounts that were tried; names that nobody has are not kept, for people type passwords there. */
  accounts: Set<string>;
}

/** Failures counted by address, in a process: the first is recorded at once, further ones as one number a minute. */
export function createFailures(pool: pg.Pool, clock: Clock, action: string) {
  const addresses = new Map<string, Counted>();
  const write = (from: string, { count, accounts }: Counted, at: number): Promise<void> =>
    recordNotice(pool, at, action, { from, count, accounts: [...accounts] });
  return {
    async report(from: string, account: string | undefined): Promise<void> {
      const now = clock.now();
      const key = addresses.has(from) || addresses.size < MOST_ADDRESSES ? from : 'others';
      const known = addresses.get(key);
      const counted = known ?? { since: now, count: 0, accounts: new Set<string>() };
      counted.count += 1;
      if (account !== undefined && counted.accounts.size < MOST_NAMED) counted.accounts.add(account);
      if (known) return;
      addresses.set(key, { since: now, count: 0, accounts: new Set() });
      await write(key, counted, now);
    },

    /** Records what was counted in the last minute and forgets what is old. */
    async everyMinute(): Promise<void> {
      const now = clock.now();
      for (const [from, counted] of addresses) {
        if (now - counted.since < MINUTE) continue;
        if (counted.count === 0) addresses.delete(from);
        else {
          addresses.set(from, { since: now, count: 0, accounts: new Set() });
          await write(from, counted, now);
        }
      }
    },

    /** What was counted and not yet recorded, at the end of the process. */
    async flush(): Promise<void> {
      const now = clock.now();
      for (const [from, counted] of addresses) if (counted.count > 0) await write(from, counted, now);
      addresses.clear();
    },
  };
}

export type Attempts = ReturnType<typeof createAttempts>;

/** How often a password may be tried, and what the ledger learns of those that fail. */
export function createAttempts(pool: pg.Pool, clock: Clock) {
  const failures = createFailures(pool, clock, 'organizations.sign_in_failed');
  /** The last work under each name. */
  const turns = new Map<string, Promise<unknown>>();

  return {
    /**
     * Takes one attempt before the password is looked at, so that guesses which come together are no more than those
     * which come one by one. Answers `refusal` when none is left, and otherwise what a wrong password is told.
     */
    async take(
      login: string,
    ): Promise<{ refusal: Refusal; wrong?: never } | { refusal?: never; wrong: Refusal }> {
      const at = new Date(clock.now());
      const until = new Date(at.getTime() + rules.LOCK_MILLISECONDS);
      const forgetBefore = new Date(at.getTime() - rules.LOCK_MILLISECONDS);
      const locked = (end: Date): Refusal => rules.refuse.locked({ until: end.toISOString() });
      const attempt = await bookkeeping(pool, 'sign_in_failure', tx =>
        takeAttempt(tx, login, at, rules.FAILURES_BEFORE_LOCK, until, forgetBefore),
      );
      if (!attempt) return { refusal: locked((await findLock(reader(pool), login))?.lockedUntil ?? until) };
      const { failures, lockedUntil } = attempt;
      const left = rules.FAILURES_BEFORE_LOCK - failures;
      return { wrong: lockedUntil ? locked(lockedUntil) : rules.refuse.wrong_password({ left }) };
    },

    /**
     * Does the work when all earlier work under this name in this process is done: an attempt that is open counts as
     * failed, and of several right passwords that come together none may be told that the account is locked.
     */
    async inTurn<T>(login: string, work: () => Promise<T>): Promise<T> {
      const before = turns.get(login) ?? Promise.resolve();
      const mine = before.then(work, work);
      turns.set(login, mine);
      try {
        return await mine;
      } finally {
        if (turns.get(login) === mine) turns.delete(login);
      }
    },

    /** The password was right: what was counted before it no longer matters. */
    clear: (login: string) => bookkeeping(pool, 'sign_in_failure', tx => clearFailures(tx, login)),

    report: (from: string, account: string | undefined) => failures.report(from, account),

    /** Records what was counted in the last minute and forgets what is old. */
    async everyMinute(): Promise<void> {
      await failures.everyMinute();
      const now = clock.now();
      const forgetBefore = new Date(now - rules.LOCK_MILLISECONDS);
      await bookkeeping(pool, 'sign_in_failure', tx =>
        forgetAttempts(tx, new Date(now), forgetBefore, MOST_INVENTED),
      );
    },

    flush: () => failures.flush(),
  };
}
