import type pg from 'pg';
import { type Tx, take, translate, writer } from '#kernel/db.ts';
import { Refusal } from '#kernel/errors.ts';
import { failpoint } from '#kernel/failpoint.ts';
import type { Actor, SystemActor } from '#vocabulary/actor.ts';
import { type RecordClaim, appendAndCommit } from './append.ts';
import type { CommandBody, Entry } from './entry.ts';

/** What a command leaves beside its own rows. */
export interface Outcome<T> {
  value: T;
  /** What the record says was acted on: `application:12`. Defaults to the object given at the start. */
  object?: string;
  /** Facts for the record; never a secret, never a clear personal value. */
  facts?: Record<string, unknown>;
  rule?: string;
}

export interface Recorded<T> {
  value: T;
  record: number;
  commitment: string;
}

/** A transaction that may write, with what happens inside it at its end. */
export interface Command extends Tx {
  /** The moment of the command, milliseconds: one moment for all that it writes. */
  readonly at: number;
  /** Who gave it, and for which department; the platform's own commands name neither. */
  readonly by: { readonly accountId: number | null; readonly departmentId: number | null };
}

export type Audited = <T>(
  actor: Actor | SystemActor,
  action: string,
  object: string,
  work: (tx: Command) => Promise<Outcome<T>>,
) => Promise<Recorded<T>>;

/**
 * The only way to write in the control plane. The work's rows and its entry commit together; a refused attempt is
 * rolled back and recorded in a transaction of its own before the refusal reaches anyone.
 */
export function createAudited(pool: pg.Pool, now: () => number): Audited {
  return async (actor, action, object, work) => {
    const client = await take(pool);
    let broken: Error | undefined;
    const at = now();
    const body = (result: 'done' | 'refused', more: Partial<CommandBody>): Entry => ({
      kind: 'command',
      at,
      body: {
        action,
        actor: actor.name,
        actorId: actor.accountId,
        post: actor.post,
        departmentId: actor.departmentId,
        object,
        result,
        facts: {},
        ...more,
      },
    });
    try {
      await client.query('begin read write; insert into record.command (xid) values (pg_current_xact_id())');
      const tx: Command = Object.assign(writer(client), {
        at,
        by: { accountId: actor.accountId, departmentId: actor.departmentId },
      });
      const outcome = await work(tx);
      failpoint('command.before-commit');
      const entry = body('done', {
        object: outcome.object ?? object,
        facts: outcome.facts ?? {},
        ...(outcome.rule === undefined ? {} : { rule: outcome.rule }),
      });
      const [claim] = await appendAndCommit(client, [entry]);
      failpoint('command.after-commit');
      return recorded(outcome.value, claim);
    } catch (error) {
      await client.query('rollback').catch((lost: Error) => {
        broken = lost;
      });
      const told = translate(error);
      if (told instanceof Refusal && broken === undefined) {
        const rule = told.citation?.ruleId;
        try {
          await client.query('begin read write');
          await appendAndCommit(client, [
            body('refused', { code: told.code, facts: told.facts, ...(rule === undefined ? {} : { rule }) }),
          ]);
        } catch (unrecorded) {
          // A full disk takes no record of a refusal either. The connection is in the middle of a transaction: away.
          broken = unrecorded as Error;
          throw translate(unrecorded);
        }
      }
      throw told;
    } finally {
      client.release(broken);
    }
  };
}

function recorded<T>(value: T, claim: RecordClaim | undefined): Recorded<T> {
  if (!claim) throw new Error('a command committed without its entry');
  return { value, record: claim.number, commitment: claim.commitment.toString('hex') };
}

/** Appends notices that belong to no command: sign-ins that failed, keys that changed. */
export async function recordNotice(
  pool: pg.Pool,
  at: number,
  action: string,
  facts: Record<string, unknown>,
): Promise<void> {
  const client = await take(pool);
  let broken: Error | undefined;
  try {
    await client.query('begin read write');
    await appendAndCommit(client, [{ kind: 'notice', at, body: { action, facts } }]);
  } catch (error) {
    broken = error as Error;
    throw translate(error);
  } finally {
    client.release(broken);
  }
}
