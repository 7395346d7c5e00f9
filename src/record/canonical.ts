/**
 * One text for one value, so that two sides can compare digests: JSON as RFC 8785 writes it. Nothing of Node in here:
 * the verifier of an evidence pack computes the same text in a browser.
 */

/** Names in the order of their UTF-16 units, no white space; fields that are undefined are left out. Throws for what JSON has no word for. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} has no form in JSON`);
    return JSON.stringify(value);
  }
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new TypeError('a text with half a character has no form in JSON');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError(`a ${typeof value} has no form in JSON`);
  const named = value as Record<string, unknown>;
  // By UTF-16 units, which is what comparing strings does; not by a language's alphabet.
  const names = Object.keys(named).sort((a, b) => (a < b ? -1 : 1));
  const fields = names.flatMap(name =>
    named[name] === undefined ? [] : [`${JSON.stringify(name)}:${canonicalJson(named[name])}`],
  );
  return `{${fields.join(',')}}`;
}
