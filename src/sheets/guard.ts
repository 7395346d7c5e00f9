/**
 * Programs run a value of a .csv file that begins like a formula. Such a value gets an apostrophe before it, which they
 * hide; one that begins with apostrophes before such a sign gets one more, so that reading gives back what was written.
 */
const FORMULA_LIKE = /^'*[=+\-@\t\r＝＋－＠]/;

export const guarded = (text: string): string => (FORMULA_LIKE.test(text) ? `'${text}` : text);

export const unguarded = (text: string): string =>
  text.startsWith("'") && FORMULA_LIKE.test(text) ? text.slice(1) : text;
