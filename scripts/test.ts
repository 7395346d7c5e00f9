/**
 * `npm test`: all tests on an embedded PostgreSQL 18, then the modules' tests once more on the machine's own
 * PostgreSQL where one answers. Names on the command line choose test files: `npm test -- test/catalog.test.ts`.
 * `--daily` is what `npm run check` does before each commit: the first round without whole installations that are
 * started, killed, filled up or looked at in a browser.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '#kernel/embeddedPostgres.ts';
import { buildPage } from './lib/page.ts';
import { ROOT, runNode } from './lib/run.ts';

const OWN_SERVER = 'postgres://postgres@127.0.0.1:5432/postgres';
const inCi = ['1', 'true'].includes(process.env['CI'] ?? '');

/** Minutes each, for what seldom breaks: CI runs them always. */
const SLOW = /sharingTable|crash|fullDisk|start\.test|witness\.test|evidencePage|e2e/;

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
  // One file at a time: several whole platforms at once would need more connections than the server gives.
  const { code, out } = await runNode(
    ['--test', '--test-concurrency=1', '--test-reporter=spec', '--test-timeout=900000', ...files],
    { TEST_DATABASE_URL: url },
  );
  const skipped = Number(/^ℹ skipped (\d+)$/m.exec(out)?.[1] ?? Number.NaN);
  if (Number.isNaN(skipped)) console.error('The tests ended without a summary.');
  else if (skipped > 0) {
    console.error(`${skipped} tests were skipped; each says above what it needs.`);
    if (inCi) console.error('With CI set, nothing may be skipped: this is a failure.');
  }
  return code !== 0 || Number.isNaN(skipped) || (inCi && skipped > 0) ? code || 1 : 0;
}

async function main(words: readonly string[]): Promise<number> {
  const isDaily = words.includes('--daily');
  const chosen = words.filter(word => !word.startsWith('--'));
  await buildPage();
  const folder = mkdtempSync(join(tmpdir(), 'shuqiao-tests-'));
  chmodSync(folder, 0o755); // as root the server runs as another user, who must be able to enter
  const server = await startEmbeddedPostgres(folder, randomBytes(16).toString('hex'));
  let code: number;
  try {
    const all = filesOf(
      'src/**/*.test.ts',
      'test/{,connectors/,e2e/,sheets/}*.test.ts',
      'web/**/*.test.{ts,tsx}',
    );
    console.log('Tests on the embedded PostgreSQL 18');
    const some = isDaily ? all.filter(file => !SLOW.test(file)) : all;
    code = await test(chosen.length > 0 ? chosen : some, server.url);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  if (chosen.length > 0 || isDaily) return code;
  if (!(await answers(OWN_SERVER))) {
    console.log(
      'No PostgreSQL answers at 127.0.0.1:5432: the second round, on the machine’s own, is left out.',
    );
    return code;
  }
  console.log('The modules’ tests on the machine’s own PostgreSQL');
  const again = await test(
    filesOf('test/*.test.ts').filter(file => !/architecture|errors/.test(file) && !SLOW.test(file)),
    OWN_SERVER,
  );
  return code || again;
}

process.exitCode = await main(process.argv.slice(2));
