/**
 * One attempt at one run into MySQL: rows are loaded, read back and committed in one transaction with the run's row;
 * then the view is replaced, which MySQL does not do within a transaction, and the row says that it shows.
 */
import type { Column, Delivery, DeliveryTarget } from '#planes/mover/ports.ts';
import { createDelivery } from '#connectors/deliveries.ts';
import type { Filling } from '#connectors/deliveries.ts';
import { cutMysql } from './connection.ts';
import type { Home } from './home.ts';
import { ensureSchema } from './home.ts';
import { leaveTarget, takeAfter } from './holder.ts';
import { createLines } from './lines.ts';
import { openLoad } from './load.ts';
import type { Load } from './load.ts';
import { dropOwn, dropTable, endPlacingOf, isShown, keepRun, ownTable, placeRun, viewsOf } from './runs.ts';
import { change, readRows, unlink } from './sinkConnection.ts';
import type { Link } from './sinkConnection.ts';
import { showView } from './views.ts';
import { ROW } from './ways.ts';
import type { Way } from './ways.ts';

/** How long the server may take to roll back before the connection is cut instead. */
const ROLLBACK_MILLISECONDS = 2_000;

export interface Held {
  link: Link;
  home: Home;
  target: DeliveryTarget;
  /** Another connection, to tidy up after this one broke. */
  again: () => Promise<Link>;
}

/** Undoes what was not committed; false where the connection is of no use any more. */
async function rollBack(link: Link): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>(resolve => {
    timer = setTimeout(resolve, ROLLBACK_MILLISECONDS, false);
  });
  const done = change(link, 'rollback').then(
    () => true,
    () => false,
  );
  const went = await Promise.race([done, late]);
  clearTimeout(timer);
  return went;
}

/** Leaves nothing behind that was not kept, also when the connection broke: else the next run sweeps it away. */
export async function breakOff({ link, home, target, again }: Held, inFlight: boolean): Promise<void> {
  if (!inFlight && (await rollBack(link))) {
    await dropOwn(link, home, target).catch(() => undefined);
    await leaveTarget(link, home, target).catch(() => undefined);
    return unlink(link);
  }
  cutMysql(link.connection);
  const other = await again().catch(() => undefined);
  if (other === undefined) return;
  try {
    if (await takeAfter(other, target, link.id)) await dropOwn(other, home, target);
  } catch {
    // The server is going; what is left there is swept away by the next run.
  }
  await unlink(other);
}

interface Attempt extends Held {
  way: Way;
  problem: (error: unknown) => Error;
}

export function openMysqlDelivery({ way, problem, ...held }: Attempt): Delivery {
  const { link, home, target } = held;
  const { columns } = target;
  let load: Load | undefined;
  /** Pages of lines that the encoder finished and the load has not taken yet. */
  let pages: Buffer[] = [];
  const newLines = () => createLines({ columns, key: way.key }, page => pages.push(page));
  let lines = newLines();
  let reading = false;

  async function send(): Promise<void> {
    const ready = pages;
    pages = [];
    if (ready.length > 0) load ??= openLoad(link, way.into);
    for (const page of ready) await load?.write(page);
  }

  const filling: Filling = {
    write(chunk) {
      lines.add(chunk);
      return send();
    },
    async end() {
      lines.end();
      lines = newLines();
      await send();
      if (load === undefined) return 0;
      const rows = await load.end();
      load = undefined;
      return rows;
    },
    async keep(rows) {
      await keepRun(link, home, target, rows);
      await change(link, 'commit');
      await change(link, 'start transaction');
    },
    async *read(rows, hasPlaces) {
      reading = true;
      const places: Column[] = hasPlaces ? [{ name: ROW.name, type: 'bigint' }] : [];
      yield* readRows(link, rows, [...places, ...columns]);
      reading = false;
    },
    async place(run, rows) {
      const { schema, table, apply } = target;
      const generation = way.shown.table;
      const placing = { schema, table, apply, generation, shown: columns.map(one => one.name) };
      const shows = await isShown(link, home, placing);
      const kept = apply === 'replace' ? rows : 0;
      await placeRun(link, home, target, { generation, kept, shows }, run);
      await change(link, 'commit');
      if (shows) return;
      await ensureSchema(link, schema);
      for (const view of viewsOf(home, placing)) await showView(link, view);
      await endPlacingOf(link, home, target);
    },
    async leave() {
      const batch = ownTable(home, target);
      if (batch.table !== way.shown.table) await dropTable(link, batch).catch(() => undefined);
      await leaveTarget(link, home, target).catch(() => undefined);
      await unlink(link);
    },
    abort: () => breakOff(held, reading || load !== undefined),
  };
  return createDelivery({ target, way, filling, problem });
}
