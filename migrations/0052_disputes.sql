-- Module disputes (SHR-4): what a consumer contests, from the talk between the two sides over the authority’s mediation
-- to the government’s decision (N809 28).
create schema disputes;
grant usage on schema disputes to sq_read, sq_write;

create table disputes.dispute (
  id integer generated always as identity primary key,
  no text not null unique,
  -- `class`: over a withheld entry only its class can be disputed; `grant`: a suspension, repair order or end of one.
  kind text not null check (kind in ('refusal', 'partial', 'class', 'grant')),
  application_id integer not null references sharing.application,
  application_no text not null,
  grant_id integer references sharing.grant,
  entry_id integer not null,
  entry_title text not null,
  consumer_id integer not null references org.department,
  provider_id integer not null references org.department,
  argument text not null check (argument <> ''),
  -- What is contested, in the provider’s words.
  contested text not null default '',
  state text not null check (state in
    ('negotiating', 'mediating', 'opined', 'at_government', 'settled', 'decided', 'withdrawn')),
  raised_at timestamptz not null,
  raised_post text not null,
  -- Who mediates and whose government decides, by the region tree; null where that authority is not on this platform.
  body_id integer references org.department,
  body_name text not null,
  government text not null,
  -- The authority on this platform that conducts the mediation, or enters what a body outside said.
  desk_id integer not null references org.department,
  -- The provider’s first word; from then on the consumer may go to the authority.
  answered_at timestamptz,
  mediating_at timestamptz,
  -- The mediator asked both sides for statements.
  asked_at timestamptz,
  -- The settlement that one side offers: {by, outcome, terms, note}.
  proposal jsonb,
  -- {outcome, terms, text, documentNo}
  opinion jsonb,
  opined_at timestamptz,
  consumer_accepts boolean,
  provider_accepts boolean,
  reported_at timestamptz,
  -- {outcome, terms, text, documentNo, date}; waits for a check where its enterer’s department is a party.
  decision jsonb,
  -- What was carried out: {outcome, terms}.
  result jsonb,
  closed_at timestamptz,
  check (consumer_id <> provider_id),
  check ((kind = 'grant') = (grant_id is not null)),
  check ((closed_at is not null) = (state in ('settled', 'decided', 'withdrawn'))),
  check (state <> 'opined' or opinion is not null),
  check (state <> 'decided' or decision is not null),
  check (state not in ('settled', 'decided') or result is not null)
);
create unique index dispute_once on disputes.dispute (application_id) where closed_at is null;
create index dispute_by_application on disputes.dispute (application_id);
create index dispute_by_consumer on disputes.dispute (consumer_id, id desc);
create index dispute_by_provider on disputes.dispute (provider_id, id desc);
create index dispute_by_desk on disputes.dispute (desk_id, id desc);

create table disputes.statement (
  id integer generated always as identity primary key,
  dispute_id integer not null references disputes.dispute,
  side text not null check (side in ('consumer', 'provider', 'mediator')),
  text text not null check (text <> ''),
  at timestamptz not null,
  post text not null,
  name text not null
);
create index statement_by_dispute on disputes.statement (dispute_id, id);

create table disputes.meeting (
  id integer generated always as identity primary key,
  dispute_id integer not null references disputes.dispute,
  held_on date not null,
  participants text not null check (participants <> ''),
  minutes text not null check (minutes <> ''),
  at timestamptz not null,
  post text not null,
  name text not null
);
create index meeting_by_dispute on disputes.meeting (dispute_id, id);

create table disputes.history (
  id integer generated always as identity primary key,
  dispute_id integer not null references disputes.dispute,
  action text not null,
  at timestamptz not null,
  post text not null,
  name text not null,
  note text not null default '',
  citation jsonb
);
create index history_by_dispute on disputes.history (dispute_id, id);

select record.guard('disputes.dispute');
select record.guard('disputes.statement');
select record.guard('disputes.meeting');
select record.guard('disputes.history');
revoke update, delete on disputes.statement, disputes.meeting, disputes.history from sq_write;
revoke delete on disputes.dispute from sq_write;

-- A dispute over a withheld class may end in an order to its department: no law and no duty changed.
alter table duties.change drop constraint change_kind_check;
alter table duties.change add constraint change_kind_check check (kind in ('law', 'duty', 'reclass'));

-- Acts of a dispute outlive their month with the case that rests on them: while it is open, and while what it decided is
-- in force.
alter function record.cases_open_at(timestamptz) rename to shared_cases_open_at;
create function record.cases_open_at(since timestamptz) returns setof text
language sql stable set search_path = pg_catalog as $$
  with standing (object) as materialized (select record.shared_cases_open_at(since))
  select object from standing
  union all
  select 'dispute:' || d.id from disputes.dispute d
   where d.closed_at is null or d.closed_at >= since
      or 'application:' || d.application_id in (select object from standing)
$$;
revoke all on function record.cases_open_at from public;
