/** Lists: rows of a mounted table by conditions, in an order, page by page, in PostgREST's dialect. */
import type { IncomingMessage } from 'node:http';
import { Refusal } from '#kernel/errors.ts';
import type { Keys } from '#kernel/keys.ts';
import { createMaskDigests, digestRows } from '#planes/mover/reading/maskDigests.ts';
import type { CompiledList, ListShape, Lists, TableShape } from '#planes/mover/ports.ts';
import type { TablePlan } from '#vocabulary/plans.ts';
import type { Asked, Serving, Visit, WholeAnswer } from '#planes/gateway/call.ts';
import { decidePurpose } from '#planes/gateway/decide.ts';
import type { Query, Wish } from '#planes/gateway/dialects/restAsked.ts';
import { parseListQuery } from '#planes/gateway/dialects/restQuery.ts';
import { refuseList } from '#planes/gateway/dialects/restRefusals.ts';
import { malformed } from '#planes/gateway/dialects/restText.ts';
import { parseWish } from '#planes/gateway/dialects/restWish.ts';
import type { CachedPlan } from '#planes/gateway/plans/planCache.ts';
import { CONTENT_TYPES, contentRange, statusOf, writeRows } from './listAnswer.ts';
import { type Place, createPages, placeAfter } from './listPages.ts';
import { type Decided, decideList, shapeList } from './listRules.ts';
import type { Verifying } from './verifying.ts';

type Cached = CachedPlan<TablePlan>;

/** How long what a table's indexes are is believed. */
const SHAPE_MILLISECONDS = 10 * 60_000;
/** Statements kept for one plan; a caller cannot fill the memory by asking in ever new ways. */
const MOST_STATEMENTS = 200;
/** Beyond it pages are reached by their place alone: skipping rows costs the database as much as reading them. */
const MOST_OFFSET = 10_000;
const MOST_COUNTED = 100_000;

/** What is known for a plan; gone with the plan's object, and so with its version. */
interface Known {
  table: TableShape;
  until: number;
  statements: Map<string, CompiledList>;
}

/** The rows that are asked for: so many, from the first one of the whole list or from a place in it. */
interface Window {
  limit: number;
  offset: number;
  place: Place | undefined;
}

const START: Place = { keys: [], given: 0, position: 0 };
const NONE: Record<string, string> = Object.freeze(Object.create(null) as Record<string, string>);

const emptyAsked = ({ purpose }: Wish): Asked => ({ ...purpose, params: NONE, claims: NONE });

/** Of the first form that asks for one row: one more shows that there are others. */
const rowsFor = (wish: Wish): number => (wish.form === 'object' ? 2 : Number.POSITIVE_INFINITY);

/** Of a count alone: what its page would be follows from it, and no row need be read. */
function headOf({ offset, limit, place }: Window, total: number, { form }: Wish): WholeAnswer {
  const first = place?.position ?? offset;
  const rows = Math.max(0, Math.min(limit, total - first));
  return {
    status: statusOf(rows, total),
    contentType: CONTENT_TYPES[form],
    headers: [
      ['content-range', contentRange(first, rows, total)],
      ['preference-applied', 'count=exact'],
    ],
    body: '',
    rows: 0,
    items: [],
  };
}

/** Where lists are asked for: of the departments' databases, or of what stands in for them. */
export interface ListSources {
  ask<T>(cached: Cached, work: (source: Lists, milliseconds: number) => Promise<T>): Promise<T>;
}

/** With `verifying`, whether several identifiers belong together may not be asked without end. */
export function createListServing(
  sources: ListSources,
  keys: Keys,
  verifying?: Pick<Verifying, 'guard'>,
): Serving<TablePlan> {
  const pages = createPages(keys);
  const digestFor = createMaskDigests(keys);
  const known = new WeakMap<Cached, Known>();

  /** Whatever the table was taken for is asked anew once it has turned out to be something else. */
  async function ask<T>(
    cached: Cached,
    work: (source: Lists, milliseconds: number) => Promise<T>,
  ): Promise<T> {
    try {
      return await sources.ask(cached, work);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'gateway.source_changed') known.delete(cached);
      throw error;
    }
  }

  async function knownOf(cached: Cached): Promise<Known> {
    const found = known.get(cached);
    const now = performance.now();
    if (found && now < found.until) return found;
    const table = await ask(cached, source => source.shapeOf(cached.plan.table));
    const made: Known = { table, until: now + SHAPE_MILLISECONDS, statements: new Map() };
    known.set(cached, made);
    return made;
  }

  /** Compiled once for each way of asking, whatever the values. */
  function compiled(
    source: Lists,
    { statements, table }: Known,
    shape: ListShape,
    isCount: boolean,
  ): CompiledList {
    const { items, where, order, from } = shape;
    const masks = items.map(({ name, mask }) => [name, mask.kind]);
    const key = JSON.stringify(isCount ? ['count', where] : [masks, where, order, from]);
    const old = statements.get(key);
    if (old) {
      statements.delete(key);
      statements.set(key, old);
      return old;
    }
    const made = isCount ? source.compileListCount(shape, table) : source.compileList(shape, table);
    if (statements.size >= MOST_STATEMENTS) {
      const oldest = statements.keys().next();
      if (oldest.done !== true) statements.delete(oldest.value);
    }
    statements.set(key, made);
    return made;
  }

  function windowOf(cached: Cached, query: Query, wish: Wish): Window {
    const { plan, service } = cached;
    const after = query.after ?? wish.after;
    if (query.after !== undefined && wish.after !== undefined)
      throw malformed('after', '既在查询串又在请求头中', 'is given in the query and as a header');
    const offset = Math.max(query.offset, wish.range?.from ?? 0);
    if (after !== undefined && offset > 0)
      throw malformed(
        'after',
        '不能与 offset 或 Range 同用',
        'is not used together with an offset or a Range',
      );
    if (offset > MOST_OFFSET) throw refuseList.too_deep({ most: MOST_OFFSET });
    const place = after === undefined ? undefined : pages.open(plan, query, after);
    const ends = [
      query.limit === undefined ? undefined : query.offset + query.limit,
      wish.range?.to === undefined ? undefined : wish.range.to + 1,
    ].filter(end => end !== undefined);
    // What is looked up by an identifier alone has the limit of look-ups.
    const page = service.listing ? service.maxPage : Math.min(service.maxPage, plan.rowLimit);
    const limit = Math.max(0, Math.min(page, ...ends.map(end => end - offset)));
    return { limit, offset: place ? place.given : offset, place };
  }

  /** The whole number of rows, where the database expects that it is not too great. */
  async function count(cached: Cached, of: Known, shape: ListShape, values: string[]): Promise<number> {
    const expected = await ask(cached, (source, milliseconds) =>
      source.estimate(compiled(source, of, shape, true), values, milliseconds),
    );
    if (expected >= MOST_COUNTED) throw refuseList.too_many_to_count({ most: MOST_COUNTED });
    const rows = await ask(cached, (source, milliseconds) =>
      source.list(compiled(source, of, shape, true), values, milliseconds),
    );
    return Number(rows[0]?.[0] ?? 0);
  }

  async function fetchPage(
    cached: Cached,
    of: Known,
    shape: ListShape,
    decided: Decided,
    window: Window,
    most: number,
  ): Promise<(string | null)[][]> {
    const { place } = window;
    const from = place?.keys.map(key => ({ isNull: key === null })) ?? [];
    const placed = from.length > 0 ? { ...shape, from } : shape;
    const keysOf = place ? place.keys.filter(key => key !== null) : [];
    const values = [
      ...decided.values,
      ...keysOf,
      String(window.offset),
      String(Math.min(window.limit + 1, most)),
    ];
    const fetched = await ask(cached, async (source, milliseconds) => {
      const statement = compiled(source, of, placed, false);
      return { statement, rows: await source.list(statement, values, milliseconds) };
    });
    const { digests } = fetched.statement;
    if (digests.length > 0) digestRows(fetched.rows, digests, digestFor(cached.plan.consumerId));
    return fetched.rows;
  }

  async function answer(
    cached: Cached,
    visit: Visit,
    query: Query,
    wish: Wish,
    decided: Decided,
    isHead: boolean,
  ): Promise<WholeAnswer> {
    const { plan } = cached;
    const window = windowOf(cached, query, wish);
    const of = await knownOf(cached);
    const shape = shapeList(cached, decided, of.table, () => pages.saltOf(plan));
    const settling = visit.settle(cached);
    if (settling) await settling;
    visit.decided = performance.now();
    const total = wish.count ? await count(cached, of, shape, decided.values) : undefined;
    const guard = (found: number) => visit.asked && verifying?.guard(visit, cached, visit.asked, found > 0);
    if (total !== undefined) await guard(total);
    if (total !== undefined && window.offset > total && !window.place)
      throw refuseList.beyond_the_end({ offset: window.offset, total });
    if (isHead && total !== undefined && wish.form !== 'object') {
      visit.fetched = performance.now();
      return headOf(window, total, wish);
    }
    const fetched = await fetchPage(cached, of, shape, decided, window, rowsFor(wish));
    visit.fetched = performance.now();
    const rows = fetched.slice(0, window.limit);
    if (total === undefined) await guard(fetched.length);
    if (wish.form === 'object' && rows.length !== 1)
      throw refuseList.not_one_row({ rows: rows.length > 1 ? '2+' : '0' });
    const first = window.place?.position ?? window.offset;
    const headers: [string, string | number][] = [['content-range', contentRange(first, rows.length, total)]];
    if (wish.count) headers.push(['preference-applied', 'count=exact']);
    if (fetched.length > rows.length && rows.length > 0 && wish.form !== 'object') {
      const keysOf = rows.map(row => row.slice(shape.items.length));
      const before = window.place ?? { ...START, position: first };
      headers.push(['shuqiao-next', pages.seal(plan, query, placeAfter(keysOf, before))]);
    }
    const { contentType, body } = writeRows(decided.outputs, rows, wish.form, wish.stripNulls);
    return {
      status: statusOf(rows.length, total),
      contentType,
      headers,
      body: isHead ? '' : body,
      rows: isHead ? 0 : rows.length,
      items: isHead ? [] : decided.outputs.map(({ position }) => position),
    };
  }

  return {
    async serve(visit, cached, req: IncomingMessage) {
      const wish = parseWish(req.headers);
      visit.asked = emptyAsked(wish);
      decidePurpose(cached, visit.asked);
      const query = parseListQuery(req.url ?? '');
      const decided = decideList(cached, query);
      visit.asked = { ...visit.asked, params: decided.lookedUp };
      return answer(cached, visit, query, wish, decided, req.method === 'HEAD');
    },
  };
}
