-- Module exchange: how and when a task runs, collections beside deliveries, corrections of rows that were set aside.

alter table exchange.task
  -- A collection rests on no grant.
  alter column grant_id drop not null,
  add column kind text not null default 'delivery' constraint task_kind_check check (kind in ('delivery', 'collection')),
  add constraint task_grant_check check ((kind = 'delivery') = (grant_id is not null)),
  -- What the task was told (TaskSettings); what is missing has its usual value.
  add column settings jsonb not null default '{}',
  add column paused boolean not null default false,
  -- The next moment of the schedule.
  add column next_at timestamptz,
  -- A moment that came, or an event, and no run yet: it waits for hours, for other tasks, for the run before.
  add column due_at timestamptz,
  add column due_why text constraint task_due_check check ((due_at is null) = (due_why is null) and due_why in ('schedule', 'event')),
  -- The last run whose end was followed up: told, passed on to tasks that wait for it.
  add column seen_run int not null default 0,
  -- What the source’s file looked like when it was last looked at.
  add column source_mark text,
  -- When the standing comparison was last asked for.
  add column compare_asked_at timestamptz,
  -- By kind: since when the task does not do what its plan says, and what was told of it, once.
  add column troubles jsonb not null default '{}';
-- Runs of before were told of by whoever looked.
alter table exchange.task disable trigger only_by_command;
update exchange.task t set seen_run = coalesce((select max(r.id) from plans.run r where r.task_id = t.id), 0);
alter table exchange.task enable trigger only_by_command;
-- An entry is collected once.
create unique index task_collects_once on exchange.task (entry_id) where kind = 'collection';
create index task_next on exchange.task (next_at) where next_at is not null;
create index task_due on exchange.task (id) where due_at is not null;

-- The most rows a second that anybody may read from a department’s database, as its provider says.
create table exchange.bound (
  source_id int primary key references plans.source,
  pace int not null check (pace > 0)
);
select record.guard('exchange.bound');

alter table plans.run
  add column trigger text not null default 'person' constraint run_trigger_check check (trigger in ('person', 'schedule', 'event', 'resend')),
  -- Of a run that sends corrected rows again: the run that set them aside.
  add column resend_of int references plans.run;
create index run_by_resend on plans.run (resend_of) where resend_of is not null;
create index run_by_day on plans.run (created_at);

-- What a row that was set aside is to become. The value is sealed; absent: as the source has it when it is sent again.
create table plans.correction (
  run_id int not null,
  n int not null,
  value_sealed bytea,
  -- The run that sends it again; a corrected row is sent once.
  sent_by int references plans.run,
  primary key (run_id, n),
  foreign key (run_id, n) references plans.set_aside
);
create index correction_by_sender on plans.correction (sent_by) where sent_by is not null;
select record.guard('plans.correction');
-- What a run that sent rows again set aside anew, by their numbers.
create index set_aside_again on plans.set_aside (run_id, source_row) where source_row < 0;
grant select on plans.correction to sq_mover;
revoke select on plans.correction from sq_read;
grant select (run_id, n, sent_by) on plans.correction to sq_read;

-- The columns of the table as they were at the mount: what a run expects to find. Null: mounted under an earlier release.
alter table resources.resource add column columns jsonb;
