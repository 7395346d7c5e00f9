import type { Shape } from './meaning.ts';

/** Patterns kept of a column; the rest is too rare to tell columns apart. */
const PATTERNS = 8;
/** Beyond this a run counts as long: whether a text has 30 or 35 characters says nothing. */
const LONG_RUN = 20;

const KINDS: readonly [kind: string, test: RegExp][] = [
  ['9', /\p{Nd}/u],
  ['汉', /\p{Script=Han}/u],
  ['a', /\p{L}/u],
];

/** A value's pattern: digits 9, letters a, Han characters 汉, other characters as they are, runs by their length. */
export function patternOf(value: string): string {
  let pattern = '';
  let last = '';
  let run = 0;
  const close = (): void => {
    if (run > 0) pattern += run === 1 ? last : `${last}${run >= LONG_RUN ? '+' : `{${run}}`}`;
  };
  for (const character of value.slice(0, 200)) {
    const kind =
      KINDS.find(([, test]) => test.test(character))?.[0] ?? (/\s/u.test(character) ? ' ' : character);
    if (kind === last) run += 1;
    else {
      close();
      last = kind;
      run = 1;
    }
  }
  close();
  return pattern;
}

/** How the values of a column look, from a sample. Nothing of the values themselves can be read from it. */
export function shapeOf(values: readonly (string | null)[]): Shape {
  const given = values.filter((value): value is string => value !== null && value !== '');
  const counts = new Map<string, number>();
  let shortest = Infinity;
  let longest = 0;
  for (const value of given) {
    const pattern = patternOf(value);
    counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
    shortest = Math.min(shortest, value.length);
    longest = Math.max(longest, value.length);
  }
  const share = (count: number, of: number): number =>
    of === 0 ? 0 : Math.round((count / of) * 1000) / 1000;
  return {
    empty: share(values.length - given.length, values.length),
    distinct: share(new Set(given).size, given.length),
    shortest: given.length === 0 ? 0 : shortest,
    longest,
    patterns: [...counts]
      .toSorted((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1))
      .slice(0, PATTERNS)
      .map(([pattern, count]) => ({ pattern, share: share(count, given.length) })),
  };
}
