/** A department's PostgreSQL as a source of rows, for the mover and for the gateway's look-ups. */
import { Pool } from 'pg';
import type { Client, PoolClient, QueryArrayConfig } from 'pg';
import { ConnectionProblem, keyPositions } from '#planes/mover/ports.ts';
import type {
  DiscoveredColumn,
  DiscoveredTable,
  Snapshot,
  Source,
  Statement,
  TableName,
} from '#planes/mover/ports.ts';
import type { ColumnType, SourceAddress } from '#vocabulary/plans.ts';
import { GuardedClient, cutSaid } from '#connectors/guard.ts';
import { checkColumns } from '#connectors/identifiers.ts';
import { bindList, compileList, compileListCount, explained } from '#connectors/lists.ts';
import {
  compileCount,
  compileHighest,
  compileQuery,
  compileRead,
  compileVerify,
} from '#connectors/queries.ts';
import { bindSlots, setting } from '#connectors/slots.ts';
import type { SourceOptions } from '#connectors/sourceOptions.ts';
import { bindMany, compileMany, inOrder } from '#connectors/verifyMany.ts';
import { connectPostgres, endPostgres, postgresConfig, postgresProblem } from './connection.ts';
import { copyOut } from './copy.ts';
import { plannedRows, readPostgresShape } from './lists.ts';
import { type LookupRow, createLookups } from './lookups.ts';

/** Types that travel; what is missing here (bytea, arrays, geometry, money) is refused by name. */
const columnTypes: Record<string, ColumnType> = {
  text: 'text',
  varchar: 'text',
  bpchar: 'text',
  citext: 'text',
  name: 'text',
  uuid: 'text',
  json: 'text',
  jsonb: 'text',
  inet: 'text',
  cidr: 'text',
  time: 'text',
  timetz: 'text',
  interval: 'text',
  int2: 'bigint',
  int4: 'bigint',
  int8: 'bigint',
  numeric: 'numeric',
  float4: 'double',
  float8: 'double',
  bool: 'boolean',
  date: 'date',
  timestamp: 'timestamp',
  timestamptz: 'timestamp',
};

interface ColumnRow {
  name: string;
  type_name: string;
  type_kind: string;
  database_type: string;
  nullable: boolean;
  comment: string | null;
  in_key: boolean;
}

async function readColumns(
  client: Client | PoolClient | Pool,
  { schema, table }: TableName,
): Promise<DiscoveredColumn[]> {
  const { rows } = await client.query<ColumnRow>(
    `select a.attname as name, b.typname as type_name, b.typtype as type_kind,
            format_type(a.atttypid, a.atttypmod) as database_type, not a.attnotnull as nullable,
            col_description(c.oid, a.attnum) as comment,
            coalesce(a.attnum = any (i.indkey), false) as in_key
       from pg_class c
       join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       join pg_type t on t.oid = a.atttypid
       join pg_type b on b.oid = case when t.typtype = 'd' then t.typbasetype else t.oid end
       left join pg_index i on i.indrelid = c.oid and i.indisprimary
      where n.nspname = $1 and c.relname = $2 and c.relkind in ('r', 'p', 'v', 'm', 'f')
      order by a.attnum`,
    [schema, table],
  );
  return rows.map(row => ({
    name: row.name,
    databaseType: row.database_type,
    type: row.type_kind === 'e' ? 'text' : columnTypes[row.type_name],
    nullable: row.nullable,
    comment: row.comment ?? '',
    inKey: row.in_key,
  }));
}

/** Puts the values of a statement's slots where `setting` finds them: COPY takes no parameters. */
async function setSlots(client: Client, values: readonly string[]): Promise<void> {
  for (const [i, value] of values.entries())
    await client.query('select set_config($1, $2, true)', [`shuqiao.p${i + 1}`, value]);
}

/**
 * Whether all that a table's rows come from lies in this database: a foreign table, also as a part of a table or under a
 * view, is read from another database or a file, whose moment is not this transaction's.
 */
async function isWithin(client: Client, { schema, table }: TableName): Promise<boolean> {
  const { rows } = await client.query<{ within: boolean }>(
    `with recursive under as (
       select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1 and c.relname = $2
       union
       select coalesce(i.inhrelid, d.refobjid) from under u
         left join pg_inherits i on i.inhparent = u.oid
         left join pg_rewrite r on r.ev_class = u.oid and i.inhrelid is null
         left join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass
        where coalesce(i.inhrelid, d.refobjid) is not null)
     select not exists (select from under u join pg_class c on c.oid = u.oid where c.relkind = 'f') as within`,
    [schema, table],
  );
  return rows[0]?.within === true;
}

/** One transaction: what `columns` says, what is read and what is counted belong to the same moment. */
function openSnapshot(
  client: Client,
  patience: number,
  problem: (error: unknown, table: TableName) => Error,
): Snapshot {
  async function columnsOf(table: TableName): Promise<DiscoveredColumn[]> {
    const columns = await readColumns(client, table);
    if (columns.length === 0)
      throw new ConnectionProblem('no_table', { schema: table.schema, table: table.table });
    return columns;
  }
  async function one(statement: Statement, table: TableName): Promise<string | null> {
    try {
      const values = bindSlots('postgres', statement.slots, { filters: {} });
      const { rows } = await client.query<[string | null]>({
        text: statement.text,
        values,
        rowMode: 'array',
        // The server cuts it itself; this is for a server that no longer answers at all.
        query_timeout: patience + 2_000,
      } as QueryArrayConfig);
      return rows[0]?.[0] ?? null;
    } catch (error) {
      throw problem(error, table);
    }
  }
  return {
    grade: table =>
      isWithin(client, table).then(
        within => (within ? 'snapshot' : 'stream'),
        (error: unknown) => {
          throw problem(error, table);
        },
      ),
    columns: table =>
      columnsOf(table).catch((error: unknown) => {
        throw problem(error, table);
      }),
    async *read(selection, { wrong, key = [], numbered } = {}) {
      try {
        checkColumns(selection.table, await columnsOf(selection.table), selection.items, selection.rows);
        const compiled = compileRead('postgres', selection, setting);
        await setSlots(client, bindSlots('postgres', compiled.slots, { filters: {} }));
        const long = {
          columns: compiled.columns,
          key: keyPositions(selection.items, key),
          ...(wrong === undefined ? {} : { wrong }),
          ...(numbered === undefined ? {} : { numbered }),
        };
        yield* copyOut(client, `copy (${compiled.text}) to stdout (format binary)`, patience, long);
      } catch (error) {
        throw problem(error, selection.table);
      }
    },
    async count(selection, empty) {
      return Number((await one(compileCount('postgres', selection, empty), selection.table)) ?? 0);
    },
    highest: (selection, column, type) =>
      one(compileHighest('postgres', selection, column, type), selection.table),
    position: () => undefined,
    close: () => endPostgres(client),
  };
}

export function openPostgresSource(
  address: SourceAddress,
  password: string,
  options: SourceOptions = {},
): Source {
  const lookups = { statementMilliseconds: options.queryMilliseconds ?? 5_000, readOnly: true };
  const reads = { statementMilliseconds: options.readMilliseconds ?? 30 * 60_000, readOnly: true };
  // The server cuts a statement itself; this is for a server that no longer answers at all.
  const patience = lookups.statementMilliseconds + 2_000;
  const asked = createLookups(postgresConfig(address, password, lookups), options.connections ?? 4, patience);
  const pool = new Pool({
    ...postgresConfig(address, password, lookups),
    Client: GuardedClient,
    max: 2,
    query_timeout: patience,
    idleTimeoutMillis: 30_000,
    allowExitOnIdle: true,
  });
  const breaks = { idle: 0 };
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {
    breaks.idle++;
  });

  async function ask<T>(work: () => Promise<T>, facts: Record<string, string> = {}): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw postgresProblem(error, address, facts);
    }
  }

  return {
    test() {
      return ask(async () => {
        const started = performance.now();
        const { rows } = await pool.query<{ version: string; can_write: boolean }>(
          `select current_setting('server_version') as version,
                  (select rolsuper from pg_roles where rolname = current_user)
                  or exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                              where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')
                                and has_schema_privilege(n.oid, 'usage')
                                and (has_table_privilege(c.oid, 'insert, update, delete, truncate')
                                     or has_any_column_privilege(c.oid, 'insert, update'))) as can_write`,
        );
        const milliseconds = Math.round(performance.now() - started);
        return {
          version: cutSaid(`PostgreSQL ${rows[0]?.version ?? ''}`),
          canWrite: rows[0]?.can_write ?? false,
          milliseconds,
        };
      });
    },
    tables() {
      return ask(async () => {
        const { rows } = await pool.query<{
          schema: string;
          table: string;
          comment: string;
          rows: string;
          kind: string;
        }>(
          `select n.nspname as schema, c.relname as table, coalesce(obj_description(c.oid, 'pg_class'), '') as comment,
                  c.reltuples::bigint as rows, c.relkind as kind
             from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
              and has_schema_privilege(n.oid, 'usage') and has_any_column_privilege(c.oid, 'select')
            order by 1, 2`,
        );
        return rows.map(
          (row): DiscoveredTable => ({
            schema: row.schema,
            table: row.table,
            comment: row.comment,
            rows: Number(row.rows) < 0 || row.kind === 'v' ? undefined : Number(row.rows),
            isView: row.kind === 'v' || row.kind === 'm',
          }),
        );
      });
    },
    columns(table) {
      return ask(async () => {
        const columns = await readColumns(pool, table);
        if (columns.length === 0)
          throw new ConnectionProblem('no_table', { schema: table.schema, table: table.table });
        return columns;
      });
    },
    async snapshot({ signal } = {}) {
      signal?.throwIfAborted();
      const client = await connectPostgres(postgresConfig(address, password, reads), address);
      const stop = (): void => {
        client.connection.stream.destroy();
      };
      signal?.addEventListener('abort', stop, { once: true });
      const problem = (error: unknown, { schema, table }: TableName): Error => {
        signal?.throwIfAborted();
        return postgresProblem(error, address, { schema, table });
      };
      try {
        await client.query('begin isolation level repeatable read read only');
      } catch (error) {
        await endPostgres(client);
        throw problem(error, { schema: '', table: '' });
      }
      const snapshot = openSnapshot(client, reads.statementMilliseconds, problem);
      return {
        ...snapshot,
        close() {
          signal?.removeEventListener('abort', stop);
          return snapshot.close();
        },
      };
    },
    count(selection) {
      return ask(async () => {
        const compiled = compileCount('postgres', selection);
        const values = bindSlots('postgres', compiled.slots, { filters: {} });
        const { rows } = await pool.query<{ count: string }>(compiled.text, values);
        return Number(rows[0]?.count ?? 0);
      });
    },
    compileQuery: shape => compileQuery('postgres', shape),
    compileVerify: shape => compileVerify('postgres', shape),
    query(compiled, values, milliseconds) {
      const rowsOf = ({ text, slots }: Statement): Promise<LookupRow[]> =>
        asked.ask(
          {
            name: statementName(text),
            text,
            values: bindSlots('postgres', slots, values),
            rowMode: 'array',
          },
          milliseconds,
        );
      return ask(async () => {
        const few = compiled.few && (await rowsOf(compiled.few));
        return few && few.length < 2 ? few : rowsOf(compiled);
      });
    },
    verifyMany(shape, values, milliseconds) {
      return ask(async () => {
        const many = compileMany(shape);
        const rows = await asked.ask(
          {
            name: statementName(many.text),
            text: many.text,
            values: bindMany(many, values),
            rowMode: 'array',
          },
          milliseconds,
        );
        return inOrder(rows, values.length);
      });
    },
    shapeOf: table => ask(() => readPostgresShape(pool, table)),
    compileList: (shape, table) => compileList('postgres', shape, table),
    compileListCount: (shape, table) => compileListCount('postgres', shape, table),
    list(compiled, values, milliseconds) {
      return ask(() =>
        asked.ask(
          {
            name: listNames(compiled.text),
            text: compiled.text,
            values: bindList('postgres', compiled.slots, values),
            rowMode: 'array',
          },
          milliseconds,
        ),
      );
    },
    estimate(counted, values, milliseconds) {
      return ask(async () => {
        const text = `explain (format json) ${explained(counted)}`;
        const query = {
          text,
          values: bindList('postgres', counted.slots, values),
          rowMode: 'array' as const,
        };
        const rows = await asked.ask(query, milliseconds);
        return plannedRows(rows[0]?.[0]);
      });
    },
    close: async () => {
      await Promise.all([asked.close(), pool.end()]);
    },
  };
}

/** The same text has the same name, so each connection prepares it once; names are short and never reused. */
function createNames(prefix: string, most: number): (text: string) => string {
  const names = new Map<string, string>();
  return text => {
    const known = names.get(text);
    if (known !== undefined) return known;
    // Past this many shapes the name stays empty: PostgreSQL plans the statement each time, and memory stays bounded.
    if (names.size >= most) return '';
    const name = `${prefix}_${names.size + 1}`;
    names.set(text, name);
    return name;
  };
}

const statementName = createNames('shuqiao', 500);
/** Apart from the others: callers ask for lists in ever new ways. */
const listNames = createNames('shuqiao_list', 200);
