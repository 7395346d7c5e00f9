import { hash } from 'node:crypto';
import type { Text } from '#kernel/errors.ts';
import { HASH_BYTES } from '#kernel/merkle.ts';
import { SALT_BYTES, commitmentText } from '#record/entry.ts';

export { commitmentOf as commit } from '#record/entry.ts';

/** One entry out of a packed batch. */
export interface Unpacked {
  entry: Buffer;
  salt: Buffer;
}

/**
 * Entries of a packed batch one after another, up to the first that cannot be taken out; then the rest is missing.
 * `fault` says why, when the batch does not hold exactly `n` entries.
 */
export function unpackAsFarAsItGoes(
  body: Buffer,
  salts: Buffer,
  n: number,
): { entries: Unpacked[]; fault: Text | undefined } {
  const entries: Unpacked[] = [];
  let at = 0;
  while (at < body.length && entries.length < n) {
    const end = at + 4 > body.length ? Infinity : at + 4 + body.readUInt32BE(at);
    const saltEnd = (entries.length + 1) * SALT_BYTES;
    if (end > body.length || saltEnd > salts.length) break;
    entries.push({ entry: body.subarray(at + 4, end), salt: salts.subarray(saltEnd - SALT_BYTES, saltEnd) });
    at = end;
  }
  if (entries.length < n)
    return {
      entries,
      fault: { zh: '在批次中缺失或长度有误', en: 'is missing from its batch or has a wrong length' },
    };
  if (at < body.length || salts.length !== n * SALT_BYTES)
    return {
      entries,
      fault: { zh: '之前的批次带有多余字节', en: 'comes after bytes that belong to no entry' },
    };
  return { entries, fault: undefined };
}

const leafInput = Buffer.alloc(1 + HASH_BYTES);
const leaf = Buffer.alloc(HASH_BYTES);

/** `hashLeaf` of the commitment. To be used at once: the next call overwrites the answer. */
export function leafOf({ entry, salt }: Unpacked): Buffer {
  leafInput.write(commitmentText(salt, entry), 1, 'latin1');
  leaf.write(hash('sha256', leafInput, 'binary'), 'latin1');
  return leaf;
}
