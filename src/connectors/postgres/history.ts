/**
 * `history`: the target shows what holds now, and its table keeps what held before, with the time from which and until
 * which, and the run that brought it. A pool's rows are known again by their key, which with the run is the lineage to
 * the source's row; without a key by the whole row, doubles numbered.
 */
import type { Client } from 'pg';
import type { Column, DeliveryTarget } from '#planes/mover/ports.ts';
import { historyOf } from '#connectors/targets.ts';
import type { Way } from './delivery.ts';
import { columnList, name } from './names.ts';
import { RUN, sayRun } from './merge.ts';
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

const FROM = 'sq_from';
const TO = 'sq_to';
const TIMES: Hidden[] = [
  { name: FROM, definition: 'timestamptz not null default now()' },
  { name: TO, definition: 'timestamptz' },
];
/** What a row without a key is known by: the digest of its text, and which of the equal ones it is. */
const WHOLE: Hidden[] = [
  { name: 'sq_row', definition: 'bytea not null' },
  { name: 'sq_nth', definition: 'bigint not null' },
];

export const hiddenOfHistory = (key: readonly string[]): Hidden[] => [
  RUN,
  ...TIMES,
  ...(key.length === 0 ? WHOLE : []),
];

/**
 * Where the server has Citus, the table is spread over its nodes by the first column that identifies a row, and the
 * run's rows beside it, so that the two are joined where they lie.
 */
async function distribute(client: Client, table: string, by: string, beside?: string): Promise<void> {
  const { rows } = await client.query(`select from pg_extension where extname = 'citus'`);
  if (rows.length === 0) return;
  await client.query('select create_distributed_table($1::regclass, $2, colocate_with => $3)', [
    table,
    by,
    beside ?? 'default',
  ]);
}

/** Where doubles of one row are counted: the rows that came, with what they are known by. */
async function numberRows(client: Client, columns: readonly Column[], batch: string): Promise<string> {
  const numbered = batch.replace(/"$/, '_n"');
  await client.query(
    `create unlogged table ${numbered} as
       select b.*, sq_row, row_number() over (partition by sq_row) as sq_nth
         from ${batch} b, lateral (select sha256(convert_to(row(${columnList(columns, 'b.')})::text, 'UTF8')) as sq_row) d;
     drop table ${batch}`,
  );
  return numbered;
}

const carriedOf = ({ columns, key }: DeliveryTarget): { name: string }[] =>
  key.length > 0 ? columns : [...WHOLE, ...columns];

interface Carrying {
  client: Client;
  target: DeliveryTarget;
  standing: Standing;
  batch: string;
  complete: boolean;
}

/** Ends what changed or is gone, adds what is new or changed; what is as it was is not touched. */
async function carryOver(
  { client, target, standing, batch, complete }: Carrying,
  same: string,
): Promise<void> {
  const { columns, key, whole } = target;
  const known = `t.${TO} is null and ${same}`;
  if (key.length > 0)
    await client.query(
      `update ${standing.sql} t set ${TO} = now() from ${batch} b
        where ${known} and ${image(columns, 't')} ${differs} ${image(columns, 'b')}`,
    );
  if (whole && complete)
    await client.query(
      `update ${standing.sql} t set ${TO} = now()
        where t.${TO} is null and not exists (select from ${batch} b where ${same})`,
    );
  const carried = columnList(carriedOf(target));
  await client.query(
    `insert into ${standing.sql} (${carried}) select ${carried} from ${batch} b
      where not exists (select from ${standing.sql} t where ${known})`,
  );
}

export async function historyWay(client: Client, target: DeliveryTarget, { showing }: Claim): Promise<Way> {
  const { columns, key } = target;
  const hidden = hiddenOfHistory(key);
  const standing = await findStanding(client, target, showing, hidden);
  await client.query('begin');
  await sayRun(client, target);
  if (standing.isNew) await makeStanding(client, target, standing, hidden);
  // Without a key the first run, too, has to number its rows before they can be known.
  const direct = standing.isNew && key.length > 0;
  let batch = direct ? standing.sql : await makeBatch(client, target);
  const list = columnList(columns);

  /** Of the first run: the table is filled, and then held to its key, spread and looked at by the planner. */
  async function hold(by: readonly { name: string }[]): Promise<void> {
    await makeUnique(client, standing, by, `${TO} is null`);
    await distribute(client, standing.sql, by[0]?.name ?? '');
    await client.query(`analyze ${standing.sql}`);
  }

  const way: Way = {
    kept: 0,
    shown: standing.table,
    into: `${batch} (${list})`,
    isNew: true,
    async carryOver(complete) {
      const known = key.length > 0 ? await checkKey(client, target, batch) : undefined;
      if (known === undefined) batch = await numberRows(client, columns, batch);
      const by = known?.columns ?? WHOLE;
      if (standing.isNew) {
        const carried = columnList(carriedOf(target));
        if (!direct)
          await client.query(`insert into ${standing.sql} (${carried}) select ${carried} from ${batch}`);
        return hold(by);
      }
      await distribute(client, batch, by[0]?.name ?? '', standing.sql);
      await client.query(`analyze ${batch}`);
      const same =
        known === undefined
          ? WHOLE.map(one => `t.${name(one.name)} = b.${name(one.name)}`).join(' and ')
          : sameKey(known, 't', 'b');
      await carryOver({ client, target, standing, batch, complete }, same);
      way.readBack = `(select ${columnList(columns, 't.')} from ${standing.sql} t join ${batch} b on ${same} where t.${TO} is null)`;
    },
    readBack: `${standing.sql} (${list})`,
    views: title => [
      {
        schema: target.schema,
        table: target.table,
        columns,
        from: standing.table,
        where: `${TO} is null`,
        title,
      },
      {
        ...historyOf(target),
        // First what is ours: a column that the plan adds then comes at the end, where a view can take it.
        columns: [
          { name: RUN.name, type: 'text', comment: '带来这一行的运行' },
          { name: FROM, type: 'timestamptz', comment: '从何时起' },
          { name: TO, type: 'timestamptz', comment: '到何时止；空为现行' },
          ...columns,
        ],
        from: standing.table,
        title,
      },
    ],
    async tidy() {
      if (!direct) await client.query(`drop table ${batch}`);
    },
  };
  return way;
}
