-- Module witness (见证): this platform as a witness of others' logs, and what others' witnesses said of its own.
create schema witness;
grant usage on schema witness to sq_read, sq_write, sq_worker;

-- Logs of other platforms that this one witnesses. A log that is known again keeps what was seen of it.
create table witness.log (
  id int generated always as identity primary key,
  origin text not null constraint witness_log_origin unique,
  -- Who runs it, in words.
  name text not null,
  -- Verifier keys of C2SP signed-note; several while its operator changes keys.
  keys text[] not null check (cardinality(keys) > 0),
  added_at timestamptz not null,
  retired_at timestamptz
);

-- The largest checkpoint of each that was cosigned, with our cosignature; before the first, size 0 and no note.
create table witness.state (
  log_id int primary key references witness.log,
  size bigint not null check (size >= 0),
  root bytea not null check (octet_length(root) = 32),
  note text not null,
  at timestamptz
);

-- A witness that goes back is none: whoever has the login cannot make it forget.
create function witness.refuse_going_back() returns trigger language plpgsql as $$
begin
  if tg_op <> 'UPDATE' or new.log_id <> old.log_id or new.size < old.size
     or (new.size = old.size and new.root <> old.root) then
    raise exception 'what was witnessed is not taken back' using errcode = '42501';
  end if;
  return new;
end $$;
create trigger never_back before update or delete on witness.state
  for each row execute function witness.refuse_going_back();
create trigger never_emptied before truncate on witness.state
  for each statement execute function witness.refuse_going_back();

-- This platform's own key as a witness; `sealed` is the private half under the master key.
create table witness.key (
  id int generated always as identity primary key,
  name text not null,
  public_key bytea not null check (octet_length(public_key) = 32),
  sealed bytea not null,
  created_at timestamptz not null,
  retired_at timestamptz
);
create unique index one_key_in_use on witness.key ((true)) where retired_at is null;

-- Witnesses that this platform's own logs are submitted to.
create table witness.peer (
  id int generated always as identity primary key,
  -- The submission prefix of tlog-witness; /add-checkpoint is put after it.
  url text not null,
  name text not null,
  key text not null,
  -- Where its name may lead: networks in CIDR form, as the operator entered them.
  networks text[] not null check (cardinality(networks) > 0),
  added_at timestamptz not null,
  retired_at timestamptz
);
create unique index peer_once on witness.peer (name) where retired_at is null;

-- How far each witness has come with each of our logs (`log` is record.batch.log).
create table witness.progress (
  peer_id int not null references witness.peer,
  log int not null,
  -- The size that it cosigned last, and when by its own clock.
  size bigint not null default 0,
  cosigned_at timestamptz,
  tried_at timestamptz not null,
  -- cosigned, conflict, contradiction, unknown_key, unknown_log, other, bad_cosignature, unreachable
  answer text not null,
  problem text not null default '',
  primary key (peer_id, log)
);

create table witness.cosignature (
  log int not null,
  size bigint not null,
  peer_id int not null references witness.peer,
  -- The signature line, to be put under the checkpoint of this size.
  line text not null,
  at timestamptz not null,
  primary key (log, size, peer_id)
);

-- What does not fit together. One row for the same trouble until it is settled, counted: strangers may cause it.
create table witness.alarm (
  id int generated always as identity primary key,
  kind text not null check (kind in ('fork', 'unproven', 'older', 'put_back', 'contradicted')),
  origin text not null,
  -- The witness that said so; empty when this platform is the witness.
  witness text not null,
  -- Sizes: of the checkpoint in question, and the one known to the witness.
  size bigint not null,
  known_size bigint not null,
  -- The two signed notes, the first that were seen; empty where there is none.
  note text not null,
  known_note text not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  times int not null default 1,
  settled_at timestamptz,
  settled_note text not null default ''
);
create unique index alarm_open_once on witness.alarm (kind, origin, witness) where settled_at is null;

select record.guard('witness.log');
select record.guard('witness.peer');
grant select on witness.log, witness.peer to sq_worker;

insert into record.exempt (target, why) values
  ('witness.state', 'what another platform submitted and was cosigned: no decision, and it cannot go back'),
  ('witness.key', 'made once, at first need'),
  ('witness.progress', 'progress of submissions'),
  ('witness.cosignature', 'signed by others, checked against their keys'),
  ('witness.alarm', 'what was noticed; a notice in the record goes with each');
grant select on witness.state, witness.progress, witness.cosignature, witness.alarm to sq_read, sq_write, sq_worker;
grant insert, update on witness.state, witness.progress, witness.cosignature, witness.alarm to sq_write;
grant select (id, name, public_key, created_at, retired_at) on witness.key to sq_read, sq_worker;
grant select, insert, update on witness.key to sq_write;
