-- Module catalog: entries with all their versions, and the shelf of what is published, made for searching.
create schema catalog;
grant usage on schema catalog to sq_read, sq_write, sq_worker;

create table catalog.entry (
  id int generated always as identity primary key,
  department_id int not null references org.department,
  -- Of the version that is being worked on; the served one keeps its own title on the shelf.
  title text not null,
  code text constraint entry_code unique,
  -- The version that is being worked on, and the one that serves.
  version int not null check (version > 0),
  serving int check (serving <= version),
  state text not null check (state in ('draft', 'awaiting_office', 'awaiting_department', 'in_review', 'returned', 'published', 'withdrawn')),
  -- Grows with every change: whoever saves says which one he read.
  revision int not null default 1,
  submitted_by int references org.account,
  -- Rows of the mounted table; null while nothing is mounted.
  mounted_rows bigint,
  -- Departments that hold a live grant.
  used_by int not null default 0 check (used_by >= 0),
  created_by int references org.account,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  published_at timestamptz,
  check ((state = 'published') = (serving is not distinct from version) or state = 'withdrawn')
);
create unique index entry_title_once on catalog.entry (department_id, title) where title <> '' and state <> 'withdrawn';
create index entry_by_department on catalog.entry (department_id, updated_at desc);
create index entry_waiting on catalog.entry (state) where state in ('awaiting_office', 'awaiting_department', 'in_review');

create table catalog.entry_version (
  entry_id int not null references catalog.entry,
  version int not null,
  content jsonb not null,
  state text not null check (state in ('draft', 'published', 'superseded', 'withdrawn')),
  -- The provider agreed in advance to every lawful application for this version.
  standing_consent boolean not null default false,
  changed_at timestamptz not null,
  published_at timestamptz,
  primary key (entry_id, version)
);

-- One row for each published entry: what is searched, filtered and counted, without reading content.
create table catalog.shelf (
  entry_id int primary key references catalog.entry,
  department_id int not null,
  region_code text not null,
  title text not null,
  share_type text not null,
  update_cycle text not null,
  subject text not null,
  modes text[] not null,
  item_names text[] not null,
  mounted boolean not null,
  used_by int not null,
  published_at timestamptz not null,
  -- Titles apart: entries whose title has the words are looked for first, and a weight cannot be looked up in an index.
  title_words tsvector not null,
  words tsvector not null,
  constraint shelf_title_once unique (department_id, title)
);
create index shelf_words on catalog.shelf using gin (words);
create index shelf_title_words on catalog.shelf using gin (title_words);
create index shelf_recent on catalog.shelf (published_at desc, entry_id desc);
create index shelf_used on catalog.shelf (used_by desc, published_at desc, entry_id desc);

-- The running number behind the slash of a code, for each front part.
create table catalog.code_sequence (front text primary key, last int not null);

create table catalog.history (
  id int generated always as identity primary key,
  entry_id int not null references catalog.entry,
  version int not null,
  action text not null,
  at timestamptz not null,
  post text not null,
  name text not null,
  note text not null default '',
  citation jsonb
);
create index history_by_entry on catalog.history (entry_id, id);

select record.guard('catalog.entry');
select record.guard('catalog.entry_version');
select record.guard('catalog.shelf');
select record.guard('catalog.code_sequence');
select record.guard('catalog.history');
