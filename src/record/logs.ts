import { LOG_NAMES, type LogName } from '#vocabulary/logs.ts';

/**
 * The logs of this installation: one a store. Acts of the control plane lie in `control`, calls and deliveries in
 * `usage/1`. A number names an entry of one log.
 */
export const CONTROL = 1;
/** The store that this installation’s data planes record in. */
export const USAGE = 2;
export const LOGS: readonly number[] = LOG_NAMES.map((_, place) => place + 1);
/** Those that hold the use of data. */
export const USE_LOGS = LOGS.filter(log => log !== CONTROL);

/** The name in origins and for people; throws for a number that is no log. */
export function logName(log: number): LogName {
  const name = LOG_NAMES[log - 1];
  if (name === undefined) throw new RangeError(`there is no log ${log}`);
  return name;
}

export const logOf = (name: LogName): number => LOG_NAMES.indexOf(name) + 1;
