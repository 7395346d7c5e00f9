import { readCheckpoint, writeCheckpoint } from '#kernel/notes/checkpoint.ts';
import { readNote, verifyNote } from '#kernel/notes/signedNote.ts';
import { type SigningKey, signNote } from '#kernel/notes/signingKey.ts';
import type { VerifierKey } from '#kernel/notes/verifierKey.ts';

/** What a seal point says. */
export interface SealPoint {
  origin: string;
  size: number;
  root: Buffer;
}

/**
 * A seal point as text: C2SP tlog-checkpoint inside a C2SP signed-note, one signature line a key.
 *
 *   shuqiao.local/control             origin, and the name of the keys
 *   1284330                           size of the tree
 *   q1FwA…=                           root, base64
 *                                     (empty line)
 *   — shuqiao.local/control Xk3b…=    Ed25519
 *   — shuqiao.local/control 9d0a…=    SM2 over SM3
 */
export function signSeal(point: SealPoint, keys: readonly SigningKey[]): string {
  return signNote(writeCheckpoint(point), keys);
}

/** What the note says and whether the keys bear it out; undefined when it is no seal point at all. */
export function readSeal(
  note: string,
  keys: readonly VerifierKey[],
): (SealPoint & { signed: boolean }) | undefined {
  const read = readNote(note);
  const point = read && readCheckpoint(read.text);
  if (!point) return undefined;
  const { origin, size, root } = point;
  const mine = keys.filter(key => key.name === origin);
  return { origin, size, root, signed: verifyNote(read, mine).ok };
}
