/**
 * The consumer's PostgreSQL as the place where rows are put. Readers see a view; a run fills a table that nobody sees,
 * or changes the one that goes on, and shows the result in one transaction: all of the old rows or all of the new.
 */
import type { Client } from 'pg';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { Column, DeliveryTarget, Sink, TableName } from '#planes/mover/ports.ts';
import { POSTGRES_TYPES, type SourceAddress } from '#vocabulary/plans.ts';
import { cutSaid } from '#connectors/guard.ts';
import { quoteTable } from '#connectors/identifiers.ts';
import { checkApply, historyOf } from '#connectors/targets.ts';
import type { ShownRun } from '#connectors/targets.ts';
import { bareBook, findBeside, findRunByComment, findShownByComment, sweepBeside } from './bare.ts';
import { connectPostgres, endPostgres, postgresConfig, postgresProblem } from './connection.ts';
import { copyOut } from './copy.ts';
import { openDelivery, rollBack } from './delivery.ts';
import type { Way } from './delivery.ts';
import { replaceWay } from './generations.ts';
import { hiddenOfHistory, historyWay } from './history.ts';
import { takeIdleTarget, takeTarget } from './holder.ts';
import { RUN, appendWay, mergeWay } from './merge.ts';
import { checkNames, name } from './names.ts';
import { isPlain } from './plain.ts';
import {
  OURS,
  byTarget,
  ensureRunTable,
  findRunRow,
  forgetRun,
  forgetTarget,
  hasRunTable,
  runBook,
} from './runs.ts';
import type { Claim, RunBook } from './runs.ts';
import { checkSchema, isTrusted, mayKeepRuns } from './schema.ts';
import { checkView, findRelation } from './views.ts';

export interface SinkOptions {
  /** A statement of a run that carries rows over, or makes an index, is cut after this many milliseconds. */
  statementMilliseconds?: number;
  /** A copy of rows, which takes as long as it takes, is cut when it stands still for this many milliseconds. */
  patienceMilliseconds?: number;
  /** How long the switch waits for readers of the table before it gives up. */
  lockMilliseconds?: number;
}

const findShowing = async (client: Client, target: TableName): Promise<ShownRun | undefined> =>
  (await findRunRow(client, byTarget, [target.schema, target.table])) ??
  (await findShownByComment(client, target));

/** Whether there is a table of runs, brought up to now. */
async function keepsRunsNow(client: Client): Promise<boolean> {
  if (!(await hasRunTable(client)) || !(await mayKeepRuns(client))) return false;
  await ensureRunTable(client);
  return true;
}

/** Refuses a name under which something lies that this platform did not put there. */
async function checkName(client: Client, target: TableName, isOurs: boolean): Promise<void> {
  const found = await findRelation(client, target);
  if (found !== undefined && (found.kind !== 'v' || !isOurs))
    throw new ConnectionProblem('name_taken', { schema: target.schema, table: target.table });
}

/**
 * Refuses to read what somebody else put in the view's place: its functions would run with our account's rights. What
 * has none may be anybody's, so that an account that may do nothing but read can hold a table against its receipt.
 */
async function checkReadable(client: Client, target: TableName): Promise<void> {
  const { schema, table } = target;
  const { rows } = await client.query<{ trusted: boolean }>(
    `select ${isTrusted('c.relowner')} as trusted
       from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relname = $2`,
    [schema, table],
  );
  if (rows[0]?.trusted === true || (await isPlain(client, target))) return;
  throw new ConnectionProblem('name_taken', { schema, table });
}

/** What can be refused before anything is made. */
async function checkTarget(client: Client, target: DeliveryTarget, { showing }: Claim): Promise<void> {
  await checkName(client, target, showing !== undefined);
  checkApply(target, showing);
  if (target.apply === 'history') await checkName(client, historyOf(target), showing?.apply === 'history');
}

/** Begins the transaction of the run. */
async function beginWay(client: Client, target: DeliveryTarget, book: RunBook, claim: Claim): Promise<Way> {
  if (target.apply === 'merge') return mergeWay(client, target, claim);
  if (target.apply === 'append') return appendWay(client, target, claim);
  if (target.apply === 'history') return historyWay(client, target, claim);
  return replaceWay(client, target, book, claim);
}

/** Columns of the platform's own that share a table with the target's. */
function hiddenOf({ apply, key }: DeliveryTarget): string[] {
  if (apply === 'history') return hiddenOfHistory(key).map(one => one.name);
  return apply === 'append' ? [RUN.name] : [];
}

export function openPostgresSink(address: SourceAddress, password: string, options: SinkOptions = {}): Sink {
  const config = {
    ...postgresConfig(address, password, {
      statementMilliseconds: options.statementMilliseconds ?? 6 * 60 * 60_000,
      readOnly: false,
    }),
    lock_timeout: options.lockMilliseconds ?? 10_000,
  };
  const patience = options.patienceMilliseconds ?? 30 * 60_000;

  async function withClient<T>(
    work: (client: Client) => Promise<T>,
    facts: Record<string, string> = {},
  ): Promise<T> {
    const client = await connectPostgres(config, address);
    try {
      return await work(client);
    } catch (error) {
      throw postgresProblem(error, address, facts);
    } finally {
      await endPostgres(client);
    }
  }

  return {
    test() {
      const started = performance.now();
      return withClient(async client => {
        const { rows } = await client.query<{ version: string; can_write: boolean }>(
          `select current_setting('server_version') as version,
                  has_database_privilege(current_database(), 'create') as can_write`,
        );
        const milliseconds = Math.round(performance.now() - started);
        return {
          version: cutSaid(`PostgreSQL ${rows[0]?.version ?? ''}`),
          canWrite: rows[0]?.can_write ?? false,
          milliseconds,
        };
      });
    },
    // The canonical types are PostgreSQL's own, and the tables are made by the mover without any limit of length.
    losses: () => [],
    abilities: target =>
      withClient(
        async client => {
          await checkSchema(client, target);
          const keepsRuns = await mayKeepRuns(client);
          return { keepsRuns, pieces: keepsRuns };
        },
        { schema: target.schema, table: target.table },
      ),
    async begin(target) {
      const facts = { schema: target.schema, table: target.table };
      const client = await connectPostgres(config, address);
      const problem = (error: unknown): Error => postgresProblem(error, address, facts);
      try {
        // A commit that a server's crash takes back would leave a receipt for rows that are gone.
        await client.query(
          `select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'`,
        );
        const book = (await mayKeepRuns(client)) ? runBook : bareBook;
        checkNames(target, hiddenOf(target));
        await checkSchema(client, target);
        if (book === bareBook && target.apply !== 'replace')
          throw new ConnectionProblem('no_permission', { ...facts, schema: OURS, table: 'run' });
        if (book === runBook) await ensureRunTable(client);
        await takeTarget(client, target);
        const claim = await book.claim(client, target);
        claim.showing ??= await findShownByComment(client, target);
        await checkTarget(client, target, claim);
        await book.sweep(client, target);
        await sweepBeside(client, target);
        const way = await beginWay(client, target, book, claim);
        for (const view of way.views('')) await checkView(client, view);
        return openDelivery({ client, target, book, claim, way, patience, problem });
      } catch (error) {
        await rollBack(client);
        throw problem(error);
      }
    },
    findRun: runNo =>
      withClient(
        async client =>
          (await findRunRow(client, 'run_no = $1', [runNo])) ?? (await findRunByComment(client, runNo)),
      ),
    findShowing: target => withClient(client => findShowing(client, target)),
    async *readPlaced(target: TableName, columns: Column[]) {
      const client = await connectPostgres(config, address);
      try {
        const list = columns.map(column => `${name(column.name)}::${POSTGRES_TYPES[column.type]}`).join(', ');
        const view = quoteTable('postgres', target);
        // Held, so that nobody exchanges it for one of its own once it was looked at.
        await client.query(`begin; lock table ${view} in access share mode`);
        await checkReadable(client, target);
        yield* copyOut(client, `copy (select ${list} from ${view}) to stdout (format binary)`, patience);
      } catch (error) {
        throw postgresProblem(error, address, { schema: target.schema, table: target.table });
      } finally {
        await endPostgres(client);
      }
    },
    forget: (target, runNo) =>
      withClient(
        async client => {
          if (!(await keepsRunsNow(client))) return;
          await client.query('begin');
          await takeIdleTarget(client, target);
          await forgetRun(client, target, runNo);
          await client.query('commit');
        },
        { schema: target.schema, table: target.table },
      ),
    remove: target =>
      withClient(
        async client => {
          const keeps = await keepsRunsNow(client);
          await client.query('begin');
          await takeIdleTarget(client, target);
          const showing = await findShowing(client, target);
          if (showing !== undefined) {
            await checkName(client, target, true);
            const views = [target, ...(showing.apply === 'history' ? [historyOf(target)] : [])];
            for (const view of views)
              await client.query(`drop view if exists ${quoteTable('postgres', view)}`);
          }
          if (keeps) await forgetTarget(client, target);
          for (const table of await findBeside(client, target))
            await client.query(`drop table ${quoteTable('postgres', table)}`);
          await client.query('commit');
        },
        { schema: target.schema, table: target.table },
      ),
    async close() {
      // Every connection belongs to one delivery or one question and ends with it.
    },
  };
}
