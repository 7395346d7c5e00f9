-- Module papers: what people attach to a case. The documents of a case are not stored: they are made of what is.
create schema papers;
grant usage on schema papers to sq_read, sq_write;

create table papers.attachment (
  id integer generated always as identity primary key,
  -- What it belongs to, as the record names it: application:12.
  object text not null check (object ~ '^[a-z_]{1,30}:[1-9][0-9]{0,9}$'),
  name text not null check (name <> ''),
  -- By its bytes, not by its name.
  kind text not null check (kind in ('pdf', 'ofd', 'doc', 'docx', 'xls', 'xlsx', 'png', 'jpg')),
  size integer not null check (size > 0),
  sha256 bytea not null check (octet_length(sha256) = 32),
  -- Null once it was taken away; the line stays, for the record names its digest.
  bytes bytea check (octet_length(bytes) = size),
  department_id integer not null references org.department,
  post text not null,
  person text not null,
  added_at timestamptz not null,
  removed_at timestamptz,
  check ((bytes is null) = (removed_at is not null))
);
-- These files are packed already.
alter table papers.attachment alter bytes set storage external;
create index attachment_by_object on papers.attachment (object, id);

select record.guard('papers.attachment');
