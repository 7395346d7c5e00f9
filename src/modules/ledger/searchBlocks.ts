import type { Db } from '#kernel/db.ts';
import { CONTROL } from '#record/logs.ts';
import { type Fault, faults } from './faults.ts';
import { type ComparedRow, type SearchTable, digestOf, digestsIn, rowsIn } from './searchDigests.ts';
import { PACKED } from './lookups.ts';
import { BLOCK } from './spans.ts';

/** The tables of one log's search, compared block by block with what its entries come to. */
export interface SearchBlocks {
  /** The first record of a block that its tables do not show as it is. */
  compare(block: number, rows: ReadonlyMap<SearchTable, readonly ComparedRow[]>): Promise<Fault | undefined>;
  /** After the last block: what the tables hold of blocks that no entry lies in. */
  rest(): Fault | undefined;
}

export async function openBlocks(db: Db, log: number, minimum: number): Promise<SearchBlocks> {
  const tables: readonly SearchTable[] =
    log === CONTROL ? ['ledger.entry'] : ['ledger.span', 'ledger.lookup'];
  const kept = new Map<SearchTable, Map<number, string>>();
  for (const table of tables) kept.set(table, await digestsIn(db, table, log));
  /** A block whose beginning was removed: its rows go on counting what is gone. */
  const cut = minimum % BLOCK === 0 ? -1 : Math.floor(minimum / BLOCK);

  async function compareTable(
    table: SearchTable,
    block: number,
    ours: readonly ComparedRow[],
  ): Promise<Fault | undefined> {
    const digests = kept.get(table);
    const theirs = digests?.get(block);
    digests?.delete(block);
    if (theirs === digestOf(ours)) return undefined;
    return nameFault(table, ours, await rowsIn(db, table, log, block), block === cut ? minimum : 0);
  }

  return {
    compare: async (block, rows) => {
      for (const table of tables) {
        const fault = await compareTable(table, block, rows.get(table) ?? []);
        if (fault) return fault;
      }
      return undefined;
    },
    rest: () => {
      for (const [table, digests] of kept)
        for (const block of [...digests.keys()].sort((a, b) => a - b))
          return faults.invented(block * BLOCK, table);
      return undefined;
    },
  };
}

/** The fault that lies first, among rows that are not the same on both sides. */
function nameFault(
  table: SearchTable,
  ours: readonly ComparedRow[],
  theirs: readonly ComparedRow[],
  minimum: number,
): Fault | undefined {
  const there = new Map(theirs.map(row => [row.key, row]));
  const found: Fault[] = [];
  for (const row of ours) {
    const other = there.get(row.key);
    there.delete(row.key);
    if (other?.text === row.text || (other && isOlder(row, other, minimum))) continue;
    found.push(faults.hidden(other ? firstHidden(row, other) : row.first, table));
  }
  for (const row of there.values())
    if (row.last >= minimum && !(minimum > 0 && row.keys))
      found.push(faults.invented(Math.max(row.first, minimum), table));
  return found.sort((a, b) => (a.number ?? 0) - (b.number ?? 0))[0];
}

/** A row that was begun by removed entries holds at least what the entries that stay put into it. */
function isOlder(row: ComparedRow, other: ComparedRow, minimum: number): boolean {
  if (other.first >= minimum || other.count < row.count || other.last !== row.last) return false;
  if (!row.keys || !other.keys) return true;
  const there = new Set(packedKeys(other.keys));
  return packedKeys(row.keys).every(key => there.has(key));
}

function packedKeys(keys: Buffer): string[] {
  return Array.from({ length: keys.length / PACKED }, (_, i) =>
    keys.toString('latin1', i * PACKED, (i + 1) * PACKED),
  );
}

/** The first record that a stretch leaves out, as far as its ends say it. */
function firstHidden(row: ComparedRow, other: ComparedRow): number {
  return other.first > row.first || other.last >= row.last ? row.first : row.last;
}
