/** Where rows are kept that could not travel: what the source had is sealed, the rest says where to look. */
import { type Bookkeeper, sql } from '#kernel/db.ts';
import type { Keys } from '#kernel/keys.ts';
import type { Order } from './orders.ts';
import type { WrongRow } from '#planes/mover/ports.ts';
import type { WrongStore } from '#planes/mover/reading/wrongRows.ts';
import { setAsidePlace } from '#vocabulary/setAside.ts';

/**
 * Of a run that this process holds. `raw` is sealed as latin1 text, one character a byte, since bytes that are no text
 * are among them: whoever opens it takes `Buffer.from(opened, 'latin1')`.
 */
export function setAsideStore(
  db: Bookkeeper,
  keys: Pick<Keys, 'seal'>,
  { id: runId, key }: Pick<Order, 'id' | 'key'>,
): WrongStore {
  // A mover that was thought dead and wakes up does not mix its rows into those of the next attempt.
  const held = sql`exists (select from plans.progress where run_id = ${runId} and digest_key = ${key})`;
  const sealed = (part: 'raw' | 'key', n: number, secret: string): Buffer =>
    keys.seal('set-aside', setAsidePlace(part, runId, n), secret);
  return {
    async clear() {
      await db.run(sql`delete from plans.set_aside where run_id = ${runId} and ${held}`);
    },
    async save(rows: readonly WrongRow[], first: number) {
      const numbered = rows.map((row, i) => ({ ...row, n: first + i }));
      await db.run(sql`
        insert into plans.set_aside (run_id, n, source_row, "column", type, reason, raw_sealed, key_sealed)
        select ${runId}, * from unnest(${numbered.map(row => row.n)}::int[], ${numbered.map(row => row.row)}::bigint[],
          ${numbered.map(row => row.column)}::text[], ${numbered.map(row => row.type)}::text[],
          ${numbered.map(row => row.reason)}::text[],
          ${numbered.map(({ n, raw }) => sealed('raw', n, raw.toString('latin1')))}::bytea[],
          ${numbered.map(({ n, key }) => sealed('key', n, JSON.stringify(key)))}::bytea[])
         where ${held}`);
    },
  };
}
