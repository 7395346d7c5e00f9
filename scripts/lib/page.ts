import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, installed, runNode } from './run.ts';

const BUILT = join(ROOT, 'web', 'dist');
const MARK = join(BUILT, '.sources');

/** A digest of all that the page is made from: its sources, the contracts whose types it uses, the packages. */
function sourcesDigest(): string {
  const files = globSync(['web/**/*', 'src/modules/*/contract.ts', 'package-lock.json'], {
    cwd: ROOT,
    withFileTypes: true,
    exclude: entry => entry.name === 'dist',
  });
  const all = createHash('sha256');
  const paths = files.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
  for (const path of paths.sort()) all.update(path.slice(ROOT.length)).update(readFileSync(path));
  return all.digest('hex');
}

/** Builds the page when it was never built or its sources changed since. Throws when the build fails. */
export async function buildPage(): Promise<void> {
  const digest = sourcesDigest();
  if (existsSync(MARK) && readFileSync(MARK, 'utf8') === digest) return;
  const { code } = await runNode([installed('vite/bin/vite.js'), 'build', 'web', '--logLevel', 'warn']);
  if (code !== 0) throw new Error('The page could not be built; what the builder said is above.');
  writeFileSync(MARK, digest);
}
