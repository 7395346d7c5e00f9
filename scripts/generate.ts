/** `npm run generate`: writes schema.sql, docs/errors.md, docs/api/openapi.json and the verifier’s digest; with `--check` says what drifted. */
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readConfig } from '#config.ts';
import { refusalCodes } from '#kernel/errors.ts';
import { connectOwner } from '#kernel/logins.ts';
import { describe, startPlatform } from '#platform.ts';
import { errorsText } from './lib/errorsText.ts';
import { buildVerifier } from './lib/verifier.ts';
import { ROOT } from './lib/run.ts';
import { schemaText } from './lib/schemaText.ts';

/** What the platform answers at `/verifier.sha256`. */
const verifierDigest = (html: string): string =>
  `${createHash('sha256').update(html).digest('hex')}  verifier.html\n`;

/** The documents from a platform that really started: its routes, its refusals, its database. */
async function documents(): Promise<Map<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'shuqiao-generate-'));
  chmodSync(folder, 0o755);
  const platform = await startPlatform(
    readConfig({ SHUQIAO_DATA: join(folder, 'data'), PORT: '0', SHUQIAO_LOG: 'fatal' }),
  );
  try {
    const owner = await connectOwner(platform.storage.ownerUrl);
    const schema = await schemaText(owner).finally(() => owner.end());
    const api = describe(platform.http);
    return new Map([
      ['schema.sql', schema],
      ['docs/errors.md', errorsText(refusalCodes())],
      ['docs/api/openapi.json', `${JSON.stringify(api, undefined, 2)}\n`],
      ['docs/verifier.sha256', verifierDigest(await buildVerifier())],
    ]);
  } finally {
    await platform.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const check = process.argv.includes('--check');
for (const [name, text] of await documents()) {
  const path = join(ROOT, name);
  const drifted = !existsSync(path) || readFileSync(path, 'utf8') !== text;
  if (!drifted) continue;
  if (check) {
    console.error(`${name} does not say what the code says. Run: npm run generate`);
    process.exitCode = 1;
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    console.log(`wrote ${name}`);
  }
}
