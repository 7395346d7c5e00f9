/** The samples that the console hands out are programs: each is run as it stands against a real gateway. */
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import {
  CONVENTIONS,
  type Convention,
  LANGUAGES,
  type Language,
  sampleOf,
} from '../web/features/services/samples.ts';
import { type ServicesCity, type System, KNOWN, openServicesCity } from './servicesCity.ts';

const run = promisify(execFile);
let city: ServicesCity;
let held: { sid: string; caller: System };
const folder = mkdtempSync(join(tmpdir(), 'shuqiao-samples-'));

before(async () => {
  city = await openServicesCity('samples');
  held = await city.granted(await city.entry(), { conventions: [...CONVENTIONS] });
  await city.answered(held.caller, held.sid, reply => reply.status === 200);
});
after(async () => {
  await city.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Whether this machine can run it: curl, a JDK and Python are not everybody’s. */
function has(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const HAS: Record<Language, () => boolean> = {
  curl: () => has('curl', '--version') && has('openssl', 'version'),
  node: () => true,
  python: () => has('python3', '--version'),
  java: () => has('javac', '-version'),
};

/** SM3 is in no JDK: such a program is compiled, and needs a provider to run. */
const runs = (language: Language, convention: Convention): boolean =>
  !(language === 'java' && convention === 'sm3');

async function start(
  language: Language,
  text: string,
  env: NodeJS.ProcessEnv,
  real: boolean,
): Promise<string> {
  const options = { env, timeout: 60_000 };
  switch (language) {
    case 'curl':
      return (await run('bash', ['-c', text], options)).stdout;
    case 'node': {
      const file = join(folder, 'call.mjs');
      writeFileSync(file, text);
      return (await run(process.execPath, [file], options)).stdout;
    }
    case 'python': {
      const file = join(folder, 'call.py');
      writeFileSync(file, text);
      return (await run('python3', [file], options)).stdout;
    }
    case 'java': {
      const file = join(folder, 'Call.java');
      writeFileSync(file, text);
      await run('javac', ['-encoding', 'UTF-8', '-d', folder, file], options);
      return real
        ? (await run('java', ['-Dfile.encoding=UTF-8', '-cp', folder, 'Call'], options)).stdout
        : '';
    }
  }
}

for (const language of LANGUAGES)
  for (const convention of CONVENTIONS)
    test(`${language}, ${convention}`, {
      skip: HAS[language]() ? false : `${language} is not here`,
    }, async () => {
      const { sid, caller } = held;
      const text = sampleOf(language, convention, {
        address: `${city.site}/gateway/${sid}`,
        sid,
        rid: caller.rid,
        body: {
          params: { 公民身份号码: KNOWN },
          post: '窗口 \'A\' "1"',
          caseNo: '办-2026-1',
          matter: '',
          scenario: '业务协同',
        },
      });
      assert.ok(!text.includes(caller.appSecret), 'the secret is in no sample');
      const env = {
        ...process.env,
        APP_SECRET: caller.appSecret,
        PYTHONIOENCODING: 'utf-8',
        LC_ALL: 'C.UTF-8',
      };
      const real = runs(language, convention);
      const said = await start(language, text, env, real);
      if (!real) return;
      assert.match(said, /\b200\b/, said);
      assert.ok(said.includes('2020-01-01'), said);
    });
