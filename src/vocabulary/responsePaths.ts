/**
 * Paths into the answer of a department's interface: a small part of RFC 9535 (JSONPath), the same for JSON and XML.
 *
 * `$` is the whole answer, `@` one row of it, `=` the value that the caller gave for the item's own parameter, for
 * interfaces that do not repeat it. Then any number of `.name`, `['name']`, `[2]` and, in the path of the rows alone,
 * `[*]`. Of XML, names are those of elements without their prefix; an element that occurs once is its own first.
 */
/** `[*]`: everything in a list. */
export const EVERY = Symbol('[*]');

/** A member’s name, a position, or every entry. */
export type PathStep = string | number | typeof EVERY;

export interface ResponsePath {
  from: '$' | '@' | '=';
  steps: readonly PathStep[];
}

const MOST_STEPS = 20;
const STEP = /\.([\p{L}_][\p{L}\p{N}_-]*)|\['((?:[^'\\\p{Cc}]|\\['\\])+)'\]|\[(\d{1,4}|\*)\]/uy;
/** What would reach behind an object's own members. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** Undefined for what is no path. */
export function parseResponsePath(text: string): ResponsePath | undefined {
  const from = text[0];
  if (from !== '$' && from !== '@' && from !== '=') return undefined;
  const steps: PathStep[] = [];
  STEP.lastIndex = 1;
  for (let at = 1; at < text.length; at = STEP.lastIndex) {
    STEP.lastIndex = at;
    const found = STEP.exec(text);
    if (!found || steps.length === MOST_STEPS) return undefined;
    const [, plain, quoted, index] = found;
    const name = plain ?? quoted?.replaceAll(/\\(.)/gu, '$1');
    if (name !== undefined && FORBIDDEN.has(name)) return undefined;
    steps.push(name ?? (index === '*' ? EVERY : Number(index)));
  }
  return from === '=' && steps.length > 0 ? undefined : { from, steps };
}

/** The path of the rows: from the whole answer. */
export const isRowsPath = (path: ResponsePath | undefined): boolean => path?.from === '$';

/** The path of one value: of a row, of the whole answer, or asked for. */
export const isValuePath = (path: ResponsePath | undefined): boolean =>
  path !== undefined && !path.steps.includes(EVERY) && (path.from === '=' || path.steps.length > 0);
