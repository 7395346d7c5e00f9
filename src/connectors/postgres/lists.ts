/** What a PostgreSQL's table and its indexes are to a list. */
import type { Client, Pool, PoolClient } from 'pg';
import { ConnectionProblem } from '#planes/mover/ports.ts';
import type { ColumnShape, TableName, TableShape } from '#planes/mover/ports.ts';

interface ColumnRow {
  name: string;
  type: string;
  not_null: boolean;
  by_bytes: boolean;
}

interface IndexRow {
  columns: string[];
  is_unique: boolean;
}

/** Texts that are equal by their own type’s `=` whenever their characters are. */
const FOUND = new Set(['text', 'varchar', 'bpchar', 'uuid']);
const TEXTS = new Set(['text', 'varchar']);
const NUMBERS_AND_TIMES = new Set([
  'int2',
  'int4',
  'int8',
  'numeric',
  'float8',
  'bool',
  'date',
  'timestamp',
  'timestamptz',
]);

/** Of a view there are no indexes to be seen: what is compared in it counts as not indexed. */
export async function readPostgresShape(
  client: Client | PoolClient | Pool,
  { schema, table }: TableName,
): Promise<TableShape> {
  const { rows: columns } = await client.query<ColumnRow>(
    `select a.attname as name, b.typname as type, a.attnotnull as not_null,
            case co.collname when 'C' then true when 'POSIX' then true when 'ucs_basic' then true
              when 'default' then coalesce(to_jsonb(d) ->> 'datlocprovider', 'c') = 'c' and d.datcollate in ('C', 'POSIX')
              else false end as by_bytes
       from pg_class c
       join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       join pg_type t on t.oid = a.atttypid
       join pg_type b on b.oid = case when t.typtype = 'd' then t.typbasetype else t.oid end
       join pg_database d on d.datname = current_database()
       left join pg_collation co on co.oid = a.attcollation
      where n.nspname = $1 and c.relname = $2 and c.relkind in ('r', 'p', 'v', 'm', 'f')`,
    [schema, table],
  );
  if (columns.length === 0) throw new ConnectionProblem('no_table', { schema, table });
  const { rows: indexes } = await client.query<IndexRow>(
    `select array(select coalesce(case when i.indcollation[k - 1] = a.attcollation then a.attname::text end, '')
                    from generate_series(1, i.indnkeyatts) k
                    left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[k - 1] and a.attnum > 0
                   order by k) as columns,
            i.indisunique and i.indimmediate as is_unique
       from pg_index i
       join pg_class c on c.oid = i.indrelid
       join pg_namespace n on n.oid = c.relnamespace
       join pg_class ic on ic.oid = i.indexrelid
       join pg_am am on am.oid = ic.relam and am.amname = 'btree'
      where n.nspname = $1 and c.relname = $2 and i.indisvalid and i.indpred is null
      order by i.indisprimary desc, ic.relname`,
    [schema, table],
  );
  return {
    columns: new Map(
      columns.map(({ name, type, not_null: notNull, by_bytes: byBytes }): [string, ColumnShape] => [
        name,
        {
          type,
          isNullable: !notNull,
          finds: FOUND.has(type) || NUMBERS_AND_TIMES.has(type),
          sorts: (TEXTS.has(type) && byBytes) || NUMBERS_AND_TIMES.has(type),
          nulls: 'greatest',
        },
      ]),
    ),
    indexes: indexes.map(index => ({
      columns: upTo(index.columns),
      isUnique: index.is_unique && index.columns.every(name => name !== ''),
    })),
  };
}

/** The columns before the first part that is an expression, or that is in another collation than its column. */
function upTo(columns: readonly string[]): string[] {
  const end = columns.indexOf('');
  return end < 0 ? [...columns] : columns.slice(0, end);
}

/** The rows that a plan of EXPLAIN (FORMAT JSON) ends with; the driver may have parsed it. */
export function plannedRows(said: unknown): number {
  const plans: unknown = typeof said === 'string' ? JSON.parse(said) : said;
  const [plan] = plans as [{ Plan: { 'Plan Rows': number } }];
  return plan.Plan['Plan Rows'];
}
