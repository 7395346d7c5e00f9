-- What the provider of an entry says about calls of it, for all grants at once; the gateway follows it as it follows plans.
create table plans.service (
  entry_id int primary key references catalog.entry,
  body jsonb not null,
  changed timestamptz not null default clock_timestamp()
);
select record.guard('plans.service');
grant select on plans.service to sq_gateway;
create trigger tell after insert or update or delete on plans.service for each statement execute function plans.tell();
