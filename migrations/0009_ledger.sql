-- The ledger (存证): tree, seal points, search and summaries, all derived from record.batch by the integrator and
-- by nobody else. Evidence is the record and the seal points outside the database; what lies here can be made again.
create schema ledger;
grant usage on schema ledger to sq_read, sq_write, sq_worker;

-- C2SP tlog-tiles: up to 256 hashes of 32 bytes; the last tile of a level is rewritten until it is full.
create table ledger.tile (
  level smallint not null,
  n bigint not null,
  width smallint not null check (width between 1 and 256),
  data bytea not null,
  primary key (level, n),
  check (octet_length(data) = 32 * width)
);
-- Hashes do not compress.
alter table ledger.tile alter data set storage external;

-- Seal points (存证点): the signed note of C2SP tlog-checkpoint. The file outside the database holds the same.
create table ledger.checkpoint (
  size bigint primary key check (size > 0),
  root bytea not null check (octet_length(root) = 32),
  at timestamptz not null,
  note text not null
);

create table ledger.state (
  one boolean primary key default true check (one),
  -- The number of the first entry that is not in the tree yet.
  position bigint not null default 0,
  -- Why the integrator seals no more; null while all is well.
  problem text,
  problem_en text,
  -- What the last verification found.
  verified_at timestamptz,
  verified_size bigint,
  verified_ok boolean,
  first_bad bigint
);
insert into ledger.state default values;

create table ledger.entry (
  number bigint primary key,
  at timestamptz not null,
  kind text not null,
  action text not null,
  actor text not null,
  post text not null,
  -- The department that acted: of the person, or of the calling system.
  department_id int,
  provider_id int,
  consumer_id int,
  grant_id int,
  grant_no text not null,
  entry_id int,
  object text not null,
  result text not null,
  code text not null,
  rows bigint,
  bytes bigint,
  micros bigint,
  subject text not null,
  -- Where its bytes lie: record.batch (1, batch_first).
  batch_first bigint not null
);
create index entry_by_time on ledger.entry (at desc, number desc);
create index entry_by_grant on ledger.entry (grant_id, at desc) where grant_id is not null;
create index entry_by_department on ledger.entry (department_id, at desc) where department_id is not null;
create index entry_by_object on ledger.entry (object, at desc) where object <> '';

-- Zero stands for "none" in the key: what a summary counts by must not be null.
create table ledger.usage_hour (
  hour timestamptz not null,
  kind text not null,
  action text not null,
  result text not null,
  grant_id int not null,
  provider_id int not null,
  consumer_id int not null,
  calls bigint not null,
  rows bigint not null,
  bytes bigint not null,
  micros bigint not null,
  last_at timestamptz not null,
  primary key (hour, kind, action, result, grant_id, provider_id, consumer_id)
);
create index usage_hour_by_grant on ledger.usage_hour (grant_id, hour) where grant_id <> 0;

-- Ed25519; `sealed` is the private key under the master key.
create table ledger.signing_key (
  id int primary key,
  public_key bytea not null check (octet_length(public_key) = 32),
  sealed bytea not null,
  created_at timestamptz not null,
  retired_at timestamptz
);

grant select, insert, update on ledger.tile, ledger.checkpoint, ledger.state, ledger.entry, ledger.usage_hour, ledger.signing_key
  to sq_worker;
grant select on ledger.tile, ledger.checkpoint, ledger.state, ledger.entry, ledger.usage_hour to sq_read, sq_write;
grant select (id, public_key, created_at, retired_at) on ledger.signing_key to sq_read, sq_write;

insert into record.exempt (target, why)
select 'ledger.' || name, 'derived from the record by the integrator alone; nobody else may write it'
  from unnest(array['tile', 'checkpoint', 'state', 'entry', 'usage_hour', 'signing_key']) name;
