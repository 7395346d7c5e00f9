/** The last lines of a benchmark: one promise a line, `name value target`, and the exit code that goes with them. */

const holds: Record<string, (value: number, bound: number) => boolean> = {
  '>=': (value, bound) => value >= bound,
  '<=': (value, bound) => value <= bound,
};

/** Prints `name value target` and makes the process exit with 1 when the value misses the target (`>=0.7`, `<=100`). */
export function promiseLine(name: string, value: number, target: string): boolean {
  const match = /^(>=|<=)(\d+(?:\.\d+)?)$/.exec(target);
  const compare = holds[match?.[1] ?? ''];
  if (match === null || compare === undefined)
    throw new Error(`A target looks like ">=0.7"; this one is "${target}".`);
  const kept = compare(value, Number(match[2]));
  console.log(`${name} ${value.toPrecision(3)} ${target}`);
  if (!kept) process.exitCode = 1;
  return kept;
}

/** For a run that proves nothing, whatever its figures are. */
export function failRun(reason: string): void {
  console.error(reason);
  process.exitCode = 1;
}
