import { pause } from '#kernel/clock.ts';
import { refuse } from '#planes/gateway/refusals.ts';

/** A call waits at most so long for its turn; past that it is refused, so that a crowd does not fill the memory. */
const LONGEST_WAIT = 1000;

export interface Pace {
  /** How many calls a second each slowed grant may make; whoever is not in it is not slowed. */
  set(slowed: ReadonlyMap<number, number>): void;
  wait(grantId: number): Promise<void> | undefined;
}

/** Calls of a slowed grant go one after another, each `1/perSecond` after the one before; in this process. */
export function createPace(): Pace {
  let slowed: ReadonlyMap<number, number> = new Map();
  /** When the next call of a grant has its turn, in milliseconds of the process. */
  const turns = new Map<number, number>();

  return {
    set(now) {
      slowed = now;
      for (const grantId of turns.keys()) if (!now.has(grantId)) turns.delete(grantId);
    },
    wait(grantId) {
      if (slowed.size === 0) return undefined;
      const perSecond = slowed.get(grantId);
      if (perSecond === undefined) return undefined;
      const now = performance.now();
      const turn = Math.max(turns.get(grantId) ?? 0, now);
      if (turn - now > LONGEST_WAIT) throw refuse.slowed({ perSecond });
      turns.set(grantId, turn + 1000 / perSecond);
      return turn > now ? pause(turn - now) : undefined;
    },
  };
}
