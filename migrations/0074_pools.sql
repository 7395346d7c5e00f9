-- Module pools: departments' tables collected into their pools (部门资源池), by the duty to collect.
create schema pools;
grant usage on schema pools to sq_read, sq_write, sq_worker;

-- The pool's database among those that the data planes know. No department registered it, so `resources` does not list it.
create table pools.place (
  one boolean primary key default true check (one),
  source_id int not null references plans.source,
  made_at timestamptz not null
);

-- A department's schema in the pool: chosen once, whatever the department is called later.
create table pools.schema (
  department_id int primary key references org.department,
  name text not null constraint pool_schema_once unique check (octet_length(name) between 1 and 63)
);

create table pools.collection (
  entry_id int primary key references catalog.entry,
  -- Who answers for the entry.
  department_id int not null references org.department,
  state text not null check (state in ('asked', 'collecting', 'refused', 'ended')),
  -- Where its rows lie, once they were collected: there they stay, whatever becomes of the collection.
  schema text,
  "table" text,
  -- The items that tell one row from another; none: the whole row does.
  key text[] not null default '{}',
  -- Of the exchange: whose runs collect it.
  task_id int,
  asked_at timestamptz,
  confirmed_at timestamptz,
  -- Of a refusal: {rank, title, article, reason, post, name, at}.
  refusal jsonb,
  ended text check (ended in ('withdrawn', 'unmounted', 'withheld')),
  changed_at timestamptz not null,
  constraint collection_once unique (schema, "table"),
  check ((schema is null) = ("table" is null)),
  check (state <> 'collecting' or (schema is not null and confirmed_at is not null)),
  check ((state = 'refused') = (refusal is not null)),
  check ((state = 'ended') = (ended is not null))
);
create index collection_by_department on pools.collection (department_id);
create index collection_by_task on pools.collection (task_id) where task_id is not null;

create table pools.history (
  id int generated always as identity primary key,
  entry_id int not null references pools.collection,
  action text not null,
  at timestamptz not null,
  post text not null,
  name text not null,
  note text not null default '',
  citation jsonb
);
create index history_by_entry on pools.history (entry_id, id);

select record.guard('pools.place');
select record.guard('pools.schema');
select record.guard('pools.collection');
select record.guard('pools.history');

-- What the board shows: runs under way, and those that ended since it looked last.
create index progress_ended on plans.progress (finished_at) where finished_at is not null;
-- Collections rest on no grant: found by what they collect.
create index run_by_collected on plans.run (((plan->>'entryId')::int), id desc) where grant_id is null;
