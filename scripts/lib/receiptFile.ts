/**
 * The file of a receipt, read and verified without the platform: what its halves sign, what its numbers say, and what
 * the ledger's tree proves of it. The ledger's part is the verifier of evidence packs, written a second time without
 * the platform's code; `receiptText` is the definition of what is signed.
 */
import { receiptDigest, receiptText, sumsDigest } from '#planes/mover/proof/halves.ts';
import { ANNOUNCE_RECEIPT_KEY, receiptKeyId, receiptKeyName } from '#planes/mover/proof/receiptKeys.ts';
import { bucketAt, bucketCount } from '#planes/mover/proof/digest.ts';
import type { ReceiptHalf } from '#vocabulary/moves.ts';
import { RECEIPT_FORMAT, type ReceiptFile } from '#vocabulary/receiptFile.ts';
import { type Known, knowsWhole } from '#modules/evidence/verifier/known.ts';
import type { SeenLeaf } from '#modules/evidence/verifier/leaves.ts';
import { type Key, checkSignature, readKey } from '#modules/evidence/verifier/notes.ts';
import { type Text, readPack } from '#modules/evidence/verifier/pack.ts';
import { verifyEntries } from '#modules/evidence/verifier/verify.ts';

export interface Finding {
  ok: boolean;
  subject: Text;
  /** What is wrong; empty where nothing is. */
  fault: Text;
}

export interface ReceiptVerdict {
  /** `unknown_key`: all fits together, and a forger could have made it so. */
  outcome: 'passed' | 'unknown_key' | 'failed';
  findings: Finding[];
  /** The seal point to which the receipt's entry leads, as a signed note; the terminal's receipts have none. */
  sealed: string | undefined;
}

const both = (zh: string, en: string): Text => ({ zh, en });
const FINE = both('', '');

const KEYS = {
  file: ['format', 'receipt', 'keys', 'ledger', 'check'],
  key: ['keyId', 'departmentId', 'department', 'key', 'announced'],
  check: ['key', 'buckets'],
};
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** What is not checked must not be there. */
const hasOnly = (value: unknown, names: readonly string[]): boolean =>
  isObject(value) && Object.keys(value).every(name => names.includes(name));

/** Undefined when the text is no receipt's file. Nothing is said yet about whether any of it is true. */
export function readReceiptFile(text: string): ReceiptFile | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value) || !hasOnly(value, KEYS.file) || value['format'] !== RECEIPT_FORMAT) return undefined;
  const { receipt, keys, ledger, check } = value;
  const isWhole =
    isObject(receipt) &&
    isObject(receipt['of']) &&
    Array.isArray(receipt['halves']) &&
    receipt['halves'].every(isObject) &&
    Array.isArray(receipt['columns']) &&
    Array.isArray(keys) &&
    keys.every(key => hasOnly(key, KEYS.key)) &&
    isObject(ledger) &&
    (check === undefined || hasOnly(check, KEYS.check));
  return isWhole ? (value as unknown as ReceiptFile) : undefined;
}

/**
 * Whether it is what `shuqiao move` writes in the terminal: no entry, and no key of a department. A platform's receipt that
 * was cut down to this says no more than any that was made up.
 */
export const isOfTerminal = ({ receipt, keys, ledger }: ReceiptFile): boolean =>
  receipt.record === null &&
  receipt.delivering === undefined &&
  receipt.operator === 'one' &&
  Object.keys(ledger).length === 0 &&
  receipt.halves?.every(half => half.departmentId === 0) === true &&
  keys.every(key => key.departmentId === 0 && key.announced === 0);

/** One that nobody signed: of the terminal alone. */
export const isUnsigned = (file: ReceiptFile): boolean =>
  isOfTerminal(file) && file.receipt.halves?.length === 0;

const SIDES = {
  read: both('来源一方（读出）', 'the half of the end that read'),
  read_back: both('去向一方（读回）', 'the half of the end that read back'),
} as const;

/** The key of a half as the file gives it, when it is the one that the half names and one of its department's. */
function keyOf({ keys }: ReceiptFile, half: ReceiptHalf): Key | undefined {
  const given = keys.find(key => key.keyId === half.keyId && key.departmentId === half.departmentId);
  const key = given && given.department === half.department ? readKey(given.key) : undefined;
  const isOwn = key?.type === 'sm2' && key.name === receiptKeyName(half.departmentId);
  return isOwn && receiptKeyId(key.publicKey) === half.keyId ? key : undefined;
}

function checkHalf(file: ReceiptFile, side: ReceiptHalf['side']): Finding {
  const subject = both(`签名：${SIDES[side].zh}`, `Signature: ${SIDES[side].en}`);
  const bad = (zh: string, en: string): Finding => ({ ok: false, subject, fault: both(zh, en) });
  const { receipt } = file;
  const halves = receipt.halves?.filter(half => half.side === side) ?? [];
  const [half] = halves;
  if (!half || halves.length > 1) return bad('没有这一半，或不止一份', 'it is missing, or there are several');
  const key = keyOf(file, half);
  if (!key) return bad('没有该部门的这把公钥', 'the file has no such key of this department');
  const bytes = Buffer.from(half.signature, 'base64');
  const line = { name: key.name, id: key.id, bytes };
  const fits =
    bytes.toString('base64') === half.signature && checkSignature(receiptText(receipt, half), line, key);
  if (!fits) return bad('签名与内容不符：有内容被改动', 'the signature does not fit: something was changed');
  return { ok: true, subject, fault: FINE };
}

function checkNumbers(file: ReceiptFile): Finding {
  const { receipt } = file;
  const subject = both('数目', 'Numbers');
  const faults: Text[] = [];
  const { halves = [], of, columns } = receipt;
  if (receipt.rowsRead !== receipt.rowsWritten + receipt.setAside)
    faults.push(both('读出不等于写入加搁置', 'read is not written and set aside'));
  if (!receipt.equal || receipt.buckets.length > 0)
    faults.push(both('两侧内容不一致', 'the two sides are not equal'));
  if (!isUnsigned(file) && (halves.length !== 2 || halves[0]?.sums !== halves[1]?.sums))
    faults.push(both('两半的摘要和不同', 'the halves have different sums'));
  if (halves.some(half => half.rows !== receipt.rowsWritten))
    faults.push(both('两半的条数与写入条数不同', 'the halves count other rows than were written'));
  if (!isUnsigned(file) && halves.find(half => half.side === 'read')?.sha256 !== receipt.sha256)
    faults.push(both('数据流的 SHA-256 不同', 'the SHA-256 of the stream differs'));
  if (of?.types.length !== columns.length)
    faults.push(both('列与类型的个数不同', 'columns and types are not as many'));
  const fault = both(faults.map(one => one.zh).join('；'), faults.map(one => one.en).join('; '));
  return { ok: faults.length === 0, subject, fault };
}

/** What the table can be looked at with: it is signed too, by its digests. */
function checkSums({ receipt, check }: ReceiptFile): Finding[] {
  if (!check) return [];
  const subject = both('分桶摘要和', 'Sums by bucket');
  const [key, buckets] = [Buffer.from(check.key, 'base64'), Buffer.from(check.buckets, 'base64')];
  const isCanonical =
    key.toString('base64') === check.key && buckets.toString('base64') === check.buckets && key.length === 16;
  const counts = Array.from({ length: bucketCount }, (_, bucket) =>
    buckets.length === bucketCount * 20 ? bucketAt({ buckets }, bucket).count : NaN,
  );
  const ok =
    isCanonical &&
    sumsDigest(key) === receipt.of?.digestKey &&
    receipt.halves?.every(half => half.sums === sumsDigest(buckets)) === true &&
    counts.reduce((sum, count) => sum + count, 0) === receipt.rowsWritten;
  const fault = both('与签名的摘要不符', 'they do not fit what is signed');
  return [{ ok, subject, fault: ok ? FINE : fault }];
}

const factsOf = ({ entry }: SeenLeaf): Record<string, unknown> => entry.body.facts ?? {};

function checkEntry({ receipt }: ReceiptFile, leaves: readonly SeenLeaf[]): Finding {
  const subject = both(`存证第 ${receipt.record} 条`, `Entry ${receipt.record} of the ledger`);
  const leaf = leaves.find(one => one.packed.log === 'usage/1' && one.packed.number === receipt.record);
  const { action = '' } = leaf?.entry.body ?? {};
  const facts = leaf ? factsOf(leaf) : {};
  const ok =
    ['move.delivered', 'move.collected'].includes(action) &&
    facts['receipt'] === receiptDigest(receipt) &&
    facts['runNo'] === receipt.of?.runNo &&
    (receipt.delivering ?? -1) < (receipt.record ?? 0);
  const fault = both('存证里没有这份对账单', 'the entry does not name this receipt');
  return { ok, subject, fault: ok ? FINE : fault };
}

/** A key counts only where it was announced before the receipt: nobody can put another in its place later. */
function checkKeys({ receipt, keys }: ReceiptFile, leaves: readonly SeenLeaf[]): Finding[] {
  return keys.map(({ departmentId, department, key, announced }) => {
    const subject = both(`公钥：${department}`, `Public key: ${department}`);
    const leaf = leaves.find(one => one.packed.log === 'usage/1' && one.packed.number === announced);
    const facts = leaf ? factsOf(leaf) : {};
    const ok =
      leaf?.entry.body.action === ANNOUNCE_RECEIPT_KEY &&
      facts['departmentId'] === departmentId &&
      facts['department'] === department &&
      facts['key'] === key &&
      announced < (receipt.record ?? 0);
    const fault = both('存证里没有在对账单之前公布它', 'the ledger does not announce it before the receipt');
    return { ok, subject, fault: ok ? FINE : fault };
  });
}

function checkLedger(
  { ledger }: ReceiptFile,
  known: Known,
): { finding: Finding; verdict: ReturnType<typeof verifyEntries> | undefined } {
  const subject = both('存证的封存点与证明', 'Seal points and proofs of the ledger');
  const reading = readPack(JSON.stringify(ledger));
  if ('fault' in reading)
    return { finding: { ok: false, subject, fault: reading.fault }, verdict: undefined };
  const verdict = verifyEntries(reading.pack, known);
  const failed = verdict.checks.filter(check => check.state === 'failed');
  const say = (language: 'zh' | 'en'): string =>
    failed.map(check => `${check.subject[language]}: ${check.found[language]}`).join('; ');
  return { finding: { ok: failed.length === 0, subject, fault: both(say('zh'), say('en')) }, verdict };
}

/** `known` are keys of the ledger that the reader has from elsewhere than the file. */
export function verifyReceipt(file: ReceiptFile, known: Known): ReceiptVerdict {
  try {
    return verify(file, known);
  } catch (error) {
    // What is missing, or of another kind than it says, is no receipt of ours: nothing signed it.
    if (!(error instanceof TypeError)) throw error;
    const fault = both('有内容缺失，或不是应有的类型', 'something is missing, or not of its kind');
    return {
      outcome: 'failed',
      findings: [{ ok: false, subject: both('格式', 'Form'), fault }],
      sealed: undefined,
    };
  }
}

/** No entry stands behind it: what its own halves sign, and what its numbers say, is all that there is. */
function verifyOfTerminal(file: ReceiptFile, known: Known): ReceiptVerdict {
  const { receipt, keys } = file;
  const halves = receipt.halves ?? [];
  const unused = keys.filter(key => !halves.some(half => half.keyId === key.keyId));
  const findings = [
    ...(isUnsigned(file) ? [] : [checkHalf(file, 'read'), checkHalf(file, 'read_back')]),
    checkNumbers(file),
    ...checkSums(file),
    ...unused.map((key): Finding => {
      const subject = both(`公钥：${key.department}`, `Public key: ${key.department}`);
      return { ok: false, subject, fault: both('没有用它签名', 'nothing is signed with it') };
    }),
  ];
  const own = keys.map(key => readKey(key.key));
  const isKnown = own.length > 0 && own.every(key => key !== undefined && knowsWhole(known, key));
  const failed = findings.some(one => !one.ok);
  return {
    outcome: failed ? 'failed' : isKnown ? 'passed' : 'unknown_key',
    findings,
    sealed: undefined,
  };
}

function verify(file: ReceiptFile, known: Known): ReceiptVerdict {
  if (isOfTerminal(file)) return verifyOfTerminal(file, known);
  const { finding, verdict } = checkLedger(file, known);
  const leaves = verdict?.leaves ?? [];
  const findings = [
    checkHalf(file, 'read'),
    checkHalf(file, 'read_back'),
    checkNumbers(file),
    ...checkSums(file),
    finding,
    checkEntry(file, leaves),
    ...checkKeys(file, leaves),
  ];
  const failed = findings.some(one => !one.ok);
  const outcome = failed ? 'failed' : verdict?.outcome === 'passed' ? 'passed' : 'unknown_key';
  const own = leaves.find(
    leaf => leaf.packed.number === file.receipt.record && leaf.packed.log === 'usage/1',
  );
  return { outcome, findings, sealed: own?.at.packed.note };
}
