/**
 * `npm test`: all tests, two files at a time. Where the machine's own PostgreSQL answers, the modules' tests run on it,
 * the oldest server that is supported, and all others on an embedded PostgreSQL 18; where none answers, all run on the
 * embedded one. `--both` runs the modules' tests on both. Names on the command line choose test files:
 * `npm test -- test/catalog.test.ts`. `--daily` is what `npm run check` does before each commit: a selection that is
 * through in minutes.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '#kernel/embeddedPostgres.ts';
import { buildPage } from './lib/page.ts';
import { ROOT, runNode } from './lib/run.ts';
import { isSlow } from './lib/slowTests.ts';

const OWN_SERVER = 'postgres://postgres@127.0.0.1:5432/postgres';
const inCi = ['1', 'true'].includes(process.env['CI'] ?? '');

/** Tests in `test/` of no module, or of installations that start a server of their own: never on the machine's. */
const ONCE = /architecture|errors|crash|fullDisk|start\.test|witness\.test|evidencePage|sharingTable/;

const filesOf = (...patterns: string[]): string[] => globSync(patterns, { cwd: ROOT }).sort();

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The tests' exit code; where skipping is not allowed, a skipped test counts as a failed one. */
async function test(files: readonly string[], url: string): Promise<number> {
  const { code, out } = await runNode(
    [
      '--test',
      // More whole platforms at once would need more connections than a server gives.
      '--test-concurrency=2',
      '--test-reporter=spec',
      '--test-timeout=900000',
      ...files,
    ],
    // Every file is a process of its own that loads the same modules.
    { TEST_DATABASE_URL: url, NODE_COMPILE_CACHE: join(ROOT, 'build', 'compile-cache') },
  );
  const skipped = Number(/^ℹ skipped (\d+)$/m.exec(out)?.[1] ?? Number.NaN);
  if (Number.isNaN(skipped)) console.error('The tests ended without a summary.');
  else if (skipped > 0) {
    console.error(`${skipped} tests were skipped; each says above what it needs.`);
    if (inCi) console.error('With CI set, nothing may be skipped: this is a failure.');
  }
  return code !== 0 || Number.isNaN(skipped) || (inCi && skipped > 0) ? code || 1 : 0;
}

async function testOnEmbedded(files: readonly string[]): Promise<number> {
  console.log('Tests on an embedded PostgreSQL 18');
  const folder = mkdtempSync(join(tmpdir(), 'shuqiao-tests-'));
  chmodSync(folder, 0o755); // as root the server runs as another user, who must be able to enter
  const server = await startEmbeddedPostgres(folder, randomBytes(16).toString('hex'));
  try {
    return await test(files, server.url);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function testOnOwn(files: readonly string[]): Promise<number> {
  console.log('The modules’ tests on the machine’s own PostgreSQL');
  return test(files, OWN_SERVER);
}

async function main(words: readonly string[]): Promise<number> {
  const chosen = words.filter(word => !word.startsWith('--'));
  const all = filesOf(
    'src/**/*.test.ts',
    'test/{,connectors/,e2e/,sheets/}*.test.ts',
    'web/**/*.test.{ts,tsx}',
  );
  await buildPage();
  if (chosen.length > 0) return testOnEmbedded(chosen);
  if (words.includes('--daily')) return testOnEmbedded(all.filter(file => !isSlow(file)));
  if (!(await answers(OWN_SERVER))) {
    console.log('No PostgreSQL answers at 127.0.0.1:5432: all tests run on the embedded one alone.');
    return testOnEmbedded(all);
  }
  const modules = filesOf('test/*.test.ts').filter(file => !ONCE.test(file));
  const embedded = words.includes('--both') ? all : all.filter(file => !modules.includes(file));
  const first = await testOnEmbedded(embedded);
  return (await testOnOwn(modules)) || first;
}

process.exitCode = await main(process.argv.slice(2));
