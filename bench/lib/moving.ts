/** What the mover's benches share: plans, what a run is told besides, and the third party that looks at the rows. */
import { randomBytes } from 'node:crypto';
import { createKeys } from '#kernel/keys.ts';
import { createMaskDigest } from '#planes/mover/reading/maskDigests.ts';
import type { MovePlanPart, TransferOrder } from '#planes/mover/transfer.ts';
import type { PlanItem } from '#vocabulary/plans.ts';
import { type Server, withClient } from './scratch.ts';

export const item = (
  column: string,
  type: PlanItem['type'],
  mask: PlanItem['mask'] = { kind: 'none' },
): PlanItem => ({ name: column, column, type, mask, filter: false });

/** From the table to `placed` of the sink. */
export const planFor = (
  schema: string,
  table: string,
  items: PlanItem[],
  more: Partial<MovePlanPart> = {},
): MovePlanPart => ({
  grantNo: 'bench',
  version: 1,
  entryTitle: 'bench',
  table: { sourceId: 1, schema, table },
  sink: { sourceId: 2, schema: 'public', table: 'placed' },
  items,
  rows: [],
  key: ['id'],
  ...more,
});

/** Rounds count from -1, the one that warms the code. */
export const orderOf = (
  round: number,
): Omit<TransferOrder, 'source' | 'sink' | 'plan'> & Required<Pick<TransferOrder, 'beforeSwitch'>> => ({
  runNo: `bench-${round}`,
  epoch: round + 2,
  digestKey: randomBytes(16),
  subjectKey: () => Buffer.alloc(32, 5),
  maskDigest: () => createMaskDigest(createKeys(Buffer.alloc(32, 5)), 1),
  checkpoint: () => Promise.resolve(),
  beforeSwitch: () => Promise.resolve(),
});

/** Differences both ways between two relations, counted by the database. */
export function countDifferences(
  server: Server,
  database: string,
  one: string,
  other: string,
): Promise<number> {
  return withClient(server, database, async client => {
    await client.query(`set work_mem = '256MB'`);
    const { rows } = await client.query<{ n: string }>(
      `select (select count(*) from (select * from ${one} except all select * from ${other}) x)
            + (select count(*) from (select * from ${other} except all select * from ${one}) y) as n`,
    );
    return Number(rows[0]?.n ?? Number.NaN);
  });
}

export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
