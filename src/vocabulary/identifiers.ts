/**
 * The two identifiers that public data hangs on: 公民身份号码 (GB 11643-1999) for natural persons and
 * 统一社会信用代码 (GB 32100-2015) for legal persons and other organisations.
 */

const PERSON_CHECKS = '10X98765432';
const PERSON_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** Without I, O, S, V and Z, which are too easily mistaken for digits. */
const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

const ORGANIZATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** The 18th character of a 公民身份号码 (ISO 7064 MOD 11-2); undefined unless given exactly 17 digits. */
export function personCheckDigit(first17: string): string | undefined {
  if (!/^\d{17}$/.test(first17)) return undefined;
  let sum = 0;
  for (let i = 0; i < 17; i += 1) sum += (first17.charCodeAt(i) - 48) * (PERSON_WEIGHTS[i] ?? 0);
  return PERSON_CHECKS[sum % 11];
}

/**
 * Whether this is a well-formed 公民身份号码: birth date on the calendar and check digit right. The region is not
 * looked up, because numbers keep the codes of regions abolished since.
 */
export function isPersonNumber(s: string): boolean {
  if (s.length !== 18 || personCheckDigit(s.slice(0, 17)) !== s[17]) return false;
  const year = Number(s.slice(6, 10));
  const month = Number(s.slice(10, 12));
  const day = Number(s.slice(12, 14));
  if (year < 1800 || month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** The 18th character of a 统一社会信用代码; undefined unless given 17 characters of its alphabet. */
export function creditCodeCheckDigit(first17: string): string | undefined {
  if (first17.length !== 17) return undefined;
  let sum = 0;
  for (let i = 0; i < 17; i += 1) {
    const value = CREDIT_ALPHABET.indexOf(first17.charAt(i));
    if (value < 0) return undefined;
    sum += value * (CREDIT_WEIGHTS[i] ?? 0);
  }
  // The second mod 31 matters: a remainder of 0 gives the check value 0, not 31.
  return CREDIT_ALPHABET[(31 - (sum % 31)) % 31];
}

/** Whether this is a well-formed 统一社会信用代码: alphabet, a region of six digits, and check digit. */
export function isCreditCode(s: string): boolean {
  return (
    /^[1-9A-Y][1-9A-Y]\d{6}/.test(s) && s.length === 18 && creditCodeCheckDigit(s.slice(0, 17)) === s[17]
  );
}

/**
 * The 9th character of an organisation code (GB 11714-1997), positions 9 to 17 of a 统一社会信用代码; undefined
 * unless given 8 capitals or digits. Codes in use break it now and then: good for a warning, not for a refusal.
 */
export function organizationCodeCheckDigit(first8: string): string | undefined {
  if (!/^[0-9A-Z]{8}$/.test(first8)) return undefined;
  let sum = 0;
  for (let i = 0; i < 8; i += 1)
    sum += Number.parseInt(first8.charAt(i), 36) * (ORGANIZATION_WEIGHTS[i] ?? 0);
  return '0123456789X'[(11 - (sum % 11)) % 11];
}
