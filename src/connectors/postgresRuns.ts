/**
 * `shuqiao.run` in the consumer's database: one row for each run that was placed, written in the transaction that
 * placed it. After a crash it says which side of the switch a run is on.
 */
import type { Client } from 'pg';
import { LOCKS } from '#kernel/locks.ts';
import type { PlacedRun } from '#planes/mover/ports.ts';

export async function ensureRunTable(client: Client): Promise<void> {
  const { rows } = await client.query<{ found: boolean }>(
    `select to_regclass('shuqiao.run') is not null as found`,
  );
  if (rows[0]?.found === true) return;
  await client.query(
    `begin;
     select pg_advisory_xact_lock(${LOCKS.sinkSchema}, 0);
     create schema if not exists shuqiao;
     create table if not exists shuqiao.run (
       run_no text primary key, target_schema text not null, target_table text not null, generation text not null,
       grant_no text not null, version int not null, rows bigint not null, sha256 text not null,
       showing boolean not null, placed_at timestamptz not null default now());
     create unique index if not exists run_showing on shuqiao.run (target_schema, target_table) where showing;
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
}

export async function findRunRow(
  client: Client,
  where: string,
  values: string[],
): Promise<PlacedRun | undefined> {
  const { rows: found } = await client.query<{ found: boolean }>(
    `select to_regclass('shuqiao.run') is not null as found`,
  );
  if (found[0]?.found !== true) return undefined;
  const { rows } = await client.query<RunRow>(`select * from shuqiao.run where ${where}`, values);
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
  };
}

export const byTarget = 'target_schema = $1 and target_table = $2 and showing';
