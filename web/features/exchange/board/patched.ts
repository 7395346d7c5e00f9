import type { BoardRun } from '../types.ts';

/** The runs that changed put in the place of what they were; those that are new stand first. */
export function patched(runs: readonly BoardRun[], changed: readonly BoardRun[]): BoardRun[] {
  const fresh = new Map(changed.map(run => [run.id, run]));
  const known = runs.map(run => {
    const now = fresh.get(run.id);
    fresh.delete(run.id);
    return now ?? run;
  });
  return [...fresh.values(), ...known];
}
