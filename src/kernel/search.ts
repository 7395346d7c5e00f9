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

/** Loading takes a tenth of a second, so it waits for the first search. */
function cutter(): Jieba {
  if (!jieba) {
    jieba = Jieba.withDict(dict);
    jieba.loadDict(Buffer.from(OFFICE_WORDS.map(word => `${word} 10000 n`).join('\n')));
  }
  return jieba;
}

const WORD = /[\p{L}\p{N}]/u;

const plain = (text: string): string => text.normalize('NFKC').toLowerCase();

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

/** What is asked of `plainto_tsquery('simple', …)`: every long word must be found. Empty when nothing can be searched. */
export function queryText(text: string): string {
  return cleaned(cutter().cut(plain(text), true)).join(' ');
}
