-- Departments' own HTTP interfaces: where they are and with what credentials (the gateway reads that), and how one is
-- mounted to an entry in place of a table.
alter table plans.plan drop constraint plan_kind_check;
alter table plans.plan add constraint plan_kind_check check (kind in ('query', 'verify', 'proxy', 'file', 'move'));

create table plans.upstream (
  id int primary key generated always as identity,
  department_id int not null references org.department,
  scheme text not null check (scheme in ('http', 'https')),
  -- As it was written: what the Host header and the certificate name.
  host text not null check (host <> ''),
  port int not null check (port between 1 and 65535),
  -- What was checked and is connected to, whatever the name means by then.
  address text not null,
  -- The path below which its interfaces lie, without a slash at its end.
  base text not null default '',
  -- What is no secret of its credentials: kind, and user, header or rid and sid.
  credentials jsonb not null,
  secret_sealed bytea not null,
  -- Milliseconds for one call; 0: what the entry's service says.
  timeout int not null default 0 check (timeout = 0 or timeout between 100 and 60000),
  -- At most so many calls in so many seconds; 0: any number.
  rate int not null default 0 check (rate >= 0),
  rate_seconds int not null default 1 check (rate_seconds > 0),
  -- The call by which its health is checked, every so many seconds; 0: never.
  health jsonb not null,
  every int not null default 0 check (every >= 0),
  changed timestamptz not null default clock_timestamp()
);
select record.guard('plans.upstream');
create trigger tell after insert or update or delete on plans.upstream for each statement execute function plans.tell();
grant select on plans.upstream to sq_gateway;
revoke select on plans.upstream from sq_read;
grant select (id, department_id, scheme, host, port, address, base, credentials, timeout, rate, rate_seconds, health, every, changed) on plans.upstream to sq_read;

create table resources.interface (
  id int primary key references plans.upstream,
  entry_id int not null references catalog.entry,
  department_id int not null references org.department,
  name text not null,
  -- Method, path, parameters, mapping, examples, error codes: `InterfaceBody` of the module.
  body jsonb not null,
  created_at timestamptz not null,
  -- An interface that another mount took the place of.
  ended_at timestamptz,
  -- What the last check of its health came to; a change of it is a command, and both sides are told.
  state text not null check (state in ('mounted', 'down')),
  since timestamptz not null,
  problem text not null default ''
);
create unique index interface_entry_once on resources.interface (entry_id) where ended_at is null;
create index interface_by_department on resources.interface (department_id, id);
select record.guard('resources.interface');

-- How often an interface was looked at, and how often in vain.
create table resources.health (
  interface_id int primary key references resources.interface,
  checked_at timestamptz not null,
  ok boolean not null,
  milliseconds int not null,
  checks bigint not null default 0,
  failures bigint not null default 0,
  -- Failures since it last answered.
  in_row int not null default 0,
  problem text not null default ''
);
select record.exempt('resources.health', 'what the checks of interfaces found');
