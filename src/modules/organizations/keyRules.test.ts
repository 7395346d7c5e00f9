import assert from 'node:assert/strict';
import { createDecipheriv } from 'node:crypto';
import { test } from 'node:test';
import { stateOf, tellingOf, tooWide } from './keyRules.ts';
import { wrapSecret } from './wrapping.ts';

const APP_KEY = '0123456789abcdef0123456789abcdef';
const SECRET = 'fedcba9876543210fedcba9876543210';

test('a refreshed secret is wrapped byte for byte as clients in Java unwrap it', () => {
  const wrapped = wrapSecret(APP_KEY, SECRET);
  assert.equal(wrapped, 'LDh6LJzNCB09fXMknMzXpiw4eiyczQgdPX1zJJzM16ZUfuRMyoXTthzV/Enp8P/V');
  const decipher = createDecipheriv(
    'aes-128-ecb',
    Buffer.from('2d703e10a32f30251a2370355793e786', 'hex'),
    null,
  );
  assert.equal(decipher.update(wrapped, 'base64', 'utf8') + decipher.final('utf8'), SECRET);
});

test('a key is coming, valid, ending or ended by the moment', () => {
  const now = Date.UTC(2026, 0, 1);
  const day = 86_400_000;
  const state = (since: number, until: number) =>
    stateOf(new Date(now + since * day), new Date(now + until * day), now);
  assert.deepEqual(
    [state(1, 9), state(0, 31), state(-9, 30), state(-9, 0), state(-9, -1)],
    ['coming', 'valid', 'ending', 'ended', 'ended'],
  );
  const telling = (days: number) => tellingOf(new Date(now + days * day), now);
  assert.deepEqual([31, 30, 8, 7, 2, 1, 0.1].map(telling), [undefined, 30, 30, 7, 7, 1, 1]);
});

test('an address list that lets nearly everybody in is none where the signature covers too little', () => {
  const wide = ['0.0.0.0/0', '8.0.0.0/7', '::/0', '2000::/31'];
  const narrow = ['10.0.0.0/8', '10.1.2.3', '2001:db8::/32', '::1'];
  for (const loose of ['national', 'bg_hmac', 'tif'] as const)
    assert.deepEqual(tooWide([...wide, ...narrow], ['sm3', loose]), wide);
  assert.deepEqual(tooWide(wide, ['sm3', 'token', 'front']), []);
});
