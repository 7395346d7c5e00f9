import type pg from 'pg';

interface Line {
  text: string;
}

const OURS = "n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and n.nspname !~ '^pg_'";

/** Partitions are made as months go by: two installations of one version differ in them. */
const LASTING = 'not c.relispartition';

/** What every part of the schema is, as the server itself writes it, in an order that does not depend on history. */
const PARTS: [title: string, query: string][] = [
  [
    'schemas',
    `select format('create schema %I;', n.nspname) as text from pg_namespace n where ${OURS} order by 1`,
  ],
  [
    'extensions',
    `select format('create extension %I;', extname) as text from pg_extension where extname <> 'plpgsql' order by 1`,
  ],
  [
    'sequences',
    `select format('create sequence %I.%I;', n.nspname, c.relname) as text
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'S' and ${OURS}
        and not exists (select from pg_depend d where d.objid = c.oid and d.deptype in ('i', 'a')) order by 1`,
  ],
  [
    'tables',
    `select format(E'create table %I.%I (\\n%s\\n);', n.nspname, c.relname, (
       select string_agg('  ' || line, E',\\n' order by kind, place, line) from (
         select 1 as kind, a.attnum as place, concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
           case when a.attidentity <> '' then 'generated always as identity' end,
           case when d.adbin is null then null
                when a.attgenerated = 's' then 'generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored'
                else 'default ' || pg_get_expr(d.adbin, d.adrelid) end,
           case when a.attnotnull then 'not null' end) as line
         from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         union all
         select 2, 0, format('constraint %I %s', k.conname, pg_get_constraintdef(k.oid))
         from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'u', 'c', 'f', 'x')) lines)) as text
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and ${OURS} and ${LASTING} order by n.nspname, c.relname`,
  ],
  [
    'views',
    `select format(E'create view %I.%I as\\n%s', n.nspname, c.relname, pg_get_viewdef(c.oid, true)) as text
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('v', 'm') and ${OURS} order by n.nspname, c.relname`,
  ],
  [
    'indexes',
    `select pg_get_indexdef(i.indexrelid) || ';' as text
       from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
      where ${OURS} and not exists (select from pg_inherits h where h.inhrelid = i.indexrelid)
        and not exists (select from pg_constraint k where k.conindid = i.indexrelid) order by 1`,
  ],
  [
    'functions',
    `select pg_get_functiondef(p.oid) || ';' as text
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where ${OURS} and p.prokind in ('f', 'p')
        and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
      order by n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)`,
  ],
  [
    'triggers',
    `select pg_get_triggerdef(t.oid) || ';' as text
       from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
      where not t.tgisinternal and t.tgparentid = 0 and ${OURS} and ${LASTING} order by n.nspname, c.relname, t.tgname`,
  ],
  [
    'event triggers',
    `select format('create event trigger %I on %s when tag in (%s) execute function %s();', e.evtname, e.evtevent,
         (select string_agg(quote_literal(tag), ', ') from unnest(e.evttags) tag), e.evtfoid::regproc) as text
       from pg_event_trigger e order by 1`,
  ],
  [
    'grants on schemas',
    `select format('grant %s on schema %I to %I;', lower(string_agg(g.privilege_type, ', ' order by g.privilege_type)), n.nspname, r.rolname) as text
       from pg_namespace n, aclexplode(n.nspacl) g join pg_roles r on r.oid = g.grantee
      where ${OURS} and r.rolname in ('sq_read', 'sq_write', 'sq_gateway', 'sq_mover', 'sq_worker')
      group by n.nspname, r.rolname order by n.nspname, r.rolname`,
  ],
  [
    'grants on tables and sequences',
    `select format('grant %s on %I.%I to %I;', lower(string_agg(g.privilege_type, ', ' order by g.privilege_type)), n.nspname, c.relname, r.rolname) as text
       from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) g join pg_roles r on r.oid = g.grantee
      where ${OURS} and r.rolname in ('sq_read', 'sq_write', 'sq_gateway', 'sq_mover', 'sq_worker')
      group by n.nspname, c.relname, r.rolname order by n.nspname, c.relname, r.rolname`,
  ],
  [
    'grants on columns',
    `select format('grant %s (%s) on %I.%I to %I;', lower(g.privilege_type), string_agg(quote_ident(a.attname), ', ' order by a.attnum), n.nspname, c.relname, r.rolname) as text
       from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace,
            aclexplode(a.attacl) g join pg_roles r on r.oid = g.grantee
      where ${OURS} and r.rolname in ('sq_read', 'sq_write', 'sq_gateway', 'sq_mover', 'sq_worker')
      group by g.privilege_type, n.nspname, c.relname, r.rolname order by n.nspname, c.relname, r.rolname, g.privilege_type`,
  ],
  [
    'grants on functions',
    `select format('grant execute on function %s to %I;', p.oid::regprocedure, r.rolname) as text
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace, aclexplode(p.proacl) g join pg_roles r on r.oid = g.grantee
      where ${OURS} and r.rolname in ('sq_read', 'sq_write', 'sq_gateway', 'sq_mover', 'sq_worker') order by 1`,
  ],
];

/** What all migrations add up to, read from a database that ran them. */
export async function schemaText(client: pg.Client): Promise<string> {
  // With an empty path every name is written out with its schema.
  await client.query(`set search_path = ''`);
  const text = [
    '-- Generated by `npm run generate` from a database that ran all migrations. For reading; never run it.',
  ];
  for (const [title, query] of PARTS) {
    const { rows } = await client.query<Line>(query);
    if (rows.length > 0) text.push(`\n-- ${title}\n`, ...rows.map(row => row.text));
  }
  return `${text.join('\n')}\n`;
}
