-- What stays of a month that is removed past its retention: the acts that cases still open rest on, so that a use of
-- today can be proved to its application; the announcements of keys, through which every pack leads from key to key;
-- and the notices that say which grants are in force. Entries with their salts, proven by the tree as before.
create table ledger.carried (
  log smallint not null references record.log (id),
  number bigint not null check (number >= 0),
  -- `application:12` of an act; empty of a notice.
  object text not null,
  entry bytea not null,
  salt bytea not null check (octet_length(salt) = 16),
  primary key (log, number)
);
create index carried_by_object on ledger.carried (object) where object <> '';
create trigger nothing_changes before update or truncate on ledger.carried
  for each statement execute function record.refuse_change();
create trigger goes_with_its_case before delete on ledger.carried for each statement
  when (current_setting('record.removing', true) is distinct from 'ledger.carried') execute function record.refuse_change();
insert into record.exempt (target, why)
  values ('ledger.carried', 'written by the removal of a month alone; no login may write it');
grant select (log, number, object, entry) on ledger.carried to sq_read, sq_write;
grant select on ledger.carried to sq_worker;

-- Cases on which a record made at `since` or later may rest: that of a grant that had not ended by then, with its
-- tasks, and runs that had not finished by then.
create function record.cases_open_at(since timestamptz) returns setof text
language sql stable set search_path = pg_catalog as $$
  with standing as (
    select id, application_id from sharing."grant" where state in ('active', 'suspended') or changed_at >= since
  )
  select 'grant:' || id from standing
  union all select 'application:' || application_id from standing
  union all select 'task:' || t.id from exchange.task t join standing on standing.id = t.grant_id
  union all select 'run:' || r.id from plans.run r left join plans.progress p on p.run_id = r.id
             where p.finished_at is null or p.finished_at >= since
$$;
revoke all on function record.cases_open_at from public;

-- Must be called before the month goes, with the end of the month.
create function record.carry_over(m date, since timestamptz) returns void
language plpgsql volatile set search_path = pg_catalog as $$
declare
  batch record;
  place int;
  entry bytea;
begin
  insert into ledger.carried (log, number, object, entry, salt)
  select 1, e.number, e.object, substring(b.body from x.at + 5 for x.size), substring(b.salts from x.i * 16 + 1 for 16)
    from ledger.entry e
    join record.batch b on b.log = 1 and b.month = m and b.first = e.batch_first
   cross join lateral (
     with recursive walk(i, at, size) as (
       select 0, 0, record.length_at(b.body, 0)
       union all
       select w.i + 1, w.at + 4 + w.size, record.length_at(b.body, w.at + 4 + w.size) from walk w where w.i + 1 < b.n
     )
     select * from walk w where w.i = e.number - b.first
   ) x
   where e.kind = 'command' and e.result = 'done'
     and (exists (select from ledger.signing_key k where k.announced = e.number)
       or (not starts_with(e.action, 'evidence.') and e.object in (select record.cases_open_at(since))));
  for batch in select * from record.batch t
            where t.log = 2 and t.month = m and position('"plans.turned"'::bytea in t.body) > 0 loop
    place := 0;
    for i in 0 .. batch.n - 1 loop
      entry := substring(batch.body from place + 5 for record.length_at(batch.body, place));
      if get_byte(entry, 1) = 2 and position('"plans.turned"'::bytea in entry) > 0 then
        insert into ledger.carried (log, number, object, entry, salt)
          values (2, batch.first + i, '', entry, substring(batch.salts from i * 16 + 1 for 16));
      end if;
      place := place + 4 + length(entry);
    end loop;
  end loop;
  -- What was carried over for a case that is closed by now has had its time.
  perform set_config('record.removing', 'ledger.carried', true);
  delete from ledger.carried c
   where c.object <> '' and not exists (select from ledger.signing_key k where k.announced = c.number)
     and c.object not in (select record.cases_open_at(since));
  perform set_config('record.removing', '', true);
end $$;

create function record.length_at(body bytea, at int) returns int
language sql immutable set search_path = pg_catalog as $$
  select (get_byte(body, at) << 24) | (get_byte(body, at + 1) << 16) | (get_byte(body, at + 2) << 8) | get_byte(body, at + 3)
$$;
revoke all on function record.carry_over from public;

-- As 0032; new are what is carried over, and the tiles of the lowest level that prove it: all of the control log, whose
-- first seal points a pack needs for its keys, and of the log of calls those in which a notice lies.
create or replace function record.remove_month(m date) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  part text := 'record.batch_' || to_char(m, 'YYYY_MM');
  over timestamptz := (m + interval '1 month')::timestamp at time zone 'Asia/Shanghai';
  l smallint;
  rest bigint;
begin
  if m > record.month_of(clock_timestamp()) - interval '37 months' then
    raise exception 'the records of % are kept for 36 months and more', to_char(m, 'YYYY-MM') using errcode = '42501';
  end if;
  if exists (select from record.batch b where b.month < m) then
    raise exception 'older months must go first' using errcode = '42501';
  end if;
  perform record.carry_over(m, over);
  for l in select distinct b.log from record.batch b where b.month = m loop
    if not exists (select from ledger.archive a where a.log = l and a.month = m and a.removed_at is null) then
      raise exception 'the records of % were not exported', to_char(m, 'YYYY-MM') using errcode = '42501';
    end if;
    select min(b.first) into rest from record.batch b where b.log = l and b.month > m;
    -- The newest entries of a log stay, however old they are: its numbers go on from them.
    if rest is null then
      raise exception 'the newest records of a log stay' using errcode = '42501';
    end if;
    update ledger.state s set minimum = rest where s.log = l;
    -- The pruning of C2SP tlog-tiles: tiles of the lowest level may go, those above prove what stays.
    delete from ledger.tile t where t.log = l and l <> 1 and t.level = 0 and (t.n + 1) * 256 <= rest
      and not exists (select from ledger.carried c where c.log = l and c.number between t.n * 256 and t.n * 256 + 255);
    delete from ledger.lookup k where k.log = l and k.number < rest;
    delete from ledger.span s where s.log = l and s.last < rest;
    if l = 1 then delete from ledger.entry e where e.number < rest; end if;
  end loop;
  -- A list is written before its record, so those of the month were written by its end.
  delete from record.subjects s where s.at < over and not record.carries_list(s.root);
  update ledger.archive a set removed_at = clock_timestamp() where a.month = m and a.removed_at is null;
  perform set_config('record.removing', part, true);
  execute 'drop table ' || part;
end $$;
revoke all on function record.remove_month from public;
grant execute on function record.remove_month to sq_worker;

-- A seal point is written once, and a log is named once: who seals needs no more than that.
revoke update on ledger.checkpoint from sq_worker;
create function record.keep_name() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  raise exception 'the log % is named already: it keeps its name', old.name using errcode = '42501';
end $$;
create trigger named_once before update on record.log for each row
  when (old.origin is not null and new.origin is distinct from old.origin) execute function record.keep_name();
