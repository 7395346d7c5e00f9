-- Lists of persons go with the month of the delivery that they belong to. A list says nothing of its month, and one
-- list serves every delivery of the same persons: so it goes when no record that stays carries its root. Those records
-- are found as a look-up finds them: by key in full blocks (0022), and one by one after the last of these.
create function record.carries_list(root bytea) returns boolean
language sql stable set search_path = pg_catalog as $$
  select exists (
    select from ledger.lookup k
           join ledger.state s on s.log = k.log
     cross join generate_series(0, octet_length(k.keys) / 9 - 1) i
     where k.bucket = get_byte(root, 0) and position(substring(root from 2 for 7) in k.keys) > 0
       and substring(k.keys from i * 9 + 1 for 7) = substring(root from 2 for 7)
       and k.number - 16383 + (get_byte(k.keys, i * 9 + 7) << 8) + get_byte(k.keys, i * 9 + 8) >= s.minimum
  ) or exists (
    select from record.batch b join ledger.state s on s.log = b.log
     where b.first + b.n > s.position / 16384 * 16384 and b.first >= s.minimum and position(root in b.body) > 0
  )
$$;
revoke all on function record.carries_list from public;

-- As 0014; new are the lists.
create or replace function record.remove_month(m date) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  part text := 'record.batch_' || to_char(m, 'YYYY_MM');
  l smallint;
  rest bigint;
begin
  if m > record.month_of(clock_timestamp()) - interval '37 months' then
    raise exception 'the records of % are kept for 36 months and more', to_char(m, 'YYYY-MM') using errcode = '42501';
  end if;
  if exists (select from record.batch b where b.month < m) then
    raise exception 'older months must go first' using errcode = '42501';
  end if;
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
    delete from ledger.tile t where t.log = l and t.level = 0 and (t.n + 1) * 256 <= rest;
    delete from ledger.lookup k where k.log = l and k.number < rest;
    delete from ledger.span s where s.log = l and s.last < rest;
    if l = 1 then delete from ledger.entry e where e.number < rest; end if;
  end loop;
  -- A list is written before its record, so those of the month were written by its end.
  delete from record.subjects s
   where s.at < ((m + interval '1 month')::timestamp at time zone 'Asia/Shanghai') and not record.carries_list(s.root);
  update ledger.archive a set removed_at = clock_timestamp() where a.month = m and a.removed_at is null;
  perform set_config('record.removing', part, true);
  execute 'drop table ' || part;
end $$;
revoke all on function record.remove_month from public;
grant execute on function record.remove_month to sq_worker;
