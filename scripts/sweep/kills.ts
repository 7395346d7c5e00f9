/**
 * `npm run sweep:kills`: kills the platform (`kill -9`) at random moments while it is used, and looks after each
 * restart whether anything that was acknowledged is lost, a step stands half-done, or the ledger does not verify.
 * The database is the one of TEST_DATABASE_URL, by default the machine's own; it outlives the kills, as it would.
 */
import { parseArgs } from 'node:util';
import { type House, furnish } from '../../test/crashHouse.ts';
import { type Running, newInstallation } from '../../test/instance.ts';

const USAGE = `npm run sweep:kills [-- --kills N] [--seed N] [--embedded]

Kills the platform N times (50). The seed, printed at the start, gives the same moments again. --embedded: the platform
runs its embedded PostgreSQL, which loses its parent at each kill. Ends with 1 when anything was lost.`;

/** Longest wait before a kill, milliseconds: some rounds of use. */
const WITHIN = 2500;

/** Numbers from 0 to below 1 that the seed alone decides (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '50' },
      seed: { type: 'string' },
      embedded: { type: 'boolean', default: false },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    console.log(USAGE);
    return 0;
  }
  const kills = Number(values.kills);
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  if (!Number.isSafeInteger(kills) || kills < 1 || !Number.isSafeInteger(seed) || seed < 0)
    throw new Error('--kills and --seed are whole numbers.');
  console.log(`${kills} kills, seed ${seed}`);
  const random = randomFrom(seed);
  const moments = Array.from({ length: kills }, () => Math.floor(random() * WITHIN));
  const installation = await newInstallation('kills');
  const start = (): Promise<Running> => installation.start(values.embedded ? { DATABASE_URL: '' } : {});
  let bad = 0;
  let running = await start();
  try {
    const house = await furnish(running);
    for (const [index, moment] of moments.entries()) {
      const round = index + 1;
      const used = useUntilGone(house, running, round);
      await new Promise(done => setTimeout(done, moment));
      running.process.kill('SIGKILL');
      await running.ended;
      const said = [await used];
      running = await start();
      await house.nothingIsLost(running).catch((error: Error) => said.push(error.message));
      const problems = said.filter(text => text !== '').map(text => text.split('\n')[0]);
      if (problems.length > 0) bad += 1;
      const verdict = problems.length === 0 ? 'whole' : problems.join('; ');
      console.log(`${String(round).padStart(3)}  killed after ${String(moment).padStart(4)} ms: ${verdict}`);
    }
  } finally {
    await running.stop();
    await installation.drop();
  }
  console.log(`${kills} kills with seed ${seed}; after ${bad} of them something was lost or half-done`);
  return bad === 0 ? 0 : 1;
}

/** Uses the platform in every way by turns. Answers what went wrong while it was still alive, or nothing. */
async function useUntilGone(house: House, running: Running, round: number): Promise<string> {
  for (let turn = 0; ; turn += 1) {
    try {
      if ((round + turn) % 2 === 0) await house.use(running, round);
      else await house.decide(running);
    } catch (error) {
      return running.process.killed ? '' : `before the kill: ${(error as Error).message}`;
    }
  }
}

process.exitCode = await main();
