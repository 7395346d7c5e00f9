-- Module standards: what the authority changed of the code tables, classes, elements, synonyms and documents that are
-- delivered in reference/standards. The files stay files: the last change of a thing counts, and without one the file.
create schema standards;
grant usage on schema standards to sq_read, sq_write, sq_worker;

-- One version of one thing, whole. Never changed: what was before is the version before.
create table standards.change (
  id int generated always as identity primary key,
  kind text not null check (kind in ('table', 'code', 'class', 'element', 'synonyms', 'document')),
  -- Of a code: <table>/<value>.
  key text not null check (key <> ''),
  -- What is delivered is version 1; what the authority added begins with 1.
  version int not null check (version > 0),
  action text not null check (action in ('add', 'change', 'retire', 'restore', 'remove')),
  -- Null when it was removed.
  content jsonb check ((content is null) = (action = 'remove')),
  why text not null default '',
  entered_by int references org.account,
  entered_at timestamptz not null,
  constraint change_version_once unique (kind, key, version)
);

-- What entries have ever used: it is retired from then on, never removed, for published versions go on naming it.
create table standards.use (
  kind text not null,
  key text not null,
  primary key (kind, key)
);

select record.guard('standards.change');
select record.guard('standards.use');
revoke update, delete on standards.change, standards.use from sq_write;
