import type { MonthOfLog } from './types.ts';

/** A month over all logs: export and removal take it whole. */
export interface Month {
  month: string;
  logs: MonthOfLog[];
  entries: number;
  bytes: number;
  /** When the last of its files was written; null while one is missing. */
  exportedAt: string | null;
  removedAt: string | null;
  removable: boolean;
}

/** The newest month first. */
export function monthsOf(rows: readonly MonthOfLog[]): Month[] {
  const byMonth = new Map<string, MonthOfLog[]>();
  for (const row of rows) byMonth.set(row.month, [...(byMonth.get(row.month) ?? []), row]);
  // Instants in the platform's one form compare as text.
  const latest = (times: (string | null)[]): string | null =>
    times.reduce((last, time) => (last === null || time === null ? null : time > last ? time : last));
  return [...byMonth]
    .map(([month, logs]) => ({
      month,
      logs,
      entries: logs.reduce((sum, log) => sum + log.entries, 0),
      bytes: logs.reduce((sum, log) => sum + log.bytes, 0),
      exportedAt: latest(logs.map(log => log.exportedAt)),
      removedAt: latest(logs.map(log => log.removedAt)),
      removable:
        logs.every(log => log.removable || log.removedAt !== null) && logs.some(log => log.removable),
    }))
    .sort((a, b) => (a.month < b.month ? 1 : -1));
}
