-- Module mandates: consent that is given once for many applications. Standing consent to one entry (常设同意), blanket
-- authorisation of a class of a provider's entries (整体授权), and proxies that answer in a provider's stead (同等代理授权).
create schema mandates;
grant usage on schema mandates to sq_read, sq_write;

-- Official numbers run without a gap within a year: 委-2026-00001.
create table mandates.number (year int primary key, last int not null);

create table mandates.mandate (
  id int generated always as identity primary key,
  no text not null unique,
  kind text not null check (kind in ('standing', 'blanket', 'proxy')),
  state text not null
    check (state in ('draft', 'awaiting_sign', 'awaiting_answer', 'narrowed', 'active', 'refused', 'cancelled', 'withdrawn', 'ended', 'expired')),
  -- Whose data it is about.
  provider_id int not null references org.department,
  -- Who may use it: the consumer, or the proxy; a standing consent is for whoever may share.
  holder_id int references org.department,
  -- The side that drafts and signs first; a proxy may also be offered by the provider.
  asker_id int references org.department,
  -- A standing consent is to one published entry.
  entry_id int references catalog.entry,
  entry_version int,
  -- What was asked for, what the other side agreed to, and until when it holds.
  asked jsonb,
  terms jsonb,
  until date,
  -- The provider's or the proxy's answer: with a refusal its category, reason and basis.
  answer jsonb,
  -- Whose consent it is and since when; null until it is given.
  given_post text,
  given_name text,
  given_at timestamptz,
  ended_at timestamptz,
  end_reason text not null default '',
  revision int not null default 1,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  check ((kind = 'standing') = (entry_id is not null)),
  check ((kind = 'standing') = (holder_id is null)),
  check (kind = 'standing' or (asker_id in (provider_id, holder_id) and terms is not null and asked is not null and until is not null)),
  check (state not in ('active', 'withdrawn', 'ended', 'expired') or given_at is not null),
  constraint mandate_not_to_oneself check (holder_id <> provider_id)
);
create unique index mandate_standing_once on mandates.mandate (entry_id) where state = 'active' and kind = 'standing';
create index mandate_by_provider on mandates.mandate (provider_id, id desc);
create index mandate_by_holder on mandates.mandate (holder_id, id desc) where holder_id is not null;
create index mandate_by_end on mandates.mandate (until) where state = 'active';

create table mandates.history (
  id int generated always as identity primary key,
  mandate_id int not null references mandates.mandate,
  action text not null,
  at timestamptz not null,
  post text not null,
  name text not null,
  note text not null default '',
  citation jsonb
);
create index history_by_mandate on mandates.history (mandate_id, id);

-- Applications that were answered by it. The application belongs to a module above.
create table mandates.use (
  mandate_id int not null references mandates.mandate,
  application_id int not null,
  at timestamptz not null,
  primary key (mandate_id, application_id)
);
create index use_by_application on mandates.use (application_id);

-- Consents in advance that were given with published entries before this release.
with given as (
  select e.id, e.department_id, e.serving, coalesce(s.at, v.published_at, e.published_at, e.created_at) as at,
    coalesce(s.post, d.name || ' 共享机构负责人') as post, coalesce(s.name, '') as name
  from catalog.entry e
  join catalog.entry_version v on v.entry_id = e.id and v.version = e.serving
  join org.department d on d.id = e.department_id
  left join lateral (
    select h.at, h.post, h.name from catalog.history h
    where h.entry_id = e.id and h.version = e.serving and h.action = 'sign_office' order by h.id desc limit 1) s on true
  where v.standing_consent and v.content ->> 'shareType' = 'unconditional'),
numbered as (
  select g.*, extract(year from g.at at time zone 'Asia/Shanghai')::int as year,
    row_number() over (partition by extract(year from g.at at time zone 'Asia/Shanghai') order by g.at, g.id) as at_place
  from given g)
insert into mandates.mandate (no, kind, state, provider_id, entry_id, entry_version, given_post, given_name, given_at, created_at, changed_at)
select '委-' || year || '-' || lpad(at_place::text, 5, '0'), 'standing', 'active', department_id, id, serving, post, name, at, at, at
from numbered order by at, id;
insert into mandates.history (mandate_id, action, at, post, name)
  select id, 'give', given_at, given_post, given_name from mandates.mandate order by id;
insert into mandates.number (year, last)
  select extract(year from given_at at time zone 'Asia/Shanghai')::int, count(*) from mandates.mandate group by 1;

select record.guard('mandates.number');
select record.guard('mandates.mandate');
select record.guard('mandates.history');
select record.guard('mandates.use');
