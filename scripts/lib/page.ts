import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT, installed, runNode } from './run.ts';
import { buildVerifier } from './verifier.ts';

const BUILT = join(ROOT, 'web', 'dist');
const MARK = join(BUILT, '.sources');
/** Where the platform reads the verifier of evidence packs. */
const VERIFIER = join(ROOT, 'build', 'verifier.html');

/** A digest of all that the pages are made from: their sources, the contracts whose types they use, the packages. */
function sourcesDigest(): string {
  const verifier = ['src/modules/evidence/verifier/*', 'src/record/decode.ts', 'scripts/lib/verifier.ts'];
  const files = globSync(['web/**/*', 'src/modules/*/contract.ts', 'package-lock.json', ...verifier], {
    cwd: ROOT,
    withFileTypes: true,
    exclude: entry => entry.name === 'dist',
  });
  const all = createHash('sha256');
  const paths = files.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
  for (const path of paths.sort()) all.update(path.slice(ROOT.length)).update(readFileSync(path));
  return all.digest('hex');
}

/** Builds the page and the verifier when they were never built or their sources changed. Throws when a build fails. */
export async function buildPage(): Promise<void> {
  const digest = sourcesDigest();
  if (existsSync(VERIFIER) && existsSync(MARK) && readFileSync(MARK, 'utf8') === digest) return;
  mkdirSync(dirname(VERIFIER), { recursive: true });
  writeFileSync(VERIFIER, await buildVerifier());
  const { code } = await runNode([installed('vite/bin/vite.js'), 'build', 'web', '--logLevel', 'warn']);
  if (code !== 0) throw new Error('The page could not be built; what the builder said is above.');
  writeFileSync(MARK, digest);
}
