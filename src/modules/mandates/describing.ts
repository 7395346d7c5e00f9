/** Mandates that wait for an answer, as a reminder names them. */
import { type Db, sql } from '#kernel/db.ts';
import type { Describe } from '#modules/deadlines/index.ts';
import type { MandateKind } from './rules.ts';
import { answererOf } from './telling.ts';
import { KIND_WORDS } from './words.ts';

interface Row {
  id: number;
  no: string;
  kind: MandateKind;
  providerId: number;
  holderId: number | null;
  askerId: number | null;
}

const listMandates = (db: Db, ids: readonly number[]): Promise<Row[]> =>
  db.many(sql`select id, no, kind, provider_id as "providerId", holder_id as "holderId", asker_id as "askerId"
    from mandates.mandate where id = any(${[...ids]}::int[])`);

/** The head of the side that was asked answers. */
export const describeMandates: Describe = async (things, within) => {
  const rows = await listMandates(
    within,
    things.map(one => one.id),
  );
  return new Map(
    rows.map(row => [
      row.id,
      {
        title: KIND_WORDS[row.kind],
        no: row.no,
        path: `/mandates/${row.id}`,
        waitsFor: { departmentId: answererOf(row) ?? row.providerId, roles: ['sharing_head'] },
      },
    ]),
  );
};
