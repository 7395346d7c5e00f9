/**
 * The logs of the ledger by name, one a store that records: acts of the control plane, and the use of data. A log’s
 * number in the database is its place here, from 1; a place is never given to another log.
 */
export const LOG_NAMES = ['control', 'usage/1'] as const;
export type LogName = (typeof LOG_NAMES)[number];

/** A log’s name as one segment of a path: `usage-1`. */
export const slugOfLog = (name: LogName): string => name.replace('/', '-');

export const LOG_SLUGS = LOG_NAMES.map(slugOfLog);

/** Throws for what is no log’s segment: whoever calls has checked it against LOG_SLUGS. */
export function logOfSlug(slug: string): LogName {
  const name = LOG_NAMES.find(one => slugOfLog(one) === slug);
  if (name === undefined) throw new RangeError(`there is no log ${slug}`);
  return name;
}
