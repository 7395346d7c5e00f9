import type { Ledger } from '#modules/ledger/index.ts';
import { UNKNOWN, type Usual } from './rules.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const EAST = 8 * HOUR;
const DAYS = 28;
/** Grants whose history is kept for an hour. */
const MOST = 10_000;

/** How grants were used before: from the summaries by hour, asked for once an hour and only where somebody wants to know. */
export function createHistory({ ledger }: { ledger: Pick<Ledger, 'sumCalls'> }) {
  const known = new Map<number, { hour: number; usual: Usual }>();

  async function read(grantId: number, hour: number): Promise<Usual> {
    const groups = await ledger.sumCalls(
      'hour',
      {
        sight: 'all',
        // The hour that is judged is no history.
        from: new Date((hour - 1) * HOUR - DAYS * DAY),
        until: new Date((hour - 1) * HOUR),
        grantIds: [grantId],
      },
      ['at'],
    );
    if (groups.length === 0) return UNKNOWN;
    const times = groups.map(group => (group.at?.getTime() ?? 0) + EAST);
    return {
      days: new Set(times.map(at => Math.floor(at / DAY))).size,
      busiest: groups.reduce((most, group) => Math.max(most, group.calls), 0),
      hours: new Set(times.map(at => Math.floor(at / HOUR) % 24)),
    };
  }

  return {
    async usualOf(grantId: number, now: number): Promise<Usual> {
      const hour = Math.floor(now / HOUR);
      const before = known.get(grantId);
      if (before?.hour === hour) return before.usual;
      if (known.size >= MOST) known.clear();
      const usual = await read(grantId, hour);
      known.set(grantId, { hour, usual });
      return usual;
    },
  };
}
