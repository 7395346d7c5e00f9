import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

/** What a program of these lines writes to its log. */
function logged(lines: string): Record<string, { message?: string; stack?: string } | string>[] {
  const program = `import { createLog } from '${import.meta.resolve('./observe.ts')}'; const log = createLog('debug'); ${lines}`;
  const { stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  return stderr
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Record<string, string>);
}

test('an error is logged with its words and its place, under whatever name it is given', () => {
  const [byRule, byOther] = logged(
    `log.error({ err: new Error('the disk is gone') }, 'x'); log.warn({ lost: new Error('the line is cut'), source: 3 }, 'y');`,
  );
  for (const [shown, words] of [
    [byRule?.['err'], 'the disk is gone'],
    [byOther?.['lost'], 'the line is cut'],
  ] as const) {
    assert.ok(typeof shown === 'object');
    assert.equal(shown.message, words);
    assert.match(shown.stack ?? '', /\n {4}at /);
  }
  assert.equal(byOther?.['source'], 3);
});

test('what must stay secret is not logged', () => {
  const [line] = logged(`log.info({ source: { password: 'geheim', host: 'a' } }, 'x');`);
  assert.deepEqual(line?.['source'], { host: 'a' });
});
