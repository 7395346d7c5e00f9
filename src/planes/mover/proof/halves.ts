/**
 * A receipt in two halves: what the end that read says of the rows, and what the end that read them back says, each
 * over one text and in its department's name. The text holds the whole receipt, so that no word of it can be exchanged.
 */
import { createHash } from 'node:crypto';
import { canonicalJson } from '#record/canonical.ts';
import { documentDigest } from '#record/documents.ts';
import type { Receipt, ReceiptHalf, ReceiptSubject } from '#vocabulary/moves.ts';
import { applyOf } from '#vocabulary/moves.ts';
import { RECEIPT_FORMAT } from '#vocabulary/receiptFile.ts';
import type { RunPlan } from '#vocabulary/plans.ts';
import { outputColumns } from '#planes/mover/ports.ts';
import type { DigestShape } from './digest.ts';
import type { ReceiptSigner } from './receiptKeys.ts';
import { digestShape } from './shape.ts';

/** What a half says before it is signed. */
export type Unsigned = Omit<ReceiptHalf, 'signature'>;

/**
 * The text that a half signs: canonical JSON (RFC 8785) of the receipt without `record` and `halves`, and of the half
 * without its signature, on one line. The entry in the ledger comes after the signatures, so it is not in here; it
 * names the receipt by its digest instead.
 */
export function receiptText(receipt: Receipt, half: Unsigned | ReceiptHalf): string {
  const { record: _record, halves: _halves, ...said } = receipt;
  const { signature: _signature, ...own } = half as ReceiptHalf;
  return `${canonicalJson({ format: RECEIPT_FORMAT, receipt: said, half: own })}\n`;
}

/** What the ledger's entry holds: SHA-256 of the canonical JSON of the receipt with its signed halves. */
export function receiptDigest(receipt: Receipt): string {
  const { record: _record, ...signed } = receipt;
  return createHash('sha256').update(canonicalJson(signed)).digest('hex');
}

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The digest's parameters as a receipt has them, for whoever holds its key but no plan. */
export const receiptShape = ({ columns, of }: Receipt, key: Buffer): DigestShape => ({
  key,
  columns: columns.map((name, i) => `${name} ${of?.types[i] ?? ''}`),
  keyColumns: of?.key ?? [],
});

/** SHA-256 of the sums by bucket. */
export const sumsDigest = sha256Of;

export function receiptSubject({
  runNo,
  plan,
  digestKey,
}: Pick<Signing, 'runNo' | 'plan' | 'digestKey'>): ReceiptSubject {
  return {
    runNo,
    ...(plan.kind === 'move' ? { grantNo: plan.grantNo } : {}),
    entryTitle: plan.entryTitle,
    order: documentDigest(plan),
    target: `${plan.sink.schema}.${plan.sink.table}`,
    types: outputColumns(plan.items).map(column => column.type),
    key: digestShape(plan, digestKey).keyColumns,
    digestKey: sha256Of(digestKey),
    apply: applyOf(plan),
  };
}

export interface Signing {
  runNo: string;
  plan: RunPlan;
  digestKey: Buffer;
  /** The sums by bucket on which both sides agreed. */
  buckets: Uint8Array;
  at: Date;
  provider: ReceiptSigner;
  consumer: ReceiptSigner;
}

/**
 * The receipt with both halves. One process was both ends here, and it says so; where another operator reads or reads
 * back, its half comes from there, and this signs the one that is ours.
 */
export function signReceipt(draft: Receipt, signing: Signing): Receipt {
  const { plan, buckets, provider, consumer } = signing;
  const receipt: Receipt = { ...draft, operator: 'one', of: receiptSubject(signing) };
  const said = { rows: draft.rowsWritten, sums: sumsDigest(buckets), at: signing.at.toISOString() };
  const half = (own: Omit<Unsigned, keyof typeof said | 'keyId'>, signer: ReceiptSigner): ReceiptHalf => {
    const unsigned: Unsigned = { ...own, ...said, keyId: signer.keyId };
    return { ...unsigned, signature: signer.sign(receiptText(receipt, unsigned)) };
  };
  const { sha256 } = draft;
  const ends = {
    read: { side: 'read', departmentId: plan.providerId, department: plan.provider, sha256 },
    back: { side: 'read_back', departmentId: plan.consumerId, department: plan.consumer },
  } as const;
  return { ...receipt, halves: [half(ends.read, provider), half(ends.back, consumer)] };
}
