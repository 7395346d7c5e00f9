import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  creditCodeCheckDigit,
  isCreditCode,
  isPersonNumber,
  personCheckDigit,
} from '#vocabulary/identifiers.ts';
import { isCreditBytes, isPersonBytes } from './numbers.ts';

const judge = (by: typeof isPersonBytes, text: string): boolean => {
  const bytes = Buffer.from(`7${text}7`);
  return by(bytes, 1, bytes.length - 1);
};
const both = (text: string): [boolean, boolean] => {
  const [person, credit] = [judge(isPersonBytes, text), judge(isCreditBytes, text)];
  assert.equal(person, isPersonNumber(text), text);
  assert.equal(credit, isCreditCode(text), text);
  return [person, credit];
};

const digitsOf = (length: number): fc.Arbitrary<string> =>
  fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
const anyOf = (characters: string): fc.Arbitrary<string> => fc.constantFrom(...Array.from(characters));
const two = (n: number): string => String(n).padStart(2, '0');
const born = fc
  .tuple(fc.integer({ min: 1790, max: 2100 }), fc.nat(13), fc.nat(32))
  .map(([y, m, d]) => `${y}${two(m)}${two(d)}`);
const seventeen = fc.tuple(digitsOf(6), born, digitsOf(3)).map(parts => parts.join(''));

test('identity numbers are judged as the vocabulary judges them', () => {
  let right = 0;
  fc.assert(
    fc.property(seventeen, first => {
      if (both(first + personCheckDigit(first))[0]) right++;
    }),
    { numRuns: 5_000 },
  );
  assert.ok(right > 1_000, `only ${right} were right`);
  for (const month of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])
    for (const year of [1799, 1800, 1900, 2000, 2023, 2024])
      for (let day = 0; day < 33; day++) {
        const first = `410402${year}${two(month)}${two(day)}123`;
        both(first + personCheckDigit(first));
      }
  fc.assert(
    fc.property(seventeen, anyOf('0123456789Xx '), (first, check) => {
      both(first + check);
    }),
  );
  for (const text of ['', '41040219870506123', '4104021987050612345', '４１０４０２', `${'张'.repeat(6)}`])
    both(text);
});

test('credit codes are judged as the vocabulary judges them', () => {
  const alphabet = anyOf('0123456789ABCDEFGHJKLMNPQRTUWXY');
  const nine = fc.array(alphabet, { minLength: 9, maxLength: 9 }).map(all => all.join(''));
  const head = fc.tuple(anyOf('0159AN'), anyOf('0123Y9'), digitsOf(6), nine);
  let right = 0;
  fc.assert(
    fc.property(head, parts => {
      const first = parts.join('');
      if (both(first + creditCodeCheckDigit(first))[1]) right++;
    }),
    { numRuns: 2_000 },
  );
  assert.ok(right > 1_000, `only ${right} were right`);
  fc.assert(
    fc.property(
      head.map(parts => parts.join('')),
      fc.nat(17),
      anyOf('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabc -张'),
      (first, at, other) => {
        const whole = Array.from(`${first}${creditCodeCheckDigit(first)}`);
        both(whole.with(at, other).join(''));
      },
    ),
    { numRuns: 5_000 },
  );
});

test('whatever the bytes are, both answer alike', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), text => void both(text)));
  fc.assert(fc.property(fc.string({ minLength: 18, maxLength: 18 }), text => void both(text)));
});
