/** What the platform knows of the rows of a list. */
import { type Db, type Sql, sql } from '#kernel/db.ts';
import type { DemandState } from './rules.ts';

export interface HeldRow {
  id: number;
  title: string;
  duty: string;
  basis: string;
  /** The claim that it came from. */
  claimId: number | null;
  code: string | null;
  published: boolean;
  shareType: string;
  updateCycle: string;
}

/** The version that serves, or the first in work. */
const SHOWN = sql`catalog.entry e join catalog.entry_version v on v.entry_id = e.id and v.version = coalesce(e.serving, e.version)`;

export const listHeld = (db: Db, departmentId: number): Promise<HeldRow[]> =>
  db.many(sql`select e.id, v.content ->> 'title' as title, coalesce(nullif(v.content -> 'duty' ->> 'title', ''), c.duty, '') as duty,
      coalesce(c.basis, '') as basis, c.id as "claimId", e.code, e.serving is not null as published,
      v.content ->> 'shareType' as "shareType", v.content ->> 'updateCycle' as "updateCycle"
    from ${SHOWN} left join duties.claim c on c.entry_id = e.id and c.department_id = e.department_id and c.state = 'claimed'
    where e.department_id = ${departmentId} and e.state <> 'withdrawn' order by e.code nulls last, e.id`);

export const listUnclaimed = (
  db: Db,
  departmentId: number,
): Promise<{ id: number; title: string; duty: string; basis: string; disputed: boolean }[]> =>
  db.many(sql`select id, title, duty, basis, state = 'disputed' as disputed from duties.claim
    where department_id = ${departmentId} and state in ('issued', 'disputed') order by id`);

export interface OwnRow {
  id: number;
  title: string;
  duty: string;
  basis: string;
}
export const listOwnRows = (db: Db, departmentId: number): Promise<OwnRow[]> =>
  db.many(
    sql`select id, title, duty, basis from lists.own_row where department_id = ${departmentId} order by id`,
  );

export interface WithheldRow {
  id: number;
  title: string;
  /** Null for the whole entry. */
  item: string | null;
  basis: string;
  reason: string;
  code: string | null;
  published: boolean;
}

const reasonOf = (conditions: Sql): Sql =>
  sql`coalesce((select string_agg(c, '；' order by at) from jsonb_array_elements_text(${conditions}) with ordinality as r (c, at)), '')`;

/** Entries that are withheld, then withheld items of entries that are not; an item rests on the basis of its entry. */
export const listWithheld = (db: Db, departmentId: number): Promise<WithheldRow[]> =>
  db.many(sql`with shown as (select e.id, e.code, e.serving is not null as published, v.content as c,
        btrim(concat_ws(' ', v.content -> 'basis' ->> 'title', v.content -> 'basis' ->> 'article')) as basis
      from ${SHOWN} where e.department_id = ${departmentId} and e.state <> 'withdrawn')
    select id, c ->> 'title' as title, null as item, basis, ${reasonOf(sql`c -> 'conditions'`)} as reason, code, published
    from shown where c ->> 'shareType' = 'withheld'
    union all
    select id, c ->> 'title', i ->> 'name', basis, ${reasonOf(sql`i -> 'conditions'`)}, code, published
    from shown cross join lateral jsonb_array_elements(c -> 'items') i
    where c ->> 'shareType' <> 'withheld' and i ->> 'shareType' = 'withheld'
    order by id, item nulls first`);

export interface NeedRow {
  id: number;
  title: string;
  matter: string;
  department: string;
  provider: string;
  wantedBy: string | null;
  until: string | null;
  state: DemandState;
  entryTitle: string;
  entryCode: string;
  listed: boolean;
}

const NEED = sql`select m.id, m.title, m.matter, d.name as department, coalesce(p.name, s.name, '') as provider, m.wanted_by::text as "wantedBy",
    m.until::text as until, m.state, coalesce(e.title, '') as "entryTitle", coalesce(e.code, '') as "entryCode", m.listed_at is not null as listed
  from lists.demand m join org.department d on d.id = m.department_id left join org.department p on p.id = m.provider_id
  left join org.department s on s.id = m.suggested_id left join catalog.entry e on e.id = m.entry_id`;

/** What a department needs: its own needs, and those that it seconded. */
export const listNeeds = (db: Db, departmentId: number): Promise<NeedRow[]> =>
  db.many(sql`${NEED} where m.state not in ('merged', 'withdrawn') and (m.department_id = ${departmentId}
    or exists (select from lists.second where demand_id = m.id and department_id = ${departmentId})) order by m.id`);

/** Needs that concern a department, or all of an authority's regions. */
export const listBetween = (db: Db, departmentId: number, regions: readonly string[]): Promise<NeedRow[]> =>
  db.many(sql`${NEED} where m.state not in ('merged', 'withdrawn', 'closed')
    and (${departmentId} in (m.department_id, m.provider_id) or d.region_code = any(${[...regions]}::text[])) order by m.id`);
