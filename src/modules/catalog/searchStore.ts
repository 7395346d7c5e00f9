/** What the index reads of the database: all of the shelf once, afterwards what changed. */
import { type Db, type Sql, empty, sql } from '#kernel/db.ts';
import type { Face } from '#kernel/faces.ts';
import type { Content } from './rules.ts';
import type { SummaryRow } from './views.ts';

export interface ShelfRow {
  id: number;
  departmentId: number;
  regionCode: string;
  level: string;
  shareType: Content['shareType'];
  updateCycle: Content['updateCycle'];
  subject: Content['subject'];
  openType: Content['openType'];
  classCode: string;
  matter: string;
  modes: Content['modes'];
  mounted: boolean;
  usedBy: number;
  publishedAt: Date;
  dataAt: Date | null;
  origin: string | null;
  /** Words separated by blanks: of the title, of the items' names, of anything else. */
  titleWords: string;
  itemWords: string;
  restWords: string;
}

const wordsOf = (weight: Sql): Sql =>
  sql`array_to_string(tsvector_to_array(ts_filter(s.words, ${weight})), ' ')`;
const ROW = sql`select s.entry_id as id, s.department_id as "departmentId", s.region_code as "regionCode", r.level,
    s.share_type as "shareType", s.update_cycle as "updateCycle", s.subject, s.open_type as "openType", s.class_code as "classCode", s.matter,
    s.modes, s.mounted, s.used_by as "usedBy", s.published_at as "publishedAt", e.data_at as "dataAt", e.origin_platform as origin,
    ${wordsOf(sql`'{a}'`)} as "titleWords", ${wordsOf(sql`'{b}'`)} as "itemWords", ${wordsOf(sql`'{c}'`)} as "restWords"
  from catalog.shelf s join catalog.entry e on e.id = s.entry_id join org.region r on r.code = s.region_code`;

/** The next rows behind the one with this number. */
export const listShelf = (db: Db, after: number, size: number): Promise<ShelfRow[]> =>
  db.many(sql`${ROW} where s.entry_id > ${after} order by s.entry_id limit ${size}`);

/**
 * Where a reader stands: everything of transactions before `since` was read, and of those from there on what `seen`
 * names. Numbers of transactions as text, for they have 64 bits.
 */
export interface Position {
  since: string;
  seen: string[];
}

/** Written by a transaction that may not have been read. Numbers from before a restored dump lie in the future. */
const unread = (table: Sql, { since, seen }: Position): Sql =>
  sql`${table}.changed >= ${since}::xid8 and ${table}.changed < pg_snapshot_xmax(pg_current_snapshot())
    and not ${table}.changed = any(${seen}::xid8[])`;

/** The oldest transaction that may still write, and whether there is anything that was not read. */
export const lookForNews = (db: Db, at: Position): Promise<{ horizon: string; news: boolean }> =>
  db.get(sql`select pg_snapshot_xmin(pg_current_snapshot())::text as horizon,
    exists (select from catalog.shelf s where ${unread(sql`s`, at)})
      or exists (select from catalog.shelf_left l where ${unread(sql`l`, at)}) as news`);

export const readHorizon = async (db: Db): Promise<string> =>
  (await db.get<{ horizon: string }>(sql`select pg_snapshot_xmin(pg_current_snapshot())::text as horizon`))
    .horizon;

export interface News {
  newsOf: number;
  newsBy: string;
}

/** Rows that were written, and of entries that left the shelf the number alone: all as of one moment. */
export const listNews = (db: Db, at: Position): Promise<(News & (ShelfRow | { id: null }))[]> =>
  db.many(sql`with news as (
      select s.entry_id, s.changed from catalog.shelf s where ${unread(sql`s`, at)}
      union all
      select l.entry_id, l.changed from catalog.shelf_left l
        where ${unread(sql`l`, at)} and not exists (select from catalog.shelf s where s.entry_id = l.entry_id))
    select n.entry_id as "newsOf", n.changed::text as "newsBy", x.* from news n left join lateral (${ROW} where s.entry_id = n.entry_id) x on true
    order by n.entry_id`);

/** Asked of the database too: an entry may have stopped being open since the index was read. */
const seenBy = (face: Face): Sql => (face === 'internet' ? sql`and s.open_type <> 'none'` : empty);

export interface TitleRow {
  id: number;
  title: string;
  matter: string;
  departmentName: string;
  itemNames: string[];
}

export const listTitles = (db: Db, ids: readonly number[], face: Face): Promise<TitleRow[]> =>
  db.many(sql`select s.entry_id as id, s.title, s.matter, d.name as "departmentName", s.item_names as "itemNames"
    from catalog.shelf s join org.department d on d.id = s.department_id where s.entry_id = any(${[...ids]}::int[]) ${seenBy(face)}`);

type ShelvedRow = Omit<SummaryRow, 'content'> &
  Omit<SummaryRow['content'], 'items'> & { itemNames: string[] };

/** What the list of results shows, from the narrow rows alone: the content of an entry is much larger. */
export async function listSummaries(db: Db, ids: readonly number[], face: Face): Promise<SummaryRow[]> {
  const rows =
    await db.many<ShelvedRow>(sql`select s.entry_id as id, e.code, s.department_id as "departmentId", d.name as "departmentName",
      s.region_code as "regionCode", r.name as "regionName", e.serving as version, 'published' as state, s.title, s.abstract,
      s.share_type as "shareType", s.update_cycle as "updateCycle", s.subject, s.modes, s.item_names as "itemNames", e.mounted_rows as "mountedRows",
      s.used_by as "usedBy", v.changed_at as "updatedAt", s.published_at as "publishedAt", e.suspended_at as "suspendedAt",
      e.suspended_reason as "suspendedReason", e.data_at as "dataAt", d.state as "departmentState",
      e.origin_platform as "originPlatform", e.origin_code as "originCode", e.origin_version as "originVersion"
    from catalog.shelf s
    join catalog.entry e on e.id = s.entry_id
    join catalog.entry_version v on v.entry_id = e.id and v.version = e.serving
    join org.department d on d.id = s.department_id
    join org.region r on r.code = s.region_code
    where s.entry_id = any(${[...ids]}::int[]) ${seenBy(face)}`);
  return rows.map(({ title, abstract, shareType, updateCycle, subject, modes, itemNames, ...row }) => ({
    ...row,
    content: {
      title,
      abstract,
      shareType,
      updateCycle,
      subject,
      modes,
      items: itemNames.map(name => ({ name })),
    },
  }));
}

export const findByCode = async (db: Db, code: string): Promise<number | undefined> =>
  (await db.find<{ id: number }>(sql`select id from catalog.entry where code = ${code}`))?.id;
