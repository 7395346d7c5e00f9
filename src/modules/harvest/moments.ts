/** Moments as Solr writes them, with its arithmetic. */
import { BadQuery } from './solr.ts';

const UNITS: Record<string, number> = {
  SECOND: 1000,
  MINUTE: 60_000,
  HOUR: 3_600_000,
  DAY: 86_400_000,
};
const MATH =
  /([+-])(\d{1,6})(MILLI|SECOND|MINUTE|HOUR|DAY|MONTH|YEAR)S?|\/(SECOND|MINUTE|HOUR|DAY|MONTH|YEAR)S?/y;

function moved(at: Date, amount: number, unit: string): Date {
  const to = new Date(at);
  if (unit === 'MONTH') to.setUTCMonth(to.getUTCMonth() + amount);
  else if (unit === 'YEAR') to.setUTCFullYear(to.getUTCFullYear() + amount);
  else to.setTime(to.getTime() + amount * (UNITS[unit] ?? 1));
  return to;
}

function rounded(at: Date, unit: string): Date {
  if (unit === 'YEAR') return new Date(Date.UTC(at.getUTCFullYear(), 0));
  if (unit === 'MONTH') return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth()));
  const milliseconds = UNITS[unit] ?? 1;
  return new Date(Math.floor(at.getTime() / milliseconds) * milliseconds);
}

/** `2026-04-01T00:00:00Z`, `NOW-7DAYS/DAY`, a day alone; a time without a zone means UTC. Throws `BadQuery`. */
export function readMoment(text: string, now: Date): Date {
  const front = /^(?:NOW|\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?Z?)?)/.exec(text)?.[0];
  if (front === undefined) throw new BadQuery(`Invalid Date String:'${text.slice(0, 60)}'`);
  let at = now;
  if (front !== 'NOW') {
    const zoned = front.length === 10 || front.endsWith('Z') ? front : `${front}Z`;
    at = new Date(zoned);
  }
  MATH.lastIndex = front.length;
  while (MATH.lastIndex < text.length) {
    const step = MATH.exec(text);
    if (!step) throw new BadQuery(`Invalid Date Math String:'${text.slice(0, 60)}'`);
    const [, sign, amount, unit, round] = step;
    at =
      round === undefined
        ? moved(at, Number(`${sign ?? ''}${amount ?? ''}`), unit ?? '')
        : rounded(at, round);
  }
  const year = at.getUTCFullYear();
  if (Number.isNaN(year) || year < 0 || year > 9999)
    throw new BadQuery(`Invalid Date String:'${text.slice(0, 60)}'`);
  return at;
}
