/**
 * Identity numbers and credit codes judged by their bytes, for rows that pass by the million: no string is made of a
 * value. Must say what `vocabulary/identifiers.ts` says; a test holds it to that.
 */
const ZERO = 48;
/** The check digit by the sum's remainder of 11: 10X98765432. */
const PERSON_CHECKS = Uint8Array.from('10X98765432', character => character.charCodeAt(0));
const PERSON_WEIGHTS = Uint8Array.of(7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2);
const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const CREDIT_WEIGHTS = Uint8Array.of(1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28);
const LONGEST_MONTHS = 0b1010110101010;
const LENGTH = 18;
const NONE = 255;
const CREDIT_VALUES = new Uint8Array(256).fill(NONE);
for (let value = 0; value < CREDIT_ALPHABET.length; value++)
  CREDIT_VALUES[CREDIT_ALPHABET.charCodeAt(value)] = value;

/** Two decimal digits; those that call know that they are digits. */
const pair = (bytes: Buffer, at: number): number =>
  ((bytes[at] as number) - ZERO) * 10 + (bytes[at + 1] as number) - ZERO;

/** 公民身份号码: 17 digits with a date among them, and the check digit. */
export function isPersonBytes(bytes: Buffer, from: number, end: number): boolean {
  if (end - from !== LENGTH) return false;
  let sum = 0;
  for (let i = 0; i < LENGTH - 1; i++) {
    const digit = (bytes[from + i] as number) - ZERO;
    if (digit < 0 || digit > 9) return false;
    sum += digit * (PERSON_WEIGHTS[i] as number);
  }
  if (bytes[end - 1] !== PERSON_CHECKS[sum % 11]) return false;
  const year = pair(bytes, from + 6) * 100 + pair(bytes, from + 8);
  const month = pair(bytes, from + 10);
  const day = pair(bytes, from + 12);
  if (year < 1800 || month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const longest = month === 2 ? (leap ? 29 : 28) : ((LONGEST_MONTHS >> month) & 1) === 1 ? 31 : 30;
  return day <= longest;
}

/** 统一社会信用代码: alphabet, a region of six digits, and the check digit. */
export function isCreditBytes(bytes: Buffer, from: number, end: number): boolean {
  if (end - from !== LENGTH || bytes[from] === ZERO || bytes[from + 1] === ZERO) return false;
  let sum = 0;
  for (let i = 0; i < LENGTH - 1; i++) {
    const value = CREDIT_VALUES[bytes[from + i] as number] as number;
    if (value === NONE || (i >= 2 && i < 8 && value > 9)) return false;
    sum += value * (CREDIT_WEIGHTS[i] as number);
  }
  return CREDIT_VALUES[bytes[end - 1] as number] === (31 - (sum % 31)) % 31;
}
