/** What the index reads of the database: all of the shelf once, afterwards what changed. */
import { type Db, type Sql, sql } from '#kernel/db.ts';
import type { Content } from './rules.ts';

export interface ShelfRow {
  id: number;
  departmentId: number;
  regionCode: string;
  level: 'province' | 'city' | 'county';
  code: string;
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
  changed: string;
}

const wordsOf = (weight: Sql): Sql => sql`array_to_string(tsvector_to_array(ts_filter(s.words, ${weight})), ' ')`;
const ROW = sql`select s.entry_id as id, s.department_id as "departmentId", s.region_code as "regionCode", r.level, coalesce(e.code, '') as code,
    s.share_type as "shareType", s.update_cycle as "updateCycle", s.subject, s.open_type as "openType", s.class_code as "classCode", s.matter,
    s.modes, s.mounted, s.used_by as "usedBy", s.published_at as "publishedAt", e.data_at as "dataAt", e.origin_platform as origin,
    ${wordsOf(sql`'{a}'`)} as "titleWords", ${wordsOf(sql`'{b}'`)} as "itemWords", ${wordsOf(sql`'{c}'`)} as "restWords", s.changed::text as changed
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

export const listChanged = (db: Db, at: Position): Promise<ShelfRow[]> =>
  db.many(sql`${ROW} where ${unread(sql`s`, at)} order by s.entry_id`);

/** Entries that left the shelf and are not on it again. */
export const listLeft = (db: Db, at: Position): Promise<{ id: number; changed: string }[]> =>
  db.many(sql`select l.entry_id as id, l.changed::text as changed from catalog.shelf_left l
    where ${unread(sql`l`, at)} and not exists (select from catalog.shelf s where s.entry_id = l.entry_id)`);
