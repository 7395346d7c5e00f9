/** Numbers as Chinese official texts write them: in digits or in numerals. */

const DIGITS = '零一二三四五六七八九';

/** 1 … 9,999 in numerals (24 → 二十四, 105 → 一百零五); empty outside. */
export function numeralOf(n: number): string {
  if (!Number.isInteger(n) || n < 1 || n > 9999) return '';
  const units = ['', '十', '百', '千'];
  const places = Array.from(String(n), Number);
  let text = '';
  for (const [index, digit] of places.entries()) {
    const unit = units[places.length - 1 - index] ?? '';
    if (digit !== 0) text += (DIGITS[digit] ?? '') + unit;
    else if (!text.endsWith('零')) text += '零';
  }
  return text.replace(/零+$/, '').replace(/^一十/, '十');
}

const NUMERAL = /[零〇一二两三四五六七八九十百千]/;

/**
 * A text says the number with its unit as a number of its own: 15个工作日 does not say 5个工作日. Without a unit, it says
 * the number of whatever.
 */
export function saysNumber(text: string, n: number, unit: string): boolean {
  if (unit === '') return numbersIn(text).some(found => found.n === n && found.unit === '');
  const bare = text.normalize('NFKC').replace(/\s/g, '');
  return wordsOf(n, unit).some(([word, same]) => {
    for (let at = bare.indexOf(word); at !== -1; at = bare.indexOf(word, at + 1)) {
      const [before, last, after] = [bare[at - 1] ?? '', word.at(-1) ?? '', bare[at + word.length] ?? ''];
      if (!same.test(before) && !(same.test(last) && same.test(after))) return true;
    }
    return false;
  });
}

/** How texts write a number with its unit, and what may not stand beside it. */
function wordsOf(n: number, unit: string): [string, RegExp][] {
  const numeral = numeralOf(n);
  const words: [string, RegExp][] = [[String(n) + unit, /\d/]];
  if (numeral !== '') words.push([numeral + unit, NUMERAL]);
  if (n === 2) words.push([`两${unit}`, NUMERAL]);
  if (unit === '%' && numeral !== '') words.push([`百分之${numeral}`, NUMERAL]);
  if (unit === '%' && n === 100) words.push(['百分之百', NUMERAL]);
  return words;
}

/** What follows 一 where it counts; elsewhere it is part of a word (统一, 一致, 一站式, 统一人口库). */
const COUNTER = '[个项种类次条款份件名人家年月日天周季倍级成半]';
const NUMBER = new RegExp(
  `百分之[零〇一二两三四五六七八九十百]+|\\d+%?|[零〇一二两三四五六七八九十百千]{2,}|[二两三四五六七八九十百千]|(?<![统唯同专单万第])一(?=${COUNTER})`,
  'g',
);

/** Every number that a text says, in digits or in numerals, with its unit where it is a share. 第三方 is a word. */
export function numbersIn(text: string): { n: number; unit: string }[] {
  const plain = text.normalize('NFKC').replaceAll(/第三(?=方|者)/g, '');
  return [...plain.matchAll(NUMBER)].map(([word]) => {
    const share = word.startsWith('百分之');
    return { n: valueOf(word.replace(/^百分之|%$/g, '')), unit: share || word.endsWith('%') ? '%' : '' };
  });
}

const UNITS = new Map([
  ['十', 10],
  ['百', 100],
  ['千', 1000],
]);

/** Digits (15), numerals with units (十五) or as digits (二〇二一) as a number. */
function valueOf(word: string): number {
  if (/^\d+$/.test(word)) return Number(word);
  const signs = Array.from(word.replaceAll('两', '二').replaceAll('〇', '零'));
  if (!signs.some(sign => UNITS.has(sign))) return Number(signs.map(sign => DIGITS.indexOf(sign)).join(''));
  let sum = 0;
  let digit = 0;
  for (const sign of signs) {
    const unit = UNITS.get(sign);
    if (unit === undefined) digit = DIGITS.indexOf(sign);
    else {
      sum += (digit === 0 ? 1 : digit) * unit;
      digit = 0;
    }
  }
  return sum + digit;
}

const ENGLISH = 'two three four five six seven eight nine ten eleven twelve'.split(' ');

/** The same of an English text: digits, and the words from two to twelve (“one” is most often none). */
export const numbersInEnglish = (text: string): number[] =>
  [...text.toLowerCase().matchAll(/\d+|[a-z]+/g)].flatMap(([word]) => {
    if (/\d/.test(word)) return [Number(word)];
    return ENGLISH.includes(word) ? [ENGLISH.indexOf(word) + 2] : [];
  });
