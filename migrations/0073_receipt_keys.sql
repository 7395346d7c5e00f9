-- Receipts are signed in the departments' names, and a comparison names the rows that differ.

-- The keys with which the platform signs receipts for a department that keeps none of its own: SM2, the private half sealed
-- to its row. Only the mover makes and opens them; what was announced in the record under a number can not be exchanged.
create table plans.receipt_key (
  department_id int not null,
  no int not null check (no > 0),
  -- As the receipts name it.
  department text not null,
  public_key bytea not null check (octet_length(public_key) = 65),
  sealed bytea not null,
  created_at timestamptz not null,
  -- The entry of the log of use that announces it; it signs nothing before.
  announced bigint,
  retired_at timestamptz,
  primary key (department_id, no)
);
create unique index receipt_key_in_force on plans.receipt_key (department_id) where retired_at is null;
select record.exempt('plans.receipt_key', 'keys that the mover makes at their first use; each is announced in the record before it signs, and a person''s act ends it');
revoke all on plans.receipt_key from sq_read, sq_write;
grant select (department_id, no, department, public_key, created_at, announced, retired_at) on plans.receipt_key to sq_read, sq_write;
grant update (retired_at) on plans.receipt_key to sq_write;
grant select, insert, update (announced) on plans.receipt_key to sq_mover;

-- Which rows the last comparison of a run found to differ: their keys, sealed, for they may be numbers of persons.
create table plans.difference (
  run_id int primary key references plans.run,
  sealed bytea not null
);
select record.exempt('plans.difference', 'rows that a comparison named; that it was made and what it found is recorded, and so is whoever looks at them');
revoke all on plans.difference from sq_read, sq_write;
grant select on plans.difference to sq_write;
grant select (run_id), insert, update, delete on plans.difference to sq_mover;

-- A comparison was unequal, and nobody has been told yet.
alter table plans.progress add column differs_untold boolean not null default false;
create index progress_untold on plans.progress (run_id) where differs_untold;
grant select (differs_untold) on plans.progress to sq_read, sq_write;
grant update (differs_untold) on plans.progress to sq_write;

-- What a party of a delivered run may take away to look at the table itself. Before the delivery it is the mover's alone:
-- who knows the key then could prepare rows that seem equal.
create view plans.receipt_check as
  select run_id, digest_key, digest from plans.progress
   where state = 'delivered' and receipt is not null and digest is not null and digest_key is not null;
revoke all on plans.receipt_check from public;
grant select on plans.receipt_check to sq_write;
