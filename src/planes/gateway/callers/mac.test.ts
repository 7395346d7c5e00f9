import assert from 'node:assert/strict';
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createMac, createSalted } from './mac.ts';

test('the prepared MAC equals HMAC-SHA256 for keys and texts of every length class', () => {
  for (const keyLength of [0, 1, 32, 63, 64, 65, 200]) {
    const key = randomBytes(keyLength);
    const mac = createMac(key);
    for (const length of [0, 1, 100, 5000, 3]) {
      const text = '数桥ab'.repeat(length);
      const body = randomBytes(length);
      assert.deepEqual(mac(text, body), createHmac('sha256', key).update(text).update(body).digest());
    }
  }
});

test('the national test vector is signed as other clients sign it', () => {
  const mac = createMac(Buffer.from('0123456789abcdef0123456789abcdef'));
  const sign = mac('s_demo_0001' + '7f000001-0000-4000-8000-000000000001' + '1700000000000').toString(
    'base64',
  );
  assert.equal(sign, 'NAKuKNgbWBPwxfZ7WwwuehxaeYZ4LPQK0uE2Zeh71bk=');
});

test('HMAC with SM3 is what openssl makes of it', () => {
  const key = Buffer.from('0123456789abcdef0123456789abcdef');
  const text = 's_demo_0001' + '7f000001-0000-4000-8000-000000000001' + '1700000000000';
  const mac = createMac(key, 'sm3');
  assert.equal(mac(text).toString('base64'), 'sG+7xZYkJEubGE11Y/Sb0G4gVtgrUUzMSbTPpZzFGBw=');
  for (const length of [0, 64, 65, 200]) {
    const long = randomBytes(length);
    assert.deepEqual(
      createMac(long, 'sm3')('数桥', key),
      createHmac('sm3', long).update('数桥').update(key).digest(),
    );
  }
});

test('the salted digest is SHA-256 over salt, text and body, however long they grow', () => {
  const salted = createSalted();
  for (const length of [0, 10, 5000]) {
    const [salt, text, body] = [Buffer.alloc(16, length), '问'.repeat(length), Buffer.alloc(length, 7)];
    const expected = createHash('sha256').update(salt).update(text).update(body).digest();
    assert.deepEqual(salted(salt, text, body), expected);
  }
});

test('a long text leaves nothing behind with its key', () => {
  const text = '长'.repeat(5000);
  const macs = Array.from({ length: 1000 }, (_, i) => createMac(Buffer.from(`key ${i}`)));
  const heldBefore = process.memoryUsage().arrayBuffers;
  for (const [i, mac] of macs.entries())
    if (i % 100 === 0) assert.deepEqual(mac(text), createHmac('sha256', `key ${i}`).update(text).digest());
    else mac(text);
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const kept = macs.map(mac => mac('short').length).length;
  assert.equal(kept, 1000);
  assert.ok(process.memoryUsage().arrayBuffers - heldBefore < 16 * 1024 * 1024);
});
