/** What of a run into MySQL depends on how it changes the target, and the table that `replace` makes. */
import type { Column, DeliveryTarget, TableName } from '#planes/mover/ports.ts';
import type { CommonWay } from '#connectors/deliveries.ts';
import { markOf } from '#connectors/targets.ts';
import type { Home } from './home.ts';
import type { LoadInto } from './load.ts';
import { ownTable } from './runs.ts';
import type { Claim } from './runs.ts';
import { change } from './sinkConnection.ts';
import type { Link } from './sinkConnection.ts';
import { DATA_TYPES, definitionsOf, filledBy, literal, name, tableSaid, valuesOf } from './sinkNames.ts';
import type { Definition } from './sinkNames.ts';
import { columnsOf, findRelation } from './views.ts';

/** A row's place in its table, in the order of loading. */
export const ROW: Definition = { name: 'sq_row', type: 'bigint not null auto_increment primary key' };

/** `readBack` and `readPlaces` are statements. */
export interface Way extends CommonWay {
  into: LoadInto;
  /** Positions of the columns whose digest is a line's last field. */
  key?: readonly number[];
}

const MOST_COMMENT = 2_000;

export async function makeTable(
  link: Link,
  target: DeliveryTarget,
  table: TableName,
  hidden: readonly (Definition | string)[],
): Promise<void> {
  const made = [ROW, ...hidden, ...definitionsOf(target.columns)].map(one =>
    typeof one === 'string' ? one : `${name(one.name)} ${one.type}`,
  );
  await change(link, `drop table if exists ${tableSaid(table)}`);
  await change(
    link,
    `create table ${tableSaid(table)} (${made.join(', ')}) engine = InnoDB row_format = dynamic
       character set utf8mb4 collate utf8mb4_bin comment ${literal(markOf(target).slice(0, MOST_COMMENT))}`,
  );
}

/** Whether the table that an earlier attempt left has these columns: a later release may map a type otherwise. */
async function isSame(link: Link, table: TableName, columns: readonly Column[]): Promise<boolean> {
  const found = await columnsOf(link, table);
  return (
    found.length === definitionsOf(columns).length + 1 &&
    columns.every(({ name: is, type }, i) => {
      const lies = found[i + 1];
      return lies?.name === is && lies.type === DATA_TYPES[type];
    })
  );
}

/** As many places as one statement is told. */
const PLACES_AT_ONCE = 10_000;

export async function replaceWay(link: Link, home: Home, target: DeliveryTarget, claim: Claim): Promise<Way> {
  const { columns } = target;
  const shown = ownTable(home, target);
  const said = tableSaid(shown);
  const found = await findRelation(link, shown);
  const goesOn = found !== undefined && claim.kept > 0 && (await isSame(link, shown, columns));
  if (!goesOn) await makeTable(link, target, shown, []);
  await change(link, 'start transaction');
  return {
    kept: goesOn ? claim.kept : 0,
    shown,
    into: { table: said, columns: filledBy(columns) },
    carryOver: () => Promise.resolve(),
    readBack: `select ${valuesOf(columns)} from ${said} order by ${name(ROW.name)}`,
    readPlaces: `select ${name(ROW.name)}, ${valuesOf(columns)} from ${said} order by ${name(ROW.name)}`,
    async drop(places) {
      let dropped = 0;
      for (let at = 0; at < places.length; at += PLACES_AT_ONCE) {
        const some = places.slice(at, at + PLACES_AT_ONCE).map(place => place.readBigInt64BE(0));
        dropped += await change(link, `delete from ${said} where ${name(ROW.name)} in (${some.join(',')})`);
      }
      return dropped;
    },
  };
}
