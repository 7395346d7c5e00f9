-- Module deadlines: each of the two dates told has its own mark; a department's own clocks; a clock is extended once.

alter table deadlines.telling
  -- The way to the date crosses days of which nothing was known then.
  add column local_provisional boolean not null default false,
  add column legal_provisional boolean not null default false;

-- What was told before: one mark stood for both. A date of a year that had been loaded by then was certain.
alter table deadlines.telling disable trigger only_by_command;
with known as (select year, min(at) as since from deadlines.calendar_change where year is not null group by year)
update deadlines.telling t set
  local_provisional = t.local_due is not null and not exists
    (select from known k where k.year = extract(year from t.local_due) and k.since <= t.at),
  legal_provisional = t.legal_due is not null and not exists
    (select from known k where k.year = extract(year from t.legal_due) and k.since <= t.at)
  where t.provisional;
alter table deadlines.telling enable trigger only_by_command;
alter table deadlines.telling drop column provisional;

create index clock_by_party on deadlines.clock using gin (parties);
create unique index clock_extends_once on deadlines.clock_event (clock_id) where kind = 'extend';
