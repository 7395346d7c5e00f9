import type { LogName } from '#vocabulary/logs.ts';

/**
 * The logs of this installation: one a store. Acts of the control plane lie in `control`, calls and deliveries in
 * `usage/1`. A number names an entry of one log.
 */
export const CONTROL = 1;
export const USAGE = 2;
export const LOGS = [CONTROL, USAGE] as const;

const NAMES: ReadonlyMap<number, LogName> = new Map([
  [CONTROL, 'control'],
  [USAGE, 'usage/1'],
]);

/** The name in origins and for people; throws for a number that is no log. */
export function logName(log: number): LogName {
  const name = NAMES.get(log);
  if (name === undefined) throw new RangeError(`there is no log ${log}`);
  return name;
}

export const logOf = (name: LogName): number => (name === 'control' ? CONTROL : USAGE);
