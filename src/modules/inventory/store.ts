import { type Db, type Sql, type Tx, sql } from '#kernel/db.ts';
import type { Cover } from './rules.ts';

/**
 * Assets with the entry that describes them: the one that the department named, or the one that the table is mounted
 * to. An entry that was withdrawn describes nothing.
 */
const ASSETS = sql`select a.id, a.system_id as "systemId", s.name as "systemName", s.department_id as "departmentId", a.place, a.title, a.rows,
    e.id as "entryId", e.title as "entryTitle", (a.entry_id is null and e.id is not null) as mounted, a.left_out as "leftOut",
    a.gone_at as "goneAt", a.gone_at is null and s.state <> 'stopped' as counts,
    case when a.left_out <> '' then 'left_out' when e.id is null then 'open' when e.serving is not null then 'covered' else 'in_work' end as cover
  from inventory.asset a join inventory.system s on s.id = a.system_id
  left join resources.resource r on r.source_id = s.source_id and r.schema || '.' || r."table" = a.place
  left join catalog.entry e on e.id = coalesce(a.entry_id, r.entry_id) and e.state <> 'withdrawn'`;

export interface AssetRow {
  id: number;
  systemId: number;
  systemName: string;
  place: string;
  title: string;
  rows: number | null;
  entryId: number | null;
  entryTitle: string | null;
  mounted: boolean;
  leftOut: string;
  goneAt: Date | null;
  cover: Cover;
}

export interface AssetFilter {
  departmentId: number;
  systemId: number | null;
  cover: readonly string[];
  words: string;
}

/** Whoever asks for a kind of coverage asks for what is counted: nothing gone, no stopped system. */
const where = ({
  departmentId,
  systemId,
  cover,
  words,
}: AssetFilter): Sql => sql`where x."departmentId" = ${departmentId}
  and (${systemId}::int is null or x."systemId" = ${systemId})
  and (cardinality(${[...cover]}::text[]) = 0 or (x.counts and x.cover = any(${[...cover]}::text[])))
  and (${words} = '' or strpos(lower(x.place || ' ' || x.title || ' ' || x."systemName"), lower(${words})) > 0)`;

export const listAssets = (db: Db, filter: AssetFilter, size: number, offset: number): Promise<AssetRow[]> =>
  db.many(
    sql`select x.* from (${ASSETS}) x ${where(filter)} order by x."systemName", x.place, x.id limit ${size} offset ${offset}`,
  );

export const countAssets = (db: Db, filter: AssetFilter): Promise<{ n: number }> =>
  db.get(sql`select count(*)::int as n from (${ASSETS}) x ${where(filter)}`);

/** What a department has and no entry describes. */
export const listOpen = (db: Db, departmentId: number, limit: number): Promise<AssetRow[]> =>
  listAssets(db, { departmentId, systemId: null, cover: ['open'], words: '' }, limit, 0);

export const countCover = (
  db: Db,
  departments: readonly number[],
): Promise<{ departmentId: number; systemId: number; cover: Cover; n: number }[]> =>
  db.many(sql`select x."departmentId", x."systemId", x.cover, count(*)::int as n from (${ASSETS}) x
    where x."departmentId" = any(${[...departments]}::int[]) and x."goneAt" is null group by 1, 2, 3`);

export interface SystemRow {
  id: number;
  departmentId: number;
  name: string;
  purpose: string;
  state: 'building' | 'in_use' | 'stopped';
  sourceId: number | null;
  readAt: Date | null;
}

const SYSTEM = sql`select id, department_id as "departmentId", name, purpose, state, source_id as "sourceId", read_at as "readAt"
  from inventory.system`;

export const listSystems = (db: Db, departments: readonly number[]): Promise<SystemRow[]> =>
  db.many(
    sql`${SYSTEM} where department_id = any(${[...departments]}::int[]) order by state = 'stopped', name`,
  );

export const lockSystem = (tx: Tx, id: number, departmentId: number): Promise<SystemRow | undefined> =>
  tx.find(sql`${SYSTEM} where id = ${id} and department_id = ${departmentId} for update`);

export const findSystemNamed = (db: Db, departmentId: number, name: string): Promise<SystemRow | undefined> =>
  db.find(sql`${SYSTEM} where department_id = ${departmentId} and name = ${name}`);

export const findSystemOf = (db: Db, sourceId: number): Promise<SystemRow | undefined> =>
  db.find(sql`${SYSTEM} where source_id = ${sourceId}`);

export type NewSystem = Pick<SystemRow, 'name' | 'purpose' | 'state'>;

export const insertSystem = (
  tx: Tx,
  departmentId: number,
  { name, purpose, state }: NewSystem,
  at: Date,
): Promise<{ id: number }> =>
  tx.get(sql`insert into inventory.system (department_id, name, purpose, state, changed_at)
    values (${departmentId}, ${name}, ${purpose}, ${state}, ${at}) returning id`);

export const updateSystem = (
  tx: Tx,
  id: number,
  { name, purpose, state }: NewSystem,
  at: Date,
): Promise<number> =>
  tx.run(sql`update inventory.system set name = ${name}, purpose = ${purpose}, state = ${state}, changed_at = ${at}
    where id = ${id}`);

export const setRead = (tx: Tx, id: number, sourceId: number, at: Date): Promise<number> =>
  tx.run(
    sql`update inventory.system set source_id = ${sourceId}, read_at = ${at}, changed_at = ${at} where id = ${id}`,
  );

export interface NewAsset {
  place: string;
  title?: string;
  rows?: number | null;
  entryId?: number | null;
  leftOut?: string;
}

/** New ones are added, known ones changed as far as something is said of them; answers how many are new. */
export async function putAssets(tx: Tx, systemId: number, assets: readonly NewAsset[]): Promise<number> {
  const put = await tx.many<{ added: boolean }>(sql`
    insert into inventory.asset as a (system_id, place, title, rows, entry_id, left_out)
    select ${systemId}, n ->> 'place', coalesce(n ->> 'title', ''), (n ->> 'rows')::bigint, (n ->> 'entryId')::int, coalesce(n ->> 'leftOut', '')
    from jsonb_array_elements(${JSON.stringify(assets)}::jsonb) n
    on conflict (system_id, place) do update set
      title = excluded.title, rows = excluded.rows, entry_id = excluded.entry_id, left_out = excluded.left_out, gone_at = null
    returning a.xmax = 0 as added`);
  return put.filter(one => one.added).length;
}

export const listPlaces = (
  db: Db,
  systemId: number,
): Promise<(Required<NewAsset> & { goneAt: Date | null })[]> =>
  db.many(sql`select place, title, rows, entry_id as "entryId", left_out as "leftOut", gone_at as "goneAt"
    from inventory.asset where system_id = ${systemId}`);

/** What a database that was read no longer has. */
export const markGone = (tx: Tx, systemId: number, there: readonly string[], at: Date): Promise<number> =>
  tx.run(sql`update inventory.asset set gone_at = ${at}
    where system_id = ${systemId} and gone_at is null and place <> all(${[...there]}::text[])`);

/** Of the department's own; answers how many. */
export const lockAssets = (
  tx: Tx,
  ids: readonly number[],
  departmentId: number,
): Promise<{ id: number; place: string }[]> =>
  tx.many(sql`select a.id, a.place from inventory.asset a join inventory.system s on s.id = a.system_id
    where a.id = any(${[...ids]}::int[]) and s.department_id = ${departmentId} order by a.id for update of a`);

export const setCover = (
  tx: Tx,
  ids: readonly number[],
  { entryId, leftOut }: { entryId: number | null; leftOut: string },
): Promise<number> =>
  tx.run(
    sql`update inventory.asset set entry_id = ${entryId}, left_out = ${leftOut} where id = any(${[...ids]}::int[])`,
  );

export const deleteAssets = (tx: Tx, ids: readonly number[]): Promise<number> =>
  tx.run(sql`delete from inventory.asset where id = any(${[...ids]}::int[])`);

export const listOwnEntries = (db: Db, departmentId: number): Promise<{ id: number; title: string }[]> =>
  db.many(sql`select id, title from catalog.entry
    where department_id = ${departmentId} and state <> 'withdrawn' and title <> '' order by title`);

export const countEntries = (
  db: Db,
  departments: readonly number[],
): Promise<{ departmentId: number; n: number }[]> =>
  db.many(sql`select department_id as "departmentId", count(*)::int as n from catalog.entry
    where department_id = any(${[...departments]}::int[]) and serving is not null group by 1`);
