/**
 * Works on all of them, one after the other: one that cannot be worked on keeps none behind it from their turn. What went
 * wrong is thrown in the end.
 */
export async function each<T>(all: Iterable<T>, work: (one: T) => Promise<unknown>): Promise<void> {
  const faults: unknown[] = [];
  for (const one of all) await work(one).catch((error: unknown) => faults.push(error));
  if (faults.length === 1) throw faults[0];
  if (faults.length > 1) throw new AggregateError(faults, `${faults.length} were not worked on`);
}
