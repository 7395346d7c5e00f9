/**
 * The receipt of a move that no platform ran. Nobody's department stands behind it: one operator was both ends, and
 * where he gives a key of his own both halves are signed with it, else nobody signs.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { StartProblem } from '#kernel/errors.ts';
import { makeSigningKey } from '#kernel/notes/signingKey.ts';
import { verifierKey, writeVerifierKey } from '#kernel/notes/verifierKey.ts';
import { sm2PublicKey, sm2Sign } from '#kernel/sm2.ts';
import { receiptSubject, signReceipt } from '#planes/mover/proof/halves.ts';
import { receiptKeyId, receiptKeyName } from '#planes/mover/proof/receiptKeys.ts';
import type { ReceiptSigner } from '#planes/mover/proof/receiptKeys.ts';
import { receiptDraft } from '#planes/mover/runs/receipts.ts';
import type { TransferSummary } from '#planes/mover/transfer.ts';
import type { CollectPlan } from '#vocabulary/plans.ts';
import { RECEIPT_FORMAT } from '#vocabulary/receiptFile.ts';
import type { ReceiptFile } from '#vocabulary/receiptFile.ts';

export interface Signer extends ReceiptSigner {
  /** The public half, as others are given it. */
  verifier: string;
}

/** The 32 bytes of an SM2 key in base 64; made, for its owner alone, where the file is not there. */
export function openSigner(path: string): Signer {
  if (!existsSync(path))
    writeFileSync(path, `${makeSigningKey('sm2').secret}\n`, { mode: 0o600, flag: 'wx' });
  const secret = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64');
  if (secret.length !== 32)
    throw new StartProblem(
      `--sign: ${path} holds no key: 32 bytes in base 64. Name a new file to have one made.`,
    );
  const publicKey = sm2PublicKey(secret);
  return {
    keyId: receiptKeyId(publicKey),
    verifier: writeVerifierKey(verifierKey(receiptKeyName(0), 'sm2', publicKey)),
    sign: text => sm2Sign(Buffer.from(text), secret, publicKey).toString('base64'),
  };
}

interface Done {
  plan: CollectPlan;
  runNo: string;
  digestKey: Buffer;
  summary: TransferSummary;
}

/** As the platform's receipts are taken away; the ledger's part is empty, for no ledger holds it. */
export function receiptFile(
  { plan, runNo, digestKey, summary }: Done,
  signer: Signer | undefined,
): ReceiptFile {
  const { buckets } = summary.sourceDigest;
  const draft = receiptDraft(plan, summary);
  const receipt =
    signer === undefined
      ? { ...draft, operator: 'one' as const, of: receiptSubject({ runNo, plan, digestKey }), halves: [] }
      : signReceipt(draft, {
          runNo,
          plan,
          digestKey,
          buckets,
          at: new Date(),
          provider: signer,
          consumer: signer,
        });
  return {
    format: RECEIPT_FORMAT,
    receipt,
    keys:
      signer === undefined
        ? []
        : [
            {
              keyId: signer.keyId,
              departmentId: 0,
              department: plan.provider,
              key: signer.verifier,
              announced: 0,
            },
          ],
    ledger: {},
    check: { key: digestKey.toString('base64'), buckets: Buffer.from(buckets).toString('base64') },
  };
}
