/** The examples printed in the national standards, and OpenSSL as a second opinion. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { sm2, sm3, sm4 } from 'sm-crypto-v2';
import { SM2_IDENTITY, isSm2PublicKey, makeSm2Secret, sm2PublicKey, sm2Sign, sm2Verify } from './sm2.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');

const ORDER = 'FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123';

// GB/T 32918.5-2017, annexes A and C: one key pair and one random number for the signature and the encryption.
const SECRET = hex('3945208F 7B2144B1 3F36E38A C6D39F95 88939369 2860B51A 42FB81EF 4DF7C5B8');
const PUBLIC = hex(
  `04 09F9DF31 1E5421A1 50DD7D16 1E4BC5C6 72179FAD 1833FC07 6BB08FF3 56F35020
      CCEA490C E26775A5 2DC6EA71 8CC1AA60 0AED05FB F35E084A 6632F607 2DA9AD13`,
);
const NONCE = hex('59276E27 D506861A 16680F3A D9C02DCC EF3CC1FA 3CDBE4CE 6D54B80D EAC1BC21');
const MESSAGE = Buffer.from('message digest');
const SIGNATURE = hex(
  `F5A03B06 48D2C463 0EEAC513 E1BB81A1 5944DA38 27D5B741 43AC7EAC EEE720B3
   B1B6AA29 DF212FD8 763182BC 0D421CA1 BB9038FD 1F7F42D4 840B69C4 85BBC1AA`,
);

test('SM3: the examples of GB/T 32905-2016, and OpenSSL agrees', () => {
  assert.equal(sm3(Buffer.from('abc')), '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
  assert.equal(
    sm3(Buffer.from('abcd'.repeat(16))),
    'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732',
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), data => {
      assert.equal(sm3(data), createHash('sm3').update(data).digest('hex'));
    }),
  );
});

test('SM4: the examples of GB/T 32907-2016, and OpenSSL agrees', () => {
  const key = hex('01234567 89ABCDEF FEDCBA98 76543210');
  const plain = { mode: 'ecb', padding: 'none', output: 'array' } as const;
  const once = sm4.encrypt(key, key, plain);
  assert.deepEqual(Buffer.from(once), hex('681EDF34 D206965E 86B3E94F 536E4246'));
  assert.deepEqual(Buffer.from(sm4.decrypt(once, key, plain)), key);

  // A million times over itself: 595298C7 C6FD271F 0402F804 C33D3F66.
  const cipher = createCipheriv('sm4-ecb', key, null).setAutoPadding(false);
  let block = key;
  for (let i = 0; i < 1_000_000; i += 1) block = cipher.update(block);
  assert.deepEqual(block, hex('595298C7 C6FD271F 0402F804 C33D3F66'));

  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
      fc.uint8Array({ minLength: 16, maxLength: 16 }),
      fc.uint8Array({ maxLength: 100 }),
      (secret, iv, data) => {
        const theirs = createCipheriv('sm4-cbc', secret, iv);
        const expected = Buffer.concat([theirs.update(data), theirs.final()]);
        const ours = sm4.encrypt(data, secret, { mode: 'cbc', iv, output: 'array' });
        assert.deepEqual(Buffer.from(ours), expected);
        const back = createDecipheriv('sm4-cbc', secret, iv);
        assert.deepEqual(Buffer.concat([back.update(ours), back.final()]), Buffer.from(data));
      },
    ),
    { numRuns: 30 },
  );
});

test('SM2: the signature example of GB/T 32918.5-2017', () => {
  assert.deepEqual(sm2PublicKey(SECRET), PUBLIC);
  const publicHex = PUBLIC.toString('hex');
  assert.deepEqual(
    Buffer.from(sm2.getZ(publicHex, SM2_IDENTITY)),
    hex('B2E14C5C 79C6DF5B 85F4FE7E D8DB7A26 2B9DA7E0 7CCB0EA9 F4747B8C CDA8A4F3'),
  );
  assert.equal(
    sm2.getHash(MESSAGE, publicHex, SM2_IDENTITY),
    'f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640',
  );
  const point = sm2PublicKey(NONCE);
  const nonce = {
    k: BigInt(`0x${NONCE.toString('hex')}`),
    x1: BigInt(`0x${point.subarray(1, 33).toString('hex')}`),
  };
  assert.deepEqual(
    hex(
      sm2.doSignature(MESSAGE, SECRET.toString('hex'), {
        hash: true,
        publicKey: publicHex,
        userId: SM2_IDENTITY,
        pointPool: [nonce],
      }),
    ),
    SIGNATURE,
  );
  assert.equal(sm2Verify(MESSAGE, SIGNATURE, PUBLIC), true);
});

test('SM2: the encryption example of GB/T 32918.5-2017', () => {
  const c1 = `04EBFC718E8D1798620432268E77FEB6415E2EDE0E073C0F4F640ECD2E149A73
              E858F9D81E5430A57B36DAAB8F950A3C64E6EE6A63094D99283AFF767E124DF0`;
  const c3 = '59983C18F809E262923C53AEC295D30383B54E39D609D160AFCB1908D0BD8766';
  const c2 = '21886CA989CA9C7D58087307CA93092D651EFA';
  const plain = sm2.doDecrypt(hex(c1 + c3 + c2).toString('hex'), SECRET.toString('hex'), 1);
  assert.equal(plain, 'encryption standard');
});

test('SM2: the key exchange example of GB/T 32918.5-2017', () => {
  const pair = (secret: string) => ({
    privateKey: hex(secret).toString('hex'),
    publicKey: sm2PublicKey(hex(secret)).toString('hex'),
  });
  const a = pair('81EB26E9 41BB5AF1 6DF11649 5F906952 72AE2CD6 3D6C4AE1 678418BE 48230029');
  const b = pair('78512991 7D45A9EA 5437A593 56B82338 EAADDA6C EB199088 F14AE10D EFA229B5');
  const ra = pair('D4DE1547 4DB74D06 491C440D 305E0124 00990F3E 390C7E87 153C12DB 2EA60BB3');
  const rb = pair('7E071248 14B30948 9125EAED 10111316 4EBF0F34 58C5BD88 335C1F9D 596243D6');
  const shared = hex('6C893473 54DE2484 C60B4AB1 FDE4C6E5');
  const [id, n] = [SM2_IDENTITY, 16];
  const of = (bytes: Uint8Array): Buffer => Buffer.from(bytes);
  assert.deepEqual(of(sm2.calculateSharedKey(a, ra, b.publicKey, rb.publicKey, n, false, id, id)), shared);
  assert.deepEqual(of(sm2.calculateSharedKey(b, rb, a.publicKey, ra.publicKey, n, true, id, id)), shared);
});

test('SM2: what is no signature of this key over this message is refused, never thrown', () => {
  const order = hex(ORDER);
  const [r, s] = [SIGNATURE.subarray(0, 32), SIGNATURE.subarray(32)];
  const zero = Buffer.alloc(32);
  const one = Buffer.from(zero);
  one[31] = 1;
  const last = Buffer.from(order);
  last[31] = (last[31] ?? 0) - 1;
  const wrong: Record<string, Buffer> = {
    empty: Buffer.alloc(0),
    'too short': SIGNATURE.subarray(1),
    'too long': Buffer.concat([SIGNATURE, Buffer.of(0)]),
    'r is 0': Buffer.concat([zero, s]),
    's is 0': Buffer.concat([r, zero]),
    'r is the order': Buffer.concat([order, s]),
    's is the order': Buffer.concat([r, order]),
    's is past the order': Buffer.concat([r, Buffer.alloc(32, 0xff)]),
    'r and s together are the order': Buffer.concat([one, last]),
    exchanged: Buffer.concat([s, r]),
  };
  for (const [what, signature] of Object.entries(wrong))
    assert.equal(sm2Verify(MESSAGE, signature, PUBLIC), false, what);
  assert.equal(sm2Verify(Buffer.from('another message'), SIGNATURE, PUBLIC), false);
  const other = sm2PublicKey(makeSm2Secret());
  assert.equal(sm2Verify(MESSAGE, SIGNATURE, other), false);
  for (const key of [PUBLIC.subarray(1), Buffer.alloc(65), Buffer.alloc(65, 4), Buffer.alloc(0)]) {
    assert.equal(isSm2PublicKey(key), false);
    assert.equal(sm2Verify(MESSAGE, SIGNATURE, key), false);
  }
  // With n - 1 for a private key, 1 + d has no inverse.
  for (const secret of [zero, last, order, Buffer.alloc(32, 0xff), SECRET.subarray(1)])
    assert.throws(() => sm2PublicKey(secret), RangeError);
});

// OpenSSL on the command line, because crypto.sign knows no identity.
const openssl = (args: string[], input?: Buffer) => spawnSync('openssl', args, { input, timeout: 20_000 });
const version = openssl(['version']).stdout?.toString() ?? '';
const knowsSm2 = openssl(['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:SM2']).status === 0;
const skip = knowsSm2 ? false : `needs an openssl command with SM2, here: ${version.trim() || 'none'}`;
const folder = mkdtempSync(join(tmpdir(), 'shuqiao-sm-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** r ‖ s as DER, which OpenSSL speaks. */
function derOf(signature: Buffer): Buffer {
  const integer = (bytes: Buffer): Buffer => {
    let from = 0;
    while (from < bytes.length - 1 && bytes[from] === 0) from += 1;
    const short = bytes.subarray(from);
    const body = (short[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), short]) : short;
    return Buffer.concat([Buffer.of(2, body.length), body]);
  };
  const body = Buffer.concat([integer(signature.subarray(0, 32)), integer(signature.subarray(32))]);
  return Buffer.concat([Buffer.of(0x30, body.length), body]);
}

function rawOf(der: Buffer): Buffer {
  const half = (at: number): { value: Buffer; next: number } => {
    const length = der[at + 1] ?? 0;
    const bytes = der.subarray(at + 2, at + 2 + length);
    const value = Buffer.concat([Buffer.alloc(32), bytes]).subarray(-32);
    return { value, next: at + 2 + length };
  };
  const r = half(2);
  return Buffer.concat([r.value, half(r.next).value]);
}

test('SM2: OpenSSL verifies what we sign, and we verify what OpenSSL signs', { skip }, () => {
  const identity = ['-digest', 'sm3', '-pkeyopt', `distid:${SM2_IDENTITY}`];
  const [message, signed, key] = ['message', 'signature', 'key.pem'].map(name => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (let round = 0; round < 5; round += 1) {
    const secret = makeSm2Secret();
    const publicKey = sm2PublicKey(secret);
    // SEC 1 private key with curve 1.2.156.10197.1.301 and the public key.
    const curve = hex('a00a 0608 2a811ccf5501822d');
    const point = Buffer.concat([hex('a144 0342 00'), publicKey]);
    const body = Buffer.concat([hex('020101 0420'), secret, curve, point]);
    const der = Buffer.concat([Buffer.of(0x30, body.length), body]);
    writeFileSync(
      key,
      `-----BEGIN EC PRIVATE KEY-----\n${der.toString('base64')}\n-----END EC PRIVATE KEY-----\n`,
    );

    const text = randomBytes(1 + round * 50);
    writeFileSync(message, text);
    writeFileSync(signed, derOf(sm2Sign(text, secret, publicKey)));
    const input = ['-inkey', key, '-rawin', '-in', message];
    const verified = openssl(['pkeyutl', '-verify', ...input, ...identity, '-sigfile', signed]);
    assert.equal(verified.status, 0, verified.stdout.toString() + verified.stderr.toString());
    writeFileSync(message, Buffer.concat([text, Buffer.of(0)]));
    assert.notEqual(openssl(['pkeyutl', '-verify', ...input, ...identity, '-sigfile', signed]).status, 0);

    writeFileSync(message, text);
    const theirs = openssl(['pkeyutl', '-sign', ...input, ...identity]);
    assert.equal(theirs.status, 0, theirs.stderr.toString());
    assert.equal(sm2Verify(text, rawOf(theirs.stdout), publicKey), true);
    assert.equal(sm2Verify(Buffer.concat([text, Buffer.of(0)]), rawOf(theirs.stdout), publicKey), false);
  }
});
