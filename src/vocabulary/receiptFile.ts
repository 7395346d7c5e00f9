/** The file of a receipt (对账单), as it is taken away, kept and verified without the platform. */
import type { Receipt } from './moves.ts';

/** Also stands in what the halves sign. */
export const RECEIPT_FORMAT = 'shuqiao-receipt/1';

export interface ReceiptFile {
  format: typeof RECEIPT_FORMAT;
  receipt: Receipt;
  /** Public halves of the keys that signed. */
  keys: ReceiptFileKey[];
  /** The receipt's entry and those that announce the keys, with their way to a seal point: the data of an evidence pack. */
  ledger: object;
  /** With what the table can be looked at; only a party of the delivery is given it. */
  check?: ReceiptCheck;
}

export interface ReceiptFileKey {
  keyId: string;
  departmentId: number;
  department: string;
  /** A verifier key (C2SP signed-note). */
  key: string;
  /** The entry of the log of use that announces it. */
  announced: number;
}

export interface ReceiptCheck {
  /** The key of the digest, 16 bytes, base64. */
  key: string;
  /** Count and sum of each bucket, base64; the halves hold their SHA-256. */
  buckets: string;
}
