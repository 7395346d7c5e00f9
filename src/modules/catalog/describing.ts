/** Entries in review, as a reminder names them. */
import { type Db, sql } from '#kernel/db.ts';
import { text } from '#kernel/errors.ts';
import type { Describe } from '#modules/deadlines/index.ts';
import type { Organizations } from '#modules/organizations/index.ts';

interface Row {
  id: number;
  title: string;
  regionCode: string;
}

const listEntries = (db: Db, ids: readonly number[]): Promise<Row[]> =>
  db.many(sql`select e.id, e.title, d.region_code as "regionCode"
    from catalog.entry e join org.department d on d.id = e.department_id where e.id = any(${[...ids]}::int[])`);

/** The authority of the entry's region reviews. */
export function createEntryDescribing(organizations: Pick<Organizations, 'authorityOf'>): Describe {
  return async (things, within) => {
    const rows = await listEntries(
      within,
      things.map(one => one.id),
    );
    const codes = [...new Set(rows.map(row => row.regionCode))];
    const authorities = new Map(
      await Promise.all(codes.map(async code => [code, (await organizations.authorityOf(code)).id] as const)),
    );
    return new Map(
      rows.map(({ id, title, regionCode }) => [
        id,
        {
          title: text(`“${title}”目录审核`, `Review of the entry “${title}”`),
          no: '',
          path: `/review/${id}`,
          waitsFor: { departmentId: authorities.get(regionCode) ?? 0, roles: ['authority'] },
        },
      ]),
    );
  };
}
