/**
 * `npm run check`: what must hold before each commit. `--without-tests` leaves the tests out. The slow tests (crashes,
 * full disk, whole starts, browser) are in `npm test` only, which CI runs.
 */
import { installed, run, runNode } from './lib/run.ts';

const steps: [name: string, work: () => Promise<{ code: number }>][] = [
  ['format', () => run(installed('.bin/biome'), ['format', '.'])],
  ['lint', () => run(installed('.bin/oxlint'), ['--type-aware', '--deny-warnings'])],
  ['types of the platform', () => run(installed('.bin/tsc'), ['--noEmit'])],
  ['types of the page', () => run(installed('.bin/tsc'), ['--noEmit', '-p', 'web'])],
  ['generated documents', () => runNode(['scripts/generate.ts', '--check'])],
  ['tests', () => runNode(['scripts/test.ts', '--daily'])],
];
const withoutTests = process.argv.includes('--without-tests');

const results: string[] = [];
for (const [name, work] of steps) {
  if (withoutTests && name === 'tests') continue;
  console.log(`\n— ${name}`);
  const begun = performance.now();
  const { code } = await work();
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  results.push(`${code === 0 ? 'passed' : 'FAILED'}  ${seconds.padStart(6)} s  ${name}`);
  if (code !== 0) process.exitCode = 1;
}
console.log(`\n${results.join('\n')}`);
