import type pg from 'pg';
import { type Db, reader } from '#kernel/db.ts';
import type { VerifierKey } from '#kernel/notes/verifierKey.ts';
import { LOGS, logName } from '#record/logs.ts';
import type { LogName } from '#vocabulary/logs.ts';
import { type Fault, faults } from './faults.ts';
import { lengthOfOutside, outsideFile } from './outside.ts';
import * as store from './store.ts';
import { type Verification, verifyLedger } from './verify.ts';
import { type SearchVerification, verifySearch } from './verifySearch.ts';
import { readOutsideSeals } from './verifyStreams.ts';
import { readSeal } from './note.ts';

export interface VerifyAllNeeds {
  /** Of a login that may read salts. */
  pool: pg.Pool;
  /** The folder of the seal points outside the database. */
  outside: string;
  /** A file to measure by in place of the platform's own: a copy of one, or one signed note. */
  checkpoint?: string;
  /** What somebody was told when an entry was recorded. */
  claim?: { log: number; number: number; commitment: Buffer };
  /** Only these keys count, where the reader names some. */
  keys?: readonly VerifierKey[];
  /** Leaves out the search: its tables are then not compared with the entries. */
  quick?: boolean;
  onProgress?: (read: number, phase: 'leaves' | 'search') => void;
}

export interface WholeVerification {
  ok: boolean;
  /** Entries read, of all logs. */
  checked: number;
  milliseconds: number;
  logs: (Verification & { log: LogName })[];
  /** What the comparison of the search with the entries found; undefined when it was not made. */
  search: SearchVerification | undefined;
  /** The first fault, with the log in which it lies. */
  fault: (Fault & { log: LogName }) | undefined;
}

/**
 * Verifies every log, that none of them was put back alone (what each says of the others must still be so), and then
 * that the search shows what the entries say.
 */
export async function verifyAll(needs: VerifyAllNeeds): Promise<WholeVerification> {
  const { pool, outside, checkpoint, claim, keys, onProgress } = needs;
  const db = reader(pool);
  const rows = await store.listLogs(db);
  const named = checkpoint === undefined ? undefined : await originIn(checkpoint);
  if (checkpoint !== undefined && !rows.some(row => row.origin !== null && row.origin === named))
    throw new Error(
      `${checkpoint} holds no seal point of this platform’s logs (${named ?? 'nothing that can be read'}).`,
    );
  const logs: (Verification & { log: LogName })[] = [];
  let before = 0;
  for (const log of LOGS) {
    const origin = rows.find(row => row.id === log)?.origin;
    const found = await verifyLedger({
      pool,
      log,
      checkpointFile: outsideFile(outside, log),
      ...(checkpoint !== undefined && named === origin ? { checkpoint } : {}),
      ...(claim?.log === log ? { claim } : {}),
      ...(keys ? { keys: keys.filter(key => key.name === origin) } : {}),
      onProgress: read => onProgress?.(before + read, 'leaves'),
    });
    before += found.checked;
    logs.push({ log: logName(log), ...found });
  }
  const bad = logs.find(found => !found.ok);
  const fault: WholeVerification['fault'] = bad
    ? { log: bad.log, number: bad.firstBad, zh: bad.problem, en: bad.problemEn }
    : (findUnprovenRemoval(logs) ?? (await compareAnchors(db, rows, logs)));
  // The entries are the measure: where they are not whole, nothing can be measured by them.
  const search =
    fault === undefined && needs.quick !== true
      ? await verifySearch({ pool, onProgress: read => onProgress?.(read, 'search') })
      : undefined;
  return {
    ok: fault === undefined && search?.ok !== false,
    checked: before,
    milliseconds: logs.reduce((sum, found) => sum + found.milliseconds, search?.milliseconds ?? 0),
    logs,
    search,
    fault: fault ?? search?.fault,
  };
}

/** The table's word that a beginning was removed counts only where the control log says so too. */
function findUnprovenRemoval(
  logs: readonly (Verification & { log: LogName })[],
): (Fault & { log: LogName }) | undefined {
  const removals = logs.find(found => found.log === 'control')?.removals ?? [];
  const bad = logs.find(
    found => found.minimum > 0 && !removals.some(one => one.log === found.log && one.until === found.minimum),
  );
  return bad && { log: bad.log, ...faults.removedUnproven(bad.log, bad.minimum) };
}

/** Every seal point that one log holds of another is still a seal point of that other. */
async function compareAnchors(
  db: Db,
  rows: readonly store.LogRow[],
  logs: readonly (Verification & { log: LogName })[],
): Promise<(Fault & { log: LogName }) | undefined> {
  for (const { log, anchors } of logs) {
    const others = new Map<number, { number: number; origin: string; size: number; root: string }[]>();
    for (const anchor of anchors) {
      const other = rows.find(row => row.origin === anchor.origin);
      if (!other) return { log, ...faults.foreignAnchor(anchor.number, anchor.origin) };
      others.set(other.id, [...(others.get(other.id) ?? []), anchor]);
    }
    for (const [other, list] of others) {
      const roots = await store.rootsOf(
        db,
        other,
        list.map(anchor => anchor.size),
      );
      const wrong = list.find(anchor => roots.get(anchor.size)?.toString('hex') !== anchor.root);
      if (wrong)
        return {
          log: logName(other),
          ...faults.notAsAnchored(logName(other), wrong.size, log, wrong.number),
        };
    }
  }
  return undefined;
}

/** The log whose seal points a file holds, by its first; undefined when there is none to be read. */
async function originIn(file: string): Promise<string | undefined> {
  const length = (await lengthOfOutside(file)) ?? 0;
  for await (const seal of readOutsideSeals(file, length, () => undefined))
    return 'note' in seal ? readSeal(seal.note, [])?.origin : undefined;
  return undefined;
}
