import { setImmediate } from 'node:timers/promises';
import type pg from 'pg';
import { type Db, sql } from '#kernel/db.ts';
import { openBatch } from './hashing.ts';
import { type LookupRow, type Lookups, collectLookups } from './lookups.ts';
import { type HourRow, type IndexRow, collectHours } from './rules.ts';
import { type Openings, collectOpenings } from './openings.ts';
import { BLOCK, type SpanRow, collectSpans } from './spans.ts';
import { takeUp } from './takeUp.ts';
import { readBatches } from './verifyStreams.ts';

/** Entries whose bytes lie in memory at a time: some hundred kilobytes, whatever the batches are. */
const ENTRIES_A_PAGE = 2048;
const BATCHES_A_PAGE = 512;

/** Of a delivery of many: the record that carries the root of its list. */
export interface Listed {
  number: number;
  at: number;
}

/** What the entries of one block of a log are found by, as their bytes say it. */
export interface FoundBlock {
  block: number;
  entries: number;
  rows: IndexRow[];
  spans: SpanRow[];
  /** Of a full block: those of the last one are looked for in the entries themselves. */
  lookups: LookupRow[];
  hours: HourRow[];
  lists: Map<string, Listed>;
  openings: Openings;
  /** The oldest and the newest moment in it, milliseconds. */
  since: number;
  until: number;
}

function beginBlock(first: number, lookups: Lookups) {
  const lists = new Map<string, Listed>();
  return {
    block: Math.floor(first / BLOCK),
    rows: [] as IndexRow[],
    spans: collectSpans(),
    hours: collectHours(),
    lookups,
    lists,
    openings: collectOpenings(),
    onList: (root: Buffer, number: number, at: number) =>
      void lists.set(root.toString('hex'), { number, at }),
    entries: 0,
    since: Infinity,
    until: -Infinity,
  };
}

/**
 * The entries of a log that search covers, by blocks of numbers, one in memory. The connection can do nothing else
 * while a block is read; it is free while one is given out.
 */
export async function* readBlocks(
  copying: pg.ClientBase,
  log: number,
  minimum: number,
  position: number,
): AsyncGenerator<FoundBlock> {
  const lookups = collectLookups();
  let into = beginBlock(minimum, lookups);
  for (let next = minimum; next < position; ) {
    const from = next;
    const done: FoundBlock[] = [];
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
        const { spans, hours, block, entries, rows, lists, openings, since, until } = into;
        const found = { block, entries, rows, lists, openings, since, until };
        done.push({
          ...found,
          spans: spans.rows(),
          lookups: lookups.takeFull(number + 1),
          hours: hours.rows(),
        });
        into = beginBlock(number + 1, lookups);
      }
      next = batch.first + batch.n;
    }
    yield* done;
    if (next === from) return; // the entries break off: their own verification says where
    await setImmediate();
  }
}

/** From this hour on nothing that was summed up has been removed; milliseconds. */
export async function firstWholeHour(db: Db): Promise<number> {
  const { since } = await db.get<{ since: Date | null }>(
    sql`select max(f.since) as since from ledger.state s cross join lateral
        (select b.month::timestamp at time zone 'Asia/Shanghai' as since from record.batch b
          where b.log = s.log and b.first = s.minimum) f where s.minimum > 0`,
  );
  return since?.getTime() ?? -Infinity;
}
