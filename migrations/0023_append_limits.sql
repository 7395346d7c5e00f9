-- Nobody holds up a log. Whoever appends waits a second for the order at most, and a transaction that appended and then
-- goes idle is cut off after two: its number is given again. Here, not with the logins: it begins with the lock, so that
-- a command may take its time before it.
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
  -- The end of the log as record.end_of has it, written out: a function in SQL would be planned anew at every call.
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
  -- The command of this transaction has its entry now.
  delete from record.command c where c.xid = pg_current_xact_id_if_assigned();
  return next;
end $$;
