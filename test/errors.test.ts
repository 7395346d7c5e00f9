/** docs/errors.md names every refusal there is, and none that is gone. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { refusalCodes } from '#kernel/errors.ts';
import '#platform.ts';

const ROOT = resolve(import.meta.dirname, '..');
const documented = [
  ...readFileSync(resolve(ROOT, 'docs/errors.md'), 'utf8').matchAll(/^\| `([\w.]+)` \|/gm),
].map(match => match[1] ?? '');

test('every refusal is in docs/errors.md, and no refusal lingers there', () => {
  const declared = [...refusalCodes().keys()].sort();
  assert.ok(declared.length > 50, `only ${declared.length} refusals were declared`);
  assert.deepEqual([...documented].sort(), declared, 'run: npm run generate');
});

test('every file that declares refusals is part of the platform', () => {
  const areas = new Set([...refusalCodes().keys()].map(code => code.split('.')[0]));
  const files = globSync('src/**/*.ts', { cwd: ROOT });
  let seen = 0;
  for (const file of files)
    for (const [, area] of readFileSync(resolve(ROOT, file), 'utf8').matchAll(
      /defineRefusals\(\s*'(\w+)'/g,
    )) {
      seen += 1;
      assert.ok(areas.has(area ?? ''), `${file} declares refusals of ${area}, but nothing loads it`);
    }
  assert.ok(seen > 5);
});

test('every refusal says in both languages what is wrong and what to do', () => {
  for (const [code, { status, title, remedy }] of refusalCodes()) {
    assert.ok(status >= 400 && status < 600 && status !== 500, `${code} has status ${status}`);
    for (const text of [title.zh, title.en, remedy.zh, remedy.en]) assert.ok(text.length > 1, code);
    assert.match(title.zh, /\p{Script=Han}/u, code);
    assert.match(remedy.zh, /\p{Script=Han}/u, code);
  }
});
