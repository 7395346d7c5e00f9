/** This platform's key as a witness: changed by a recorded command, both read; and which keys may be a log's. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readAnnouncement } from '#kernel/notes/announcement.ts';
import { readNote, verifyNote } from '#kernel/notes/signedNote.ts';
import { type VerifierKey, readVerifierKey, writeVerifierKey } from '#kernel/notes/verifierKey.ts';
import { readSubmission, writeSubmission } from '#kernel/notes/witness.ts';
import { decodeEntry } from '#record/decode.ts';
import { unpackEntries } from '#record/entry.ts';
import { until } from './instance.ts';
import { type Instance, TestLog, newKey, openInstance } from './witnessing.ts';

let a: Instance;
let b: Instance;

before(async () => {
  [a, b] = await Promise.all([openInstance('keya'), openInstance('keyb')]);
});
after(() => Promise.all([a.stop(), b.stop()]));

const keyOf = (line: string): VerifierKey => {
  const key = readVerifierKey(line);
  assert.ok(key, line);
  return key;
};
const published = async (): Promise<string[]> =>
  (await (await fetch(`${b.base}/keys`)).text()).trim().split('\n');
const change = () => b.ask<{ record: number; code?: string }>('operator', 'POST', '/api/witness/key', {});
/** As if the last change lay so many days back. */
const letDaysPass = (days: number) =>
  b.storage.pools.write.query(
    'update witness.key set retired_at = now() - make_interval(days => $1) where retired_at is not null',
    [days],
  );

/** Which of the keys cosign a checkpoint that is submitted now. */
async function cosigners(log: TestLog, keys: readonly string[]): Promise<string[]> {
  const body = writeSubmission(log.leaves.length, [], log.checkpoint());
  const text = readSubmission(body)?.note.text;
  assert.ok(text);
  const reply = await b.submit(body);
  assert.equal(reply.status, 200, reply.text);
  const cosigned = readNote(`${text}\n${reply.text}`);
  assert.ok(cosigned);
  assert.equal(cosigned.signatures.length, reply.text.trim().split('\n').length);
  return keys.filter(key => verifyNote(cosigned, [keyOf(key)]).ok);
}

test('the key is changed on the record, the old one signs along for a while and stays published', async () => {
  const log = new TestLog(1, 'keya.test/ledger').grow(5);
  await b.know(log);
  await a.trust(b, await b.key());
  const submitting = a.submitting(log);
  try {
    const cosignedSize = async (): Promise<number | undefined> => (await a.cosigned(1))[0]?.size;
    await until(cosignedSize, size => size === 5, 10_000);
    const old = await b.key();
    assert.deepEqual(await published(), [old]);

    assert.equal((await b.ask('auditor', 'POST', '/api/witness/key', {})).status, 403);
    const { status, body } = await change();
    assert.equal(status, 200, JSON.stringify(body));
    const fresh = await b.key();
    assert.notEqual(fresh, old);
    assert.equal(keyOf(fresh).name, keyOf(old).name, 'under the same name');
    assert.deepEqual(await published(), [fresh, old]);

    const { rows } = await b.storage.pools.read.query<{ body: Buffer; n: number }>(
      'select body, n from record.batch where log = 1 and first = $1',
      [body.record],
    );
    const [bytes] = rows[0] ? unpackEntries(rows[0].body, rows[0].n) : [];
    assert.ok(bytes);
    const entry = decodeEntry(bytes);
    assert.equal(entry.body.action, 'witness.change_key');
    const { key, before: replaced, announcement } = entry.body.facts as Record<string, string>;
    assert.deepEqual([key, replaced], [fresh, old]);
    const note = readNote(announcement ?? '');
    assert.ok(note && verifyNote(note, [keyOf(old)]).ok, 'the old key introduces the new one');
    assert.ok(readAnnouncement(note.text)?.keys[0]?.publicKey.equals(keyOf(fresh).publicKey));

    // Who still knows the old key alone goes on, and whoever enters the new one does too.
    log.grow(3);
    await until(cosignedSize, size => size === 8, 10_000);
    assert.deepEqual(await cosigners(log, [fresh, old]), [fresh, old]);

    await letDaysPass(31);
    assert.deepEqual(await cosigners(log, [fresh, old]), [fresh], 'its overlap is over');
    assert.deepEqual(await published(), [fresh, old], 'it is still read');
  } finally {
    await submitting.stop();
  }
});

test('of changes at once one goes through, and a second within a day is refused', async () => {
  await letDaysPass(31);
  const before = await published();
  const answers = await Promise.all([change(), change(), change()]);
  assert.deepEqual(
    answers.map(answer => answer.status).sort((x, y) => x - y),
    [200, 409, 409],
  );
  assert.equal((await change()).body.code, 'witness.key_just_changed');
  assert.equal((await published()).length, before.length + 1);
  await letDaysPass(2);
  assert.equal((await change()).status, 200);
  assert.equal((await b.witness().key()).trim(), await b.key(), 'every process reads the new one');
});

test('neither a witness’s key nor one of another name is taken for a log’s', async () => {
  const log = new TestLog(2, 'taken.test/ledger');
  const witness = writeVerifierKey(newKey('watcher.test/witness', 'cosignature').verifier);
  const sameName = writeVerifierKey(newKey(log.origin, 'cosignature').verifier);
  const other = writeVerifierKey(newKey('watcher.test/witness', 'ed25519').verifier);
  const [, , ...parts] = witness.split('+');
  const bare = parts.join('+');
  for (const [key, code] of [
    [witness, 'witness.not_a_log_key'],
    [sameName, 'witness.not_a_log_key'],
    [other, 'witness.key_of_another_log'],
    [bare, 'witness.bad_key'],
  ] as const) {
    const verifierKeys = [...log.verifierKeys, key];
    const { status, body } = await b.know({ origin: log.origin, verifierKeys });
    assert.deepEqual([status, (body as unknown as { code: string }).code], [400, code]);
  }
  const { body: logs } = await b.ask<{ origin: string }[]>('auditor', 'GET', '/api/witness/logs');
  assert.ok(!logs.some(one => one.origin === log.origin), 'nothing of it was kept');
});
