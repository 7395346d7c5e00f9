-- Who took a step of a case, and for which department: nobody acts in one case for two. Steps of before this release, and
-- the platform's own, name nobody.
alter table sharing.history
  add column account_id int references org.account,
  add column department_id int references org.department;
alter table disputes.history
  add column account_id int references org.account,
  add column department_id int references org.department;
alter table mandates.history
  add column account_id int references org.account,
  add column department_id int references org.department;

-- An application that came from another department with its consumer's consent keeps the acts of where it came from, and a
-- dispute those of its application.
alter function record.cases_open_at(timestamptz) rename to disputed_cases_open_at;
create function record.cases_open_at(since timestamptz) returns setof text
language sql stable set search_path = pg_catalog as $$
  with recursive standing (object) as materialized (select record.disputed_cases_open_at(since)),
  moved (id) as (
    select a.moved_from from sharing.application a
     where a.moved_from is not null and 'application:' || a.id in (select object from standing)
    union
    select a.moved_from from sharing.application a join moved on moved.id = a.id where a.moved_from is not null
  )
  select object from standing
  union all select 'application:' || id from moved
$$;
revoke all on function record.cases_open_at from public;
