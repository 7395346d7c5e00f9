-- One source per item (一数一源): what each published entry collects, which items mean the same, and which department
-- the authority named as their source.
create schema sources;

-- A published entry as far as its items are compared.
create table sources.entry (
  entry_id integer primary key references catalog.entry,
  department_id integer not null references org.department,
  region_code text not null references org.region,
  title text not null,
  subject text not null check (subject in ('person', 'legal', 'other')),
  -- What the entry is about, as words of its title.
  topic text[] not null
);
create index entry_by_department on sources.entry (department_id);

create table sources.item (
  entry_id integer not null references sources.entry on delete cascade,
  position smallint not null,
  name text not null,
  -- The words of its meaning; what finds candidates before they are compared.
  words text[] not null,
  element text not null default '',
  code_table text not null default '',
  type text not null,
  -- How the values look, where a table is mounted: never the values.
  shape jsonb,
  primary key (entry_id, position),
  unique (entry_id, name)
);
create index item_by_words on sources.item using gin (words);
create index item_by_element on sources.item (element) where element <> '';

-- Items of two departments that look like one, found when the later entry was published.
create table sources.pair (
  entry_id integer not null,
  item text not null,
  other_entry_id integer not null,
  other_item text not null,
  -- 0 to 1.
  score real not null,
  evidence text[] not null,
  primary key (entry_id, item, other_entry_id, other_item),
  foreign key (entry_id, item) references sources.item (entry_id, name) on delete cascade,
  foreign key (other_entry_id, other_item) references sources.item (entry_id, name) on delete cascade,
  check (entry_id < other_entry_id)
);
create index pair_by_score on sources.pair (score desc, entry_id, other_entry_id);

-- What the authority decided: these items are one, and this department is its source (N809 19).
create table sources.decision (
  id integer generated always as identity primary key,
  name text not null check (name <> ''),
  source_entry_id integer not null references catalog.entry,
  source_item text not null,
  -- Until when the other departments help: hand over what they hold, point their entries to the source.
  help_until date not null,
  note text not null default '',
  at timestamptz not null,
  post text not null,
  ended_at timestamptz,
  ended_note text not null default ''
);
create unique index decision_once on sources.decision (source_entry_id, source_item) where ended_at is null;

create table sources.member (
  decision_id integer not null references sources.decision,
  entry_id integer not null references catalog.entry,
  item text not null,
  department_id integer not null references org.department,
  -- The help that the department owes, done.
  helped_at timestamptz,
  helped_note text not null default '',
  helped_post text not null default '',
  primary key (decision_id, entry_id, item)
);
create index member_by_entry on sources.member (entry_id);

-- Pairs that somebody looked at and found different: shown no more.
create table sources.different (
  entry_id integer not null references catalog.entry,
  item text not null,
  other_entry_id integer not null references catalog.entry,
  other_item text not null,
  reason text not null check (reason <> ''),
  at timestamptz not null,
  post text not null,
  primary key (entry_id, item, other_entry_id, other_item),
  check (entry_id < other_entry_id)
);

-- Why a department collects what is shared already.
create table sources.reason (
  entry_id integer not null references catalog.entry,
  item text not null,
  reason text not null check (reason <> ''),
  at timestamptz not null,
  post text not null,
  primary key (entry_id, item)
);

-- Joint collection: several departments collect one set of data, each its part.
create table sources.joint (
  id integer generated always as identity primary key,
  title text not null check (title <> ''),
  lead_department_id integer not null references org.department,
  method text not null default '',
  at timestamptz not null,
  post text not null,
  ended_at timestamptz
);
create table sources.joint_part (
  joint_id integer not null references sources.joint,
  department_id integer not null references org.department,
  work text not null check (work <> ''),
  primary key (joint_id, department_id)
);

do $$
declare name text;
begin
  foreach name in array array['entry', 'item', 'pair', 'decision', 'member', 'different', 'reason', 'joint', 'joint_part'] loop
    execute format('create trigger only_by_command before insert or update or delete or truncate on sources.%I
      for each statement execute function record.require_command()', name);
  end loop;
end $$;

grant usage on schema sources to sq_read, sq_write;
grant select on all tables in schema sources to sq_read, sq_write;
grant insert, update, delete on sources.entry, sources.item, sources.pair to sq_write;
grant insert on sources.decision, sources.member, sources.different, sources.joint, sources.joint_part to sq_write;
grant insert, update on sources.reason to sq_write;
grant update (ended_at, ended_note) on sources.decision to sq_write;
grant update (helped_at, helped_note, helped_post) on sources.member to sq_write;
grant update (ended_at) on sources.joint to sq_write;
