import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { FAILPOINTS } from '#kernel/failpoint.ts';
import { type House, furnish } from './crashHouse.ts';
import { type Installation, newInstallation } from './instance.ts';

/** Installations that walk side by side: a kill and two starts are mostly waiting. */
const LANES = 2;

/**
 * Passed where something is sent to a receiver outside: outbox.test.ts has one, and kills there. And in runs that are
 * large enough for pieces: moverCrash.test.ts.
 */
const ELSEWHERE: readonly string[] = ['messages.before-mark', 'move.after-keep', 'move.mid-repair'];
const WALKED = FAILPOINTS.filter(name => !ELSEWHERE.includes(name));

/** Passed in a change of keys alone. */
const KEYS = /^ledger\..*keys/;

describe('Killed at a failpoint, the platform comes back with everything it acknowledged and no half-done step', {
  concurrency: LANES,
}, () => {
  for (let lane = 0; lane < LANES; lane += 1)
    describe(`lane ${lane + 1}`, { concurrency: 1 }, () => {
      walk(WALKED.filter((_, index) => index % LANES === lane));
    });
});

function walk(names: readonly string[]): void {
  let installation: Installation;
  let house: House;
  before(async () => {
    installation = await newInstallation('crash');
    const running = await installation.start();
    house = await furnish(running);
    await running.stop();
  });
  after(() => installation.drop());

  for (const [round, name] of names.entries())
    test(name, async () => {
      // What the last round left to be sealed may bring the ledger to its failpoint before anybody listens.
      const running = await installation.start({ SHUQIAO_FAILPOINT: name }).catch((error: Error) => {
        assert.match(error.message, /ended \(SIGKILL\) before it listened/);
      });
      if (running) {
        const use = KEYS.test(name) ? house.changeKeys(running) : house.use(running, round);
        await use.catch(() => undefined);
        const ended = await Promise.race([
          running.ended,
          new Promise(done => setTimeout(done, 15_000, 'still running')),
        ]);
        if (ended === 'still running') await running.stop();
        assert.equal(ended, 'SIGKILL', 'the failpoint was never reached');
      }
      const again = await installation.start();
      try {
        await house.nothingIsLost(again);
      } finally {
        await again.stop();
      }
    });
}
