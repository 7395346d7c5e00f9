-- Module sharing: applications, answers, grants.
create schema sharing;
grant usage on schema sharing to sq_read, sq_write, sq_worker;

-- Official numbers run without a gap within a year: 共-2026-00203.
create table sharing.number (kind text not null, year int not null, last int not null, primary key (kind, year));

create table sharing.application (
  id int generated always as identity primary key,
  no text not null unique,
  entry_id int not null,
  entry_version int not null,
  entry_title text not null,
  share_type text not null,
  consumer_id int not null references org.department,
  provider_id int not null references org.department,
  system_id int not null references org.system,
  mode text not null check (mode in ('query', 'verify', 'batch')),
  items text[] not null check (cardinality(items) > 0),
  rows jsonb not null default '[]',
  matter text not null,
  ground text not null,
  scenario text not null,
  scope text not null,
  until date not null,
  state text not null,
  path text not null,
  material text[] not null default '{}',
  -- Told once, completely (N809 21): a second telling is refused.
  material_told boolean not null default false,
  answer jsonb,
  approved text[],
  grant_id int,
  top_sensitivity int not null,
  created_by int not null references org.account,
  created_at timestamptz not null,
  received_at timestamptz,
  answered_at timestamptz,
  answered_in_time boolean,
  constraint not_to_oneself check (consumer_id <> provider_id)
);
create index application_by_consumer on sharing.application (consumer_id, created_at desc);
create index application_by_provider on sharing.application (provider_id, created_at desc);
create index application_open on sharing.application (state) where state in ('awaiting_consent', 'awaiting_authorisation', 'awaiting_answer', 'awaiting_material');

create table sharing.grant (
  id int generated always as identity primary key,
  no text not null unique,
  application_id int not null references sharing.application,
  entry_id int not null,
  entry_title text not null,
  provider_id int not null references org.department,
  consumer_id int not null references org.department,
  system_id int not null references org.system,
  mode text not null,
  sid text,
  state text not null check (state in ('active', 'suspended', 'expired', 'revoked')),
  version int not null,
  since timestamptz not null,
  until date not null,
  -- What was approved: items with masks, row conditions. The plan is compiled from it.
  decision jsonb not null,
  reason text not null default '',
  changed_at timestamptz not null
);
create unique index grant_one_per_service on sharing.grant (system_id, sid) where sid is not null and state in ('active', 'suspended');
create index grant_by_consumer on sharing.grant (consumer_id, since desc);
create index grant_by_provider on sharing.grant (provider_id, since desc);
create index grant_by_entry on sharing.grant (entry_id);
create index grant_by_end on sharing.grant (until) where state in ('active', 'suspended');

create table sharing.history (
  id int generated always as identity primary key,
  -- application:12 or grant:3, as the record names it.
  object text not null,
  action text not null,
  at timestamptz not null,
  post text not null,
  name text not null,
  note text not null default '',
  citation jsonb
);
create index history_by_object on sharing.history (object, id);

select record.guard('sharing.number');
select record.guard('sharing.application');
select record.guard('sharing.grant');
select record.guard('sharing.history');

-- Compiled plans: what a gateway or mover reads. `plans.live` says which version of them may be used.
create table plans.plan (
  grant_id int not null,
  version int not null,
  kind text not null check (kind in ('query', 'verify', 'move')),
  sid text,
  system_id int not null,
  body jsonb not null,
  primary key (grant_id, version)
);
select record.guard('plans.plan');
grant select on plans.plan to sq_gateway, sq_mover, sq_worker;

create index live_by_change on plans.live (changed);

-- A hint for speed only: gateways also poll, because a listening connection can be half dead.
create function plans.tell() returns trigger language plpgsql as $$
begin
  perform pg_notify('shuqiao_plans', '');
  return null;
end $$;
create trigger tell after insert or update or delete on plans.live for each statement execute function plans.tell();
create trigger tell after insert or update or delete on plans.system for each statement execute function plans.tell();
