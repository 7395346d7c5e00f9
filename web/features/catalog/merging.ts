import type { Content, Field } from './types.ts';

export type Side = 'mine' | 'theirs';

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export interface Conflict {
  field: Field;
  /** I changed it too: somebody has to choose. */
  both: boolean;
}

/** What somebody else changed since I read the entry, and where I changed the same. */
export function conflictsOf(base: Content, mine: Content, theirs: Content): Conflict[] {
  return (Object.keys(theirs) as Field[])
    .filter(field => !same(base[field], theirs[field]) && !same(mine[field], theirs[field]))
    .map(field => ({ field, both: !same(base[field], mine[field]) }));
}

/** Mine, with theirs wherever they changed something and it was not chosen otherwise. */
export function merged(
  mine: Content,
  theirs: Content,
  conflicts: readonly Conflict[],
  chosen: Readonly<Partial<Record<Field, Side>>>,
): Content {
  const taken = conflicts.filter(
    ({ field, both }) => (chosen[field] ?? (both ? 'mine' : 'theirs')) === 'theirs',
  );
  return { ...mine, ...Object.fromEntries(taken.map(({ field }) => [field, theirs[field]])) };
}
