-- Applications in full: several entries in one form, kinds of their own, what is said between the sides, and the steps
-- that lie between application and decision.

-- 申请单: several entries that one department applies for together; each is decided on its own.
create table sharing.form (
  id int generated always as identity primary key,
  no text not null unique,
  consumer_id int not null references org.department,
  created_by int not null references org.account,
  created_at timestamptz not null
);

alter table sharing.application
  add column form_id int references sharing.form,
  add column kind text not null default 'single' check (kind in ('single', 'green', 'change')),
  -- The grant that a change or renewal is asked for (N809 25).
  add column amends int references sharing.grant,
  -- The need of the supply–demand list that it answers.
  add column demand_id int,
  -- The emergency of a green channel.
  add column event text not null default '',
  add column frequency jsonb,
  add column hours jsonb,
  -- What an item is needed for, where it is sensitive.
  add column purposes jsonb not null default '{}',
  add column third_parties text[] not null default '{}',
  add column contact text not null default '',
  -- Why the cited law does not forbid it: only over a withheld entry.
  add column argument text not null default '',
  -- Asked for by the provider, answered by its authority: { days, reason, askedAt, answered, note }.
  add column extension jsonb,
  -- What the provider agreed to while a check or the consumer's acceptance is due.
  add column proposal jsonb,
  -- What it was before a dispute held it.
  add column held_from text,
  add column moved_from int references sharing.application,
  add column moved_to int references sharing.application,
  add column consented_by int references org.account,
  -- The mandate on which it was answered at once.
  add column mandate_id int;
create index application_by_form on sharing.application (form_id) where form_id is not null;
create index application_by_amended on sharing.application (amends) where amends is not null;
-- One change of a grant at a time: two would each be decided against what the other replaces.
create unique index application_one_change on sharing.application (amends) where amends is not null and state not in
  ('agreed', 'partly_agreed', 'refused', 'lapsed', 'moved', 'withdrawn');
create index application_by_entry on sharing.application (entry_id);

drop index sharing.application_open;
-- What waits, by whom it waits for: the workbench asks for it on every visit.
create index application_waits_provider on sharing.application (provider_id, received_at)
  where state in ('awaiting_answer', 'awaiting_authorisation', 'awaiting_check', 'awaiting_exception', 'awaiting_review');
create index application_waits_consumer on sharing.application (consumer_id, id)
  where state in ('draft', 'declined', 'awaiting_consent', 'awaiting_material', 'awaiting_acceptance');
create index application_waits_class on sharing.application (entry_id) where state = 'awaiting_class';
create index application_lapses on sharing.application (id) where state = 'awaiting_material';

-- An older answer named its basis in one text.
alter table sharing.application disable trigger only_by_command;
update sharing.application set answer = answer || jsonb_build_object(
    'conditions', '[]'::jsonb,
    'basis', case when coalesce(answer ->> 'basis', '') = '' then 'null'::jsonb
                  else jsonb_build_object('rank', 'other', 'title', answer ->> 'basis', 'article', '') end)
  where answer is not null;
alter table sharing.application enable trigger only_by_command;

-- Remarks between the two sides: they stop no clock.
create table sharing.remark (
  id int generated always as identity primary key,
  application_id int not null references sharing.application,
  department_id int not null references org.department,
  at timestamptz not null,
  post text not null,
  name text not null,
  text text not null check (text <> '')
);
create index remark_by_application on sharing.remark (application_id, id);

-- Entries that a person has put aside to apply for together.
create table sharing.cart (
  account_id int not null references org.account,
  department_id int not null references org.department,
  entry_id int not null references catalog.entry,
  -- As it was when it was put aside: an entry may be withdrawn since.
  title text not null,
  added_at timestamptz not null,
  primary key (account_id, department_id, entry_id)
);

select record.guard('sharing.form');
select record.guard('sharing.remark');
select record.guard('sharing.cart');
