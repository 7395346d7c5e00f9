-- Module links: direct links between departments that grew before the platform, registered and moved over (SHR-9).
create schema links;
grant usage on schema links to sq_read, sq_write;

create table links.link (
  id integer generated always as identity primary key,
  -- Who registered it; it stands on one of the two sides.
  department_id integer not null references org.department,
  side text not null check (side in ('gives', 'takes')),
  system_name text not null check (system_name <> ''),
  -- The other side: a department of the platform, or one that is only named.
  other_id integer references org.department,
  other_name text not null default '',
  other_system text not null default '',
  data text not null check (data <> ''),
  entry_id integer references catalog.entry,
  way text not null check (way in ('database', 'interface', 'file', 'front_end', 'other')),
  frequency text not null check (frequency in ('realtime', 'daily', 'weekly', 'monthly', 'irregular')),
  since date,
  ground text not null default '',
  volume text not null default '',
  -- What the department proposes: a date by which it is moved over, or why it cannot be.
  wanted_until date,
  exempt_reason text not null default '',
  state text not null check (state in ('draft', 'awaiting', 'registered', 'planned', 'moved', 'closed', 'exempt', 'discarded')),
  -- The date that the authority set.
  until date,
  -- The grant that replaces it, by its number in sharing.
  grant_id integer,
  grant_no text not null default '',
  -- Which side says that it is switched off; the other one confirms.
  off_by text check (off_by in ('registrant', 'other')),
  off_at timestamptz,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  constraint link_not_to_oneself check (other_id <> department_id),
  check ((other_id is null) <> (other_name = '')),
  check (state not in ('planned') or until is not null),
  check (state <> 'moved' or grant_id is not null),
  check ((off_by is null) = (off_at is null))
);
create index link_by_department on links.link (department_id, id desc);
create index link_by_other on links.link (other_id, id desc) where other_id is not null;

create table links.history (
  id integer generated always as identity primary key,
  link_id integer not null references links.link,
  action text not null,
  at timestamptz not null,
  post text not null,
  name text not null,
  note text not null default '',
  citation jsonb
);
create index link_history_by_link on links.history (link_id, id);

select record.guard('links.link');
select record.guard('links.history');

-- Module results: what consumers record of their use (N809 29), what the use achieved, and the examples that are put up
-- and voted on (SHR-11, SHR-14).
create schema results;
grant usage on schema results to sq_read, sq_write;

create table results.use_record (
  id integer generated always as identity primary key,
  -- By its number in sharing, where no grant is ever removed.
  grant_id integer not null,
  kind text not null check (kind in ('scenario', 'course', 'effect', 'storage', 'destruction')),
  occurred_on date not null,
  body text not null check (body <> ''),
  -- The post that answers for what is written, in the consumer's own words.
  responsible text not null check (responsible <> ''),
  corrects integer references results.use_record,
  at timestamptz not null,
  post text not null,
  name text not null,
  constraint use_record_corrected_once unique (corrects)
);
create index use_record_by_grant on results.use_record (grant_id, id);

-- Who read the records of a grant: the provider or an authority (N809 29).
create table results.inspection (
  id integer generated always as identity primary key,
  grant_id integer not null,
  department_id integer not null references org.department,
  reason text not null check (reason <> ''),
  at timestamptz not null,
  post text not null,
  name text not null
);
create index inspection_by_grant on results.inspection (grant_id, id);

create table results.result (
  id integer generated always as identity primary key,
  grant_id integer not null,
  matter text not null check (matter <> ''),
  body text not null check (body <> ''),
  period_from date not null,
  period_until date not null,
  times_used bigint check (times_used >= 0),
  people_served bigint check (people_served >= 0),
  materials_saved bigint check (materials_saved >= 0),
  days_saved numeric(12, 1) check (days_saved >= 0),
  at timestamptz not null,
  post text not null,
  name text not null,
  check (period_from <= period_until)
);
create index result_by_grant on results.result (grant_id, id desc);

-- That a report is due was told, once for each occasion of a grant.
create table results.reminder (
  grant_id integer not null,
  occasion text not null check (occasion in ('half', 'end')),
  at timestamptz not null,
  primary key (grant_id, occasion)
);

create table results.example (
  id integer generated always as identity primary key,
  result_id integer not null references results.result,
  department_id integer not null references org.department,
  title text not null check (title <> ''),
  story text not null check (story <> ''),
  -- By the rule of the place, where it has classes.
  class text,
  state text not null check (state in ('proposed', 'returned', 'up', 'excellent', 'withdrawn')),
  created_at timestamptz not null,
  changed_at timestamptz not null
);
create unique index example_once_a_result on results.example (result_id) where state <> 'withdrawn';
create index example_by_department on results.example (department_id, id desc);

create table results.example_history (
  id integer generated always as identity primary key,
  example_id integer not null references results.example,
  action text not null,
  at timestamptz not null,
  post text not null,
  name text not null,
  note text not null default ''
);
create index example_history_by_example on results.example_history (example_id, id);

create table results.round (
  id integer generated always as identity primary key,
  region_code text not null references org.region,
  title text not null check (title <> ''),
  first_day date not null,
  last_day date not null,
  opened_at timestamptz not null,
  opened_post text not null,
  closed_at timestamptz,
  check (first_day <= last_day)
);
create unique index round_one_at_a_time on results.round (region_code) where closed_at is null;

create table results.candidate (
  round_id integer not null references results.round,
  example_id integer not null references results.example,
  primary key (round_id, example_id)
);
create table results.vote (
  round_id integer not null,
  department_id integer not null references org.department,
  example_id integer not null,
  at timestamptz not null,
  post text not null,
  constraint vote_once unique (round_id, department_id),
  foreign key (round_id, example_id) references results.candidate
);

-- What is only ever added: a correction is a new entry, and nothing is removed before its time or after it.
do $$
declare target text;
begin
  foreach target in array array['use_record', 'inspection', 'reminder', 'candidate', 'vote'] loop
    execute format('create trigger only_by_command before insert or update or delete or truncate on results.%I
      for each statement execute function record.require_command()', target);
    execute format('grant select on results.%I to sq_read, sq_write', target);
    execute format('grant insert on results.%I to sq_write', target);
  end loop;
end $$;
select record.guard('results.result');
select record.guard('results.example');
select record.guard('results.example_history');
select record.guard('results.round');

-- The applications that a matched need led to: supply met demand (SHR-7). The number is kept as it was told.
create table lists.demand_application (
  demand_id integer not null references lists.demand,
  application_id integer not null primary key,
  no text not null,
  at timestamptz not null
);
create index demand_application_by_demand on lists.demand_application (demand_id);
select record.guard('lists.demand_application');
