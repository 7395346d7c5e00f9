import { type Key, readKey } from './notes.ts';

/**
 * What the reader has from elsewhere: typed in, or read from where the platform publishes it. A whole verifier key says
 * what it may sign and under which name, and counts for nothing else; a fingerprint alone (32 hexadecimal digits) says
 * neither, and counts for logs only.
 */
export type Known = ReadonlySet<string>;

const wholeOf = ({ name, type, fingerprint }: Key): string => `${name}+${type}+${fingerprint}`;

export function readKnown(text: string): Set<string> {
  const known = new Set<string>();
  for (const line of text.split(/[\n,;，；]/)) {
    const key = readKey(line.trim());
    const plain = line.replaceAll(/[\s:-]/g, '').toLowerCase();
    if (key) known.add(wholeOf(key));
    else if (/^[0-9a-f]{32}$/.test(plain)) known.add(plain);
  }
  return known;
}

/** Whether the reader knows this key as one that seals the log whose name it bears. */
export const knowsLogKey = (known: Known, key: Key): boolean =>
  key.type !== 'cosignature' && (known.has(wholeOf(key)) || known.has(key.fingerprint));

/** Whether the reader was given this whole key, name and all. */
export const knowsWhole = (known: Known, key: Key): boolean => known.has(wholeOf(key));

/** Whether the reader knows this key as a witness’s of that name. */
export const knowsWitness = (known: Known, key: Key): boolean =>
  key.type === 'cosignature' && known.has(wholeOf(key));
