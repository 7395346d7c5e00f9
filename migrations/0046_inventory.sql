-- Module inventory: the systems of a department and the data that really lie in them (CAT-14), the denominator of
-- coverage.
create schema inventory;
grant usage on schema inventory to sq_read, sq_write;

create table inventory.system (
  id integer generated always as identity primary key,
  department_id integer not null references org.department,
  name text not null check (name <> ''),
  purpose text not null default '',
  -- What a stopped system holds counts no more.
  state text not null default 'in_use' check (state in ('building', 'in_use', 'stopped')),
  -- The database that its tables were read from.
  source_id integer references resources.source,
  read_at timestamptz,
  changed_at timestamptz not null,
  constraint inventory_system_once unique (department_id, name),
  constraint inventory_source_once unique (source_id)
);

-- One table of a system, or whatever else it keeps its data in.
create table inventory.asset (
  id integer generated always as identity primary key,
  system_id integer not null references inventory.system on delete cascade,
  -- schema.table as the database has it, or the name of the file or form.
  place text not null check (place <> ''),
  title text not null default '',
  rows bigint check (rows >= 0),
  -- The entry that describes it, as the department says; a mounted table is known without saying.
  entry_id integer references catalog.entry,
  -- Why it needs no entry; empty where it needs one.
  left_out text not null default '',
  -- When reading the database no longer found it.
  gone_at timestamptz,
  constraint inventory_asset_once unique (system_id, place),
  check (left_out = '' or entry_id is null)
);
create index asset_by_entry on inventory.asset (entry_id) where entry_id is not null;

select record.guard('inventory.system');
select record.guard('inventory.asset');
