-- Why an entry must be updated (a law or a duty changed), and entries that duties ask for before anyone compiled them.
create schema duties;

create table duties.change (
  id integer generated always as identity primary key,
  kind text not null check (kind in ('law', 'duty')),
  -- The text that changed, or the duty; entries are found by the basis or the duty that they name.
  title text not null check (title <> ''),
  article text not null default '',
  -- Whose duty changed; null for a law, which concerns whoever cites it.
  department_id integer references org.department,
  what text not null check (what <> ''),
  -- The day from which the working days are counted (N809 17).
  occurred_on date not null,
  -- The region whose authority entered it; entries of it and of those below it without an authority are affected.
  region_code text not null references org.region,
  at timestamptz not null,
  post text not null,
  check ((kind = 'duty') = (department_id is not null))
);

create table duties.task (
  id integer generated always as identity primary key,
  change_id integer not null references duties.change,
  entry_id integer not null references catalog.entry,
  department_id integer not null references org.department,
  -- The version that was there when the task was opened: a later one answers it.
  version integer not null,
  state text not null default 'open' check (state in ('open', 'extension_asked', 'sent', 'done', 'unchanged')),
  asked_days smallint check (asked_days > 0),
  asked_why text not null default '',
  note text not null default '',
  closed_at timestamptz,
  unique (change_id, entry_id)
);
create index task_by_entry on duties.task (entry_id) where state in ('open', 'extension_asked', 'sent');
create index task_by_department on duties.task (department_id, state);

-- An entry that a duty asks for: issued by the authority, claimed or disputed by the department (CAT-5).
create table duties.claim (
  id integer generated always as identity primary key,
  department_id integer not null references org.department,
  title text not null check (title <> ''),
  -- The duty or matter that it follows from, and where that is written.
  duty text not null default '',
  basis text not null default '',
  abstract text not null default '',
  claim_until date not null,
  state text not null default 'issued' check (state in ('issued', 'claimed', 'disputed', 'withdrawn')),
  entry_id integer references catalog.entry,
  dispute text not null default '',
  chased smallint not null default 0,
  chased_at timestamptz,
  region_code text not null references org.region,
  at timestamptz not null,
  post text not null,
  check ((state = 'claimed') = (entry_id is not null))
);
create unique index claim_once on duties.claim (department_id, title) where state <> 'withdrawn';
create index claim_by_state on duties.claim (state, department_id);

create table duties.history (
  id integer generated always as identity primary key,
  object text not null,
  action text not null,
  at timestamptz not null,
  post text not null,
  name text not null,
  note text not null default ''
);
create index history_by_object on duties.history (object, id);

do $$
declare name text;
begin
  foreach name in array array['change', 'task', 'claim', 'history'] loop
    execute format('create trigger only_by_command before insert or update or delete or truncate on duties.%I
      for each statement execute function record.require_command()', name);
  end loop;
end $$;
grant usage on schema duties to sq_read, sq_write;
grant select on all tables in schema duties to sq_read, sq_write;
grant insert on all tables in schema duties to sq_write;
grant update (state, asked_days, asked_why, note, closed_at) on duties.task to sq_write;
grant update (department_id, claim_until, state, entry_id, dispute, chased, chased_at) on duties.claim to sq_write;
