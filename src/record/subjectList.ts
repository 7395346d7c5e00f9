import { createRange, hashLeaf, sha256 } from '#kernel/merkle.ts';

/** Half a megabyte: what is written in one statement, and what a look-up reads of a list however long it is. */
export const SUBJECTS_A_PART = 65_536;

/**
 * The persons and companies of one delivery: 64-bit keyed digests, sorted, each once, kept as the differences between
 * neighbours in LEB128 (about 6 bytes a subject at 200,000 of them).
 */
export interface SubjectList {
  n: number;
  packed: Buffer;
  /** RFC 6962 root over the digests as leaves of 8 bytes. */
  root: Buffer;
}

/** `packed` is the first part of it. */
export interface PartedSubjectList extends SubjectList {
  /**
   * The following parts, each readable by itself: the first number of a part is its first digest. The bytes of a part
   * are the reader's until it asks for the next one.
   */
  rest(): Iterable<Buffer>;
}

export interface SubjectPacker {
  /** The halves of a digest, in rising order; one that comes again is left out. */
  add(high: number, low: number): void;
  /** Hands over the last part; undefined when there was nobody. */
  end(): Omit<SubjectList, 'packed'> | undefined;
}

/** Halves and not 64-bit numbers: each of those would be an object of its own, and lists go into the millions. */
export function createSubjectPacker(
  onPart: (packed: Buffer) => void,
  subjectsAPart = SUBJECTS_A_PART,
): SubjectPacker {
  const range = createRange();
  /** What is hashed for a leaf (RFC 6962): a zero and the digest. */
  const leaf = Buffer.alloc(9);
  let packed = Buffer.alloc(4096);
  let end = 0;
  let inPart = 0;
  let highBefore = 0;
  let lowBefore = 0;

  function put(high: number, low: number): void {
    if (end + 10 > packed.length) packed = Buffer.concat([packed, Buffer.alloc(packed.length)]);
    while (high > 0 || low > 127) {
      packed[end++] = (low & 127) | 128;
      low = ((high << 25) | (low >>> 7)) >>> 0;
      high >>>= 7;
    }
    packed[end++] = low;
  }

  function handOver(): void {
    onPart(Buffer.from(packed.subarray(0, end)));
    end = 0;
    inPart = 0;
  }

  return {
    add(high, low) {
      if (high === highBefore && low === lowBefore && range.size > 0) return;
      if (inPart === subjectsAPart) handOver();
      if (inPart === 0) put(high, low);
      else if (low < lowBefore) put(high - highBefore - 1, low - lowBefore + 2 ** 32);
      else put(high - highBefore, low - lowBefore);
      inPart += 1;
      leaf.writeUInt32BE(high, 1);
      leaf.writeUInt32BE(low, 5);
      range.append(sha256(leaf));
      highBefore = high;
      lowBefore = low;
    },
    end() {
      if (range.size === 0) return undefined;
      handOver();
      return { n: range.size, root: range.root() };
    },
  };
}

/** In one part, for the few of one call; undefined when there is nobody in it. */
export function packSubjects(digests: BigUint64Array): SubjectList | undefined {
  let packed: Buffer = Buffer.alloc(0);
  const packer = createSubjectPacker(part => void (packed = part), Infinity);
  for (const digest of digests.slice().sort())
    packer.add(Number(digest >> 32n), Number(digest & 0xffffffffn));
  const list = packer.end();
  return list && { ...list, packed };
}

/** Steps through a packed part, each digest in rising order, until somebody has had enough. */
function* unpackSubjects(packed: Uint8Array): Generator<bigint> {
  let value = 0n;
  for (let at = 0; at < packed.length; ) {
    let step = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = packed[at++];
      if (byte === undefined) throw new Error('a list of subjects ends inside a number');
      step |= BigInt(byte & 127) << shift;
      if (byte < 128) break;
    }
    value += step;
    yield value;
  }
}

/** Which of the wanted digests are in a packed part; reads no further than the largest of them. */
export function findSubjects(packed: Uint8Array, wanted: ReadonlySet<bigint>): bigint[] {
  let most = 0n;
  for (const digest of wanted) if (digest > most) most = digest;
  const found: bigint[] = [];
  for (const value of unpackSubjects(packed)) {
    if (value > most) break;
    if (wanted.has(value)) found.push(value);
  }
  return found;
}

/** The digest that a part begins with, as its 8 bytes: parts lie in their order, and a look-up finds the right one by it. */
export function leastOf(packed: Uint8Array): Buffer {
  const least = Buffer.alloc(8);
  for (const digest of unpackSubjects(packed)) {
    least.writeBigUInt64BE(digest);
    return least;
  }
  throw new Error('a part of a list of subjects holds nobody');
}

export interface SubjectMeasure {
  /** Part by part, in order; false when one cannot be read. */
  add(packed: Uint8Array): boolean;
  /** Of what was read. */
  end(): Omit<SubjectList, 'packed'>;
}

/** The number of digests in a list and their root, computed anew. */
export function measureSubjects(): SubjectMeasure {
  const range = createRange();
  const leaf = Buffer.alloc(8);
  return {
    add(packed) {
      try {
        for (const digest of unpackSubjects(packed)) {
          leaf.writeBigUInt64BE(digest);
          range.append(hashLeaf(leaf));
        }
        return true;
      } catch {
        return false;
      }
    },
    end: () => ({ n: range.size, root: range.root() }),
  };
}
