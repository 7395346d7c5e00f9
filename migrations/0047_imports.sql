-- Module imports: spreadsheets that people brought and that are not saved anywhere else yet. All of it is forgotten
-- after a day; what is imported is written by the catalog, in one recorded command.
create schema imports;
grant usage on schema imports to sq_read, sq_write, sq_worker;

create table imports.upload (
  id int generated always as identity primary key,
  -- Whose it is: nobody else sees it.
  account_id int not null references org.account,
  department_id int not null references org.department,
  name text not null,
  kind text not null check (kind in ('xlsx', 'csv')),
  -- Null once it must not be kept: it looked secret.
  file bytea,
  state text not null default 'waiting'
    check (state in ('waiting', 'checking', 'checked', 'refused', 'importing', 'imported')),
  -- Of this pass; `rows` is a measure for the page, counted before.
  rows_read int not null default 0,
  rows int not null default 0,
  entries int not null default 0,
  right_entries int not null default 0,
  items int not null default 0,
  faults int not null default 0,
  -- What the file holds that will not come back, and columns that the template does not have.
  losses jsonb not null default '[]',
  strangers jsonb not null default '[]',
  -- Cells that were corrected in place: {"目录!C17": "value"}.
  corrections jsonb not null default '{}',
  -- Why it was refused as a whole, as the wire has it.
  problem jsonb,
  imported int[] not null default '{}',
  record bigint,
  created_at timestamptz not null,
  -- The process that works on it says so every few seconds.
  beat_at timestamptz not null,
  expires_at timestamptz not null
);
create index upload_by_account on imports.upload (account_id, id desc);
create index upload_expiring on imports.upload (expires_at);

-- What was read: an entry, or an item of the entry with this title.
create table imports.row (
  upload_id int not null references imports.upload on delete cascade,
  kind text not null check (kind in ('entry', 'item')),
  row int not null,
  title text not null,
  content jsonb not null,
  faulty boolean not null,
  primary key (upload_id, kind, row)
);
create index row_by_title on imports.row (upload_id, title, kind, row);

create table imports.fault (
  upload_id int not null references imports.upload on delete cascade,
  id bigint generated always as identity,
  sheet text not null,
  row int not null,
  col text not null,
  cell text not null,
  value text not null,
  kind text not null,
  problem text not null,
  problem_en text not null,
  remedy text not null,
  remedy_en text not null,
  repair text,
  mild boolean not null,
  primary key (upload_id, id)
);

select record.exempt('imports.upload', 'a person''s file before it is imported, and how far its check is; the import itself is recorded');
select record.exempt('imports.row', 'what was read of such a file');
select record.exempt('imports.fault', 'what was found wrong in such a file');
