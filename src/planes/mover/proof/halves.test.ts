import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { makeSigningKey } from '#kernel/notes/signingKey.ts';
import { sm2Sign, sm2Verify } from '#kernel/sm2.ts';
import type { Receipt } from '#vocabulary/moves.ts';
import type { CollectPlan } from '#vocabulary/plans.ts';
import { receiptDigest, receiptText, signReceipt, sumsDigest } from './halves.ts';
import { receiptKeyId } from './receiptKeys.ts';

const PLAN: CollectPlan = {
  kind: 'collect',
  table: { sourceId: 1, schema: 'public', table: 'person' },
  sink: { sourceId: 2, schema: '民政', table: '低保' },
  items: [
    { name: '编号', column: 'id', type: 'bigint', mask: { kind: 'none' }, filter: false },
    { name: '姓名', column: 'xm', type: 'text', mask: { kind: 'name' }, filter: false },
  ],
  rows: [],
  key: ['编号'],
  entryId: 1,
  entryTitle: '低保对象信息',
  provider: '平顶山市民政局',
  providerId: 11,
  consumer: '平顶山市行政审批和政务信息管理局',
  consumerId: 12,
};

const DRAFT: Receipt = {
  mode: 'full',
  grade: 'snapshot',
  rowsRead: 12,
  rowsWritten: 10,
  setAside: 2,
  excluded: 3,
  equal: true,
  buckets: [],
  columns: ['id', 'xm'],
  sha256: 'ab'.repeat(32),
  snapshot: '2026-11-21T02:00:00.000Z',
  planVersion: 0,
  record: null,
  delivering: 41,
};

function signer() {
  const { publicKey, secret } = makeSigningKey('sm2');
  const sign = (text: string): string =>
    sm2Sign(Buffer.from(text), Buffer.from(secret, 'base64'), publicKey).toString('base64');
  return { publicKey, signer: { keyId: receiptKeyId(publicKey), sign } };
}

const [provider, consumer] = [signer(), signer()];
const buckets = randomBytes(20_480);
const signed = signReceipt(DRAFT, {
  runNo: '运-2026-000001',
  plan: PLAN,
  digestKey: randomBytes(16),
  buckets,
  at: new Date('2026-11-21T02:01:00.000Z'),
  provider: provider.signer,
  consumer: consumer.signer,
});

const verifies = (receipt: Receipt, side: number): boolean => {
  const half = receipt.halves?.[side];
  assert.ok(half);
  const { publicKey } = side === 0 ? provider : consumer;
  return sm2Verify(Buffer.from(receiptText(receipt, half)), Buffer.from(half.signature, 'base64'), publicKey);
};

test('a receipt has two halves, of the two departments, over the same rows and sums', () => {
  const [read, back] = signed.halves ?? [];
  assert.deepEqual(
    [read?.side, read?.departmentId, read?.department, read?.rows, read?.sums, read?.sha256],
    ['read', 11, '平顶山市民政局', 10, sumsDigest(buckets), DRAFT.sha256],
  );
  assert.deepEqual(
    [back?.side, back?.departmentId, back?.department, back?.rows, back?.sums, back?.sha256],
    ['read_back', 12, PLAN.consumer, 10, sumsDigest(buckets), undefined],
  );
  assert.deepEqual([verifies(signed, 0), verifies(signed, 1)], [true, true]);
  assert.equal(signed.operator, 'one');
  assert.deepEqual(
    [signed.of?.target, signed.of?.types, signed.of?.key, signed.of?.apply, signed.of?.grantNo],
    ['民政.低保', ['bigint', 'text'], [0], 'replace', undefined],
  );
});

test('one half is not the other, and neither may bear the other’s key', () => {
  const [read, back] = signed.halves ?? [];
  assert.ok(read && back);
  assert.equal(verifies({ ...signed, halves: [back, read] }, 0), false);
  assert.equal(verifies({ ...signed, halves: [{ ...read, keyId: back.keyId }, back] }, 0), false);
});

test('what comes out of the database, its fields in another order, is the same text and the same digest', () => {
  const turned = Object.fromEntries(Object.entries(signed).reverse()) as unknown as Receipt;
  assert.equal(receiptDigest(turned), receiptDigest(signed));
  assert.deepEqual([verifies(turned, 0), verifies(turned, 1)], [true, true]);
  assert.ok(verifies({ ...signed, record: 42 }, 0), 'the entry comes after the signatures');
  assert.equal(receiptDigest({ ...signed, record: 42 }), receiptDigest(signed));
});
