-- What a grant may use at most is counted in calls, rows and bytes, a day and in all; gateways take slices of it and say
-- how much they hold, so that what died with a gateway is found again by the record.

alter table plans.quota drop column slice;
alter table plans.quota add column meter text not null default 'calls' check (meter in ('calls', 'rows', 'bytes'));
alter table plans.quota alter column meter drop default;
-- A batch is one record and as many calls as it has rows: what of `taken` are calls beyond records.
alter table plans.quota add column extra bigint not null default 0;
-- The day '-infinity' stands for all days together.
alter table plans.quota drop constraint quota_pkey, add primary key (grant_id, meter, day);
grant update on plans.quota to sq_worker;

create table plans.lease (
  -- The gateway, a number that it gave itself at its start.
  holder uuid not null,
  grant_id int not null,
  meter text not null,
  day date not null,
  -- What it took and what was under way when it took it: never less than what it may still use.
  held bigint not null check (held >= 0),
  -- A gateway uses nothing of a slice that is older than 90 s; past this it is dead.
  until timestamptz not null,
  primary key (holder, grant_id, meter, day)
);
create index lease_by_end on plans.lease (until);
grant select, insert, update, delete on plans.lease to sq_gateway;
grant select, delete on plans.lease to sq_worker;
grant select on plans.lease to sq_read;

-- Takes a slice from a grant’s day and from its whole, whichever are limited: at least `need`, at most `want`, and no more
-- than an eighth of what is left, so that several gateways share it. Nothing where less than `need` is left.
create function plans.take_quota(holder uuid, g int, m text, d date, most_day bigint, most_all bigint, need bigint, want bigint, flying bigint,
  out slice bigint, out left_day bigint, out left_all bigint)
language plpgsql volatile set search_path = pg_catalog as $$
declare
  remaining bigint;
begin
  -- Always the whole before the day: two takers never wait for each other.
  if most_all is not null then
    insert into plans.quota (grant_id, meter, day, taken) values (g, m, '-infinity', 0) on conflict do nothing;
    select greatest(most_all - q.taken, 0) into left_all from plans.quota q
     where q.grant_id = g and q.meter = m and q.day = '-infinity' for update;
  end if;
  if most_day is not null then
    insert into plans.quota (grant_id, meter, day, taken) values (g, m, d, 0) on conflict do nothing;
    select greatest(most_day - q.taken, 0) into left_day from plans.quota q
     where q.grant_id = g and q.meter = m and q.day = d for update;
  end if;
  remaining := least(left_day, left_all);
  slice := case when remaining < need then 0 else greatest(need, least(want, remaining / 8)) end;
  if slice = 0 then return; end if;
  update plans.quota q set taken = q.taken + slice
   where q.grant_id = g and q.meter = m
     and ((q.day = d and most_day is not null) or (q.day = '-infinity' and most_all is not null));
  insert into plans.lease as l (holder, grant_id, meter, day, held, until)
  values (holder, g, m, d, flying + slice, clock_timestamp() + interval '5 minutes')
  on conflict on constraint lease_pkey do update set held = excluded.held, until = excluded.until;
  left_day := left_day - slice;
  left_all := left_all - slice;
end $$;

-- Brings back what was not used. Nothing happens where the slice was given up for dead already: its rest was found then.
create function plans.return_quota(holder uuid, g int, m text, d date, of_day boolean, of_all boolean, amount bigint, flying bigint) returns void
language plpgsql volatile set search_path = pg_catalog as $$
#variable_conflict use_variable
begin
  perform from plans.quota q
    where q.grant_id = g and q.meter = m and ((of_all and q.day = '-infinity') or (of_day and q.day = d)) order by q.day for update;
  if flying = 0 then
    delete from plans.lease l where l.holder = holder and l.grant_id = g and l.meter = m and l.day = d;
  else
    update plans.lease l set held = flying where l.holder = holder and l.grant_id = g and l.meter = m and l.day = d;
  end if;
  if not found then return; end if;
  update plans.quota q set taken = greatest(q.taken - amount, 0)
   where q.grant_id = g and q.meter = m and ((of_all and q.day = '-infinity') or (of_day and q.day = d));
end $$;

-- Calls of this very second, by the database’s clock. Worth a second, so it may be lost.
create unlogged table plans.pace (
  grant_id int primary key,
  second bigint not null,
  taken int not null
);
grant select, insert, update on plans.pace to sq_gateway;
grant select, delete on plans.pace to sq_worker;

-- Takes calls of the second that runs: at least `need`, at most `want` and half of what is left. `rest`: milliseconds that
-- the second still lasts.
create function plans.take_pace(g int, most int, need int, want int, out slice int, out left_now int, out rest int)
language plpgsql volatile set search_path = pg_catalog as $$
declare
  now_at timestamptz;
  this bigint;
  seen bigint;
begin
  insert into plans.pace (grant_id, second, taken) values (g, 0, 0) on conflict do nothing;
  select p.second, greatest(most - p.taken, 0) into seen, left_now from plans.pace p where p.grant_id = g for update;
  now_at := clock_timestamp();
  this := floor(extract(epoch from now_at));
  if seen <> this then left_now := most; end if;
  slice := case when left_now < need then 0 else greatest(need, least(want, left_now / 2)) end;
  left_now := left_now - slice;
  update plans.pace p set second = this, taken = most - left_now where p.grant_id = g;
  rest := 1000 - floor(extract(milliseconds from now_at))::int % 1000;
end $$;

-- Values that a department tried on a person in a month and did not hit (核验): digests alone, keyed by the month.
create table plans.tried (
  month date not null,
  -- Of consumer, column and person.
  who bytea not null check (octet_length(who) = 16),
  -- Of each value that was told, hit or not; never more than the bound allows, and the hit.
  told bytea[] not null,
  missed smallint not null,
  primary key (month, who)
);
grant select, insert, update on plans.tried to sq_gateway;
grant select, delete on plans.tried to sq_worker;

-- May each value be told? A value that was told before may be told again; a new one only while fewer than `most` were
-- missed, hit or not, so that the refusal says nothing about it. What is missed is counted, and a hit is kept where
-- something was missed before it.
create function plans.try_values(this date, who bytea[], value bytea[], most int[], hit boolean[]) returns boolean[]
language plpgsql volatile set search_path = pg_catalog set enable_seqscan = off as $$
#variable_conflict use_variable
declare
  found_told bytea[];
  found_missed int;
  one record;
  answer boolean[] := array_fill(false, array[cardinality(who)]);
begin
  -- What nearly all calls are: right, of somebody about whom nothing was missed.
  if true = all(hit) and 0 < all(most) and not exists (select from plans.tried t where t.month = this and t.who = any(who)) then
    return array_fill(true, array[cardinality(who)]);
  end if;
  -- A crash may forget the last moments of counting: no guess is worth a wait for the disk.
  perform set_config('synchronous_commit', 'off', true);
  -- In one order for everybody: two gateways never wait for each other.
  for one in select x.w, x.v, x.most, x.hit, x.i::int from unnest(who, value, most, hit) with ordinality x(w, v, most, hit, i) order by x.w, x.i loop
    select t.told, t.missed into found_told, found_missed from plans.tried t where t.month = this and t.who = one.w;
    if not found and one.hit then
      answer[one.i] := one.most > 0;
      continue;
    end if;
    insert into plans.tried (month, who, told, missed) values (this, one.w, '{}', 0) on conflict do nothing;
    select t.told, t.missed into found_told, found_missed from plans.tried t where t.month = this and t.who = one.w for update;
    if one.v = any(found_told) then
      answer[one.i] := true;
    elsif found_missed < one.most then
      answer[one.i] := true;
      update plans.tried t set told = t.told || one.v, missed = t.missed + (not one.hit)::int where t.month = this and t.who = one.w;
    end if;
  end loop;
  return answer;
end $$;

-- How the gateways see a department’s database, for people to look at; a row a gateway and source, or table of it.
create table plans.source_health (
  source_id int not null references plans.source,
  -- `schema.table` where one table alone is concerned; empty for the whole database.
  place text not null,
  holder uuid not null,
  state text not null check (state in ('up', 'slow', 'down', 'changed')),
  -- Of `ConnectionProblem`, and what it names; empty while it is up.
  problem text not null,
  facts jsonb not null,
  since timestamptz not null,
  -- Since the gateway began.
  calls bigint not null,
  failures bigint not null,
  changed timestamptz not null default clock_timestamp(),
  primary key (source_id, place, holder)
);
grant select, insert, update, delete on plans.source_health to sq_gateway;
grant select, delete on plans.source_health to sq_worker;
grant select on plans.source_health to sq_read, sq_write;
-- Statements that one gateway has under way there at most; what comes beyond them waits its turn.
alter table plans.source add column ceiling smallint not null default 8 check (ceiling between 1 and 64);

-- A batch of verifications names its persons as a delivery does: by the root of a list.
grant insert, select (root) on record.subjects to sq_gateway;

select record.exempt('plans.lease', 'slices of quotas that gateways hold; each call itself is recorded');
select record.exempt('plans.pace', 'calls of the running second; each call itself is recorded');
select record.exempt('plans.tried', 'digests of values that were tried, for a month; each call itself is recorded');
select record.exempt('plans.source_health', 'what gateways see of departments’ databases; what follows from it is noticed in the record');

-- Limits of a plan lie together.
alter table plans.plan disable trigger only_by_command;
update plans.plan set body = (body - 'perDay') || jsonb_build_object('limits', jsonb_build_object('perDay', body -> 'perDay')) where body ? 'perDay';
alter table plans.plan enable trigger only_by_command;
-- A provider’s proposed change may tighten the limits as well.
alter table sharing.service_change add column limits jsonb;
