import { type Db, type Sql, empty, join, sql } from '#kernel/db.ts';
import { ACTIONS, RESULTS } from '#record/decode.ts';
import { unpackEntries } from '#record/entry.ts';
import { type UsageFacts, newUsageFacts, readUsageFacts } from '#record/usageFacts.ts';
import { isInSight } from '#vocabulary/sight.ts';
import { HOUR, type IndexRow, indexRowOf } from './rules.ts';
import { EXACT, type Search } from './search.ts';
import { KEY_BYTES, caseKey, isSubject, numbersOf, subjectKey } from './lookups.ts';
import { type Attribute, BLOCK } from './spans.ts';
import * as store from './store.ts';

/** What one search may read before it says what it has: it is a page that waits for it. */
const MOST_READ = 120_000;
/** And what it may read only to count. */
const MOST_COUNTED = 60_000;
const STRETCHES = 256;
/** How many entries are read first; twice as many each time after, so that few answers cost little. */
const FIRST_READ = 2000;
const KEYED_READ = 500;

export interface FoundUsage {
  /** Newest first. */
  rows: IndexRow[];
  /** How many there are in all, or at least when only a full reading would tell. */
  total: number;
  exact: boolean;
}

/** A record that fits, not decoded yet. */
export interface Hit {
  number: number;
  batchFirst: number;
  /** Milliseconds. */
  at: number;
  bytes: Buffer;
}

interface Stretch {
  hour: Date;
  block: number;
  first: number;
  last: number;
}

export interface FoundHits extends Omit<FoundUsage, 'rows'> {
  /** Newest first. */
  hits: Hit[];
}

/** The newest records of a log that fit, at most `most`. */
export async function searchUsage(db: Db, log: number, search: Search, most: number): Promise<FoundUsage> {
  const { hits, total, exact } = await searchHits(db, log, search, most);
  return {
    rows: hits.map(({ number, batchFirst, bytes }) => indexRowOf(number, batchFirst, bytes)),
    total,
    exact,
  };
}

/** The same in their bytes, for whoever asks for what no index row holds. */
export async function searchHits(db: Db, log: number, search: Search, most: number): Promise<FoundHits> {
  if (search.object !== undefined) return { hits: [], total: 0, exact: true };
  if (search.key !== undefined || search.caseNo !== undefined) return searchByKey(db, log, search, most);
  const attributes = attributesOf(search);
  if (attributes === undefined) return { hits: [], total: 0, exact: true };
  const [lead = ['t', ['']] as const, ...others] = attributes;
  const found: Hit[] = [];
  const answer = (total: number, exact: boolean): FoundHits => ({
    hits: found.slice(0, most),
    total,
    exact,
  });
  let before: Stretch | undefined;
  let read = 0;
  let total: number | undefined;
  for (;;) {
    const stretches = await listStretches(db, log, lead, others, search, before);
    for (let next = 0, ahead = FIRST_READ; next < stretches.length; ahead *= 2) {
      const group: Stretch[] = [];
      for (let sum = 0; next < stretches.length && sum < ahead; next += 1) {
        const stretch = stretches[next];
        if (!stretch) break;
        sum += stretch.last - stretch.first + 1;
        group.push(stretch);
      }
      const cells = new Set(group.map(one => cellOf(one.hour.getTime(), one.block)));
      const hits: Hit[] = [];
      read += await readRanges(db, log, group, search, hit => {
        if (cells.has(cellOf(hit.at, Math.floor(hit.number / BLOCK)))) hits.push(hit);
      });
      found.push(...hits.sort(newestFirst));
      if (found.length < most && read <= MOST_READ) continue;
      total ??= (await countAll(db, log, attributes, search)) ?? -1;
      // Where the summaries cannot tell, the rest is counted as long as that is quick.
      if (total >= 0 || found.length > EXACT || read > MOST_COUNTED)
        return answer(total < 0 ? found.length : total, total >= 0);
    }
    before = stretches.at(-1);
    if (stretches.length < STRETCHES) return answer(found.length, true);
  }
}

/** The hour and the block of numbers that a record is summed up in: it belongs to exactly one such cell. */
const cellOf = (at: number, block: number): string => `${Math.floor(at / HOUR)}/${block}`;

const newestFirst = (a: Hit, b: Hit): number => b.at - a.at || b.number - a.number;

/** Persons and cases are looked up by key, in full blocks; the records after them are read one by one. */
async function searchByKey(db: Db, log: number, search: Search, most: number): Promise<FoundHits> {
  const keys = search.key ?? [caseKey(search.caseNo ?? '')];
  const { position } = await store.getState(db, log);
  const open = position - (position % BLOCK);
  const found: Hit[] = [];
  if (open < position)
    await readRanges(db, log, [{ first: open, last: position - 1 }], search, hit => found.push(hit));
  const numbers: number[] = [];
  for (const key of keys)
    for (const row of await store.findLookups(db, log, key, open)) numbers.push(...numbersOf(row, key));
  for (let i = 0; i < numbers.length; i += KEYED_READ) {
    const ranges = numbers.slice(i, i + KEYED_READ).map(number => ({ first: number, last: number }));
    await readRanges(db, log, ranges, search, hit => found.push(hit));
  }
  found.sort((a, b) => b.number - a.number);
  return { hits: found.slice(0, most), total: found.length, exact: true };
}

/** What the spans can be asked; undefined when nothing in this log can fit. */
function attributesOf(search: Search): [Attribute, string[]][] | undefined {
  const list: [Attribute, string[]][] = [];
  const { grantId, systemId, entryId, post, departmentId, action, result, sight } = search;
  // The rarest first: it leads the search.
  if (grantId !== undefined) list.push(['g', [String(grantId)]]);
  if (post !== undefined) list.push(['o', [post]]);
  if (systemId !== undefined) list.push(['s', [String(systemId)]]);
  if (entryId !== undefined) list.push(['e', [String(entryId)]]);
  if (departmentId !== undefined) list.push(['d', [String(departmentId)]]);
  if (sight !== 'all') list.push(['d', sight.map(String)]);
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
  // A record between two departments in sight stands in the summaries of both.
  if (search.sight !== 'all') return undefined;
  if (others.length > 0 || !whole(search.from) || !whole(search.until)) return undefined;
  const { n } = await db.get<{
    n: number;
  }>(sql`select coalesce(sum(s.count), 0)::bigint as n from ledger.span s
    where s.log = ${log} and s.attribute = ${lead[0]}::"char" and s.value = any(${[...lead[1]]}::text[]) ${hoursOf(search)}`);
  return n;
}

/** Reads the entries of the ranges and tells those that fit; answers how many it looked at. */
async function readRanges(
  db: Db,
  log: number,
  ranges: readonly store.NumberRange[],
  search: Search,
  each: (hit: Hit) => void,
): Promise<number> {
  const merged = mergeRanges(ranges);
  const facts = newUsageFacts();
  const wants = wantedOf(search);
  let read = 0;
  let at = 0;
  for (const batch of await store.listBatchesIn(db, log, merged)) {
    const entries = unpackEntries(batch.body, batch.n);
    while ((merged[at]?.last ?? Infinity) < batch.first) at += 1;
    for (let part = at; ; part += 1) {
      const range = merged[part];
      if (!range || range.first >= batch.first + batch.n) break;
      const end = Math.min(batch.n, range.last - batch.first + 1);
      for (let i = Math.max(0, range.first - batch.first); i < end; i += 1) {
        const bytes = entries[i];
        if (!bytes) continue;
        read += 1;
        const number = batch.first + i;
        if (readUsageFacts(bytes, facts)) {
          if (wants(facts, bytes)) each({ number, batchFirst: batch.first, at: facts.at, bytes });
          continue;
        }
        const row = indexRowOf(number, batch.first, bytes);
        if (fits(row, search)) each({ number, batchFirst: batch.first, at: row.at, bytes });
      }
    }
  }
  return read;
}

/** In rising order, and none touching another. */
function mergeRanges(ranges: readonly store.NumberRange[]): store.NumberRange[] {
  const merged: store.NumberRange[] = [];
  for (const { first, last } of ranges.toSorted((a, b) => a.first - b.first)) {
    const before = merged.at(-1);
    if (before && first <= before.last + 1) before.last = Math.max(before.last, last);
    else merged.push({ first, last });
  }
  return merged;
}

/** `fits`, asked of the facts of a usage record in its bytes. */
function wantedOf(search: Search): (facts: UsageFacts, bytes: Buffer) => boolean {
  const { departmentId, grantId, entryId, systemId, action, result, key, sight } = search;
  const from = search.from?.getTime() ?? -Infinity;
  const until = search.until?.getTime() ?? Infinity;
  const actions = action === undefined ? undefined : ACTIONS.map(name => name.startsWith(action));
  const seen = sight === 'all' ? undefined : new Set(sight);
  const post = search.post === undefined ? undefined : Buffer.from(search.post);
  const caseNo = search.caseNo === undefined ? undefined : Buffer.from(search.caseNo);
  return (facts, bytes) =>
    facts.at >= from &&
    facts.at < until &&
    (seen === undefined || seen.has(facts.consumerId) || seen.has(facts.providerId)) &&
    (departmentId === undefined || facts.consumerId === departmentId || facts.providerId === departmentId) &&
    (grantId === undefined || facts.grantId === grantId) &&
    (entryId === undefined || facts.entryId === entryId) &&
    (systemId === undefined || facts.systemId === systemId) &&
    (actions === undefined || actions[facts.action] === true) &&
    (result === undefined || RESULTS[facts.result] === result) &&
    (post === undefined || same(bytes, facts.postFrom, facts.postTo, post)) &&
    (caseNo === undefined || same(bytes, facts.caseFrom, facts.caseTo, caseNo)) &&
    (key === undefined ||
      (facts.subject >= 0 && key.some(one => same(bytes, facts.subject, facts.subject + KEY_BYTES, one))));
}

const same = (bytes: Buffer, from: number, to: number, value: Buffer): boolean =>
  to - from === value.length && bytes.compare(value, 0, value.length, from, to) === 0;

function fits(row: IndexRow, search: Search): boolean {
  const { from, until, departmentId, grantId, entryId, systemId, action, result, post, caseNo, key } = search;
  return (
    (from === undefined || row.at >= from.getTime()) &&
    (until === undefined || row.at < until.getTime()) &&
    isInSight(search.sight, [row.consumerId, row.providerId]) &&
    (departmentId === undefined || row.consumerId === departmentId || row.providerId === departmentId) &&
    (grantId === undefined || row.grantId === grantId) &&
    (entryId === undefined || row.entryId === entryId) &&
    (systemId === undefined || row.systemId === systemId) &&
    (action === undefined || row.action.startsWith(action)) &&
    (result === undefined || row.result === result) &&
    (post === undefined || row.post === post) &&
    (caseNo === undefined || row.caseNo === caseNo) &&
    (key === undefined || (isSubject(row.subject) && key.some(one => one.equals(subjectKey(row.subject)))))
  );
}
