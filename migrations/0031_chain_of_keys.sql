-- Each signing key but the first of its kind is introduced by a note that a key before it signed: verifiers follow that
-- chain and believe no row, and no line of a file, that stands outside it. The same note is in the entry that announces it.
alter table ledger.signing_key add column introduction text not null default '';
grant select (introduction) on ledger.signing_key to sq_read, sq_write;

-- The seal points outside are gone, as distinct from every other problem: an acceptance ends it.
alter table ledger.state add column outside_lost boolean not null default false;

-- That a security officer lets a log go on whose file of seal points is gone. It holds for exactly the last seal point
-- that the database had then; size 0 and no root where there was none.
create table ledger.acceptance (
  id int generated always as identity primary key,
  log smallint not null references record.log (id),
  size bigint not null check (size >= 0),
  root bytea not null,
  reason text not null check (reason <> ''),
  at timestamptz not null
);
select record.guard('ledger.acceptance');
grant select on ledger.acceptance to sq_worker;
