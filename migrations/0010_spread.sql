-- How many different calls one signature may carry is a setting of the calling system (`plans.system.spread`): the
-- append is told it for each signature instead of once for the whole batch. All else is as 0001 says.
alter table plans.system add constraint system_spread_is_sensible check (spread between 1 and 1000);

drop function record.append(smallint, int, bytea, bytea, int[], int[], bytea[], bytea[], int);

create function record.append(
  l smallint, n int, body bytea, salts bytea,
  grants int[], versions int[],
  signatures bytea[], digests bytea[], spreads int[]
) returns table (first bigint, dead int[], replayed int[], crowded int[])
language plpgsql volatile security definer set search_path = pg_catalog as $$
#variable_conflict use_variable
begin
  perform pg_advisory_xact_lock(7421, l);
  if cardinality(grants) > 0 then
    dead := (select array_agg(x.i::int - 1 order by x.i) from unnest(grants, versions) with ordinality x(g, v, i)
             where x.g is not null
               and not exists (select from plans.live p where p.grant_id = x.g and p.version = x.v));
  end if;
  -- The caller puts no signature twice into one flush, so only the table needs to be asked.
  if cardinality(digests) > 0 then
    select array_agg(q.i order by q.i) filter (where q.same), array_agg(q.i order by q.i) filter (where not q.same and q.seen >= q.most)
      into replayed, crowded
      from (select x.i::int - 1 as i, x.m as most, count(*) as seen, bool_or(k.digest = x.d) as same
              from unnest(signatures, digests, spreads) with ordinality x(s, d, m, i)
              join record.nonce k on k.signature = x.s
             group by x.i, x.m) q;
  end if;
  if dead is not null or replayed is not null or crowded is not null then
    first := -1;
    return next;
    return;
  end if;
  if cardinality(digests) > 0 then
    insert into record.nonce (signature, digest) select x.s, x.d from unnest(signatures, digests) x(s, d);
  end if;
  first := coalesce((select b.first + b.n from record.batch b where b.log = l order by b.first desc limit 1), 0);
  insert into record.batch (log, first, n, body, salts) values (l, first, n, body, salts);
  return next;
end $$;

revoke all on function record.append from public;
grant execute on function record.append to sq_write, sq_gateway, sq_mover;
