import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeSigningKey, openSigningKey } from '#kernel/notes/signingKey.ts';
import { type KeyType, writeVerifierKey } from '#kernel/notes/verifierKey.ts';
import { keyLines, readKeyWords } from './verifierKey.ts';

const written = (type: KeyType): string => {
  const { publicKey, secret } = makeSigningKey(type);
  return writeVerifierKey(openSigningKey('data.example.gov.cn/usage/1', type, publicKey, secret).verifier);
};

test('The keys that the platform publishes are told apart, whatever plus signs they hold', () => {
  const types = { ed25519: 'Ed25519', sm2: 'SM2', cosignature: 'witness' } as const;
  for (const [type, algorithm] of Object.entries(types))
    for (let i = 0; i < 40; i += 1) {
      const line = written(type as KeyType);
      const words = readKeyWords(` ${line}\n`);
      assert.equal(words?.algorithm, algorithm, line);
      assert.equal(words?.name, 'data.example.gov.cn/usage/1');
      assert.ok(line.startsWith(`${words?.name}+${words?.id}+`));
    }
});

test('What is not a key is not taken for one', () => {
  for (const text of ['', 'a+b', 'a+0123456+AAAA', 'name with space+01234567+AAAA', 'a+01234567+AAA*'])
    assert.equal(readKeyWords(text), undefined, text);
  assert.deepEqual(keyLines(' a \n\n b\n'), ['a', 'b']);
});
