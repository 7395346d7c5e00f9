/** Which number formats show dates, and what day a number is. */

/** Built-in formats with a day or a time (ECMA-376 18.8.30, the Chinese ones 27 to 36 and 50 to 58). */
const BUILT_IN = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** A format of the file's own shows a date when a letter of dates stands outside quotes, escapes and brackets. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return BUILT_IN(id);
  const bare = code.replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '');
  return !/general/i.test(bare) && /[ymdhs年月日]/i.test(bare.split(';')[0] ?? '');
}

const DAY = 86_400_000;
/** The day that would be number 0 from 1900-03-01 on: the programs count a 29 February 1900 that never was. */
const FROM_1900 = Date.UTC(1899, 11, 30);
const FROM_1904 = Date.UTC(1904, 0, 1);
const LAST = 2_958_465;

/** The day (and time, if there is one) of a number; undefined for numbers that are no day. */
export function dateOf(serial: number, in1904: boolean): string | undefined {
  if (!(serial >= 0 && serial <= LAST)) return undefined;
  const milliseconds = Math.round((serial % 1) * 86_400) * 1000;
  const day = Math.floor(serial);
  if (!in1904 && day === 60) return undefined;
  const start = in1904 ? FROM_1904 : day < 60 ? FROM_1900 + DAY : FROM_1900;
  const iso = new Date(start + day * DAY + milliseconds).toISOString();
  return milliseconds === 0 || milliseconds === DAY ? iso.slice(0, 10) : iso.slice(0, 19);
}
