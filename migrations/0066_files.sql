-- Streamed answers whose opening is in the usage log and whose closing is not (yet).
create table ledger.opening (
  log smallint not null references record.log (id),
  number bigint not null,
  at timestamptz not null,
  grant_id int,
  provider_id int,
  consumer_id int,
  grant_no text not null,
  -- A notice in the log speaks of it.
  told boolean not null default false,
  primary key (log, number)
);
create index opening_by_time on ledger.opening (at);
grant select, insert, update, delete on ledger.opening to sq_worker;
grant select on ledger.opening to sq_read, sq_write;
insert into record.exempt (target, why)
values ('ledger.opening', 'derived from the record by the integrator alone; nobody else may write it');

-- What was removed past its retention is waited for no longer.
create function ledger.forget_openings() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  delete from ledger.opening o where o.log = new.log and o.number < new.minimum;
  return null;
end $$;
create trigger openings_go after update of minimum on ledger.state
  for each row when (new.minimum > old.minimum) execute function ledger.forget_openings();

-- Files as a way of sharing: departments put them in, the gateway gives them out. The bytes lie in the database, in
-- pieces: every process and every machine sees them, and a backup of the database holds them.
create schema files;
grant usage on schema files to sq_read, sq_write, sq_gateway, sq_worker;

-- Bytes that come in, piece by piece; a file is made of an upload once all of it is there.
create table files.upload (
  id int primary key generated always as identity,
  entry_id int not null references catalog.entry,
  department_id int not null references org.department,
  name text not null check (name <> ''),
  size bigint not null check (size > 0),
  started_at timestamptz not null
);
create table files.piece (
  upload_id int not null references files.upload on delete cascade,
  n int not null check (n >= 0),
  bytes bytea not null check (octet_length(bytes) between 1 and 1048576),
  primary key (upload_id, n)
);
-- Most files are packed already, and a range is cut out of a piece as it lies.
alter table files.piece alter bytes set storage external;
insert into record.exempt (target, why) values
  ('files.upload', 'bytes on their way in: the command that makes a file of them names their digest'),
  ('files.piece', 'bytes on their way in: the command that makes a file of them names their digest');

-- A version of a file. Only one that has not ended is given out.
create table files.file (
  id int primary key generated always as identity,
  entry_id int not null references catalog.entry,
  department_id int not null references org.department,
  -- No reference: its bytes are dropped some time after its end, and what it was stays known.
  upload_id int not null unique,
  name text not null check (name <> ''),
  kind text not null,
  media_type text not null,
  size bigint not null check (size > 0),
  sha256 bytea not null check (octet_length(sha256) = 32),
  sm3 bytea not null check (octet_length(sm3) = 32),
  -- Of which time the data are, as the provider says it: 2026-10, 2026 年三季度.
  period text not null,
  note text not null default '',
  -- Versions of one file follow one another; the first names itself by nothing.
  version int not null check (version > 0),
  replaces int unique references files.file,
  post text not null,
  person text not null,
  added_at timestamptz not null,
  ended_at timestamptz,
  ended text check (ended in ('replaced', 'withdrawn')),
  reason text not null default '',
  check ((ended_at is null) = (ended is null))
);
create index file_by_entry on files.file (entry_id, id) where ended_at is null;
create index file_by_department on files.file (department_id, id);
select record.guard('files.file');
grant select on files.file to sq_gateway, sq_worker;
grant select on files.piece to sq_gateway;
grant select, insert, delete on files.upload, files.piece to sq_write;
grant select on files.upload to sq_read, sq_worker;
grant select (upload_id, n) on files.piece to sq_read;

-- What a file rests on stays as it is: pieces of an upload change no more once a file was made of it, and go only when
-- that file has ended.
create function files.keep_pieces() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
declare upload int := case when tg_op = 'INSERT' then new.upload_id else old.upload_id end;
begin
  if exists (select from files.file f where f.upload_id = upload and (tg_op <> 'DELETE' or f.ended_at is null)) then
    raise exception 'the bytes of a file cannot be changed' using errcode = '42501';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger pieces_stay before insert or update or delete on files.piece
  for each row execute function files.keep_pieces();

-- A link that gives one file out once, without a signature. What it opens stands sealed in the link itself; here only
-- whether it was used up. `holder`: the answer under way; a later one takes its place.
create table plans.link (
  id bytea primary key check (octet_length(id) = 16),
  grant_id int not null,
  version int not null,
  file_id int not null,
  until timestamptz not null,
  holder bytea,
  -- Byte ranges that went out, from (inclusive) and to (exclusive), in rising order.
  sent jsonb not null default '[]',
  used_at timestamptz
);
create index link_by_until on plans.link (until);
insert into record.exempt (target, why)
values ('plans.link', 'whether a link was used up, by the gateway; that it was made and used is in the record');
grant select, insert, update on plans.link to sq_gateway;
grant select, insert on plans.link to sq_write;
grant select (id, until), delete on plans.link to sq_worker;

alter table sharing.application drop constraint application_mode_check;
alter table sharing.application add constraint application_mode_check check (mode in ('query', 'verify', 'batch', 'file'));
