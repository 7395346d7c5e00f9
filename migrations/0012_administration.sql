-- Module organizations: what an operator sets up and changes; and what hangs on a department.

-- Streets (9 digits) and villages (12) are divisions too; a street's office is a department.
alter table org.region drop constraint region_code_check, drop constraint region_level_check;
alter table org.region
  add constraint region_code_check check (code ~ '^\d{6}(\d{3}(\d{3})?)?$'),
  add constraint region_level_check check (level in ('province', 'city', 'county', 'street', 'village'));

-- Suspended: nobody acts for it. Dissolved: for ever, and only when nothing depends on it any more.
alter table org.department add column state text not null default 'active'
  check (state in ('active', 'suspended', 'dissolved'));

-- Locked by an administrator until unlocked; locks after failed sign-ins are org.sign_in_failure.
alter table org.account add column locked_at timestamptz;
grant select (locked_at) on org.account to sq_read;

-- A post counts from its confirmation on. Null: put forward by the operator, the security officer has not decided.
alter table org.post add column confirmed_at timestamptz default now(),
  add column confirmed_by int references org.account;
create index post_by_department on org.post (department_id);

-- Posts that count: the person may act in them today.
create view org.post_in_office as
  select p.id, p.account_id, p.department_id, p.role, p.since
  from org.post p
  join org.account a on a.id = p.account_id and a.disabled_at is null and a.locked_at is null
  join org.department d on d.id = p.department_id and d.state = 'active'
  where p.ended is null and p.confirmed_at is not null;
grant select on org.post_in_office to sq_read, sq_write;

-- What hangs on a department, counted by kind. A module that hangs more on departments adds its line here.
create view org.dependent as
  select department_id, 'entries' as kind, count(*)::int as n
    from catalog.entry where serving is not null and state <> 'withdrawn' group by 1
  union all
  select x.department_id, 'applications', count(*)::int
    from sharing.application a cross join lateral (values (a.consumer_id), (a.provider_id)) x(department_id)
    where a.state in ('awaiting_consent', 'awaiting_authorisation', 'awaiting_answer', 'awaiting_material') group by 1
  union all
  select provider_id, 'grants_given', count(*)::int from sharing.grant where state in ('active', 'suspended') group by 1
  union all
  select consumer_id, 'grants_received', count(*)::int from sharing.grant where state in ('active', 'suspended') group by 1
  union all
  select department_id, 'sources', count(*)::int from resources.source group by 1
  union all
  select department_id, 'systems', count(*)::int from org.system where disabled_at is null group by 1
  union all
  select department_id, 'people', count(distinct account_id)::int from org.post where ended is null group by 1;
grant select on org.dependent to sq_read, sq_write;
