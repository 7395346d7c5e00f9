/** package_search: CKAN’s parameters as conditions of the catalog, and what is found in CKAN’s shapes. */
import {
  EVERYTHING,
  type HarvestCondition,
  type HarvestCount,
  type HarvestField,
  type HarvestOrder,
  type HarvestSort,
  countHarvest,
  countHarvestBy,
  listHarvest,
} from '#modules/catalog/index.ts';
import type { Visit } from './visit.ts';
import { searchError, searchQueryError } from './ckanErrors.ts';
import { type Asked, flag, list, natural, text } from './ckanInput.ts';
import { conditionOf, wordsAsked } from './conditions.ts';
import { nameOfDepartment } from './names.ts';
import { type Package, packageOf } from './packages.ts';
import { BadQuery, type Query, readQuery } from './solr.ts';
import { LICENSES, LICENSE_OF, MODE_FORMATS, groupOf, tagsOf } from './vocabulary.ts';

const KNOWN = new Set(
  [
    'q fq fq_list fl sort rows start use_default_schema callback',
    'facet facet.mincount facet.limit facet.field',
    'include_drafts include_deleted include_private',
    // Read by Solr to rank and to lay out; what is found does not depend on them.
    'qf bf boost tie defType wt extras',
  ].flatMap(line => line.split(' ')),
);

const DEFAULT_SORT = 'score desc, metadata_modified desc';
const MOST_ROWS = 1000;
const MOST_FACETS = 30;

const ORDERS: Record<string, HarvestOrder> = {
  metadata_modified: 'modified',
  metadata_created: 'issued',
  id: 'id',
  name: 'code',
  title: 'title',
  title_string: 'title',
};

export function readSort(sort: string, words: string): HarvestSort {
  const asked: HarvestSort = { words: '', by: [] };
  for (const part of sort.split(',')) {
    const match = /^\s*(\S+)\s+(asc|desc)\s*$/i.exec(part);
    if (!match) throw searchQueryError('\'Invalid "sort" parameter\'');
    const [, field = '', direction = ''] = match;
    const descending = direction.toLowerCase() === 'desc';
    const order = Object.hasOwn(ORDERS, field) ? ORDERS[field] : undefined;
    if (order !== undefined) {
      if (!asked.by.some(one => one.field === order)) asked.by.push({ field: order, descending });
    } else if (field !== 'score') throw searchError(`sort param field can't be found: ${field}`);
    else if (descending && asked.by.length === 0) asked.words = words;
  }
  return asked;
}

/** A search without a field is forgiven its syntax, as in CKAN: its words count. */
function readWords(q: string): Query {
  try {
    return readQuery(q);
  } catch (error) {
    if (!(error instanceof BadQuery) || q.includes(':') || q.includes('{!')) throw error;
    return { kind: 'term', field: '', text: q.slice(0, 1000), pattern: false };
  }
}

interface Item {
  name: string;
  display_name: string;
}

/** A facet of CKAN: the fields of ours that it follows from, and what their values are called there. */
interface Facet {
  by: readonly HarvestField[];
  items(values: readonly string[]): Item[];
}

const plainly = (name: string): Item => ({ name, display_name: name });

async function facetOf(field: string, { organizations, naming }: Visit): Promise<Facet | undefined> {
  const plain: Record<string, HarvestField> = {
    share_type: 'shareType',
    update_cycle: 'updateCycle',
    subject: 'subject',
    open_type: 'openType',
    region_code: 'regionCode',
    class_code: 'classCode',
  };
  const key = field.replace(/^extras_/, '');
  const own = Object.hasOwn(plain, key) ? plain[key] : undefined;
  if (own !== undefined)
    return { by: [own], items: ([value = '']) => (value === '' ? [] : [plainly(value)]) };
  const { classes } = naming;
  switch (field) {
    case 'organization': {
      const departments = new Map((await organizations.departments()).map(one => [String(one.id), one]));
      return {
        by: ['departmentId'],
        items: ([id = '']) => {
          const one = departments.get(id);
          return one ? [{ name: nameOfDepartment(one.creditCode), display_name: one.name }] : [];
        },
      };
    }
    case 'groups':
      return {
        by: ['classCode'],
        items: ([code = '']) => {
          const group = groupOf(code, classes);
          return group ? [{ name: group.name, display_name: group.title }] : [];
        },
      };
    case 'tags':
      return {
        by: ['subject', 'classCode'],
        items: ([subject = 'other', classCode = '']) =>
          tagsOf({ subject: subject as 'other', classCode }, classes).map(plainly),
      };
    case 'license_id':
      return {
        by: ['openType'],
        items: ([openType = 'none']) => {
          const name = LICENSE_OF[openType as 'none'];
          return [{ name, display_name: LICENSES[name].title }];
        },
      };
    case 'res_format':
      return {
        by: ['mode'],
        items: ([modes = '']) =>
          [
            ...new Set(modes.split(',').flatMap(mode => (mode === '' ? [] : MODE_FORMATS[mode as 'file']))),
          ].map(plainly),
      };
    default:
      return undefined;
  }
}

function itemsOf(facet: Facet, counts: readonly HarvestCount[]): (Item & { count: number })[] {
  const items = new Map<string, Item & { count: number }>();
  for (const { values, count } of counts)
    for (const item of facet.items(values)) {
      const known = items.get(item.name) ?? { ...item, count: 0 };
      known.count += count;
      items.set(item.name, known);
    }
  return [...items.values()].toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

const descending = (a: Item, b: Item): number => {
  if (a.display_name === b.display_name) return 0;
  return a.display_name < b.display_name ? 1 : -1;
};

async function facetsOf(visit: Visit, asked: Asked, condition: HarvestCondition) {
  const names = [...new Set(list(asked, 'facet.field'))];
  if (names.length > MOST_FACETS) throw searchError(`at most ${MOST_FACETS} facet fields`);
  // -1, or any number below, is no limit.
  const limit = text(asked, 'facet.limit', '50').trim().startsWith('-')
    ? Number.MAX_SAFE_INTEGER
    : natural(asked, 'facet.limit', 50);
  const least = natural(asked, 'facet.mincount', 1);
  const facets = await Promise.all(names.map(async name => ({ name, facet: await facetOf(name, visit) })));
  const known = facets.flatMap(({ facet }) => facet ?? []);
  const counts = await countHarvestBy(
    visit.db,
    visit.face,
    condition,
    known.map(({ by }) => by),
  );
  return facets.map(({ name, facet }) => {
    const own = facet ? counts.filter(({ of }) => of === known.indexOf(facet)) : [];
    const items = facet ? itemsOf(facet, own) : [];
    return { name, items: items.filter(({ count }) => count >= least).slice(0, limit) };
  });
}

/** Only the fields asked for; all where none or `*` is. */
function chosen(found: Package, fields: readonly string[]): object {
  if (fields.length === 0 || fields.includes('*')) return found;
  return Object.fromEntries(Object.entries(found).filter(([name]) => fields.includes(name)));
}

function conditionAsked(visit: Visit, asked: Asked): { condition: HarvestCondition; words: string } {
  const { naming, now } = visit;
  const q = text(asked, 'q').trim();
  const query = ['', '""', "''", '*:*', '*'].includes(q) ? undefined : readWords(q);
  const filters = [...list(asked, 'fq'), ...list(asked, 'fq_list')].filter(fq => fq.trim() !== '');
  const parts = [...(query ? [query] : []), ...filters.map(readQuery)];
  const meaning = { ids: naming.ids, classes: naming.classes, now };
  return {
    condition:
      parts.length === 0 ? EVERYTHING : { kind: 'all', of: parts.map(part => conditionOf(part, meaning)) },
    words: query ? wordsAsked(query) : '',
  };
}

export async function packageSearch(visit: Visit, asked: Asked): Promise<object> {
  const strange = Object.keys(asked).filter(name => !KNOWN.has(name) && !name.startsWith('ext_'));
  if (strange.length > 0) throw searchError(`Invalid search parameters: ${JSON.stringify(strange)}`);
  const rows = Math.min(natural(asked, 'rows', 10), MOST_ROWS);
  const start = natural(asked, 'start', 0);
  const sort = text(asked, 'sort').trim() || DEFAULT_SORT;
  const fields = list(asked, 'fl')
    .flatMap(one => one.split(/[\s,]+/))
    .filter(one => one !== '');
  const { condition, words } = conditionAsked(visit, asked);
  const order = readSort(sort, words);
  const [count, found, facets] = await Promise.all([
    countHarvest(visit.db, visit.face, condition),
    rows === 0 ? [] : listHarvest(visit.db, visit.face, condition, order, rows, start),
    flag(asked, 'facet', true) ? facetsOf(visit, asked, condition) : [],
  ]);
  return {
    count,
    facets: Object.fromEntries(
      facets.map(({ name, items }) => [name, Object.fromEntries(items.map(item => [item.name, item.count]))]),
    ),
    results: found.map(entry => chosen(packageOf(entry, visit.naming), fields)),
    sort,
    search_facets: Object.fromEntries(
      facets.map(({ name, items }) => [name, { title: name, items: items.toSorted(descending) }]),
    ),
  };
}
