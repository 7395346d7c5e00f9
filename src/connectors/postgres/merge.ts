/** `merge` and `append`: rows change or join those that are there. */
import type { Client } from 'pg';
import type { DeliveryTarget } from '#planes/mover/ports.ts';
import type { Way } from './delivery.ts';
import { columnList, name } from './names.ts';
import type { Claim } from './runs.ts';
import {
  checkKey,
  differs,
  findStanding,
  image,
  makeBatch,
  makeStanding,
  makeUnique,
  sameKey,
} from './standing.ts';
import type { Hidden, Standing } from './standing.ts';
import type { View } from './views.ts';

/** Which run brought a row. */
export const RUN: Hidden = {
  name: 'sq_run',
  definition: `text default current_setting('shuqiao.run', true)`,
};

/** Known to the defaults of the tables' own columns and to what is read back, for the length of the transaction. */
export const sayRun = (client: Client, { runNo }: DeliveryTarget): Promise<unknown> =>
  client.query(`select set_config('shuqiao.run', $1, true)`, [runNo]);

const viewOf = (target: DeliveryTarget, from: Standing, title: string): View => ({
  schema: target.schema,
  table: target.table,
  columns: target.columns,
  from: from.table,
  title,
});

export async function mergeWay(client: Client, target: DeliveryTarget, { showing }: Claim): Promise<Way> {
  const { columns } = target;
  const standing = await findStanding(client, target, showing, []);
  await client.query('begin');
  if (standing.isNew) await makeStanding(client, target, standing, []);
  const batch = standing.isNew ? standing.sql : await makeBatch(client, target);
  const list = columnList(columns);
  const way: Way = {
    kept: 0,
    shown: standing.table,
    into: `${batch} (${list})`,
    isNew: true,
    async carryOver() {
      // Also of the first run's own table, which later ones are joined with.
      await client.query(`analyze ${batch}`);
      const key = await checkKey(client, target, batch);
      if (standing.isNew) return makeUnique(client, standing, key.columns);
      const same = sameKey(key, 't', 'b');
      const set = columns.map(one => `${name(one.name)} = excluded.${name(one.name)}`).join(', ');
      // What is as it was is left out beforehand: a conflict alone would lock the row, which writes to it.
      await client.query(
        `insert into ${standing.sql} (${list}) select ${list} from ${batch} b
          where not exists (select from ${standing.sql} t
                             where ${same} and not ${image(columns, 't')} ${differs} ${image(columns, 'b')})
         on conflict (${columnList(key.columns)}) do update set ${set}`,
      );
      way.readBack = `(select ${columnList(columns, 't.')} from ${standing.sql} t join ${batch} b on ${same})`;
    },
    readBack: `${batch} (${list})`,
    views: title => [viewOf(target, standing, title)],
    async tidy() {
      if (!standing.isNew) await client.query(`drop table ${batch}`);
    },
  };
  return way;
}

export async function appendWay(client: Client, target: DeliveryTarget, { showing }: Claim): Promise<Way> {
  const list = columnList(target.columns);
  const standing = await findStanding(client, target, showing, [RUN]);
  await client.query('begin');
  await sayRun(client, target);
  if (standing.isNew) {
    await makeStanding(client, target, standing, [RUN]);
    // A run's rows lie together, mostly at the end, which this kind of index has not summed up yet and looks at anyway.
    await client.query(`create index on ${standing.sql} using brin (${name(RUN.name)})`);
  }
  return {
    kept: 0,
    shown: standing.table,
    // The run is the column's default: rows need no second writing to carry it.
    into: `${standing.sql} (${list})`,
    isNew: standing.isNew,
    carryOver: async () => {
      // The server does not know yet how few of the rows are this run's.
      if (!standing.isNew) await client.query('set local enable_seqscan = off');
    },
    readBack: `(select ${list} from ${standing.sql} where ${name(RUN.name)} = current_setting('shuqiao.run'))`,
    views: title => [viewOf(target, standing, title)],
    tidy: () => Promise.resolve(),
  };
}
