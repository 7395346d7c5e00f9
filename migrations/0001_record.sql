-- The record: one append for everything that must be evidence (room `record`). Group roles first: logins are
-- made per installation and are members of these. Nobody logs in as the owner of the tables.
do $$
declare r text;
begin
  foreach r in array array['sq_read', 'sq_write', 'sq_gateway', 'sq_mover', 'sq_worker'] loop
    begin
      execute format('create role %I nologin', r);
    exception when duplicate_object or unique_violation then null;
    end;
  end loop;
end $$;

revoke create on schema public from public;
grant select on public.migration to sq_read;

create schema record;
grant usage on schema record to sq_read, sq_write, sq_gateway, sq_mover, sq_worker;

-- n packed entries with dense numbers first … first + n - 1. One row a flush keeps the cost per call near nothing.
create table record.batch (
  log smallint not null,
  first bigint not null check (first >= 0),
  n int not null check (n > 0),
  body bytea not null,
  -- 16 bytes an entry. Apart from the body: a commitment whose body and salt are deleted says nothing.
  salts bytea not null,
  primary key (log, first),
  check (octet_length(salts) = 16 * n)
);
alter table record.batch alter body set storage external;

-- A signature of the national convention covers neither body nor nonce: a call is known by its digest.
create table record.nonce (
  signature bytea not null,
  digest bytea not null,
  at timestamptz not null default now(),
  primary key (signature, digest)
);
create index nonce_by_time on record.nonce (at);

-- Which versions of which grants may be used at this moment. The only truth about revocation.
create schema plans;
grant usage on schema plans to sq_read, sq_write, sq_gateway, sq_mover, sq_worker;
create table plans.live (
  grant_id int primary key,
  version int not null,
  changed timestamptz not null default clock_timestamp()
);

-- Appends n entries in the order of commits and answers the first number; or, when a grant is dead or a call is a
-- replay, appends nothing and says which (positions in the arrays, from 0), so that the caller can write those
-- entries as refused. Volatile: each statement sees what committed before it began, and the lock is released only
-- after the commit is visible, so numbers follow the order of commits without a gap.
create function record.append(
  l smallint, n int, body bytea, salts bytea,
  grants int[], versions int[],
  signatures bytea[], digests bytea[], spread int
) returns table (first bigint, dead int[], replayed int[], crowded int[])
language plpgsql volatile security definer set search_path = pg_catalog as $$
#variable_conflict use_variable
begin
  perform pg_advisory_xact_lock(7421, l);
  if cardinality(grants) > 0 then
    dead := (select array_agg(x.i::int - 1 order by x.i) from unnest(grants, versions) with ordinality x(g, v, i)
             where x.g is not null
               and not exists (select from plans.live p where p.grant_id = x.g and p.version = x.v));
  end if;
  -- The caller puts no signature twice into one flush, so only the table needs to be asked.
  if cardinality(digests) > 0 then
    select array_agg(q.i order by q.i) filter (where q.same), array_agg(q.i order by q.i) filter (where not q.same and q.seen >= spread)
      into replayed, crowded
      from (select x.i::int - 1 as i, count(*) as seen, bool_or(k.digest = x.d) as same
              from unnest(signatures, digests) with ordinality x(s, d, i)
              join record.nonce k on k.signature = x.s
             group by x.i) q;
  end if;
  if dead is not null or replayed is not null or crowded is not null then
    first := -1;
    return next;
    return;
  end if;
  if cardinality(digests) > 0 then
    insert into record.nonce (signature, digest) select x.s, x.d from unnest(signatures, digests) x(s, d);
  end if;
  first := coalesce((select b.first + b.n from record.batch b where b.log = l order by b.first desc limit 1), 0);
  insert into record.batch (log, first, n, body, salts) values (l, first, n, body, salts);
  return next;
end $$;

revoke all on function record.append from public;
grant execute on function record.append to sq_write, sq_gateway, sq_mover;
-- Nobody updates or deletes a batch; only evidence and the integrator read salts.
grant select (log, first, n, body) on record.batch to sq_read;
grant select on record.batch to sq_worker;
grant select, delete on record.nonce to sq_worker;

create function record.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the record cannot be changed' using errcode = '42501';
end $$;
create trigger nothing_changes before update or delete or truncate on record.batch
  for each statement execute function record.refuse_change();

-- "No write without its record": audited() puts a row here first; the same transaction turns it into the entry.
create table record.command (xid xid8 primary key, at timestamptz not null default now());
grant select, insert, delete on record.command to sq_write;

create function record.require_command() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if not exists (select from record.command c where c.xid = pg_current_xact_id()) then
    raise exception 'table %.% may be written only by a recorded command', tg_table_schema, tg_table_name
      using errcode = '42501';
  end if;
  return null;
end $$;

-- Every domain table is guarded by this, and readable and writable by the two groups.
create function record.guard(target regclass) returns void language plpgsql as $$
begin
  execute format('create trigger only_by_command before insert or update or delete or truncate on %s
                  for each statement execute function record.require_command()', target);
  execute format('grant select on %s to sq_read, sq_write', target);
  execute format('grant insert, update, delete on %s to sq_write', target);
end $$;

-- Tables that are bookkeeping, not decisions (sessions' last use, progress, leases): declared one by one.
create table record.exempt (target text primary key, why text not null);
grant select on record.exempt to sq_read;
create function record.exempt(target regclass, why text) returns void language plpgsql as $$
begin
  insert into record.exempt values (target::text, why);
  execute format('grant select on %s to sq_read, sq_write', target);
  execute format('grant insert, update, delete on %s to sq_write', target);
end $$;

select record.guard('plans.live');
grant select on plans.live to sq_gateway, sq_mover, sq_worker;
