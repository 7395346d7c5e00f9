import { type CaseFile, readCase } from './caseFile.ts';
import {
  type Check,
  type SeenCheckpoint,
  type SeenLeaf,
  LOG_WORDS,
  checkCheckpoints,
  checkLeaves,
  checkWitnesses,
} from './leaves.ts';
import type { Known } from './known.ts';
import type { Pack } from './pack.ts';
import { fromBase64 } from './bytes.ts';
import { isExtension } from './tree.ts';
import { checkKeys } from './trust.ts';

export interface Verdict {
  /** `unknown_key`: all fits together, and a forger could have made it so. */
  outcome: 'passed' | 'unknown_key' | 'failed';
  checks: Check[];
  checkpoints: SeenCheckpoint[];
  leaves: SeenLeaf[];
  file: CaseFile;
}

/** `known` are keys that the reader has from elsewhere than the pack. */
export function verifyPack(pack: Pack, known: Known): Verdict {
  const checks: Check[] = [];
  const checkpoints = checkCheckpoints(pack, checks);
  const leaves = checkLeaves(pack, checkpoints, checks);
  const file = readCase(pack, leaves, checks);
  checkAround(pack, known, checkpoints, leaves, checks);
  return {
    outcome: outcomeOf(checks),
    checks,
    checkpoints: checkpoints.filter(seen => seen !== undefined),
    leaves,
    file,
  };
}

/** The same of entries that make no case: what the ledger proves, whatever it is about. */
export function verifyEntries(pack: Pack, known: Known): Pick<Verdict, 'outcome' | 'checks' | 'leaves'> {
  const checks: Check[] = [];
  const checkpoints = checkCheckpoints(pack, checks);
  const leaves = checkLeaves(pack, checkpoints, checks);
  checkAround(pack, known, checkpoints, leaves, checks);
  return { outcome: outcomeOf(checks), checks, leaves };
}

function checkAround(
  pack: Pack,
  known: Known,
  checkpoints: readonly (SeenCheckpoint | undefined)[],
  leaves: readonly SeenLeaf[],
  checks: Check[],
): void {
  checkExtensions(pack, checkpoints, checks);
  checkPlatform(checkpoints, checks);
  checkKeys(known, checkpoints, leaves, checks);
  checkWitnesses(pack, checkpoints, known, checks);
}

function outcomeOf(checks: readonly Check[]): Verdict['outcome'] {
  if (checks.some(check => check.state === 'failed')) return 'failed';
  const keys = checks.filter(check => check.id === 'key');
  return keys.length > 0 && keys.every(check => check.state === 'passed') ? 'passed' : 'unknown_key';
}

/** Seal points of one log follow one another: two that do not are of a log that was forked or put back. */
function checkExtensions(
  pack: Pack,
  checkpoints: readonly (SeenCheckpoint | undefined)[],
  checks: Check[],
): void {
  for (const log of ['control', 'usage/1'] as const) {
    const points = checkpoints
      .flatMap((seen, place) => (seen?.packed.log === log ? [{ place, seen }] : []))
      .sort((a, b) => a.seen.checkpoint.size - b.seen.checkpoint.size);
    for (const [i, to] of points.entries()) {
      const from = points[i - 1];
      if (!from) continue;
      const proof = pack.extensions
        .find(one => one.from === from.place && one.to === to.place)
        ?.proof.map(fromBase64);
      const before = from.seen.checkpoint;
      const after = to.seen.checkpoint;
      const isWhole = proof?.every(hash => hash?.length === 32) === true;
      const fits = isWhole && isExtension({ before, after, proof: proof as Uint8Array[] });
      const words = LOG_WORDS[log];
      checks.push({
        id: 'proof',
        subject: {
          zh: `${words.zh}封存点 ${before.size} → ${after.size}`,
          en: `Seal points ${before.size} → ${after.size}, ${words.en}`,
        },
        state: fits ? 'passed' : 'failed',
        found: fits
          ? { zh: '其间只有增加，没有改动', en: 'between them the log only grew' }
          : {
              zh: '不能证明后者由前者增加而来',
              en: 'nothing shows that the later one grew out of the earlier one',
            },
      });
    }
  }
}

/** All logs are of one platform: their names differ only in which log they are. */
function checkPlatform(checkpoints: readonly (SeenCheckpoint | undefined)[], checks: Check[]): void {
  const names = new Set(
    checkpoints.flatMap(seen => seen?.checkpoint.origin.slice(0, -seen.packed.log.length) ?? []),
  );
  if (names.size < 2) return;
  checks.push({
    id: 'case',
    subject: { zh: '同一平台', en: 'One platform' },
    state: 'failed',
    found: {
      zh: `封存点来自不同的平台：${[...names].join('、')}`,
      en: `the seal points are of different platforms: ${[...names].join(', ')}`,
    },
  });
}
