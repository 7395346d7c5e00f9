/** Updates that a changed law or duty asks for, as a reminder names them. */
import { type Db, sql } from '#kernel/db.ts';
import { text } from '#kernel/errors.ts';
import type { Describe } from '#modules/deadlines/index.ts';

interface Row {
  id: number;
  entryTitle: string;
  departmentId: number;
}

const listTasks = (db: Db, ids: readonly number[]): Promise<Row[]> =>
  db.many(sql`select t.id, e.title as "entryTitle", e.department_id as "departmentId"
    from duties.task t join catalog.entry e on e.id = t.entry_id where t.id = any(${[...ids]}::int[])`);

/** The entry's department brings it up to date. */
export const describeUpdates: Describe = async (things, within) => {
  const rows = await listTasks(
    within,
    things.map(one => one.id),
  );
  return new Map(
    rows.map(({ id, entryTitle, departmentId }) => [
      id,
      {
        title: text(`“${entryTitle}”目录更新`, `Update of the entry “${entryTitle}”`),
        no: '',
        path: '/our-catalog/duties',
        waitsFor: { departmentId, roles: ['data_officer'] },
      },
    ]),
  );
};
