import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { codeOfName, idsOf, nameOfCode } from './names.ts';

test('A code has one name, safe in an address, and the name leads back to it', () => {
  assert.equal(nameOfCode('101000410400/00001'), '101000410400-00001');
  assert.equal(nameOfCode('A-1/二'), '_41_2d1-_e4_ba_8c');
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), code => {
      fc.pre(!code.includes('\0'));
      const name = nameOfCode(code);
      assert.match(name, /^[a-z0-9_-]+$/);
      assert.equal(codeOfName(name), code);
    }),
  );
});

test('What is no name is no code', () => {
  for (const name of ['', 'A', 'a/b', '_', '_zz', '_00', 'a b', '../x'])
    assert.equal(codeOfName(name), undefined, name);
});

test('An id says platform, kind, number and part, and grows with the number', () => {
  const ids = idsOf('data.zhanhe.gov.cn');
  const id = ids.of('resource', 2_147_483_647, 3);
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-8303-8000-00007fffffff$/);
  assert.deepEqual(ids.read(id), { kind: 'resource', number: 2_147_483_647, part: 3 });
  assert.ok(ids.of('package', 9) < ids.of('package', 10));
  assert.equal(idsOf('elsewhere').read(id), undefined, 'an id of another platform means nothing here');
  assert.equal(ids.read('nothing'), undefined);
  assert.notEqual(ids.named('tag', '法人'), ids.named('tag', '自然人'));
});
