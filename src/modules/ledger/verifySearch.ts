import type pg from 'pg';
import { type Db, sql } from '#kernel/db.ts';
import { LOGS, logName } from '#record/logs.ts';
import type { LogName } from '#vocabulary/logs.ts';
import { type Fault, faults } from './faults.ts';
import { type HourBalance, balanceHours } from './hourBalance.ts';
import { HOUR } from './rules.ts';
import { openingsIn } from './openings.ts';
import { openBlocks } from './searchBlocks.ts';
import { entryRow, lookupRow, spanRow } from './searchDigests.ts';
import { type Listed, firstWholeHour, readBlocks } from './searchReading.ts';
import { inSnapshot } from './snapshot.ts';
import * as store from './store.ts';
import { measureList } from './subjectMeasure.ts';
import { peek } from './verifyStreams.ts';

export interface SearchVerification {
  ok: boolean;
  /** Entries read. */
  checked: number;
  milliseconds: number;
  fault: (Fault & { log: LogName }) | undefined;
  /** Openings of streamed answers that no closing follows; of a gateway that runs, some are under way. */
  unclosed: { log: LogName; number: number; at: number }[];
}

/** Records come nearly in the order of their time: an hour is looked at when both logs are this far beyond it. */
const SLACK = 2 * HOUR;

/**
 * Computes search and summaries anew from the entries and compares them with the tables: an entry that the tree holds
 * and no search shows is hidden from everybody who does not know its number. The entries are the measure, so this comes
 * after their own verification. One snapshot, both logs side by side in the order of time, a block of each in memory.
 */
export async function verifySearch(needs: {
  pool: pg.Pool;
  onProgress?: (read: number) => void;
}): Promise<SearchVerification> {
  const started = performance.now();
  const result = await inSnapshot(needs.pool, async (db, copying) => {
    // The digest of a large table may take longer than a page may.
    await db.many(sql`select set_config('statement_timeout', '0', true)`);
    return readBoth(db, copying, needs.onProgress);
  });
  return { ...result, milliseconds: Math.round(performance.now() - started) };
}

async function readBoth(
  db: Db,
  copying: pg.ClientBase,
  onProgress: ((read: number) => void) | undefined,
): Promise<Omit<SearchVerification, 'milliseconds'>> {
  let checked = 0;
  const bad = (log: number, fault: Fault) => ({
    ok: false,
    checked,
    fault: { log: logName(log), ...fault },
    unclosed: [],
  });
  const open = new Map<string, SearchVerification['unclosed'][number]>();
  const balance = balanceHours(db, await firstWholeHour(db));
  const sides: Awaited<ReturnType<typeof openSide>>[] = [];
  for (const log of LOGS) sides.push(await openSide(db, copying, log));
  for (;;) {
    const [side] = sides.filter(one => one.next).sort((a, b) => (a.next?.until ?? 0) - (b.next?.until ?? 0));
    const block = side?.next;
    if (!side || !block) break;
    const rows = new Map([
      ['ledger.entry' as const, block.rows.map(entryRow)],
      ['ledger.span' as const, block.spans.map(spanRow)],
      ['ledger.lookup' as const, block.lookups.map(lookupRow)],
    ]);
    const fault = (await side.blocks.compare(block.block, rows)) ?? (await compareLists(db, block.lists));
    if (fault) return bad(side.log, fault);
    balance.add(block.hours);
    const log = logName(side.log);
    for (const { number, at } of block.openings.opened()) open.set(`${log}/${number}`, { log, number, at });
    for (const number of block.openings.closed()) open.delete(`${log}/${number}`);
    checked += block.entries;
    onProgress?.(checked);
    await side.take();
    await balance.settle(Math.min(...sides.map(one => one.next?.since ?? Infinity)) - SLACK);
    if (balance.isHopeless()) break;
  }
  for (const side of sides) {
    const log = logName(side.log);
    const ours = [...open.values()].filter(one => one.log === log).map(one => one.number);
    const fault = side.blocks.rest() ?? compareOpenings(ours, await openingsIn(db, side.log));
    if (fault) return bad(side.log, fault);
  }
  return { ...(await closeHours(balance)), checked, unclosed: [...open.values()] };
}

/** Both in rising order. */
function compareOpenings(ours: readonly number[], theirs: readonly number[]): Fault | undefined {
  const at = ours.findIndex((number, i) => number !== theirs[i]);
  const number = at < 0 ? theirs[ours.length] : Math.min(ours[at] ?? Infinity, theirs[at] ?? Infinity);
  return number === undefined ? undefined : faults.wrongOpening(number);
}

async function closeHours(balance: HourBalance): Promise<Pick<SearchVerification, 'ok' | 'fault'>> {
  await balance.settle(Infinity);
  const hour = balance.firstWrong();
  if (hour === undefined) return { ok: true, fault: undefined };
  const fault = faults.wrongHour(new Date(hour).toISOString());
  return { ok: false, fault: { log: 'usage/1', ...fault } };
}

async function openSide(db: Db, copying: pg.ClientBase, log: number) {
  const { position, minimum } = await store.getState(db, log);
  const blocks = await openBlocks(db, log, minimum);
  const ahead = await peek(readBlocks(copying, log, minimum, position));
  return {
    log,
    blocks,
    get next() {
      return ahead.next;
    },
    take: () => ahead.take(),
  };
}

/** A delivery's list must be there, whole, and of the year that a look-up seeks it in; it was begun that year or the one before. */
async function compareLists(db: Db, lists: ReadonlyMap<string, Listed>): Promise<Fault | undefined> {
  for (const [root, { number, at }] of lists) {
    const row = await measureList(db, Buffer.from(root, 'hex'));
    const year = new Date(at).getUTCFullYear();
    if (row?.isWhole !== true || (row.year !== year && row.year !== year - 1))
      return faults.wrongSubjects(number);
  }
  return undefined;
}
