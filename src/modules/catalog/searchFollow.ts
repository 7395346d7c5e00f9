/** Keeps a process's index as new as the database: a question never misses what was committed before it was asked. */
import type { Db } from '#kernel/db.ts';
import { learnNames } from '#kernel/search.ts';
import { type Indexed, MARK, SearchIndex } from './searchIndex.ts';
import * as store from './searchStore.ts';
import { staleDays } from './stale.ts';

const CHUNK = 5000;
const DAY = 86_400_000;
const HAN = /^\p{Script=Han}$/u;

/** How a service is used: answered calls of the last 30 days, and the scenarios of its live grants. */
export interface ServiceUse {
  entryId: number;
  calls: number;
  scenarios: readonly string[];
}

export interface FollowNeeds {
  db: Db;
  clock: { now(): number };
  serviceUse: () => Promise<readonly ServiceUse[]>;
}

export const markOf = (kind: 'd' | 'r' | 'c', key: string | number): string => `${MARK}${kind}${key}`;

/** Long words, and single characters that stand in none of them. */
function wordsOf(text: string): string[] {
  if (text === '') return [];
  const words = text.split(' ');
  const long = words.filter(word => word.length > 1);
  const within = long.join(' ');
  for (const word of words)
    if (word.length === 1 && !(HAN.test(word) && within.includes(word))) long.push(word);
  return long;
}

export const frequencyOf = (calls: number): string =>
  calls === 0 ? 'none' : calls < 1000 ? 'low' : calls < 100_000 ? 'medium' : 'high';

function resourceOf({ mounted, modes }: store.ShelfRow): string[] {
  if (!mounted) return ['none'];
  const kinds: string[] = [];
  if (modes.includes('batch')) kinds.push('table');
  if (modes.includes('query') || modes.includes('verify')) kinds.push('interface');
  if (modes.includes('file')) kinds.push('file');
  return kinds;
}

const timeliness = (row: Pick<store.ShelfRow, 'updateCycle' | 'dataAt'>, now: number): string =>
  row.dataAt === null ? 'unknown' : staleDays(row.updateCycle, row.dataAt, now) === null ? 'in_time' : 'late';

export function createFollow({ db, clock, serviceUse }: FollowNeeds) {
  let index = new SearchIndex();
  let position: store.Position | undefined;
  let uses = new Map<number, ServiceUse>();
  let usesRead = 0;
  let reading: Promise<void> | undefined;
  let waiting: Promise<void> | undefined;
  /** Entries whose data are dated: they grow late as days pass. */
  let dated = new Map<number, Pick<store.ShelfRow, 'updateCycle' | 'dataAt'>>();
  let day = 0;
  let rebuilding: Promise<void> | undefined;

  function indexedOf(row: store.ShelfRow): Indexed {
    const use = uses.get(row.id);
    const resource = resourceOf(row);
    const served = resource.includes('interface');
    return {
      id: row.id,
      title: wordsOf(row.titleWords),
      items: wordsOf(row.itemWords),
      rest: [
        ...wordsOf(row.restWords),
        markOf('d', row.departmentId),
        markOf('r', row.regionCode),
        markOf('c', row.classCode),
      ],
      open: row.openType !== 'none',
      usedBy: row.usedBy,
      calls: use?.calls ?? 0,
      publishedAt: row.publishedAt.getTime(),
      facets: {
        shareType: [row.shareType],
        departmentId: [String(row.departmentId)],
        regionCode: [row.regionCode],
        level: [row.level],
        updateCycle: [row.updateCycle],
        onTime: [timeliness(row, clock.now())],
        subject: [row.subject],
        mode: row.modes,
        resource,
        openType: [row.openType],
        classCode: row.classCode === '' ? [] : [row.classCode],
        origin: row.origin === null ? ['own'] : [row.origin],
        frequency: served ? [frequencyOf(use?.calls ?? 0)] : [],
        scenario: served ? (use?.scenarios ?? []) : [],
      },
    };
  }

  function take(target: SearchIndex, dates: typeof dated, rows: readonly store.ShelfRow[]): void {
    for (const row of rows) {
      target.put(indexedOf(row));
      if (row.dataAt === null) dates.delete(row.id);
      else dates.set(row.id, { updateCycle: row.updateCycle, dataAt: row.dataAt });
    }
    learnNames(rows.map(row => row.matter));
  }

  async function readAll(): Promise<void> {
    const since = await store.readHorizon(db);
    await readUses();
    const fresh = new SearchIndex();
    const dates: typeof dated = new Map();
    for (let after = 0; ; ) {
      const rows = await store.listShelf(db, after, CHUNK);
      take(fresh, dates, rows);
      after = rows.at(-1)?.id ?? after;
      if (rows.length < CHUNK) break;
    }
    index = fresh;
    dated = dates;
    // What was written meanwhile may have been met in part: it counts as news.
    position = { since, seen: [] };
  }

  async function readNews(at: store.Position): Promise<void> {
    const { horizon, news } = await store.lookForNews(db, at);
    if (!news) {
      position = { since: horizon, seen: at.seen.filter(one => BigInt(one) >= BigInt(horizon)) };
      return;
    }
    const rows = await store.listNews(db, at);
    for (const row of rows) {
      if (row.id !== null) {
        take(index, dated, [row]);
        continue;
      }
      index.remove(row.newsOf);
      dated.delete(row.newsOf);
    }
    const seen = new Set([...at.seen, ...rows.map(row => row.newsBy)]);
    position = { since: horizon, seen: [...seen].filter(one => BigInt(one) >= BigInt(horizon)) };
  }

  async function readUses(): Promise<void> {
    const now = clock.now();
    if (now - usesRead < 60_000) return;
    usesRead = now;
    const next = new Map((await serviceUse()).map(use => [use.entryId, use]));
    for (const id of new Set([...uses.keys(), ...next.keys()])) {
      const use = next.get(id);
      index.setCalls(id, use?.calls ?? 0);
      index.setFacet(id, 'frequency', [frequencyOf(use?.calls ?? 0)]);
      index.setFacet(id, 'scenario', use?.scenarios ?? []);
    }
    uses = next;
  }

  function growLate(): void {
    const today = Math.floor(clock.now() / DAY);
    if (today === day) return;
    day = today;
    for (const [id, row] of dated) index.setFacet(id, 'onTime', [timeliness(row, clock.now())]);
  }

  async function renew(): Promise<void> {
    if (position === undefined) await readAll();
    else {
      // Reading all takes long: whoever searches meanwhile is answered from the worn one.
      if (index.worn)
        rebuilding ??= readAll()
          .catch(() => undefined)
          .finally(() => {
            rebuilding = undefined;
          });
      await readUses();
      await readNews(position);
    }
    growLate();
  }

  return {
    /** The index with everything that was committed before the call. One reading serves all who wait for it. */
    async current(): Promise<SearchIndex> {
      // The reading under way may have begun before the caller's own commit: only the next one will do.
      waiting ??= (reading ?? Promise.resolve())
        .catch(() => undefined)
        .then(() => {
          waiting = undefined;
          const mine = renew().finally(() => {
            if (reading === mine) reading = undefined;
          });
          reading = mine;
          return mine;
        });
      await waiting;
      return index;
    },
  };
}
