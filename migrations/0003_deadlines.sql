-- Module deadlines: clocks are started and moved by events and computed from them; no counter is ever stored.
create schema deadlines;
grant usage on schema deadlines to sq_read, sq_write, sq_worker;

create table deadlines.clock (
  id int generated always as identity primary key,
  -- What the clock belongs to: application:12, entry:7, grant:3.
  subject text not null,
  step text not null,
  started_at timestamptz not null,
  local_days int,
  legal_days int,
  -- The clauses under which it was started: a later change of a rule does not move it.
  local_citation jsonb,
  legal_citation jsonb
);
create index clock_by_subject on deadlines.clock (subject);

create table deadlines.clock_event (
  id int generated always as identity primary key,
  clock_id int not null references deadlines.clock,
  kind text not null check (kind in ('pause', 'resume', 'extend', 'stop')),
  at timestamptz not null,
  days int
);
create index clock_event_by_clock on deadlines.clock_event (clock_id);
create unique index clock_stops_once on deadlines.clock_event (clock_id) where kind = 'stop';

-- Which years of the holiday schedule are known, and which days differ from the plain week.
create table deadlines.calendar_day (day date primary key, kind text not null check (kind in ('holiday', 'workday')), name text not null);
create table deadlines.calendar (one boolean primary key default true check (one), source text not null, known_through date not null, loaded_at timestamptz not null);

select record.guard('deadlines.clock');
select record.guard('deadlines.clock_event');
select record.guard('deadlines.calendar_day');
select record.guard('deadlines.calendar');
