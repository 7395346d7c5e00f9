import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Rolldown, build } from 'vite';
import { ROOT } from './run.ts';

const SOURCES = join(ROOT, 'src', 'modules', 'evidence', 'verifier');

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * The verifier of evidence packs as one page: plain script and style inside it, nothing fetched, nothing minified, so
 * that whoever wants to can read it. The same sources give the same bytes, whose SHA-256 is published.
 */
export async function buildVerifier(): Promise<string> {
  const built = (await build({
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      lib: { entry: join(SOURCES, 'page.ts'), formats: ['iife'], name: 'verifier' },
      rollupOptions: {
        // Else the script would hold the paths of the machine that built it.
        experimental: { attachDebugInfo: 'none' },
      },
    },
    plugins: [
      {
        // Of Node, for making keys; a verifier makes none.
        name: 'no-node-crypto',
        enforce: 'pre',
        resolveId: id => (id === 'crypto' ? '\0none' : undefined),
        load: id => (id === '\0none' ? 'export const webcrypto = undefined;' : undefined),
      },
    ],
  })) as Rolldown.RolldownOutput[];
  const script = `\n${built[0]?.output[0].code ?? ''}`;
  if (script.length < 1000 || /<\/script|<!--/i.test(script))
    throw new Error('the verifier’s script cannot stand inside a page');
  const style = `\n${readFileSync(join(SOURCES, 'page.css'), 'utf8')}`;
  // 'self' only for the keys that the platform publishes; a pack opened from disk reaches nothing.
  const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; connect-src 'self'; base-uri 'none'; form-action 'none'`;
  const parts: Record<string, string> = { POLICY: policy, STYLE: style, SCRIPT: script };
  return readFileSync(join(SOURCES, 'shell.html'), 'utf8').replaceAll(
    /%(POLICY|STYLE|SCRIPT)%/g,
    (_place, name: string) => parts[name] ?? '',
  );
}
