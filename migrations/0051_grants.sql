-- A grant carries its own facts: what was decided, on whose consent and for what, not joined from the application.
alter table sharing.grant
  add column application_no text,
  add column matter text,
  add column ground text,
  add column scenario text,
  add column scope text,
  add column conditions jsonb not null default '[]',
  -- Named third parties that the data may be passed to.
  add column third_parties text[] not null default '{}',
  add column limits jsonb not null default '{}',
  -- How the data is disposed of at the end, and within how many days.
  add column disposal jsonb not null default '{"way": "destroy", "days": 30}',
  add column how text check (how in ('answer', 'standing_consent', 'platform_authorises', 'green_channel', 'decision')),
  add column consent_by text,
  add column decided_at timestamptz;

alter table sharing.grant disable trigger only_by_command;
update sharing.grant g
   set application_no = a.no, matter = a.matter, ground = a.ground, scenario = a.scenario, scope = a.scope,
       conditions = a.rows, decided_at = coalesce(a.answered_at, g.since),
       how = case a.path when 'platform_authorises' then 'platform_authorises' when 'standing_consent' then 'standing_consent' else 'answer' end,
       consent_by = case a.path when 'platform_authorises' then '主管部门' else p.name || ' 共享机构负责人' end
  from sharing.application a, org.department p
 where a.id = g.application_id and p.id = g.provider_id;
alter table sharing.grant enable trigger only_by_command;

alter table sharing.grant
  alter column application_no set not null,
  alter column matter set not null,
  alter column ground set not null,
  alter column scenario set not null,
  alter column scope set not null,
  alter column how set not null,
  alter column consent_by set not null,
  alter column decided_at set not null;

-- The life of a grant, complete: consented and not supplied yet; suspended, and for misuse mended step by step (N809 27).
alter table sharing.grant drop constraint grant_state_check;
alter table sharing.grant add constraint grant_state_check check (state in ('awaiting_supply', 'active', 'suspended', 'repairing',
  'repair_submitted', 'repair_failed', 'expired', 'revoked', 'given_up'));
alter table sharing.grant
  add column cause text check (cause in ('misuse', 'fault', 'other')),
  add column repair_until date,
  add column repair_order text not null default '',
  add column repair_report text not null default '',
  -- When the data could be used first, and when the first row or answer was seen.
  add column ready_at timestamptz,
  add column supplied_at timestamptz,
  -- Set exactly when nothing comes after the state.
  add column ended_at timestamptz;
alter table sharing.grant disable trigger only_by_command;
update sharing.grant set ready_at = since, ended_at = case when state in ('expired', 'revoked') then changed_at end,
  cause = case when state = 'suspended' then 'other' end;
alter table sharing.grant enable trigger only_by_command;
alter table sharing.grant
  add constraint grant_ended check ((ended_at is not null) = (state in ('expired', 'revoked', 'given_up')));

drop index sharing.grant_one_per_service;
create unique index grant_one_per_service on sharing.grant (system_id, sid) where sid is not null and ended_at is null;
drop index sharing.grant_by_end;
create index grant_by_end on sharing.grant (until) where ended_at is null;
create index grant_without_use on sharing.grant (id) where supplied_at is null and ended_at is null;

-- Which decision or step made a version, and the application that it answered.
create table sharing.grant_version (
  grant_id int not null references sharing.grant,
  version int not null,
  application_id int not null references sharing.application,
  application_no text not null,
  action text not null,
  at timestamptz not null,
  -- What the version gives, so that two can be compared.
  terms jsonb not null,
  primary key (grant_id, version)
);
create index grant_version_by_application on sharing.grant_version (application_id);
insert into sharing.grant_version (grant_id, version, application_id, application_no, action, at, terms)
  select p.grant_id, p.version, g.application_id, g.application_no, case p.version when 1 then 'open' else 'resume' end,
    case p.version when 1 then g.since else g.changed_at end,
    jsonb_build_object('mode', g.mode, 'rows', g.conditions, 'until', g.until, 'limits', g.limits, 'scope', g.scope,
      'items', (select jsonb_agg(i -> 'name') from jsonb_array_elements(g.decision -> 'items') i), 'thirdParties', '[]'::jsonb,
      'system', s.name, 'consentBy', g.consent_by)
  from plans.plan p join sharing.grant g on g.id = p.grant_id join org.system s on s.id = g.system_id;
select record.guard('sharing.grant_version');

-- The provider ends or changes a service: proposed, answered, filed with the authority, in effect on its day (N809 27).
create table sharing.service_change (
  id int generated always as identity primary key,
  grant_id int not null references sharing.grant,
  kind text not null check (kind in ('end', 'change')),
  state text not null check (state in ('proposed', 'agreed', 'objected', 'filed', 'done', 'withdrawn')),
  reason text not null,
  effective_on date not null,
  consult_until date not null,
  -- What the grant keeps; null where nothing changes.
  items text[],
  until date,
  hours jsonb,
  answer text not null default '',
  proposed_at timestamptz not null,
  filed_at timestamptz,
  noted_at timestamptz
);
create unique index one_change_at_a_time on sharing.service_change (grant_id) where state not in ('done', 'withdrawn');
create index service_change_by_grant on sharing.service_change (grant_id, id desc);
create index service_change_due on sharing.service_change (effective_on) where state = 'filed';
select record.guard('sharing.service_change');

-- What becomes of the data after a grant has ended under which something was delivered (N809 27).
create table sharing.disposal (
  grant_id int primary key references sharing.grant,
  -- `unclear`: it is not known yet whether anything was delivered; `none`: nothing was.
  state text not null check (state in ('unclear', 'none', 'due', 'reported', 'signed', 'sent_back', 'confirmed')),
  ended_at timestamptz not null,
  way text not null check (way in ('destroy', 'return', 'seal')),
  demand text not null default '',
  report_way text check (report_way in ('destroy', 'return', 'seal')),
  report_on date,
  report_what text not null default '',
  certificate text not null default '',
  -- SHA-256 of the certificate as the head signed it.
  digest text,
  sent_back text not null default ''
);
create index disposal_unclear on sharing.disposal (grant_id) where state = 'unclear';
create index disposal_open on sharing.disposal (grant_id) where state in ('due', 'reported', 'signed', 'sent_back');
select record.guard('sharing.disposal');

-- As 0034; a case stays open while its grant has not ended or its data is not disposed of, and with it every application
-- that made a version of the grant. $1 and not its name, which is a column of the grant as well: 0034 compared with that
-- one, and so let no case of an ended grant go.
create or replace function record.cases_open_at(since timestamptz) returns setof text
language sql stable set search_path = pg_catalog as $$
  with standing as (
    select g.id, g.application_id from sharing."grant" g
     where g.ended_at is null or g.changed_at >= $1
        or exists (select from sharing.disposal d where d.grant_id = g.id and d.state not in ('none', 'confirmed'))
  )
  select 'grant:' || id from standing
  union all select 'application:' || application_id from standing
  union all select 'application:' || v.application_id from sharing.grant_version v join standing on standing.id = v.grant_id
  union all select 'task:' || t.id from exchange.task t join standing on standing.id = t.grant_id
  union all select 'run:' || r.id from plans.run r left join plans.progress p on p.run_id = r.id
             where p.finished_at is null or p.finished_at >= $1
$$;

-- As 0012; grants hang on their departments until they end, applications until they are closed.
create or replace view org.dependent as
  select department_id, 'entries' as kind, count(*)::int as n
    from catalog.entry where serving is not null and state <> 'withdrawn' group by 1
  union all
  select x.department_id, 'applications', count(*)::int
    from sharing.application a cross join lateral (values (a.consumer_id), (a.provider_id)) x(department_id)
    where a.state not in ('draft', 'declined', 'agreed', 'partly_agreed', 'refused', 'lapsed', 'moved', 'withdrawn') group by 1
  union all
  select provider_id, 'grants_given', count(*)::int from sharing.grant where ended_at is null group by 1
  union all
  select consumer_id, 'grants_received', count(*)::int from sharing.grant where ended_at is null group by 1
  union all
  select department_id, 'sources', count(*)::int from resources.source group by 1
  union all
  select department_id, 'systems', count(*)::int from org.system where disabled_at is null group by 1
  union all
  select department_id, 'people', count(distinct account_id)::int from org.post where ended is null group by 1;

-- How many calls of a day are taken from a grant's quota. A gateway takes a slice in one statement, which says how large
-- it is, and brings back what it did not use; what is taken never exceeds the quota.
create table plans.quota (
  grant_id int not null,
  day date not null,
  taken bigint not null check (taken >= 0),
  slice bigint not null,
  primary key (grant_id, day)
);
select record.exempt('plans.quota', 'calls of a day that gateways have taken; each call itself is recorded');
grant select, insert, update on plans.quota to sq_gateway;
grant select, delete on plans.quota to sq_worker;
