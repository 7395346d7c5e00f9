-- Of a list of more persons than one row should hold: `record.subjects` has its first part, and here lie the following
-- ones. A part is found by its first digest, so that a look-up reads one part of each list. List and parts are written in
-- one transaction, so a root that is there has all of them; and they go with it.
create table record.subject_part (
  root bytea references record.subjects on delete cascade,
  least bytea check (octet_length(least) = 8),
  packed bytea not null check (octet_length(packed) > 0),
  primary key (root, least)
);
alter table record.subject_part alter packed set storage external;
grant insert on record.subject_part to sq_mover;
-- Read only by the counted look-up, and by the verification.
grant select on record.subject_part to sq_worker;
create trigger nothing_changes before update or truncate on record.subject_part
  for each statement execute function record.refuse_change();
insert into record.exempt (target, why)
values ('record.subject_part', 'written with its list, before the delivery whose record carries its root; goes with that record');
