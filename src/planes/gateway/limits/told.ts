import type { Refusal } from '#kernel/errors.ts';

/**
 * Refusals that say something of what was found: that there is no row or more than one, how many there are, what the
 * department said, that a value may not be tried any more. They count and are held to be new like answers, or they
 * would be look-ups without end.
 */
const TELLING = new Set([
  'gateway.not_one_row',
  'gateway.beyond_the_end',
  'gateway.too_many_to_count',
  'gateway.upstream_refused',
  'gateway.tries_used',
]);

export const tellsOfData = ({ code }: Refusal): boolean => TELLING.has(code);
