-- Module services: versions of a service side by side, what consumers check of it, and synthetic rows before data (SRV-3).
create schema services;
grant usage on schema services to sq_read, sq_write;

-- The version of the service that what is mounted now serves; plans of before name the version that they were made for.
alter table resources.resource add column version int not null default 1 check (version > 0);

-- Every version that a service ever had, written when the next one replaces it.
create table services.version (
  entry_id int not null references catalog.entry,
  version int not null check (version > 0),
  -- Items with their types, and where they lay.
  items jsonb not null,
  place jsonb not null,
  since timestamptz not null,
  -- Why the next one came, in the provider's words.
  note text not null default '',
  deprecated_at timestamptz,
  -- The last day on which it answers; null for the newest.
  sunset date,
  primary key (entry_id, version),
  check ((deprecated_at is null) = (sunset is null))
);

-- What a consumer checks of a service that it was granted: declarations, no code.
create table services.contract (
  grant_id int primary key references sharing.grant,
  checks jsonb not null,
  -- An example call holds values of a person: sealed to this row; null without one.
  example_sealed bytea,
  changed_at timestamptz not null,
  changed_post text not null,
  -- When it was run last, on whatever ground.
  run_at timestamptz
);

create table services.contract_run (
  id integer generated always as identity primary key,
  grant_id int not null references services.contract,
  at timestamptz not null,
  ground text not null check (ground in ('demand', 'daily', 'mount', 'settings')),
  -- The version of the service that it was run against.
  version int not null,
  passed boolean not null,
  -- One a check: kind, item, whether it holds, why not; never a value.
  results jsonb not null,
  -- Where it failed and the change was made all the same.
  override text not null default ''
);
create index contract_run_by_grant on services.contract_run (grant_id, id desc);

-- Synthetic rows for whoever applied. The plan's number is the application's, negative.
create table services.sandbox (
  application_id int primary key references sharing.application,
  entry_id int not null references catalog.entry,
  system_id int not null references org.system,
  consumer_id int not null references org.department,
  sid text not null,
  -- Version of its plan.
  version int not null,
  -- Whether it also answers calls that live keys sign: until the consumer turns to live data.
  front boolean not null,
  -- The grant that was decided, where there is one by now.
  grant_id int references sharing.grant,
  opened_at timestamptz not null,
  turned_at timestamptz,
  turned_post text not null default '',
  ended_at timestamptz
);
create index sandbox_by_grant on services.sandbox (grant_id) where grant_id is not null;
create index sandbox_open on services.sandbox (application_id) where ended_at is null;

select record.guard('services.version');
select record.guard('services.contract');
select record.guard('services.contract_run');
select record.guard('services.sandbox');
