-- Whose data a delivery of many rows concerned: the sorted, packed digests of its persons and companies. The delivery's
-- record carries their root (RFC 6962 over the sorted digests), so that a list cannot be changed without it showing.
create table record.subjects (
  root bytea primary key check (octet_length(root) = 32),
  -- Of the keys' year (UTC).
  year smallint not null,
  n int not null check (n > 0),
  packed bytea not null,
  at timestamptz not null default clock_timestamp()
);
alter table record.subjects alter packed set storage external;
create index subjects_by_year on record.subjects (year);
grant select, insert on record.subjects to sq_mover;
-- Read only by the counted look-up.
grant select, delete on record.subjects to sq_worker;
create trigger nothing_changes before update or truncate on record.subjects
  for each statement execute function record.refuse_change();
insert into record.exempt (target, why)
values ('record.subjects', 'written before the delivery whose record carries its root; goes with that record');
