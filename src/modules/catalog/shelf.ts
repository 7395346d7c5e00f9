/** The shelf: one narrow row for each published entry, from which everything public is searched. */
import type { Static } from 'typebox';
import { type Db, type Sql, type Tx, empty, join, sql } from '#kernel/db.ts';
import { indexText, queryText } from '#kernel/search.ts';
import type { SearchQuery } from './contract.ts';
import type { EntryRow } from './store.ts';

export type Search = Static<typeof SearchQuery>;

/** Exact counts of large sets would set the speed of every search; beyond this "more" is the answer. */
const COUNTED = 2000;

export const FACETS = [
  'shareType',
  'departmentId',
  'regionCode',
  'updateCycle',
  'subject',
  'mode',
  'mounted',
] as const;
export type FacetName = (typeof FACETS)[number];

/** Puts the row's content on the shelf, in place of what stood there for this entry. */
export const shelve = (tx: Tx, row: EntryRow, at: Date): Promise<number> => {
  const { content } = row;
  const names = content.items.map(item => item.name);
  const rest = [
    row.departmentName,
    row.regionName,
    content.abstract,
    content.duty.title,
    content.system,
  ].join(' ');
  return tx.run(sql`insert into catalog.shelf (entry_id, department_id, region_code, title, share_type, update_cycle, subject, modes,
      item_names, mounted, used_by, published_at, title_words, words)
    values (${row.id}, ${row.departmentId}, ${row.regionCode}, ${content.title}, ${content.shareType}, ${content.updateCycle}, ${content.subject},
      ${content.modes}, ${names}, ${row.mountedRows !== null}, ${row.usedBy}, ${at},
      to_tsvector('simple', ${indexText(content.title)}),
      setweight(to_tsvector('simple', ${indexText(content.title)}), 'A') ||
      setweight(to_tsvector('simple', ${indexText(names.join(' '))}), 'B') ||
      setweight(to_tsvector('simple', ${indexText(rest)}), 'C'))
    on conflict (entry_id) do update set title = excluded.title, share_type = excluded.share_type, update_cycle = excluded.update_cycle,
      subject = excluded.subject, modes = excluded.modes, item_names = excluded.item_names, published_at = excluded.published_at,
      title_words = excluded.title_words, words = excluded.words`);
};

export const takeFromShelf = (tx: Tx, id: number): Promise<number> =>
  tx.run(sql`delete from catalog.shelf where entry_id = ${id}`);

interface Chosen {
  words: string;
  filters: Partial<Record<FacetName, Sql>>;
}

function chosen(search: Search): Chosen {
  const filters: Chosen['filters'] = {};
  if (search.shareType.length > 0) filters.shareType = sql`s.share_type = any(${search.shareType}::text[])`;
  if (search.departmentId.length > 0)
    filters.departmentId = sql`s.department_id = any(${search.departmentId}::int[])`;
  if (search.regionCode.length > 0)
    filters.regionCode = sql`s.region_code = any(${search.regionCode}::text[])`;
  if (search.updateCycle.length > 0)
    filters.updateCycle = sql`s.update_cycle = any(${search.updateCycle}::text[])`;
  if (search.subject.length > 0) filters.subject = sql`s.subject = any(${search.subject}::text[])`;
  if (search.mode.length > 0) filters.mode = sql`s.modes && ${search.mode}::text[]`;
  if (search.mounted.length > 0)
    filters.mounted = sql`s.mounted = any(${search.mounted.map(value => value === 'yes')}::boolean[])`;
  return { words: queryText(search.q), filters };
}

/** `without`: counts of a facet follow the words and the other facets, not its own choice. `inTitle`: the words stand there. */
function where({ words, filters }: Chosen, without?: FacetName, inTitle = false): Sql {
  const kept = FACETS.flatMap(name => (name === without ? [] : (filters[name] ?? [])));
  if (words !== '') {
    const query = sql`plainto_tsquery('simple', ${words})`;
    kept.push(inTitle ? sql`s.title_words @@ ${query}` : sql`s.words @@ ${query}`);
  }
  return kept.length === 0 ? empty : sql`where ${join(kept, ' and ')}`;
}

export interface Found {
  total: number;
  more: boolean;
  ids: number[];
}

/** The page of entries that the search asks for, best first. */
export async function findOnShelf(db: Db, search: Search): Promise<Found> {
  const asked = chosen(search);
  const { n } = await db.get<{ n: number }>(
    sql`select count(*) as n from (select from catalog.shelf s ${where(asked)} limit ${COUNTED + 1}) x`,
  );
  const rows = await db.many<{ id: number }>(pageOf(search, asked));
  return { total: Math.min(n, COUNTED), more: n > COUNTED, ids: rows.map(row => row.id) };
}

function pageOf(search: Search, asked: Chosen): Sql {
  const page = sql`limit ${search.size} offset ${(search.page - 1) * search.size}`;
  if (search.sort === 'used')
    return sql`select s.entry_id as id from catalog.shelf s ${where(asked)} order by s.used_by desc, s.published_at desc, s.entry_id desc ${page}`;
  if (search.sort === 'recent' || asked.words === '')
    return sql`select s.entry_id as id from catalog.shelf s ${where(asked)} order by s.published_at desc, s.entry_id desc ${page}`;
  // Ranking every hit is the cost of a search, so only so many are ranked: those whose title has the words, then others.
  return sql`with hit as materialized (
      (select s.entry_id, s.words, s.used_by from catalog.shelf s ${where(asked, undefined, true)} limit ${COUNTED})
      union all
      (select s.entry_id, s.words, s.used_by from catalog.shelf s ${where(asked)} limit ${COUNTED})),
    one as (select distinct on (entry_id) * from hit)
    select entry_id as id from one
    order by ts_rank('{0, 0.05, 0.3, 1}', words, plainto_tsquery('simple', ${asked.words})) desc, used_by desc, entry_id
    ${page}`;
}

const VALUES: Record<FacetName, Sql> = {
  shareType: sql`x.share_type`,
  departmentId: sql`x.department_id::text`,
  regionCode: sql`x.region_code`,
  updateCycle: sql`x.update_cycle`,
  subject: sql`x.subject`,
  mode: sql`unnest(x.modes)`,
  mounted: sql`case when x.mounted then 'yes' else 'no' end`,
};

export interface FacetRow {
  facet: FacetName;
  value: string;
  count: number;
}

/** Counts over the first 2,000 hits, the most frequent value first. */
export async function countFacets(db: Db, search: Search): Promise<FacetRow[]> {
  const asked = chosen(search);
  const own = FACETS.filter(name => asked.filters[name] !== undefined);
  const shared = FACETS.filter(name => asked.filters[name] === undefined);
  const ask = (names: readonly FacetName[], without?: FacetName): Promise<FacetRow[]> => {
    const each = names.map(name => sql`select ${name}::text as facet, ${VALUES[name]} as value from x`);
    return db.many(sql`with x as materialized (
        select s.share_type, s.department_id, s.region_code, s.update_cycle, s.subject, s.modes, s.mounted from catalog.shelf s ${where(asked, without)} limit ${COUNTED})
      select facet, value, count(*) as count from (${join(each, ' union all ')}) y group by facet, value order by facet, count desc, value`);
  };
  const answers = await Promise.all([
    shared.length > 0 ? ask(shared) : [],
    ...own.map(name => ask([name], name)),
  ]);
  return answers.flat();
}
