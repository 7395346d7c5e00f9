import { emptyRoot, hashNode, levelOf } from './merkle.ts';

/** How many times a number can be halved before it is odd; 0 for 0. */
function trailingZeros(n: number): number {
  let zeros = 0;
  for (let rest = n; rest !== 0 && rest % 2 === 0; rest /= 2) zeros += 1;
  return zeros;
}

export interface InclusionClaim {
  number: number;
  size: number;
  /** The leaf's hash, not its data. */
  leaf: Buffer;
  proof: readonly Buffer[];
  root: Buffer;
}

/** RFC 9162 section 2.1.3.2. */
export function verifyInclusion({ number, size, leaf, proof, root }: InclusionClaim): boolean {
  if (number < 0 || number >= size) return false;
  let fn = number;
  let sn = size - 1;
  let at = leaf;
  for (const hash of proof) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      at = hashNode(hash, at);
      const skip = 2 ** trailingZeros(fn);
      fn /= skip;
      sn = Math.floor(sn / skip);
    } else at = hashNode(at, hash);
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 && at.equals(root);
}

export interface ConsistencyClaim {
  before: number;
  size: number;
  rootBefore: Buffer;
  root: Buffer;
  proof: readonly Buffer[];
}

/** RFC 9162 section 2.1.4.2; every tree begins with the empty one. */
export function verifyConsistency({ before, size, rootBefore, root, proof }: ConsistencyClaim): boolean {
  if (before < 0 || before > size) return false;
  if (before === 0) return proof.length === 0 && rootBefore.equals(emptyRoot());
  if (before === size) return proof.length === 0 && rootBefore.equals(root);
  const powerOfTwo = 2 ** levelOf(before) === before;
  const [first, ...rest] = powerOfTwo ? [rootBefore, ...proof] : proof;
  if (first === undefined) return false;
  let fn = before - 1;
  let sn = size - 1;
  const skip = 2 ** trailingZeros(fn + 1);
  fn = Math.floor(fn / skip);
  sn = Math.floor(sn / skip);
  let fr = first;
  let sr = first;
  for (const hash of rest) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      fr = hashNode(hash, fr);
      sr = hashNode(hash, sr);
      const skip = 2 ** trailingZeros(fn);
      fn /= skip;
      sn = Math.floor(sn / skip);
    } else sr = hashNode(sr, hash);
    fn = Math.floor(fn / 2);
    sn = Math.floor(sn / 2);
  }
  return sn === 0 && fr.equals(rootBefore) && sr.equals(root);
}
