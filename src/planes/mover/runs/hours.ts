/** The hours of a day in which a run may go on. */
import { type DayWindow, isInWindow } from '#vocabulary/plans.ts';

const MINUTE = 60_000;
const DAY_MINUTES = 24 * 60;
/** Beijing time is eight hours ahead, all year. */
const AHEAD = 8 * 60;

/** When the hours begin again, milliseconds since the epoch; undefined while they last, or where there are none. */
export function nextOpening(window: DayWindow | undefined, at: number): number | undefined {
  if (window === undefined || isInWindow(window, at)) return undefined;
  const minute = Math.floor(at / MINUTE);
  const ahead = (window.from - ((minute + AHEAD) % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;
  return (minute + ahead) * MINUTE;
}
