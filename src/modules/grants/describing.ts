/** Grants as a reminder names them, and whose turn each is. */
import { type Db, sql } from '#kernel/db.ts';
import { text } from '#kernel/errors.ts';
import type { Describe } from '#modules/deadlines/index.ts';
import type { DisposalRow } from './disposalStore.ts';

interface Row {
  id: number;
  no: string;
  entryTitle: string;
  consumerId: number;
  providerId: number;
  readyAt: Date | null;
  disposing: DisposalRow['state'] | null;
}

const listGrants = (db: Db, ids: readonly number[]): Promise<Row[]> =>
  db.many(sql`select g.id, g.no, g.entry_title as "entryTitle", g.consumer_id as "consumerId", g.provider_id as "providerId",
      g.ready_at as "readyAt", y.state as disposing
    from sharing.grant g left join sharing.disposal y on y.grant_id = g.id where g.id = any(${[...ids]}::int[])`);

/**
 * The provider supplies; the consumer disposes of what it got, and its head signs that. Whoever is ready waits for the
 * consumer’s first call, which nobody is reminded of.
 */
export const describeGrants: Describe = async (things, within) => {
  const steps = new Map(things.map(one => [one.id, one.step]));
  const rows = await listGrants(within, [...steps.keys()]);
  return new Map(
    rows.flatMap(row => {
      if (steps.get(row.id) === 'supply' && row.readyAt !== null) return [];
      const { id, no, entryTitle, consumerId, providerId, disposing } = row;
      const disposal = steps.get(id) === 'disposal';
      return [
        [
          id,
          {
            title: disposal
              ? text(`“${entryTitle}”到期数据处置`, `Disposal of “${entryTitle}”`)
              : text(`“${entryTitle}”供数`, `Supply of “${entryTitle}”`),
            no,
            path: `/grants/${id}`,
            waitsFor: disposal
              ? {
                  departmentId: consumerId,
                  roles: [disposing === 'reported' ? 'sharing_head' : 'data_officer'],
                }
              : { departmentId: providerId, roles: ['data_officer'] },
          },
        ],
      ];
    }),
  );
};
