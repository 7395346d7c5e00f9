/** Whether reading what another role owns runs nobody's code: an auditor's account may read, and owns nothing. */
import type { Client } from 'pg';
import type { TableName } from '#planes/mover/ports.ts';

const NAME = '(?:[a-z_][a-z0-9_]*|"(?:[^"]|"")+")';
const COLUMN = `(?:${NAME}\\.)?${NAME}(?: AS ${NAME})?`;
/** As PostgreSQL writes down a view of columns of one table: there is no place for an expression in it. */
const COLUMNS_OF_A_TABLE = new RegExp(
  `^ SELECT ${COLUMN}(?:,\\n {4}${COLUMN})*\\n {3}FROM (?:${NAME}\\.)?${NAME}(?: ${NAME})?;$`,
  'u',
);

/**
 * A table, or a view of columns of one table. What its owner could hang on the table and have run by a reader is refused:
 * types and casts of his own, policies, and what is worked out when a statement is planned (expressions of indexes,
 * statistics and checks). Asked while the caller holds a lock on it.
 */
export async function isPlain(client: Client, { schema, table }: TableName): Promise<boolean> {
  const { rows } = await client.query<{ words: string | null; plain: boolean }>(
    `with one as (
       select c.oid, c.relkind from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = $1 and c.relname = $2),
     base as (
       select oid from one where relkind = 'r'
       union
       select d.refobjid from one join pg_rewrite r on r.ev_class = one.oid and r.rulename = '_RETURN'
         join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
                         and d.refclassid = 'pg_class'::regclass and d.refobjid <> one.oid
        where one.relkind = 'v')
     select case one.relkind when 'v' then pg_get_viewdef(one.oid) end as words,
       (select count(*) = 1 and bool_and(c.relkind = 'r' and not c.relrowsecurity
            and not exists (select from pg_inherits where inhparent = c.oid)
            and not exists (select from pg_index where indrelid = c.oid and (indexprs is not null or indpred is not null))
            and not exists (select from pg_statistic_ext where stxrelid = c.oid)
            and not exists (select from pg_constraint where conrelid = c.oid and contype = 'c')
            and not exists (select from pg_attribute a join pg_type t on t.oid = a.atttypid
                             where a.attrelid = c.oid and a.attnum > 0 and t.typnamespace <> 'pg_catalog'::regnamespace))
          from base join pg_class c on c.oid = base.oid) as plain
     from one where one.relkind in ('r', 'v')`,
    [schema, table],
  );
  const [found] = rows;
  return found?.plain === true && (found.words === null || COLUMNS_OF_A_TABLE.test(found.words));
}
