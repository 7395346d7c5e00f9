/** The names of a file's columns, and the sign between its fields. */

const LF = 0x0a;
const QUOTE = 0x22;
const DELIMITERS = Array.from(',;\t|', one => one.charCodeAt(0));

/** The sign that stands most often in the first row outside quotes; a comma where none does. */
export function findDelimiter(head: Buffer): number {
  const counts = DELIMITERS.map(() => 0);
  let isQuoted = false;
  for (const byte of head) {
    if (byte === QUOTE) isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (byte === LF) break;
    const at = DELIMITERS.indexOf(byte);
    if (at >= 0) counts[at] = (counts[at] ?? 0) + 1;
  }
  const most = Math.max(...counts);
  return DELIMITERS[counts.indexOf(most)] as number;
}

/** Each name once: one that is empty is called by its place, one that comes again gets a number. */
export function columnNames(written: readonly string[]): string[] {
  const used = new Set(written.map(name => name.trim()));
  const given = new Set<string>();
  return written.map((text, i) => {
    const name = text.trim() === '' ? `column_${i + 1}` : text.trim();
    let unique = name;
    for (let n = 2; given.has(unique) || (unique !== name && used.has(unique)); n++) unique = `${name}_${n}`;
    given.add(unique);
    return unique;
  });
}
