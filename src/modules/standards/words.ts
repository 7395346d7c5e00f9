/** Words that mean the same, found whatever width, case or marks they are written with. */

const MARKS = /[\s\p{P}\p{S}]/gu;
const REMARK = /[(（[【][^)）\]】]*[)）\]】]\s*$/u;

export function normaliseWord(word: string): string {
  return word.normalize('NFKC').toLowerCase().replace(MARKS, '');
}

/** 身份证号（18位） is asked for as it is written first, then without its remark. */
export const spellings = (word: string): string[] => [
  ...new Set([normaliseWord(word), normaliseWord(word.replace(REMARK, ''))]),
];

export interface WordSet {
  /** The name that counts. */
  name: string;
  /** The name itself first, each spelling once. */
  words: string[];
}

/** A word that two sets claim, by the names of both. */
export interface Clash {
  word: string;
  name: string;
  other: string;
}

/** From each normalised word to its set. The first set that names a word keeps it; who comes later is a clash. */
export function indexWords(sets: Iterable<{ name: string; words: readonly string[] }>): {
  sets: Map<string, WordSet>;
  clashes: Clash[];
} {
  const found = new Map<string, WordSet>();
  const clashes: Clash[] = [];
  for (const { name, words } of sets) {
    const known = found.get(normaliseWord(name));
    if (known && normaliseWord(known.name) !== normaliseWord(name)) {
      clashes.push({ word: name, name: known.name, other: name });
      continue;
    }
    const set = known ?? { name, words: [] };
    for (const word of [name, ...words]) {
      const normal = normaliseWord(word);
      const other = found.get(normal);
      if (other === undefined && normal !== '') {
        found.set(normal, set);
        set.words.push(word);
      } else if (other !== set) clashes.push({ word, name: other?.name ?? name, other: name });
    }
  }
  return { sets: found, clashes };
}
