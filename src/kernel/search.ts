import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';

let jieba: Jieba | undefined;

/** Words of an office that the general dictionary cuts in two. */
const OFFICE_WORDS = [
  '一网通办',
  '一网统管',
  '政务数据',
  '公共数据',
  '不动产登记',
  '公民身份号码',
  '统一社会信用代码',
  '低保',
  '社保',
  '医保',
  '公积金',
];

const dictionary = (words: readonly string[]): Buffer =>
  Buffer.from(words.map(word => `${word} 10000 n`).join('\n'));

/** Loading takes a tenth of a second, so it waits for the first search. */
function cutter(): Jieba {
  if (!jieba) {
    jieba = Jieba.withDict(dict);
    jieba.loadDict(dictionary(OFFICE_WORDS));
  }
  return jieba;
}

const known = new Set<string>();
let knowing: Jieba | undefined;

/**
 * Names that a question is not to be cut in, such as those of departments and matters. What is indexed is cut without
 * them: a name that is learned later would else not be found in what was indexed before.
 */
export function learnNames(names: Iterable<string>): void {
  const fresh = [...names].map(plain).filter(name => /^[\p{L}\p{N}]{2,40}$/u.test(name) && !known.has(name));
  if (fresh.length === 0) return;
  for (const name of fresh) known.add(name);
  if (!knowing) {
    knowing = Jieba.withDict(dict);
    knowing.loadDict(dictionary([...OFFICE_WORDS, ...known]));
  } else knowing.loadDict(dictionary(fresh));
}

const WORD = /[\p{L}\p{N}]/u;

/** Full width, capitals: what does not matter. */
export const plain = (text: string): string => text.normalize('NFKC').toLowerCase();

const cleaned = (words: readonly string[]): string[] => [
  ...new Set(words.map(word => word.trim()).filter(word => WORD.test(word))),
];

/** The words of a text, each once, small letters, without punctuation: long words and the words inside them. */
export function wordsOf(text: string): string[] {
  return cleaned(cutter().cutForSearch(plain(text), true));
}

/** What `to_tsvector('simple', …)` is given: words, and single characters so that one character finds its words. */
export function indexText(text: string): string {
  const words = wordsOf(text);
  const characters = words.flatMap(word => (/\p{Script=Han}/u.test(word) ? Array.from(word) : []));
  return [...new Set([...words, ...characters])].join(' ');
}

/** The words of a text one after another, each once, none inside another. */
export function wordsInOrder(text: string): string[] {
  return cleaned(cutter().cut(plain(text), true));
}

/** What is asked of `plainto_tsquery('simple', …)`: every long word must be found. Empty when nothing can be searched. */
export function queryText(text: string): string {
  return wordsInOrder(text).join(' ');
}

/** A question cut into what its asker means by one word each: learned names stay whole. */
export function questionWords(text: string): string[] {
  return cleaned((knowing ?? cutter()).cut(plain(text), true));
}

/** The words of one long word or name; itself where nothing is inside. */
export function partsOf(word: string): string[] {
  return cleaned(cutter().cut(word, true));
}
