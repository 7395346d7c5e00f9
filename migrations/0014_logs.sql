-- One log a store (存证日志): the acts of the control plane, and the use of data. A log has its origin, its tree, its
-- seal points; each takes the others' seal points as leaves. The record is kept in partitions by month.
create table record.log (
  id smallint primary key,
  name text not null unique,
  -- What seal points are signed for; chosen once, at the first start, and never changed.
  origin text unique
);
insert into record.log (id, name) values (1, 'control'), (2, 'usage/1');
-- Seal points made before there were two logs bear this origin.
update record.log set origin = 'shuqiao.local/ledger' where id = 1 and exists (select from ledger.checkpoint);
grant select on record.log to sq_read, sq_write, sq_gateway, sq_mover, sq_worker;
grant update (origin) on record.log to sq_worker;
insert into record.exempt (target, why) values ('record.log', 'the integrator names a log once, before its first seal point');

alter table record.batch rename to batch_before;
alter table record.batch_before rename constraint batch_pkey to batch_before_pkey;
create table record.batch (
  log smallint not null references record.log (id),
  -- First day of the civil month in Asia/Shanghai in which it was appended; never falls with rising numbers.
  month date not null check (extract(day from month) = 1),
  first bigint not null check (first >= 0),
  n int not null check (n > 0),
  body bytea not null,
  -- 16 bytes an entry. Apart from the body: a commitment whose body and salt are deleted says nothing.
  salts bytea not null,
  primary key (log, month, first),
  check (octet_length(salts) = 16 * n)
) partition by range (month);
alter table record.batch alter body set storage external;
create trigger nothing_changes before update or delete or truncate on record.batch
  for each statement execute function record.refuse_change();
grant select (log, month, first, n, body) on record.batch to sq_read, sq_write;
grant select on record.batch to sq_worker;

create function record.month_of(at timestamptz) returns date language sql stable parallel safe
  return date_trunc('month', at at time zone 'Asia/Shanghai')::date;

-- Makes the partition of a month. Attached, not created in place: that waits for nobody who reads the record.
create function record.make_month(m date) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare part text := 'batch_' || to_char(m, 'YYYY_MM');
begin
  perform pg_advisory_xact_lock(7423, 1);
  if to_regclass('record.' || part) is not null then return; end if;
  execute format('create table record.%I (like record.batch including defaults including constraints including storage)', part);
  execute format('alter table record.batch attach partition record.%I for values from (%L) to (%L)',
                 part, m, (m + interval '1 month')::date);
  execute format('create trigger nothing_changes before update or delete or truncate on record.%I
                  for each statement execute function record.refuse_change()', part);
end $$;
revoke all on function record.make_month from public;
grant execute on function record.make_month to sq_worker;

do $$
declare m date;
begin
  for m in
    select distinct record.month_of(to_timestamp((('x' || encode(substring(body from 7 for 8), 'hex'))::bit(64)::bigint) / 1000.0))
      from record.batch_before
  loop
    perform record.make_month(m);
  end loop;
  perform record.make_month(record.month_of(now()));
  perform record.make_month((record.month_of(now()) + interval '1 month')::date);
end $$;

insert into record.batch (log, month, first, n, body, salts)
select log,
       max(record.month_of(to_timestamp((('x' || encode(substring(body from 7 for 8), 'hex'))::bit(64)::bigint) / 1000.0)))
         over (partition by log order by first),
       first, n, body, salts
  from record.batch_before order by log, first;
drop table record.batch_before;

-- The end of a log: where its newest batch ends. Only the months from `since` are looked at.
create function record.end_of(l smallint, since date) returns table (number bigint, month date)
language sql stable set search_path = pg_catalog as $$
  select b.first + b.n, b.month from record.batch b
   where b.log = l and b.month >= since order by b.log desc, b.month desc, b.first desc limit 1
$$;
grant execute on function record.end_of to sq_read, sq_write, sq_worker;

-- Which grants a transaction put in force, changed or ended: the usage log must hear of it in the same transaction, so
-- that in it no call stands as served after the turn. A call is checked under the usage log's lock; the turn takes it too.
create table record.turned (
  xid xid8 not null default pg_current_xact_id(),
  grant_id int not null,
  -- 0 when nothing is live any more.
  version int not null
);
create index turned_by_xid on record.turned (xid);
create function record.note_turn() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if tg_op = 'DELETE' then
    insert into record.turned (grant_id, version) select o.grant_id, 0 from old_rows o;
  else
    insert into record.turned (grant_id, version) select n.grant_id, n.version from new_rows n;
  end if;
  return null;
end $$;
create trigger turn_by_insert after insert on plans.live
  referencing new table as new_rows for each statement execute function record.note_turn();
create trigger turn_by_update after update on plans.live
  referencing new table as new_rows for each statement execute function record.note_turn();
create trigger turn_by_delete after delete on plans.live
  referencing old table as old_rows for each statement execute function record.note_turn();

-- As before; new are the month, and that the plans of its look-ups are told once and for all to use the indexes: they
-- are made when the tables may still be empty, and kept for the connection's life.
create or replace function record.append(
  l smallint, n int, body bytea, salts bytea,
  grants int[], versions int[],
  signatures bytea[], digests bytea[], spread int
) returns table (first bigint, dead int[], replayed int[], crowded int[])
language plpgsql volatile security definer
set search_path = pg_catalog set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off
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
  select e.number, e.month into first, last from record.end_of(l, (this - interval '1 month')::date) e;
  if first is null then
    select e.number, e.month into first, last from record.end_of(l, '-infinity') e;
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

-- An entry of the usage log, written here because only here the transaction's turns are known: the same bytes as
-- src/record/entry.ts makes of a notice. The salt is a random UUID: 122 bits are enough to say nothing.
create function record.tell_turns() returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  entry bytea;
begin
  with told as (delete from record.turned t where t.xid = pg_current_xact_id_if_assigned() returning t.grant_id, t.version)
  select '\x0202'::bytea || int8send((extract(epoch from clock_timestamp()) * 1000)::bigint)
      || convert_to(json_build_object('action', 'plans.turned', 'facts', json_build_object('grants',
           json_agg(json_build_array(told.grant_id, told.version) order by told.grant_id)))::text, 'UTF8')
    into entry from told;
  perform record.append(2::smallint, 1, int4send(length(entry)) || entry, uuid_send(gen_random_uuid()),
                        '{}'::int[], '{}'::int[], '{}'::bytea[], '{}'::bytea[], 0);
end $$;
revoke all on function record.tell_turns from public;

-- "No write without its record" is the database's own rule: only the append takes a command off the list, and a
-- transaction that still stands on it cannot commit.
revoke delete on record.command from sq_write;
create function record.require_entry() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from record.command c where c.xid = new.xid) then
    raise exception 'a command cannot commit without its entry in the record' using errcode = '42501';
  end if;
  return null;
end $$;
create constraint trigger entry_before_commit after insert on record.command
  deferrable initially deferred for each row execute function record.require_entry();

revoke all on function record.append from public;
-- The integrator appends too: seal points of one log as leaves of the others.
grant execute on function record.append to sq_write, sq_gateway, sq_mover, sq_worker;

-- The tree, its seal points and its state: one of each a log.
alter table ledger.tile add column log smallint not null default 1 references record.log (id);
alter table ledger.tile alter log drop default, drop constraint tile_pkey, add primary key (log, level, n);
alter table ledger.checkpoint add column log smallint not null default 1 references record.log (id);
alter table ledger.checkpoint alter log drop default, drop constraint checkpoint_pkey, add primary key (log, size);
alter table ledger.state add column log smallint not null default 1 references record.log (id);
alter table ledger.state drop column one;
alter table ledger.state alter log drop default, add primary key (log),
  -- The number after the last entry that is more than a seal point of another log.
  add column substance bigint not null default 0,
  -- Below this number entries were removed past their retention, and level-0 tiles with them.
  add column minimum bigint not null default 0;
update ledger.state set substance = position;
insert into ledger.state (log) values (2);

-- Which seal point of another log was last taken as a leaf.
create table ledger.anchor (
  log smallint not null references record.log (id),
  other smallint not null references record.log (id),
  size bigint not null,
  at timestamptz not null,
  primary key (log, other)
);

-- Search of the use of data. For each attribute of a record: how many there are in an hour and a block of 16,384
-- numbers, and from which number to which. A search reads those ranges of the record itself, so that a record costs
-- no row here. Attributes are told apart by a letter: modules/ledger/spans.ts says which.
create table ledger.span (
  log smallint not null,
  attribute "char" not null,
  value text collate "C" not null,
  hour timestamptz not null,
  block int not null,
  count int not null,
  first bigint not null,
  last bigint not null,
  primary key (log, attribute, value, hour, block)
);
-- The two things that are looked for one record at a time: a person (keyed digest) and a case (办件编号).
create table ledger.lookup (
  key bigint not null,
  log smallint not null,
  number bigint not null
);
create index lookup_by_key on ledger.lookup (key);
comment on table ledger.entry is 'Search of the control log: one row an entry.';

-- Keys of both kinds: the raw Ed25519 key, and the uncompressed point of SM2.
alter table ledger.signing_key drop constraint signing_key_public_key_check;
alter table ledger.signing_key add column algorithm text not null default 'ed25519' check (algorithm in ('ed25519', 'sm2')),
  add check (octet_length(public_key) = case algorithm when 'ed25519' then 32 else 65 end),
  -- A key signs only after the entry that announces it is itself sealed by the key before it.
  add column active_at timestamptz,
  add column announced bigint;
update ledger.signing_key set active_at = created_at;

grant select, insert, update on ledger.anchor, ledger.span, ledger.lookup to sq_worker;
grant select on ledger.anchor, ledger.span, ledger.lookup to sq_read, sq_write;
grant select (algorithm, active_at, announced) on ledger.signing_key to sq_read, sq_write;
insert into record.exempt (target, why)
select 'ledger.' || name, 'derived from the record by the integrator alone; nobody else may write it'
  from unnest(array['anchor', 'span', 'lookup']) name;

-- Keeping and removing (SEC-1): a month goes only past its retention, only the oldest, only exported, and only here.
create table ledger.archive (
  log smallint not null references record.log (id),
  month date not null,
  first bigint not null,
  -- The number after the last entry of the month; the file goes on to the seal point after it.
  until bigint not null,
  size bigint not null,
  file text not null,
  sha256 bytea not null check (octet_length(sha256) = 32),
  at timestamptz not null,
  removed_at timestamptz,
  primary key (log, month)
);
grant select, insert, update on ledger.archive to sq_worker;
grant select on ledger.archive to sq_read, sq_write;
insert into record.exempt (target, why)
values ('ledger.archive', 'what lies in files; each export and each removal is a command of its own in the record');

-- Thirty-six months are the floor, whatever a profile says (PD 14 asks 24, N809 29 three years).
create function record.remove_month(m date) returns void
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
  update ledger.archive a set removed_at = clock_timestamp() where a.month = m and a.removed_at is null;
  perform set_config('record.removing', part, true);
  execute 'drop table ' || part;
end $$;
revoke all on function record.remove_month from public;
grant execute on function record.remove_month to sq_worker;

-- Dropping a month by hand is refused too. Only a superuser may make such a trigger: elsewhere the rights must do.
create function record.refuse_drop() returns event_trigger language plpgsql as $$
begin
  if exists (
    select from pg_event_trigger_dropped_objects() o
     where o.object_type = 'table' and o.schema_name = 'record' and o.object_name like 'batch%'
       and o.object_identity is distinct from current_setting('record.removing', true)
  ) then
    raise exception 'the record cannot be dropped' using errcode = '42501';
  end if;
end $$;
do $$
begin
  create event trigger nothing_is_dropped on sql_drop when tag in ('DROP TABLE', 'DROP SCHEMA', 'ALTER TABLE')
    execute function record.refuse_drop();
exception when insufficient_privilege then
  raise notice 'without a superuser no event trigger guards the record against drop table';
end $$;
