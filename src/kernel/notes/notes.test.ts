import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { emptyRoot, sha256 } from '#kernel/merkle.ts';
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { MOST_SIGNATURES, type Note, readNote, verifyNote, writeNote } from './signedNote.ts';
import { type SigningKey, makeSigningKey, openSigningKey, signNote } from './signingKey.ts';
import { type KeyType, readVerifierKey, verifierKey, writeVerifierKey } from './verifierKey.ts';
import { MOST_PROOF_LINES, readSubmission, readWitnessAnswer, writeSubmission } from './witness.ts';

// Published with golang.org/x/mod/sumdb/note.
const PETER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const PETER_SEED = 'AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
const ENOCH = 'EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop';
const TEXT =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const PETERS =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
const ENOCHS =
  '— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n';

function known(text: string) {
  const key = readVerifierKey(text);
  assert.ok(key, `${text} is no verifier key`);
  return key;
}

function noteOf(text: string) {
  const note = readNote(text);
  assert.ok(note, 'not a note');
  return note;
}

function made(name: string, type: KeyType): SigningKey {
  const { publicKey, secret } = makeSigningKey(type);
  return openSigningKey(name, type, publicKey, secret);
}

/** Everything but one character, and one character changed, at every place. */
function* manglings(text: string): Generator<string> {
  for (let i = 0; i < text.length; i += 1) {
    yield text.slice(0, i) + text.slice(i + 1);
    yield text.slice(0, i) + String.fromCharCode(text.charCodeAt(i) + 1) + text.slice(i + 1);
  }
}

test('the key and the notes published with Go’s sumdb/note are read, signed and verified', () => {
  const peter = known(PETER);
  const enoch = known(ENOCH);
  assert.equal(writeVerifierKey(peter), PETER);
  const note = noteOf(`${TEXT}\n${PETERS}${ENOCHS}`);
  assert.equal(note.text, TEXT);
  const both = verifyNote(note, [peter, enoch]);
  assert.deepEqual(both.ok && both.signers.map(signer => signer.key.name), ['PeterNeumann', 'EnochRoot']);
  const one = verifyNote(note, [peter]);
  assert.deepEqual(one.ok && one.signers.map(signer => signer.line), [PETERS.trimEnd()]);

  const seed = Buffer.from(PETER_SEED, 'base64').subarray(1);
  const secret = createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
    format: 'der',
    type: 'pkcs8',
  }).export({ format: 'der', type: 'pkcs8' });
  const signer = openSigningKey('PeterNeumann', 'ed25519', peter.publicKey, secret.toString('base64'));
  assert.equal(signNote(TEXT, [signer]), `${TEXT}\n${PETERS}`);
});

test('the example of the specification verifies', () => {
  const key = known('example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k');
  const note = noteOf(
    'This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n',
  );
  assert.equal(verifyNote(note, [key]).ok, true);
});

test('the specification’s own text with an empty line in it ends where the signatures begin', () => {
  const text = 'Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n';
  const note = noteOf(
    `${text}\n— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n`,
  );
  assert.equal(note.text, text);
  assert.equal(note.signatures[0]?.name, 'quasimodo.example/salvatore');
});

test('a mangled verifier key is none', () => {
  for (const text of [PETER, writeVerifierKey(made('log', 'sm2').verifier)])
    for (const wrong of manglings(text)) assert.equal(readVerifierKey(wrong), undefined, wrong);
  const wrongLength = 'PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==';
  const unknownType = 'PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
  assert.equal(readVerifierKey(wrongLength), undefined);
  assert.equal(readVerifierKey(unknownType), undefined);
  const body = Buffer.alloc(32, 7);
  for (const name of ['', 'a b', 'a+b', 'a\u00a0b', 'a\u3000b', 'a\nb', 'a\u0085b', '\ud800'])
    assert.throws(() => verifierKey(name, 'ed25519', body), RangeError, JSON.stringify(name));
  assert.throws(() => verifierKey('a', 'sm2', Buffer.alloc(65, 4)), RangeError, 'not on the curve');
});

test('what is not a note is not read', () => {
  const whole = `${TEXT}\n${PETERS}`;
  const wrong = {
    'no signature': TEXT,
    'no signature line': `${TEXT}\n`,
    'no last newline': whole.slice(0, -1),
    'a control character': `\u0001${whole}`,
    'a tab': `\t${whole}`,
    'a carriage return': whole.replaceAll('\n', '\r\n'),
    'half a surrogate': `\ud800${whole}`,
    'a name with a space': `${TEXT}\n${PETERS.replace('PeterNeumann', 'Bad Name')}`,
    'a name with a plus': `${TEXT}\n${PETERS.replace('PeterNeumann', 'Peter+Neumann')}`,
    'a strange line': `${whole}Unexpected line.\n`,
    'an empty line at the end': `${whole}\n`,
    'a hyphen for the dash': whole.replace('—', '-'),
    'base64 that is not canonical': whole.replace('nAM=', 'nAN='),
    'base64 of the address kind': whole.replace('/Z', '_Z'),
    'a signature of four bytes': `${TEXT}\n— PeterNeumann x08gow==\n`,
    'too many signatures': TEXT + '\n' + PETERS.repeat(MOST_SIGNATURES + 1),
    'too many bytes': `${'x'.repeat(262_144)}\n\n${PETERS}`,
  };
  for (const [what, note] of Object.entries(wrong)) assert.equal(readNote(note), undefined, what);
  assert.ok(readNote(TEXT + '\n' + PETERS.repeat(MOST_SIGNATURES)));
});

test('unknown keys are ignored, and a forged line of a known key spoils the note', () => {
  const peter = known(PETER);
  const enoch = known(ENOCH);
  const text = `${TEXT}\n${PETERS}`;
  assert.deepEqual(verifyNote(noteOf(text), [enoch]), { ok: false, why: 'unknown' });
  assert.deepEqual(verifyNote(noteOf(text), []), { ok: false, why: 'unknown' });
  const forged = text.replace('answer', 'Answer') + ENOCHS;
  assert.deepEqual(verifyNote(noteOf(forged), [peter]), { ok: false, why: 'forged' });
  assert.deepEqual(
    verifyNote(noteOf(forged.replace('Answer', 'answer').replace('rwz+eBz', 'rwz+eBy')), [peter, enoch]),
    { ok: false, why: 'forged' },
    'one good signature does not outweigh a forged one',
  );
  // The same name with another id, the same id with another name: unknown keys, whatever the lines hold.
  const strangers = `${TEXT}\n${PETERS.replace('x08g', 'xxxx')}${ENOCHS.replace('EnochRoot', 'Enoch')}${PETERS}`;
  assert.equal(verifyNote(noteOf(strangers), [peter, enoch]).ok, true);
});

test('each type signs and verifies, and any changed byte is noticed', () => {
  const point = writeCheckpoint({ origin: 'city/ledger', size: 3, root: sha256(Buffer.from('root')) });
  const keys = [
    made('city/ledger', 'ed25519'),
    made('city/ledger', 'sm2'),
    made('other/witness', 'cosignature'),
  ];
  const lines = keys.map((key, i) => key.sign(point, i === 2 ? 1_800_000_000 : undefined));
  const note = noteOf(writeNote(point, lines));
  const verified = verifyNote(
    note,
    keys.map(key => known(writeVerifierKey(key.verifier))),
  );
  assert.ok(verified.ok);
  assert.deepEqual(
    verified.signers.map(signer => [signer.key.type, signer.time]),
    [
      ['ed25519', undefined],
      ['sm2', undefined],
      ['cosignature', 1_800_000_000],
    ],
  );
  for (const [i, key] of keys.entries()) {
    const signature = note.signatures[i];
    assert.ok(signature);
    for (let at = 0; at < signature.bytes.length; at += 5) {
      const bytes = Buffer.from(signature.bytes);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      const changed: Note = { text: point, signatures: [{ ...signature, bytes }] };
      assert.deepEqual(verifyNote(changed, [key.verifier]), { ok: false, why: 'forged' }, `${i} byte ${at}`);
    }
    for (const bytes of [signature.bytes.subarray(1), Buffer.concat([signature.bytes, Buffer.of(0)])])
      assert.equal(
        verifyNote({ text: point, signatures: [{ ...signature, bytes }] }, [key.verifier]).ok,
        false,
      );
    assert.equal(verifyNote({ ...note, text: point.replace('3', '4') }, [key.verifier]).ok, false);
  }
});

test('SM2 is a type that other readers ignore: 0xff, our identifier, the point', () => {
  const { publicKey } = makeSigningKey('sm2');
  const [, , ...body] = writeVerifierKey(verifierKey('city/ledger', 'sm2', publicKey)).split('+');
  const bytes = Buffer.from(body.join('+'), 'base64');
  assert.equal(bytes[0], 0xff);
  assert.equal(bytes.subarray(1, 19).toString('latin1'), 'shuqiao/sm2-sm3/v1');
  assert.deepEqual(bytes.subarray(19), publicKey);
  assert.deepEqual(
    verifierKey('city/ledger', 'sm2', publicKey).id,
    sha256(Buffer.concat([Buffer.from('city/ledger\n'), bytes])).subarray(0, 4),
  );
});

test('a cosignature is the bytes that tlog-cosignature describes', () => {
  const { publicKey, secret } = makeSigningKey('cosignature');
  const text = writeCheckpoint({ origin: 'example.com/behind-the-sofa', size: 20852163, root: emptyRoot() });
  const time = 1_679_315_147;
  const line = openSigningKey('witness.example/w1', 'cosignature', publicKey, secret).sign(text, time);
  const bytes = Buffer.from(line.split(' ')[2] ?? '', 'base64');
  assert.equal(bytes.length, 4 + 8 + 64);
  assert.equal(bytes.readBigUInt64BE(4), BigInt(time));
  // The same key as a plain Ed25519 key says the same over header, time and text.
  const plain = openSigningKey('witness.example/w1', 'ed25519', publicKey, secret);
  const signed = plain.sign(`cosignature/v1\ntime 1679315147\n${text}`).split(' ')[2] ?? '';
  assert.deepEqual(bytes.subarray(12), Buffer.from(signed, 'base64').subarray(4));
  assert.notDeepEqual(bytes.subarray(0, 4), plain.verifier.id, 'the type is part of the id');
  for (const wrong of [undefined, 0, -1, 1.5, 2 ** 53])
    assert.throws(
      () => openSigningKey('w', 'cosignature', publicKey, secret).sign(text, wrong),
      RangeError,
      String(wrong),
    );
});

test('a signing key does not open when its public half was replaced', () => {
  for (const type of ['ed25519', 'cosignature', 'sm2'] as const) {
    const [one, two] = [makeSigningKey(type), makeSigningKey(type)];
    assert.equal(openSigningKey('a', type, one.publicKey, one.secret).verifier.type, type);
    assert.throws(() => openSigningKey('a', type, two.publicKey, one.secret), /was replaced/, type);
    assert.throws(() => openSigningKey('a', type, one.publicKey, 'AAAA'), type);
  }
});

test('checkpoints come back as they were written, and nothing else is one', () => {
  const line = fc.string({ minLength: 1, maxLength: 20 }).filter(text => !text.includes('\n'));
  fc.assert(
    fc.property(
      line,
      fc.maxSafeNat(),
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.array(line, { maxLength: 3 }),
      (origin, size, root, extensions) => {
        const point = { origin, size, root: Buffer.from(root), extensions };
        assert.deepEqual(readCheckpoint(writeCheckpoint(point)), point);
      },
    ),
  );
  const root = emptyRoot();
  const good = writeCheckpoint({ origin: 'a', size: 12, root });
  const wrong = [
    '',
    'a\n12\n',
    good.slice(0, -1),
    good.replace('12', '012'),
    good.replace('12', '+12'),
    good.replace('12', ' 12'),
    good.replace('12', '-1'),
    good.replace('12', '1e3'),
    good.replace('12', '9007199254740992'),
    good.replace('a\n', '\n'),
    good.replace(root.toString('base64'), root.subarray(1).toString('base64')),
    good.replace('=', ''),
    `${good}\n`,
    `${good}extension\n\nmore\n`,
  ];
  for (const text of wrong) assert.equal(readCheckpoint(text), undefined, JSON.stringify(text));
  for (const point of [
    { origin: 'evil\n999', size: 1, root },
    { origin: '', size: 1, root },
    { origin: 'a', size: 1.5, root },
    { origin: 'a', size: 1, root: root.subarray(1) },
    { origin: 'a', size: 1, root, extensions: [''] },
  ])
    assert.throws(() => writeCheckpoint(point), RangeError);
});

test('a submission comes back as it was written, and nothing else is one', () => {
  const key = made('city/ledger', 'ed25519');
  const note = signNote(writeCheckpoint({ origin: 'city/ledger', size: 9, root: emptyRoot() }), [key]);
  const proof = [sha256(Buffer.of(1)), sha256(Buffer.of(2))];
  const body = writeSubmission(5, proof, note);
  const read = readSubmission(body);
  assert.deepEqual([read?.old, read?.proof, read?.checkpoint.size], [5, proof, 9]);
  assert.deepEqual(readSubmission(writeSubmission(0, [], note))?.proof, []);
  const hash = `${emptyRoot().toString('base64')}\n`;
  const longest = hash.repeat(MOST_PROOF_LINES);
  assert.equal(readSubmission(body.replace('old 5\n', `old 5\n${longest}`)), undefined);
  assert.ok(readSubmission(writeSubmission(5, [], note).replace('old 5\n', `old 5\n${longest}`)));
  const wrong = [
    '',
    note,
    body.slice(0, -1),
    body.replace('old 5', 'old 05'),
    body.replace('old 5', 'old  5'),
    body.replace('old 5', 'Old 5'),
    body.replace('old 5', 'old'),
    body.replace('old 5\n', 'old 5\r\n'),
    body.replace('old 5\n', 'old 5\nAAAA\n'),
    body.replace('\n\n', '\n'),
    `\n${body}`,
  ];
  for (const text of wrong) assert.equal(readSubmission(text), undefined, JSON.stringify(text));
});

test('a witness’s answers are understood, in this version of the specification and in the one before', () => {
  assert.deepEqual(readWitnessAnswer(200, 'text/plain', 'x\n'), { kind: 'cosigned', lines: 'x\n' });
  assert.deepEqual(readWitnessAnswer(409, 'text/x.tlog.size', '17\n'), { kind: 'conflict', size: 17 });
  assert.deepEqual(readWitnessAnswer(409, 'text/x.tlog.size; charset=utf-8', '0\n'), {
    kind: 'conflict',
    size: 0,
  });
  for (const body of ['17', '017\n', '17\n\n', '', 'x\n'])
    assert.deepEqual(readWitnessAnswer(409, 'text/x.tlog.size', body), { kind: 'other', status: 409 });
  assert.deepEqual(readWitnessAnswer(409, 'text/plain', ''), { kind: 'contradiction' });
  assert.deepEqual(readWitnessAnswer(422, '', ''), { kind: 'contradiction' });
  assert.deepEqual(readWitnessAnswer(403, '', ''), { kind: 'unknown_key' });
  assert.deepEqual(readWitnessAnswer(404, '', ''), { kind: 'unknown_log' });
  for (const status of [302, 400, 500, 503])
    assert.deepEqual(readWitnessAnswer(status, '', ''), { kind: 'other', status });
});
