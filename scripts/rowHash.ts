/**
 * `npm run rowhash`: compiles `wasm/rowHash.ts` into `src/planes/mover/proof/rowHashModule.ts`. Needed only after a change
 * of it, and then the network: the compiler is a hundred megabytes, so it is fetched for this and no dependency.
 */
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './lib/run.ts';

const COMPILER = 'assemblyscript@0.28.20';
const SOURCE = join(ROOT, 'wasm', 'rowHash.ts');
const TARGET = join(ROOT, 'src', 'planes', 'mover', 'proof', 'rowHashModule.ts');
const LINE = 96;

function compile(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'shuqiao-rowhash-'));
  try {
    const out = join(folder, 'rowHash.wasm');
    // 384 KB to begin with: a page of rows and what was left of the one before find room in it.
    const options = ['-O3', '--noAssert', '--runtime', 'stub', '--initialMemory', '6', '-o', out];
    execFileSync('npx', ['--yes', '--package', COMPILER, 'asc', SOURCE, ...options], { stdio: 'inherit' });
    return readFileSync(out);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const source = createHash('sha256').update(readFileSync(SOURCE)).digest('hex');
const lines =
  compile()
    .toString('base64')
    .match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
writeFileSync(
  TARGET,
  `/** Made by \`npm run rowhash\` from \`wasm/rowHash.ts\`, whose SHA-256 is \`SOURCE\`: change that, and not this. */
export const SOURCE = '${source}';

export const ROW_HASH = [
${lines.map(line => `  '${line}',`).join('\n')}
].join('');
`,
);
