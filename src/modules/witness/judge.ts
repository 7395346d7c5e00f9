import { emptyRoot } from '#kernel/merkle.ts';
import { verifyConsistency } from '#kernel/merkleClaims.ts';
import type { Submission } from '#kernel/notes/witness.ts';
import type { AlarmKind } from './rules.ts';

/** What the witness knows of a log: the largest checkpoint that it cosigned; size 0 and the empty root before. */
export interface Seen {
  size: number;
  root: Buffer;
}

export interface Verdict {
  answer: 'cosign' | 'conflict' | 'contradiction';
  /** What must be looked into, whatever is answered. */
  alarm?: AlarmKind;
}

/**
 * Judges a submission whose signature was verified and whose old size is not beyond its checkpoint, in the order of
 * C2SP tlog-witness. Nobody but the log can cause `fork`: two checkpoints of one size, both signed, with different
 * roots. `unproven` and `older` need only a public checkpoint, so a stranger may have sent it with a proof of straw.
 */
export function judge({ old, proof, checkpoint }: Submission, seen: Seen): Verdict {
  const { size, root } = checkpoint;
  const fork = size === seen.size && !root.equals(seen.root);
  if (old !== seen.size) {
    const alarm = fork ? 'fork' : size < seen.size ? 'older' : undefined;
    return { answer: 'conflict', ...(alarm && { alarm }) };
  }
  if (fork) return { answer: 'contradiction', alarm: 'fork' };
  const fits =
    old === 0
      ? proof.length === 0 && (size > 0 || root.equals(emptyRoot()))
      : verifyConsistency({ before: old, size, rootBefore: seen.root, root, proof });
  return fits ? { answer: 'cosign' } : { answer: 'contradiction', alarm: 'unproven' };
}
