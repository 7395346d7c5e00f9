/**
 * The consumer's MySQL or MariaDB as the place where rows are put. As in PostgreSQL readers see a view, and a run fills a
 * table that nobody sees or changes the one that goes on; what changes tables commits by itself here, so the order of
 * the steps takes the place of the one transaction.
 */
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { Column, DeliveryTarget, Sink, TableName } from '#planes/mover/ports.ts';
import type { SourceAddress } from '#vocabulary/plans.ts';
import { checkApply, historyOf } from '#connectors/targets.ts';
import { openMysqlSource } from './source.ts';
import { breakOff, openMysqlDelivery } from './delivery.ts';
import { ensureHome, findHome, findHomes } from './home.ts';
import type { Home } from './home.ts';
import { takeIdleTarget, takeTarget } from './holder.ts';
import {
  NOW,
  claimRun,
  findRunOf,
  findShowingOf,
  forgetRun,
  forgetTarget,
  generationOf,
  isShown,
  nameTaken,
  sweep,
} from './runs.ts';
import type { Claim, MysqlRun } from './runs.ts';
import { change, linkMysql, readRows, sinkProblem, unlink } from './sinkConnection.ts';
import type { Link, MysqlSinkOptions } from './sinkConnection.ts';
import { checkNames, mysqlLosses, name, tableSaid, valuesOf } from './sinkNames.ts';
import { appendWay, historyWay, mergeWay } from './standing.ts';
import { checkDependents, columnsOf, findRelation } from './views.ts';
import { replaceWay } from './ways.ts';
import type { Way } from './ways.ts';

/** Refuses a name under which something lies that this platform did not put there. */
async function checkName(link: Link, target: TableName, isOurs: boolean): Promise<void> {
  const found = await findRelation(link, target);
  if (found !== undefined && !(found.isView && isOurs)) throw nameTaken(target);
}

/** What can be refused before anything is made. */
async function checkTarget(link: Link, target: DeliveryTarget, { showing }: Claim): Promise<void> {
  await checkName(link, target, showing !== undefined);
  checkApply(target, showing);
  if (target.apply === 'history') await checkName(link, historyOf(target), showing?.apply === 'history');
  await checkDependents(link, target);
}

/**
 * How many decimals a number had is written in our table below the view. An account that may not see there would read
 * other numbers than those that were written, and call them changed: refused, and said what it lacks.
 */
async function checkSeen(
  link: Link,
  target: TableName,
  columns: readonly Column[],
  shows: boolean,
): Promise<void> {
  if (!columns.some(column => column.type === 'numeric')) return;
  const found = await findRelation(link, target);
  if (found?.isView !== true) return;
  if (shows || found.definition === '' || (await findHomes(link)).length === 0)
    throw new ConnectionProblem('no_permission', { schema: target.schema, table: target.table });
}

/** What others are told of a run: its view's columns are the sink's own business. */
function saidOf(found: MysqlRun | undefined): Omit<MysqlRun, 'shown'> | undefined {
  if (found === undefined) return undefined;
  const { shown: _shown, ...run } = found;
  return run;
}

function beginWay(link: Link, home: Home, target: DeliveryTarget, claim: Claim): Promise<Way> {
  if (target.apply === 'merge') return mergeWay(link, home, target, claim);
  if (target.apply === 'append') return appendWay(link, home, target, claim);
  if (target.apply === 'history') return historyWay(link, home, target, claim);
  return replaceWay(link, home, target, claim);
}

export function openMysqlSink(
  address: SourceAddress,
  password: string,
  options: MysqlSinkOptions = {},
): Sink {
  const open = (): Promise<Link> => linkMysql(address, password, options);

  async function withLink<T>(
    work: (link: Link) => Promise<T>,
    { schema, table }: TableName = { schema: address.database, table: '' },
  ): Promise<T> {
    const link = await open();
    try {
      return await work(link);
    } catch (error) {
      throw sinkProblem(error, address, { schema, table });
    } finally {
      await unlink(link);
    }
  }

  /** The first answer of the places where runs of this account are written down. */
  async function findIn(
    link: Link,
    find: (home: Home) => Promise<MysqlRun | undefined>,
  ): Promise<{ home: Home; run: MysqlRun } | undefined> {
    for (const home of await findHomes(link)) {
      const run = await find(home);
      if (run !== undefined) return { home, run };
    }
    return undefined;
  }
  const showingIn = (link: Link, target: TableName) =>
    findIn(link, home => findShowingOf(link, home, target));

  return {
    async test() {
      const source = openMysqlSource(address, password, { connections: 1 });
      try {
        return await source.test();
      } finally {
        await source.close();
      }
    },
    losses: mysqlLosses,
    abilities: target =>
      withLink(async link => {
        const able = (await findHome(link, target)) !== undefined;
        return { keepsRuns: able, pieces: able };
      }, target),
    async begin(target) {
      const facts = { schema: target.schema, table: target.table };
      const problem = (error: unknown): Error => sinkProblem(error, address, facts);
      const link = await open();
      let home: Home | undefined;
      try {
        checkNames(target);
        home = await findHome(link, target);
        if (home === undefined) throw new ConnectionProblem('no_permission', facts);
        await ensureHome(link, home);
        await takeTarget(link, home, target);
        const claim = await claimRun(link, home, target);
        await checkTarget(link, target, claim);
        await sweep(link, home, target, claim);
        const way = await beginWay(link, home, target, claim);
        return openMysqlDelivery({ link, home, target, way, problem, again: open });
      } catch (error) {
        if (home === undefined) await unlink(link);
        else await breakOff({ link, home, target, again: open }, false);
        throw problem(error);
      }
    },
    findRun: runNo =>
      withLink(async link => saidOf((await findIn(link, home => findRunOf(link, home, runNo)))?.run)),
    findShowing: target => withLink(async link => saidOf((await showingIn(link, target))?.run), target),
    async *readPlaced(target, columns) {
      const link = await open();
      try {
        const found = await showingIn(link, target);
        const shown = found !== undefined && (await isShown(link, found.home, found.run)) ? found : undefined;
        const table = shown && generationOf(shown.home, shown.run);
        const lies = new Set(table && (await columnsOf(link, table)).map(one => one.name));
        if (table !== undefined && columns.every(column => lies.has(column.name))) {
          const where = shown?.run.apply === 'history' ? ` where ${name(NOW)} = 1` : '';
          yield* readRows(link, `select ${valuesOf(columns)} from ${tableSaid(table)}${where}`, columns);
          return;
        }
        if (lies.size === 0) await checkSeen(link, target, columns, shown !== undefined);
        const list = columns.map(column => name(column.name)).join(', ');
        yield* readRows(link, `select ${list} from ${tableSaid(target)}`, columns);
      } catch (error) {
        throw sinkProblem(error, address, { schema: target.schema, table: target.table });
      } finally {
        await unlink(link);
      }
    },
    forget: (target, runNo) =>
      withLink(async link => {
        for (const home of await findHomes(link)) {
          await takeIdleTarget(link, target);
          await forgetRun(link, home, { ...target, runNo });
        }
      }, target),
    remove: target =>
      withLink(async link => {
        await takeIdleTarget(link, target);
        for (const home of await findHomes(link)) {
          const showing = await findShowingOf(link, home, target);
          if (showing !== undefined) {
            await checkName(link, target, true);
            const views = [target, ...(showing.apply === 'history' ? [historyOf(target)] : [])];
            for (const view of views) await change(link, `drop view if exists ${tableSaid(view)}`);
          }
          await forgetTarget(link, home, target);
        }
      }, target),
    async close() {
      // Every connection belongs to one delivery or one question and ends with it.
    },
  };
}
