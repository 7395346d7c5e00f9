import type { Text } from '#kernel/errors.ts';
import { leafOf, unpackAsFarAsItGoes } from './hashing.ts';
import type { LookupRow, Lookups } from './lookups.ts';
import { type HourRow, type IndexRow, collectHours } from './rules.ts';
import { type Openings, collectOpenings } from './openings.ts';
import { type MinuteRow, collectMinutes } from './minutes.ts';
import { takeUp } from './takeUp.ts';
import { type SpanRow, collectSpans } from './spans.ts';
import type { BatchRow } from './store.ts';
import type { GrowingTree } from './tree.ts';

export const GONE: Text = { zh: '已从记录中消失', en: 'is gone from the record' };

interface Grown {
  /** Entries added to the tree. */
  count: number;
  /** Search of the control log: a row an entry. */
  rows: IndexRow[];
  /** Search of the other logs. */
  spans: SpanRow[];
  /** Of the blocks that have become full. */
  lookups: LookupRow[];
  hours: HourRow[];
  openings: Openings;
  minutes: MinuteRow[];
  /** The number after the last entry that is more than a seal point of another log; undefined when there is none. */
  substance: number | undefined;
  fault: (Text & { number: number }) | undefined;
}

/** Appends whole batches to the tree, up to the first that does not follow; the fault names its first bad number. */
export function grow(
  log: number,
  { tree, lookups }: { tree: GrowingTree; lookups: Lookups },
  batches: readonly BatchRow[],
): Grown {
  const before = tree.size;
  const rows: IndexRow[] = [];
  const spans = collectSpans();
  const hours = collectHours();
  const openings = collectOpenings();
  const minutes = collectMinutes();
  let substance: number | undefined;
  let fault: Grown['fault'];
  for (const batch of batches) {
    if (batch.first !== tree.size) {
      fault = { number: tree.size, ...GONE };
      break;
    }
    const unpacked = unpackAsFarAsItGoes(batch.body, batch.salts, batch.n);
    if (unpacked.fault) {
      fault = { number: batch.first + unpacked.entries.length, ...unpacked.fault };
      break;
    }
    for (const one of unpacked.entries) {
      const number = tree.size;
      tree.append(leafOf(one));
      const place = { log, number, batchFirst: batch.first };
      if (takeUp(place, one.entry, { rows, spans, lookups, hours, openings, minutes })) substance = tree.size;
    }
  }
  return {
    count: tree.size - before,
    rows,
    spans: spans.rows(),
    lookups: lookups.takeFull(tree.size),
    hours: hours.rows(),
    openings,
    minutes: minutes.rows(),
    substance,
    fault,
  };
}
