/** The commands that the record holds, in order. */
import { sql } from '#kernel/db.ts';
import { decodeEntry, unpackEntries } from '#record/entry.ts';
import type { ControlPlane } from './controlPlane.ts';

export async function readCommands({
  db,
}: Pick<ControlPlane, 'db'>): Promise<{ action: string; result: string; facts: Record<string, unknown> }[]> {
  const batches = await db.many<{ n: number; body: Buffer }>(
    sql`select n, body from record.batch where log = 1 order by first`,
  );
  return batches
    .flatMap(({ n, body }) => unpackEntries(body, n).map(decodeEntry))
    .flatMap(entry => (entry.kind === 'command' ? [entry.body] : []));
}
