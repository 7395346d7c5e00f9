/**
 * Leaves verified a second by `ledger:verify` (record read from the database, commitments, tree, seal points, the kept
 * hashes compared) against hashing the same number of messages of the same lengths with `node:crypto` SHA-256 and
 * nothing else: two a leaf (commitment, leaf), one an inner node. One core each: CPU time of the verifying process; the
 * database's own is printed beside it. Promise: at least 0.5.
 *
 *   node bench/ledgerVerify.ts [--records 200000] [--pairs 5]
 */
import { hash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { verifyLedger, outsideFile } from '#modules/ledger/index.ts';
import { newSalt } from '#record/append.ts';
import { SALT_BYTES, encodeEntry, packEntries } from '#record/entry.ts';
import { USAGE } from '#record/logs.ts';
import { startIntegrating } from './lib/integrating.ts';
import { loadAverage, printMachine } from './lib/machine.ts';
import { median, runPairs } from './lib/pairs.ts';
import { failRun, promiseLine } from './lib/promise.ts';
import { usageRecord, withGround } from './lib/records.ts';
import { benchServer } from './lib/scratch.ts';

const DATABASE = 'shuqiao_bench_ledger_verify';
const COMMIT = 200;

export interface LedgerVerify {
  records: number;
  pairs: number;
}

/** Seconds of CPU that this process has used, all threads. */
const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** The messages of a tree over leaves of these lengths, hashed one by one; the digest is what is asked for each time. */
function hashAlone(commitments: readonly Buffer[]): void {
  const leaf = Buffer.alloc(33);
  const node = Buffer.alloc(65, 1);
  for (const message of commitments) {
    hash('sha256', message, 'binary');
    hash('sha256', leaf, 'binary');
  }
  for (let inner = 1; inner < commitments.length; inner += 1) hash('sha256', node, 'binary');
}

export async function benchLedgerVerify({ records, pairs }: LedgerVerify): Promise<number> {
  return withGround(benchServer(), DATABASE, async ground => {
    const { storage } = ground;
    printMachine();
    const client = await storage.pools.write.connect();
    const messages: Buffer[] = [];
    for (let i = 0; i < records; i += COMMIT) {
      const bodies = Array.from({ length: Math.min(COMMIT, records - i) }, (_, k) =>
        encodeEntry(usageRecord(i + k, Date.now())),
      );
      for (const body of bodies) messages.push(Buffer.alloc(SALT_BYTES + body.length, 7));
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
    const integrating = await startIntegrating(ground);
    await integrating.sealedUpTo(records);
    await integrating.stop();
    console.log(`${records} records, ${pairs} pairs, no seed`);

    async function measure(work: () => Promise<void> | void): Promise<{ cpu: number; wall: number }> {
      const began = performance.now();
      const before = cpu();
      await work();
      return { cpu: records / (cpu() - before), wall: (records / (performance.now() - began)) * 1000 };
    }

    const walls: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
    const verify = async (): Promise<number> => {
      const took = await measure(async () => {
        const found = await verifyLedger({
          pool: storage.pools.worker,
          log: USAGE,
          checkpointFile: outsideFile(ground.folder, USAGE),
        });
        if (!found.ok || found.checked !== records) throw new Error(`not verified: ${found.problemEn}`);
      });
      walls.ours.push(took.wall);
      return took.cpu;
    };
    const bare = async (): Promise<number> => {
      const took = await measure(() => hashAlone(messages));
      walls.bare.push(took.wall);
      return took.cpu;
    };
    await verify(); // compiles the code
    await bare();
    walls.ours.length = walls.bare.length = 0;
    const result = await runPairs({
      count: pairs,
      ours: verify,
      bare,
      load: loadAverage,
      onPair: (pair, ratio, round) =>
        console.log(
          `pair ${round + 1}: verified ${Math.round(pair.ours)} leaves a second of CPU, hashed ${Math.round(pair.bare)}, ratio ${ratio.toFixed(3)}, load ${pair.load.toFixed(2)}`,
        ),
    });
    console.log(
      `median ${result.median.toFixed(3)}, spread ${result.lowest.toFixed(3)} to ${result.highest.toFixed(3)}; by the clock ${Math.round(median(walls.ours))} leaves/s against ${Math.round(median(walls.bare))}`,
    );
    if (result.disturbed)
      failRun('A pair differs by more than a third from the median: the machine was disturbed, run again.');
    return result.median;
  });
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { records: { type: 'string', default: '200000' }, pairs: { type: 'string', default: '5' } },
  });
  const ratio = await benchLedgerVerify({ records: Number(values.records), pairs: Number(values.pairs) });
  promiseLine('ledger-verify', ratio, '>=0.5');
}
