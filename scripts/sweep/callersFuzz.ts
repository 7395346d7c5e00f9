/**
 * `npm run sweep:callers`: many calls that are nearly right, of every convention. None may be accepted that a plain
 * reading of its convention refuses, and none may meet a bug.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { type Fuzzed, fuzzedCalls, judge } from '../../test/callersFuzz.ts';

const USAGE = `npm run sweep:callers [-- --cases N] [--seed N]

Judges N calls (200,000). The seed, printed at the start, gives the same calls again. Ends with 1 at the first one that
is accepted wrongly or meets a bug, and prints the smallest like it.`;

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '200000' },
    seed: { type: 'string' },
    help: { type: 'boolean' },
  },
});
if (values.help === true) console.log(USAGE);
else {
  const cases = Number(values.cases);
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
  console.log(`${cases} calls, seed ${seed}`);
  let accepted = 0;
  const property = fc.property(fuzzedCalls, (call: Fuzzed) => {
    if (judge(call)) accepted += 1;
  });
  const started = performance.now();
  fc.assert(property, { numRuns: cases, seed });
  console.log(
    `${accepted} were right and accepted, ${cases - accepted} refused; ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
  if (accepted === 0) throw new Error('no call was accepted: nothing was tested');
}
