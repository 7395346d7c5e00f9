import type { Static } from 'typebox';
import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import {
  type CallDimension,
  type CallFilter,
  type CallGroup,
  type Ledger,
  type Step,
  startOf,
} from '#modules/ledger/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { Sight } from '#vocabulary/sight.ts';
import type * as contract from './contract.ts';
import * as names from './nameStore.ts';
import { refuse } from './refusals.ts';
import { blameOf, stepFor } from './rules.ts';
import { wordsOf } from './words.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LONGEST: Record<Step, number> = { minute: DAY, hour: 93 * DAY, day: 5 * 366 * DAY };
const NEXT: Record<Step, number> = { minute: 60_000, hour: HOUR, day: DAY };
/** What the top list of one question may hold. */
const MOST = 1000;

export interface ReadingNeeds {
  db: Db;
  clock: Clock;
  ledger: Pick<Ledger, 'sumCalls' | 'callsBegin' | 'records'>;
  sightOf: (actor: Actor) => Promise<Sight>;
}

type SeriesQuery = Static<typeof contract.SeriesQuery>;
type TopQuery = Static<typeof contract.TopQuery>;
type Sums = Static<typeof contract.CallSums>;

const NOTHING: Sums = {
  calls: 0,
  refused: 0,
  failed: 0,
  empty: 0,
  rows: 0,
  bytes: 0,
  p50: null,
  p95: null,
  p99: null,
};

const sumsOf = ({ calls, refused, failed, empty, rows, bytes, p50, p95, p99 }: CallGroup): Sums => ({
  calls,
  refused,
  failed,
  empty,
  rows,
  bytes,
  p50,
  p95,
  p99,
});

/** An instant, or the beginning or the end of a civil date in Beijing. */
function instant(written: string | undefined, otherwise: number, end: boolean): number {
  if (written === undefined) return otherwise;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(written);
  const at = Date.parse(isDay ? `${written}T00:00:00+08:00` : written);
  if (Number.isNaN(at)) throw refuse.bad_range();
  return isDay && end ? at + DAY : at;
}

const DIMENSION: Record<TopQuery['by'], CallDimension> = {
  entry: 'entry',
  service: 'label',
  scenario: 'label',
  provider: 'provider',
  consumer: 'consumer',
  system: 'system',
  grant: 'grant',
  code: 'code',
};

export function createReading({ db, clock, ledger, sightOf }: ReadingNeeds) {
  function rangeOf(query: { from?: string; until?: string; step?: Step }) {
    const now = clock.now();
    const until = instant(query.until, now, true);
    const from = instant(query.from, until - DAY, false);
    const step = query.step ?? stepFor(from, until);
    if (from >= until || until - from > LONGEST[step] + NEXT[step]) throw refuse.bad_range();
    const last = startOf(step, until - 1) + NEXT[step];
    return { step, from: new Date(startOf(step, from)), until: new Date(last) };
  }

  async function filterOf(
    actor: Actor,
    query: Omit<SeriesQuery, 'step'>,
    range: { from: Date; until: Date },
  ): Promise<CallFilter> {
    const { entryId, grantId, systemId, consumerId, providerId, service, scenario, result, code } = query;
    let grantIds = grantId === undefined ? undefined : [grantId];
    if (service !== undefined || scenario !== undefined) {
      const found = await names.grantsOf(db, service, scenario);
      grantIds = grantIds === undefined ? found : found.filter(id => id === grantId);
    }
    const sight = await sightOf(actor);
    const { from, until } = range;
    const entryIds = entryId === undefined ? undefined : [entryId];
    return { sight, from, until, grantIds, entryIds, systemId, consumerId, providerId, result, code };
  }

  async function series(actor: Actor, query: SeriesQuery): Promise<Static<typeof contract.SeriesView>> {
    const { step, from, until } = rangeOf(query);
    const filter = await filterOf(actor, query, { from, until });
    const length = until.getTime() - from.getTime();
    const earlier = { ...filter, from: new Date(from.getTime() - length), until: from };
    const begin = await ledger.callsBegin();
    const isKnown = begin.getTime() <= earlier.from.getTime();
    const [points, [total], [before]] = await Promise.all([
      ledger.sumCalls(step, filter, ['at']),
      ledger.sumCalls(step, filter, []),
      isKnown ? ledger.sumCalls(step, earlier, []) : [],
    ]);
    const { calls, refused, failed } = before ?? NOTHING;
    return {
      step,
      from: from.toISOString(),
      until: until.toISOString(),
      begin: begin.toISOString(),
      total: total ? sumsOf(total) : NOTHING,
      before: isKnown ? { calls, refused, failed } : null,
      points: points
        .map(point => ({ at: point.at?.toISOString() ?? '', ...sumsOf(point) }))
        .sort((a, b) => (a.at < b.at ? -1 : 1)),
    };
  }

  async function labelled(by: TopQuery['by']): Promise<Pick<CallFilter, 'labels'>> {
    if (by !== 'service' && by !== 'scenario') return {};
    const rows = await names.labelsOf(db, by);
    return { labels: { grantIds: rows.map(row => row.id), words: rows.map(row => row.word) } };
  }

  const idOf = (by: TopQuery['by'], group: CallGroup): number =>
    ({
      entry: group.entryId,
      provider: group.providerId,
      consumer: group.consumerId,
      system: group.systemId,
      grant: group.grantId,
      service: 0,
      scenario: 0,
      code: 0,
    })[by] ?? 0;

  const NONE: Record<TopQuery['by'], { zh: string; en: string }> = {
    entry: { zh: '没有对应授权的调用', en: 'Calls without a grant' },
    service: { zh: '没有对应授权的调用', en: 'Calls without a grant' },
    scenario: { zh: '未写明场景', en: 'No scenario' },
    provider: { zh: '没有对应授权的调用', en: 'Calls without a grant' },
    consumer: { zh: '未知部门', en: 'An unknown department' },
    system: { zh: '未知系统', en: 'An unknown system' },
    grant: { zh: '没有对应授权的调用', en: 'Calls without a grant' },
    code: { zh: '成功', en: 'Answered' },
  };

  async function rowsOf(
    by: TopQuery['by'],
    groups: readonly CallGroup[],
  ): Promise<Static<typeof contract.TopRow>[]> {
    const none = NONE[by];
    if (by === 'code' || by === 'scenario') {
      return groups.map(group => {
        const key = (by === 'code' ? group.code : group.label) ?? '';
        const title = by === 'code' ? wordsOf(key).title : { zh: key, en: key };
        const { zh, en } = key === '' ? none : title;
        return { key, name: zh, nameEn: en, note: by === 'code' ? key : '', ...sumsOf(group) };
      });
    }
    if (by === 'service') {
      const found = await names.serviceNames(
        db,
        groups.map(group => group.label ?? ''),
      );
      const known = new Map(found.map(row => [row.sid, row]));
      return groups.map(group => {
        const key = group.label ?? '';
        const row = known.get(key);
        const name = row ? row.title : none.zh;
        return { key, name, nameEn: row?.title ?? none.en, note: key, ...sumsOf(group) };
      });
    }
    const ids = groups.map(group => idOf(by, group));
    const read = {
      entry: names.entryNames,
      provider: names.departmentNames,
      consumer: names.departmentNames,
      system: names.systemNames,
      grant: names.grantNames,
    }[by];
    const known = new Map((await read(db, ids)).map(row => [row.id, row]));
    return groups.map((group, i) => {
      const id = ids[i] ?? 0;
      const row = known.get(id);
      return {
        key: String(id),
        name: row?.name ?? none.zh,
        nameEn: row?.name ?? none.en,
        note: row?.note ?? '',
        ...sumsOf(group),
      };
    });
  }

  /** The most first, at most a thousand. */
  async function ranked(actor: Actor, query: Omit<TopQuery, 'page' | 'size'>): Promise<CallGroup[]> {
    const { step, from, until } = rangeOf(query);
    const filter = { ...(await filterOf(actor, query, { from, until })), ...(await labelled(query.by)) };
    const groups = await ledger.sumCalls(step, filter, [DIMENSION[query.by]]);
    const measure = (group: CallGroup): number =>
      query.sort === 'failures' ? group.refused + group.failed : (group[query.sort] ?? 0);
    return groups
      .filter(group => query.by !== 'code' || group.code !== '')
      .sort((a, b) => measure(b) - measure(a) || b.calls - a.calls)
      .slice(0, MOST);
  }

  return {
    series,

    async top(actor: Actor, query: TopQuery): Promise<Static<typeof contract.TopList>> {
      const groups = await ranked(actor, query);
      const begin = (query.page - 1) * query.size;
      return { total: groups.length, items: await rowsOf(query.by, groups.slice(begin, begin + query.size)) };
    },

    /** The same whole, for a file. */
    topRows: async (actor: Actor, query: Omit<TopQuery, 'page' | 'size'>) =>
      rowsOf(query.by, await ranked(actor, query)),

    /** Refused and failed calls with their reason, the newest first. */
    async failures(
      actor: Actor,
      query: Static<typeof contract.FailureQuery>,
    ): Promise<Static<typeof contract.FailureList>> {
      const { result, page, size, ...plain } = query;
      const sight = await sightOf(actor);
      const asked = { ...plain, action: 'gateway.', page: 1, size: Math.min(page * size, MOST) };
      const found = await Promise.all(
        (result === undefined ? (['refused', 'failed'] as const) : [result]).map(one =>
          ledger.records(sight, { ...asked, result: one }),
        ),
      );
      const rows = found
        .flatMap(one => one.items)
        .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : b.number - a.number))
        .slice((page - 1) * size, page * size);
      const [grants, departments] = await Promise.all([
        names.grantNames(db, [...new Set(rows.flatMap(row => row.grantId ?? []))]),
        names.departmentNames(db, [...new Set(rows.flatMap(row => row.departmentId ?? []))]),
      ]);
      const titles = new Map(grants.map(row => [row.id, row.note.split(' → ')[0] ?? '']));
      const consumers = new Map(departments.map(row => [row.id, row.name]));
      return {
        total: found.reduce((sum, one) => sum + one.total, 0),
        more: found.some(one => one.more),
        items: rows.map(row => ({
          log: row.log,
          number: row.number,
          at: row.at,
          grantId: row.grantId,
          grantNo: row.grantNo,
          entryTitle: titles.get(row.grantId ?? 0) ?? '',
          consumer: consumers.get(row.departmentId ?? 0) ?? '',
          result: row.result,
          code: row.code,
          ...wordsOf(row.code),
          blame: blameOf(row.result, row.code),
        })),
      };
    },
  };
}

export type Reading = ReturnType<typeof createReading>;
