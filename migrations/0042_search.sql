-- Search in memory: what the index of a process reads of the shelf, and what changed since it read it last.

alter table catalog.shelf
  add column abstract text not null default '',
  add column open_type text not null default 'none',
  add column class_code text not null default '',
  -- The duty or matter that the data come from: a question is not cut inside its name.
  add column matter text not null default '',
  -- The transaction that wrote the row last. An index reads everything since the oldest transaction that it may have
  -- missed, so that a slow transaction is not lost behind a quick one.
  add column changed xid8 not null default pg_current_xact_id();

alter table catalog.shelf disable trigger only_by_command;
update catalog.shelf s set abstract = coalesce(v.content ->> 'abstract', ''), open_type = coalesce(v.content ->> 'openType', 'none'),
    class_code = coalesce(v.content ->> 'classCode', ''), matter = coalesce(v.content -> 'duty' ->> 'title', '')
  from catalog.entry e join catalog.entry_version v on v.entry_id = e.id and v.version = e.serving
  where e.id = s.entry_id;
alter table catalog.shelf enable trigger only_by_command;

create index shelf_changed on catalog.shelf (changed);
create index shelf_open on catalog.shelf (entry_id) where open_type <> 'none';

-- Entries that left the shelf. An entry that comes back keeps its row: the index asks the shelf first.
create table catalog.shelf_left (
  entry_id integer primary key references catalog.entry,
  changed xid8 not null
);
create index shelf_left_changed on catalog.shelf_left (changed);
select record.guard('catalog.shelf_left');

create function catalog.mark_shelf() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    insert into catalog.shelf_left (entry_id, changed) values (old.entry_id, pg_current_xact_id())
      on conflict (entry_id) do update set changed = excluded.changed;
    return old;
  end if;
  new.changed := pg_current_xact_id();
  return new;
end $$;
create trigger mark before insert or update or delete on catalog.shelf
  for each row execute function catalog.mark_shelf();

-- When the data were seen to change decides whether an entry counts as late.
create function catalog.mark_data() returns trigger language plpgsql as $$
begin
  update catalog.shelf set changed = pg_current_xact_id() where entry_id = new.id;
  return null;
end $$;
create trigger mark_data after update of data_at on catalog.entry
  for each row when (old.data_at is distinct from new.data_at) execute function catalog.mark_data();
