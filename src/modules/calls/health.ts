import type { Static } from 'typebox';
import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import { type Ledger, startOf } from '#modules/ledger/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { Sight } from '#vocabulary/sight.ts';
import type * as contract from './contract.ts';
import { type ServiceRow, listServices } from './healthStore.ts';
import { blameOf } from './rules.ts';
import { problemWords } from './words.ts';

const DAY = 86_400_000;
const DAYS = 30;
const EAST = 8 * 3_600_000;

export interface HealthNeeds {
  db: Db;
  clock: Clock;
  ledger: Pick<Ledger, 'sumCalls'>;
  sightOf: (actor: Actor) => Promise<Sight>;
}

interface Use {
  calls: number;
  failures: number;
  days: Map<string, { calls: number; failures: number }>;
}

const isBad = ({ state }: ServiceRow): boolean => state !== 'up' && state !== 'unknown';

/** How services are: what gateways and checks see now, and how many calls their providers answered of late. */
export function createHealth({ db, clock, ledger, sightOf }: HealthNeeds) {
  /** What the caller brought about itself, and what we did, is held against nobody’s service. */
  async function useOf(sight: Sight, entryIds: readonly number[]): Promise<Map<number, Use>> {
    const today = startOf('day', clock.now());
    const groups = await ledger.sumCalls(
      'day',
      { sight, entryIds, from: new Date(today - (DAYS - 1) * DAY), until: new Date(today + DAY) },
      ['entry', 'at', 'result', 'code'],
    );
    const uses = new Map<number, Use>();
    for (const { entryId, at, result, code, calls } of groups) {
      const isServed = result === 'served';
      if (entryId === null || !at || (!isServed && blameOf(result ?? '', code ?? '') !== 'provider'))
        continue;
      const use = uses.get(entryId) ?? { calls: 0, failures: 0, days: new Map() };
      const day = new Date(at.getTime() + EAST).toISOString().slice(0, 10);
      const one = use.days.get(day) ?? { calls: 0, failures: 0 };
      const failures = isServed ? 0 : calls;
      use.calls += calls;
      use.failures += failures;
      use.days.set(day, { calls: one.calls + calls, failures: one.failures + failures });
      uses.set(entryId, use);
    }
    return uses;
  }

  function viewOf(row: ServiceRow, use: Use | undefined): Static<typeof contract.HealthView> {
    const { calls = 0, failures = 0, days } = use ?? {};
    return {
      ...row,
      since: row.since?.toISOString() ?? null,
      problem: problemWords(row.problem),
      calls,
      failures,
      availability: calls === 0 ? null : Math.floor(((calls - failures) * 10_000) / calls) / 100,
      days: [...(days ?? [])].map(([day, one]) => ({ day, ...one })).sort((a, b) => (a.day < b.day ? -1 : 1)),
    };
  }

  return {
    async health(
      actor: Actor,
      { entryId, state, page, size }: Static<typeof contract.HealthQuery>,
    ): Promise<Static<typeof contract.HealthList>> {
      const sight = await sightOf(actor);
      const all = await listServices(db, sight === 'all' ? null : sight, entryId);
      const bad = all.filter(isBad);
      const chosen = state === 'bad' ? bad : all;
      const rows = chosen.slice((page - 1) * size, page * size);
      const uses = await useOf(
        sight,
        rows.map(row => row.entryId),
      );
      return {
        total: chosen.length,
        bad: bad.length,
        items: rows.map(row => viewOf(row, uses.get(row.entryId))),
      };
    },
  };
}
