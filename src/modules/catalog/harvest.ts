/** What programs of others read of the published catalog: pages, counts and facets by conditions, never all at once. */
import { type Db, type Sql, join, sql } from '#kernel/db.ts';
import type { Face } from '#kernel/faces.ts';
import { queryText } from '#kernel/search.ts';
import type { Content } from './rules.ts';

export type HarvestField =
  | 'id'
  | 'code'
  | 'title'
  | 'departmentId'
  | 'departmentCode'
  | 'regionCode'
  | 'shareType'
  | 'updateCycle'
  | 'subject'
  | 'openType'
  | 'classCode'
  | 'mode';

/** Fields with a moment: of the version that serves, and of the first one that did. */
export type HarvestMoment = 'modified' | 'issued';

/** One side of a range of moments; undefined is open. */
export interface HarvestBound {
  at: Date;
  included: boolean;
}

/** An empty `all` is true, an empty `any` false. */
export type HarvestCondition =
  | { kind: 'all' | 'any'; of: HarvestCondition[] }
  | { kind: 'not'; of: HarvestCondition }
  | { kind: 'words'; text: string; inTitle: boolean }
  | { kind: 'is'; field: HarvestField; values: readonly string[] }
  /** `pattern` is that of SQL's `like`, with `\` to escape. */
  | { kind: 'like'; field: HarvestField; pattern: string }
  | {
      kind: 'between';
      moment: HarvestMoment;
      from: HarvestBound | undefined;
      to: HarvestBound | undefined;
    };

export const EVERYTHING: HarvestCondition = { kind: 'all', of: [] };

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

const ENTRY = (field: Sql): Sql => sql`(select ${field} from catalog.entry e where e.id = s.entry_id)`;
const ISSUED = sql`(select min(x.published_at) from catalog.entry_version x where x.entry_id = s.entry_id)`;

/** What a field is, of the shelf's row `s`; modes are several. */
const FIELDS: Record<Exclude<HarvestField, 'mode'>, Sql> = {
  id: sql`s.entry_id::text`,
  code: ENTRY(sql`e.code`),
  title: sql`s.title`,
  departmentId: sql`s.department_id::text`,
  departmentCode: sql`(select d.credit_code from org.department d where d.id = s.department_id)`,
  regionCode: sql`s.region_code`,
  shareType: sql`s.share_type`,
  updateCycle: sql`s.update_cycle`,
  subject: sql`s.subject`,
  openType: sql`s.open_type`,
  classCode: sql`s.class_code`,
};

const MOMENTS: Record<HarvestMoment, Sql> = { modified: sql`s.published_at`, issued: ISSUED };

const TRUE = sql`true`;
const FALSE = sql`false`;

/** Those of the texts that can be a row’s number. */
const numbers = (values: readonly string[]): number[] =>
  values.map(Number).filter(one => Number.isInteger(one) && one > 0 && one < 2 ** 31);

function isOf(field: HarvestField, values: string[]): Sql {
  if (field === 'mode') return sql`s.modes && ${values}::text[]`;
  // By their own types and in their own tables, so that indexes serve.
  if (field === 'id') return sql`s.entry_id = any(${numbers(values)}::int[])`;
  if (field === 'departmentId') return sql`s.department_id = any(${numbers(values)}::int[])`;
  if (field === 'code')
    return sql`s.entry_id in (select e.id from catalog.entry e where e.code = any(${values}::text[]))`;
  if (field === 'departmentCode')
    return sql`s.department_id in (select d.id from org.department d where d.credit_code = any(${values}::text[]))`;
  return sql`${FIELDS[field]} = any(${values}::text[])`;
}

const likeOf = (field: HarvestField, pattern: string): Sql =>
  field === 'mode'
    ? sql`exists (select from unnest(s.modes) m where m like ${pattern})`
    : sql`${FIELDS[field]} like ${pattern}`;

const boundOf = (field: Sql, bound: HarvestBound | undefined, upper: boolean): Sql => {
  if (!bound) return TRUE;
  const { at, included } = bound;
  if (upper) return included ? sql`${field} <= ${at}` : sql`${field} < ${at}`;
  return included ? sql`${field} >= ${at}` : sql`${field} > ${at}`;
};

function compile(condition: HarvestCondition): Sql {
  switch (condition.kind) {
    case 'all':
      return condition.of.length === 0 ? TRUE : sql`(${join(condition.of.map(compile), ' and ')})`;
    case 'any':
      return condition.of.length === 0 ? FALSE : sql`(${join(condition.of.map(compile), ' or ')})`;
    case 'not':
      return sql`not ${compile(condition.of)}`;
    case 'words': {
      const query = sql`plainto_tsquery('simple', ${queryText(condition.text)})`;
      return condition.inTitle ? sql`s.title_words @@ ${query}` : sql`s.words @@ ${query}`;
    }
    case 'is':
      return isOf(condition.field, [...condition.values]);
    case 'like':
      return likeOf(condition.field, condition.pattern);
    case 'between': {
      const field = MOMENTS[condition.moment];
      return sql`(${boundOf(field, condition.from, false)} and ${boundOf(field, condition.to, true)})`;
    }
  }
}

/** On the Internet nothing exists but what is open there. */
const seen = (face: Face, condition: HarvestCondition): Sql =>
  face === 'internet'
    ? sql`where ${FIELDS.openType} <> 'none' and ${compile(condition)}`
    : sql`where ${compile(condition)}`;

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
  db.get(sql`select (select min(v.published_at) from catalog.entry_version v) as first, max(s.published_at) as last
    from catalog.shelf s ${seen(face, EVERYTHING)}`);
