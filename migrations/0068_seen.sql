-- What is seen of calls: summaries by minute, hour and day in the ledger, counts that gateways pass on, alerts.

-- Summaries of calls, from this release on: a minute, what it is summed by, and a histogram of the time that calls took.
-- Zero stands for "none" in the key. `latency` counts by bucket, four to each doubling (modules/ledger/latency.ts); its
-- first element is bucket 0, and buckets after the last that has a count are not kept.
create table ledger.call_minute (
  at timestamptz not null,
  -- Whose entries were summed up: each log's integrator writes its own rows, whole.
  log smallint not null,
  grant_id int not null,
  system_id int not null,
  consumer_id int not null,
  provider_id int not null,
  entry_id int not null,
  result text not null,
  code text not null,
  calls bigint not null,
  rows bigint not null,
  bytes bigint not null,
  micros bigint not null,
  -- Answered calls that found no row.
  empty bigint not null,
  latency int[] not null,
  primary key (at, log, grant_id, system_id, consumer_id, provider_id, entry_id, result, code)
) with (fillfactor = 70);
-- The same by hour and by day, Beijing time, over all logs.
create table ledger.call_hour (like ledger.call_minute);
alter table ledger.call_hour drop column log, add primary key (at, grant_id, system_id, consumer_id, provider_id, entry_id, result, code);
create table ledger.call_day (like ledger.call_hour including all);
create index call_hour_by_grant on ledger.call_hour (grant_id, at) where grant_id <> 0;
create index call_day_by_grant on ledger.call_day (grant_id, at) where grant_id <> 0;
-- Hours and days that have grown since they were last summed up: whoever reads looks into the minutes of such an hour,
-- and into the hours of such a day.
create table ledger.call_due (
  step text not null check (step in ('hour', 'day')),
  at timestamptz not null,
  primary key (step, at)
);
-- Since when there are summaries: calls before it are in the record and in ledger.usage_hour alone.
create table ledger.call_begin (one boolean primary key default true check (one), at timestamptz not null);
insert into ledger.call_begin (at) values (date_trunc('minute', now()) + interval '1 minute');

grant select, insert, update, delete on ledger.call_minute, ledger.call_hour, ledger.call_day, ledger.call_due to sq_worker;
grant select on ledger.call_minute, ledger.call_hour, ledger.call_day, ledger.call_due, ledger.call_begin to sq_read, sq_write, sq_worker;
insert into record.exempt (target, why)
select 'ledger.' || name, 'derived from the record by the integrator alone; nobody else may write it'
  from unnest(array['call_minute', 'call_hour', 'call_day', 'call_due', 'call_begin']) name;

-- What a gateway counted of a grant since its last row of it; the control plane sums these up and judges them.
create table plans.watched (
  id bigint generated always as identity primary key,
  -- When it was written.
  at timestamptz not null default clock_timestamp(),
  minute timestamptz not null,
  grant_id int not null,
  calls int not null,
  refused int not null,
  failed int not null,
  -- Answered calls that found no row.
  empty int not null,
  -- Calls whose identifier lies next to one of the last few; of identifiers themselves nothing is kept.
  near int not null,
  -- Tries of values in verifications, as the gateway's protection tells them.
  guesses int not null,
  -- The post that asked about the most persons in this hour, and about how many.
  post text not null,
  post_persons int not null,
  facts jsonb
);
create index watched_by_time on plans.watched (at);
insert into record.exempt values ('plans.watched', 'counts of calls that each have their own record; forgotten after some days');
grant insert on plans.watched to sq_gateway;
grant select on plans.watched to sq_read, sq_write;
grant select, delete on plans.watched to sq_worker;

-- Module calls: what of the use of a grant was unusual, and what became of it.
create schema calls;
grant usage on schema calls to sq_read, sq_write;

create table calls.alert (
  id integer generated always as identity primary key,
  -- Its number in grants; what it names is copied, so that an alert stays what it was.
  grant_id integer not null,
  grant_no text not null,
  entry_id integer not null,
  system_id integer,
  provider_id integer not null references org.department,
  consumer_id integer not null references org.department,
  kind text not null check (kind in ('volume', 'hours', 'sequence', 'guessing', 'hits', 'errors', 'persons')),
  -- What the rule said should follow, and whether it was done.
  response text not null check (response in ('tell', 'slow', 'suspend')),
  -- What was seen, and the bound that it passed.
  figures jsonb not null,
  -- The rule of the profile, or `default`.
  rule text not null,
  citation jsonb,
  state text not null check (state in ('open', 'looked_into', 'false_alarm')),
  raised_at timestamptz not null,
  note text not null default '',
  closed_at timestamptz,
  closed_post text not null default '',
  closed_name text not null default '',
  check ((state = 'open') = (closed_at is null))
);
-- One open alert of a kind: what goes on is the same alert.
create unique index alert_open on calls.alert (grant_id, kind) where state = 'open';
create index alert_by_time on calls.alert (raised_at desc, id desc);
select record.guard('calls.alert');

-- From which measure on a kind is told, slows and suspends (null: never); a kind that is not in it follows the default.
create table calls.rule (
  kind text primary key,
  tell numeric,
  slow numeric,
  suspend numeric,
  least integer not null,
  per_second integer not null check (per_second > 0),
  -- On what it rests, in the words of whoever set it.
  basis text not null,
  set_at timestamptz not null,
  set_by text not null
);
select record.guard('calls.rule');

-- Grants that a rule slowed down, until a person lifts it.
create table plans.slowed (
  grant_id int primary key,
  per_second int not null check (per_second > 0),
  alert_id int not null,
  since timestamptz not null
);
select record.guard('plans.slowed');
grant select on plans.slowed to sq_gateway;
create trigger tell after insert or update or delete on plans.slowed for each statement execute function plans.tell();
