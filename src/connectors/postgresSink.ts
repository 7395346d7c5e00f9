/**
 * The consumer's PostgreSQL as the place where rows are put. Each run fills a table of its own (a generation) and
 * moves the view of the target's name onto it, in one transaction: readers see all of the old rows or all of the new.
 */
import { createHash } from 'node:crypto';
import { DatabaseError } from 'pg';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { LOCKS } from '#kernel/locks.ts';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { Column, Delivery, DeliveryTarget, PlacedRun, Sink, TableName } from '#planes/mover/ports.ts';
import type { SourceAddress } from '#vocabulary/plans.ts';
import { cutSaid } from './guard.ts';
import { quoteName, quoteTable } from './identifiers.ts';
import { postgresType } from './masks.ts';
import { connectPostgres, endPostgres, postgresConfig, postgresProblem } from './postgresConnection.ts';
import { copyOut } from './postgresCopy.ts';
import { byTarget, ensureRunTable, findRunRow } from './postgresRuns.ts';
import { checkSchema, ensureSchema } from './postgresSchema.ts';

export interface SinkOptions {
  /** Any statement of a run is cut after this many milliseconds. */
  statementMilliseconds?: number;
  /** How long the switch waits for readers of the table before it gives up. */
  lockMilliseconds?: number;
}

const header = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const trailer = Buffer.from([0xff, 0xff]);
const invalidViewChange = '42P16';

const name = (text: string): string => quoteName('postgres', text);
const comment = (text: string): string => `'${text.replaceAll("'", "''").replaceAll('\0', '')}'`;

/** `person_0f3a9c21b7de`: the table's name for people who look, a hash so that no two runs share one. */
function generationName(target: DeliveryTarget): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([target.schema, target.table, target.runNo]))
    .digest('hex');
  return `${target.table.replace(/[^a-z0-9_]/gi, '').slice(0, 40) || 'rows'}_${hash.slice(0, 12)}`;
}

/** Refuses a name under which something lies that this platform did not put there. */
async function checkName(client: Client, target: TableName): Promise<PlacedRun | undefined> {
  const showing = await findRunRow(client, byTarget, [target.schema, target.table]);
  const { rows } = await client.query<{ kind: string }>(
    `select c.relkind as kind from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = $1 and c.relname = $2`,
    [target.schema, target.table],
  );
  const kind = rows[0]?.kind;
  if (kind !== undefined && (kind !== 'v' || showing === undefined)) {
    throw new ConnectionProblem('name_taken', { schema: target.schema, table: target.table });
  }
  return showing;
}

async function switchView(
  client: Client,
  target: DeliveryTarget,
  generation: string,
  title: string,
): Promise<void> {
  const view = quoteTable('postgres', target);
  const body = `select ${target.columns.map(column => name(column.name)).join(', ')} from shuqiao.${name(generation)}`;
  await client.query('savepoint switch');
  try {
    // Keeps what the consumer granted on the view.
    await client.query(`create or replace view ${view} as ${body}`);
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code !== invalidViewChange) throw error;
    await client.query(`rollback to savepoint switch; drop view ${view}; create view ${view} as ${body}`);
  }
  const comments = target.columns
    .filter(column => column.comment !== undefined)
    .map(column => `comment on column ${view}.${name(column.name)} is ${comment(column.comment ?? '')}`);
  await client.query([`comment on view ${view} is ${comment(title)}`, ...comments].join('; '));
}

async function openDelivery(
  client: Client,
  target: DeliveryTarget,
  problem: (error: unknown) => Error,
): Promise<Delivery> {
  const generation = generationName(target);
  const columns = target.columns.map(column => name(column.name)).join(', ');
  const state = {
    failure: undefined as Error | undefined,
    copying: false,
    ended: false,
    aborting: undefined as Promise<void> | undefined,
  };

  await client.query('begin');
  const { rows: locks } = await client.query<{ locked: boolean }>(
    'select pg_try_advisory_xact_lock($1, hashtext($2)) as locked',
    [LOCKS.sinkTarget, `${target.schema}.${target.table}`],
  );
  const facts = { schema: target.schema, table: target.table };
  if (locks[0]?.locked !== true) throw new ConnectionProblem('busy', facts);
  const before = await checkName(client, target);
  await checkSchema(client, target);
  const definitions = target.columns
    .map(column => `${name(column.name)} ${postgresType(column.type)}`)
    .join(', ');
  await client.query(`create table shuqiao.${name(generation)} (${definitions})`);

  // Frozen rows: nobody can see the table before the commit, and no reader or vacuum has to mark them afterwards.
  const copy = copyFrom(`copy shuqiao.${name(generation)} (${columns}) from stdin (format binary, freeze)`, {
    highWaterMark: 1024 * 1024,
  });
  // An error does not always close the stream, and a wait for `drain` alone would then never end.
  let wake: (() => void) | undefined;
  for (const event of ['drain', 'finish', 'close']) copy.on(event, () => wake?.());
  copy.on('error', error => {
    state.failure ??= error;
    wake?.();
  });
  const nextEvent = (): Promise<void> => new Promise(resolve => (wake = resolve));
  client.query(copy);
  state.copying = true;
  copy.write(header);

  function refuseBroken(): void {
    if (state.failure !== undefined) throw problem(state.failure);
  }

  async function abort(): Promise<void> {
    if (state.ended) return;
    if (state.copying && state.failure === undefined) {
      const closed = new Promise<void>(resolve => {
        copy.once('close', resolve);
        setTimeout(resolve, 2_000).unref();
      });
      copy.destroy(new Error('The run was stopped.'));
      await closed;
    }
    await rollBack(client);
  }

  return {
    async write(chunk) {
      refuseBroken();
      if (!copy.write(chunk)) await nextEvent();
      refuseBroken();
    },
    async finish() {
      refuseBroken();
      copy.end(trailer);
      while (!copy.writableFinished && state.failure === undefined) await nextEvent();
      refuseBroken();
      state.copying = false;
      return copy.rowCount;
    },
    async *readBack() {
      try {
        // A trigger that waits for the commit would otherwise change rows after they were read.
        await client.query('set constraints all immediate');
        yield* copyOut(client, `copy shuqiao.${name(generation)} (${columns}) to stdout (format binary)`);
      } catch (error) {
        throw problem(error);
      }
    },
    async place(run) {
      try {
        await ensureSchema(client, target.schema);
        await switchView(client, target, generation, run.title);
        await client.query(`update shuqiao.run set showing = false where ${byTarget}`, [
          target.schema,
          target.table,
        ]);
        await client.query(
          `insert into shuqiao.run (run_no, target_schema, target_table, generation, grant_no, version, rows, sha256, showing)
           values ($1, $2, $3, $4, $5, $6, $7, $8, true)`,
          [
            target.runNo,
            target.schema,
            target.table,
            generation,
            run.grantNo,
            run.version,
            run.rows,
            run.sha256,
          ],
        );
        if (before !== undefined)
          await client.query(`drop table if exists shuqiao.${name(before.generation)}`);
        await client.query('commit');
        state.ended = true;
      } catch (error) {
        throw problem(error);
      } finally {
        if (state.ended) await endPostgres(client);
      }
    },
    abort() {
      state.aborting ??= abort();
      return state.aborting;
    },
  };
}

/** Waits for the server's word that the transaction is gone, but not for a server that is gone itself. */
async function rollBack(client: Client): Promise<void> {
  const timer = setTimeout(() => client.connection.stream.destroy(), 2_000);
  try {
    await client.query('rollback');
  } catch {
    client.connection.stream.destroy();
  } finally {
    clearTimeout(timer);
    await endPostgres(client);
  }
}

export function openPostgresSink(address: SourceAddress, password: string, options: SinkOptions = {}): Sink {
  const config = {
    ...postgresConfig(address, password, {
      statementMilliseconds: options.statementMilliseconds ?? 30 * 60_000,
      readOnly: false,
    }),
    lock_timeout: options.lockMilliseconds ?? 10_000,
  };

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
    async begin(target) {
      const facts = { schema: target.schema, table: target.table };
      const client = await connectPostgres(config, address);
      const problem = (error: unknown): Error => postgresProblem(error, address, facts);
      try {
        await ensureRunTable(client);
        return await openDelivery(client, target, problem);
      } catch (error) {
        await rollBack(client);
        throw problem(error);
      }
    },
    findRun: runNo => withClient(client => findRunRow(client, 'run_no = $1', [runNo])),
    findShowing: target => withClient(client => findRunRow(client, byTarget, [target.schema, target.table])),
    async *readPlaced(target: TableName, columns: Column[]) {
      const client = await connectPostgres(config, address);
      try {
        const list = columns.map(column => `${name(column.name)}::${postgresType(column.type)}`).join(', ');
        yield* copyOut(
          client,
          `copy (select ${list} from ${quoteTable('postgres', target)}) to stdout (format binary)`,
        );
      } catch (error) {
        throw postgresProblem(error, address, { schema: target.schema, table: target.table });
      } finally {
        await endPostgres(client);
      }
    },
    remove(target) {
      return withClient(async client => {
        const showing = await checkName(client, target);
        if (showing === undefined) return;
        await client.query(
          `begin; drop view if exists ${quoteTable('postgres', target)}; drop table if exists shuqiao.${name(showing.generation)}`,
        );
        await client.query(`update shuqiao.run set showing = false where ${byTarget}`, [
          target.schema,
          target.table,
        ]);
        await client.query('commit');
      });
    },
    async close() {
      // Every connection belongs to one delivery or one question and ends with it.
    },
  };
}
