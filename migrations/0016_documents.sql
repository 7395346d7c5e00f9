-- What entries of the record name by digest: applications, steps, decisions. Kept by what they say, and never changed.
create table record.document (
  digest bytea primary key check (digest = sha256(convert_to(body, 'UTF8'))),
  -- Canonical JSON (RFC 8785).
  body text not null
);
create trigger only_by_command before insert on record.document
  for each statement execute function record.require_command();
create trigger nothing_changes before update or delete or truncate on record.document
  for each statement execute function record.refuse_change();
grant select on record.document to sq_read, sq_write;
grant insert on record.document to sq_write;
