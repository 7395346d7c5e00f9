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

/** What is wrong with a batch that does not hold exactly its number of entries. */
const TOO_FEW: Text = { zh: '在批次中缺失或长度有误', en: 'is missing from its batch or has a wrong length' };
const TOO_LONG: Text = { zh: '之前的批次带有多余字节', en: 'comes after bytes that belong to no entry' };

/** The entries of a packed batch, one after another. */
export interface Opened {
  /** Steps to the next entry; false when there is none, or none that can be taken out: then the rest is missing. */
  next(): boolean;
  entry(): Buffer;
  salt(): Buffer;
  /** The entry's second byte: its position in KINDS. */
  kind(): number | undefined;
  /** The leaf's hash as a string of 32 bytes. */
  leaf(): string;
  /** After the last step: why the batch does not hold exactly the entries that it says. */
  fault(): Text | undefined;
}

const leafInput = Buffer.alloc(1 + HASH_BYTES);

export function openBatch({ body, salts, n }: { body: Buffer; salts: Buffer; n: number }): Opened {
  let from = 0;
  let to = 0;
  let count = 0;
  return {
    next: () => {
      const start = to + 4;
      if (count >= n || start > body.length) return false;
      const end = start + body.readUInt32BE(to);
      if (end > body.length || (count + 1) * SALT_BYTES > salts.length) return false;
      from = start;
      to = end;
      count += 1;
      return true;
    },
    entry: () => body.subarray(from, to),
    salt: () => salts.subarray((count - 1) * SALT_BYTES, count * SALT_BYTES),
    kind: () => (to - from > 1 ? body[from + 1] : undefined),
    leaf: () => {
      const saltEnd = count * SALT_BYTES;
      leafInput.write(
        commitmentText(salts, body.subarray(from, to), saltEnd - SALT_BYTES, saltEnd),
        1,
        'latin1',
      );
      return hash('sha256', leafInput, 'binary');
    },
    fault: () => {
      if (count < n) return TOO_FEW;
      return to < body.length || salts.length !== n * SALT_BYTES ? TOO_LONG : undefined;
    },
  };
}

/** All entries of a packed batch, as far as they can be taken out. */
export function unpackAsFarAsItGoes(
  body: Buffer,
  salts: Buffer,
  n: number,
): { entries: Unpacked[]; fault: Text | undefined } {
  const entries: Unpacked[] = [];
  const batch = openBatch({ body, salts, n });
  while (batch.next()) entries.push({ entry: batch.entry(), salt: batch.salt() });
  return { entries, fault: batch.fault() };
}

const leaf = Buffer.alloc(HASH_BYTES);

/** `hashLeaf` of the commitment. To be used at once: the next call overwrites the answer. */
export function leafOf({ entry, salt }: Unpacked): Buffer {
  leafInput.write(commitmentText(salt, entry), 1, 'latin1');
  leaf.write(hash('sha256', leafInput, 'binary'), 'latin1');
  return leaf;
}
