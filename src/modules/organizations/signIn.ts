import { createHash, createHmac, randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type pg from 'pg';
import type { Clock } from '#kernel/clock.ts';
import { bookkeeping, reader } from '#kernel/db.ts';
import type { FastifyRequest, Visit } from '#kernel/http.ts';
import type { Keys } from '#kernel/keys.ts';
import type { Audited } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { permissionsOf } from '#vocabulary/permissions.ts';
import { createAttempts, createFailures } from './attempts.ts';
import * as rules from './rules.ts';
import * as store from './store.ts';

export const COOKIE = 'sq_session';

export interface SignInNeeds {
  /** The writing pool: accounts and sessions are hidden from the reading one. */
  pool: pg.Pool;
  audited: Audited;
  keys: Keys;
  clock: Clock;
}

type SessionVisit = Visit & { token: string; isDemo: boolean };

// argon2id with the OWASP minimum: 19 MiB, two passes.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, COST);

const digest = (token: string): Buffer => createHash('sha256').update(token).digest();

export function createSignIn(needs: SignInNeeds) {
  const { pool, audited, keys, clock } = needs;
  const db = reader(pool);
  const csrfOf = (token: string): string =>
    createHmac('sha256', keys.derive('sessions')).update(token).digest('base64url').slice(0, 32);
  // A wrong name costs as much as a wrong password, so that names cannot be told apart by time.
  const nobody = hashPassword(randomBytes(16).toString('hex'));
  const attempts = createAttempts(pool, clock);
  const strangers = createFailures(pool, clock, 'organizations.refresh_failed');

  function actorOf(row: store.PostRow, name: string): Actor {
    return {
      accountId: row.accountId,
      postId: row.id,
      role: row.role,
      post: `${row.departmentName} ${rules.ROLE_NAMES[row.role].zh}`,
      name,
      departmentId: row.departmentId,
      departmentName: row.departmentName,
      regionCode: row.regionCode,
      permissions: permissionsOf(row.role),
    };
  }

  async function findVisit(
    request: FastifyRequest,
  ): Promise<(SessionVisit & { usedAt: number }) | undefined> {
    const token = tokenOf(request);
    if (token === undefined) return undefined;
    const now = clock.now();
    const idleSince = new Date(now - rules.IDLE_MILLISECONDS);
    const row = await store.findSession(db, digest(token), new Date(now), idleSince);
    if (!row) return undefined;
    const actor = actorOf({ ...row, id: row.postId }, row.name);
    const { mustChange: mustChangePassword, isDemo, usedAt } = row;
    return { actor, csrf: csrfOf(token), mustChangePassword, token, isDemo, usedAt: usedAt.getTime() };
  }

  return {
    /** Answers the session's token for the cookie. */
    async signIn(
      login: string,
      password: string,
      from: string,
    ): Promise<{ token: string; csrf: string; actor: Actor }> {
      return attempts.inTurn(login, async () => {
        const account = await store.findAccount(db, login);
        const attempt = await attempts.take(login);
        const right =
          attempt.refusal === undefined && (await verify(account?.passwordHash ?? (await nobody), password));
        if (!account || !right) {
          await attempts.report(from, account?.login);
          throw attempt.refusal ?? attempt.wrong;
        }
        const [first] = await store.listPostsOf(db, account.id);
        // Whoever knows the password may know why it does not let them in.
        if (account.locked || !first) {
          await attempts.clear(login);
          throw account.locked ? rules.refuse.locked_by_hand() : rules.refuse.no_post();
        }
        const token = randomBytes(32).toString('base64url');
        const actor = actorOf(first, account.name);
        await audited(actor, 'organizations.sign_in', `account:${account.id}`, async tx => {
          await store.clearFailures(tx, login);
          const expires = new Date(tx.at + rules.SESSION_MILLISECONDS);
          await store.insertSession(tx, digest(token), account.id, first.id, new Date(tx.at), expires);
          return { value: undefined, facts: { from } };
        });
        return { token, csrf: csrfOf(token), actor };
      });
    },

    async signOut(actor: Actor, token: string): Promise<void> {
      await audited(actor, 'organizations.sign_out', `account:${actor.accountId}`, async tx => {
        await store.deleteSession(tx, digest(token));
        return { value: undefined };
      });
    },

    async switchPost(actor: Actor, token: string, postId: number): Promise<Actor> {
      const post = (await store.listPostsOf(db, actor.accountId)).find(row => row.id === postId);
      if (!post) throw rules.refuse.not_your_post();
      const next = actorOf(post, actor.name);
      await audited(next, 'organizations.switch_post', `account:${actor.accountId}`, async tx => {
        await store.setSessionPost(tx, digest(token), postId);
        return { value: undefined, facts: { from: actor.post } };
      });
      return next;
    },

    async changePassword(actor: Actor, token: string, present: string, next: string): Promise<void> {
      const missing = rules.missingInPassword(next);
      if (present === next) missing.push('不同于原密码');
      const { login } = await store.getPassword(db, actor.accountId);
      await attempts.inTurn(login, async () => {
        // Guessing here is guessing at the door. What would be refused anyhow costs no attempt.
        const attempt = missing.length > 0 ? undefined : await attempts.take(login);
        await audited(actor, 'organizations.change_password', `account:${actor.accountId}`, async tx => {
          if (!attempt) throw rules.refuse.weak_password({ missing });
          if (attempt.refusal) throw attempt.refusal;
          const { passwordHash } = await store.getPassword(tx, actor.accountId);
          if (!(await verify(passwordHash, present))) throw attempt.wrong;
          await store.clearFailures(tx, login);
          await store.setPassword(tx, actor.accountId, await hashPassword(next));
          await store.deleteOtherSessions(tx, actor.accountId, digest(token));
          return { value: undefined };
        });
      });
    },

    async visitOf(request: FastifyRequest): Promise<SessionVisit | undefined> {
      const found = await findVisit(request);
      if (!found) return undefined;
      const { usedAt, ...visit } = found;
      if (clock.now() - usedAt > 60_000)
        await bookkeeping(pool, 'session', tx =>
          store.touchSession(tx, digest(visit.token), new Date(clock.now())),
        );
      return visit;
    },

    /** The same without counting as a use: what goes on by itself keeps nobody signed in. */
    standing: (request: FastifyRequest): Promise<SessionVisit | undefined> => findVisit(request),

    /** Once a minute: records failures that were only counted. */
    async everyMinute(): Promise<void> {
      await attempts.everyMinute();
      await strangers.everyMinute();
    },
    /** The same at the end of the process. */
    async flush(): Promise<void> {
      await attempts.flush();
      await strangers.flush();
    },

    /** Somebody asked for the secret of a system and did not prove to be it. */
    reportStranger: (from: string): Promise<void> => strangers.report(from, undefined),

    listPostsOf: (accountId: number) => store.listPostsOf(db, accountId),
  };
}

export type SignIn = ReturnType<typeof createSignIn>;

export function tokenOf(request: FastifyRequest): string | undefined {
  const header = request.headers.cookie;
  if (header === undefined) return undefined;
  for (const part of header.split(';')) {
    const [name, value] = part.trim().split('=');
    if (name === COOKIE && value !== undefined && value !== '') return value;
  }
  return undefined;
}
