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

/** A text says the number with its unit as a number of its own: 15个工作日 does not say 5个工作日. */
export function saysNumber(text: string, n: number, unit: string): boolean {
  const bare = text.normalize('NFKC').replace(/\s/g, '');
  for (const [word, same] of [
    [String(n), /\d/],
    [numeralOf(n), NUMERAL],
  ] as const) {
    if (word === '') continue;
    for (let at = bare.indexOf(word + unit); at !== -1; at = bare.indexOf(word + unit, at + 1)) {
      const [before, after] = [bare[at - 1] ?? '', unit === '' ? (bare[at + word.length] ?? '') : ''];
      if (!same.test(before) && !same.test(after)) return true;
    }
  }
  return false;
}
