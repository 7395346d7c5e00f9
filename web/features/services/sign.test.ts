import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signCall } from './sign.ts';

test('the page signs a call as an independent client of the national platform does', async () => {
  // The vector of which Java and Node agree: HMAC-SHA256 over sid + rid + rtime.
  const headers = await signCall(
    '0123456789abcdef0123456789abcdef',
    's_demo_0001',
    '7f000001-0000-4000-8000-000000000001',
    1_700_000_000_000,
  );
  assert.equal(headers.gjgxjhpt_sign, 'NAKuKNgbWBPwxfZ7WwwuehxaeYZ4LPQK0uE2Zeh71bk=');
  assert.equal(headers.gjgxjhpt_rtime, '1700000000000');
});
