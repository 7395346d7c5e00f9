/**
 * `replace`: every run fills a table of its own, a generation, and the view of the target's name is pointed at it.
 * A run that was broken off goes on with the table it had, as far as that was committed.
 */
import type { Client } from 'pg';
import type { DeliveryTarget } from '#planes/mover/ports.ts';
import { quoteTable } from '#connectors/identifiers.ts';
import { generationName, markOf } from '#connectors/targets.ts';
import type { Way } from './delivery.ts';
import { columnList, definitions, literal } from './names.ts';
import type { Claim, RunBook } from './runs.ts';
import { columnsOf, findRelation, typeSaid } from './views.ts';

/** As many places as one statement is told. */
const PLACES_AT_ONCE = 20_000;

/** Whether the table that an earlier attempt left has these columns: a later release may map a type otherwise. */
async function isSame(client: Client, oid: number, { columns }: DeliveryTarget): Promise<boolean> {
  const found = await columnsOf(client, oid);
  return (
    found.length === columns.length &&
    columns.every(({ name: is, type }, i) => found[i]?.name === is && found[i].type === typeSaid(type))
  );
}

/** `(block,offset)` of the six bytes that PostgreSQL sends of a `ctid`. */
const tid = (place: Buffer): string => `"(${place.readUInt32BE(0)},${place.readUInt16BE(4)})"`;

/** Begins the transaction of the run. */
export async function replaceWay(
  client: Client,
  target: DeliveryTarget,
  book: RunBook,
  claim: Claim,
): Promise<Way> {
  const shown = { schema: book.schema(target), table: generationName(target) };
  const generation = quoteTable('postgres', shown);
  await client.query('begin');
  const found = await findRelation(client, shown);
  const goesOn = found !== undefined && claim.kept > 0 && (await isSame(client, found.oid, target));
  if (!goesOn) {
    await client.query(`drop table if exists ${generation}`);
    await client.query(`create table ${generation} (${definitions(target.columns).join(', ')})`);
    await client.query(`comment on table ${generation} is ${literal(markOf(target))}`);
  }
  const columns = columnList(target.columns);
  return {
    kept: goesOn ? claim.kept : 0,
    shown,
    into: `${generation} (${columns})`,
    isNew: !goesOn,
    carryOver: () => Promise.resolve(),
    readBack: `${generation} (${columns})`,
    readPlaces: `(select ${[`ctid`, columns].filter(one => one !== '').join(', ')} from ${generation})`,
    async drop(places) {
      let dropped = 0;
      for (let at = 0; at < places.length; at += PLACES_AT_ONCE) {
        const some = places.slice(at, at + PLACES_AT_ONCE).map(tid);
        const { rowCount } = await client.query(`delete from ${generation} where ctid = any($1::tid[])`, [
          `{${some.join(',')}}`,
        ]);
        dropped += rowCount ?? 0;
      }
      return dropped;
    },
    views: title => [
      { schema: target.schema, table: target.table, columns: target.columns, from: shown, title },
    ],
    tidy: () => Promise.resolve(),
  };
}
