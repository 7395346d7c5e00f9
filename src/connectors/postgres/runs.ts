/**
 * `shuqiao.run` in the consumer's database: one row for each run, made when a mover takes the target and filled when
 * the rows are placed, in the transaction that places them. Of the runs of one target one is the owner, with the epoch
 * of the mover that has it: whatever commits rows also changes this row `where epoch = mine`, so that a mover that was
 * cut off and comes back commits nothing. After a crash the row says which side of the switch a run is on.
 */
import { DatabaseError } from 'pg';
import type { Client } from 'pg';
import { LOCKS } from '#kernel/locks.ts';
import type { DeliveryTarget, Placing, TableName } from '#planes/mover/ports.ts';
import type { Apply, Position } from '#vocabulary/moves.ts';
import { quoteTable } from '#connectors/identifiers.ts';
import { elsewhere, superseded } from '#connectors/targets.ts';
import type { ShownRun } from '#connectors/targets.ts';
import { hasSchema, isTrusted } from './schema.ts';

/** The platform's own schema in the consumer's database. */
export const OURS = 'shuqiao';

/** What a mover finds when it has taken a target. */
export interface Claim {
  /** Rows that an earlier attempt at this run committed. */
  kept: number;
  showing: ShownRun | undefined;
}

/** Where the runs of a target are written down; a sink without `shuqiao.run` has another one (bare.ts). */
export interface RunBook {
  /** The schema that generations lie in. */
  schema(target: TableName): string;
  /** Makes the target this epoch's, or refuses with `superseded`. In a transaction of its own. */
  claim(client: Client, target: DeliveryTarget): Promise<Claim>;
  /** Drops tables of the target that nobody shows or continues; what a reader still holds waits for the next run. */
  sweep(client: Client, target: DeliveryTarget): Promise<void>;
  /** Writes down, before a commit, what the generation then holds. */
  keep(client: Client, target: DeliveryTarget, generation: string, rows: number): Promise<void>;
  /** Writes the run down as the one that shows, in the transaction that shows it. */
  place(client: Client, target: DeliveryTarget, generation: string, run: Placing): Promise<void>;
  /** The comment of the target's view. */
  title(target: DeliveryTarget, generation: string, run: Placing, claim: Claim): string;
}

const COLUMNS = `
  add column if not exists epoch bigint not null default 0,
  add column if not exists owner boolean not null default false,
  add column if not exists apply text not null default 'replace',
  add column if not exists key_columns jsonb not null default '[]',
  add column if not exists kept bigint not null default 0,
  add column if not exists stands boolean not null default false,
  add column if not exists position jsonb,
  alter column placed_at drop not null`;

/** Makes the table, or brings one of an earlier release up to now: its showing runs are their targets' owners. */
export async function ensureRunTable(client: Client): Promise<void> {
  const { rows } = await client.query<{ found: boolean }>(
    `select exists (select from pg_attribute
      where attrelid = to_regclass('shuqiao.run') and attname = 'stands' and not attisdropped) as found`,
  );
  if (rows[0]?.found === true) return;
  await client.query(`begin; select pg_advisory_xact_lock(${LOCKS.sinkSchema}, 0)`);
  // Asked for first: where it is there, no right to make schemas is needed.
  if (!(await hasSchema(client, 'shuqiao'))) await client.query('create schema shuqiao');
  await client.query(
    `create table if not exists shuqiao.run (
       run_no text primary key, target_schema text not null, target_table text not null, generation text not null,
       grant_no text not null, version int not null, rows bigint not null, sha256 text not null,
       showing boolean not null, placed_at timestamptz not null default now());
     alter table shuqiao.run ${COLUMNS};
     update shuqiao.run set stands = true, owner = true where showing;
     create unique index if not exists run_showing on shuqiao.run (target_schema, target_table) where showing;
     create unique index if not exists run_owner on shuqiao.run (target_schema, target_table) where owner;
     create index if not exists run_stands on shuqiao.run (target_schema, target_table) where stands or placed_at is null;
     commit`,
  );
}

interface RunRow {
  run_no: string;
  target_schema: string;
  target_table: string;
  generation: string;
  grant_no: string;
  version: number;
  rows: string;
  sha256: string;
  showing: boolean;
  placed_at: Date;
  /** Absent from a table that an earlier release made and no run of this one has met. */
  apply?: Apply;
  key_columns?: string[];
  position?: Position | null;
}

/** Whether there is one that we may read, and believe. */
export async function hasRunTable(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    `select exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = '${OURS}' and c.relname = 'run' and c.relkind = 'r' and has_schema_privilege(n.oid, 'usage')
        and has_table_privilege(c.oid, 'select') and ${isTrusted('n.nspowner')} and ${isTrusted('c.relowner')}) as found`,
  );
  return rows[0]?.found === true;
}

/** A run that was placed; `where` names nothing but columns of every release. */
export async function findRunRow(
  client: Client,
  where: string,
  values: string[],
): Promise<ShownRun | undefined> {
  if (!(await hasRunTable(client))) return undefined;
  const { rows } = await client.query<RunRow>(
    `select * from shuqiao.run where placed_at is not null and ${where}`,
    values,
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  return {
    runNo: row.run_no,
    schema: row.target_schema,
    table: row.target_table,
    generation: row.generation,
    grantNo: row.grant_no,
    version: row.version,
    rows: Number(row.rows),
    sha256: row.sha256,
    showing: row.showing,
    placedAt: row.placed_at,
    position: row.position ?? undefined,
    apply: row.apply ?? 'replace',
    key: row.key_columns ?? [],
  };
}

export const ofTarget = 'target_schema = $1 and target_table = $2';
export const byTarget = `${ofTarget} and showing`;

async function claimRun(client: Client, target: DeliveryTarget): Promise<Claim> {
  const { schema, table, runNo, epoch, apply, key } = target;
  const place = [schema, table];
  await client.query('begin');
  const { rows: owners } = await client.query<{ epoch: string }>(
    `select epoch from shuqiao.run where ${ofTarget} and owner for update`,
    place,
  );
  if (Number(owners[0]?.epoch ?? 0) > epoch) throw superseded(target);
  await client.query(`update shuqiao.run set owner = false where ${ofTarget} and owner`, place);
  const { rows } = await client.query<{ kept: string; placed: boolean }>(
    `insert into shuqiao.run (target_schema, target_table, run_no, epoch, owner, apply, key_columns,
                              generation, grant_no, version, rows, sha256, showing, placed_at)
     values ($1, $2, $3, $4, true, $5, $6, '', '', 0, 0, '', false, null)
     on conflict (run_no) do update set epoch = excluded.epoch, owner = true
       where run.target_schema = excluded.target_schema and run.target_table = excluded.target_table
     returning kept, placed_at is not null as placed`,
    [...place, runNo, epoch, apply, JSON.stringify(key)],
  );
  if (rows.length === 0) throw elsewhere(target);
  // An attempt that was thought lost placed it after all: whoever asks `findRun` now will hear so.
  if (rows[0]?.placed === true) throw superseded(target);
  await client.query(
    `delete from shuqiao.run where ${ofTarget} and placed_at is null and not stands and run_no <> $3`,
    [...place, runNo],
  );
  const showing = await findRunRow(client, byTarget, place);
  await client.query('commit');
  return { kept: Number(rows[0]?.kept ?? 0), showing };
}

/** Changes the owner's row if the epoch is still ours: what every commit of rows goes through. */
async function changeOwned(
  client: Client,
  target: DeliveryTarget,
  change: string,
  values: unknown[],
): Promise<void> {
  const { rowCount } = await client.query(
    `update shuqiao.run set ${change} where run_no = $1 and epoch = $2 and owner and placed_at is null`,
    [target.runNo, target.epoch, ...values],
  );
  if (rowCount === 0) throw superseded(target);
}

const keepRun = (client: Client, target: DeliveryTarget, generation: string, rows: number): Promise<void> =>
  changeOwned(client, target, 'generation = $3, kept = $4, stands = true', [generation, rows]);

async function placeRun(
  client: Client,
  target: DeliveryTarget,
  generation: string,
  run: Placing,
): Promise<void> {
  // A table that goes on is this run's now; the generation before stands until the next run sweeps it away.
  await client.query(
    `update shuqiao.run set showing = false, stands = stands and generation <> $3 where ${byTarget}`,
    [target.schema, target.table, generation],
  );
  await changeOwned(
    client,
    target,
    `generation = $3, grant_no = $4, version = $5, rows = $6, sha256 = $7, position = $8, kept = 0,
     showing = true, stands = true, placed_at = clock_timestamp()`,
    [
      generation,
      run.grantNo,
      run.version,
      run.rows,
      run.sha256,
      run.position === undefined ? null : JSON.stringify(run.position),
    ],
  );
}

/** Left alone until the next run: a reader holds the table, or a view of the consumer's own hangs on it. */
const STILL_HELD = ['55P03', '2BP01'];

/** In a transaction of its own, with what `more` changes. */
export async function dropQuietly(
  client: Client,
  table: TableName,
  more: () => Promise<unknown> = () => Promise.resolve(),
): Promise<void> {
  try {
    await client.query(
      `begin; set local lock_timeout = '1s'; drop table if exists ${quoteTable('postgres', table)}`,
    );
    await more();
    await client.query('commit');
  } catch (error) {
    if (!(error instanceof DatabaseError) || !STILL_HELD.includes(error.code ?? '')) throw error;
    await client.query('rollback');
  }
}

/** Tables of the target that nobody shows and that are not this run's own. */
async function sweepRuns(client: Client, { schema, table, runNo }: DeliveryTarget): Promise<void> {
  const place = [schema, table, runNo];
  const { rows } = await client.query<{ generation: string }>(
    `select distinct generation from shuqiao.run r
      where ${ofTarget} and stands and run_no <> $3 and generation not in
            (select generation from shuqiao.run where ${ofTarget} and (showing or run_no = $3))`,
    place,
  );
  for (const { generation } of rows)
    await dropQuietly(client, { schema: OURS, table: generation }, async () => {
      await client.query(
        `update shuqiao.run set stands = false, kept = 0 where ${ofTarget} and generation = $3`,
        [schema, table, generation],
      );
      await client.query(
        `delete from shuqiao.run where ${ofTarget} and placed_at is null and not stands and run_no <> $3`,
        place,
      );
    });
}

/** What was kept of a run that nobody will continue; its row stays, for the epoch. In a transaction of the caller's. */
export async function forgetRun(client: Client, { schema, table }: TableName, runNo: string): Promise<void> {
  const { rows } = await client.query<{ generation: string }>(
    `select generation from shuqiao.run where ${ofTarget} and run_no = $3 and placed_at is null and stands`,
    [schema, table, runNo],
  );
  for (const { generation } of rows)
    await client.query(`drop table if exists ${quoteTable('postgres', { schema: OURS, table: generation })}`);
  await client.query(
    `update shuqiao.run set stands = false, kept = 0 where ${ofTarget} and run_no = $3 and placed_at is null`,
    [schema, table, runNo],
  );
}

/** All tables of a target, none of which shows any more. In a transaction of the caller's. */
export async function forgetTarget(client: Client, { schema, table }: TableName): Promise<void> {
  const { rows } = await client.query<{ generation: string }>(
    `select distinct generation from shuqiao.run where ${ofTarget} and stands`,
    [schema, table],
  );
  for (const { generation } of rows)
    await client.query(`drop table if exists ${quoteTable('postgres', { schema: OURS, table: generation })}`);
  await client.query(
    `update shuqiao.run set showing = false, stands = false, kept = 0 where ${ofTarget} and (showing or stands)`,
    [schema, table],
  );
}

export const runBook: RunBook = {
  schema: () => OURS,
  claim: claimRun,
  sweep: sweepRuns,
  keep: keepRun,
  place: placeRun,
  title: (_target, _generation, run) => run.title,
};
