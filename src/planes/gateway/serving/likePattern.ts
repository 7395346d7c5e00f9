/**
 * Whether a text is like SQL's pattern: `%` any characters, `_` one, a backslash before those that are meant. It goes back
 * to the last `%` alone, so that no caller's pattern takes longer than its length times the text's.
 */
export function isLike(text: string, pattern: string): boolean {
  const characters = Array.from(text);
  const wanted: (string | typeof ANY | typeof ONE)[] = [];
  const written = Array.from(pattern);
  for (let i = 0; i < written.length; i++) {
    const one = written[i] ?? '';
    if (one === '\\') wanted.push(written[++i] ?? '');
    else wanted.push(one === '%' ? ANY : one === '_' ? ONE : one);
  }
  let at = 0;
  let next = 0;
  let star = -1;
  let resume = 0;
  while (at < characters.length) {
    const want = wanted[next];
    if (want === ANY) {
      star = next++;
      resume = at;
    } else if (want === ONE || (want !== undefined && want === characters[at])) {
      at++;
      next++;
    } else if (star >= 0) {
      next = star + 1;
      at = ++resume;
    } else return false;
  }
  return wanted.slice(next).every(want => want === ANY);
}

const ANY = Symbol('%');
const ONE = Symbol('_');
