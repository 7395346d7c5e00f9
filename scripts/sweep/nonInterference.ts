/**
 * `npm run sweep:interference`: what is not granted influences no answer, over many generated tables, grants and calls
 * (test/interference.ts). The platform's own database is that of TEST_DATABASE_URL, by default the machine's own.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { type Kind, openHouse } from '../../test/interference.ts';

const USAGE = `npm run sweep:interference [-- --queries N] [--seed N] [--source postgres|mysql]

Asks N queries (100000) of two platforms that agree on all that is granted and differ in everything else, over generated
tables and grants, and compares the answers byte for byte, and with a model that has all rows in memory. The seed, printed
at the start, gives the same cases again. Ends with 1 at the first difference, and names it.`;

/** Of one case: enough to ask it in many ways, few enough to see many cases. */
const CALLS = 100;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      queries: { type: 'string', default: '100000' },
      seed: { type: 'string' },
      source: { type: 'string', default: 'postgres' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  const queries = Number(values.queries);
  const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
  const kinds: readonly Kind[] = ['postgres', 'mysql'];
  const kind = kinds.find(one => one === values.source);
  if (!Number.isSafeInteger(queries) || queries < 1 || !Number.isSafeInteger(seed) || kind === undefined) {
    console.error(USAGE);
    return 2;
  }
  const cases = Math.ceil(queries / CALLS);
  console.log(`${cases * CALLS} queries of ${cases} cases over ${kind}, seed ${seed}`);
  const house = await openHouse(kind);
  const started = performance.now();
  const tell = setInterval(() => {
    const { asked, served } = house.counts;
    const rate = Math.round((asked * 1000) / (performance.now() - started));
    console.log(`${asked} asked, ${served} served, ${rate} a second`);
  }, 10_000);
  try {
    const found = await fc.check(
      fc.asyncProperty(fc.gen(), g => house.check(g, CALLS)),
      { numRuns: cases, seed, endOnFailure: true },
    );
    if (found.failed) {
      console.error(`seed ${seed}, path ${found.counterexamplePath}:`, found.errorInstance);
      return 1;
    }
    console.log(`no difference in ${house.counts.asked} queries, ${house.counts.served} of them served`);
    return 0;
  } finally {
    clearInterval(tell);
    await house.close();
  }
}

process.exitCode = await main();
