/**
 * Bytes on disk of a usage record: a call about one person, with post and case number, answer by its digest only, in a
 * partition to which nothing is added any more; tree, search, summaries and every index included. The records come as
 * a busy day leaves them: one after the other in time, a few a commit. Promise: below 400.
 *
 *   node bench/ledgerSize.ts [--records 300000] [--commit 50]
 */
import { parseArgs } from 'node:util';
import { newSalt } from '#record/append.ts';
import { encodeEntry, packEntries } from '#record/entry.ts';
import { USAGE } from '#record/logs.ts';
import { startIntegrating } from './lib/integrating.ts';
import { printMachine } from './lib/machine.ts';
import { promiseLine } from './lib/promise.ts';
import { type Ground, usageRecord, withGround } from './lib/records.ts';
import { benchServer, withClient } from './lib/scratch.ts';

const DATABASE = 'shuqiao_bench_ledger_size';
/** Milliseconds from one record to the next: a city's ten million calls a month. */
const STEP = 260;

export interface LedgerSize {
  records: number;
  /** Records a commit. */
  commit: number;
}

async function fill({ storage }: Ground, { records, commit }: LedgerSize): Promise<void> {
  const client = await storage.pools.write.connect();
  const from = Date.now() - records * STEP;
  for (let i = 0; i < records; i += commit) {
    const bodies = Array.from({ length: Math.min(commit, records - i) }, (_, k) =>
      encodeEntry(usageRecord(i + k, from + (i + k) * STEP)),
    );
    await client.query({
      name: 'append',
      text: 'select first from record.append($1, $2, $3, $4, $5, $6, $7, $8, $9)',
      values: [
        USAGE,
        bodies.length,
        packEntries(bodies),
        Buffer.concat(bodies.map(newSalt)),
        [],
        [],
        [],
        [],
        0,
      ],
    });
  }
  client.release();
}

/** Everything that grows with the record: its partitions, tree, seal points, search, summaries, each with its indexes. */
const SIZES = `
  select c.oid::regclass::text as name, pg_total_relation_size(c.oid) as bytes
    from pg_class c
   where c.relkind = 'r' and (c.oid::regclass::text like 'record.batch%'
      or c.oid::regclass::text in ('ledger.tile', 'ledger.checkpoint', 'ledger.span', 'ledger.lookup', 'ledger.usage_hour'))
   order by 2 desc`;

export async function benchLedgerSize(options: LedgerSize): Promise<number> {
  const server = benchServer();
  return withGround(server, DATABASE, async ground => {
    printMachine();
    const sizes = (): Promise<Map<string, number>> =>
      withClient(server, DATABASE, async client => {
        const { rows } = await client.query<{ name: string; bytes: string }>(SIZES);
        return new Map(rows.map(row => [row.name, Number(row.bytes)]));
      });
    const empty = await sizes();
    await fill(ground, options);
    const integrating = await startIntegrating(ground);
    await integrating.sealedUpTo(options.records);
    await integrating.stop();
    // What the server itself does in the background once nothing is added: no rewriting, no reindexing.
    await withClient(server, DATABASE, client => client.query('vacuum'));
    console.log(`${options.records} records of one person each, ${options.commit} a commit, no seed`);
    let sum = 0;
    for (const [name, bytes] of await sizes()) {
      const perRecord = (bytes - (empty.get(name) ?? 0)) / options.records;
      sum += perRecord;
      if (perRecord > 0) console.log(`  ${name}: ${perRecord.toFixed(1)} bytes a record`);
    }
    return sum;
  });
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { records: { type: 'string', default: '300000' }, commit: { type: 'string', default: '50' } },
  });
  const bytes = await benchLedgerSize({ records: Number(values.records), commit: Number(values.commit) });
  promiseLine('ledger-size', bytes, '<=400');
}
