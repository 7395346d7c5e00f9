import { setImmediate } from 'node:timers/promises';
import type pg from 'pg';
import { type Db, sql } from '#kernel/db.ts';
import { LOGS, logName } from '#record/logs.ts';
import { measureSubjects } from '#record/subjectList.ts';
import type { LogName } from '#vocabulary/logs.ts';
import { type Fault, faults } from './faults.ts';
import { openBatch } from './hashing.ts';
import { type HourBalance, balanceHours } from './hourBalance.ts';
import { collectLookups } from './lookups.ts';
import { HOUR, type HourRow, collectHours, type IndexRow } from './rules.ts';
import { openBlocks } from './searchBlocks.ts';
import { type ComparedRow, type SearchTable, entryRow, lookupRow, spanRow } from './searchDigests.ts';
import { inSnapshot } from './snapshot.ts';
import { BLOCK, collectSpans } from './spans.ts';
import * as store from './store.ts';
import { takeUp } from './takeUp.ts';
import { peek, readBatches } from './verifyStreams.ts';

export interface SearchVerification {
  ok: boolean;
  /** Entries read. */
  checked: number;
  milliseconds: number;
  fault: (Fault & { log: LogName }) | undefined;
}

/** Entries whose bytes lie in memory at a time: some hundred kilobytes, whatever the batches are. */
const ENTRIES_A_PAGE = 2048;
const BATCHES_A_PAGE = 512;
/** Records come nearly in the order of their time: an hour is looked at when both logs are this far beyond it. */
const SLACK = 2 * HOUR;

/** Of a delivery of many: the record that carries the root of its list. */
interface Listed {
  number: number;
  at: number;
}

/** What one block of a log comes to. */
interface Block {
  log: number;
  block: number;
  entries: number;
  rows: Map<SearchTable, ComparedRow[]>;
  hours: HourRow[];
  lists: Map<string, Listed>;
  /** The oldest and the newest moment in it, milliseconds. */
  since: number;
  until: number;
}

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
  const bad = (log: number, fault: Fault) => ({ ok: false, checked, fault: { log: logName(log), ...fault } });
  const balance = balanceHours(db, await firstWholeHour(db));
  const sides: Awaited<ReturnType<typeof openSide>>[] = [];
  for (const log of LOGS) sides.push(await openSide(db, copying, log));
  for (;;) {
    const [side] = sides.filter(one => one.next).sort((a, b) => (a.next?.until ?? 0) - (b.next?.until ?? 0));
    const block = side?.next;
    if (!side || !block) break;
    const fault =
      (await side.blocks.compare(block.block, block.rows)) ?? (await compareLists(db, block.lists));
    if (fault) return bad(side.log, fault);
    balance.add(block.hours);
    checked += block.entries;
    onProgress?.(checked);
    await side.take();
    await balance.settle(Math.min(...sides.map(one => one.next?.since ?? Infinity)) - SLACK);
    if (balance.isHopeless()) break;
  }
  for (const side of sides) {
    const fault = side.blocks.rest();
    if (fault) return bad(side.log, fault);
  }
  return { ...(await closeHours(balance)), checked };
}

async function closeHours(
  balance: HourBalance,
): Promise<Omit<SearchVerification, 'milliseconds' | 'checked'>> {
  await balance.settle(Infinity);
  const hour = balance.firstWrong();
  if (hour === undefined) return { ok: true, fault: undefined };
  const fault = faults.wrongHour(new Date(hour).toISOString());
  return { ok: false, fault: { log: 'usage/1', ...fault } };
}

/** From this hour on nothing that was summed up has been removed; milliseconds. */
async function firstWholeHour(db: Db): Promise<number> {
  const { since } = await db.get<{ since: Date | null }>(
    sql`select max(f.since) as since from ledger.state s cross join lateral
        (select b.month::timestamp at time zone 'Asia/Shanghai' as since from record.batch b
          where b.log = s.log and b.first = s.minimum) f where s.minimum > 0`,
  );
  return since?.getTime() ?? -Infinity;
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

/** The entries of a log that search covers, by blocks of numbers, as what they are found by. */
async function* readBlocks(
  copying: pg.ClientBase,
  log: number,
  minimum: number,
  position: number,
): AsyncGenerator<Block> {
  const lookups = collectLookups();
  const begin = (first: number) => {
    const lists = new Map<string, Listed>();
    return {
      block: Math.floor(first / BLOCK),
      rows: [] as IndexRow[],
      spans: collectSpans(),
      hours: collectHours(),
      lookups,
      lists,
      onList: (root: Buffer, number: number, at: number) =>
        void lists.set(root.toString('hex'), { number, at }),
      entries: 0,
      since: Infinity,
      until: -Infinity,
    };
  };
  const end = (into: ReturnType<typeof begin>, size: number): Block => ({
    log,
    block: into.block,
    entries: into.entries,
    rows: new Map<SearchTable, ComparedRow[]>([
      ['ledger.entry', into.rows.map(entryRow)],
      ['ledger.span', into.spans.rows().map(spanRow)],
      ['ledger.lookup', lookups.takeFull(size).map(lookupRow)],
    ]),
    hours: into.hours.rows(),
    lists: into.lists,
    since: into.since,
    until: into.until,
  });
  let into = begin(minimum);
  for (let next = minimum; next < position; ) {
    const from = next;
    // Both logs are read over one connection: a block is given out when nothing is on its way.
    const done: Block[] = [];
    const page = { from, until: from + ENTRIES_A_PAGE, most: BATCHES_A_PAGE };
    for await (const batch of readBatches(copying, log, page)) {
      const opened = openBatch(batch);
      for (let number = batch.first; opened.next() && number < position; number += 1) {
        const bytes = opened.entry();
        takeUp({ log, number, batchFirst: batch.first }, bytes, into);
        const at = bytes.readUIntBE(4, 6);
        into.entries += 1;
        into.since = Math.min(into.since, at);
        into.until = Math.max(into.until, at);
        if ((number + 1) % BLOCK !== 0 && number + 1 !== position) continue;
        done.push(end(into, number + 1));
        into = begin(number + 1);
      }
      next = batch.first + batch.n;
    }
    yield* done;
    if (next === from) return; // the entries break off: their own verification says where
    await setImmediate();
  }
}

/** A delivery's list must be there, whole, and of the year that a look-up seeks it in; it was begun that year or the one before. */
async function compareLists(db: Db, lists: ReadonlyMap<string, Listed>): Promise<Fault | undefined> {
  for (const [root, { number, at }] of lists) {
    const row = await db.find<{ year: number; n: number; packed: Buffer }>(
      sql`select year, n, packed from record.subjects where root = ${Buffer.from(root, 'hex')}`,
    );
    const measured = row && measureSubjects(row.packed);
    const year = new Date(at).getUTCFullYear();
    const isRight =
      measured?.n === row?.n &&
      measured?.root.toString('hex') === root &&
      (row?.year === year || row?.year === year - 1);
    if (!isRight) return faults.wrongSubjects(number);
  }
  return undefined;
}
