/** Civil dates as whole days since 1970-01-01, so that no time zone comes near them. */

const MILLISECONDS = 86_400_000;
const FIRST = Date.UTC(1920, 0, 1) / MILLISECONDS;
const LAST = Date.UTC(2049, 11, 31) / MILLISECONDS;

const written: string[] = [];
for (let day = FIRST; day <= LAST; day += 1)
  written.push(new Date(day * MILLISECONDS).toISOString().slice(0, 10));

/** `YYYY-MM-DD`, for the years 1920 to 2049. */
export function writeDay(day: number): string {
  const result = written[day - FIRST];
  if (result === undefined) throw new Error(`day ${day} is outside 1920 to 2049`);
  return result;
}

export function dayOf(year: number, month: number, date: number): number {
  return Date.UTC(year, month - 1, date) / MILLISECONDS;
}

/** The day on which the demonstration's registers were "exported": every true date lies before it. */
export const AS_OF = dayOf(2025, 12, 31);

/** Completed years on the day of export. */
export function ageOf(birth: number): number {
  return Math.floor((AS_OF - birth) / 365.2425);
}

export function addYears(day: number, years: number): number {
  return day + Math.floor(years * 365.2425);
}
