import { type Db, sql } from '#kernel/db.ts';

export interface ServiceRow {
  entryId: number;
  entryTitle: string;
  provider: string;
  grants: number;
  way: 'table' | 'interface' | 'file' | 'none';
  state: 'up' | 'slow' | 'down' | 'changed' | 'unknown';
  since: Date | null;
  /** Of `ConnectionProblem`, or a sentence where a check wrote one. */
  problem: string;
}

/**
 * Services with grants in force, and how gateways see what they rest on: the worst that any of them sees now. A row of a
 * gateway that wrote nothing for a day says nothing.
 */
export const listServices = (
  db: Db,
  seen: readonly number[] | null,
  entryId: number | undefined,
): Promise<ServiceRow[]> =>
  db.many(sql`
    with served as (
      select g.entry_id, max(g.provider_id) as provider_id, max(g.entry_title) as entry_title, count(*)::int as grants,
          bool_or(g.mode = 'file') as files
        from sharing.grant g
       where g.sid is not null and g.state = 'active' and (${entryId ?? null}::int is null or g.entry_id = ${entryId ?? null})
         and (${seen === null} or g.provider_id = any(${[...(seen ?? [])]}::int[]) or g.consumer_id = any(${[...(seen ?? [])]}::int[]))
       group by g.entry_id)
    select s.entry_id as "entryId", s.entry_title as "entryTitle", p.name as provider, s.grants,
        case when i.id is not null then 'interface' when r.id is not null then 'table' when s.files then 'file' else 'none' end as way,
        case when i.id is not null then case when i.state = 'down' then 'down' when c.checked_at is null then 'unknown' else 'up' end
             when r.id is not null then coalesce(h.state, 'unknown') else 'unknown' end as state,
        case when i.id is not null then i.since else h.since end as since,
        case when i.id is not null then i.problem else coalesce(h.problem, '') end as problem
      from served s
      join org.department p on p.id = s.provider_id
      left join resources.interface i on i.entry_id = s.entry_id and i.ended_at is null
      left join resources.health c on c.interface_id = i.id
      left join resources.resource r on r.entry_id = s.entry_id
      left join lateral (
        select h.state, h.problem, h.since from plans.source_health h
         where h.source_id = r.source_id and (h.place = '' or h.place = r.schema || '.' || r."table")
           and h.changed > now() - interval '1 day'
         order by array_position(array['down', 'changed', 'slow', 'up'], h.state), h.since limit 1) h on true
     order by (case when i.id is not null then i.state = 'down' else coalesce(h.state, 'up') <> 'up' end) desc, s.entry_title, s.entry_id`);
