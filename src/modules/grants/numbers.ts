import { type Tx, sql } from '#kernel/db.ts';

/** What each kind of paper is numbered by. */
const FRONTS = { application: '共', form: '单', grant: '授', dispute: '争' } as const;

/** The next official number of today's year, without a gap: 授-2026-00203. */
export async function officialNumber(tx: Tx, kind: keyof typeof FRONTS, today: string): Promise<string> {
  const year = Number(today.slice(0, 4));
  const { last } = await tx.get<{
    last: number;
  }>(sql`insert into sharing.number (kind, year, last) values (${kind}, ${year}, 1)
    on conflict (kind, year) do update set last = sharing.number.last + 1 returning last`);
  return `${FRONTS[kind]}-${year}-${String(last).padStart(5, '0')}`;
}
