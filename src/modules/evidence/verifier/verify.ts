import { type CaseFile, readCase } from './caseFile.ts';
import {
  type Check,
  type SeenCheckpoint,
  type SeenLeaf,
  checkCheckpoints,
  checkLeaves,
  checkWitnesses,
} from './leaves.ts';
import type { Pack } from './pack.ts';
import { checkKeys } from './trust.ts';

export interface Verdict {
  /** `unknown_key`: all fits together, and a forger could have made it so. */
  outcome: 'passed' | 'unknown_key' | 'failed';
  checks: Check[];
  checkpoints: SeenCheckpoint[];
  leaves: SeenLeaf[];
  file: CaseFile;
}

/** `known` are fingerprints that the reader has from elsewhere than the pack. */
export function verifyPack(pack: Pack, known: ReadonlySet<string>): Verdict {
  const checks: Check[] = [];
  const checkpoints = checkCheckpoints(pack, checks);
  const leaves = checkLeaves(pack, checkpoints, checks);
  const file = readCase(pack, leaves, checks);
  checkPlatform(checkpoints, checks);
  checkKeys(known, checkpoints, leaves, checks);
  checkWitnesses(pack, checkpoints, known, checks);
  const isFailed = checks.some(check => check.state === 'failed');
  const isKnown = checkpoints.length > 0 && checkpoints.every(seen => seen?.known === true);
  return {
    outcome: isFailed ? 'failed' : isKnown ? 'passed' : 'unknown_key',
    checks,
    checkpoints: checkpoints.filter(seen => seen !== undefined),
    leaves,
    file,
  };
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
