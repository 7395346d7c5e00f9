/** What programs of others read of the published catalog: pages, counts and facets by conditions, never all at once. */
import { type Db, type Sql, join, sql } from '#kernel/db.ts';
import type { Face } from '#kernel/faces.ts';
import { queryText } from '#kernel/search.ts';
import {
  EVERYTHING,
  FIELDS,
  type HarvestCondition,
  type HarvestField,
  ISSUED,
  seen,
} from './harvestConditions.ts';
import type { Content } from './rules.ts';

export type HarvestOrder = 'modified' | 'issued' | 'id' | 'code' | 'title';

export interface HarvestSort {
  /** Entries whose title has these words come first. */
  words: string;
  by: { field: HarvestOrder; descending: boolean }[];
}

export interface HarvestEntry {
  id: number;
  code: string;
  version: number;
  departmentId: number;
  departmentName: string;
  departmentCode: string;
  regionCode: string;
  regionName: string;
  regionLevel: 'province' | 'city' | 'county' | 'street' | 'village';
  mounted: boolean;
  content: Content;
  /** When the version that serves was published. */
  modified: Date;
  /** When the first version was published. */
  issued: Date;
}

const ORDERS: Record<HarvestOrder, Sql> = {
  modified: sql`s.published_at`,
  issued: ISSUED,
  id: sql`s.entry_id`,
  code: sql`${FIELDS.code} collate "C"`,
  title: sql`s.title`,
};

/** The number of the entry makes every order total: pages neither repeat nor skip. */
function orderOf({ words, by }: HarvestSort): Sql {
  const text = queryText(words);
  const parts = by.map(({ field, descending }) =>
    descending ? sql`${ORDERS[field]} desc` : sql`${ORDERS[field]} asc`,
  );
  if (text !== '') parts.unshift(sql`(s.title_words @@ plainto_tsquery('simple', ${text})) desc`);
  if (!by.some(({ field }) => field === 'id')) parts.push(sql`s.entry_id desc`);
  return sql`order by ${join(parts, ', ')}`;
}

const entriesOf = (ids: Sql): Sql => sql`with chosen as materialized (
    select c.entry_id, row_number() over () as at from (${ids}) c)
  select e.id, e.code, v.version, e.department_id as "departmentId", d.name as "departmentName", d.credit_code as "departmentCode",
    d.region_code as "regionCode", r.name as "regionName", r.level as "regionLevel", s.mounted, v.content, s.published_at as modified, ${ISSUED} as issued
  from chosen c
  join catalog.shelf s on s.entry_id = c.entry_id
  join catalog.entry e on e.id = c.entry_id
  join catalog.entry_version v on v.entry_id = e.id and v.version = e.serving
  join org.department d on d.id = e.department_id
  join org.region r on r.code = d.region_code
  order by c.at`;

export const listHarvest = (
  db: Db,
  face: Face,
  condition: HarvestCondition,
  sort: HarvestSort,
  limit: number,
  offset: number,
): Promise<HarvestEntry[]> =>
  db.many(
    entriesOf(
      sql`select s.entry_id from catalog.shelf s ${seen(face, condition)} ${orderOf(sort)} limit ${limit} offset ${offset}`,
    ),
  );

/** The next `size` entries behind the one with this number, in the order of their numbers. */
export const harvestPage = (db: Db, face: Face, after: number, size: number): Promise<HarvestEntry[]> =>
  db.many(
    entriesOf(
      sql`select s.entry_id from catalog.shelf s ${seen(face, EVERYTHING)} and s.entry_id > ${after} order by s.entry_id limit ${size}`,
    ),
  );

/** The number of the page’s last entry when more lie behind it; undefined for the last page. */
export const findPageEnd = async (
  db: Db,
  face: Face,
  after: number,
  size: number,
): Promise<number | undefined> => {
  const rows = await db.many<{ id: number }>(sql`select s.entry_id as id from catalog.shelf s
    ${seen(face, EVERYTHING)} and s.entry_id > ${after} order by s.entry_id limit 2 offset ${size - 1}`);
  return rows.length === 2 ? rows[0]?.id : undefined;
};

/** The next `size` codes behind this one, after leaving out so many. */
export const harvestCodes = async (
  db: Db,
  face: Face,
  after: string,
  size: number,
  leaveOut = 0,
): Promise<string[]> => {
  const rows = await db.many<{
    code: string;
  }>(sql`select e.code from catalog.entry e join catalog.shelf s on s.entry_id = e.id
    ${seen(face, EVERYTHING)} and e.code > ${after} order by e.code limit ${size} offset ${leaveOut}`);
  return rows.map(row => row.code);
};

export const countHarvest = async (db: Db, face: Face, condition: HarvestCondition): Promise<number> =>
  (await db.get<{ n: number }>(sql`select count(*) as n from catalog.shelf s ${seen(face, condition)}`)).n;

export interface HarvestCount {
  /** Which of the combinations asked for. */
  of: number;
  /** In the order of its fields; modes as one text, parted by commas. */
  values: string[];
  count: number;
}

/** How often each combination of values stands in what the condition finds; one reading of the shelf for all of them. */
export async function countHarvestBy(
  db: Db,
  face: Face,
  condition: HarvestCondition,
  combinations: readonly (readonly HarvestField[])[],
): Promise<HarvestCount[]> {
  const fields = [...new Set(combinations.flat())];
  if (fields.length === 0) return [];
  const columns = fields.map(field =>
    field === 'mode'
      ? sql`array_to_string(s.modes, ',') as ${COLUMN.mode}`
      : sql`${FIELDS[field]} as ${COLUMN[field]}`,
  );
  const counts = combinations.map((combination, of) => {
    const by = join(
      combination.map(field => COLUMN[field]),
      ', ',
    );
    return sql`select ${of}::int as of, array[${by}] as values, count(*) as count from x group by ${by}`;
  });
  return db.many(
    sql`with x as materialized (select ${join(columns, ', ')} from catalog.shelf s ${seen(face, condition)}) ${join(counts, ' union all ')}`,
  );
}

const COLUMN: Record<HarvestField, Sql> = {
  id: sql`id`,
  code: sql`code`,
  title: sql`title`,
  departmentId: sql`department_id`,
  departmentCode: sql`department_code`,
  regionCode: sql`region_code`,
  shareType: sql`share_type`,
  updateCycle: sql`update_cycle`,
  subject: sql`subject`,
  openType: sql`open_type`,
  classCode: sql`class_code`,
  mode: sql`mode`,
};

export interface HarvestSpan {
  first: Date | null;
  last: Date | null;
}

/** Since when there is a catalog, and when it last changed. */
export const harvestSpan = (db: Db, face: Face): Promise<HarvestSpan> =>
  db.get(sql`select ${face === 'internet' ? sql`min(${ISSUED})` : sql`(select min(v.published_at) from catalog.entry_version v)`} as first, max(s.published_at) as last
    from catalog.shelf s ${seen(face, EVERYTHING)}`);
