/** Lists of persons cut into parts as small as a test wants them. */
import assert from 'node:assert/strict';
import { type PartedSubjectList, createSubjectPacker } from '#record/subjectList.ts';

export type CutList = PartedSubjectList & { parts: Buffer[] };

export function cutList(digests: readonly bigint[], subjectsAPart: number): CutList {
  const parts: Buffer[] = [];
  const packer = createSubjectPacker(part => void parts.push(part), subjectsAPart);
  for (const digest of BigUint64Array.from(digests).sort())
    packer.add(Number(digest >> 32n), Number(digest & 0xffffffffn));
  const list = packer.end();
  const [packed, ...more] = parts;
  assert.ok(list && packed);
  return { ...list, packed, parts, rest: () => more };
}
