/**
 * Who delivers into a target: whoever has its advisory lock, for as long as the connection lasts. The connection's
 * application name says which target and which epoch, so that the next mover can tell an older holder, which may stand
 * still with a transaction open, and end it.
 */
import type { Client } from 'pg';
import { pause } from '#kernel/clock.ts';
import { LOCKS } from '#kernel/locks.ts';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { DeliveryTarget, TableName } from '#planes/mover/ports.ts';
import { hashOf, superseded } from '#connectors/targets.ts';

/** How long an ended holder may take to go: it rolls back what it wrote. */
const GOING_MILLISECONDS = 10_000;
const LOOK_MILLISECONDS = 50;

export const lockKey = ({ schema, table }: TableName): string => `${schema}.${table}`;

interface Holder {
  pid: number;
  application: string | null;
  /** Of our own login. */
  ours: boolean;
}

/** The connection that holds the target's lock. */
async function findHolder(client: Client, target: TableName): Promise<Holder | undefined> {
  const { rows } = await client.query<Holder>(
    `select a.pid, a.application_name as application, a.usename = session_user as ours
       from pg_locks l join pg_stat_activity a on a.pid = l.pid
      where l.locktype = 'advisory' and l.granted and l.objsubid = 2 and l.classid::bigint = $1
        and l.objid::bigint = hashtext($2)::bigint & 4294967295
        and l.database = (select oid from pg_database where datname = current_database())`,
    [LOCKS.sinkTarget, lockKey(target)],
  );
  return rows[0];
}

/** Takes the target for the connection, or refuses with `busy` or `superseded`. */
export async function takeTarget(client: Client, target: DeliveryTarget): Promise<void> {
  const hash = hashOf(target.schema, target.table);
  await client.query(`select set_config('application_name', $1, false)`, [`shuqiao ${target.epoch} ${hash}`]);
  const busy = new ConnectionProblem('busy', { schema: target.schema, table: target.table });
  for (const started = performance.now(); ; ) {
    const { rows } = await client.query<{ locked: boolean }>(
      'select pg_try_advisory_lock($1, hashtext($2)) as locked',
      [LOCKS.sinkTarget, lockKey(target)],
    );
    if (rows[0]?.locked === true) return;
    if (performance.now() - started > GOING_MILLISECONDS) throw busy;
    const holder = await findHolder(client, target);
    if (holder !== undefined) {
      const [, epoch, of] = /^shuqiao (\d+) (\w+)$/.exec(holder.application ?? '') ?? [];
      // Another login's, another target of the same hash, or a mover of an earlier release: nobody whom we may end.
      if (!holder.ours || of !== hash || Number(epoch) === target.epoch) throw busy;
      if (Number(epoch) > target.epoch) throw superseded(target);
      await client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where pid = $1 and application_name = $2 and usename = session_user`,
        [holder.pid, holder.application],
      );
    }
    await pause(LOOK_MILLISECONDS);
  }
}

/** The same for the length of a transaction, of what is done to a target between runs. */
export async function takeIdleTarget(client: Client, target: TableName): Promise<void> {
  const { rows } = await client.query<{ locked: boolean }>(
    'select pg_try_advisory_xact_lock($1, hashtext($2)) as locked',
    [LOCKS.sinkTarget, lockKey(target)],
  );
  if (rows[0]?.locked !== true)
    throw new ConnectionProblem('busy', { schema: target.schema, table: target.table });
}
