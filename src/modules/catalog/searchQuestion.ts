/** What was typed, as what the index is asked: words and what means the same, letters as pinyin, names by their number. */
import { partsOf, questionWords } from '#kernel/search.ts';
import { markOf } from './searchFollow.ts';
import type { SearchIndex, Wanted } from './searchIndex.ts';
import { spellingsOf } from './searchPinyin.ts';

/** Names that may change without an entry changing: looked up when somebody asks. */
export interface Names {
  /** Another one after a name changed. */
  version: number;
  departments: ReadonlyMap<string, string>;
  regions: ReadonlyMap<string, string>;
  classes: ReadonlyMap<string, string>;
}

export interface Asking {
  index: SearchIndex;
  names: Names;
  /** Words that mean the same; without the word itself. */
  synonymsOf: (word: string) => readonly string[];
}

/** Whoever may search is nobody in particular: a question costs so many looks into the index at most. */
const MOST_WORDS = 16;
const wordsIn = (text: string): string[] => questionWords(text).slice(0, MOST_WORDS);
const LETTERS = /^[a-z]{2,24}$/;

/** Numbers of the marks whose name holds the word. */
function named({ index, names }: Asking, word: string): number[] {
  const found: number[] = [];
  const look = (kind: 'd' | 'r' | 'c', of: ReadonlyMap<string, string>): void => {
    for (const [key, name] of of) {
      if (!name.includes(word)) continue;
      const number = index.postings.numberOf(markOf(kind, key));
      if (number !== undefined) found.push(number);
    }
  };
  look('d', names.departments);
  look('r', names.regions);
  look('c', names.classes);
  return found;
}

function plainWanted(asking: Asking, word: string): Wanted[] {
  const parts = partsOf(word);
  const names = named(asking, word);
  return [
    { word },
    ...(names.length > 0 ? [{ words: names }] : []),
    ...(parts.length > 1 ? [{ and: parts.map(part => ({ word: part })) }] : []),
  ];
}

function wantedOf(asking: Asking, word: string): Wanted {
  const ways = [word, ...asking.synonymsOf(word)].flatMap(one => plainWanted(asking, one));
  if (LETTERS.test(word)) {
    for (const reading of asking.index.readings(word)) ways.push({ and: reading.map(words => ({ words })) });
    const departments = [...asking.names.departments].filter(([, name]) => spelledAs(name, word));
    const numbers = departments.flatMap(([key]) => asking.index.postings.numberOf(markOf('d', key)) ?? []);
    if (numbers.length > 0) ways.push({ words: numbers });
  }
  const [only] = ways;
  return ways.length === 1 && only ? only : { or: ways };
}

/** Whether a name is typed so, from its beginning. */
export function spelledAs(name: string, letters: string): boolean {
  const spelled = spellingsOf(name);
  return spelled !== undefined && (spelled.initials.startsWith(letters) || spelled.full.startsWith(letters));
}

/** One part for each word of the question: every one of them must be met. Empty when there is nothing to look for. */
export function wantedWords(asking: Asking, text: string): Wanted[] {
  return wordsIn(text).map(word => wantedOf(asking, word));
}

/** What is lit in an answer: the words, their parts, and what means the same. */
export function litWords(asking: Asking, text: string): string[] {
  const words = wordsIn(text);
  return [...new Set(words.flatMap(word => [word, ...partsOf(word), ...asking.synonymsOf(word)]))];
}
