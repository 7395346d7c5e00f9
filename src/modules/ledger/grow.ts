import type { Text } from '#kernel/errors.ts';
import { leafOf, unpackAsFarAsItGoes } from './hashing.ts';
import { type HourRow, type IndexRow, addToHour, indexRowOf } from './rules.ts';
import type { BatchRow } from './store.ts';
import type { GrowingTree } from './tree.ts';

export const GONE: Text = { zh: '已从记录中消失', en: 'is gone from the record' };

interface Grown {
  rows: IndexRow[];
  hours: HourRow[];
  fault: (Text & { number: number }) | undefined;
}

/** Appends whole batches to the tree, up to the first that does not follow; the fault names its first bad number. */
export function grow(tree: GrowingTree, batches: readonly BatchRow[]): Grown {
  const rows: IndexRow[] = [];
  const hours = new Map<string, HourRow>();
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
      const row = indexRowOf(tree.size, batch.first, one.entry);
      tree.append(leafOf(one));
      rows.push(row);
      addToHour(hours, row);
    }
  }
  return { rows, hours: [...hours.values()], fault };
}
