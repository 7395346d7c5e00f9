-- Module exchange: what is to be moved where, and the runs that the mover executes.
create schema exchange;
grant usage on schema exchange to sq_read, sq_write, sq_worker;

create table exchange.task (
  id int generated always as identity primary key,
  grant_id int not null,
  source_id int not null,
  schema text not null,
  "table" text not null,
  -- As it was when the task was made, for people: a list of tasks asks nobody else.
  grant_no text not null,
  entry_id int not null,
  entry_title text not null,
  provider_id int not null references org.department,
  provider text not null,
  consumer_id int not null references org.department,
  consumer text not null,
  target text not null,
  created_at timestamptz not null,
  constraint task_one_per_target unique (source_id, schema, "table")
);
create index task_by_consumer on exchange.task (consumer_id, id desc);
create index task_by_provider on exchange.task (provider_id, id desc);
select record.guard('exchange.task');

-- Official numbers of runs, without a gap within a year: 运-2026-000123.
create table exchange.number (year int primary key, last int not null);
select record.guard('exchange.number');

-- The order for one run: a complete plan. Written by a recorded command.
create table plans.run (
  id int generated always as identity primary key,
  no text not null unique,
  task_id int not null,
  grant_id int not null,
  version int not null,
  plan jsonb not null,
  created_at timestamptz not null
);
create index run_by_task on plans.run (task_id, id desc);
create index run_by_grant on plans.run (grant_id, id desc);
select record.guard('plans.run');
grant select on plans.run to sq_mover, sq_worker;

-- How far the mover is: its own bookkeeping. What it proves lies in the record.
create table plans.progress (
  run_id int primary key references plans.run,
  state text not null default 'queued',
  stage text not null default 'waiting',
  rows_read bigint not null default 0,
  rows_written bigint not null default 0,
  expected bigint,
  -- A mover that stops renewing its lease is taken for dead.
  lease_until timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  problem_code text,
  problem_facts jsonb not null default '{}',
  -- Key and sums of the content digest; who knows the key could forge equality, so only the mover reads it.
  digest_key bytea,
  digest bytea,
  receipt jsonb,
  stop_requested boolean not null default false,
  compare_requested boolean not null default false,
  comparison jsonb
);
create index progress_open on plans.progress (run_id) where state in ('queued', 'running', 'delivering') or compare_requested;
select record.exempt('plans.progress', 'progress, leases and results of runs; each run''s order and its receipt are recorded');
revoke all on plans.progress from sq_read, sq_write;
grant select (run_id, state, stage, rows_read, rows_written, expected, lease_until, started_at, finished_at, problem_code, problem_facts, receipt, stop_requested, compare_requested, comparison) on plans.progress to sq_read, sq_write;
grant insert (run_id, expected), update (stop_requested, compare_requested) on plans.progress to sq_write;
grant select, update on plans.progress to sq_mover;

create function plans.tell_run() returns trigger language plpgsql as $$
begin
  perform pg_notify('shuqiao_runs', '');
  return null;
end $$;
create trigger tell after insert or update of stop_requested, compare_requested on plans.progress for each statement execute function plans.tell_run();
