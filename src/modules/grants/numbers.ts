import { type Tx, sql } from '#kernel/db.ts';

/** Official numbers run without a gap within a year: 授-2026-00203. */
export const nextNumber = async (tx: Tx, kind: string, year: number): Promise<number> =>
  (
    await tx.get<{
      last: number;
    }>(sql`insert into sharing.number (kind, year, last) values (${kind}, ${year}, 1)
    on conflict (kind, year) do update set last = sharing.number.last + 1 returning last`)
  ).last;
