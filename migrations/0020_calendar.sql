-- Module deadlines: the calendar by years and corrections, each with the notice that it rests on; which dates were told.

-- Nothing is overwritten: of several loads of a year the last holds, and corrections of single days stand above loads.
create table deadlines.calendar_change (
  id int generated always as identity primary key,
  -- The year that was loaded whole; null where single days were corrected.
  year int check (year between 2000 and 2100),
  -- 国办发明电〔2025〕7号, or the packages from which the installation took its first years.
  source text not null,
  reason text not null default '',
  at timestamptz not null,
  post text not null,
  name text not null
);
create table deadlines.calendar_entry (
  change_id int not null references deadlines.calendar_change,
  day date not null,
  -- ordinary: a correction that gives the day back to the rule of the week.
  kind text not null check (kind in ('holiday', 'workday', 'ordinary')),
  name text not null,
  primary key (change_id, day)
);

insert into deadlines.calendar_change (year, source, at, post, name)
  select y.year, c.source, c.loaded_at, '平台', '平台'
  from deadlines.calendar c cross join lateral generate_series(
    coalesce((select extract(year from min(d.day))::int from deadlines.calendar_day d), extract(year from c.known_through)::int),
    extract(year from c.known_through)::int) y(year)
  order by y.year;
insert into deadlines.calendar_entry (change_id, day, kind, name)
  select c.id, d.day, d.kind, d.name
  from deadlines.calendar_change c join deadlines.calendar_day d on extract(year from d.day)::int = c.year;
drop table deadlines.calendar_day;
drop table deadlines.calendar;

-- The departments on both sides of a step: they are told its dates.
alter table deadlines.clock add column parties int[] not null default '{}';
-- Limits count working days; natural days where a notice sets its own time limit (限期).
alter table deadlines.clock add column unit text not null default 'working' check (unit in ('working', 'natural'));
-- Whether an extension moves the local date too, and the consent on which it rests.
alter table deadlines.clock_event add column local boolean not null default false, add column citation jsonb;
alter table deadlines.clock_event add constraint clock_extends_by_days check ((kind = 'extend') = (coalesce(days, 0) > 0));
create unique index clock_pauses_once on deadlines.clock_event (clock_id) where kind = 'pause';
create unique index clock_resumes_once on deadlines.clock_event (clock_id) where kind = 'resume';

-- Which dates the parties of a clock were told, and why then: what somebody relied on can be shown years later.
create table deadlines.telling (
  id bigint generated always as identity,
  -- No foreign key: a change of the calendar writes tens of thousands, each of a clock that it has just read, and
  -- clocks are never deleted.
  clock_id int not null,
  at timestamptz not null,
  cause text not null check (cause in ('start', 'resume', 'extend', 'calendar')),
  change_id int references deadlines.calendar_change,
  local_due date,
  legal_due date,
  -- The way to the date crosses days of which nothing was known then.
  provisional boolean not null,
  primary key (clock_id, id),
  check ((cause = 'calendar') = (change_id is not null))
);
create index telling_by_change on deadlines.telling (change_id) where change_id is not null;

select record.guard('deadlines.calendar_change');
select record.guard('deadlines.calendar_entry');
select record.guard('deadlines.telling');
