-- Module organizations: regions, departments, posts, accounts, sessions, systems.
create schema org;
grant usage on schema org to sq_read, sq_write, sq_worker;

create table org.region (
  code text primary key check (code ~ '^\d{6}$'),
  name text not null,
  parent text references org.region,
  level text not null check (level in ('province', 'city', 'county'))
);

create table org.department (
  id int generated always as identity primary key,
  key text not null constraint department_key unique,
  name text not null constraint department_name unique,
  name_en text not null,
  short_name text not null,
  region_code text not null references org.region,
  kind text not null check (kind in ('government', 'authorized', 'public_utility', 'court', 'procuratorate', 'township')),
  credit_code text not null constraint department_credit_code unique,
  is_authority boolean not null default false,
  phone text not null default ''
);
create unique index one_authority_a_region on org.department (region_code) where is_authority;

create table org.account (
  id int generated always as identity primary key,
  login text not null constraint account_login unique,
  name text not null,
  password_hash text not null,
  must_change boolean not null default true,
  is_demo boolean not null default false,
  disabled_at timestamptz
);

create table org.post (
  id int generated always as identity primary key,
  account_id int not null references org.account,
  department_id int not null references org.department,
  role text not null,
  since date not null,
  ended date,
  constraint post_once unique (account_id, department_id, role)
);

-- Failed sign-ins are bookkeeping: they are counted before anyone is known.
create table org.sign_in_failure (
  login text primary key,
  failures int not null,
  locked_until timestamptz,
  last_at timestamptz not null
);

create table org.session (
  token_hash bytea primary key,
  account_id int not null references org.account,
  post_id int not null references org.post,
  created_at timestamptz not null,
  used_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_by_account on org.session (account_id);

-- A consumer's information system: the caller of the gateway and the receiver of rows.
create table org.system (
  id int generated always as identity primary key,
  department_id int not null references org.department,
  name text not null,
  rid text not null constraint system_rid unique,
  -- Networks (CIDR) that may call with this identity. Never empty: the national signature alone proves too little.
  addresses text[] not null check (cardinality(addresses) > 0),
  created_at timestamptz not null,
  disabled_at timestamptz,
  constraint system_name unique (department_id, name)
);

-- Networks that the platform may connect to on a department's behalf. Nothing is allowed unless it stands here.
create table org.network (
  id int generated always as identity primary key,
  department_id int not null references org.department,
  cidr text not null,
  note text not null,
  constraint network_once unique (department_id, cidr)
);

select record.guard('org.region');
select record.guard('org.department');
select record.guard('org.account');
select record.guard('org.post');
select record.guard('org.system');
select record.guard('org.network');
select record.exempt('org.sign_in_failure', 'counted before anyone is known; repeated failures become one notice a minute');
select record.exempt('org.session', 'sign-in and sign-out are recorded as commands; last use is bookkeeping');
revoke all on org.account, org.session, org.sign_in_failure from sq_read;
grant select (id, login, name, must_change, is_demo, disabled_at) on org.account to sq_read;

-- What the gateway knows of a calling system, and the only place of its secrets. Written when a system is
-- registered or changed.
create table plans.system (
  id int primary key,
  rid text not null unique,
  department_id int not null,
  name text not null,
  addresses text[] not null,
  app_key_sealed bytea not null,
  app_secret_sealed bytea not null,
  secret_until timestamptz not null,
  spread int not null default 20
);
select record.guard('plans.system');
revoke all on plans.system from sq_read;
grant select on plans.system to sq_gateway;
