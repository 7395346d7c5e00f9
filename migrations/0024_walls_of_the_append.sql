-- What each login may append, and that what it appends can be read: the ledger cannot go past an entry that is none.
-- Calls and deliveries go into the usage log, acts into the control log; the worker adds notices only.
create function record.check_entries(l smallint, n int, body bytea) returns void
language plpgsql stable set search_path = pg_catalog as $$
declare
  at int := 0;
  size int := length(body);
  entry int;
  kind int;
  acts boolean := pg_has_role(session_user, 'sq_write', 'member');
  works boolean := pg_has_role(session_user, 'sq_worker', 'member');
begin
  if l = 1 and not acts and not works then
    raise exception 'this login may not write acts' using errcode = '42501';
  end if;
  for i in 1 .. n loop
    if at + 14 > size then raise exception 'a packed batch ends inside an entry' using errcode = '22000'; end if;
    entry := (get_byte(body, at) << 24) | (get_byte(body, at + 1) << 16) | (get_byte(body, at + 2) << 8) | get_byte(body, at + 3);
    kind := get_byte(body, at + 5);
    if entry < 10 or entry > size - at - 4 or get_byte(body, at + 4) <> 2 then
      raise exception 'a packed batch holds no entry at byte %', at using errcode = '22000';
    end if;
    -- 0 an act, 1 a use, 2 a notice.
    if kind > 2 or (kind = 0 and not acts) or (kind = 1 and l = 1 and not acts) then
      raise exception 'this login may not write entries of kind % here', kind using errcode = '42501';
    end if;
    at := at + 4 + entry;
  end loop;
  if at <> size then raise exception 'a packed batch has bytes after its last entry' using errcode = '22000'; end if;
end $$;

-- As 0023; new are the check of what comes in, and that only the control log's entry takes a command off the list.
create or replace function record.append(
  l smallint, n int, body bytea, salts bytea,
  grants int[], versions int[],
  signatures bytea[], digests bytea[], spread int
) returns table (first bigint, dead int[], replayed int[], crowded int[])
language plpgsql volatile security definer
set search_path = pg_catalog set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off
set lock_timeout = '1s'
as $$
#variable_conflict use_variable
declare
  this date := record.month_of(clock_timestamp());
  last date;
begin
  perform record.check_entries(l, n, body);
  -- First the other log: whoever holds its lock never waits for this one.
  if l = 1 and exists (select from record.turned t where t.xid = pg_current_xact_id_if_assigned()) then
    perform record.tell_turns();
  end if;
  perform set_config('idle_in_transaction_session_timeout', '2000', true);
  perform pg_advisory_xact_lock(7421, l);
  if cardinality(grants) > 0 then
    dead := (select array_agg(x.i::int - 1 order by x.i) from unnest(grants, versions) with ordinality x(g, v, i)
             where x.g is not null
               and not exists (select from plans.live p where p.grant_id = x.g and p.version = x.v));
  end if;
  -- The caller puts no signature twice into one flush, so only the table needs to be asked.
  if cardinality(digests) > 0 then
    select array_agg(q.i order by q.i) filter (where q.same), array_agg(q.i order by q.i) filter (where not q.same and q.seen >= spread)
      into replayed, crowded
      from (select x.i::int - 1 as i, count(*) as seen, bool_or(k.digest = x.d) as same
              from unnest(signatures, digests) with ordinality x(s, d, i)
              join record.nonce k on k.signature = x.s
             group by x.i) q;
  end if;
  if dead is not null or replayed is not null or crowded is not null then
    first := -1;
    return next;
    return;
  end if;
  if cardinality(digests) > 0 then
    insert into record.nonce (signature, digest) select x.s, x.d from unnest(signatures, digests) x(s, d);
  end if;
  select b.first + b.n, b.month into first, last from record.batch b
   where b.log = l and b.month >= (this - interval '1 month')::date order by b.log desc, b.month desc, b.first desc limit 1;
  if first is null then
    select b.first + b.n, b.month into first, last from record.batch b
     where b.log = l order by b.log desc, b.month desc, b.first desc limit 1;
  end if;
  first := coalesce(first, 0);
  -- A clock that was set back must not put later numbers into an earlier month.
  this := greatest(this, last);
  if to_regclass(to_char(this, '"record.batch_"YYYY_MM')) is null then perform record.make_month(this); end if;
  insert into record.batch (log, month, first, n, body, salts) values (l, this, first, n, body, salts);
  if l = 1 then
    delete from record.command c where c.xid = pg_current_xact_id_if_assigned();
  end if;
  return next;
end $$;

-- A turn that nobody told the usage log cannot commit. A superuser can switch triggers off anyway.
create function record.require_telling() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from record.turned t where t.xid = new.xid)
     and not (select r.rolsuper from pg_roles r where r.rolname = session_user) then
    raise exception 'a turn of a grant cannot commit before the usage log has it' using errcode = '42501';
  end if;
  return null;
end $$;
create constraint trigger told_before_commit after insert on record.turned
  deferrable initially deferred for each row execute function record.require_telling();

-- Lists of persons go only with their month.
revoke delete on record.subjects from sq_worker;

-- A month goes only when its files hold all of it: entries may have come after an export.
create function record.require_whole_files() returns trigger language plpgsql as $$
begin
  if new.removed_at is not null and old.removed_at is null and exists (
    select from record.batch b where b.log = new.log and b.month = new.month and (b.first < new.first or b.first + b.n > new.until)
  ) then
    raise exception 'the file of % does not hold all of the month: export it again', to_char(new.month, 'YYYY-MM') using errcode = '42501';
  end if;
  return new;
end $$;
create trigger only_what_is_in_files before update on ledger.archive
  for each row execute function record.require_whole_files();
