-- Module lists: what departments need (the supply–demand list, SHR-7), and the lists that they compile of what the
-- platform knows: responsibility, demand, negative, supply–demand (CAT-6), in numbered versions.
create schema lists;
grant usage on schema lists to sq_read, sq_write;

create table lists.demand (
  id integer generated always as identity primary key,
  -- Who needs it; the region's authority coordinates.
  department_id integer not null references org.department,
  title text not null check (title <> ''),
  matter text not null default '',
  description text not null default '',
  -- Whom its proposer believes to hold it, and by when it is needed.
  suggested_id integer references org.department,
  wanted_by date,
  state text not null default 'registered'
    check (state in ('registered', 'assigned', 'accepted', 'matched', 'merged', 'closed', 'withdrawn')),
  -- Who is to supply it, and by when it answers or supplies.
  provider_id integer references org.department,
  until date,
  entry_id integer references catalog.entry,
  merged_into integer references lists.demand check (merged_into <> id),
  -- Put on the supply–demand list by the authority.
  listed_at timestamptz,
  -- What its title means, as words: what finds similar needs.
  words text[] not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  check ((state = 'matched') = (entry_id is not null)),
  check ((state = 'merged') = (merged_into is not null)),
  check (state not in ('assigned', 'accepted') or provider_id is not null)
);
create index demand_by_department on lists.demand (department_id, id desc);
create index demand_by_provider on lists.demand (provider_id, id desc) where provider_id is not null;
create index demand_by_words on lists.demand using gin (words);

-- Departments that need the same (附议).
create table lists.second (
  demand_id integer not null references lists.demand,
  department_id integer not null references org.department,
  note text not null default '',
  at timestamptz not null,
  post text not null,
  primary key (demand_id, department_id)
);

create table lists.demand_history (
  id integer generated always as identity primary key,
  demand_id integer not null references lists.demand,
  action text not null,
  at timestamptz not null,
  post text not null,
  name text not null,
  note text not null default ''
);
create index demand_history_by_demand on lists.demand_history (demand_id, id);

-- What a department says of a row of its list that the platform gathers: a remark, or why it is left out.
create table lists.edit (
  department_id integer not null references org.department,
  kind text not null check (kind in ('responsibility', 'demand', 'negative', 'supply_demand')),
  -- Of what the row stands for: entry:12, claim:3, demand:7, item:12:name.
  key text not null,
  note text not null default '',
  left_out text not null default '',
  primary key (department_id, kind, key)
);

-- Duties that a department adds to its list of responsibilities and that nobody issued.
create table lists.own_row (
  id integer generated always as identity primary key,
  department_id integer not null references org.department,
  title text not null check (title <> ''),
  duty text not null default '',
  basis text not null default '',
  constraint own_row_once unique (department_id, title)
);

-- A list as it was sent for signature, and from then on unchanged; numbered once it is signed.
create table lists.version (
  id integer generated always as identity primary key,
  department_id integer not null references org.department,
  kind text not null check (kind in ('responsibility', 'demand', 'negative', 'supply_demand')),
  number integer check (number > 0),
  state text not null check (state in ('awaiting', 'published', 'returned')),
  rows jsonb not null,
  -- What should have been listed and was not, when it was sent.
  missing integer not null check (missing >= 0),
  sent_at timestamptz not null,
  sent_post text not null,
  decided_at timestamptz,
  decided_post text not null default '',
  note text not null default '',
  unique (department_id, kind, number),
  check ((state = 'published') = (number is not null)),
  check ((state = 'awaiting') = (decided_at is null))
);
create unique index version_awaiting_once on lists.version (department_id, kind) where state = 'awaiting';

select record.guard('lists.demand');
select record.guard('lists.second');
select record.guard('lists.demand_history');
select record.guard('lists.edit');
select record.guard('lists.own_row');
select record.guard('lists.version');
