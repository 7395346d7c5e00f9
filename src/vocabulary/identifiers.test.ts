import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  creditCodeCheckDigit,
  isCreditCode,
  isPersonNumber,
  organizationCodeCheckDigit,
  personCheckDigit,
} from './identifiers.ts';

const digits = (n: number) => fc.stringMatching(new RegExp(`^[0-9]{${n}}$`));
const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'.split('');
const creditBody = fc
  .tuple(
    fc.constantFrom('11', '12', '51', '91', '92', '93'),
    digits(6),
    fc.array(fc.constantFrom(...CREDIT_ALPHABET), { minLength: 9, maxLength: 9 }),
  )
  .map(([head, region, organization]) => head + region + organization.join(''));

test('the example of GB 11643 has the check digit X', () => {
  assert.equal(personCheckDigit('11010519491231002'), 'X');
  assert.equal(isPersonNumber('11010519491231002X'), true);
  assert.equal(isPersonNumber('11010519491231002x'), false);
  assert.equal(isPersonNumber('110105194912310021'), false);
});

test('a person number needs a birth date that is on the calendar', () => {
  const withCheck = (first17: string) => first17 + personCheckDigit(first17);
  assert.equal(isPersonNumber(withCheck('41041119960229001')), true);
  assert.equal(isPersonNumber(withCheck('41041119970229001')), false);
  assert.equal(isPersonNumber(withCheck('41041119971301001')), false);
  assert.equal(isPersonNumber(withCheck('41041119970400001')), false);
});

test('letters and wrong lengths are no person numbers', () => {
  assert.equal(isPersonNumber(''), false);
  assert.equal(isPersonNumber('11O10519491231002X'), false);
  assert.equal(personCheckDigit('1101051949123100'), undefined);
});

test('changing any one digit of a person number is noticed', () => {
  fc.assert(
    fc.property(
      digits(17),
      fc.integer({ min: 0, max: 16 }),
      fc.integer({ min: 1, max: 9 }),
      (body, at, by) => {
        const changed = body.slice(0, at) + ((Number(body[at]) + by) % 10) + body.slice(at + 1);
        assert.notEqual(personCheckDigit(changed), personCheckDigit(body));
      },
    ),
  );
});

test('the credit codes that two well-known companies publish pass', () => {
  assert.equal(isCreditCode('91330106673959654P'), true);
  assert.equal(isCreditCode('9144030071526726XG'), true);
  assert.equal(isCreditCode('91330106673959654Q'), false);
});

test('codes of every register pass, those that begin with a letter too', () => {
  // Weights are powers of 3 modulo 31 (GB 32100-2015, 4.3).
  for (const head of ['A1', 'N1', 'Y1', '52', 'G1']) {
    const body = `${head}410400MX0000043`;
    const sum = Array.from(body).reduce(
      (of, char, at) => of + CREDIT_ALPHABET.indexOf(char) * (3 ** at % 31),
      0,
    );
    const code = body + CREDIT_ALPHABET[(31 - (sum % 31)) % 31];
    assert.equal(isCreditCode(code), true, code);
    assert.equal(isCreditCode(code.toLowerCase()), false, code);
  }
});

test('a remainder of zero gives the check digit 0', () => {
  fc.assert(
    fc.property(creditBody, body => {
      const check = creditCodeCheckDigit(body);
      assert.ok(check !== undefined && CREDIT_ALPHABET.includes(check));
      let sum = CREDIT_ALPHABET.indexOf(check);
      for (let i = 0, weight = 1; i < 17; i += 1, weight = (weight * 3) % 31)
        sum += CREDIT_ALPHABET.indexOf(body.charAt(i)) * weight;
      assert.equal(sum % 31, 0);
      assert.equal(isCreditCode(body + check), true);
    }),
  );
  assert.equal(creditCodeCheckDigit('0'.repeat(17)), '0');
});

test('the letter O in the place of a zero is no credit code', () => {
  assert.equal(isCreditCode('9133O106673959654P'), false);
  assert.equal(creditCodeCheckDigit('9133O10667395965'), undefined);
});

test('the organisation code inside a credit code has a check digit of its own', () => {
  assert.equal(organizationCodeCheckDigit('67395965'), '4');
  assert.equal(organizationCodeCheckDigit('71526726'), 'X');
  assert.equal(organizationCodeCheckDigit('7152672'), undefined);
});
