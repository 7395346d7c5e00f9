import { announcementIn, isSignedBy } from './announcement.ts';
import { type Known, knowsLogKey } from './known.ts';
import { type Check, type SeenCheckpoint, type SeenLeaf, LOG_WORDS, short } from './leaves.ts';
import type { Key } from './notes.ts';

/**
 * Which seal points are signed by a key that the reader knows. From a known key the chain goes on: an entry that
 * announces the next keys, under a seal point that a known key signed, and in a note that a known key signed, makes them
 * known too. The seal point alone would not do: whoever may write into the record could announce a key. And what a known seal point
 * grew out of is vouched for by it: whoever reads has checked that it did. No other way leads there: whoever forges a
 * pack can make everything in it fit, apart from this.
 */
export function checkKeys(
  known: Known,
  checkpoints: readonly (SeenCheckpoint | undefined)[],
  leaves: readonly SeenLeaf[],
  checks: Check[],
): void {
  /** By fingerprint: the number of the entry that announced the key. */
  const announced = new Map<string, number>();
  // Those who signed do so under the name of the log: checkCheckpoints takes no others.
  const isKnown = (key: Key): boolean => knowsLogKey(known, key) || announced.has(key.fingerprint);
  const isTrusted = (seen: SeenCheckpoint): boolean => !seen.spoiled && seen.signers.some(isKnown);
  const signers = checkpoints.flatMap(seen => seen?.signers ?? []);
  for (let grown = true; grown; ) {
    grown = false;
    for (const leaf of leaves) {
      if (leaf.packed.log !== 'control' || !isTrusted(leaf.at)) continue;
      const announcement = announcementIn(leaf);
      if (!announcement || !isSignedBy(announcement, signers.filter(isKnown))) continue;
      for (const { fingerprint } of announcement.keys) {
        if (announced.has(fingerprint)) continue;
        announced.set(fingerprint, leaf.packed.number);
        grown = true;
      }
    }
  }
  const seals = checkpoints.filter(seen => seen !== undefined);
  for (const seen of seals) seen.known = isTrusted(seen);
  for (const seen of seals) {
    const own = seen.signers.find(key => knowsLogKey(known, key));
    const signer = own ?? seen.signers.find(key => announced.has(key.fingerprint));
    const from = own || !signer ? undefined : announced.get(signer.fingerprint);
    const later = seals.find(
      one => one.known && one.packed.log === seen.packed.log && one.checkpoint.size > seen.checkpoint.size,
    );
    const { size } = seen.checkpoint;
    const log = LOG_WORDS[seen.packed.log];
    const subject = { zh: `${log.zh}封存点 ${size}`, en: `Seal point ${size}, ${log.en}` };
    if (seen.known)
      checks.push({
        id: 'key',
        subject,
        state: 'passed',
        found:
          from === undefined
            ? {
                zh: `签名的密钥 ${short(signer?.fingerprint ?? '')} 是您掌握的密钥`,
                en: `signed by key ${short(signer?.fingerprint ?? '')}, which you know`,
              }
            : {
                zh: `签名的密钥由办理存证第 ${from} 条公布，该条由您掌握的密钥封存`,
                en: `signed by a key that entry ${from} announced under a key that you know`,
              },
      });
    else if (later)
      checks.push({
        id: 'key',
        subject,
        state: 'passed',
        found: {
          zh: `包含在封存点 ${later.checkpoint.size} 之中，后者的密钥是您掌握的`,
          en: `part of seal point ${later.checkpoint.size}, whose key you know`,
        },
      });
    else
      checks.push({
        id: 'key',
        subject,
        state: 'unknown',
        found: {
          zh: '未知密钥：签名的密钥没有与您掌握的指纹核对过',
          en: 'unknown key: the signing key is none that you know from elsewhere',
        },
      });
  }
}
