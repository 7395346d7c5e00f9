/**
 * Who delivers into a target: whoever has its named lock, for as long as the connection lasts. Before it asks for the
 * lock a mover writes down which connection, target and epoch it is, so that the next one can tell an older holder,
 * which may stand still with a transaction open, and end it.
 */
import { pause } from '#kernel/clock.ts';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { DeliveryTarget, TableName } from '#planes/mover/ports.ts';
import { hashOf, superseded } from '#connectors/targets.ts';
import type { Home } from './home.ts';
import { moverTable } from './home.ts';
import { ask, change } from './sinkConnection.ts';
import type { Link } from './sinkConnection.ts';

/** How long an ended holder may take to go: it rolls back what it wrote. */
const GOING_MILLISECONDS = 10_000;
const LOOK_MILLISECONDS = 50;

export const targetHash = ({ schema, table }: TableName): string => hashOf(schema, table);
const lockName = (target: TableName): string => `shuqiao.${targetHash(target)}`;

const busy = ({ schema, table }: TableName): ConnectionProblem =>
  new ConnectionProblem('busy', { schema, table });

async function tryLock(link: Link, target: TableName): Promise<boolean> {
  const [[locked] = [null]] = await ask<[string | number | null]>(link, 'select get_lock(?, 0)', [
    lockName(target),
  ]);
  return Number(locked) === 1;
}

/** The connection that has the target's lock. */
async function holderOf(link: Link, target: TableName): Promise<number | undefined> {
  const [[id] = [null]] = await ask<[string | number | null]>(link, 'select is_used_lock(?)', [
    lockName(target),
  ]);
  return id === null ? undefined : Number(id);
}

/** Ends a connection of our own login; false: it is none of ours, or gone. */
async function endOwn(link: Link, id: number): Promise<boolean> {
  const found = await ask(
    link,
    `select 1 from information_schema.processlist where id = ? and user = substring_index(user(), '@', 1)`,
    [String(id)],
  );
  if (found.length === 0) return false;
  // It may have ended by itself since.
  await change(link, `kill ${id}`).catch(() => undefined);
  return true;
}

/** The epoch of the mover whose connection that is, if it delivers into this target. */
async function epochOf(link: Link, home: Home, target: TableName, id: number): Promise<number | undefined> {
  const [row] = await ask<[string | number]>(
    link,
    `select epoch from ${moverTable(home)} where connection_id = ? and target = ?`,
    [String(id), targetHash(target)],
  );
  return row === undefined ? undefined : Number(row[0]);
}

/** Takes the target for the connection, or refuses with `busy` or `superseded`. */
export async function takeTarget(link: Link, home: Home, target: DeliveryTarget): Promise<void> {
  const hash = targetHash(target);
  await change(link, `replace into ${moverTable(home)} (connection_id, target, epoch) values (?, ?, ?)`, [
    link.id,
    hash,
    target.epoch,
  ]);
  for (const started = performance.now(); !(await tryLock(link, target)); await pause(LOOK_MILLISECONDS)) {
    if (performance.now() - started > GOING_MILLISECONDS) throw busy(target);
    const holder = await holderOf(link, target);
    if (holder === undefined) continue;
    const epoch = await epochOf(link, home, target, holder);
    // Another login's, or one that looks after the target between runs: nobody whom we may end.
    if (epoch === undefined || epoch === target.epoch) throw busy(target);
    if (epoch > target.epoch) throw superseded(target);
    if (!(await endOwn(link, holder)) && (await holderOf(link, target)) === holder) throw busy(target);
  }
  // Of movers whose connections ended before they could say goodbye.
  await change(link, `delete from ${moverTable(home)} where target = ? and connection_id <> ?`, [
    hash,
    link.id,
  ]);
}

/** The lock for what is done to a target between runs; it ends with the connection. */
export async function takeIdleTarget(link: Link, target: TableName): Promise<void> {
  if (!(await tryLock(link, target))) throw busy(target);
}

/** Waits until an ended connection of ours is gone; false where another mover has the target by now. */
export async function takeAfter(link: Link, target: TableName, ended: number): Promise<boolean> {
  for (const started = performance.now(); !(await tryLock(link, target)); await pause(LOOK_MILLISECONDS)) {
    const holder = await holderOf(link, target);
    if (holder !== undefined && holder !== ended) return false;
    if (performance.now() - started > GOING_MILLISECONDS) return false;
    if (holder !== undefined) await endOwn(link, holder);
  }
  return true;
}

export async function leaveTarget(link: Link, home: Home, target: TableName): Promise<void> {
  await change(link, `delete from ${moverTable(home)} where connection_id = ?`, [link.id]);
  await ask(link, 'select release_lock(?)', [lockName(target)]);
}
