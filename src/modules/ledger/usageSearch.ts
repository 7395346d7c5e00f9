import { type Db, type Sql, empty, join, sql } from '#kernel/db.ts';
import { ACTIONS } from '#record/decode.ts';
import { unpackEntries } from '#record/entry.ts';
import { HOUR, type IndexRow, indexRowOf } from './rules.ts';
import { EXACT, type Search } from './search.ts';
import { caseKey } from './lookups.ts';
import type { Attribute } from './spans.ts';
import * as store from './store.ts';

/** What one search may read before it says what it has: it is a page that waits for it. */
const MOST_READ = 600_000;
/** And what it may read only to count. */
const MOST_COUNTED = 60_000;
const STRETCHES = 64;

export interface FoundUsage {
  /** Newest first. */
  rows: IndexRow[];
  /** How many there are in all, or at least when only a full reading would tell. */
  total: number;
  exact: boolean;
}

interface Stretch {
  hour: Date;
  block: number;
  first: number;
  last: number;
}

/** The newest records of a log that fit, at most `most`. */
export async function searchUsage(db: Db, log: number, search: Search, most: number): Promise<FoundUsage> {
  if (search.object !== undefined) return { rows: [], total: 0, exact: true };
  if (search.key !== undefined || search.caseNo !== undefined) return searchByKey(db, log, search, most);
  const attributes = attributesOf(search);
  if (attributes === undefined) return { rows: [], total: 0, exact: true };
  const [lead = ['t', ['']] as const, ...others] = attributes;
  const rows: IndexRow[] = [];
  let before: Stretch | undefined;
  let read = 0;
  let total: number | undefined;
  for (;;) {
    const stretches = await listStretches(db, log, lead, others, search, before);
    for (const stretch of stretches) {
      const found: IndexRow[] = [];
      read += await readStretch(db, log, stretch, row => {
        if (fits(row, search)) found.push(row);
      });
      rows.push(...found.reverse());
      if (rows.length < most && read <= MOST_READ) continue;
      total ??= (await countAll(db, log, attributes, search)) ?? -1;
      // Where the summaries cannot tell, the rest is counted as long as that is quick.
      if (total >= 0 || rows.length > EXACT || read > MOST_COUNTED)
        return { rows: rows.slice(0, most), total: total < 0 ? rows.length : total, exact: total >= 0 };
    }
    before = stretches.at(-1);
    if (stretches.length < STRETCHES) return { rows: rows.slice(0, most), total: rows.length, exact: true };
  }
}

/** Persons and cases have an index of their own. */
async function searchByKey(db: Db, log: number, search: Search, most: number): Promise<FoundUsage> {
  const key = search.key ?? [caseKey(search.caseNo ?? '')];
  const hits = await db.many<{ number: number }>(
    sql`select number from ledger.lookup where key = any(${[...key]}::bigint[]) and log = ${log} order by number desc limit 5000`,
  );
  const rows: IndexRow[] = [];
  for (const { number } of hits) {
    await readStretch(db, log, { first: number, last: number }, row => {
      if (fits(row, search)) rows.push(row);
    });
  }
  return { rows: rows.slice(0, most), total: rows.length, exact: true };
}

/** What the spans can be asked; undefined when nothing in this log can fit. */
function attributesOf(search: Search): [Attribute, string[]][] | undefined {
  const list: [Attribute, string[]][] = [];
  const { grantId, systemId, entryId, post, departmentId, action, result } = search;
  // The rarest first: it leads the search.
  if (grantId !== undefined) list.push(['g', [String(grantId)]]);
  if (post !== undefined) list.push(['o', [post]]);
  if (systemId !== undefined) list.push(['s', [String(systemId)]]);
  if (entryId !== undefined) list.push(['e', [String(entryId)]]);
  if (departmentId !== undefined) list.push(['d', [String(departmentId)]]);
  if (result !== undefined) list.push(['r', [result]]);
  if (action !== undefined) {
    const actions = ACTIONS.filter(name => name.startsWith(action));
    if (actions.length === 0) return undefined;
    list.push(['a', actions]);
  }
  return list;
}

const hoursOf = (search: Search): Sql => {
  const parts: Sql[] = [];
  if (search.from)
    parts.push(sql`and s.hour >= ${new Date(Math.floor(search.from.getTime() / HOUR) * HOUR)}`);
  if (search.until) parts.push(sql`and s.hour < ${search.until}`);
  return parts.length === 0 ? empty : join(parts, ' ');
};

/** Stretches of the leading attribute, newest first, cut to where the others occur as well. */
function listStretches(
  db: Db,
  log: number,
  [attribute, values]: readonly [Attribute, readonly string[]],
  others: readonly (readonly [Attribute, readonly string[]])[],
  search: Search,
  before: Stretch | undefined,
): Promise<Stretch[]> {
  const joins = others.map(
    ([
      other,
      wanted,
    ]) => sql`join lateral (select min(o.first) as first, max(o.last) as last from ledger.span o
      where o.log = ${log} and o.attribute = ${other}::"char" and o.value = any(${[...wanted]}::text[])
        and o.hour = s.hour and o.block = s.block having count(*) > 0) as x on true`,
  );
  // One alias may not stand twice: the stretches of several others are cut one inside the other.
  const cut = joins.reduce(
    (inner, one) =>
      sql`select s.hour, s.block, greatest(s.first, x.first) as first, least(s.last, x.last) as last from (${inner}) s ${one}`,
    sql`select s.hour, s.block, min(s.first) as first, max(s.last) as last from ledger.span s
      where s.log = ${log} and s.attribute = ${attribute}::"char" and s.value = any(${[...values]}::text[]) ${hoursOf(search)}
        ${before ? sql`and (s.hour, s.block) < (${before.hour}, ${before.block})` : empty}
      group by s.hour, s.block`,
  );
  return db.many(sql`select hour, block, first, last from (${cut}) f where first <= last
    order by hour desc, block desc limit ${STRETCHES}`);
}

/** How many there are, where the summaries alone can tell: one attribute, and whole hours. */
async function countAll(
  db: Db,
  log: number,
  attributes: readonly [Attribute, string[]][],
  search: Search,
): Promise<number | undefined> {
  const whole = (at: Date | undefined): boolean => at === undefined || at.getTime() % HOUR === 0;
  const [lead = ['t', ['']] as const, ...others] = attributes;
  if (others.length > 0 || !whole(search.from) || !whole(search.until)) return undefined;
  const { n } = await db.get<{
    n: number;
  }>(sql`select coalesce(sum(s.count), 0)::bigint as n from ledger.span s
    where s.log = ${log} and s.attribute = ${lead[0]}::"char" and s.value = any(${[...lead[1]]}::text[]) ${hoursOf(search)}`);
  return n;
}

/** Reads the entries of a stretch in rising order; answers how many it looked at. */
async function readStretch(
  db: Db,
  log: number,
  { first, last }: Pick<Stretch, 'first' | 'last'>,
  each: (row: IndexRow) => void,
): Promise<number> {
  let read = 0;
  for (const batch of await store.listBatchesBetween(db, log, first, last)) {
    const entries = unpackEntries(batch.body, batch.n);
    const end = Math.min(batch.n, last - batch.first + 1);
    for (let i = Math.max(0, first - batch.first); i < end; i += 1) {
      const bytes = entries[i];
      if (bytes) each(indexRowOf(batch.first + i, batch.first, bytes));
      read += 1;
    }
  }
  return read;
}

function fits(row: IndexRow, search: Search): boolean {
  const { from, until, departmentId, grantId, entryId, systemId, action, result, post, caseNo } = search;
  return (
    (from === undefined || row.at >= from.getTime()) &&
    (until === undefined || row.at < until.getTime()) &&
    (departmentId === undefined || row.consumerId === departmentId || row.providerId === departmentId) &&
    (grantId === undefined || row.grantId === grantId) &&
    (entryId === undefined || row.entryId === entryId) &&
    (systemId === undefined || row.systemId === systemId) &&
    (action === undefined || row.action.startsWith(action)) &&
    (result === undefined || row.result === result) &&
    (post === undefined || row.post === post) &&
    (caseNo === undefined || row.caseNo === caseNo)
  );
}
