-- Module resources: the departments' own databases, and which table of them stands behind which entry.
create schema resources;
grant usage on schema resources to sq_read, sq_write, sq_worker;

-- How to reach a database of a department: all that the data planes know of it. The password is sealed to its row.
create table plans.source (
  id int generated always as identity primary key,
  kind text not null check (kind in ('postgres', 'mysql')),
  -- The address that was checked against the allowed networks; a name may change its meaning, an address does not.
  host text not null,
  port int not null check (port between 1 and 65535),
  database text not null,
  username text not null,
  password_sealed bytea not null,
  department_id int not null references org.department
);
select record.guard('plans.source');
revoke all on plans.source from sq_read;
grant select (id, kind, host, port, database, username, department_id) on plans.source to sq_read;
grant select on plans.source to sq_gateway, sq_mover;

create table resources.source (
  id int primary key references plans.source,
  department_id int not null references org.department,
  use text not null check (use in ('provide', 'receive')),
  -- As it was written, for people.
  host text not null,
  port int not null,
  database text not null,
  username text not null,
  note text not null,
  can_write boolean not null,
  created_at timestamptz not null,
  constraint source_once unique (department_id, use, host, port, database, username)
);
create index source_by_department on resources.source (department_id, id);

create table resources.resource (
  id int generated always as identity primary key,
  entry_id int not null constraint resource_entry_once unique references catalog.entry,
  source_id int not null references resources.source,
  schema text not null,
  "table" text not null,
  -- [{item, column}] in the order of the entry's items.
  mapping jsonb not null,
  row_count bigint,
  checked_at timestamptz,
  state text not null check (state in ('mounted', 'unreachable', 'drifted')),
  -- What was wrong at the last check, in one sentence.
  problem text not null default ''
);
create index resource_by_source on resources.resource (source_id);

select record.guard('resources.source');
select record.guard('resources.resource');
