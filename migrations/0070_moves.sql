-- Module exchange and the mover: collections beside deliveries, attempts that fence each other, what was set aside, priorities.

-- A collection rests on no grant.
alter table plans.run alter column grant_id drop not null, alter column version drop not null;
-- Lower ones go first; what people start goes before what a schedule starts.
alter table plans.run add column priority smallint not null default 5 constraint run_priority_check check (priority between 1 and 9);

alter table plans.progress
  -- Grows with each attempt; the sink refuses whoever comes with a smaller one.
  add column attempt int not null default 0,
  add column set_aside bigint not null default 0,
  -- Columns that changed at the source, and rows that its conditions left out: what the run noticed and went on.
  add column notices jsonb not null default '[]',
  -- When the target is next asked to drop what an attempt kept there and nobody will continue; null: nothing is left.
  add column forget_at timestamptz;
create index progress_forget on plans.progress (forget_at) where forget_at is not null;

-- Rows that could not travel. What the source had is sealed; the rest says where to look.
create table plans.set_aside (
  run_id int not null references plans.run,
  n int not null,
  source_row bigint not null,
  "column" text not null,
  type text not null,
  reason text not null,
  raw_sealed bytea not null,
  key_sealed bytea not null,
  primary key (run_id, n)
);
select record.exempt('plans.set_aside', 'rows that a run could not carry; how many there were is in its receipt and its record');
revoke all on plans.set_aside from sq_read, sq_write;
-- Whoever opens a row is a command: the login of the page reads nothing sealed.
grant select on plans.set_aside to sq_write;
grant select (run_id, n, source_row, "column", type, reason) on plans.set_aside to sq_read;
grant select, insert, delete on plans.set_aside to sq_mover;

grant select (attempt, set_aside, notices, forget_at) on plans.progress to sq_read, sq_write;
