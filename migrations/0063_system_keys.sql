-- Several keys for one system: live and sandbox, secrets and certificates, old ones beside new ones. The key that a
-- system was registered with stays where it is, sealed to its row, and counts as its key 0.

-- Which conventions a system uses. Those registered before this release knew one; a new one is told of three.
alter table plans.system add column profiles text[] not null default '{national}'
  constraint system_profiles_are_known check (
    cardinality(profiles) > 0 and profiles <@ '{national,bg_hmac,tif,sm3,token,front}'::text[]
  );
alter table plans.system alter column profiles set default '{national,sm3,token}';

create table plans.system_key (
  system_id int not null references plans.system on delete cascade,
  no int not null check (no > 0),
  environment text not null check (environment in ('live', 'sandbox')),
  kind text not null check (kind in ('secret', 'certificate')),
  -- Made by a person in the page, or by the system itself with its appKey.
  origin text not null check (origin in ('person', 'refresh')),
  note text not null,
  sealed bytea,
  -- Of a certificate: `sha256:<hex>` or `sm3:<hex>`, and whom it names.
  fingerprint text check (fingerprint ~ '^(sha256|sm3):[0-9a-f]{64}$'),
  subject text,
  since timestamptz not null,
  until timestamptz not null,
  ended_at timestamptz,
  changed timestamptz not null default clock_timestamp(),
  primary key (system_id, no),
  check ((kind = 'secret') = (sealed is not null)),
  check ((kind = 'certificate') = (fingerprint is not null and subject is not null))
);
-- A certificate says one thing: which system, and live or sandbox.
create unique index system_key_fingerprint on plans.system_key (fingerprint) where ended_at is null;
create index system_key_changed on plans.system_key (changed);
select record.guard('plans.system_key');
revoke all on plans.system_key from sq_read;
grant select on plans.system_key to sq_gateway;
create trigger tell after insert or update or delete on plans.system_key for each statement execute function plans.tell();

-- Refreshes of a secret by its system: none is accepted twice, by whichever process, and there is a most of them.
create table org.secret_refresh (
  system_id int not null references org.system,
  -- Milliseconds, as signed.
  rtime bigint not null,
  at timestamptz not null,
  primary key (system_id, rtime)
);
select record.guard('org.secret_refresh');

-- That a department was told of the coming end of a key, so many days before it.
create table org.key_told (
  system_id int not null references org.system,
  no int not null,
  until timestamptz not null,
  days int not null,
  primary key (system_id, no, until, days)
);
select record.guard('org.key_told');
