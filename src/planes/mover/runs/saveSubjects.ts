import type pg from 'pg';
import { bookkeeping, sql } from '#kernel/db.ts';
import { type PartedSubjectList, leastOf } from '#record/subjectList.ts';

/**
 * Before the record that carries its root: a list without a record says nothing, a record without its list too little.
 * All parts in one transaction, so a root that is there has its whole list, wherever it was cut into parts: nothing is
 * left of a mover that was killed in between, and nothing is written when the same persons are delivered again.
 */
export const saveSubjects = (pool: pg.Pool, list: PartedSubjectList, year: number): Promise<void> =>
  bookkeeping(pool, 'whose data a run moves', async tx => {
    const { root, n, packed } = list;
    const written = await tx.run(
      sql`insert into record.subjects (root, year, n, packed) values (${root}, ${year}, ${n}, ${packed}) on conflict (root) do nothing`,
    );
    if (written === 0) return;
    for (const part of list.rest())
      await tx.run(
        sql`insert into record.subject_part (root, least, packed) values (${root}, ${leastOf(part)}, ${part})`,
      );
  });
